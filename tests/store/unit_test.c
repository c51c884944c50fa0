/* unit_test.c - files for systemd and cron. */
#include "../test.h"

#include "../../store/unit.h"

static void
test_paths(void)
{
    static const struct {
        const char *path;
        bool ok;
    } rows[] = {
        { "/srv/earshot", true }, { "/srv/a b", false }, { "srv", false },   { "", false },
        { "/srv/100%", false },   { "/a\nb", false },    { "/a\"b", false }, { "/$HOME", false },
        { "/a;b", false },        { "/a#b", false },     { "/a\\b", false }, { "/a'b", false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(unit_path_ok(text_of(rows[i].path)) == rows[i].ok, "%s", rows[i].path);
}
TEST_FN(test_paths)

static void
test_hidden(void)
{
    static const struct {
        const char *path;
        bool hidden;
    } rows[] = { { "/tmp/ws", true },        { "/var/tmp/a/ws", true }, { "/srv/ws", false },
                 { "/home/ada/tmp", false }, { "/tmpfiles/ws", false }, { "/srv/tmp/ws", false } };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(unit_is_hidden(rows[i].path) == rows[i].hidden, "%s", rows[i].path);
}
TEST_FN(test_hidden)

/* All are comments, so that they may stand before a unit. */
static void
test_steps(void)
{
    static const char *const wanted[] = {
        "useradd ", "chown -R earshot:earshot /srv/ws\n", "systemctl daemon-reload\n",
        "enable --now earshot-run.timer earshot-serve.service\n"
    };
    const struct unit_config c = { "/usr/bin/earshot", "/srv/ws" };
    struct text rest, line;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    unit_write_steps(&c, &b);
    for (size_t i = 0; i < N_ROWS(wanted); i++)
        CHECK(strstr(buf_str(&b), wanted[i]) != NULL, "%s: %s", wanted[i], buf_str(&b));
    rest = buf_text(&b);
    while (text_cut(&rest, "\n", &line))
        CHECK(line.n == 0 || line.p[0] == '#', "%.*s", TEXT_ARG(line));
    buf_release(&b);
}
TEST_FN(test_steps)

static void
test_units(void)
{
    static const char *const both[] = {
        "NoNewPrivileges=yes\n",
        "ProtectSystem=strict\n",
        "ReadWritePaths=/srv/ws\n",
        "CapabilityBoundingSet=\n",
        "MemoryDenyWriteExecute=yes\n",
        "SystemCallFilter=@system-service\n",
        "User=earshot\n",
        "ExecStart=/usr/bin/earshot -C /srv/ws ",
    };
    struct unit_config c = { "/usr/bin/earshot", "/srv/ws" };
    static const enum unit_file services[] = { UNIT_RUN, UNIT_SERVE };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(services); i++) {
        buf_clear(&b);
        unit_write(&c, services[i], &b);
        for (size_t k = 0; k < N_ROWS(both); k++)
            CHECK(strstr(buf_str(&b), both[k]) != NULL, "%s: %s", unit_name(services[i]), both[k]);
    }
    CHECK(strstr(buf_str(&b), "Type=notify\n") != NULL &&
              strstr(buf_str(&b), "WatchdogSec=") != NULL,
          "serve says when it is ready");
    CHECK(strstr(buf_str(&b), "ProtectHome=yes\n") != NULL, "no home");
    c.dir = "/home/ada/ws";
    buf_clear(&b);
    unit_write(&c, UNIT_RUN, &b);
    CHECK(strstr(buf_str(&b), "ProtectHome=read-only\n") != NULL, "a workspace at home");
    c.dir = "/srv/earshot";
    c.program = "/home/ada/earshot/build/earshot";
    buf_clear(&b);
    unit_write(&c, UNIT_RUN, &b);
    CHECK(strstr(buf_str(&b), "ProtectHome=read-only\n") != NULL, "a program at home");
    c.dir = "/home/ada/ws";
    c.program = "/usr/bin/earshot";
    buf_clear(&b);
    unit_write(&c, UNIT_TIMER, &b);
    CHECK(strstr(buf_str(&b), "OnCalendar=*:0/5\n") != NULL, "the timer");
    buf_clear(&b);
    unit_write_cron(&c, &b);
    CHECK(strstr(buf_str(&b), "\n*/5 * * * * /usr/bin/earshot -C /home/ada/ws run --due -q\n") !=
              NULL,
          "cron: %s", buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_units)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_paths), TEST(test_hidden), TEST(test_steps),
                                        TEST(test_units) };

    return TEST_RUN(tests);
}
