/*
 * store_compare.h - whether a span may be compared with the spans before it, and what comes of it.
 *
 * The first weeks that a department is listened for are its baseline ([department] baseline): what
 * it was like before.  A span that begins in it is compared with nothing.  Nor is one before there
 * are four whole periods of its length, itself included: of two or three numbers a reader makes a
 * trend that is none.  Of several departments the one that began last counts, or its coming would
 * look like a rise.
 *
 * A trend says that a figure is beyond all three periods before, and nothing else.  Reads only,
 * inside the caller's transaction; errors are sticky.
 */
#ifndef STORE_COMPARE_H
#define STORE_COMPARE_H

#include "store_numbers.h"

/* Note that a department is listened for, unless it is known to be.  In role STORE_CRAWLER. */
void store_compare_begun(struct store *s, int64_t department_id, int64_t at_s);

enum { STORE_COMPARE_PERIODS = 4, STORE_COMPARE_BEFORE = STORE_COMPARE_PERIODS - 1 };

enum store_compare_verdict {
    STORE_COMPARE_NOTHING,  /* nothing was listened for in the span */
    STORE_COMPARE_BASELINE, /* it begins in a baseline */
    STORE_COMPARE_FEW,      /* there are not four periods yet */
    STORE_COMPARE_MAY,
};

struct store_compare {
    enum store_compare_verdict verdict;
    int64_t begun_s;        /* the last department's first day; 0: none has begun */
    int64_t until_s;        /* the last baseline's end; 0: there is none */
    struct text department; /* whose baseline that is, where several are asked about; else "" */
    size_t n_baselines;     /* how many departments have one that ends on that day */
    size_t n_periods;       /* whole ones since then, this one included; 4 at most */
    int64_t since_s[STORE_COMPARE_BEFORE], ends_s[STORE_COMPARE_BEFORE]; /* the latest first */
    struct store_numbers then[STORE_COMPARE_BEFORE]; /* figures; nothing is read unless MAY */
};

/* now_s: a span that is not over is compared with as much of those before. */
void store_compare_read(struct store *s, const struct store_numbers_query *q, int64_t now_s,
                        struct arena *a, struct store_compare *ret);
/* The same without then[]: only whether it may be. */
void store_compare_look(struct store *s, const struct store_numbers_query *q, int64_t now_s,
                        struct arena *a, struct store_compare *ret);

/* Why there is no comparison, in a line for people; "" where there is one. */
const char *store_compare_why(const struct store_compare *c, struct arena *a);

enum store_compare_trend {
    STORE_COMPARE_NONE, /* no comparison, or no median in one of the periods */
    STORE_COMPARE_WITHIN,
    STORE_COMPARE_ABOVE,
    STORE_COMPARE_BELOW,
};
enum store_compare_trend store_compare_trend(const struct store_compare *c,
                                             const struct store_numbers *now,
                                             enum store_numbers_figure f);
/* "up", for files; "" : none */
const char *store_compare_trend_name(enum store_compare_trend t);
/* An arrow, "" : none; and the words that say it without. */
const char *store_compare_trend_sign(enum store_compare_trend t);
const char *store_compare_trend_words(enum store_compare_trend t);

#endif /* STORE_COMPARE_H */
