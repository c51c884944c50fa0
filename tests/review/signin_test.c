/* signin_test.c - who gets in, who must wait and how long, and what the log says of it. */

#include "../store/fixture.h"

#include "../../review/password.h"
#include "../../review/signin.h"
#include "../../review/totp.h"
#include "../../store/db.h"
#include "store_audit.h"

#define NOW      1700000000
#define PASSWORD "mistletoe grows"

static const char *const outcomes[] = { "done", "code", "wrong", "disabled", "wait", "late" };

struct world {
    struct fixture f;
    struct arena *arena;
    int64_t ada, now_s;
    unsigned char secret[TOTP_SECRET_BYTES];
    struct signin_answer answer; /* the last */
};

static void
world_open(struct world *w)
{
    char hash[PASSWORD_HASH_BYTES];

    *w = (struct world){ .arena = arena_new(), .now_s = NOW };
    fixture_open(&w->f, STORE_REVIEW);
    assert_int_equal(password_hash(TEXT_LIT(PASSWORD), hash, NULL), ST_OK);
    store_begin(w->f.store);
    w->ada = store_account_add(w->f.store, TEXT_LIT("ada"), TEXT_LIT("Ada"), TEXT_NONE, 1);
    store_account_set_password(w->f.store, w->ada, text_of(hash));
    assert_int_equal(store_commit(w->f.store, &w->f.err), ST_OK);
}

static void
world_close(struct world *w)
{
    fixture_close(&w->f);
    arena_free(w->arena);
}

static struct signin
from(struct world *w, const char *address)
{
    return (struct signin){ .store = w->f.store,
                            .arena = w->arena,
                            .address = text_of(address),
                            .device = TEXT_LIT("a browser"),
                            .now_s = w->now_s };
}

static const char *
try_password(struct world *w, const char *address, const char *name, const char *password)
{
    const struct signin in = from(w, address);
    enum status st = signin_password(&in, text_of(name), text_of(password), &w->answer, &w->f.err);

    return st == ST_OK ? outcomes[w->answer.outcome] : w->f.err.msg;
}

static const char *
try_code(struct world *w, const char *address, const char *token, const char *code)
{
    const struct signin in = from(w, address);
    enum status st = signin_code(&in, text_of(token), text_of(code), &w->answer, &w->f.err);

    return st == ST_OK ? outcomes[w->answer.outcome] : w->f.err.msg;
}

#define IS(seen, want)                                                                             \
    CHECK(strcmp(seen, want) == 0, "%s: not %s", outcomes[w.answer.outcome], want)

static void
test_waits(void)
{
    static const struct {
        const char *from;
        int64_t failures, ago_s, wait_s;
    } rows[] = {
        { "none", 0, 0, 0 },
        { "free", 4, 0, 0 },
        { "the fifth", 5, 0, 2 },
        { "half a wait later", 5, 1, 1 },
        { "waited", 5, 2, 0 },
        { "sixth", 6, 0, 4 },
        { "ninth", 9, 0, 32 },
        { "tenth: capped", 10, 0, 60 },
        { "hundreds", 700, 0, 60 },
        { "hundreds, waited", 700, 60, 0 },
        { "the clock was set back by an hour", 700, -3600, 60 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const struct store_attempt x = { rows[i].failures, NOW - rows[i].ago_s };
        int64_t seen = signin_wait_s(&x, SIGNIN_FREE_NAME, SIGNIN_WAIT_NAME_S, NOW);

        CHECK(seen == rows[i].wait_s, "%s: %lld s", rows[i].from, (long long)seen);
    }
}
TEST_FN(test_waits)

static void
test_password(void)
{
    struct world w;
    struct store_session x;

    world_open(&w);
    IS(try_password(&w, "192.0.2.1", "ada", "mistletoe grew."), "wrong");
    IS(try_password(&w, "192.0.2.1", "nobody", PASSWORD), "wrong");
    IS(try_password(&w, "192.0.2.1", "", ""), "wrong");
    IS(try_password(&w, "192.0.2.1", "ada", PASSWORD), "done");
    CHECK(store_session_find(w.f.store, text_of(w.answer.token), NOW, w.arena, &x) &&
              x.account_id == w.ada && text_is(x.name, "a browser"),
          "a session");
    store_account_set_disabled(w.f.store, w.ada, true);
    IS(try_password(&w, "192.0.2.1", "ada", "mistletoe grew."), "wrong");
    IS(try_password(&w, "192.0.2.1", "ada", PASSWORD), "disabled");
    CHECK(w.answer.token[0] == '\0', "no token");
    world_close(&w);
}
TEST_FN(test_password)

/* One address tries one name: five at once, then ever slower; right after the wait is right. */
static void
test_guessing_a_name(void)
{
    struct world w;
    int64_t begun = NOW, looked_at = 0;

    world_open(&w);
    for (w.now_s = begun; w.now_s < begun + 3600; w.now_s++)
        looked_at += strcmp(try_password(&w, "192.0.2.9", "ada", "x"), "wrong") == 0;
    /* 5 at once, 5 waits of 2 to 32 s, then 1 a minute; the address counts from 20 on. */
    CHECK(looked_at >= 20 && looked_at <= 30, "%lld guesses in an hour", (long long)looked_at);
    w.now_s += SIGNIN_WAIT_ADDRESS_S;
    IS(try_password(&w, "192.0.2.9", "ada", PASSWORD), "done");
    for (int i = 0; i < SIGNIN_FREE_NAME; i++) /* the count is cleared */
        IS(try_password(&w, "192.0.2.8", "ada", "x"), "wrong");
    IS(try_password(&w, "192.0.2.8", "ada", "x"), "wait");
    world_close(&w);
}
TEST_FN(test_guessing_a_name)

/* Strangers from everywhere keep guessing: the owner, whose address is known, is not kept out. */
static void
test_owner_gets_in(void)
{
    struct world w;

    world_open(&w);
    IS(try_password(&w, "192.0.2.1", "ada", PASSWORD), "done");
    for (int i = 0; i < 12; i++, w.now_s++) {
        char address[32];

        snprintf(address, sizeof(address), "198.51.100.%d", i);
        (void)try_password(&w, address, "ada", "x");
    }
    IS(try_password(&w, "198.51.100.200", "ada", PASSWORD), "wait");
    CHECK(w.answer.wait_s > 0 && w.answer.wait_s <= SIGNIN_WAIT_NAME_S, "%lld s",
          (long long)w.answer.wait_s);
    IS(try_password(&w, "192.0.2.1", "ada", PASSWORD), "done");
    world_close(&w);
}
TEST_FN(test_owner_gets_in)

/* One address tries many names. */
static void
test_spraying(void)
{
    struct world w;
    int looked_at = 0;

    world_open(&w);
    for (int i = 0; i < 100; i++) {
        char name[16];

        snprintf(name, sizeof(name), "user%d", i);
        looked_at += strcmp(try_password(&w, "192.0.2.9", name, "x"), "wrong") == 0;
    }
    CHECK(looked_at == SIGNIN_FREE_ADDRESS, "%d", looked_at);
    IS(try_password(&w, "192.0.2.9", "ada", PASSWORD), "wait");
    IS(try_password(&w, "192.0.2.1", "ada", PASSWORD), "done");
    world_close(&w);
}
TEST_FN(test_spraying)

static void
test_code(void)
{
    struct world w;
    char first[STORE_TOKEN_HEX], right[TOTP_DIGITS + 1], token[STORE_TOKEN_HEX];
    int i;

    world_open(&w);
    totp_secret_new(w.secret);
    store_account_set_totp(w.f.store, w.ada, (struct text){ (char *)w.secret, TOTP_SECRET_BYTES },
                           0);
    totp_code((struct text){ (char *)w.secret, TOTP_SECRET_BYTES }, NOW / TOTP_STEP_S, right);
    IS(try_password(&w, "192.0.2.1", "ada", PASSWORD), "code");
    memcpy(first, w.answer.token, sizeof(first));
    CHECK(
        !store_session_find(w.f.store, text_of(first), NOW, w.arena, &(struct store_session){ 0 }),
        "the token between is no session");
    IS(try_code(&w, "192.0.2.1", first, strcmp(right, "000000") == 0 ? "000001" : "000000"),
       "wrong");
    IS(try_code(&w, "192.0.2.1", "0123", right), "late");
    IS(try_code(&w, "192.0.2.1", first, right), "done");
    IS(try_code(&w, "192.0.2.1", first, right), "late"); /* the token is spent */
    IS(try_password(&w, "192.0.2.1", "ada", PASSWORD), "code");
    memcpy(token, w.answer.token, sizeof(token));
    IS(try_code(&w, "192.0.2.1", token, right), "wrong"); /* and so is the code */
    w.now_s += SIGNIN_CODE_LIFE_S;
    IS(try_code(&w, "192.0.2.1", token, right), "late");
    IS(try_password(&w, "192.0.2.1", "ada", PASSWORD), "code");
    memcpy(token, w.answer.token, sizeof(token));
    for (i = 0; i < 20 && strcmp(try_code(&w, "192.0.2.1", token, "x"), "wrong") == 0; i++)
        ;
    CHECK(i == SIGNIN_FREE_CODE - 1 && /* one above */ w.answer.outcome == SIGNIN_WAIT, "%d codes",
          i);
    world_close(&w);
}
TEST_FN(test_code)

static bool
collect(void *self, const struct store_audit *r)
{
    char *out = self;
    size_t n = strlen(out);

    snprintf(out + n, 512 - n, "%.*s|%.*s|%.*s|%.*s\n", TEXT_ARG(r->actor), TEXT_ARG(r->action),
             TEXT_ARG(r->object), TEXT_ARG(r->result));
    return true;
}

static void
test_log(void)
{
    struct world w;
    char seen[512] = "";

    world_open(&w);
    IS(try_password(&w, "192.0.2.1", "my secret word", "ada"), "wrong"); /* the wrong way round */
    IS(try_password(&w, "192.0.2.1", "ada", "x"), "wrong");
    IS(try_password(&w, "192.0.2.1", "ada", PASSWORD), "done");
    store_audit_each(w.f.store, &(struct store_audit_filter){ .limit = 0 }, collect, seen);
    CHECK(strcmp(seen, "ada|sign-in|account ada|ok\n"
                       "ada|sign-in|account ada|wrong password\n"
                       "|sign-in|no account|wrong password\n") == 0,
          "%s", seen);
    world_close(&w);
}
TEST_FN(test_log)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_waits),
                                        TEST(test_password),
                                        TEST(test_guessing_a_name),
                                        TEST(test_owner_gets_in),
                                        TEST(test_spraying),
                                        TEST(test_code),
                                        TEST(test_log) };

    return TEST_RUN(tests);
}
