/*
 * signin_page.h - the pages around signing in: sign in, code, sign out, the links that
 * work once (the first account, a new password).
 */
#ifndef SIGNIN_PAGE_H
#define SIGNIN_PAGE_H

#include "account.h"
#include "route.h"

struct signin_form {
    int status;
    const char *why;  /* above the form; NULL: nothing is wrong */
    struct text name; /* typed before */
    struct text next; /* where to go then; anything but a path of ours leads to "/" */
};

/* Answer with the sign-in form, and below it what was typed into another one. */
void signin_form(struct request *r, struct response *res, const struct signin_form *f);

/* For account.h, as whoever asks. */
struct account_act signin_act(const struct request *r);

extern const struct route signin_routes[];

#endif /* SIGNIN_PAGE_H */
