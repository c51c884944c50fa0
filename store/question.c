/* question.c - what the indexer reads and writes; see store_question.h. */

#include "store_question.h"

#include <xxhash.h>

#include "db.h"
#include "store_export.h"
#include "store_queue.h"

enum statement {
    SQL_PENDING,
    SQL_FIND,
    SQL_ADD,
    SQL_SET_BODY,
    SQL_SIGHT,
    SQL_EACH,
    SQL_UNGROUPED,
    SQL_MENTIONS,
    SQL_GROUP_ADD,
    SQL_LINK,
    SQL_GROUP_TOUCH,
    SQL_MUTABLE,
    SQL_MUTE,
    SQL_STALE_PAGES,
    SQL_PASSAGES_CLEAR,
    SQL_PASSAGE_ADD,
    SQL_PASSAGES_DROP,
};

static const char *const sql[] = {
    [SQL_PENDING] = "SELECT post.id, post.content_hash, post.title, post.body, post.language,"
                    " post.p FROM post_match JOIN post ON post.id = post_match.post_id"
                    " LEFT JOIN sighting ON sighting.post_id = post_match.post_id"
                    "  AND sighting.department_id = post_match.department_id"
                    " WHERE post_match.department_id = ? AND post.id > ? AND post.gone_s IS NULL"
                    "  AND (sighting.post_hash IS NULL OR sighting.post_hash <> post.content_hash)"
                    " ORDER BY post.id LIMIT ?",
    [SQL_FIND] = "SELECT id, body FROM question"
                 " WHERE department_id = ? AND stem_hash = ? AND stems = ?",
    [SQL_ADD] = "INSERT INTO question (department_id, text, body, language, stems, stem_hash,"
                " created_s, asks) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_SET_BODY] = "UPDATE question SET body = ? WHERE id = ?",
    [SQL_SIGHT] = "INSERT INTO sighting (post_id, department_id, question_id, post_hash)"
                  " VALUES (?, ?, ?, ?) ON CONFLICT (post_id, department_id) DO UPDATE SET"
                  " question_id = excluded.question_id, post_hash = excluded.post_hash",
    [SQL_EACH] = "SELECT question.id, question.text, question.body, question.language,"
                 " question.stems, COALESCE(group_link.group_id, 0),"
                 " COALESCE(group_link.home_id, group_link.group_id, 0),"
                 " COALESCE(question_group.head_id = question.id, 0)"
                 " FROM question LEFT JOIN group_link ON group_link.question_id = question.id"
                 " LEFT JOIN question_group ON question_group.id = group_link.group_id"
                 " WHERE question.department_id = ? AND question.asks = 1 ORDER BY question.id",
    [SQL_UNGROUPED] = "SELECT COUNT(*) FROM question"
                      " LEFT JOIN group_link ON group_link.question_id = question.id"
                      " WHERE question.department_id = ? AND question.asks = 1"
                      "  AND group_link.question_id IS NULL",
    [SQL_MENTIONS] = "SELECT question.id FROM question"
                     " LEFT JOIN group_link ON group_link.question_id = question.id"
                     " WHERE question.department_id = ? AND question.asks = 0"
                     "  AND group_link.question_id IS NULL ORDER BY question.id LIMIT ?",
    [SQL_GROUP_ADD] = "INSERT INTO question_group (department_id, head_id, created_s, changed_s)"
                      " VALUES (?, ?, ?, ?)",
    [SQL_LINK] = "INSERT INTO group_link (question_id, group_id, home_id, p, why)"
                 " VALUES (?, ?, ?, ?, ?) ON CONFLICT (question_id) DO UPDATE SET"
                 " group_id = excluded.group_id, home_id = excluded.home_id, p = excluded.p,"
                 " why = excluded.why",
    [SQL_GROUP_TOUCH] = "UPDATE question_group SET changed_s = ? WHERE id = ?",
    [SQL_MUTABLE] =
        "SELECT post.id, post_match.source_id, post.title, post.body, post.permalink,"
        " post.language, post.asker_hash, sighting.muted FROM sighting"
        " JOIN post ON post.id = sighting.post_id JOIN post_match"
        "  ON post_match.post_id = post.id AND post_match.department_id = sighting.department_id"
        " WHERE sighting.department_id = ?1 AND (post_match.source_id = ?2"
        "  OR (?2 = 0 AND sighting.muted IS NOT NULL)) ORDER BY post.id",
    [SQL_MUTE] = "UPDATE sighting SET muted = ? WHERE post_id = ? AND department_id = ?",
    [SQL_STALE_PAGES] = "SELECT page_text.url_id, page_text.text_hash, page_text.text"
                        " FROM page_text WHERE page_text.url_id > ? AND NOT EXISTS"
                        " (SELECT 1 FROM passage WHERE passage.url_id = page_text.url_id"
                        "  AND passage.text_hash = page_text.text_hash) AND NOT EXISTS"
                        " (SELECT 1 FROM page_twin WHERE page_twin.url_id = page_text.url_id)"
                        " ORDER BY page_text.url_id LIMIT ?",
    [SQL_PASSAGES_CLEAR] = "DELETE FROM passage WHERE url_id = ?",
    [SQL_PASSAGE_ADD] = "INSERT INTO passage (url_id, ordinal, text_hash, start_at, end_at,"
                        " heading) VALUES (?, ?, ?, ?, ?, ?)",
    [SQL_PASSAGES_DROP] = "DELETE FROM passage WHERE NOT EXISTS"
                          " (SELECT 1 FROM page_text WHERE page_text.url_id = passage.url_id)"
                          " OR EXISTS"
                          " (SELECT 1 FROM page_twin WHERE page_twin.url_id = passage.url_id)",
};

size_t
store_question_pending(struct store *s, int64_t department_id, int64_t after, int64_t limit,
                       struct arena *a, store_pending_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_PENDING]);
    size_t n = 0;

    db_bind_int(q, department_id);
    db_bind_int(q, after);
    db_bind_int(q, limit);
    for (; db_row(q); n++) {
        int c = 0;
        struct store_pending p = { .post_id = db_int(q, c++) };

        p.post_hash = db_int(q, c++);
        p.title = db_text_in(q, c++, a);
        p.body = db_text_in(q, c++, a);
        p.language = db_text_in(q, c++, a);
        p.asks = db_real(q, c++) >= STORE_ASKS_P;
        fn(self, &p);
    }
    db_done(q);
    return n;
}

/* The first sighting that has a body gives it. */
static void
set_body(struct store *s, int64_t id, struct text body)
{
    struct db_query *q = db_query(s, sql[SQL_SET_BODY]);

    db_bind_text(q, body);
    db_bind_int(q, id);
    (void)db_exec(q); /* sticky */
}

int64_t
store_question_put(struct store *s, const struct store_question *x, int64_t now_s, bool *is_new)
{
    int64_t hash = (int64_t)XXH3_64bits(x->stems.p, x->stems.n), id = 0;
    struct db_query *q = db_query(s, sql[SQL_FIND]);
    bool no_body = false;

    db_bind_int(q, x->department_id);
    db_bind_int(q, hash);
    db_bind_text(q, x->stems);
    if (db_row(q)) {
        id = db_int(q, 0);
        no_body = db_text(q, 1).n == 0;
    }
    db_done(q);
    *is_new = id == 0;
    if (id != 0) {
        if (no_body && x->body.n > 0)
            set_body(s, id, x->body);
        return id;
    }
    q = db_query(s, sql[SQL_ADD]);
    db_bind_int(q, x->department_id);
    db_bind_text(q, x->text);
    db_bind_text(q, x->body);
    db_bind_text(q, x->language);
    db_bind_text(q, x->stems);
    db_bind_int(q, hash);
    db_bind_int(q, now_s);
    db_bind_int(q, x->asks);
    return db_exec_id(q);
}

void
store_question_sight(struct store *s, const struct store_pending *p, int64_t department_id,
                     int64_t question_id)
{
    struct db_query *q;

    store_queue_touch_post(s, p->post_id); /* the question it was a sighting of */
    q = db_query(s, sql[SQL_SIGHT]);
    db_bind_int(q, p->post_id);
    db_bind_int(q, department_id);
    db_bind_int(q, question_id);
    db_bind_int(q, p->post_hash);
    (void)db_exec(q); /* sticky */
    store_queue_touch_question(s, question_id);
}

void
store_question_each(struct store *s, int64_t department_id, struct arena *a, store_question_fn *fn,
                    void *self)
{
    struct db_query *q = db_query(s, sql[SQL_EACH]);

    db_bind_int(q, department_id);
    while (db_row(q)) {
        int c = 0;
        struct store_question x = { .department_id = department_id, .id = db_int(q, c++) };

        x.text = db_text_in(q, c++, a);
        x.body = db_text_in(q, c++, a);
        x.language = db_text_in(q, c++, a);
        x.stems = db_text_in(q, c++, a);
        x.group_id = db_int(q, c++);
        x.home_id = db_int(q, c++);
        x.head = db_int(q, c++) != 0;
        x.asks = true;
        fn(self, &x);
    }
    db_done(q);
}

int64_t
store_question_ungrouped(struct store *s, int64_t department_id)
{
    struct db_query *q = db_query(s, sql[SQL_UNGROUPED]);

    db_bind_int(q, department_id);
    return db_exec_int(q, 0);
}

size_t
store_question_mentions(struct store *s, int64_t department_id, int64_t *ret, size_t cap)
{
    struct db_query *q = db_query(s, sql[SQL_MENTIONS]);
    size_t n = 0;

    db_bind_int(q, department_id);
    db_bind_int(q, (int64_t)cap);
    while (n < cap && db_row(q))
        ret[n++] = db_int(q, 0);
    db_done(q);
    return n;
}

int64_t
store_question_add_group(struct store *s, int64_t department_id, int64_t head_id, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_GROUP_ADD]);

    db_bind_int(q, department_id);
    db_bind_int(q, head_id);
    db_bind_int(q, now_s);
    db_bind_int(q, now_s);
    return db_exec_id(q);
}

void
store_question_link(struct store *s, const struct store_question *x, double p, struct text why,
                    int64_t now_s)
{
    struct db_query *q;

    store_queue_touch_question(s, x->id);
    store_queue_touch(s, x->group_id);
    q = db_query(s, sql[SQL_LINK]);
    db_bind_int(q, x->id);
    db_bind_int(q, x->group_id);
    if (x->home_id != x->group_id)
        db_bind_int(q, x->home_id);
    else
        db_bind_null(q);
    db_bind_real(q, p);
    db_bind_text(q, why);
    (void)db_exec(q); /* sticky */
    q = db_query(s, sql[SQL_GROUP_TOUCH]);
    db_bind_int(q, now_s);
    db_bind_int(q, x->group_id);
    (void)db_exec(q); /* sticky */
}

void
store_question_mutable(struct store *s, int64_t department_id, int64_t source_id,
                       store_mutable_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_MUTABLE]);

    db_bind_int(q, department_id);
    db_bind_int(q, source_id);
    while (db_row(q)) {
        int c = 0;
        struct store_mutable m = { .post_id = db_int(q, c++) };

        m.source_id = db_int(q, c++);
        m.title = db_text(q, c++);
        m.body = db_text(q, c++);
        m.address = db_text(q, c++);
        m.language = db_text(q, c++);
        m.author_hash = db_text(q, c++);
        m.muted = db_text(q, c++);
        fn(self, &m);
    }
    db_done(q);
}

void
store_question_mute(struct store *s, int64_t post_id, int64_t department_id, struct text line)
{
    struct db_query *q = db_query(s, sql[SQL_MUTE]);

    db_bind_text_or_null(q, line);
    db_bind_int(q, post_id);
    db_bind_int(q, department_id);
    (void)db_exec(q); /* sticky */
    store_queue_touch_post(s, post_id);
}

size_t
store_question_stale_pages(struct store *s, int64_t after, int64_t limit, struct arena *a,
                           store_stale_page_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_STALE_PAGES]);
    size_t n = 0;

    db_bind_int(q, after);
    db_bind_int(q, limit);
    for (; db_row(q); n++) {
        struct store_stale_page p = { db_int(q, 0), db_int(q, 1), db_text_in(q, 2, a) };

        fn(self, &p);
    }
    db_done(q);
    return n;
}

void
store_question_put_passages(struct store *s, const struct store_stale_page *p,
                            const struct store_passage *passages, size_t n)
{
    struct db_query *q = db_query(s, sql[SQL_PASSAGES_CLEAR]);

    db_bind_int(q, p->url_id);
    (void)db_exec(q); /* sticky */
    for (size_t i = 0; i < n; i++) {
        q = db_query(s, sql[SQL_PASSAGE_ADD]);
        db_bind_int(q, p->url_id);
        db_bind_int(q, (int64_t)i);
        db_bind_int(q, p->text_hash);
        db_bind_int(q, passages[i].start);
        db_bind_int(q, passages[i].end);
        db_bind_text(q, passages[i].heading);
        (void)db_exec(q); /* sticky */
    }
}

int64_t
store_question_drop_passages(struct store *s)
{
    struct db_query *q = db_query(s, sql[SQL_PASSAGES_DROP]);

    return db_exec(q) ? db_changes(s) : 0;
}
