/*
 * notify.h - tells people and programs: alarms by mail, events to webhooks.
 *
 * Looks for alarms, mails the new ones to [mail] alarms, notes what webhooks are to be told, and
 * delivers what is due.  Each step is in the store before the next: killed anywhere, the next
 * look goes on; a mail or a delivery that was under way may come twice.  A mail that the server
 * refuses, and a webhook that does not answer, are tried again, each for itself: no address and no
 * webhook waits for another, or is told again because of it.
 */
#ifndef NOTIFY_H
#define NOTIFY_H

#include "clock.h"
#include "config.h"
#include "store.h"

struct notify_in {
    struct store *store; /* role STORE_SCHEDULER */
    struct arena *arena;
    const struct config *config;
    const struct clock *clock; /* a look may take minutes */
};

struct notify_report {
    int alarms, over;     /* new; mended, and mailed as such */
    int mails, told;      /* sent; delivered */
    int failed;           /* of both */
    struct err last_fail; /* of the last of them */
};

/* How long an address that was refused so many times waits: at last an hour. */
int64_t notify_delay_s(int64_t tries);

/* A mail that cannot be sent keeps nobody from webhooks; what it failed with is returned after. */
enum status notify_run(const struct notify_in *in, struct notify_report *r, struct err *err);

#endif /* NOTIFY_H */
