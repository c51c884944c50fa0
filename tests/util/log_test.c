/* Words on standard error: what each level shows, and nothing that drives a terminal. */
#include "../test.h"

#include <unistd.h>

#include "log.h"

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
    CHECK(strcmp(got, "1 of 2\r\033[K2 of 2\r\033[Kdone\nx?\r\033[K") == 0, "%s", got);

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

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_levels), TEST(test_disarmed), TEST(test_long),
                                        TEST(test_progress) };

    return TEST_RUN(tests);
}
