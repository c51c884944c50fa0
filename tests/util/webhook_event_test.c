/* webhook_event_test.c - the names of events. */
#include "../../include/webhook_event.h"

#include "../test.h"

static void
test_names(void)
{
    for (int e = 0; e < WEBHOOK_EVENTS; e++)
        CHECK(webhook_event_of(text_of(webhook_event_name(e))) == e, "%s", webhook_event_name(e));
    CHECK(webhook_event_of(TEXT_LIT("drafts")) == -1, "no event");
    CHECK(webhook_event_in("draft, alarm", WEBHOOK_EVENT_ALARM), "blanks are fine");
    CHECK(!webhook_event_in("draft,alarm", WEBHOOK_EVENT_GAP), "not named");
    CHECK(!webhook_event_in("", WEBHOOK_EVENT_DRAFT), "none");
}
TEST_FN(test_names)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_names) };

    return TEST_RUN(tests);
}
