/* twin.c - see twin.h. */

#include "twin.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define N_BANDS  ((size_t)(TWIN_BINS / TWIN_BAND_BINS))
#define BIN_BITS 6 /* 2^6 bins */
#define K1       UINT64_C(0x9E3779B97F4A7C15)
#define K2       UINT64_C(0xC2B2AE3D27D4EB4F)
_Static_assert(1 << BIN_BITS == TWIN_BINS, "a bin is the top bits of a hash");

/* ---- shingles ---- */

struct shingles {
    const unsigned char *p, *end;
    uint64_t last[TWIN_WORDS]; /* hashes of the words before, the oldest first */
    size_t n_words;
};

static uint64_t
mix(uint64_t h)
{
    h ^= h >> 32;
    h *= K1;
    h ^= h >> 29;
    h *= K2;
    return h ^ (h >> 32);
}

/* What a byte counts as in a word; 0: no part of one. */
static unsigned char
fold(unsigned char c)
{
    unsigned char low = c | 0x20;

    if (low >= 'a' && low <= 'z')
        return low;
    return c >= 0x80 || (c >= '0' && c <= '9') ? c : 0;
}

/* Lead bytes of the blocks from kana to Hangul: scripts without spaces, or nearly so. */
static bool
stands_alone(unsigned char c)
{
    return c >= 0xE3 && c <= 0xED;
}

/* The next word's hash; false at the end. */
static bool
next_word(struct shingles *s, uint64_t *ret)
{
    const unsigned char *p = s->p, *end = s->end;
    uint64_t h = K2;

    while (p < end && fold(*p) == 0)
        p++;
    if (p == end)
        return false;
    if (stands_alone(*p)) {
        for (int i = 0; i < 3 && p < end; i++)
            h = (h ^ *p++) * K1;
    } else {
        for (; p < end && fold(*p) != 0 && !stands_alone(*p); p++)
            h = (h ^ fold(*p)) * K1;
    }
    s->p = p;
    *ret = h ^ (h >> 29);
    return true;
}

/* The next shingle's hash; a text of fewer words has one, of all of them. */
static bool
next_shingle(struct shingles *s, uint64_t *ret)
{
    uint64_t w, h = 0;
    bool more;

    while ((more = next_word(s, &w))) {
        memmove(s->last, s->last + 1, sizeof(s->last) - sizeof(s->last[0]));
        s->last[TWIN_WORDS - 1] = w;
        if (++s->n_words >= TWIN_WORDS)
            break;
    }
    if (!more && (s->n_words == 0 || s->n_words >= TWIN_WORDS))
        return false;
    for (size_t i = 0; i < TWIN_WORDS; i++)
        h = (h ^ s->last[i]) * K1 + (h >> 31);
    if (!more)
        s->n_words = TWIN_WORDS; /* said */
    *ret = mix(h);
    return true;
}

static struct shingles
shingles_of(struct text t)
{
    const unsigned char *p = (const unsigned char *)(t.n > 0 ? t.p : "");

    return (struct shingles){ .p = p, .end = p + t.n };
}

/* ---- sketches ---- */

/* An empty bin takes the value of a full one, chosen by hash, the same for every text. */
static void
densify(struct twin_sketch *s, const bool *full)
{
    for (uint32_t i = 0; i < TWIN_BINS; i++) {
        uint64_t at = i;

        if (full[i])
            continue;
        for (uint64_t k = 1; !full[at]; k++)
            at = mix((uint64_t)i * K2 + k) >> (64 - BIN_BITS);
        s->bins[i] = s->bins[at] + i + 1; /* so that it is a minimum of its own */
    }
}

void
twin_sketch(struct text t, struct twin_sketch *ret)
{
    struct shingles s = shingles_of(t);
    bool full[TWIN_BINS] = { false };
    uint32_t n = 0;
    uint64_t h;

    memset(ret, 0, sizeof(*ret));
    for (; next_shingle(&s, &h); n++) {
        size_t bin = h >> (64 - BIN_BITS);

        if (!full[bin] || (uint32_t)h < ret->bins[bin])
            ret->bins[bin] = (uint32_t)h;
        full[bin] = true;
    }
    ret->n_words = n > 1 ? n + TWIN_WORDS - 1 : (uint32_t)s.n_words;
    if (n > 0)
        densify(ret, full);
}

/* ---- pairs ---- */

struct entry {
    uint64_t key; /* of a band of a sketch */
    uint32_t who;
};

static int
by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->who > y->who) - (x->who < y->who);
}

/* Do they share a band before this one?  Then the pair has been named. */
static bool
met_before(const struct twin_sketch *a, const struct twin_sketch *b, size_t band)
{
    for (size_t k = 0; k < band; k++)
        if (memcmp(&a->bins[k * TWIN_BAND_BINS], &b->bins[k * TWIN_BAND_BINS],
                   TWIN_BAND_BINS * sizeof(a->bins[0])) == 0)
            return true;
    return false;
}

void
twin_pairs(const struct twin_sketch *sketches, const bool *fresh, size_t n, twin_pair_fn *fn,
           void *self)
{
    struct entry *all = mem_zalloc((n + 1) * sizeof(*all));

    for (size_t band = 0; band < N_BANDS; band++) {
        size_t m = 0;

        for (size_t i = 0; i < n; i++) {
            uint64_t key = band;

            if (sketches[i].n_words == 0)
                continue;
            for (size_t k = 0; k < TWIN_BAND_BINS; k++)
                key = mix(key ^ sketches[i].bins[band * TWIN_BAND_BINS + k]);
            all[m++] = (struct entry){ key, (uint32_t)i };
        }
        if (m > 1)
            qsort(all, m, sizeof(*all), by_key);
        for (size_t from = 0, at = 0; at < m; at++) {
            if (all[at].key != all[from].key)
                from = at;
            for (size_t k = from; k < at && k < from + TWIN_MAX_RUN; k++) {
                uint32_t i = all[k].who, j = all[at].who;

                if ((fresh[i] || fresh[j]) && !met_before(&sketches[i], &sketches[j], band))
                    fn(self, i, j);
            }
        }
    }
    free(all);
}

/* ---- the decision ---- */

static int
by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* The shingles of a text. */
struct shingle_set {
    uint64_t *in_order;
    size_t n;
    uint64_t *sorted; /* each once */
    size_t n_sorted;
};

static struct shingle_set
shingle_set(struct text t, struct arena *a)
{
    struct shingles s = shingles_of(t);
    size_t cap = t.n / 2 + 2; /* a word and a space each */
    struct shingle_set r = { arena_alloc(a, cap * sizeof(uint64_t)), 0,
                             arena_alloc(a, cap * sizeof(uint64_t)), 0 };

    while (next_shingle(&s, &r.in_order[r.n]))
        r.n++;
    memcpy(r.sorted, r.in_order, r.n * sizeof(*r.sorted));
    if (r.n > 1)
        qsort(r.sorted, r.n, sizeof(*r.sorted), by_value);
    for (size_t i = 0; i < r.n; i++)
        if (i == 0 || r.sorted[i] != r.sorted[r.n_sorted - 1])
            r.sorted[r.n_sorted++] = r.sorted[i];
    return r;
}

/* Shingles in a row of x that y does not have: the longest run. */
static size_t
longest_own(const struct shingle_set *x, const struct shingle_set *y)
{
    size_t run = 0, longest = 0;

    for (size_t i = 0; i < x->n; i++) {
        bool both =
            bsearch(&x->in_order[i], y->sorted, y->n_sorted, sizeof(*y->sorted), by_value) != NULL;

        run = both ? 0 : run + 1;
        longest = run > longest ? run : longest;
    }
    return longest;
}

double
twin_likeness(struct text a, struct text b, struct arena *scratch)
{
    struct shingle_set x = shingle_set(a, scratch), y = shingle_set(b, scratch);
    size_t n_x = x.n_sorted, n_y = y.n_sorted, both = 0;
    double likeness;

    if (n_x == 0 || n_y == 0)
        return 0;
    for (size_t i = 0, j = 0; i < n_x && j < n_y;) {
        uint64_t u = x.sorted[i], v = y.sorted[j];

        both += u == v;
        i += u <= v;
        j += v <= u;
    }
    likeness = (double)both / (double)(n_x + n_y - both);
    if (likeness == 1)
        return 1;
    if (n_x + TWIN_WORDS - 1 < TWIN_MIN_WORDS || n_y + TWIN_WORDS - 1 < TWIN_MIN_WORDS)
        return 0; /* too short to say */
    if (likeness < TWIN_SURE && longest_own(&x, &y) > TWIN_OWN && longest_own(&y, &x) > TWIN_OWN)
        return 0; /* each has a paragraph of its own: two pages in one frame */
    return likeness;
}

static bool
next_number(struct text *rest, struct text *ret)
{
    while (text_cut(rest, " \t\r\n-,;:/()|", ret))
        for (size_t i = 0; i < ret->n; i++)
            if (ret->p[i] >= '0' && ret->p[i] <= '9')
                return true;
    return false;
}

static bool
has_numbers_of(struct text t, struct text other)
{
    struct text word, rest, w;

    while (next_number(&other, &word)) {
        bool found = false;

        for (rest = t; !found && next_number(&rest, &w);)
            found = text_eq_nocase(w, word);
        if (!found)
            return false;
    }
    return true;
}

bool
twin_titles(struct text a, struct text b)
{
    return has_numbers_of(a, b) && has_numbers_of(b, a);
}
