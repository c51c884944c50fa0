/* Allocation that cannot fail: zeroed, doubling, exit 70 where there is no way on. */
#include "../test.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"

static void
test_zalloc(void)
{
    static const size_t sizes[] = { 0, 1, 17, 100000 };

    for (size_t i = 0; i < N_ROWS(sizes); i++) {
        unsigned char *p = mem_zalloc(sizes[i]);

        CHECK(p != NULL, "%zu bytes: NULL", sizes[i]);
        for (size_t j = 0; j < sizes[i]; j++)
            CHECK(p[j] == 0, "byte %zu of %zu", j, sizes[i]);
        free(p);
    }
}
TEST_FN(test_zalloc)

static void
test_grow(void)
{
    static const struct {
        size_t cap, want, size, cap_after;
    } rows[] = {
        { 0, 1, 1, 8 },   { 0, 8, 4, 8 },    { 0, 9, 4, 16 },   { 8, 8, 1, 8 },
        { 8, 9, 1, 16 },  { 8, 5, 1, 8 },    { 10, 11, 8, 20 }, { 8, 1000, 2, 1024 },
        { 0, 0, 100, 0 }, { 16, 33, 3, 64 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        size_t cap = rows[i].cap, bytes = rows[i].cap * rows[i].size;
        char *p = bytes > 0 ? malloc(bytes) : NULL;

        if (p != NULL)
            memset(p, 'x', bytes);
        p = mem_grow(p, &cap, rows[i].want, rows[i].size);
        CHECK(cap == rows[i].cap_after, "row %zu: %zu", i, cap);
        for (size_t j = 0; j < bytes; j++)
            CHECK(p[j] == 'x', "row %zu: byte %zu is lost", i, j);
        if (p != NULL)
            memset(p, 'y', cap * rows[i].size); /* ASan sees whether it is all there */
        free(p);
    }
}
TEST_FN(test_grow)

static void
test_dup(void)
{
    char *p = mem_dup("a\0b", 3), *nothing = mem_dup(NULL, 0);

    CHECK(memcmp(p, "a\0b", 4) == 0, "bytes and a NUL");
    CHECK(nothing[0] == '\0', "nothing");
    free(p);
    free(nothing);
}
TEST_FN(test_dup)

/* What a child exits with that asks for want elements of size bytes. */
static int
exit_of_grow(size_t want, size_t size)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        size_t cap = 0;

        (void)dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        _exit(mem_grow(NULL, &cap, want, size) != NULL ? 0 : 1);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

static void
test_out_of_memory(void)
{
    static const struct {
        const char *from;
        size_t want, size;
        int status;
    } rows[] = {
        { "fine", 10, 8, 0 },
        { "the product overflows", SIZE_MAX / 4, 8, 70 },
        { "doubling would overflow", SIZE_MAX - 1, 1, 70 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int got = exit_of_grow(rows[i].want, rows[i].size);

        CHECK(got == rows[i].status, "%s: exit %d", rows[i].from, got);
    }
}
TEST_FN(test_out_of_memory)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_zalloc), TEST(test_grow), TEST(test_dup),
                                        TEST(test_out_of_memory) };

    return TEST_RUN(tests);
}
