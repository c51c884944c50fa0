/* child.c - see child.h. */

#define _GNU_SOURCE /* sched_setaffinity(), wait4() */

#include "child.h"

#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH_BYTES 512
#define NOT_FOUND  127 /* as a shell says it */

static void
stay_on_one_core(void)
{
    cpu_set_t may, one;

    CPU_ZERO(&one);
    sched_getaffinity(0, sizeof(may), &may);
    for (int i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &may)) {
            CPU_SET(i, &one);
            break;
        }
    sched_setaffinity(0, sizeof(one), &one);
}

static bool
run(const struct child *c, bool silent, struct rusage *ret)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);

        if (c->one_core)
            stay_on_one_core();
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        if (silent || getenv("BENCH_VERBOSE") == NULL)
            dup2(null, STDERR_FILENO);
        if (c->dir != NULL && chdir(c->dir) != 0)
            _exit(EXIT_FAILURE);
        execvp(c->argv[0], (char *const *)(uintptr_t)c->argv);
        _exit(NOT_FOUND);
    }
    return pid > 0 && wait4(pid, &status, 0, ret) == pid && status == 0;
}

struct rusage
child_run(const struct child *c)
{
    struct rusage ru = { .ru_maxrss = 0 };

    if (!run(c, false, &ru)) {
        fprintf(stderr, "bench: %s failed; BENCH_VERBOSE=1 shows what it says\n", c->argv[0]);
        exit(EXIT_FAILURE);
    }
    return ru;
}

bool
child_works(const struct child *c)
{
    struct rusage ru;

    return run(c, true, &ru);
}

void
child_write_file(const char *dir, const char *name, const char *text)
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
