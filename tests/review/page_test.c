#include "../../review/page.h"

#include "ask.h"

#include "../test.h"

static void
test_escapes(void)
{
    struct ask a;
    struct page p = { .title = TEXT_LIT("<script>alert(1)</script>"),
                      .message = TEXT_LIT("\"><img src=x>") };

    ask_init(&a, "GET", "/");
    a.r.settings = TEXT_LIT("{\"theme\":\"dark\\\"><b>\",\"keys\":false,\"remap\":{\"a\":\"q\"}}");
    page_open(&a.r, &a.res, &p);
    page_close(&a.r, &a.res);
    CHECK(strstr(buf_str(&a.res.body), "<script>alert") == NULL, "title");
    CHECK(strstr(buf_str(&a.res.body), "<img") == NULL, "message");
    CHECK(strstr(buf_str(&a.res.body), "<b>") == NULL, "setting");
    CHECK(strstr(buf_str(&a.res.body), " data-keys=\"false\"") != NULL, "a switch");
    CHECK(strstr(buf_str(&a.res.body), "data-remap=\"{&quot;a&quot;:&quot;q&quot;}\"") != NULL,
          "a moved key");
    CHECK(strstr(buf_str(&a.res.body), " style=") == NULL, "the policy forbids it");
    CHECK(strstr(buf_str(&a.res.body), "class=\"skip\"") != NULL, "WCAG 2.4.1");
    ask_release(&a);
}
TEST_FN(test_escapes)

static void
test_part(void)
{
    struct page p = { .title = TEXT_LIT("Card") };
    struct ask a;

    ask_init(&a, "GET", "/");
    ask_header(&a, "X-Earshot", "part");
    page_open(&a.r, &a.res, &p);
    page_close(&a.r, &a.res);
    CHECK(text_starts(buf_text(&a.res.body), TEXT_LIT("<main ")) &&
              text_ends(buf_text(&a.res.body), TEXT_LIT("</main>\n")),
          "the main part alone: %s", buf_str(&a.res.body));
    ask_release(&a);
}
TEST_FN(test_part)

static void
test_failed(void)
{
    static const struct {
        enum status st;
        int want;
    } rows[] = {
        { ST_NOTFOUND, 404 }, { ST_CONFLICT, 409 }, { ST_DENIED, 403 }, { ST_INVALID, 422 },
        { ST_LIMIT, 422 },    { ST_USAGE, 400 },    { ST_BUSY, 503 },   { ST_DB, 500 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct err err = { "<why>" };
        struct ask a;

        ask_init(&a, "GET", "/");
        buf_add_str(&a.res.body, "half a page");
        page_failed(&a.r, &a.res, rows[i].st, &err);
        CHECK(a.res.status == rows[i].want, "%d: %d", (int)rows[i].st, a.res.status);
        CHECK(strstr(buf_str(&a.res.body), "&lt;why&gt;") != NULL, "says why");
        CHECK(strstr(buf_str(&a.res.body), "half a page") == NULL, "no half pages");
        ask_release(&a);
    }
}
TEST_FN(test_failed)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_escapes), TEST(test_part), TEST(test_failed) };

    static_init();
    return TEST_RUN(tests);
}
