#include "listen.h"

#include "../test.h"

static void
test_parse(void)
{
    static const struct {
        const char *in;
        enum status st;
        bool loopback;
        const char *from;
    } rows[] = {
        { "127.0.0.1:8377", ST_OK, true, "the default" },
        { "127.9.9.9:0", ST_OK, true, "127.0.0.0/8, RFC 1122 3.2.1.3" },
        { "[::1]:8377", ST_OK, true, "RFC 4291 2.5.3" },
        { "0.0.0.0:80", ST_OK, false, "every address" },
        { "[::]:80", ST_OK, false, "every address" },
        { "192.0.2.7:65535", ST_OK, false, "highest port" },
        { "192.0.2.7:65536", ST_INVALID, false, "one more" },
        { "192.0.2.7:-1", ST_INVALID, false, "a sign" },
        { "192.0.2.7", ST_INVALID, false, "no port" },
        { "localhost:80", ST_INVALID, false, "a name" },
        { "::1:80", ST_INVALID, false, "no brackets" },
        { "[::1:80", ST_INVALID, false, "half of them" },
        { ":80", ST_INVALID, false, "no address" },
        { "", ST_INVALID, false, "nothing" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct listen_address a = { 0 };
        char out[LISTEN_TEXT_BYTES];
        struct err err = { "" };
        enum status st = listen_parse(text_of(rows[i].in), &a, &err);

        CHECK(st == rows[i].st, "%s: %d", rows[i].from, (int)st);
        if (st != ST_OK)
            continue;
        CHECK(a.loopback == rows[i].loopback, "%s", rows[i].from);
        listen_print((struct sockaddr *)&a.at, out);
        CHECK(strcmp(out, rows[i].in) == 0, "%s: %s", rows[i].from, out);
    }
}
TEST_FN(test_parse)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_parse) };

    return TEST_RUN(tests);
}
