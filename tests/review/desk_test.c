/* The card: its parts in order, what was crawled as text, and who sees which buttons. */
#include "desk_world.h"

static void
test_card(void)
{
    static const char *const order[] = {
        "class=\"line\"",  "id=\"question\"",
        "class=\"draft\"", "class=\"mark supported\"",
        "id=\"evidence\"", "<mark>",
        "id=\"checks\"",   "Why it is here",
        "Answered before", "class=\"history\"",
    };
    const char *ada, *at;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "admin");
    CHECK(world_ask(&w, ada, "GET", "/g/2", "") == 200, "%s", buf_str(&w.answer));
    at = buf_str(&w.answer);
    for (size_t i = 0; i < N_ROWS(order); i++) {
        const char *next = strstr(at, order[i]);

        CHECK(next != NULL, "%s, in reading order: %s", order[i], buf_str(&w.answer));
        at = next != NULL ? next : at;
    }
    CHECK(world_says(&w, "Signed: ada, Registrar"), "the byline has the editor's name");
    CHECK(world_says(&w, "Copies are not."), "the passage around the quote");
    CHECK(world_says(&w, "<span class=\"word\">registrar</span></li>") &&
              world_says(&w, "It asks something</dt><dd>1.00, wanted 0.50") &&
              world_says(&w, "right page</dt><dd>0.90, wanted 0.68"),
          "why it is here, thresholds as numbers: %s", buf_str(&w.answer));
    CHECK(!world_says(&w, "Nearest wording"), "alone in its group");
    CHECK(!world_says(&w, "<dt>Experiment</dt>"), "in no experiment");
    world_sql(&w, STORE_CONFIG,
              "INSERT INTO experiment VALUES (1, 1, 'open<b>', 'warm', 'plain',"
              " '', 'posted', 1, 2, 2, 1)");
    world_sql(&w, STORE_DRAFTER, "INSERT INTO experiment_arm VALUES (2, 1, 3, 1)");
    CHECK(world_ask(&w, ada, "GET", "/g/2", "") == 200 &&
              world_says(&w, "<dt>Experiment</dt><dd dir=\"auto\">open&lt;b&gt;: voice plain</dd>"),
          "its experiment and arm");
    world_sql(&w, STORE_CRAWLER,
              "UPDATE post_match SET words = 'transcripts, site:example.net "
              "costing, nothing of it, prof*' WHERE post_id = 2");
    CHECK(world_ask(&w, ada, "GET", "/g/2", "") == 200 &&
              world_says(&w, "transcripts</span> as <q dir=\"auto\">transcript</q></li>") &&
              world_says(&w, "costing</span> as <q dir=\"auto\">cost</q></li>") &&
              world_says(&w, "nothing of it</span></li>"),
          "keywords with the forms that stand there: %s", buf_str(&w.answer));
    CHECK(world_says(&w, "/g/2/approve") && !world_says(&w, "/g/2/post"), "what fits its state");
    CHECK(world_ask(&w, ada, "GET", "/g/3", "") == 200 && world_says(&w, "no page speaks of it"),
          "a gap is a card, too");
    CHECK(world_ask(&w, ada, "GET", "/g/99", "") == 404, "no such card");
    world_close(&w);
}
TEST_FN(test_card)

static void
test_hostile(void)
{
    const char *ada;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "admin");
    CHECK(world_ask(&w, ada, "GET", "/g/1", "") == 200, "%s", buf_str(&w.answer));
    CHECK(!world_says(&w, "<script>alert") && !world_says(&w, "<img"), "%s", buf_str(&w.answer));
    CHECK(world_says(&w, "&lt;script&gt;alert(1)"), "shown as text");
    world_close(&w);
}
TEST_FN(test_hostile)

static void
test_roles(void)
{
    static const struct {
        const char *role;
        int status;
        bool edits, approves, leads;
    } rows[] = {
        { "viewer", 200, false, false, false },  { "editor", 200, true, false, false },
        { "approver", 200, true, true, false },  { "lead", 200, true, true, true },
        { "auditor", 200, false, false, false }, { "operator", 404, false, false, false },
    };
    struct world w;

    world_open(&w);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *token = office_person(&w.o, rows[i].role, rows[i].role);

        CHECK(world_ask(&w, token, "GET", "/g/2", "") == rows[i].status, "%s", rows[i].role);
        CHECK(world_says(&w, "action=\"/g/2/park\"") == rows[i].edits, "%s", rows[i].role);
        CHECK(world_says(&w, "/g/2/approve") == rows[i].approves, "%s", rows[i].role);
        CHECK(world_says(&w, "/g/2/merge") == rows[i].leads, "%s", rows[i].role);
    }
    world_close(&w);
}
TEST_FN(test_roles)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_card), TEST(test_hostile), TEST(test_roles) };

    static_init();
    return TEST_RUN(tests);
}
