/*
 * visit_read.h - what visit_read.c has of a page while visit_dark.c estimates its dark visits.
 */
#ifndef VISIT_READ_H
#define VISIT_READ_H

#include "store_visit.h"

/* A posting; or, with posted false, an approval. */
struct visit_entry {
    int64_t group_id, draft_id, department_id, day, at_s;
    int64_t was_id; /* the group that it was posted for, before that was merged into group_id */
    bool posted;
    struct text place;
    size_t answer; /* whose it is, in answers */
};

struct visit_day {
    int64_t day, n;
};

struct visit_reading {
    struct store *s;
    const struct store_visit_query *q;
    struct arena *a;
    int64_t since, until; /* days */
    bool logged;
    int64_t *pages; /* url_ids */
    size_t n_pages, cap_pages;
    struct store_visit_answer *answers; /* of all pages */
    size_t n_answers, cap_answers;
    struct visit_mark {
        double more; /* what it gets of the row or the days at hand */
        size_t seen; /* when active() met it last */
    } * marks;       /* by answer */
    size_t cap_marks, stamp;
    /* of the page at hand */
    struct visit_entry *entries;
    size_t n_entries, cap_entries;
    struct visit_day *days; /* direct visits on the days that have a log */
    size_t n_days, cap_days;
};

/* Give each answer of the page at hand its dark visits. */
void visit_dark_count(struct visit_reading *r);

#endif /* VISIT_READ_H */
