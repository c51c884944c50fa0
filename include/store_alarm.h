/*
 * store_alarm.h - what somebody must look at, from when it came until it is mended.
 *
 * One row for each time that something is wrong: while it stays wrong there is one open row of
 * its kind and object, and everybody is told once, and once more when it is over.  What counts as
 * wrong is drafter/alarm.c's.
 *
 * Each address has a row of its own for each alarm: who was told is not told again because others
 * were refused, and who was refused is still owed.  The row is begun before the mail leaves and
 * ended after it: who is killed in between leaves it to be sent once more.
 *
 * Role STORE_SCHEDULER writes, inside a transaction; errors are sticky.
 */
#ifndef STORE_ALARM_H
#define STORE_ALARM_H

#include "arena.h"
#include "store.h"

struct store_alarm {
    int64_t id, department_id;
    struct text kind;   /* escalation | source | spike */
    struct text object; /* of which there is one open alarm of a kind */
    struct text department, text;
    struct text link; /* in the web application: "g/12" */
    int64_t since_s, mended_s;
    int64_t told_s; /* of store_alarm_list(): the first mail about it has left */
    int64_t tries;  /* of store_alarm_owed(): how often it was begun in vain */
};

/* True: it is new.  Of a only kind, object, department_id, text and link are looked at. */
bool store_alarm_raise(struct store *s, const struct store_alarm *a, int64_t now_s);
void store_alarm_mend(struct store *s, int64_t id, int64_t now_s);

#define STORE_ALARM_PAGE 1000
/* The latest first, STORE_ALARM_PAGE at most; open: only those that are not mended. */
size_t store_alarm_list(struct store *s, bool open, struct arena *a, struct store_alarm **ret);

/*
 * What that address is to be told now, the latest first: open ones, and with mended_s > 0 the
 * end of those it was told of, or was perhaps when somebody was killed.
 */
size_t store_alarm_owed(struct store *s, struct text address, int64_t now_s, struct arena *a,
                        struct store_alarm **ret);
/* In the transaction that listed it: until then it is owed to nobody else. */
void store_alarm_begin(struct store *s, const struct store_alarm *x, struct text address,
                       int64_t until_s);
/* The mail has left: that it is so, or with mended_s > 0 that it is over. */
void store_alarm_told(struct store *s, const struct store_alarm *x, struct text address,
                      int64_t now_s);
/* It was not taken: due_s is when to try again. */
void store_alarm_refused(struct store *s, const struct store_alarm *x, struct text address,
                         int64_t due_s);

/* All of it was looked at. */
void store_alarm_looked(struct store *s, int64_t now_s);
/* When, 0: never; changed: a question has changed its state since, or a crawl has ended. */
int64_t store_alarm_looked_s(struct store *s, bool *changed);

/* Questions of a department that had any in this time: of the last day, and of the 28 days before.
 */
struct store_alarm_pace {
    int64_t department_id;
    int64_t now, before; /* how many */
    int64_t days;        /* of the 28, since the first one was taken in */
};
size_t store_alarm_paces(struct store *s, int64_t now_s, struct arena *a,
                         struct store_alarm_pace **ret);

#endif /* STORE_ALARM_H */
