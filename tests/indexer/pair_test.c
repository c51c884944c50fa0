/* pair_test.c - which questions are the same, in order of likeness; what must not depend on order.
 */

#include "../../include/pair.h"

#include "../test.h"

struct lab {
    struct tokenizer *tk;
    struct idf *idf;
    struct arena *arena;
};

static struct lab
lab_open(void)
{
    return (struct lab){ token_new(), idf_new(), arena_new() };
}

static void
lab_close(struct lab *lab)
{
    token_free(lab->tk);
    idf_free(lab->idf);
    arena_free(lab->arena);
}

static struct pair_result
compare(struct lab *lab, const char *x, const char *y)
{
    struct pair_side a, b;
    struct pair_result r;

    arena_clear(lab->arena);
    pair_side_make(lab->tk, lab->idf, text_of(x), "en", lab->arena, &a);
    pair_side_make(lab->tk, lab->idf, text_of(y), "en", lab->arena, &b);
    pair_compare(&a, &b, idf_most(lab->idf), &r);
    return r;
}

static const struct {
    const char *from, *a, *b;
    bool same;
} rows[] = {
    /* clang-format off */
    { "itself", "How do I renew my visa?", "How do I renew my visa?", true },
    { "case and marks", "how do i renew my visa", "How do I renew my VISA??", true },
    { "other forms", "How can visas be renewed?", "How do I renew a visa?", true },
    { "small words", "What is the deadline for applications?", "what's the application deadline", true },
    { "a typo", "When is the registration deadline?", "When is the registraton deadline?", true },
    { "another thing", "How do I renew my visa?", "Where is the library?", false },
    { "one word shared", "How do I renew my student visa?", "Which student clubs meet on Mondays?", false },
    { "nothing", "", "", false },
    { "nothing and something", "", "How do I renew my visa?", false },
    /* clang-format on */
};

static void
test_rows(void)
{
    struct lab lab = lab_open();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct pair_result r = compare(&lab, rows[i].a, rows[i].b);
        struct pair_result other = compare(&lab, rows[i].b, rows[i].a);

        CHECK(r.same == rows[i].same, "row %zu (%s): p %.3f", i, rows[i].from, r.p);
        CHECK(r.p >= 0 && r.p <= 1, "row %zu: p %f", i, r.p);
        CHECK(r.p - other.p < 1e-6 && other.p - r.p < 1e-6, "row %zu: %f, turned round %f", i, r.p,
              other.p);
    }
    lab_close(&lab);
}
TEST_FN(test_rows)

/* In each row the first pair is more alike than the second. */
static const struct {
    const char *from, *a, *b, *c, *d;
} orders[] = {
    /* clang-format off */
    { "question word", "When is the exam?", "When is an exam?", "When is the exam?", "Why is the exam?" },
    { "rarer word left over", "visa renewal time", "visa renewal time please", "visa renewal time",
      "visa renewal time Botswana" },
    { "a slip is nearer than another word", "when is registration", "when is regsitration",
      "when is registration", "when is matriculation" },
    { "a name left over", "Is the course in Boston hard?", "Is the course in boston hard?",
      "Is the course in Boston hard?", "Is the course in Geneva hard?" },
    /* clang-format on */
};

static void
test_orders(void)
{
    struct lab lab = lab_open();

    for (size_t i = 0; i < N_ROWS(orders); i++) {
        double more = compare(&lab, orders[i].a, orders[i].b).p;
        double less = compare(&lab, orders[i].c, orders[i].d).p;

        CHECK(more > less, "row %zu (%s): %.3f, %.3f", i, orders[i].from, more, less);
    }
    lab_close(&lab);
}
TEST_FN(test_orders)

static void
test_long(void)
{
    static const char body[] =
        "Renewing my visa in summer. I am a student here and my visa ends in June. The office told "
        "me to come back with a form, but nobody could say which form that is, nor how long it "
        "would take to renew the visa before my course goes on in September.";
    static const char other[] =
        "Which meals are served in the dining hall? I looked at the page of the dining hall and "
        "all I found was an old list of prices. I eat no meat, so I want to know what there is on "
        "Sundays, and whether friends from outside may come with me and pay in cash at the door.";
    struct lab lab = lab_open();

    CHECK(compare(&lab, body, body).is_long, "the long model");
    CHECK(compare(&lab, body, body).same, "itself");
    CHECK(!compare(&lab, body, other).same, "another");
    CHECK(!compare(&lab, "visa", "visa renewal").is_long, "the short model");
    lab_close(&lab);
}
TEST_FN(test_long)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_orders), TEST(test_long) };

    return TEST_RUN(tests);
}
