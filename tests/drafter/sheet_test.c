/* sheet_test.c - a sheet is text, whatever the question is. */
#include "../../drafter/sheet.h"

#include "../test.h"

static void
test_page(void)
{
    struct store_export_group g = { .id = 7,
                                    .times_asked = 3,
                                    .question = TEXT_LIT("<script>x</script>?"),
                                    .department_name = TEXT_LIT("<b>Maps"),
                                    .language = TEXT_LIT("e\"n") };
    struct buf b;

    buf_init(&b, BUF_LARGE);
    sheet_html_begin(&b, TEXT_LIT("A & B"));
    sheet_html_row(&b, &g, true);
    sheet_html_end(&b);
    CHECK(strstr(buf_str(&b), "<script") == NULL, "%s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "&lt;script&gt;x&lt;/script&gt;?</h2>") != NULL, "%s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "<h1>Question sheet, A &amp; B</h1>") != NULL, "%s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "No. 7, for <bdi>&lt;b&gt;Maps</bdi>, asked 3 times") != NULL, "%s",
          buf_str(&b));
    buf_clear(&b);
    sheet_html_row(&b, &g, false);
    CHECK(strstr(buf_str(&b), "No. 7, asked 3 times") != NULL, "%s", buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_page)

static void
test_alarms(void)
{
    struct store_export_group g = { .id = 7, .escalation = TEXT_LIT("self-harm") };

    CHECK(!sheet_takes(&g), "an alarm");
    g.escalation = TEXT_NONE;
    CHECK(sheet_takes(&g), "none");
}
TEST_FN(test_alarms)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_page), TEST(test_alarms) };

    return TEST_RUN(tests);
}
