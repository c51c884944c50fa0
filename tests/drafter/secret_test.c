/* secret_test.c - a line in a file. */
#include "../../drafter/secret.h"

#include <unistd.h>

#include "../../include/file.h"
#include "../test.h"

static void
test_read(void)
{
    static const struct {
        const char *from, *body, *want; /* want NULL: refused */
    } rows[] = {
        { "a line", "s3cret\n", "s3cret" },
        { "blanks around", " a b \r\n", "a b" },
        { "empty", "", NULL },
        { "blank", "\n\n", NULL },
        { "two lines", "one\ntwo\n", NULL },
        { "not ASCII", "\xC3\xA4\n", NULL },
    };
    char path[64];

    snprintf(path, sizeof(path), "/tmp/earshot-secret-%ld", (long)getpid());
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char *got = NULL;
        struct err err = { "" };
        enum status st;

        CHECK(file_write(path, text_of(rows[i].body), 0600, &err) == ST_OK, "%s", err.msg);
        st = secret_read("/nowhere", path, &got, &err);
        CHECK((st == ST_OK) == (rows[i].want != NULL), "%s: %s", rows[i].from, err.msg);
        CHECK(got == NULL || strcmp(got, rows[i].want) == 0, "%s: %s", rows[i].from, got);
        secret_free(got);
    }
    CHECK(secret_read("/tmp", path + strlen("/tmp/"), &(char *){ NULL }, NULL) == ST_CONFIG,
          "beside earshot.ini");
    unlink(path);
}
TEST_FN(test_read)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_read) };

    return TEST_RUN(tests);
}
