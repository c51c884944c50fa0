#include "../../review/vital.h"

#include "ask.h"

#include "../test.h"

static const struct route *const tables[] = { vital_routes, NULL };

static void
test_metrics(void)
{
    struct ask a;

    ask_init(&a, "GET", "/metrics");
    route_dispatch(tables, &a.r, &a.res);
    CHECK(a.res.status == 404, "off unless asked for");
    ask_release(&a);
    ask_init(&a, "GET", "/metrics");
    a.config.serve.metrics = true;
    atomic_store(&a.counters.answers[4], 7);
    atomic_store(&a.counters.span_us, 1500000);
    route_dispatch(tables, &a.r, &a.res);
    CHECK(strstr(buf_str(&a.res.body), "earshot_answers_total{class=\"4xx\"} 7\n") != NULL, "%s",
          buf_str(&a.res.body));
    CHECK(strstr(buf_str(&a.res.body), "earshot_request_seconds_total 1.5\n") != NULL, "seconds");
    ask_release(&a);
}
TEST_FN(test_metrics)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_metrics) };

    static_init();
    return TEST_RUN(tests);
}
