/*
 * visit_read.c - which answer the visits to a page belong to; see store_visit.h.
 *
 * Page by page: its postings, oldest first, then its rows by day.
 */

#include <stdlib.h>

#include "db.h"
#include "standing.h"
#include "store_visit.h"

#define DARK STORE_VISIT_DARK_DAYS

enum statement { SQL_ENTRIES, SQL_ROWS, SQL_NAMES, SQL_LOGGED };

/* c was not taken back before ?1. */
#define HOLDS(c)                                                                                   \
    " NOT EXISTS (SELECT 1 FROM decision u WHERE u.group_id = " c ".group_id"                      \
    "  AND u.undoes = " c ".id AND u.at_s < ?1)"
/* Pages of the group ?2, or all. */
#define WANTED                                                                                     \
    " AND d.link_url_id IS NOT NULL AND (?2 = 0 OR d.link_url_id IN (SELECT x.link_url_id"         \
    "  FROM draft x JOIN question_group y ON y.id = x.group_id"                                    \
    "  WHERE COALESCE(y.merged_into, y.id) = ?2))"

static const char *const sql[] = {
    [SQL_ENTRIES] =
        "SELECT d.link_url_id AS url_id, COALESCE(g.merged_into, g.id) AS group_id, d.id,"
        " g.department_id, p.at_s AS at_s, 1, COALESCE(p.url, post.permalink, '') FROM posting p"
        " JOIN draft d ON d.id = p.draft_id JOIN question_group g ON g.id = d.group_id"
        " LEFT JOIN decision c ON c.id = p.decision_id LEFT JOIN post ON post.id = p.post_id"
        " WHERE p.at_s < ?1 AND (c.id IS NULL OR" HOLDS(
            "c") ")" WANTED " UNION ALL SELECT d.link_url_id, COALESCE(g.merged_into, g.id), d.id, "
                 "g.department_id,"
                 " c.at_s, 0, '' FROM decision c JOIN draft d ON d.id = c.draft_id"
                 " JOIN question_group g ON g.id = d.group_id"
                 " WHERE c.verb = 'approve' AND c.at_s < ?1 AND" HOLDS("c") WANTED
    " ORDER BY url_id, group_id, at_s",
    [SQL_ROWS] = "SELECT day, how, group_id, place, n FROM visit WHERE url_id = ? AND day >= ?"
                 " AND day < ? ORDER BY day",
    [SQL_NAMES] = "SELECT COALESCE(q.text, ''), url.address, COALESCE(page.title, '')"
                  " FROM question_group g LEFT JOIN question q ON q.id =" STANDING_ANY_HEAD
                  " JOIN url ON url.id = ?2 LEFT JOIN page ON page.url_id = url.id WHERE g.id = ?1",
    [SQL_LOGGED] = "SELECT 1 FROM visit WHERE day >= ? AND day < ? LIMIT 1",
};

/* A posting; or, with posted false, an approval. */
struct entry {
    int64_t url_id, group_id, draft_id, department_id, day, at_s;
    bool posted;
    struct text place;
    size_t answer; /* whose it is, in answers */
};

struct day {
    int64_t day, n;
};

struct reading {
    struct store *s;
    const struct store_visit_query *q;
    struct arena *a;
    int64_t since, until; /* days */
    struct entry *entries;
    size_t n_entries, cap_entries;
    struct store_visit_answer *answers;
    size_t n_answers, cap_answers;
    double *mark;        /* by answer: what it gets of the row or the days at hand */
    size_t *seen, stamp; /* by answer: when active() met it last */
    struct day *days;    /* of the page at hand: direct visits on the days that have a log */
    size_t n_days, cap_days;
};

static void
read_entries(struct reading *r)
{
    enum { URL, GROUP, DRAFT, DEPARTMENT, AT, POSTED, ADDRESS };
    struct db_query *q = db_query(r->s, sql[SQL_ENTRIES]);

    db_bind_int(q, r->q->until_s > 0 ? r->q->until_s : INT64_MAX);
    db_bind_int(q, r->q->group_id);
    while (db_row(q)) {
        struct entry *e;

        r->entries = arena_grow(r->a, r->entries, r->n_entries, &r->cap_entries, sizeof(*e));
        e = &r->entries[r->n_entries++];
        *e = (struct entry){ .url_id = db_int(q, URL),
                             .group_id = db_int(q, GROUP),
                             .draft_id = db_int(q, DRAFT),
                             .department_id = db_int(q, DEPARTMENT),
                             .at_s = db_int(q, AT),
                             .posted = db_int(q, POSTED) != 0 };
        e->day = e->at_s / STORE_VISIT_DAY_S;
        e->place = store_visit_place(db_text(q, ADDRESS), r->a);
    }
    db_done(q);
}

/* One answer for each page and group: entries of both stand together. */
static void
make_answers(struct reading *r)
{
    for (size_t i = 0; i < r->n_entries; i++) {
        struct entry *e = &r->entries[i];
        struct store_visit_answer *x = r->n_answers > 0 ? &r->answers[r->n_answers - 1] : NULL;

        if (x == NULL || x->url_id != e->url_id || x->group_id != e->group_id) {
            r->answers = arena_grow(r->a, r->answers, r->n_answers, &r->cap_answers, sizeof(*x));
            x = &r->answers[r->n_answers++];
            *x = (struct store_visit_answer){ .group_id = e->group_id,
                                              .draft_id = e->draft_id,
                                              .url_id = e->url_id,
                                              .department_id = e->department_id,
                                              .posted_s = e->posted ? e->at_s : 0 };
        }
        if (e->posted) {
            x->draft_id = e->draft_id;
            if (x->posted_s == 0)
                x->posted_s = e->at_s;
        }
        e->answer = r->n_answers - 1;
    }
    r->mark = arena_alloc(r->a, (r->n_answers + 1) * sizeof(*r->mark));
    r->seen = arena_alloc(r->a, (r->n_answers + 1) * sizeof(*r->seen));
}

/* ---- visits that say where they come from ---- */

/* Which entries a row is for, from the narrowest on. */
enum reach { AT_PLACE, ANYWHERE, APPROVED };

static bool
reaches(const struct entry *e, int64_t day, struct text place, enum reach reach)
{
    if (e->day > day || e->posted != (reach != APPROVED))
        return false;
    return reach != AT_PLACE || text_eq(e->place, place);
}

/* Share n evenly among the answers in reach; false: there is none. */
static bool
share(struct reading *r, const struct entry *v, size_t n_v, int64_t day, struct text place,
      enum reach reach, double n, bool tagged)
{
    size_t among = 0;

    for (size_t i = 0; i < n_v; i++)
        if (reaches(&v[i], day, place, reach) && r->mark[v[i].answer] == 0) {
            r->mark[v[i].answer] = 1;
            among++;
        }
    for (size_t i = 0; i < n_v; i++) {
        struct store_visit_answer *x = &r->answers[v[i].answer];

        if (r->mark[v[i].answer] == 0)
            continue;
        r->mark[v[i].answer] = 0;
        *(tagged ? &x->tagged : &x->referred) += n / (double)among;
    }
    return among > 0;
}

static bool
give(struct reading *r, const struct entry *v, size_t n_v, int64_t group_id, int64_t n, bool tagged)
{
    for (size_t i = 0; i < n_v && group_id != 0; i++)
        if (v[i].group_id == group_id && v[i].posted) {
            struct store_visit_answer *x = &r->answers[v[i].answer];

            *(tagged ? &x->tagged : &x->referred) += (double)n;
            return true;
        }
    return false;
}

static void
count_row(struct reading *r, const struct entry *v, size_t n_v, struct db_query *q)
{
    enum { DAY, HOW, GROUP, PLACE, N };
    int64_t day = db_int(q, DAY), n = db_int(q, N);
    struct text how = db_text(q, HOW), place = db_text(q, PLACE);
    bool tagged = text_is(how, store_visit_how_name(STORE_VISIT_TAGGED));

    if (text_is(how, store_visit_how_name(STORE_VISIT_DIRECT))) {
        r->days = arena_grow(r->a, r->days, r->n_days, &r->cap_days, sizeof(*r->days));
        r->days[r->n_days++] = (struct day){ day, n };
        return;
    }
    if (day < r->since || (!tagged && !text_is(how, store_visit_how_name(STORE_VISIT_REFERRED))))
        return;
    if (give(r, v, n_v, db_int(q, GROUP), n, tagged) ||
        (place.n > 0 && share(r, v, n_v, day, place, AT_PLACE, (double)n, tagged)) || !tagged)
        return;
    if (!share(r, v, n_v, day, place, ANYWHERE, (double)n, true))
        (void)share(r, v, n_v, day, place, APPROVED, (double)n, true); /* or it is nobody's */
}

/* ---- visits that say nothing ---- */

/* Do days from a posting on, of an answer, hold that day? */
static bool
is_after(const struct entry *e, int64_t day)
{
    return e->posted && day >= e->day && day < e->day + DARK;
}

/*
 * Postings of the page whose spans touch are one campaign: what was usual is what it had before
 * the first of them.
 */
struct dark {
    int64_t from, to; /* days of the campaign */
    double usual;     /* visits a day */
};

static bool
next_campaign(const struct entry *v, size_t n_v, int64_t after, struct dark *ret)
{
    bool more = true, any = false;

    ret->from = INT64_MAX;
    for (size_t i = 0; i < n_v; i++)
        if (v[i].posted && v[i].day >= after && v[i].day < ret->from) {
            ret->from = v[i].day;
            any = true;
        }
    ret->to = any ? ret->from + DARK : 0;
    while (any && more) {
        more = false;
        for (size_t i = 0; i < n_v; i++)
            if (v[i].posted && v[i].day >= ret->from && v[i].day < ret->to &&
                v[i].day + DARK > ret->to) {
                ret->to = v[i].day + DARK;
                more = true;
            }
    }
    return any;
}

/* Days with a log before the campaign; 0: what was usual is not known. */
static size_t
find_usual(const struct reading *r, struct dark *c)
{
    size_t n = 0;
    int64_t sum = 0;

    for (size_t i = 0; i < r->n_days; i++)
        if (r->days[i].day >= c->from - DARK && r->days[i].day < c->from) {
            sum += r->days[i].n;
            n++;
        }
    c->usual = n > 0 ? (double)sum / (double)n : 0;
    return n;
}

/* The answers that a day is after a posting of, each given that much more; how many. */
static size_t
active(struct reading *r, const struct entry *v, size_t n_v, int64_t day, double more)
{
    size_t n = 0;

    r->stamp++;
    for (size_t i = 0; i < n_v; i++) {
        if (!is_after(&v[i], day) || r->seen[v[i].answer] == r->stamp)
            continue;
        r->seen[v[i].answer] = r->stamp;
        r->mark[v[i].answer] += more;
        r->answers[v[i].answer].dark_known = true;
        n++;
    }
    return n;
}

/*
 * What all days together have over what was usual, so that quiet days count, too; divided by
 * the share that each answer has in the days that had more.
 */
static void
count_campaign(struct reading *r, const struct entry *v, size_t n_v, const struct dark *c)
{
    double over = 0, more = 0;

    for (size_t i = 0; i < r->n_days; i++) {
        const struct day *d = &r->days[i];
        double day_over = (double)d->n - c->usual;
        size_t among;

        if (d->day < c->from || d->day >= c->to || d->day < r->since)
            continue;
        over += day_over;
        among = active(r, v, n_v, d->day, 0);
        if (day_over > 0) {
            more += day_over;
            (void)active(r, v, n_v, d->day, day_over / (double)among); /* as many again */
        }
    }
    for (size_t i = 0; i < n_v; i++) {
        struct store_visit_answer *x = &r->answers[v[i].answer];

        if (over > 0 && r->mark[v[i].answer] > 0)
            x->dark += over * r->mark[v[i].answer] / more;
        r->mark[v[i].answer] = 0;
    }
}

static void
count_dark(struct reading *r, const struct entry *v, size_t n_v)
{
    struct dark c = { .to = INT64_MIN };

    while (next_campaign(v, n_v, c.to, &c))
        if (find_usual(r, &c) > 0)
            count_campaign(r, v, n_v, &c);
}

/* ---- page by page ---- */

static void
read_page(struct reading *r, const struct entry *v, size_t n_v)
{
    struct db_query *q = db_query(r->s, sql[SQL_ROWS]);
    int64_t first = r->since;

    for (size_t i = 0; i < n_v; i++)
        if (v[i].day - DARK < first)
            first = v[i].day - DARK;
    r->n_days = 0;
    db_bind_int(q, v->url_id);
    db_bind_int(q, first);
    db_bind_int(q, r->until);
    while (db_row(q))
        count_row(r, v, n_v, q);
    db_done(q);
    count_dark(r, v, n_v);
}

static bool
is_wanted(const struct reading *r, const struct store_visit_answer *x)
{
    bool wanted = r->q->n_departments == 0;

    for (size_t i = 0; i < r->q->n_departments; i++)
        wanted = wanted || r->q->departments[i] == x->department_id;
    if (r->q->group_id != 0 && x->group_id != r->q->group_id)
        return false;
    return wanted && (x->posted_s > 0 || x->tagged > 0);
}

static int
by_visits(const void *x, const void *y)
{
    const struct store_visit_answer *a = x, *b = y;
    double n = a->tagged + a->referred + a->dark, m = b->tagged + b->referred + b->dark;

    if (n > m || n < m)
        return n > m ? -1 : 1;
    if (a->group_id != b->group_id)
        return a->group_id < b->group_id ? -1 : 1;
    return (a->url_id > b->url_id) - (a->url_id < b->url_id);
}

static void
name_answer(struct reading *r, struct store_visit_answer *x)
{
    struct db_query *q = db_query(r->s, sql[SQL_NAMES]);

    db_bind_int(q, x->group_id);
    db_bind_int(q, x->url_id);
    if (db_row(q)) {
        x->question = db_text_in(q, 0, r->a);
        x->address = db_text_in(q, 1, r->a);
        x->title = db_text_in(q, 2, r->a);
    }
    db_done(q);
}

static bool
is_logged(struct reading *r)
{
    struct db_query *q = db_query(r->s, sql[SQL_LOGGED]);

    db_bind_int(q, r->since);
    db_bind_int(q, r->until);
    return db_exec_int(q, 0) != 0;
}

static void
finish(struct reading *r, struct store_visits *ret)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n_answers; i++)
        if (is_wanted(r, &r->answers[i]))
            r->answers[n++] = r->answers[i];
    if (n > 0)
        qsort(r->answers, n, sizeof(*r->answers), by_visits);
    *ret = (struct store_visits){ .answers = r->answers, .n_answers = n, .logged = is_logged(r) };
    for (size_t i = 0; i < n; i++) {
        ret->tagged += r->answers[i].tagged;
        ret->referred += r->answers[i].referred;
        ret->dark += r->answers[i].dark;
    }
    ret->n = r->q->limit > 0 && n > r->q->limit ? r->q->limit : n;
    for (size_t i = 0; i < ret->n && r->q->names; i++)
        name_answer(r, &ret->answers[i]);
}

void
store_visit_read(struct store *s, const struct store_visit_query *q, struct arena *a,
                 struct store_visits *ret)
{
    struct reading r = { .s = s, .q = q, .a = a, .since = q->since_s / STORE_VISIT_DAY_S };

    r.until = q->until_s > 0 ? (q->until_s + STORE_VISIT_DAY_S - 1) / STORE_VISIT_DAY_S : INT64_MAX;
    read_entries(&r);
    make_answers(&r);
    for (size_t i = 0, end; i < r.n_entries; i = end) {
        for (end = i; end < r.n_entries && r.entries[end].url_id == r.entries[i].url_id;)
            end++;
        read_page(&r, &r.entries[i], end - i);
    }
    finish(&r, ret);
}
