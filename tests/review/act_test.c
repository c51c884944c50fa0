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
    CHECK(world_ask(&w, ada, "POST", "/g/1/post", "revision=1&draft=11&arg=https://x.example/1") ==
              303,
          "%s", buf_str(&w.answer));
    CHECK(strcmp(w.location, "/g/1?did=post") == 0, "stays: %s", w.location);
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

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_decisions), TEST(test_refusals) };

    static_init();
    return TEST_RUN(tests);
}
