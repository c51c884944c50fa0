/* card.c - one group in full; see store_decision.h.  Its lists are card_list.c's. */

#include "card_list.h"

#include "db.h"
#include "standing.h"

/* A group that was merged into one that was merged...: editors make few of these. */
#define MAX_MERGES 100

enum statement {
    SQL_FOLLOW,
    SQL_GROUP_OF,
    SQL_GROUP,
    SQL_DRAFT,
    SQL_LINK,
    SQL_TARGET,
    SQL_STALE,
    SQL_APPROVED,
    SQL_WRITER,
    SQL_TIMES,
    SQL_LEASE,
};

static const char *const sql[] = {
    [SQL_FOLLOW] = "SELECT merged_into FROM question_group WHERE id = ?",
    [SQL_GROUP_OF] = "SELECT group_id FROM draft WHERE id = ?",
    [SQL_GROUP] =
        "SELECT department.key, g.department_id, q.text, q.body, q.language,"
        " COALESCE(draft.id, 0)," STANDING_STATE ", gap.group_id IS NOT NULL, gap.why,"
        " gap.escalation, COALESCE(gap.owner, draft.owner), gap.tone, gap.nearest_url_id, "
        "gap.confidence, gap.created_s,"
        " CASE WHEN" STANDING_ANSWERS " THEN 'answer' ELSE 'listen' END"
        " FROM question_group g JOIN department ON department.id = g.department_id"
        " JOIN question q ON q.id =" STANDING_ANY_HEAD STANDING_JOINS " WHERE g.id = ?",
    [SQL_DRAFT] =
        "SELECT tone, kind, origin, voice, template, checks, answer, link, model, tone_p,"
        " confidence, created_s, from_id, link_url_id, (SELECT MAX(d.at_s) FROM decision d"
        "  WHERE d.draft_id = draft.from_id AND d.state = 'approved')"
        " FROM draft WHERE id = ?",
    [SQL_LINK] = "SELECT status FROM fetch WHERE url_id = ? ORDER BY at_ms DESC LIMIT 1",
    [SQL_TARGET] = "SELECT url.address, COALESCE(page.title, ''), COALESCE(page.fetched_s, 0),"
                   " COALESCE(page.changed_s, 0) FROM url"
                   " LEFT JOIN page ON page.url_id = url.id WHERE url.id = ?",
    [SQL_STALE] = "SELECT why, was, \"is\", at_s, revision FROM stale WHERE draft_id = ?",
    [SQL_APPROVED] =
        "SELECT COALESCE((SELECT text FROM decision y WHERE y.group_id = d.group_id"
        "  AND y.draft_id = d.draft_id AND y.text IS NOT NULL"
        "  AND y.verb <> 'write' AND y.revision <= d.revision ORDER BY y.revision DESC LIMIT 1),"
        " (SELECT answer FROM draft WHERE draft.id = d.draft_id))"
        " FROM decision d WHERE d.id = ?",
    [SQL_WRITER] = "SELECT decision.actor FROM draft JOIN decision"
                   " ON decision.id = draft.decision_id"
                   " WHERE draft.id = ? AND draft.origin = 'written'",
    [SQL_TIMES] = "SELECT COUNT(*), COUNT(DISTINCT url.host_id), COALESCE(MIN(" STANDING_ASKED "),"
                  " 0), COALESCE(MAX(" STANDING_ASKED "), 0) FROM group_link l"
                  " JOIN heard ON heard.question_id = l.question_id"
                  " JOIN post ON post.id = heard.post_id JOIN url ON url.id = post.url_id"
                  " WHERE l.group_id = ?",
    [SQL_LEASE] = "SELECT actor, since_s, until_s FROM lease WHERE group_id = ?",
};

/* The first row of a statement bound to one id; whoever asks ends it. */
static struct db_query *
row_of(struct store *s, enum statement which, int64_t id, bool *there)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, id);
    *there = db_row(q);
    return q;
}

/* Texts of consecutive columns. */
static void
read_texts(struct db_query *q, int at, struct text *const *texts, size_t n, struct arena *a)
{
    for (size_t i = 0; i < n; i++)
        *texts[i] = db_text_in(q, at + (int)i, a);
}

static bool
read_group(struct store *s, struct arena *a, struct store_card *c)
{
    enum { DEPARTMENT_ID = 1, QUESTION, CURRENT = 5, STATE, GAP, WHY, NEAREST = 12, CONFIDENCE };
    struct text *const words[] = { &c->question, &c->body, &c->language };
    struct text *const gap[] = { &c->gap_why, &c->escalation, &c->owner, &c->tone };
    bool there;
    struct db_query *q = row_of(s, SQL_GROUP, c->group_id, &there);
    int k = CONFIDENCE;

    if (there) {
        c->department = db_text_in(q, 0, a);
        c->department_id = db_int(q, DEPARTMENT_ID);
        read_texts(q, QUESTION, words, N_ELEMENTS(words), a);
        c->current_id = db_int(q, CURRENT);
        c->state = db_text_in(q, STATE, a);
        c->gap = db_int(q, GAP) != 0;
        read_texts(q, WHY, gap, N_ELEMENTS(gap), a);
        c->target.url_id = db_int(q, NEAREST);
        c->confidence = db_real(q, k++);
        c->gap_s = db_int(q, k++);
        c->mode = db_text_in(q, k, a);
    }
    db_done(q);
    return there;
}

static void
read_draft(struct store *s, struct arena *a, struct store_card *c)
{
    struct text *const texts[] = { &c->tone,    &c->kind,          &c->origin,
                                   &c->voice,   &c->template_name, &c->checks,
                                   &c->machine, &c->link,          &c->model };
    int k = N_ELEMENTS(texts);
    bool there;
    struct db_query *q = row_of(s, SQL_DRAFT, c->draft_id, &there);

    if (there) {
        read_texts(q, 0, texts, N_ELEMENTS(texts), a);
        c->tone_p = db_real(q, k++);
        c->confidence = db_real(q, k++);
        c->created_s = db_int(q, k++);
        c->from_id = db_int(q, k++);
        c->target.url_id = db_int(q, k++);
        c->from_s = db_int(q, k);
    }
    db_done(q);
    c->answer = c->machine;
    q = row_of(s, SQL_LINK, c->target.url_id, &there);
    if (there)
        c->link_status = db_int(q, 0);
    db_done(q);
}

static void
read_target(struct store *s, struct arena *a, struct store_card *c)
{
    enum { ADDRESS, TITLE, FETCHED, CHANGED };
    bool there;
    struct db_query *q = row_of(s, SQL_TARGET, c->target.url_id, &there);

    if (there) {
        c->target.address = db_text_in(q, ADDRESS, a);
        c->target.title = db_text_in(q, TITLE, a);
        c->target_fetched_s = db_int(q, FETCHED);
        c->target_changed_s = db_int(q, CHANGED);
    }
    db_done(q);
}

static void
read_stale(struct store *s, struct arena *a, struct store_card *c)
{
    struct text *const texts[] = { &c->stale_why, &c->stale_was, &c->stale_is };
    int k = N_ELEMENTS(texts);
    bool there;
    struct db_query *q = row_of(s, SQL_STALE, c->draft_id, &there);

    if (there) {
        read_texts(q, 0, texts, N_ELEMENTS(texts), a);
        c->stale_s = db_int(q, k++);
        c->stale_revision = db_int(q, k);
    }
    db_done(q);
}

/*
 * What the decisions make of the draft shown.  An undo gives back the text there was, and
 * with it whoever wrote that: authors has, for each decision, whose text stood after it.
 */
static void
apply_history(struct store *s, struct arena *a, struct store_card *c)
{
    struct text *authors = arena_alloc(a, (c->n_history + 1) * sizeof(*authors));
    struct text first = db_text_by_id(s, sql[SQL_WRITER], c->draft_id, a), author = first;
    struct text state = TEXT_LIT("machine");
    const struct store_card_decision *approved = NULL;

    for (size_t i = 0; i < c->n_history; i++) {
        const struct store_card_decision *d = &c->history[i];

        if (!d->undone && text_is(d->verb, "approve"))
            approved = d;
        authors[i] = author;
        if (d->draft_id != c->draft_id)
            continue;
        state = d->state;
        if (d->text.n == 0 || text_is(d->verb, "write"))
            continue;
        c->answer = d->text;
        author = d->actor;
        for (size_t k = 0; k < i && d->undoes != 0; k++)
            if (c->history[k].id == d->undoes)
                author = authors[k];
    }
    c->edited_by = c->draft_id != 0 ? author : TEXT_NONE;
    if (c->draft_id != c->current_id)
        c->state = state;
    for (size_t i = 0; i < c->n_history; i++) {
        const struct store_card_decision *d = &c->history[i];

        if (d->undone || d->draft_id != c->draft_id)
            continue;
        if (text_is(d->verb, "hand-over") && text_is(c->state, "handed-over"))
            c->handed_to = d->arg;
        if (text_is(d->verb, "park") && text_is(c->state, "parked"))
            (void)standing_until(d->arg, &c->until_s); /* an old row may have none */
    }
    if (approved != NULL)
        c->approved = db_text_by_id(s, sql[SQL_APPROVED], approved->id, a);
}

static void
read_numbers(struct store *s, struct arena *a, struct store_card *c)
{
    int64_t *const times[] = { &c->times_asked, &c->sites, &c->first_asked_s, &c->last_asked_s };
    bool there;
    struct db_query *q = row_of(s, SQL_TIMES, c->group_id, &there);

    for (size_t i = 0; i < N_ELEMENTS(times) && there; i++)
        *times[i] = db_int(q, (int)i);
    db_done(q);
    q = row_of(s, SQL_LEASE, c->group_id, &there);
    if (there) {
        c->lease_by = db_text_in(q, 0, a);
        c->lease_since_s = db_int(q, 1);
        c->lease_until_s = db_int(q, 2);
    }
    db_done(q);
}

/* The group that stands where that one was merged into. */
static int64_t
follow(struct store *s, int64_t group_id)
{
    for (int i = 0; i < MAX_MERGES; i++) {
        struct db_query *q = db_query(s, sql[SQL_FOLLOW]);
        int64_t next;

        db_bind_int(q, group_id);
        next = db_exec_int(q, 0);
        if (next == 0)
            break;
        group_id = next;
    }
    return group_id;
}

static bool
read_card(struct store *s, int64_t group_id, int64_t draft_id, struct arena *a,
          struct store_card *ret)
{
    struct store_card c = { .group_id = group_id };

    if (!read_group(s, a, &c))
        return false;
    c.draft_id = draft_id != 0 ? draft_id : c.current_id;
    if (c.draft_id != 0)
        read_draft(s, a, &c);
    read_target(s, a, &c);
    read_numbers(s, a, &c);
    card_list_history(s, a, &c);
    apply_history(s, a, &c);
    read_stale(s, a, &c);
    card_list_places(s, a, &c);
    card_list_sentences(s, a, &c);
    card_list_pages(s, a, &c);
    card_list_notes(s, a, &c);
    card_list_postings(s, a, &c);
    if (store_failed(s))
        return false;
    *ret = c;
    return true;
}

bool
store_card_of_group(struct store *s, int64_t group_id, struct arena *a, struct store_card *ret)
{
    return read_card(s, follow(s, group_id), 0, a, ret);
}

bool
store_card_of_draft(struct store *s, int64_t draft_id, struct arena *a, struct store_card *ret)
{
    struct db_query *q = db_query(s, sql[SQL_GROUP_OF]);
    int64_t group_id;

    db_bind_int(q, draft_id);
    group_id = db_exec_int(q, 0);
    return group_id != 0 && read_card(s, group_id, draft_id, a, ret);
}
