/*
 * store_draft.h - what the drafter reads and writes: open groups, the pages of
 * the own site, drafts with sentences and evidence, gaps.
 *
 * Reading drafts and gaps for lists and exports is store_export.h's; decisions on them
 * are store_decision.h's.  All errors are sticky (store.h).  Texts live in the
 * arena that comes with the call.
 */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

#include "arena.h"
#include "store.h"
#include "store_request.h"

/* ---- what the drafter works on ---- */

struct store_draft_page {
    int64_t url_id;
    struct text link; /* canonical address where it is known, else where it was fetched */
    struct text address;
    struct text title, language, text;
    int64_t text_hash, fetched_s;
};

typedef void store_draft_page_fn(void *self, const struct store_draft_page *p);

/* The pages of the department's own sites that may be linked to, by url_id. */
void store_draft_pages(struct store *s, int64_t department_id, struct arena *a,
                       store_draft_page_fn *fn, void *self);

/* The text of one of them as it is now; TEXT_NONE: it is gone. */
struct text store_draft_page_text(struct store *s, int64_t url_id, struct arena *a);

/* A number that changes when a text, title, link or language of those pages does; 0: none. */
int64_t store_draft_pages_hash(struct store *s, int64_t department_id);

struct store_draft_group {
    int64_t id;
    struct text question, body, language;
    double p_question;  /* the most that one of its posts asks something */
    bool answers;       /* some source it was found through is not listen only */
    int64_t draft_id;   /* the latest; 0: none */
    int64_t basis_hash; /* of the gap, of asks_nothing or of the latest draft, the first there is */
    bool has_gap;
    bool asks_nothing;   /* and was seen to */
    int64_t decision_id; /* the request that the draft follows; 0: none */
    struct text state;   /* of the latest decision on the draft, or on the gap; "" : none */
    int64_t changed_s;   /* when a question last came to it */
    int64_t posts_hash;  /* changes when a post comes, goes, or says something else */
    struct store_request request; /* what editors asked for */
};

typedef void store_draft_group_fn(void *self, const struct store_draft_group *g);

/* The department's groups that are not merged away, by id, with posts that are still there. */
void store_draft_groups(struct store *s, int64_t department_id, struct arena *a,
                        store_draft_group_fn *fn, void *self);

/* The same of one group, if it is the department's. */
void store_draft_group(struct store *s, int64_t department_id, int64_t group_id, struct arena *a,
                       store_draft_group_fn *fn, void *self);

#define STORE_DRAFT_WORDINGS 5 /* of a group, that are looked at */

/* How else the group's question was put, most asked first; how many (room for the above). */
size_t store_draft_wordings(struct store *s, int64_t group_id, struct arena *a,
                            struct text ret[STORE_DRAFT_WORDINGS]);

/* Every post of the group that is still there; the texts live until fn returns. */
typedef void store_draft_post_fn(void *self, struct text title, struct text body);
void store_draft_posts(struct store *s, int64_t group_id, store_draft_post_fn *fn, void *self);

/* basis_hash as a group has it; 0: none. */
int64_t store_draft_basis(struct store *s, int64_t group_id);

/* Template of the department's latest draft; NULL: none yet. */
const char *store_draft_last_template(struct store *s, int64_t department_id, struct arena *a);

/* Key of the source through which the group was found first; "": none. */
struct text store_draft_source(struct store *s, int64_t group_id, struct arena *a);

/* Names of the platforms on which the group was asked, as pages have them; how many. */
size_t store_draft_platforms(struct store *s, int64_t group_id, struct arena *a, struct text **ret);

/* Does every sentence of the draft still stand where it was quoted from? */
bool store_draft_holds(struct store *s, int64_t draft_id);

/* The latest draft of a group; 0: none. */
int64_t store_draft_latest(struct store *s, int64_t group_id);

/* Where a sentence of a draft stands, in order. */
struct store_draft_sentence {
    int64_t url_id, fetched_s, text_hash;
    struct text text;
    uint32_t start, end;
};

/* A draft as it was made, to be compared with what would be made now. */
struct store_draft_made {
    struct text tone, kind, answer, link, voice, origin, owner;
    struct store_draft_sentence *sentences;
    size_t n_sentences, cap_sentences;
};

/* False: no such draft. */
bool store_draft_made(struct store *s, int64_t draft_id, struct arena *a,
                      struct store_draft_made *ret);

/* ---- what it makes; inside a transaction ---- */

struct store_draft_evidence {
    int64_t url_id;
    double score;
};

struct store_draft {
    int64_t group_id;
    const char *tone, *kind, *voice, *template_name;
    const char *origin;  /* machine (NULL as well) | reused | written */
    int64_t from_id;     /* reused: the draft whose answer it repeats; 0: none */
    int64_t decision_id; /* the request it follows; 0: none */
    double tone_p, confidence;
    struct text answer, link; /* link "" : none */
    struct text owner;        /* the person that the question asks about; "": nobody */
    int64_t link_url_id;      /* 0: none */
    int64_t basis_hash, created_s;
    struct text checks; /* a JSON list */
    const struct store_draft_sentence *sentences;
    size_t n_sentences;
    const struct store_draft_evidence *evidence; /* best first */
    size_t n_evidence;
};

/*
 * A new row, which supersedes older ones of the group, and ends its gap.  What was asked then is
 * kept with it (store_stale.h).  Its id.
 */
int64_t store_draft_add(struct store *s, const struct store_draft *d);

/* Nothing to change, but made from this now. */
void store_draft_set_basis(struct store *s, int64_t draft_id, int64_t basis_hash);

struct store_gap {
    int64_t group_id, nearest_url_id; /* 0: none */
    struct text why;
    const char *tone;
    const char *escalation; /* the kind of alarm for which a person must see it; NULL: none */
    struct text owner;      /* whom it is routed to; "": nobody */
    double confidence;
    int64_t basis_hash, created_s;
    const struct store_draft_evidence *pages; /* weighed, best first */
    size_t n_pages;                           /* STORE_DRAFT_GAP_PAGES are kept */
};

#define STORE_DRAFT_GAP_PAGES 9 /* that an editor can pick from, one key each */

/* In place of the gap that the group has; inside a transaction, as all that touches a group. */
void store_draft_put_gap(struct store *s, const struct store_gap *g);
void store_draft_drop_gap(struct store *s, int64_t group_id);
/* It asks nothing and gets nothing; until a draft or a gap is stored, or another basis. */
void store_draft_put_nothing(struct store *s, int64_t group_id, int64_t basis_hash);

#endif /* STORE_DRAFT_H */
