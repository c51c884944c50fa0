/* scheduler.c - see scheduler.h. */
#include "scheduler.h"

#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

#include "clock.h"
#include "log.h"

#define LOOK_MS 50
#define BUSY    75 /* another run works: no news */
#define IN_PART 3  /* it has said what was left */

extern char **environ;

static void
reap(struct scheduler *s, int flags)
{
    int status;

    if (s->child == 0 || waitpid(s->child, &status, flags) != s->child)
        return;
    s->child = 0;
    if (WIFSIGNALED(status))
        log_warn("earshot run --due was ended by signal %d: the next one goes on",
                 WTERMSIG(status));
    else if (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != BUSY &&
             WEXITSTATUS(status) != IN_PART)
        log_warn("earshot run --due ended with exit code %d", WEXITSTATUS(status));
}

static void
start(struct scheduler *s)
{
    char c[] = "-C", run[] = "run", due[] = "--due", quiet[] = "-q";
    char *argv[] = { (char *)(uintptr_t)s->program,
                     c,
                     (char *)(uintptr_t)s->dir, /* exec copies it */
                     run,
                     due,
                     quiet,
                     NULL };
    int e = posix_spawn(&s->child, s->program, NULL, NULL, argv, environ);

    if (e != 0) {
        s->child = 0;
        log_error("%s: %s", s->program, strerror(e));
    }
}

void
scheduler_tick(struct scheduler *s, int64_t now_ms, bool on)
{
    reap(s, WNOHANG);
    if (!on || s->child != 0 || now_ms < s->next_ms)
        return;
    s->next_ms = now_ms + SCHEDULER_EVERY_MS;
    start(s);
}

void
scheduler_stop(struct scheduler *s)
{
    int64_t spent_ms = 0;

    if (s->child == 0)
        return;
    kill(s->child, SIGTERM);
    for (; s->child != 0 && spent_ms < SCHEDULER_STOP_MS; spent_ms += LOOK_MS) {
        reap(s, WNOHANG);
        if (s->child != 0)
            clock_sleep_ms(&clock_system, LOOK_MS);
    }
    if (s->child != 0) {
        kill(s->child, SIGKILL);
        reap(s, 0);
    }
}
