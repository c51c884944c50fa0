/*
 * numbers.h - the work behind store_numbers.h, shared by its files: one walk over where groups
 * stood, one over the posts found, one over the decisions.
 *
 * Every walk reads an index range, and calls numbers_hit() for what it finds, which counts it
 * or, when the rows of one figure are wanted, keeps it.
 */
#ifndef NUMBERS_H
#define NUMBERS_H

#include "store_numbers.h"

enum numbers_period_column {
    NUMBERS_PERIOD_FOUND,
    NUMBERS_PERIOD_ANSWERED,
    NUMBERS_PERIOD_POSTED,
};

enum numbers_span { NUMBERS_TO_APPROVED, NUMBERS_TO_POSTED, NUMBERS_SPANS };

/* Where a group stood at the end of the span. */
struct numbers_stood {
    unsigned char state; /* enum store_queue_state + 1; 0: it was not there */
    unsigned char tone;  /* enum store_numbers_figure of a tone; 0: none */
};

struct numbers {
    struct store *s;
    const struct store_numbers_query *q;
    struct arena *arena;
    struct store_numbers *out;
    const struct store_numbers_pick *pick; /* NULL: everything is counted */
    struct store_numbers_hit *hits;
    size_t n_hits, cap_hits;
    struct numbers_stood *stood; /* by group id: those that have changed since */
    int64_t n_stood;
    unsigned char *within; /* by group id: 1 for those of the campaign and audience; NULL: all */
    double *spans[NUMBERS_SPANS]; /* hours of the medians */
    size_t n_spans[NUMBERS_SPANS], cap_spans[NUMBERS_SPANS];
};

/* One that counts; key: for the parts it belongs to, else -1. */
struct numbers_event {
    enum store_numbers_figure figure;
    struct store_numbers_hit hit;
    int64_t key[STORE_NUMBERS_PARTS];
};

void numbers_hit(struct numbers *n, const struct numbers_event *e);
/* The same of a part that no figure counts by itself. */
void numbers_keep(struct numbers *n, const struct numbers_event *e);
/* Add to a column of the period that at_s is in; its key. */
int64_t numbers_period_add(struct numbers *n, int64_t at_s, enum numbers_period_column column);
struct numbers_event numbers_event(enum store_numbers_figure f, int64_t group_id, int64_t at_s);
/* Is the department one of those asked for? */
bool numbers_wants(const struct numbers *n, int64_t department_id);
/* Is the group one of the campaign and audience that are asked for? */
bool numbers_within(const struct numbers *n, int64_t group_id);
/* The figure of a tone; 0: none. */
unsigned char numbers_tone(struct text tone);

/* Rows by key, found by hashing it. */
struct numbers_tally {
    struct store_numbers_table table;
    int64_t *last; /* beside the rows: the group that was counted last */
    size_t cap_last;
    uint32_t *slots; /* row + 1; 0: free */
    size_t n_slots;
};
/* Add one to a column of a key's row. */
void numbers_tally_add(struct numbers *n, struct numbers_tally *t, int64_t key, size_t column);
/* The same once for a group: groups come one after the other.  Was it the first time? */
bool numbers_tally_group(struct numbers *n, struct numbers_tally *t, int64_t key, size_t column,
                         int64_t group_id);
/* Its rows, the largest first column first, max at most (0: all), named by the statement
 * (NULL: nameless). */
struct store_numbers_table numbers_tally_best(struct numbers *n, struct numbers_tally *t,
                                              size_t max, const char *sql);

/* Each of its own file: walk what was there, count it, keep what is asked for. */
void numbers_standing(struct numbers *n);
void numbers_found(struct numbers *n);
void numbers_decided(struct numbers *n);

#endif /* NUMBERS_H */
