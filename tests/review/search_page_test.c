/* search_page_test.c - the search without an index, and whose departments it looks into; with one:
 * T40. */

#include "lists_world.h"

static void
test_page(void)
{
    struct office o;
    const char *token, *guest;

    lists_open(&o);
    token = office_person(&o, "ada", "viewer");
    guest = lists_guest(&o, "viewer");
    CHECK(lists_get(&o, token, "/search") == 200 && strstr(office_body, "role=\"alert\"") == NULL,
          "nothing is looked for: %s", office_body);
    CHECK(lists_get(&o, token, "/search?q=%22%3Cb%3Efees%22") == 200 &&
              strstr(office_body, "role=\"alert\"") != NULL && strstr(office_body, "<b>") == NULL,
          "no index, and text is text: %s", office_body);
    CHECK(lists_get(&o, token, "/search?q=%22fees") == 200 &&
              strstr(office_body, "role=\"alert\"") != NULL,
          "a quote that is not closed");
    CHECK(lists_get(&o, guest, "/search?q=fees&dept=library") == 404, "not theirs");
    CHECK(lists_get(&o, token, "/search.csv?q=fees") != 200, "a file of nothing is no file");
    lists_close(&o);
}
TEST_FN(test_page)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_page) };

    static_init();
    return TEST_RUN(tests);
}
