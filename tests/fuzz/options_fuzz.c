/*
 * options: each type's reader on any bytes, on the command line too.  What was
 * accepted and printed is accepted again and prints the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW_S  INT64_C(1795300000)
#define N_ARGS 16

struct obj {
    int64_t number, span, size, when;
    bool yes, flag;
    double real;
    const char *text;
    struct text_list list;
};

/* clang-format off */
#define AT(f) offsetof(struct obj, f)
static const struct option rows[] = {
    { .name = "span", .letter = 's', .type = OPTION_DURATION, .offset = AT(span) },
    { .name = "date", .letter = 'd', .type = OPTION_DATE, .offset = AT(when) },
    { .name = "size", .type = OPTION_SIZE, .offset = AT(size), .max = INT64_MAX },
    { .name = "number", .letter = 'n', .type = OPTION_INT, .offset = AT(number), .min = -9, .max = INT64_MAX },
    { .name = "yes", .type = OPTION_BOOL, .offset = AT(yes) },
    { .name = "real", .type = OPTION_REAL, .offset = AT(real) },
    { .name = "text", .type = OPTION_TEXT, .offset = AT(text) },
    { .name = "flag", .letter = 'f', .type = OPTION_FLAG, .offset = AT(flag), .help = "" },
    { .name = "list", .letter = 'l', .type = OPTION_LIST, .offset = AT(list) },
};
#undef AT
/* clang-format on */

/* Types whose printed form is exact. */
static bool
is_exact(enum option_type t)
{
    return t == OPTION_DURATION || t == OPTION_SIZE || t == OPTION_INT || t == OPTION_BOOL;
}

static void
one_row(const struct option *row, struct text t, struct arena *a)
{
    struct obj o = { 0 }, again = { 0 };
    struct option_set set = { rows, N_ELEMENTS(rows), &o };
    struct option_set set2 = { rows, N_ELEMENTS(rows), &again };
    struct err err = { "" };
    struct buf one, two;

    if (options_set(&set, row, t, NOW_S, a, &err) != ST_OK) {
        if (err.msg[0] == '\0' || memcmp(&o, &again, sizeof(o)) != 0)
            abort(); /* refused, but the field was written */
        return;
    }
    buf_init(&one, BUF_LARGE);
    buf_init(&two, BUF_LARGE);
    options_print(&set, row, &one);
    if (is_exact(row->type)) {
        if (options_set(&set2, row, buf_text(&one), NOW_S, a, &err) != ST_OK)
            abort();
        options_print(&set2, row, &two);
        if (!text_eq(buf_text(&one), buf_text(&two)))
            abort();
    }
    buf_release(&one);
    buf_release(&two);
}

/* The bytes as arguments, one a line. */
static void
as_arguments(struct text t, struct arena *a)
{
    struct obj o = { 0 };
    struct option_set set = { rows, N_ELEMENTS(rows), &o };
    char *argv[N_ARGS];
    const char *args[N_ARGS];
    size_t n_args = 0;
    struct text arg;
    int argc = 0;

    while (argc < N_ARGS && text_cut(&t, "\n", &arg))
        argv[argc++] = arena_str(a, arg);
    (void)options_parse(&set, 1, argc, argv, NOW_S, a, args, &n_args, NULL);
    if (n_args > (size_t)argc)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text t = { (const char *)data, size };
    char z[CLOCK_RFC3339_BYTES];
    struct arena *a = arena_new();
    int64_t s = 0, back = 0;

    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        one_row(&rows[i], t, a);
    as_arguments(t, a);
    if (clock_parse_rfc3339(t, &s, NULL) && s < clock_days(9999, 12, 31) * 86400 &&
        s > clock_days(1, 1, 2) * 86400 &&
        (!clock_parse_rfc3339(text_of(clock_rfc3339(s, z)), &back, NULL) || back != s))
        abort(); /* a date that was read is printed as itself */
    arena_free(a);
    return 0;
}
