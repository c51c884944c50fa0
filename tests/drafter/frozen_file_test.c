/* A row leads to bytes of its own, whichever step was the last before a kill. */
#include "../../drafter/frozen_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../test.h"
#include "file.h"

struct folder {
    char dir[64], path[96], part[96];
    struct err err;
};

static void
folder_open(struct folder *f)
{
    *f = (struct folder){ .err = { "" } };
    snprintf(f->dir, sizeof(f->dir), "/tmp/earshot-frozen-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s/exports/a.csv", f->dir);
    snprintf(f->part, sizeof(f->part), "%s/exports/a.csv.part", f->dir);
}

static void
folder_close(struct folder *f)
{
    unlink(f->path);
    unlink(f->part);
    *strrchr(f->path, '/') = '\0';
    CHECK(rmdir(f->path) == 0 && rmdir(f->dir) == 0, "%s is not empty", f->dir);
}

static struct store_frozen
put(struct folder *f, const char *body)
{
    struct store_frozen row = { .made_s = 1 };
    FILE *from = tmpfile();

    fputs(body, from);
    CHECK(frozen_file_put(f->dir, "a.csv", from, &row, &f->err) == ST_OK, "%s", f->err.msg);
    CHECK(row.bytes == (int64_t)strlen(body), "length");
    fclose(from);
    return row;
}

/* What it opens as; "" : not. */
static const char *
open_as(struct folder *f, const struct store_frozen *row)
{
    static char body[64];
    FILE *in = NULL;
    enum status st = frozen_file_open(f->dir, "a.csv", row, &in, &f->err);

    CHECK(st == ST_OK || st == ST_PROBLEMS, "%s", f->err.msg);
    if (st != ST_OK)
        return "";
    body[fread(body, 1, sizeof(body) - 1, in)] = '\0';
    fclose(in);
    return body;
}

static void
test_steps(void)
{
    struct store_frozen old, new;
    struct folder f;

    folder_open(&f);
    old = put(&f, "old words\n");
    CHECK(frozen_file_name(f.dir, "a.csv", &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(strcmp(open_as(&f, &old), "old words\n") == 0 && !file_exists(f.part), "named");
    new = put(&f, "new\n");
    CHECK(strcmp(open_as(&f, &old), "old words\n") == 0, "killed before the row was committed");
    CHECK(strcmp(open_as(&f, &new), "new\n") == 0, "killed after it");
    CHECK(!file_exists(f.part), "the part has taken the name");
    CHECK(strcmp(open_as(&f, &new), "new\n") == 0, "and keeps it");
    CHECK(strcmp(open_as(&f, &old), "") == 0 && strstr(f.err.msg, "not as it was frozen") != NULL,
          "%s", f.err.msg);
    CHECK(file_write(f.path, TEXT_LIT("nEw\n"), 0600, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(strcmp(open_as(&f, &new), "") == 0, "somebody changed it");
    unlink(f.path);
    CHECK(strcmp(open_as(&f, &new), "") == 0 && strstr(f.err.msg, "No such file") != NULL, "%s",
          f.err.msg);
    folder_close(&f);
}
TEST_FN(test_steps)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_steps) };

    return TEST_RUN(tests);
}
