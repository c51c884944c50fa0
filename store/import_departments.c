/* import_departments.c - see import.h: rows of a table become seeds/KEY.ini. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_private.h"
#include "file.h"
#include "import.h"
#include "import_source.h"
#include "inifile.h"
#include "log.h"
#include "mistakes.h"
#include "options.h"
#include "rows.h"
#include "seeds.h"
#include "sense.h"
#include "url.h"

#define KEY_MAX     64
#define FILE_MODE   0644
#define LOOK_BACK   100 /* cells: those of a department follow each other */
#define MAX_COLUMNS 32  /* of ours */

enum place { OF_DEPARTMENT, OF_SOURCE, OF_NEITHER };

/* A column, the section whose key it is, and what parts several values; 0: it has one. */
static const struct column {
    const char *name;
    enum place place;
    char parts;
} columns[] = {
    { "key", OF_NEITHER, 0 },          { "name", OF_DEPARTMENT, 0 },
    { "site", OF_DEPARTMENT, ' ' },    { "keyword", OF_DEPARTMENT, ';' },
    { "exclude", OF_DEPARTMENT, ';' }, { "person", OF_DEPARTMENT, ';' },
    { "contact", OF_DEPARTMENT, 0 },   { "byline", OF_DEPARTMENT, 0 },
    { "voice", OF_DEPARTMENT, 0 },     { "language", OF_DEPARTMENT, 0 },
    { "schedule", OF_DEPARTMENT, 0 },  { "mode", OF_DEPARTMENT, 0 },
    { "source", OF_NEITHER, ' ' },     { "basis", OF_SOURCE, 0 },
    { "match", OF_SOURCE, 0 },         { "audience", OF_SOURCE, 0 },
    { "max_pages", OF_SOURCE, 0 },
};

const char import_departments_template[] =
    "key,name,site,keyword,exclude,person,contact,byline,voice,language,schedule,mode,source,basis,"
    "match,audience,max_pages\r\n"
    "physics,Department of Physics,https://physics.example.edu/,"
    "\"Example University physics; physics graduate admissions; \"\"Course 8\"\"\",physics band,"
    "\"Example Chair, Prof. Chair\",physics-comms@example.edu,\"{editor}, Department of Physics\","
    "warm,en,weekdays 05:00-07:00 America/New_York jitter 20m,answer,"
    "https://academia.stackexchange.com/questions/tagged/graduate-admissions,"
    "\"public pages, robots.txt allows; content CC BY-SA\",keywords,applicants,200\r\n"
    ",,,,,,,,,,,,https://forum.physics.example.edu/,own forum,all,,\r\n"
    "library,University Library,https://library.example.edu/,Example University library,,,"
    "library@example.edu,,plain,en,daily 04:00-05:00 America/New_York,answer,,,,,\r\n";

/* Where a line of a file came from. */
struct origin {
    int line, column; /* of the table; column -1: of no one's */
};

struct made {
    const char *key, *path;
    struct text body;
    struct text_list site;
    bool is_there; /* with other words, and --force */
    int line;      /* of its row */
};

/* A source; two of a department may have the same stem. */
struct named {
    const char *stem, *key;
};

struct making {
    struct cmd_env *env;
    const char *file;
    bool force;
    struct rows *rows;
    struct made *v; /* finished ones */
    size_t n, cap;
    struct made now; /* the department whose rows are being read; key NULL: none */
    struct buf body;
    struct origin *origins; /* of the lines of body */
    size_t n_origins, cap_origins;
    struct origin *told; /* cells of which a mistake has been told */
    size_t n_told, cap_told;
    struct text sites;     /* of now */
    struct named *sources; /* of now */
    size_t n_sources, cap_sources, n_all_sources;
    struct mistakes wrong;
    size_t n_conflicts;
};

static void
note(struct making *m, int line, int column, const char *what)
{
    const char *name = column >= 0 ? columns[column].name : "";
    int at = column >= 0 ? rows_column(m->rows, name) : -1;
    struct arena *a = m->env->arena;

    for (size_t i = m->n_told > LOOK_BACK ? m->n_told - LOOK_BACK : 0; column >= 0 && i < m->n_told;
         i++)
        if (m->told[i].line == line && m->told[i].column == column)
            return; /* one mistake makes others */
    m->told = arena_grow(a, m->told, m->n_told, &m->cap_told, sizeof(*m->told));
    m->told[m->n_told++] = (struct origin){ line, column };
    /* The settings' own words mostly begin with the key. */
    if (column < 0 || text_starts(text_of(what), text_of(arena_printf(a, "%s = ", name))))
        what = arena_printf(a, "%s: %s", rows_place(m->rows, line, at), what);
    else
        what = arena_printf(a, "%s: %s: %s", rows_place(m->rows, line, at), name, what);
    mistakes_add(&m->wrong, line, what);
}

static int
column_of(const char *name)
{
    for (size_t i = 0; i < N_ELEMENTS(columns); i++)
        if (strcmp(columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

static bool
is_key(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (!(t.p[i] >= 'a' && t.p[i] <= 'z') && !(t.p[i] >= '0' && t.p[i] <= '9') && t.p[i] != '-')
            return false;
    return t.n > 0 && t.n <= KEY_MAX && t.p[0] != '-';
}

/* A value is one line, and no comment: what else would it become in the file? */
static bool
is_value(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.p[i] < ' ')
            return false;
    return text_find(t, TEXT_LIT(" ;")) == TEXT_NPOS && !text_starts(t, TEXT_LIT(";"));
}

static bool
is_address(struct text t, struct arena *a)
{
    struct text href;

    return (text_starts(t, TEXT_LIT("http://")) || text_starts(t, TEXT_LIT("https://"))) &&
           url_resolve(t, TEXT_NONE, a, &href, NULL) == ST_OK;
}

/* Append a line that came from a cell. */
static void
put_line(struct making *m, int column, const char *line)
{
    m->origins =
        arena_grow(m->env->arena, m->origins, m->n_origins, &m->cap_origins, sizeof(*m->origins));
    m->origins[m->n_origins++] = (struct origin){ rows_line(m->rows), column };
    buf_add_str(&m->body, line);
    buf_add_char(&m->body, '\n');
}

static void
put_value(struct making *m, int column, struct text value)
{
    struct arena *a = m->env->arena;

    if (!is_value(value))
        note(m, rows_line(m->rows), column, "wanted one line without \" ;\"");
    else
        put_line(m, column, arena_printf(a, "%s = %.*s", columns[column].name, TEXT_ARG(value)));
}

static struct text
cell(const struct making *m, const struct csv_row *row, int column)
{
    return csv_field(row, rows_column(m->rows, columns[column].name));
}

static void
put_cell(struct making *m, const struct csv_row *row, int column)
{
    const char parts[] = { columns[column].parts, '\0' };
    struct text rest = cell(m, row, column), one;

    if (columns[column].parts == 0 && rest.n > 0)
        put_value(m, column, rest);
    while (columns[column].parts != 0 && text_cut(&rest, parts, &one))
        if (text_trim(one).n > 0)
            put_value(m, column, text_trim(one));
}

static bool
is_taken(const struct making *m, const char *key)
{
    for (size_t i = 0; i < m->n_sources; i++)
        if (strcmp(m->sources[i].key, key) == 0)
            return true;
    return false;
}

/* Its host; of the second at one host, "reddit-2". */
static const char *
name_source(struct making *m, struct text address)
{
    struct arena *a = m->env->arena;
    const char *stem = import_source_key(address, m->sites, a), *key = stem;
    size_t n = 1;

    for (size_t i = 0; i < m->n_sources; i++)
        n += strcmp(m->sources[i].stem, stem) == 0;
    if (n > 1)
        key = arena_printf(a, "%s-%zu", stem, n);
    while (is_taken(m, key)) /* of a host that is called so */
        key = arena_printf(a, "%s-%zu", stem, ++n);
    m->sources = arena_grow(a, m->sources, m->n_sources, &m->cap_sources, sizeof(*m->sources));
    m->sources[m->n_sources++] = (struct named){ stem, key };
    return key;
}

/* Its other sources: addresses with a blank between, all of a row on one basis. */
static void
put_sources(struct making *m, const struct csv_row *row)
{
    static const char wanted[] = "wanted an address such as https://forum.example.net/";
    struct arena *a = m->env->arena;
    int source = column_of("source"), line = rows_line(m->rows);
    struct text rest = cell(m, row, source), one;

    if (rest.n > 0 && cell(m, row, column_of("basis")).n == 0)
        note(m, line, column_of("basis"), "say why the sources may be read");
    while (text_cut(&rest, " \n", &one)) {
        if (text_trim(one).n == 0)
            continue;
        if (!is_address(text_trim(one), a)) {
            note(m, line, source, wanted);
            continue;
        }
        put_line(m, -1, "");
        put_line(m, source, arena_printf(a, "[source %s]", name_source(m, text_trim(one))));
        put_line(m, source, arena_printf(a, "url = %.*s", TEXT_ARG(text_trim(one))));
        for (size_t i = 0; i < N_ELEMENTS(columns); i++)
            if (columns[i].place == OF_SOURCE)
                put_cell(m, row, (int)i);
        m->n_all_sources++;
    }
}

/* "seeds/x.ini:3: what" as the cell that line 3 came from. */
static void
note_problem(struct making *m, struct text problem)
{
    struct text rest = text_from(problem, strlen(m->now.path) + 1), what;
    int64_t line = 0;
    struct origin o = { m->now.line, -1 };

    what = text_trim(text_after(rest, ':'));
    if (text_to_int(text_before(rest, ':'), &line) && line > 0 && (size_t)line <= m->n_origins)
        o = m->origins[line - 1];
    note(m, o.line, o.column, arena_str(m->env->arena, what.n > 0 ? what : problem));
}

static bool
has_voice(const struct making *m, const char *voice)
{
    struct arena *a = m->env->arena;

    return seeds_find(arena_printf(a, "voices/%s.ini", voice)) != NULL ||
           file_exists(arena_printf(a, "%s/seeds/voices/%s.ini", m->env->common->dir, voice));
}

/* What no settings forbid, and earshot check would tell of. */
static void
check_sense(struct making *m, const struct department_config *d)
{
    int line = m->now.line;

    if (d->site.n == 0 && strcmp(d->mode, "answer") == 0)
        note(m, line, column_of("site"),
             "it is empty: drafts link to its pages; who only listens has mode listen");
    if (sense_language(d->language) != NULL)
        note(m, line, column_of("language"), sense_language(d->language));
    if (sense_contact(d->contact) != NULL)
        note(m, line, column_of("contact"), sense_contact(d->contact));
    if (!has_voice(m, d->voice))
        note(m, line, column_of("voice"), "no such voice card: the program has warm and plain");
    for (size_t i = 0; d->keyword.n + d->person.n == 0 && i < d->n_sources; i++)
        if (!d->sources[i].own_site && strcmp(d->sources[i].match, "keywords") == 0) {
            note(m, line, column_of("keyword"),
                 "it is empty, so nothing of its sources matches: give keywords, or match all");
            return;
        }
}

/* That is allowed, and mostly a cell that was copied down. */
static void
warn_shared_site(struct making *m, const struct department_config *d)
{
    struct arena *a = m->env->arena;
    int at = rows_column(m->rows, "site");

    m->now.site = (struct text_list){ .v = arena_alloc(a, (d->site.n + 1) * sizeof(struct text)) };
    for (size_t i = 0; i < d->site.n; i++)
        m->now.site.v[m->now.site.n++] = arena_text(a, d->site.v[i]);
    for (size_t i = 0; i < m->n; i++) {
        struct text site = sense_shared(&m->now.site, &m->v[i].site);

        if (site.n == 0)
            continue;
        log_warn("%s: site: %.*s is the site of %s, too", rows_place(m->rows, m->now.line, at),
                 TEXT_ARG(site), m->v[i].key);
        return;
    }
}

static void
check_file(struct making *m)
{
    struct arena *a = m->env->arena;
    struct err err = { "" };
    struct buf old;

    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->v[i].path, m->now.path) == 0)
            note(m, m->now.line, column_of("key"), "it stands twice");
    buf_init(&old, INIFILE_MAX_BYTES);
    if (file_exists(m->now.path)) {
        m->now.is_there =
            file_read(m->now.path, &old, &err) != ST_OK || !text_eq(buf_text(&old), m->now.body);
        if (m->now.is_there && !m->force) {
            m->n_conflicts++;
            note(m, m->now.line, -1,
                 arena_printf(a, "%s is there, with other words (--force writes over it)",
                              m->now.path));
        }
    }
    buf_release(&old);
}

/* The rows of a department are complete. */
static void
finish(struct making *m)
{
    struct config *c;

    if (m->now.key == NULL)
        return;
    if (m->body.over)
        note(m, m->now.line, column_of("key"),
             arena_printf(m->env->arena, "its profile would be larger than %zu bytes",
                          INIFILE_MAX_BYTES));
    m->now.body = arena_text(m->env->arena, buf_text(&m->body));
    c = config_parse_department(m->now.path, m->now.key, m->now.body);
    for (size_t i = 0; i < c->n_problems; i++)
        note_problem(m, text_of(c->problems[i]));
    check_sense(m, &c->departments[0]);
    warn_shared_site(m, &c->departments[0]);
    config_free(c);
    check_file(m);
    m->v = arena_grow(m->env->arena, m->v, m->n, &m->cap, sizeof(*m->v));
    m->v[m->n++] = m->now;
    m->now.key = NULL;
}

static void
begin(struct making *m, const struct csv_row *row, struct text key)
{
    struct arena *a = m->env->arena;

    m->now = (struct made){ .key = arena_str(a, key), .line = rows_line(m->rows) };
    m->now.path = arena_printf(a, "%s/seeds/%s.ini", m->env->common->dir, m->now.key);
    buf_clear(&m->body);
    m->n_origins = 0;
    m->n_sources = 0;
    m->sites = cell(m, row, column_of("site"));
    if (!is_key(key))
        note(m, m->now.line, column_of("key"),
             "wanted lower-case letters, digits and -, such as physics");
    if (cell(m, row, column_of("name")).n == 0)
        note(m, m->now.line, column_of("name"), "it is empty");
    put_line(m, column_of("name"), "[department]"); /* what it lacks is its name */
    for (size_t i = 0; i < N_ELEMENTS(columns); i++)
        if (columns[i].place == OF_DEPARTMENT)
            put_cell(m, row, (int)i);
}

/* A row of a department, or one without a key that gives another source to the one above. */
static void
take_row(struct making *m, const struct csv_row *row)
{
    struct text key = cell(m, row, column_of("key"));

    if (key.n > 0) {
        finish(m);
        begin(m, row, key);
    } else if (m->now.key == NULL || cell(m, row, column_of("source")).n == 0) {
        note(m, rows_line(m->rows), column_of("key"),
             "wanted lower-case letters, digits and -, such as physics");
    }
    put_sources(m, row);
}

/* People add columns of their own; one that is nearly ours is told. */
static void
check_header(const struct making *m)
{
    const struct csv_row *h = rows_header(m->rows);
    const char *names[MAX_COLUMNS];

    for (size_t i = 0; i < N_ELEMENTS(columns); i++)
        names[i] = columns[i].name;
    for (size_t i = 0; i < h->n; i++) {
        char *name = arena_str(m->env->arena, text_trim(h->v[i]));
        const char *near;

        for (char *c = name; *c != '\0'; c++)
            *c = (char)(*c >= 'A' && *c <= 'Z' ? *c | ' ' : *c);
        if (name[0] == '\0' || column_of(name) >= 0)
            continue;
        near = options_nearest(text_of(name), names, N_ELEMENTS(columns));
        log_warn("%s: column \"%s\" is not read%s%s%s", rows_place(m->rows, rows_line(m->rows), -1),
                 name, near != NULL ? ": did you mean \"" : "", near != NULL ? near : "",
                 near != NULL ? "\"?" : "");
    }
}

static enum status
make_all(struct making *m, struct text all, struct err *err)
{
    struct csv_row row;
    enum status st = rows_open(m->file, all, "key", m->env->arena, &m->rows, err);

    if (st != ST_OK)
        return st;
    check_header(m);
    while ((st = rows_next(m->rows, &row, err)) == ST_OK)
        take_row(m, &row);
    if (st != ST_NOTFOUND)
        return st;
    finish(m);
    st = m->wrong.n_all == m->n_conflicts ? ST_CONFLICT : ST_INVALID;
    return mistakes_tell(&m->wrong, m->file, st, err);
}

static enum status
write_all(const struct making *m, struct err *err)
{
    bool dry = m->env->common->dry_run;
    enum status st = ST_OK;

    for (size_t i = 0; i < m->n && st == ST_OK; i++) {
        const struct made *x = &m->v[i];
        const char *how = x->is_there ? ": written over" : "";

        if (!x->is_there && file_exists(x->path)) {
            log_info("%s: unchanged", x->path);
            continue;
        }
        log_info("%s%s%s", x->path, how, dry ? " (dry run: not written)" : "");
        if (!dry)
            st = file_write(x->path, x->body, FILE_MODE, err);
    }
    if (st == ST_OK)
        log_info("%zu department%s, %zu source%s besides their own sites%s", m->n,
                 m->n == 1 ? "" : "s", m->n_all_sources, m->n_all_sources == 1 ? "" : "s",
                 dry ? " (dry run: nothing written)" : "");
    return st;
}

enum status
import_departments(struct cmd_env *env, const char *path, bool force, struct err *err)
{
    struct making m = {
        .env = env, .file = path, .force = force, .wrong = { .arena = env->arena }
    };
    struct buf all;
    enum status st;

    buf_init(&all, IMPORT_FILE_BYTES);
    buf_init(&m.body, INIFILE_MAX_BYTES);
    st = file_read(path, &all, err);
    if (st == ST_OK)
        st = make_all(&m, buf_text(&all), err);
    if (st == ST_OK)
        st = write_all(&m, err);
    rows_close(m.rows);
    buf_release(&m.body);
    buf_release(&all);
    return st;
}
