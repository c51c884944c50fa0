/* webhook_test.c - what a webhook is told, and when again. */
#include "../../drafter/webhook.h"

#include <unistd.h>

#include "../../include/file.h"
#include "../test.h"

/* RFC 4231 has no case with a text before the data; this one is openssl's (3.0). */
static void
test_sign(void)
{
    char out[WEBHOOK_SIGNATURE_BYTES];

    /* printf '1795310054.7-1795310000.{"a":1}' | openssl dgst -sha256 -hmac s3cret */
    CHECK(strcmp(
              webhook_sign("s3cret", 1795310054, "7-1795310000", TEXT_LIT("{\"a\":1}"), out),
              "t=1795310054,v1=a4ae38ed6601f44ceb11a92155b37f701012e3986acba7be2b2b6c5e28025268") ==
              0,
          "%s", out);
}
TEST_FN(test_sign)

static void
test_delays(void)
{
    int64_t sum = 0;
    int tries = 1;

    for (; webhook_delay_s(tries) > 0; tries++)
        sum += webhook_delay_s(tries);
    CHECK(tries == 5 && sum > 23 * 3600 && sum <= 25 * 3600, "%d tries in %lld s", tries,
          (long long)sum);
    CHECK(webhook_delay_s(0) == 0 && webhook_delay_s(100) == 0, "no other");
}
TEST_FN(test_delays)

static void
test_body(void)
{
    struct arena *a = arena_new();
    struct store_webhook_event x = { .object = TEXT_LIT("gap:7:1"),
                                     .department = TEXT_LIT("physics"),
                                     .group_id = 7,
                                     .at_s = 1795310054,
                                     .question = TEXT_LIT("A \"q\"\n?"),
                                     .state = TEXT_LIT("gap"),
                                     .text = TEXT_LIT("no page"),
                                     .link = TEXT_LIT("g/7") };
    struct text t = webhook_body(WEBHOOK_EVENT_GAP, &x, "https://e.example", a);

    CHECK(text_is(t, "{\"event\":\"gap\",\"object\":\"gap:7:1\",\"at\":\"2026-11-22T01:14:14Z\","
                     "\"department\":\"physics\",\"group\":7,\"question\":\"A \\\"q\\\"\\n?\","
                     "\"state\":\"gap\",\"text\":\"no page\",\"link\":\"https://e.example/g/7\"}"),
          "%.*s", TEXT_ARG(t));
    x = (struct store_webhook_event){ .object = TEXT_LIT("mended:3"),
                                      .department = TEXT_LIT("physics"),
                                      .at_s = 1795310054,
                                      .state = TEXT_LIT("spike"),
                                      .text = TEXT_LIT("mended: 9 questions") };
    t = webhook_body(WEBHOOK_EVENT_ALARM, &x, NULL, a);
    CHECK(text_is(t, "{\"event\":\"alarm\",\"object\":\"mended:3\",\"at\":\"2026-11-22T01:14:14Z\","
                     "\"department\":\"physics\",\"kind\":\"spike\",\"mended\":true,"
                     "\"text\":\"mended: 9 questions\"}"),
          "%.*s", TEXT_ARG(t));
    t = webhook_body(WEBHOOK_EVENT_GAP, &x, NULL, a);
    CHECK(text_find(t, TEXT_LIT("link")) == TEXT_NPOS, "no base, no link");
    arena_free(a);
}
TEST_FN(test_body)

static void
test_guard(void)
{
    struct webhook_config w = { .url = "http://127.0.0.1:1/", .timeout_ms = 2000 };
    struct store_webhook_row row = { .id = 1, .event = TEXT_LIT("gap"), .body = TEXT_LIT("{}") };
    struct webhook_call call = { .to = &w, .dir = "/", .row = &row };
    struct guard_range here;
    struct err err = { "" };
    char path[64];
    int64_t status;

    snprintf(path, sizeof(path), "/tmp/earshot-webhook-%ld", (long)getpid());
    w.secret_file = path;
    CHECK(webhook_send(&call, &status, &err) == ST_NOTFOUND, "no secret: %s", err.msg);
    CHECK(file_write(path, TEXT_LIT("x\n"), 0600, &err) == ST_OK, "%s", err.msg);
    CHECK(webhook_send(&call, &status, &err) == ST_NET && strstr(err.msg, "127.0.0.1") != NULL,
          "refused: %s", err.msg);
    CHECK(guard_range_parse(TEXT_LIT("127.0.0.0/8"), &here, NULL) == ST_OK, "range");
    call.allow = &here;
    call.n_allow = 1;
    CHECK(webhook_send(&call, &status, &err) == ST_NET && status == 0, "nobody there: %s", err.msg);
    unlink(path);
}
TEST_FN(test_guard)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_sign), TEST(test_delays), TEST(test_body),
                                        TEST(test_guard) };

    return TEST_RUN(tests);
}
