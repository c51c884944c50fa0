/* vital_test.c - what watches the program is told: alive, ready, and counters that Prometheus
 * reads. */

#include "desk_world.h"

#include "../../review/vital.h"

static const struct route *const tables[] = { vital_routes, NULL };

/* Each line as Prometheus' text format 0.0.4 has it: a comment, or a sample of the family that was
 * announced last. */
static void
check_format(const char *all)
{
    struct text rest = text_of(all), line;
    char family[64] = "", name[64], tail;
    double v;

    while (text_cut(&rest, "\n", &line)) {
        char z[512];

        snprintf(z, sizeof(z), "%.*s", TEXT_ARG(line));
        if (sscanf(z, "# TYPE %63s", family) == 1 || strncmp(z, "# HELP ", 7) == 0)
            continue;
        CHECK(sscanf(z, "%63[a-z_]", name) == 1 && strncmp(name, family, strlen(family)) == 0,
              "%s: of %s", z, family);
        CHECK(strrchr(z, ' ') != NULL && sscanf(strrchr(z, ' '), " %lf%c", &v, &tail) == 1,
              "%s: a number", z);
    }
}

static void
test_metrics(void)
{
    static const char *const lines[] = {
        "earshot_answers_total{class=\"4xx\"} 7\n",
        "earshot_request_seconds_bucket{le=\"0.05\"} 1\n",
        "earshot_request_seconds_bucket{le=\"+Inf\"} 2\n",
        "earshot_request_seconds_sum 3.02\n",
        "earshot_request_seconds_count 2\n",
        "earshot_cards{state=\"machine\"} 2\n",
        "earshot_cards{state=\"gap\"} 1\n",
        "earshot_sessions 1\n",
        "earshot_decisions_total 0\n",
    };
    struct world w;
    struct ask a;

    world_open(&w);
    (void)office_person(&w.o, "ada", "admin");
    office_ask(&w.o, &a, "GET", "/metrics", NULL);
    route_dispatch(tables, &a.r, &a.res);
    CHECK(a.res.status == 404, "off unless asked for");
    ask_release(&a);
    office_ask(&w.o, &a, "GET", "/metrics", NULL);
    a.config.serve.metrics = true;
    atomic_store(&a.counters.answers[4], 7);
    vital_spent(&a.counters, 20000);
    vital_spent(&a.counters, 3000000);
    route_dispatch(tables, &a.r, &a.res);
    for (size_t i = 0; i < N_ROWS(lines); i++)
        CHECK(strstr(buf_str(&a.res.body), lines[i]) != NULL, "%s: %s", lines[i],
              buf_str(&a.res.body));
    check_format(buf_str(&a.res.body));
    ask_release(&a);
    world_close(&w);
}
TEST_FN(test_metrics)

static void
test_ready(void)
{
    struct world w;
    struct ask a;

    world_open(&w);
    office_ask(&w.o, &a, "GET", "/readyz", NULL);
    route_dispatch(tables, &a.r, &a.res);
    CHECK(a.res.status == 200, "it can read its store");
    ask_release(&a);
    world_sql(&w, STORE_SCHEMA, "DROP TABLE queue_count; DROP TABLE queue; DROP TABLE audit");
    office_ask(&w.o, &a, "GET", "/readyz", NULL);
    route_dispatch(tables, &a.r, &a.res);
    CHECK(a.res.status == 503, "what it needs is not there: %d", a.res.status);
    ask_release(&a);
    world_close(&w);
}
TEST_FN(test_ready)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_metrics), TEST(test_ready) };

    static_init();
    return TEST_RUN(tests);
}
