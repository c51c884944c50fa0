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

/* An empty list says whether a filter makes it so. */
static void
test_empty(void)
{
    struct office o;
    const char *token;

    lists_open(&o);
    token = office_person(&o, "ada", "viewer");
    CHECK(lists_get(&o, token, "/answers?dept=library") == 200 &&
              strstr(office_body, "No answer is like that yet") != NULL,
          "of one department");
    store_set_role(o.f.store, STORE_SCHEMA);
    store_begin(o.f.store);
    db_script(o.f.store, "UPDATE queue SET state = 'machine'");
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
    store_set_role(o.f.store, STORE_REVIEW);
    o.now_s += 60; /* an order is kept for a minute */
    CHECK(lists_get(&o, token, "/answers") == 200 &&
              strstr(office_body, "Nothing has been approved yet") != NULL,
          "%s", office_body);
    CHECK(lists_get(&o, token, "/answers?find=exam") == 200 &&
              strstr(office_body, "No answer is like that yet") != NULL,
          "words");
    lists_close(&o);
}
TEST_FN(test_empty)

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
              strstr(office_body, "Brought 8 visits to its page: 1 by the tag, 4 from where it was "
                                  "posted, about 3 without origin beyond the usual") != NULL,
          "%s", office_body);
    CHECK(lists_get(&o, token, "/answers?state=approved") == 200 &&
              strstr(office_body, "to its page: ") == NULL,
          "an answer without");
    CHECK(lists_get(&o, token, "/answers.csv") == 200 &&
              strstr(office_body, ",4,1.000,4.000,3.000\r\n") != NULL,
          "%s", office_body);
    CHECK(strstr(office_body, ",3,,,\r\n") != NULL, "%s", office_body);
    lists_close(&o);
}
TEST_FN(test_visits)

/* Where what comes, in the page at hand. */
static bool
stands_before(const char *first, const char *second)
{
    const char *x = strstr(office_body, first), *y = strstr(office_body, second);

    return x != NULL && y != NULL && x < y;
}

/* Three has 2 by the tag and 6 from where it was posted, four 5 by the tag and 1 without origin. */
static const char visited[] =
    "UPDATE draft SET link_url_id = 7 WHERE id = 4;"
    "UPDATE draft SET link_url_id = 8 WHERE id = 3;"
    "UPDATE queue SET last_asked_s = 5, times_asked = 1 WHERE group_id = 3;"
    "UPDATE queue SET last_asked_s = 6, times_asked = 2 WHERE group_id = 4;"
    "INSERT INTO posting (draft_id, url, actor, at_s) VALUES"
    " (3, 'https://f.example/t/3', 'ada', 784111780),"
    " (4, 'https://f.example/t/4', 'ada', 784111780);"
    "INSERT INTO visit (url_id, day, how, group_id, place, n) VALUES"
    " (7, 9070, 'direct', 0, '', 2), (7, 9076, 'direct', 0, '', 3),"
    " (7, 9077, 'tagged', 0, '', 5), (8, 9076, 'referred', 0, 'f.example', 6),"
    " (8, 9077, 'tagged', 0, '', 2)";

/* Tables in that order. */
static void
check_files(struct office *o, const char *token, const char *sort, bool four)
{
    char path[64];

    snprintf(path, sizeof(path), "/answers.csv?sort=%s", sort);
    CHECK(lists_get(o, token, path) == 200 &&
              stands_before(four ? "\r\n4,physics" : "\r\n3,physics",
                            four ? "\r\n3,physics" : "\r\n4,physics"),
          "CSV by %s: %s", sort, office_body);
    snprintf(path, sizeof(path), "/answers.json?sort=%s", sort);
    CHECK(lists_get(o, token, path) == 200 && stands_before(four ? "\"group\":4" : "\"group\":3",
                                                            four ? "\"group\":3" : "\"group\":4"),
          "JSON by %s: %s", sort, office_body);
}

static void
test_orders(void)
{
    static const struct {
        const char *sort, *label;
        bool four; /* comes first */
        bool file; /* in that order, too */
    } rows[] = {
        { "visits", "Most visited first", false, true },
        { "tagged", "Most tagged visits first", true, true },
        { "referred", "Most referred visits first", false, true },
        { "dark", "Most visits without origin first", true, true },
        { "times", "Most asked first", true, true },
        { "asked", "Asked last first", true, true },
        { "", "Asked last first", true, false },
        { "rank", "Asked last first", true, false },
    };
    struct office o;
    const char *token;

    lists_open(&o);
    token = office_person(&o, "ada", "viewer");
    CHECK(lists_get(&o, token, "/answers?sort=visits") == 200 &&
              strstr(office_body, "No log of the web server was read yet") != NULL,
          "nobody knows");
    store_set_role(o.f.store, STORE_SCHEMA);
    store_begin(o.f.store);
    db_script(o.f.store, visited);
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
    store_set_role(o.f.store, STORE_REVIEW);
    o.now_s += 60; /* an order is kept for a minute */
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char path[64], chosen[128];
        bool four = rows[i].four;

        snprintf(path, sizeof(path), "/answers?sort=%s", rows[i].sort);
        snprintf(chosen, sizeof(chosen), " selected>%s</option>", rows[i].label);
        CHECK(lists_get(&o, token, path) == 200 && strstr(office_body, chosen) != NULL,
              "%s is chosen", rows[i].label);
        CHECK(stands_before(four ? "/g/4?" : "/g/3?", four ? "/g/3?" : "/g/4?"), "by %s",
              rows[i].sort);
        CHECK(strstr(office_body, "No log of") == NULL, "there is one");
        if (rows[i].file)
            check_files(&o, token, rows[i].sort, four);
    }
    CHECK(lists_get(&o, token, "/answers.atom?sort=visits") == 200 &&
              strstr(office_body, "card/4</id>") != NULL,
          "a feed has its own order");
    lists_close(&o);
}
TEST_FN(test_orders)

static void
test_groups(void)
{
    struct office o;
    const char *token;

    lists_open(&o);
    token = office_person(&o, "ada", "viewer");
    store_set_role(o.f.store, STORE_SCHEMA);
    store_begin(o.f.store);
    db_script(o.f.store, visited);
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
    store_set_role(o.f.store, STORE_REVIEW);
    CHECK(lists_get(&o, token, "/groups?sort=tagged&state=all") == 200 &&
              stands_before("/groups/4?", "/groups/3?") &&
              strstr(office_body, " selected>Most tagged visits first") != NULL,
          "groups, too: %s", office_body);
    CHECK(lists_get(&o, token, "/groups") == 200 &&
              strstr(office_body, "Most asked first") != NULL &&
              strstr(office_body, "Most visited first") == NULL,
          "but their rows tell none, so nothing leads there");
    lists_close(&o);
}
TEST_FN(test_groups)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_page),   TEST(test_empty),  TEST(test_files),
                                        TEST(test_visits), TEST(test_orders), TEST(test_groups) };

    static_init();
    return TEST_RUN(tests);
}
