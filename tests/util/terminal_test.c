/* How wide a terminal is and whether it may be coloured, on a pseudo-terminal. */
#define _XOPEN_SOURCE 700 /* posix_openpt */
#include "../test.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "terminal.h"

/* A terminal's end for programs, -1 where there are none; *master keeps it alive. */
static int
open_terminal(int *master)
{
    *master = posix_openpt(O_RDWR | O_NOCTTY);
    if (*master < 0 || grantpt(*master) != 0 || unlockpt(*master) != 0)
        return -1;
    return open(ptsname(*master), O_RDWR | O_NOCTTY);
}

static void
test_columns(void)
{
    int master, fd = open_terminal(&master), null = open("/dev/null", O_RDONLY);
    struct winsize w = { .ws_col = 72, .ws_row = 20 };

    CHECK(terminal_columns(null) == TERMINAL_DEFAULT_COLUMNS, "no terminal");
    close(null);
    CHECK(terminal_columns(-1) == TERMINAL_DEFAULT_COLUMNS, "no file");
    if (fd < 0) {
        fprintf(stderr, "no pseudo-terminal here: skipped\n");
        return;
    }
    CHECK(terminal_columns(fd) == TERMINAL_DEFAULT_COLUMNS, "it does not say");
    CHECK(ioctl(fd, TIOCSWINSZ, &w) == 0 && terminal_columns(fd) == 72, "%zu",
          terminal_columns(fd));
    close(fd);
    close(master);
}
TEST_FN(test_columns)

static void
test_color(void)
{
    static const struct {
        const char *from, *when, *no_color, *term;
        bool terminal, file;
    } rows[] = {
        { "a terminal", "auto", NULL, "xterm", true, false },
        { "not given", NULL, NULL, "xterm", true, false },
        { "no-color.org", "auto", "1", "xterm", false, false },
        { "no-color.org: set, but empty", "auto", "", "xterm", true, false },
        { "dumb", "auto", NULL, "dumb", false, false },
        { "no TERM", "auto", NULL, NULL, false, false },
        { "asked for", "always", "1", "dumb", true, true },
        { "refused", "never", NULL, "xterm", false, false },
    };
    int master, fd = open_terminal(&master), null = open("/dev/null", O_RDONLY);

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        if (rows[i].no_color != NULL)
            setenv("NO_COLOR", rows[i].no_color, 1);
        else
            unsetenv("NO_COLOR");
        if (rows[i].term != NULL)
            setenv("TERM", rows[i].term, 1);
        else
            unsetenv("TERM");
        CHECK(fd < 0 || terminal_color(rows[i].when, fd) == rows[i].terminal, "%s", rows[i].from);
        CHECK(terminal_color(rows[i].when, null) == rows[i].file, "%s, a file", rows[i].from);
    }
    close(fd);
    close(master);
    close(null);
}
TEST_FN(test_color)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_columns), TEST(test_color) };

    return TEST_RUN(tests);
}
