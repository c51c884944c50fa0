/* proportion.c - see proportion.h. */

#include "proportion.h"

#include <math.h>

static double
share(struct proportion p)
{
    return (double)p.k / (double)p.n;
}

struct proportion_interval
proportion_wilson(struct proportion p)
{
    double z = PROPORTION_95, n = (double)p.n, x = share(p);
    double middle = (x + z * z / (2 * n)) / (1 + z * z / n);
    double half = z * sqrt(x * (1 - x) / n + z * z / (4 * n * n)) / (1 + z * z / n);

    /* At the ends the bound is the share itself; the sum only comes near it. */
    return (struct proportion_interval){ p.k == 0 ? 0 : middle - half,
                                         p.k == p.n ? 1 : middle + half };
}

struct proportion_interval
proportion_newcombe(struct proportion a, struct proportion b)
{
    struct proportion_interval ia = proportion_wilson(a), ib = proportion_wilson(b);
    double x = share(a), y = share(b);

    return (struct proportion_interval){ x - y - hypot(x - ia.low, ib.high - y),
                                         x - y + hypot(ia.high - x, y - ib.low) };
}

int64_t
proportion_needed(double p, double q, double z_power)
{
    double middle = (p + q) / 2;
    double z =
        PROPORTION_95 * sqrt(2 * middle * (1 - middle)) + z_power * sqrt(p * (1 - p) + q * (1 - q));

    return (int64_t)ceil(z * z / ((p - q) * (p - q)));
}
