#include "config_private.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "inifile.h"
#include "mem.h"

#define MAX_DEPARTMENTS 1000 /* files in seeds/; a university has dozens */
#define PATH_BYTES      4096

/* clang-format off */
#define AT(field) offsetof(struct crawler_config, field)
static const struct option crawler_rows[] = {
    { .name = "contact", .type = OPTION_TEXT, .offset = AT(contact) },
    { .name = "homepage", .type = OPTION_TEXT, .offset = AT(homepage) },
    { .name = "delay", .type = OPTION_DURATION, .offset = AT(delay_ms), .initial = "5s" },
    { .name = "allow_address", .type = OPTION_LIST, .offset = AT(allow_address) },
    { .name = "ca_file", .type = OPTION_TEXT, .offset = AT(ca_file) },
    { .name = "archive", .type = OPTION_BOOL, .offset = AT(archive), .initial = "no" },
    { .name = "max_depth", .type = OPTION_INT, .offset = AT(max_depth), .initial = "20", .min = 0, .max = 1000 },
    { .name = "timeout", .type = OPTION_DURATION, .offset = AT(timeout_ms), .initial = "30s", .min = 100, .max = 600000 },
    { .name = "disk_floor", .type = OPTION_SIZE, .offset = AT(disk_floor_bytes), .initial = "64M" },
    { .name = "silent_days", .type = OPTION_INT, .offset = AT(silent_days), .initial = "14", .min = 0, .max = 3650 },
    { .name = "threads", .type = OPTION_INT, .offset = AT(threads), .initial = "0", .min = 0, .max = 64 },
};
#undef AT
#define AT(field) offsetof(struct serve_config, field)
static const struct option serve_rows[] = {
    { .name = "listen", .type = OPTION_TEXT, .offset = AT(listen), .initial = "127.0.0.1:8377" },
    { .name = "tls_proxy", .type = OPTION_BOOL, .offset = AT(tls_proxy), .initial = "no" },
    { .name = "metrics", .type = OPTION_BOOL, .offset = AT(metrics), .initial = "no" },
    { .name = "threads", .type = OPTION_INT, .offset = AT(threads), .initial = "0", .min = 0, .max = 64 },
};
#undef AT
#define AT(field) offsetof(struct model_config, field)
static const struct option model_rows[] = {
    { .name = "url", .type = OPTION_TEXT, .offset = AT(url) },
    { .name = "name", .type = OPTION_TEXT, .offset = AT(name), .initial = "default" },
    { .name = "key_file", .type = OPTION_TEXT, .offset = AT(key_file) },
    { .name = "timeout", .type = OPTION_DURATION, .offset = AT(timeout_ms), .initial = "60s", .min = 100, .max = 600000 },
};
#undef AT
#define AT(field) offsetof(struct retention_config, field)
static const struct option retention_rows[] = {
    { .name = "bodies", .type = OPTION_DURATION, .offset = AT(bodies_ms), .initial = "730d" },
    { .name = "gone", .type = OPTION_DURATION, .offset = AT(gone_ms), .initial = "30d" },
    { .name = "askers", .type = OPTION_DURATION, .offset = AT(askers_ms), .initial = "90d" },
    { .name = "fetches", .type = OPTION_DURATION, .offset = AT(fetches_ms), .initial = "90d" },
    { .name = "runs", .type = OPTION_DURATION, .offset = AT(runs_ms), .initial = "365d" },
    { .name = "audit", .type = OPTION_DURATION, .offset = AT(audit_ms), .initial = "0s" },
    { .name = "archive", .type = OPTION_DURATION, .offset = AT(archive_ms), .initial = "730d" },
};
#undef AT
#define AT(field) offsetof(struct department_config, field)
static const struct option department_rows[] = {
    { .name = "name", .type = OPTION_TEXT, .offset = AT(name) },
    { .name = "site", .type = OPTION_LIST, .offset = AT(site) },
    { .name = "keyword", .type = OPTION_LIST, .offset = AT(keyword) },
    { .name = "exclude", .type = OPTION_LIST, .offset = AT(exclude) },
    { .name = "person", .type = OPTION_LIST, .offset = AT(person) },
    { .name = "contact", .type = OPTION_TEXT, .offset = AT(contact) },
    { .name = "byline", .type = OPTION_TEXT, .offset = AT(byline) },
    { .name = "voice", .type = OPTION_TEXT, .offset = AT(voice), .initial = "warm" },
    { .name = "language", .type = OPTION_TEXT, .offset = AT(language), .initial = "en" },
    { .name = "schedule", .type = OPTION_TEXT, .offset = AT(schedule) },
    { .name = "threshold", .type = OPTION_REAL, .offset = AT(threshold) },
    { .name = "two_person", .type = OPTION_BOOL, .offset = AT(two_person), .initial = "no" },
    { .name = "model", .type = OPTION_BOOL, .offset = AT(model), .initial = "no" },
    { .name = "answer_tag", .type = OPTION_TEXT, .offset = AT(answer_tag) },
    { .name = "review_after", .type = OPTION_DURATION, .offset = AT(review_after_ms) },
};
#undef AT
#define AT(field) offsetof(struct source_config, field)
static const struct option source_rows[] = {
    { .name = "url", .type = OPTION_TEXT, .offset = AT(url) },
    { .name = "basis", .type = OPTION_TEXT, .offset = AT(basis) },
    { .name = "mode", .type = OPTION_CHOICE, .offset = AT(mode), .initial = "answer", .choices = "answer|listen" },
    { .name = "match", .type = OPTION_CHOICE, .offset = AT(match), .initial = "keywords", .choices = "keywords|all" },
    { .name = "voice", .type = OPTION_TEXT, .offset = AT(voice) },
    { .name = "audience", .type = OPTION_TEXT, .offset = AT(audience) },
    { .name = "schedule", .type = OPTION_TEXT, .offset = AT(schedule) },
    { .name = "delay", .type = OPTION_DURATION, .offset = AT(delay_ms) },
    { .name = "max_pages", .type = OPTION_INT, .offset = AT(max_pages), .initial = "1000", .min = 1, .max = 10000000 },
    { .name = "mute", .type = OPTION_LIST, .offset = AT(mute) },
};
#undef AT
#define AT(field) offsetof(struct campaign_config, field)
static const struct option campaign_rows[] = {
    { .name = "from", .type = OPTION_DATE, .offset = AT(from_s) },
    { .name = "to", .type = OPTION_DATE, .offset = AT(to_s) },
    { .name = "keyword", .type = OPTION_LIST, .offset = AT(keyword) },
};
#undef AT
/* clang-format on */

#define SET(rows, obj) ((struct option_set){ (rows), N_ELEMENTS(rows), (obj) })

/* One file being read.  department is NULL while that is earshot.ini. */
struct loading {
    struct config *c;
    struct department_config *department;
    const char *file; /* its name, in the arena */
};

void
config_problem(struct config *c, const char *fmt, ...)
{
    char msg[sizeof(((struct err *)0)->msg)];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(msg, sizeof(msg), fmt, ap);
    va_end(ap);
    c->problems =
        arena_grow(c->arena, c->problems, c->n_problems, &c->cap_problems, sizeof(*c->problems));
    c->problems[c->n_problems++] = arena_str(c->arena, text_of(msg));
}

struct source_config *
config_add_source(struct config *c, struct department_config *d, struct text key, int line)
{
    struct source_config *s;

    d->sources =
        arena_grow(c->arena, d->sources, d->n_sources, &d->cap_sources, sizeof(*d->sources));
    s = &d->sources[d->n_sources++];
    *s = (struct source_config){ .key = arena_str(c->arena, key), .line = line };
    options_init(&SET(source_rows, s), c->arena);
    return s;
}

static struct source_config *
the_source(struct loading *l, struct text key, int line)
{
    for (size_t i = 0; i < l->department->n_sources; i++)
        if (text_is(key, l->department->sources[i].key))
            return &l->department->sources[i];
    return config_add_source(l->c, l->department, key, line);
}

static struct campaign_config *
the_campaign(struct loading *l, struct text key)
{
    struct department_config *d = l->department;

    for (size_t i = 0; i < d->n_campaigns; i++)
        if (text_is(key, d->campaigns[i].key))
            return &d->campaigns[i];
    d->campaigns = arena_grow(l->c->arena, d->campaigns, d->n_campaigns, &d->cap_campaigns,
                              sizeof(*d->campaigns));
    d->campaigns[d->n_campaigns] = (struct campaign_config){ .key = arena_str(l->c->arena, key) };
    return &d->campaigns[d->n_campaigns++];
}

/* "source academia" as "source" and "academia" */
static void
split_section(struct text section, struct text *kind, struct text *key)
{
    *kind = text_before(section, ' ');
    *key = text_trim(text_after(section, ' '));
}

/* The table for a section and the struct it fills; false when the section is unknown. */
static bool
find_set(struct loading *l, const struct inifile_entry *e, struct option_set *set)
{
    struct text kind, key;

    split_section(e->section, &kind, &key);
    if (l->department == NULL && text_is(e->section, "serve")) {
        *set = SET(serve_rows, &l->c->serve);
        return true;
    }
    if (l->department == NULL && text_is(e->section, "model")) {
        *set = SET(model_rows, &l->c->model);
        return true;
    }
    if (l->department == NULL && text_is(e->section, "retention")) {
        *set = SET(retention_rows, &l->c->retention);
        return true;
    }
    if (l->department == NULL) {
        *set = SET(crawler_rows, &l->c->crawler);
        return text_is(e->section, "crawler");
    }
    if (text_is(e->section, "department")) {
        *set = SET(department_rows, l->department);
        return true;
    }
    if (text_is(kind, "source") && key.n > 0) {
        *set = SET(source_rows, the_source(l, key, e->line));
        return true;
    }
    if (text_is(kind, "campaign") && key.n > 0) {
        *set = SET(campaign_rows, the_campaign(l, key));
        return true;
    }
    return false;
}

const struct config_origin *
config_find_origin(const struct config *c, const char *file, const char *section, const char *key)
{
    for (size_t i = 0; i < c->n_origins; i++)
        if (strcmp(c->origins[i].key, key) == 0 && strcmp(c->origins[i].section, section) == 0 &&
            strcmp(c->origins[i].file, file) == 0)
            return &c->origins[i];
    return NULL;
}

static void
unknown_key(struct config *c, const struct inifile_entry *e, const struct option_set *set)
{
    const char *names[32], *near;
    size_t n = 0;

    while (n < set->n && n < N_ELEMENTS(names)) {
        names[n] = set->rows[n].name;
        n++;
    }
    near = options_nearest(e->key, names, n);
    if (near != NULL)
        config_problem(c, "%s:%d: unknown key \"%.*s\" in [%.*s]: did you mean \"%s\"?", e->file,
                       e->line, TEXT_ARG(e->key), TEXT_ARG(e->section), near);
    else
        config_problem(c, "%s:%d: unknown key \"%.*s\" in [%.*s] (earshot config show lists them)",
                       e->file, e->line, TEXT_ARG(e->key), TEXT_ARG(e->section));
}

static void
unknown_section(struct loading *l, const struct inifile_entry *e)
{
    static const char *const instance[] = { "crawler", "serve", "model", "retention" };
    static const char *const department[] = { "department", "source", "campaign" };
    bool top = l->department == NULL;
    struct text kind, key;
    const char *near;

    split_section(e->section, &kind, &key);
    near = options_nearest(kind, top ? instance : department,
                           top ? N_ELEMENTS(instance) : N_ELEMENTS(department));
    if (near != NULL)
        config_problem(l->c, "%s:%d: unknown section [%.*s]: did you mean [%s%s]?", e->file,
                       e->line, TEXT_ARG(e->section), near,
                       top || strcmp(near, "department") == 0 ? "" : " NAME");
    else
        config_problem(l->c, "%s:%d: unknown section [%.*s]: wanted %s", e->file, e->line,
                       TEXT_ARG(e->section),
                       top ? "[crawler], [serve], [model] or [retention]"
                           : "[department], [source NAME] or [campaign NAME]");
}

static enum status
on_entry(void *self, const struct inifile_entry *e, struct err *err)
{
    struct loading *l = self;
    struct config *c = l->c;
    const struct config_origin *before;
    const struct option *row;
    struct option_set set;
    struct config_origin o;
    struct text kind, key;

    if (!find_set(l, e, &set)) {
        unknown_section(l, e);
        return ST_OK;
    }
    if (e->key.n == 0)
        return ST_OK; /* a section without keys */
    row = options_find(&set, e->key);
    if (row == NULL) {
        unknown_key(c, e, &set);
        return ST_OK;
    }
    split_section(e->section, &kind, &key);
    o = (struct config_origin){ l->file,
                                arena_printf(c->arena, "%.*s%s%.*s", TEXT_ARG(kind),
                                             key.n > 0 ? " " : "", TEXT_ARG(key)),
                                row->name, e->line };
    before = config_find_origin(c, o.file, o.section, o.key);
    if (before != NULL && row->type != OPTION_LIST) {
        config_problem(c, "%s:%d: \"%s\" stands twice in [%s], first in line %d", e->file, e->line,
                       row->name, o.section, before->line);
        return ST_OK;
    }
    c->origins =
        arena_grow(c->arena, c->origins, c->n_origins, &c->cap_origins, sizeof(*c->origins));
    c->origins[c->n_origins++] = o;
    if (options_set(&set, row, e->value, OPTIONS_NO_NOW, c->arena, err) != ST_OK)
        config_problem(c, "%s:%d: %s", e->file, e->line, err->msg);
    return ST_OK;
}

/* What is wrong is noted, so that one reading finds every problem of every file. */
static void
load_file(struct loading *l)
{
    struct err err = { "" };

    if (inifile_load(l->file, on_entry, l, &err) != ST_OK)
        config_problem(l->c, "%s", err.msg);
}

static void
load_department(struct config *c, const char *path, const char *file_name)
{
    struct department_config *d;
    struct loading l = { .c = c };

    c->departments = arena_grow(c->arena, c->departments, c->n_departments, &c->cap_departments,
                                sizeof(*c->departments));
    d = &c->departments[c->n_departments++];
    *d = (struct department_config){
        .key = arena_str(c->arena, text_sub(text_of(file_name), 0, strlen(file_name) - 4)),
        .file = arena_str(c->arena, text_of(path)),
    };
    options_init(&SET(department_rows, d), c->arena);
    l.department = d;
    l.file = d->file;
    load_file(&l);
    config_check_department(c, d);
}

static int
is_ini(const struct dirent *e)
{
    size_t n = strlen(e->d_name);

    return n > 4 && e->d_name[0] != '.' && strcmp(e->d_name + n - 4, ".ini") == 0;
}

static void
load_departments(struct config *c, const char *dir)
{
    struct dirent **names = NULL;
    char path[PATH_BYTES];
    int n;

    snprintf(path, sizeof(path), "%s/seeds", dir);
    n = scandir(path, &names, is_ini, alphasort);
    if (n < 0 && errno != ENOENT)
        config_problem(c, "%s: %s", path, strerror(errno));
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof(path), "%s/seeds/%s", dir, names[i]->d_name);
        if (i < MAX_DEPARTMENTS)
            load_department(c, path, names[i]->d_name);
        else if (i == MAX_DEPARTMENTS)
            config_problem(c, "%s: more than %d departments", path, MAX_DEPARTMENTS);
        free(names[i]);
    }
    free(names);
}

enum status
config_load(const char *dir, struct config **ret, struct err *err)
{
    struct config *c;
    struct loading l;
    char path[PATH_BYTES];

    snprintf(path, sizeof(path), "%s/earshot.ini", dir);
    if (!file_exists(path))
        return err_set(err, ST_NOTFOUND,
                       "%s: no workspace here (earshot init DIR makes one, -C DIR names one)",
                       path);
    c = mem_zalloc(sizeof(*c));
    c->arena = arena_new();
    c->dir = arena_str(c->arena, text_of(dir));
    options_init(&SET(crawler_rows, &c->crawler), c->arena);
    options_init(&SET(serve_rows, &c->serve), c->arena);
    options_init(&SET(model_rows, &c->model), c->arena);
    options_init(&SET(retention_rows, &c->retention), c->arena);
    l = (struct loading){ .c = c, .file = arena_str(c->arena, text_of(path)) };
    load_file(&l);
    config_check_crawler(c, l.file);
    config_check_serve(c, l.file);
    config_check_model(c, l.file);
    load_departments(c, dir);
    *ret = c;
    if (c->n_problems == 0)
        return ST_OK;
    if (c->n_problems == 1)
        return err_set(err, ST_CONFIG, "%s", c->problems[0]);
    return err_set(err, ST_CONFIG, "%s (and %zu more: earshot check lists them)", c->problems[0],
                   c->n_problems - 1);
}

void
config_free(struct config *c)
{
    if (c == NULL)
        return;
    arena_free(c->arena);
    free(c);
}

const struct department_config *
config_department(const struct config *c, const char *key)
{
    for (size_t i = 0; i < c->n_departments; i++)
        if (strcmp(c->departments[i].key, key) == 0)
            return &c->departments[i];
    return NULL;
}

const struct source_config *
config_source(const struct department_config *d, const char *key)
{
    for (size_t i = 0; i < d->n_sources; i++)
        if (strcmp(d->sources[i].key, key) == 0)
            return &d->sources[i];
    return NULL;
}

/* One call per value of a list, so that each has its own line. */
static void
each_value(const struct config *c, const char *file, const char *section, const char *key,
           const struct text_list *l, config_value_fn *fn, void *self)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n_origins && n < l->n; i++) {
        const struct config_origin *o = &c->origins[i];

        if (strcmp(o->key, key) == 0 && strcmp(o->section, section) == 0 &&
            strcmp(o->file, file) == 0)
            fn(self, file, section, key, l->v[n++].p, o);
    }
}

static void
each_row(const struct config *c, const char *file, const char *section,
         const struct option_set *set, config_value_fn *fn, void *self)
{
    struct buf value;

    buf_init(&value, BUF_SMALL);
    for (size_t i = 0; i < set->n; i++) {
        const struct text_list *list = (void *)((char *)set->obj + set->rows[i].offset);

        if (set->rows[i].type == OPTION_LIST && list->n > 0) {
            each_value(c, file, section, set->rows[i].name, list, fn, self);
            continue;
        }
        buf_clear(&value);
        options_print(set, &set->rows[i], &value);
        fn(self, file, section, set->rows[i].name, buf_str(&value),
           config_find_origin(c, file, section, set->rows[i].name));
    }
    buf_release(&value);
}

void
config_each(const struct config *c, config_value_fn *fn, void *self)
{
    char section[CONFIG_SECTION_BYTES], path[PATH_BYTES];
    struct crawler_config crawler = c->crawler;
    struct serve_config serve = c->serve;
    struct model_config model = c->model;
    struct retention_config retention = c->retention;

    snprintf(path, sizeof(path), "%s/earshot.ini", c->dir);
    each_row(c, path, "crawler", &SET(crawler_rows, &crawler), fn, self);
    each_row(c, path, "serve", &SET(serve_rows, &serve), fn, self);
    each_row(c, path, "model", &SET(model_rows, &model), fn, self);
    each_row(c, path, "retention", &SET(retention_rows, &retention), fn, self);
    for (size_t i = 0; i < c->n_departments; i++) {
        struct department_config *d = &c->departments[i];

        each_row(c, d->file, "department", &SET(department_rows, d), fn, self);
        for (size_t j = 0; j < d->n_sources; j++) {
            snprintf(section, sizeof(section), "source %s", d->sources[j].key);
            if (!d->sources[j].own_site)
                each_row(c, d->file, section, &SET(source_rows, &d->sources[j]), fn, self);
        }
        for (size_t j = 0; j < d->n_campaigns; j++) {
            snprintf(section, sizeof(section), "campaign %s", d->campaigns[j].key);
            each_row(c, d->file, section, &SET(campaign_rows, &d->campaigns[j]), fn, self);
        }
    }
}
