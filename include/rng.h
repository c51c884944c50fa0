/*
 * rng.h - seeded random numbers, for jitter and tests; never for secrets
 * (those are libsodium's).  xoshiro256** by Blackman and Vigna, 2018, seeded
 * through splitmix64 as its authors ask.
 */
#ifndef RNG_H
#define RNG_H

#include <stdint.h>

struct rng {
    uint64_t s[4];
};

void rng_seed(struct rng *r, uint64_t seed);
uint64_t rng_next(struct rng *r);
uint64_t rng_below(struct rng *r, uint64_t bound); /* 0 .. bound-1, unbiased; bound > 0 */
double rng_unit(struct rng *r);                    /* [0, 1); for tests and benchmarks */

#endif /* RNG_H */
