/*
 * url_bench.c - resolving a page's links: url_resolve() beside libcurl's URL
 * API (which follows RFC 3986 more than the URL Standard, so that it does less)
 * and beside one pass over the bytes with a hash, the limit.
 */

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <xxhash.h>

#include "bench.h"
#include "mem.h"
#include "url.h"
#include "words.h"

#define N_LINKS 2000
#define N_STEMS 5000

struct links {
    struct text base;
    char *links[N_LINKS]; /* owned */
    struct arena *arena;
    size_t failed;
    uint64_t sum;
};

static void
put_path(struct words *w, size_t n_segments, struct buf *out)
{
    for (size_t i = 0; i < n_segments; i++) {
        buf_add_char(out, '/');
        words_content(w, out);
        buf_add_char(out, '-');
        words_content(w, out);
    }
}

/* The links of a forum's page: two thirds relative to the root, some absolute, queries, dots. */
static void
make_link(struct words *w, bool is_long, struct buf *out)
{
    struct rng *r = words_rng(w);
    uint64_t kind = rng_below(r, 10);
    size_t n = is_long ? 10 : 2;

    if (kind < 2)
        buf_add_str(out, "https://Forum.Example.org");
    else if (kind == 2)
        buf_add_str(out, "../..");
    else if (kind == 3)
        buf_add_str(out, "//www.example.com:443");
    put_path(w, n, out);
    if (kind > 6) {
        buf_addf(out, "/%u?page=%u&q=", (unsigned)rng_below(r, 100000), (unsigned)rng_below(r, 50));
        for (size_t i = 0; i < n; i++) {
            words_content(w, out);
            buf_add_str(out, kind == 9 ? "%C3%A9 " : "+");
        }
    }
    if (kind == 5)
        buf_add_str(out, "#post-12");
}

static void
make_links(struct links *l, bool is_long)
{
    struct words *w = words_new(1, N_STEMS);
    struct buf b;

    *l = (struct links){ .base = TEXT_LIT("https://forum.example.org/t/how-to-apply/4711/"),
                         .arena = arena_new() };
    for (size_t i = 0; i < N_LINKS; i++) {
        buf_init(&b, BUF_SMALL);
        make_link(w, is_long, &b);
        l->links[i] = buf_take(&b);
    }
    words_free(w);
}

static void
release_links(struct links *l)
{
    for (size_t i = 0; i < N_LINKS; i++)
        free(l->links[i]);
    arena_free(l->arena);
}

static void
run_ours(void *self)
{
    struct links *l = self;
    struct text got;

    arena_clear(l->arena);
    l->failed = 0;
    for (size_t i = 0; i < N_LINKS; i++)
        l->failed += url_resolve(text_of(l->links[i]), l->base, l->arena, &got, NULL) != ST_OK;
}

static void
run_canonical(void *self)
{
    struct links *l = self;
    struct text got;

    arena_clear(l->arena);
    for (size_t i = 0; i < N_LINKS; i++) {
        if (url_resolve(text_of(l->links[i]), l->base, l->arena, &got, NULL) == ST_OK)
            l->sum += url_canonical(got, l->arena).n;
    }
}

static void
run_curl(void *self)
{
    struct links *l = self;

    l->failed = 0;
    for (size_t i = 0; i < N_LINKS; i++) {
        CURLU *u = curl_url();
        char *got = NULL;

        if (curl_url_set(u, CURLUPART_URL, l->base.p, 0) != CURLUE_OK ||
            curl_url_set(u, CURLUPART_URL, l->links[i], CURLU_URLENCODE) != CURLUE_OK ||
            curl_url_get(u, CURLUPART_URL, &got, CURLU_NO_DEFAULT_PORT) != CURLUE_OK)
            l->failed++;
        curl_free(got);
        curl_url_cleanup(u);
    }
}

static void
run_limit(void *self)
{
    struct links *l = self;

    for (size_t i = 0; i < N_LINKS; i++)
        l->sum += XXH3_64bits(l->links[i], strlen(l->links[i]));
}

static void
compare(struct bench *b, const char *size, bool is_long)
{
    struct links l;
    struct bench_work w = { "resolve", size, "link", N_LINKS };
    struct bench_side sides[] = {
        { .name = "earshot", .run = run_ours, .self = &l },
        { .name = "libcurl", .run = run_curl, .self = &l },
        { .name = "hash only (limit)", .run = run_limit, .self = &l },
    };

    make_links(&l, is_long);
    bench_compare(b, &w, sides, N_ELEMENTS(sides));
    run_ours(&l);
    bench_note(b, "%s: of %d links ours refused %zu", size, N_LINKS, l.failed);
    run_curl(&l);
    bench_note(b, "%s: of %d links libcurl refused %zu", size, N_LINKS, l.failed);
    w.what = "resolve+canonical";
    sides[0].run = run_canonical;
    bench_compare(b, &w, sides, 2);
    release_links(&l);
}

int
main(void)
{
    struct bench *b = bench_new("URL: links of a page resolved against its address");

    compare(b, "40 B links", false);
    compare(b, "170 B links", true);
    bench_end(b);
    return 0;
}
