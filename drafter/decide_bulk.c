/* decide_bulk.c - many decisions at once, and those of the program; see decide.h. */

#include "decide_work.h"

#include "store_reply.h"

static bool
may_be_bulk(struct text verb)
{
    return text_is(verb, "approve") || text_is(verb, "reject") || text_is(verb, "park");
}

/* What an editor must see for itself is not decided among others. */
static enum status
check_bulk(struct decide_work *w, struct err *err)
{
    struct decide_checks r;

    if (w->card.escalation.n > 0)
        return err_set(err, ST_INVALID, "%s: a person must see it first: %.*s", decide_name(w),
                       TEXT_ARG(w->card.escalation));
    if (!text_is(w->in->verb, "approve"))
        return ST_OK;
    decide_check(w->in, &w->card, w->card.answer, w->arena, &r);
    for (size_t i = 0; i < r.n; i++)
        if (!r.v[i].error)
            return err_set(err, ST_INVALID, "%s has a warning: %s: %s", decide_name(w),
                           r.v[i].check, r.v[i].note);
    return ST_OK;
}

static enum status
decide_item(const struct decide_input *in, struct decide_bulk_item *item, struct arena *a,
            struct err *err)
{
    struct decide_input one = *in;
    struct decide_work w = { .in = &one, .arena = a, .verb = decide_find(in->verb) };
    enum status st;

    one.group_id = item->group_id;
    one.revision = item->revision;
    one.draft_id = 0;
    one.text = TEXT_NONE;
    if (!store_card_of_group(in->store, item->group_id, a, &w.card))
        return err_set(err, ST_NOTFOUND, "there is no group %lld", (long long)item->group_id);
    st = decide_admit(&w, in->verb, err);
    if (st == ST_OK)
        st = decide_look(&w, err);
    if (st == ST_OK)
        st = check_bulk(&w, err);
    if (st == ST_OK)
        st = decide_apply(&w, err);
    if (st == ST_OK)
        decide_tell(&w);
    return st;
}

enum status
decide_bulk(const struct decide_input *in, struct decide_bulk_item *items, size_t n,
            struct arena *a, size_t *n_done, struct err *err)
{
    enum status st;

    *n_done = 0;
    if (!may_be_bulk(in->verb))
        return err_set(err, ST_USAGE, "\"%.*s\" of many: wanted approve, reject or park",
                       TEXT_ARG(text_sub(in->verb, 0, 40)));
    if (n > DECIDE_MAX_BULK)
        return err_set(err, ST_LIMIT, "%zu cards at once, %d at most", n, DECIDE_MAX_BULK);
    store_begin(in->store);
    for (size_t i = 0; i < n; i++) {
        struct err why = { "" };

        items[i].st = decide_item(in, &items[i], a, &why);
        items[i].why = arena_str(a, text_of(why.msg));
        *n_done += items[i].st == ST_OK;
    }
    st = store_commit(in->store, err);
    if (st != ST_OK)
        *n_done = 0;
    if (st == ST_OK && *n_done < n)
        return err_set(err, ST_PARTIAL, "%zu of %zu were left out", n - *n_done, n);
    return st;
}

enum status
decide_wake(struct store *s, int64_t now_s, int64_t *n_woken, struct err *err)
{
    const struct decide_input in = { .store = s,
                                     .verb = TEXT_LIT("wake"),
                                     .actor = TEXT_LIT(DECIDE_PROGRAM),
                                     .revision = DECIDE_ANY,
                                     .now_s = now_s };
    int64_t groups[DECIDE_MAX_BULK];
    struct arena *a = arena_new();
    enum status st = ST_OK;
    size_t n = 0, done = 1; /* a card that cannot be woken must not keep this going */

    *n_woken = 0;
    do {
        n = store_decision_due(s, now_s, groups, DECIDE_MAX_BULK);
        st = store_check(s, err);
        if (st != ST_OK || n == 0)
            break;
        done = 0;
        store_begin(s);
        for (size_t i = 0; i < n; i++) {
            struct decide_work w = { .in = &in, .arena = a, .verb = decide_find(in.verb) };

            arena_clear(a);
            if (store_card_of_group(s, groups[i], a, &w.card) && decide_apply(&w, NULL) == ST_OK)
                done++;
        }
        st = store_commit(s, err);
        if (st == ST_OK)
            *n_woken += (int64_t)done;
    } while (st == ST_OK && done > 0);
    arena_free(a);
    return st;
}

static enum status
turn(struct store *s, bool missing, int64_t now_s, int64_t *n_turned, struct err *err)
{
    const struct decide_input in = { .store = s,
                                     .verb = missing ? TEXT_LIT("missing") : TEXT_LIT("found"),
                                     .actor = TEXT_LIT(DECIDE_PROGRAM),
                                     .revision = DECIDE_ANY,
                                     .now_s = now_s };
    int64_t groups[DECIDE_MAX_BULK];
    struct arena *a = arena_new();
    size_t n;
    enum status st;

    store_begin(s);
    n = store_reply_turned(s, missing, groups, DECIDE_MAX_BULK); /* the rest the next time */
    for (size_t i = 0; i < n; i++) {
        struct decide_work w = { .in = &in, .arena = a, .verb = decide_find(in.verb) };

        arena_clear(a);
        if (store_card_of_group(s, groups[i], a, &w.card) && decide_apply(&w, NULL) == ST_OK)
            ++*n_turned;
    }
    st = store_commit(s, err);
    arena_free(a);
    return st;
}

enum status
decide_replies(struct store *s, int64_t now_s, int64_t *n_missing, int64_t *n_found,
               struct err *err)
{
    enum status st;

    *n_missing = *n_found = 0;
    st = turn(s, true, now_s, n_missing, err);
    return st == ST_OK ? turn(s, false, now_s, n_found, err) : st;
}
