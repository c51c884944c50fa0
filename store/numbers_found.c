/* numbers_found.c - the posts found in a span, and what they are about; see numbers.h. */

#include "numbers.h"

#include <stdlib.h>

#include "db.h"
#include "standing.h"
#include "store_export.h"
#include "store_queue.h"

#define DAY_S      INT64_C(86400)
#define HOUR_S     3600
#define THURSDAY   3 /* 1970-01-01 was one; 0: Monday */
#define GAP_STATES (STORE_QUEUE_IN(GAP) | STORE_QUEUE_IN(NEEDS_PAGE))

enum statement { SQL_FOUND, SQL_FIGURES, SQL_SOURCE, SQL_SITE, SQL_TOPIC, SQL_NO_TOPIC, SQL_FITS };

#define FOUND(places, joins)                                                                       \
    "SELECT post.id, post.first_seen_s, COALESCE(post.posted_s, 0), heard.department_id,"          \
    " l.group_id, COALESCE(queue.state, ''), COALESCE(queue.tone, ''),"                            \
    " COALESCE(queue.changed_s, 0)," STANDING_ASKS ", " places                                     \
    " FROM post JOIN heard ON heard.post_id = post.id"                                             \
    " JOIN group_link l ON l.question_id = heard.question_id"                                      \
    " JOIN question_group g ON g.id = l.group_id" joins                                            \
    " LEFT JOIN queue ON queue.group_id = l.group_id"                                              \
    " WHERE post.first_seen_s >= ?1 AND post.first_seen_s < ?2"

static const char *const sql[] = {
    [SQL_FOUND] = FOUND("m.source_id, url.host_id",
                        " JOIN post_match m ON m.post_id = post.id AND m.department_id ="
                        " heard.department_id JOIN url ON url.id = post.url_id"),
    [SQL_FIGURES] = FOUND("0, 0", ""),
    [SQL_SOURCE] = "SELECT department.key || '/' || source.key, source.url, '' FROM source"
                   " JOIN department ON department.id = source.department_id WHERE source.id = ?",
    [SQL_SITE] = "SELECT authority, authority, '' FROM host WHERE id = ?",
    [SQL_NO_TOPIC] = "SELECT EXISTS (SELECT 1 FROM gap WHERE group_id = ?1 AND created_s < ?2"
                     "  AND (escalation IS NOT NULL OR why LIKE '" STORE_LEFT_ALONE "%'))"
                     " OR EXISTS (SELECT 1 FROM gap_past WHERE group_id = ?1 AND since_s < ?2"
                     "  AND until_s >= ?2 AND topic = 0)",
    /* ?1: the post, ?2: the department, ?3: the group. */
    [SQL_FITS] = "SELECT (?4 = '' OR EXISTS (SELECT 1 FROM post_campaign p JOIN campaign c"
                 "  ON c.id = p.campaign_id WHERE p.post_id = ?1 AND c.department_id = ?2"
                 "  AND c.key = ?4)) AND (?5 = '' OR INSTR(COALESCE((SELECT audience"
                 "   FROM group_audience WHERE group_id = ?3 ORDER BY id DESC LIMIT 1),"
                 "  (SELECT source.audience FROM post_match m JOIN source"
                 "   ON source.id = m.source_id WHERE m.post_id = ?1 AND m.department_id = ?2)),"
                 "  ',' || ?5 || ',') > 0)",
    [SQL_TOPIC] = "SELECT question.text, COALESCE(url.address, ''), COALESCE(page.title, '')"
                  " FROM question_group g JOIN question ON question.id =" STANDING_ANY_HEAD
                  " LEFT JOIN gap ON gap.group_id = g.id"
                  " LEFT JOIN url ON url.id = gap.nearest_url_id"
                  " LEFT JOIN page ON page.url_id = gap.nearest_url_id WHERE g.id = ?",
};

struct post {
    int64_t group_id, id, seen_s, asked_s, source_id, host_id;
    struct numbers_stood stood; /* its group, at the end */
    bool asks;                  /* it is one of questions */
};

struct finding {
    struct numbers *n;
    struct post *posts;
    size_t n_posts, cap;
    struct numbers_tally sources, sites, topics;
};

enum columns { POST, SEEN, ASKED, DEPARTMENT, GROUP, STATE, TONE, CHANGED, ASKS, SOURCE, HOST };

static struct numbers_stood
stood_of(const struct numbers *n, struct db_query *q)
{
    int64_t group_id = db_int(q, GROUP);

    if (db_int(q, CHANGED) < n->q->until_s)
        return (struct numbers_stood){ (unsigned char)(store_queue_state_of(db_text(q, STATE)) + 1),
                                       numbers_tone(db_text(q, TONE)) };
    return group_id >= 0 && group_id < n->n_stood ? n->stood[group_id]
                                                  : (struct numbers_stood){ 0 };
}

/* A group that fits may have posts that do not. */
static bool
fits(const struct finding *f, struct db_query *row)
{
    const struct store_numbers_query *query = f->n->q;
    struct db_query *q;

    if (f->n->within == NULL)
        return true;
    if (!numbers_within(f->n, db_int(row, GROUP)))
        return false;
    q = db_query(f->n->s, sql[SQL_FITS]);
    db_bind_int(q, db_int(row, POST));
    db_bind_int(q, db_int(row, DEPARTMENT));
    db_bind_int(q, db_int(row, GROUP));
    db_bind_text(q, query->campaign);
    db_bind_text(q, query->audience);
    return db_exec_int(q, 0) != 0;
}

static void
read_posts(struct finding *f)
{
    struct db_query *q = db_query(f->n->s, sql[f->n->q->figures_only ? SQL_FIGURES : SQL_FOUND]);

    db_bind_int(q, f->n->q->since_s);
    db_bind_int(q, f->n->q->until_s);
    while (db_row(q)) {
        if (!numbers_wants(f->n, db_int(q, DEPARTMENT)) || !fits(f, q))
            continue;
        f->posts = arena_grow(f->n->arena, f->posts, f->n_posts, &f->cap, sizeof(*f->posts));
        f->posts[f->n_posts++] =
            (struct post){ db_int(q, GROUP),  db_int(q, POST),     db_int(q, SEEN),
                           db_int(q, ASKED),  db_int(q, SOURCE),   db_int(q, HOST),
                           stood_of(f->n, q), db_int(q, ASKS) != 0 };
    }
    db_done(q);
}

static int
by_group(const void *x, const void *y)
{
    const struct post *a = x, *b = y;

    if (a->group_id != b->group_id)
        return a->group_id < b->group_id ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Weekday * 24 + hour; -1: the time of day is not known (midnight is what dates become). */
static int64_t
hour_of(int64_t asked_s)
{
    int64_t day = asked_s / DAY_S, in_day = asked_s % DAY_S;

    if (asked_s <= 0 || in_day == 0)
        return -1;
    return (day + THURSDAY) % STORE_NUMBERS_WEEKDAYS * STORE_NUMBERS_HOURS + in_day / HOUR_S;
}

/* A post of a source or site, and its group if it asks and is the first of it there. */
static void
count_place(struct finding *f, struct numbers_tally *t, const struct post *p,
            enum store_numbers_part part)
{
    struct numbers_event e = numbers_event(STORE_NUMBERS_GROUPS, p->group_id, p->seen_s);

    e.key[part] = part == STORE_NUMBERS_SITE ? p->host_id : p->source_id;
    numbers_tally_add(f->n, t, e.key[part], 0);
    if (p->asks && numbers_tally_group(f->n, t, e.key[part], 1, p->group_id) &&
        f->n->pick != NULL && f->n->pick->part == part)
        numbers_keep(f->n, &e);
}

static void
count_post(struct finding *f, const struct post *p, bool topic)
{
    struct numbers *n = f->n;
    struct numbers_event e = numbers_event(STORE_NUMBERS_FOUND, p->group_id, p->seen_s);
    unsigned char tone = p->stood.tone;
    int64_t hour = hour_of(p->asked_s);

    e.hit.post_id = p->id;
    e.key[STORE_NUMBERS_PERIOD] = numbers_period_add(n, p->seen_s, NUMBERS_PERIOD_FOUND);
    e.key[STORE_NUMBERS_HOUR] = hour;
    e.key[STORE_NUMBERS_SOURCE] = p->source_id;
    e.key[STORE_NUMBERS_SITE] = p->host_id;
    e.key[STORE_NUMBERS_TOPIC] = p->group_id;
    numbers_hit(n, &e);
    if (tone != 0) {
        e.figure = (enum store_numbers_figure)tone;
        numbers_hit(n, &e);
    }
    if (n->q->figures_only)
        return;
    if (hour >= 0)
        n->out->heat[hour / STORE_NUMBERS_HOURS][hour % STORE_NUMBERS_HOURS]++;
    count_place(f, &f->sources, p, STORE_NUMBERS_SOURCE);
    count_place(f, &f->sites, p, STORE_NUMBERS_SITE);
    if (topic)
        numbers_tally_add(n, &f->topics, p->group_id, 0);
}

static void
count_group(struct finding *f, const struct post *posts, size_t n_posts, bool topic)
{
    struct numbers_event e =
        numbers_event(STORE_NUMBERS_GROUPS, posts[0].group_id, posts[0].seen_s);

    if (!posts[0].asks)
        return; /* a mention is no question */
    for (size_t i = 0; i < n_posts; i++)
        if (posts[i].seen_s > e.hit.at_s)
            e.hit.at_s = posts[i].seen_s;
    numbers_hit(f->n, &e);
    if (topic) {
        e.figure = STORE_NUMBERS_TOPICS;
        numbers_hit(f->n, &e);
    }
}

/* No page answered it, though one could: it is no alarm, and not to be left alone. */
static bool
is_topic(const struct finding *f, const struct post *p)
{
    int state = p->stood.state - 1;
    struct db_query *q;

    if (!p->asks || state < 0 || (GAP_STATES >> state & 1) == 0)
        return false;
    q = db_query(f->n->s, sql[SQL_NO_TOPIC]);
    db_bind_int(q, p->group_id);
    db_bind_int(q, f->n->q->until_s);
    return db_exec_int(q, 0) == 0;
}

void
numbers_found(struct numbers *n)
{
    struct finding f = { .n = n };

    read_posts(&f);
    if (f.n_posts > 0)
        qsort(f.posts, f.n_posts, sizeof(*f.posts), by_group);
    for (size_t i = 0, end; i < f.n_posts; i = end) {
        bool topic = is_topic(&f, &f.posts[i]);

        for (end = i; end < f.n_posts && f.posts[end].group_id == f.posts[i].group_id; end++)
            count_post(&f, &f.posts[end], topic);
        count_group(&f, &f.posts[i], end - i, topic);
    }
    n->out->sources = numbers_tally_best(n, &f.sources, 0, sql[SQL_SOURCE]);
    n->out->sites = numbers_tally_best(n, &f.sites, STORE_NUMBERS_TOP, sql[SQL_SITE]);
    n->out->topics = numbers_tally_best(n, &f.topics, STORE_NUMBERS_TOP, sql[SQL_TOPIC]);
}
