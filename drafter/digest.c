/* digest.c - see digest.h. */
#include "digest.h"

#include <jansson.h>
#include <time.h>

#include "config_sync.h"
#include "health.h"
#include "store_digest.h"
#include "store_queue.h"

#define SHOWN_BYTES 300 /* of a question; they are sentences */
#define MS_PER_S    1000
#define S_PER_DAY   86400

/* Sums over the departments, for the subject. */
struct totals {
    int64_t waiting, gaps, unwell, alarms;
};

const char *
digest_wanted(const struct store_account *who)
{
    static const char *const all[] = { "daily", "weekly" };
    json_t *o = json_loadb(who->settings.p, who->settings.n, 0, NULL);
    struct text wanted = text_of(json_string_value(json_object_get(o, "digest")));
    const char *ret = "none";

    for (size_t i = 0; i < N_ELEMENTS(all); i++)
        if (text_is(wanted, all[i]))
            ret = all[i];
    json_decref(o);
    return ret;
}

const char *
digest_period(const struct digest_in *in, bool weekly)
{
    const struct timetable *t = in->config->mail.digest_timetable;
    time_t local = in->day != NULL
                       ? (time_t)(*in->day * S_PER_DAY)
                       : (time_t)(in->now_s + (t != NULL ? zone_offset(t->zone, in->now_s) : 0));
    char z[sizeof("2026-11-22")] = "";
    struct tm tm;

    if (gmtime_r(&local, &tm) != NULL)
        (void)strftime(z, sizeof(z), weekly ? "%G-W%V" : "%Y-%m-%d", &tm); /* it fits */
    if (in->only == NULL)
        return arena_str(in->arena, text_of(z));
    return arena_printf(in->arena, "%s/%lld", z,
                        (long long)config_department_id(in->store, in->only->key));
}

static bool
has_role(const struct store_account *who, int64_t department_id, bool reads)
{
    for (size_t i = 0; i < who->n_roles; i++)
        if ((who->roles[i].department_id == 0 || who->roles[i].department_id == department_id) &&
            (!reads || !text_is(who->roles[i].role, "operator")))
            return true;
    return false;
}

static void
add_link(const struct digest_in *in, const char *what, int64_t id, struct buf *b)
{
    if (in->config->serve.base != NULL)
        buf_addf(b, "  %s/%s/%lld\n", in->config->serve.base, what, (long long)id);
}

/* "13 wait for a decision: 8 machine, 3 edited, 2 alarms. Besides: 5 gap, 2 parked." */
static void
add_counts(const int64_t counts[STORE_QUEUE_COUNTS], struct totals *t, struct buf *b)
{
    static const enum store_queue_state others[] = {
        STORE_QUEUE_APPROVED, STORE_QUEUE_OPEN,        STORE_QUEUE_GAP,
        STORE_QUEUE_PARKED,   STORE_QUEUE_HANDED_OVER, STORE_QUEUE_NEEDS_PAGE
    };
    int64_t n = store_queue_decidable(counts), alarms = counts[STORE_QUEUE_ALARMS];
    const char *sep = ": ";

    t->waiting += n;
    buf_addf(b, "%lld wait%s for a decision", (long long)n, n == 1 ? "s" : "");
    for (int i = 0; i < STORE_QUEUE_STATES; i++)
        if ((STORE_QUEUE_DECIDABLE >> i & 1) != 0 && counts[i] > 0) {
            buf_addf(b, "%s%lld %s", sep, (long long)counts[i],
                     store_queue_state_name((enum store_queue_state)i));
            sep = ", ";
        }
    if (alarms > 0)
        buf_addf(b, "%s%lld alarm%s", sep, (long long)alarms, alarms == 1 ? "" : "s");
    sep = ". Besides: ";
    for (size_t i = 0; i < N_ELEMENTS(others); i++) {
        int64_t other = counts[others[i]] - (others[i] == STORE_QUEUE_GAP ? alarms : 0);

        if (other <= 0)
            continue;
        buf_addf(b, "%s%lld %s", sep, (long long)other, store_queue_state_name(others[i]));
        sep = ", ";
    }
    buf_add_str(b, ".\n");
}

static size_t
add_rows(const struct digest_in *in, const struct store_queue_query *q, const char *title,
         struct buf *b)
{
    struct store_queue_row *v;
    size_t n = store_queue_page(in->store, q, in->arena, &v);

    if (n > 0)
        buf_addf(b, "\n%s\n", title);
    for (size_t i = 0; i < n; i++) {
        buf_addf(b, "- %.*s", TEXT_ARG(text_sub(v[i].question, 0, SHOWN_BYTES)));
        if (v[i].escalation.n > 0)
            buf_addf(b, " [alarm: %.*s]", TEXT_ARG(v[i].escalation));
        buf_addf(b, " (%s, %.*s, asked %lld time%s)\n", store_queue_state_name(v[i].state),
                 TEXT_ARG(v[i].tone), (long long)v[i].times_asked,
                 v[i].times_asked == 1 ? "" : "s");
        add_link(in, "g", v[i].group_id, b);
    }
    return n;
}

static void
add_gaps(const struct digest_in *in, int64_t department_id, struct totals *t, struct buf *b)
{
    struct store_digest_gap *v;
    size_t n;
    int64_t all = store_digest_gaps(in->store, department_id, in->since_s, in->arena, &v, &n);

    t->gaps += all;
    if (n == 0)
        return;
    buf_addf(b, "\nNew gaps, which no page answers: %lld\n", (long long)all);
    for (size_t i = 0; i < n; i++) {
        buf_addf(b, "- %.*s (%.*s)\n", TEXT_ARG(text_sub(v[i].question, 0, SHOWN_BYTES)),
                 TEXT_ARG(text_sub(v[i].why, 0, SHOWN_BYTES)));
        add_link(in, "g", v[i].group_id, b);
    }
}

static void
add_sources(const struct digest_in *in, int64_t department_id, struct totals *t, struct buf *b)
{
    struct health_in hi = { .store = in->store,
                            .arena = in->arena,
                            .now_ms = in->now_s * MS_PER_S,
                            .silent_days = in->config->crawler.silent_days };
    struct store_source *v;
    size_t n = store_run_sources(in->store, in->arena, &v);
    struct health *h = health_of(&hi, v, n);
    bool first = true;

    for (size_t i = 0; i < n; i++) {
        if (v[i].department_id != department_id || !h[i].alarm)
            continue;
        buf_addf(b, "%s- %.*s: %s: %s\n", first ? "\nSources that somebody should look at\n" : "",
                 TEXT_ARG(v[i].key), h[i].state, h[i].reason);
        add_link(in, "sources", v[i].id, b);
        first = false;
        t->unwell++;
    }
}

static void
add_department(const struct digest_in *in, const struct store_account *who,
               const struct department_config *d, struct totals *t, struct buf *b)
{
    int64_t id = config_department_id(in->store, d->key), counts[STORE_QUEUE_COUNTS];
    struct store_queue_query q = { .department_id = id,
                                   .now_s = in->now_s,
                                   .limit = STORE_DIGEST_ROWS };

    if (id == 0 || !has_role(who, id, false))
        return;
    buf_addf(b, "%s== %s ==\n", b->n > 0 ? "\n\n" : "", d->name);
    if (has_role(who, id, true)) {
        store_queue_count(in->store, &q, counts);
        add_counts(counts, t, b);
        if (in->config->serve.base != NULL)
            buf_addf(b, "  %s/q/%s\n", in->config->serve.base, d->key);
        q.states = STORE_QUEUE_ANY &
                   ~(STORE_QUEUE_IN(REJECTED) | STORE_QUEUE_IN(WITHDRAWN) | STORE_QUEUE_IN(POSTED));
        q.alarms = true;
        t->alarms += (int64_t)add_rows(in, &q, "Alarms: a person must see these", b);
        q.alarms = false;
        q.states = STORE_QUEUE_WAITING & ~STORE_QUEUE_IN(STALE);
        (void)add_rows(in, &q, "The riskiest first", b); /* how many is said above */
        q.states = STORE_QUEUE_IN(STALE);
        (void)add_rows(in, &q, "Answers that do not hold any more", b); /* the same */
        add_gaps(in, id, t, b);
    }
    add_sources(in, id, t, b);
}

bool
digest_write(const struct digest_in *in, const struct store_account *who, struct buf *subject,
             struct buf *body)
{
    struct totals t = { 0 };

    for (size_t i = 0; i < in->config->n_departments; i++)
        if (in->only == NULL || in->only == &in->config->departments[i])
            add_department(in, who, &in->config->departments[i], &t, body);
    buf_addf(subject, "Earshot: %lld to decide, %lld new gap%s", (long long)t.waiting,
             (long long)t.gaps, t.gaps == 1 ? "" : "s");
    if (t.alarms > 0)
        buf_addf(subject, ", %lld alarm%s", (long long)t.alarms, t.alarms == 1 ? "" : "s");
    if (t.unwell > 0)
        buf_addf(subject, ", %lld source%s unwell", (long long)t.unwell, t.unwell == 1 ? "" : "s");
    buf_addf(body, "\n-- \nYou get this because %s.",
             in->by_hand ? "somebody had it sent to you, this once" : "your profile asks for it");
    if (in->config->serve.base != NULL)
        buf_addf(body, " To %s: %s/profile", in->by_hand ? "get one regularly" : "change that",
                 in->config->serve.base);
    buf_add_str(body, "\n");
    return t.waiting + t.gaps + t.unwell + t.alarms > 0;
}
