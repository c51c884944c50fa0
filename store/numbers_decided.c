/* numbers_decided.c - what was decided in a span; see numbers.h. */

#include "numbers.h"

#include <stdlib.h>

#include "db.h"
#include "standing.h"

#define HOUR_S 3600.

enum statement { SQL_DECIDED, SQL_FIRST, SQL_ASKED, SQL_APPROVED, SQL_EDITED, SQL_LAST, SQL_PAGE };

/* d was not taken back before the end, ?1. */
#define HOLDS                                                                                      \
    " NOT EXISTS (SELECT 1 FROM decision u WHERE u.group_id = d.group_id AND u.undoes = d.id"      \
    "  AND u.at_s < ?1)"

static const char *const sql[] = {
    [SQL_DECIDED] = "SELECT d.group_id, d.revision, d.at_s, d.verb, COALESCE(d.draft_id, 0),"
                    " g.department_id, COALESCE(draft.kind, ''), COALESCE(draft.origin, ''),"
                    " draft.model IS NOT NULL, COALESCE(draft.link_url_id, 0),"
                    " CASE WHEN queue.times_asked = 1 THEN queue.first_asked_s ELSE -1 END"
                    " FROM decision d LEFT JOIN queue ON queue.group_id = d.group_id"
                    " JOIN question_group g ON g.id = d.group_id"
                    " LEFT JOIN draft ON draft.id = d.draft_id"
                    " WHERE d.at_s >= ?2 AND d.at_s < ?1"
                    " AND d.verb IN ('approve', 'reject', 'post', 'withdraw') AND" HOLDS,
    [SQL_FIRST] = "SELECT MIN(d.revision) FROM decision d WHERE d.group_id = ?2"
                  " AND d.verb = 'approve' AND" HOLDS,
    [SQL_ASKED] = "SELECT MIN(" STANDING_ASKED ") FROM group_link l"
                  " JOIN heard ON heard.question_id = l.question_id"
                  " JOIN post ON post.id = heard.post_id"
                  " WHERE l.group_id = ?2 AND post.first_seen_s < ?1",
    [SQL_APPROVED] = "SELECT MAX(d.at_s) FROM decision d WHERE d.group_id = ?2 AND d.draft_id = ?3"
                     " AND d.revision < ?4 AND d.verb = 'approve' AND" HOLDS,
    [SQL_EDITED] = "SELECT COUNT(*) FROM decision d WHERE d.group_id = ?2 AND d.draft_id = ?3"
                   " AND d.revision < ?4 AND d.verb = 'edit' AND" HOLDS,
    [SQL_LAST] = "SELECT d.state NOT IN ('withdrawn', 'reply-missing') FROM decision d"
                 " WHERE d.group_id = ?2 AND d.draft_id = ?3 AND d.at_s < ?1"
                 " ORDER BY d.revision DESC LIMIT 1",
    [SQL_PAGE] = ("SELECT COALESCE(page.title, url.address), url.address, '' FROM url"
                  " LEFT JOIN page ON page.url_id = url.id WHERE url.id = ?"),
};

static const char *const kinds[STORE_NUMBERS_KINDS] = { "answer", "acknowledge", "contact" };

enum origins { MACHINE, MODEL, REUSED, WRITTEN };

enum verbs { APPROVE, REJECT, POST, WITHDRAW, N_VERBS };
static const char *const verbs[] = { "approve", "reject", "post", "withdraw" };

struct act {
    int64_t group_id, revision, at_s, draft_id, url_id;
    enum verbs verb;
    int64_t kind;    /* a key of STORE_NUMBERS_KIND; -1: no draft */
    int64_t asked_s; /* where the group has a single post: when that was; else -1 */
};

struct deciding {
    struct numbers *n;
    struct act *acts;
    size_t n_acts, cap;
    struct numbers_tally pages, kinds;
};

static int64_t
index_of(struct text name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_is(name, names[i]))
            return (int64_t)i;
    return -1;
}

static int64_t
kind_of(struct db_query *q, int column)
{
    int64_t kind = index_of(db_text(q, column), kinds, N_ELEMENTS(kinds));
    struct text origin = db_text(q, column + 1);
    bool model = db_int(q, column + 2) != 0;
    enum origins o = text_is(origin, "reused")    ? REUSED
                     : text_is(origin, "written") ? WRITTEN
                     : model                      ? MODEL
                                                  : MACHINE;

    return kind < 0 ? -1 : kind * STORE_NUMBERS_ORIGINS + o;
}

static void
read_acts(struct deciding *d)
{
    struct db_query *q = db_query(d->n->s, sql[SQL_DECIDED]);
    enum columns {
        GROUP,
        REVISION,
        AT,
        VERB,
        DRAFT,
        DEPARTMENT,
        KIND,
        ORIGIN,
        MODELLED,
        URL,
        ASKED
    };

    db_bind_int(q, d->n->q->until_s);
    db_bind_int(q, d->n->q->since_s);
    while (db_row(q)) {
        if (!numbers_wants(d->n, db_int(q, DEPARTMENT)) || !numbers_within(d->n, db_int(q, GROUP)))
            continue;
        d->acts = arena_grow(d->n->arena, d->acts, d->n_acts, &d->cap, sizeof(*d->acts));
        d->acts[d->n_acts++] = (struct act){
            .group_id = db_int(q, GROUP),
            .revision = db_int(q, REVISION),
            .at_s = db_int(q, AT),
            .draft_id = db_int(q, DRAFT),
            .url_id = db_int(q, URL),
            .verb = (enum verbs)index_of(db_text(q, VERB), verbs, N_VERBS),
            .kind = kind_of(q, KIND),
            .asked_s = db_int(q, ASKED),
        };
    }
    db_done(q);
}

static int
by_revision(const void *x, const void *y)
{
    const struct act *a = x, *b = y;

    if (a->group_id != b->group_id)
        return a->group_id < b->group_id ? -1 : 1;
    return (a->revision > b->revision) - (a->revision < b->revision);
}

/* What a statement about an act says; missing: nothing. */
static int64_t
ask(const struct deciding *d, enum statement which, const struct act *x)
{
    struct db_query *q = db_query(d->n->s, sql[which]);
    int64_t v = -1;

    db_bind_int(q, d->n->q->until_s);
    db_bind_int(q, x->group_id);
    if (which != SQL_FIRST && which != SQL_ASKED)
        db_bind_int(q, x->draft_id);
    if (which == SQL_APPROVED || which == SQL_EDITED)
        db_bind_int(q, x->revision);
    if (db_row(q) && !db_null(q, 0))
        v = db_int(q, 0);
    db_done(q);
    return v;
}

static struct numbers_event
event_of(enum store_numbers_figure f, const struct act *x)
{
    struct numbers_event e = numbers_event(f, x->group_id, x->at_s);

    e.hit.draft_id = x->draft_id;
    e.key[STORE_NUMBERS_KIND] = x->kind;
    if (x->url_id != 0)
        e.key[STORE_NUMBERS_PAGE] = x->url_id;
    return e;
}

static void
add_span(struct deciding *d, enum numbers_span which, const struct act *x, int64_t from_s)
{
    struct numbers *n = d->n;
    struct numbers_event e = event_of(
        which == NUMBERS_TO_APPROVED ? STORE_NUMBERS_TO_APPROVED : STORE_NUMBERS_TO_POSTED, x);
    double hours = (double)(x->at_s - from_s) / HOUR_S;

    if (from_s < 0)
        return;
    e.hit.hours = hours > 0 ? hours : 0; /* a clock that was wrong */
    n->spans[which] = arena_grow(n->arena, n->spans[which], n->n_spans[which], &n->cap_spans[which],
                                 sizeof(*n->spans[which]));
    n->spans[which][n->n_spans[which]++] = e.hit.hours;
    numbers_hit(n, &e);
}

static void
count_answer(struct deciding *d, const struct act *x)
{
    struct numbers_event e = event_of(STORE_NUMBERS_ANSWERED, x);

    e.key[STORE_NUMBERS_PERIOD] = numbers_period_add(d->n, x->at_s, NUMBERS_PERIOD_ANSWERED);
    numbers_hit(d->n, &e);
    if (x->url_id != 0)
        numbers_tally_add(d->n, &d->pages, x->url_id, 0);
    if (x->revision == 1 || ask(d, SQL_FIRST, x) == x->revision)
        add_span(d, NUMBERS_TO_APPROVED, x, x->asked_s >= 0 ? x->asked_s : ask(d, SQL_ASKED, x));
}

static void
count_post(struct deciding *d, const struct act *x)
{
    struct numbers_event e = event_of(STORE_NUMBERS_POSTED, x);

    e.key[STORE_NUMBERS_PERIOD] = numbers_period_add(d->n, x->at_s, NUMBERS_PERIOD_POSTED);
    numbers_hit(d->n, &e);
    if (x->url_id != 0)
        numbers_tally_add(d->n, &d->pages, x->url_id, 1);
    if (ask(d, SQL_LAST, x) == 1) {
        e.figure = STORE_NUMBERS_THERE;
        numbers_hit(d->n, &e);
    }
    add_span(d, NUMBERS_TO_POSTED, x, ask(d, SQL_APPROVED, x));
}

/* A draft counts once: as it was approved or rejected last. */
static void
count_draft(struct deciding *d, const struct act *x)
{
    size_t column = x->verb == REJECT ? 2 : x->revision > 1 && ask(d, SQL_EDITED, x) > 0 ? 1 : 0;
    static const enum store_numbers_figure figures[] = { STORE_NUMBERS_UNCHANGED,
                                                         STORE_NUMBERS_EDITED,
                                                         STORE_NUMBERS_REJECTED };
    struct numbers_event e = event_of(figures[column], x);

    numbers_hit(d->n, &e);
    if (x->kind >= 0)
        numbers_tally_add(d->n, &d->kinds, x->kind, column);
}

static bool
draft_again(const struct act *acts, size_t n_acts, const struct act *x)
{
    for (size_t i = 0; i < n_acts; i++)
        if (acts[i].draft_id == x->draft_id && (acts[i].verb == APPROVE || acts[i].verb == REJECT))
            return true;
    return false;
}

/* All of a group: it counts once for each verb, with the first of its kind. */
static void
count_group(struct deciding *d, const struct act *acts, size_t n_acts)
{
    bool seen[N_VERBS] = { false };

    for (size_t i = 0; i < n_acts; i++) {
        const struct act *x = &acts[i];
        bool first = !seen[x->verb];

        seen[x->verb] = true;
        if (x->draft_id != 0 && (x->verb == APPROVE || x->verb == REJECT) &&
            !draft_again(x + 1, n_acts - i - 1, x))
            count_draft(d, x);
        if (!first)
            continue;
        if (x->verb == APPROVE) {
            count_answer(d, x);
        } else if (x->verb == POST) {
            count_post(d, x);
        } else if (x->verb == WITHDRAW) {
            struct numbers_event e = event_of(STORE_NUMBERS_WITHDRAWN, x);

            numbers_hit(d->n, &e);
        }
    }
}

void
numbers_decided(struct numbers *n)
{
    struct deciding d = { .n = n };

    read_acts(&d);
    if (d.n_acts > 0)
        qsort(d.acts, d.n_acts, sizeof(*d.acts), by_revision);
    for (size_t i = 0, end; i < d.n_acts; i = end) {
        for (end = i; end < d.n_acts && d.acts[end].group_id == d.acts[i].group_id; end++)
            continue;
        count_group(&d, &d.acts[i], end - i);
    }
    n->out->pages = numbers_tally_best(n, &d.pages, STORE_NUMBERS_TOP, sql[SQL_PAGE]);
    n->out->kinds = numbers_tally_best(n, &d.kinds, 0, NULL);
}
