/*
 * zone.h - time zones: what the clocks of a place show.
 *
 * Reads the compiled files of the IANA time zone database (RFC 8536, "TZif") below
 * ZONE_FOLDER once, into memory.  libc's own way, TZ and tzset(), changes the environment of
 * the whole process, which threads must not; a zone here is a value that anybody may read.
 *
 * What it does not do: names of zones for people ("CET"), leap seconds (Unix time has none).
 * A zone lives in the arena it was loaded into.  Times are Unix seconds; local times the same
 * count as if the local clock showed UTC.
 */
#ifndef ZONE_H
#define ZONE_H

#include "arena.h"
#include "status.h"

#define ZONE_FOLDER "/usr/share/zoneinfo"

struct zone;

/*
 * "Europe/Berlin"; "UTC" wants no file.  ST_INVALID: no name of a zone, or a file that is none;
 * ST_NOTFOUND: there is none of that name, or the system has no zones at all.
 */
enum status zone_load(struct text name, struct arena *a, const struct zone **ret, struct err *err);

/* The same from the bytes of a file, which are copied. */
enum status zone_read(struct text bytes, struct arena *a, const struct zone **ret, struct err *err);

/* Seconds that local clocks are ahead of UTC at that instant. */
int64_t zone_offset(const struct zone *z, int64_t at_s);

/*
 * The instant at which local clocks show local_s.  Where they show it twice, the first; where
 * they skip it, as much later as they skip (02:30 is 03:30 on the day that 02:00 becomes 03:00).
 */
int64_t zone_instant(const struct zone *z, int64_t local_s);

#endif /* ZONE_H */
