/* signin.c - see signin.h. */

#include "signin.h"

#include "password.h"
#include "store_audit.h"
#include "totp.h"

#define PURPOSE     TEXT_LIT("code")
#define MAX_DOUBLES 20 /* 2^20 s is longer than any wait */

int64_t
signin_wait_s(const struct store_attempt *x, int64_t free, int64_t longest_s, int64_t now_s)
{
    int64_t over = x->failures - free, span, left;

    if (over < 0 || x->failures == 0)
        return 0;
    span = over < MAX_DOUBLES ? INT64_C(2) << over : longest_s;
    left = x->last_s + (span < longest_s ? span : longest_s) - now_s;
    return left < 0 ? 0 : left > longest_s ? longest_s : left; /* a clock that was set back */
}

static int64_t
longer(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t
wait_of(const struct signin *in, const char *kind, struct text what, int64_t free,
        int64_t longest_s)
{
    const struct store_attempt x = store_attempt_get(in->store, kind, what, in->now_s);

    return signin_wait_s(&x, free, longest_s, in->now_s);
}

static int64_t
address_wait(const struct signin *in)
{
    return wait_of(in, "address", in->address, SIGNIN_FREE_ADDRESS, SIGNIN_WAIT_ADDRESS_S);
}

static struct text
object_of(const struct signin *in, struct text name)
{
    if (name.n == 0)
        return TEXT_LIT("no account");
    return text_of(arena_printf(in->arena, "account %.*s", TEXT_ARG(name)));
}

/* name "": of nobody we know. */
static void
audit(const struct signin *in, struct text name, const char *result)
{
    const struct store_audit row = { .at_s = in->now_s,
                                     .actor = name,
                                     .action = TEXT_LIT("sign-in"),
                                     .object = object_of(in, name),
                                     .after = in->device,
                                     .address = in->address,
                                     .result = text_of(result) };

    store_audit_add(in->store, &row);
}

/* A failure of kind for what, and of the address; name "": of nobody we know. */
static enum status
fail(const struct signin *in, const char *kind, struct text what, struct text name,
     const char *result, struct err *err)
{
    store_begin(in->store);
    store_attempt_fail(in->store, kind, what, in->now_s);
    store_attempt_fail(in->store, "address", in->address, in->now_s);
    audit(in, name, result);
    return store_commit(in->store, err);
}

/* The account is who it says: begin a session. */
static enum status
begin_session(const struct signin *in, const struct store_account *x, struct signin_answer *ret,
              struct err *err)
{
    enum status st;

    store_token_new(ret->token);
    store_session_add(in->store, text_of(ret->token), x->id, in->device, in->address, in->now_s);
    store_account_set_seen(in->store, x->id, in->now_s);
    store_attempt_clear(in->store, "name", x->name);
    store_attempt_clear(in->store, "code", x->name);
    audit(in, x->name, "ok");
    st = store_commit(in->store, err);
    ret->outcome = SIGNIN_DONE;
    ret->account_id = x->id;
    return st;
}

/* The password is right. */
static enum status
pass(const struct signin *in, const struct store_account *x, struct signin_answer *ret,
     struct err *err)
{
    store_begin(in->store);
    if (x->disabled) {
        audit(in, x->name, "disabled");
        ret->outcome = SIGNIN_DISABLED;
    } else if (x->totp_secret.n > 0) {
        store_token_new(ret->token);
        store_once_add(in->store, text_of(ret->token), x->id, PURPOSE,
                       in->now_s + SIGNIN_CODE_LIFE_S);
        ret->outcome = SIGNIN_CODE;
    } else {
        return begin_session(in, x, ret, err);
    }
    return store_commit(in->store, err);
}

enum status
signin_password(const struct signin *in, struct text name, struct text password,
                struct signin_answer *ret, struct err *err)
{
    struct store_account x = { .id = 0 };
    bool known = store_account_find(in->store, name, in->arena, &x);
    struct signin_answer answer = { .outcome = SIGNIN_WRONG };
    enum status st;

    answer.wait_s = address_wait(in);
    if (!known || !store_session_knows(in->store, x.id, in->address))
        answer.wait_s =
            longer(answer.wait_s, wait_of(in, "name", name, SIGNIN_FREE_NAME, SIGNIN_WAIT_NAME_S));
    st = store_check(in->store, err);
    if (st != ST_OK)
        return st;
    if (answer.wait_s > 0)
        answer.outcome = SIGNIN_WAIT;
    else if (password_verify(password, x.password))
        st = pass(in, &x, &answer, err);
    else
        st = fail(in, "name", name, known ? x.name : TEXT_NONE, "wrong password", err);
    if (st == ST_OK)
        *ret = answer;
    return st;
}

/* The account that waits for its code; false: none any more. */
static bool
find_waiting(const struct signin *in, struct text token, struct store_account *ret)
{
    int64_t id;

    return store_once_look(in->store, token, PURPOSE, in->now_s, &id) &&
           store_account_get(in->store, id, in->arena, ret) && !ret->disabled;
}

enum status
signin_code(const struct signin *in, struct text token, struct text code, struct signin_answer *ret,
            struct err *err)
{
    struct signin_answer answer = { .outcome = SIGNIN_LATE };
    struct store_account x;
    int64_t step, id;
    enum status st = ST_OK;

    if (!find_waiting(in, token, &x)) {
        st = store_check(in->store, err);
        if (st == ST_OK)
            *ret = answer;
        return st;
    }
    answer.wait_s =
        longer(address_wait(in), wait_of(in, "code", x.name, SIGNIN_FREE_CODE, SIGNIN_WAIT_CODE_S));
    answer.outcome = answer.wait_s > 0 ? SIGNIN_WAIT : SIGNIN_WRONG;
    if (answer.wait_s == 0 && totp_matches(x.totp_secret, code, in->now_s, &step)) {
        store_begin(in->store); /* another request may be at the same code */
        if (store_account_use_totp(in->store, x.id, step) &&
            store_once_take(in->store, token, PURPOSE, in->now_s, &id))
            st = begin_session(in, &x, &answer, err);
        else
            store_rollback(in->store);
    }
    if (st == ST_OK && answer.outcome == SIGNIN_WRONG)
        st = fail(in, "code", x.name, x.name, "wrong code", err);
    if (st == ST_OK)
        *ret = answer;
    return st;
}
