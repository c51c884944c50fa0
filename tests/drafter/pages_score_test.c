/* pages_score_test.c - the score of a page, and of the pages that are found, by an oracle. */

#include "../test.h"

#include <math.h>

#include "../../drafter/pages_score.h"
#include "buf.h"
#include "pages_oracle.h"
#include "rng.h"

#define N_SITES     6
#define N_PAGES     180
#define N_LARGE     1500 /* more than are scored for a question */
#define N_QUESTIONS 60
#define N_STEMS     400
#define NEAR        1e-3

static const char *const smalls[] = { "the", "of", "to", "how", "is", "a", "you", "can" };

/* Frequent words and rare ones; one in three is small. */
static void
put_word(struct rng *r, struct buf *b)
{
    uint64_t x = rng_below(r, N_STEMS), y = rng_below(r, N_STEMS);

    if (rng_below(r, 3) == 0)
        buf_add_str(b, smalls[rng_below(r, N_ROWS(smalls))]);
    else
        buf_addf(b, "%c%cor%c%s", (int)('a' + x * y / N_STEMS % 20),
                 (int)('a' + x * y / N_STEMS / 20), (int)('k' + x % 2),
                 rng_below(r, 4) == 0 ? "ing" : "");
}

static void
put_words(struct rng *r, size_t n, struct buf *b)
{
    for (size_t i = 0; i < n; i++) {
        buf_add_str(b, i > 0 ? " " : "");
        put_word(r, b);
    }
}

static void
put_page(struct rng *r, struct buf *title, struct buf *text)
{
    buf_clear(title);
    buf_clear(text);
    put_words(r, rng_below(r, 5), title);
    if (rng_below(r, 5) == 0)
        buf_addf(text, "%s\n", buf_str(title)); /* a heading that says the title again */
    for (size_t i = rng_below(r, 6); i > 0; i--) {
        if (rng_below(r, 2) == 0) {
            put_words(r, 1 + rng_below(r, 4), text);
            buf_add_str(text, "\n");
        }
        for (size_t k = rng_below(r, 12); k > 0; k--) {
            put_words(r, 2 + rng_below(r, 20), text);
            buf_add_str(text, ". ");
        }
        buf_add_str(text, "\n\n");
    }
}

struct both {
    struct pages *p;
    struct oracle o;
    struct rng r;
    struct buf title, text;
    struct arena *a;
};

static void
make(struct both *x, uint64_t seed, size_t n)
{
    x->p = pages_new();
    oracle_open(&x->o);
    rng_seed(&x->r, seed);
    buf_init(&x->title, BUF_SMALL);
    buf_init(&x->text, BUF_PAGE);
    x->a = arena_new();
    for (size_t i = 0; i < n; i++) {
        put_page(&x->r, &x->title, &x->text);
        (void)pages_add(x->p, &(struct pages_input){ .url = TEXT_LIT("u"),
                                                     .title = buf_text(&x->title),
                                                     .text = buf_text(&x->text) });
        oracle_add(&x->o, buf_text(&x->title), buf_text(&x->text));
    }
}

static void
drop(struct both *x)
{
    pages_free(x->p);
    oracle_close(&x->o);
    buf_release(&x->title);
    buf_release(&x->text);
    arena_free(x->a);
}

/* A question of a few words; now and then one word twice, or small words alone. */
static struct text
ask(struct both *x)
{
    buf_clear(&x->text);
    arena_clear(x->a);
    if (rng_below(&x->r, 20) == 0)
        buf_add_str(&x->text, "the of a");
    else
        put_words(&x->r, 1 + rng_below(&x->r, 8), &x->text);
    return arena_text(x->a, buf_text(&x->text));
}

/* Pages with a better score than this one before it was looked at closely. */
static size_t
better(const float *sum, size_t n, float than)
{
    size_t ret = 0;

    for (size_t i = 0; i < n; i++)
        ret += sum[i] > than + (float)NEAR;
    return ret;
}

static float
open_sum(const struct pages_hit *h)
{
    return (float)(h->score - h->proximity - 4 * h->precision);
}

/* Every page that is found has the oracle's score, and none with a better one is missing. */
static void
check_question(struct both *x, float *sum, struct pages_found *f)
{
    struct text q = ask(x);
    size_t missing = 0;
    float worst = INFINITY;

    pages_find(x->p, q, NULL, PAGES_MAX_HITS, x->a, f);
    if (f->query.n_words == 0)
        return;
    oracle_scores(&x->o, &f->query.tokens, sum);
    for (size_t i = 0; i < f->n; i++) {
        float v = open_sum(&f->hits[i]);

        CHECK(fabs((double)(v - sum[f->hits[i].page])) < NEAR * (1 + (double)v),
              "\"%.*s\", page %u: %.4f, not %.4f", TEXT_ARG(q), f->hits[i].page, (double)v,
              (double)sum[f->hits[i].page]);
        worst = v < worst ? v : worst;
    }
    if (f->n < PAGES_MAX_HITS)
        worst = 0;
    missing = better(sum, pages_count(x->p), worst);
    if (f->exact)
        CHECK(missing <= f->n, "\"%.*s\": %zu better than the last of %zu", TEXT_ARG(q), missing,
              f->n);
}

static void
test_small_sites(void)
{
    float sum[N_PAGES];

    for (uint64_t seed = 1; seed <= N_SITES; seed++) {
        struct both x;

        make(&x, seed, N_PAGES);
        for (size_t i = 0; i < N_QUESTIONS; i++) {
            struct pages_found f;

            check_question(&x, sum, &f);
            CHECK(f.exact || f.query.n_words == 0, "all pages of a small site are looked at");
        }
        drop(&x);
    }
}
TEST_FN(test_small_sites)

/* On a larger one, pages are left out: the first by the oracle's score is not one of them. */
static void
test_large_site(void)
{
    static float sum[N_LARGE];
    struct both x;
    size_t n_left_out = 0;

    make(&x, 1, N_LARGE);
    for (size_t i = 0; i < N_QUESTIONS; i++) {
        struct pages_found f;
        size_t best = 0;
        bool there = false;

        check_question(&x, sum, &f);
        n_left_out += f.n > 0 && f.n_scored < better(sum, N_LARGE, 0);
        for (size_t k = 0; k < N_LARGE && f.n > 0; k++)
            best = sum[k] > sum[best] ? k : best;
        for (size_t k = 0; k < f.n; k++)
            there =
                there || f.hits[k].page == best || sum[f.hits[k].page] + (float)NEAR > sum[best];
        CHECK(there || f.n == 0, "question %zu: page %zu", i, best);
    }
    CHECK(n_left_out > N_QUESTIONS / 2, "pages were left out %zu times", n_left_out);
    drop(&x);
}
TEST_FN(test_large_site)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_small_sites), TEST(test_large_site) };

    return TEST_RUN(tests);
}
