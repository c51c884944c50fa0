/* Drafts in a model's words: the sentences stay beside them, and stand whenever it fails. */
#include "../test.h"

#include <arpa/inet.h>

#include "../../drafter/gate.h"
#include "../../drafter/rephrase.h"
#include "../site/model.h"
#include "store_decision.h"
#include "store_fixture.h"

#define NOW_MS INT64_C(1700000000000)

static struct clock_fake at = { NOW_MS };

static struct draft_options
options(struct clock *clock)
{
    *clock = clock_of_fake(&at);
    return (struct draft_options){ .clock = clock, .threshold = GATE_THRESHOLD };
}

static struct rephrase_counts
run(struct store_fixture *f, const struct model_server *server, const char *how)
{
    struct clock clock;
    struct draft_options o = options(&clock);
    struct draft_counts drafted = { 0 };
    struct rephrase_counts n = { 0 };
    struct config c = { .dir = f->dir };
    struct err err = { "" };

    c.model = (struct model_config){ .name = "tiny", .timeout_ms = 1000 };
    c.model.url = arena_printf(f->arena, "http://127.0.0.1:%d/%s/v1", server->port, how);
    store_set_role(f->s, STORE_DRAFTER);
    CHECK(draft_run(f->s, &f->department, FIXTURE_DEPARTMENT, &o, &drafted, &err) == ST_OK, "%s",
          err.msg);
    CHECK(rephrase_run(f->s, &c, FIXTURE_DEPARTMENT, &o, &n, &err) == ST_OK, "%s", err.msg);
    return n;
}

static int64_t
count(struct store_fixture *f, const char *sql)
{
    return db_exec_int(db_query(f->s, sql), 0);
}

static void
test_rephrased(void)
{
    struct store_fixture f;
    struct model_server server;
    struct rephrase_counts n;
    struct store_card c;

    fixture_open(&f, true);
    fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
    CHECK(model_start(&server) > 0, "the endpoint starts");
    n = run(&f, &server, "good");
    CHECK(n.rephrased == 1 && n.refused == 0 && n.failed == 0, "%s", n.last.msg);
    CHECK(count(&f, "SELECT COUNT(*) FROM draft") == 2, "the quoted one stays");
    CHECK(count(&f, "SELECT COUNT(*) FROM draft WHERE model = 'tiny'") == 1, "whose words");
    CHECK(store_card_of_draft(f.s, 2, f.arena, &c), "its card");
    CHECK(text_find(c.answer, TEXT_LIT("In short: ")) != TEXT_NPOS, "%.*s", TEXT_ARG(c.answer));
    CHECK(text_find(c.answer, c.link) != TEXT_NPOS && c.n_sentences > 0, "link and evidence stay");
    n = run(&f, &server, "good");
    CHECK(n.rephrased == 0 && server.n_requests == 1, "once is enough");
    model_stop(&server);
    fixture_close(&f);
}
TEST_FN(test_rephrased)

static void
test_stands(void)
{
    static const struct {
        const char *how;
        int64_t refused, failed;
        int requests; /* after two runs */
        const char *from;
    } rows[] = {
        { "link", 1, 0, 1, "an invented link: refused once and for all" },
        { "number", 1, 0, 1, "an invented fee" },
        { "drift", 1, 0, 1, "none of its words are the page's" },
        { "error", 0, 1, 2, "a failure: asked again in the next run" },
        { "nonsense", 0, 1, 2, "no JSON" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct model_server server;
        struct rephrase_counts n;

        fixture_open(&f, true);
        fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
        CHECK(model_start(&server) > 0, "the endpoint starts");
        n = run(&f, &server, rows[i].how);
        CHECK(n.rephrased == 0 && n.refused == rows[i].refused && n.failed == rows[i].failed,
              "%s: %s", rows[i].from, n.last.msg);
        (void)run(&f, &server, rows[i].how);
        CHECK(server.n_requests == rows[i].requests, "%s: %d requests", rows[i].from,
              server.n_requests);
        CHECK(count(&f, "SELECT COUNT(*) FROM draft") == 1, "%s: the draft stands", rows[i].from);
        model_stop(&server);
        fixture_close(&f);
    }
}
TEST_FN(test_stands)

/* A model that is down costs a run REPHRASE_MAX_FAILURES requests, however many drafts wait. */
static void
test_gives_up(void)
{
    static const char *const questions[] = {
        "How do I order an official transcript?",
        "How can I get a transcript?",
        "What does a transcript cost?",
        "Where are transcripts sent?",
        "How do I renew a visa?",
        "How long does the transcript take?",
    };
    struct store_fixture f;
    struct model_server server;
    struct rephrase_counts n;

    fixture_open(&f, true);
    for (size_t i = 0; i < N_ROWS(questions); i++)
        fixture_group(&f, questions[i], "", .9, FIXTURE_FORUM);
    CHECK(model_start(&server) > 0, "the endpoint starts");
    n = run(&f, &server, "error");
    CHECK(count(&f, "SELECT COUNT(*) FROM draft") > REPHRASE_MAX_FAILURES, "enough drafts");
    CHECK(n.failed == REPHRASE_MAX_FAILURES && server.n_requests == REPHRASE_MAX_FAILURES,
          "%d requests", server.n_requests);
    model_stop(&server);
    fixture_close(&f);
}
TEST_FN(test_gives_up)

/* What an editor has touched is the editor's. */
static void
test_decided(void)
{
    struct store_fixture f;
    struct model_server server;
    struct rephrase_counts n;

    fixture_open(&f, true);
    fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
    CHECK(model_start(&server) > 0, "the endpoint starts");
    (void)run(&f, &server, "error");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
                " VALUES (1, 1, 1, 'approve', 'approved', 'x', 1)");
    n = run(&f, &server, "good");
    CHECK(n.rephrased == 0 && count(&f, "SELECT COUNT(*) FROM draft") == 1, "left alone");
    model_stop(&server);
    fixture_close(&f);
}
TEST_FN(test_decided)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_rephrased),
        TEST(test_stands),
        TEST(test_gives_up),
        TEST(test_decided),
    };

    return TEST_RUN(tests);
}
