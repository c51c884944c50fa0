/*
 * ranksum.h - do two samples come from one distribution?  The Mann-Whitney test, and the quartiles
 * to show beside it.
 *
 * Nothing is assumed of the distribution, which spans of waiting need: most are short, some very
 * long.  Sources: H. B. Mann, D. R. Whitney, Ann. Math. Stat. 18 (1947) 50-60; normal
 * approximation, ties and continuity corrected, as M. Hollander, D. A. Wolfe, Nonparametric
 * statistical methods, 1973, section 4.1; quantiles: R. J. Hyndman, Y. Fan, Am. Stat. 50 (1996)
 * 361-365, definition 7; how many one needs: G. E. Noether, J. Am. Stat. Assoc. 82 (1987) 645-647.
 */
#ifndef RANKSUM_H
#define RANKSUM_H

#include <stddef.h>
#include <stdint.h>

struct ranksum {
    double u; /* pairs in which the first sample's value is the larger; ties count half */
    double z; /* 0: neither is larger; < 0: the first is smaller */
    double p; /* of both sides; 1 where a sample is empty, or all values are the same */
};

/* Both samples are sorted here. */
struct ranksum ranksum_test(double *a, size_t n_a, double *b, size_t n_b);

void ranksum_sort(double *v, size_t n);

/* Of sorted values, n > 0: 0.5 is the median. */
double ranksum_quantile(const double *v, size_t n, double at);

/*
 * How many each side wants for a test at 95 % to find, with a power of 80 %, that a value of one
 * side is the larger in a share of `wins` of the pairs (not one half); rounded up.
 */
int64_t ranksum_needed(double wins);

#endif /* RANKSUM_H */
