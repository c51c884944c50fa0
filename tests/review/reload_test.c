/* reload_test.c - settings read again while the server runs: whole, or not at all. */
#include "../store/fixture.h"

#include "../../include/file.h"
#include "../../review/reload.h"

static void
put(const struct fixture *f, const char *name, const char *body)
{
    char path[256];
    struct err err = { "" };

    snprintf(path, sizeof(path), "%s/%s", f->dir, name);
    CHECK(file_write(path, text_of(body), 0600, &err) == ST_OK, "%s", err.msg);
}

static void
take_away(const struct fixture *f)
{
    static const char *const names[] = { "earshot.ini", "seeds/physics.ini" };
    char path[256];

    for (size_t i = 0; i < N_ROWS(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof(path), "%s/seeds", f->dir);
    rmdir(path);
}

static void
test_reload(void)
{
    static const struct {
        const char *from, *ini, *department;
        enum status st;
        const char *later, *name; /* name: of the department afterwards */
    } rows[] = {
        { "another name", "", "[department]\nname = Two\n", ST_OK, "", "Two" },
        { "an error in one file", "", "[department]\nname = Three\nnonsense = 1\n", ST_CONFIG, NULL,
          "Two" },
        { "an error in the other", "[serve]\nthreads = many\n", "[department]\nname = Three\n",
          ST_CONFIG, NULL, "Two" },
        { "what may change at once", "[serve]\nmetrics = yes\nscheduler = yes\n",
          "[department]\nname = Three\n", ST_OK, "", "Three" },
        { "what may not", "[serve]\nlisten = 127.0.0.1:1\nthreads = 3\ntls_proxy = yes\n",
          "[department]\nname = Four\n", ST_OK, "listen, threads, tls_proxy", "Four" },
        { "one of it", "[serve]\nthreads = 3\n", "[department]\nname = Four\n", ST_OK, "threads",
          "Four" },
    };
    char later[RELOAD_LATER_BYTES], seeds[256];
    struct config *first = NULL;
    struct serve serve = { .config = NULL };
    struct fixture f;
    struct reload r;

    fixture_open(&f, STORE_REVIEW);
    snprintf(seeds, sizeof(seeds), "%s/seeds", f.dir);
    CHECK(file_mkdir(seeds, &f.err) == ST_OK, "%s", f.err.msg);
    put(&f, "earshot.ini", "");
    put(&f, "seeds/physics.ini", "[department]\nname = One\n");
    CHECK(config_load(f.dir, &first, &f.err) == ST_OK, "%s", f.err.msg);
    serve.config = first;
    serve.dir = f.dir;
    r = (struct reload){ .serve = &serve, .store = f.store, .start = first };
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const struct config *before = serve.config;
        enum status st;

        put(&f, "earshot.ini", rows[i].ini);
        put(&f, "seeds/physics.ini", rows[i].department);
        st = reload_settings(&r, later, &f.err);
        CHECK(st == rows[i].st, "%s: %s", rows[i].from, f.err.msg);
        CHECK((serve.config == before) == (st != ST_OK), "%s: whole, or not at all", rows[i].from);
        CHECK(strcmp(serve.config->departments[0].name, rows[i].name) == 0, "%s: %s", rows[i].from,
              serve.config->departments[0].name);
        CHECK(st != ST_OK || strcmp(later, rows[i].later) == 0, "%s: %s", rows[i].from, later);
    }
    CHECK(serve.config->serve.metrics == false && first->serve.threads == 0, "the last one's");
    r.listen_given = true;
    put(&f, "earshot.ini", "[serve]\nlisten = 127.0.0.1:1\n");
    CHECK(reload_settings(&r, later, &f.err) == ST_OK && later[0] == '\0',
          "the command line says where: %s", later);
    reload_release(&r);
    config_free(first);
    take_away(&f);
    fixture_close(&f);
}
TEST_FN(test_reload)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_reload) };

    return TEST_RUN(tests);
}
