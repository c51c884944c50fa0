/*
 * request.h - one request as handlers see it, and the answer they fill.
 *
 * Everything of a request lives in its arena and ends with it.  The store handle is the
 * thread's, in the role STORE_REVIEW, outside of a transaction; texts from outside are valid
 * UTF-8, but hostile.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdio.h>

#include "buf.h"
#include "form.h"
#include "serve.h"
#include "store.h"

#define REQUEST_MAX_BODY ((size_t)256 * 1024)       /* a form; the longest text is 16 KiB */
#define REQUEST_MAX_ARGS 4                          /* of a path pattern */
#define RESPONSE_MAX     ((size_t)16 * 1024 * 1024) /* a page is under 200 KiB, a download more */
#define RESPONSE_HEADERS 16

struct store_account;
struct store_session;

struct request {
    const struct serve *serve;
    struct store *store; /* NULL when it could not be opened: handlers are not called then */
    struct arena *arena;
    int64_t now_s;
    const struct route *route;
    bool post;                          /* else GET or HEAD */
    bool secure;                        /* it came by TLS, as the proxy before us says */
    struct text method;                 /* as sent */
    struct text target;                 /* path and query, as sent */
    struct text path;                   /* as sent: still escaped */
    struct text address;                /* of the client, without a port */
    struct text args[REQUEST_MAX_ARGS]; /* what the pattern's {parts} stood for, unescaped */
    struct form query, form, cookies, headers;
    /* The gate's (serve.h): */
    const struct store_account *account; /* who asks; NULL: nobody is signed in */
    const struct store_session *session; /* of the account */
    struct text actor;                   /* the account's name */
    struct text csrf;                    /* what its forms carry */
    struct text settings;                /* its choices, a JSON object (page.h); "" : none */
};

/* The first header of that name, whatever its case; TEXT_NONE without one. */
struct text request_header(const struct request *r, const char *name);

/* The n-th {part} of the path as an id; 0: it is none. */
int64_t request_id(const struct request *r, size_t n);

/* Does the script want the main part of a page alone (X-Earshot: part, or act)? */
bool request_part(const struct request *r);
/* Has the script done an act, and wants to know what follows (X-Earshot: act)? */
bool request_act(const struct request *r);

struct response {
    int status;        /* 200 unless set */
    const char *type;  /* "text/html; charset=utf-8" unless set */
    const char *cache; /* Cache-Control; "no-store" unless set */
    struct form headers;
    struct arena *arena;
    struct buf body;
    struct text fixed; /* static bytes instead of body, when .p is not NULL */
    FILE *file;        /* owned: a whole file instead of body; NULL: none */
};

void response_init(struct response *res, struct arena *a);
void response_release(struct response *res);
/* Back to a page: file, its type and its name are forgotten. */
void response_no_file(struct response *res);
/* Add a header; CR, LF and other controls in value are dropped. */
void response_header(struct response *res, const char *name, struct text value);
/* 303: look there; path is ours, made by the caller, and starts with one '/'. */
void response_redirect(struct response *res, const char *path);
/* One line of plain text. */
void response_plain(struct response *res, int status, const char *line);

#endif /* REQUEST_H */
