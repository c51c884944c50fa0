#include "recrawl.h"

#define HOUR_S INT64_C(3600)
#define DAY_S  INT64_C(86400)

/* Per cent of the last interval. */
#define GROW   140
#define SHRINK 80
#define WHOLE  100

int64_t
recrawl_interval_s(enum recrawl_kind kind, int64_t interval_s, bool changed)
{
    static const struct {
        int64_t first_s, least_s, most_s;
    } bounds[] = {
        [RECRAWL_PAGE] = { 7 * DAY_S, 1 * DAY_S, 60 * DAY_S },
        [RECRAWL_LIST] = { 6 * HOUR_S, 1 * HOUR_S, 7 * DAY_S },
        [RECRAWL_OPEN] = { 1 * DAY_S, 6 * HOUR_S, 30 * DAY_S },
        [RECRAWL_SETTLED] = { 14 * DAY_S, 7 * DAY_S, 90 * DAY_S },
        [RECRAWL_REDIRECT] = { 30 * DAY_S, 30 * DAY_S, 90 * DAY_S },
    };
    int64_t next_s = interval_s * (changed ? SHRINK : GROW) / WHOLE;

    if (interval_s == 0)
        next_s = bounds[kind].first_s;
    if (next_s < bounds[kind].least_s)
        return bounds[kind].least_s;
    return next_s < bounds[kind].most_s ? next_s : bounds[kind].most_s;
}
