/* export_answer_test.c - which answers may stand in public, in which order. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_export.h"

#define MAX_SEEN 8

struct seen {
    int64_t ids[MAX_SEEN];
    size_t n;
    char text[MAX_SEEN][64];
    int64_t approved_s[MAX_SEEN];
};

static void
on_answer(void *self, const struct store_export_answer *x)
{
    struct seen *s = self;

    assert_true(s->n < MAX_SEEN);
    s->ids[s->n] = x->group_id;
    s->approved_s[s->n] = x->approved_s;
    snprintf(s->text[s->n++], sizeof(s->text[0]), "%.*s", TEXT_ARG(x->answer));
}

/* Groups 1 to 5: approved, machine, posted after an edit, thanks that were approved, rejected. */
static void
fill(struct store_fixture *f)
{
    static const char *const questions[] = { "a", "b", "c", "d", "e" };

    fixture_open(f, true);
    for (size_t i = 0; i < N_ROWS(questions); i++)
        fixture_group(f, questions[i], "", 1, FIXTURE_FORUM);
    fixture_sql(f, STORE_DRAFTER,
                "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, link_url_id,"
                " confidence, voice, template, basis_hash, checks, created_s)"
                " SELECT g.id, g.id, 'neutral', 1, CASE g.id WHEN 4 THEN 'acknowledge' ELSE"
                "  'answer' END, 'text ' || g.id, url.address, url.id, 1, 'warm', 'x', 1, '[]', 70"
                " FROM question_group g JOIN page ON page.title ="
                "  CASE g.id WHEN 1 THEN 'Transcripts' ELSE 'Academic calendar' END"
                " JOIN url ON url.id = page.url_id");
    fixture_sql(
        f, STORE_REVIEW,
        "INSERT INTO decision (group_id, draft_id, revision, verb, state, text, actor, at_s)"
        " VALUES (1, 1, 1, 'write', 'machine', 'taken back at once', 'x', 290),"
        " (1, 1, 2, 'undo', 'machine', NULL, 'x', 291),"
        " (1, 1, 3, 'approve', 'approved', NULL, 'x', 300),"
        " (3, 3, 1, 'approve', 'approved', NULL, 'x', 100),"
        " (3, 3, 2, 'edit', 'edited', 'better', 'x', 150),"
        " (3, 3, 3, 'approve', 'approved', NULL, 'x', 200),"
        " (3, 3, 4, 'post', 'posted', NULL, 'x', 400),"
        " (4, 4, 1, 'approve', 'approved', NULL, 'x', 300),"
        " (5, 5, 1, 'approve', 'approved', NULL, 'x', 300),"
        " (5, 5, 2, 'reject', 'rejected', NULL, 'x', 310)");
}

static struct seen
walk(struct store_fixture *f, const struct store_export_query *q, enum store_export_order order)
{
    struct seen s = { .n = 0 };
    struct err err;

    CHECK(store_export_answers(f->s, q, order, on_answer, &s, &err) == ST_OK, "%s", err.msg);
    return s;
}

static void
test_answers(void)
{
    struct store_fixture f;
    struct seen s;
    struct err err;

    fill(&f);
    store_begin_read(f.s);
    s = walk(&f, &(struct store_export_query){ 0 }, STORE_EXPORT_NEWEST);
    CHECK(s.n == 2 && s.ids[0] == 1 && s.ids[1] == 3, "newest first: %zu", s.n);
    CHECK(s.n == 2 && s.approved_s[0] == 300 && s.approved_s[1] == 200, "when it was approved");
    CHECK(strcmp(s.text[0], "text 1") == 0 && strcmp(s.text[1], "better") == 0, "%s", s.text[1]);
    s = walk(&f, &(struct store_export_query){ 0 }, STORE_EXPORT_BY_PAGE);
    CHECK(s.n == 2 && s.ids[0] == 3 && s.ids[1] == 1, "by the page's title");
    CHECK(store_commit(f.s, &err) == ST_OK, "%s", err.msg);
    s = walk(&f, &(struct store_export_query){ .since_s = 250 }, STORE_EXPORT_NEWEST);
    CHECK(s.n == 1 && s.ids[0] == 1, "since");
    s = walk(&f, &(struct store_export_query){ .until_s = 300 }, STORE_EXPORT_NEWEST);
    CHECK(s.n == 1 && s.ids[0] == 3, "until");
    s = walk(&f, &(struct store_export_query){ .limit = 1 }, STORE_EXPORT_NEWEST);
    CHECK(s.n == 1, "limit");
    s = walk(&f, &(struct store_export_query){ .department_id = 2 }, STORE_EXPORT_NEWEST);
    CHECK(s.n == 0, "another department");
    fixture_close(&f);
}
TEST_FN(test_answers)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_answers) };

    return TEST_RUN(tests);
}
