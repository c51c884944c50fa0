/*
 * warc_bench.c - wall time of `earshot crawl --warc` over an archive of
 * generated pages: on all cores that this process may use, on one of them, and
 * beside the least that anybody must do with the file: inflate it.  Where
 * python3 has lxml, a loop of gzip, a split of headers and lxml's parser, too:
 * it stores nothing.
 *
 * Run from the folder that has ./earshot.  Both stores must have the same rows.
 */

#define _GNU_SOURCE /* sched_getaffinity() */

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>
#include <xxhash.h>
#include <zlib.h>

#include "bench.h"
#include "child.h"
#include "pages_gen.h"

#define KB          1000
#define MB          1e6
#define KIB_PER_MIB 1024
#define PATH_BYTES  512
#define N_STEMS     20000
#define CHILDREN    8  /* each page links to so many not linked before */
#define CROSSINGS   12 /* and to so many others */
#define URL_BYTES   64
#define CHUNK       ((size_t)64 * 1024)
#define HOST        "http://forum.example/"
#define US_PER_S    1e6

struct replay {
    char dir[256]; /* of one run */
    char archive[PATH_BYTES];
    bool one_core, match_all;
    uint64_t rows[2]; /* a hash of what the store held: on all cores, on one */
    int n_rows[2];
    long maxrss_kib[2];
    double cpu_s[2];
    size_t n_bytes; /* inflated */
};

/* ---- the archive ---- */

static void
page_url(char url[URL_BYTES], size_t i)
{
    if (i == 0)
        snprintf(url, URL_BYTES, "%s", HOST);
    else
        snprintf(url, URL_BYTES, HOST "questions/%zu", i);
}

static void
make_page(struct words *w, size_t i, size_t n, size_t bytes, struct buf *out)
{
    char urls[CHILDREN + CROSSINGS][URL_BYTES];
    const char *links[CHILDREN + CROSSINGS];
    size_t n_links = 0;

    for (size_t k = i * CHILDREN + 1; k <= i * CHILDREN + CHILDREN && k < n; k++)
        page_url(urls[n_links++], k);
    for (size_t k = 0; k < CROSSINGS; k++)
        page_url(urls[n_links++], rng_below(words_rng(w), n));
    for (size_t k = 0; k < n_links; k++)
        links[k] = urls[k];
    pages_gen_html(w, (enum pages_gen_shape)(i % PAGES_GEN_SHAPES), bytes, links, n_links, out);
}

/* One record, a gzip member of its own. */
static void
write_record(const char *path, const char *url, const struct buf *page)
{
    static const char http[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    gzFile f = gzopen(path, "ab6");
    bool ok = f != NULL &&
              gzprintf(f,
                       "WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2026-11-22T00:00:00Z\r\n"
                       "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012llx>\r\n"
                       "WARC-Target-URI: %s\r\nContent-Type: application/http\r\n"
                       "Content-Length: %zu\r\n\r\n%s",
                       (unsigned long long)XXH3_64bits(url, strlen(url)) & 0xffffffffffff, url,
                       page->n + sizeof(http) - 1, http) > 0 &&
              gzwrite(f, page->p, (unsigned)page->n) > 0 && gzputs(f, "\r\n\r\n") > 0;

    if (f == NULL || gzclose(f) != Z_OK || !ok) {
        fprintf(stderr, "bench: cannot write %s\n", path);
        exit(EXIT_FAILURE);
    }
}

static void
make_archive(const char *path, size_t n, size_t bytes)
{
    struct words *w = words_new(bytes, N_STEMS);
    struct buf page;

    buf_init(&page, BUF_PAGE);
    remove(path);
    for (size_t i = 0; i < n; i++) {
        char url[URL_BYTES];

        buf_clear(&page);
        page_url(url, i);
        make_page(w, i, n, bytes, &page);
        write_record(path, url, &page);
    }
    buf_release(&page);
    words_free(w);
}

/* ---- ours ---- */

static size_t
n_cores(void)
{
    cpu_set_t may;

    return sched_getaffinity(0, sizeof(may), &may) == 0 ? (size_t)CPU_COUNT(&may) : 1;
}

static void
prepare_ours(void *self)
{
    struct replay *r = self;
    const char *const init[] = { "./earshot", "init", "-q", r->dir, NULL };

    bench_mkdir(r->dir);
    rmdir(r->dir);
    child_run(&(struct child){ .argv = init });
    child_write_file(r->dir, "seeds/bench.ini",
                     r->match_all
                         ? "[department]\nname = Bench\nkeyword = bench\n"
                           "[source forum]\nurl = " HOST "\nbasis = own site\nmatch = all\n"
                         : "[department]\nname = Bench\nkeyword = bench\nsite = " HOST "\n");
}

static double
seconds_of(struct timeval tv)
{
    return (double)tv.tv_sec + (double)tv.tv_usec / US_PER_S;
}

static void
run_ours(void *self)
{
    struct replay *r = self;
    const char *const argv[] = { "./earshot", "-C",     r->dir,     "crawl",
                                 "-q",        "--warc", r->archive, NULL };
    struct rusage ru = child_run(&(struct child){ .argv = argv, .one_core = r->one_core });

    r->maxrss_kib[r->one_core] = ru.ru_maxrss;
    r->cpu_s[r->one_core] = seconds_of(ru.ru_utime) + seconds_of(ru.ru_stime);
}

static uint64_t
hash_row(sqlite3_stmt *q, uint64_t h)
{
    for (int i = 0; i < sqlite3_column_count(q); i++) {
        const void *p = sqlite3_column_blob(q, i);

        h = XXH3_64bits_withSeed(p != NULL ? p : "", (size_t)sqlite3_column_bytes(q, i), h + 1);
    }
    return h;
}

/* What a replay left, but for times: rows of every kind in the order they were made. */
static void
clean_ours(void *self)
{
    static const char *const statements[] = {
        "SELECT id, address, state, priority, depth, found_on, content_hash FROM url ORDER BY id",
        "SELECT url_id, title, kind, language, content_hash FROM page ORDER BY url_id",
        "SELECT url_id, text FROM page_text ORDER BY url_id",
        "SELECT id, permalink, title, body, answers, p FROM post ORDER BY id",
    };
    struct replay *r = self;
    uint64_t h = 0;
    int n = 0;

    for (size_t i = 0; i < N_ELEMENTS(statements); i++) {
        char path[PATH_BYTES];
        sqlite3 *db = NULL;
        sqlite3_stmt *q = NULL;

        snprintf(path, sizeof(path), "%s/earshot.db", r->dir);
        if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
            sqlite3_prepare_v2(db, statements[i], -1, &q, NULL) == SQLITE_OK)
            for (; sqlite3_step(q) == SQLITE_ROW; n++)
                h = hash_row(q, h);
        sqlite3_finalize(q);
        sqlite3_close(db);
    }
    r->rows[r->one_core] = h;
    r->n_rows[r->one_core] = n;
    bench_rmdir(r->dir);
}

static void
run_on_one(void *self)
{
    struct replay *r = self;

    r->one_core = true;
    run_ours(self);
}

static void
clean_on_one(void *self)
{
    struct replay *r = self;

    clean_ours(self);
    r->one_core = false;
}

/* ---- beside it ---- */

static void
run_inflate(void *self)
{
    static char part[CHUNK];
    struct replay *r = self;
    gzFile f = gzopen(r->archive, "rb");
    int n;

    r->n_bytes = 0;
    while (f != NULL && (n = gzread(f, part, sizeof(part))) > 0)
        r->n_bytes += (size_t)n;
    if (f != NULL)
        gzclose(f);
}

static const char python[] = "import gzip, sys\n"
                             "from lxml import html\n"
                             "f = gzip.open(sys.argv[1])\n"
                             "while f.readline():\n"
                             "    n = 0\n"
                             "    while (line := f.readline().strip()):\n"
                             "        if line.lower().startswith(b'content-length:'):\n"
                             "            n = int(line.split(b':')[1])\n"
                             "    body = f.read(n).split(b'\\r\\n\\r\\n', 1)[1]\n"
                             "    f.readline(); f.readline()\n"
                             "    page = html.fromstring(body)\n"
                             "    links = page.xpath('//a/@href')\n"
                             "    text = page.text_content()\n";

static void
run_python(void *self)
{
    const struct replay *r = self;
    const char *const argv[] = { "python3", "-c", python, r->archive, NULL };

    child_run(&(struct child){ .argv = argv });
}

static bool
has_lxml(void)
{
    const char *const argv[] = { "/bin/sh", "-c", "python3 -c 'import lxml'", NULL };

    return child_works(&(struct child){ .argv = argv });
}

/* ---- rows ---- */

static void
note_result(struct bench *b, const struct replay *r, const char *what, double n)
{
    struct stat st = { .st_size = 0 };

    (void)stat(r->archive, &st);
    bench_note(b, "%s: %s rows on all cores and on one (%d); %.1f MB packed, %.1f inflated", what,
               r->rows[0] == r->rows[1] ? "the same" : "OTHER", r->n_rows[0],
               (double)st.st_size / MB, (double)r->n_bytes / MB);
    bench_note(b, "%s: CPU %.0f us a page on all cores, %.0f on one; peak %ld and %ld MiB", what,
               r->cpu_s[0] * US_PER_S / n, r->cpu_s[1] * US_PER_S / n,
               r->maxrss_kib[0] / KIB_PER_MIB, r->maxrss_kib[1] / KIB_PER_MIB);
}

static void
at_size(struct bench *b, size_t n, size_t bytes)
{
    static const char *const whats[] = { "replay, own site", "replay, questions" };
    struct replay r = { .n_bytes = 0 };
    char size[32], dir[256];
    struct bench_side sides[] = {
        { "all cores", prepare_ours, run_ours, clean_ours, &r, 0 },
        { "one core", prepare_ours, run_on_one, clean_on_one, &r, 0 },
        { .name = "zlib inflate", .run = run_inflate, .self = &r },
        { .name = "python3 gzip+lxml", .run = run_python, .self = &r },
    };

    bench_mkdir(dir);
    snprintf(r.archive, sizeof(r.archive), "%s/pages.warc.gz", dir);
    snprintf(size, sizeof(size), "%zu x %zu KB", n, bytes / KB);
    make_archive(r.archive, n, bytes);
    for (size_t i = 0; i < N_ELEMENTS(whats); i++) {
        struct bench_work w = { whats[i], size, "page", (double)n, true };
        char what[64];

        r.match_all = i > 0;
        bench_compare(b, &w, sides, N_ELEMENTS(sides) - !has_lxml());
        snprintf(what, sizeof(what), "%s, %s", whats[i], size);
        note_result(b, &r, what, (double)n);
    }
    bench_rmdir(dir);
}

int
main(int argc, char **argv)
{
    struct bench *b;

    if (argc > 1) { /* only make the archive, to look at with other tools */
        make_archive(argv[1], 3000, 21 * KB);
        return 0;
    }
    b = bench_new("Replay of an archive, everything stored; wall time");
    if (access("./earshot", X_OK) != 0) {
        fprintf(stderr, "bench: ./earshot is not here\n");
        return EXIT_FAILURE;
    }
    bench_note(b, "%zu cores", n_cores());
    at_size(b, 3000, 21 * KB);
    at_size(b, 300, 200 * KB);
    if (!has_lxml())
        bench_note(b, "python3 with lxml is not installed: skipped");
    bench_end(b);
    return 0;
}
