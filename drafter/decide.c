/* decide.c - the table of verbs, and one decision; see decide.h. */

#include "decide_work.h"

#include "store_desk.h"
#include "utf8.h"

#define IN(state)  STORE_QUEUE_IN(state)
#define TO(state)  ((int)STORE_QUEUE_##state)
#define UNDECIDED  (IN(OPEN) | IN(GAP) | IN(MACHINE) | IN(EDITED) | IN(REOPENED))
#define WAITS_FROM (UNDECIDED | IN(NEEDS_PAGE) | IN(STALE) | IN(HANDED_OVER))
#define ASKS_FROM  (UNDECIDED | IN(APPROVED) | IN(STALE) | IN(NEEDS_PAGE) | IN(PARKED))

/* clang-format off */
static const struct decide_verb verbs[] = {
    { "approve", "approved", IN(MACHINE) | IN(EDITED) | IN(REOPENED) | IN(STALE), TO(APPROVED),
      .draft = true, .check = decide_check_approve },
    { "edit", "edited", IN(MACHINE) | IN(EDITED) | IN(REOPENED) | IN(APPROVED) | IN(STALE),
      TO(EDITED), .draft = true, .check = decide_arg_text },
    { "reject", "rejected", STORE_QUEUE_ANY & ~(IN(POSTED) | IN(REJECTED)), TO(REJECTED),
      .check = decide_arg_reject },
    { "park", "parked", WAITS_FROM, TO(PARKED), .check = decide_arg_park },
    { "hand-over", "handed over", WAITS_FROM, TO(HANDED_OVER), .check = decide_arg_hand_over },
    { "needs-page", "filed as wanting a page", WAITS_FROM, TO(NEEDS_PAGE),
      .check = decide_arg_needs_page },
    { "post", "posted", IN(APPROVED), TO(POSTED), .draft = true, .check = decide_arg_post },
    { "withdraw", "withdrawn", IN(APPROVED) | IN(POSTED) | IN(STALE) | IN(REPLY_MISSING),
      TO(WITHDRAWN), .draft = true },
    { "reopen", "reopened", IN(REJECTED) | IN(PARKED) | IN(WITHDRAWN) | IN(NEEDS_PAGE) |
      IN(HANDED_OVER) | IN(APPROVED), TO(REOPENED) },
    { "pick", "drafted from another page", ASKS_FROM, DECIDE_STAYS, .request = true,
      .check = decide_arg_pick },
    { "tone", "given another tone", ASKS_FROM, DECIDE_STAYS, .request = true,
      .check = decide_arg_tone },
    { "reuse", "given an earlier answer", ASKS_FROM, DECIDE_STAYS, .request = true,
      .check = decide_arg_reuse },
    { "write", "written by hand", ASKS_FROM, DECIDE_STAYS, .request = true,
      .check = decide_arg_text },
    { "redraft", "drafted again", ASKS_FROM, DECIDE_STAYS, .request = true },
    { DECIDE_ADDRESS, "given its address", IN(POSTED), DECIDE_STAYS, .draft = true, .program = true,
      .check = decide_arg_post },
    { "wake", "reopened", IN(PARKED), TO(REOPENED), .program = true },
    { "missing", "missed", IN(POSTED), TO(REPLY_MISSING), .draft = true, .program = true },
    { "found", "found again", IN(REPLY_MISSING), TO(POSTED), .draft = true, .program = true },
};
/* clang-format on */

const struct decide_verb *
decide_find(struct text name)
{
    for (size_t i = 0; i < N_ELEMENTS(verbs); i++)
        if (text_is(name, verbs[i].name))
            return &verbs[i];
    return NULL;
}

bool
decide_is_request(struct text verb)
{
    const struct decide_verb *v = decide_find(verb);

    return v != NULL && v->request;
}

bool
decide_wants_draft(const struct store_card *c)
{
    const struct store_card_decision *d = c->n_history > 0 ? &c->history[c->n_history - 1] : NULL;

    return d != NULL && decide_is_request(d->undoes != 0 ? d->arg : d->verb);
}

const struct store_card_posting *
decide_posting(const struct store_card *c)
{
    for (size_t i = c->n_postings; i-- > 0;)
        if (!c->postings[i].undone)
            return &c->postings[i];
    return NULL;
}

bool
decide_wants_address(const struct store_card *c)
{
    const struct store_card_posting *p = decide_posting(c);

    return text_is(c->state, "posted") && c->draft_id == c->current_id && p != NULL &&
           p->url.n == 0;
}

static bool
fits(const struct decide_verb *v, const struct store_card *c)
{
    int state = store_queue_state_of(c->state);

    return state >= 0 && (v->from & 1u << state) != 0 && (c->draft_id != 0 || !v->draft) &&
           c->draft_id == c->current_id;
}

const char *
decide_may(const struct store_card *c, size_t i)
{
    for (size_t k = 0; k < N_ELEMENTS(verbs); k++)
        if (!verbs[k].program && fits(&verbs[k], c) && i-- == 0)
            return verbs[k].name;
    return NULL;
}

const char *
decide_name(const struct decide_work *w)
{
    const struct store_card *c = &w->card;

    return c->draft_id != 0 ? arena_printf(w->arena, "draft %lld", (long long)c->draft_id)
                            : arena_printf(w->arena, "group %lld", (long long)c->group_id);
}

/* Nobody else has decided since: what follows is one's own, and a second save is no conflict. */
static bool
is_own_since(const struct decide_work *w)
{
    const struct store_card *c = &w->card;

    if (!text_is(w->in->verb, "edit") || w->in->revision < 0 || w->in->revision > c->revision)
        return false;
    if (c->n_history > 0 && c->history[0].revision > w->in->revision + 1)
        return false; /* longer ago than the card remembers */
    for (size_t i = 0; i < c->n_history; i++) {
        const struct store_card_decision *d = &c->history[i];

        if (d->revision > w->in->revision &&
            !(text_is(d->verb, "edit") && text_eq(d->actor, w->in->actor)))
            return false;
    }
    return true;
}

static enum status
check_seen(struct decide_work *w, struct err *err)
{
    const struct store_card *c = &w->card;
    int64_t seen = w->in->draft_id != 0 ? w->in->draft_id : c->draft_id;

    if (seen != c->current_id && c->current_id != 0)
        return err_set(err, ST_CONFLICT, "draft %lld has been superseded by draft %lld",
                       (long long)seen, (long long)c->current_id);
    if (seen != c->current_id)
        return err_set(err, ST_CONFLICT,
                       "draft %lld does not stand any more: no page answers group %lld now "
                       "(earshot gap %lld)",
                       (long long)seen, (long long)c->group_id, (long long)c->group_id);
    if (w->in->revision != DECIDE_ANY && w->in->revision != c->revision && !is_own_since(w))
        return err_set(err, ST_CONFLICT, "%s is at revision %lld (%.*s), not %lld", decide_name(w),
                       (long long)c->revision, TEXT_ARG(c->state), (long long)w->in->revision);
    return ST_OK;
}

static enum status
check_state(struct decide_work *w, struct err *err)
{
    const struct decide_verb *v = w->verb;
    const struct store_card *c = &w->card;
    bool there = v->to != DECIDE_STAYS &&
                 text_is(c->state, store_queue_state_name((enum store_queue_state)v->to));

    if (fits(v, c))
        return ST_OK;
    if (there)
        return err_set(err, ST_INVALID, "%s is %s already: nothing changed", decide_name(w),
                       v->done);
    if (v->draft && c->draft_id == 0)
        return err_set(err, ST_INVALID,
                       "group %lld has no draft that could be %s (write makes one by hand, pick "
                       "from a page)",
                       (long long)c->group_id, v->done);
    return err_set(err, ST_INVALID, "%s is %.*s: it cannot be %s%s", decide_name(w),
                   TEXT_ARG(c->state), v->done,
                   decide_find(TEXT_LIT("reopen"))->from & 1u << store_queue_state_of(c->state)
                       ? " (reopen it first)"
                       : "");
}

static enum status
check_words(struct decide_work *w, struct err *err)
{
    const struct {
        const char *what;
        struct text value;
    } rows[] = { { "the reason", w->in->reason }, { "the argument", w->in->arg } };

    for (size_t i = 0; i < N_ELEMENTS(rows); i++) {
        if (rows[i].value.n > DECIDE_MAX_NOTE)
            return err_set(err, ST_LIMIT, "%s has %zu bytes, %zu at most", rows[i].what,
                           rows[i].value.n, DECIDE_MAX_NOTE);
        if (!utf8_valid(rows[i].value))
            return err_set(err, ST_INVALID, "%s is not UTF-8", rows[i].what);
    }
    if (text_trim(w->in->actor).n == 0)
        return err_set(err, ST_USAGE, "who decides is not said: the history shows it");
    return ST_OK;
}

enum status
decide_look(struct decide_work *w, struct err *err)
{
    enum status st = check_seen(w, err);

    if (st == ST_OK)
        st = check_state(w, err);
    if (st == ST_OK)
        st = check_words(w, err);
    w->arg = text_trim(w->in->arg);
    w->text = text_trim(w->in->text);
    if (st == ST_OK && w->verb->check != NULL)
        st = w->verb->check(w, err);
    return st;
}

/* A row with the state that the verb leads to. */
static int64_t
add_row(struct decide_work *w, const struct decide_verb *v, struct text text)
{
    const struct store_card_decision d = {
        .revision = ++w->card.revision,
        .at_s = w->in->now_s,
        .draft_id = w->card.draft_id,
        .verb = text_of(v->name),
        .state = v->to == DECIDE_STAYS
                     ? w->card.state
                     : text_of(store_queue_state_name((enum store_queue_state)v->to)),
        .text = text,
        .arg = w->arg,
        .reason = text_trim(w->in->reason),
        .actor = text_trim(w->in->actor),
    };

    return store_decision_add(w->in->store, w->card.group_id, &d);
}

/* The one question it can stand under, when it was asked once. */
static int64_t
posted_under(const struct decide_work *w)
{
    if (w->in->post_id != 0 || w->card.n_places != 1)
        return w->in->post_id;
    return w->card.places[0].post_id;
}

enum status
decide_apply(struct decide_work *w, struct err *err)
{
    struct store *s = w->in->store;
    bool approves = text_is(w->in->verb, "approve");
    enum status st = decide_look(w, err);
    struct text typed = TEXT_NONE;
    int64_t id;

    if (st != ST_OK)
        return st;
    if (approves || w->verb->check == decide_arg_text)
        typed = w->text;
    if (approves && typed.n > 0 && !text_eq(typed, w->card.answer))
        (void)add_row(w, decide_find(TEXT_LIT("edit")), typed); /* the approval follows */
    id = add_row(w, w->verb, approves ? TEXT_NONE : typed);
    if (w->verb == decide_find(TEXT_LIT(DECIDE_ADDRESS)))
        store_desk_post_at(s, decide_posting(&w->card)->id, w->arg);
    else if (text_is(w->in->verb, "post"))
        store_desk_post(s, w->card.draft_id, id, posted_under(w), w->arg, w->in->actor,
                        w->in->now_s);
    if (typed.n > 0)
        store_desk_drop_typed(s, w->card.group_id, w->in->actor);
    if (!store_card_of_group(s, w->card.group_id, w->arena, &w->card))
        return store_check(s, err);
    return ST_OK;
}

/* A remark: no revision, no conflict. */
static enum status
add_note(struct decide_work *w, struct err *err)
{
    struct text note = text_trim(w->in->text);

    if (note.n == 0 || !utf8_valid(note))
        return err_set(err, ST_INVALID, "the note is %s", note.n == 0 ? "empty" : "not UTF-8");
    if (note.n > STORE_NOTE_BYTES)
        return err_set(err, ST_LIMIT, "the note has %zu bytes, %zu at most", note.n,
                       STORE_NOTE_BYTES);
    store_desk_note(w->in->store, w->card.group_id, note, w->in->actor, w->in->now_s);
    if (!store_card_of_group(w->in->store, w->card.group_id, w->arena, &w->card))
        return store_check(w->in->store, err);
    return ST_OK;
}

static enum status
read_card(struct decide_work *w, struct err *err)
{
    const struct decide_input *in = w->in;
    bool by_draft = in->draft_id != 0 && in->group_id == 0;
    bool there = by_draft ? store_card_of_draft(in->store, in->draft_id, w->arena, &w->card)
                          : store_card_of_group(in->store, in->group_id, w->arena, &w->card);

    if (there)
        return ST_OK;
    w->card = (struct store_card){ .group_id = 0 };
    if (store_failed(in->store))
        return store_check(in->store, err);
    return err_set(err, ST_NOTFOUND, "there is no %s %lld", by_draft ? "draft" : "group",
                   (long long)(by_draft ? in->draft_id : in->group_id));
}

enum status
decide_admit(struct decide_work *w, struct text verb, struct err *err)
{
    w->was = w->card.state;
    return w->in->may != NULL ? w->in->may(w->in->self, &w->card, verb, err) : ST_OK;
}

void
decide_tell(const struct decide_work *w)
{
    if (w->in->done != NULL && !w->in->dry_run)
        w->in->done(w->in->self, &w->card, w->was);
}

static enum status
run(struct decide_work *w, struct err *err)
{
    bool undo = text_is(w->in->verb, "undo"), note = text_is(w->in->verb, "note");
    enum status st = ST_OK;

    w->verb = decide_find(w->in->verb);
    if (w->verb != NULL && w->verb->program && !text_is(w->in->actor, DECIDE_PROGRAM))
        w->verb = NULL; /* not an editor's */
    if (w->verb == NULL && !undo && !note)
        return err_set(err, ST_USAGE,
                       "\"%.*s\": wanted approve, reject, edit, park, hand-over, needs-page, post, "
                       "withdraw, reopen, undo, note, pick, tone, reuse, write or redraft",
                       TEXT_ARG(text_sub(w->in->verb, 0, 40)));
    if (!undo || w->in->group_id != 0 || w->in->draft_id != 0)
        st = read_card(w, err);
    if (text_is(w->in->verb, "post") && text_trim(w->in->arg).n > 0 &&
        decide_wants_address(&w->card))
        w->verb = decide_find(TEXT_LIT(DECIDE_ADDRESS));
    if (st == ST_OK && !undo)
        st = decide_admit(w, w->in->verb, err);
    if (st == ST_OK)
        st = undo ? decide_undo(w, err) : note ? add_note(w, err) : decide_apply(w, err);
    if (st == ST_OK)
        decide_tell(w);
    return st;
}

enum status
decide(const struct decide_input *in, struct arena *a, struct store_card *ret, struct err *err)
{
    struct decide_work w = { .in = in, .arena = a };
    enum status st;

    store_begin(in->store);
    st = run(&w, err);
    *ret = w.card;
    if (st == ST_OK && !in->dry_run)
        return store_commit(in->store, err);
    store_rollback(in->store);
    return st;
}
