/*
 * test.h - what every unit test includes: cmocka with the headers it wants,
 * and CHECK for tables of rows.
 *
 * A failed CHECK prints its place and goes on, so that one run shows every bad
 * row of a table; the test fails when its function returns (use TEST_FN).
 *
 *   static void test_x(void) { CHECK(1 + 1 == 2, "got %d", 1 + 1); }
 *   TEST_FN(test_x)
 *   int main(void) { const struct CMUnitTest tests[] = { TEST(test_x) }; return TEST_RUN(tests); }
 *
 * Run one test of a program with make test T=program K=name (name may hold *).
 */
#ifndef TEST_H
#define TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define N_ROWS(a) (sizeof(a) / sizeof((a)[0]))

static int test_failures;

#define CHECK(cond, ...)                                                                           \
    do {                                                                                           \
        if (!(cond)) {                                                                             \
            test_failures++;                                                                       \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #cond);                             \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
        }                                                                                          \
    } while (0)

/* Wrap void fn(void) as a cmocka test that fails if a CHECK in it did. */
#define TEST_FN(fn)                                                                                \
    static void fn##_cmocka(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        test_failures = 0;                                                                         \
        fn();                                                                                      \
        if (test_failures > 0)                                                                     \
            fail_msg("%d checks failed", test_failures);                                           \
    }
#define TEST(fn)                                                                                   \
    {                                                                                              \
#fn, fn##_cmocka, NULL, NULL, NULL                                                         \
    }

/* K=name on the command line of make arrives as CMOCKA_TEST_FILTER. */
#define TEST_RUN(tests) (test_filter(), cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL))

static inline void
test_filter(void)
{
    static char pattern[256];
    const char *k = getenv("CMOCKA_TEST_FILTER");

    if (k != NULL && k[0] != '\0') {
        snprintf(pattern, sizeof(pattern), "*%s*", k);
        cmocka_set_test_filter(pattern);
    }
}

#endif /* TEST_H */
