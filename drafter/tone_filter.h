/* tone_filter.h - the tone as a JSON-lines tool; see tone.h, filter.h. */
#ifndef TONE_FILTER_H
#define TONE_FILTER_H

#include "filter.h"

extern const struct filter tone_filter;

#endif /* TONE_FILTER_H */
