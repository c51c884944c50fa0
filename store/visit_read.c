/*
 * visit_read.c - which answer the visits to a page belong to; see store_visit.h.
 *
 * Page by page: its postings, group by group, then its rows by day.
 */

#include <stdlib.h>

#include "db.h"
#include "standing.h"
#include "visit_read.h"

enum statement {
    SQL_PAGES,
    SQL_PAGES_OF,
    SQL_ENTRIES,
    SQL_ROWS,
    SQL_NAMES,
    SQL_LOGGED,
    SQL_LISTED
};

/* c was not taken back before ?2. */
#define HOLDS                                                                                      \
    " NOT EXISTS (SELECT 1 FROM decision u WHERE u.group_id = c.group_id AND u.undoes = c.id"      \
    "  AND u.at_s < ?2)"
#define ENTRY   STANDING_GROUP " AS group_id, d.id, g.department_id, g.id"
#define OF_PAGE " FROM draft d JOIN question_group g ON g.id = d.group_id"

static const char *const sql[] = {
    [SQL_PAGES] = "SELECT DISTINCT link_url_id FROM draft WHERE link_url_id IS NOT NULL"
                  " ORDER BY link_url_id",
    /* of the group, and of those that were merged into it */
    [SQL_PAGES_OF] = "WITH RECURSIVE down (id) AS (SELECT ? UNION SELECT o.id FROM down"
                     " JOIN question_group o ON o.merged_into = down.id)"
                     " SELECT DISTINCT d.link_url_id FROM down JOIN draft d ON d.group_id = down.id"
                     " WHERE d.link_url_id IS NOT NULL",
    [SQL_ENTRIES] =
        "SELECT " ENTRY ", p.at_s AS at_s, 1,"
        " COALESCE(p.url, post.permalink, '')" OF_PAGE " JOIN posting p ON p.draft_id = d.id"
        " LEFT JOIN decision c ON c.id = p.decision_id"
        " LEFT JOIN post ON post.id = p.post_id WHERE d.link_url_id = ?1"
        " AND p.at_s < ?2 AND (c.id IS NULL OR" HOLDS ")"
        " UNION ALL SELECT " ENTRY ", c.at_s, 0, ''" OF_PAGE
        " JOIN decision c ON c.draft_id = d.id WHERE d.link_url_id = ?1"
        " AND c.verb = 'approve' AND c.at_s < ?2 AND" HOLDS " ORDER BY group_id, at_s",
    [SQL_ROWS] = "SELECT day, how, group_id, place, n FROM visit WHERE url_id = ? AND day >= ?"
                 " AND day < ? ORDER BY day",
    [SQL_NAMES] = "SELECT COALESCE(q.text, ''), url.address, COALESCE(page.title, '')"
                  " FROM question_group g LEFT JOIN question q ON q.id =" STANDING_ANY_HEAD
                  " JOIN url ON url.id = ?2 LEFT JOIN page ON page.url_id = url.id WHERE g.id = ?1",
    [SQL_LISTED] = "SELECT 1 FROM queue WHERE group_id = ?",
    [SQL_LOGGED] = "SELECT 1 FROM visit WHERE day >= ? AND day < ? LIMIT 1",
};

static void
read_ids(struct visit_reading *r, struct db_query *q)
{
    while (db_row(q)) {
        r->pages = arena_grow(r->a, r->pages, r->n_pages, &r->cap_pages, sizeof(*r->pages));
        r->pages[r->n_pages++] = db_int(q, 0);
    }
    db_done(q);
}

static int
by_number(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;

    return (*a > *b) - (*a < *b);
}

static void
find_pages(struct visit_reading *r)
{
    size_t n = 0;

    if (r->q->n_groups == 0)
        read_ids(r, db_query(r->s, sql[SQL_PAGES]));
    for (size_t i = 0; i < r->q->n_groups; i++) {
        struct db_query *q = db_query(r->s, sql[SQL_PAGES_OF]);

        db_bind_int(q, r->q->groups[i]);
        read_ids(r, q);
    }
    if (r->n_pages > 0)
        qsort(r->pages, r->n_pages, sizeof(*r->pages), by_number);
    for (size_t i = 0; i < r->n_pages; i++)
        if (i == 0 || r->pages[i] != r->pages[i - 1])
            r->pages[n++] = r->pages[i];
    r->n_pages = n;
}

static void
read_entries(struct visit_reading *r, int64_t url_id)
{
    enum { GROUP, DRAFT, DEPARTMENT, WAS, AT, POSTED, ADDRESS };
    struct db_query *q = db_query(r->s, sql[SQL_ENTRIES]);

    r->n_entries = 0;
    db_bind_int(q, url_id);
    db_bind_int(q, r->q->until_s > 0 ? r->q->until_s : INT64_MAX);
    while (db_row(q)) {
        struct visit_entry *e;

        r->entries = arena_grow(r->a, r->entries, r->n_entries, &r->cap_entries, sizeof(*e));
        e = &r->entries[r->n_entries++];
        *e = (struct visit_entry){ .group_id = db_int(q, GROUP),
                                   .draft_id = db_int(q, DRAFT),
                                   .department_id = db_int(q, DEPARTMENT),
                                   .was_id = db_int(q, WAS),
                                   .at_s = db_int(q, AT),
                                   .posted = db_int(q, POSTED) != 0 };
        e->day = e->at_s / STORE_VISIT_DAY_S;
        e->place = store_visit_place(db_text(q, ADDRESS), r->a);
    }
    db_done(q);
}

/* One answer for each group: its entries stand together. */
static void
make_answers(struct visit_reading *r, int64_t url_id)
{
    for (size_t i = 0; i < r->n_entries; i++) {
        struct visit_entry *e = &r->entries[i];
        struct store_visit_answer *x;

        if (i == 0 || r->entries[i - 1].group_id != e->group_id) {
            r->marks = arena_grow(r->a, r->marks, r->n_answers, &r->cap_marks, sizeof(*r->marks));
            r->marks[r->n_answers] = (struct visit_mark){ 0 };
            r->answers = arena_grow(r->a, r->answers, r->n_answers, &r->cap_answers, sizeof(*x));
            r->answers[r->n_answers++] =
                (struct store_visit_answer){ .group_id = e->group_id,
                                             .draft_id = e->draft_id,
                                             .url_id = url_id,
                                             .department_id = e->department_id };
        }
        x = &r->answers[r->n_answers - 1];
        if (e->posted) {
            x->draft_id = e->draft_id;
            if (x->posted_s == 0)
                x->posted_s = e->at_s;
        }
        e->answer = r->n_answers - 1;
    }
}

/* ---- visits that say where they come from ---- */

/* Which entries a row is for, from the narrowest on. */
enum reach { AT_PLACE, ANYWHERE, APPROVED };

static bool
reaches(const struct visit_entry *e, int64_t day, struct text place, enum reach reach)
{
    if (e->day > day || e->posted != (reach != APPROVED))
        return false;
    return reach != AT_PLACE || text_eq(e->place, place);
}

/* Share n evenly among the answers in reach; false: there is none. */
static bool
share(struct visit_reading *r, int64_t day, struct text place, enum reach reach, double n,
      bool tagged)
{
    size_t among = 0;

    for (size_t i = 0; i < r->n_entries; i++)
        if (reaches(&r->entries[i], day, place, reach) &&
            r->marks[r->entries[i].answer].more == 0) {
            r->marks[r->entries[i].answer].more = 1;
            among++;
        }
    for (size_t i = 0; i < r->n_entries; i++) {
        struct store_visit_answer *x = &r->answers[r->entries[i].answer];

        if (r->marks[r->entries[i].answer].more == 0)
            continue;
        r->marks[r->entries[i].answer].more = 0;
        *(tagged ? &x->tagged : &x->referred) += n / (double)among;
    }
    return among > 0;
}

static bool
give(struct visit_reading *r, int64_t group_id, int64_t n, bool tagged)
{
    for (size_t i = 0; i < r->n_entries && group_id != 0; i++)
        if ((r->entries[i].was_id == group_id || r->entries[i].group_id == group_id) &&
            r->entries[i].posted) {
            struct store_visit_answer *x = &r->answers[r->entries[i].answer];

            *(tagged ? &x->tagged : &x->referred) += (double)n;
            return true;
        }
    return false;
}

static void
count_row(struct visit_reading *r, struct db_query *q)
{
    enum { DAY, HOW, GROUP, PLACE, N };
    int64_t day = db_int(q, DAY), n = db_int(q, N);
    struct text how = db_text(q, HOW), place = db_text(q, PLACE);
    bool tagged = text_is(how, store_visit_how_name(STORE_VISIT_TAGGED));

    if (text_is(how, store_visit_how_name(STORE_VISIT_DIRECT))) {
        r->days = arena_grow(r->a, r->days, r->n_days, &r->cap_days, sizeof(*r->days));
        r->days[r->n_days++] = (struct visit_day){ day, n };
        return;
    }
    if (day < r->since || (!tagged && !text_is(how, store_visit_how_name(STORE_VISIT_REFERRED))))
        return;
    if (give(r, db_int(q, GROUP), n, tagged) ||
        (place.n > 0 && share(r, day, place, AT_PLACE, (double)n, tagged)) || !tagged)
        return;
    if (!share(r, day, place, ANYWHERE, (double)n, true))
        (void)share(r, day, place, APPROVED, (double)n, true); /* or it is nobody's */
}

/* ---- page by page ---- */

static void
read_page(struct visit_reading *r, int64_t url_id)
{
    struct db_query *q = db_query(r->s, sql[SQL_ROWS]);
    int64_t first = r->since;

    for (size_t i = 0; i < r->n_entries; i++)
        if (r->entries[i].day - STORE_VISIT_DARK_DAYS < first)
            first = r->entries[i].day - STORE_VISIT_DARK_DAYS;
    r->n_days = 0;
    db_bind_int(q, url_id);
    db_bind_int(q, first);
    db_bind_int(q, r->until);
    while (db_row(q))
        count_row(r, q);
    db_done(q);
    visit_dark_count(r);
}

static bool
is_listed(const struct visit_reading *r, int64_t group_id)
{
    struct db_query *q = db_query(r->s, sql[SQL_LISTED]);

    db_bind_int(q, group_id);
    return db_exec_int(q, 0) != 0;
}

static bool
is_wanted(const struct visit_reading *r, const struct store_visit_answer *x)
{
    bool wanted = r->q->n_departments == 0, mine = r->q->n_groups == 0;

    for (size_t i = 0; i < r->q->n_departments; i++)
        wanted = wanted || r->q->departments[i] == x->department_id;
    for (size_t i = 0; i < r->q->n_groups; i++)
        mine = mine || r->q->groups[i] == x->group_id;
    return wanted && mine && (x->posted_s > 0 || x->tagged > 0) &&
           (!r->q->listed || is_listed(r, x->group_id));
}

static int
by_group(const void *x, const void *y)
{
    const struct store_visit_answer *a = x, *b = y;

    if (a->group_id != b->group_id)
        return a->group_id < b->group_id ? -1 : 1;
    return (a->url_id > b->url_id) - (a->url_id < b->url_id);
}

static int
by_visits(const void *x, const void *y)
{
    const struct store_visit_answer *a = x, *b = y;
    double n = a->tagged + a->referred + a->dark, m = b->tagged + b->referred + b->dark;

    if (n > m || n < m)
        return n > m ? -1 : 1;
    return by_group(x, y);
}

static void
name_answer(struct visit_reading *r, struct store_visit_answer *x)
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
is_logged(struct visit_reading *r)
{
    struct db_query *q = db_query(r->s, sql[SQL_LOGGED]);

    db_bind_int(q, r->since);
    db_bind_int(q, r->until);
    return db_exec_int(q, 0) != 0;
}

static void
finish(struct visit_reading *r, struct store_visits *ret)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n_answers; i++)
        if (is_wanted(r, &r->answers[i]))
            r->answers[n++] = r->answers[i];
    if (n > 0)
        qsort(r->answers, n, sizeof(*r->answers), r->q->by_group ? by_group : by_visits);
    *ret = (struct store_visits){ .answers = r->answers, .n_answers = n, .logged = r->logged };
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
    struct visit_reading r = { .s = s, .q = q, .a = a, .since = q->since_s / STORE_VISIT_DAY_S };

    r.until = q->until_s > 0 ? (q->until_s + STORE_VISIT_DAY_S - 1) / STORE_VISIT_DAY_S : INT64_MAX;
    r.logged = is_logged(&r);
    if (r.logged)
        find_pages(&r);
    for (size_t i = 0; i < r.n_pages; i++) {
        read_entries(&r, r.pages[i]);
        make_answers(&r, r.pages[i]);
        if (r.n_entries > 0)
            read_page(&r, r.pages[i]);
    }
    finish(&r, ret);
}

bool
store_visit_sum(const struct store_visits *v, int64_t group_id, struct store_visit_answer *ret)
{
    bool any = false;
    size_t low = 0, high = v->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (v->answers[mid].group_id < group_id)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < v->n && v->answers[low].group_id == group_id; low++) {
        const struct store_visit_answer *x = &v->answers[low];

        if (!any)
            *ret = (struct store_visit_answer){ .group_id = group_id };
        any = true;
        ret->tagged += x->tagged;
        ret->referred += x->referred;
        ret->dark += x->dark;
        ret->dark_known = ret->dark_known || x->dark_known;
    }
    return any;
}
