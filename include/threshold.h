/*
 * threshold.h - where the program says yes: probabilities that a stage compares with, and
 * that the review application shows beside what it compared.
 *
 * How each was measured is told where it is used (drafter/DESIGN.md, indexer/DESIGN.md).
 * That a post asks something has its own, because the store sorts by it: STORE_ASKS_P.
 */
#ifndef THRESHOLD_H
#define THRESHOLD_H

/* At least this probability that the page is right for a draft; measured 2026-11-22. */
#define GATE_THRESHOLD .68

/* The probability at which groups join, unless a department has its own. */
#define GROUP_THRESHOLD .5

#endif /* THRESHOLD_H */
