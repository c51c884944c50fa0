/* typing.c - see typing.h. */

#include "typing.h"

#include "act.h"
#include "markup.h"
#include "page.h"
#include "role.h"

/* The card, if the account may edit it. */
static bool
read_card(struct request *r, struct response *res, struct desk *d)
{
    if (!desk_read(r, res, request_id(r, 0), d))
        return false;
    if (d->may_edit)
        return true;
    page_error(r, res, PAGE_DENIED, "Your role does not allow that in this department.");
    return false;
}

static const char *
editor_address(const struct desk *d)
{
    const char *params = listing_params(d->r, &d->list);

    return arena_printf(d->r->arena, "/g/%lld?edit=1%s%s", (long long)d->card.group_id,
                        params[0] != '\0' ? "&" : "", params);
}

static void
take(struct request *r, struct response *res)
{
    struct err err = { "" };
    struct store_lease lease;
    struct desk d;
    bool mine;
    enum status st;

    if (!read_card(r, res, &d))
        return;
    store_begin(r->store);
    mine = store_desk_take(r->store, d.card.group_id, r->actor, r->now_s,
                           text_is(form_get(&r->form, "over"), "1"), r->arena, &lease);
    if (!mine) {
        store_rollback(r->store);
        d.refused = arena_printf(r->arena, "%.*s has it open. You can take it over.",
                                 TEXT_ARG(lease.actor));
        desk_show(&d, res, PAGE_CONFLICT);
        return;
    }
    st = store_commit(r->store, &err);
    if (st != ST_OK)
        page_failed(r, res, st, &err);
    else
        response_redirect(res, editor_address(&d));
}

/* Autosave: 204, or who has the card now. */
static void
type(struct request *r, struct response *res)
{
    struct text text = form_get(&r->form, "text");
    struct store_lease lease = { .actor = TEXT_NONE };
    struct err err = { "" };
    struct desk d;
    enum status st;
    bool mine;

    if (!read_card(r, res, &d))
        return;
    if (text.n > STORE_TYPED_BYTES) {
        response_plain(res, PAGE_TOO_LARGE, "The text is too long to keep.");
        return;
    }
    store_begin(r->store);
    store_desk_type(r->store, d.card.group_id, r->actor, form_int(&r->form, "revision", 0), text,
                    r->now_s);
    mine = store_desk_take(r->store, d.card.group_id, r->actor, r->now_s, false, r->arena, &lease);
    st = store_commit(r->store, &err);
    if (st != ST_OK)
        page_failed(r, res, st, &err);
    else
        response_plain(res, PAGE_OK,
                       mine ? "kept"
                            : arena_printf(r->arena, "kept; %.*s has taken the card over",
                                           TEXT_ARG(lease.actor)));
}

/* The card is free for others; *d is read.  False: it did not work, and that is answered. */
static bool
let_go(struct request *r, struct response *res, bool typed_too, struct desk *d)
{
    struct err err = { "" };
    enum status st;

    if (!read_card(r, res, d))
        return false;
    store_begin(r->store);
    if (typed_too)
        store_desk_drop_typed(r->store, d->card.group_id, r->actor);
    store_desk_release(r->store, d->card.group_id, r->actor);
    st = store_commit(r->store, &err);
    if (st != ST_OK)
        page_failed(r, res, st, &err);
    return st == ST_OK;
}

static void
drop(struct request *r, struct response *res)
{
    struct desk d;

    if (let_go(r, res, true, &d))
        act_done(r, res, "drop", listing_card(r, &d.list, d.card.group_id), -1);
}

static void
release(struct request *r, struct response *res)
{
    struct desk d;

    if (let_go(r, res, false, &d))
        response_redirect(res, listing_card(r, &d.list, d.card.group_id));
}

static void
lint(struct request *r, struct response *res)
{
    struct text text = form_get(&r->form, "text");
    struct buf *b = &res->body;
    struct desk d;

    if (!read_card(r, res, &d))
        return;
    if (text.n > DECIDE_MAX_TEXT) {
        response_plain(res, PAGE_TOO_LARGE, "The text is too long.");
        return;
    }
    desk_look(&d, text);
    desk_counts(&d, b);
    buf_add_str(b, "<ul class=\"lint\">\n");
    for (size_t i = 0; i < d.checks.n; i++)
        markup_addf(b, "<li class=\"%s\"><strong>%s</strong> %s: %s</li>\n",
                    d.checks.v[i].error ? "error" : "warning",
                    d.checks.v[i].error ? "Error" : "Warning", d.checks.v[i].check,
                    d.checks.v[i].note);
    buf_add_str(b, "</ul>\n<div class=\"answer preview\" dir=\"auto\">");
    desk_marked(&d, b);
    buf_add_str(b, "</div>\n");
}

const struct route typing_routes[] = {
    { "POST", "/g/{id}/take", ROLE_EDIT, take }, { "POST", "/g/{id}/type", ROLE_EDIT, type },
    { "POST", "/g/{id}/drop", ROLE_EDIT, drop }, { "POST", "/g/{id}/release", ROLE_EDIT, release },
    { "POST", "/g/{id}/lint", ROLE_EDIT, lint }, { NULL, NULL, 0, NULL },
};
