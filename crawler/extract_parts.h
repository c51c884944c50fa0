/*
 * extract_parts.h - what the files of extraction share; private to them.
 *
 * The way of a page: charset -> html -> (jsonld, microdata -> schema) and
 * (profile -> thread) and faq -> merge -> extract_page.  Every part gets the
 * struct extract_work of its page and adds to it; nothing is kept elsewhere.
 */
#ifndef EXTRACT_PARTS_H
#define EXTRACT_PARTS_H

#include <jansson.h>

#include "api_parts.h"
#include "extract.h"
#include "html.h"
#include "select.h"

#define EXTRACT_MAX_ITEMS 2000 /* structured-data items a page; the most seen has 310 */
#define EXTRACT_MAX_JSON  ((size_t)4 * 1024 * 1024) /* bytes of JSON-LD a page */
#define EXTRACT_MAX_LEVEL 32                        /* nesting of structured data we follow */

/* What a line of a profile selects.  The table in extract_profile.c names them. */
enum extract_field {
    FIELD_MATCH,  /* marks the platform */
    FIELD_EXCEPT, /* ... unless this is there */
    FIELD_THREAD, /* marks a thread page; default: a title and a post */
    FIELD_LATER,  /* marks a later page of a thread: the opening post is not on it */
    FIELD_TITLE,
    FIELD_POST,     /* all posts, the opening one first */
    FIELD_QUESTION, /* the opening post, where it is marked as such */
    FIELD_ANSWER,   /* the other posts, where they are */
    FIELD_BODY,     /* within a post */
    FIELD_POSTED,   /* the opening post's date, anywhere on the page */
    FIELD_DATE,     /* within a post */
    FIELD_AUTHOR,
    FIELD_SCORE,
    FIELD_ACCEPTED, /* anywhere on the page */
    FIELD_CLOSED,
    FIELD_ASKS,  /* the site itself says that the thread asks */
    FIELD_TELLS, /* ... that it does not */
    FIELD_TAG,
    FIELD_COUNT, /* answers: the number after "of", or else the first */
    FIELD_POSTS, /* posts with the opening one: the first number */
    FIELD_TOTAL, /* the same: the largest number */
    FIELD_VIEWS,
    FIELD_NEXT,
    FIELD_DROP,   /* left out of bodies and main text */
    FIELD_MAIN,   /* main text besides the posts */
    FIELD_BYLINE, /* within a post: who and when, a line of the main text */
    FIELD_QUOTE,  /* within a post: words of an earlier one */
    FIELD_ANSWER_BODY,
    FIELD_ANSWER_ACCEPTED, /* within an answer, or the answer itself */
    FIELD_ANSWER_SCORE,
    FIELD_LISTING,        /* marks a list of threads */
    FIELD_LISTING_THREAD, /* links to threads on it */
    FIELD_BLOCKED,        /* marks a page in place of the content */
    FIELD_SECTION,        /* headings of a page that holds a thread under each */
    FIELD_SHELL,          /* a thread whose posts only a script would fetch */
    FIELD_N
};

enum extract_trust { TRUST_NO, TRUST_MIXED, TRUST_YES };

struct extract_field_list {
    struct select **lines; /* the first with a hit counts */
    size_t n;
};

struct extract_profile {
    const char *name;
    struct extract_field_list fields[FIELD_N];
    enum extract_trust asks;   /* are its threads questions? */
    enum extract_trust counts; /* its structured data's answer counts */
    enum extract_trust titles; /* NO: posts have none, the page's names their author */
    bool dmy, mdy;             /* the order of its numeric dates, if known */
    struct api *api;           /* NULL: none is described */
    struct api_lines sites;    /* registrable domains it is known by */
    struct text refused;       /* why nobody may crawl it; "": one may */
};

struct extract {
    struct arena *a;                  /* all that is below */
    struct extract_profile *profiles; /* in name order, "generic" ones last */
    size_t n_profiles, cap_profiles;
};

/* One thread or pair as one source gives it. */
struct extract_found {
    struct extract_question q;
    size_t cap_answers; /* of q.answers_text */
    bool faq;           /* a pair of an FAQPage */
    bool qa;            /* a Question; otherwise a forum posting */
};

struct extract_work {
    const struct extract *x;
    const struct extract_input *in;
    struct arena *a;
    struct html h;
    struct extract_page *page;
    const struct extract_profile *profile; /* NULL: none fired */
    struct extract_found *found;           /* structured data, in page order */
    size_t n_found, cap_found;
    struct extract_found thread; /* the profile's reading */
    bool has_thread;
    bool dmy, mdy;   /* what the numeric dates on the page say */
    uint32_t *posts; /* post bodies, for the main text */
    size_t n_posts;
    unsigned char *frame; /* a flag a node: nav, header, footer or aside around the content */
    uint32_t *text_sum;   /* bytes of text before a node, n + 1 of them */
    uint32_t *link_sum;   /* the same within links */
    unsigned char *skip;  /* a flag a node: not part of any text */
};

/* extract_text.c: text of a subtree as the header says of main text. */
struct text extract_text_render(const struct extract_work *w, uint32_t node);
struct text extract_text_main(const struct extract_work *w);
/* What stands for the title of a text that has none: how it starts. */
struct text extract_text_lead(struct text t, struct arena *a);

/* extract_frame.c: what stands around the content; bytes of text in each subtree. */
void extract_frame_mark(struct extract_work *w); /* fill skip, frame and the sums */
size_t extract_frame_bytes(const struct extract_work *w, uint32_t node);
size_t extract_frame_link_bytes(const struct extract_work *w, uint32_t node);
bool extract_frame_around(const struct extract_work *w, uint32_t node);

/* extract_date.c: RFC 3339 or YYYY-MM-DD from what pages write; "" if it is no date. */
struct text extract_date_parse(struct text t, bool dmy, bool mdy, struct arena *a);
/* Whether a numeric date tells the order: first or second number above 12. */
bool extract_date_day_first(struct text language);
void extract_date_order(struct text t, bool *dmy, bool *mdy);

/* extract_jsonld.c, extract_microdata.c: feed schema with JSON objects of the same shape. */
void extract_jsonld_read(struct extract_work *w);
void extract_microdata_read(struct extract_work *w);
json_t *extract_jsonld_parse(struct text t); /* tolerant; NULL if hopeless; caller's */
/* Arrays of what they find, in page order; the caller's. */
json_t *extract_jsonld_blocks(const struct html *h);
json_t *extract_microdata_items(struct extract_work *w);

/* extract_schema.c: schema.org types to found questions. */
void extract_schema_read(struct extract_work *w, const json_t *item, const char *how);

/* extract_profile.c: data files to selectors, and which one fires. */
enum status extract_profile_load(struct extract *x, const char *dir, struct err *err);
const struct extract_profile *extract_profile_find(const struct extract_work *w);
uint32_t extract_profile_first(const struct extract_work *w, enum extract_field f, uint32_t scope,
                               struct text *value);
size_t extract_profile_all(const struct extract_work *w, enum extract_field f, uint32_t scope,
                           size_t max, uint32_t **ret, const struct select **by);

/* extract_thread.c: the profile's reading of the page. */
void extract_thread_read(struct extract_work *w);

/* extract_faq_words.c: what the words of an FAQ's titles say. */
struct text extract_faq_title(struct text title);
bool extract_faq_asks(struct text t);
bool extract_faq_is_call(struct text t);
bool extract_faq_says_so(const struct extract_work *w);

/* extract_faq.c: question-and-answer pairs by markup; 0 if the page is no FAQ. */
size_t extract_faq_read(struct extract_work *w, struct extract_question **ret);
/* Text of the nodes from .. end-1, which need not be one subtree. */
struct text extract_faq_run(const struct extract_work *w, uint32_t from, uint32_t end);

/* extract_talk.c: wiki talk pages, a thread a section; 0 if the page is none. */
size_t extract_talk_read(struct extract_work *w, struct extract_question **ret);

/* extract_meta.c: title, canonical, robots, feeds, links. */
void extract_meta_read(struct extract_work *w);
void extract_meta_robots(struct extract_page *p, struct text t); /* X-Robots-Tag, meta robots */
void extract_meta_links(struct extract_work *w);
struct text extract_meta_property(const struct extract_work *w, const char *name);
struct text extract_meta_clean_title(const struct extract_work *w, struct text t);

/* extract_merge.c: one answer from all sources, and the page's kind. */
void extract_merge(struct extract_work *w);

/* What a site says of a thread: that it asks, that it does not, that it is a Question's item. */
struct extract_signs {
    bool asks, tells, marked;
};
/* How likely the thread asks something, by its site and its words. */
double extract_merge_p(const struct extract_profile *p, const struct extract_question *q,
                       const struct extract_signs *signs);

#endif /* EXTRACT_PARTS_H */
