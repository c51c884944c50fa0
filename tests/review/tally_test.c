/* tally_test.c - figures of sources: counted by a thread, new while that takes no time, held
 * as long as somebody looks. */

#include "lists_world.h"

#include "../../review/tally.h"

static void
test_tally(void)
{
    struct tally_view *v, *later, inline_view;
    struct tally *t;
    struct office o;

    lists_open(&o);
    t = tally_new(&(struct tally_about){ o.f.path, NULL, &lists_config, &clock_system });
    assert_non_null(t);
    v = tally_get(t, &lists_config);
    assert_non_null(v);
    CHECK(v->n == 1 && v->facts[0].pages == GROUPS + 2, "%lld pages",
          v->n > 0 ? (long long)v->facts[0].pages : -1LL);
    tally_count(o.f.store, &(struct tally_about){ .config = &lists_config }, v->at_s, o.arena,
                &inline_view);
    CHECK(inline_view.n == v->n && inline_view.n_counts == v->n_counts && v->n_counts == 1 &&
              inline_view.facts[0].questions == v->facts[0].questions &&
              strcmp(inline_view.health[0].state, v->health[0].state) == 0,
          "as counted at once");
    store_set_role(o.f.store, STORE_CRAWLER);
    store_begin(o.f.store);
    db_script(o.f.store, "UPDATE url SET state = 'gone' WHERE id = 1");
    assert_int_equal(store_commit(o.f.store, &o.f.err), ST_OK);
    for (int i = 0; i < 12000; i++) { /* at once, or a while later on a machine that is busy */
        later = tally_get(t, &lists_config);
        assert_non_null(later);
        if (later->facts[0].pages < v->facts[0].pages)
            break;
        tally_release(t, later);
        later = NULL;
        clock_sleep_ms(&clock_system, 5);
    }
    CHECK(later != NULL && later->facts[0].gone == 1, "counted anew");
    CHECK(text_is(v->sources[0].key, "f") && v->facts[0].gone == 0, "what is held stays");
    tally_release(t, v);
    tally_release(t, later);
    tally_release(t, NULL);
    tally_free(t);
    tally_free(NULL);
    lists_close(&o);
}
TEST_FN(test_tally)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_tally) };

    return TEST_RUN(tests);
}
