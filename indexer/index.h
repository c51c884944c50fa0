/*
 * index.h - the stage: posts become questions, questions come into groups, own pages into passages.
 *
 * Steps, each of what is not done yet:
 *  1. a post that matched a department and has no sighting (or changed since) becomes a question
 *     or, if its stems are those of one, a sighting of it; in batches;
 *  2. questions without a group join one or open one, all of a department in one transaction.
 *     Groups that people may have seen keep their id and head and are joined or split by
 *     editors only, whose decisions are applied first (regroup.h);
 *  3. what a source's mute lines hide is marked, and what they hide no more is heard again; posts
 *     of a campaign are tagged;
 *  4. of own pages that say the same, one counts; the others are its twins;
 *  5. the passages of an own page are cut again when its text is another one; a twin has none.
 * Killed at any instant, the next run goes on and ends in the same state as one that was not;
 * run again it changes nothing.
 */
#ifndef INDEX_H
#define INDEX_H

#include "clock.h"
#include "lang.h"
#include "store.h"
#include "token.h"

struct index_job {
    struct store *store; /* in the role STORE_INDEXER */
    const struct clock *clock;
    struct tokenizer *tokenizer;
    struct lang_guesser *guesser;
    bool (*stop)(void); /* true: end after the transaction at hand; NULL: never */
};

struct index_department {
    int64_t id;
    const char *language;            /* of posts that do not say and are too short to tell */
    double threshold;                /* how fine groups are; 0: GROUP_THRESHOLD */
    bool rebuild;                    /* work out again what editors' decisions come to */
    const struct index_mutes *mutes; /* of its sources that have any */
    size_t n_mutes;
    const struct index_campaign *campaigns;
    size_t n_campaigns;
};

struct index_campaign {
    int64_t id;
    const struct text *keywords; /* of match.h */
    size_t n;
};

struct index_mutes {
    int64_t source_id;
    const struct text *lines; /* of mute.h */
    size_t n;
};

struct index_counts {
    int64_t posts;     /* looked at */
    int64_t questions; /* new ones */
    int64_t repeats;   /* posts that ask a known question */
    int64_t mentions;  /* new ones, which ask nothing */
    int64_t groups;    /* opened */
    int64_t joined;    /* questions that joined a group which was there */
    int64_t pages, passages;
    int64_t twins;          /* own pages that are left out for one that says the same */
    int64_t muted, unmuted; /* posts that this run hid, and that it lets be heard again */
};

/* Steps 1 to 3; adds to *counts.  ST_INTERRUPTED when stop() said so. */
enum status index_questions(const struct index_job *job, const struct index_department *d,
                            struct index_counts *counts, struct err *err);

/* Step 3 alone: index_mute.c. */
enum status index_mute(const struct index_job *job, const struct index_department *d,
                       struct index_counts *counts, struct err *err);

/* The rest of step 3: index_campaign.c. */
enum status index_campaigns(const struct index_job *job, const struct index_department *d,
                            struct err *err);

/* Step 4: index_twin.c; rebuild: as if no page had been compared before. */
enum status index_twins(const struct index_job *job, bool rebuild, struct index_counts *counts,
                        struct err *err);

/* Step 5. */
enum status index_passages(const struct index_job *job, struct index_counts *counts,
                           struct err *err);

#endif /* INDEX_H */
