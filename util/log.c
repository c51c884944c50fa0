#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "terminal.h"
#include "utf8.h"

#define LINE_BYTES     2048 /* a longer message is cut */
#define ROWS_FOR_LINES 10   /* a lower terminal has one line of progress */

static enum log_level level = LOG_INFO;
static int progress = -1; /* -1: ask the terminal */
static size_t lines_open; /* of progress that stand on the terminal */

void
log_set_level(enum log_level l)
{
    level = l;
}

void
log_set_progress(bool on)
{
    progress = on;
}

bool
log_progress_on(void)
{
    if (progress < 0)
        progress = isatty(STDERR_FILENO);
    return progress > 0 && level >= LOG_INFO;
}

/*
 * C0, DEL and C1 controls would be terminal commands, bytes that are no UTF-8
 * (an 8-bit terminal's C1) could be, and U+202A.. turn the direction around.
 */
static void
disarm(char *z)
{
    struct text t = text_of(z);
    size_t n = 0;

    for (size_t at = 0, from = 0; at < t.n; from = at) {
        uint32_t c = utf8_next(t, &at);

        if (utf8_drives_terminal(c) || c == UTF8_REPLACEMENT)
            z[n++] = '?';
        else
            for (; from < at; from++)
                z[n++] = z[from];
    }
    z[n] = '\0';
}

static void
wipe(void)
{
    if (lines_open > 1)
        fprintf(stderr, "\r\033[%zuA\033[J", lines_open - 1);
    else if (lines_open == 1)
        fputs("\r\033[K", stderr);
    lines_open = 0;
}

static void __attribute__((format(printf, 2, 0))) say(const char *head, const char *fmt, va_list ap)
{
    char line[LINE_BYTES];

    vsnprintf(line, sizeof(line), fmt, ap);
    disarm(line);
    wipe();
    fprintf(stderr, "%s%s\n", head, line);
}

void
log_error(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    say("earshot: ", fmt, ap);
    va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    if (level >= LOG_WARN)
        say("earshot: warning: ", fmt, ap);
    va_end(ap);
}

void
log_info(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    if (level >= LOG_INFO)
        say("", fmt, ap);
    va_end(ap);
}

void
log_debug(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    if (level >= LOG_DEBUG)
        say("", fmt, ap);
    va_end(ap);
}

/* How many lines of progress fit: one where the cursor cannot be moved up. */
static size_t
room(void)
{
    const char *term = getenv("TERM");
    size_t rows = terminal_rows(STDERR_FILENO);

    if (term == NULL || strcmp(term, "dumb") == 0 || rows < ROWS_FOR_LINES)
        return 1;
    return rows / 2;
}

void
log_progress(const char *fmt, ...)
{
    char buf[LINE_BYTES];
    struct text rest, line;
    size_t most = room();
    va_list ap;

    if (!log_progress_on())
        return;
    va_start(ap, fmt);
    vsnprintf(buf, sizeof(buf), fmt, ap);
    va_end(ap);
    wipe();
    rest = text_of(buf);
    while (lines_open < most && text_cut(&rest, "\n", &line)) {
        char one[LINE_BYTES];

        snprintf(one, sizeof(one), "%.*s", TEXT_ARG(line));
        disarm(one);
        fprintf(stderr, "%s%.*s", lines_open > 0 ? "\n" : "",
                (int)utf8_cut(text_of(one), terminal_columns(STDERR_FILENO) - 1), one);
        lines_open++;
    }
    fflush(stderr);
}
