/* queue_list.c - pages of the queue; see store_queue.h. */

#include <stdlib.h>

#include "db.h"
#include "mem.h"
#include "queue_scan.h"
#include "queue_tags.h"
#include "queue_visits.h"
#include "standing.h"
#include "store_queue.h"

/*
 * One state of one department at a time, along an index of the order that is wanted, and the heads
 * of these lists are merged.  Where a page begins is two stretches: what is left of the same
 * rank, and below.  What no index serves is queue_scan.h's.
 */
#define SAME_RANK(key, cmp) " AND " key " = ?3 AND group_id " cmp " ?4"
#define NEXT_RANK(key, cmp) " AND " key " " cmp " ?3"
#define FORWARD(key)        " ORDER BY " key " DESC, group_id LIMIT ?5"
#define BACKWARD(key)       " ORDER BY " key ", group_id DESC LIMIT ?5"
#define KEYS(key)                                                                                  \
    "SELECT " key ", group_id FROM queue WHERE department_id = ?1 AND state = ?2"                  \
    " AND (?6 = '' OR tone = ?6)"                                                                  \
    " AND (?7 = '' OR NOT EXISTS (SELECT 1 FROM lease WHERE lease.group_id = queue.group_id"       \
    "  AND lease.until_s > ?8 AND lease.actor <> ?7))"
/* They come first in this order. */
#define ALARMS_ONLY " AND rank >= ?9"

enum { ALL, ALARMS };
enum { SAME, NEXT };

#define STRETCHES(key, which)                                                                      \
    {                                                                                              \
        { KEYS(key) which SAME_RANK(key, ">") FORWARD(key),                                        \
          KEYS(key) which NEXT_RANK(key, "<") FORWARD(key) },                                      \
        {                                                                                          \
            KEYS(key)                                                                              \
            which SAME_RANK(key, "<") BACKWARD(key),                                               \
                KEYS(key) which NEXT_RANK(key, ">") BACKWARD(key)                                  \
        }                                                                                          \
    }

static const char *const keys[STORE_QUEUE_ORDERS][2][2][2] = {
    [STORE_QUEUE_BY_RANK] = { [ALL] = STRETCHES("rank", ""),
                              [ALARMS] = STRETCHES("rank", ALARMS_ONLY) },
    [STORE_QUEUE_BY_ASKED] = { [ALL] = STRETCHES("last_asked_s", "") },
    [STORE_QUEUE_BY_TIMES] = { [ALL] = STRETCHES("times_asked", "") },
};

static const char sql_row[] =
    "SELECT q.group_id, q.department_id, COALESCE(q.draft_id, 0), q.rank, q.asks, q.errors,"
    " q.warnings, q.times_asked, q.sites, q.first_asked_s, q.last_asked_s, q.until_s, q.revision,"
    " q.changed_s, COALESCE(lease.until_s, 0), g.head_id,"
    " (SELECT COUNT(DISTINCT heard.question_id) FROM group_link JOIN heard"
    "  ON heard.question_id = group_link.question_id WHERE group_link.group_id = g.id),"
    " department.key, question.text, q.tone, q.kind,"
    " question.language, q.escalation, q.owner, lease.actor, q.state, q.confidence, q.tags FROM "
    "queue q"
    " JOIN question_group g ON g.id = q.group_id"
    " JOIN department ON department.id = q.department_id"
    " JOIN question ON question.id =" STANDING_HEAD
    " LEFT JOIN lease ON lease.group_id = q.group_id AND lease.until_s > ?2"
    " WHERE q.group_id = ?1";

static const char sql_departments[] =
    "SELECT DISTINCT department_id FROM queue_count WHERE n > 0 ORDER BY department_id";
static const char sql_counts[] = "SELECT state, SUM(n) FROM queue_count"
                                 " WHERE ?1 = 0 OR department_id = ?1 GROUP BY state";
static const char sql_alarms[] = "SELECT COUNT(*) FROM queue WHERE department_id = ?"
                                 " AND state = 'gap' AND rank >= ?";
static const char sql_leased[] =
    "SELECT group_id FROM lease WHERE until_s > ? AND actor <> ? ORDER BY group_id";
static const char sql_standing[] =
    "SELECT department_id, state, escalation IS NOT NULL FROM queue WHERE group_id = ?";

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

/* Does an index lead to the rows? */
static bool
is_plain(const struct store_queue_query *q)
{
    return !queue_scan_wanted(q) && !queue_visits_order(q->order) &&
           (q->order == STORE_QUEUE_BY_RANK || (q->states & STORE_QUEUE_IN(ALARMS)) == 0);
}

/* A list: a state, and of gaps perhaps the alarms only. */
struct list {
    int64_t department_id;
    enum store_queue_state state;
    int which; /* ALL or ALARMS */
};

/* One stretch of one list; how many rows came. */
static size_t
read_stretch(struct store *s, const struct store_queue_query *query, int stretch,
             const struct list *l, size_t limit, struct heads *h)
{
    struct db_query *q = db_query(s, keys[query->order][l->which][query->backward][stretch]);
    int64_t first = query->backward ? -1 : INT64_MAX;
    size_t before = h->n;

    db_bind_int(q, l->department_id);
    db_bind_str(q, names[l->state]);
    db_bind_int(q, query->after.group_id != 0 ? query->after.rank : first);
    db_bind_int(q, query->after.group_id);
    db_bind_int(q, (int64_t)limit);
    db_bind_text(q, query->tone);
    db_bind_text(q, query->free_for);
    db_bind_int(q, query->now_s);
    if (l->which == ALARMS)
        db_bind_int(q, STORE_QUEUE_RANK(ALARM));
    while (db_row(q)) {
        h->v = mem_grow(h->v, &h->cap, h->n + 1, sizeof(*h->v));
        h->v[h->n++] = (struct store_queue_at){ db_int(q, 0), db_int(q, 1) };
    }
    db_done(q);
    return h->n - before;
}

static void
read_list(struct store *s, const struct store_queue_query *query, const struct list *l,
          size_t limit, struct heads *h)
{
    size_t n = 0;

    if (query->after.group_id != 0)
        n = read_stretch(s, query, SAME, l, limit, h);
    if (n < limit)
        (void)read_stretch(s, query, NEXT, l, limit - n, h); /* h->n counts them */
}

static void
read_department(struct store *s, const struct store_queue_query *query, int64_t department_id,
                size_t limit, struct heads *h)
{
    struct list l = { .department_id = department_id, .which = ALL };

    for (int i = 0; i < STORE_QUEUE_STATES; i++) {
        l.state = (enum store_queue_state)i;
        if ((query->states >> i & 1) != 0)
            read_list(s, query, &l, limit, h);
    }
    l = (struct list){ department_id, STORE_QUEUE_GAP, ALARMS };
    if (queue_scan_state(query->states, l.state, true) &&
        !queue_scan_state(query->states, l.state, false))
        read_list(s, query, &l, limit, h);
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

/* ---- looking at every row ---- */

/* Groups that others have open, in order. */
struct leased {
    int64_t *v; /* owned */
    size_t n, cap;
};

static void
read_leased(struct store *s, const struct store_queue_query *query, struct leased *l)
{
    struct db_query *q = db_query(s, sql_leased);

    db_bind_int(q, query->now_s);
    db_bind_text(q, query->free_for);
    while (query->free_for.n > 0 && db_row(q)) {
        l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
        l->v[l->n++] = db_int(q, 0);
    }
    db_done(q);
}

static int
by_id(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return (a > b) - (a < b);
}

static bool
is_leased(const struct leased *l, int64_t group_id)
{
    return l->n > 0 && bsearch(&group_id, l->v, l->n, sizeof(*l->v), by_id) != NULL;
}

/* The best of them so far: twice as many as are wanted are sorted, and the worse half is let go. */
static void
keep_best(struct heads *h, size_t limit, bool backward)
{
    qsort(h->v, h->n, sizeof(*h->v), backward ? by_rank_backward : by_rank);
    h->n = h->n < limit ? h->n : limit;
}

static void
read_scan(struct store *s, const struct store_queue_query *query, size_t limit, struct heads *h)
{
    int (*const order)(const void *, const void *) = query->backward ? by_rank_backward : by_rank;
    size_t n;
    const struct queue_found *rows = queue_scan(s, query, &n);
    struct leased leased = { .n = 0 };
    bool full = false; /* the first limit of h are sorted: what is behind the last is not wanted */

    read_leased(s, query, &leased);
    h->v = mem_grow(h->v, &h->cap, 2 * limit, sizeof(*h->v));
    for (size_t i = 0; i < n; i++) {
        struct store_queue_at at = { rows[i].key, rows[i].group_id };

        if (!queue_scan_department(query, rows[i].department_id) ||
            !queue_scan_state(query->states, rows[i].state, rows[i].alarm) ||
            (query->after.group_id != 0 && order(&at, &query->after) <= 0) ||
            (full && order(&at, &h->v[limit - 1]) > 0) || is_leased(&leased, at.group_id))
            continue;
        h->v[h->n++] = at;
        if (h->n == 2 * limit) {
            keep_best(h, limit, query->backward);
            full = true;
        }
    }
    free(leased.v);
}

struct store_queue_at
store_queue_place(struct store *s, const struct store_queue_row *row, enum store_queue_order order)
{
    return (struct store_queue_at){ queue_visits_order(order)
                                        ? queue_visits_of(s, order, row->group_id)
                                    : order == STORE_QUEUE_BY_ASKED ? row->last_asked_s
                                    : order == STORE_QUEUE_BY_TIMES ? row->times_asked
                                                                    : row->rank,
                                    row->group_id };
}

bool
store_queue_get(struct store *s, int64_t group_id, int64_t now_s, struct arena *a,
                struct store_queue_row *ret)
{
    struct store_queue_row r = { .group_id = group_id };
    struct text tags = TEXT_NONE;
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
        r.confidence = db_real(q, k++);
        tags = db_text_in(q, k, a);
    }
    db_done(q);
    if (!there)
        return false;
    queue_tags_tell(s, tags, a, &r.campaigns, &r.audience);
    *ret = r;
    return true;
}

static void
read_departments(struct store *s, const struct store_queue_query *query, size_t limit,
                 struct heads *h)
{
    struct db_query *q;

    if (query->department_id != 0)
        read_department(s, query, query->department_id, limit, h);
    for (size_t i = 0; i < query->n_departments; i++)
        read_department(s, query, query->departments[i], limit, h);
    if (query->department_id != 0 || query->departments != NULL)
        return;
    q = db_query(s, sql_departments);
    while (db_row(q))
        read_department(s, query, db_int(q, 0), limit, h);
    db_done(q);
}

size_t
store_queue_page(struct store *s, const struct store_queue_query *query, struct arena *a,
                 struct store_queue_row **ret)
{
    size_t limit =
        query->limit > 0 && query->limit < STORE_QUEUE_PAGE ? query->limit : STORE_QUEUE_PAGE;
    struct heads h = { .n = 0 };
    size_t n = 0;

    if (!is_plain(query))
        read_scan(s, query, limit, &h);
    else
        read_departments(s, query, limit, &h);
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

/* ---- counts of a list that is narrowed down ---- */

static int64_t
count_alarms(struct store *s, int64_t department_id)
{
    struct db_query *q = db_query(s, sql_alarms);

    db_bind_int(q, department_id);
    db_bind_int(q, STORE_QUEUE_RANK(ALARM));
    return db_exec_int(q, 0);
}

static void
count_department(struct store *s, int64_t department_id, int64_t ret[STORE_QUEUE_COUNTS])
{
    int64_t some[STORE_QUEUE_STATES];

    store_queue_counts(s, department_id, some);
    for (int i = 0; i < STORE_QUEUE_STATES; i++)
        ret[i] += some[i];
    ret[STORE_QUEUE_ALARMS] += count_alarms(s, department_id);
}

static void
count_row(enum store_queue_state state, bool alarm, int64_t n, int64_t ret[STORE_QUEUE_COUNTS])
{
    ret[state] += n;
    if (state == STORE_QUEUE_GAP && alarm)
        ret[STORE_QUEUE_ALARMS] += n;
}

/* All rows, less those that others have open. */
static void
count_all(struct store *s, const struct store_queue_query *query, const struct leased *leased,
          int64_t ret[STORE_QUEUE_COUNTS])
{
    struct db_query *q;

    if (query->department_id != 0)
        count_department(s, query->department_id, ret);
    for (size_t i = 0; i < query->n_departments; i++)
        count_department(s, query->departments[i], ret);
    if (query->department_id == 0 && query->departments == NULL) {
        q = db_query(s, sql_departments);
        while (db_row(q))
            count_department(s, db_int(q, 0), ret);
        db_done(q);
    }
    for (size_t i = 0; i < leased->n; i++) {
        q = db_query(s, sql_standing);
        db_bind_int(q, leased->v[i]);
        if (db_row(q) && queue_scan_department(query, db_int(q, 0)))
            count_row((enum store_queue_state)store_queue_state_of(db_text(q, 1)),
                      db_int(q, 2) != 0, -1, ret);
        db_done(q);
    }
}

void
store_queue_count(struct store *s, const struct store_queue_query *q,
                  int64_t ret[STORE_QUEUE_COUNTS])
{
    const struct queue_found *rows;
    struct leased leased = { .n = 0 };
    size_t n;

    for (size_t i = 0; i < STORE_QUEUE_COUNTS; i++)
        ret[i] = 0;
    read_leased(s, q, &leased);
    if (!queue_scan_wanted(q) && q->tone.n == 0) {
        count_all(s, q, &leased, ret);
    } else {
        rows = queue_scan(s, q, &n);
        for (size_t i = 0; i < n; i++)
            if (queue_scan_department(q, rows[i].department_id) &&
                !is_leased(&leased, rows[i].group_id))
                count_row(rows[i].state, rows[i].alarm, 1, ret);
    }
    free(leased.v);
}

int64_t
store_queue_decidable(const int64_t counts[STORE_QUEUE_COUNTS])
{
    int64_t n = 0;

    for (int i = 0; i < STORE_QUEUE_COUNTS; i++)
        n += (STORE_QUEUE_DECIDABLE >> i & 1) != 0 ? counts[i] : 0;
    return n;
}
