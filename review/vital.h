/*
 * vital.h - /healthz, /readyz and /metrics: for what watches the program, not for people.
 *
 * /healthz: the process answers.  /readyz: it can read its store, too (503 otherwise).
 * /metrics: counters in Prometheus' text format, when [serve] metrics says so; they name no
 * department and no person.
 */
#ifndef VITAL_H
#define VITAL_H

#include "route.h"

extern const struct route vital_routes[];

/* An answer took so long. */
void vital_spent(struct serve_counters *c, int64_t span_us);

#endif /* VITAL_H */
