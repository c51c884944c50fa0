/*
 * robots_bench.c - robots.txt: verdicts and parsing.
 *
 * The rival for verdicts is the obvious matcher: every rule of the group tried
 * with a recursive match, the longest kept, Allow before Disallow; its verdicts
 * are compared with ours.  The limit for parsing is finding the line ends.
 */

#include <stdlib.h>
#include <string.h>

#include "../../crawler/robots.h"
#include "bench.h"
#include "mem.h"
#include "words.h"

#define N_PATHS 500
#define N_STEMS 5000

struct rule {
    struct text pattern;
    bool allow;
};

struct world {
    struct buf file;
    char *paths[N_PATHS]; /* owned */
    struct rule *rules;   /* owned; of our group, for the rival */
    size_t n_rules, cap_rules;
    struct robots *robots;
    bool ours[N_PATHS], rivals[N_PATHS];
    size_t sum;
};

static void
put_rule(struct words *w, struct world *x)
{
    struct rng *r = words_rng(w);
    bool allow = rng_below(r, 4) == 0;
    size_t at, n = 1 + (size_t)rng_below(r, 3);

    buf_add_str(&x->file, allow ? "Allow: " : "Disallow: ");
    at = x->file.n;
    for (size_t i = 0; i < n; i++) {
        buf_add_char(&x->file, '/');
        if (rng_below(r, 6) == 0)
            buf_add_char(&x->file, '*');
        else
            words_content(w, &x->file);
    }
    if (rng_below(r, 8) == 0)
        buf_add_str(&x->file, "*.pdf$");
    else if (rng_below(r, 8) == 0)
        buf_add_str(&x->file, "/*?*sort=");
    x->rules = mem_grow(x->rules, &x->cap_rules, x->n_rules + 1, sizeof(*x->rules));
    /* Offsets until the file is whole: it still moves. */
    x->rules[x->n_rules++] = (struct rule){ { NULL, at }, allow };
    buf_add_char(&x->file, '\n');
}

static void
make_world(struct world *x, size_t n_rules)
{
    struct words *w = words_new(2, N_STEMS);

    *x = (struct world){ .sum = 0 };
    buf_init(&x->file, ROBOTS_MAX_BYTES);
    buf_add_str(&x->file, "# a site's rules\nUser-agent: otherbot\nDisallow: /\n\nUser-agent: *\n");
    for (size_t i = 0; i < n_rules; i++)
        put_rule(w, x);
    for (size_t i = 0; i < x->n_rules; i++) {
        struct text rest = text_from(buf_text(&x->file), x->rules[i].pattern.n);

        x->rules[i].pattern = text_before(rest, '\n');
    }
    for (size_t i = 0; i < N_PATHS; i++) {
        struct buf b;
        size_t n = 1 + (size_t)rng_below(words_rng(w), 5);

        buf_init(&b, BUF_SMALL);
        for (size_t k = 0; k < n; k++) {
            buf_add_char(&b, '/');
            words_content(w, &b);
        }
        buf_add_str(&b, i % 5 == 0 ? ".pdf" : i % 7 == 0 ? "/x?a=1&sort=new" : "");
        x->paths[i] = buf_take(&b);
    }
    x->robots = robots_parse(buf_text(&x->file), TEXT_LIT("Earshot/1.0"));
    words_free(w);
}

static void
release_world(struct world *x)
{
    for (size_t i = 0; i < N_PATHS; i++)
        free(x->paths[i]);
    free(x->rules);
    robots_free(x->robots);
    buf_release(&x->file);
}

static void
run_ours(void *self)
{
    struct world *x = self;

    for (size_t i = 0; i < N_PATHS; i++)
        x->ours[i] = robots_ask(x->robots, text_of(x->paths[i])).allow;
}

static bool
naive_match(const char *p, const char *end, const char *path)
{
    if (p == end)
        return true;
    if (*p == '$' && p + 1 == end)
        return *path == '\0';
    if (*p == '*')
        return naive_match(p + 1, end, path) || (*path != '\0' && naive_match(p, end, path + 1));
    return *p == *path && naive_match(p + 1, end, path + 1);
}

static void
run_naive(void *self)
{
    struct world *x = self;

    for (size_t i = 0; i < N_PATHS; i++) {
        size_t longest = 0;

        x->rivals[i] = true;
        for (size_t k = 0; k < x->n_rules; k++) {
            const struct rule *r = &x->rules[k];
            bool better =
                r->pattern.n > longest || (r->pattern.n == longest && r->allow && longest > 0);

            if (better && naive_match(r->pattern.p, r->pattern.p + r->pattern.n, x->paths[i])) {
                longest = r->pattern.n;
                x->rivals[i] = r->allow;
            }
        }
    }
}

static void
run_parse(void *self)
{
    struct world *x = self;

    robots_free(robots_parse(buf_text(&x->file), TEXT_LIT("Earshot/1.0")));
}

static void
run_lines(void *self)
{
    struct world *x = self;
    const char *p = x->file.p, *end = p + x->file.n;

    while (p != NULL && p < end) {
        p = memchr(p, '\n', (size_t)(end - p));
        p = p != NULL ? p + 1 : NULL;
        x->sum++;
    }
}

static void
compare(struct bench *b, size_t n_rules, const char *size)
{
    struct world x;
    struct bench_work asks = { "verdict", size, "path", N_PATHS };
    struct bench_work parse = { "parse", size, "rule", (double)n_rules };
    struct bench_side ask_sides[] = {
        { .name = "earshot", .run = run_ours, .self = &x },
        { .name = "every rule tried", .run = run_naive, .self = &x },
    };
    struct bench_side parse_sides[] = {
        { .name = "earshot", .run = run_parse, .self = &x },
        { .name = "line ends (limit)", .run = run_lines, .self = &x },
    };
    size_t differ = 0, refused = 0;

    make_world(&x, n_rules);
    bench_compare(b, &asks, ask_sides, N_ELEMENTS(ask_sides));
    bench_compare(b, &parse, parse_sides, N_ELEMENTS(parse_sides));
    for (size_t i = 0; i < N_PATHS; i++) {
        differ += x.ours[i] != x.rivals[i];
        refused += !x.ours[i];
    }
    bench_note(b, "%s: %zu of %d paths refused; verdicts unlike the rival's: %zu", size, refused,
               N_PATHS, differ);
    release_world(&x);
}

int
main(void)
{
    struct bench *b = bench_new("robots.txt: verdicts and parsing");

    compare(b, 20, "20 rules");
    compare(b, 1000, "1,000 rules");
    compare(b, 10000, "10,000 rules");
    bench_end(b);
    return 0;
}
