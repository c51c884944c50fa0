/* Words on standard error: what each level shows, and nothing that drives a terminal. */
#include "../test.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "log.h"
#include "text.h"

/* Standard error goes to a file between these two. */
struct capture {
    FILE *file;
    int was;
    char text[4096];
};

static void
capture_begin(struct capture *c)
{
    fflush(stderr);
    c->file = tmpfile();
    c->was = dup(STDERR_FILENO);
    assert_true(c->file != NULL && c->was >= 0);
    dup2(fileno(c->file), STDERR_FILENO);
}

static const char *
capture_end(struct capture *c)
{
    size_t n;

    fflush(stderr);
    dup2(c->was, STDERR_FILENO);
    close(c->was);
    rewind(c->file);
    n = fread(c->text, 1, sizeof(c->text) - 1, c->file);
    c->text[n] = '\0';
    fclose(c->file);
    return c->text;
}

static void
test_levels(void)
{
    static const struct {
        enum log_level level;
        const char *want;
    } rows[] = {
        { LOG_ERROR, "earshot: e\n" },
        { LOG_WARN, "earshot: e\nearshot: warning: w\n" },
        { LOG_INFO, "earshot: e\nearshot: warning: w\ni\n" },
        { LOG_DEBUG, "earshot: e\nearshot: warning: w\ni\nd\n" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct capture c;
        const char *got;

        capture_begin(&c);
        log_set_level(rows[i].level);
        log_error("%s", "e");
        log_warn("%s", "w");
        log_info("%s", "i");
        log_debug("%s", "d");
        got = capture_end(&c);
        CHECK(strcmp(got, rows[i].want) == 0, "level %zu: %s", i, got);
    }
    log_set_level(LOG_INFO);
}
TEST_FN(test_levels)

static void
test_disarmed(void)
{
    static const struct {
        const char *from, *msg, *want;
    } rows[] = {
        { "plain", "caf\xC3\xA9 \xF0\x9F\x98\x80", "caf\xC3\xA9 \xF0\x9F\x98\x80\n" },
        { "ESC: colours, titles", "\x1B[31mred\x1B]0;t\x07", "?[31mred?]0;t?\n" },
        { "a forged line", "a\nearshot: b\r", "a?earshot: b?\n" },
        { "C1 CSI as UTF-8",
          "\xC2\x9B"
          "31m",
          "?31m\n" },
        { "C1 CSI as one byte",
          "\x9B"
          "31m",
          "?31m\n" },
        { "DEL", "a\x7F", "a?\n" },
        { "turned around",
          "abc\xE2\x80\xAE"
          "def",
          "abc?def\n" },
        { "Latin-1", "caf\xE9!", "caf?!\n" },
        { "U+00A0 is fine", "a\xC2\xA0z", "a\xC2\xA0z\n" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct capture c;
        const char *got;

        capture_begin(&c);
        log_info("%s", rows[i].msg);
        got = capture_end(&c);
        CHECK(strcmp(got, rows[i].want) == 0, "%s: %s", rows[i].from, got);
    }
}
TEST_FN(test_disarmed)

static void
test_long(void)
{
    struct capture c;
    const char *got;

    capture_begin(&c);
    log_info("%05000d", 1);
    got = capture_end(&c);
    CHECK(strlen(got) == 2048, "cut: %zu", strlen(got));
    CHECK(got[strlen(got) - 1] == '\n', "still a line");
}
TEST_FN(test_long)

/* A progress line is wiped before the next words, and cut so that it stays one line. */
static void
test_progress(void)
{
    struct capture c;
    const char *got;

    capture_begin(&c);
    log_progress("%s", "no terminal");
    got = capture_end(&c);
    CHECK(strcmp(got, "") == 0, "not on a file: %s", got);

    log_set_progress(true);
    capture_begin(&c);
    log_progress("%d of 2", 1);
    log_progress("%d of 2", 2);
    log_info("done");
    log_progress("%s", "");
    log_progress("x\n");
    log_progress("%s", "");
    got = capture_end(&c);
    CHECK(strcmp(got, "1 of 2\r\033[K2 of 2\r\033[Kdone\nx\r\033[K") == 0, "%s", got);

    capture_begin(&c);
    log_progress("%0300d", 1);
    log_progress("%s", "");
    got = capture_end(&c);
    CHECK(strcspn(got, "\r") == 99, "cut at %zu", strcspn(got, "\r"));

    log_set_level(LOG_WARN);
    capture_begin(&c);
    log_progress("%s", "quiet");
    got = capture_end(&c);
    CHECK(strcmp(got, "") == 0, "-q: %s", got);
    log_set_level(LOG_INFO);
    log_set_progress(false);
}
TEST_FN(test_progress)

#ifdef TIOCGPTN
/* What a terminal of that many rows is sent; false: there is none to be had here. */
static bool
on_terminal(unsigned short rows, const char *const *views, size_t n, char *got, size_t max)
{
    struct winsize size = { .ws_row = rows, .ws_col = 20 };
    int master = open("/dev/ptmx", O_RDWR | O_NOCTTY), no = 0, number = 0, was, slave;
    char path[32];
    size_t len = 0;

    if (master < 0 || ioctl(master, TIOCSPTLCK, &no) != 0 || ioctl(master, TIOCGPTN, &number) != 0)
        return false;
    snprintf(path, sizeof(path), "/dev/pts/%d", number);
    slave = open(path, O_RDWR | O_NOCTTY);
    if (slave < 0)
        return false;
    ioctl(slave, TIOCSWINSZ, &size);
    fflush(stderr);
    was = dup(STDERR_FILENO);
    dup2(slave, STDERR_FILENO);
    for (size_t i = 0; i < n; i++)
        log_progress("%s", views[i]);
    log_info("end");
    fflush(stderr);
    dup2(was, STDERR_FILENO);
    while (len + 1 < max && !text_ends((struct text){ got, len }, TEXT_LIT("end\r\n"))) {
        struct pollfd p = { .fd = master, .events = POLLIN };
        ssize_t one = poll(&p, 1, 60000) == 1 ? read(master, got + len, max - len - 1) : 0;

        if (one <= 0) /* it is said in full within a minute; a read may give a part */
            break;
        len += (size_t)one;
    }
    got[len] = '\0';
    close(was);
    close(slave);
    close(master);
    return true;
}

/* Several lines are wiped together, each is cut, and a low or dumb terminal has the first alone. */
static void
test_lines(void)
{
    static const char *const views[] = { "a\nb\033c\na line that is too long for it", "d\ne" };
    static const struct {
        const char *term, *want;
        unsigned short rows;
    } rows[] = {
        { "xterm", "a\r\nb?c\r\na line that is too \r\033[2A\033[Jd\r\ne\r\033[1A\033[Jend\r\n",
          24 },
        { "xterm", "a\r\033[Kd\r\033[Kend\r\n", 9 },
        { "dumb", "a\r\033[Kd\r\033[Kend\r\n", 24 },
    };

    log_set_progress(true);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char got[1024] = "";

        setenv("TERM", rows[i].term, 1);
        if (!on_terminal(rows[i].rows, views, N_ROWS(views), got, sizeof(got))) {
            print_message("no pseudo terminal here: skipped\n");
            break;
        }
        CHECK(strcmp(got, rows[i].want) == 0, "%s, %d rows: %s", rows[i].term, rows[i].rows, got);
    }
    log_set_progress(false);
}
TEST_FN(test_lines)
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_levels), TEST(test_disarmed), TEST(test_long), TEST(test_progress),
#ifdef TIOCGPTN
        TEST(test_lines),
#endif
    };

    return TEST_RUN(tests);
}
