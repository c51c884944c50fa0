/* decide.c - see decide.h. */

#include "decide.h"

#include "lint.h"
#include "utf8.h"

/* What each verb leads to, and from which states it may. */
static const struct move {
    const char *verb, *to;
    const char *from; /* states between blanks */
} moves[] = {
    { "approve", "approved", " machine edited reopened " },
    { "edit", "edited", " machine edited reopened approved " },
    { "reject", "rejected", " machine edited reopened approved " },
    { "reopen", "reopened", " rejected approved parked withdrawn needs-page " },
};

static const struct move *
find_move(struct text verb)
{
    for (size_t i = 0; i < N_ELEMENTS(moves); i++)
        if (text_is(verb, moves[i].verb))
            return &moves[i];
    return NULL;
}

/* Errors block an approval; warnings do not. */
static enum status
check_text(const struct decide_input *in, const struct store_card *c, struct arena *a,
           struct err *err)
{
    struct text *evidence = arena_alloc(a, (c->n_sentences + 1) * sizeof(*evidence));
    struct lint_input lint = { .answer = c->answer,
                               .link = c->link,
                               .evidence = evidence,
                               .n_evidence = c->n_sentences,
                               .contact = in->contact,
                               .sites = in->sites,
                               .n_sites = in->n_sites };
    struct lint_result r;

    if (!tone_parse(c->tone, &lint.tone))
        lint.tone = TONE_NEUTRAL;
    for (size_t i = 0; i < c->n_sentences; i++)
        evidence[i] = c->sentences[i].text;
    lint_check(&lint, a, &r);
    for (size_t i = 0; i < r.n; i++)
        if (r.issues[i].error)
            return err_set(err, ST_INVALID, "draft %lld cannot be approved: %s: %s (edit it first)",
                           (long long)c->id, r.issues[i].check, r.issues[i].note);
    return ST_OK;
}

static enum status
check(const struct decide_input *in, const struct move *m, const struct store_card *c,
      struct arena *a, struct err *err)
{
    const char *state = arena_printf(a, " %.*s ", TEXT_ARG(c->state));

    if (in->revision != DECIDE_ANY && in->revision != c->revision)
        return err_set(err, ST_CONFLICT, "draft %lld is at revision %lld (%.*s), not %lld",
                       (long long)c->id, (long long)c->revision, TEXT_ARG(c->state),
                       (long long)in->revision);
    if (c->latest_id != c->id)
        return err_set(err, ST_CONFLICT, "draft %lld has been superseded by draft %lld",
                       (long long)c->id, (long long)c->latest_id);
    if (text_find(text_of(m->from), text_of(state)) == TEXT_NPOS)
        return text_is(c->state, m->to)
                   ? err_set(err, ST_INVALID, "draft %lld is %s already: nothing changed",
                             (long long)c->id, m->to)
                   : err_set(err, ST_INVALID, "draft %lld is %.*s: it cannot be %s%s",
                             (long long)c->id, TEXT_ARG(c->state), m->to,
                             text_is(c->state, "rejected") ? " (reopen it first)" : "");
    if (text_is(in->verb, "edit") && (text_trim(in->text).n == 0 || !utf8_valid(in->text)))
        return err_set(err, ST_INVALID, "the edited text is %s",
                       text_trim(in->text).n == 0 ? "empty" : "not UTF-8");
    if (text_is(in->verb, "edit") && in->text.n > DECIDE_MAX_TEXT)
        return err_set(err, ST_LIMIT, "the edited text has %zu bytes, %zu at most", in->text.n,
                       DECIDE_MAX_TEXT);
    return text_is(in->verb, "approve") ? check_text(in, c, a, err) : ST_OK;
}

enum status
decide_draft(struct store *s, const struct decide_input *in, struct arena *a,
             struct store_card *ret, struct err *err)
{
    const struct move *m = find_move(in->verb);
    struct store_card_decision d = {
        .at_s = in->now_s, .verb = in->verb, .reason = in->reason, .actor = in->actor
    };
    enum status st;

    if (m == NULL)
        return err_set(err, ST_USAGE, "\"%.*s\": wanted approve, reject, edit or reopen",
                       TEXT_ARG(in->verb));
    store_begin(s);
    if (!store_decision_card(s, in->draft_id, a, ret)) {
        st = store_failed(s)
                 ? store_commit(s, err)
                 : err_set(err, ST_NOTFOUND, "there is no draft %lld", (long long)in->draft_id);
        store_rollback(s);
        return st;
    }
    st = check(in, m, ret, a, err);
    if (st != ST_OK) {
        store_rollback(s);
        return st;
    }
    d.revision = ret->revision + 1;
    d.state = text_of(m->to);
    if (text_is(in->verb, "edit"))
        d.text = text_trim(in->text);
    store_decision_add(s, in->draft_id, &d);
    if (!store_decision_card(s, in->draft_id, a, ret))
        *ret = (struct store_card){ .id = in->draft_id };
    return store_commit(s, err);
}
