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

/* Sections of earshot.ini that there is one of. */
static const struct {
    const char *name;
    enum config_section section;
    size_t offset; /* in struct config */
} instance[] = {
    { "crawler", CONFIG_CRAWLER, offsetof(struct config, crawler) },
    { "serve", CONFIG_SERVE, offsetof(struct config, serve) },
    { "model", CONFIG_MODEL, offsetof(struct config, model) },
    { "retention", CONFIG_RETENTION, offsetof(struct config, retention) },
    { "mail", CONFIG_MAIL, offsetof(struct config, mail) },
};

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
    config_defaults(CONFIG_SOURCE, s, c->arena);
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

static struct experiment_config *
the_experiment(struct loading *l, struct text key)
{
    struct department_config *d = l->department;

    for (size_t i = 0; i < d->n_experiments; i++)
        if (text_is(key, d->experiments[i].key))
            return &d->experiments[i];
    d->experiments = arena_grow(l->c->arena, d->experiments, d->n_experiments, &d->cap_experiments,
                                sizeof(*d->experiments));
    d->experiments[d->n_experiments] =
        (struct experiment_config){ .key = arena_str(l->c->arena, key) };
    return &d->experiments[d->n_experiments++];
}

static struct webhook_config *
the_webhook(struct loading *l, struct text key, int line)
{
    struct config *c = l->c;
    struct webhook_config *w;

    for (size_t i = 0; i < c->n_webhooks; i++)
        if (text_is(key, c->webhooks[i].key))
            return &c->webhooks[i];
    c->webhooks =
        arena_grow(c->arena, c->webhooks, c->n_webhooks, &c->cap_webhooks, sizeof(*c->webhooks));
    w = &c->webhooks[c->n_webhooks++];
    *w = (struct webhook_config){ .key = arena_str(c->arena, key), .line = line };
    config_defaults(CONFIG_WEBHOOK, w, c->arena);
    return w;
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
    if (l->department == NULL) {
        for (size_t i = 0; i < N_ELEMENTS(instance); i++)
            if (text_is(e->section, instance[i].name)) {
                *set = config_set(instance[i].section, (char *)l->c + instance[i].offset);
                return true;
            }
        if (text_is(kind, "webhook") && key.n > 0) {
            *set = config_set(CONFIG_WEBHOOK, the_webhook(l, key, e->line));
            return true;
        }
        return false;
    }
    if (text_is(e->section, "department")) {
        *set = config_set(CONFIG_DEPARTMENT, l->department);
        return true;
    }
    if (text_is(kind, "source") && key.n > 0) {
        *set = config_set(CONFIG_SOURCE, the_source(l, key, e->line));
        return true;
    }
    if (text_is(kind, "campaign") && key.n > 0) {
        *set = config_set(CONFIG_CAMPAIGN, the_campaign(l, key));
        return true;
    }
    if (text_is(kind, "experiment") && key.n > 0) {
        *set = config_set(CONFIG_EXPERIMENT, the_experiment(l, key));
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
    static const char *const top_names[] = { "crawler",   "serve", "model",
                                             "retention", "mail",  "webhook" };
    static const char *const department[] = { "department", "source", "campaign", "experiment" };
    bool top = l->department == NULL;
    struct text kind, key;
    const char *near;

    split_section(e->section, &kind, &key);
    near = options_nearest(kind, top ? top_names : department,
                           top ? N_ELEMENTS(top_names) : N_ELEMENTS(department));
    if (near != NULL)
        config_problem(l->c, "%s:%d: unknown section [%.*s]: did you mean [%s%s]?", e->file,
                       e->line, TEXT_ARG(e->section), near,
                       strcmp(near, "webhook") == 0 || (!top && strcmp(near, "department") != 0)
                           ? " NAME"
                           : "");
    else
        config_problem(l->c, "%s:%d: unknown section [%.*s]: wanted %s", e->file, e->line,
                       TEXT_ARG(e->section),
                       top ? "[crawler], [serve], [model], [retention], [mail] or [webhook NAME]"
                           : "[department], [source NAME], [campaign NAME] or "
                             "[experiment NAME]");
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
    config_defaults(CONFIG_DEPARTMENT, d, c->arena);
    l.department = d;
    l.file = d->file;
    load_file(&l);
    config_check_department(c, d);
}

struct config *
config_parse_department(const char *file, const char *key, struct text body)
{
    struct config *c = mem_zalloc(sizeof(*c));
    struct department_config *d;
    struct loading l = { .c = c };
    struct err err = { "" };

    c->arena = arena_new();
    c->dir = ".";
    d = arena_alloc(c->arena, sizeof(*d));
    d->key = arena_str(c->arena, text_of(key));
    d->file = l.file = arena_str(c->arena, text_of(file));
    config_defaults(CONFIG_DEPARTMENT, d, c->arena);
    c->departments = l.department = d;
    c->n_departments = c->cap_departments = 1;
    if (inifile_read(file, body, on_entry, &l, &err) != ST_OK)
        config_problem(c, "%s", err.msg);
    config_check_department(c, d);
    return c;
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
    for (size_t i = 0; i < N_ELEMENTS(instance); i++)
        config_defaults(instance[i].section, (char *)c + instance[i].offset, c->arena);
    l = (struct loading){ .c = c, .file = arena_str(c->arena, text_of(path)) };
    load_file(&l);
    config_check_crawler(c, l.file);
    config_check_serve(c, l.file);
    config_check_model(c, l.file);
    config_tell_check(c, l.file);
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
    struct option_set set;

    snprintf(path, sizeof(path), "%s/earshot.ini", c->dir);
    for (size_t i = 0; i < N_ELEMENTS(instance); i++) {
        set = config_set(instance[i].section, (const char *)c + instance[i].offset);
        each_row(c, path, instance[i].name, &set, fn, self);
    }
    for (size_t i = 0; i < c->n_webhooks; i++) {
        snprintf(section, sizeof(section), "webhook %s", c->webhooks[i].key);
        set = config_set(CONFIG_WEBHOOK, &c->webhooks[i]);
        each_row(c, path, section, &set, fn, self);
    }
    for (size_t i = 0; i < c->n_departments; i++) {
        const struct department_config *d = &c->departments[i];

        set = config_set(CONFIG_DEPARTMENT, d);
        each_row(c, d->file, "department", &set, fn, self);
        for (size_t j = 0; j < d->n_sources; j++) {
            snprintf(section, sizeof(section), "source %s", d->sources[j].key);
            set = config_set(CONFIG_SOURCE, &d->sources[j]);
            if (!d->sources[j].own_site)
                each_row(c, d->file, section, &set, fn, self);
        }
        for (size_t j = 0; j < d->n_campaigns; j++) {
            snprintf(section, sizeof(section), "campaign %s", d->campaigns[j].key);
            set = config_set(CONFIG_CAMPAIGN, &d->campaigns[j]);
            each_row(c, d->file, section, &set, fn, self);
        }
        for (size_t j = 0; j < d->n_experiments; j++) {
            snprintf(section, sizeof(section), "experiment %s", d->experiments[j].key);
            set = config_set(CONFIG_EXPERIMENT, &d->experiments[j]);
            each_row(c, d->file, section, &set, fn, self);
        }
    }
}
