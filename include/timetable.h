/*
 * timetable.h - when something that happens again and again is due.
 *
 *   timetable = days SP time [ "-" time ] [ SP zone ] [ SP "jitter" SP span ]
 *   days      = "daily" / "weekdays" / "weekends" / weekday *( "," weekday ) / "monthly" SP day
 *   weekday   = "mon" / "tue" / "wed" / "thu" / "fri" / "sat" / "sun"
 *   day       = 1*2DIGIT         ; 1 to 31; in a month that has no such day: its last
 *   time      = 1*2DIGIT ":" 2DIGIT
 *   zone      = a name of the IANA database, such as Europe/Berlin; UTC unless given
 *   span      = 1*DIGIT ( "m" / "h" )
 *
 * Each day on the timetable has one slot, at one moment: the time, or a moment of the window
 * (05:00-07:00; one that ends before it begins ends the day after), and jitter narrows it to
 * so much of its beginning, or makes a window of a time.  Which moment follows from a key and
 * the day, so that departments of one timetable do not all begin at once, and asking again
 * gives the same.  A time that clocks show twice is the first of the two; one that they skip
 * comes as much later as they skip.
 *
 * What it does not do: know what has run, or run anything.  A timetable lives in the arena it
 * was read into.  Days are counted from 1970-01-01, in the zone.
 */
#ifndef TIMETABLE_H
#define TIMETABLE_H

#include "zone.h"

struct timetable {
    unsigned weekdays; /* bit 0: Monday; 0: monthly */
    int month_day;
    int64_t from_s, to_s; /* of the day; to_s may lie behind midnight; the same: a time */
    int64_t jitter_s;     /* 0: none was given */
    const struct zone *zone;
};

struct timetable_slot {
    int64_t day;  /* local, since 1970-01-01 */
    int64_t at_s; /* the moment */
};

/* ST_INVALID, or what zone_load() says, with the word that is wrong and what was wanted. */
enum status timetable_parse(struct text t, struct arena *a, struct timetable *ret, struct err *err);

/* The last slot that is due at now_s, and the first one after. */
struct timetable_slot timetable_last(const struct timetable *t, struct text key, int64_t now_s);
struct timetable_slot timetable_next(const struct timetable *t, struct text key, int64_t now_s);

/* How many days of the timetable lie between two, neither counted; TIMETABLE_COUNT_MAX at most. */
#define TIMETABLE_COUNT_MAX 366
int64_t timetable_between(const struct timetable *t, int64_t day, int64_t later);

#endif /* TIMETABLE_H */
