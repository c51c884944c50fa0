/*
 * store_experiment.h - experiments: two voices by turns, a figure that was named before, and how
 * it came out.
 *
 * The configuration writes the row ([experiment KEY], config_experiment.c).  The drafter gives
 * each group whose first draft is an answer composed from a voice an arm, A and B by turns, in the
 * transaction that writes the draft; the group keeps it for good.  From the first of them on
 * what was named stays as it is.
 *
 * The outcome counts groups by intention to treat: every group that was given an arm counts in
 * it, whatever became of its draft.  Decisions that were taken back do not count, nor does anything
 * after until_s.  Reads only, but for store_experiment_assign(); errors are sticky.
 */
#ifndef STORE_EXPERIMENT_H
#define STORE_EXPERIMENT_H

#include "arena.h"
#include "proportion.h"
#include "store.h"

/* What the settings call the metrics. */
#define STORE_EXPERIMENT_NAMES "unchanged|approved|rejected|posted|there|to-approved|visits"

enum store_experiment_metric {
    STORE_EXPERIMENT_UNCHANGED,
    STORE_EXPERIMENT_APPROVED,
    STORE_EXPERIMENT_REJECTED,
    STORE_EXPERIMENT_POSTED,
    STORE_EXPERIMENT_THERE,
    STORE_EXPERIMENT_TO_APPROVED, /* hours: their ranks are compared, no shares */
    STORE_EXPERIMENT_VISITS,      /* the same of visits (store_visit.h) */
    STORE_EXPERIMENT_METRICS,
};

struct store_experiment_meaning {
    const char *name, *label, *means; /* label: of the share, or of the median */
    const char *row;                  /* what one must have more of to be surer: "decided" */
    bool less;                        /* the less, the better */
    bool ranked;                      /* values are compared; what follows is of them */
    const char *wins, *unit;          /* "is approved sooner"; " h" */
};
const struct store_experiment_meaning *store_experiment_meaning(enum store_experiment_metric m);
int store_experiment_metric_of(struct text name); /* -1: none of them */

enum store_experiment_arms { STORE_EXPERIMENT_A, STORE_EXPERIMENT_B, STORE_EXPERIMENT_ARMS };

struct store_experiment {
    int64_t id, department_id;
    struct text department, key; /* department: its key */
    struct text voice[STORE_EXPERIMENT_ARMS];
    struct text tone; /* only answers to questions of that tone; "": of any */
    enum store_experiment_metric metric;
    int64_t from_s, to_s; /* to_s: the first second after it */
    int64_t planned_s;    /* to_s as it was when the first group was given an arm */
    bool active;          /* its section is there */
    int64_t assigned[STORE_EXPERIMENT_ARMS];
};

enum store_experiment_state {
    STORE_EXPERIMENT_PLANNED,
    STORE_EXPERIMENT_RUNNING,
    STORE_EXPERIMENT_OVER,
    STORE_EXPERIMENT_REMOVED, /* its section went before it was over */
};
enum store_experiment_state store_experiment_state(const struct store_experiment *x, int64_t at_s);
const char *store_experiment_state_name(enum store_experiment_state state); /* "running" */

/*
 * Experiments by department and start; department_id 0: of all.  In the arena.  Those without a
 * section and without a group are left out.
 */
size_t store_experiment_list(struct store *s, int64_t department_id, struct arena *a,
                             struct store_experiment **ret);

/* ---- for the drafter ---- */

/* The department's that have a section, whatever their dates; in the arena. */
size_t store_experiment_active(struct store *s, int64_t department_id, struct arena *a,
                               struct store_experiment **ret);

/* Whose experiment a group is in, and its arm's voice. */
struct store_experiment_place {
    struct text key, voice;
    enum store_experiment_arms arm;
    bool active; /* its section is there */
};

/* Texts in the arena; false, *ret untouched: the group is in none. */
bool store_experiment_of_group(struct store *s, int64_t group_id, struct arena *a,
                               struct store_experiment_place *ret);

/* Whose turn it is. */
enum store_experiment_arms store_experiment_turn(struct store *s, int64_t experiment_id);

/*
 * The group gets the arm whose turn it is, in the transaction that writes its first draft, in role
 * STORE_DRAFTER.
 */
void store_experiment_assign(struct store *s, int64_t experiment_id, int64_t group_id,
                             int64_t now_s);

/* ---- how it came out ---- */

struct store_experiment_side {
    int64_t assigned;
    int64_t decided;     /* approved or rejected, and not reopened since: what stands now */
    struct proportion p; /* of the metric; of a ranked one: n is how many values there are */
    double *values;      /* of a ranked one: p.n of them, sorted */
};

struct store_experiment_outcome {
    struct store_experiment_side side[STORE_EXPERIMENT_ARMS];
    enum store_experiment_state state;
    bool final;                          /* it is over: what follows is judged */
    struct proportion_interval share[2]; /* of each side whose p.n is not 0, when it is final */
    bool compared;                       /* difference holds: both sides have rows, shares, final */
    double difference;                   /* A's share less B's */
    struct proportion_interval apart;    /* the difference's */
    struct text says;                    /* what follows from it, one sentence or two */
};

/* As it stood before until_s: a second from now, or the end of what is looked at. */
void store_experiment_read(struct store *s, const struct store_experiment *x, int64_t until_s,
                           struct arena *a, struct store_experiment_outcome *ret);

struct store_experiment_result {
    struct store_experiment x;
    struct store_experiment_outcome o;
};

/*
 * Those of a department (0: of all) that ran in [since_s, until_s), as they stood at its end, or
 * just after now_s where that is earlier; in the arena.
 */
struct store_experiment_span {
    int64_t department_id, since_s, until_s, now_s;
};
size_t store_experiment_results(struct store *s, const struct store_experiment_span *span,
                                struct arena *a, struct store_experiment_result **ret);

/* The sentence, and what it rests on; store_experiment_read() has called it. */
void store_experiment_judge(const struct store_experiment *x, struct arena *a,
                            struct store_experiment_outcome *o);

/* What a table shows of an arm besides its counts; in the arena. */
struct store_experiment_told {
    const char *counted; /* "12 of 40"; of a ranked metric "40" */
    const char *result;  /* "30 % (18 to 45 %)", "3.2 h (1.0 to 8.5 h)"; a dash: not yet, or none */
};
void store_experiment_tell(const struct store_experiment *x,
                           const struct store_experiment_outcome *o, enum store_experiment_arms arm,
                           struct arena *a, struct store_experiment_told *ret);

#endif /* STORE_EXPERIMENT_H */
