/* Merge, split, and both taken back. */
#include "desk_world.h"

static void
test_grouping(void)
{
    const char *lee, *ed;
    struct world w;

    world_open(&w);
    lee = office_person(&w.o, "lee", "lead");
    ed = office_person(&w.o, "ed", "approver");
    CHECK(world_ask(&w, ed, "POST", "/g/2/merge", "group=3") == 403, "not a lead");
    CHECK(world_ask(&w, lee, "POST", "/g/2/merge", "") == 400, "nothing named");
    CHECK(world_ask(&w, lee, "POST", "/g/2/merge", "group=2") == 400, "itself");
    CHECK(world_ask(&w, lee, "POST", "/g/2/merge", "group=99") == 404, "no such card");
    CHECK(world_ask(&w, lee, "POST", "/g/2/merge", "group=3") == 303 &&
              strcmp(w.location, "/g/2?did=merge") == 0,
          "%s", buf_str(&w.answer));
    CHECK(world_ask(&w, lee, "GET", "/g/3", "") == 303 && strcmp(w.location, "/g/2") == 0,
          "the other leads here: %s", w.location);
    CHECK(world_ask(&w, lee, "GET", "/g/2", "") == 200 && world_says(&w, "Where can I park?") &&
              world_says(&w, "name=\"question\" value=\"3\""),
          "its questions stand in the group");
    CHECK(world_says(&w, "speaks for the group") &&
              world_says(&w, "form=\"speak\" name=\"question\" value=\"2\""),
          "who speaks, and who could: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, lee, "POST", "/g/2/head", "question=2") == 303 &&
              world_ask(&w, lee, "GET", "/g/2", "") == 200 &&
              world_says(&w, "form=\"speak\" name=\"question\" value=\"3\""),
          "the other one speaks: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, lee, "POST", "/g/2/regroup", "") == 303, "taken back");
    CHECK(world_ask(&w, lee, "POST", "/g/2/split", "question=3") == 303, "%s", buf_str(&w.answer));
    CHECK(world_ask(&w, lee, "GET", "/g/2", "") == 200 && !world_says(&w, "Where can I park?"),
          "split off");
    CHECK(world_ask(&w, lee, "POST", "/g/2/regroup", "") == 303 &&
              world_ask(&w, lee, "GET", "/g/2", "") == 200 && world_says(&w, "Where can I park?"),
          "the split is taken back");
    world_close(&w);
}
TEST_FN(test_grouping)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_grouping) };

    static_init();
    return TEST_RUN(tests);
}
