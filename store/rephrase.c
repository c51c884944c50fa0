/* rephrase.c - see store_rephrase.h. */

#include "store_rephrase.h"

#include "db.h"
#include "store_queue.h"

/* draft is still what the group's card shows, and nobody has touched it. */
#define UNTOUCHED                                                                                  \
    " draft.id = (SELECT MAX(x.id) FROM draft x WHERE x.group_id = draft.group_id)"                \
    " AND NOT EXISTS (SELECT 1 FROM gap WHERE gap.group_id = draft.group_id)"                      \
    " AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.draft_id = draft.id)"

enum statement {
    SQL_PENDING,
    SQL_SENTENCES,
    SQL_COPY,
    SQL_COPY_SENTENCES,
    SQL_COPY_EVIDENCE,
    SQL_REFUSE
};

static const char *const sql[] = {
    [SQL_PENDING] = "SELECT draft.id, draft.group_id, draft.answer, COALESCE(draft.link, ''),"
                    " draft.tone, question.language, draft.checks FROM draft"
                    " JOIN question_group g ON g.id = draft.group_id"
                    " JOIN question ON question.id = g.head_id"
                    " WHERE g.department_id = ? AND g.merged_into IS NULL"
                    " AND draft.kind = 'answer' AND draft.origin = 'machine'"
                    " AND draft.model IS NULL AND" UNTOUCHED " ORDER BY draft.id",
    [SQL_SENTENCES] =
        "SELECT text FROM draft_sentence WHERE draft_id = ? ORDER BY start_at LIMIT ?",
    [SQL_COPY] = "INSERT INTO draft (group_id, tone, tone_p, kind, answer, link, link_url_id,"
                 " confidence, voice, template, basis_hash, checks, created_s, origin, decision_id,"
                 " model) SELECT group_id, tone, tone_p, kind, ?, link, link_url_id, confidence,"
                 " voice, template, basis_hash, ?, ?, origin, decision_id, ? FROM draft"
                 " WHERE draft.id = ? AND" UNTOUCHED " RETURNING id, group_id",
    [SQL_COPY_SENTENCES] = "INSERT INTO draft_sentence (draft_id, ordinal, text, url_id, start_at,"
                           " end_at, fetched_s, text_hash) SELECT ?, ordinal, text, url_id,"
                           " start_at, end_at, fetched_s, text_hash FROM draft_sentence"
                           " WHERE draft_id = ?",
    [SQL_COPY_EVIDENCE] = ("INSERT INTO evidence (draft_id, ordinal, url_id, score)"
                           " SELECT ?, ordinal, url_id, score FROM evidence WHERE draft_id = ?"),
    [SQL_REFUSE] = "UPDATE draft SET model = '' WHERE id = ? AND model IS NULL",
};

static void
read_sentences(struct store *s, struct arena *a, struct store_rephrase_draft *d)
{
    struct db_query *q = db_query(s, sql[SQL_SENTENCES]);

    db_bind_int(q, d->id);
    db_bind_int(q, STORE_REPHRASE_SENTENCES);
    while (db_row(q))
        d->sentences[d->n++] = db_text_in(q, 0, a);
    db_done(q);
}

void
store_rephrase_pending(struct store *s, int64_t department_id, int64_t n, struct arena *a,
                       store_rephrase_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_PENDING]);
    int64_t rows = 0;

    db_bind_int(q, department_id);
    while ((n == 0 || rows < n) && db_row(q)) {
        struct store_rephrase_draft d = { .id = db_int(q, 0), .group_id = db_int(q, 1) };
        struct text *const texts[] = { &d.answer, &d.link, &d.tone, &d.language, &d.checks };

        for (size_t i = 0; i < N_ELEMENTS(texts); i++)
            *texts[i] = db_text_in(q, (int)i + 2, a);
        read_sentences(s, a, &d);
        fn(self, &d);
        rows++;
    }
    db_done(q);
}

static void
copy_rows(struct store *s, enum statement which, int64_t to, int64_t from)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, to);
    db_bind_int(q, from);
    (void)db_exec(q); /* sticky */
}

bool
store_rephrase_put(struct store *s, int64_t draft_id, struct text answer, struct text checks,
                   const char *model, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_COPY]);
    int64_t id = 0;

    db_bind_text(q, answer);
    db_bind_text(q, checks);
    db_bind_int(q, now_s);
    db_bind_str(q, model);
    db_bind_int(q, draft_id);
    if (db_row(q)) {
        id = db_int(q, 0);
        store_queue_touch(s, db_int(q, 1));
    }
    db_done(q);
    if (id == 0)
        return false;
    copy_rows(s, SQL_COPY_SENTENCES, id, draft_id);
    copy_rows(s, SQL_COPY_EVIDENCE, id, draft_id);
    return true;
}

void
store_rephrase_refuse(struct store *s, int64_t draft_id)
{
    struct db_query *q = db_query(s, sql[SQL_REFUSE]);

    db_bind_int(q, draft_id);
    (void)db_exec(q); /* sticky */
}
