/* queue_scan.c - see queue_scan.h. */

#include "queue_scan.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "db.h"
#include "db_version.h"
#include "mem.h"
#include "queue_visits.h"
#include "store_private.h"

#define FILTERS                                                                                    \
    ", group_id, department_id, state, escalation IS NOT NULL, tags, words FROM queue"             \
    " WHERE (?1 = '' OR tone = ?1) AND (?2 = '' OR owner = ?2)"                                    \
    " AND (?3 = 0 OR escalation IS NOT NULL)"                                                      \
    " AND (?4 = 0 OR (errors + warnings = 0 AND escalation IS NULL))"                              \
    " AND (?5 = 0 OR last_asked_s >= ?5) AND (?6 = 0 OR last_asked_s < ?6) ORDER BY group_id"

static const char *const sql_rows[STORE_QUEUE_ORDERS] = {
    [STORE_QUEUE_BY_RANK] = "SELECT rank" FILTERS,
    [STORE_QUEUE_BY_ASKED] = "SELECT last_asked_s" FILTERS,
    [STORE_QUEUE_BY_TIMES] = "SELECT times_asked" FILTERS,
    [STORE_QUEUE_BY_VISITS] = "SELECT 0" FILTERS, /* queue_visits.h has them */
    [STORE_QUEUE_BY_TAGGED] = "SELECT 0" FILTERS,
    [STORE_QUEUE_BY_REFERRED] = "SELECT 0" FILTERS,
    [STORE_QUEUE_BY_DARK] = "SELECT 0" FILTERS,
};
static const char sql_words[] = "SELECT LOWER(?)";
static const char sql_sources[] =
    "SELECT id FROM source WHERE INSTR(audience, ',' || ? || ',') > 0 ORDER BY id";

static const char sql_links[] = "SELECT group_id, question_id FROM group_link ORDER BY group_id";

enum { BITS = 64 };

struct queue_scan {
    char *key; /* owned; which filter */
    struct db_version version;
    struct queue_found *rows; /* owned */
    size_t n, cap;
    uint64_t *questions; /* owned; of the groups in rows, a bit each; NULL: not looked at yet */
    int64_t n_questions;
};

/* What tags and words must have. */
struct wants {
    struct text words, audience;
    struct text *tags; /* each of them */
    size_t n_tags;
    struct text *sources; /* or one of these, where no editor has said who asks */
    size_t n_sources;
};

bool
queue_scan_wanted(const struct store_queue_query *q)
{
    return q->owner.n > 0 || q->search.n > 0 || q->alarms || q->clear || q->language.n > 0 ||
           q->source_id != 0 || q->campaign.n > 0 || q->audience.n > 0 || q->since_s != 0 ||
           q->until_s != 0;
}

bool
queue_scan_state(unsigned states, enum store_queue_state state, bool alarm)
{
    return (states >> state & 1) != 0 ||
           (state == STORE_QUEUE_GAP && alarm && (states & STORE_QUEUE_IN(ALARMS)) != 0);
}

bool
queue_scan_department(const struct store_queue_query *q, int64_t department_id)
{
    for (size_t i = 0; i < q->n_departments; i++)
        if (q->departments[i] == department_id)
            return true;
    return q->department_id == department_id || (q->department_id == 0 && q->departments == NULL);
}

static void
want(struct wants *w, struct arena *a, const char *kind, struct text name)
{
    if (name.n > 0)
        w->tags[w->n_tags++] = text_of(arena_printf(a, ",%s%.*s,", kind, TEXT_ARG(name)));
}

static void
read_wants(struct store *s, const struct store_queue_query *q, struct arena *a, struct wants *w)
{
    enum { KINDS = 3 };
    struct db_query *x = db_query(s, sql_words);
    size_t cap = 0;

    db_bind_text(x, q->search);
    if (db_row(x))
        w->words = db_text_in(x, 0, a);
    db_done(x);
    w->tags = arena_alloc(a, KINDS * sizeof(*w->tags));
    want(w, a, "l:", q->language);
    want(w, a, "c:", q->campaign);
    if (q->source_id != 0)
        want(w, a, "s:", text_of(arena_printf(a, "%" PRId64, q->source_id)));
    if (q->audience.n == 0)
        return;
    w->audience = text_of(arena_printf(a, ",a:%.*s,", TEXT_ARG(q->audience)));
    x = db_query(s, sql_sources);
    db_bind_text(x, q->audience);
    while (db_row(x)) {
        w->sources = arena_grow(a, w->sources, w->n_sources, &cap, sizeof(*w->sources));
        w->sources[w->n_sources++] = text_of(arena_printf(a, ",s:%" PRId64 ",", db_int(x, 0)));
    }
    db_done(x);
}

static bool
has(struct text tags, struct text tag)
{
    return text_find(tags, tag) != TEXT_NPOS;
}

static bool
asks_there(const struct wants *w, struct text tags)
{
    if (has(tags, TEXT_LIT(",h:,")))
        return has(tags, w->audience);
    for (size_t i = 0; i < w->n_sources; i++)
        if (has(tags, w->sources[i]))
            return true;
    return false;
}

static bool
fits(const struct wants *w, struct text tags, struct text words)
{
    for (size_t i = 0; i < w->n_tags; i++)
        if (!has(tags, w->tags[i]))
            return false;
    return (w->audience.n == 0 || asks_there(w, tags)) &&
           (w->words.n == 0 || text_find(words, w->words) != TEXT_NPOS);
}

static void
read_rows(struct store *s, const struct store_queue_query *query, struct queue_scan *scan)
{
    enum columns { KEY, GROUP, DEPARTMENT, STATE, ALARM, TAGS, WORDS };
    struct arena *a = arena_new();
    struct wants w = { .n_tags = 0 };
    struct db_query *q;

    read_wants(s, query, a, &w);
    q = db_query(s, sql_rows[query->order]);
    db_bind_text(q, query->tone);
    db_bind_text(q, query->owner);
    db_bind_int(q, query->alarms);
    db_bind_int(q, query->clear);
    db_bind_int(q, query->since_s);
    db_bind_int(q, query->until_s);
    while (db_row(q)) {
        int state;

        if (!fits(&w, db_text(q, TAGS), db_text(q, WORDS)))
            continue;
        state = store_queue_state_of(db_text(q, STATE));
        scan->rows = mem_grow(scan->rows, &scan->cap, scan->n + 1, sizeof(*scan->rows));
        scan->rows[scan->n++] =
            (struct queue_found){ db_int(q, KEY), db_int(q, GROUP), db_int(q, DEPARTMENT),
                                  (enum store_queue_state)state, db_int(q, ALARM) != 0 };
        if (queue_visits_order(query->order))
            scan->rows[scan->n - 1].key = queue_visits_of(s, query->order, db_int(q, GROUP));
    }
    db_done(q);
    arena_free(a);
}

/* What the rows depend on besides the store. */
static char *
key_of(const struct store_queue_query *q, int64_t visits)
{
    const struct text texts[] = { q->tone,     q->owner,    q->search,
                                  q->language, q->campaign, q->audience };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    buf_addf(&b, "%d %d %d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, (int)q->order, q->alarms,
             q->clear, q->source_id, q->since_s, q->until_s, visits);
    for (size_t i = 0; i < N_ELEMENTS(texts); i++) /* with lengths: none reads as another */
        buf_addf(&b, " %zu:%.*s", texts[i].n, TEXT_ARG(texts[i]));
    return buf_take(&b);
}

const struct queue_found *
queue_scan(struct store *s, const struct store_queue_query *q, size_t *n)
{
    struct db_version now = db_version(s); /* before it is read: a change in between shows */
    char *key = key_of(q, queue_visits_order(q->order) ? queue_visits_refresh(s, q->now_s) : 0);

    if (s->scan == NULL)
        s->scan = mem_zalloc(sizeof(*s->scan));
    if (s->scan->key == NULL || strcmp(s->scan->key, key) != 0 ||
        !db_version_same(&s->scan->version, &now)) {
        free(s->scan->key);
        s->scan->key = key;
        s->scan->version = now;
        s->scan->n = 0;
        free(s->scan->questions);
        s->scan->questions = NULL;
        read_rows(s, q, s->scan);
        if (store_failed(s))
            s->scan->version = DB_VERSION_NONE;
    } else {
        free(key);
    }
    *n = s->scan->n;
    return s->scan->rows;
}

static int
by_group(const void *x, const void *y)
{
    const struct queue_found *a = x, *b = y;

    return (a->group_id > b->group_id) - (a->group_id < b->group_id);
}

bool
store_queue_has(struct store *s, const struct store_queue_query *q, int64_t group_id, int64_t *ret)
{
    const struct queue_found at = { .group_id = group_id };
    size_t n;
    const struct queue_found *rows = queue_scan(s, q, &n);
    const struct queue_found *row = n > 0 ? bsearch(&at, rows, n, sizeof(*rows), by_group) : NULL;

    if (row != NULL && ret != NULL)
        *ret = row->key;
    return row != NULL;
}

/* Both are in the order of groups. */
static void
read_questions(struct store *s, struct queue_scan *scan)
{
    struct db_query *q = db_query(s, sql_links);
    int64_t n = store_search_newest(s) + 1;
    size_t at = 0;

    scan->n_questions = n;
    scan->questions = mem_zalloc(((size_t)n / BITS + 1) * sizeof(*scan->questions));
    while (db_row(q)) {
        int64_t group_id = db_int(q, 0), id = db_int(q, 1);

        while (at < scan->n && scan->rows[at].group_id < group_id)
            at++;
        if (at < scan->n && scan->rows[at].group_id == group_id && id < n)
            scan->questions[id / BITS] |= UINT64_C(1) << id % BITS;
    }
    db_done(q);
}

void
store_queue_questions(struct store *s, const struct store_queue_query *q,
                      struct store_search_ids *ret)
{
    size_t n;

    (void)queue_scan(s, q, &n); /* it is kept */
    if (s->scan->questions == NULL)
        read_questions(s, s->scan);
    *ret = (struct store_search_ids){ s->scan->questions, s->scan->n_questions };
}

void
queue_scan_free(struct queue_scan *scan)
{
    if (scan == NULL)
        return;
    free(scan->key);
    free(scan->rows);
    free(scan->questions);
    free(scan);
}
