/* group_page_test.c - a group with its questions, places, reasons and history. */

#include "lists_world.h"

#include "store_group.h"

static void
test_page(void)
{
    const int64_t part = 7;
    struct office o;
    const char *lead, *guest;

    lists_open(&o);
    lead = office_person(&o, "lee", "lead");
    guest = lists_guest(&o, "viewer");
    store_begin(o.f.store);
    store_group_decide(o.f.store,
                       &(struct store_group_decision){ .department_id = 1,
                                                       .group_id = 1,
                                                       .verb = STORE_GROUP_MERGE,
                                                       .head_id = 1,
                                                       .actor = TEXT_LIT("<lee>"),
                                                       .parts = (int64_t *)(uintptr_t)&part,
                                                       .n_parts = 1,
                                                       .at_s = 1 });
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
    CHECK(lists_get(&o, lead, "/groups/1?state=open") == 200, "%s", office_body);
    for (size_t i = 0; i < 7; i++) {
        static const char *const has[] = { "Second &lt;i&gt;wording",
                                           "&lt;u&gt;fees",
                                           "href=\"https://f.example/2000\"",
                                           "It speaks for the group",
                                           "action=\"/g/1/head\"",
                                           "&lt;lee&gt;: group 1 took over group 7",
                                           "action=\"/g/1/regroup\"" };

        CHECK(strstr(office_body, has[i]) != NULL, "%s: %s", has[i], office_body);
    }
    CHECK(strstr(office_body, "href=\"/g/1?state=open\"") != NULL, "its card, in the list");
    CHECK(lists_get(&o, guest, "/groups/1") == 200 && strstr(office_body, "/1/head") == NULL,
          "who may not lead has no forms");
    CHECK(lists_get(&o, guest, "/groups/1101") == 404, "another department's");
    CHECK(lists_get(&o, guest, "/groups/99999") == 404, "none");
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
