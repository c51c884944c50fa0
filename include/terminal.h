/*
 * terminal.h - what is asked about the terminal: how wide, and whether
 * writing on it may be bold.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#define TERMINAL_DEFAULT_COLUMNS 100 /* of a terminal that does not say */

size_t terminal_columns(int fd); /* TERMINAL_DEFAULT_COLUMNS when fd is no terminal */
size_t terminal_rows(int fd);    /* 0: unknown */

/*
 * --color as given ("auto", "always", "never"; NULL is auto) for a stream.
 * auto: on a terminal, unless NO_COLOR is set to something (no-color.org) or
 * TERM is "dumb".
 */
bool terminal_color(const char *when, int fd);

#endif /* TERMINAL_H */
