/*
 * store_webhook.h - what webhooks are to be told, and what came of telling them.
 *
 * A row for each webhook, event and object, so that each is told of once; it is kept as it was
 * told.  Who delivers takes a row first (store_webhook_take()), so two processes do not tell the
 * same at the same time; one that is killed leaves it for the next.  A webhook is told of what
 * happens after it was first seen.  Role STORE_SCHEDULER writes, inside a transaction; errors are
 * sticky.
 */
#ifndef STORE_WEBHOOK_H
#define STORE_WEBHOOK_H

#include "arena.h"
#include "store.h"
#include "webhook_event.h"

/* Something that happened. */
struct store_webhook_event {
    struct text object;     /* "draft:12" */
    struct text department; /* its key */
    int64_t group_id, at_s; /* group_id 0: of none */
    struct text question, state, text;
    struct text link; /* in the web application */
};

/*
 * What happened that the webhook has not been told of, the oldest first; some hundreds at once.
 * The end of an alarm is an alarm of its own: "mended:7" after "alarm:7".
 */
size_t store_webhook_news(struct store *s, const char *webhook, enum webhook_event e, int64_t now_s,
                          struct arena *a, struct store_webhook_event **ret);
void store_webhook_add(struct store *s, const char *webhook, enum webhook_event e,
                       struct text object, struct text body, int64_t now_s);

struct store_webhook_row {
    int64_t id, created_s, due_s, tries, tried_s, status, done_s;
    struct text webhook, event, object, body, outcome;
};
#define STORE_WEBHOOK_PAGE 1000
/* due: those whose time has come at now_s, the oldest first; else all, the latest first. */
size_t store_webhook_list(struct store *s, bool due, int64_t now_s, struct arena *a,
                          struct store_webhook_row **ret);
/* True: it is the caller's until until_s. */
bool store_webhook_take(struct store *s, int64_t id, int64_t now_s, int64_t until_s);
/* next_s 0: it is over. */
void store_webhook_tried(struct store *s, int64_t id, int64_t now_s, int64_t status,
                         const char *outcome, int64_t next_s);
/* It does not answer: what is due for it waits until until_s; tries do not count. */
void store_webhook_defer(struct store *s, struct text webhook, int64_t now_s, int64_t until_s);
/* Once more, from the beginning; false: no such row. */
bool store_webhook_again(struct store *s, int64_t id, int64_t now_s);

#endif /* STORE_WEBHOOK_H */
