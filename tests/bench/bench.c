/* bench.c - see bench.h. */

#include "bench.h"

#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

#define MAX_TURNS  101
#define MIN_RUN_S  .02 /* shorter runs are repeated within a turn */
#define MAX_REPEAT 10000
#define US_PER_S   1e6
#define NS_PER_S   1e9
#define MIB        (1024. * 1024)
#define KIB        1024
#define LINE_BYTES 512
#define FILE_BYTES ((size_t)64 << 20)

struct row {
    char what[64], size[32], unit[32];
    const char *name, *rival;
    double ours_us, rival_us, ratio, low, high, growth;
    double ours_mib, rival_mib; /* peak above what was there before */
};

struct bench {
    char title[LINE_BYTES];
    struct row *rows;
    size_t n_rows, cap_rows;
    struct buf notes;
};

static double
number_of_env(const char *name, double otherwise)
{
    const char *z = getenv(name);
    double v = z != NULL ? strtod(z, NULL) : 0;

    return v > 0 ? v : otherwise;
}

bool
bench_large(void)
{
    return number_of_env("BENCH_LARGE", 0) > 0;
}

static double
seconds_of(struct timeval tv)
{
    return (double)tv.tv_sec + (double)tv.tv_usec / US_PER_S;
}

double
bench_cpu_s(void)
{
    struct timespec ts;
    struct rusage ru;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    getrusage(RUSAGE_CHILDREN, &ru);
    return (double)ts.tv_sec + (double)ts.tv_nsec / NS_PER_S + seconds_of(ru.ru_utime) +
           seconds_of(ru.ru_stime);
}

static double
wall_s(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / NS_PER_S;
}

/* A "Name:  123 kB" line of /proc/self/status, in bytes; 0 elsewhere than on Linux. */
static size_t
status_bytes(const char *name)
{
    FILE *f = fopen("/proc/self/status", "r");
    char line[LINE_BYTES];
    size_t ret = 0;

    if (f == NULL)
        return 0;
    while (fgets(line, sizeof(line), f) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0)
            ret = (size_t)strtoull(line + strlen(name), NULL, 10) * KIB;
    }
    fclose(f);
    return ret;
}

size_t
bench_rss(void)
{
    return status_bytes("VmRSS:");
}

size_t
bench_peak(void)
{
    return status_bytes("VmHWM:");
}

void
bench_peak_reset(void)
{
    int fd = open("/proc/self/clear_refs", O_WRONLY);

    malloc_trim(0);
    if (fd < 0)
        return;
    if (write(fd, "5", 1) != 1)
        fprintf(stderr, "bench: peak memory counts from the start of the process\n");
    close(fd);
}

struct bench *
bench_new(const char *title)
{
    struct bench *b = mem_zalloc(sizeof(*b));

    snprintf(b->title, sizeof(b->title), "%s", title);
    buf_init(&b->notes, BUF_SMALL);
    return b;
}

static struct row *
add_row(struct bench *b, const struct bench_work *w, const char *name, const char *rival)
{
    struct row *r;

    b->rows = mem_grow(b->rows, &b->cap_rows, b->n_rows + 1, sizeof(*b->rows));
    r = &b->rows[b->n_rows++];
    *r = (struct row){ .name = name, .rival = rival, .growth = 1 };
    snprintf(r->what, sizeof(r->what), "%s", w->what);
    snprintf(r->size, sizeof(r->size), "%s", w->size);
    snprintf(r->unit, sizeof(r->unit), "%s", w->unit);
    return r;
}

static void
set_growth(struct bench *b, struct row *r)
{
    for (size_t i = 0; i < b->n_rows; i++) {
        if (strcmp(b->rows[i].what, r->what) == 0 &&
            (r->rival[0] == '\0' || strcmp(b->rows[i].rival, r->rival) == 0)) {
            r->growth = b->rows[i].ours_us > 0 ? r->ours_us / b->rows[i].ours_us : 1;
            return;
        }
    }
}

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Sorts v. */
static double
quantile(double *v, size_t n, double q)
{
    size_t at = (size_t)(q * (double)(n - 1) + .5);

    qsort(v, n, sizeof(*v), by_size);
    return v[at];
}

/* Seconds (CPU or wall) of one run, or of one of as many as make a turn. */
static double
time_run(const struct bench_side *side, size_t repeat, double (*now_s)(void))
{
    double at, used = 0;

    for (size_t i = 0; i < repeat; i++) {
        if (side->prepare != NULL)
            side->prepare(side->self);
        at = now_s();
        side->run(side->self);
        if (side->prepare == NULL && side->clean == NULL) {
            for (i++; i < repeat; i++)
                side->run(side->self);
        }
        used += now_s() - at;
        if (side->clean != NULL)
            side->clean(side->self);
    }
    return used / (double)repeat / (side->share > 0 ? side->share : 1);
}

/* The first run of a side, which also tells its peak memory. */
static double
warm_up(const struct bench_side *side, double (*now_s)(void), double *peak_mib, size_t *repeat)
{
    size_t before, peak;
    double s;

    bench_peak_reset();
    before = bench_rss();
    s = time_run(side, 1, now_s);
    peak = bench_peak();
    *peak_mib = peak > before ? (double)(peak - before) / MIB : 0;
    *repeat = s < MIN_RUN_S ? (size_t)(MIN_RUN_S / (s > 0 ? s : 1 / US_PER_S)) + 1 : 1;
    if (*repeat > MAX_REPEAT)
        *repeat = MAX_REPEAT;
    if (side->prepare != NULL)
        *repeat = 1;
    return s;
}

void
bench_compare(struct bench *b, const struct bench_work *w, const struct bench_side *sides,
              size_t n_sides)
{
    static double turns[BENCH_MAX_SIDES][MAX_TURNS];
    double ratios[MAX_TURNS], peak[BENCH_MAX_SIDES], end;
    size_t repeat[BENCH_MAX_SIDES], n = 0, want = (size_t)number_of_env("BENCH_TURNS", 7);
    double (*now_s)(void) = w->wall ? wall_s : bench_cpu_s;

    fprintf(stderr, "  %s, %s\n", w->what, w->size);
    if (want > MAX_TURNS)
        want = MAX_TURNS;
    for (size_t i = 0; i < n_sides; i++)
        warm_up(&sides[i], now_s, &peak[i], &repeat[i]);
    end = wall_s() + number_of_env("BENCH_SECONDS", 20);
    do {
        for (size_t i = 0; i < n_sides; i++)
            turns[i][n] = time_run(&sides[i], repeat[i], now_s);
        n++;
    } while (n < want && wall_s() < end);
    for (size_t i = 1; i < n_sides; i++) {
        struct row *r = add_row(b, w, sides[0].name, sides[i].name);
        double copy[MAX_TURNS];

        for (size_t t = 0; t < n; t++)
            ratios[t] = turns[0][t] / (turns[i][t] > 0 ? turns[i][t] : 1 / NS_PER_S);
        r->ratio = quantile(ratios, n, .5);
        r->low = ratios[0];
        r->high = ratios[n - 1];
        memcpy(copy, turns[0], n * sizeof(*copy));
        r->ours_us = quantile(copy, n, .5) * US_PER_S / w->n_ops;
        memcpy(copy, turns[i], n * sizeof(*copy));
        r->rival_us = quantile(copy, n, .5) * US_PER_S / w->n_ops;
        r->ours_mib = peak[0];
        r->rival_mib = peak[i];
        set_growth(b, r);
    }
    if (n_sides == 1) {
        struct row *r = add_row(b, w, sides[0].name, "");

        r->ours_us = quantile(turns[0], n, .5) * US_PER_S / w->n_ops;
        r->ours_mib = peak[0];
        set_growth(b, r);
    }
}

static void
latency_row(struct bench *b, const struct bench_work *w, const struct bench_step *sides,
            double *const *us, size_t rival, double q)
{
    struct bench_work named = *w;
    size_t n = (size_t)w->n_ops;
    char what[LINE_BYTES];
    struct row *r;

    snprintf(what, sizeof(what), "%s p%.0f", w->what, q * 100);
    named.what = what;
    r = add_row(b, &named, sides[0].name, rival > 0 ? sides[rival].name : "");
    r->ours_us = quantile(us[0], n, q);
    if (rival > 0) {
        r->rival_us = quantile(us[rival], n, q);
        r->ratio = r->low = r->high = r->ours_us / (r->rival_us > 0 ? r->rival_us : 1);
    }
    set_growth(b, r);
}

void
bench_latency(struct bench *b, const struct bench_work *w, const struct bench_step *sides,
              size_t n_sides)
{
    static const double quantiles[] = { .5, .99 };
    size_t n = (size_t)w->n_ops;
    double *us[BENCH_MAX_SIDES] = { NULL };

    fprintf(stderr, "  %s, %s\n", w->what, w->size);
    for (size_t s = 0; s < n_sides; s++)
        us[s] = mem_zalloc(n * sizeof(double));
    for (size_t i = 0; i < n; i++) {
        for (size_t s = 0; s < n_sides; s++) {
            double at;

            sides[s].run(sides[s].self, i); /* once unmeasured: each side with warm caches */
            at = bench_cpu_s();
            sides[s].run(sides[s].self, i);
            us[s][i] = (bench_cpu_s() - at) * US_PER_S;
        }
    }
    for (size_t q = 0; q < N_ELEMENTS(quantiles); q++) {
        for (size_t s = 1; s < n_sides || s == 1; s++)
            latency_row(b, w, sides, us, n_sides == 1 ? 0 : s, quantiles[q]);
    }
    for (size_t s = 0; s < n_sides; s++)
        free(us[s]);
}

void
bench_note(struct bench *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vaddf(&b->notes, fmt, ap);
    va_end(ap);
    buf_add_char(&b->notes, '\n');
}

static void
print_us(double us, const char *unit)
{
    char cell[64];

    if (us >= 1e5)
        snprintf(cell, sizeof(cell), "%.0f ms/%s", us / 1e3, unit);
    else if (us >= 100)
        snprintf(cell, sizeof(cell), "%.0f us/%s", us, unit);
    else
        snprintf(cell, sizeof(cell), "%.3g us/%s", us, unit);
    printf("%-18s", cell);
}

static void
print_row(const struct row *r)
{
    char cell[64];

    printf("%-24s %-14s ", r->what, r->size);
    print_us(r->ours_us, r->unit);
    if (r->rival[0] == '\0') {
        printf(" %-19s %-18s %7s %-15s", "-", "", "", "");
    } else {
        printf(" %-19s ", r->rival);
        print_us(r->rival_us, r->unit);
        snprintf(cell, sizeof(cell), "(%.2f..%.2f)", r->low, r->high);
        if (r->low < r->high || r->high < r->low)
            printf(" %7.3f %-15s", r->ratio, cell);
        else
            printf(" %7.3f %-15s", r->ratio, "");
    }
    printf(" %6.2f", r->growth);
    if (r->ours_mib > 0 || r->rival_mib > 0)
        printf("  %.0f / %.0f MiB", r->ours_mib, r->rival_mib);
    putchar('\n');
}

void
bench_end(struct bench *b)
{
    printf("\n%s\n", b->title);
    if (b->n_rows > 0)
        printf("%-24s %-14s %-18s %-19s %-18s %7s %-15s %6s  %s\n", "what", "size", "ours",
               "beside", "", "ratio", "(low..high)", "growth", "peak memory");
    for (size_t i = 0; i < b->n_rows; i++)
        print_row(&b->rows[i]);
    if (b->notes.n > 0)
        printf("%s", buf_str(&b->notes));
    fflush(stdout);
    buf_release(&b->notes);
    free(b->rows);
    free(b);
}

bool
bench_read_file(const char *path, struct text *ret)
{
    FILE *f = fopen(path, "rb");
    struct buf all;
    char part[BUFSIZ];
    size_t n;

    if (f == NULL)
        return false;
    buf_init(&all, FILE_BYTES);
    while ((n = fread(part, 1, sizeof(part), f)) > 0 && buf_add(&all, part, n)) {
    }
    fclose(f);
    *ret = buf_text(&all);
    return ret->p != NULL;
}

const char *
bench_mkdir(char path[256])
{
    const char *tmp = getenv("TMPDIR");

    snprintf(path, 256, "%s/earshot-bench-XXXXXX", tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp");
    if (mkdtemp(path) == NULL) {
        fprintf(stderr, "bench: cannot make a folder like %s\n", path);
        exit(EXIT_FAILURE);
    }
    return path;
}

void
bench_rmdir(const char *path)
{
    DIR *d = opendir(path);
    struct dirent *e;
    char file[LINE_BYTES];

    if (d == NULL)
        return;
    while ((e = readdir(d)) != NULL) {
        int n = snprintf(file, sizeof(file), "%s/%s", path, e->d_name);

        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || n >= (int)sizeof(file) ||
            unlink(file) == 0)
            continue;
        bench_rmdir(file);
    }
    closedir(d);
    rmdir(path);
}
