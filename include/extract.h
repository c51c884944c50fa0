/*
 * extract.h - what a page says: its questions, its links and its main text.
 *
 * Bytes in, structs out.  Pure code: no network, clock or store.  A struct
 * extract is made once and read by any number of threads afterwards; what
 * extract_page() gives lives in the arena it was given.
 *
 * It does not judge whether a question concerns a department (match.h), does
 * not mask personal data, and resolves links with url.h only as far as it
 * must: hrefs are given as written, trimmed.
 *
 * Sources: schema.org QAPage, FAQPage, DiscussionForumPosting; the HTML
 * standard (microdata, encoding); platform profiles in seeds/platforms/ are
 * our own observations, 2014 to 2026.
 */
#ifndef EXTRACT_H
#define EXTRACT_H

#include "arena.h"
#include "status.h"
#include "text.h"

/* Caps on what an outsider controls. */
#define EXTRACT_MAX_BYTES     ((size_t)8 * 1024 * 1024) /* of a page; the rest is cut off */
#define EXTRACT_MAX_QUESTIONS 500                       /* a page; the longest FAQ seen has 190 */
#define EXTRACT_MAX_ANSWERS   1000                      /* a question; texts beyond are dropped */
#define EXTRACT_MAX_LINKS     10000                     /* a page */
#define EXTRACT_MAX_TAGS      50                        /* a question */
#define EXTRACT_MAX_FEEDS     20                        /* a page */
#define EXTRACT_MAX_LEVELS    400    /* element depth; deeper subtrees are dropped */
#define EXTRACT_MAX_NODES     300000 /* nodes looked at, a page */

/* "not given" for counts and scores, which may be negative otherwise. */
#define EXTRACT_NO_NUMBER INT64_MIN

struct extract;

enum extract_kind {
    EXTRACT_OTHER,
    EXTRACT_THREAD,  /* one question or topic, with its replies */
    EXTRACT_FAQ,     /* pairs of question and answer by the site itself */
    EXTRACT_LISTING, /* a list of threads */
    EXTRACT_BLOCKED, /* a challenge, log-in or error page in place of the content */
};

struct extract_input {
    struct text url;          /* where the bytes came from; "" when unknown */
    struct text body;         /* the bytes as received, content coding undone */
    struct text content_type; /* the HTTP header's value, "" when absent */
    struct text robots_tag;   /* X-Robots-Tag, "" when absent */
    struct text link;         /* Link, "" when absent; read for API answers only */
};

struct extract_answer {
    struct text text; /* plain, blocks on lines of their own */
    bool accepted;
    int64_t score; /* EXTRACT_NO_NUMBER: not given */
};

/* Where a field came from when that is not the question's how: "microdata", "head", ...; "". */
struct extract_origins {
    struct text title, body, posted_at, author, answers, score, views, accepted, tags, answers_text;
};

struct extract_question {
    struct text title;
    struct text body;      /* plain; "" when the page does not show it */
    struct text url;       /* permalink, absolute where the page's url is known; "" */
    struct text posted_at; /* RFC 3339, or YYYY-MM-DD where there is no time; "" */
    int64_t answers;       /* what the site says; EXTRACT_NO_NUMBER */
    int64_t score, views;  /* EXTRACT_NO_NUMBER */
    bool accepted, closed;
    struct text *tags;
    size_t n_tags;
    struct text author; /* as shown: hash it (pseudonym.h), never store it */
    struct extract_answer *answers_text;
    size_t n_answers_text;
    struct text how; /* "jsonld", "microdata", "platform NAME", "api", "heuristic" */
    struct extract_origins from;
    double p; /* probability that it asks something, 0..1 */
};

struct extract_link {
    struct text url;   /* href as written, trimmed; never javascript:, data:, mailto: */
    struct text text;  /* of the anchor, white space folded; may be "" */
    struct text rel;   /* as written */
    bool in_content;   /* not inside nav, header, footer or aside */
    int64_t changed_s; /* Unix time, by an API's list; 0: not said */
};

/* What an API's answer says besides its questions (extract_page.links: items to be read in full).
 */
struct extract_api {
    bool is;           /* the page is such an answer */
    struct text error; /* it is none of what was asked for: the API's own word; "" */
    bool later;        /* ... but will be, later */
    int64_t wait_s;    /* asked for before the next request; 0: nothing */
    int64_t oldest_s;  /* when the last of the list's items changed, Unix time; 0: not said */
};

struct extract_page {
    struct text title, canonical, language; /* "" when the page has none */
    enum extract_kind kind;
    /*
     * Main text: the whole thread, or the article.  Blocks are parted by a
     * blank line; a heading opens its block as a line of its own, followed by
     * a blank line; list items ("- ") and table rows (cells parted by " | ")
     * are lines.
     */
    struct text text;
    struct text next;    /* href of the thread's or API list's next page, as written; "" */
    struct text base;    /* href of <base>, as written; "" */
    struct text charset; /* what the bytes were decoded from, WHATWG name */
    struct text profile; /* the platform profile that fired; "" */
    bool noindex, nofollow, noarchive;
    struct text *feeds; /* href of link rel=alternate to RSS, Atom or JSON Feed */
    size_t n_feeds;
    struct extract_question *questions;
    size_t n_questions;
    struct extract_link *links;
    size_t n_links;
    bool cut; /* a cap was met: something of the page was left out */
    struct extract_api api;
};

/*
 * Load the platform profiles: the embedded ones, and those of dir (a folder
 * with NAME.ini files, or NULL), which replace embedded ones of that name.
 * ST_CONFIG: a profile does not parse (file and line in err).
 */
enum status extract_new(const char *dir, struct extract **ret, struct err *err);
void extract_free(struct extract *x); /* accepts NULL */

/*
 * Why a source at this normalised address does not run: its site forbids
 * crawling (a profile says "refused"), and the basis is neither a written
 * permission nor its API's terms.  NULL: it may.  Points into x.
 */
const char *extract_refusal(const struct extract *x, struct text url, struct text basis);

/*
 * Read one page.  Any bytes give a page, if an empty one: nothing that stands
 * on it is an error.  *ret and all it points to live in the arena.  May be
 * called from several threads with the same x, each with an arena of its own.
 */
void extract_page(const struct extract *x, const struct extract_input *in, struct arena *a,
                  struct extract_page *ret);

const char *extract_kind_name(enum extract_kind kind); /* "thread", "faq", ... */

/* Where a question's field (a name in struct extract_origins) came from. */
struct text extract_origin(const struct extract_question *q, const char *field);

#endif /* EXTRACT_H */
