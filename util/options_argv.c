/* options_argv.c - see options.h: the command line, the help text and printing back. */

#include "options.h"

#include <string.h>

#include "clock.h"
#include "lines.h"

struct parser {
    const struct option_set *sets;
    size_t n_sets;
    char **argv;
    int argc, at; /* at: the next argument to read */
    int64_t now_s;
    struct arena *arena;
    struct err *err;
};

static const struct option *
find_row(const struct parser *ps, struct text name, char letter, const struct option_set **set)
{
    for (size_t i = 0; i < ps->n_sets; i++)
        for (size_t j = 0; j < ps->sets[i].n; j++) {
            const struct option *row = &ps->sets[i].rows[j];

            *set = &ps->sets[i];
            if (letter != 0 ? row->letter == letter : text_is(name, row->name))
                return row;
        }
    return NULL;
}

#define MAX_NAMES 64 /* options of one command and the common ones together */

static enum status
unknown(const struct parser *ps, struct text name)
{
    const char *names[MAX_NAMES], *near;
    size_t n = 0;

    for (size_t i = 0; i < ps->n_sets; i++)
        for (size_t j = 0; j < ps->sets[i].n && n < MAX_NAMES; j++)
            names[n++] = ps->sets[i].rows[j].name;
    near = options_nearest(name, names, n);
    if (near != NULL)
        return err_set(ps->err, ST_USAGE, "unknown option --%.*s: did you mean --%s?",
                       TEXT_ARG(text_sub(name, 0, 80)), near);
    return err_set(ps->err, ST_USAGE, "unknown option --%.*s (--help lists them)",
                   TEXT_ARG(text_sub(name, 0, 80)));
}

/* Set row from value, or from the next argument when value is NULL. */
static enum status
take(struct parser *ps, const struct option_set *set, const struct option *row, const char *value)
{
    struct err why = { "" };

    if (row->type == OPTION_FLAG) {
        if (value != NULL)
            return err_set(ps->err, ST_USAGE, "--%s takes no value", row->name);
        value = "yes";
    }
    if (value == NULL) {
        if (ps->at >= ps->argc)
            return err_set(ps->err, ST_USAGE, "--%s: %s is missing", row->name,
                           row->arg != NULL ? row->arg : "a value");
        value = ps->argv[ps->at++];
    }
    if (options_set(set, row, text_of(value), ps->now_s, ps->arena, &why) != ST_OK)
        return err_set(ps->err, ST_USAGE, "--%s", why.msg);
    return ST_OK;
}

static enum status
take_long(struct parser *ps, const char *arg)
{
    struct text all = text_of(arg), name = text_before(all, '=');
    const char *value = name.n < all.n ? arg + name.n + 1 : NULL;
    const struct option_set *set = NULL;
    const struct option *row = find_row(ps, name, 0, &set);

    return row != NULL ? take(ps, set, row, value) : unknown(ps, name);
}

/* "-qv", "-C DIR", "-CDIR" */
static enum status
take_letters(struct parser *ps, const char *arg)
{
    for (; *arg != '\0'; arg++) {
        const struct option_set *set = NULL;
        const struct option *row = find_row(ps, TEXT_NONE, *arg, &set);
        enum status st;

        if (row == NULL)
            return err_set(ps->err, ST_USAGE, "unknown option -%c (--help lists them)", *arg);
        if (row->type != OPTION_FLAG)
            return take(ps, set, row, arg[1] != '\0' ? arg + 1 : NULL);
        st = take(ps, set, row, NULL);
        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

enum status
options_parse(const struct option_set *sets, size_t n_sets, int argc, char **argv, int64_t now_s,
              struct arena *a, const char **args, size_t *n_args, struct err *err)
{
    struct parser ps = { sets, n_sets, argv, argc, 0, now_s, a, err };
    enum status st = ST_OK;
    bool only_args = false;

    *n_args = 0;
    while (st == ST_OK && ps.at < argc) {
        const char *arg = argv[ps.at++];

        if (only_args || arg[0] != '-' || arg[1] == '\0')
            args[(*n_args)++] = arg;
        else if (strcmp(arg, "--") == 0)
            only_args = true;
        else if (arg[1] == '-')
            st = take_long(&ps, arg + 2);
        else
            st = take_letters(&ps, arg + 1);
    }
    return st;
}

#define HELP_COLUMN 28 /* where the explanations begin */

void
options_help(const struct option_set *set, struct buf *out)
{
    struct lines l;
    struct buf mark;

    buf_init(&mark, BUF_SMALL);
    lines_init(&l, out, LINES_PLAIN_COLUMNS, false);
    for (size_t i = 0; i < set->n; i++) {
        const struct option *row = &set->rows[i];

        buf_clear(&mark);
        if (row->letter != 0)
            buf_addf(&mark, "  -%c, --%s", row->letter, row->name);
        else
            buf_addf(&mark, "      --%s", row->name);
        if (row->type != OPTION_FLAG && row->arg != NULL)
            buf_addf(&mark, " %s", row->arg);
        lines_begin(&l, HELP_COLUMN, buf_str(&mark), LINES_PLAIN);
        lines_addf(&l, LINES_PLAIN, "%s%s%s", row->help, row->choices != NULL ? ": " : "",
                   row->choices != NULL ? row->choices : "");
        /* A negative one stands for an option that was not given. */
        if (row->initial != NULL && row->initial[0] != '-' && row->type != OPTION_FLAG)
            lines_addf(&l, LINES_PLAIN, "(%s)", row->initial);
        lines_end(&l);
    }
    buf_release(&mark);
}

/* Largest first; the last one divides everything. */
static const struct unit {
    int64_t factor;
    const char *name;
} durations[] = { { INT64_C(86400000), "d" },
                  { 3600000, "h" },
                  { 60000, "m" },
                  { 1000, "s" },
                  { 1, "ms" } },
  sizes[] = { { 1 << 30, "G" }, { 1 << 20, "M" }, { 1 << 10, "K" }, { 1, "" } };

static void
print_with_unit(int64_t v, const struct unit *units, size_t n, struct buf *out)
{
    size_t i = 0;

    while (i + 1 < n && (v == 0 || v % units[i].factor != 0))
        i++;
    buf_addf(out, "%lld%s", (long long)(v / units[i].factor), units[i].name);
}

void
options_print(const struct option_set *set, const struct option *row, struct buf *out)
{
    const void *field = (const char *)set->obj + row->offset;
    const struct text_list *list = field;
    char when[CLOCK_RFC3339_BYTES];
    const char *z;

    switch (row->type) {
    case OPTION_FLAG:
    case OPTION_BOOL:
        buf_add_str(out, *(const bool *)field ? "yes" : "no");
        break;
    case OPTION_INT:
        buf_addf(out, "%lld", (long long)*(const int64_t *)field);
        break;
    case OPTION_SIZE:
        print_with_unit(*(const int64_t *)field, sizes, N_ELEMENTS(sizes), out);
        break;
    case OPTION_DURATION:
        print_with_unit(*(const int64_t *)field, durations, N_ELEMENTS(durations), out);
        break;
    case OPTION_DATE:
        if (*(const int64_t *)field != 0)
            buf_add_str(out, clock_rfc3339(*(const int64_t *)field, when));
        break;
    case OPTION_REAL:
        buf_addf(out, "%g", *(const double *)field);
        break;
    case OPTION_TEXT:
    case OPTION_CHOICE:
        z = *(const char *const *)field;
        buf_add_str(out, z != NULL ? z : "");
        break;
    case OPTION_LIST:
        for (size_t i = 0; i < list->n; i++)
            buf_addf(out, "%s%.*s", i > 0 ? ", " : "", TEXT_ARG(list->v[i]));
        break;
    }
}
