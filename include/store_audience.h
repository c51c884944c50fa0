/*
 * store_audience.h - who asks: students, applicants, parents; as the settings say of a source, and
 * as an editor says of a group, which then counts instead.
 *
 * What editors said is appended, never changed; the last of it counts.  Sets are written
 * ",applicants,students,", in order, each once.  Texts live in the arena; errors are sticky.
 */
#ifndef STORE_AUDIENCE_H
#define STORE_AUDIENCE_H

#include "arena.h"
#include "store.h"

#define STORE_AUDIENCE_MAX_BYTES 40 /* of one name: it is a column and a choice of a list */
#define STORE_AUDIENCE_MAX       10 /* names of a group */

/*
 * "students, applicants" as a set in the arena.  ST_USAGE: a name is too long, has a control
 * character, or there are too many.  No names are an empty set: nobody of those that have names.
 */
enum status store_audience_parse(struct text names, struct arena *a, struct text *ret,
                                 struct err *err);

/* Is the name in the set?  "": of any. */
bool store_audience_has(struct text set, struct text name);

/* Who asks a group. */
struct store_audience {
    bool by_hand;        /* an editor has said so */
    struct text set;     /* that, or what its sources say */
    struct text sources; /* what its sources say */
    struct text actor;   /* who said so last; "": nobody ever did */
    int64_t at_s;
    int64_t n; /* how often somebody did: its revision */
};
void store_audience_of(struct store *s, int64_t group_id, struct arena *a,
                       struct store_audience *ret);

/* In a transaction of role STORE_REVIEW.  set NULL: as its sources say, again. */
void store_audience_put(struct store *s, int64_t group_id, const struct text *set,
                        struct text actor, int64_t at_s);
/* What stood before the last that was said, which taking it back says again: *ret NULL where the
 * sources counted.  False: nobody has said anything. */
bool store_audience_before(struct store *s, int64_t group_id, struct arena *a,
                           const struct text **ret);

/* ",applicants,students," as "applicants, students". */
struct text store_audience_words(struct text set, struct arena *a);

/* Names to choose from, of those departments, in order; how many. */
size_t store_audience_names(struct store *s, const int64_t *departments, size_t n, struct arena *a,
                            struct text **ret);

#endif /* STORE_AUDIENCE_H */
