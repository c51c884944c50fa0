/* departments_page_test.c - departments with counts and settings; only those an account may see. */

#include "lists_world.h"

static void
test_departments(void)
{
    struct office o;
    const char *token, *guest;

    lists_open(&o);
    token = office_person(&o, "ada", "viewer");
    guest = lists_guest(&o, "viewer");
    lists_departments[0].byline = "<b>{editor}</b>";
    CHECK(lists_get(&o, token, "/departments") == 200, "%s", office_body);
    CHECK(strstr(office_body, "/groups?dept=physics&amp;state=posted\">Posted 1<") != NULL,
          "counts: %s", office_body);
    CHECK(strstr(office_body, "&lt;b&gt;{editor}") != NULL, "settings, as text");
    CHECK(strstr(office_body, "/q/library") != NULL, "both");
    CHECK(lists_get(&o, guest, "/departments") == 200 && strstr(office_body, "/q/library") == NULL,
          "one's own");
    CHECK(lists_get(&o, guest, "/departments.csv") == 200 &&
              strstr(office_body, "department,name,groups,open,gap,machine,") != NULL &&
              strstr(office_body, "\nphysics,Physics,1100,1097,0,1,") != NULL &&
              strstr(office_body, "library") == NULL,
          "%s", office_body);
    lists_departments[0].byline = NULL;
    lists_close(&o);
}
TEST_FN(test_departments)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_departments) };

    static_init();
    return TEST_RUN(tests);
}
