/* Acts on a card: what follows, what is refused, and that typed text is in every refusal. */
#include "desk_world.h"

static void
test_decisions(void)
{
    const char *ada;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "admin");
    CHECK(world_ask(&w, ada, "POST", "/g/1/approve", "revision=0&draft=11&list=dept%3Dregistrar") ==
              303,
          "%s", buf_str(&w.answer));
    CHECK(strcmp(w.location, "/g/2?dept=registrar&did=approve") == 0, "the next card: %s",
          w.location);
    CHECK(strcmp(world_state(&w, 1), "approved") == 0, "%s", world_state(&w, 1));
    CHECK(
        world_ask(&w, ada, "GET", "/g/1", "") == 200 &&
            world_says(&w, "https://registrar.example.edu/fees&#10;&#10;ada, Registrar</textarea>"),
        "what is pasted: text, link, byline: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, ada, "POST", "/g/1/post", "revision=1&draft=11") == 303, "%s",
          buf_str(&w.answer));
    CHECK(strcmp(w.location, "/g/1?did=post") == 0, "stays: %s", w.location);
    for (int i = 2; i < 5; i += 2) { /* revisions */
        const char *form =
            arena_printf(w.o.arena, "revision=%d&draft=11&arg=https://x.example/1", i);

        CHECK(world_ask(&w, ada, "GET", "/g/1", "") == 200 && world_says(&w, "Add the address"),
              "where it stands may be told later: %s", buf_str(&w.answer));
        CHECK(world_ask(&w, ada, "POST", "/g/1/post", form) == 303, "%s", buf_str(&w.answer));
        CHECK(world_ask(&w, ada, "GET", "/g/1", "") == 200 && !world_says(&w, "/g/1/post"),
              "once: %s", buf_str(&w.answer));
        world_sql(&w, STORE_REVIEW, "UPDATE account_role SET role = 'editor'");
        CHECK(world_ask(&w, ada, "POST", "/undo", "") == 403, "by whom it could be written");
        world_sql(&w, STORE_REVIEW, "UPDATE account_role SET role = 'admin'");
        CHECK(i == 4 || world_ask(&w, ada, "POST", "/undo", "") == 303, "and taken back: %s",
              buf_str(&w.answer));
    }
    w.scripted = true;
    CHECK(world_ask(&w, ada, "POST", "/g/2/reject", "revision=0&draft=12&arg=wrong") == 200 &&
              world_says(&w, "{\"next\":\"/q/\",\"says\":\"Rejected. 0 left. Undo with u.\"}"),
          "the last card, as the script wants it: %s", buf_str(&w.answer));
    w.scripted = false;
    CHECK(world_ask(&w, ada, "POST", "/undo", "") == 303 &&
              strcmp(w.location, "/g/2?did=undo") == 0,
          "undo leads to its card: %s", w.location);
    CHECK(strcmp(world_state(&w, 2), "machine") == 0, "%s", world_state(&w, 2));
    world_close(&w);
}
TEST_FN(test_decisions)

static void
test_refusals(void)
{
    static const struct {
        const char *path, *form;
        int status;
        const char *says, *from;
    } rows[] = {
        { "/g/2/edit", "revision=0&draft=12&text=mine+%3Cb%3E", 409, "mine &lt;b&gt;</textarea>",
          "another revision: mine is in the box" },
        { "/g/2/edit", "revision=0&draft=12&text=mine", 409, "Base: revision 0", "base is told" },
        { "/g/2/edit", "revision=0&draft=12&text=mine", 409, "<p>Dogs are welcome.</p>",
          "theirs is" },
        { "/g/2/approve", "revision=1&draft=12&text=It+costs+31+dollars.", 422,
          "31 dollars.</textarea>", "errors block: the text is in the box" },
        { "/g/2/reject", "revision=1&draft=12&arg=because", 400, "id=\"question\"",
          "no such reason" },
        { "/g/2/reject", "revision=-1&draft=12&arg=wrong", 409, "Somebody was quicker",
          "whichever it is: no form may say that" },
        { "/g/2/edit", "revision=99999999999999999999&draft=12&text=mine", 409, "mine</textarea>",
          "nor a number that is none" },
        { "/g/2/approve", "revision=1&draft=99", 409, "Somebody was quicker", "another draft" },
        { "/g/3/approve", "revision=0", 422, "no draft", "a gap" },
        { "/g/99/approve", "revision=0", 404, "", "no card" },
    };
    const char *ada, *ben;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "admin");
    ben = office_person(&w.o, "ben", "editor");
    CHECK(world_ask(&w, ben, "POST", "/g/2/edit", "revision=0&draft=12&text=Dogs+are+welcome.") ==
              303,
          "ben is quicker");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int status = world_ask(&w, ada, "POST", rows[i].path, rows[i].form);

        CHECK(status == rows[i].status, "%s: %d", rows[i].from, status);
        CHECK(world_says(&w, rows[i].says), "%s: %s", rows[i].from, buf_str(&w.answer));
    }
    CHECK(strcmp(world_state(&w, 2), "edited") == 0, "nothing was changed");
    world_close(&w);
}
TEST_FN(test_refusals)

static int64_t
count(struct world *w, const char *sql)
{
    return db_exec_int(db_query(w->o.f.store, sql), -1);
}

/* No decision without its row in the log, and none of these rows without the decision. */
static void
test_log(void)
{
    static const char *const forms[][2] = {
        { "/g/2/hand-over", "revision=0&draft=12&arg=ben" },
        { "/g/2/note", "text=look+at+this" },
        { "/g/2/merge", "group=1" },
        { "/q/bulk", "verb=reject&card=2.0&sure=1" },
    };
    const char *ada;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "admin");
    world_sql(&w, STORE_SCHEMA,
              "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END");
    for (size_t i = 0; i < N_ROWS(forms); i++)
        CHECK(world_ask(&w, ada, "POST", forms[i][0], forms[i][1]) == 500, "%s: %s", forms[i][0],
              buf_str(&w.answer));
    CHECK(count(&w, "SELECT (SELECT COUNT(*) FROM decision) + (SELECT COUNT(*) FROM note)"
                    " + (SELECT COUNT(*) FROM group_decision)") == 0,
          "nothing was done that the log does not hold");
    world_sql(&w, STORE_SCHEMA, "DROP TRIGGER full");
    CHECK(world_ask(&w, ada, "POST", "/g/2/hand-over", "revision=0&draft=12&arg=ben") == 303,
          "handed over");
    CHECK(world_ask(&w, ada, "POST", "/g/2/hand-over", "revision=0&draft=12&arg=ben") == 409,
          "once");
    CHECK(world_ask(&w, ada, "POST", "/undo", "") == 303, "undone");
    CHECK(world_ask(&w, ada, "POST", "/q/bulk", "verb=reject&card=2.2&card=1.7&sure=1") == 200,
          "in bulk");
    CHECK(count(&w,
                "SELECT COUNT(*) FROM audit WHERE object = 'group 2' AND action = 'hand-over' AND"
                " before = 'machine' AND after = 'handed-over' AND result = 'ok'") == 1 &&
              count(&w, "SELECT COUNT(*) FROM audit WHERE action = 'hand-over' AND result <> 'ok'"
                        " AND before = 'handed-over' AND after = 'handed-over'") == 1 &&
              count(&w, "SELECT COUNT(*) FROM audit WHERE object = 'group 2' AND action = 'undo'"
                        " AND before = 'handed-over' AND after = 'machine'") == 1 &&
              count(&w, "SELECT COUNT(*) FROM audit WHERE action = 'reject' AND ((object ="
                        " 'group 2' AND result = 'ok' AND after = 'rejected') OR (object ="
                        " 'group 1' AND result <> 'ok'))") == 2,
          "before, after, result");
    world_close(&w);
}
TEST_FN(test_log)

/* What is taken back wants the right it was done by, there. */
static void
test_undo_elsewhere(void)
{
    const char *ben;
    struct world w;

    world_open(&w);
    ben = office_person(&w.o, "ben", "approver");
    CHECK(world_ask(&w, ben, "POST", "/g/2/reject", "revision=0&draft=12&arg=wrong") == 303,
          "done");
    world_sql(&w, STORE_CONFIG,
              "INSERT INTO department (id, key, name, language, active) VALUES (2, 'other', 'O', "
              "'en', 1)");
    world_sql(&w, STORE_REVIEW, "UPDATE account_role SET department_id = 2");
    CHECK(world_ask(&w, ben, "POST", "/undo", "") == 403 &&
              strcmp(world_state(&w, 2), "rejected") == 0,
          "of a department that is not ben's any more: %s", world_state(&w, 2));
    world_sql(&w, STORE_REVIEW, "UPDATE account_role SET department_id = 1, role = 'editor'");
    CHECK(world_ask(&w, ben, "POST", "/undo", "") == 403, "an editor rejects nothing, nor back");
    world_sql(&w, STORE_REVIEW, "UPDATE account_role SET role = 'approver'");
    CHECK(world_ask(&w, ben, "POST", "/undo", "") == 303 &&
              strcmp(world_state(&w, 2), "machine") == 0,
          "taken back");
    world_close(&w);
}
TEST_FN(test_undo_elsewhere)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_decisions), TEST(test_refusals), TEST(test_log),
                                        TEST(test_undo_elsewhere) };

    static_init();
    return TEST_RUN(tests);
}
