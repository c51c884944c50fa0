/*
 * options.h - options as a table: one row serves the command line (--delay 5s),
 * the configuration file (delay = 5s), the help text and "config show".
 *
 * A table describes the fields of one struct.  Field types by option type:
 *   OPTION_FLAG, OPTION_BOOL bool · OPTION_INT, OPTION_DURATION (ms), OPTION_SIZE
 *   (bytes), OPTION_DATE (Unix s) int64_t · OPTION_REAL double · OPTION_TEXT,
 *   OPTION_CHOICE const char * (in the arena) · OPTION_LIST struct text_list
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "arena.h"
#include "buf.h"
#include "status.h"

enum option_type {
    OPTION_FLAG,     /* --name; on the command line only */
    OPTION_BOOL,     /* yes no true false on off 1 0 */
    OPTION_INT,      /* decimal, within min and max */
    OPTION_REAL,     /* decimal */
    OPTION_TEXT,     /* any UTF-8 */
    OPTION_DURATION, /* a decimal number and ms, s, m, h or d: "0.2s" */
    OPTION_SIZE,     /* a decimal number and nothing, K, M or G (powers of 1024) */
    OPTION_DATE,     /* RFC 3339 date or date-time, or a span back from now: "7d" */
    OPTION_CHOICE,   /* one of choices, "csv|jsonl|md" */
    OPTION_LIST,     /* texts; the only type that may be repeated */
};

struct text_list {
    struct text *v; /* in the arena; each is NUL-terminated besides */
    size_t n, cap;
};

struct option {
    const char *name;
    char letter; /* 0: has none */
    enum option_type type;
    size_t offset;       /* of the field */
    const char *arg;     /* what help calls the value: "DIR" */
    const char *help;    /* one line */
    const char *initial; /* as one would write it; NULL: zero; "-1": no range holds it */
    const char *choices; /* OPTION_CHOICE only */
    int64_t min, max;    /* numbers only; both 0: any that is not negative */
};

/* A table and the struct it fills. */
struct option_set {
    const struct option *rows;
    size_t n;
    void *obj;
};

/* Fill the fields from the rows' initial values (which must be valid). */
void options_init(const struct option_set *set, struct arena *a);

/* Is it one of choices, "csv|jsonl|md"? */
bool options_is_choice(const char *choices, struct text t);

/* The row of that name, or NULL. */
const struct option *options_find(const struct option_set *set, struct text name);

/*
 * Set one field from text.  ST_INVALID with "name = value: what was wanted".
 * now_s is what spans in OPTION_DATE count back from; OPTIONS_NO_NOW: dates only.
 * The field keeps its value unless ST_OK.
 */
#define OPTIONS_NO_NOW INT64_MIN
enum status options_set(const struct option_set *set, const struct option *row, struct text value,
                        int64_t now_s, struct arena *a, struct err *err);

/*
 * Read a command line.  Options may stand anywhere before "--"; what is left
 * goes to args in order (pointers into argv; args has room for argc).
 * ST_USAGE with the argument and the nearest known name.
 */
enum status options_parse(const struct option_set *sets, size_t n_sets, int argc, char **argv,
                          int64_t now_s, struct arena *a, const char **args, size_t *n_args,
                          struct err *err);

/* The help lines of a table, aligned. */
void options_help(const struct option_set *set, struct buf *out);

/* The value as one would write it, a list joined by ", "; for config show. */
void options_print(const struct option_set *set, const struct option *row, struct buf *out);

/*
 * The name nearest to what by edit distance; NULL when none is near (within a
 * third of the length of what, one slip at least).
 */
const char *options_nearest(struct text what, const char *const *names, size_t n);

bool options_duration(struct text t, int64_t *ret_ms); /* "200ms", "1.5h" */

#endif /* OPTIONS_H */
