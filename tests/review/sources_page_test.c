/* sources_page_test.c - sources with their state, for readers and operators; one with runs and
 * hosts. */

#include "lists_world.h"

static void
test_sources(void)
{
    struct office o;
    const char *operator, * guest, *nobody;

    lists_open(&o);
    store_set_role(o.f.store, STORE_SCHEMA);
    store_begin(o.f.store);
    db_script(o.f.store,
              "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site,"
              " delay_ms, max_pages, active) VALUES (2, 2, 'other<i>', 'https://o.example/', '',"
              " 'listen', 'all', 0, 0, 1, 1);"
              "UPDATE host SET robots_verdict = 'rules', requests = 3 WHERE id = 1;"
              "INSERT INTO crawl_run (id, started_s) VALUES (7, 784111777);"
              "INSERT INTO crawl_source (run_id, source_id, requests, pages, failed) VALUES"
              " (7, 1, 12, 11, 1)");
    if (store_commit(o.f.store, &o.f.err) != ST_OK)
        fail_msg("%s", o.f.err.msg);
    store_set_role(o.f.store, STORE_REVIEW);
    operator= office_person(&o, "op", "operator");
    guest = lists_guest(&o, "viewer");
    nobody = office_person(&o, "ben", NULL);
    CHECK(lists_get(&o, operator, "/sources") == 200, "an operator sees them");
    CHECK(strstr(office_body, "other&lt;i&gt;") != NULL && strstr(office_body, "<i>") == NULL,
          "text is text");
    CHECK(strstr(office_body, ">off<") != NULL, "a source without a basis is off");
    CHECK(strstr(office_body, "<span class=\"of-card\">library: </span><a href") != NULL,
          "a card says whose source it is");
    CHECK(strstr(office_body, "<td class=\"number less\" data-label=\"Failures\">0<") != NULL,
          "no failure is no line of a card");
    CHECK(lists_get(&o, operator, "/groups") == 404, "and no questions");
    CHECK(lists_get(&o, guest, "/sources") == 200 && strstr(office_body, "other") == NULL,
          "another department's is not there");
    CHECK(lists_get(&o, guest, "/sources/2") == 404, "nor by its address");
    CHECK(lists_get(&o, nobody, "/sources") == 404, "no role, no sources");
    CHECK(lists_get(&o, operator, "/sources/1") == 200, "one of them");
    CHECK(strstr(office_body, "<td class=\"number\">12</td><td class=\"number\">11</td>") != NULL,
          "its run: %s", office_body);
    CHECK(strstr(office_body, "https://f.example</th><td>rules") != NULL, "its host: %s",
          office_body);
    CHECK(strstr(office_body, "/groups?source=") == NULL, "no way to questions for an operator");
    CHECK(lists_get(&o, operator, "/sources.csv?dept=library") == 200 &&
              text_starts(text_of(office_body), TEXT_LIT("id,department,source,pages,queued,")) &&
              strstr(office_body, "\n2,library,other<i>,") != NULL &&
              strstr(office_body, "\n1,") == NULL,
          "%s", office_body);
    CHECK(lists_get(&o, operator, "/sources.atom?alarms=1") == 200, "a feed of what is unwell");
    lists_close(&o);
}
TEST_FN(test_sources)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_sources) };

    static_init();
    return TEST_RUN(tests);
}
