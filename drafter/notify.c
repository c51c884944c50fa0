/* notify.c - see notify.h. */
#include "notify.h"

#include "alarm.h"
#include "mail.h"
#include "mailtext.h"
#include "webhook.h"

#define TAKEN_S ((int64_t)120) /* a delivery is somebody's for so long: more than its timeout */

static void
count_failure(struct notify_report *r, const char *what, const char *why)
{
    r->failed++;
    (void)err_set(&r->last_fail, ST_NET, "%s: %s", what, why); /* for its text */
}

/* ---- alarms by mail ---- */

static void
write_alarms(const struct notify_in *in, const struct store_alarm *v, size_t n, struct buf *b)
{
    for (size_t i = n; i-- > 0;) { /* the first one first */
        if (v[i].told_s != 0)
            continue;
        buf_addf(b, "%.*s: %.*s: %.*s\n", TEXT_ARG(v[i].department), TEXT_ARG(v[i].kind),
                 TEXT_ARG(v[i].text));
        if (in->config->serve.base != NULL)
            buf_addf(b, "  %s/%.*s\n", in->config->serve.base, TEXT_ARG(v[i].link));
    }
}

/* To all of them; ST_OK: somebody has it. */
static enum status
mail_body(const struct notify_in *in, struct mail *m, struct text body, int64_t first_id, int n,
          struct notify_report *r)
{
    const struct mail_config *c = &in->config->mail;
    enum status st = ST_NET;

    for (size_t i = 0; i < c->alarms.n; i++) {
        struct mailtext t = {
            .from = text_of(c->from), .to = c->alarms.v[i], .body = body, .date_s = in->now_s
        };
        struct err why = { "" };
        struct buf b;

        t.subject =
            text_of(arena_printf(in->arena, "Earshot: %d new alarm%s", n, n == 1 ? "" : "s"));
        t.id = text_of(arena_printf(in->arena, "alarm-%lld-%zu@%.*s", (long long)first_id, i,
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
    return st;
}

static enum status
mail_alarms(const struct notify_in *in, struct notify_report *r, struct err *err)
{
    struct store_alarm *v;
    size_t n = store_alarm_list(in->store, true, in->arena, &v);
    int64_t last_id = 0;
    struct mail *m = NULL;
    struct buf b;
    int n_new = 0;
    enum status st;

    for (size_t i = n; i-- > 0;)
        if (v[i].told_s == 0) {
            n_new++;
            last_id = v[i].id;
        }
    if (n_new == 0 || in->config->mail.alarms.n == 0)
        return ST_OK;
    st = mail_new(&in->config->mail, in->config->dir, &m, err);
    if (st != ST_OK)
        return st;
    buf_init(&b, BUF_PAGE);
    write_alarms(in, v, n, &b);
    if (mail_body(in, m, buf_text(&b), last_id, n_new, r) == ST_OK) {
        store_begin(in->store);
        for (size_t i = 0; i < n; i++)
            if (v[i].told_s == 0)
                store_alarm_told(in->store, v[i].id, in->now_s);
        st = store_commit(in->store, err);
    }
    buf_release(&b);
    mail_free(m);
    return st;
}

/* ---- webhooks ---- */

static void
add_news(const struct notify_in *in, const struct webhook_config *w)
{
    for (int e = 0; e < WEBHOOK_EVENTS; e++) {
        struct store_webhook_event *v;
        size_t n;

        if (!webhook_event_in(w->events, (enum webhook_event)e))
            continue;
        n = store_webhook_news(in->store, w->key, (enum webhook_event)e, in->now_s, in->arena, &v);
        for (size_t i = 0; i < n; i++)
            store_webhook_add(
                in->store, w->key, (enum webhook_event)e, v[i].object,
                webhook_body((enum webhook_event)e, &v[i], in->config->serve.base, in->arena),
                in->now_s);
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

static enum status
deliver(const struct notify_in *in, const struct webhook_call *call, struct notify_report *r,
        struct err *err)
{
    const struct store_webhook_row *row = call->row;
    int64_t status = 0, delay_s;
    struct err why = { "" };
    enum status st = ST_OK, sent = ST_NET;
    bool mine;

    store_begin(in->store);
    mine = store_webhook_take(in->store, row->id, in->now_s, in->now_s + TAKEN_S);
    st = store_commit(in->store, err);
    if (st != ST_OK || !mine)
        return st;
    if (call->to != NULL)
        sent = webhook_send(call, &status, &why);
    else
        (void)err_set(&why, ST_CONFIG, "it is not configured any more");
    delay_s = call->to != NULL ? webhook_delay_s(row->tries + 1) : 0;
    store_begin(in->store);
    if (sent == ST_OK)
        store_webhook_tried(in->store, row->id, in->now_s, status, "told", 0);
    else
        store_webhook_tried(
            in->store, row->id, in->now_s, status,
            arena_printf(in->arena, "%s%s", delay_s > 0 ? "" : "given up: ", why.msg),
            delay_s > 0 ? in->now_s + delay_s : 0);
    if (sent == ST_OK)
        r->told++;
    else
        count_failure(r, arena_printf(in->arena, "webhook %.*s", TEXT_ARG(row->webhook)), why.msg);
    return store_commit(in->store, err);
}

static enum status
deliver_due(const struct notify_in *in, struct notify_report *r, struct err *err)
{
    const struct text_list *l = &in->config->crawler.allow_address;
    struct guard_range *allow = arena_alloc(in->arena, (l->n + 1) * sizeof(*allow));
    struct webhook_call call = { .dir = in->config->dir,
                                 .ca_file = in->config->crawler.ca_file,
                                 .allow = allow,
                                 .now_s = in->now_s };
    struct store_webhook_row *v;
    size_t n = store_webhook_list(in->store, true, in->now_s, in->arena, &v);
    enum status st = store_check(in->store, err);

    for (size_t i = 0; i < l->n; i++)
        call.n_allow += guard_range_parse(l->v[i], &allow[call.n_allow], NULL) == ST_OK;
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
    const struct alarm_in ai = { in->store, in->arena, in->config, in->now_s };
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
