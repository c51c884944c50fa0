/* audience.c - see store_audience.h. */

#include "store_audience.h"

#include <stdlib.h>

#include "buf.h"
#include "db.h"
#include "standing.h"
#include "store_queue.h"

enum statement { SQL_SOURCES, SQL_SAID, SQL_PUT, SQL_NAMES };

static const char *const sql[] = {
    [SQL_SOURCES] = "SELECT DISTINCT source.audience FROM group_link l"
                    " JOIN heard t ON t.question_id = l.question_id"
                    " JOIN question_group g ON g.id = l.group_id"
                    " JOIN post_match m ON m.post_id = t.post_id"
                    "  AND m.department_id + 0 = g.department_id"
                    " JOIN source ON source.id = m.source_id WHERE l.group_id = ?",
    [SQL_SAID] = "SELECT audience, actor, at_s FROM group_audience WHERE group_id = ?"
                 " ORDER BY id DESC",
    [SQL_PUT] = "INSERT INTO group_audience (group_id, audience, actor, at_s)"
                " VALUES (?, ?, ?, ?)",
    /* CROSS: from what editors said to its groups, never through all groups. */
    [SQL_NAMES] = "SELECT department_id, audience FROM source WHERE audience <> ''"
                  " AND active = 1 UNION SELECT g.department_id, a.audience FROM group_audience a"
                  " CROSS JOIN question_group g ON g.id = a.group_id"
                  " WHERE a.audience <> '' AND a.id ="
                  "  (SELECT MAX(x.id) FROM group_audience x WHERE x.group_id = a.group_id)",
};

/* ---- sets ---- */

struct names {
    struct arena *a;
    struct text *v;
    size_t n, cap;
};

static int
by_name(const void *x, const void *y)
{
    return text_cmp(*(const struct text *)x, *(const struct text *)y);
}

static void
add_name(struct names *names, struct text name)
{
    for (size_t i = 0; i < names->n; i++)
        if (text_eq(names->v[i], name))
            return;
    names->v = arena_grow(names->a, names->v, names->n, &names->cap, sizeof(*names->v));
    names->v[names->n++] = arena_text(names->a, name);
}

static void
add_set(struct names *names, struct text set)
{
    struct text one;

    while (text_cut(&set, ",", &one))
        if (text_trim(one).n > 0)
            add_name(names, text_trim(one));
}

static void
sort(struct names *names)
{
    if (names->n > 0)
        qsort(names->v, names->n, sizeof(*names->v), by_name);
}

/* With sep between them; ends: before the first and behind the last, too. */
static struct text
joined(struct names *names, const char *sep, bool ends)
{
    struct text ret;
    struct buf b;

    sort(names);
    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < names->n; i++) {
        if (i > 0 || ends)
            buf_add_str(&b, sep);
        buf_add_text(&b, names->v[i]);
    }
    if (ends && names->n > 0)
        buf_add_str(&b, sep);
    ret = arena_text(names->a, buf_text(&b));
    buf_release(&b);
    return ret;
}

enum status
store_audience_parse(struct text words, struct arena *a, struct text *ret, struct err *err)
{
    struct names names = { .a = a };

    add_set(&names, words);
    if (names.n > STORE_AUDIENCE_MAX)
        return err_set(err, ST_USAGE, "%zu audiences: a group has %d at most", names.n,
                       STORE_AUDIENCE_MAX);
    for (size_t i = 0; i < names.n; i++) {
        if (names.v[i].n > STORE_AUDIENCE_MAX_BYTES)
            return err_set(err, ST_USAGE, "\"%.*s...\": a name of an audience has %d bytes at most",
                           TEXT_ARG(text_sub(names.v[i], 0, STORE_AUDIENCE_MAX_BYTES)),
                           STORE_AUDIENCE_MAX_BYTES);
        for (size_t k = 0; k < names.v[i].n; k++)
            if ((unsigned char)names.v[i].p[k] < ' ')
                return err_set(err, ST_USAGE, "the name of an audience is one line of text");
    }
    *ret = joined(&names, ",", true);
    return ST_OK;
}

struct text
store_audience_words(struct text set, struct arena *a)
{
    struct names names = { .a = a };

    add_set(&names, set);
    return joined(&names, ", ", false);
}

bool
store_audience_has(struct text set, struct text name)
{
    struct text one;

    while (name.n > 0 && text_cut(&set, ",", &one))
        if (text_eq(text_trim(one), name))
            return true;
    return name.n == 0;
}

/* ---- of a group ---- */

void
store_audience_of(struct store *s, int64_t group_id, struct arena *a, struct store_audience *ret)
{
    struct names names = { .a = a };
    struct db_query *q = db_query(s, sql[SQL_SOURCES]);

    *ret = (struct store_audience){ .n = 0 };
    db_bind_int(q, group_id);
    while (db_row(q))
        add_set(&names, db_text(q, 0));
    db_done(q);
    ret->set = ret->sources = joined(&names, ",", true);
    q = db_query(s, sql[SQL_SAID]);
    db_bind_int(q, group_id);
    while (db_row(q)) {
        if (ret->n++ > 0)
            continue;
        ret->by_hand = !db_null(q, 0);
        if (ret->by_hand)
            ret->set = db_text_in(q, 0, a);
        ret->actor = db_text_in(q, 1, a);
        ret->at_s = db_int(q, 2);
    }
    db_done(q);
}

void
store_audience_put(struct store *s, int64_t group_id, const struct text *set, struct text actor,
                   int64_t at_s)
{
    struct db_query *q = db_query(s, sql[SQL_PUT]);

    db_bind_int(q, group_id);
    if (set != NULL)
        db_bind_text(q, *set);
    else
        db_bind_null(q);
    db_bind_text(q, actor);
    db_bind_int(q, at_s);
    (void)db_exec(q); /* sticky */
    store_queue_touch(s, group_id);
}

bool
store_audience_before(struct store *s, int64_t group_id, struct arena *a, const struct text **ret)
{
    struct db_query *q = db_query(s, sql[SQL_SAID]);
    const struct text *before = NULL;
    int n = 0;

    db_bind_int(q, group_id);
    for (; n < 2 && db_row(q); n++)
        if (n == 1 && !db_null(q, 0)) {
            struct text set = db_text_in(q, 0, a);

            before = arena_copy(a, &set, sizeof(set));
        }
    db_done(q);
    if (n > 0)
        *ret = before;
    return n > 0;
}

size_t
store_audience_names(struct store *s, const int64_t *departments, size_t n, struct arena *a,
                     struct text **ret)
{
    struct names names = { .a = a };
    struct db_query *q = db_query(s, sql[SQL_NAMES]); /* once for all of them: it reads all */

    while (db_row(q))
        for (size_t i = 0; i < n; i++)
            if (departments[i] == db_int(q, 0))
                add_set(&names, db_text(q, 1));
    db_done(q);
    sort(&names);
    *ret = names.v;
    return names.n;
}
