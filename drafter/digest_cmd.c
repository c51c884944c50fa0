/* digest_cmd.c - earshot digest: a mail for each person who wants one. */
#include <string.h>

#include "commands.h"
#include "digest.h"
#include "log.h"
#include "mail.h"
#include "mailtext.h"
#include "store_digest.h"

#define DAY_S  86400
#define WEEK_S (7 * DAY_S)

struct options {
    const char *to;
    bool daily, weekly, due;
};

/* clang-format off */
#define AT(field) offsetof(struct options, field)
static const struct option rows[] = {
    { .name = "to", .type = OPTION_TEXT, .offset = AT(to), .arg = "NAME", .help = "this person only, whatever their profile says" },
    { .name = "daily", .type = OPTION_FLAG, .offset = AT(daily), .help = "only who wants one every day" },
    { .name = "weekly", .type = OPTION_FLAG, .offset = AT(weekly), .help = "only who wants one every week" },
    { .name = "due", .type = OPTION_FLAG, .offset = AT(due), .help = "only when [mail] digest says so" },
};
#undef AT
/* clang-format on */

struct sending {
    struct cmd_env *env;
    struct digest_in in;
    struct mail *mail; /* NULL: a dry run */
    int sent, failed, empty, printed;
};

static bool
is_wanted(const struct options *o, const struct store_account *who, bool *weekly)
{
    const char *wanted = digest_wanted(who);

    *weekly = strcmp(wanted, "weekly") == 0 || (o->weekly && !o->daily);
    if (who->disabled || who->mail.n == 0)
        return false;
    if (o->to != NULL)
        return text_is(who->name, o->to);
    if (strcmp(wanted, "none") == 0)
        return false;
    return o->daily == o->weekly || o->weekly == (strcmp(wanted, "weekly") == 0);
}

static const char *
message_id(const struct sending *s, const struct store_account *who, const char *period)
{
    struct text from = text_of(s->env->config->mail.from);

    return arena_printf(s->env->arena, "digest-%lld-%s-%lld@%.*s", (long long)who->id, period,
                        (long long)who->created_s,
                        TEXT_ARG(from.n > 0 ? text_after(from, '@') : TEXT_LIT("localhost")));
}

/* The mail leaves between two transactions (store_digest.h says what a kill there means). */
static enum status
send_one(struct sending *s, const struct store_account *who, const char *period,
         const struct mailtext *m, bool empty, struct err *err)
{
    struct store_digest d = { who->id, text_of(period), m->id };
    struct store *store = s->env->store;
    struct err why = { "" };
    struct buf b;
    int64_t id;
    enum status st, sent = ST_OK;

    store_begin(store);
    id = store_digest_begin(store, &d, s->in.now_s);
    st = store_commit(store, err);
    if (st != ST_OK || id == 0)
        return st;
    if (!empty) {
        buf_init(&b, BUF_PAGE);
        mailtext_write(m, &b);
        sent = mail_send(s->mail, m->to, buf_text(&b), &why);
        buf_release(&b);
    }
    store_begin(store);
    if (sent == ST_OK)
        store_digest_sent(store, id, s->in.now_s, empty ? "nothing to say" : NULL);
    else
        store_digest_failed(store, id, why.msg);
    s->sent += sent == ST_OK && !empty;
    s->empty += empty;
    if (sent != ST_OK) {
        s->failed++;
        log_warn("digest for %.*s: %s", TEXT_ARG(who->name), why.msg);
    }
    return store_commit(store, err);
}

static enum status
for_one(struct sending *s, const struct store_account *who, bool weekly, struct err *err)
{
    const char *period = digest_period(&s->in, weekly);
    const struct store_digest log = { who->id, text_of(period), TEXT_NONE };
    struct buf subject, body;
    struct mailtext m;
    enum status st;
    bool empty;

    if (s->mail != NULL && !store_digest_waits(s->env->store, &log, s->in.now_s))
        return ST_OK;
    buf_init(&subject, BUF_SMALL);
    buf_init(&body, BUF_PAGE);
    s->in.by_hand = strcmp(digest_wanted(who), "none") == 0;
    s->in.since_s = s->in.now_s - (weekly ? WEEK_S : DAY_S);
    empty = !digest_write(&s->in, who, &subject, &body);
    m = (struct mailtext){ .from = text_of(s->env->config->mail.from),
                           .to = who->mail,
                           .to_name = who->full_name,
                           .subject = buf_text(&subject),
                           .body = buf_text(&body),
                           .id = text_of(message_id(s, who, period)),
                           .date_s = s->in.now_s };
    st = store_check(s->env->store, err);
    if (st == ST_OK && !mailtext_is_address(who->mail)) {
        log_warn("digest for %.*s: %.*s is no mail address", TEXT_ARG(who->name),
                 TEXT_ARG(who->mail));
        s->failed++;
    } else if (st == ST_OK && s->mail == NULL) {
        fprintf(s->env->out, "To: %.*s\nSubject: %.*s\n\n%.*s\n", TEXT_ARG(who->mail),
                TEXT_ARG(m.subject), TEXT_ARG(m.body));
        s->printed++;
    } else if (st == ST_OK) {
        st = send_one(s, who, period, &m, empty, err);
    }
    buf_release(&subject);
    buf_release(&body);
    return st;
}

/* Has the moment of a slot come?  The digest is that day's, even if midnight has passed since. */
static bool
is_due(const struct cmd_env *env, int64_t now_s, int64_t *day)
{
    const struct timetable *t = env->config->mail.digest_timetable;
    struct timetable_slot s;

    if (t == NULL)
        return false;
    s = timetable_last(t, TEXT_LIT("digest"), now_s);
    *day = s.day;
    return now_s - s.at_s < DAY_S / 2; /* a digest of this morning is not worth much at night */
}

static enum status
send_all(struct sending *s, struct err *err)
{
    const struct options *o = s->env->options;
    struct store_account *v;
    size_t n = store_account_list(s->env->store, s->env->arena, &v);
    enum status st = store_check(s->env->store, err);
    bool found = false;

    for (size_t i = 0; i < n && st == ST_OK && !cmd_stop(); i++) {
        bool weekly;

        if (!is_wanted(o, &v[i], &weekly))
            continue;
        found = true;
        st = for_one(s, &v[i], weekly, err);
    }
    if (st == ST_OK && !found && o->to != NULL)
        return err_set(err, ST_NOTFOUND, "nobody of the name \"%.80s\" has a mail address", o->to);
    return st;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct options *o = env->options;
    struct sending s = { .env = env,
                         .in = { .store = env->store,
                                 .arena = env->arena,
                                 .config = env->config,
                                 .now_s = clock_now_s(env->clock) } };
    enum status st = cmd_department(env, &s.in.only, err);
    int64_t day;

    if (st != ST_OK || (o->due && !is_due(env, s.in.now_s, &day)))
        return st;
    s.in.day = o->due ? &day : NULL;
    if (env->config->mail.server == NULL && !env->common->dry_run)
        return err_set(err, ST_CONFIG, "[mail] server is missing in earshot.ini");
    if (!env->common->dry_run)
        st = mail_new(&env->config->mail, env->config->dir, &s.mail, err);
    if (st == ST_OK)
        st = send_all(&s, err);
    if (st == ST_OK && s.mail == NULL && s.printed == 0)
        log_info("nobody's profile asks for one now (--to NAME prints one all the same)");
    if (st == ST_OK && s.mail != NULL && (!o->due || s.sent + s.failed > 0))
        log_info("%d sent, %d with nothing to say, %d failed", s.sent, s.empty, s.failed);
    mail_free(s.mail);
    if (st == ST_OK && s.failed > 0)
        return err_set(err, ST_PARTIAL, "%d digest%s not sent: run it again", s.failed,
                       s.failed == 1 ? "" : "s");
    return st;
}

const struct cmd digest_cmd = {
    .name = "digest",
    .summary = "mail people what waits, what is new and what is wrong",
    .help = "One mail for each person whose profile asks for one and who has a mail address: what\n"
            "waits in their departments, the riskiest first, new gaps, answers that do not hold\n"
            "any more, sources that are unwell, with links to the web application ([serve] base).\n"
            "Each day or week once, however often this is started; a process killed while a mail\n"
            "leaves may send it twice, under one Message-ID.  With --dept it is a mail of that\n"
            "department alone, which has its own day.  --dry-run prints them.\n",
    .examples = "  earshot digest --dry-run --to ada\n  earshot digest\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_SCHEDULER,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct options),
    .run = run,
};
