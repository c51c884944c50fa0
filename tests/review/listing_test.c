/* A view of the queue and its address say the same. */
#include "desk_world.h"

#include "../../review/listing.h"

static void
test_addresses(void)
{
    static const struct {
        const char *target, *list, *card, *from;
    } rows[] = {
        { "/q/", "/q/", "/g/7", "all that waits" },
        { "/q/?state=todo", "/q/", "/g/7", "the default is not told" },
        { "/q/?state=nonsense&alarms=2&after=x", "/q/", "/g/7", "what is unknown is left out" },
        { "/q/?state=handed-over&owner=ada", "/q/?state=handed-over&owner=ada",
          "/g/7?state=handed-over&owner=ada", "state and owner" },
        { "/q/?tone=negative&find=a%26b+c&alarms=1&clear=1&free=1",
          "/q/?tone=negative&find=a%26b%20c&alarms=1&clear=1&free=1",
          "/g/7?tone=negative&find=a%26b%20c&alarms=1&clear=1&free=1", "everything, escaped" },
    };
    struct world w;

    world_open(&w);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct listing l;
        struct ask a;

        office_ask(&w.o, &a, "GET", rows[i].target, NULL);
        CHECK(listing_read(&a.r, TEXT_NONE, &l), "%s", rows[i].from);
        CHECK(strcmp(listing_address(&a.r, &l, NULL), rows[i].list) == 0, "%s: %s", rows[i].from,
              listing_address(&a.r, &l, NULL));
        CHECK(strcmp(listing_card(&a.r, &l, 7), rows[i].card) == 0, "%s: %s", rows[i].from,
              listing_card(&a.r, &l, 7));
        CHECK(!listing_read(&a.r, TEXT_LIT("physics"), &l), "not a department of the account");
        ask_release(&a);
    }
    world_close(&w);
}
TEST_FN(test_addresses)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_addresses) };

    return TEST_RUN(tests);
}
