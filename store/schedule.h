/*
 * schedule.h - the slots of timetables that were begun, and what came of them.
 *
 * A row is made before its slot's work begins and ended after it: a row without an end is one
 * that runs now (whoever holds the workspace's lock) or was killed, and is taken up again.  So
 * a slot is begun once and its work, which is incremental, done once, however often the process
 * dies.  Role STORE_SCHEDULER; errors are sticky.
 */
#ifndef STORE_SCHEDULE_H
#define STORE_SCHEDULE_H

#include "arena.h"
#include "store.h"

struct schedule_row {
    int64_t id, department_id, source_id; /* source_id 0: of the department */
    int64_t day, due_s;
    int64_t started_s; /* 0: it was past when the timetable was first seen */
    int64_t ended_s;   /* 0: not yet */
    int64_t tries, missed;
    struct text outcome; /* "": none yet */
};

/* The latest of a department's or source's; false: there is none. */
bool store_schedule_last(struct store *s, int64_t department_id, int64_t source_id, struct arena *a,
                         struct schedule_row *ret);
/* The latest that was begun: what looks past the first seen one. */
bool store_schedule_ran(struct store *s, int64_t department_id, int64_t source_id, struct arena *a,
                        struct schedule_row *ret);

/* In a transaction.  begin: a new row, its id; or another try of the one that is there. */
int64_t store_schedule_begin(struct store *s, const struct schedule_row *r);
void store_schedule_end(struct store *s, int64_t id, int64_t now_s, const char *outcome);

#endif /* STORE_SCHEDULE_H */
