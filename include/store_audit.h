/*
 * store_audit.h - the log of who did what: rows are only ever added, and each
 * holds a hash of itself and of the row before, so that a row that was changed,
 * taken out or put in between shows.
 *
 * What the chain cannot show: rows cut off at the end, and a chain that
 * somebody who can write to the file has calculated anew.  Against both helps
 * the last hash kept elsewhere: store_audit_verify() tells whether it is still
 * in the chain.
 *
 * Texts that are longer than STORE_AUDIT_MAX_BYTES are cut.  No password,
 * token or secret goes in here; callers see to that.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include <stdint.h>

#include "arena.h"
#include "store.h"

#define STORE_AUDIT_MAX_BYTES 4096 /* of one text: a draft's answer fits, a page does not */
#define STORE_AUDIT_HEX       65   /* BLAKE2b-256 as hexadecimal, and NUL */

struct store_audit {
    int64_t id, at_s;
    struct text actor;         /* an account's name, "command line", or "" before sign-in */
    struct text action;        /* "sign-in", "approve", "account.disable" */
    struct text object;        /* "group 12", "account ada" */
    struct text before, after; /* "": not said */
    struct text address;       /* where the request came from; "" on the command line */
    struct text result;        /* "ok", or why not */
    struct text hash;          /* hexadecimal; filled when read */
};

/* Inside the transaction that does what the row tells, so that neither is there without the other.
 * id and hash are the store's. */
void store_audit_add(struct store *s, const struct store_audit *row);

/* The same in a transaction of its own: for what was refused, and so wrote nothing. */
enum status store_audit_note(struct store *s, const struct store_audit *row, struct err *err);

struct store_audit_filter {
    struct text actor, action, object; /* "": any; action also as a head: "account." */
    int64_t since_s, until_s;          /* 0: no bound */
    int64_t before_id;                 /* 0: from the newest; else older than this one */
    int64_t limit;                     /* rows; 0: all */
};

/* Newest first.  Texts of a row last until fn returns; false from fn ends it. */
void store_audit_each(struct store *s, const struct store_audit_filter *filter,
                      bool (*fn)(void *self, const struct store_audit *row), void *self);

struct store_audit_verdict {
    int64_t n_rows;
    int64_t broken_id; /* the first row that is not what was written, or is missing; 0: none */
    char head[STORE_AUDIT_HEX]; /* of the last row that holds; "" without any */
    bool kept;                  /* the hash that was asked for is one of the chain's */
};

/* Walk the chain.  keep: a hash noted earlier, or "".  ST_PROBLEMS: a row is broken (err names
 * it), or keep is not there; *ret is filled then, too. */
enum status store_audit_verify(struct store *s, struct text keep, struct store_audit_verdict *ret,
                               struct err *err);

#endif /* STORE_AUDIT_H */
