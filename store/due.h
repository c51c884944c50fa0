/*
 * due.h - what the timetables of departments and sources say is to be done now.
 *
 * A department's timetable is for those of its sources that have none of their own.  Each slot
 * is begun once (schedule.h).  Of slots that nothing ran for, the last one is due, the others
 * are counted as missed.  A timetable that was never seen before begins with its next slot.  A
 * slot that was begun and not ended is due again, DUE_MAX_TRIES times in all: its process was
 * killed.  Who asks holds the workspace's lock, or only looks.
 */
#ifndef DUE_H
#define DUE_H

#include "config.h"
#include "schedule.h"

#define DUE_MAX_TRIES 3 /* what kills a run three times is not helped by a fourth */

struct due_item {
    const struct department_config *department;
    const struct source_config *source; /* NULL: the department */
    const struct timetable *timetable;
    int64_t department_id, source_id; /* 0: the store does not know it yet */
    struct text key;                  /* "physics" or "physics/forum" */
    struct timetable_slot slot, next; /* the last one that is past; the one after */
    struct schedule_row last;         /* the latest row; id 0: none */
    bool due;
};

/* All that have a timetable, of all departments or one (NULL: all), in the arena; how many. */
size_t due_list(const struct config *c, const struct department_config *only, struct store *s,
                int64_t now_s, struct arena *a, struct due_item **ret);

/*
 * Begin what is due, and note timetables that are seen for the first time: one transaction.
 * last.id of each that is due is its row from then on.
 */
enum status due_begin(struct store *s, struct due_item *v, size_t n, int64_t now_s,
                      struct err *err);
enum status due_end(struct store *s, const struct due_item *v, size_t n, int64_t now_s,
                    const char *outcome, struct err *err);

/* The sources that an item is for, as crawl --source takes them, appended. */
void due_sources(const struct due_item *item, struct arena *a, struct text_list *ret);

#endif /* DUE_H */
