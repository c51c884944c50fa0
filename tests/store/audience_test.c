/* audience_test.c - who asks: sets of names, and what an editor says against the sources. */
#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_audience.h"
#include "store_queue.h"

static const struct {
    const char *from, *names, *set, *words; /* set NULL: refused */
} sets[] = {
    { "one", "students", ",students,", "students" },
    { "in order, each once", " students,applicants ,,students", ",applicants,students,",
      "applicants, students" },
    { "none", " , ", "", "" },
    { "not ASCII", "Studierende, \xC3\x89l\xC3\xA8ves", ",Studierende,\xC3\x89l\xC3\xA8ves,",
      "Studierende, \xC3\x89l\xC3\xA8ves" },
    { "two lines", "a\nb", NULL, NULL },
    { "as long as may be", "1234567890123456789012345678901234567890",
      ",1234567890123456789012345678901234567890,", "1234567890123456789012345678901234567890" },
    { "too long", "12345678901234567890123456789012345678901", NULL, NULL },
    { "as many as may be", "a,b,c,d,e,f,g,h,i,j", ",a,b,c,d,e,f,g,h,i,j,",
      "a, b, c, d, e, f, g, h, i, j" },
    { "too many", "a,b,c,d,e,f,g,h,i,j,k", NULL, NULL },
};

static void
test_sets(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(sets); i++) {
        struct text set = TEXT_LIT("untouched");
        struct err err = { "" };
        enum status st = store_audience_parse(text_of(sets[i].names), a, &set, &err);

        CHECK((st == ST_OK) == (sets[i].set != NULL), "%s: %s", sets[i].from, err.msg);
        CHECK(text_is(set, sets[i].set != NULL ? sets[i].set : "untouched"), "%s: %.*s",
              sets[i].from, TEXT_ARG(set));
        if (st == ST_OK)
            CHECK(text_is(store_audience_words(set, a), sets[i].words), "%s", sets[i].from);
    }
    arena_free(a);
}
TEST_FN(test_sets)

static void
say(struct store_fixture *f, int64_t group_id, const char *set, int64_t at_s)
{
    const struct text t = text_of(set);
    struct err err = { "" };

    store_set_role(f->s, STORE_REVIEW);
    store_begin(f->s);
    store_audience_put(f->s, group_id, set != NULL ? &t : NULL, TEXT_LIT("ann"), at_s);
    CHECK(store_commit(f->s, &err) == ST_OK, "%s", err.msg);
}

static void
check_of(struct store_fixture *f, const char *from, int64_t group_id, bool by_hand, const char *set,
         int64_t n)
{
    struct store_audience x;
    struct err err = { "" };

    store_audience_of(f->s, group_id, f->arena, &x);
    CHECK(x.by_hand == by_hand && text_is(x.set, set) && x.n == n, "%s: %.*s, %d, %lld", from,
          TEXT_ARG(x.set), x.by_hand, (long long)x.n);
    CHECK(text_is(x.sources, ",applicants,students,"), "%s: its sources", from);
    CHECK(store_queue_verify(f->s, &err) == 0, "%s: %s", from, err.msg);
}

static void
test_group(void)
{
    static const int64_t departments[] = { 1 };
    const struct text *before;
    struct store_fixture f;
    struct text *names;
    size_t n;

    fixture_open(&f, true);
    fixture_group(&f, "What are the fees?", "", .9, FIXTURE_FORUM);
    fixture_sql(&f, STORE_CONFIG,
                "UPDATE source SET audience = ',students,applicants,' WHERE id = 2");
    store_set_role(f.s, STORE_INDEXER);
    store_begin(f.s);
    CHECK(store_queue_rebuild(f.s, 0) == 1, "its row");
    CHECK(store_commit(f.s, NULL) == ST_OK, "rebuilt");
    check_of(&f, "nobody said anything", 1, false, ",applicants,students,", 0);
    CHECK(!store_audience_before(f.s, 1, f.arena, &before), "nothing to take back");
    say(&f, 1, ",parents,", 5);
    check_of(&f, "said", 1, true, ",parents,", 1);
    CHECK(store_audience_before(f.s, 1, f.arena, &before) && before == NULL, "the sources, before");
    n = store_audience_names(f.s, departments, 1, f.arena, &names);
    CHECK(n == 3 && text_is(names[1], "parents"), "%zu names", n);
    say(&f, 1, "", 6);
    check_of(&f, "nobody of those", 1, true, "", 2);
    CHECK(store_audience_before(f.s, 1, f.arena, &before) && before != NULL &&
              text_is(*before, ",parents,"),
          "parents, before");
    CHECK(store_audience_names(f.s, departments, 1, f.arena, &names) == 2, "nobody is a parent");
    say(&f, 1, NULL, 7);
    check_of(&f, "as the sources, again", 1, false, ",applicants,students,", 3);
    CHECK(store_audience_before(f.s, 1, f.arena, &before) && before != NULL && before->n == 0,
          "nobody, before");
    fixture_close(&f);
}
TEST_FN(test_group)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_sets), TEST(test_group) };

    return TEST_RUN(tests);
}
