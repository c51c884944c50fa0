/* reason_test.c - what two questions share, in words. */

#include "../../indexer/reason.h"

#include "../test.h"

static const struct {
    const char *here, *head, *want;
} rows[] = {
    /* clang-format off */
    { "How do I renew my visa?", "How do I renew a student visa?",
      "{\"how\":\"intent\",\"shared\":[\"how\",\"renew\",\"visa\"],\"only_here\":[],"
      "\"only_head\":[\"student\"]}" },
    { "visas", "Visa visa?", "{\"how\":\"intent\",\"shared\":[\"visas\"],\"only_here\":[],\"only_head\":[]}" },
    { "not now", "now", "{\"how\":\"intent\",\"shared\":[\"now\"],\"only_here\":[\"not\"],\"only_head\":[]}" },
    { "", "", "{\"how\":\"intent\",\"shared\":[],\"only_here\":[],\"only_head\":[]}" },
    /* clang-format on */
};

static void
test_rows(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct token_list here, head;
        struct text got;

        token_split(tk, text_of(rows[i].here), "en", a, &here);
        token_split(tk, text_of(rows[i].head), "en", a, &head);
        got = reason_json("intent", &here, &head, a);
        CHECK(text_is(got, rows[i].want), "row %zu: got %.*s", i, TEXT_ARG(got));
    }
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_rows)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows) };

    return TEST_RUN(tests);
}
