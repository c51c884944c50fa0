/*
 * log.h - words for people, on standard error.
 *
 * Data goes to standard output by way of table.h and filter.h; what the
 * program has to say about its work goes here.  The level is the only global.
 * Control characters in a message are shown as '?', so that text from the web
 * cannot drive the terminal.
 */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>

enum log_level {
    LOG_ERROR,
    LOG_WARN, /* shown with -q */
    LOG_INFO, /* the default */
    LOG_DEBUG /* -v */
};

void log_set_level(enum log_level level);
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Lines (parted by \n) that are written over again and again: only on a
 * terminal, only at LOG_INFO and above.  A low or dumb terminal gets the first
 * one.  An empty message wipes them.
 */
void log_progress(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
bool log_progress_on(void);     /* would they be seen? */
void log_set_progress(bool on); /* whatever the terminal is: for tests */

#endif /* LOG_H */
