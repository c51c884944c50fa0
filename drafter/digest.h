/*
 * digest.h - what one person should know of their departments, as plain text.
 *
 * For each department: how many cards wait in which state, the five riskiest, answers that do not
 * hold any more, gaps that are new, and sources that are unwell.  An operator's sees sources only.
 * No names of askers, no texts of posts: the questions as we word them, and links to the web
 * application, whose address is base (NULL: none, then there are no links).
 *
 * Reads only, in the caller's role.  What is due when, and what was sent, is digest_cmd.c's and
 * store_digest.h's.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include "buf.h"
#include "config.h"
#include "store.h"
#include "store_account.h"

struct digest_in {
    struct store *store;
    struct arena *arena;
    const struct config *config;
    const struct department_config *only; /* NULL: all */
    bool by_hand;                         /* somebody asked for this one, not their profile */
    int64_t now_s, since_s;               /* new: from since_s on */
    const int64_t *day; /* whose it is, days since 1970-01-01; NULL: the one that now_s is in */
};

/* What a person wants, from their settings: "daily", "weekly" or "none". */
const char *digest_wanted(const struct store_account *who);

/*
 * The day, or the week that it is in, as digest_log names it.  That of one department alone is
 * another: it does not stand for the digest of them all.
 */
const char *digest_period(const struct digest_in *in, bool weekly);

/*
 * Append subject and body; false: there is nothing to say (nothing waits, nothing is new and all
 * sources are well), or the person has none of the departments.
 */
bool digest_write(const struct digest_in *in, const struct store_account *who, struct buf *subject,
                  struct buf *body);

#endif /* DIGEST_H */
