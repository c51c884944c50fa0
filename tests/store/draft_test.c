/* draft_test.c - what the drafter reads and writes. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_draft.h"

struct seen {
    size_t n;
    struct store_draft_group last;
    struct store_draft_page page;
};

static void
on_group(void *self, const struct store_draft_group *g)
{
    struct seen *x = self;

    x->n++;
    x->last = *g;
}

static void
on_page(void *self, const struct store_draft_page *p)
{
    struct seen *x = self;

    x->n++;
    x->page = *p;
}

static struct seen
groups(struct store_fixture *f, struct arena *a)
{
    struct seen x = { .n = 0 };

    store_draft_groups(f->s, FIXTURE_DEPARTMENT, a, on_group, &x);
    return x;
}

static size_t
pages(struct store_fixture *f, struct arena *a)
{
    struct seen x = { .n = 0 };

    store_draft_pages(f->s, FIXTURE_DEPARTMENT, a, on_page, &x);
    return x.n;
}

static void
test_pages(void)
{
    struct store_fixture f;
    struct arena *a = arena_new();
    int64_t before;

    fixture_open(&f, true);
    before = store_draft_pages_hash(f.s, FIXTURE_DEPARTMENT);
    CHECK(pages(&f, a) == SITE_PAGES, "all of the own site");
    CHECK(text_is(store_draft_page_text(f.s, 2, a), site_pages[0].text), "a text by itself");
    CHECK(store_draft_page_text(f.s, 4711, a).n == 0, "of no page");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE page SET noindex = 1 WHERE url_id = 2");
    CHECK(pages(&f, a) == SITE_PAGES - 1, "not those that ask not to be found");
    CHECK(store_draft_pages_hash(f.s, FIXTURE_DEPARTMENT) != before, "the hash changes");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE page SET noindex = 0 WHERE url_id = 2");
    CHECK(store_draft_pages_hash(f.s, FIXTURE_DEPARTMENT) == before, "and changes back");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE url SET state = 'gone' WHERE id = 3");
    CHECK(pages(&f, a) == SITE_PAGES - 1, "not those that are gone");
    fixture_sql(&f, STORE_CONFIG, "UPDATE source SET active = 0 WHERE id = 1");
    CHECK(pages(&f, a) == 0, "not those of a source that was taken out");
    CHECK(store_draft_pages_hash(f.s, FIXTURE_DEPARTMENT) == 0, "no pages, no hash");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_pages)

static void
test_groups(void)
{
    struct store_fixture f;
    struct arena *a = arena_new();
    struct text wordings[STORE_DRAFT_WORDINGS];
    struct seen x;

    fixture_open(&f, false);
    fixture_group(&f, "What are the fees?", "I wonder.", .75, FIXTURE_FORUM);
    x = groups(&f, a);
    CHECK(x.n == 1 && text_is(x.last.question, "What are the fees?"), "question");
    CHECK(text_is(x.last.body, "I wonder.") && x.last.answers && x.last.p_question > .7,
          "the rest");
    CHECK(x.last.draft_id == 0 && !x.last.has_gap && x.last.state.n == 0, "nothing made yet");
    CHECK(store_draft_wordings(f.s, 1, a, wordings) == 0, "no other wording");
    fixture_sql(&f, STORE_INDEXER,
                "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash,"
                " created_s) VALUES (9, 1, 'fees?', '', 'en', 'fee', 9, 1);"
                "INSERT INTO group_link (question_id, group_id, p, why) VALUES (9, 1, 1, '')");
    CHECK(store_draft_wordings(f.s, 1, a, wordings) == 1 && text_is(wordings[0], "fees?"),
          "another wording");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post_match SET source_id = 3");
    CHECK(!groups(&f, a).last.answers, "listen only");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post SET gone_s = 9");
    CHECK(groups(&f, a).n == 0, "its only post is gone");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post SET gone_s = NULL");
    fixture_sql(&f, STORE_INDEXER, "UPDATE question_group SET merged_into = 5");
    CHECK(groups(&f, a).n == 0, "merged away");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_groups)

static int64_t
add_draft(struct store_fixture *f, int64_t basis)
{
    const struct store_draft_sentence sentence = {
        .url_id = 2, .text_hash = 9, .text = TEXT_LIT("Tuition and fees"), .end = 16
    };
    const struct store_draft_evidence evidence[] = { { 2, 3.5 }, { 3, 1.5 } };
    const struct store_draft d = { .group_id = 1,
                                   .tone = "neutral",
                                   .kind = "answer",
                                   .voice = "warm",
                                   .template_name = "warm/neutral/4",
                                   .answer = TEXT_LIT("text"),
                                   .basis_hash = basis,
                                   .checks = TEXT_LIT("[]"),
                                   .sentences = &sentence,
                                   .n_sentences = 1,
                                   .evidence = evidence,
                                   .n_evidence = N_ROWS(evidence) };
    int64_t id;

    store_set_role(f->s, STORE_DRAFTER);
    store_begin(f->s);
    id = store_draft_add(f->s, &d);
    CHECK(store_commit(f->s, NULL) == ST_OK, "commit");
    return id;
}

static void
test_drafts_and_gaps(void)
{
    struct store_fixture f;
    struct arena *a = arena_new();
    const struct store_gap gap = {
        .group_id = 1, .why = TEXT_LIT("no page"), .tone = "neutral", .basis_hash = 77
    };

    fixture_open(&f, true);
    fixture_group(&f, "What are the fees?", "", .9, FIXTURE_FORUM);
    CHECK(store_draft_basis(f.s, 1) == 0, "nothing yet");
    CHECK(store_draft_last_template(f.s, FIXTURE_DEPARTMENT, a) == NULL, "no template yet");
    store_set_role(f.s, STORE_DRAFTER);
    store_begin(f.s);
    store_draft_put_gap(f.s, &gap);
    store_draft_put_gap(f.s, &gap);
    CHECK(store_commit(f.s, NULL) == ST_OK, "a gap again is the same gap");
    CHECK(store_draft_basis(f.s, 1) == 77 && groups(&f, a).last.has_gap, "gap");
    CHECK(add_draft(&f, 78) == 1, "first draft");
    CHECK(store_draft_basis(f.s, 1) == 78 && !groups(&f, a).last.has_gap, "it ends the gap");
    CHECK(strcmp(store_draft_last_template(f.s, FIXTURE_DEPARTMENT, a), "warm/neutral/4") == 0,
          "template");
    CHECK(store_draft_holds(f.s, 1), "the page says it");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE page_text SET text_hash = 5 WHERE url_id = 2");
    CHECK(store_draft_holds(f.s, 1), "the page changed, but still says it");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE page_text SET text = 'other' WHERE url_id = 2");
    CHECK(!store_draft_holds(f.s, 1), "no longer");
    CHECK(add_draft(&f, 79) == 2 && groups(&f, a).last.draft_id == 2, "the newer one counts");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_drafts_and_gaps)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_pages), TEST(test_groups),
                                        TEST(test_drafts_and_gaps) };

    return TEST_RUN(tests);
}
