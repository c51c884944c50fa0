/* serve_cmd.c - `earshot serve`: the editors' web application. */

#include <stdio.h>
#include <unistd.h>

#include "account.h"
#include "commands.h"
#include "gate.h"
#include "httpd.h"
#include "log.h"
#include "reload.h"
#include "scheduler.h"
#include "sdnotify.h"
#include "static.h"
#include "tally.h"
#include "workshop.h"

#define PATH_BYTES       4096
#define THREADS_PER_CORE 2 /* one waits for the disk while another answers */
#define MIN_THREADS      4
#define LOOK_MS          200 /* between looks at whether to stop */
#define MAX_PORT         65535
#define US_PER_MS        1000
#define MS_PER_S         1000
#define FEEDS_A_SPAN     2 /* of the watchdog: sdnotify_watchdog_ms() */

struct serve_cmd_options {
    const char *listen;
    int64_t port;
    bool scheduler, no_scheduler;
};

/* clang-format off */
#define AT(f) offsetof(struct serve_cmd_options, f)
static const struct option rows[] = {
    { .name = "listen", .type = OPTION_TEXT, .offset = AT(listen), .arg = "ADDRESS:PORT", .help = "instead of [serve] listen; port 0: a free one" },
    { .name = "port", .type = OPTION_INT, .offset = AT(port), .arg = "N", .help = "this port of that address; 0: a free one", .initial = "-1", .max = MAX_PORT },
    { .name = "scheduler", .type = OPTION_FLAG, .offset = AT(scheduler), .help = "start what is due, whatever [serve] scheduler says" },
    { .name = "no-scheduler", .type = OPTION_FLAG, .offset = AT(no_scheduler), .help = "start nothing" },
};
#undef AT
/* clang-format on */

static enum status
where(const struct cmd_env *env, struct listen_address *ret, struct err *err)
{
    const struct serve_cmd_options *o = env->options;
    const char *listen = o->listen != NULL ? o->listen : env->config->serve.listen;
    enum status st = listen_parse(text_of(listen), ret, err);

    if (st == ST_OK && !ret->loopback && !env->config->serve.tls_proxy)
        return err_set(err, ST_DENIED,
                       "--listen %s: passwords would cross the network in the clear: listen on "
                       "127.0.0.1 behind a proxy that does TLS, or set [serve] tls_proxy = yes if "
                       "one on another machine does",
                       listen);
    if (st == ST_OK && o->port >= 0)
        listen_set_port(ret, (uint16_t)o->port);
    return st;
}

static unsigned
threads_of(const struct serve_config *c)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN) * THREADS_PER_CORE;

    if (c->threads > 0)
        return (unsigned)c->threads;
    return n > MIN_THREADS ? (unsigned)n : MIN_THREADS;
}

/* While nobody has an account: a link by which the first one is made, once. */
static enum status
first_link(struct cmd_env *env, const char *address, struct err *err)
{
    const struct account_act by = { .store = env->store,
                                    .arena = env->arena,
                                    .now_s = clock_now_s(env->clock) };
    char token[STORE_TOKEN_HEX];
    enum status st;

    if (store_account_any(env->store))
        return store_check(env->store, err);
    st = account_link(&by, NULL, token, err);
    if (st != ST_OK)
        return st;
    fprintf(env->out, "http://%s/first/%s\n", address, token);
    log_info("nobody has an account yet: the second address makes the first one, once, within an "
             "hour");
    return ST_OK;
}

static void
close_shared(struct serve *s)
{
    workshop_free(s->workshop);
    tally_free(s->tally);
}

static void
reload(struct reload *r)
{
    char later[RELOAD_LATER_BYTES];
    struct err why = { "" };

    sdnotify_reloading(NULL);
    if (reload_settings(r, later, &why) != ST_OK)
        log_error("the settings of before stay: %s", why.msg);
    else if (later[0] != '\0')
        log_warn("the settings were read again; [serve] %s: at the next start", later);
    else
        log_info("the settings were read again");
    sdnotify_send(NULL, "READY=1");
}

static bool
wants_scheduler(const struct cmd_env *env, const struct serve *serve)
{
    const struct serve_cmd_options *o = env->options;

    return !o->no_scheduler && (o->scheduler || serve->config->serve.scheduler);
}

/*
 * The watchdog is fed by the work loop while requests come to their end: a loop that hangs, or one
 * request that does, for as long as the watchdog's span, starves it.
 */
struct feeding {
    int64_t every_ms, fed_ms; /* every_ms 0: there is no watchdog */
    bool starving;
};

static void
feed(struct feeding *f, struct httpd *h, int64_t now_ms)
{
    int64_t busy_ms;

    if (f->every_ms == 0 || now_ms - f->fed_ms < f->every_ms)
        return;
    busy_ms = httpd_busy_ms(h);
    if (busy_ms <= FEEDS_A_SPAN * f->every_ms) {
        sdnotify_send(NULL, "WATCHDOG=1");
        f->fed_ms = now_ms;
        f->starving = false;
    } else if (!f->starving) {
        f->starving = true;
        log_error("a request has been at work for %lld s: the watchdog is not fed",
                  (long long)(busy_ms / MS_PER_S));
    }
}

/* Until somebody asks it to stop. */
static void
work(struct cmd_env *env, struct serve *serve, struct httpd *h, struct reload *r)
{
    char program[PATH_BYTES];
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
    struct scheduler s = { .program = program, .dir = env->common->dir };
    struct feeding f = { .every_ms = sdnotify_watchdog_ms(NULL) };

    program[n > 0 ? n : 0] = '\0';
    (void)cmd_reload(); /* from here on SIGHUP is caught */
    sdnotify_send(NULL, "READY=1");
    while (!cmd_stop()) {
        int64_t now_ms = clock_monotonic_us() / US_PER_MS;

        if (cmd_reload())
            reload(r);
        scheduler_tick(&s, now_ms, wants_scheduler(env, serve));
        feed(&f, h, now_ms);
        clock_sleep_ms(&clock_system, LOOK_MS);
    }
    sdnotify_send(NULL, "STOPPING=1");
    scheduler_stop(&s);
}

static void
say_stopped(int64_t requests)
{
    log_info("stopped; %lld request%s answered", (long long)requests, requests == 1 ? "" : "s");
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct serve_cmd_options *o = env->options;
    struct serve_counters counters = { 0 };
    char path[PATH_BYTES], address[LISTEN_TEXT_BYTES];
    struct serve serve = { .config = env->config,
                           .clock = env->clock,
                           .dir = env->common->dir,
                           .store_path = path,
                           .gate = gate_check,
                           .counters = &counters };
    struct httpd_config c = { .serve = &serve,
                              .routes = routes_all,
                              .threads = threads_of(&env->config->serve),
                              .tls_proxy = env->config->serve.tls_proxy };
    struct reload reload_state = { .serve = &serve,
                                   .store = env->store,
                                   .start = env->config,
                                   .listen_given = o->listen != NULL };
    struct httpd *h;
    enum status st = where(env, &c.listen, err);

    if (st != ST_OK)
        return st;
    snprintf(path, sizeof(path), "%s/earshot.db", env->common->dir);
    static_init();
    serve.workshop = workshop_new(path, env->common->dir, env->clock);
    workshop_warm(serve.workshop, env->config);
    serve.tally = tally_new(&(struct tally_about){ path, serve.dir, env->config, env->clock });
    st = httpd_open(&c, &h, err);
    if (st != ST_OK) {
        close_shared(&serve);
        return st;
    }
    fprintf(env->out, "http://%s/\n", httpd_address(h, address));
    st = first_link(env, address, err);
    if (st == ST_OK && fflush(env->out) != 0)
        st = err_set(err, ST_IO, "cannot write where it listens");
    if (st == ST_OK) {
        log_info("waiting for requests; SIGTERM or Ctrl-C stops");
        work(env, &serve, h, &reload_state);
    }
    httpd_close(h);
    close_shared(&serve);
    reload_release(&reload_state);
    say_stopped(atomic_load(&counters.requests));
    return st;
}

const struct cmd serve_cmd = {
    .name = "serve",
    .summary = "the editors' web application",
    .help = "Prints its address and answers until SIGTERM or Ctrl-C (exit 0).  It listens on this\n"
            "machine only; for others put a proxy that does TLS before it and set\n"
            "[serve] tls_proxy = yes.  While nobody has an account, the second address it prints\n"
            "makes the first one, an admin: once, within an hour.\n"
            "\n"
            "SIGHUP reads the INI files again.  With [serve] scheduler = yes, or --scheduler, it\n"
            "starts earshot run --due every minute, as a process of its own.  Under systemd it\n"
            "says when it is ready and feeds the watchdog.\n",
    .examples = "  earshot serve\n"
                "  earshot serve --listen '[::1]:8377'\n"
                "  earshot serve --port 0\n",
    .needs = CMD_STORE | CMD_SYNC,
    .role = STORE_REVIEW,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct serve_cmd_options),
    .run = run,
};
