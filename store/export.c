#include "store_export.h"

#include "db.h"

/* Where a group stands; see store_export.h. */
struct standing {
    const char *state;
    int64_t draft_id;
    struct text why, nearest_url;
    double confidence;
};

/* Decision states as the review command writes them -> ours. */
static const char *
known_state(struct text state)
{
    static const char *const states[] = { "machine", "edited", "approved", "rejected" };

    for (size_t i = 0; i < N_ELEMENTS(states); i++)
        if (text_is(state, states[i]))
            return states[i];
    return "machine";
}

static void
read_gap(struct store *s, int64_t group_id, struct arena *a, struct standing *st)
{
    struct db_query *q =
        db_query(s, "SELECT gap.why, gap.confidence, url.address FROM gap"
                    " LEFT JOIN url ON url.id = gap.nearest_url_id WHERE gap.group_id = ?");

    db_bind_int(q, group_id);
    if (db_row(q)) {
        st->state = "gap";
        st->why = db_text_in(q, 0, a);
        st->confidence = db_real(q, 1);
        st->nearest_url = db_text_in(q, 2, a);
    }
    db_done(q);
}

static struct standing
standing_of(struct store *s, int64_t group_id, struct arena *a)
{
    struct standing st = { .state = "open" };
    struct db_query *q =
        db_query(s, "SELECT draft.id, draft.confidence, decision.state, decision.reason FROM draft"
                    " LEFT JOIN decision ON decision.draft_id = draft.id AND decision.revision ="
                    "  (SELECT MAX(revision) FROM decision WHERE draft_id = draft.id)"
                    " WHERE draft.group_id = ? ORDER BY draft.id DESC LIMIT 1");

    read_gap(s, group_id, a, &st);
    if (st.state[0] == 'g')
        return st;
    db_bind_int(q, group_id);
    if (db_row(q)) {
        st.draft_id = db_int(q, 0);
        st.confidence = db_real(q, 1);
        st.state = db_null(q, 2) ? "machine" : known_state(db_text(q, 2));
        st.why = db_text_in(q, 3, a);
    }
    db_done(q);
    return st;
}

/* Addresses where any question of the group was asked, oldest first. */
static json_t *
urls_of(struct store *s, const char *sql, int64_t id)
{
    struct db_query *q = db_query(s, sql);
    json_t *urls = json_array();

    db_bind_int(q, id);
    while (db_row(q)) {
        struct text u = db_text(q, 0);
        json_t *v = json_stringn(u.p, u.n);

        if (v != NULL)
            json_array_append_new(urls, v);
    }
    db_done(q);
    return urls;
}

static const char group_urls[] =
    "SELECT post.permalink FROM group_link"
    " JOIN sighting ON sighting.question_id = group_link.question_id"
    " JOIN post ON post.id = sighting.post_id WHERE group_link.group_id = ?"
    " ORDER BY COALESCE(post.posted_s, post.first_seen_s), post.id";

static const char question_urls[] =
    "SELECT post.permalink FROM sighting JOIN post ON post.id = sighting.post_id"
    " WHERE sighting.question_id = ? ORDER BY COALESCE(post.posted_s, post.first_seen_s), post.id";

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
is_unanswered(const struct standing *st)
{
    return st->state[0] == 'g' || st->state[0] == 'o' ||
           (text_is(text_of(st->state), "rejected") && text_starts(st->why, TEXT_LIT("wrong")));
}

enum status
store_export_unanswered(struct store *s, const struct store_export_query *query,
                        store_export_group_fn *fn, void *self, struct err *err)
{
    struct db_query *q = db_query(
        s, "SELECT question_group.id, department.key, department.name, question.id, question.text,"
           " question.language, COUNT(*), COUNT(DISTINCT url.host_id), MIN(" ASKED "),"
           " MAX(" ASKED ") FROM question_group"
           " JOIN department ON department.id = question_group.department_id"
           " JOIN question ON question.id = question_group.head_id"
           " JOIN group_link ON group_link.group_id = question_group.id"
           " JOIN sighting ON sighting.question_id = group_link.question_id"
           " JOIN post ON post.id = sighting.post_id JOIN url ON url.id = post.url_id"
           " WHERE question_group.merged_into IS NULL AND (? = 0 OR department.id = ?)"
           " GROUP BY question_group.id, department.key, department.name, question.id,"
           "  question.text, question.language"
           " HAVING MAX(" ASKED ") >= ? AND MAX(" ASKED ") < ? AND MIN(" ASKED ") < ?"
           " ORDER BY COUNT(*) DESC, question_group.id");
    struct arena *a = arena_new();
    int64_t rows = 0;

    bind_query(q, query);
    while ((query->limit == 0 || rows < query->limit) && db_row(q)) {
        struct store_export_group g = { .id = db_int(q, 0) };
        struct standing st;

        arena_clear(a);
        st = standing_of(s, g.id, a);
        if (!is_unanswered(&st))
            continue;
        g.state = st.state;
        g.draft_id = st.draft_id;
        g.why = st.why;
        g.nearest_url = st.nearest_url;
        g.confidence = st.confidence;
        g.department = db_text(q, 1);
        g.department_name = db_text(q, 2);
        g.head_id = db_int(q, 3);
        g.question = db_text(q, 4);
        g.language = db_text(q, 5);
        g.times_asked = db_int(q, 6);
        g.sites = db_int(q, 7);
        g.first_asked_s = db_int(q, 8);
        g.last_asked_s = db_int(q, 9);
        g.urls = urls_of(s, group_urls, g.id);
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
           " JOIN sighting ON sighting.question_id = question.id"
           " JOIN post ON post.id = sighting.post_id"
           " LEFT JOIN group_link ON group_link.question_id = question.id"
           " WHERE (? = 0 OR department.id = ?)"
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
        x.urls = urls_of(s, question_urls, x.id);
        fn(self, &x);
        json_decref(x.urls);
        rows++;
    }
    db_done(q);
    arena_free(a);
    return store_check(s, err);
}
