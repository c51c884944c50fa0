/* alarm.c - see alarm.h. */
#include "alarm.h"

#include <math.h>

#include "health.h"
#include "store_queue.h"

#define SHOWN_BYTES 300 /* of a question */
#define MS_PER_S    1000
#define DEVIATIONS  4

struct looking {
    const struct alarm_in *in;
    struct store_alarm *open; /* at first */
    size_t n_open;
    bool *seen; /* of open: it is still so */
    int n_new;
};

bool
alarm_is_spike(const struct store_alarm_pace *p, double *usual)
{
    double per_day = p->days > 0 ? (double)p->before / (double)p->days : 0;

    *usual = per_day;
    return p->days >= ALARM_SPIKE_DAYS && p->now >= ALARM_SPIKE_MIN &&
           (double)p->now > per_day + DEVIATIONS * sqrt(per_day > 1 ? per_day : 1);
}

static void
raise_alarm(struct looking *l, const struct store_alarm *a)
{
    for (size_t i = 0; i < l->n_open; i++)
        if (text_eq(l->open[i].kind, a->kind) && text_eq(l->open[i].object, a->object)) {
            l->seen[i] = true;
            return;
        }
    l->n_new += store_alarm_raise(l->in->store, a, l->in->now_s);
}

static void
look_at_words(struct looking *l)
{
    struct arena *a = l->in->arena;
    struct store_queue_query q = { .states = STORE_QUEUE_IN(GAP) | STORE_QUEUE_IN(OPEN) |
                                             STORE_QUEUE_IN(REOPENED),
                                   .alarms = true,
                                   .now_s = l->in->now_s };
    struct store_queue_row *v;
    size_t n, all = 0;

    do { /* all of them: one that is left out would count as mended */
        n = store_queue_page(l->in->store, &q, a, &v);
        for (size_t i = 0; i < n; i++) {
            struct store_alarm x = { .kind = TEXT_LIT("escalation"),
                                     .department_id = v[i].department_id };

            x.object = text_of(arena_printf(a, "%lld", (long long)v[i].group_id));
            x.link = text_of(arena_printf(a, "g/%lld", (long long)v[i].group_id));
            x.text = text_of(arena_printf(a, "%.*s: %.*s", TEXT_ARG(v[i].escalation),
                                          TEXT_ARG(text_sub(v[i].question, 0, SHOWN_BYTES))));
            raise_alarm(l, &x);
        }
        if (n > 0)
            q.after = store_queue_place(l->in->store, &v[n - 1], q.order);
        all += n;
    } while (n == STORE_QUEUE_PAGE && all < STORE_ALARM_PAGE);
}

static void
look_at_sources(struct looking *l)
{
    struct arena *a = l->in->arena;
    struct health_in hi = { .store = l->in->store,
                            .arena = a,
                            .now_ms = l->in->now_s * MS_PER_S,
                            .silent_days = l->in->config->crawler.silent_days };
    struct store_source *v;
    size_t n = store_run_sources(l->in->store, a, &v);
    struct health *h = health_of(&hi, v, n);

    for (size_t i = 0; i < n; i++) {
        struct store_alarm x = { .kind = TEXT_LIT("source"), .department_id = v[i].department_id };

        if (!h[i].alarm)
            continue;
        x.object = text_of(arena_printf(a, "%lld:%s", (long long)v[i].id, h[i].state));
        x.link = text_of(arena_printf(a, "sources/%lld", (long long)v[i].id));
        x.text = text_of(
            arena_printf(a, "source %.*s: %s: %s", TEXT_ARG(v[i].key), h[i].state, h[i].reason));
        raise_alarm(l, &x);
    }
}

static void
look_at_pace(struct looking *l)
{
    struct arena *a = l->in->arena;
    struct store_alarm_pace *v;
    size_t n = store_alarm_paces(l->in->store, l->in->now_s, a, &v);

    for (size_t i = 0; i < n; i++) {
        struct store_alarm x = { .kind = TEXT_LIT("spike"),
                                 .department_id = v[i].department_id,
                                 .link = TEXT_LIT("groups") };
        double usual;

        if (!alarm_is_spike(&v[i], &usual))
            continue;
        x.object = text_of(arena_printf(a, "%lld", (long long)v[i].department_id));
        x.text = text_of(arena_printf(a,
                                      "%lld questions in the last 24 hours; usual is %.1f a day "
                                      "(%lld in the %lld day%s before)",
                                      (long long)v[i].now, usual, (long long)v[i].before,
                                      (long long)v[i].days, v[i].days == 1 ? "" : "s"));
        raise_alarm(l, &x);
    }
}

enum status
alarm_look(const struct alarm_in *in, int *n_new, struct err *err)
{
    struct looking l = { .in = in };
    enum status st;

    store_begin(in->store);
    l.n_open = store_alarm_list(in->store, true, in->arena, &l.open);
    l.seen = arena_alloc(in->arena, l.n_open + 1);
    look_at_words(&l);
    look_at_sources(&l);
    look_at_pace(&l);
    for (size_t i = 0; i < l.n_open; i++)
        if (!l.seen[i])
            store_alarm_mend(in->store, l.open[i].id, in->now_s);
    store_alarm_looked(in->store, in->now_s);
    st = store_commit(in->store, err);
    *n_new = l.n_new;
    return st;
}
