#include "ask.h"

#include "../test.h"

static const struct route *const tables[] = { static_routes, NULL };

static void
test_files(void)
{
    static const struct {
        const char *target, *etag;
        int status;
        const char *cache, *from;
    } rows[] = {
        { NULL, NULL, 200, "public, max-age=31536000, immutable", "its own address" },
        { NULL, "own", 304, "public, max-age=31536000, immutable", "RFC 9110 13.1.2" },
        { NULL, "\"other\"", 200, "public, max-age=31536000, immutable", "another one's" },
        { "/static/old/earshot.css", NULL, 200, "no-cache", "of before an upgrade" },
        { "/static/old/secret.css", NULL, 404, "no-store", "no such file" },
        { "/static/old/%2e%2e%2fearshot.css", NULL, 404, "no-store", "paths are names" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *own = static_address("earshot.css");
        struct ask a;

        ask_init(&a, "GET", rows[i].target != NULL ? rows[i].target : own);
        if (rows[i].etag != NULL)
            ask_header(&a, "If-None-Match",
                       strcmp(rows[i].etag, "own") == 0
                           ? arena_printf(a.arena, "W/\"x\", \"%.16s\"", own + strlen("/static/"))
                           : rows[i].etag);
        route_dispatch(tables, &a.r, &a.res);
        CHECK(a.res.status == rows[i].status, "%s: %d", rows[i].from, a.res.status);
        CHECK(strcmp(a.res.cache, rows[i].cache) == 0, "%s: %s", rows[i].from, a.res.cache);
        CHECK((a.res.fixed.n > 0) == (rows[i].status == 200), "%s", rows[i].from);
        ask_release(&a);
    }
}
TEST_FN(test_files)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_files) };

    static_init();
    return TEST_RUN(tests);
}
