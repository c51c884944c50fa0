/* answers_page_test.c - approved and posted answers: the page, its files, what the public gets. */

#include "lists_world.h"

#include "../util/unzip.h"

static void
test_page(void)
{
    static const struct {
        const char *path;
        bool approved, posted; /* group 3, group 4 */
        const char *from;
    } rows[] = {
        { "/answers", true, true, "both" },
        { "/answers?state=approved", true, false, "a state" },
        { "/answers?state=posted", false, true, "the other" },
        { "/answers?find=%3E4%3C", false, true, "words" },
        { "/answers?dept=library", false, false, "a department without any" },
    };
    struct office o;
    const char *token;

    lists_open(&o);
    token = office_person(&o, "ada", "viewer");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        CHECK(lists_get(&o, token, rows[i].path) == 200, "%s", rows[i].from);
        CHECK((strstr(office_body, "/g/3?") != NULL) == rows[i].approved, "%s: 3", rows[i].from);
        CHECK((strstr(office_body, "/g/4?") != NULL) == rows[i].posted, "%s: 4", rows[i].from);
        CHECK(strstr(office_body, "<b>us") == NULL, "text is text");
    }
    lists_close(&o);
}
TEST_FN(test_page)

static void
test_files(void)
{
    struct office o;
    const char *token, *guest;
    char *sheet;

    lists_open(&o);
    token = office_person(&o, "ada", "viewer");
    guest = lists_guest(&o, "viewer");
    CHECK(lists_get(&o, token, "/answers.csv?state=approved") == 200, "CSV");
    CHECK(text_starts(text_of(office_body),
                      TEXT_LIT("group,department,question,answer,link,title,language,state,"
                               "published_at,updated_at,times_asked,draft,visits_tagged,"
                               "visits_referred,visits_dark\r\n3,physics,")),
          "%s", office_body);
    CHECK(strstr(office_body, "\n4,physics") == NULL, "the filter holds");
    CHECK(lists_get(&o, token, "/answers.xlsx") == 200, "Excel");
    sheet = unzip_member(office_body, office_bytes, "xl/worksheets/sheet1.xml");
    CHECK(sheet != NULL && strstr(sheet, "Ask &lt;b&gt;us") != NULL, "%s", sheet);
    free(sheet);
    CHECK(lists_get(&o, guest, "/answers.atom") == 200 &&
              strstr(office_body, "2026-01-01:card/4</id>") != NULL,
          "a feed: %s", office_body);
    CHECK(lists_get(&o, guest, "/answers/public.html?dept=library") == 404, "not theirs");
    CHECK(lists_get(&o, guest, "/answers/public.html") == 404, "of no department");
    CHECK(lists_get(&o, guest, "/answers/public.md?dept=physics") == 200 &&
              strstr(office_body, "<b>4") == NULL,
          "for the public: %s", office_body);
    lists_close(&o);
}
TEST_FN(test_files)

/* Four was posted on day 9075: what its page had before and since. */
static void
test_visits(void)
{
    struct office o;
    const char *token;

    lists_open(&o);
    store_set_role(o.f.store, STORE_SCHEMA);
    store_begin(o.f.store);
    db_script(o.f.store,
              "UPDATE draft SET link_url_id = 7 WHERE id = 4;"
              "INSERT INTO posting (draft_id, decision_id, url, actor, at_s) SELECT 4, id,"
              " 'https://www.f.example/t/4', 'ada', 784111780 FROM decision WHERE verb = 'post';"
              "INSERT INTO visit (url_id, day, how, group_id, place, n) VALUES"
              " (7, 9070, 'direct', 0, '', 2), (7, 9076, 'direct', 0, '', 5),"
              " (7, 9076, 'referred', 0, 'f.example', 4), (7, 9077, 'tagged', 0, '', 1)");
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
    store_set_role(o.f.store, STORE_REVIEW);
    token = office_person(&o, "ada", "viewer");
    CHECK(lists_get(&o, token, "/answers") == 200 &&
              strstr(office_body, "8 visits to its page since: 1 by the tag, 4 from where it was "
                                  "posted, about 3 without origin beyond the usual") != NULL,
          "%s", office_body);
    CHECK(lists_get(&o, token, "/answers?state=approved") == 200 &&
              strstr(office_body, "to its page since") == NULL,
          "an answer without");
    CHECK(lists_get(&o, token, "/answers.csv") == 200 &&
              strstr(office_body, ",4,1.000,4.000,3.000\r\n") != NULL,
          "%s", office_body);
    CHECK(strstr(office_body, ",3,,,\r\n") != NULL, "%s", office_body);
    lists_close(&o);
}
TEST_FN(test_visits)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_page), TEST(test_files), TEST(test_visits) };

    static_init();
    return TEST_RUN(tests);
}
