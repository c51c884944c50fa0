/* ranksum.c - see ranksum.h. */

#include "ranksum.h"

#include <math.h>
#include <stdlib.h>

#include "proportion.h"

static int
ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;

    return (a > b) - (a < b);
}

void
ranksum_sort(double *v, size_t n)
{
    if (n > 1)
        qsort(v, n, sizeof(*v), ascending);
}

double
ranksum_quantile(const double *v, size_t n, double at)
{
    double place = at * (double)(n - 1);
    size_t below = (size_t)place;

    if (below + 1 >= n)
        return v[n - 1];
    return v[below] + (place - (double)below) * (v[below + 1] - v[below]);
}

/* How many of the values, from *at on, are x; *at goes behind them. */
static double
count(const double *v, size_t n, size_t *at, double x)
{
    size_t from = *at;

    while (*at < n && v[*at] <= x)
        ++*at;
    return (double)(*at - from);
}

struct ranksum
ranksum_test(double *a, size_t n_a, double *b, size_t n_b)
{
    double m = (double)n_a, n = (double)n_b, all = m + n, ties = 0, spread, off;
    struct ranksum r = { .p = 1 };

    if (n_a == 0 || n_b == 0)
        return r;
    ranksum_sort(a, n_a);
    ranksum_sort(b, n_b);
    for (size_t i = 0, k = 0; i < n_a || k < n_b;) { /* one value of both at a time */
        double x = k == n_b || (i < n_a && a[i] < b[k]) ? a[i] : b[k];
        double smaller = (double)k, in_a = count(a, n_a, &i, x), in_b = count(b, n_b, &k, x);
        double t = in_a + in_b;

        r.u += in_a * (smaller + in_b / 2);
        ties += t * t * t - t;
    }
    spread = m * n / 12 * (all + 1 - ties / (all * (all - 1)));
    off = r.u - m * n / 2;
    if (spread <= 0)
        return r;
    off = fabs(off) <= .5 ? 0 : off - copysign(.5, off); /* U is a whole number, or a half */
    r.z = off / sqrt(spread);
    r.p = erfc(fabs(r.z) / sqrt(2));
    return r;
}

int64_t
ranksum_needed(double wins)
{
    double z = PROPORTION_95 + PROPORTION_80;

    /* Noether's formula for two samples of the same size: 12 c (1 - c) is 3. */
    return (int64_t)ceil(z * z / (3 * (wins - .5) * (wins - .5)) / 2);
}
