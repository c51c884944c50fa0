/* queue_list.c - pages of the queue; see store_queue.h. */

#include <stdlib.h>

#include "db.h"
#include "mem.h"
#include "standing.h"
#include "store_queue.h"

/*
 * One state of one department at a time, along an index of the order that is wanted, and the heads
 * of these lists are merged.  Where a page begins is two stretches: what is left of the same
 * rank, and below.
 */
#define SAME_RANK(key, cmp) " AND " key " = ?3 AND group_id " cmp " ?4"
#define NEXT_RANK(key, cmp) " AND " key " " cmp " ?3"
#define FORWARD(key)        " ORDER BY " key " DESC, group_id LIMIT ?5"
#define BACKWARD(key)       " ORDER BY " key ", group_id DESC LIMIT ?5"
#define KEYS(key)                                                                                  \
    "SELECT " key ", group_id FROM queue WHERE department_id = ?1 AND state = ?2"                  \
    " AND (?6 = '' OR tone = ?6)"
/* What the index does not hold is looked up. */
#define FILTERS                                                                                    \
    " AND (?7 = '' OR owner = ?7) AND (?8 = 0 OR escalation IS NOT NULL)"                          \
    " AND (?9 = 0 OR errors + warnings = 0) AND last_asked_s >= ?14 AND last_asked_s < ?15"        \
    " AND ((?10 = '' AND ?13 = '') OR EXISTS (SELECT 1 FROM question_group g JOIN question ON"     \
    "  question.id =" STANDING_HEAD " WHERE g.id = queue.group_id"                                 \
    "  AND (?13 = '' OR question.language = ?13)"                                                  \
    "  AND (?10 = '' OR INSTR(LOWER(question.text), LOWER(?10)) > 0)))"                            \
    " AND (?11 = '' OR NOT EXISTS (SELECT 1 FROM lease WHERE lease.group_id = queue.group_id"      \
    "  AND lease.until_s > ?12 AND lease.actor <> ?11))"                                           \
    " AND (?16 = 0 OR EXISTS (SELECT 1 FROM group_link l JOIN heard t ON"                          \
    "  t.question_id = l.question_id JOIN post_match m ON m.post_id = t.post_id"                   \
    "  AND m.department_id + 0 = queue.department_id AND m.source_id + 0 = ?16"                    \
    "  WHERE l.group_id = queue.group_id))"

enum { PLAIN, FILTERED };
enum { SAME, NEXT };

#define STRETCHES(key, filters)                                                                    \
    {                                                                                              \
        { KEYS(key) filters SAME_RANK(key, ">") FORWARD(key),                                      \
          KEYS(key) filters NEXT_RANK(key, "<") FORWARD(key) },                                    \
        {                                                                                          \
            KEYS(key)                                                                              \
            filters SAME_RANK(key, "<") BACKWARD(key),                                             \
                KEYS(key) filters NEXT_RANK(key, ">") BACKWARD(key)                                \
        }                                                                                          \
    }
#define LISTS(key)                                                                                 \
    {                                                                                              \
        [PLAIN] = STRETCHES(key, ""), [FILTERED] = STRETCHES(key, FILTERS)                         \
    }

static const char *const keys[STORE_QUEUE_ORDERS][2][2][2] = {
    [STORE_QUEUE_BY_RANK] = LISTS("rank"),
    [STORE_QUEUE_BY_ASKED] = LISTS("last_asked_s"),
    [STORE_QUEUE_BY_TIMES] = LISTS("times_asked"),
};

static const char sql_row[] =
    "SELECT q.group_id, q.department_id, COALESCE(q.draft_id, 0), q.rank, q.asks, q.errors,"
    " q.warnings, q.times_asked, q.sites, q.first_asked_s, q.last_asked_s, q.until_s, q.revision,"
    " q.changed_s, COALESCE(lease.until_s, 0), g.head_id,"
    " (SELECT COUNT(DISTINCT heard.question_id) FROM group_link JOIN heard"
    "  ON heard.question_id = group_link.question_id WHERE group_link.group_id = g.id),"
    " department.key, question.text, q.tone, q.kind,"
    " question.language, q.escalation, q.owner, lease.actor, q.state, q.confidence FROM queue q"
    " JOIN question_group g ON g.id = q.group_id"
    " JOIN department ON department.id = q.department_id"
    " JOIN question ON question.id =" STANDING_HEAD
    " LEFT JOIN lease ON lease.group_id = q.group_id AND lease.until_s > ?2"
    " WHERE q.group_id = ?1";

static const char sql_departments[] =
    "SELECT DISTINCT department_id FROM queue_count WHERE n > 0 ORDER BY department_id";
static const char sql_counts[] = "SELECT state, SUM(n) FROM queue_count"
                                 " WHERE ?1 = 0 OR department_id = ?1 GROUP BY state";

static const char *const names[STORE_QUEUE_STATES] = {
    [STORE_QUEUE_OPEN] = "open",
    [STORE_QUEUE_GAP] = "gap",
    [STORE_QUEUE_MACHINE] = "machine",
    [STORE_QUEUE_EDITED] = "edited",
    [STORE_QUEUE_APPROVED] = "approved",
    [STORE_QUEUE_REJECTED] = "rejected",
    [STORE_QUEUE_PARKED] = "parked",
    [STORE_QUEUE_HANDED_OVER] = "handed-over",
    [STORE_QUEUE_NEEDS_PAGE] = "needs-page",
    [STORE_QUEUE_POSTED] = "posted",
    [STORE_QUEUE_WITHDRAWN] = "withdrawn",
    [STORE_QUEUE_STALE] = "stale",
    [STORE_QUEUE_REPLY_MISSING] = "reply-missing",
    [STORE_QUEUE_REOPENED] = "reopened",
};

const char *
store_queue_state_name(enum store_queue_state state)
{
    return names[state];
}

int
store_queue_state_of(struct text name)
{
    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        if (text_is(name, names[i]))
            return (int)i;
    return -1;
}

/* The heads of several lists, to be merged. */
struct heads {
    struct store_queue_at *v; /* owned */
    size_t n, cap;
};

static bool
is_filtered(const struct store_queue_query *q)
{
    return q->owner.n > 0 || q->search.n > 0 || q->free_for.n > 0 || q->alarms || q->clear ||
           q->language.n > 0 || q->source_id != 0 || q->since_s != 0 || q->until_s != 0;
}

/* One stretch of one list; how many rows came. */
static size_t
read_stretch(struct store *s, const struct store_queue_query *query, int stretch,
             int64_t department_id, enum store_queue_state state, size_t limit, struct heads *h)
{
    bool filtered = is_filtered(query);
    struct db_query *q = db_query(s, keys[query->order][filtered][query->backward][stretch]);
    int64_t first = query->backward ? -1 : INT64_MAX;
    size_t before = h->n;

    db_bind_int(q, department_id);
    db_bind_str(q, names[state]);
    db_bind_int(q, query->after.group_id != 0 ? query->after.rank : first);
    db_bind_int(q, query->after.group_id);
    db_bind_int(q, (int64_t)limit);
    db_bind_text(q, query->tone);
    if (filtered) {
        db_bind_text(q, query->owner);
        db_bind_int(q, query->alarms);
        db_bind_int(q, query->clear);
        db_bind_text(q, query->search);
        db_bind_text(q, query->free_for);
        db_bind_int(q, query->now_s);
        db_bind_text(q, query->language);
        db_bind_int(q, query->since_s);
        db_bind_int(q, query->until_s != 0 ? query->until_s : INT64_MAX);
        db_bind_int(q, query->source_id);
    }
    while (db_row(q)) {
        h->v = mem_grow(h->v, &h->cap, h->n + 1, sizeof(*h->v));
        h->v[h->n++] = (struct store_queue_at){ db_int(q, 0), db_int(q, 1) };
    }
    db_done(q);
    return h->n - before;
}

static void
read_list(struct store *s, const struct store_queue_query *query, int64_t department_id,
          size_t limit, struct heads *h)
{
    for (int i = 0; i < STORE_QUEUE_STATES; i++) {
        size_t n = 0;

        if ((query->states & 1u << i) == 0)
            continue;
        if (query->after.group_id != 0)
            n = read_stretch(s, query, SAME, department_id, (enum store_queue_state)i, limit, h);
        if (n < limit)
            (void)read_stretch(s, query, NEXT, department_id, (enum store_queue_state)i, limit - n,
                               h); /* h->n counts them */
    }
}

static int
by_rank(const void *x, const void *y)
{
    const struct store_queue_at *a = x, *b = y;

    if (a->rank != b->rank)
        return a->rank < b->rank ? 1 : -1;
    return (a->group_id > b->group_id) - (a->group_id < b->group_id);
}

static int
by_rank_backward(const void *x, const void *y)
{
    return by_rank(y, x);
}

struct store_queue_at
store_queue_place(const struct store_queue_row *row, enum store_queue_order order)
{
    return (struct store_queue_at){ order == STORE_QUEUE_BY_ASKED   ? row->last_asked_s
                                    : order == STORE_QUEUE_BY_TIMES ? row->times_asked
                                                                    : row->rank,
                                    row->group_id };
}

bool
store_queue_get(struct store *s, int64_t group_id, int64_t now_s, struct arena *a,
                struct store_queue_row *ret)
{
    struct store_queue_row r = { .group_id = group_id };
    int64_t *const numbers[] = { &r.rank,       &r.errors,        &r.warnings,      &r.times_asked,
                                 &r.sites,      &r.first_asked_s, &r.last_asked_s,  &r.until_s,
                                 &r.revision,   &r.changed_s,     &r.lease_until_s, &r.head_id,
                                 &r.n_questions };
    struct text *const texts[] = { &r.department, &r.question,   &r.tone,  &r.kind,
                                   &r.language,   &r.escalation, &r.owner, &r.lease_by };
    struct db_query *q = db_query(s, sql_row);
    int k = 1;
    bool there;

    db_bind_int(q, group_id);
    db_bind_int(q, now_s);
    there = db_row(q);
    if (there) {
        r.department_id = db_int(q, k++);
        r.draft_id = db_int(q, k++);
        for (size_t i = 0; i < N_ELEMENTS(numbers); i++) {
            *numbers[i] = db_int(q, k++);
            if (i == 0)
                r.asks = db_int(q, k++) != 0;
        }
        for (size_t i = 0; i < N_ELEMENTS(texts); i++)
            *texts[i] = db_text_in(q, k++, a);
        r.state = (enum store_queue_state)store_queue_state_of(db_text(q, k++));
        r.confidence = db_real(q, k);
        *ret = r;
    }
    db_done(q);
    return there;
}

size_t
store_queue_page(struct store *s, const struct store_queue_query *query, struct arena *a,
                 struct store_queue_row **ret)
{
    size_t limit =
        query->limit > 0 && query->limit < STORE_QUEUE_PAGE ? query->limit : STORE_QUEUE_PAGE;
    struct heads h = { .n = 0 };
    size_t n = 0;

    if (query->department_id != 0)
        read_list(s, query, query->department_id, limit, &h);
    for (size_t i = 0; i < query->n_departments; i++)
        read_list(s, query, query->departments[i], limit, &h);
    if (query->department_id == 0 && query->departments == NULL) {
        struct db_query *q = db_query(s, sql_departments);

        while (db_row(q))
            read_list(s, query, db_int(q, 0), limit, &h);
        db_done(q);
    }
    if (h.n > 0)
        qsort(h.v, h.n, sizeof(*h.v), query->backward ? by_rank_backward : by_rank);
    *ret = arena_alloc(a, (limit < h.n ? limit : h.n) * sizeof(**ret) + 1);
    for (size_t i = 0; i < h.n && n < limit; i++)
        n += store_queue_get(s, h.v[i].group_id, query->now_s, a, &(*ret)[n]);
    free(h.v);
    return n;
}

void
store_queue_counts(struct store *s, int64_t department_id, int64_t ret[STORE_QUEUE_STATES])
{
    struct db_query *q = db_query(s, sql_counts);

    for (size_t i = 0; i < STORE_QUEUE_STATES; i++)
        ret[i] = 0;
    db_bind_int(q, department_id);
    while (db_row(q)) {
        int state = store_queue_state_of(db_text(q, 0));

        if (state >= 0)
            ret[state] = db_int(q, 1);
    }
    db_done(q);
}
