/* narrow_test.c - a box stands where there is something to choose, and hides no choice. */

#include "lists_world.h"

#include "../../review/narrow.h"

static void
test_box(void)
{
    const struct text choices[] = { TEXT_LIT("a"), TEXT_LIT("<b>") };
    struct narrow_box box = { "x", "X", "Any", choices, 2, TEXT_NONE };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    narrow_box(&b, &box);
    CHECK(strstr(buf_str(&b), "<option value=\"\" selected>Any</option>") != NULL &&
              strstr(buf_str(&b), "<option value=\"&lt;b&gt;\">&lt;b&gt;</option>") != NULL,
          "any of two: %s", buf_str(&b));
    buf_clear(&b);
    box.chosen = TEXT_LIT("a");
    narrow_box(&b, &box);
    CHECK(strstr(buf_str(&b), "<option value=\"a\" selected>") != NULL &&
              strstr(buf_str(&b), "<option value=\"\">Any") != NULL,
          "one of them: %s", buf_str(&b));
    buf_clear(&b);
    box.n = 0;
    box.chosen = TEXT_LIT("gone\"");
    narrow_box(&b, &box);
    CHECK(strstr(buf_str(&b), "<option value=\"gone&quot;\" selected>") != NULL,
          "what the address says is shown, though it is none: %s", buf_str(&b));
    buf_clear(&b);
    box.chosen = TEXT_NONE;
    narrow_box(&b, &box);
    CHECK(b.n == 0, "nothing to choose: %s", buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_box)

/* Pages show the choices of the departments that the account sees, and no others. */
static void
test_pages(void)
{
    static const char *const pages[] = { "/q/", "/groups", "/answers", "/search", "/numbers" };
    const char *lead, *guest;
    struct office o;

    lists_open(&o);
    lead = office_person(&o, "lee", "lead");
    guest = lists_guest(&o, "viewer");
    for (size_t i = 0; i < N_ROWS(pages); i++) {
        CHECK(lists_get(&o, lead, pages[i]) == 200 &&
                  strstr(office_body, "name=\"campaign\"") == NULL &&
                  strstr(office_body, "name=\"audience\"") == NULL,
              "%s: nothing to choose: %s", pages[i], office_body);
    }
    store_set_role(o.f.store, STORE_SCHEMA);
    store_begin(o.f.store);
    db_script(o.f.store, "INSERT INTO campaign (department_id, key, from_s, to_s, active) VALUES"
                         " (1, 'open-day', 1, 99, 1), (2, 'book-fair', 1, 99, 1);"
                         "UPDATE source SET audience = ',students,' WHERE id = 1");
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
    store_set_role(o.f.store, STORE_REVIEW);
    for (size_t i = 0; i < N_ROWS(pages); i++) {
        CHECK(lists_get(&o, lead, pages[i]) == 200 &&
                  strstr(office_body, "<option value=\"book-fair\">") != NULL &&
                  strstr(office_body, "<option value=\"students\">") != NULL,
              "%s: all: %s", pages[i], office_body);
        CHECK(lists_get(&o, guest, pages[i]) == 200 &&
                  (strstr(office_body, "\"book-fair\"") != NULL) !=
                      (strstr(office_body, "\"open-day\"") != NULL),
              "%s: of one's own department: %s", pages[i], office_body);
    }
    lists_close(&o);
}
TEST_FN(test_pages)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_box), TEST(test_pages) };

    return TEST_RUN(tests);
}
