/*
 * extract_bench.c - CPU to read a page: extract_page() beside libxml2's parse
 * of the same bytes alone, which is the limit for a reader built on it.
 *
 * Per 100 KB of page, as the goal is set.  Made-up pages of four shapes; and the
 * pages of EARSHOT_DATA/pages where that is given, by size.
 */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <libxml/HTMLparser.h>

#include "bench.h"
#include "extract.h"
#include "mem.h"
#include "pages_gen.h"

#define N_PAGES    12 /* of one shape and size */
#define N_STEMS    20000
#define UNIT_BYTES 1e5
#define MAX_PATH   1024
#define KB         1000
#define PARSE_OPTIONS                                                                              \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET)

struct pages {
    struct extract *x;
    struct arena *arena;
    struct text *pages; /* owned, each owned */
    size_t n, cap;
    size_t bytes, n_questions, n_nodes;
};

static void
run_ours(void *self)
{
    struct pages *p = self;

    p->n_questions = 0;
    for (size_t i = 0; i < p->n; i++) {
        struct extract_input in = { .url = TEXT_LIT("https://forum.example.org/t/x/1"),
                                    .body = p->pages[i],
                                    .content_type = TEXT_LIT("text/html; charset=utf-8") };
        struct extract_page page;

        arena_clear(p->arena);
        extract_page(p->x, &in, p->arena, &page);
        p->n_questions += page.n_questions;
    }
}

static void
run_libxml2(void *self)
{
    struct pages *p = self;

    for (size_t i = 0; i < p->n; i++) {
        htmlDocPtr doc =
            htmlReadMemory(p->pages[i].p, (int)p->pages[i].n, NULL, "UTF-8", PARSE_OPTIONS);

        p->n_nodes += doc != NULL;
        xmlFreeDoc(doc);
    }
}

static void
add_page(struct pages *p, struct text page)
{
    p->pages = mem_grow(p->pages, &p->cap, p->n + 1, sizeof(*p->pages));
    p->pages[p->n++] = page;
    p->bytes += page.n;
}

static void
forget_pages(struct pages *p)
{
    for (size_t i = 0; i < p->n; i++)
        free((void *)(uintptr_t)p->pages[i].p);
    p->n = p->bytes = 0;
}

static void
compare(struct bench *b, struct pages *p, const char *what, const char *size)
{
    struct bench_work w = { what, size, "100KB", (double)p->bytes / UNIT_BYTES };
    struct bench_side sides[] = {
        { .name = "earshot", .run = run_ours, .self = p },
        { .name = "libxml2 parse alone", .run = run_libxml2, .self = p },
    };

    if (p->n == 0)
        return;
    bench_compare(b, &w, sides, N_ELEMENTS(sides));
    bench_note(b, "%s, %s: %zu pages, %zu KB on average, %zu questions found", what, size, p->n,
               p->bytes / p->n / KB, p->n_questions);
}

static void
made_up(struct bench *b, struct pages *p, enum pages_gen_shape shape, size_t bytes)
{
    struct words *w = words_new(shape + 1, N_STEMS);
    char size[32];

    for (size_t i = 0; i < N_PAGES; i++) {
        struct buf page;
        size_t n;

        buf_init(&page, BUF_PAGE);
        pages_gen_html(w, shape, bytes, NULL, 0, &page);
        n = page.n;
        add_page(p, (struct text){ buf_take(&page), n });
    }
    snprintf(size, sizeof(size), "%zu KB", bytes / KB);
    compare(b, p, pages_gen_name(shape), size);
    forget_pages(p);
    words_free(w);
}

/* The .html files of a size below a folder. */
static void
read_folder(struct pages *p, const char *path, off_t from, off_t below)
{
    DIR *d = opendir(path);
    struct dirent *e;

    while (d != NULL && (e = readdir(d)) != NULL) {
        char file[MAX_PATH];
        struct stat st;
        struct text page;

        snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
        if (e->d_name[0] == '.' || stat(file, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode))
            read_folder(p, file, from, below);
        else if (text_ends(text_of(file), TEXT_LIT(".html")) && st.st_size >= from &&
                 st.st_size < below && bench_read_file(file, &page))
            add_page(p, page);
    }
    if (d != NULL)
        closedir(d);
}

static void
real(struct bench *b, struct pages *p, const char *data)
{
    static const struct {
        const char *size;
        off_t from, below;
    } rows[] = {
        { "under 50 KB", 1, 50 * KB },
        { "50-150 KB", 50 * KB, 150 * KB },
        { "150 KB-8 MB", 150 * KB, 8000 * KB },
    };
    char path[MAX_PATH];

    snprintf(path, sizeof(path), "%s/pages", data);
    for (size_t i = 0; i < N_ELEMENTS(rows); i++) {
        read_folder(p, path, rows[i].from, rows[i].below);
        compare(b, p, "real pages", rows[i].size);
        forget_pages(p);
    }
}

int
main(void)
{
    static const size_t sizes[] = { 21 * KB, 200 * KB };
    struct bench *b = bench_new("Extraction: a page read, beside its parse alone");
    struct pages p = { .arena = arena_new() };
    const char *data = getenv("EARSHOT_DATA");
    struct err err;

    if (extract_new(NULL, &p.x, &err) != ST_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return EXIT_FAILURE;
    }
    for (size_t shape = 0; shape < PAGES_GEN_SHAPES; shape++) {
        for (size_t i = 0; i < N_ELEMENTS(sizes); i++)
            made_up(b, &p, (enum pages_gen_shape)shape, sizes[i]);
    }
    if (data != NULL && data[0] != '\0')
        real(b, &p, data);
    else
        bench_note(b, "EARSHOT_DATA is not set: no real pages");
    bench_end(b);
    free(p.pages);
    extract_free(p.x);
    arena_free(p.arena);
    return 0;
}
