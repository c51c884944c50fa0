/*
 * tally.h - what there is to say of every source, counted beside the requests.
 *
 * The figures of sources count every address and post anew, so that they cannot be wrong: 0.7 s at
 * 100,000 groups.  A thread of its own does that when somebody asks, and not more than a
 * twentieth of the time; whoever asks meanwhile gets the last count, which says when it was
 * made.  As long as counting takes no time (TALLY_QUICK_MS), everybody gets a new one.
 */
#ifndef TALLY_H
#define TALLY_H

#include "clock.h"
#include "config.h"
#include "health.h"
#include "store_explain.h"

#define TALLY_QUICK_MS ((int64_t)20)

/* All sources, in their order; what it points to lives as long as the view. */
struct tally_view {
    struct store_source *sources;
    struct store_source_facts *facts;
    struct health *health;
    size_t n;
    struct store_explain_count *counts; /* by source and host */
    size_t n_counts;
    int64_t at_s;
};

struct tally_about {
    const char *store_path, *dir; /* of the workspace; dir NULL: platforms are not known */
    const struct config *config;
    const struct clock *clock;
};

/* Count now, into the arena.  Failures stick to the store. */
void tally_count(struct store *s, const struct tally_about *about, int64_t now_s, struct arena *a,
                 struct tally_view *ret);

struct tally;

/* Begin the first count; all is borrowed. */
struct tally *tally_new(const struct tally_about *about);
void tally_free(struct tally *t); /* accepts NULL; nobody holds a view any more */

/*
 * The caller's until tally_release().  NULL: it could not be counted (the log says why).
 * config: as it is now; it stays in memory when the settings are read again.
 */
struct tally_view *tally_get(struct tally *t, const struct config *config);
void tally_release(struct tally *t, struct tally_view *v); /* accepts NULL */

/* The settings have changed: count again, by these.  t may be NULL. */
void tally_reload(struct tally *t, const struct config *config);

#endif /* TALLY_H */
