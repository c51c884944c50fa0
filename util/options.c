#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "utf8.h"

static const struct unit {
    const char *name;
    int64_t factor;
} durations[] = { { "ms", 1 },
                  { "s", 1000 },
                  { "m", 60 * 1000 },
                  { "h", 3600 * 1000 },
                  { "d", INT64_C(24) * 3600 * 1000 } },
  sizes[] = { { "", 1 }, { "K", 1 << 10 }, { "M", 1 << 20 }, { "G", 1 << 30 } };

#define NUMBER_MAX_CHARS 32 /* a longer "number" is a mistake */
#define SHOWN_MAX_BYTES  80 /* of a bad value in a message */
#define MS_PER_S         1000

static bool
is_number_char(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

/* A decimal number that is not negative, at the start of t; the rest is the unit. */
static bool
split_number(struct text t, double *ret, struct text *unit)
{
    char digits[NUMBER_MAX_CHARS + 1];
    size_t n = 0;
    char *end;

    for (; n < t.n && n < NUMBER_MAX_CHARS && is_number_char(t.p[n]); n++)
        digits[n] = t.p[n];
    digits[n] = '\0';
    *ret = strtod(digits, &end);
    *unit = text_trim(text_from(t, n));
    return n > 0 && *end == '\0' && digits[0] != '.';
}

static bool
with_unit(struct text t, const struct unit *units, size_t n_units, int64_t *ret)
{
    struct text unit;
    double v;

    if (!split_number(t, &v, &unit))
        return false;
    for (size_t i = 0; i < n_units; i++)
        if (text_eq_nocase(unit, text_of(units[i].name))) {
            v *= (double)units[i].factor;
            if (v > 9e15) /* exact in a double, and 285,000 years in ms */
                return false;
            *ret = (int64_t)(v + .5);
            return true;
        }
    return false;
}

bool
options_duration(struct text t, int64_t *ret_ms)
{
    return with_unit(t, durations, N_ELEMENTS(durations), ret_ms);
}

static bool
parse_bool(struct text t, bool *ret)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = { { "yes", true }, { "no", false },  { "true", true }, { "false", false },
                  { "on", true },  { "off", false }, { "1", true },    { "0", false } };

    for (size_t i = 0; i < N_ELEMENTS(words); i++)
        if (text_eq_nocase(t, text_of(words[i].word))) {
            *ret = words[i].value;
            return true;
        }
    return false;
}

static bool
parse_date(struct text t, int64_t now_s, int64_t *ret)
{
    int64_t span_ms;

    if (clock_parse_rfc3339(t, ret, NULL))
        return true;
    if (now_s == OPTIONS_NO_NOW || !options_duration(t, &span_ms))
        return false;
    *ret = now_s - span_ms / MS_PER_S;
    return true;
}

bool
options_is_choice(const char *choices, struct text t)
{
    struct text rest = text_of(choices), one;

    while (text_cut(&rest, "|", &one))
        if (text_eq(one, t))
            return true;
    return false;
}

static bool
in_range(const struct option *row, int64_t v)
{
    return row->min == 0 && row->max == 0 ? v >= 0 : v >= row->min && v <= row->max;
}

static void
list_add(struct text_list *l, struct text t, struct arena *a)
{
    l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof(*l->v));
    l->v[l->n++] = arena_text(a, t);
}

/* Write the field; false when the value is not of the row's type. */
static bool
set_field(const struct option *row, void *field, struct text t, int64_t now_s, struct arena *a)
{
    int64_t v = 0;
    double real;
    struct text rest;

    switch (row->type) {
    case OPTION_FLAG:
    case OPTION_BOOL:
        return parse_bool(t, field);
    case OPTION_INT:
        if (!text_to_int(t, &v) || !in_range(row, v))
            return false;
        break;
    case OPTION_DURATION:
        if (!options_duration(t, &v) || !in_range(row, v))
            return false;
        break;
    case OPTION_SIZE:
        if (!with_unit(t, sizes, N_ELEMENTS(sizes), &v) || !in_range(row, v))
            return false;
        break;
    case OPTION_DATE:
        if (!parse_date(t, now_s, &v))
            return false;
        break;
    case OPTION_REAL:
        if (!split_number(t, &real, &rest) || rest.n > 0)
            return false;
        *(double *)field = real;
        return true;
    case OPTION_CHOICE:
        if (!options_is_choice(row->choices, t))
            return false;
        *(const char **)field = arena_str(a, t);
        return true;
    case OPTION_TEXT:
        if (!utf8_valid(t))
            return false;
        *(const char **)field = arena_str(a, t);
        return true;
    case OPTION_LIST:
        if (!utf8_valid(t))
            return false;
        list_add(field, t, a);
        return true;
    }
    *(int64_t *)field = v;
    return true;
}

static void *
field_of(const struct option_set *set, const struct option *row)
{
    return (char *)set->obj + row->offset;
}

static const char *
wanted(const struct option *row)
{
    static const char *const by_type[] = {
        [OPTION_FLAG] = "yes or no",
        [OPTION_BOOL] = "yes or no",
        [OPTION_INT] = "a whole number",
        [OPTION_REAL] = "a decimal number",
        [OPTION_TEXT] = "UTF-8 text",
        [OPTION_DURATION] = "a number and ms, s, m, h or d, such as 200ms or 1.5h",
        [OPTION_SIZE] = "a number and K, M or G, such as 5M",
        [OPTION_DATE] = "a date such as 2026-11-22, or a span back from now such as 7d",
        [OPTION_CHOICE] = "one of",
        [OPTION_LIST] = "UTF-8 text",
    };

    return by_type[row->type];
}

enum status
options_set(const struct option_set *set, const struct option *row, struct text value,
            int64_t now_s, struct arena *a, struct err *err)
{
    struct text shown = text_sub(value, 0, utf8_cut(value, SHOWN_MAX_BYTES));

    if (set_field(row, field_of(set, row), value, now_s, a))
        return ST_OK;
    if (row->type == OPTION_CHOICE)
        return err_set(err, ST_INVALID, "%s = %.*s: wanted one of %s", row->name, TEXT_ARG(shown),
                       row->choices);
    if (row->min != 0 || row->max != 0)
        return err_set(err, ST_INVALID, "%s = %.*s: wanted %s from %lld to %lld", row->name,
                       TEXT_ARG(shown), wanted(row), (long long)row->min, (long long)row->max);
    return err_set(err, ST_INVALID, "%s = %.*s: wanted %s", row->name, TEXT_ARG(shown),
                   wanted(row));
}

void
options_init(const struct option_set *set, struct arena *a)
{
    for (size_t i = 0; i < set->n; i++) {
        struct option row = set->rows[i];

        if (row.initial == NULL)
            continue;
        if (row.initial[0] == '-') { /* not given: no value that one can give */
            row.min = INT64_MIN;
            row.max = INT64_MAX;
        }
        (void)options_set(set, &row, text_of(row.initial), 0, a,
                          NULL); /* our own tables: options_test.c holds them valid */
    }
}

const struct option *
options_find(const struct option_set *set, struct text name)
{
    for (size_t i = 0; i < set->n; i++)
        if (text_eq(name, text_of(set->rows[i].name)))
            return &set->rows[i];
    return NULL;
}

/* Edit distance with swaps of neighbours (optimal string alignment), up to NAME_MAX_CHARS. */
#define NAME_MAX_CHARS 40
#define CHARS_PER_SLIP 3 /* nearer than that, and it is likely meant */
static size_t
distance(struct text a, struct text b)
{
    size_t d[3][NAME_MAX_CHARS + 1];

    if (a.n > NAME_MAX_CHARS || b.n > NAME_MAX_CHARS)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = d[i % 3], *up = d[(i - 1) % 3], *up2 = d[(i + 1) % 3];

        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t best = up[j - 1] + (a.p[i - 1] != b.p[j - 1]);

            best = up[j] + 1 < best ? up[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] &&
                up2[j - 2] + 1 < best)
                best = up2[j - 2] + 1;
            now[j] = best;
        }
    }
    return d[a.n % 3][b.n];
}

const char *
options_nearest(struct text what, const char *const *names, size_t n)
{
    const char *best = NULL;
    size_t slips = what.n / CHARS_PER_SLIP, least = (slips > 0 ? slips : 1) + 1;

    for (size_t i = 0; i < n; i++) {
        size_t d = distance(what, text_of(names[i]));

        if (d < least) {
            least = d;
            best = names[i];
        }
    }
    return best;
}
