/* field_test.c - inputs have labels, values are text, and of a refused form no secret comes back.
 */

#include "../test.h"

#include "../../review/field.h"

static void
test_input(void)
{
    struct buf b;
    const struct field f = { .name = "full_name",
                             .label = "Full name",
                             .hint = "It signs.",
                             .value = TEXT_LIT("\"><script>"),
                             .max_bytes = 9,
                             .required = true };

    buf_init(&b, BUF_SMALL);
    field_input(&b, &f);
    CHECK(strcmp(buf_str(&b),
                 "<div class=\"field\"><label for=\"f-full_name\">Full name</label>"
                 "<input id=\"f-full_name\" name=\"full_name\" type=\"text\" autocomplete=\"off\""
                 " value=\"&quot;&gt;&lt;script&gt;\" maxlength=\"9\""
                 " aria-describedby=\"h-full_name\" required>"
                 "<p class=\"hint\" id=\"h-full_name\">It signs.</p></div>\n") == 0,
          "%s", buf_str(&b));
    buf_clear(&b);
    field_hidden(&b, "next", TEXT_LIT("/a?b=\"c\""));
    CHECK(strstr(buf_str(&b), "value=\"/a?b=&quot;c&quot;\"") != NULL, "%s", buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_input)

static void
test_typed(void)
{
    struct form_field fields[] = {
        { TEXT_LIT("text"), TEXT_LIT("a sentence of more than a word </textarea>") },
        { TEXT_LIT("csrf"), TEXT_LIT("0123456789abcdef0123456789abcdef") },
        { TEXT_LIT("password"), TEXT_LIT("mistletoe grows in the apple tree") },
        { TEXT_LIT("again"), TEXT_LIT("mistletoe grows in the apple tree") },
        { TEXT_LIT("old"), TEXT_LIT("mistletoe grows in the apple tree") },
        { TEXT_LIT("secret"), TEXT_LIT("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") },
        { TEXT_LIT("token"), TEXT_LIT("0123456789abcdef0123456789abcdef") },
        { TEXT_LIT("revision"), TEXT_LIT("12") },
        { TEXT_LIT("reason"), TEXT_LIT("because it was asked elsewhere") },
    };
    const struct form form = { fields, N_ROWS(fields), N_ROWS(fields) };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    CHECK(field_typed(&b, &form) == 2, "%s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "than a word &lt;/textarea&gt;") != NULL, "%s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "asked elsewhere") != NULL, "%s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "mistletoe") == NULL && strstr(buf_str(&b), "GEZD") == NULL &&
              strstr(buf_str(&b), "0123") == NULL,
          "%s", buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_typed)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_input), TEST(test_typed) };

    return TEST_RUN(tests);
}
