/* The lease, what is typed, and the checks of a text at hand. */
#include "desk_world.h"

static void
test_typing(void)
{
    const char *ada, *ben;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "editor");
    ben = office_person(&w.o, "ben", "editor");
    CHECK(world_ask(&w, ada, "POST", "/g/2/take", "list=dept%3Dregistrar") == 303 &&
              strcmp(w.location, "/g/2?edit=1&dept=registrar") == 0,
          "%s", w.location);
    CHECK(world_ask(&w, ada, "POST", "/g/2/type", "revision=0&text=half+a+thought") == 200 &&
              world_says(&w, "kept\n"),
          "%s", buf_str(&w.answer));
    CHECK(world_ask(&w, ada, "GET", "/g/2?edit=1", "") == 200 &&
              world_says(&w, "half a thought</textarea>"),
          "offered back");
    CHECK(world_ask(&w, ben, "GET", "/g/2", "") == 200 && world_says(&w, "ada, since") &&
              !world_says(&w, "half a thought"),
          "a colleague sees who, not what");
    CHECK(world_ask(&w, ben, "POST", "/g/2/take", "") == 409 && world_says(&w, "ada has it open"),
          "advisory");
    CHECK(world_ask(&w, ben, "POST", "/g/2/take", "over=1") == 303, "taken over");
    CHECK(world_ask(&w, ada, "POST", "/g/2/type", "revision=0&text=more") == 200 &&
              world_says(&w, "ben has taken the card over"),
          "and told: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, ada, "POST", "/g/2/drop", "") == 303 &&
              world_ask(&w, ada, "GET", "/g/2?edit=1", "") == 200 && !world_says(&w, ">more"),
          "dropped");
    world_close(&w);
}
TEST_FN(test_typing)

static void
test_lint(void)
{
    static const struct {
        const char *form;
        const char *says, *from;
    } rows[] = {
        { "text=Transcripts+are+free+of+charge.", "class=\"mark supported\">Transcripts",
          "quoted" },
        { "text=Dogs+%3Ci%3Eare%3C/i%3E+welcome.", "class=\"mark unsupported\">Dogs &lt;i&gt;",
          "one's own words" },
        { "text=Dogs+are+welcome.", "3 words", "counted" },
        { "text=Dogs+are+welcome.", "<strong>Error</strong> link", "no link" },
    };
    const char *ada, *vic;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "editor");
    vic = office_person(&w.o, "vic", "viewer");
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(world_ask(&w, ada, "POST", "/g/2/lint", rows[i].form) == 200 &&
                  world_says(&w, rows[i].says),
              "%s: %s", rows[i].from, buf_str(&w.answer));
    CHECK(world_ask(&w, vic, "POST", "/g/2/lint", "text=x") == 403, "who may not edit");
    world_close(&w);
}
TEST_FN(test_lint)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_typing), TEST(test_lint) };

    static_init();
    return TEST_RUN(tests);
}
