/* act.c - see act.h. */

#include "act.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "flash.h"
#include "log.h"
#include "page.h"
#include "queue.h"
#include "role.h"
#include "workshop.h"

/* A verb of decide.h as an act of the page. */
struct act {
    const char *verb;
    enum role_right right;
    bool leaves; /* the next card follows */
};

static const struct act acts[] = {
    { "approve", ROLE_APPROVE, true },   { "reject", ROLE_APPROVE, true },
    { "park", ROLE_EDIT, true },         { "hand-over", ROLE_EDIT, true },
    { "needs-page", ROLE_EDIT, true },   { "post", ROLE_APPROVE, false },
    { "withdraw", ROLE_APPROVE, false }, { "edit", ROLE_EDIT, false },
    { "reopen", ROLE_EDIT, false },      { "pick", ROLE_EDIT, false },
    { "tone", ROLE_EDIT, false },        { "reuse", ROLE_EDIT, false },
    { "write", ROLE_EDIT, false },       { "redraft", ROLE_EDIT, false },
    { "note", ROLE_EDIT, false },
};

static const struct act *
find(struct text verb)
{
    for (size_t i = 0; i < N_ELEMENTS(acts); i++)
        if (text_is(verb, acts[i].verb))
            return &acts[i];
    return NULL;
}

void
act_done(const struct request *r, struct response *res, const char *verb, const char *next,
         int64_t left)
{
    const char *did =
        arena_printf(r->arena, "%s%sdid=%s", next, strchr(next, '?') != NULL ? "&" : "?", verb);
    json_t *o;
    char *z;

    if (!request_act(r)) {
        response_redirect(res, did);
        return;
    }
    o = json_pack("{s:s, s:s}", "next", next, "says", flash_of(r->arena, text_of(verb), left));
    z = json_dumps(o, JSON_COMPACT);
    res->type = "application/json";
    buf_add_str(&res->body, z != NULL ? z : "{}");
    free(z);
    json_decref(o);
}

/* The row of a decision that was made, and the card given back: the box is closed now. */
static void
add_row(const struct request *r, const char *verb, int64_t group_id, struct text before,
        struct text after)
{
    audit_add(r, &(struct store_audit){ .action = text_of(verb),
                                        .object = act_object(r, group_id),
                                        .before = before,
                                        .after = after });
    if (strcmp(verb, "note") != 0)
        store_desk_release(r->store, group_id, r->actor);
}

static void
on_decided(void *self, const struct store_card *card, struct text was)
{
    const struct act_note *n = self;

    add_row(n->r, n->verb, card->group_id, was, card->state);
    atomic_fetch_add(&n->r->serve->counters->decisions, 1);
}

void
act_keep(struct decide_input *in, struct act_note *note)
{
    in->done = on_decided;
    in->self = note;
}

void
act_grouped(void *self, struct store *s)
{
    const struct act_note *n = self;

    (void)s; /* the request's */
    add_row(n->r, n->verb, n->card->group_id, n->card->state, n->card->state);
}

int64_t
act_revision(const struct request *r)
{
    int64_t revision = form_has(&r->form, "revision") ? form_int(&r->form, "revision", -1) : 0;

    return revision < 0 ? INT64_MAX : revision;
}

struct text
act_object(const struct request *r, int64_t group_id)
{
    return text_of(arena_printf(r->arena, "group %lld", (long long)group_id));
}

void
act_refused(const struct request *r, const char *verb, const struct store_card *card,
            const struct err *why)
{
    const struct store_audit row = { .action = text_of(verb),
                                     .object = act_object(r, card->group_id),
                                     .before = card->state,
                                     .after = card->state,
                                     .result = text_of(why->msg) };
    struct err err = { "" };

    if (audit_note(r, &row, &err) != ST_OK) /* nothing was done, with the row or without */
        log_warn("%s", err.msg);
}

/* The page of the card as it stands now, with what was typed in the box. */
static void
refuse(struct desk *d, struct response *res, const char *verb, enum status st,
       const struct err *err)
{
    static const struct {
        enum status st;
        int status;
    } rows[] = { { ST_CONFLICT, PAGE_CONFLICT }, { ST_INVALID, PAGE_UNUSABLE },
                 { ST_LIMIT, PAGE_UNUSABLE },    { ST_DENIED, PAGE_DENIED },
                 { ST_USAGE, PAGE_BAD },         { ST_NOTFOUND, PAGE_UNUSABLE } };
    struct text typed = form_get(&d->r->form, "text");
    int status = 0;

    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        if (rows[i].st == st)
            status = rows[i].status;
    if (status == 0) {
        page_failed(d->r, res, st, err);
        return;
    }
    d->refused = err->msg;
    d->conflict = st == ST_CONFLICT;
    d->base_revision = form_int(&d->r->form, "revision", 0);
    if (typed.n > 0 && strcmp(verb, "note") != 0) {
        d->editing = d->mine = true;
        desk_look(d, typed);
    } else {
        desk_look(d, d->card.answer);
    }
    desk_show(d, res, status);
}

static struct decide_input
input_of(const struct desk *d, const char *verb)
{
    const struct form *f = &d->r->form;
    const struct decide_input in = { .store = d->r->store,
                                     .config = d->r->serve->config,
                                     .group_id = d->card.group_id,
                                     .draft_id = form_int(f, "draft", 0),
                                     .verb = text_of(verb),
                                     .arg = form_get(f, "arg"),
                                     .text = form_get(f, "text"),
                                     .reason = form_get(f, "reason"),
                                     .actor = d->r->actor,
                                     .revision = act_revision(d->r),
                                     .now_s = d->r->now_s };

    return in;
}

/* The card that follows in the list, worked out while this one is still in it. */
static int64_t
next_card(const struct desk *d)
{
    struct store_queue_at at = store_queue_place(d->r->store, &d->row, d->list.order);
    int64_t next = 0;

    if (d->row.group_id != 0)
        next = queue_hand_out(d->r, &d->list, at);
    if (next == 0) /* the end: begin again with what was skipped */
        next = queue_hand_out(d->r, &d->list, (struct store_queue_at){ 0, 0 });
    return next == d->card.group_id ? 0 : next;
}

/*
 * A request, or one taken back, is followed at once where that is possible, else by the next run:
 * what to say of it.
 */
static const char *
follow_request(struct request *r, const struct store_card *c, const char *verb)
{
    const struct department_config *d =
        config_department(r->serve->config, arena_str(r->arena, c->department));
    struct err err = { "" };

    if (strcmp(verb, "note") == 0 || !decide_wants_draft(c))
        return verb;
    if (r->serve->workshop == NULL || d == NULL)
        return "waits";
    if (workshop_draft(r->serve->workshop, d, c->group_id, &err) == ST_OK)
        return verb;
    log_warn("%s of group %lld: %s", verb, (long long)c->group_id, err.msg);
    return "waits";
}

static void
do_act(struct request *r, struct response *res, const struct act *x)
{
    struct act_note note = { .r = r, .verb = x->verb };
    struct decide_input in;
    struct err err = { "" };
    struct desk d;
    int64_t next;
    enum status st;

    if (!desk_read(r, res, request_id(r, 0), &d))
        return;
    if (role_answer(r->account, x->right, d.card.department_id) != ROLE_OK) {
        page_error(r, res, PAGE_DENIED, "Your role does not allow that in this department.");
        return;
    }
    in = input_of(&d, x->verb);
    next = x->leaves ? next_card(&d) : d.card.group_id;
    act_keep(&in, &note);
    st = decide(&in, r->arena, &d.card, &err);
    if (st != ST_OK) {
        act_refused(r, x->verb, &d.card, &err);
        refuse(&d, res, x->verb, st, &err);
        return;
    }
    act_done(r, res, follow_request(r, &d.card, x->verb),
             next != 0 ? listing_card(r, &d.list, next) : listing_address(r, &d.list, NULL),
             x->leaves ? d.left - 1 : -1);
}

/* The verb is the last part of the path; the row says who may. */
static void
by_verb(struct request *r, struct response *res)
{
    struct text path = r->path, verb = TEXT_NONE;

    while (text_cut(&path, "/", &verb))
        continue;
    do_act(r, res, find(verb));
}

/* What is taken back wants the right it was done by, in the department it was done in. */
static enum status
may_undo(void *self, const struct store_card *card, struct text verb, struct err *err)
{
    const struct act_note *n = self;
    const struct act *x = find(verb);

    if (role_may(n->r->account, x != NULL ? x->right : ROLE_EDIT, card->department_id))
        return ST_OK;
    return err_set(err, ST_DENIED, "Your role does not allow that in its department any more.");
}

static void
undo(struct request *r, struct response *res)
{
    struct act_note note = { .r = r, .verb = "undo" };
    struct decide_input in = { .store = r->store,
                               .config = r->serve->config,
                               .verb = TEXT_LIT("undo"),
                               .actor = r->actor,
                               .revision = DECIDE_ANY,
                               .now_s = r->now_s,
                               .may = may_undo };
    struct listing l;
    struct store_card c;
    struct err err = { "" };
    enum status st;

    act_keep(&in, &note);
    st = decide(&in, r->arena, &c, &err);
    if (st != ST_OK) {
        if (c.group_id != 0)
            act_refused(r, "undo", &c, &err);
        page_failed(r, res, st, &err);
        return;
    }
    if (form_parse(form_get(&r->form, "list"), r->arena, &r->query, NULL) != ST_OK ||
        !listing_read(r, form_get(&r->query, "dept"), &l))
        l = (struct listing){ .state = "todo" };
    act_done(r, res, follow_request(r, &c, "undo"), listing_card(r, &l, c.group_id), -1);
}

const struct route act_routes[] = {
    { "POST", "/g/{id}/approve", ROLE_APPROVE, by_verb },
    { "POST", "/g/{id}/reject", ROLE_APPROVE, by_verb },
    { "POST", "/g/{id}/post", ROLE_APPROVE, by_verb },
    { "POST", "/g/{id}/withdraw", ROLE_APPROVE, by_verb },
    { "POST", "/g/{id}/edit", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/park", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/hand-over", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/needs-page", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/reopen", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/pick", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/tone", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/reuse", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/write", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/redraft", ROLE_EDIT, by_verb },
    { "POST", "/g/{id}/note", ROLE_EDIT, by_verb },
    { "POST", "/undo", ROLE_EDIT, undo },
    { NULL, NULL, 0, NULL },
};
