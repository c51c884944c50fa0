/* export_draft.c - see store_export.h: drafts with their evidence, and the counts of stats. */

#include "db.h"
#include "standing.h"
#include "store_export.h"
#include "store_queue.h"

static json_t *
sentences_of(struct store *s, int64_t draft_id)
{
    struct db_query *q = db_query(s, "SELECT draft_sentence.text, url.address, start_at, end_at"
                                     " FROM draft_sentence JOIN url ON url.id = url_id"
                                     " WHERE draft_id = ? ORDER BY ordinal");
    json_t *all = json_array();

    db_bind_int(q, draft_id);
    while (db_row(q)) {
        struct text text = db_text(q, 0), page = db_text(q, 1);

        json_array_append_new(
            all, json_pack("{s:s%, s:s%, s:I, s:I}", "text", text.p, text.n, "page", page.p, page.n,
                           "start", (json_int_t)db_int(q, 2), "end", (json_int_t)db_int(q, 3)));
    }
    db_done(q);
    return all;
}

/* What an editor made of the draft: the latest decision's revision, the latest edit's text. */
static void
apply_decisions(struct store *s, struct store_export_draft *d, struct arena *a)
{
    struct db_query *q = db_query(s, "SELECT revision, text FROM decision"
                                     " WHERE draft_id = ? AND verb <> 'write'"
                                     " ORDER BY revision");

    db_bind_int(q, d->id);
    while (db_row(q)) {
        d->revision = db_int(q, 0);
        if (!db_null(q, 1))
            d->answer = db_text_in(q, 1, a);
    }
    db_done(q);
}

enum status
store_export_drafts(struct store *s, const struct store_export_query *query,
                    store_export_draft_fn *fn, void *self, struct err *err)
{
    struct db_query *q =
        db_query(s, "SELECT draft.id, g.id, department.key, question.text, draft.tone, draft.kind,"
                    " draft.answer, draft.link, draft.confidence, draft.created_s," STANDING_STATE
                    ", draft.owner"
                    " FROM question_group g"
                    " JOIN department ON department.id = g.department_id"
                    " JOIN question ON question.id =" STANDING_HEAD STANDING_JOINS
                    " WHERE" STANDING_LISTED " AND (? = 0 OR department.id = ?)"
                    " AND draft.id IS NOT NULL AND gap.group_id IS NULL"
                    " AND draft.created_s >= ? AND draft.created_s < ? ORDER BY draft.id");
    const int64_t last = INT64_C(253402300799); /* 9999-12-31T23:59:59Z */
    struct arena *a = arena_new();
    int64_t rows = 0;

    db_bind_int(q, query->department_id);
    db_bind_int(q, query->department_id);
    db_bind_int(q, query->since_s);
    db_bind_int(q, query->until_s > 0 ? query->until_s : last);
    while ((query->limit == 0 || rows < query->limit) && db_row(q)) {
        struct store_export_draft d = {
            .id = db_int(q, 0),
            .group_id = db_int(q, 1),
            .department = db_text(q, 2),
            .question = db_text(q, 3),
            .tone = db_text(q, 4),
            .kind = db_text(q, 5),
            .answer = db_text(q, 6),
            .link = db_text(q, 7),
            .confidence = db_real(q, 8),
            .created_s = db_int(q, 9),
            .owner = db_text(q, 11),
        };

        arena_clear(a);
        d.state = arena_str(a, db_text(q, 10));
        apply_decisions(s, &d, a);
        d.urls = standing_texts(s, STANDING_URLS, d.group_id);
        d.sentences = sentences_of(s, d.id);
        fn(self, &d);
        json_decref(d.urls);
        json_decref(d.sentences);
        rows++;
    }
    db_done(q);
    arena_free(a);
    return store_check(s, err);
}

/* clang-format off */
#define MINE         " AND (? = 0 OR department_id = ?)"
#define COUNT_GROUPS "SELECT COUNT(*) FROM question_group g" STANDING_JOINS " WHERE" STANDING_LISTED " AND" STANDING_STATE
/* Each statement takes the department's id twice, 0 for all; NULL: the queue is asked. */
static const struct {
    const char *name, *meaning, *sql;
} stats[STORE_STATS] = {
    { "sources", "sources that are active",
      "SELECT COUNT(*) FROM source WHERE active = 1 AND (? = 0 OR department_id = ?)" },
    { "addresses", "addresses known to the frontier",
      "SELECT COUNT(*) FROM url JOIN source ON source.id = source_id"
      " WHERE (? = 0 OR department_id = ?)" },
    { "queued", "addresses not fetched yet",
      "SELECT COUNT(*) FROM url JOIN source ON source.id = source_id"
      " WHERE state = 'queued' AND (? = 0 OR department_id = ?)" },
    { "pages", "pages read",
      "SELECT COUNT(DISTINCT url_source.url_id) FROM page"
      " JOIN url_source ON url_source.url_id = page.url_id"
      " JOIN source ON source.id = source_id WHERE (? = 0 OR department_id = ?)" },
    { "own_pages", "pages of the department's own site with text",
      "SELECT COUNT(DISTINCT url_source.url_id) FROM page_text"
      " JOIN url_source ON url_source.url_id = page_text.url_id"
      " JOIN source ON source.id = source_id WHERE own_site = 1 AND (? = 0 OR department_id = ?)" },
    { "posts", "posts that match a department",
      "SELECT COUNT(*) FROM post_match WHERE (? = 0 OR department_id = ?)" },
    { "questions", "different questions among them",
      "SELECT COUNT(*) FROM question WHERE asks = 1 AND EXISTS (SELECT 1 FROM heard"
      " WHERE heard.question_id = question.id) AND (? = 0 OR department_id = ?)" },
    { "mentions", "different mentions that ask nothing",
      "SELECT COUNT(*) FROM question WHERE asks = 0 AND EXISTS (SELECT 1 FROM heard"
      " WHERE heard.question_id = question.id) AND (? = 0 OR department_id = ?)" },
    { "muted", "posts among them that a mute hides",
      "SELECT COUNT(*) FROM sighting WHERE muted IS NOT NULL AND (? = 0 OR department_id = ?)" },
    { "groups", "groups of questions that ask the same",
      "SELECT COUNT(*) FROM question_group g WHERE" STANDING_LISTED
      " AND" STANDING_ASKS MINE },
    { "drafts", "groups whose latest proposal is a draft", COUNT_GROUPS " NOT IN ('gap', 'open')" MINE },
    { "gaps", "groups that no page answers", COUNT_GROUPS " = 'gap'" MINE },
    { "open", "groups with nothing proposed", COUNT_GROUPS " = 'open' AND" STANDING_ASKS MINE },
    { "to_decide", "groups that an editor can decide now: drafts that wait, and alarms", NULL },
    { "approved", "drafts whose latest decision is approve", COUNT_GROUPS " = 'approved'" MINE },
    { "rejected", "drafts whose latest decision is reject", COUNT_GROUPS " = 'rejected'" MINE },
    { "positive", "drafts whose tone is positive",
      COUNT_GROUPS " NOT IN ('gap', 'open') AND draft.tone = 'positive'" MINE },
    { "negative", "drafts whose tone is negative",
      COUNT_GROUPS " NOT IN ('gap', 'open') AND draft.tone = 'negative'" MINE },
};
/* clang-format on */

static int64_t
count_stat(struct store *s, const char *sql, int64_t department_id)
{
    struct db_query *q = db_query(s, sql);

    db_bind_int(q, department_id);
    db_bind_int(q, department_id);
    return db_exec_int(q, 0);
}

static int64_t
count_todo(struct store *s, int64_t department_id)
{
    const struct store_queue_query q = { .department_id = department_id };
    int64_t counts[STORE_QUEUE_COUNTS];

    store_queue_count(s, &q, counts);
    return store_queue_decidable(counts);
}

enum status
store_export_stats(struct store *s, int64_t department_id, struct store_stat rows[STORE_STATS],
                   struct err *err)
{
    for (size_t i = 0; i < STORE_STATS; i++) {
        rows[i] =
            (struct store_stat){ stats[i].name, stats[i].meaning,
                                 stats[i].sql != NULL ? count_stat(s, stats[i].sql, department_id)
                                                      : count_todo(s, department_id) };
    }
    return store_check(s, err);
}
