/* gate_test.c - how sure the drafter is of a page. */

#include "../test.h"

#include "../../drafter/gate.h"
#include "site_fixture.h"

static double
ask(struct pages *p, const char *question, struct gate_features *g)
{
    struct arena *a = arena_new();
    struct pages_found f;

    pages_find(p, text_of(question), NULL, PAGES_MAX_HITS, a, &f);
    gate_measure(p, &f, a, g);
    arena_free(a);
    return gate_logit(g);
}

static void
test_sure(void)
{
    static const struct {
        const char *question;
        bool sure;
        const char *from;
    } rows[] = {
        { "How do I order an official transcript?", true, "title, heading and words" },
        { "How do I renew a visa?", true, "a heading word by word" },
        { "How to replace bicycle chain at home?", false, "nothing of it is there" },
        { "best pizza dough hydration", false, "no word is there" },
        { "cheap flights in the spring", false, "one word is there" },
        { "", false, "no question" },
    };
    struct pages *p = site_make();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct gate_features g;
        double v = ask(p, rows[i].question, &g);

        CHECK((v >= gate_log_odds(GATE_THRESHOLD)) == rows[i].sure, "%s: %.3f", rows[i].from, v);
    }
    pages_free(p);
}
TEST_FN(test_sure)

static void
test_features(void)
{
    struct pages *p = site_make();
    struct gate_features on, off;

    (void)ask(p, "order an official transcript", &on);
    (void)ask(p, "order an official zebra", &off);
    CHECK(on.coverage > off.coverage, "%.3f %.3f", on.coverage, off.coverage);
    CHECK(on.share > 0 && on.share <= 1, "share %.3f", on.share);
    CHECK(on.agree > off.agree / 2 && on.agree <= 1, "agree %.3f", on.agree);
    CHECK(on.title == 1, "title %.3f", on.title);
    CHECK(on.heading > 0 && on.heading <= 1, "heading %.3f", on.heading);
    pages_free(p);
}
TEST_FN(test_features)

/* Each feature that speaks for the page must raise the probability. */
static void
test_monotone(void)
{
    const struct gate_features base = {
        .share = .4, .agree = .4, .heading = .2, .title = .3, .coverage = .2, .unknown = .3
    };
    struct gate_features more[] = { base, base, base, base, base, base };
    const double p = gate_logit(&base);

    more[0].share = .8;
    more[1].agree = .8;
    more[2].heading = .6;
    more[3].title = .9;
    more[4].coverage = .7;
    more[5].unknown = .1;
    for (size_t i = 0; i < N_ROWS(more); i++)
        CHECK(gate_logit(&more[i]) > p, "feature %zu", i);
}
TEST_FN(test_monotone)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_sure), TEST(test_features), TEST(test_monotone) };

    return TEST_RUN(tests);
}
