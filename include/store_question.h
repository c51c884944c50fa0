/*
 * store_question.h - what the indexer makes: question, sighting, question_group,
 * group_link, passage; and what it has to do next.
 *
 * The indexer writes; drafter, review and lists read.  All errors are sticky (store.h).
 * Texts given to a callback live in the arena that comes with the call.
 */
#ifndef STORE_QUESTION_H
#define STORE_QUESTION_H

#include "arena.h"
#include "store.h"

/* ---- from posts to questions ---- */

/* A post that matched the department and is new, or changed since it was indexed. */
struct store_pending {
    int64_t post_id, post_hash;
    struct text title, body, language; /* language "": not declared */
    bool asks;                         /* else it is a mention */
};

typedef void store_pending_fn(void *self, const struct store_pending *p);

/* Up to limit of them with an id above after, by id; posts that are gone are left out. */
size_t store_question_pending(struct store *s, int64_t department_id, int64_t after, int64_t limit,
                              struct arena *a, store_pending_fn *fn, void *self);

struct store_question {
    int64_t id, department_id;
    struct text text, body, language;
    struct text stems; /* the normal form: questions with the same are one */
    int64_t group_id;  /* 0: not grouped yet */
    int64_t home_id;   /* where the program put it, see store_group.h */
    bool head;         /* it speaks for its group */
    bool asks;         /* else it is a mention, which only repeats of the same words join */
};

/* Insert unless the department has one of the same stems; its id. */
int64_t store_question_put(struct store *s, const struct store_question *q, int64_t now_s,
                           bool *is_new);

/* The post, with that hash, is a sighting of the question; replaces an earlier one. */
void store_question_sight(struct store *s, const struct store_pending *p, int64_t department_id,
                          int64_t question_id);

/* ---- groups ---- */

typedef void store_question_fn(void *self, const struct store_question *q);

/* All questions of a department, by id; no mentions. */
void store_question_each(struct store *s, int64_t department_id, struct arena *a,
                         store_question_fn *fn, void *self);
/* How many of them have no group yet. */
int64_t store_question_ungrouped(struct store *s, int64_t department_id);
/* Up to cap mentions that have no group yet, by id; how many. */
size_t store_question_mentions(struct store *s, int64_t department_id, int64_t *ret, size_t cap);

/* Open a group for a question, which is its head; its id. */
int64_t store_question_add_group(struct store *s, int64_t department_id, int64_t head_id,
                                 int64_t now_s);
/* Of x: id, group_id, home_id.  why is a JSON object (reason.h); changed_s of the group becomes
 * now. */
void store_question_link(struct store *s, const struct store_question *x, double p, struct text why,
                         int64_t now_s);

/* ---- mutes ---- */

/* A post as its source's mute lines see it. */
struct store_mutable {
    int64_t post_id, source_id;
    struct text title, body, address, language, author_hash; /* as muted, for the call only */
    struct text muted;                                       /* as it is; empty: heard */
};

typedef void store_mutable_fn(void *self, const struct store_mutable *m);

/* The department's indexed posts of a source; source_id 0: those that are muted now. */
void store_question_mutable(struct store *s, int64_t department_id, int64_t source_id,
                            store_mutable_fn *fn, void *self);
/* Hide it from lists and drafts because of that line; empty: let it be heard. */
void store_question_mute(struct store *s, int64_t post_id, int64_t department_id, struct text line);

/* ---- passages ---- */

struct store_stale_page {
    int64_t url_id, text_hash;
    struct text text;
};

typedef void store_stale_page_fn(void *self, const struct store_stale_page *p);

/* Up to limit own pages above after whose text is not the one their passages were cut from. */
size_t store_question_stale_pages(struct store *s, int64_t after, int64_t limit, struct arena *a,
                                  store_stale_page_fn *fn, void *self);

struct store_passage {
    int64_t start, end; /* bytes into the page's text */
    struct text heading;
};

/* Replace the passages of a page. */
void store_question_put_passages(struct store *s, const struct store_stale_page *p,
                                 const struct store_passage *passages, size_t n);
/* Drop those of pages that have no text any more; how many rows. */
int64_t store_question_drop_passages(struct store *s);

/* ---- lists ---- */

struct store_group_row {
    int64_t id, head_id, n_questions, times_asked, sites, first_asked_s, last_asked_s;
    struct text department, question, language, state; /* state: as store_export.h has it */
};

typedef void store_group_fn(void *self, const struct store_group_row *g);

/* Groups most asked first; department_id 0: all; id 0: all; since_s on the last time asked. */
struct store_group_query {
    int64_t department_id, since_s, until_s, limit;
};
void store_question_groups(struct store *s, const struct store_group_query *query, struct arena *a,
                           store_group_fn *fn, void *self);

struct store_member_row {
    int64_t id, group_id, times_asked, first_asked_s, last_asked_s;
    struct text department, text, body, language, why;
    struct text muted; /* the line that hides it, if the muted were asked for */
    double p;
    bool head;
};

typedef void store_member_fn(void *self, const struct store_member_row *m);

/* Questions, of a group or with an id or all (0), by id: as heard, or those that are muted. */
struct store_member_query {
    int64_t department_id, group_id, id, since_s, until_s, limit;
    bool muted;
    bool mentions; /* those in place of questions; without id and group_id */
};
void store_question_members(struct store *s, const struct store_member_query *query,
                            struct arena *a, store_member_fn *fn, void *self);

/* Where a question was asked. */
struct store_sighting_row {
    int64_t asked_s, answers;       /* answers -1: not known */
    struct text address, words;     /* words: the keywords that matched */
    struct text muted, author_hash; /* muted: the line that hides it; both may be empty */
    bool gone;
};

typedef void store_sighting_fn(void *self, const struct store_sighting_row *r);
void store_question_sightings(struct store *s, int64_t question_id, struct arena *a,
                              store_sighting_fn *fn, void *self);

/* A stored post as the keywords see it, for trying out other keywords. */
struct store_seen_post {
    int64_t id;
    struct text address, title, body, language; /* as all texts here: for the call only */
    bool kept;                                  /* for the department asked about */
    bool read;               /* kept, or on a page that a source of the department reads */
    bool all;                /* through a source whose every question is kept */
    struct text source;      /* key of the one it is kept through */
    struct text author_hash; /* may be empty */
    struct text muted;       /* the line that hides it now; empty: it is heard or not indexed */
};

typedef void store_seen_post_fn(void *self, const struct store_seen_post *p);
void store_question_posts(struct store *s, int64_t department_id, store_seen_post_fn *fn,
                          void *self);

#endif /* STORE_QUESTION_H */
