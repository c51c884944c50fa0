/*
 * crawl_bench.c - CPU per page of a whole crawl: `earshot crawl` of a site on
 * loopback, everything stored, beside the limit (one process that asks for the
 * same addresses with libcurl, parses them with libxml2 and forgets them) and,
 * where it is installed, Scrapy following links and writing titles.
 *
 * Run from the folder that has ./earshot.  Delay 0, which no public host is ever asked with.
 */

#define _DEFAULT_SOURCE /* wait4(): the peak memory of one child */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <curl/curl.h>
#include <libxml/HTMLparser.h>
#include <sqlite3.h>

#include "bench.h"
#include "buf.h"
#include "served.h"

#define KB          1000
#define KIB_PER_MIB 1024
#define PATH_BYTES  512
#define PARSE_OPTIONS                                                                              \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET)

struct site {
    struct served served;
    char dir[256]; /* of one run */
    size_t n_bytes, n_failed;
    long maxrss_kib[2]; /* of ours, of Scrapy */
    bool match_all;     /* a source whose every question is kept; otherwise an own site */
};

/* Run argv to its end, silent; its largest resident set. */
static long
run_child(const char *const argv[], const char *dir)
{
    struct rusage ru = { .ru_maxrss = 0 };
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);

        dup2(null, STDOUT_FILENO);
        if (getenv("BENCH_VERBOSE") == NULL)
            dup2(null, STDERR_FILENO);
        if (dir != NULL && chdir(dir) != 0)
            _exit(EXIT_FAILURE);
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &ru) != pid || status != 0) {
        fprintf(stderr, "bench: %s failed; BENCH_VERBOSE=1 shows what it says\n", argv[0]);
        exit(EXIT_FAILURE);
    }
    return ru.ru_maxrss;
}

static void
write_file(const char *dir, const char *name, const char *text)
{
    char path[PATH_BYTES];
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    f = fopen(path, "w");
    if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0) {
        fprintf(stderr, "bench: cannot write %s\n", path);
        exit(EXIT_FAILURE);
    }
}

static void
prepare_ours(void *self)
{
    struct site *s = self;
    const char *const init[] = { "./earshot", "init", "-q", s->dir, NULL };
    char text[PATH_BYTES];

    bench_mkdir(s->dir);
    rmdir(s->dir);
    run_child(init, NULL);
    write_file(s->dir, "earshot.ini",
               "[crawler]\ncontact = mailto:web@example.edu\ndelay = 0ms\n"
               "allow_address = 127.0.0.0/8\n");
    if (s->match_all)
        snprintf(text, sizeof(text),
                 "[department]\nname = Bench\nkeyword = bench\n"
                 "[source forum]\nurl = %s\nbasis = own site\nmatch = all\nmax_pages = 1000\n",
                 s->served.urls[0]);
    else
        snprintf(text, sizeof(text), "[department]\nname = Bench\nkeyword = bench\nsite = %s\n",
                 s->served.urls[0]);
    write_file(s->dir, "seeds/bench.ini", text);
}

static void
run_ours(void *self)
{
    struct site *s = self;
    const char *const argv[] = { "./earshot", "-C", s->dir, "crawl", "-q", NULL };

    s->maxrss_kib[0] = run_child(argv, NULL);
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

static void
prepare_scrapy(void *self)
{
    struct site *s = self;
    char text[2 * KIB_PER_MIB];

    snprintf(
        text, sizeof(text),
        "import scrapy\n"
        "class Bench(scrapy.Spider):\n"
        "    name = 'bench'\n"
        "    start_urls = ['%s']\n"
        "    custom_settings = {'ROBOTSTXT_OBEY': True, 'DOWNLOAD_DELAY': 0,\n"
        "        'CONCURRENT_REQUESTS_PER_DOMAIN': 1, 'LOG_ENABLED': False,\n"
        "        'TELNETCONSOLE_ENABLED': False}\n"
        "    def parse(self, response):\n"
        "        yield {'url': response.url, 'title': response.css('h1 ::text, h2 ::text').get(),"
        " 'text': ' '.join(response.css('p::text').getall())}\n"
        "        for a in response.css('nav a[href*=questions]'):\n"
        "            yield response.follow(a, self.parse)\n",
        s->served.urls[0]);
    bench_mkdir(s->dir);
    write_file(s->dir, "spider.py", text);
}

static void
run_scrapy(void *self)
{
    struct site *s = self;
    const char *const argv[] = { "scrapy", "runspider", "spider.py", "-o", "out.jl", NULL };

    s->maxrss_kib[1] = run_child(argv, s->dir);
}

static bool
has_scrapy(void)
{
    return access("/usr/bin/scrapy", X_OK) == 0 || access("/usr/local/bin/scrapy", X_OK) == 0;
}

/* Pages that the store holds; -1: it cannot be read. */
static int
count_pages(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    int n = -1;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT count(*) FROM page", -1, &q, NULL) == SQLITE_OK &&
        sqlite3_step(q) == SQLITE_ROW)
        n = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return n;
}

/* Of one more crawl: what lies in the store. */
static void
note_result(struct bench *b, struct site *s, const char *what, const char *size)
{
    char path[PATH_BYTES];
    struct stat st = { .st_size = 0 };

    prepare_ours(s);
    run_ours(s);
    snprintf(path, sizeof(path), "%s/earshot.db", s->dir);
    if (stat(path, &st) == 0)
        bench_note(b, "%s, %s: %d of %zu pages; store %.1f KB a page; peak of our process %ld MiB",
                   what, size, count_pages(path), s->served.n,
                   (double)st.st_size / KB / (double)s->served.n, s->maxrss_kib[0] / KIB_PER_MIB);
    clean(s);
}

static void
at_size(struct bench *b, size_t n, size_t bytes)
{
    static const char *const whats[] = { "crawl, own site", "crawl, questions" };
    struct site s = { .n_bytes = 0 };
    char size[32];
    struct bench_side sides[] = {
        { "earshot", prepare_ours, run_ours, clean, &s, 0 },
        { .name = "libcurl+libxml2", .run = run_bare, .self = &s },
        { "Scrapy", prepare_scrapy, run_scrapy, clean, &s, 0 },
    };

    snprintf(size, sizeof(size), "%zu KB pages", bytes / KB);
    served_start(&s.served, n, bytes);
    for (size_t i = 0; i < N_ELEMENTS(whats); i++) {
        struct bench_work w = { whats[i], size, "page", (double)n };

        s.match_all = i > 0;
        bench_compare(b, &w, sides, has_scrapy() && i > 0 ? N_ELEMENTS(sides) : 2);
        note_result(b, &s, whats[i], size);
    }
    bench_note(b, "%s: the bare loop read %zu MB, %zu failures", size, s.n_bytes / KB / KB,
               s.n_failed);
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
    at_size(b, 800, 21 * KB);
    at_size(b, 200, 200 * KB);
    if (!has_scrapy())
        bench_note(b, "Scrapy (python3-scrapy) is not installed: skipped");
    bench_end(b);
    return 0;
}
