/*
 * webhook.h - tells an address of yours, by HTTP, what happened.
 *
 * POST with a JSON object (webhook_body()), and
 *
 *   Earshot-Event: draft
 *   Earshot-Delivery: 12                 the same when it is told again
 *   Earshot-Signature: t=1795310054,v1=HEX
 *
 * HEX is the HMAC-SHA256 (RFC 2104) of the time, a point and the body under the secret: who
 * receives it computes the same, and refuses what is old.  Any 2xx is a yes; there are no
 * redirects.  The address must be public, or in allow, when it is connected to (guard.h).
 */
#ifndef WEBHOOK_H
#define WEBHOOK_H

#include "config.h"
#include "guard.h"
#include "store_webhook.h"

/* When it is told again after n tries; 0: never.  Five tries in 24 hours. */
int64_t webhook_delay_s(int64_t tries);

/* The body of an event, in the arena. */
struct text webhook_body(enum webhook_event e, const struct store_webhook_event *x,
                         const char *base, struct arena *a);

#define WEBHOOK_SIGNATURE_BYTES 128
/*
 * The signature's value, over the delivery, too: a call that was overheard must not be repeated as
 * another one.
 */
const char *webhook_sign(const char *secret, int64_t now_s, const char *delivery, struct text body,
                         char out[WEBHOOK_SIGNATURE_BYTES]);

struct webhook_call {
    const struct webhook_config *to;
    const char *dir; /* of the workspace, for secret_file */
    const char *ca_file;
    const struct guard_range *allow;
    size_t n_allow;
    const struct store_webhook_row *row;
    int64_t now_s;
};

/* ST_NET: no answer, or one that is no yes; *status is the answer's, 0: none. */
enum status webhook_send(const struct webhook_call *c, int64_t *status, struct err *err);

#endif /* WEBHOOK_H */
