/* The drafter at hand: a request is followed at once, an earlier answer is found. */
#include "desk_world.h"

#include "../../review/workshop.h"

static void
test_workshop(void)
{
    struct memory_hit hits[MEMORY_EARLIER];
    struct err err = { "" };
    struct workshop *shop;
    const char *ada;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "admin");
    shop = workshop_new(w.o.f.path, w.o.f.dir, &clock_system);
    CHECK(workshop_earlier(shop, 1, TEXT_LIT("What does a transcript cost?"), "en", 1, w.o.arena,
                           hits) == 0,
          "nothing is approved");
    CHECK(world_ask(&w, ada, "POST", "/g/2/approve", "revision=0&draft=12") == 303, "%s",
          buf_str(&w.answer));
    CHECK(workshop_earlier(shop, 1, TEXT_LIT("What does a transcript cost?"), "en", 1, w.o.arena,
                           hits) == 1 &&
              hits[0].answer.group_id == 2,
          "the same question");
    workshop_free(shop);
    shop = workshop_new(w.o.f.path, w.o.f.dir, &clock_system);
    workshop_warm(shop, &(struct config){ .departments = &w.department, .n_departments = 1 });
    while (workshop_reads(shop))
        clock_sleep_ms(&clock_system, 1);
    CHECK(workshop_earlier(shop, 1, TEXT_LIT("What does a transcript cost?"), "en", 1, w.o.arena,
                           hits) == 1,
          "read when the server started");
    CHECK(workshop_draft(shop, &w.department, 1, &err) == ST_OK, "%s", err.msg);
    CHECK(workshop_draft(shop, &w.department, 99, &err) == ST_NOTFOUND, "%s", err.msg);
    workshop_free(shop);
    workshop_free(NULL);
    world_close(&w);
}
TEST_FN(test_workshop)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_workshop) };

    static_init();
    return TEST_RUN(tests);
}
