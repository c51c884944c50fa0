/*
 * numbers_standing.c - where groups stood at the end of a span; see numbers.h.
 *
 * What has not changed since then stands where the queue says, and is counted as it counts.
 * What has changed is worked out again from the drafts, gaps and decisions of before, as standing.h
 * does for now.
 */
#include "numbers.h"

#include "db.h"
#include "store_queue.h"

enum statement { SQL_NOW, SQL_SINCE, SQL_ALARMS, SQL_SAME, SQL_CHANGED };

/* ?1: the end.  A gap that a later draft has ended is in gap_past. */
#define STOOD_GAP                                                                                  \
    "COALESCE((SELECT tone FROM gap WHERE gap.group_id = b.group_id AND gap.created_s < ?1),"      \
    " (SELECT MAX(tone) FROM gap_past p WHERE p.group_id = b.group_id AND p.since_s < ?1"          \
    "  AND p.until_s >= ?1))"
#define STOOD_ALARM                                                                                \
    "COALESCE((SELECT escalation IS NOT NULL FROM gap WHERE gap.group_id = e.group_id"             \
    " AND gap.created_s < ?1), (SELECT MAX(alarm) FROM gap_past p WHERE p.group_id = e.group_id"   \
    "  AND p.since_s < ?1 AND p.until_s >= ?1), 0)"
#define STOOD_LAST                                                                                 \
    " FROM decision d WHERE d.group_id = c.group_id AND d.at_s < ?1"                               \
    " AND COALESCE(d.draft_id, 0) = c.draft_id ORDER BY d.revision DESC LIMIT 1"

static const char *const sql[] = {
    [SQL_NOW] = "SELECT department_id, state, n, ?1 FROM queue_count",
    [SQL_SINCE] = "SELECT department_id, state, -COUNT(*) FROM queue WHERE changed_s >= ?1"
                  " GROUP BY department_id, state",
    /* By department, so that an index leads to them. */
    [SQL_ALARMS] = "SELECT department_id, COUNT(*) FROM queue WHERE department_id IN"
                   " (SELECT DISTINCT department_id FROM queue_count) AND state = 'gap'"
                   " AND rank >= ?2 AND changed_s < ?1 GROUP BY department_id",
    [SQL_SAME] = "SELECT group_id, department_id, state, tone, changed_s,"
                 " state = 'gap' AND escalation IS NOT NULL FROM queue WHERE changed_s < ?1",
    [SQL_CHANGED] =
        "SELECT e.group_id, e.department_id, CASE"
        " WHEN e.state IN ('approved', 'posted') AND EXISTS (SELECT 1 FROM stale"
        "  WHERE stale.draft_id = e.draft_id AND stale.at_s < ?1 AND stale.revision >= e.revision)"
        "  THEN 'stale'"
        " WHEN e.state NOT IN ('open', 'gap') THEN e.state"
        " WHEN e.gap_tone IS NOT NULL THEN 'gap'"
        " WHEN e.draft_id <> 0 THEN 'machine' WHEN e.asks = 1 THEN 'open' ELSE '' END,"
        " COALESCE(e.gap_tone, (SELECT tone FROM draft WHERE id = e.draft_id), ''), e.created_s,"
        " " STOOD_ALARM " FROM (SELECT c.*, (SELECT d.state" STOOD_LAST ") AS state,"
        "  (SELECT d.revision" STOOD_LAST ") AS revision"
        "  FROM (SELECT b.*, CASE WHEN b.gap_tone IS NOT NULL THEN 0 ELSE COALESCE((SELECT"
        "    MAX(x.id) FROM draft x WHERE x.group_id = b.group_id AND x.created_s < ?1), 0)"
        "    END AS draft_id"
        "   FROM (SELECT b.group_id, b.department_id, b.asks, g.created_s, " STOOD_GAP
        "     AS gap_tone FROM queue b JOIN question_group g ON g.id = b.group_id"
        "     WHERE b.changed_s >= ?1 AND g.created_s < ?1) b) c) e",
};

/* Which figure counts a state; -1: none. */
static int
figure_of(int state)
{
    static const struct {
        unsigned states;
        enum store_numbers_figure figure;
    } rows[] = {
        /* but alarms, which are gaps */
        { STORE_QUEUE_DECIDABLE & STORE_QUEUE_ANY, STORE_NUMBERS_OPEN },
        { STORE_QUEUE_IN(GAP) | STORE_QUEUE_IN(NEEDS_PAGE), STORE_NUMBERS_GAPS },
        { STORE_QUEUE_IN(PARKED) | STORE_QUEUE_IN(HANDED_OVER), STORE_NUMBERS_PARKED },
    };

    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        if ((rows[i].states >> state & 1) != 0)
            return (int)rows[i].figure;
    return -1;
}

unsigned char
numbers_tone(struct text tone)
{
    static const enum store_numbers_figure tones[] = {
        STORE_NUMBERS_POSITIVE,
        STORE_NUMBERS_NEUTRAL,
        STORE_NUMBERS_NEGATIVE,
    };

    for (size_t i = 0; i < N_ELEMENTS(tones); i++)
        if (text_is(tone, store_numbers_meaning(tones[i])->name))
            return (unsigned char)tones[i];
    return 0;
}

/* Counts of many at once, in columns department, state, n. */
static void
add_counts(struct numbers *n, enum statement which)
{
    struct db_query *q = db_query(n->s, sql[which]);

    db_bind_int(q, n->q->until_s);
    while (db_row(q)) {
        int state = store_queue_state_of(db_text(q, 1));
        int figure = state >= 0 ? figure_of(state) : -1;

        if (figure >= 0 && numbers_wants(n, db_int(q, 0)))
            n->out->count[figure] += db_int(q, 2);
    }
    db_done(q);
}

/* Of the gaps that have not changed, those that an editor can decide. */
static void
add_alarms(struct numbers *n)
{
    struct db_query *q = db_query(n->s, sql[SQL_ALARMS]);

    db_bind_int(q, n->q->until_s);
    db_bind_int(q, STORE_QUEUE_RANK(ALARM));
    while (db_row(q))
        if (numbers_wants(n, db_int(q, 0)))
            n->out->count[STORE_NUMBERS_OPEN] += db_int(q, 1);
    db_done(q);
}

static void
add_standing(struct numbers *n, enum store_numbers_figure f, int64_t id, int64_t at_s, bool count)
{
    struct numbers_event e = numbers_event(f, id, at_s);

    if (count)
        numbers_hit(n, &e);
    else
        numbers_keep(n, &e);
}

/* One by one. */
static void
walk(struct numbers *n, enum statement which, bool count)
{
    struct db_query *q = db_query(n->s, sql[which]);
    enum columns { GROUP, DEPARTMENT, STATE, TONE, AT, ALARM };

    db_bind_int(q, n->q->until_s);
    while (db_row(q)) {
        int64_t id = db_int(q, GROUP);
        int state = store_queue_state_of(db_text(q, STATE));
        int figure = state >= 0 ? figure_of(state) : -1;

        if (!numbers_wants(n, db_int(q, DEPARTMENT)) || !numbers_within(n, id))
            continue;
        if (which == SQL_CHANGED && id > 0 && id < n->n_stood)
            n->stood[id] = (struct numbers_stood){ (unsigned char)(state + 1),
                                                   numbers_tone(db_text(q, TONE)) };
        if (figure >= 0)
            add_standing(n, (enum store_numbers_figure)figure, id, db_int(q, AT), count);
        if (state == STORE_QUEUE_GAP && db_int(q, ALARM) != 0)
            add_standing(n, STORE_NUMBERS_OPEN, id, db_int(q, AT), count);
    }
    db_done(q);
}

void
numbers_standing(struct numbers *n)
{
    int figure = n->pick != NULL ? (int)n->pick->figure : -1;

    if (n->within != NULL) {
        walk(n, SQL_SAME, true); /* queue_count knows no campaigns */
        walk(n, SQL_CHANGED, true);
        return;
    }
    add_counts(n, SQL_NOW);
    add_counts(n, SQL_SINCE);
    add_alarms(n);
    if (figure == STORE_NUMBERS_OPEN || figure == STORE_NUMBERS_GAPS ||
        figure == STORE_NUMBERS_PARKED)
        walk(n, SQL_SAME, false);
    walk(n, SQL_CHANGED, true);
}
