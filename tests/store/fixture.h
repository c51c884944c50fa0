/* fixture.h - a store in a folder of its own, for the tests of store/; gone when the test ends. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <sys/wait.h>
#include <unistd.h>

#include "../test.h"

#include "store.h"

struct fixture {
    char dir[64], path[96];
    struct store *store; /* open in the role asked for */
    struct err err;      /* for the test's own calls */
};

static inline void
fixture_open(struct fixture *f, enum store_role role)
{
    *f = (struct fixture){ .err = { "" } };
    snprintf(f->dir, sizeof(f->dir), "/tmp/earshot-store-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s/earshot.db", f->dir);
    assert_int_equal(store_create(f->path, &f->err), ST_OK);
    assert_int_equal(store_open(f->path, role, &f->store, &f->err), ST_OK);
}

/* No error may be left, nor a file besides the store's. */
static inline void
fixture_close(struct fixture *f)
{
    CHECK(store_check(f->store, &f->err) == ST_OK, "%s", f->err.msg);
    store_close(f->store);
    unlink(f->path);
    CHECK(rmdir(f->dir) == 0, "%s is not empty", f->dir);
}

/* A folder with all that is in it. */
static inline void
fixture_remove(const char *dir)
{
    pid_t pid = fork();
    int code = 1;

    if (pid == 0) {
        execlp("rm", "rm", "-rf", dir, (char *)NULL);
        _exit(1);
    }
    CHECK(waitpid(pid, &code, 0) == pid && code == 0, "%s stays", dir);
}

#endif /* FIXTURE_H */
