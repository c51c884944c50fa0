/* stale_test.c - answers that were approved, and what they stood on. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_draft.h"
#include "store_stale.h"

static void
add_draft(struct store_fixture *f, int64_t group)
{
    const struct store_draft_sentence x = { .url_id = 3,
                                            .text_hash = 10,
                                            .text = TEXT_LIT("You can order an official"
                                                             " transcript online.") };
    const struct store_draft d = { .group_id = group,
                                   .tone = "neutral",
                                   .kind = "answer",
                                   .voice = "warm",
                                   .template_name = "x",
                                   .answer = TEXT_LIT("x"),
                                   .link = TEXT_LIT("https://registrar.example.edu/transcripts"),
                                   .link_url_id = 3,
                                   .checks = TEXT_LIT("[]"),
                                   .sentences = &x,
                                   .n_sentences = 1 };
    struct err err = { "" };

    store_set_role(f->s, STORE_DRAFTER);
    store_begin(f->s);
    (void)store_draft_add(f->s, &d); /* the commit tells */
    CHECK(store_commit(f->s, &err) == ST_OK, "%s", err.msg);
}

struct seen {
    struct store_stale_answer x;
    size_t n;
    bool asked, same;
};

static void
see(void *self, const struct store_stale_answer *x)
{
    struct seen *s = self;

    s->x = *x; /* its texts are gone after this call */
    s->n++;
    s->asked = text_is(x->asked, "What?\nA body");
    s->same = text_eq(x->asked, x->asks);
}

static void
test_answers(void)
{
    struct store_fixture f;
    struct seen s = { .n = 0 };
    struct store_stale_row row = { .draft_id = 1,
                                   .group_id = 1,
                                   .revision = 1,
                                   .why = TEXT_LIT("w"),
                                   .was = TEXT_LIT("a"),
                                   .is = TEXT_LIT("b") };
    struct err err = { "" };

    fixture_open(&f, true);
    fixture_group(&f, "What?", "A body", .9, FIXTURE_FORUM);
    fixture_group(&f, "Why?", "", .9, FIXTURE_FORUM);
    add_draft(&f, 1);
    add_draft(&f, 2);
    store_stale_answers(f.s, 1, see, &s);
    CHECK(s.n == 0, "none is approved");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
                " VALUES (1, 1, 1, 'approve', 'approved', 'me', 7)");
    store_stale_answers(f.s, 1, see, &s);
    CHECK(s.n == 1 && s.x.draft_id == 1 && s.x.revision == 1 && s.x.holds && !s.x.withdrawn &&
              s.x.stale_revision == -1 && s.asked && s.same,
          "one is");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post SET body = 'else' WHERE id = 1");
    fixture_sql(&f, STORE_CRAWLER,
                "UPDATE page_text SET text = 'x', text_hash = 1 WHERE url_id = 3");
    store_set_role(f.s, STORE_DRAFTER);
    store_begin(f.s);
    store_stale_put(f.s, &row);
    CHECK(store_commit(f.s, &err) == ST_OK, "%s", err.msg);
    store_stale_answers(f.s, 1, see, &s);
    CHECK(s.n == 2 && !s.x.holds && s.asked && !s.same && s.x.stale_revision == 1, "it changed");
    CHECK(store_stale_get(f.s, 1, f.arena, &row) && text_is(row.is, "b") && row.group_id == 1,
          "the row");
    CHECK(text_is(store_stale_page(f.s, 3, f.arena), "x"), "the page");
    store_begin(f.s);
    store_stale_drop(f.s, &row);
    CHECK(store_commit(f.s, &err) == ST_OK, "%s", err.msg);
    CHECK(!store_stale_get(f.s, 1, f.arena, &row), "dropped");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post SET gone_s = 5 WHERE id = 1");
    store_stale_answers(f.s, 1, see, &s);
    CHECK(s.n == 3 && s.x.withdrawn, "withdrawn");
    fixture_close(&f);
}
TEST_FN(test_answers)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_answers) };

    return TEST_RUN(tests);
}
