/* role_test.c - every role by every right, against a table written beside the program's. */

#include "../test.h"

#include "../../review/role.h"

/* From the sentence each role is described by; the letters are the rights, in the enum's order. */
static const struct {
    const char *role, *rights;
} expected[] = {
    { "viewer", "01SR----  " },   /* reads */
    { "editor", "01SRE---  " },   /* edits, parks, notes, hands over */
    { "approver", "01SREA--  " }, /* approves and rejects; can edit */
    { "lead", "01SREAL-  " },     /* merges, splits, in bulk */
    { "operator", "01S----O  " }, /* sources and health, no drafts */
    { "auditor", "01SR----u " },  /* the log, and reads */
    { "admin", "01SREALOup" },    /* people, and all */
    { "emperor", "01--------" },  /* no role of ours */
};

static bool
wanted(size_t i, int right)
{
    char c = expected[i].rights[right];

    return c != '-' && c != ' ';
}

static struct store_account
with(struct store_account_role *r, const char *role, int64_t department_id)
{
    *r = (struct store_account_role){ .department_id = department_id, .role = text_of(role) };
    return (struct store_account){ .id = 1, .roles = r, .n_roles = 1 };
}

static void
test_everywhere(void)
{
    for (size_t i = 0; i < N_ROWS(expected); i++)
        for (int right = 0; right < ROLE_N_RIGHTS; right++) {
            struct store_account_role r;
            struct store_account x = with(&r, expected[i].role, 0);

            CHECK(role_may(&x, right, 7) == wanted(i, right), "%s, right %d", expected[i].role,
                  right);
            CHECK(role_may(&x, right, ROLE_ANYWHERE) == wanted(i, right), "%s, right %d anywhere",
                  expected[i].role, right);
            CHECK(role_everywhere(&x, right) == wanted(i, right), "%s, right %d everywhere",
                  expected[i].role, right);
            x.disabled = true;
            CHECK(role_may(&x, right, 7) == (right == ROLE_PUBLIC), "disabled %s, right %d",
                  expected[i].role, right);
        }
}
TEST_FN(test_everywhere)

/* A role of department 3 counts there, not in 4, and never for what is of no department. */
static void
test_scoped(void)
{
    for (size_t i = 0; i < N_ROWS(expected); i++)
        for (int right = ROLE_SOURCES; right < ROLE_N_RIGHTS; right++) {
            struct store_account_role r;
            const struct store_account x = with(&r, expected[i].role, 3);
            bool want = wanted(i, right) && right != ROLE_AUDIT && right != ROLE_PEOPLE;

            CHECK(role_may(&x, right, 3) == want, "%s, right %d", expected[i].role, right);
            CHECK(!role_may(&x, right, 4), "%s, right %d elsewhere", expected[i].role, right);
            CHECK(role_may(&x, right, ROLE_ANYWHERE) == want, "%s, right %d anywhere",
                  expected[i].role, right);
            CHECK(!role_everywhere(&x, right), "%s, right %d everywhere", expected[i].role, right);
        }
}
TEST_FN(test_scoped)

static void
test_two_roles(void)
{
    struct store_account_role r[] = { { .department_id = 3, .role = TEXT_LIT("editor") },
                                      { .department_id = 4, .role = TEXT_LIT("viewer") },
                                      { .department_id = 0, .role = TEXT_LIT("auditor") } };
    const struct store_account x = { .id = 1, .roles = r, .n_roles = N_ROWS(r) };

    CHECK(role_may(&x, ROLE_EDIT, 3) && !role_may(&x, ROLE_EDIT, 4), "edits in one");
    CHECK(role_may(&x, ROLE_READ, 9) && role_may(&x, ROLE_AUDIT, ROLE_ANYWHERE), "reads all");
    CHECK(!role_may(&x, ROLE_APPROVE, ROLE_ANYWHERE), "approves nowhere");
}
TEST_FN(test_two_roles)

/* What cannot be seen is not there; what can be seen but not done is refused. */
static void
test_answers(void)
{
    static const struct {
        const char *role;
        int64_t department_id;
        enum role_right right;
        enum role_answer want;
    } rows[] = {
        { "editor", 3, ROLE_READ, ROLE_OK },         { "editor", 3, ROLE_APPROVE, ROLE_REFUSED },
        { "editor", 4, ROLE_READ, ROLE_HIDDEN },     { "editor", 4, ROLE_APPROVE, ROLE_HIDDEN },
        { "editor", 4, ROLE_SELF, ROLE_OK },         { "editor", 3, ROLE_PEOPLE, ROLE_HIDDEN },
        { "editor", 3, ROLE_AUDIT, ROLE_HIDDEN },    { "operator", 3, ROLE_READ, ROLE_HIDDEN },
        { "operator", 3, ROLE_EDIT, ROLE_HIDDEN },   { "operator", 3, ROLE_OPERATE, ROLE_OK },
        { "viewer", 3, ROLE_OPERATE, ROLE_REFUSED }, { "viewer", 3, ROLE_LEAD, ROLE_REFUSED },
        { "admin", 3, ROLE_PEOPLE, ROLE_HIDDEN }, /* of one department only */
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_account_role r;
        struct store_account x = with(&r, rows[i].role, 3);

        CHECK(role_answer(&x, rows[i].right, rows[i].department_id) == rows[i].want, "row %zu: %d",
              i, (int)role_answer(&x, rows[i].right, rows[i].department_id));
        x.disabled = true;
        CHECK(role_answer(&x, rows[i].right, 3) == ROLE_SIGN_IN, "row %zu, disabled", i);
    }
    CHECK(role_answer(NULL, ROLE_PUBLIC, 0) == ROLE_OK, "public");
    for (int right = ROLE_SELF; right < ROLE_N_RIGHTS; right++)
        CHECK(role_answer(NULL, right, 3) == ROLE_SIGN_IN, "nobody, right %d", right);
}
TEST_FN(test_answers)

static void
test_names(void)
{
    size_t n = 0;

    for (; role_names[n] != NULL; n++)
        CHECK(role_known(text_of(role_names[n])) && strcmp(role_names[n], expected[n].role) == 0,
              "%s", role_names[n]);
    CHECK(n == N_ROWS(expected) - 1, "%zu roles", n);
    CHECK(!role_known(TEXT_LIT("emperor")) && !role_known(TEXT_NONE), "no others");
}
TEST_FN(test_names)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_everywhere), TEST(test_scoped),
                                        TEST(test_two_roles), TEST(test_answers),
                                        TEST(test_names) };

    return TEST_RUN(tests);
}
