/* queue_tags.c - see queue_tags.h. */

#include "queue_tags.h"

#include <inttypes.h>
#include <stdlib.h>

#include "buf.h"
#include "db.h"
#include "standing.h"
#include "store_audience.h"

enum statement { SQL_HEAD, SQL_POSTS, SQL_BY_HAND, SQL_SOURCE };

static const char *const sql[] = {
    [SQL_HEAD] = "SELECT question.language, LOWER(question.text) FROM question_group g"
                 " JOIN question ON question.id =" STANDING_HEAD " WHERE g.id = ?",
    /* The sums: see STANDING_ANSWERS. */
    [SQL_POSTS] = "SELECT m.source_id, c.key FROM question_group g"
                  " JOIN group_link l ON l.group_id = g.id"
                  " JOIN heard t ON t.question_id = l.question_id"
                  "  AND t.department_id = g.department_id"
                  " LEFT JOIN post_match m ON m.post_id = t.post_id"
                  "  AND m.department_id + 0 = g.department_id"
                  " LEFT JOIN post_campaign p ON p.post_id = t.post_id"
                  " LEFT JOIN campaign c ON c.id = p.campaign_id + 0"
                  "  AND c.department_id + 0 = g.department_id WHERE g.id = ?",
    [SQL_BY_HAND] = ("SELECT audience FROM group_audience WHERE group_id = ?"
                     " ORDER BY id DESC LIMIT 1"),
    [SQL_SOURCE] = "SELECT audience FROM source WHERE id = ?",
};

static void
add_tag(struct buf *b, const char *kind, struct text name)
{
    buf_addf(b, "%s%s%.*s,", b->n == 0 ? "," : "", kind, TEXT_ARG(name));
}

static struct db_query *
about(struct store *s, enum statement which, int64_t group_id)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, group_id);
    return q;
}

static int
by_name(const void *x, const void *y)
{
    return text_cmp(*(const struct text *)x, *(const struct text *)y);
}

static int
by_id(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return (a > b) - (a < b);
}

/* Of its posts. */
struct found {
    int64_t *sources;
    struct text *keys;
    size_t n_sources, cap_sources, n_keys, cap_keys;
};

static void
add_found(struct buf *b, struct found *x)
{
    if (x->n_sources > 1)
        qsort(x->sources, x->n_sources, sizeof(*x->sources), by_id);
    if (x->n_keys > 1)
        qsort(x->keys, x->n_keys, sizeof(*x->keys), by_name);
    for (size_t i = 0; i < x->n_sources; i++)
        if (i == 0 || x->sources[i] != x->sources[i - 1])
            buf_addf(b, "%ss:%" PRId64 ",", b->n == 0 ? "," : "", x->sources[i]);
    for (size_t i = 0; i < x->n_keys; i++)
        if (i == 0 || !text_eq(x->keys[i], x->keys[i - 1]))
            add_tag(b, "c:", x->keys[i]);
}

static void
add_posts(struct store *s, int64_t group_id, struct arena *a, struct buf *b)
{
    struct db_query *q = about(s, SQL_POSTS, group_id);
    struct found x = { .n_keys = 0 };

    while (db_row(q)) {
        int64_t source_id = db_int(q, 0);

        if (source_id != 0 && (x.n_sources == 0 || x.sources[x.n_sources - 1] != source_id)) {
            x.sources = arena_grow(a, x.sources, x.n_sources, &x.cap_sources, sizeof(*x.sources));
            x.sources[x.n_sources++] = source_id;
        }
        if (db_null(q, 1))
            continue;
        x.keys = arena_grow(a, x.keys, x.n_keys, &x.cap_keys, sizeof(*x.keys));
        x.keys[x.n_keys++] = db_text_in(q, 1, a);
    }
    db_done(q);
    add_found(b, &x);
}

static void
add_audience(struct store *s, int64_t group_id, struct buf *b)
{
    struct db_query *q = about(s, SQL_BY_HAND, group_id);

    if (db_row(q) && !db_null(q, 0)) {
        struct text rest = db_text(q, 0), one;

        add_tag(b, "h:", TEXT_NONE);
        while (text_cut(&rest, ",", &one))
            if (one.n > 0)
                add_tag(b, "a:", one);
    }
    db_done(q);
}

void
queue_tags(struct store *s, int64_t group_id, struct arena *a, struct text *tags,
           struct text *words)
{
    struct db_query *q = about(s, SQL_HEAD, group_id);
    struct buf b;

    buf_init(&b, BUF_SMALL);
    if (db_row(q)) {
        *words = db_text_in(q, 1, a);
        if (db_text(q, 0).n > 0)
            add_tag(&b, "l:", db_text(q, 0));
    }
    db_done(q);
    add_posts(s, group_id, a, &b);
    add_audience(s, group_id, &b);
    *tags = arena_text(a, buf_text(&b));
    buf_release(&b);
}

#define KIND_BYTES 2 /* "s:" */

static void
add_source(struct store *s, struct text id, struct buf *b)
{
    int64_t source_id;

    if (text_to_int(id, &source_id)) {
        struct db_query *q = about(s, SQL_SOURCE, source_id);

        if (db_row(q))
            buf_add_text(b, db_text(q, 0));
        db_done(q);
    }
}

void
queue_tags_tell(struct store *s, struct text tags, struct arena *a, struct text *campaigns,
                struct text *audience)
{
    bool by_hand = text_find(tags, TEXT_LIT(",h:,")) != TEXT_NPOS;
    struct buf keys, names;
    struct text one;

    buf_init(&keys, BUF_SMALL);
    buf_init(&names, BUF_SMALL);
    while (text_cut(&tags, ",", &one)) {
        struct text name = text_from(one, KIND_BYTES);

        if (text_starts(one, TEXT_LIT("c:")))
            buf_addf(&keys, "%.*s,", TEXT_ARG(name));
        else if (text_starts(one, TEXT_LIT("a:")))
            buf_addf(&names, "%.*s,", TEXT_ARG(name));
        else if (text_starts(one, TEXT_LIT("s:")) && !by_hand)
            add_source(s, name, &names);
    }
    *campaigns = store_audience_words(buf_text(&keys), a);
    *audience = store_audience_words(buf_text(&names), a);
    buf_release(&keys);
    buf_release(&names);
}
