/* Many cards at once: asked first, counted, and what is left out says why. */
#include "desk_world.h"

static void
test_bulk(void)
{
    const char *lee, *ed;
    struct world w;

    world_open(&w);
    lee = office_person(&w.o, "lee", "lead");
    ed = office_person(&w.o, "ed", "approver");
    CHECK(world_ask(&w, lee, "POST", "/q/bulk", "verb=park&card=1.0&card=2.0") == 200 &&
              world_says(&w, "Park for a week: 2 cards?"),
          "asked first: %s", buf_str(&w.answer));
    CHECK(strcmp(world_state(&w, 1), "machine") == 0, "nothing happened yet");
    CHECK(world_ask(&w, lee, "POST", "/q/bulk", "verb=park&card=1.0&card=2.5&sure=1") == 200 &&
              world_says(&w, "1 done, 1 left out"),
          "%s", buf_str(&w.answer));
    CHECK(strcmp(world_state(&w, 1), "parked") == 0 && strcmp(world_state(&w, 2), "machine") == 0,
          "the one that was as seen");
    CHECK(world_ask(&w, lee, "POST", "/q/bulk", "verb=park&card=2.-1&sure=1") == 400 &&
              strcmp(world_state(&w, 2), "machine") == 0,
          "whichever revision: no form may say that");
    CHECK(world_ask(&w, lee, "POST", "/q/bulk", "verb=eat&card=1.0") == 400, "no such act");
    CHECK(world_ask(&w, lee, "POST", "/q/bulk", "verb=park") == 400, "none ticked");
    CHECK(world_ask(&w, lee, "POST", "/q/bulk", "verb=park&card=99.0") == 403, "no such card");
    CHECK(world_ask(&w, ed, "POST", "/q/bulk", "verb=park&card=2.0&sure=1") == 403, "not a lead");
    world_close(&w);
}
TEST_FN(test_bulk)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_bulk) };

    static_init();
    return TEST_RUN(tests);
}
