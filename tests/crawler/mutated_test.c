/*
 * mutated_test.c - damaged pages: whatever happened to a real one, reading it
 * stays within its bytes and its caps.
 *
 * The pages written for the profiles are damaged in each run; those below
 * EARSHOT_DATA/pages too where they are at hand, MUTATED_N times (10,000 unless
 * set).  What is read beyond a page's end shows under make asan: each lies in a
 * block of just its size.
 */
#include <ftw.h>

#include "buf.h"
#include "extract_fixture.h"
#include "file.h"
#include "rng.h"

#define MAX_PAGES    400
#define MAX_PAGE     ((size_t)2 * 1024 * 1024)
#define OWN_MUTANTS  1500
#define REAL_MUTANTS 10000
#define MAX_CHANGES  8
#define FRESH_EVERY  500 /* pages after which the arena's memory is given back */

static struct buf pages[MAX_PAGES];
static size_t n_pages;

static int
keep_page(const char *path, const struct stat *st, int type)
{
    size_t n = strlen(path);
    struct err err;

    (void)st;
    if (type != FTW_F || n < 5 || strcmp(path + n - 5, ".html") != 0 || n_pages == MAX_PAGES)
        return 0;
    buf_init(&pages[n_pages], MAX_PAGE);
    if (file_read(path, &pages[n_pages], &err) == ST_OK)
        n_pages++;
    else
        buf_release(&pages[n_pages]);
    return 0;
}

static void
drop_pages(void)
{
    while (n_pages > 0)
        buf_release(&pages[--n_pages]);
}

/* Pieces that mean something to a reader of pages. */
static const char *const pieces[] = {
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "\"",
    "'",
    "&",
    "&#",
    "&#x110000;",
    "<![CDATA[",
    "<table><tr><td>",
    "<script type=\"application/ld+json\">",
    "</script>",
    "{\"@type\":\"Question\",\"name\":",
    "[[[[[[",
    "<div itemscope itemtype=\"https://schema.org/QAPage\" itemref=\"a b\" itemprop=\"x y\">",
    "<textarea>",
    "<svg><title>",
    "<base href=\"//x/\">",
    "<meta charset=utf-16>",
    "<pre>",
    "<details><summary>",
    "\xFF\xFE",
    "\xEF\xBB\xBF",
    "\xC0\x80",
    "\xED\xA0\x80",
    "\xF4\x90\x80\x80",
    "\xE2\x80",
    "<time datetime=\"9999999999-99-99T99:99:99\">",
    "<a rel=next href=\"",
    "<li><li><li>",
};

/* One change in place of or between bytes; what it makes is in out. */
static void
change(struct rng *r, struct text t, struct buf *out)
{
    size_t at = rng_below(r, t.n + 1), span = rng_below(r, 1 + (t.n - at > 64 ? 64 : t.n - at));
    const struct buf *other = &pages[rng_below(r, n_pages)];
    const char *piece = pieces[rng_below(r, N_ROWS(pieces))];

    buf_add(out, t.p, at);
    switch (rng_below(r, 6)) {
    case 0: /* another byte */
        buf_add_char(out, (char)rng_below(r, 256));
        at += at < t.n;
        break;
    case 1: /* less */
        at += span;
        break;
    case 2: /* twice */
        buf_add(out, t.p + at, span);
        break;
    case 3:
        buf_add_str(out, piece);
        break;
    case 4: /* the end is another page's */
        buf_add_text(out, text_from(buf_text(other), rng_below(r, other->n + 1)));
        at = t.n;
        break;
    default: /* it breaks off */
        at = t.n;
        break;
    }
    buf_add(out, t.p + at, t.n - at);
}

/* A page with some changes, in a block of its own size. */
static char *
mutant(struct rng *r, size_t *n)
{
    struct buf a, b;
    struct text t = buf_text(&pages[rng_below(r, n_pages)]);
    size_t n_changes = 1 + rng_below(r, MAX_CHANGES);
    char *p;

    buf_init(&a, 2 * MAX_PAGE);
    buf_init(&b, 2 * MAX_PAGE);
    for (size_t i = 0; i < n_changes; i++) {
        struct buf *to = i % 2 == 0 ? &a : &b;

        buf_clear(to);
        change(r, t, to);
        t = buf_text(to);
    }
    p = malloc(t.n + 1);
    *n = t.n;
    if (p != NULL && t.n > 0)
        memcpy(p + 1, t.p, t.n);
    buf_release(&a);
    buf_release(&b);
    return p;
}

static void
check_page(const struct extract_page *page)
{
    CHECK(page->n_questions <= EXTRACT_MAX_QUESTIONS, "%zu questions", page->n_questions);
    CHECK(page->n_links <= EXTRACT_MAX_LINKS, "%zu links", page->n_links);
    CHECK(page->text.n <= EXTRACT_MAX_BYTES, "%zu bytes of text", page->text.n);
    for (size_t i = 0; i < page->n_questions; i++)
        CHECK(page->questions[i].p >= 0 && page->questions[i].p <= 1, "p %f", page->questions[i].p);
}

static void
read_mutants(size_t n_mutants, uint64_t seed)
{
    struct fixture f;
    struct rng r;

    rng_seed(&r, seed);
    fixture_init(&f);
    for (size_t i = 0; i < n_mutants; i++) {
        size_t n;
        char *p = mutant(&r, &n);

        if (p == NULL)
            fail_msg("no memory");
        fixture_read_as(&f, TEXT_LIT("https://forum.example.org/t/1"), TEXT_LIT("text/html"),
                        (struct text){ p + 1, n });
        check_page(&f.page);
        free(p);
        if (i % FRESH_EVERY == 0) {
            arena_free(f.a);
            f.a = arena_new();
        }
    }
    fixture_release(&f);
}

static void
test_own(void)
{
    CHECK(ftw("tests/crawler/pages", keep_page, 8) == 0 && n_pages > 40, "%zu pages", n_pages);
    read_mutants(OWN_MUTANTS, 1);
    drop_pages();
}

static void
test_real(void)
{
    const char *data = getenv("EARSHOT_DATA"), *n = getenv("MUTATED_N");
    char path[1024];

    snprintf(path, sizeof(path), "%s/pages", data == NULL ? "" : data);
    if (data == NULL || ftw(path, keep_page, 8) != 0 || n_pages == 0) {
        print_message("EARSHOT_DATA has no pages: skipped\n");
        return;
    }
    read_mutants(n == NULL ? REAL_MUTANTS : strtoul(n, NULL, 10), 2);
    print_message("%zu real pages damaged\n", n_pages);
    drop_pages();
}

TEST_FN(test_own)
TEST_FN(test_real)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_own), TEST(test_real) };

    return TEST_RUN(tests);
}
