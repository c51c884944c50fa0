/*
 * role.h - what each role may see and do.
 *
 * The table in role.c is the only place that knows; pages and actions name what
 * they need (enum role_right), never a role.  A role counts in its department,
 * or everywhere; a right that belongs to no department (ROLE_AUDIT, ROLE_PEOPLE)
 * wants a role that counts everywhere.
 *
 *              sources read edit approve lead operate audit people
 *   viewer        x     x
 *   editor        x     x    x
 *   approver      x     x    x     x
 *   lead          x     x    x     x      x
 *   operator      x                              x
 *   auditor       x     x                              x
 *   admin         x     x    x     x      x      x     x     x
 *
 * What an account may not see is answered as if it were not there (404); what
 * it may see but not do is refused (403).
 */
#ifndef ROLE_H
#define ROLE_H

#include "store_account.h"

enum role_right {
    ROLE_PUBLIC,  /* anybody: sign-in, health, static files */
    ROLE_SELF,    /* whoever is signed in: profile, sign-out */
    ROLE_SOURCES, /* see sources and how they are */
    ROLE_READ,    /* see queue, cards, groups, answers, numbers */
    ROLE_EDIT,    /* edit, park, note, hand over, ask for another draft, undo one's own */
    ROLE_APPROVE, /* approve, reject, post, withdraw */
    ROLE_LEAD,    /* merge, split, decide in bulk */
    ROLE_OPERATE, /* park and probe sources, mute */
    ROLE_AUDIT,   /* the audit log */
    ROLE_PEOPLE,  /* accounts and roles */
    ROLE_N_RIGHTS,
};

#define ROLE_ANYWHERE 0 /* as department_id */

bool role_known(struct text role);
/* The roles in a row, each ending with NULL: for forms and messages. */
extern const char *const role_names[];

/*
 * May the account do that in the department?  ROLE_ANYWHERE: in one at least,
 * whichever (for lists, which then show what it may see).  A disabled account may
 * nothing; a NULL one (nobody is signed in) ROLE_PUBLIC alone.
 */
bool role_may(const struct store_account *account, enum role_right right, int64_t department_id);
/* In all departments. */
bool role_everywhere(const struct store_account *account, enum role_right right);

enum role_answer {
    ROLE_OK,
    ROLE_SIGN_IN, /* 401: nobody is signed in */
    ROLE_REFUSED, /* 403: it may see that, not do it */
    ROLE_HIDDEN,  /* 404: it may not even see it */
};
/* How to answer a request for something of that department. */
enum role_answer role_answer(const struct store_account *account, enum role_right right,
                             int64_t department_id);

#endif /* ROLE_H */
