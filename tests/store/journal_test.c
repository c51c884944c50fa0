/* journal_test.c - lines of a department and of all, in a span. */
#include "store_journal.h"

#include <unistd.h>

#include "../../store/db.h"
#include "../test.h"

static char seen[128];

static void
on_line(void *self, const struct store_journal *j)
{
    size_t n = strlen(seen);

    (void)self;
    snprintf(seen + n, sizeof(seen) - n, "%.*s ", TEXT_ARG(j->text));
}

static const struct {
    const char *from;
    int64_t department_id, since_s, until_s;
    const char *lines;
} cases[] = {
    { "all of them", 0, 0, 0, "all one two " },
    { "a department's and those of all", 1, 0, 0, "all one " },
    { "from", 0, 20, 0, "one two " },
    { "to before", 0, 0, 20, "all " },
};

static void
test_span(void)
{
    const struct store_journal lines[] = {
        { .department_id = 1, .on_s = 20, .text = TEXT_LIT("one"), .actor = TEXT_LIT("a") },
        { .department_id = 2, .on_s = 30, .text = TEXT_LIT("two"), .actor = TEXT_LIT("a") },
        { .department_id = 0, .on_s = 10, .text = TEXT_LIT("all"), .actor = TEXT_LIT("a") },
    };
    struct store *s = NULL;
    struct err err = { "" };
    char path[64];

    snprintf(path, sizeof(path), "/tmp/earshot-journal-%ld.db", (long)getpid());
    unlink(path);
    assert_int_equal(store_create(path, &err), ST_OK);
    assert_int_equal(store_open(path, STORE_CONFIG, &s, &err), ST_OK);
    db_exec(db_query(s, "INSERT INTO department (id, key, name, language, active)"
                        " VALUES (1, 'a', 'A', 'en', 1), (2, 'b', 'B', 'en', 1)"));
    store_set_role(s, STORE_REVIEW);
    store_begin(s);
    for (size_t i = 0; i < N_ROWS(lines); i++)
        assert_int_not_equal(store_journal_add(s, &lines[i]), 0);
    assert_int_equal(store_commit(s, &err), ST_OK);
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        seen[0] = '\0';
        store_journal_each(s, cases[i].department_id, cases[i].since_s, cases[i].until_s, on_line,
                           NULL);
        CHECK(strcmp(seen, cases[i].lines) == 0, "%s: %s", cases[i].from, seen);
    }
    store_close(s);
    unlink(path);
}
TEST_FN(test_span)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_span) };

    return TEST_RUN(tests);
}
