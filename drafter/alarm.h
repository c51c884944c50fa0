/*
 * alarm.h - what is wrong now: words for which a person must see a question, sources that are
 * unwell, more questions in a day than usual.
 *
 * alarm_look() raises what is new and mends what is over; each alarm is one row from when it came
 * until it is mended (store_alarm.h), so everybody is told of it once.
 */
#ifndef ALARM_H
#define ALARM_H

#include "config.h"
#include "store_alarm.h"

/*
 * A department's day is a spike when it has ALARM_SPIKE_MIN questions or more, and more than
 * usual + 4 * sqrt(usual), where usual is what a day of the 28 before had, and counts as one at
 * least: four standard deviations of independent events, which a year of quiet days does not
 * reach.  It takes ALARM_SPIKE_DAYS days of history: the first crawl is none.
 */
#define ALARM_SPIKE_MIN  5
#define ALARM_SPIKE_DAYS 7
bool alarm_is_spike(const struct store_alarm_pace *p, double *usual);

struct alarm_in {
    struct store *store; /* role STORE_SCHEDULER */
    struct arena *arena;
    const struct config *config;
    int64_t now_s;
};

/* How many are new; one transaction. */
enum status alarm_look(const struct alarm_in *in, int *n_new, struct err *err);

#endif /* ALARM_H */
