/*
 * ascii.h - classes of bytes, whatever the locale is: bytes of 0x80 and above are in none.
 *
 * For words of any language see words.h and token.h.
 */
#ifndef ASCII_H
#define ASCII_H

#include <stdbool.h>

static inline bool
ascii_is_digit(char c)
{
    return (unsigned)(c - '0') < 10u;
}

static inline bool
ascii_is_upper(char c)
{
    return (unsigned)(c - 'A') < 26u;
}

static inline bool
ascii_is_letter(char c)
{
    return (unsigned)((c | 0x20) - 'a') < 26u;
}

static inline bool
ascii_is_alnum(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c);
}

#endif /* ASCII_H */
