/*
 * store_numbers.h - the figures of a span of time: what was found, decided and posted in it,
 * where groups stood at its end, and the rows behind each figure.
 *
 * A figure counts what lies in [since_s, until_s) and how things stood at until_s: rows that
 * came later are not looked at, so the figures of a month that is over stay as they are whatever
 * is decided afterwards.  What does change them: groups that are merged or split, posts that are
 * muted or erased.  Days, weeks (from Monday) and months are UTC.
 *
 * The rows behind a figure come out of the same pass that counts it (store_numbers_rows()).
 * Reads only, in one transaction of the caller's where the parts must fit together; texts live in
 * the arena; errors are sticky.
 */
#ifndef STORE_NUMBERS_H
#define STORE_NUMBERS_H

#include "arena.h"
#include "store.h"

enum store_numbers_figure {
    STORE_NUMBERS_FOUND,
    STORE_NUMBERS_GROUPS,
    STORE_NUMBERS_POSITIVE,
    STORE_NUMBERS_NEUTRAL,
    STORE_NUMBERS_NEGATIVE,
    STORE_NUMBERS_ANSWERED,
    STORE_NUMBERS_POSTED,
    STORE_NUMBERS_THERE,
    STORE_NUMBERS_WITHDRAWN,
    STORE_NUMBERS_OPEN,
    STORE_NUMBERS_GAPS,
    STORE_NUMBERS_PARKED,
    STORE_NUMBERS_TO_APPROVED, /* hours, a median */
    STORE_NUMBERS_TO_POSTED,   /* the same */
    STORE_NUMBERS_UNCHANGED,
    STORE_NUMBERS_EDITED,
    STORE_NUMBERS_REJECTED,
    STORE_NUMBERS_TOPICS, /* of the groups found, those that no page answers */
    STORE_NUMBERS_FIGURES,
};

/* What a figure is called, in addresses and for people, and what it means in one line. */
struct store_numbers_meaning {
    const char *name, *label, *means;
    bool hours; /* else a count */
};
const struct store_numbers_meaning *store_numbers_meaning(enum store_numbers_figure f);
int store_numbers_figure_of(struct text name); /* -1: none of them */

/* By what a figure is divided in a table. */
enum store_numbers_part {
    STORE_NUMBERS_WHOLE,
    STORE_NUMBERS_PERIOD, /* key: its first second */
    STORE_NUMBERS_HOUR,   /* key: weekday (0: Monday) * 24 + hour of the day */
    STORE_NUMBERS_SOURCE, /* key: the source's id */
    STORE_NUMBERS_SITE,   /* key: the host's id */
    STORE_NUMBERS_PAGE,   /* key: the page's url_id */
    STORE_NUMBERS_KIND,   /* key: kind * STORE_NUMBERS_ORIGINS + origin */
    STORE_NUMBERS_TOPIC,  /* key: the group's id */
    STORE_NUMBERS_PARTS,
};
const char *store_numbers_part_name(enum store_numbers_part p); /* "source" */
int store_numbers_part_of(struct text name);                    /* -1: none of them */

/* What a key of STORE_NUMBERS_KIND is called: "Answer, machine". */
const char *store_numbers_kind(int64_t key);

enum store_numbers_unit { STORE_NUMBERS_DAY, STORE_NUMBERS_WEEK, STORE_NUMBERS_MONTH };

enum store_numbers_size {
    STORE_NUMBERS_WEEKDAYS = 7,
    STORE_NUMBERS_HOURS = 24,
    STORE_NUMBERS_KINDS = 3,   /* answer, acknowledge, contact */
    STORE_NUMBERS_ORIGINS = 4, /* machine, model, reused, written */
    STORE_NUMBERS_TOP = 20,    /* rows of a table that has its best only */
    STORE_NUMBERS_COLUMNS = 3,
};

/* A row of a table; what n[] counts is the table's. */
struct store_numbers_row {
    int64_t key;
    struct text name, address; /* of a source, site, page or topic; address "": none */
    struct text note;          /* of a topic: the nearest page's title */
    int64_t n[STORE_NUMBERS_COLUMNS];
};

struct store_numbers_table {
    struct store_numbers_row *rows;
    size_t n, cap;
};

struct store_numbers_query {
    const int64_t *departments; /* their ids */
    size_t n_departments;       /* 0: all */
    int64_t since_s, until_s;
    bool figures_only; /* no tables: for the period before */
    /* Posts of the campaign (key) and that the audience asks, and the groups that have some;
     * groups that are in no list any more have neither.  "": all. */
    struct text campaign, audience;
};

struct store_numbers {
    int64_t count[STORE_NUMBERS_FIGURES];
    double hours[STORE_NUMBERS_FIGURES]; /* of the medians; count: of how many */
    bool listens; /* none of the sources is answered: nobody judges what was found */
    enum store_numbers_unit unit;       /* of periods */
    struct store_numbers_table periods; /* by time: found, answered, posted */
    struct store_numbers_table sources; /* by found: found, groups */
    struct store_numbers_table sites;   /* the same */
    struct store_numbers_table pages;   /* by answered: answered, posted; the best */
    struct store_numbers_table topics;  /* by times asked in the span; the most asked */
    struct store_numbers_table kinds;   /* unchanged, edited, rejected; those there are */
    int64_t heat[STORE_NUMBERS_WEEKDAYS][STORE_NUMBERS_HOURS]; /* posts found, by when asked */
};

/* What was worked out is kept in the handle, and told again as long as nobody has changed the store
 * since. */
void store_numbers_read(struct store *s, const struct store_numbers_query *q, struct arena *a,
                        struct store_numbers *ret);

/* False: a 0 says nothing of the figure, because it is of what is only listened to. */
#define STORE_NUMBERS_NOT_MEASURED "not measured"
bool store_numbers_measured(const struct store_numbers *n, enum store_numbers_figure f);
#define STORE_NUMBERS_LISTENS                                                                      \
    "What is found is only listened to (mode = listen): it is given no tone, and no page is "      \
    "sought for it."

/* A period of that length that at_s is in: its first second; next: of the one after. */
int64_t store_numbers_period(enum store_numbers_unit unit, int64_t at_s, int64_t *next);
/* The unit that periods of such a span have. */
enum store_numbers_unit store_numbers_unit_of(int64_t since_s, int64_t until_s);

/* ---- the rows behind a figure ---- */

struct store_numbers_pick {
    enum store_numbers_figure figure;
    enum store_numbers_part part; /* WHOLE: key is not looked at */
    int64_t key;
};

/* A post (found, tones), or a group with what happened to it at_s. */
struct store_numbers_hit {
    int64_t group_id, post_id, draft_id, at_s; /* post_id, draft_id 0: not one's */
    double hours;                              /* of a median */
};

/* As many as the figure says, latest first; in the arena. */
size_t store_numbers_rows(struct store *s, const struct store_numbers_query *q,
                          const struct store_numbers_pick *pick, struct arena *a,
                          struct store_numbers_hit **ret);

/* What a hit is, in words. */
struct store_numbers_told {
    struct text question, department; /* of the group; department: its key */
    struct text state;                /* of the group now; "": it is in no list */
    struct text address;              /* of the post; "" for a group */
};
void store_numbers_tell(struct store *s, const struct store_numbers_hit *h, struct arena *a,
                        struct store_numbers_told *ret);

#endif /* STORE_NUMBERS_H */
