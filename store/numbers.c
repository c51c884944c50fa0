/* numbers.c - figures of a span of time; see store_numbers.h and numbers.h. */

#include "numbers.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "db.h"
#include "numbers_memo.h"
#include "queue_scan.h"
#include "standing.h"
#include "store_queue.h"

#define DAY_S      INT64_C(86400)
#define MAX_DAYS   45 /* up to here a row is a day */
#define MAX_WEEKS  27
#define MONDAY     4 /* 1970-01-01 was a Thursday: days + 3 is 0 on Mondays */
#define TM_YEAR    1900
#define MAX_GROUPS (INT64_C(1) << 26) /* ids count up from 1; 2 bytes each */

bool
numbers_wants(const struct numbers *n, int64_t department_id)
{
    for (size_t i = 0; i < n->q->n_departments; i++)
        if (n->q->departments[i] == department_id)
            return true;
    return n->q->n_departments == 0;
}

bool
numbers_within(const struct numbers *n, int64_t group_id)
{
    return n->within == NULL ||
           (group_id >= 0 && group_id < n->n_stood && n->within[group_id] != 0);
}

struct numbers_event
numbers_event(enum store_numbers_figure f, int64_t group_id, int64_t at_s)
{
    struct numbers_event e = { .figure = f, .hit = { .group_id = group_id, .at_s = at_s } };

    for (size_t i = 0; i < STORE_NUMBERS_PARTS; i++)
        e.key[i] = -1;
    return e;
}

void
numbers_keep(struct numbers *n, const struct numbers_event *e)
{
    const struct store_numbers_pick *p = n->pick;

    if (p == NULL || p->figure != e->figure ||
        (p->part != STORE_NUMBERS_WHOLE && p->key != e->key[p->part]))
        return;
    n->hits = arena_grow(n->arena, n->hits, n->n_hits, &n->cap_hits, sizeof(*n->hits));
    n->hits[n->n_hits++] = e->hit;
}

void
numbers_hit(struct numbers *n, const struct numbers_event *e)
{
    n->out->count[e->figure]++;
    numbers_keep(n, e);
}

/* ---- periods ---- */

static int64_t
month_of(int64_t at_s, int64_t *next)
{
    time_t t = (time_t)at_s;
    struct tm tm = { 0 };
    int year, month;

    gmtime_r(&t, &tm);
    year = tm.tm_year + TM_YEAR;
    month = tm.tm_mon + 1;
    *next = DAY_S * clock_days(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1);
    return DAY_S * clock_days(year, month, 1);
}

int64_t
store_numbers_period(enum store_numbers_unit unit, int64_t at_s, int64_t *next)
{
    int64_t day = at_s >= 0 ? at_s / DAY_S : -((-at_s + DAY_S - 1) / DAY_S);
    int64_t length = unit == STORE_NUMBERS_WEEK ? STORE_NUMBERS_WEEKDAYS : 1;

    if (unit == STORE_NUMBERS_MONTH)
        return month_of(at_s, next);
    if (unit == STORE_NUMBERS_WEEK)
        day -= (day % STORE_NUMBERS_WEEKDAYS + STORE_NUMBERS_WEEKDAYS + MONDAY - 1) %
               STORE_NUMBERS_WEEKDAYS;
    *next = (day + length) * DAY_S;
    return day * DAY_S;
}

enum store_numbers_unit
store_numbers_unit_of(int64_t since_s, int64_t until_s)
{
    int64_t days = (until_s - since_s) / DAY_S;

    return days <= MAX_DAYS                                      ? STORE_NUMBERS_DAY
           : days <= (int64_t)MAX_WEEKS * STORE_NUMBERS_WEEKDAYS ? STORE_NUMBERS_WEEK
                                                                 : STORE_NUMBERS_MONTH;
}

/* Every period of the span has a row, also where nothing happened. */
static void
lay_periods(struct numbers *n)
{
    struct store_numbers_table *t = &n->out->periods;
    int64_t at_s = n->q->since_s;

    n->out->unit = store_numbers_unit_of(n->q->since_s, n->q->until_s);
    while (at_s < n->q->until_s) {
        int64_t next;
        int64_t from = store_numbers_period(n->out->unit, at_s, &next);

        t->rows = arena_grow(n->arena, t->rows, t->n, &t->cap, sizeof(*t->rows));
        t->rows[t->n++] = (struct store_numbers_row){ .key = from };
        at_s = next;
    }
}

int64_t
numbers_period_add(struct numbers *n, int64_t at_s, enum numbers_period_column column)
{
    struct store_numbers_table *t = &n->out->periods;
    size_t low = 0, high = t->n; /* the row is in [low, high) */

    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;

        if (t->rows[mid].key <= at_s)
            low = mid;
        else
            high = mid;
    }
    t->rows[low].n[column]++;
    return t->rows[low].key;
}

/* ---- everything ---- */

static int
by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;

    return (a > b) - (a < b);
}

static double
median(double *v, size_t n)
{
    if (n == 0)
        return 0;
    qsort(v, n, sizeof(*v), by_value);
    return n % 2 == 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static void
make_room(struct numbers *n)
{
    int64_t top = db_exec_int(db_query(n->s, "SELECT COALESCE(MAX(id), 0) FROM question_group"), 0);

    n->n_stood = top < MAX_GROUPS ? top + 1 : MAX_GROUPS;
    n->stood = arena_alloc(n->arena, (size_t)n->n_stood * sizeof(*n->stood));
}

static void
look_within(struct numbers *n)
{
    const struct store_queue_query q = { .campaign = n->q->campaign, .audience = n->q->audience };
    const struct queue_found *rows;
    size_t n_rows;

    if (!queue_scan_wanted(&q))
        return;
    rows = queue_scan(n->s, &q, &n_rows);
    n->within = arena_alloc(n->arena, (size_t)n->n_stood);
    for (size_t i = 0; i < n_rows; i++)
        if (rows[i].group_id < n->n_stood)
            n->within[rows[i].group_id] = 1;
}

/* Not one source that answers, though some listen: see STANDING_ANSWERS. */
static bool
only_listens(const struct numbers *n)
{
    struct db_query *q = db_query(n->s, "SELECT DISTINCT department_id, mode FROM source"
                                        " WHERE active = 1 AND own_site = 0");
    bool listens = false, answers = false;

    while (db_row(q)) {
        if (!numbers_wants(n, db_int(q, 0)))
            continue;
        listens = listens || text_is(db_text(q, 1), "listen");
        answers = answers || !text_is(db_text(q, 1), "listen");
    }
    db_done(q);
    return listens && !answers;
}

static void
walk(struct numbers *n)
{
    n->out->listens = only_listens(n);
    make_room(n);
    look_within(n);
    lay_periods(n);
    numbers_standing(n);
    numbers_found(n);
    numbers_decided(n);
    n->out->hours[STORE_NUMBERS_TO_APPROVED] =
        median(n->spans[NUMBERS_TO_APPROVED], n->n_spans[NUMBERS_TO_APPROVED]);
    n->out->hours[STORE_NUMBERS_TO_POSTED] =
        median(n->spans[NUMBERS_TO_POSTED], n->n_spans[NUMBERS_TO_POSTED]);
}

void
store_numbers_read(struct store *s, const struct store_numbers_query *q, struct arena *a,
                   struct store_numbers *ret)
{
    struct numbers n = { .s = s, .q = q, .arena = a, .out = ret };
    struct db_version now = db_version(s);

    if (numbers_memo_find(s, q, &now, a, ret))
        return;
    *ret = (struct store_numbers){ .unit = STORE_NUMBERS_DAY };
    walk(&n);
    if (!store_failed(s))
        numbers_memo_keep(s, q, &now, ret);
}

/* ---- rows ---- */

static int
latest_first(const void *x, const void *y)
{
    const struct store_numbers_hit *a = x, *b = y;

    if (a->at_s != b->at_s)
        return a->at_s < b->at_s ? 1 : -1;
    if (a->group_id != b->group_id)
        return a->group_id < b->group_id ? -1 : 1;
    return (a->post_id > b->post_id) - (a->post_id < b->post_id);
}

size_t
store_numbers_rows(struct store *s, const struct store_numbers_query *q,
                   const struct store_numbers_pick *pick, struct arena *a,
                   struct store_numbers_hit **ret)
{
    struct store_numbers out = { .unit = STORE_NUMBERS_DAY };
    struct numbers n = { .s = s, .q = q, .arena = a, .out = &out, .pick = pick };

    walk(&n);
    if (n.n_hits > 0)
        qsort(n.hits, n.n_hits, sizeof(*n.hits), latest_first);
    *ret = n.hits;
    return n.n_hits;
}

void
store_numbers_tell(struct store *s, const struct store_numbers_hit *h, struct arena *a,
                   struct store_numbers_told *ret)
{
    struct db_query *q =
        db_query(s, "SELECT question.text, department.key, COALESCE(queue.state, ''),"
                    " COALESCE((SELECT permalink FROM post WHERE id = ?), '')"
                    " FROM question_group g JOIN department ON department.id = g.department_id"
                    " JOIN question ON question.id =" STANDING_ANY_HEAD
                    " LEFT JOIN queue ON queue.group_id = g.id WHERE g.id = ?");

    *ret = (struct store_numbers_told){ .question = TEXT_NONE };
    db_bind_int(q, h->post_id);
    db_bind_int(q, h->group_id);
    if (db_row(q)) {
        int k = 0;

        ret->question = db_text_in(q, k++, a);
        ret->department = db_text_in(q, k++, a);
        ret->state = db_text_in(q, k++, a);
        ret->address = db_text_in(q, k, a);
    }
    db_done(q);
}
