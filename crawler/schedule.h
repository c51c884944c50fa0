/*
 * schedule.h - what comes first: items ordered by the time from which on
 * something may be done with them.
 *
 * A binary heap that knows where each item is, so that a time may change: every
 * operation moves at most log2(n) items, however many are waiting.  Items are
 * the caller's, part of what they stand for, and are in one schedule at a time.
 * Not here: clocks, and what is done when the time has come (crawl_queue.c).
 */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <stddef.h>
#include <stdint.h>

struct schedule_item {
    int64_t at_ms;
    uint64_t rank;       /* of two with the same time, the smaller comes first; set while in none */
    struct schedule *in; /* NULL: in none */
    size_t place;        /* in in->v */
};

/* Invariant: v[i] comes before v[2i+1] and v[2i+2], and v[i]->place == i. */
struct schedule {
    struct schedule_item **v; /* owned */
    size_t n, cap;
    uint64_t moves; /* items that were moved so far, for measuring */
};

/* Put it in, or change its time; it leaves the schedule that it is in. */
void schedule_put(struct schedule *s, struct schedule_item *item, int64_t at_ms);
void schedule_drop(struct schedule_item *item);                 /* also when it is in none */
struct schedule_item *schedule_first(const struct schedule *s); /* NULL: it is empty */
void schedule_release(struct schedule *s);

#endif /* SCHEDULE_H */
