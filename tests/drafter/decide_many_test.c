/*
 * decide_many_test.c - decisions that meet: two persons, two processes, many cards, and
 * the rules that need more than one row: links, notes, waking.
 */

#include "../test.h"

#include <sys/wait.h>
#include <unistd.h>

#include "decide_world.h"
#include "store_desk.h"

#define HELLO                                                                                      \
    "Thanks for asking this here, we are glad that you did before going ahead with it today."
#define SAYS(word)                                                                                 \
    "Here is what our page says about it: A " word " sentence stands here for you to read in "     \
    "full."
#define GOOD(word) HELLO " " SAYS(word) "\n" LINK "\n\nOffice of the Registrar"

static void
open_world(struct world *w, int groups, int drafts)
{
    /* All of it is from the page, so that nothing is to be warned of. */
    const struct store_draft_sentence rows[] = {
        { .url_id = 2, .text = TEXT_LIT(HELLO) },
        { .url_id = 2, .text = TEXT_LIT(SAYS("first")) },
    };

    open_groups(w, groups);
    store_set_role(w->f.s, STORE_DRAFTER);
    store_begin(w->f.s);
    for (int i = 0; i < drafts; i++) /* each has the number of its group */
        (void)add_answer(w, i + 1, GOOD("first"), rows, N_ROWS(rows));
    CHECK(store_commit(w->f.s, NULL) == ST_OK, "drafts");
    store_set_role(w->f.s, STORE_REVIEW);
}

static enum status
say(struct world *w, const char *actor, const char *verb, const char *arg, const char *text)
{
    w->in.actor = text_of(actor);
    w->in.verb = text_of(verb);
    w->in.arg = text_of(arg);
    w->in.text = text_of(text);
    return decide(&w->in, w->a, &w->card, &w->err);
}

/* What somebody wants who does it wrong, and what they are told. */
static void
test_refusals(void)
{
    static const struct {
        const char *verb, *arg, *text;
        enum status st;
        const char *says, *from;
    } rows[] = {
        { "dance", "", "", ST_USAGE, "wanted approve, reject,", "no such verb" },
        { "wake", "", "", ST_USAGE, "wanted approve, reject,", "the program's own" },
        { "reject", "ugly", "", ST_USAGE, "reject \"ugly\": wanted wrong,", "no such class" },
        { "park", "", "", ST_USAGE, "park until \"\": wanted a date", "no date" },
        { "park", "soon", "", ST_USAGE, "park until \"soon\": wanted a date", "no date" },
        { "park", "1970-01-02", "", ST_INVALID, "that time has passed", "in the past" },
        { "hand-over", "", "", ST_USAGE, "to whom", "to nobody" },
        { "needs-page", "", "", ST_USAGE, "what the page should say", "no reason" },
        { "pick", "4711", "", ST_NOTFOUND, "no page of the department's own site", "no page" },
        { "pick", "1", "", ST_NOTFOUND, "no page of the department's own site", "the forum's" },
        { "pick", "https://forum.example.net/", "", ST_NOTFOUND, "no page of the", "the same" },
        { "tone", "angry", "", ST_USAGE, "wanted positive, neutral or negative", "no tone" },
        { "reuse", "x", "", ST_USAGE, "wanted the id of a draft", "no id" },
        { "reuse", "99", "", ST_NOTFOUND, "no such draft", "no draft" },
        { "reuse", "2", "", ST_INVALID, "it is machine; wanted an approved answer",
          "not approved" },
        { "write", "", " \n", ST_INVALID, "the written text is empty", "blank" },
        { "edit", "", "\xff", ST_INVALID, "the edited text is not UTF-8", "bytes" },
        { "note", "", "", ST_INVALID, "the note is empty", "blank" },
        { "approve", "", "Too short.", ST_INVALID, "cannot be approved:", "approve with errors" },
        { "post", "", "", ST_INVALID, "draft 1 is machine: it cannot be posted", "not approved" },
    };
    struct world w;

    open_world(&w, 2, 2);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        CHECK(say(&w, "ann", rows[i].verb, rows[i].arg, rows[i].text) == rows[i].st, "%s: %s",
              rows[i].from, w.err.msg);
        CHECK(strstr(w.err.msg, rows[i].says) != NULL, "%s: %s", rows[i].from, w.err.msg);
    }
    CHECK(say(&w, "ann", "approve", "", "") == ST_OK, "%s", w.err.msg);
    CHECK(say(&w, "ann", "post", "javascript:alert(1)", "") == ST_INVALID, "no address");
    w.in.group_id = 99;
    CHECK(say(&w, "ann", "reject", "", "") == ST_NOTFOUND && w.card.group_id == 0, "no group");
    CHECK(say(&w, "", "reject", "", "") != ST_OK, "nobody decides");
    CHECK(fixture_count(&w.f, "SELECT COUNT(*) FROM decision") == 1, "nothing else was written");
    close_world(&w);
}
TEST_FN(test_refusals)

static void
test_fix_and_approve(void)
{
    struct world w;

    open_world(&w, 1, 1);
    store_begin(w.f.s);
    store_desk_type(w.f.s, 1, TEXT_LIT("ann"), 0, TEXT_LIT("half a"), NOW_S);
    CHECK(store_commit(w.f.s, NULL) == ST_OK, "typed");
    CHECK(say(&w, "ann", "approve", "", GOOD("second")) == ST_OK, "%s", w.err.msg);
    CHECK(w.card.revision == 2 && text_is(w.card.state, "approved"), "two rows, one act");
    CHECK(text_is(w.card.answer, GOOD("second")) && text_is(w.card.approved, GOOD("second")) &&
              text_is(w.card.machine, GOOD("first")),
          "three texts");
    CHECK(fixture_count(&w.f, "SELECT COUNT(*) FROM typed") == 0, "it is not typed any more");
    CHECK(say(&w, "ann", "undo", "", "") == ST_OK && text_is(w.card.state, "edited"), "once");
    CHECK(text_is(w.card.answer, GOOD("second")), "what was typed stays");
    CHECK(say(&w, "ann", "undo", "", "") == ST_OK && text_is(w.card.state, "machine"), "twice");
    CHECK(text_is(w.card.answer, GOOD("first")) && w.card.edited_by.n == 0, "as it was");
    CHECK(say(&w, "ann", "undo", "", "") == ST_NOTFOUND, "no more: %s", w.err.msg);
    CHECK(w.card.n_history == 4 || w.card.n_history == 0, "rows stay");
    close_world(&w);
}
TEST_FN(test_fix_and_approve)

static void
test_two_persons(void)
{
    struct world w;

    open_world(&w, 1, 1);
    w.f.department.two_person = true;
    CHECK(say(&w, "ann", "approve", "", GOOD("second")) == ST_DENIED, "fix and approve");
    CHECK(say(&w, "ann", "edit", "", GOOD("second")) == ST_OK, "%s", w.err.msg);
    CHECK(say(&w, "ann", "approve", "", "") == ST_DENIED, "one's own text");
    CHECK(strstr(w.err.msg, "somebody else must approve") != NULL, "%s", w.err.msg);
    CHECK(say(&w, "bob", "edit", "", GOOD("third")) == ST_OK, "%s", w.err.msg);
    CHECK(say(&w, "bob", "undo", "", "") == ST_OK, "%s", w.err.msg);
    CHECK(text_is(w.card.edited_by, "ann"), "it is ann's again, not who undid it");
    CHECK(say(&w, "ann", "approve", "", "") == ST_DENIED, "still one's own text");
    CHECK(say(&w, "bob", "approve", "", "") == ST_OK, "%s", w.err.msg);
    close_world(&w);
}
TEST_FN(test_two_persons)

static void
test_link(void)
{
    static const struct {
        const char *sql, *says, *from;
    } rows[] = {
        { "UPDATE fetch SET status = 404", "link: it answered 404", "gone" },
        { "UPDATE fetch SET at_ms = 900000000", "link: its last answer is more than 24 hours old",
          "over a day ago" },
        { "DELETE FROM fetch", "link: it was never asked for", "never" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct decide_checks r;
        struct world w;

        open_world(&w, 1, 1);
        fixture_sql(&w.f, STORE_CRAWLER, rows[i].sql);
        store_set_role(w.f.s, STORE_REVIEW);
        CHECK(say(&w, "ann", "approve", "", "") == ST_INVALID, "%s", rows[i].from);
        CHECK(strstr(w.err.msg, rows[i].says) != NULL, "%s: %s", rows[i].from, w.err.msg);
        decide_check(&w.in, &w.card, w.card.answer, w.a, &r);
        CHECK(r.n_errors == 1 && strcmp(r.v[r.n - 1].check, "link") == 0 && r.n_links == 1,
              "%s: %zu", rows[i].from, r.n_errors);
        close_world(&w);
    }
}
TEST_FN(test_link)

static void
test_seconds(void)
{
    struct world w;

    open_world(&w, 1, 1);
    w.in.revision = 0;
    CHECK(say(&w, "ann", "edit", "", GOOD("second")) == ST_OK, "%s", w.err.msg);
    CHECK(say(&w, "ann", "edit", "", GOOD("third")) == ST_OK, "one's own second save");
    CHECK(say(&w, "bob", "edit", "", GOOD("fourth")) == ST_CONFLICT, "somebody else's");
    CHECK(text_is(w.card.answer, GOOD("third")), "both sides are there");
    CHECK(say(&w, "ann", "approve", "", "") == ST_CONFLICT, "what was approved was not seen");
    w.in.revision = DECIDE_ANY;
    CHECK(say(&w, "ann", "note", "", "ask Kim") == ST_OK && w.card.revision == 2, "no revision");
    CHECK(w.card.n_notes == 1 && text_is(w.card.notes[0].text, "ask Kim"), "a note");
    w.in.now_s += DECIDE_UNDO_SPAN_S + 1;
    CHECK(say(&w, "ann", "undo", "", "") == ST_NOTFOUND, "too late");
    w.in.dry_run = true;
    CHECK(say(&w, "ann", "reject", "", "") == ST_OK && text_is(w.card.state, "rejected"), "dry");
    CHECK(fixture_count(&w.f, "SELECT COUNT(*) FROM decision") == 2, "nothing written");
    close_world(&w);
}
TEST_FN(test_seconds)

static void
test_bulk(void)
{
    struct decide_bulk_item items[] = { { .group_id = 1, .revision = 0 },
                                        { .group_id = 2, .revision = 7 },
                                        { .group_id = 3, .revision = DECIDE_ANY },
                                        { .group_id = 4, .revision = DECIDE_ANY },
                                        { .group_id = 9, .revision = DECIDE_ANY } };
    struct world w;
    size_t done;

    open_world(&w, 4, 3);
    w.in.group_id = 3;
    CHECK(say(&w, "bob", "edit", "", GOOD("wrongly, you should have")) == ST_OK, "a warning");
    w.in.actor = TEXT_LIT("ann");
    w.in.verb = TEXT_LIT("approve");
    w.in.text = TEXT_NONE;
    CHECK(decide_bulk(&w.in, items, N_ROWS(items), w.a, &done, &w.err) == ST_PARTIAL, "in part");
    CHECK(done == 1 && items[0].st == ST_OK, "%zu: %s", done, items[0].why);
    CHECK(items[1].st == ST_CONFLICT && items[3].st == ST_INVALID && items[4].st == ST_NOTFOUND,
          "%s; %s; %s", items[1].why, items[3].why, items[4].why);
    CHECK(items[2].st == ST_INVALID && strstr(items[2].why, "has a warning") != NULL, "%s",
          items[2].why);
    w.in.verb = TEXT_LIT("edit");
    CHECK(decide_bulk(&w.in, items, 1, w.a, &done, &w.err) == ST_USAGE && done == 0, "no edits");
    close_world(&w);
}
TEST_FN(test_bulk)

static void
test_wake(void)
{
    struct world w;
    int64_t n;

    open_world(&w, 2, 1);
    CHECK(say(&w, "ann", "park", "1970-01-13", "") == ST_OK, "%s", w.err.msg);
    CHECK(w.card.until_s == (int64_t)12 * 24 * 3600, "until %lld", (long long)w.card.until_s);
    w.in.group_id = 2;
    CHECK(say(&w, "ann", "park", "1970-02-01", "") == ST_OK, "a gap can be parked: %s", w.err.msg);
    CHECK(decide_wake(w.f.s, NOW_S, &n, &w.err) == ST_OK && n == 0, "not yet");
    CHECK(decide_wake(w.f.s, NOW_S + 100000, &n, &w.err) == ST_OK && n == 1, "%lld", (long long)n);
    CHECK(decide_wake(w.f.s, NOW_S + 100000, &n, &w.err) == ST_OK && n == 0, "once");
    CHECK(store_card_of_group(w.f.s, 1, w.a, &w.card) && text_is(w.card.state, "reopened"),
          "woken");
    CHECK(text_is(w.card.history[1].actor, DECIDE_PROGRAM), "by the program");
    close_world(&w);
}
TEST_FN(test_wake)

/* Two processes decide at the same revision: one wins, the other is shown both. */
static void
test_race(void)
{
    enum { ROUNDS = 20, WON = 10, LOST = 11 };
    struct world w;

    open_world(&w, 1, 1);
    for (int i = 0; i < ROUNDS; i++) {
        pid_t pid;
        int code, mine;

        store_close(w.f.s);
        pid = fork();
        assert_int_equal(store_open(w.f.path, STORE_REVIEW, &w.f.s, &w.err), ST_OK);
        w.in.store = w.f.s;
        w.in.revision = i;
        mine = say(&w, pid == 0 ? "bob" : "ann", "edit", "", pid == 0 ? GOOD("b") : GOOD("a"));
        if (pid == 0)
            _exit(mine == ST_OK ? WON : mine == ST_CONFLICT ? LOST : 1);
        assert_int_equal(waitpid(pid, &code, 0), pid);
        code = WEXITSTATUS(code);
        CHECK((mine == ST_OK && code == LOST) || (mine == ST_CONFLICT && code == WON),
              "round %d: %d and %d", i, mine, code);
        if (mine == ST_CONFLICT)
            CHECK(text_is(w.card.answer, GOOD("b")), "the other's text is shown");
    }
    CHECK(fixture_count(&w.f, "SELECT COUNT(*) FROM decision") == ROUNDS, "one a round");
    close_world(&w);
}
TEST_FN(test_race)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_refusals),    TEST(test_fix_and_approve),
                                        TEST(test_two_persons), TEST(test_link),
                                        TEST(test_seconds),     TEST(test_bulk),
                                        TEST(test_wake),        TEST(test_race) };

    return TEST_RUN(tests);
}
