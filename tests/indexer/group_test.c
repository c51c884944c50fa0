/* group_test.c - which questions come together, under which head, and why. */

#include "../../indexer/group.h"

#include <stdlib.h>

#include "../test.h"

#include "buf.h"
#include "rng.h"

#define MAX 12

/* Questions one a line, "=N " first: pinned to N; want: the group of each. */
static const struct {
    const char *from, *questions;
    double threshold;
    uint32_t want[MAX];
} rows[] = {
    /* clang-format off */
    { "none", "", .5, { 0 } },
    { "one", "How do I renew my visa?", .5, { 0 } },
    { "exact", "How do I renew my visa?\nWhere is the gym?\nhow do i renew my visas", .5, { 0, 1, 0 } },
    { "near: a typo", "When is the registration deadline?\nWhere is the gym?\n"
      "When is the registraton deadline?", .5, { 0, 1, 0 } },
    { "two things", "How do I renew my visa?\nHow do I pay my rent?", .5, { 0, 1 } },
    { "finer", "How do I renew my visa?\nHow can I renew a student visa?", .99, { 0, 1 } },
    { "coarser", "How do I renew my visa?\nHow can I renew a student visa?", .1, { 0, 0 } },
    { "pinned stay apart", "=1 How do I renew my visa?\n=2 How do I renew my visas?", .5, { 0, 1 } },
    { "pinned stay together", "=1 How do I renew my visa?\n=1 Where is the gym?", .5, { 0, 0 } },
    { "a new one joins", "=1 How do I renew my visa?\n=2 Where is the gym?\nHow do I renew visas?",
      .5, { 0, 1, 0 } },
    { "no words", "???\n!!!\nWhere is the gym?", .5, { 0, 1, 2 } },
    /* clang-format on */
};

static uint32_t
add_lines(struct group_set *s, const char *lines)
{
    struct text rest = text_of(lines), line;
    uint32_t n = 0;

    while (text_cut(&rest, "\n", &line)) {
        uint32_t pinned = GROUP_NEW;

        if (text_starts(line, TEXT_LIT("="))) {
            pinned = (uint32_t)(line.p[1] - '0');
            line = text_from(line, 3);
        }
        CHECK(group_add(s, line, "en", pinned) == n, "number %u", n);
        n++;
    }
    return n;
}

static void
test_rows(void)
{
    struct tokenizer *tk = token_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct group_set *s = group_new(tk);
        struct group_member got[MAX];
        uint32_t n = add_lines(s, rows[i].questions);

        group_run(s, rows[i].threshold, got);
        for (uint32_t k = 0; k < n; k++) {
            CHECK(got[k].group == rows[i].want[k], "row %zu (%s): question %u in group %u", i,
                  rows[i].from, k, got[k].group);
            CHECK(got[got[k].head].group == got[k].group, "row %zu: head of %u", i, k);
            CHECK(got[k].p >= 0 && got[k].p <= 1, "row %zu: p of %u", i, k);
        }
        group_free(s);
    }
    token_free(tk);
}
TEST_FN(test_rows)

#define COPIES ((size_t)20000) /* compared each with each they would take minutes */

/* However often something is asked word for word, what is near it is found, and quickly. */
static void
test_copies(void)
{
    static const char near[] = "how do i renew my student visa", other[] = "Where is the gym?";
    struct tokenizer *tk = token_new();
    struct group_set *s = group_new(tk);
    struct group_member *got = calloc(2 * COPIES + 2, sizeof(*got));

    assert_non_null(got);
    for (size_t i = 0; i < COPIES; i++)
        (void)group_add(s, TEXT_LIT("How do I renew my student visa now?"), "en", GROUP_NEW);
    (void)group_add(s, text_of(near), "en", GROUP_NEW);
    (void)group_add(s, text_of(other), "en", GROUP_NEW);
    for (size_t i = 0; i < COPIES; i++)
        (void)group_add(s, TEXT_NONE, "en", GROUP_NEW);
    group_run(s, .3, got);
    CHECK(got[COPIES - 1].group == 0 && got[COPIES].group == 0, "the near one is in group %u",
          got[COPIES].group);
    CHECK(got[1].p > .5 && got[COPIES - 1].why == GROUP_EXACT, "p %.3f", got[1].p);
    CHECK(got[COPIES + 1].group == COPIES + 1, "another is alone");
    CHECK(got[2 * COPIES].group == 2 * COPIES, "without words each is alone");
    group_free(s);
    token_free(tk);
    free(got);
}
TEST_FN(test_copies)

#define GROWN 400
#define RUNS  5

/* Made of few words, so that many are near each other. */
static void
draw_question(struct rng *r, char *out, size_t n)
{
    static const char *const words[] = { "renew", "visa", "student",  "library",   "card", "how",
                                         "where", "room", "password", "network",   "the",  "my",
                                         "park",  "rent", "campus",   "laboratory" };
    size_t at = 0;

    for (uint64_t i = 3 + rng_below(r, 5); i > 0; i--)
        at += (size_t)snprintf(out + at, n - at, "%s ", words[rng_below(r, N_ROWS(words))]);
}

/* A set that grows run by run groups as one that is made anew with what was known pinned. */
static void
test_grows(void)
{
    static char text[GROWN][128];
    struct tokenizer *tk = token_new();
    struct group_set *grown = group_new(tk);
    struct group_member got[GROWN], want[GROWN];
    uint32_t group[GROWN];
    struct rng r;
    uint32_t joined = 0;

    rng_seed(&r, 5);
    for (uint32_t run = 0, known = 0; run < RUNS; run++, known += GROWN / RUNS) {
        struct group_set *anew = group_new(tk);
        uint32_t n = known + GROWN / RUNS;

        for (uint32_t i = 0; i < n; i++) {
            if (i >= known) {
                draw_question(&r, text[i], sizeof(text[i]));
                group_add(grown, text_of(text[i]), "en", GROUP_NEW);
            }
            group_add(anew, text_of(text[i]), "en", i < known ? group[i] : GROUP_NEW);
        }
        group_run(grown, .6, got);
        group_run(anew, .6, want);
        for (uint32_t i = known; i < n; i++) {
            group[i] = got[i - known].group;
            CHECK(group[i] == want[i].group, "run %u: question %u in %u, anew in %u", run, i,
                  group[i], want[i].group);
            joined += group[i] < known;
        }
        group_free(anew);
    }
    CHECK(joined > GROWN / 10, "%u joined what was known", joined);
    group_free(grown);
    token_free(tk);
}
TEST_FN(test_grows)

#define LINES ((size_t)20000) /* with each proposing all others they would take minutes */

/* Lines that differ in a number alone: groups are cut the same each time, and quickly. */
static void
test_same_line_numbered(void)
{
    struct tokenizer *tk = token_new();
    struct group_set *s = group_new(tk);
    struct group_member *got = calloc(LINES + 1, sizeof(*got));
    char line[64];

    assert_non_null(got);
    for (size_t i = 0; i < LINES; i++) {
        snprintf(line, sizeof(line), "how do I reset my password %zu", i);
        (void)group_add(s, text_of(line), "en", GROUP_NEW);
    }
    (void)group_add(s, TEXT_LIT("How do I reset my passwords 77?"), "en", GROUP_NEW);
    group_run(s, .5, got);
    CHECK(got[LINES].group == got[77].group && got[77].why == GROUP_EXACT, "the same is found");
    CHECK(got[78].group != got[77].group, "another number is another question");
    group_free(s);
    token_free(tk);
    free(got);
}
TEST_FN(test_same_line_numbered)

static const struct {
    const char *questions;
    uint32_t head;
    enum group_why why; /* of the other question */
} heads[] = {
    /* clang-format off */
    { "renew my visa\nHow do I renew my visa?", 1, GROUP_INTENT },
    { "How do I renew my visa?\nhow do i renew my visa", 0, GROUP_EXACT },
    { "how do i renew my visa\nHow do I renew my visa?", 1, GROUP_EXACT },
    { "When is the next registration deadline?\nwhen is the next registraton deadline", 0, GROUP_INTENT },
    /* clang-format on */
};

static void
test_heads(void)
{
    struct tokenizer *tk = token_new();

    for (size_t i = 0; i < N_ROWS(heads); i++) {
        struct group_set *s = group_new(tk);
        struct group_member got[MAX];

        add_lines(s, heads[i].questions);
        group_run(s, .1, got);
        CHECK(got[0].head == heads[i].head && got[1].head == heads[i].head, "row %zu: head %u", i,
              got[0].head);
        CHECK(got[1 - heads[i].head].why == heads[i].why, "row %zu: %s", i,
              group_why_name(got[1 - heads[i].head].why));
        group_free(s);
    }
    token_free(tk);
}
TEST_FN(test_heads)

static void
test_stems(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct token_list l;
    struct buf out;

    buf_init(&out, BUF_SMALL);
    token_split(tk, TEXT_LIT("Are the visas, please, renewed?"), "en", a, &l);
    group_stems(&l, &out);
    CHECK(text_is(buf_text(&out), "are the visa pleas renew"), "%s", buf_str(&out));
    buf_release(&out);
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_stems)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows),  TEST(test_copies),
                                        TEST(test_grows), TEST(test_same_line_numbered),
                                        TEST(test_heads), TEST(test_stems) };

    return TEST_RUN(tests);
}
