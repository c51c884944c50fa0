/* support_test.c - what bears each sentence of an answer. */

#include "../test.h"

#include "buf.h"
#include "support.h"

#define FEE   "The application fee is 75 dollars and must be paid by 1 March."
#define LATE  "A late application is not accepted."
#define ROW   "8.04 | Ruth Calder | P-309"
#define OPEN  "Thank you for asking."
#define CLOSE "Please reply here if anything is unclear. We will answer."

static const char *const evidence[] = {
    FEE,
    LATE,
    "Applying\nThe form is on the portal of the\nadmissions office. You upload your documents "
    "there. " FEE " Nobody is refused for want of money.",
    ROW,
};
static const char *const parts[] = { OPEN, CLOSE, "Details:", "Physics Department" };

static void
find(const char *answer, const char *language, struct arena *a, struct support *ret)
{
    struct text e[N_ROWS(evidence)], p[N_ROWS(parts)];

    for (size_t i = 0; i < N_ROWS(evidence); i++)
        e[i] = text_of(evidence[i]);
    for (size_t i = 0; i < N_ROWS(parts); i++)
        p[i] = text_of(parts[i]);
    support_of(&(struct support_input){ .answer = text_of(answer),
                                        .language = language,
                                        .evidence = e,
                                        .n_evidence = N_ROWS(evidence),
                                        .parts = { p, N_ROWS(parts) } },
               a, ret);
}

static void
test_kinds(void)
{
    static const struct {
        const char *answer;
        enum support_kind kind;
        bool risky;
        size_t at;
        const char *from;
    } rows[] = {
        { FEE, SUPPORT_FULL, true, 0, "as on the page" },
        { "The application fee  is 75 dollars\nand must be paid by 1 March.", SUPPORT_FULL, true, 0,
          "broken lines" },
        { "The application fee is 75 dollars and must be paid by 1 March", SUPPORT_FULL, true, 0,
          "the full stop dropped" },
        { "- " LATE, SUPPORT_FULL, false, 1, "an item of a list" },
        { ROW " " ROW, SUPPORT_FULL, true, 3, "rows of a table on one line" },
        { ROW " P-310", SUPPORT_NONE, true, SUPPORT_NO_EVIDENCE, "and another number" },
        { "The form is on the portal of the admissions office.", SUPPORT_WEAK, false, 2,
          "after a heading without a stop: not to be told from half a sentence" },
        { "You upload your documents there.", SUPPORT_FULL, false, 2, "from the passage" },
        { "The application fee is 75 dollars.", SUPPORT_WEAK, true, 0, "half of it" },
        { "The fee of 75 dollars must be paid.", SUPPORT_WEAK, true, 0, "reworded" },
        { "The application fee is 57 dollars.", SUPPORT_NONE, true, SUPPORT_NO_EVIDENCE,
          "another number" },
        { "The application fee is not 75 dollars.", SUPPORT_NONE, true, SUPPORT_NO_EVIDENCE,
          "denied" },
        { "A late application is accepted.", SUPPORT_NONE, false, SUPPORT_NO_EVIDENCE,
          "a denial taken away" },
        { "Our campus has lovely gardens.", SUPPORT_NONE, false, SUPPORT_NO_EVIDENCE, "own words" },
        { "The deadline has passed.", SUPPORT_NONE, true, SUPPORT_NO_EVIDENCE, "a deadline" },
        { "Come on Monday instead.", SUPPORT_NONE, true, SUPPORT_NO_EVIDENCE, "a day" },
        { "It has a low price.", SUPPORT_NONE, true, SUPPORT_NO_EVIDENCE, "a fee" },
        { "You pay \xE2\x82\xAC after that.", SUPPORT_NONE, true, SUPPORT_NO_EVIDENCE, "a sign" },
        { "Feel free to come by today, due to demand.", SUPPORT_NONE, false, SUPPORT_NO_EVIDENCE,
          "a courtesy" },
        { OPEN, SUPPORT_VOICE, false, SUPPORT_NO_EVIDENCE, "an opening" },
        { "We will answer.", SUPPORT_VOICE, false, SUPPORT_NO_EVIDENCE, "half of a closing" },
        { "Please reply.", SUPPORT_NONE, false, SUPPORT_NO_EVIDENCE, "a piece of a closing" },
        { "https://a.example/2026", SUPPORT_VOICE, false, SUPPORT_NO_EVIDENCE, "the link" },
        { "Yes.", SUPPORT_NONE, false, SUPPORT_NO_EVIDENCE, "a claim in one word" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct support s;

        find(rows[i].answer, "en", a, &s);
        CHECK(s.n == 1, "%s: %zu sentences", rows[i].from, s.n);
        CHECK(s.v[0].kind == rows[i].kind, "%s: %s", rows[i].from, support_name(s.v[0].kind));
        CHECK(s.v[0].risky == rows[i].risky, "%s: risky %d", rows[i].from, s.v[0].risky);
        CHECK(s.v[0].evidence == rows[i].at, "%s: at %zu", rows[i].from, s.v[0].evidence);
    }
    arena_free(a);
}
TEST_FN(test_kinds)

static void
test_answer(void)
{
    const char *answer = OPEN " Details:\n\n" FEE " You may also ask in room 12.\n\n"
                              "- " LATE "\n- Late means after the day.\n\n"
                              "Details:\nhttps://a.example/x\n\n" CLOSE "\n\nPhysics Department";
    static const struct {
        const char *text;
        enum support_kind kind;
    } rows[] = {
        { OPEN, SUPPORT_VOICE },
        { "Details:", SUPPORT_VOICE },
        { FEE, SUPPORT_FULL },
        { "You may also ask in room 12.", SUPPORT_NONE },
        { LATE, SUPPORT_FULL },
        { "Late means after the day.", SUPPORT_NONE },
        { "Details:", SUPPORT_VOICE },
        { "https://a.example/x", SUPPORT_VOICE },
        { "Please reply here if anything is unclear.", SUPPORT_VOICE },
        { "We will answer.", SUPPORT_VOICE },
        { "Physics Department", SUPPORT_VOICE },
    };
    struct arena *a = arena_new();
    struct support s;

    find(answer, "en", a, &s);
    CHECK(s.n == N_ROWS(rows), "%zu sentences", s.n);
    for (size_t i = 0; i < s.n && i < N_ROWS(rows); i++) {
        CHECK(text_is(s.v[i].text, rows[i].text), "%zu: %.*s", i, TEXT_ARG(s.v[i].text));
        CHECK(s.v[i].kind == rows[i].kind, "%s: %s", rows[i].text, support_name(s.v[i].kind));
    }
    CHECK(s.n_none == 2 && s.n_risky_none == 1 && s.n_weak == 0, "%zu %zu %zu", s.n_none,
          s.n_risky_none, s.n_weak);
    arena_free(a);
}
TEST_FN(test_answer)

/* More sentences than there is room for: nothing of them is lost, and none is called supported. */
static void
test_many(void)
{
    struct arena *a = arena_new();
    struct support s;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (int i = 0; i < 2 * SUPPORT_MAX_SENTENCES; i++)
        buf_addf(&b, "%s\n\n", LATE);
    buf_add_str(&b, "Believe us.");
    find(buf_str(&b), "en", a, &s);
    CHECK(s.n == SUPPORT_MAX_SENTENCES, "%zu", s.n);
    CHECK(s.v[s.n - 1].kind != SUPPORT_FULL, "the last holds the rest");
    CHECK(s.v[s.n - 1].text.n > s.v[0].text.n * SUPPORT_MAX_SENTENCES, "%zu bytes",
          s.v[s.n - 1].text.n);
    buf_release(&b);
    find("", "en", a, &s);
    CHECK(s.n == 0, "nothing: %zu", s.n);
    arena_free(a);
}
TEST_FN(test_many)

/* Two pieces of a page that have no full stops, the first of them an item with its mark. */
static void
test_pieces(void)
{
    const struct text page[] = { TEXT_LIT("- the fee of 8 dollars"), TEXT_LIT("Visa\t11") };
    struct arena *a = arena_new();
    struct support s;

    support_of(&(struct support_input){ .answer = TEXT_LIT("- the fee of 8 dollars\nVisa 11"),
                                        .evidence = page,
                                        .n_evidence = N_ROWS(page) },
               a, &s);
    CHECK(s.n == 1 && s.v[0].kind == SUPPORT_FULL, "%zu, the first %s", s.n,
          support_name(s.v[0].kind));
    arena_free(a);
}
TEST_FN(test_pieces)

/* Every variant that a draft may be built of is the voice's. */
static void
test_voice(void)
{
    static const char *const said[] = {
        "We hear you, and we are sorry that this has cost you time and nerves.",
        "Please write to h@a.example so that we can look at your case together and put it right.",
        "Here is what our page says about it:",
        "Physics Department",
    };
    struct arena *a = arena_new();
    struct support_parts p;
    struct err err;
    struct support s;

    assert_int_equal(
        support_voice(NULL, NULL, "h@a.example", "{editor}, Physics Department", a, &p, &err),
        ST_OK);
    for (size_t i = 0; i < N_ROWS(said); i++) {
        support_of(&(struct support_input){ .answer = text_of(said[i]), .parts = p }, a, &s);
        CHECK(s.n == 1 && s.v[0].kind == SUPPORT_VOICE, "%s", said[i]);
    }
    CHECK(support_voice(NULL, "shrill", NULL, NULL, a, &p, &err) == ST_NOTFOUND, "no such voice");
    arena_free(a);
}
TEST_FN(test_voice)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kinds), TEST(test_answer), TEST(test_many),
                                        TEST(test_pieces), TEST(test_voice) };

    return TEST_RUN(tests);
}
