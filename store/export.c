#include "store_export.h"

#include "db.h"
#include "standing.h"

/* What a list says of a group besides its words; see standing.h. */
struct standing {
    const char *state;
    int64_t draft_id, gap_s;
    struct text why, nearest_url, tone, escalation, owner;
    double confidence;
    bool wrong; /* rejected because the draft was */
};

/* Why nobody answers it, where an editor's decision is the reason. */
static void
explain(struct store *s, int64_t group_id, struct standing *st, struct arena *a)
{
    static const struct {
        const char *state, *verb, *words;
        bool arg; /* it is told */
    } rows[] = {
        { "parked", "park", "parked until ", true },
        { "handed-over", "hand-over", "handed over to ", true },
        { "needs-page", "needs-page", "wants a page", false },
        { "rejected", "reject", "refused as ", true },
    };

    for (size_t i = 0; i < N_ELEMENTS(rows); i++) {
        struct standing_said x = { .arg = TEXT_NONE };

        if (!text_is(text_of(st->state), rows[i].state))
            continue;
        standing_said(s, group_id, st->draft_id, rows[i].verb, a, &x);
        st->wrong = text_is(x.arg, "wrong") ||
                    (x.arg.n == 0 && text_starts(x.reason, TEXT_LIT("wrong"))); /* version 1's */
        if (x.arg.n == 0)
            x.arg = st->wrong ? TEXT_LIT("wrong") : TEXT_LIT("other");
        st->why =
            text_of(arena_printf(a, "%s%.*s%s%.*s", rows[i].words, rows[i].arg ? (int)x.arg.n : 0,
                                 x.arg.p, x.reason.n > 0 ? ": " : "", TEXT_ARG(x.reason)));
    }
}

static struct standing
standing_of(struct store *s, int64_t group_id, struct arena *a)
{
    struct standing st = { .state = "open" };
    struct db_query *q =
        db_query(s, "SELECT" STANDING_STATE ", draft.id, COALESCE(gap.why, decision.reason),"
                    " COALESCE(gap.confidence, draft.confidence), url.address,"
                    " COALESCE(gap.tone, draft.tone), gap.created_s, gap.escalation,"
                    " CASE WHEN gap.group_id IS NULL THEN draft.owner ELSE gap.owner END FROM "
                    "question_group g" STANDING_JOINS
                    " LEFT JOIN url ON url.id = gap.nearest_url_id WHERE g.id = ?");
    int c = 0;

    db_bind_int(q, group_id);
    if (db_row(q)) {
        st.state = arena_str(a, db_text(q, c++));
        st.draft_id = db_int(q, c++);
        st.why = db_text_in(q, c++, a);
        st.confidence = db_real(q, c++);
        st.nearest_url = db_text_in(q, c++, a);
        st.tone = db_text_in(q, c++, a);
        st.gap_s = db_int(q, c++);
        st.escalation = db_text_in(q, c++, a);
        st.owner = db_text_in(q, c++, a);
    }
    db_done(q);
    explain(s, group_id, &st, a);
    return st;
}

static const char question_urls[] =
    "SELECT post.permalink FROM heard JOIN post ON post.id = heard.post_id"
    " WHERE heard.question_id = ? ORDER BY COALESCE(post.posted_s, post.first_seen_s), post.id";

/* The part of a query that every list shares: department, dates, limit. */
#define ASKED "COALESCE(post.posted_s, post.first_seen_s)"

static void
bind_query(struct db_query *q, const struct store_export_query *query)
{
    const int64_t last = INT64_C(253402300799); /* 9999-12-31T23:59:59Z */

    db_bind_int(q, query->department_id);
    db_bind_int(q, query->department_id);
    db_bind_int(q, query->since_s);
    db_bind_int(q, query->until_s > 0 ? query->until_s : last);
    db_bind_int(q, query->before_s > 0 ? query->before_s : last);
}

/* Only what a changed or new draft could answer: the rest was judged to need none. */
static bool
is_unanswered(const struct standing *st, double p_question, bool only_gaps)
{
    struct text state = text_of(st->state);

    if (only_gaps)
        return text_is(state, "gap");
    if (p_question < STORE_ASKS_P)
        return false; /* a mention */
    return (text_is(state, "gap") && !text_starts(st->why, TEXT_LIT(STORE_LEFT_ALONE))) ||
           text_is(state, "open") || text_is(state, "parked") || text_is(state, "handed-over") ||
           text_is(state, "needs-page") || (text_is(state, "rejected") && st->wrong);
}

enum status
store_export_unanswered(struct store *s, const struct store_export_query *query,
                        store_export_group_fn *fn, void *self, struct err *err)
{
    struct db_query *q =
        db_query(s, "SELECT g.id, department.key, department.name, question.id, question.text,"
                    " question.language, COUNT(*), COUNT(DISTINCT url.host_id), MIN(" ASKED "),"
                    " MAX(" ASKED "), MAX(post.p) FROM question_group g"
                    " JOIN department ON department.id = g.department_id"
                    " JOIN question ON question.id =" STANDING_HEAD
                    " JOIN group_link ON group_link.group_id = g.id"
                    " JOIN heard ON heard.question_id = group_link.question_id"
                    " JOIN post ON post.id = heard.post_id JOIN url ON url.id = post.url_id"
                    " LEFT JOIN gap ON gap.group_id = g.id"
                    " WHERE g.merged_into IS NULL AND (? = 0 OR department.id = ?)"
                    " GROUP BY g.id, department.key, department.name, question.id,"
                    "  question.text, question.language, gap.escalation"
                    " HAVING MAX(" ASKED ") >= ? AND MAX(" ASKED ") < ? AND MIN(" ASKED ") < ?"
                    " ORDER BY gap.escalation IS NULL, COUNT(*) DESC, g.id");
    struct arena *a = arena_new();
    int64_t rows = 0;

    bind_query(q, query);
    while ((query->limit == 0 || rows < query->limit) && db_row(q)) {
        struct store_export_group g = { .id = db_int(q, 0) };
        struct standing st;

        arena_clear(a);
        st = standing_of(s, g.id, a);
        if (!is_unanswered(&st, db_real(q, 10), query->only_gaps))
            continue;
        g.state = st.state;
        g.draft_id = st.draft_id;
        g.why = st.why;
        g.nearest_url = st.nearest_url;
        g.confidence = st.confidence;
        g.tone = st.tone;
        g.gap_s = st.gap_s;
        g.escalation = st.escalation;
        g.owner = st.owner;
        g.department = db_text(q, 1);
        g.department_name = db_text(q, 2);
        g.head_id = db_int(q, 3);
        g.question = db_text(q, 4);
        g.language = db_text(q, 5);
        g.times_asked = db_int(q, 6);
        g.sites = db_int(q, 7);
        g.first_asked_s = db_int(q, 8);
        g.last_asked_s = db_int(q, 9);
        g.urls = standing_texts(s, STANDING_URLS, g.id);
        fn(self, &g);
        json_decref(g.urls);
        rows++;
    }
    db_done(q);
    arena_free(a);
    return store_check(s, err);
}

enum status
store_export_questions(struct store *s, const struct store_export_query *query,
                       store_export_question_fn *fn, void *self, struct err *err)
{
    struct db_query *q = db_query(
        s, "SELECT question.id, department.key, question.text, question.body, question.language,"
           " group_link.group_id, COUNT(*), MIN(" ASKED "), MAX(" ASKED ") FROM question"
           " JOIN department ON department.id = question.department_id"
           " JOIN heard ON heard.question_id = question.id"
           " JOIN post ON post.id = heard.post_id"
           " LEFT JOIN group_link ON group_link.question_id = question.id"
           " WHERE (? = 0 OR department.id = ?) AND question.asks = 1"
           " GROUP BY question.id, department.key, question.text, question.body,"
           "  question.language, group_link.group_id"
           " HAVING MAX(" ASKED ") >= ? AND MAX(" ASKED ") < ? AND MIN(" ASKED ") < ?"
           " ORDER BY question.id");
    struct arena *a = arena_new();
    int64_t rows = 0;

    bind_query(q, query);
    while ((query->limit == 0 || rows < query->limit) && db_row(q)) {
        struct store_export_question x = {
            .id = db_int(q, 0),
            .department = db_text(q, 1),
            .question = db_text(q, 2),
            .body = db_text(q, 3),
            .language = db_text(q, 4),
            .group_id = db_int(q, 5),
            .times_asked = db_int(q, 6),
            .first_asked_s = db_int(q, 7),
            .last_asked_s = db_int(q, 8),
        };

        arena_clear(a);
        x.state = standing_of(s, x.group_id, a).state;
        x.urls = standing_texts(s, question_urls, x.id);
        fn(self, &x);
        json_decref(x.urls);
        rows++;
    }
    db_done(q);
    arena_free(a);
    return store_check(s, err);
}
