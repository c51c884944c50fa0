/* stale.c - see store_stale.h. */

#include "store_stale.h"

#include "db.h"
#include "store_queue.h"

enum statement {
    SQL_NOTE_ASKED,
    SQL_ANSWERS,
    SQL_PAGE,
    SQL_PUT,
    SQL_DROP,
    SQL_GET,
};

static const char *const sql[] = {
    /* The head's oldest post, or that of another wording where the head is not heard. */
    [SQL_NOTE_ASKED] =
        "UPDATE draft SET (post_id, asked) = (SELECT post.id, post.title || ?2 || post.body"
        " FROM group_link l JOIN heard ON heard.question_id = l.question_id"
        " JOIN post ON post.id = heard.post_id JOIN question_group g ON g.id = l.group_id"
        " WHERE l.group_id = draft.group_id AND post.gone_s IS NULL"
        " ORDER BY CASE WHEN l.question_id = g.head_id THEN 0 ELSE 1 END, post.id LIMIT 1)"
        " WHERE id = ?1",
    [SQL_ANSWERS] =
        "SELECT d.id, d.group_id, c.revision, c.at_s, c.state, COALESCE(d.link_url_id, 0),"
        " COALESCE(d.link, ''), NOT EXISTS (SELECT 1 FROM draft_sentence x LEFT JOIN page_text t"
        "  ON t.url_id = x.url_id WHERE x.draft_id = d.id AND (t.text_hash IS NULL OR"
        "   (t.text_hash <> x.text_hash AND INSTR(t.text, x.text) = 0))),"
        " COALESCE(d.asked, ''), COALESCE((SELECT post.title || ? || post.body FROM post"
        "  WHERE post.id = d.post_id AND post.gone_s IS NULL), ''),"
        " NOT EXISTS (SELECT 1 FROM group_link l JOIN sighting t ON t.question_id = l.question_id"
        "  JOIN post ON post.id = t.post_id WHERE l.group_id = g.id AND post.gone_s IS NULL),"
        " stale.revision, COALESCE(stale.why, ''), COALESCE(stale.\"is\", '')"
        " FROM question_group g JOIN draft d"
        "  ON d.id = (SELECT MAX(y.id) FROM draft y WHERE y.group_id = g.id)"
        " JOIN decision c ON c.draft_id = d.id AND c.revision ="
        "  (SELECT MAX(z.revision) FROM decision z WHERE z.draft_id = d.id)"
        " LEFT JOIN stale ON stale.draft_id = d.id"
        " WHERE g.department_id = ? AND g.merged_into IS NULL"
        " AND c.state IN ('approved', 'posted') ORDER BY d.id",
    [SQL_PAGE] = "SELECT text FROM page_text WHERE url_id = ?",
    [SQL_PUT] = "INSERT INTO stale (draft_id, revision, why, was, \"is\", at_s)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (draft_id) DO UPDATE SET"
                " revision = excluded.revision, why = excluded.why, was = excluded.was,"
                " \"is\" = excluded.\"is\", at_s = excluded.at_s",
    [SQL_DROP] = "DELETE FROM stale WHERE draft_id = ?",
    [SQL_GET] = ("SELECT revision, at_s, why, was, \"is\", draft.group_id FROM stale"
                 " JOIN draft ON draft.id = stale.draft_id WHERE draft_id = ?"),
};

void
store_stale_note_asked(struct store *s, int64_t draft_id)
{
    struct db_query *q = db_query(s, sql[SQL_NOTE_ASKED]);

    db_bind_int(q, draft_id);
    db_bind_text(q, TEXT_LIT("\n"));
    (void)db_exec(q); /* sticky */
}

void
store_stale_answers(struct store *s, int64_t department_id, store_stale_fn *fn, void *self)
{
    enum { STALE = 11 };
    struct db_query *q = db_query(s, sql[SQL_ANSWERS]);
    struct arena *a = arena_new();

    db_bind_text(q, TEXT_LIT("\n"));
    db_bind_int(q, department_id);
    while (db_row(q)) {
        int c = 0;
        struct store_stale_answer x = { .draft_id = db_int(q, c++) };

        x.group_id = db_int(q, c++);
        x.revision = db_int(q, c++);
        x.decided_s = db_int(q, c++);
        x.state = db_text_in(q, c++, a);
        x.link_url_id = db_int(q, c++);
        x.link = db_text_in(q, c++, a);
        x.holds = db_int(q, c++) != 0;
        x.asked = db_text_in(q, c++, a);
        x.asks = db_text_in(q, c++, a);
        x.withdrawn = db_int(q, c++) != 0;
        x.stale_revision = db_null(q, STALE) ? -1 : db_int(q, STALE);
        x.why = db_text_in(q, STALE + 1, a);
        x.is = db_text_in(q, STALE + 2, a);
        fn(self, &x);
        arena_clear(a);
    }
    db_done(q);
    arena_free(a);
}

struct text
store_stale_page(struct store *s, int64_t url_id, struct arena *a)
{
    return db_text_by_id(s, sql[SQL_PAGE], url_id, a);
}

void
store_stale_put(struct store *s, const struct store_stale_row *row)
{
    struct db_query *q = db_query(s, sql[SQL_PUT]);

    db_bind_int(q, row->draft_id);
    db_bind_int(q, row->revision);
    db_bind_text(q, row->why);
    db_bind_text(q, row->was);
    db_bind_text(q, row->is);
    db_bind_int(q, row->at_s);
    (void)db_exec(q); /* sticky */
    store_queue_touch(s, row->group_id);
}

void
store_stale_drop(struct store *s, const struct store_stale_row *row)
{
    struct db_query *q = db_query(s, sql[SQL_DROP]);

    db_bind_int(q, row->draft_id);
    (void)db_exec(q); /* sticky */
    store_queue_touch(s, row->group_id);
}

bool
store_stale_get(struct store *s, int64_t draft_id, struct arena *a, struct store_stale_row *ret)
{
    struct db_query *q = db_query(s, sql[SQL_GET]);
    bool there;

    db_bind_int(q, draft_id);
    there = db_row(q);
    if (there) {
        int c = 0;

        ret->draft_id = draft_id;
        ret->revision = db_int(q, c++);
        ret->at_s = db_int(q, c++);
        ret->why = db_text_in(q, c++, a);
        ret->was = db_text_in(q, c++, a);
        ret->is = db_text_in(q, c++, a);
        ret->group_id = db_int(q, c);
    }
    db_done(q);
    return there;
}
