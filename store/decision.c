/* decision.c - the rows of decisions; see store_decision.h.  Reading a card is card.c's. */

#include "db.h"
#include "standing.h"
#include "store_decision.h"
#include "store_queue.h"
#include "store_url.h"

enum statement {
    SQL_ADD,
    SQL_LATEST,
    SQL_DUE,
    SQL_OWN_PAGE,
};

static const char *const sql[] = {
    [SQL_ADD] = "INSERT INTO decision (group_id, draft_id, revision, verb, state, text, arg,"
                " reason, actor, at_s, undoes) VALUES (?, NULLIF(?, 0), ?, ?, ?, ?, ?, ?, ?, ?,"
                " NULLIF(?, 0))",
    [SQL_LATEST] = "SELECT d.group_id, d.id, d.revision, d.at_s, COALESCE(d.draft_id, 0), d.verb,"
                   " d.state, EXISTS (SELECT 1 FROM decision u WHERE u.group_id = d.group_id"
                   "  AND u.undoes = d.id) FROM decision d WHERE d.actor = ? AND d.at_s >= ?"
                   " AND d.undoes IS NULL ORDER BY d.id DESC LIMIT ?",
    [SQL_DUE] = "SELECT group_id FROM queue WHERE until_s > 0 AND until_s <= ?"
                " ORDER BY until_s, group_id LIMIT ?",
    [SQL_OWN_PAGE] = "SELECT url.address, page.title" STANDING_OWN_PAGES " AND url.id = ?",
};

int64_t
store_decision_add(struct store *s, int64_t group_id, const struct store_card_decision *d)
{
    struct db_query *q = db_query(s, sql[SQL_ADD]);

    db_bind_int(q, group_id);
    db_bind_int(q, d->draft_id);
    db_bind_int(q, d->revision);
    db_bind_text(q, d->verb);
    db_bind_text(q, d->state);
    db_bind_text_or_null(q, d->text);
    db_bind_text_or_null(q, d->arg);
    db_bind_text_or_null(q, d->reason);
    db_bind_text(q, d->actor);
    db_bind_int(q, d->at_s);
    db_bind_int(q, d->undoes);
    store_queue_touch(s, group_id);
    return db_exec_id(q);
}

size_t
store_decision_latest(struct store *s, struct text actor, int64_t since_s, struct arena *a,
                      struct store_card_decision *ret, int64_t *groups, size_t cap)
{
    struct db_query *q = db_query(s, sql[SQL_LATEST]);
    size_t n = 0;

    db_bind_text(q, actor);
    db_bind_int(q, since_s);
    db_bind_int(q, (int64_t)cap);
    while (n < cap && db_row(q)) {
        struct store_card_decision d = { .actor = actor };
        int64_t *const numbers[] = { &groups[n], &d.id, &d.revision, &d.at_s, &d.draft_id };
        int k = 0;

        for (size_t i = 0; i < N_ELEMENTS(numbers); i++)
            *numbers[i] = db_int(q, k++);
        d.verb = db_text_in(q, k++, a);
        d.state = db_text_in(q, k++, a);
        d.undone = db_int(q, k) != 0;
        ret[n++] = d;
    }
    db_done(q);
    return n;
}

size_t
store_decision_due(struct store *s, int64_t now_s, int64_t *groups, size_t cap)
{
    struct db_query *q = db_query(s, sql[SQL_DUE]);
    size_t n = 0;

    db_bind_int(q, now_s);
    db_bind_int(q, (int64_t)cap);
    while (n < cap && db_row(q))
        groups[n++] = db_int(q, 0);
    db_done(q);
    return n;
}

bool
store_decision_own_page(struct store *s, int64_t department_id, struct arena *a,
                        struct store_card_page *page)
{
    struct store_url_known known;
    struct db_query *q;
    bool there;

    if (page->url_id == 0) {
        if (!store_url_find(s, page->address, &known))
            return false;
        page->url_id = known.id;
    }
    q = db_query(s, sql[SQL_OWN_PAGE]);
    db_bind_int(q, department_id);
    db_bind_int(q, page->url_id);
    there = db_row(q);
    if (there) {
        page->address = db_text_in(q, 0, a);
        page->title = db_text_in(q, 1, a);
    }
    db_done(q);
    return there;
}
