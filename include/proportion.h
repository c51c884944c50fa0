/*
 * proportion.h - shares: how sure one is, how sure the difference of two is, how many rows would
 * tell two apart.
 *
 * Sources: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
 * J. Am. Stat. Assoc. 22 (1927) 209-212; R. G. Newcombe, Interval estimation for the difference
 * between independent proportions: comparison of eleven methods, Stat. Med. 17 (1998) 873-890,
 * method 10 (no continuity correction); J. L. Fleiss, B. Levin, M. C. Paik, Statistical methods for
 * rates and proportions, 3rd ed. 2003, section 4.2 (4.14: no continuity correction).
 */
#ifndef PROPORTION_H
#define PROPORTION_H

#include <stdint.h>

#define PROPORTION_95 1.959963984540054 /* of the normal distribution: 95 % lie within */
#define PROPORTION_80 .8416212335729143 /* 80 % lie below: the power one plans with */

struct proportion {
    int64_t k, n; /* k of n, 0 <= k <= n */
};

struct proportion_interval {
    double low, high;
};

/* Of one share, at 95 %; n is not 0. */
struct proportion_interval proportion_wilson(struct proportion p);

/* Of a's share less b's, at 95 %; neither n is 0. */
struct proportion_interval proportion_newcombe(struct proportion a, struct proportion b);

/*
 * How many rows each side wants for shares p and q, which differ, to be told apart at 95 % (two
 * sides), with the power that z_power stands for (PROPORTION_80); rounded up.
 */
int64_t proportion_needed(double p, double q, double z_power);

#endif /* PROPORTION_H */
