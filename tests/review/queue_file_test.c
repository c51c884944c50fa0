/* queue_file_test.c - the queue as a file is complete, in order, and of the account's departments.
 */

#include "signed_in.h"

#include <jansson.h>

#include "../../store/db.h"
#include "store_queue.h"

#define GROUPS 1100 /* more than two pages of the store */

/* GROUPS groups of department 1, one of department 2, each asked once. */
static void
fill(struct office *o)
{
    store_set_role(o->f.store, STORE_SCHEMA);
    store_begin(o->f.store);
    db_script(o->f.store,
              "INSERT INTO department (id, key, name, language, active) VALUES"
              " (1, 'physics', 'Physics', 'en', 1), (2, 'library', 'Library', 'en', 1);"
              "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site,"
              " delay_ms, max_pages, active) VALUES (1, 1, 'f', 'https://f.example/', 'x',"
              " 'answer', 'all', 0, 0, 1, 1);"
              "INSERT INTO host (id, authority) VALUES (1, 'https://f.example');"
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1101)"
              " INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
              "  priority, first_seen_s) SELECT i, i, 'https://f.example/' || i, 1, 1, 'done',"
              "  'page', 0, 0, 1 FROM n;"
              "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
              " first_seen_s, last_seen_s, changed_s) SELECT id, id, address, 'T', '', '[]', 'x',"
              " 1, 1, id, id, id FROM url;"
              "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash,"
              " created_s) SELECT id, CASE WHEN id > 1100 THEN 2 ELSE 1 END,"
              " '=cmd() <b>' || id || '</b>?', '', 'en', id, id, 1 FROM url;"
              "INSERT INTO sighting (post_id, department_id, question_id, post_hash)"
              " SELECT id, department_id, id, 1 FROM question;"
              "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
              " SELECT id, department_id, id, 1, 784111777 FROM question;"
              "INSERT INTO group_link (question_id, group_id, p, why) SELECT id, id, 1, '' FROM"
              " question;");
    (void)store_queue_rebuild(o->f.store, 0);
    assert_int_equal(store_commit(o->f.store, &o->f.err), ST_OK);
    store_set_role(o->f.store, STORE_REVIEW);
}

static struct department_config departments[] = { { .key = "physics", .name = "Physics" },
                                                  { .key = "library", .name = "Library" } };
static const struct config config = { .departments = departments, .n_departments = 2 };

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
        { "/q.json", 0, 0, "nothing waits" },
        { "/q.json?state=open&since=1970-01-01&until=1970-01-01&sort=asked", GROUPS + 1, GROUPS,
          "that day, too" },
        { "/q.json?state=all&find=%3E1099%3C", 1, 1, "a search" },
        { "/q.json?state=all&source=2", 0, 0, "a source that gave nothing" },
    };
    struct office o;
    const char *admin, *guest;
    char *const first = office_body;

    office_open(&o);
    fill(&o);
    office_config = &config;
    admin = office_person(&o, "ada", "admin");
    guest = office_person(&o, "guest", NULL);
    store_begin(o.f.store);
    (void)store_account_grant(o.f.store, 2, TEXT_LIT("viewer"), 1);
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
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
    CHECK(strstr(first, "\n1,1,1,1,open,physics,1970-01-01T00:00:01Z,1970-01-01T00:00:01Z,"
                        "\"'=cmd() <b>1</b>?\",en,1,") != NULL,
          "%.300s", first);
    office_config = NULL;
    office_close(&o);
}
TEST_FN(test_complete)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_complete) };

    return TEST_RUN(tests);
}
