/* tray_test.c - the posting tray: the text signed, posted with and without an address, withdrawn.
 */

#include "lists_world.h"

static int64_t
count(struct office *o, const char *sql)
{
    return db_exec_int(db_query(o->f.store, sql), 0);
}

static void
test_tray(void)
{
    struct office o;
    const char *lead, *viewer;

    lists_open(&o);
    lead = lists_guest(&o, "lead");
    viewer = office_person(&o, "cy", "viewer");
    lists_departments[0].byline = "{editor}, {department}";
    CHECK(lists_get(&o, lead, "/answers/tray") == 200, "%s", office_body);
    CHECK(strstr(office_body, "https://p.example/&#10;guest-lead, Physics</textarea>") != NULL,
          "signed by who looks at it: %s", office_body);
    CHECK(strstr(office_body, "Ask &lt;b&gt;us") != NULL && strstr(office_body, "<b>us") == NULL,
          "text is text");
    CHECK(strstr(office_body, "href=\"https://f.example/3\"") != NULL, "where it was asked");
    CHECK(strstr(office_body, "/g/4?") == NULL && strstr(office_body, "/g/2?") == NULL,
          "neither what is posted nor what is not approved");
    CHECK(lists_get(&o, viewer, "/answers/tray") == 200 &&
              strstr(office_body, "/answers/tray/3/post") == NULL,
          "who may not post has no form");
    CHECK(lists_get(&o, lead, "/answers/tray.csv") == 200 &&
              strstr(office_body, "guest-lead, Physics\"") != NULL,
          "%s", office_body);
    lists_departments[0].byline = NULL;
    lists_close(&o);
}
TEST_FN(test_tray)

static void
test_acts(void)
{
    static const struct {
        const char *verb, *form, *state;
        int status;
        const char *from;
    } rows[] = {
        { "post", "draft=3&revision=0&arg=https%3A%2F%2Ff.example%2F3%2Fr", "approved", 409,
          "somebody was quicker" },
        { "post", "draft=3&revision=1&arg=javascript%3Aalert(1)", "approved", 422, "no address" },
        { "post", "draft=3&revision=1&arg=https%3A%2F%2Ff.example%2F3%2Fr&list=dept%3Dphysics",
          "posted", 303, "with its address" },
        { "withdraw", "draft=3&revision=2&reason=outdated", "withdrawn", 303, "withdrawn again" },
        { "post", "draft=3&revision=3", "withdrawn", 422, "not from there" },
    };
    struct office o;
    const char *lead, *stranger;

    lists_open(&o);
    lead = lists_guest(&o, "lead");
    stranger = office_person(&o, "ben", NULL);
    (void)stranger; /* has no role at all */
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char path[64];
        int status;
        struct store_queue_row row;

        snprintf(path, sizeof(path), "/answers/tray/3/%s", rows[i].verb);
        status = office_send(&o, lead, "POST", path, rows[i].form);
        CHECK(status == rows[i].status, "%s: %d %s", rows[i].from, status, office_body);
        CHECK(store_queue_get(o.f.store, 3, 0, o.arena, &row) &&
                  strcmp(store_queue_state_name(row.state), rows[i].state) == 0,
              "%s: %s", rows[i].from, store_queue_state_name(row.state));
    }
    CHECK(count(&o, "SELECT COUNT(*) FROM posting WHERE url = 'https://f.example/3/r'") == 1,
          "the address is kept");
    CHECK(count(&o, "SELECT COUNT(*) FROM audit WHERE object = 'group 3' AND result = 'ok'") == 2,
          "what was done is in the log");
    CHECK(office_send(&o, lead, "POST", "/answers/tray/1101/post", "draft=0&revision=0") == 404,
          "another department's");
    CHECK(office_send(&o, stranger, "POST", "/answers/tray/4/withdraw", "revision=2") == 404,
          "nobody's");
    lists_close(&o);
}
TEST_FN(test_acts)

/* The library holds the post of group 3, too, and answers it. */
static void
test_twice(void)
{
    struct office o;
    const char *lead, *admin;

    lists_open(&o);
    lead = lists_guest(&o, "lead");
    admin = office_person(&o, "cy", "admin");
    store_set_role(o.f.store, STORE_SCHEMA);
    store_begin(o.f.store);
    db_script(
        o.f.store,
        "INSERT INTO sighting (post_id, department_id, question_id, post_hash) VALUES"
        " (3, 2, 1101, 1);"
        "UPDATE department SET name = 'Lib<b>' WHERE id = 2;"
        "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, confidence, voice,"
        " template, basis_hash, checks, created_s) VALUES (9, 1101, 'neutral', .8, 'answer',"
        " 'x', '', .9, 'warm', 't', 1, '[]', 1)");
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
    store_set_role(o.f.store, STORE_REVIEW);
    CHECK(lists_get(&o, lead, "/answers/tray") == 200 &&
              strstr(office_body, "<span dir=\"auto\">Lib&lt;b&gt;</span> <span class=\"badge") !=
                  NULL,
          "whom it is shared with, without a way there: %s", office_body);
    CHECK(strstr(office_body, "already:</strong>") == NULL, "nothing is posted yet");
    CHECK(lists_get(&o, admin, "/answers/tray?dept=physics") == 200 &&
              strstr(office_body, "<a href=\"/g/1101\" dir=\"auto\">Lib&lt;b&gt;</a>") != NULL,
          "with a way for who may go it: %s", office_body);
    store_begin(o.f.store);
    db_script(o.f.store,
              "INSERT INTO decision (id, group_id, draft_id, revision, verb, state, actor, at_s)"
              " VALUES (99, 1101, 9, 9, 'post', 'posted', 'me', 784111790);"
              "INSERT INTO posting (draft_id, decision_id, post_id, url, actor, at_s) VALUES"
              " (9, 99, 3, 'https://f.example/3#lib', 'me', 784111790)");
    store_queue_touch(o.f.store, 1101);
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
    CHECK(lists_get(&o, lead, "/answers/tray") == 200 &&
              strstr(office_body, "href=\"https://f.example/3#lib\"") != NULL &&
              strstr(office_body, "already:</strong>") < strstr(office_body, "id=\"copy-3\""),
          "said before it is copied: %s", office_body);
    CHECK(lists_get(&o, lead, "/g/3") == 200 && strstr(office_body, "Also with") != NULL &&
              strstr(office_body, "there already: https://f.example/3#lib") != NULL,
          "on the card, too: %s", office_body);
    lists_close(&o);
}
TEST_FN(test_twice)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_tray), TEST(test_acts), TEST(test_twice) };

    static_init();
    return TEST_RUN(tests);
}
