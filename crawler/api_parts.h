/*
 * api_parts.h - what a profile says of its site's API, and who fills it in;
 * private to the files of extraction and api*.c.
 *
 *   [api]         host      whose templates begin with "/"; the address's own unless set
 *                 format    html | markdown | plain: what bodies are written in
 *                 item      template: where one item of a list is read in full
 *                 complete  yes: lists say all, items need not be asked for
 *                 thread    template: an item's page for people (or "url" below)
 *                 first, last  numbers of the pages that {page} may have
 *                 link      yes: the next page stands in the Link header
 *                 backoff   path: seconds that nothing may be asked for
 *                 quota     path: requests left today; 0 ends the day
 *                 error     path: there instead of an answer
 *                 throttle  values of error that mean "later"
 *                 wait      path: the first number in it is how much later, in seconds
 *   [source NAME] fits      template: addresses of sources that are read this way
 *                 list      template: their threads, newest change first
 *                 search    template: the same by {keyword}
 *   [api list]    items, more, pages (how many), cursor: from the top; fields of an item
 *   [api item]    fields of an item read in full; page: path of its HTML
 *   [api answer]  fields of one answer of [api list] or [api item] answers
 *
 * Fields are paths (api_path.h): title, body, url, posted, changed, author,
 * score, views, count (answers), posts (answers and one), accepted, closed, tag,
 * language, asks, tells, answers.  A key that stands several times gives
 * alternatives: of a path the first that is there counts, of list and search the
 * next is asked when the one before is refused.
 */
#ifndef API_PARTS_H
#define API_PARTS_H

#include <jansson.h>

#include "arena.h"
#include "inifile.h"
#include "status.h"
#include "text.h"

enum api_place { API_LIST, API_ITEM, API_ANSWER, API_N_PLACES };

enum api_field {
    API_ITEMS,
    API_MORE,
    API_PAGES,
    API_CURSOR,
    API_PAGE,
    API_TITLE,
    API_BODY,
    API_URL,
    API_POSTED,
    API_CHANGED,
    API_AUTHOR,
    API_SCORE,
    API_VIEWS,
    API_COUNT,
    API_POSTS,
    API_ACCEPTED,
    API_CLOSED,
    API_TAG,
    API_LANGUAGE,
    API_ASKS,
    API_TELLS,
    API_ANSWERS,
    API_N_FIELDS
};

enum api_format { API_HTML, API_MARKDOWN, API_PLAIN };

struct api_lines {
    struct text *v;
    size_t n, cap;
};

/* One way in: which sources, and what is asked for them. */
struct api_way {
    struct text name;
    struct api_lines fits, list, search;
};

struct api {
    struct text host; /* "https://api.example.org"; "": the address's own */
    enum api_format format;
    struct text item, thread;
    int64_t first, last; /* {page}; last 0: no end */
    bool link, complete;
    struct api_lines backoff, quota, error, throttle, wait;
    struct api_lines fields[API_N_PLACES][API_N_FIELDS];
    struct api_way *ways;
    size_t n_ways, cap_ways;
};

/* api_profile.c: is the section one of ours? */
bool api_profile_is(struct text section);
/* Take one line; *api is made when it is the first. */
enum status api_profile_add(const struct inifile_entry *e, struct arena *a, struct api **api,
                            struct err *err);

/* A template of the profile as a whole address's. */
struct text api_profile_template(const struct api *api, struct text template, struct arena *a);

/* api_text.c: a body as plain text. */
struct text api_text_plain(struct text t, enum api_format format, struct arena *a);

/*
 * api_read.c: the page is an API's answer that a profile reads.  False: it is
 * none, and w->page is as it was.
 */
struct extract_work;
bool api_read(struct extract_work *w);

#endif /* API_PARTS_H */
