/* Exit codes are fixed for good: scripts and unit files branch on them. */
#include "../test.h"

#include "status.h"

static void
test_exit_codes(void)
{
    static const struct {
        const char *from; /* the table in earshot(1) */
        enum status st;
        int want;
    } rows[] = {
        { "done", ST_OK, 0 },
        { "failed", ST_INVALID, 1 },
        { "failed", ST_LIMIT, 1 },
        { "failed", ST_IO, 1 },
        { "failed", ST_NET, 1 },
        { "failed", ST_DB, 1 },
        { "usage", ST_USAGE, 2 },
        { "done in part", ST_PARTIAL, 3 },
        { "not found", ST_NOTFOUND, 4 },
        { "conflict", ST_CONFLICT, 5 },
        { "not allowed", ST_DENIED, 6 },
        { "configuration invalid", ST_CONFIG, 7 },
        { "check found problems", ST_PROBLEMS, 8 },
        { "try later", ST_BUSY, 75 },
        { "interrupted", ST_INTERRUPTED, 130 },
        { "SIGTERM", ST_TERMINATED, 143 },
        { "a bug: no such status", (enum status)(ST_DB + 1), 70 },
        { "a bug", (enum status)1000, 70 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(status_exit(rows[i].st) == rows[i].want, "%s: status %d exits %d", rows[i].from,
              (int)rows[i].st, status_exit(rows[i].st));
    CHECK(N_ROWS(rows) - 2 == ST_DB + 1, "a status has no row here");
}
TEST_FN(test_exit_codes)

static void
test_err_set(void)
{
    struct err err = { "" };
    char want[sizeof(err.msg)];

    CHECK(err_set(&err, ST_IO, "%s:%d", "f", 3) == ST_IO && strcmp(err.msg, "f:3") == 0, "%s",
          err.msg);
    CHECK(err_set(NULL, ST_DB, "%s", "nobody asks") == ST_DB, "NULL");
    CHECK(err_set(&err, ST_IO, "%0*d", 2000, 7) == ST_IO, "long");
    memset(want, '0', sizeof(want) - 1);
    want[sizeof(want) - 1] = '\0';
    CHECK(strcmp(err.msg, want) == 0, "a long message is cut: %zu", strlen(err.msg));
}
TEST_FN(test_err_set)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_exit_codes), TEST(test_err_set) };

    return TEST_RUN(tests);
}
