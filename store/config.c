#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "inifile.h"
#include "mem.h"
#include "url.h"

#define MAX_DEPARTMENTS 1000 /* files in seeds/; a university has dozens */
#define PATH_BYTES      4096

/* clang-format off */
#define AT(field) offsetof(struct crawler_config, field)
static const struct option crawler_rows[] = {
    { .name = "contact", .type = OPTION_TEXT, .offset = AT(contact) },
    { .name = "homepage", .type = OPTION_TEXT, .offset = AT(homepage) },
    { .name = "delay", .type = OPTION_DURATION, .offset = AT(delay_ms), .initial = "5s" },
    { .name = "allow_address", .type = OPTION_LIST, .offset = AT(allow_address) },
    { .name = "archive", .type = OPTION_BOOL, .offset = AT(archive), .initial = "no" },
    { .name = "max_depth", .type = OPTION_INT, .offset = AT(max_depth), .initial = "20", .min = 0, .max = 1000 },
    { .name = "timeout", .type = OPTION_DURATION, .offset = AT(timeout_ms), .initial = "30s", .min = 100, .max = 600000 },
    { .name = "disk_floor", .type = OPTION_SIZE, .offset = AT(disk_floor_bytes), .initial = "64M" },
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
};

static void __attribute__((format(printf, 2, 3))) problem(struct config *c, const char *fmt, ...)
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

static struct source_config *
add_source(struct config *c, struct department_config *d, struct text key, int line)
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
    return add_source(l->c, l->department, key, line);
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

/* The table for a section and the struct it fills; false when the section is unknown. */
static bool
find_set(struct loading *l, const struct inifile_entry *e, struct option_set *set)
{
    struct text kind = text_before(e->section, ' ');
    struct text key = text_trim(text_after(e->section, ' '));

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

static const struct config_origin *
find_origin(const struct config *c, const char *file, const char *section, const char *key)
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
        problem(c, "%s:%d: unknown key \"%.*s\" in [%.*s]: did you mean \"%s\"?", e->file, e->line,
                TEXT_ARG(e->key), TEXT_ARG(e->section), near);
    else
        problem(c, "%s:%d: unknown key \"%.*s\" in [%.*s] (earshot config show lists them)",
                e->file, e->line, TEXT_ARG(e->key), TEXT_ARG(e->section));
}

static void
unknown_section(struct loading *l, const struct inifile_entry *e)
{
    static const char *const instance[] = { "crawler" };
    static const char *const department[] = { "department", "source NAME", "campaign NAME" };
    bool top = l->department == NULL;
    struct text kind = text_before(e->section, ' ');
    const char *near = options_nearest(kind, top ? instance : department, top ? 1 : 3);

    if (near == NULL && text_starts(kind, TEXT_LIT("so")))
        near = department[1];
    if (near != NULL)
        problem(l->c, "%s:%d: unknown section [%.*s]: did you mean [%s]?", e->file, e->line,
                TEXT_ARG(e->section), near);
    else
        problem(l->c, "%s:%d: unknown section [%.*s]: wanted %s", e->file, e->line,
                TEXT_ARG(e->section),
                top ? "[crawler]" : "[department], [source NAME] or [campaign NAME]");
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

    (void)err;
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
    o = (struct config_origin){ arena_str(c->arena, text_of(e->file)),
                                arena_str(c->arena, e->section), row->name, e->line };
    before = find_origin(c, o.file, o.section, o.key);
    if (before != NULL && row->type != OPTION_LIST) {
        problem(c, "%s:%d: \"%s\" stands twice in [%s], first in line %d", e->file, e->line,
                row->name, o.section, before->line);
        return ST_OK;
    }
    c->origins =
        arena_grow(c->arena, c->origins, c->n_origins, &c->cap_origins, sizeof(*c->origins));
    c->origins[c->n_origins++] = o;
    if (options_set(&set, row, e->value, 0, c->arena, err) != ST_OK)
        problem(c, "%s:%d: %s", e->file, e->line, err->msg);
    return ST_OK;
}

/* A syntax error ends the reading of its file, but not that of the others. */
static void
load_file(struct loading *l, const char *path)
{
    struct err err = { "" };

    if (inifile_load(path, on_entry, l, &err) != ST_OK)
        problem(l->c, "%s", err.msg);
}

static int
line_of(const struct config *c, const char *file, const char *section, const char *key)
{
    const struct config_origin *o = find_origin(c, file, section, key);

    return o != NULL ? o->line : 1;
}

/* An http(s) address, in its normal form; NULL, with the problem noted, for anything else. */
static const char *
checked_url(struct config *c, const char *file, int line, const char *key, struct text value)
{
    struct err err = { "" };
    struct text href;

    if (url_resolve(value, TEXT_NONE, c->arena, &href, &err) == ST_OK &&
        (text_starts(href, TEXT_LIT("http://")) || text_starts(href, TEXT_LIT("https://"))))
        return arena_str(c->arena, href);
    problem(c, "%s:%d: %s = %.*s: wanted an address such as https://physics.example.edu/", file,
            line, key, TEXT_ARG(text_sub(value, 0, 200)));
    return NULL;
}

/* Own sites are sources too, before the others, so that pages to link to come first. */
static void
add_own_sites(struct config *c, struct department_config *d)
{
    struct source_config *others = d->sources;
    size_t n_others = d->n_sources;

    d->sources = NULL;
    d->n_sources = d->cap_sources = 0;
    for (size_t i = 0; i < d->site.n; i++) {
        const char *url = checked_url(c, d->file, line_of(c, d->file, "department", "site"), "site",
                                      d->site.v[i]);
        char key[32];
        struct source_config *s;

        snprintf(key, sizeof(key), i == 0 ? "site" : "site-%zu", i + 1);
        if (url == NULL)
            continue;
        d->site.v[i] = text_of(url);
        s = add_source(c, d, text_of(key), 1);
        s->url = url;
        s->basis = "own site";
        s->own_site = true;
    }
    for (size_t i = 0; i < n_others; i++) {
        d->sources =
            arena_grow(c->arena, d->sources, d->n_sources, &d->cap_sources, sizeof(*d->sources));
        d->sources[d->n_sources++] = others[i];
    }
}

static void
check_department(struct config *c, struct department_config *d)
{
    if (d->name == NULL || d->name[0] == '\0')
        problem(c, "%s:1: [department] has no name", d->file);
    for (size_t i = 0; i < d->n_sources; i++) {
        struct source_config *s = &d->sources[i];
        char section[128];

        snprintf(section, sizeof(section), "source %s", s->key);
        if (s->url == NULL)
            problem(c, "%s:%d: [%s] has no url", d->file, s->line, section);
        else
            s->url = checked_url(c, d->file, line_of(c, d->file, section, "url"), "url",
                                 text_of(s->url));
        if (strncmp(s->key, "site", 4) == 0 && (s->key[4] == '\0' || s->key[4] == '-'))
            problem(c, "%s:%d: [%s]: the names site and site-N are kept for the own sites", d->file,
                    s->line, section);
    }
    add_own_sites(c, d);
}

static void
load_department(struct config *c, const char *path, const char *file_name)
{
    struct department_config *d;
    struct loading l = { c, NULL };

    c->departments = arena_grow(c->arena, c->departments, c->n_departments, &c->cap_departments,
                                sizeof(*c->departments));
    d = &c->departments[c->n_departments++];
    *d = (struct department_config){
        .key = arena_str(c->arena, text_sub(text_of(file_name), 0, strlen(file_name) - 4)),
        .file = arena_str(c->arena, text_of(path)),
    };
    options_init(&SET(department_rows, d), c->arena);
    l.department = d;
    load_file(&l, d->file);
    check_department(c, d);
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
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof(path), "%s/seeds/%s", dir, names[i]->d_name);
        if (i < MAX_DEPARTMENTS)
            load_department(c, path, names[i]->d_name);
        else if (i == MAX_DEPARTMENTS)
            problem(c, "%s: more than %d departments", path, MAX_DEPARTMENTS);
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
    l = (struct loading){ c, NULL };
    load_file(&l, path);
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

static void
each_row(const struct config *c, const char *file, const char *section,
         const struct option_set *set, config_value_fn *fn, void *self)
{
    struct buf value;

    buf_init(&value, BUF_SMALL);
    for (size_t i = 0; i < set->n; i++) {
        buf_clear(&value);
        options_print(set, &set->rows[i], &value);
        fn(self, file, section, set->rows[i].name, buf_str(&value),
           find_origin(c, file, section, set->rows[i].name));
    }
    buf_release(&value);
}

void
config_each(const struct config *c, config_value_fn *fn, void *self)
{
    char section[128], path[PATH_BYTES];
    struct crawler_config crawler = c->crawler;

    snprintf(path, sizeof(path), "%s/earshot.ini", c->dir);
    each_row(c, path, "crawler", &SET(crawler_rows, &crawler), fn, self);
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
