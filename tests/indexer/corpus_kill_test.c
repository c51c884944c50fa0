/*
 * corpus_kill_test.c - kill -9 at any moment leaves an index that can be read, in the state of
 * its last commit or of the one that was being made.
 *
 * A child adds, deletes, commits and merges in a loop; what it does in commit n
 * follows from n alone, so that the parent, which kills it after a random time, knows
 * what must be there.  The next child goes on with what it finds.
 */

#include "../../indexer/corpus.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../test.h"

#include "mem.h"
#include "rng.h"

#define KILLS    100
#define KEYS     400
#define MAX_NS   40000000 /* the longest life of a child */
#define TERM     UINT64_C(77)
#define KEY_TERM UINT64_C(1000000)

static const struct corpus_kind kind = { 2, { &search_short, &search_title }, 1 };
static char dir[64];

/* hashes[key]: what the document says; 0: there is none. */
struct state {
    uint64_t hashes[KEYS];
};

/* Commit n (from 1): some keys are deleted, some get a new document. */
static void
advance(struct state *s, int64_t n)
{
    struct rng r;

    rng_seed(&r, (uint64_t)n);
    for (uint64_t i = rng_below(&r, 6) + (n % 50 == 0 ? KEYS / 2 : 0); i > 0; i--)
        s->hashes[rng_below(&r, KEYS)] = 0;
    for (uint64_t i = rng_below(&r, 8); i > 0; i--)
        s->hashes[rng_below(&r, KEYS)] = 1 + rng_below(&r, UINT32_MAX);
}

static bool
write_commit(struct corpus *c, const struct state *before, const struct state *after, int64_t n)
{
    struct arena *a = arena_new();
    struct err err = { "" };
    bool done = true;

    for (int64_t key = 0; key < KEYS && done; key++) {
        struct corpus_doc doc = { .key = key, .hash = after->hashes[key] };
        struct search_terms t[2];

        if (before->hashes[key] == after->hashes[key])
            continue;
        if (before->hashes[key] != 0)
            corpus_delete(c, key);
        if (after->hashes[key] == 0)
            continue;
        for (size_t f = 0; f < N_ROWS(t); f++) {
            search_terms_init(&t[f], a);
            search_terms_add(&t[f], TERM);
            search_terms_add(&t[f], KEY_TERM + (uint64_t)key);
        }
        done = corpus_add(c, &doc, t, &err) == ST_OK;
    }
    arena_free(a);
    return done && corpus_commit(c, n, &err) == ST_OK && corpus_merge(c, &err) == ST_OK;
}

/* Go on from the state on disk until killed; *committed is what the parent sees. */
static void
child(volatile int64_t *committed)
{
    struct state before, after;
    struct corpus *c = NULL;
    struct err err = { "" };
    int64_t n;

    memset(&before, 0, sizeof(before));
    if (corpus_open(dir, CORPUS_WRITE, &kind, &c, &err) != ST_OK)
        _exit(2);
    for (n = 1; n <= corpus_stamp(c); n++)
        advance(&before, n);
    for (;; n++) {
        after = before;
        advance(&after, n);
        if (!write_commit(c, &before, &after, n))
            _exit(3);
        *committed = n;
        before = after;
    }
}

/* The index has exactly what the state says, by its keys and by search. */
static void
compare(const struct corpus *c, const struct state *s)
{
    struct corpus_hit hits[KEYS];
    struct search_terms t;
    struct corpus_query q;
    struct corpus_entry *keys;
    struct err err = { "" };
    struct arena *a = arena_new();
    size_t n = corpus_keys(c, &keys), n_hits, at = 0;

    for (int64_t key = 0; key < KEYS; key++) {
        if (s->hashes[key] == 0)
            continue;
        CHECK(at < n && keys[at].key == key && keys[at].hash == s->hashes[key], "key %lld",
              (long long)key);
        at++;
    }
    CHECK(at == n, "%zu keys, want %zu", n, at);
    search_terms_init(&t, a);
    search_terms_add(&t, TERM);
    corpus_query_init(&q, a);
    corpus_query_add(&q, 0, &t, 1);
    CHECK(corpus_search(c, &q, KEYS, hits, &n_hits, &err) == ST_OK && n_hits == n, "%zu hits, %s",
          n_hits, err.msg);
    free(keys);
    arena_free(a);
}

/* Reopen after a kill: the state is that of *committed or of the commit after it. */
static int64_t
verify(int64_t committed)
{
    struct corpus *c = NULL;
    struct err err = { "" };
    struct state s;
    enum status st = corpus_open(dir, CORPUS_READ, &kind, &c, &err);

    if (st == ST_NOTFOUND && committed == 0)
        return 0;
    CHECK(st == ST_OK, "%s", err.msg);
    if (st != ST_OK)
        return committed;
    CHECK(corpus_stamp(c) == committed || corpus_stamp(c) == committed + 1,
          "commit %lld after %lld", (long long)corpus_stamp(c), (long long)committed);
    committed = corpus_stamp(c);
    memset(&s, 0, sizeof(s));
    for (int64_t n = 1; n <= committed; n++)
        advance(&s, n);
    CHECK(corpus_check(c, &err) == ST_OK, "%s", err.msg);
    compare(c, &s);
    corpus_close(c);
    return committed;
}

static void
test_killed(void)
{
    FILE *shared = tmpfile();
    volatile int64_t *committed;
    struct rng r;
    int status;

    assert_non_null(shared);
    assert_int_equal(ftruncate(fileno(shared), sizeof(*committed)), 0);
    committed =
        mmap(NULL, sizeof(*committed), PROT_READ | PROT_WRITE, MAP_SHARED, fileno(shared), 0);
    assert_true(committed != MAP_FAILED);
    fclose(shared);
    rng_seed(&r, 9);
    for (int i = 0; i < KILLS && test_failures == 0; i++) {
        struct timespec life = { 0, (long)rng_below(&r, MAX_NS) };
        pid_t pid = fork();

        assert_true(pid >= 0);
        if (pid == 0)
            child(committed);
        nanosleep(&life, NULL);
        kill(pid, SIGKILL);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        CHECK(WIFSIGNALED(status), "the child ended by itself: %d", WEXITSTATUS(status));
        *committed = verify(*committed);
    }
    fprintf(stderr, "%d kills, %lld commits\n", KILLS, (long long)*committed);
    CHECK(*committed >= KILLS, "only %lld commits were made", (long long)*committed);
    munmap((void *)(uintptr_t)committed, sizeof(*committed));
    CHECK(corpus_remove(dir, NULL) == ST_OK, "remove");
    CHECK(rmdir(dir) == 0, "%s is not empty", dir);
}
TEST_FN(test_killed)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_killed) };

    /* In memory where there is such a place: fsync(2) takes no time there, so a child gets further.
     */
    snprintf(dir, sizeof(dir), "%s/earshot-kill.XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    return mkdtemp(dir) == NULL ? 1 : TEST_RUN(tests);
}
