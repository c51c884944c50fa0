/* decide_undo.c - taking a decision back: a row that says what was before; see decide.h. */

#include "decide_work.h"

#include "store_desk.h"

/* The actor's latest decision that is not taken back, on this card or any. */
static bool
find_target(struct decide_work *w, struct store_card_decision *ret, int64_t *group_id)
{
    struct store_card_decision latest[DECIDE_UNDO_STEPS];
    int64_t groups[DECIDE_UNDO_STEPS];
    size_t n = store_decision_latest(w->in->store, text_trim(w->in->actor),
                                     w->in->now_s - DECIDE_UNDO_SPAN_S, w->arena, latest, groups,
                                     DECIDE_UNDO_STEPS);

    for (size_t i = 0; i < n; i++) {
        if (latest[i].undone || (w->card.group_id != 0 && groups[i] != w->card.group_id))
            continue;
        *ret = latest[i];
        *group_id = groups[i];
        return true;
    }
    return false;
}

/* Where the decision stands in the card's history. */
static size_t
place_of(const struct store_card *c, int64_t id)
{
    size_t i = 0;

    while (i < c->n_history && c->history[i].id != id)
        i++;
    return i;
}

static enum status
check_target(struct decide_work *w, size_t at, struct err *err)
{
    const struct store_card *c = &w->card;
    const struct store_card_decision *d = &c->history[at];

    for (size_t i = at + 1; i < c->n_history; i++) {
        const struct store_card_decision *later = &c->history[i];

        if (!later->undone && later->undoes == 0)
            return err_set(err, ST_CONFLICT,
                           "%s: %.*s has decided since (%.*s): there is nothing of yours to undo",
                           decide_name(w), TEXT_ARG(later->actor), TEXT_ARG(later->verb));
    }
    if (d->draft_id != c->current_id && !decide_is_request(d->verb))
        return err_set(
            err, ST_CONFLICT,
            "%s: what %.*s decided was about draft %lld, which it has taken the place of",
            decide_name(w), TEXT_ARG(d->actor), (long long)d->draft_id);
    if (w->in->revision != DECIDE_ANY && w->in->revision != c->revision)
        return err_set(err, ST_CONFLICT, "%s is at revision %lld (%.*s), not %lld", decide_name(w),
                       (long long)c->revision, TEXT_ARG(c->state), (long long)w->in->revision);
    return ST_OK;
}

/* State and text as they were before the decision at that place. */
static void
before(const struct store_card *c, size_t at, struct text *state, struct text *text)
{
    int64_t revision = 0;

    *state = c->draft_id != 0 ? TEXT_LIT("machine") : c->gap ? TEXT_LIT("gap") : TEXT_LIT("open");
    *text = c->machine;
    for (size_t i = 0; i < at; i++) {
        const struct store_card_decision *d = &c->history[i];

        if (d->draft_id != c->draft_id)
            continue;
        *state = d->state;
        revision = d->revision;
        if (d->text.n > 0 && !text_is(d->verb, "write"))
            *text = d->text;
    }
    if (c->stale_s != 0 && c->stale_revision >= revision &&
        (text_is(*state, "approved") || text_is(*state, "posted")))
        *state = TEXT_LIT("stale");
}

enum status
decide_undo(struct decide_work *w, struct err *err)
{
    struct store *s = w->in->store;
    struct store_card_decision target, row;
    struct text state, text;
    int64_t group_id;
    enum status st;
    bool address; /* of an answer that was posted before */
    size_t at;

    if (!find_target(w, &target, &group_id)) {
        st = store_check(s, err);
        return st != ST_OK
                   ? st
                   : err_set(err, ST_NOTFOUND,
                             "%.*s has decided nothing%s in the last 15 minutes that could "
                             "be undone",
                             TEXT_ARG(w->in->actor), w->card.group_id != 0 ? " about it" : "");
    }
    if (!store_card_of_group(s, group_id, w->arena, &w->card))
        return store_check(s, err);
    at = place_of(&w->card, target.id);
    address = text_is(target.verb, DECIDE_ADDRESS);
    st = decide_admit(w, address ? TEXT_LIT("post") : target.verb, err);
    if (st == ST_OK)
        st = at < w->card.n_history ? check_target(w, at, err)
                                    : err_set(err, ST_NOTFOUND, "the decision is too long ago");
    if (st != ST_OK)
        return st;
    row = (struct store_card_decision){ .revision = w->card.revision + 1,
                                        .at_s = w->in->now_s,
                                        .draft_id = w->card.draft_id,
                                        .verb = TEXT_LIT("undo"),
                                        .undoes = target.id,
                                        .arg = target.verb,
                                        .reason = text_trim(w->in->reason),
                                        .actor = text_trim(w->in->actor) };
    before(&w->card, at, &state, &text);
    if (target.draft_id != w->card.draft_id) { /* a request that has been applied */
        state = w->card.state;
        text = w->card.answer;
    }
    row.state = state;
    row.text = text_eq(text, w->card.answer) ? TEXT_NONE : text;
    (void)store_decision_add(s, group_id, &row); /* read again below */
    if (address && decide_posting(&w->card) != NULL)
        store_desk_post_at(s, decide_posting(&w->card)->id, TEXT_NONE);
    if (!store_card_of_group(s, group_id, w->arena, &w->card))
        return store_check(s, err);
    return ST_OK;
}
