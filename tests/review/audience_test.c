/* audience_test.c - an editor says who asks a group, and takes it back. */

#include "desk_world.h"

#include "store_audience.h"

static void
test_said(void)
{
    static const struct {
        const char *from, *form;
        int status;
        const char *set; /* afterwards; NULL: as its sources say */
        int64_t rows;    /* of the log */
    } rows[] = {
        { "names", "revision=0&do=set&audience=students%2C+%3Cb%3E", 303, ",<b>,students,", 1 },
        { "somebody was quicker", "revision=0&do=set&audience=parents", 409, ",<b>,students,", 1 },
        { "no revision is 0", "do=set&audience=parents", 409, ",<b>,students,", 1 },
        { "nonsense", "revision=x&do=set&audience=parents", 409, ",<b>,students,", 1 },
        { "too many", "revision=1&do=set&audience=a,b,c,d,e,f,g,h,i,j,k", 400, ",<b>,students,",
          1 },
        { "nobody of those", "revision=1&do=set&audience=", 303, "", 2 },
        { "taken back", "revision=2&do=undo", 303, ",<b>,students,", 3 },
        { "given back", "revision=3&do=sources", 303, NULL, 4 },
        { "and said again", "revision=4&do=undo", 303, ",<b>,students,", 5 },
    };
    struct store_audience x;
    const char *ed, *vic;
    struct world w;

    world_open(&w);
    ed = office_person(&w.o, "ed", "editor");
    vic = office_person(&w.o, "vic", "viewer");
    CHECK(world_ask(&w, ed, "POST", "/groups/2/audience", "revision=0&do=undo") == 422,
          "nothing to undo");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int status = world_ask(&w, ed, "POST", "/groups/2/audience", rows[i].form);

        CHECK(status == rows[i].status, "%s: %d", rows[i].from, status);
        store_audience_of(w.o.f.store, 2, w.o.arena, &x);
        CHECK(x.by_hand == (rows[i].set != NULL) &&
                  text_is(x.set, rows[i].set != NULL ? rows[i].set : ""),
              "%s: %.*s", rows[i].from, TEXT_ARG(x.set));
        CHECK(db_exec_int(db_query(w.o.f.store, "SELECT COUNT(*) FROM audit WHERE action ="
                                                " 'audience' AND object = 'group 2'"),
                          -1) == rows[i].rows,
              "%s: the log", rows[i].from);
    }
    CHECK(world_ask(&w, ed, "GET", "/groups/2", "") == 200 &&
              world_says(&w, "<strong dir=\"auto\">&lt;b&gt;, students</strong>") &&
              world_says(&w, "value=\"&lt;b&gt;, students\""),
          "shown as text: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, vic, "GET", "/groups/2", "") == 200 && !world_says(&w, "/2/audience"),
          "who may not say it");
    CHECK(world_ask(&w, vic, "POST", "/groups/2/audience", "revision=5&do=set&audience=a") == 403,
          "nor by a form");
    CHECK(world_ask(&w, ed, "POST", "/groups/999/audience", "revision=0&do=set") == 404, "none");
    world_close(&w);
}
TEST_FN(test_said)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_said) };

    return TEST_RUN(tests);
}
