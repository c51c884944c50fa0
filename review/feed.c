/* feed.c - see feed.h. */

#include "feed.h"

#include <inttypes.h>

#include "account.h"
#include "log.h"
#include "page.h"
#include "role.h"
#include "route.h"
#include "signin.h"

#define KIND "feed" /* of attempts */

/* The account with the eyes of a viewer, wherever it may read. */
static struct store_account *
viewer_of(const struct request *r, const struct store_account *x)
{
    struct store_account *v = arena_alloc(r->arena, sizeof(*v));

    *v = *x;
    v->n_roles = 0;
    v->roles = arena_alloc(r->arena, (x->n_roles + 1) * sizeof(*v->roles));
    for (size_t i = 0; i < x->n_roles; i++) {
        struct store_account one = { .roles = &x->roles[i], .n_roles = 1 };

        if (!role_may(&one, ROLE_READ, x->roles[i].department_id))
            continue;
        v->roles[v->n_roles] = x->roles[i];
        v->roles[v->n_roles++].role = TEXT_LIT("viewer");
    }
    return v;
}

static void
refuse(struct request *r, struct response *res)
{
    const struct store_attempt x = store_attempt_get(r->store, KIND, r->address, r->now_s);
    int64_t wait_s = signin_wait_s(&x, SIGNIN_FREE_ADDRESS, SIGNIN_WAIT_ADDRESS_S, r->now_s);
    struct err err = { "" };

    if (wait_s > 0) {
        response_plain(res, PAGE_TOO_MANY, "Too many wrong addresses of feeds: wait.");
        response_header(res, "Retry-After", text_of(arena_printf(r->arena, "%" PRId64, wait_s)));
        return;
    }
    store_begin(r->store);
    store_attempt_fail(r->store, KIND, r->address, r->now_s);
    if (store_commit(r->store, &err) != ST_OK) /* it is refused all the same */
        log_warn("%s", err.msg);
    response_plain(res, PAGE_UNKNOWN_PERSON,
                   "This address of a feed does not hold any more: your profile makes a new one.");
    response_header(res, "WWW-Authenticate", TEXT_LIT("Earshot"));
}

enum feed_answer
feed_identify(struct request *r, struct response *res)
{
    struct text token = form_get(&r->query, "token");
    struct store_account x;
    int64_t id = 0;

    if (r->post || token.n == 0 || !text_ends(text_of(r->route->pattern), TEXT_LIT(".atom")))
        return FEED_NONE;
    if (token.n == STORE_TOKEN_HEX - 1 &&
        store_once_look(r->store, token, TEXT_LIT(ACCOUNT_FEED), r->now_s, &id) &&
        store_account_get(r->store, id, r->arena, &x) && !x.disabled) {
        r->account = viewer_of(r, &x);
        r->actor = x.name;
        return FEED_READS;
    }
    refuse(r, res);
    return FEED_REFUSED;
}
