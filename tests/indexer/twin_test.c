/* twin_test.c - pages that say the same are found, others are not; how often, on generated and on
 * real pages. */

#include "../../indexer/twin.h"

#include <jansson.h>
#include <stdlib.h>
#include <time.h>

#include "../test.h"

#include "buf.h"
#include "mem.h"
#include "rng.h"

#define SAME                                                                                       \
    "Students who want to take the exam have to register in the portal four weeks before the day " \
    "of the exam. "

/* What many pages of a site say besides. */
#define FRAME                                                                                      \
    SAME "Whoever misses that day may write to the office, which will answer within a week or "    \
         "two. An exam that was failed can be taken again once, within a year, without a fee. "    \
         "The rules of the faculty hold besides, as they were published by the senate in spring. " \
         "Please bring your card and a pen, and leave all your other things in the hall outside. "
#define FRAME2                                                                                     \
    "Results are put on the board after four weeks at the latest, and nobody is told by phone. "

/* likeness: at least, or, if below 0, at most its amount. */
static const struct {
    const char *from, *a, *b;
    double likeness;
} rows[] = {
    /* clang-format off */
    { "the same", SAME, SAME, 1 },
    { "marks and case", "The exam: register, four weeks before. Then wait for us to write.",
      "the EXAM register four weeks before -- then wait (for us) to write", 1 },
    { "one word", SAME SAME "Bring a pen.", SAME SAME "Bring a book.", .8 },
    { "another order", "one two three four five six seven eight nine ten eleven twelve",
      "seven eight nine ten eleven twelve one two three four five six", .6 },
    { "reversed", "a b c d e f g h i j k l m n", "n m l k j i h g f e d c b a", -.01 },
    { "other words", SAME, "The library opens at nine and closes at six, on Sundays at noon.", -.01 },
    { "empty", "", SAME, -.01 },
    { "both empty", "", "", -.01 },
    { "marks only", "...", "---", -.01 },
    { "short, the same", "Contact us", "contact us!", 1 },
    { "short, alike", "Contact us at the desk in room five", "Contact us at the desk in room six", -.01 },
    { "a part", SAME, SAME SAME "And then there are many other words about which nobody asked us", -.99 },
    { "one frame, two pages", FRAME "Mechanics is about bodies that move and the laws by which they do, with many examples"
      " from daily life and from the sky above us all", FRAME "Optics is about light, how it bends in glass or water, why there"
      " are colours in soap, and what a laser can do in a lab", -.01 },
    { "a print version", "Home News Study Research People Contact Search Login Deutsch Help " FRAME FRAME2, FRAME FRAME2, .6 },
    { "no spaces", "\xE8\xA9\xA6\xE9\xA8\x93\xE3\x81\xAE\xE7\x94\xB3\xE8\xBE\xBC\xE3\x81\xBF\xE3\x81\xAF\xE3\x81\x93\xE3\x81\xA1\xE3\x82\x89\xE3\x81\x8B\xE3\x82\x89",
      "\xE8\xA9\xA6\xE9\xA8\x93\xE3\x81\xAE\xE7\x94\xB3\xE8\xBE\xBC\xE3\x81\xBF\xE3\x81\xAF\xE3\x81\x93\xE3\x81\xA1\xE3\x82\x89\xE3\x81\x8B\xE3\x82\x89\xE3\x81\xA7", .8 },
    /* clang-format on */
};

static void
test_likeness(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text x = text_of(rows[i].a), y = text_of(rows[i].b);
        double got = twin_likeness(x, y, a), want = rows[i].likeness;

        CHECK(want < 0 ? got <= -want : got >= want, "%s: %.3f", rows[i].from, got);
        CHECK(got == twin_likeness(y, x, a), "%s: the other way round", rows[i].from);
    }
    arena_free(a);
}
TEST_FN(test_likeness)

static const struct {
    const char *a, *b;
    bool may;
} titles[] = {
    { "Exams", "Exams (print)", true },        { "Exams 2025", "Exams 2026", false },
    { "Exams 2025", "Exams", false },          { "8.01 Physics", "Physics 8.01", true },
    { "Physics 8.01", "Physics 8.02", false }, { "", "", true },
    { "Form I-20", "form i-20", true },        { "2025 and 2026", "2026 and 2025", true },
};

static void
test_titles(void)
{
    for (size_t i = 0; i < N_ROWS(titles); i++)
        CHECK(twin_titles(text_of(titles[i].a), text_of(titles[i].b)) == titles[i].may,
              "\"%s\" \"%s\"", titles[i].a, titles[i].b);
}
TEST_FN(test_titles)

/* ---- pages and copies of them in which one word in twenty is another ---- */

struct pages {
    struct arena *arena;
    struct text *texts;
    struct twin_sketch *sketches;
    bool *fresh;
    size_t n, n_sources; /* page n_sources + i is the copy of page i x every */
    size_t every, found, wrong, before, candidates;
};

#define ALIKE_BEFORE .5 /* a little below TWIN_ALIKE: the change may have helped */

/* Each word is replaced, left out or doubled with a chance of 1 in 20. */
static struct text
mutated(struct text t, struct rng *r, struct arena *a)
{
    struct buf b;
    struct text word, copy;

    buf_init(&b, t.n * 2 + BUF_SMALL);
    while (text_cut(&t, " \n\t", &word)) {
        uint64_t fate = rng_below(r, 60);

        if (fate == 0)
            continue;
        if (fate == 1)
            buf_addf(&b, "%.*s ", TEXT_ARG(word));
        if (fate == 2)
            buf_addf(&b, "w%llu ", (unsigned long long)rng_below(r, 100000));
        else
            buf_addf(&b, "%.*s ", TEXT_ARG(word));
    }
    copy = arena_text(a, buf_text(&b));
    buf_release(&b);
    return copy;
}

/* The page as it was that page i is, or is a copy of. */
static struct text
source_of(const struct pages *p, size_t i)
{
    return p->texts[i < p->n_sources ? i : (i - p->n_sources) * p->every];
}

/* Pairs that were alike before anything was changed in them say nothing about copies. */
static void
on_pair(void *self, size_t i, size_t j)
{
    struct pages *p = self;
    struct arena *scratch;
    bool right = j >= p->n_sources && i < p->n_sources && i == (j - p->n_sources) * p->every;

    p->candidates++;
    if (j < p->n_sources)
        return;
    scratch = arena_new();
    if (twin_likeness(p->texts[i], p->texts[j], scratch) >= TWIN_ALIKE) {
        if (right)
            p->found++;
        else if (twin_likeness(source_of(p, i), source_of(p, j), scratch) >= ALIKE_BEFORE)
            p->before++;
        else
            p->wrong++;
    }
    arena_free(scratch);
}

/* Copies of every so many pages; who finds whom. */
static void
measure(struct pages *p, size_t every, const char *name, double *precision, double *recall)
{
    struct rng r;
    size_t n_copies;

    rng_seed(&r, 7);
    p->n_sources = p->n;
    p->every = every;
    n_copies = (p->n + every - 1) / every;
    p->texts = realloc(p->texts, (p->n + n_copies) * sizeof(*p->texts));
    for (size_t i = 0; i < n_copies; i++)
        p->texts[p->n++] = mutated(p->texts[i * every], &r, p->arena);
    p->sketches = mem_zalloc(p->n * sizeof(*p->sketches));
    p->fresh = mem_zalloc(p->n);
    for (size_t i = 0; i < p->n; i++) {
        twin_sketch(p->texts[i], &p->sketches[i]);
        p->fresh[i] = true;
    }
    twin_pairs(p->sketches, p->fresh, p->n, on_pair, p);
    *precision = (double)p->found / (double)(p->found + p->wrong);
    *recall = (double)p->found / (double)n_copies;
    printf("%s: %zu pages, %zu copies: P %.4f R %.4f; %zu candidates,"
           " %zu pairs alike before\n",
           name, p->n_sources, n_copies, *precision, *recall, p->candidates, p->before);
    free(p->sketches);
    free(p->fresh);
    free(p->texts);
}

/* Made-up pages of 40 to 600 words: frequent words are frequent, a tenth is the site's frame. */
static void
generate(struct pages *p, size_t n)
{
    struct rng r;
    struct buf b;

    rng_seed(&r, 3);
    buf_init(&b, BUF_PAGE);
    p->texts = mem_zalloc(n * sizeof(*p->texts));
    for (; p->n < n; p->n++) {
        uint64_t words = 40 + rng_below(&r, 560), frame = rng_below(&r, 5);

        buf_clear(&b);
        for (uint64_t k = 0; k < words; k++) {
            double u = rng_unit(&r);

            if (k * 10 < words)
                buf_addf(&b, "frame%llu-%llu ", (unsigned long long)frame, (unsigned long long)k);
            else
                buf_addf(&b, "v%d ", (int)(8000 * u * u * u * u));
        }
        p->texts[p->n] = arena_text(p->arena, buf_text(&b));
    }
    buf_release(&b);
}

static void
test_generated(void)
{
    struct pages p = { .arena = arena_new() };
    double precision, recall;

    generate(&p, 1500);
    measure(&p, 3, "generated", &precision, &recall);
    CHECK(precision >= .95 && recall >= .95, "P %.3f R %.3f", precision, recall);
    arena_free(p.arena);
}
TEST_FN(test_generated)

/* A thousand copies of a page are no million pairs, and all of them are in one. */
static void
test_many_copies(void)
{
    struct pages p = { .arena = arena_new() };
    enum { N = 1000 };

    p.sketches = mem_zalloc(N * sizeof(*p.sketches));
    p.fresh = mem_zalloc(N);
    for (size_t i = 0; i < N; i++)
        twin_sketch(TEXT_LIT(SAME), &p.sketches[i]);
    p.n_sources = 0;
    p.every = 1;
    p.texts = mem_zalloc(N * sizeof(*p.texts));
    twin_pairs(p.sketches, p.fresh, N, on_pair, &p);
    CHECK(p.candidates == 0, "nothing is fresh");
    p.fresh[N - 1] = true;
    twin_pairs(p.sketches, p.fresh, N, on_pair, &p);
    CHECK(p.candidates == TWIN_MAX_RUN, "%zu pairs for one", p.candidates);
    free(p.texts);
    free(p.sketches);
    free(p.fresh);
    arena_free(p.arena);
}
TEST_FN(test_many_copies)

static void
load(struct pages *p, const char *path)
{
    FILE *f = fopen(path, "r");
    json_t *row;

    while (f != NULL && (row = json_loadf(f, JSON_DISABLE_EOF_CHECK, NULL)) != NULL) {
        const char *text = json_string_value(json_object_get(row, "text"));

        p->texts = realloc(p->texts, (p->n + 1) * sizeof(*p->texts));
        p->texts[p->n++] = arena_text(p->arena, text_of(text));
        json_decref(row);
    }
    if (f != NULL)
        fclose(f);
}

/* Real pages, where EARSHOT_DATA has ir/NAME/pages.jsonl. */
static void
test_real(void)
{
    static const char *const names[] = { "doc2dial", "mtrag_clapnq", "mtrag_cloud" };
    const char *data = getenv("EARSHOT_DATA");

    for (size_t i = 0; i < N_ROWS(names); i++) {
        struct pages p = { .arena = arena_new() };
        double precision, recall;
        char path[4096];

        snprintf(path, sizeof(path), "%s/ir/%s/pages.jsonl", data != NULL ? data : "", names[i]);
        load(&p, path);
        if (p.n == 0) {
            print_message("EARSHOT_DATA has no ir/%s: skipped\n", names[i]);
            arena_free(p.arena);
            continue;
        }
        measure(&p, 10, names[i], &precision, &recall);
        CHECK(precision >= .95 && recall >= .95, "%s: P %.3f R %.3f", names[i], precision, recall);
        arena_free(p.arena);
    }
}
TEST_FN(test_real)

/* What a sketch of a passage costs: printed, for DESIGN.md; no bar, machines differ. */
static void
test_cost(void)
{
    struct pages p = { .arena = arena_new() };
    enum { ROUNDS = 20 };
    struct twin_sketch s;
    size_t bytes = 0;
    clock_t from;
    double us;

    generate(&p, 200);
    from = clock();
    for (int k = 0; k < ROUNDS; k++)
        for (size_t i = 0; i < p.n; i++) {
            twin_sketch(p.texts[i], &s);
            bytes += p.texts[i].n;
        }
    us = (double)(clock() - from) / CLOCKS_PER_SEC * 1e6 / (double)bytes * 1200;
    printf("a sketch of 1.2 KB takes %.1f us\n", us);
    free(p.texts);
    arena_free(p.arena);
}
TEST_FN(test_cost)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_likeness),  TEST(test_titles),
                                        TEST(test_generated), TEST(test_many_copies),
                                        TEST(test_real),      TEST(test_cost) };

    return TEST_RUN(tests);
}
