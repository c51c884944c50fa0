/* fetch_private.h - what the fetch_*.c files share, and nobody else. */
#ifndef FETCH_PRIVATE_H
#define FETCH_PRIVATE_H

#include <curl/curl.h>

#include "buf.h"
#include "fetch.h"
#include "unpack_stream.h"

/* One request on its way; reused for the next when it has ended. */
struct fetch_transfer {
    struct fetch_response response;
    struct fetch_curl *owner;
    struct fetch_transfer *next; /* in owner's active or idle list */
    CURL *easy;                  /* owned */
    struct curl_slist *headers;  /* owned */
    struct buf fields[FETCH_N_FIELDS];
    struct buf coding;            /* Content-Encoding */
    struct unpack_stream *unpack; /* owned; undoes it; NULL: nothing to undo, or not yet */
    struct buf body;
    struct buf head, request; /* when they are kept */
    enum fetch_body mode;
    size_t header_bytes, packed_bytes;
    char error[CURL_ERROR_SIZE]; /* what libcurl says beyond its code */
    bool in_header;     /* between a status line and the empty line: what follows is a trailer */
    bool connecting;    /* an address was permitted: what others were denied does not count */
    bool sent;          /* the request: once is enough, libcurl would repeat it by itself */
    bool denied;        /* the guard refused an address */
    bool full;          /* the body passed its cap */
    const char *broken; /* what is wrong with the coding; NULL: nothing */
};

struct fetch_curl {
    const struct fetch_config *cfg;
    CURLM *multi; /* owned, as are the lists */
    struct fetch_transfer *active, *idle;
    size_t n_idle;
    int epoll_fd;
    int64_t timer_us; /* on the monotonic clock, when libcurl wants to be called; -1: never */
};

/* Take an ended transfer out of the active list and fill its response. */
struct fetch_response *fetch_curl_finish(struct fetch_transfer *t, CURLcode rc);
void fetch_curl_drop(struct fetch_transfer *t); /* accepts NULL */

/* A new answer begins: its header fields are empty. */
void fetch_receive_begin(struct fetch_transfer *t);
/* libcurl's callbacks; self is the transfer. */
size_t fetch_receive_header(char *p, size_t size, size_t n, void *self);
size_t fetch_receive_body(char *p, size_t size, size_t n, void *self);
int fetch_receive_trace(CURL *c, curl_infotype type, char *p, size_t n, void *self);

enum status fetch_loop_open(struct fetch_curl *f, struct err *err);
struct fetch_response *fetch_loop_wait(void *self, int64_t until_ms);
void fetch_loop_close(void *self);

#endif /* FETCH_PRIVATE_H */
