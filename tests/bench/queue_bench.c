/*
 * queue_bench.c - what an editor waits for: a page of the queue, its counts, one card, beside
 * the read of as many questions by their ids, the least that any of them must do.
 *
 *   build/tests/review/desk_gen /tmp/small 10000; build/tests/review/desk_gen /tmp/large 100000
 *   EARSHOT_DESK=/tmp/small:/tmp/large make bench-queue
 */

#include <stdio.h>
#include <stdlib.h>

#include "../../store/db.h"
#include "bench.h"
#include "rng.h"
#include "store_decision.h"
#include "store_queue.h"

#define PAGE_ROWS 50
#define N_OPS     500
#define N_LOOKS   20 /* at every row */

struct desk {
    struct store *s;
    struct arena *a;
    struct rng rng;
    int64_t n_narrowed;
    int64_t n; /* groups, by id from 1 */
    struct store_queue_at at;
    int64_t sum; /* so that nothing is left out */
};

static int64_t
any_group(struct desk *d)
{
    return 1 + (int64_t)rng_below(&d->rng, (uint64_t)d->n);
}

/* Leafing through all that waits, from one page to the next. */
static void
read_page(void *self, size_t i)
{
    struct desk *d = self;
    struct store_queue_query q = {
        .department_id = 1, .states = STORE_QUEUE_WAITING, .limit = PAGE_ROWS, .after = d->at
    };
    struct store_queue_row *rows;
    size_t n;

    (void)i;
    arena_clear(d->a);
    n = store_queue_page(d->s, &q, d->a, &rows);
    d->at = n > 0 ? (struct store_queue_at){ rows[n - 1].rank, rows[n - 1].group_id }
                  : (struct store_queue_at){ 0, 0 };
    d->sum += (int64_t)n;
}

static void
read_counts(void *self, size_t i)
{
    struct desk *d = self;
    int64_t counts[STORE_QUEUE_STATES];

    (void)i;
    store_queue_counts(d->s, 1, counts);
    d->sum += counts[STORE_QUEUE_MACHINE];
}

static void
read_card(void *self, size_t i)
{
    struct desk *d = self;
    struct store_card c;

    (void)i;
    arena_clear(d->a);
    if (store_card_of_group(d->s, any_group(d), d->a, &c))
        d->sum += c.revision;
}

static void
read_questions(void *self, size_t i)
{
    struct desk *d = self;

    (void)i;
    arena_clear(d->a);
    for (int k = 0; k < PAGE_ROWS; k++) {
        struct db_query *q = db_query(d->s, "SELECT text FROM question WHERE id = ?");

        db_bind_int(q, any_group(d));
        if (db_row(q))
            d->sum += (int64_t)db_text_in(q, 0, d->a).n;
        db_done(q);
    }
}

/* A list that is narrowed down, with its counts; never the same twice. */
static void
read_narrowed(struct desk *d, struct store_queue_query *q)
{
    int64_t counts[STORE_QUEUE_COUNTS];
    struct store_queue_row *rows;

    arena_clear(d->a);
    q->department_id = 1;
    q->states = STORE_QUEUE_ANY;
    q->limit = PAGE_ROWS;
    q->since_s = ++d->n_narrowed; /* so that nothing is remembered */
    store_queue_count(d->s, q, counts);
    d->sum += counts[STORE_QUEUE_MACHINE] + (int64_t)store_queue_page(d->s, q, d->a, &rows);
}

static void
read_words(void *self, size_t i)
{
    struct store_queue_query q = { .search = TEXT_LIT("zzyzx") };

    (void)i;
    read_narrowed(self, &q);
}

static void
read_common(void *self, size_t i)
{
    struct store_queue_query q = { .search = TEXT_LIT("e") };

    (void)i;
    read_narrowed(self, &q);
}

static void
read_language(void *self, size_t i)
{
    struct store_queue_query q = { .language = TEXT_LIT("de") };

    (void)i;
    read_narrowed(self, &q);
}

static void
read_audience(void *self, size_t i)
{
    struct store_queue_query q = { .audience = TEXT_LIT("students") };

    (void)i;
    read_narrowed(self, &q);
}

static void
run_desk(struct bench *b, struct text folder)
{
    struct desk ours = { .a = arena_new() }, limit;
    const struct {
        const char *what;
        void (*run)(void *self, size_t i);
        size_t n;
    } rows[] = { { "page", read_page, N_OPS },
                 { "counts", read_counts, N_OPS },
                 { "card", read_card, N_OPS },
                 { "rare words", read_words, N_LOOKS },
                 { "common words", read_common, N_LOOKS },
                 { "language", read_language, N_LOOKS },
                 { "audience", read_audience, N_LOOKS } };
    char path[512], size[32];
    struct err err;

    snprintf(path, sizeof(path), "%.*s/earshot.db", TEXT_ARG(folder));
    if (store_open(path, STORE_READER, &ours.s, &err) != ST_OK) {
        bench_note(b, "%s", err.msg);
        arena_free(ours.a);
        return;
    }
    rng_seed(&ours.rng, 1);
    ours.n = db_exec_int(db_query(ours.s, "SELECT COUNT(*) FROM queue"), 1);
    limit = ours;
    snprintf(size, sizeof(size), "%lld", (long long)ours.n);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct bench_step sides[] = { { "ours", rows[i].run, &ours },
                                            { "50 by id", read_questions, &limit } };
        const struct bench_work w = { rows[i].what, size, rows[i].what, (double)rows[i].n, false };

        bench_latency(b, &w, sides, 2);
    }
    if (store_check(ours.s, &err) != ST_OK)
        bench_note(b, "%s", err.msg);
    arena_free(ours.a);
    store_close(ours.s);
}

int
main(void)
{
    struct text rest = text_of(getenv("EARSHOT_DESK")), folder;
    struct bench *b = bench_new("queue: what an editor waits for");

    if (rest.n == 0)
        bench_note(b, "EARSHOT_DESK names no workspaces of desk_gen: nothing measured");
    while (text_cut(&rest, ":", &folder))
        run_desk(b, folder);
    bench_end(b);
    return 0;
}
