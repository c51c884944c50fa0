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
                               "published_at,updated_at,times_asked,draft\r\n3,physics,")),
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

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_page), TEST(test_files) };

    static_init();
    return TEST_RUN(tests);
}
