/*
 * store_group.h - what editors decided about groups, and groups as these decisions move them.
 *
 * A decision is a row that is never changed or deleted; taking one back is a row as
 * well.  Review writes them; the indexer replays them (identity.h) and writes
 * question_group, group_link and how far it has got.  All errors are sticky.
 */
#ifndef STORE_GROUP_H
#define STORE_GROUP_H

#include "arena.h"
#include "store.h"

enum store_group_verb {
    STORE_GROUP_MERGE, /* parts: the groups that group takes over */
    STORE_GROUP_SPLIT, /* parts: the questions that leave it for a group of their own */
    STORE_GROUP_HEAD,  /* parts: the question that speaks for it */
    STORE_GROUP_UNDO,  /* undoes: the decision taken back */
};

struct store_group_decision {
    int64_t id, department_id, group_id, undoes, at_s;
    enum store_group_verb verb;
    int64_t head_id;   /* the group's until then */
    int64_t opened_id; /* of a split: the group the questions went to; 0: not applied yet */
    struct text actor;
    int64_t *parts;
    size_t n_parts, cap_parts;
    bool undone; /* told by whoever reads them all (identity.h) */
};

/* "merge" and so on, and back; -1: none of them. */
const char *store_group_verb_name(enum store_group_verb v);
int store_group_verb_of(struct text name);

/* Append it (id, opened_id and undone are not looked at); its id. */
int64_t store_group_decide(struct store *s, const struct store_group_decision *d);

typedef void store_group_decision_fn(void *self, const struct store_group_decision *d);

/* All of a department, by id; in the arena. */
void store_group_decisions(struct store *s, int64_t department_id, struct arena *a,
                           store_group_decision_fn *fn, void *self);
/* The id of the latest; 0: none. */
int64_t store_group_latest(struct store *s, int64_t department_id);

/* The last decision that group_link and question_group show. */
int64_t store_group_applied(struct store *s, int64_t department_id);
void store_group_set_applied(struct store *s, int64_t department_id, int64_t decision_id);

struct store_group {
    int64_t id, department_id, head_id, merged_into; /* merged_into 0: it stands */
};

/* Also one that was merged away.  False: there is none of that id. */
bool store_group_find(struct store *s, int64_t id, struct store_group *ret);
/* A question's group (0: none yet), home and department; false: no such question. */
struct store_group_place {
    int64_t group_id, home_id, department_id;
};
bool store_group_of(struct store *s, int64_t question_id, struct store_group_place *ret);

/* Open the group that a split asks for. */
int64_t store_group_open(struct store *s, const struct store_group_decision *split, int64_t now_s);
/* Head and merged_into (0: none); changed_s becomes now. */
void store_group_set(struct store *s, const struct store_group *g, int64_t now_s);

/* A question in its group.  home_id: where the program put it; the group itself unless moved. */
struct store_group_member {
    int64_t question_id, group_id, home_id;
    struct text text, body, language;
    double p;
    struct text why; /* JSON, see reason.h */
};

typedef void store_group_member_fn(void *self, const struct store_group_member *m);
void store_group_members(struct store *s, int64_t group_id, struct arena *a,
                         store_group_member_fn *fn, void *self);
/* Write where it is, p and why. */
void store_group_put(struct store *s, const struct store_group_member *m);

/* Groups that stand whose head was not sighted any more while another of their questions was. */
typedef void store_group_id_fn(void *self, int64_t group_id);
void store_group_headless(struct store *s, int64_t department_id, store_group_id_fn *fn,
                          void *self);
/* Is the question seen in a post? */
bool store_group_sighted(struct store *s, int64_t question_id);

#endif /* STORE_GROUP_H */
