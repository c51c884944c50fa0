/* queue_file_test.c - the queue as a file is complete, in order, and of the account's departments.
 */

#include "lists_world.h"

#include <jansson.h>

/* Every group once, and how many. */
static size_t
count_rows(const char *json, bool seen[GROUPS + 2])
{
    json_t *list = json_loads(json, 0, NULL);
    size_t n = json_array_size(list);

    for (size_t i = 0; i < n; i++) {
        json_int_t id = json_integer_value(json_object_get(json_array_get(list, i), "group"));

        CHECK(id > 0 && id < GROUPS + 2 && !seen[id], "row %zu is %lld", i, (long long)id);
        if (id > 0 && id < GROUPS + 2)
            seen[id] = true;
    }
    json_decref(list);
    return n;
}

static void
test_complete(void)
{
    static const struct {
        const char *path;
        size_t admin, guest;
        const char *from;
    } rows[] = {
        { "/q.json?state=all", GROUPS + 1, GROUPS, "all" },
        { "/q.json?state=all&dept=physics", GROUPS, GROUPS, "one department" },
        { "/q.json", 1, 1, "a draft waits" },
        { "/q.json?state=all&since=1970-01-01&until=1970-01-01&sort=asked", GROUPS + 1, GROUPS,
          "that day, too" },
        { "/q.json?state=all&find=%3E1099%3C", 1, 1, "a search" },
        { "/q.json?state=all&source=1", 1, 1, "a source" },
        { "/q.json?state=all&source=2", 0, 0, "a source that gave nothing" },
    };
    struct office o;
    const char *admin, *guest;
    char *const first = office_body;

    lists_open(&o);
    admin = office_person(&o, "ada", "admin");
    guest = lists_guest(&o, "viewer");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        bool seen[GROUPS + 2] = { false }, theirs[GROUPS + 2] = { false };

        CHECK(office_send(&o, admin, "GET", rows[i].path, "") == 200, "%s", rows[i].from);
        CHECK(count_rows(first, seen) == rows[i].admin, "%s", rows[i].from);
        CHECK(office_send(&o, guest, "GET", rows[i].path, "") == 200, "%s", rows[i].from);
        CHECK(count_rows(first, theirs) == rows[i].guest, "%s: a guest", rows[i].from);
        CHECK(!theirs[GROUPS + 1], "the library's is not the guest's");
    }
    CHECK(office_send(&o, guest, "GET", "/q.csv?dept=library", "") == 404, "not theirs");
    CHECK(office_send(&o, guest, "GET", "/q.csv?dept=chemistry", "") == 404, "no such one");
    CHECK(office_send(&o, admin, "GET", "/q.csv?state=all", "") == 200, "CSV");
    CHECK(strstr(first, "\n1,2,1,2,open,physics,1970-01-01T00:00:01Z,1970-01-01T00:00:01Z,"
                        "\"'=cmd() <b>1</b>?\",en,1,") != NULL,
          "%.300s", first);
    lists_close(&o);
}
TEST_FN(test_complete)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_complete) };

    return TEST_RUN(tests);
}
