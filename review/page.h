/*
 * page.h - what all pages have around them: head, navigation, live region, message, footer.
 *
 * A page writes page_open(), its own markup into res->body by markup.h, page_close().  Where the
 * script asked for the main part alone (request_part()), only that is written.  No script and
 * no style stands in a page: the policy of httpd.c forbids both.
 *
 * An account's settings that pages heed: "theme": "light" or "dark" (else as the system
 * has it); "keys": false switches the keys off; "remap": {"a": "q"} moves one.
 */
#ifndef PAGE_H
#define PAGE_H

#include "request.h"
#include "role.h"

/* HTTP status codes, RFC 9110 15, that pages answer with. */
enum page_status {
    PAGE_OK = 200,
    PAGE_SEE_OTHER = 303,
    PAGE_NOT_MODIFIED = 304,
    PAGE_BAD = 400,
    PAGE_UNKNOWN_PERSON = 401,
    PAGE_DENIED = 403,
    PAGE_NOT_FOUND = 404,
    PAGE_WRONG_METHOD = 405,
    PAGE_CONFLICT = 409,
    PAGE_TOO_LARGE = 413,
    PAGE_UNUSABLE = 422, /* understood, but not possible: a draft with errors */
    PAGE_TOO_MANY = 429,
    PAGE_BROKEN = 500,
    PAGE_BUSY = 503,
};

struct page {
    struct text title;   /* of the tab and, unless the page has its own, for the heading */
    const char *section; /* the row of the navigation it belongs to; NULL: none */
    struct text message; /* of the last act: "Approved."; "" : none */
    bool wide;           /* it lays itself out over the whole window */
    bool bare;           /* without navigation: sign-in */
};

/* An entry of the navigation; the table is in page.c. */
struct page_entry {
    const char *section, *path, *label;
    enum role_right right; /* shown to those who have it anywhere */
};

void page_open(const struct request *r, struct response *res, const struct page *p);
void page_close(const struct request *r, struct response *res);

/* A whole page that says what is wrong, and a way on. */
void page_error(const struct request *r, struct response *res, enum page_status status,
                const char *why);
/* The same for a status of the store or of decide.h: 404, 409, 403, 422, 503 or 500. */
void page_failed(const struct request *r, struct response *res, enum status st,
                 const struct err *err);

/* <form method="post" ...> with the account's token; the caller closes it. */
void page_form(const struct request *r, struct buf *b, const char *action, const char *css);

/* A person's setting; NULL when it is not there.  Borrowed from nothing: in the arena. */
const char *page_setting(const struct request *r, const char *name);

#endif /* PAGE_H */
