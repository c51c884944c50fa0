#include "store_export.h"

#include "db.h"
#include "filter.h"
#include "standing.h"

/* What a list says of a group besides its words; see standing.h. */
struct standing {
    const char *state;
    int64_t draft_id, gap_s, since_s; /* since_s: of the state; 0: it is not known */
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
                    " CASE WHEN gap.group_id IS NULL THEN draft.owner ELSE gap.owner END,"
                    " CASE WHEN decision.state NOT IN ('open', 'gap') THEN decision.at_s"
                    "  ELSE COALESCE(gap.created_s, 0) END FROM question_group g" STANDING_JOINS
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
        st.since_s = db_int(q, c);
    }
    db_done(q);
    explain(s, group_id, &st, a);
    return st;
}

/* ---- what nobody answers ---- */

/* The part of a query that every list shares: department, dates, limit. */
#define NO_BOUND INT64_MAX

/* Which groups, in order, by what the queue knows of them. */
static const char unanswered_ids[] =
    "SELECT group_id FROM queue WHERE (?1 = 0 OR department_id = ?1)"
    " AND last_asked_s >= ?2 AND (last_asked_s < ?3 OR ?5 <> 0) AND first_asked_s < ?4"
    " AND times_asked > 0 AND (state = 'gap' OR (?6 = 0 AND asks = 1 AND state IN"
    "  ('open', 'parked', 'handed-over', 'needs-page', 'rejected')))"
    " ORDER BY escalation IS NULL, times_asked DESC, group_id";

static const char unanswered_row[] =
    "SELECT g.id, department.key, department.name, question.id, question.text,"
    " question.language, queue.times_asked, queue.sites, queue.first_asked_s, queue.last_asked_s,"
    " queue.asks FROM question_group g JOIN queue ON queue.group_id = g.id"
    " JOIN department ON department.id = g.department_id"
    " JOIN question ON question.id =" STANDING_HEAD " WHERE g.id = ?";

/* The same counts of what was asked before a time, and how often since another. */
static const char times_then[] =
    "SELECT COUNT(*), COUNT(DISTINCT url.host_id), MIN(" STANDING_ASKED "), MAX(" STANDING_ASKED
    "), SUM(" STANDING_ASKED " >= ?) FROM group_link l"
    " JOIN heard ON heard.question_id = l.question_id"
    " JOIN post ON post.id = heard.post_id JOIN url ON url.id = post.url_id"
    " WHERE l.group_id = ? AND " STANDING_ASKED " < ?";

/* When its posts were asked that were found in a span, and asked before it. */
static const char found_later[] =
    "SELECT " STANDING_ASKED ", post.first_seen_s FROM group_link l"
    " JOIN heard ON heard.question_id = l.question_id JOIN post ON post.id = heard.post_id"
    " WHERE l.group_id = ?1 AND " STANDING_ASKED " < ?2 AND post.first_seen_s >= ?2"
    " AND post.first_seen_s < ?3";

/* When it was asked before a time. */
static const char asked_before[] =
    "SELECT " STANDING_ASKED " FROM group_link l"
    " JOIN heard ON heard.question_id = l.question_id JOIN post ON post.id = heard.post_id"
    " WHERE l.group_id = ?1 AND " STANDING_ASKED " < ?2";

static const char places_until[] =
    "SELECT post.permalink FROM group_link"
    " JOIN heard ON heard.question_id = group_link.question_id"
    " JOIN post ON post.id = heard.post_id WHERE group_link.group_id = ?"
    " AND " STANDING_ASKED " < ? ORDER BY " STANDING_ASKED ", post.id";

static int64_t
or_none(int64_t bound)
{
    return bound > 0 ? bound : NO_BOUND;
}

/* Only what a changed or new draft could answer: the rest was judged to need none. */
static bool
is_unanswered(const struct standing *st, bool asks, bool only_gaps)
{
    struct text state = text_of(st->state);

    if (only_gaps)
        return text_is(state, "gap");
    if (!asks)
        return false; /* a mention */
    return (text_is(state, "gap") && !text_starts(st->why, TEXT_LIT(STORE_LEFT_ALONE))) ||
           text_is(state, "open") || text_is(state, "parked") || text_is(state, "handed-over") ||
           text_is(state, "needs-page") || (text_is(state, "rejected") && st->wrong);
}

static json_t *
places(struct store *s, const struct store_export_query *query, int64_t group_id)
{
    struct db_query *q = db_query(s, places_until);
    json_t *list = json_array();

    db_bind_int(q, group_id);
    db_bind_int(q, query->within ? or_none(query->until_s) : NO_BOUND);
    while (db_row(q))
        json_array_append_new(list, json_of_text(db_text(q, 0)));
    db_done(q);
    return list;
}

static bool
is_on(const struct store_export_made *m, int64_t group_id)
{
    size_t from = 0, to = m->n_listed;

    while (from < to) {
        size_t at = from + (to - from) / 2;

        if (m->listed[at] == group_id)
            return true;
        if (m->listed[at] < group_id)
            from = at + 1;
        else
            to = at;
    }
    return false;
}

/* Was one of its posts found in the span, when the list of its own was made without it? */
static bool
is_late(struct store *s, const struct store_export_query *query, int64_t group_id)
{
    struct db_query *q;
    bool late = false;

    if (query->n_made == 0)
        return false;
    q = db_query(s, found_later);
    db_bind_int(q, group_id);
    db_bind_int(q, query->since_s);
    db_bind_int(q, or_none(query->until_s));
    while (db_row(q))
        for (size_t i = 0; i < query->n_made; i++) {
            const struct store_export_made *m = &query->made[i];

            late = late || (db_int(q, 0) >= m->since_s && db_int(q, 0) < m->until_s &&
                            db_int(q, 1) >= m->made_s && !is_on(m, group_id));
        }
    db_done(q);
    return late;
}

static bool
is_listed(const struct store_export_query *query, int64_t group_id)
{
    for (size_t i = 0; i < query->n_made; i++)
        if (is_on(&query->made[i], group_id))
            return true;
    return false;
}

/* Has it become unanswered in the span, when the list of its own was made without it? */
static bool
is_lost(struct store *s, const struct store_export_query *query, int64_t group_id, int64_t since_s)
{
    struct db_query *q;
    bool lost = false;

    if (since_s < query->since_s || since_s >= or_none(query->until_s) || query->n_made == 0 ||
        is_listed(query, group_id))
        return false;
    q = db_query(s, asked_before);
    db_bind_int(q, group_id);
    db_bind_int(q, query->since_s);
    while (db_row(q))
        for (size_t i = 0; i < query->n_made; i++) {
            const struct store_export_made *m = &query->made[i];

            lost = lost || (!m->unknown && db_int(q, 0) >= m->since_s &&
                            db_int(q, 0) < m->until_s && since_s >= m->made_s);
        }
    db_done(q);
    return lost;
}

/* As it stood at the end of the span; false: nobody asked it in the span. */
static bool
count_then(struct store *s, const struct store_export_query *query, struct store_export_group *g)
{
    struct db_query *q = db_query(s, times_then);
    bool asked = false;

    db_bind_int(q, query->since_s);
    db_bind_int(q, g->id);
    db_bind_int(q, or_none(query->until_s));
    if (db_row(q)) {
        int c = 0;

        g->times_asked = db_int(q, c++);
        g->sites = db_int(q, c++);
        g->first_asked_s = db_int(q, c++);
        g->last_asked_s = db_int(q, c++);
        asked = db_int(q, c) > 0;
    }
    db_done(q);
    return asked;
}

/* false: the group is none of the list. */
static bool
read_group(struct store *s, const struct store_export_query *query, int64_t id, struct arena *a,
           struct store_export_group *g)
{
    struct db_query *q = db_query(s, unanswered_row);
    struct text *const texts[] = { &g->question, &g->language };
    int64_t *const numbers[] = { &g->times_asked, &g->sites, &g->first_asked_s, &g->last_asked_s };
    struct standing st;
    bool asks;
    int c = 1;

    *g = (struct store_export_group){ .id = id };
    db_bind_int(q, id);
    if (!db_row(q)) {
        db_done(q);
        return false;
    }
    g->department = db_text_in(q, c++, a);
    g->department_name = db_text_in(q, c++, a);
    g->head_id = db_int(q, c++);
    for (size_t i = 0; i < N_ELEMENTS(texts); i++)
        *texts[i] = db_text_in(q, c++, a);
    for (size_t i = 0; i < N_ELEMENTS(numbers); i++)
        *numbers[i] = db_int(q, c++);
    asks = db_int(q, c) != 0;
    db_done(q);
    st = standing_of(s, id, a);
    g->state = st.state;
    g->draft_id = st.draft_id;
    g->why = st.why;
    g->nearest_url = st.nearest_url;
    g->confidence = st.confidence;
    g->tone = st.tone;
    g->gap_s = st.gap_s;
    g->escalation = st.escalation;
    g->owner = st.owner;
    return is_unanswered(&st, asks, query->only_gaps) &&
           (!query->within || count_then(s, query, g) || is_late(s, query, id) ||
            is_lost(s, query, id, st.since_s));
}

enum status
store_export_unanswered(struct store *s, const struct store_export_query *query,
                        store_export_group_fn *fn, void *self, struct err *err)
{
    struct db_query *q = db_query(s, unanswered_ids);
    struct arena *a = arena_new();
    int64_t rows = 0, since_s = query->since_s;

    for (size_t i = 0; i < query->n_made; i++)
        since_s = query->made[i].since_s < since_s ? query->made[i].since_s : since_s;
    db_bind_int(q, query->department_id);
    db_bind_int(q, since_s);
    db_bind_int(q, or_none(query->until_s));
    db_bind_int(q, or_none(query->before_s > 0 && !(query->within && query->until_s > 0 &&
                                                    query->until_s < query->before_s)
                               ? query->before_s
                           : query->within ? query->until_s
                                           : 0));
    db_bind_int(q, query->within);
    db_bind_int(q, query->only_gaps);
    while ((query->limit == 0 || rows < query->limit) && db_row(q)) {
        struct store_export_group g;

        arena_clear(a);
        if (!read_group(s, query, db_int(q, 0), a, &g))
            continue;
        g.urls = places(s, query, g.id);
        fn(self, &g);
        json_decref(g.urls);
        rows++;
    }
    db_done(q);
    arena_free(a);
    return store_check(s, err);
}
