/* draft_arm_test.c - who comes into an experiment, in which arm, and stays there. */

#include "../test.h"

#include "../../drafter/draft.h"
#include "../../drafter/gate.h"
#include "store_decision.h"
#include "store_fixture.h"

#define NOW_S INT64_C(1700000000)
#define ASKED "How do I order an official transcript?"

static struct store_fixture f;
static struct experiment_config pair;

static struct draft_counts
run_at(int64_t now_s, bool dry_run)
{
    struct clock_fake at = { now_s * 1000 };
    struct clock clock = clock_of_fake(&at);
    struct draft_options o = { .clock = &clock, .threshold = GATE_THRESHOLD, .dry_run = dry_run };
    struct draft_counts n = { 0 };
    struct err err = { "" };

    store_set_role(f.s, STORE_DRAFTER);
    CHECK(draft_run(f.s, &f.department, FIXTURE_DEPARTMENT, &o, &n, &err) == ST_OK, "%s", err.msg);
    return n;
}

/* An experiment of warm and plain, from an hour before to an hour after. */
static void
open_pair(const char *tone, bool with_pages)
{
    fixture_open(&f, with_pages);
    pair = (struct experiment_config){ .key = "openings", .voice = { "warm", "plain" } };
    f.department.experiments = &pair;
    f.department.n_experiments = 1;
    fixture_sql(&f, STORE_CONFIG,
                arena_printf(f.arena,
                             "INSERT INTO experiment VALUES (1, 1, 'openings', 'warm', 'plain',"
                             " '%s', 'unchanged', %lld, %lld, %lld, 1)",
                             tone, (long long)NOW_S - 3600, (long long)NOW_S + 3600,
                             (long long)NOW_S + 3600));
}

/* The voice of the group's latest draft, and the ordinal of its arm, "-" for none: "warm 2". */
static const char *
arm_of(int64_t group_id)
{
    struct db_query *q = db_query(
        f.s,
        "SELECT COALESCE((SELECT voice FROM draft WHERE group_id = ?1 ORDER BY id DESC LIMIT 1),"
        " '') || ' ' || COALESCE((SELECT CAST(ordinal AS TEXT) FROM experiment_arm"
        " WHERE group_id = ?1), '-')");
    const char *z = "";

    db_bind_int(q, group_id);
    if (db_row(q))
        z = arena_str(f.arena, db_text(q, 0));
    db_done(q);
    return z;
}

static void
check_arms(const char *from, const char *const *want, size_t n)
{
    for (size_t i = 0; i < n; i++)
        CHECK(strcmp(arm_of((int64_t)i + 1), want[i]) == 0, "%s, group %zu: %s, wanted %s", from,
              i + 1, arm_of((int64_t)i + 1), want[i]);
}

static void
test_who(void)
{
    static const struct {
        const char *from, *question, *want;
        double p;
        int source;
    } rows[] = {
        { "an answer", ASKED, "warm 2", .9, FIXTURE_FORUM },
        { "a gap", "How to replace bicycle chain at home?", " -", .9, FIXTURE_FORUM },
        { "the next answer", "How much is the late payment fee?", "plain 3", .9, FIXTURE_FORUM },
        { "praise", "Thank you all, great and wonderful service", "warm -", .1, FIXTURE_FORUM },
        { "a complaint", "Your office is awful, rude and useless", "warm -", .1, FIXTURE_FORUM },
        { "listen only", "How do I renew a visa?", " -", .9, FIXTURE_LISTEN },
        { "the one after", "How do I renew a visa?", "warm 4", .9, FIXTURE_FORUM },
        { "and after that", "When does the spring term start?", "plain 5", .9, FIXTURE_FORUM },
    };
    const char *want[N_ROWS(rows)];

    open_pair("", true);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        fixture_group(&f, rows[i].question, "", rows[i].p, rows[i].source);
        want[i] = rows[i].want;
    }
    (void)run_at(NOW_S, true);
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM experiment_arm") == 0, "a dry run");
    (void)run_at(NOW_S, false);
    check_arms("who", want, N_ROWS(want));
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM experiment_arm m JOIN draft USING (group_id)"
                            " WHERE m.at_s = draft.created_s") == 4,
          "when");
    CHECK(run_at(NOW_S, false).pending == 0, "nothing more to do");
    fixture_close(&f);
}
TEST_FN(test_who)

/* Drafts of before do not come into it; who is in it stays in its arm, whatever happens. */
static void
test_stays(void)
{
    static const char *const before[] = { "warm -", "", "" };
    static const char *const during[] = { "warm -", "warm 2", "plain 3" };

    open_pair("", true);
    fixture_group(&f, ASKED, "", .9, FIXTURE_FORUM);
    (void)run_at(NOW_S - 7200, false);
    check_arms("before it begins", before, 1);
    fixture_group(&f, "How much is the late payment fee?", "", .9, FIXTURE_FORUM);
    fixture_group(&f, "How do I renew a visa?", "", .9, FIXTURE_FORUM);
    (void)run_at(NOW_S, false);
    check_arms("while it runs", during, N_ROWS(during));
    f.department.byline = "The Registrar"; /* all are drafted again */
    CHECK(run_at(NOW_S + 60, false).drafts == 3, "again");
    check_arms("drafted again", during, N_ROWS(during));
    f.department.byline = "The Office";
    fixture_sql(&f, STORE_CONFIG, "UPDATE experiment SET to_s = 1700000100");
    fixture_group(&f, "When does the spring term start?", "", .9, FIXTURE_FORUM);
    CHECK(run_at(NOW_S + 100, false).drafts == 4, "after it");
    check_arms("drafted again after it", during, N_ROWS(during));
    CHECK(strcmp(arm_of(4), "warm -") == 0, "new after it: %s", arm_of(4));
    f.department.byline = "The Desk"; /* and when its section is gone */
    fixture_sql(&f, STORE_CONFIG,     /* while another one of these voices is planned */
                "UPDATE experiment SET active = 0; INSERT INTO experiment VALUES (2, 1, 'next',"
                " 'warm', 'plain', '', 'posted', 1800000000, 1800000001, 1800000001, 1)");
    CHECK(run_at(NOW_S + 200, false).drafts == 4, "without its section");
    CHECK(strcmp(arm_of(3), "warm 3") == 0, "the department's voice again: %s", arm_of(3));
    fixture_close(&f);
}
TEST_FN(test_stays)

/* A source's own voice wins, and such a group takes no part. */
static void
test_source(void)
{
    static const char *const want[] = { "plain -", "warm 2" };
    struct source_config sources[] = { { .key = "site" }, { .key = "forum", .voice = "plain" } };

    open_pair("", true);
    f.department.sources = sources;
    f.department.n_sources = N_ROWS(sources);
    fixture_group(&f, ASKED, "", .9, FIXTURE_FORUM);
    fixture_group(&f, "How do I renew a visa?", "", .9, FIXTURE_OWN);
    (void)run_at(NOW_S, false);
    check_arms("the source's voice", want, N_ROWS(want));
    fixture_close(&f);
}
TEST_FN(test_source)

/* Only questions of a tone. */
static void
test_tone(void)
{
    static const char *const want[] = { "warm -", "warm 2" };

    open_pair("neutral", true);
    fixture_group(&f, "This is awful and useless: how do I order an official transcript?", "", .9,
                  FIXTURE_FORUM);
    fixture_group(&f, ASKED, "", .9, FIXTURE_FORUM);
    (void)run_at(NOW_S, false);
    check_arms("a tone", want, N_ROWS(want));
    fixture_close(&f);
}
TEST_FN(test_tone)

/* An answer is in its page's language. */
static void
test_language(void)
{
    static const char *const want[] = { "warm-de 2", "plain-de 3" };

    open_pair("", false);
    f.department.language = "de";
    fixture_page(&f, "https://registrar.example.edu/zeugnis", "Zeugnisse bestellen",
                 "Zeugnisse bestellen\nEin beglaubigtes Zeugnis bestellen Sie im Portal des "
                 "Pr\u00fcfungsamts, es kommt in zwei Wochen mit der Post.");
    for (size_t i = 0; i < N_ROWS(want); i++)
        fixture_group(&f, "Wie bestelle ich ein beglaubigtes Zeugnis?", "", .9, FIXTURE_FORUM);
    (void)run_at(NOW_S, false);
    check_arms("a language", want, N_ROWS(want));
    fixture_close(&f);
}
TEST_FN(test_language)

/* An answer that an editor wrote before there was a draft, and what is then drafted of it. */
static void
test_by_hand(void)
{
    struct store_card_decision d = { .revision = 1,
                                     .verb = TEXT_LIT("write"),
                                     .state = TEXT_LIT("open"),
                                     .text = TEXT_LIT("You can order an official transcript "
                                                      "online, please see the page."),
                                     .actor = TEXT_LIT("ann"),
                                     .at_s = NOW_S };

    open_pair("", true);
    fixture_group(&f, ASKED, "", .9, FIXTURE_FORUM);
    store_set_role(f.s, STORE_REVIEW);
    store_begin(f.s);
    (void)store_decision_add(f.s, 1, &d);
    CHECK(store_commit(f.s, NULL) == ST_OK, "write");
    (void)run_at(NOW_S, false);
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft WHERE origin = 'written'") == 1, "by hand");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM experiment_arm") == 0, "in no arm");
    fixture_close(&f);
}
TEST_FN(test_by_hand)

/* The store's experiment has a voice that the files do not name: it is left alone. */
static void
test_other_voice(void)
{
    open_pair("", true);
    pair.voice[0] = "plain";
    fixture_sql(&f, STORE_CONFIG, "UPDATE experiment SET voice_a = 'shrill'");
    fixture_group(&f, ASKED, "", .9, FIXTURE_FORUM);
    (void)run_at(NOW_S, false);
    CHECK(strcmp(arm_of(1), "warm -") == 0, "%s", arm_of(1));
    fixture_close(&f);
}
TEST_FN(test_other_voice)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_who),        TEST(test_stays),
                                        TEST(test_source),     TEST(test_tone),
                                        TEST(test_language),   TEST(test_by_hand),
                                        TEST(test_other_voice) };

    return TEST_RUN(tests);
}
