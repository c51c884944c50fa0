/* gate.c - see gate.h. */

#include "gate.h"

#include <sodium.h>

#include "audit.h"
#include "feed.h"
#include "page.h"
#include "role.h"
#include "signin_page.h"
#include "store_desk.h"
#include "store_session.h"

static const char *
cookie_name(const struct request *r)
{
    return r->secure ? "__Host-earshot" : "earshot";
}

void
gate_set_cookie(const struct request *r, struct response *res, struct text token)
{
    response_header(res, "Set-Cookie",
                    text_of(arena_printf(
                        r->arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                        cookie_name(r), TEXT_ARG(token),
                        token.n > 0 ? (int)STORE_SESSION_LIFE_S : 0, r->secure ? "; Secure" : "")));
}

/* "https://host:port" or "host:port": its host and port. */
static struct text
authority_of(struct text t)
{
    size_t at = text_find(t, TEXT_LIT("://"));

    return at == TEXT_NPOS ? t : text_from(t, at + 3);
}

bool
gate_same_origin(const struct request *r)
{
    struct text site = request_header(r, "Sec-Fetch-Site");
    struct text origin = request_header(r, "Origin");

    if (site.n > 0)
        return text_is(site, "same-origin") || text_is(site, "none");
    if (origin.n == 0 || text_is(origin, "null"))
        return true;
    origin = authority_of(origin);
    return text_eq_nocase(origin, request_header(r, "Host")) ||
           text_eq_nocase(origin, request_header(r, "X-Forwarded-Host"));
}

/* The session is used: note it, now and then. */
static void
touch(struct request *r, struct text token, const struct store_session *x)
{
    if (r->now_s - x->seen_s < STORE_SESSION_SEEN_S)
        return;
    store_begin(r->store);
    store_session_touch(r->store, token, r->now_s);
    (void)store_commit(r->store, NULL); /* a busy store must not stop who only reads */
}

bool
gate_identify(struct request *r)
{
    struct text token = form_get(&r->cookies, cookie_name(r));
    struct store_session *x = arena_alloc(r->arena, sizeof(*x));
    struct store_account *account = arena_alloc(r->arena, sizeof(*account));

    if (r->account != NULL)
        return true;
    if (token.n != STORE_TOKEN_HEX - 1 ||
        !store_session_find(r->store, token, r->now_s, r->arena, x) ||
        !store_account_get(r->store, x->account_id, r->arena, account) || account->disabled)
        return false;
    touch(r, token, x);
    r->account = account;
    r->session = x;
    r->actor = account->name;
    r->csrf = x->csrf;
    r->settings = account->settings;
    return true;
}

static bool
token_fits(const struct request *r)
{
    struct text sent = form_get(&r->form, "csrf");

    return r->csrf.n > 0 && sent.n == r->csrf.n && sodium_memcmp(sent.p, r->csrf.p, sent.n) == 0;
}

/* The text of a card goes to the desk of whom the ended session belonged to. */
static bool
keep_text(struct request *r)
{
    struct text token = form_get(&r->cookies, cookie_name(r));
    struct text typed = form_get(&r->form, "text");
    int64_t group_id = text_starts(r->path, TEXT_LIT("/g/")) ? request_id(r, 0) : 0;
    struct store_account x;
    int64_t id;

    if (group_id == 0 || typed.n == 0 || typed.n > STORE_TYPED_BYTES ||
        token.n != STORE_TOKEN_HEX - 1)
        return false;
    id = store_session_owner(r->store, token, r->now_s);
    if (id == 0 || !store_account_get(r->store, id, r->arena, &x) ||
        !role_may(&x, ROLE_EDIT, ROLE_ANYWHERE))
        return false;
    store_begin(r->store);
    store_desk_type(r->store, group_id, x.name, form_int(&r->form, "revision", 0), typed, r->now_s);
    return store_commit(r->store, NULL) == ST_OK; /* a group that is not there: nothing is kept */
}

/* Where a form that was sent too late leads after the sign-in: to its card, else to the start. */
static struct text
next_of(struct request *r)
{
    int64_t group_id = text_starts(r->path, TEXT_LIT("/g/")) ? request_id(r, 0) : 0;

    if (!r->post)
        return r->target;
    return group_id > 0 ? text_of(arena_printf(r->arena, "/g/%lld", (long long)group_id))
                        : TEXT_LIT("/");
}

static void
ask_to_sign_in(struct request *r, struct response *res)
{
    struct signin_form f = { .status = PAGE_UNKNOWN_PERSON, .next = next_of(r) };

    if (r->post)
        f.why = keep_text(r) ? "You were signed out in the meantime, and nothing was done. Your "
                               "text is kept: it is offered when you open the card again."
                             : "You were signed out in the meantime, and nothing was done.";
    signin_form(r, res, &f);
}

static bool
refuse(struct request *r, struct response *res, enum page_status status, const char *why)
{
    const struct store_audit row = { .action = TEXT_LIT("refused"),
                                     .object = r->path,
                                     .result = text_of(why) };

    if (r->post && r->account != NULL)
        (void)audit_note(r, &row, NULL); /* the refusal stands without its row, too */
    page_error(r, res, status, why);
    return false;
}

bool
gate_allows(struct request *r, struct response *res, unsigned right, int64_t department_id)
{
    switch (role_answer(r->account, right, department_id)) {
    case ROLE_OK:
        return true;
    case ROLE_SIGN_IN:
        ask_to_sign_in(r, res);
        return false;
    case ROLE_REFUSED:
        return refuse(r, res, PAGE_DENIED, "Your role does not include that.");
    case ROLE_HIDDEN:
        break;
    }
    return refuse(r, res, PAGE_NOT_FOUND, "There is no such page.");
}

bool
gate_check(struct request *r, struct response *res)
{
    if (r->post && !gate_same_origin(r)) {
        page_error(r, res, PAGE_DENIED, "This came from another site, so nothing was done.");
        return false;
    }
    if (r->route->right == ROLE_PUBLIC)
        return true;
    if (!gate_identify(r)) {
        enum feed_answer feed = feed_identify(r, res);

        if (feed == FEED_NONE)
            ask_to_sign_in(r, res);
        if (feed != FEED_READS)
            return false;
    }
    if (!gate_allows(r, res, r->route->right, ROLE_ANYWHERE))
        return false;
    if (r->post && !token_fits(r))
        return refuse(
            r, res, PAGE_DENIED,
            "This form belongs to a session that has ended, so nothing was done. Go back, "
            "copy what you typed, and load the page anew.");
    return true;
}
