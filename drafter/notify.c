/* notify.c - see notify.h. */
#include "notify.h"

#include "alarm.h"
#include "mail.h"
#include "mailtext.h"
#include "secret.h"
#include "webhook.h"

#define TAKEN_S ((int64_t)120) /* a delivery is somebody's for so long: more than its timeout */

static void
count_failure(struct notify_report *r, const char *what, const char *why)
{
    r->failed++;
    (void)err_set(&r->last_fail, ST_NET, "%s: %s", what, why); /* for its text */
}

/* ---- alarms by mail ---- */

struct alarm_mail {
    struct store_alarm *open, *over;
    size_t n_open, n_over;
    int64_t first_id;
    int n_new;
};

static void
write_alarm(const struct notify_in *in, const struct store_alarm *x, struct buf *b)
{
    buf_addf(b, "%.*s: %.*s: %.*s\n", TEXT_ARG(x->department), TEXT_ARG(x->kind),
             TEXT_ARG(x->text));
    if (in->config->serve.base != NULL)
        buf_addf(b, "  %s/%.*s\n", in->config->serve.base, TEXT_ARG(x->link));
}

/* What is new, then what is over; the first one first. */
static void
write_alarms(const struct notify_in *in, const struct alarm_mail *am, struct buf *b)
{
    for (size_t i = am->n_open; i-- > 0;)
        if (am->open[i].told_s == 0)
            write_alarm(in, &am->open[i], b);
    if (am->n_over > 0)
        buf_addf(b, "%sMended:\n", b->n > 0 ? "\n" : "");
    for (size_t i = am->n_over; i-- > 0;)
        write_alarm(in, &am->over[i], b);
}

static const char *
alarm_subject(const struct notify_in *in, const struct alarm_mail *am)
{
    if (am->n_new == 0)
        return arena_printf(in->arena, "Earshot: %zu alarm%s mended", am->n_over,
                            am->n_over == 1 ? "" : "s");
    return arena_printf(in->arena, "Earshot: %d new alarm%s%s", am->n_new,
                        am->n_new == 1 ? "" : "s",
                        am->n_over > 0 ? arena_printf(in->arena, ", %zu mended", am->n_over) : "");
}

/* To all of them; ST_OK: somebody has it. */
static enum status
mail_body(const struct notify_in *in, struct mail *m, const struct alarm_mail *am,
          struct notify_report *r)
{
    const struct mail_config *c = &in->config->mail;
    enum status st = ST_NET;
    struct buf body;

    buf_init(&body, BUF_PAGE);
    write_alarms(in, am, &body);
    for (size_t i = 0; i < c->alarms.n; i++) {
        struct mailtext t = { .from = text_of(c->from),
                              .to = c->alarms.v[i],
                              .body = buf_text(&body),
                              .date_s = clock_now_s(in->clock) };
        struct err why = { "" };
        struct buf b;

        t.subject = text_of(alarm_subject(in, am));
        t.id = text_of(arena_printf(in->arena, "%s-%lld-%zu@%.*s",
                                    am->n_new > 0 ? "alarm" : "mended", (long long)am->first_id, i,
                                    TEXT_ARG(text_after(text_of(c->from), '@'))));
        buf_init(&b, BUF_PAGE);
        mailtext_write(&t, &b);
        if (mail_send(m, t.to, buf_text(&b), &why) == ST_OK) {
            r->mails++;
            st = ST_OK;
        } else {
            count_failure(r, c->alarms.v[i].p, why.msg);
        }
        buf_release(&b);
    }
    buf_release(&body);
    return st;
}

static enum status
note_told(const struct notify_in *in, const struct alarm_mail *am, struct err *err)
{
    int64_t now_s = clock_now_s(in->clock);

    store_begin(in->store);
    for (size_t i = 0; i < am->n_open; i++)
        if (am->open[i].told_s == 0)
            store_alarm_told(in->store, am->open[i].id, now_s);
    for (size_t i = 0; i < am->n_over; i++)
        store_alarm_told_over(in->store, am->over[i].id, now_s);
    return store_commit(in->store, err);
}

static enum status
mail_alarms(const struct notify_in *in, struct notify_report *r, struct err *err)
{
    struct alarm_mail am = { 0 };
    struct mail *m = NULL;
    enum status st;

    if (in->config->mail.alarms.n == 0)
        return ST_OK;
    am.n_open = store_alarm_list(in->store, true, in->arena, &am.open);
    am.n_over = store_alarm_over(in->store, in->arena, &am.over);
    if (am.n_over > 0)
        am.first_id = am.over[am.n_over - 1].id;
    for (size_t i = am.n_open; i-- > 0;)
        if (am.open[i].told_s == 0 && am.n_new++ == 0)
            am.first_id = am.open[i].id;
    if (am.n_new + am.n_over == 0)
        return store_check(in->store, err);
    st = mail_new(&in->config->mail, in->config->dir, &m, err);
    if (st == ST_OK && mail_body(in, m, &am, r) == ST_OK) {
        r->over = (int)am.n_over;
        st = note_told(in, &am, err);
    }
    mail_free(m);
    return st;
}

/* ---- webhooks ---- */

static void
add_news(const struct notify_in *in, const struct webhook_config *w)
{
    int64_t now_s = clock_now_s(in->clock);

    for (int e = 0; e < WEBHOOK_EVENTS; e++) {
        struct store_webhook_event *v;
        size_t n;

        if (!webhook_event_in(w->events, (enum webhook_event)e))
            continue;
        n = store_webhook_news(in->store, w->key, (enum webhook_event)e, now_s, in->arena, &v);
        for (size_t i = 0; i < n; i++)
            store_webhook_add(
                in->store, w->key, (enum webhook_event)e, v[i].object,
                webhook_body((enum webhook_event)e, &v[i], in->config->serve.base, in->arena),
                now_s);
    }
}

static const struct webhook_config *
webhook_of(const struct config *c, struct text key)
{
    for (size_t i = 0; i < c->n_webhooks; i++)
        if (text_is(key, c->webhooks[i].key))
            return &c->webhooks[i];
    return NULL;
}

/* What is due is due by the clock of now, not of when the look began: the ones before may have
 * taken minutes, and what is signed says when. */
static enum status
take(const struct notify_in *in, const struct webhook_call *call, bool *mine, struct err *err)
{
    store_begin(in->store);
    *mine = store_webhook_take(in->store, call->row->id, call->now_s, call->now_s + TAKEN_S);
    return store_commit(in->store, err);
}

static enum status
note(const struct notify_in *in, const struct webhook_call *call, enum status sent, int64_t status,
     const char *why, struct err *err)
{
    const struct store_webhook_row *row = call->row;
    int64_t now_s = clock_now_s(in->clock),
            delay_s = call->to != NULL ? webhook_delay_s(row->tries + 1) : 0;

    store_begin(in->store);
    if (sent == ST_OK)
        store_webhook_tried(in->store, row->id, now_s, status, "told", 0);
    else
        store_webhook_tried(in->store, row->id, now_s, status,
                            arena_printf(in->arena, "%s%s", delay_s > 0 ? "" : "given up: ", why),
                            delay_s > 0 ? now_s + delay_s : 0);
    if (sent != ST_OK && status == 0 && call->to != NULL) /* nobody there: the others wait, too */
        store_webhook_defer(in->store, row->webhook, now_s, now_s + webhook_delay_s(1));
    return store_commit(in->store, err);
}

static enum status
deliver(const struct notify_in *in, struct webhook_call *call, struct notify_report *r,
        struct err *err)
{
    const struct store_webhook_row *row = call->row;
    enum status st, sent = ST_NET;
    struct err why = { "" };
    int64_t status = 0;
    bool mine = false;

    call->now_s = clock_now_s(in->clock);
    st = take(in, call, &mine, err);
    if (st != ST_OK || !mine)
        return st;
    if (call->to != NULL)
        sent = webhook_send(call, &status, &why);
    else
        (void)err_set(&why, ST_CONFIG, "it is not configured any more");
    if (sent == ST_OK)
        r->told++;
    else
        count_failure(r, arena_printf(in->arena, "webhook %.*s", TEXT_ARG(row->webhook)), why.msg);
    return note(in, call, sent, status, why.msg, err);
}

static enum status
deliver_due(const struct notify_in *in, struct notify_report *r, struct err *err)
{
    const struct text_list *l = &in->config->crawler.allow_address;
    struct guard_range *allow = arena_alloc(in->arena, (l->n + 1) * sizeof(*allow));
    struct webhook_call call = { .dir = in->config->dir,
                                 .ca_file = in->config->crawler.ca_file,
                                 .allow = allow };
    struct store_webhook_row *v;
    size_t n = store_webhook_list(in->store, true, clock_now_s(in->clock), in->arena, &v);
    enum status st = store_check(in->store, err);

    for (size_t i = 0; i < l->n; i++)
        call.n_allow += guard_range_parse(l->v[i], &allow[call.n_allow], NULL) == ST_OK;
    for (size_t i = 0; i < in->config->n_webhooks && n > 0; i++)
        secret_warn(in->config->dir, in->config->webhooks[i].secret_file);
    for (size_t i = 0; i < n && st == ST_OK; i++) {
        call.row = &v[i];
        call.to = webhook_of(in->config, v[i].webhook);
        st = deliver(in, &call, r, err);
    }
    return st;
}

enum status
notify_run(const struct notify_in *in, struct notify_report *r, struct err *err)
{
    const struct alarm_in ai = { in->store, in->arena, in->config, clock_now_s(in->clock) };
    enum status st = alarm_look(&ai, &r->alarms, err);

    if (st == ST_OK)
        st = mail_alarms(in, r, err);
    if (st != ST_OK)
        return st;
    store_begin(in->store);
    for (size_t i = 0; i < in->config->n_webhooks; i++)
        add_news(in, &in->config->webhooks[i]);
    st = store_commit(in->store, err);
    return st == ST_OK ? deliver_due(in, r, err) : st;
}
