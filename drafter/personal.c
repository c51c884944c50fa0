/* personal.c - see personal.h. */

#include "personal.h"
#include "ascii.h"

#include <string.h>

#define PHONE_DIGITS 7 /* fewer are a room or a form number */
#define YEAR_DIGITS  4
#define DAY_DIGITS   2

static bool
is_mail_char(char c)
{
    return ascii_is_digit(c) || ((c | ' ') >= 'a' && (c | ' ') <= 'z') ||
           (c != '\0' && strchr("._%+-", c) != NULL) || (unsigned char)c >= 0x80;
}

static bool
mail_at(struct text t, size_t at, struct text *ret)
{
    size_t begin = at, end = at + 1;

    while (begin > 0 && is_mail_char(t.p[begin - 1]))
        begin--;
    while (end < t.n && is_mail_char(t.p[end]))
        end++;
    while (end > at + 1 && t.p[end - 1] == '.')
        end--;
    *ret = text_sub(t, begin, end - begin);
    return begin < at && end > at + 1 &&
           text_find_char(text_sub(t, at, end - at), '.') != TEXT_NPOS;
}

/* "15.09.2026", "2026-11-22", "2024/2025": days, months and years alone. */
static bool
is_dates(struct text run)
{
    bool year = false;

    for (size_t i = 0; i < run.n;) {
        size_t n = 0;

        while (i + n < run.n && ascii_is_digit(run.p[i + n]))
            n++;
        if (n == YEAR_DIGITS && (text_starts(text_from(run, i), TEXT_LIT("19")) ||
                                 text_starts(text_from(run, i), TEXT_LIT("20"))))
            year = true;
        else if (n > DAY_DIGITS)
            return false;
        i += n > 0 ? n : 1;
    }
    return year;
}

/* Digits and what stands between those of a telephone number. */
static size_t
phone_run(struct text t, size_t at, size_t *n_digits)
{
    size_t end = at, last = at;

    for (*n_digits = 0;
         end < t.n && (ascii_is_digit(t.p[end]) || strchr(" -()/+.", t.p[end]) != NULL) &&
         t.p[end] != '\0';
         end++)
        if (ascii_is_digit(t.p[end])) {
            ++*n_digits;
            last = end + 1;
        }
    return last - at;
}

bool
personal_next(struct text t, size_t *at, struct text *ret, enum personal_kind *kind)
{
    for (size_t i = *at; i < t.n; i++) {
        size_t digits = 0, n;

        if (t.p[i] == '@' && mail_at(t, i, ret)) {
            *kind = PERSONAL_MAIL;
            *at = (size_t)(ret->p - t.p) + ret->n;
            return true;
        }
        if (!ascii_is_digit(t.p[i]) && t.p[i] != '+')
            continue;
        n = phone_run(t, i, &digits);
        if (digits >= PHONE_DIGITS && !is_dates(text_sub(t, i, n))) {
            *ret = text_sub(t, i, n);
            *kind = PERSONAL_PHONE;
            *at = i + n;
            return true;
        }
        i += n > 0 ? n - 1 : 0;
    }
    *at = t.n;
    return false;
}
