#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "terminal.h"
#include "utf8.h"

#define LINE_BYTES 2048 /* a longer message is cut */

static enum log_level level = LOG_INFO;
static int progress = -1; /* -1: ask the terminal */
static bool line_open;    /* a progress line stands on the terminal */

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

static bool
progress_on(void)
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
    if (line_open)
        fputs("\r\033[K", stderr);
    line_open = false;
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

void
log_progress(const char *fmt, ...)
{
    char line[LINE_BYTES];
    va_list ap;

    if (!progress_on())
        return;
    va_start(ap, fmt);
    vsnprintf(line, sizeof(line), fmt, ap);
    va_end(ap);
    disarm(line);
    wipe();
    if (line[0] == '\0')
        return;
    fprintf(stderr, "%.*s", (int)utf8_cut(text_of(line), terminal_columns(STDERR_FILENO) - 1),
            line);
    fflush(stderr);
    line_open = true;
}
