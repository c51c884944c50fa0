/*
 * status.h - what a function that can fail returns, and where it says why.
 *
 * Rule: return a status, fill *err with one line a person can act on, print
 * nothing.  Only the *_cmd.c files print.  err may be NULL.
 */
#ifndef STATUS_H
#define STATUS_H

/* "make lint" compiles as C2x, where a status that nobody looks at is an error. */
#if __STDC_VERSION__ > 201710L
#define MUST_CHECK [[nodiscard]]
#else
#define MUST_CHECK
#endif

enum MUST_CHECK status {
    ST_OK = 0,
    ST_INVALID,     /* an argument or a piece of input breaks the contract */
    ST_USAGE,       /* the command line is wrong */
    ST_LIMIT,       /* input is larger than a documented cap */
    ST_NOTFOUND,    /* the row, file or field is not there */
    ST_CONFLICT,    /* based on a revision that is no longer the latest */
    ST_DENIED,      /* not allowed: role, robots.txt, address guard */
    ST_CONFIG,      /* a configuration file or the store's version is unusable */
    ST_PARTIAL,     /* done in part; what was left out has been listed */
    ST_PROBLEMS,    /* a check ran and found problems */
    ST_BUSY,        /* another process holds the lock: try later */
    ST_INTERRUPTED, /* SIGINT */
    ST_TERMINATED,  /* SIGTERM */
    ST_IO,          /* the operating system refused */
    ST_NET,         /* a host did not answer as HTTP asks */
    ST_DB,          /* SQLite refused */
};

struct err {
    char msg[512]; /* NUL-terminated; "" until something fails */
};

/* Format into err->msg (cut at its size) and return st, for "return err_set(...)". */
enum status err_set(struct err *err, enum status st, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The process exit code for a status (the table is in status.c and earshot(1)). */
int status_exit(enum status st);

#endif /* STATUS_H */
