/* check_cmd.c - earshot check: everything that can be found wrong before a run. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "collection_check.h"
#include "commands.h"
#include "config_sync.h"
#include "extract.h"
#include "file.h"
#include "guard.h"
#include "health.h"
#include "log.h"
#include "reach.h"
#include "sense.h"
#include "store_audit.h"
#include "url.h"
#include "voice_check.h"

#define PATH_BYTES 4096

struct checking {
    struct table *table;
    bool config_wrong;
    struct extract *profiles;  /* owned; NULL: one does not parse */
    struct guard_range *allow; /* allow_address */
    size_t n_allow, problems;
    struct reach *reached; /* what the sources answered; in the arena */
    size_t n_reached;
};

struct check_options {
    bool offline;
};

static const struct option rows[] = {
    { .name = "offline",
      .type = OPTION_FLAG,
      .offset = offsetof(struct check_options, offline),
      .help = "ask no host" },
};

/* clang-format off */
static const struct table_column columns[] = {
    { "what", TABLE_COLUMN_TEXT, 0, false },
    { "verdict", TABLE_COLUMN_TEXT, 0, false },
    { "detail", TABLE_COLUMN_TEXT, 0, false },
};
/* clang-format on */

static void
say(struct checking *c, const char *what, bool ok, const char *detail)
{
    c->problems += !ok;
    table_str(c->table, what);
    table_str(c->table, ok ? "ok" : "problem");
    table_str(c->table, detail);
    table_end_row(c->table);
}

/* A listener needs no page to link to; whoever is to answer does. */
static bool
wants_site(const struct department_config *d)
{
    for (size_t i = 0; i < d->n_sources; i++)
        if (d->site.n == 0 && strcmp(d->sources[i].mode, "answer") == 0)
            return true;
    return false;
}

/* Why the source's site may not be crawled on its basis; NULL: it may. */
static const char *
refusal_of(const struct checking *c, const struct source_config *s)
{
    return c->profiles != NULL ? extract_refusal(c->profiles, text_of(s->url), text_of(s->basis))
                               : NULL;
}

/* Why its address is not asked: this machine's or its network's, and no allow_address; NULL: it is.
 */
static const char *
guarded(const struct checking *c, const struct source_config *s, struct err *err)
{
    struct url u;

    return url_split(text_of(s->url), &u) &&
                   guard_check_text(u.host, c->allow, c->n_allow, err) == ST_DENIED
               ? err->msg
               : NULL;
}

/* What the source said when it was asked; NULL: it was not. */
static const struct reach *
reached(const struct checking *c, const struct department_config *d, const struct source_config *s)
{
    for (size_t i = 0; i < c->n_reached; i++)
        if (text_is(c->reached[i].department, d->key) && text_is(c->reached[i].key, s->key))
            return &c->reached[i];
    return NULL;
}

static void
say_source(struct checking *c, const char *what, const struct source_config *s,
           const struct reach *r)
{
    char detail[1024];

    if (r == NULL)
        snprintf(detail, sizeof(detail), "%.200s (%.200s)", s->url, s->basis);
    else
        snprintf(detail, sizeof(detail), "%.200s (%.200s); robots.txt: %.200s%s%.300s", s->url,
                 s->basis, r->robots, r->answer != NULL ? "; " : "",
                 r->answer != NULL ? r->answer : "");
    say(c, what, r == NULL || r->ok, detail);
}

static void
check_sources(struct checking *c, const struct department_config *d)
{
    char what[256];

    if (d->n_sources == 0 && !c->config_wrong) /* what is wrong may be a source */
        say(c, d->key, false, "no site and no source: nothing to crawl");
    if (wants_site(d))
        say(c, d->key, false, "no site: without pages to link to, every question stays a gap");
    if (d->keyword.n == 0 && d->person.n == 0)
        for (size_t i = 0; i < d->n_sources; i++)
            if (!d->sources[i].own_site && strcmp(d->sources[i].match, "keywords") == 0) {
                snprintf(what, sizeof(what), "%s, source %s", d->key, d->sources[i].key);
                say(c, what, false,
                    "the department has no keyword, so nothing matches: add one, or match = all");
            }
    for (size_t i = 0; i < d->n_sources; i++) {
        const struct source_config *s = &d->sources[i];
        struct err err = { "" };

        snprintf(what, sizeof(what), "%s, source %s", d->key, s->key);
        if (s->url == NULL)
            continue; /* said with the configuration's problems */
        if (s->basis == NULL || s->basis[0] == '\0')
            say(c, what, false, "no basis: say why it may be read, until then it does not run");
        else if (refusal_of(c, s) != NULL)
            say(c, what, false, refusal_of(c, s));
        else if (guarded(c, s, &err) != NULL)
            say(c, what, false, guarded(c, s, &err));
        else
            say_source(c, what, s, reached(c, d, s));
    }
}

static void
check_campaigns(struct checking *c, const struct department_config *d)
{
    char what[256];

    for (size_t i = 0; i < d->n_campaigns; i++) {
        snprintf(what, sizeof(what), "%s, campaign %s", d->key, d->campaigns[i].key);
        if (d->campaigns[i].keyword.n == 0)
            say(c, what, false, "no keyword: nothing belongs to it");
    }
}

static void
check_delays(struct checking *c, const struct config *config, const struct department_config *d)
{
    char what[256];

    for (size_t i = 0; i < d->n_sources; i++) {
        const struct source_config *s = &d->sources[i];

        if (s->delay_ms == 0 || s->delay_ms >= config->crawler.delay_ms)
            continue;
        snprintf(what, sizeof(what), "%s, source %s", d->key, s->key);
        say(c, what, false, "delay has no effect: the one of [crawler] is longer");
    }
}

static void
check_voice(struct checking *c, const struct cmd_env *env, const char *what, const char *voice)
{
    char path[PATH_BYTES], detail[256];
    struct err err = { "" };
    enum status st;

    snprintf(path, sizeof(path), "%s/seeds", env->common->dir);
    st = voice_check(path, voice, &err);
    if (st == ST_OK) {
        snprintf(path, sizeof(path), "%s/seeds/voices/%s.ini", env->common->dir, voice);
        say(c, what, true, access(path, R_OK) == 0 ? path : voice);
        return;
    }
    if (st != ST_NOTFOUND) {
        say(c, what, false, err.msg);
        return;
    }
    snprintf(detail, sizeof(detail),
             "no voice card \"%.80s\": the program has warm and plain, seeds/voices/ may have more",
             voice);
    say(c, what, false, detail);
}

static void
check_voices(struct checking *c, const struct cmd_env *env, const struct department_config *d)
{
    char what[256];

    snprintf(what, sizeof(what), "%s, voice", d->key);
    check_voice(c, env, what, d->voice);
    for (size_t i = 0; i < d->n_sources; i++)
        if (d->sources[i].voice != NULL) {
            snprintf(what, sizeof(what), "%s, voice of source %s", d->key, d->sources[i].key);
            check_voice(c, env, what, d->sources[i].voice);
        }
    for (size_t i = 0; i < d->n_experiments; i++)
        for (size_t k = 0; k < N_ELEMENTS(d->experiments[i].voice); k++)
            if (d->experiments[i].voice[k] != NULL) { /* else said with the configuration's */
                snprintf(what, sizeof(what), "%s, voice of experiment %s", d->key,
                         d->experiments[i].key);
                check_voice(c, env, what, d->experiments[i].voice[k]);
            }
}

/* Alarms of the sources that are configured now; the store may not have met them yet. */
static void
check_health(struct checking *c, const struct cmd_env *env, const struct config *config,
             struct store *s)
{
    struct health_in in = { .store = s,
                            .arena = env->arena,
                            .profiles = c->profiles,
                            .now_ms = clock_now_ms(env->clock),
                            .silent_days = config->crawler.silent_days };
    struct store_source *sources;
    struct err err = { "" };
    struct health *health;
    const char *changes;
    enum status st;
    size_t n;

    st = config_view(config, s, env->arena, &changes, &err);
    if (st == ST_CONFIG) { /* an experiment that has begun says something else now */
        c->config_wrong = true;
        say(c, "configuration", false, err.msg);
    }
    if (st != ST_OK)
        return;
    store_set_role(s, STORE_READER);
    n = store_run_sources(s, env->arena, &sources);
    health = health_of(&in, sources, n);
    for (size_t i = 0; i < n; i++)
        if (health[i].alarm)
            say(c,
                arena_printf(env->arena, "%.*s, source %.*s", TEXT_ARG(sources[i].department),
                             TEXT_ARG(sources[i].key)),
                false,
                arena_printf(env->arena, "%s: %s (earshot source %lld)", health[i].state,
                             health[i].reason, (long long)sources[i].id));
}

/* What people did; a workspace where nobody has an account yet has no such rows. */
static void
check_audit(struct checking *c, const struct cmd_env *env, struct store *s)
{
    struct store_audit_verdict v = { 0 };
    struct err err = { "" };
    enum status st = store_audit_verify(s, TEXT_NONE, &v, &err);

    if (st != ST_OK || v.n_rows > 0)
        say(c, "audit log", st == ST_OK,
            st == ST_OK ? arena_printf(env->arena, "%lld row%s", (long long)v.n_rows,
                                       v.n_rows == 1 ? "" : "s")
                        : err.msg);
}

static void
check_store(struct checking *c, const struct cmd_env *env, const struct config *config)
{
    struct err err = { "" };
    struct store *s = NULL;
    char path[PATH_BYTES];
    enum status st;

    snprintf(path, sizeof(path), "%s/earshot.db", env->common->dir);
    st = store_open(path, STORE_READER, &s, &err);
    if (st == ST_OK)
        st = store_verify(s, &err);
    say(c, "store", st == ST_OK, st == ST_OK ? path : err.msg);
    if (st == ST_OK)
        check_audit(c, env, s);
    if (st == ST_OK && !c->config_wrong)
        check_health(c, env, config, s);
    store_close(s);
}

/* Derived data: what is not there yet is no problem, what is damaged is. */
static void
check_index(struct checking *c, const struct cmd_env *env)
{
    struct err err = { "" };
    enum status st = collection_check(env->common->dir, &err);

    if (st != ST_NOTFOUND)
        say(c, "index", st == ST_OK, st == ST_OK ? "index/" : err.msg);
}

/* A file with a password or a key: there, and nobody else's business. */
static void
check_secret(struct checking *c, const struct config *config, const char *what, const char *file)
{
    const char *path;

    if (file == NULL || file[0] == '\0')
        return;
    path = file[0] == '/' ? file : arena_printf(config->arena, "%s/%s", config->dir, file);
    if (access(path, R_OK) != 0)
        say(c, what, false, arena_printf(config->arena, "%s: cannot be read", file));
    else if (file_is_open(path))
        say(c, what, false,
            arena_printf(config->arena, "%s: everybody on this machine may read it: chmod o= %s",
                         file, file));
}

static void
check_secrets(struct checking *c, const struct config *config)
{
    check_secret(c, config, "mail, password", config->mail.password_file);
    check_secret(c, config, "model, key", config->model.key_file);
    for (size_t i = 0; i < config->n_webhooks; i++)
        check_secret(c, config,
                     arena_printf(config->arena, "webhook %s, secret", config->webhooks[i].key),
                     config->webhooks[i].secret_file);
}

/* The platforms that ship with the program, and the workspace's own. */
static void
open_profiles(struct checking *c, const struct cmd_env *env)
{
    char path[PATH_BYTES];
    struct err err = { "" };

    snprintf(path, sizeof(path), "%s/seeds/platforms", env->common->dir);
    if (extract_new(path, &c->profiles, &err) != ST_OK)
        say(c, "platforms", false, err.msg);
}

static void
read_allowed(struct checking *c, const struct cmd_env *env, const struct text_list *allow)
{
    c->allow = arena_alloc(env->arena, (allow->n + 1) * sizeof(*c->allow));
    for (size_t i = 0; i < allow->n; i++)
        c->n_allow += guard_range_parse(allow->v[i], &c->allow[c->n_allow], NULL) == ST_OK;
}

/*
 * Ask the sources, with the settings in the store and the lock held, as a run would.  What stops
 * it is told and the rest is checked all the same.
 */
static enum status
reach(struct checking *c, const struct cmd_env *env, const struct config *config, struct err *err)
{
    struct err why = { "" };
    struct cmd_env own = *env;
    char path[PATH_BYTES];
    enum status st = cmd_lock(env->common->dir, &why);

    own.config = config;
    own.store = NULL;
    snprintf(path, sizeof(path), "%s/earshot.db", env->common->dir);
    if (st == ST_OK)
        st = store_open(path, STORE_CRAWLER, &own.store, &why);
    if (st == ST_OK)
        st = config_sync(config, own.store, &why);
    if (st == ST_OK) {
        store_set_role(own.store, STORE_CRAWLER);
        st = reach_sources(&own, &c->reached, &c->n_reached, &why);
    }
    store_close(own.store);
    if (st == ST_INTERRUPTED || st == ST_TERMINATED)
        return err_set(err, st, "%s", why.msg);
    if (st != ST_OK)
        log_warn("no source was asked: %s", why.msg);
    return ST_OK;
}

static void
check_sense(struct checking *c, const struct config *config, const struct department_config *d)
{
    const char *language = sense_language(d->language), *contact = sense_contact(d->contact);

    if (language != NULL && !c->config_wrong)
        say(c, arena_printf(config->arena, "%s, language", d->key), false,
            arena_printf(config->arena, "%s: %s", d->language, language));
    if (contact != NULL)
        say(c, arena_printf(config->arena, "%s, contact", d->key), false,
            arena_printf(config->arena, "%s: %s", d->contact, contact));
    for (const struct department_config *o = config->departments; o < d; o++) {
        struct text site = sense_shared(&d->site, &o->site);

        if (site.n == 0)
            continue;
        log_warn("%s: %.*s is the site of %s, too", d->file, TEXT_ARG(site), o->key);
        return;
    }
}

static void
check_departments(struct checking *c, const struct cmd_env *env, const struct config *config)
{
    for (size_t i = 0; i < config->n_departments; i++) {
        check_sources(c, &config->departments[i]);
        check_delays(c, config, &config->departments[i]);
        check_campaigns(c, &config->departments[i]);
        check_sense(c, config, &config->departments[i]);
        check_voices(c, env, &config->departments[i]);
    }
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct check_options *o = env->options;
    struct checking c = { .table = cmd_table(env, columns, N_ELEMENTS(columns)) };
    struct config *config = NULL;
    struct err first = { "" };
    enum status st = config_load(env->common->dir, &config, &first), stopped = ST_OK, written;

    table_set_whole(c.table); /* what is wrong stands at the end of a line */
    if (config == NULL) {
        (void)table_close(c.table, NULL); /* nothing has been written to it */
        return err_set(err, st, "%s", first.msg);
    }
    c.config_wrong = config->n_problems > 0;
    for (size_t i = 0; i < config->n_problems; i++)
        say(&c, "configuration", false, config->problems[i]);
    if (config->n_problems == 0)
        say(&c, "configuration", true,
            arena_printf(env->arena, "%s/earshot.ini", env->common->dir));
    if (config->crawler.contact == NULL || config->crawler.contact[0] == '\0')
        say(&c, "contact", config->crawler.allow_address.n > 0,
            "[crawler] contact is not set: no public host will be asked");
    if (config->n_departments == 0)
        say(&c, "departments", false, "none: copy seeds/physics.ini.example to seeds/NAME.ini");
    open_profiles(&c, env);
    read_allowed(&c, env, &config->crawler.allow_address);
    if (!o->offline && !env->common->dry_run && !c.config_wrong && config->n_departments > 0)
        stopped = reach(&c, env, config, err);
    check_departments(&c, env, config);
    check_secrets(&c, config);
    check_store(&c, env, config);
    check_index(&c, env);
    config_free(config);
    extract_free(c.profiles);
    written = table_close(c.table, stopped == ST_OK ? err : NULL);
    if (stopped != ST_OK || written != ST_OK)
        return stopped != ST_OK ? stopped : written;
    if (c.problems == 0)
        return ST_OK;
    return err_set(err, c.config_wrong ? ST_CONFIG : ST_PROBLEMS, "%zu problem%s found", c.problems,
                   c.problems == 1 ? "" : "s");
}

const struct cmd check_cmd = {
    .name = "check",
    .summary = "parse everything, reach every source, say what is wrong",
    .help =
        "Reads every INI file, sees that files with secrets are not open to everybody, verifies\n"
        "the store, the audit log and index/, looks at each source's settings and\n"
        "at how the source has been: an alarm that earshot sources shows is a problem here.\n"
        "Then each source is asked as in a run: robots.txt of its host, and its own address\n"
        "where that allows it, hosts side by side; what is kept of it is the settings, as with\n"
        "a run, the hosts' clocks, and robots.txt with the sitemaps it names.\n"
        "Nobody is asked with --offline or --dry-run, while a run is at work, or while a\n"
        "file is wrong. Exit code 7: a file is wrong; 8: something else is.\n",
    .examples = "  earshot check\n  earshot check --offline --json\n",
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct check_options),
    .run = run,
};
