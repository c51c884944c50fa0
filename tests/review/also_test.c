/* also_test.c - how a page says which departments hold the same post; the ways are tray_test.c's.
 */

#include "../test.h"

#include "../../review/also.h"
#include "store_account.h"

static void
test_also(void)
{
    const struct store_account account = { .name = TEXT_LIT("ada") };
    const struct request r = { .account = &account };
    const struct store_also v[] = {
        { .group_id = 3,
          .other_id = 7,
          .department_id = 2,
          .department = TEXT_LIT("A<b>"),
          .state = TEXT_LIT("approved") },
        { .group_id = 4,
          .other_id = 8,
          .department_id = 2,
          .department = TEXT_LIT("Sports"),
          .state = TEXT_LIT("posted"),
          .posted = TEXT_LIT("javascript:alert(1)") },
    };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    also_write(&r, &b, 5, v, N_ROWS(v));
    also_warn(&b, 5, v, N_ROWS(v));
    also_warn(&b, 3, v, N_ROWS(v));
    CHECK(buf_text(&b).n == 0, "of no other, and nothing is posted: %s", buf_str(&b));
    also_write(&r, &b, 3, v, N_ROWS(v));
    CHECK(strstr(buf_str(&b), "A&lt;b&gt;</span>") != NULL &&
              strstr(buf_str(&b), "Approved</span></p>") != NULL &&
              strstr(buf_str(&b), "Sports") == NULL && strstr(buf_str(&b), "href") == NULL,
          "its own, and no way for who may not see it: %s", buf_str(&b));
    buf_clear(&b);
    also_warn(&b, 4, v, N_ROWS(v));
    CHECK(strstr(buf_str(&b), "Sports</span> has posted an answer there already:") != NULL &&
              strstr(buf_str(&b), "href=\"#\"") != NULL,
          "where, and no script: %s", buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_also)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_also) };

    return TEST_RUN(tests);
}
