/* notify.c - see notify.h. */
#include "notify.h"

#include <xxhash.h>

#include "alarm.h"
#include "mail.h"
#include "mailtext.h"
#include "secret.h"
#include "webhook.h"

#define TAKEN_S  ((int64_t)120) /* a delivery is somebody's for so long: more than its timeout */
#define SPARE_S  60             /* so much longer than its timeout a mail is */
#define MS_PER_S 1000

static void
count_failure(struct notify_report *r, const char *what, const char *why)
{
    r->failed++;
    (void)err_set(&r->last_fail, ST_NET, "%s: %s", what, why); /* for its text */
}

/* ---- alarms by mail ---- */

/* What one address is told in one mail: what is new and what is over, the latest first. */
struct alarm_mail {
    struct store_alarm *v;
    size_t n;
    int n_new, n_over;
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
    for (size_t i = am->n; i-- > 0;)
        if (am->v[i].mended_s == 0)
            write_alarm(in, &am->v[i], b);
    if (am->n_over > 0)
        buf_addf(b, "%sMended:\n", b->n > 0 ? "\n" : "");
    for (size_t i = am->n; i-- > 0;)
        if (am->v[i].mended_s > 0)
            write_alarm(in, &am->v[i], b);
}

static const char *
alarm_subject(const struct notify_in *in, const struct alarm_mail *am)
{
    if (am->n_new == 0)
        return arena_printf(in->arena, "Earshot: %d alarm%s mended", am->n_over,
                            am->n_over == 1 ? "" : "s");
    return arena_printf(in->arena, "Earshot: %d new alarm%s%s", am->n_new,
                        am->n_new == 1 ? "" : "s",
                        am->n_over > 0 ? arena_printf(in->arena, ", %d mended", am->n_over) : "");
}

/* The same for the same alarms to the same address: a mail that comes twice is one to a mailbox. */
static const char *
alarm_message_id(const struct notify_in *in, const struct alarm_mail *am, struct text to,
                 struct text body)
{
    return arena_printf(
        in->arena, "%s-%lld-%016llx@%.*s", am->n_new > 0 ? "alarm" : "mended",
        (long long)am->v[am->n - 1].id,
        (unsigned long long)XXH3_64bits_withSeed(body.p, body.n, XXH3_64bits(to.p, to.n)),
        TEXT_ARG(text_after(text_of(in->config->mail.from), '@')));
}

static enum status
send_alarms(const struct notify_in *in, struct mail *m, const struct alarm_mail *am, struct text to,
            struct err *err)
{
    struct mailtext t = { .from = text_of(in->config->mail.from),
                          .to = to,
                          .subject = text_of(alarm_subject(in, am)),
                          .date_s = clock_now_s(in->clock) };
    struct buf body, b;
    enum status st;

    buf_init(&body, BUF_PAGE);
    buf_init(&b, BUF_PAGE);
    write_alarms(in, am, &body);
    t.body = buf_text(&body);
    t.id = text_of(alarm_message_id(in, am, to, t.body));
    mailtext_write(&t, &b);
    st = mail_send(m, to, buf_text(&b), err);
    buf_release(&body);
    buf_release(&b);
    return st;
}

/* What is owed, and from now on is on its way; the server is looked for when there is something. */
static enum status
begin_alarms(const struct notify_in *in, struct text to, struct mail **m, struct alarm_mail *ret,
             struct err *err)
{
    int64_t now_s = clock_now_s(in->clock),
            until_s = now_s + in->config->mail.timeout_ms / MS_PER_S + SPARE_S;
    enum status st = ST_OK;

    store_begin(in->store);
    ret->n = store_alarm_owed(in->store, to, now_s, in->arena, &ret->v);
    if (ret->n > 0 && *m == NULL)
        st = mail_new(&in->config->mail, in->config->dir, m, err);
    if (st != ST_OK) {
        store_rollback(in->store);
        return st;
    }
    for (size_t i = 0; i < ret->n; i++) {
        store_alarm_begin(in->store, &ret->v[i], to, until_s);
        ret->n_over += ret->v[i].mended_s > 0;
        ret->n_new += ret->v[i].mended_s == 0;
    }
    return store_commit(in->store, err);
}

static enum status
end_alarms(const struct notify_in *in, const struct alarm_mail *am, struct text to, bool sent,
           struct err *err)
{
    int64_t now_s = clock_now_s(in->clock);

    store_begin(in->store);
    for (size_t i = 0; i < am->n; i++)
        if (sent)
            store_alarm_told(in->store, &am->v[i], to, now_s);
        else
            store_alarm_refused(in->store, &am->v[i], to,
                                now_s + notify_delay_s(am->v[i].tries + 1));
    return store_commit(in->store, err);
}

int64_t
notify_delay_s(int64_t tries)
{
    static const int64_t delays_s[] = { 0, 0, 300, 900, 3600 };
    size_t i = tries > 0 ? (size_t)tries - 1 : 0;

    return delays_s[i < N_ELEMENTS(delays_s) ? i : N_ELEMENTS(delays_s) - 1];
}

/* Each address for itself: who is refused neither keeps others from being told nor tells them
 * twice. */
static enum status
mail_alarms(const struct notify_in *in, struct notify_report *r, struct err *err)
{
    const struct text_list *all = &in->config->mail.alarms;
    struct mail *m = NULL;
    enum status st = ST_OK;

    for (size_t i = 0; i < all->n && st == ST_OK; i++) {
        struct alarm_mail am = { 0 };
        struct err why = { "" };
        enum status sent;

        st = begin_alarms(in, all->v[i], &m, &am, err);
        if (st != ST_OK || am.n == 0)
            continue;
        sent = send_alarms(in, m, &am, all->v[i], &why);
        if (sent != ST_OK)
            count_failure(r, all->v[i].p, why.msg);
        else if (am.n_over > r->over)
            r->over = am.n_over;
        r->mails += sent == ST_OK;
        st = end_alarms(in, &am, all->v[i], sent == ST_OK, err);
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

static enum status
tell_webhooks(const struct notify_in *in, struct notify_report *r, struct err *err)
{
    enum status st;

    store_begin(in->store);
    for (size_t i = 0; i < in->config->n_webhooks; i++)
        add_news(in, &in->config->webhooks[i]);
    st = store_commit(in->store, err);
    return st == ST_OK ? deliver_due(in, r, err) : st;
}

enum status
notify_run(const struct notify_in *in, struct notify_report *r, struct err *err)
{
    const struct alarm_in ai = { in->store, in->arena, in->config, clock_now_s(in->clock) };
    enum status mailed, st = alarm_look(&ai, &r->alarms, err);
    struct err other = { "" };

    if (st != ST_OK)
        return st;
    mailed = mail_alarms(in, r, err);
    st = tell_webhooks(in, r, mailed == ST_OK ? err : &other);
    return mailed != ST_OK ? mailed : st;
}
