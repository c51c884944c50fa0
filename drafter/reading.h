/*
 * reading.h - how many years of school a text asks of its reader.
 *
 * English: Flesch-Kincaid grade level (Kincaid et al. 1975).  German: first Wiener
 * Sachtextformel (Bamberger and Vanecek 1984), which gives a school year too.  Syllables
 * are counted as groups of vowels.  Other languages have no formula here.
 */
#ifndef READING_H
#define READING_H

#include "text.h"

/* False: no formula for the language (a code of lang.h; NULL: English), or no words. */
bool reading_grade(struct text t, const char *language, double *ret);

#endif /* READING_H */
