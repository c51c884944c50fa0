/*
 * crawl_bench.c - CPU per page of a whole crawl: `earshot crawl` of several
 * hosts on loopback, a source on each, everything stored, beside the limit (one
 * process that asks for the same addresses with libcurl, parses them with
 * libxml2 and forgets them) and, where it is installed, Scrapy doing the same
 * (spider.py).  All three have one thread; what ours costs with a thread for
 * each core is noted besides.
 *
 * Run from the folder that has ./earshot and tests/.  Delay 0, which no public host is ever asked
 * with.
 */

#define _DEFAULT_SOURCE /* realpath() */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <curl/curl.h>
#include <libxml/HTMLparser.h>
#include <sqlite3.h>

#include "bench.h"
#include "buf.h"
#include "child.h"
#include "served.h"

#define KB          1000
#define US_PER_S    1e6
#define KIB_PER_MIB 1024
#define PATH_BYTES  512
#define PARSE_OPTIONS                                                                              \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET)

struct site {
    struct served served;
    char dir[256]; /* of one run */
    size_t n_bytes, n_failed;
    int n_scrapy, n_scrapy_questions; /* pages and questions that Scrapy stored */
    long maxrss_kib[2];               /* of ours, of Scrapy */
    int threads;                      /* that read pages; 0: one for each core */
    bool match_all; /* a source whose every question is kept; otherwise an own site */
};

static void
prepare_ours(void *self)
{
    struct site *s = self;
    const char *const init[] = { "./earshot", "init", "-q", s->dir, NULL };
    struct buf text;

    bench_mkdir(s->dir);
    rmdir(s->dir);
    child_run(&(struct child){ .argv = init });
    buf_init(&text, BUF_SMALL);
    buf_addf(&text,
             "[crawler]\ncontact = mailto:web@example.edu\ndelay = 0ms\n"
             "allow_address = 127.0.0.0/8\nthreads = %d\n",
             s->threads);
    child_write_file(s->dir, "earshot.ini", buf_str(&text));
    buf_clear(&text);
    buf_add_str(&text, "[department]\nname = Bench\nkeyword = bench\n");
    for (size_t h = 0; h < SERVED_HOSTS; h++)
        if (s->match_all)
            buf_addf(&text,
                     "[source forum%zu]\nurl = %s\nbasis = own site\nmatch = all\n"
                     "max_pages = %zu\n",
                     h, s->served.urls[h], s->served.n);
        else
            buf_addf(&text, "site = %s\n", s->served.urls[h]);
    child_write_file(s->dir, "seeds/bench.ini", buf_str(&text));
    buf_release(&text);
}

static void
run_ours(void *self)
{
    struct site *s = self;
    const char *const argv[] = { "./earshot", "-C", s->dir, "crawl", "-q", NULL };

    s->maxrss_kib[0] = child_run(&(struct child){ .argv = argv }).ru_maxrss;
}

static void
clean(void *self)
{
    struct site *s = self;

    bench_rmdir(s->dir);
}

static size_t
keep(char *p, size_t size, size_t n, void *self)
{
    return buf_add(self, p, size * n) ? size * n : 0;
}

static void
run_bare(void *self)
{
    struct site *s = self;
    CURL *curl = curl_easy_init();
    struct buf body;

    s->n_bytes = s->n_failed = 0;
    buf_init(&body, BUF_PAGE);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    for (size_t i = 0; i < s->served.n; i++) {
        htmlDocPtr doc;

        buf_clear(&body);
        curl_easy_setopt(curl, CURLOPT_URL, s->served.urls[i]);
        s->n_failed += curl_easy_perform(curl) != CURLE_OK;
        doc = htmlReadMemory(body.p, (int)body.n, s->served.urls[i], "UTF-8", PARSE_OPTIONS);
        s->n_failed += doc == NULL;
        s->n_bytes += body.n;
        xmlFreeDoc(doc);
    }
    curl_easy_cleanup(curl);
    buf_release(&body);
}

/* A number that a store holds; -1: it cannot be read. */
static int
count(const char *dir, const char *name, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    char path[PATH_BYTES];
    int n = -1;

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
        n = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return n;
}

static void
prepare_scrapy(void *self)
{
    struct site *s = self;

    bench_mkdir(s->dir);
}

static void
run_scrapy(void *self)
{
    struct site *s = self;
    char spider[PATH_MAX];
    const char *const argv[] = { "scrapy", "runspider", spider, "-a", NULL, NULL };
    const char *args[N_ELEMENTS(argv)];
    struct buf starts;

    if (realpath("tests/bench/spider.py", spider) == NULL)
        fprintf(stderr, "bench: tests/bench/spider.py is not here\n");
    buf_init(&starts, BUF_SMALL);
    for (size_t h = 0; h < SERVED_HOSTS; h++)
        buf_addf(&starts, "%s%s", h == 0 ? "starts=" : ",", s->served.urls[h]);
    memcpy(args, argv, sizeof(args));
    args[N_ELEMENTS(argv) - 2] = buf_str(&starts);
    s->maxrss_kib[1] = child_run(&(struct child){ .argv = args, .dir = s->dir }).ru_maxrss;
    s->n_scrapy = count(s->dir, "crawl.db", "SELECT count(*) FROM page");
    s->n_scrapy_questions = count(s->dir, "crawl.db", "SELECT count(*) FROM question");
    buf_release(&starts);
}

static bool
has_scrapy(void)
{
    return access("/usr/bin/scrapy", X_OK) == 0 || access("/usr/local/bin/scrapy", X_OK) == 0;
}

/* Of one more crawl, as configured by default: what it costs, and what lies in the store. */
static void
note_result(struct bench *b, struct site *s, const char *what, const char *size)
{
    char path[PATH_BYTES];
    struct stat st = { .st_size = 0 };
    double cpu_s;

    s->threads = 0;
    prepare_ours(s);
    cpu_s = bench_cpu_s();
    run_ours(s);
    cpu_s = bench_cpu_s() - cpu_s;
    snprintf(path, sizeof(path), "%s/earshot.db", s->dir);
    if (stat(path, &st) == 0)
        bench_note(b,
                   "%s, %s, a thread for each core: %.0f us a page; %d of %zu pages, %d questions; "
                   "store %.1f KB a page; peak of our process %ld MiB",
                   what, size, cpu_s * US_PER_S / (double)s->served.n,
                   count(s->dir, "earshot.db", "SELECT count(*) FROM page"), s->served.n,
                   count(s->dir, "earshot.db", "SELECT count(*) FROM post"),
                   (double)st.st_size / KB / (double)s->served.n, s->maxrss_kib[0] / KIB_PER_MIB);
    clean(s);
}

static void
at_size(struct bench *b, size_t n, size_t bytes)
{
    static const char *const whats[] = { "crawl, own site", "crawl, questions" };
    struct site s = { .n_bytes = 0 };
    char size[32];
    struct bench_side ours = { "earshot", prepare_ours, run_ours, clean, &s, 0 };
    struct bench_side limit[] = { ours,
                                  { .name = "libcurl+libxml2", .run = run_bare, .self = &s } };
    struct bench_side rival[] = { ours, { "Scrapy", prepare_scrapy, run_scrapy, clean, &s, 0 } };

    snprintf(size, sizeof(size), "%zu KB pages", bytes / KB);
    served_start(&s.served, n, bytes);
    for (size_t i = 0; i < N_ELEMENTS(whats); i++) {
        struct bench_work w = { whats[i], size, "page", (double)n };

        s.match_all = i > 0;
        s.threads = 1;
        bench_compare(b, &w, limit, N_ELEMENTS(limit));
        if (s.match_all && has_scrapy())
            bench_compare(b, &w, rival, N_ELEMENTS(rival));
        note_result(b, &s, whats[i], size);
    }
    bench_note(b, "%s: the bare loop read %zu MB, %zu failures", size, s.n_bytes / KB / KB,
               s.n_failed);
    if (has_scrapy())
        bench_note(b, "%s: Scrapy stored %d pages, %d questions; peak %ld MiB", size, s.n_scrapy,
                   s.n_scrapy_questions, s.maxrss_kib[1] / KIB_PER_MIB);
    served_stop(&s.served);
}

int
main(void)
{
    struct bench *b = bench_new("Crawl: a site on loopback, everything stored");

    if (access("./earshot", X_OK) != 0) {
        fprintf(stderr, "bench: ./earshot is not here\n");
        return EXIT_FAILURE;
    }
    at_size(b, 3200, 21 * KB);
    at_size(b, 400, 200 * KB);
    if (!has_scrapy())
        bench_note(b, "Scrapy (python3-scrapy) is not installed: skipped");
    bench_end(b);
    return 0;
}
