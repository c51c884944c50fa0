/* queue.c - the rows of the queue, kept exact; see store_queue.h.  Reading is queue_list.c's. */

#include "queue.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "db.h"
#include "mem.h"
#include "queue_tags.h"
#include "standing.h"
#include "store_export.h"
#include "store_private.h"
#include "store_queue.h"

#define LOW_CONFIDENCE .75 /* a draft below is one to look at carefully */
#define MAX_TIMES      INT32_MAX

enum statement {
    SQL_STANDING,
    SQL_TIMES,
    SQL_OLD,
    SQL_PUT,
    SQL_DROP,
    SQL_COUNT,
    SQL_QUESTION,
    SQL_POST,
    SQL_GROUPS,
    SQL_COUNTS_DROP,
    SQL_COUNTS_MAKE,
    SQL_COUNTS_WRONG,
};

#define COLUMNS                                                                                    \
    "group_id, department_id, state, tags, words, draft_id, kind, tone, escalation, rank,"         \
    " confidence, asks, errors, warnings, times_asked, sites, first_asked_s, last_asked_s,"        \
    " until_s, owner, revision, changed_s"

/* How often a level stands in the checks of a draft, which are JSON without blanks. */
#define LEVELS(level)                                                                              \
    "(LENGTH(COALESCE(draft.checks, '')) - LENGTH(REPLACE(COALESCE(draft.checks, ''),"             \
    " '\"level\":\"" level "\"', ''))) / LENGTH('\"level\":\"" level "\"')"

static const char *const sql[] = {
    [SQL_STANDING] =
        "SELECT g.department_id," STANDING_STATE ", COALESCE(draft.id, 0),"
        " COALESCE(draft.kind, ''), COALESCE(draft.tone, gap.tone, ''), gap.escalation,"
        " COALESCE(draft.confidence, gap.confidence, 0), " LEVELS("error") ", " LEVELS(
            "warning") ","
                       " COALESCE(gap.owner, draft.owner), COALESCE((SELECT MAX(revision) FROM "
                       "decision z WHERE "
                       "z.group_id = g.id), 0),"
                       " MAX(g.changed_s, COALESCE(draft.created_s, 0), COALESCE(gap.created_s, 0),"
                       "  COALESCE(stale.at_s, 0), COALESCE((SELECT MAX(at_s) FROM decision z"
                       "  WHERE z.group_id = g.id), 0)) FROM question_group g" STANDING_JOINS
                       " WHERE g.id = ? AND" STANDING_LISTED,
    [SQL_TIMES] = "SELECT COUNT(*), COUNT(DISTINCT url.host_id), MIN(" STANDING_ASKED "),"
                  " MAX(" STANDING_ASKED "), MAX(post.p) FROM group_link l"
                  " JOIN heard ON heard.question_id = l.question_id"
                  " JOIN post ON post.id = heard.post_id JOIN url ON url.id = post.url_id"
                  " WHERE l.group_id = ?",
    [SQL_OLD] = "SELECT " COLUMNS " FROM queue WHERE group_id = ?",
    [SQL_PUT] = "INSERT INTO queue (" COLUMNS ") VALUES (?, ?, ?, ?, ?, NULLIF(?, 0), ?, ?, ?, ?,"
                " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (group_id) DO UPDATE SET"
                " department_id = excluded.department_id, state = excluded.state,"
                " tags = excluded.tags, words = excluded.words,"
                " draft_id = excluded.draft_id, kind = excluded.kind, tone = excluded.tone,"
                " escalation = excluded.escalation, rank = excluded.rank,"
                " confidence = excluded.confidence, asks = excluded.asks,"
                " errors = excluded.errors, warnings = excluded.warnings,"
                " times_asked = excluded.times_asked, sites = excluded.sites,"
                " first_asked_s = excluded.first_asked_s, last_asked_s = excluded.last_asked_s,"
                " until_s = excluded.until_s, owner = excluded.owner,"
                " revision = excluded.revision, changed_s = excluded.changed_s",
    [SQL_DROP] = "DELETE FROM queue WHERE group_id = ?",
    [SQL_COUNT] = "INSERT INTO queue_count (department_id, state, n) VALUES (?, ?, ?)"
                  " ON CONFLICT (department_id, state) DO UPDATE SET n = n + excluded.n",
    [SQL_QUESTION] = "SELECT group_id FROM group_link WHERE question_id = ?",
    [SQL_POST] = "SELECT l.group_id FROM sighting JOIN group_link l"
                 " ON l.question_id = sighting.question_id WHERE sighting.post_id = ?",
    [SQL_GROUPS] = "SELECT id FROM question_group WHERE ?1 = 0 OR department_id = ?1 ORDER BY id",
    [SQL_COUNTS_DROP] = "DELETE FROM queue_count WHERE ?1 = 0 OR department_id = ?1",
    [SQL_COUNTS_MAKE] = "INSERT INTO queue_count (department_id, state, n)"
                        " SELECT department_id, state, COUNT(*) FROM queue"
                        " WHERE ?1 = 0 OR department_id = ?1 GROUP BY department_id, state",
    [SQL_COUNTS_WRONG] =
        "SELECT COUNT(*) FROM queue_count c WHERE n <> (SELECT COUNT(*) FROM queue q"
        " WHERE q.department_id = c.department_id AND q.state = c.state)",
};

/* A row as it is stored. */
struct row {
    int64_t group_id, department_id, draft_id, rank, asks, errors, warnings, times_asked, sites;
    int64_t first_asked_s, last_asked_s, until_s, revision, changed_s;
    struct text state, tags, words, kind, tone, escalation, owner;
    double confidence;
};

static int64_t
rank_of(const struct row *r)
{
    int64_t times = r->times_asked < MAX_TIMES ? r->times_asked : MAX_TIMES;
    enum store_queue_class c = STORE_QUEUE_EASY;

    if (r->draft_id != 0 && (r->errors + r->warnings > 0 || r->confidence < LOW_CONFIDENCE))
        c = STORE_QUEUE_CAREFUL;
    if (text_is(r->tone, "negative"))
        c = STORE_QUEUE_NEGATIVE;
    if (text_is(r->state, "stale") || text_is(r->state, "reply-missing"))
        c = STORE_QUEUE_AGAIN;
    if (r->escalation.n > 0)
        c = STORE_QUEUE_ALARM;
    return ((int64_t)c << STORE_QUEUE_RANK_SHIFT) + times;
}

static void
read_times(struct store *s, struct row *r)
{
    int64_t *const times[] = { &r->times_asked, &r->sites, &r->first_asked_s, &r->last_asked_s };
    struct db_query *q = db_query(s, sql[SQL_TIMES]);
    int k = 0;

    db_bind_int(q, r->group_id);
    if (db_row(q)) {
        for (size_t i = 0; i < N_ELEMENTS(times); i++)
            *times[i] = db_int(q, k++);
        r->asks = db_real(q, k) >= STORE_ASKS_P;
    }
    db_done(q);
}

/* As standing.h has it; false: it is not listed. */
static bool
derive(struct store *s, int64_t group_id, struct arena *a, struct row *ret)
{
    struct row r = { .group_id = group_id };
    struct standing_said said = { .arg = TEXT_NONE };
    struct text *const texts[] = { &r.kind, &r.tone, &r.escalation };
    struct db_query *q = db_query(s, sql[SQL_STANDING]);
    int k = 0;
    bool there;

    db_bind_int(q, group_id);
    there = db_row(q);
    if (there) {
        r.department_id = db_int(q, k++);
        r.state = db_text_in(q, k++, a);
        r.draft_id = db_int(q, k++);
        for (size_t i = 0; i < N_ELEMENTS(texts); i++)
            *texts[i] = db_text_in(q, k++, a);
        r.confidence = db_real(q, k++);
        r.errors = db_int(q, k++);
        r.warnings = db_int(q, k++);
        r.owner = db_text_in(q, k++, a);
        r.revision = db_int(q, k++);
        r.changed_s = db_int(q, k);
    }
    db_done(q);
    if (!there)
        return false;
    read_times(s, &r);
    if (text_is(r.state, "open") && r.asks == 0)
        return false; /* a mention that needs nothing is nobody's work */
    if (text_is(r.state, "parked")) {
        standing_said(s, group_id, r.draft_id, "park", a, &said);
        (void)standing_until(said.arg, &r.until_s); /* an old row has none */
    } else if (text_is(r.state, "handed-over")) {
        standing_said(s, group_id, r.draft_id, "hand-over", a, &said);
        r.owner = said.arg;
    }
    r.rank = rank_of(&r);
    queue_tags(s, group_id, a, &r.tags, &r.words);
    *ret = r;
    return true;
}

static bool
read_old(struct store *s, int64_t group_id, struct arena *a, struct row *ret)
{
    struct row r = { .group_id = group_id };
    struct db_query *q = db_query(s, sql[SQL_OLD]);
    struct text *const texts[] = { &r.kind, &r.tone, &r.escalation };
    int64_t *const numbers[] = { &r.asks,  &r.errors,        &r.warnings,     &r.times_asked,
                                 &r.sites, &r.first_asked_s, &r.last_asked_s, &r.until_s };
    int k = 1;
    bool there;

    db_bind_int(q, group_id);
    there = db_row(q);
    if (there) {
        r.department_id = db_int(q, k++);
        r.state = db_text_in(q, k++, a);
        r.tags = db_text_in(q, k++, a);
        r.words = db_text_in(q, k++, a);
        r.draft_id = db_int(q, k++);
        for (size_t i = 0; i < N_ELEMENTS(texts); i++)
            *texts[i] = db_text_in(q, k++, a);
        r.rank = db_int(q, k++);
        r.confidence = db_real(q, k++);
        for (size_t i = 0; i < N_ELEMENTS(numbers); i++)
            *numbers[i] = db_int(q, k++);
        r.owner = db_text_in(q, k++, a);
        r.revision = db_int(q, k++);
        r.changed_s = db_int(q, k);
        *ret = r;
    }
    db_done(q);
    return there;
}

static bool
same_row(const struct row *x, const struct row *y)
{
    return x->department_id == y->department_id && x->draft_id == y->draft_id &&
           x->rank == y->rank && x->asks == y->asks && x->errors == y->errors &&
           x->warnings == y->warnings && x->times_asked == y->times_asked && x->sites == y->sites &&
           x->first_asked_s == y->first_asked_s && x->last_asked_s == y->last_asked_s &&
           x->until_s == y->until_s && x->revision == y->revision && x->changed_s == y->changed_s &&
           text_eq(x->state, y->state) && text_eq(x->kind, y->kind) && text_eq(x->tone, y->tone) &&
           text_eq(x->escalation, y->escalation) && text_eq(x->owner, y->owner) &&
           text_eq(x->tags, y->tags) && text_eq(x->words, y->words) &&
           x->confidence == y->confidence;
}

static void
count(struct store *s, const struct row *r, int64_t n)
{
    struct db_query *q = db_query(s, sql[SQL_COUNT]);

    db_bind_int(q, r->department_id);
    db_bind_text(q, r->state);
    db_bind_int(q, n);
    (void)db_exec(q); /* sticky */
}

static void
put(struct store *s, const struct row *r)
{
    struct db_query *q = db_query(s, sql[SQL_PUT]);
    const int64_t numbers[] = { r->asks,  r->errors,        r->warnings,     r->times_asked,
                                r->sites, r->first_asked_s, r->last_asked_s, r->until_s };

    db_bind_int(q, r->group_id);
    db_bind_int(q, r->department_id);
    db_bind_text(q, r->state);
    db_bind_text(q, r->tags);
    db_bind_text(q, r->words);
    db_bind_int(q, r->draft_id);
    db_bind_text(q, r->kind);
    db_bind_text(q, r->tone);
    db_bind_text_or_null(q, r->escalation);
    db_bind_int(q, r->rank);
    db_bind_real(q, r->confidence);
    for (size_t i = 0; i < N_ELEMENTS(numbers); i++)
        db_bind_int(q, numbers[i]);
    db_bind_text_or_null(q, r->owner);
    db_bind_int(q, r->revision);
    db_bind_int(q, r->changed_s);
    (void)db_exec(q); /* sticky */
}

static void
drop(struct store *s, int64_t group_id)
{
    struct db_query *q = db_query(s, sql[SQL_DROP]);

    db_bind_int(q, group_id);
    (void)db_exec(q); /* sticky */
}

static void
refresh(struct store *s, int64_t group_id, struct arena *a)
{
    struct row was, is;
    bool had = read_old(s, group_id, a, &was), has = derive(s, group_id, a, &is);

    if (store_failed(s) || (had && has && same_row(&was, &is)))
        return;
    if (had && !(has && text_eq(was.state, is.state)))
        count(s, &was, -1);
    if (has && !(had && text_eq(was.state, is.state)))
        count(s, &is, 1);
    if (has)
        put(s, &is);
    else if (had)
        drop(s, group_id);
}

/* ---- touching ---- */

void
store_queue_touch(struct store *s, int64_t group_id)
{
    assert(s->in_transaction);
    if (s->n_touched > 0 && s->touched[s->n_touched - 1] == group_id)
        return;
    s->touched = mem_grow(s->touched, &s->cap_touched, s->n_touched + 1, sizeof(*s->touched));
    s->touched[s->n_touched++] = group_id;
}

static void
touch_each(struct store *s, enum statement which, int64_t id)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, id);
    while (db_row(q))
        store_queue_touch(s, db_int(q, 0));
    db_done(q);
}

void
store_queue_touch_question(struct store *s, int64_t question_id)
{
    touch_each(s, SQL_QUESTION, question_id);
}

void
store_queue_touch_post(struct store *s, int64_t post_id)
{
    touch_each(s, SQL_POST, post_id);
}

static int
by_id(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return (a > b) - (a < b);
}

void
queue_flush(struct store *s)
{
    struct arena *a;

    if (s->n_touched == 0)
        return;
    a = arena_new();
    qsort(s->touched, s->n_touched, sizeof(*s->touched), by_id);
    for (size_t i = 0; i < s->n_touched; i++) {
        if (i > 0 && s->touched[i] == s->touched[i - 1])
            continue;
        arena_clear(a);
        refresh(s, s->touched[i], a);
    }
    arena_free(a);
    s->n_touched = 0;
}

void
queue_forget(struct store *s)
{
    s->n_touched = 0;
}

int64_t
store_queue_rebuild(struct store *s, int64_t department_id)
{
    static const enum statement counts[] = { SQL_COUNTS_DROP, SQL_COUNTS_MAKE };
    struct db_query *q = db_query(s, sql[SQL_GROUPS]);
    size_t before = s->n_touched, n;

    db_bind_int(q, department_id);
    while (db_row(q))
        store_queue_touch(s, db_int(q, 0));
    db_done(q);
    n = s->n_touched - before;
    queue_flush(s);
    for (size_t i = 0; i < N_ELEMENTS(counts); i++) {
        q = db_query(s, sql[counts[i]]);
        db_bind_int(q, department_id);
        (void)db_exec(q); /* sticky */
    }
    return (int64_t)n;
}

int64_t
store_queue_verify(struct store *s, struct err *err)
{
    struct db_query *q = db_query(s, sql[SQL_GROUPS]);
    struct arena *a = arena_new();
    int64_t wrong = 0;

    db_bind_int(q, 0);
    while (db_row(q)) {
        int64_t id = db_int(q, 0);
        struct row was = { .group_id = 0 }, is = { .group_id = 0 };
        bool had = read_old(s, id, a, &was), has = derive(s, id, a, &is);

        if (had != has || (had && !same_row(&was, &is))) {
            if (wrong++ == 0)
                (void)err_set(err, ST_PROBLEMS,
                              "group %" PRId64 ": the queue has %.*s at revision %" PRId64
                              ", rank %" PRId64 "; it is %.*s at %" PRId64 ", rank %" PRId64,
                              id, TEXT_ARG(was.state), was.revision, was.rank, TEXT_ARG(is.state),
                              is.revision, is.rank); /* what it says is all that counts */
        }
        arena_clear(a);
    }
    db_done(q);
    arena_free(a);
    if (wrong == 0 && db_exec_int(db_query(s, sql[SQL_COUNTS_WRONG]), 0) > 0) {
        (void)err_set(err, ST_PROBLEMS, "the queue's counts are not those of its rows");
        wrong = 1;
    }
    return wrong;
}
