/* import_mail.c - see import_put.h: mails of a mailbox that ask something become posts. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "html.h"
#include "import_put.h"
#include "isquestion.h"
#include "log.h"
#include "mask.h"
#include "match.h"
#include "mbox.h"
#include "message.h"
#include "quoted.h"
#include "store_page.h"
#include "url.h"
#include "utf8.h"

#define MIN_P         0.5 /* below, it is more likely no question: as for posts of pages */
#define BATCH         64  /* mails of one transaction */
#define TITLE_BYTES   512
#define NAME_BYTES    5                  /* a shorter name is a word, too */
#define OLDEST_S      INT64_C(631152000) /* 1990: before that, the sender's clock was wrong */
#define AHEAD_S       INT64_C(172800)    /* two days: so is a later one */
#define SUMMARY_BYTES 512
#define OLE_MARK      "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" /* Outlook's .msg */
#define PST_MARK      "!BDN"

/* Why a mail is left out; the first ones are message.h's kinds. */
enum reason { KEPT = MESSAGE_LETTER, OURS = MESSAGE_KINDS, QUOTED, NO_QUESTION, EXCLUDED, REASONS };

static const char *const reasons[REASONS] = {
    [MESSAGE_LETTER] = "a question",
    [MESSAGE_EMPTY] = "no text in it",
    [MESSAGE_ENCRYPTED] = "encrypted",
    [MESSAGE_AUTOMATIC] = "an automatic reply",
    [MESSAGE_BOUNCE] = "a delivery report",
    [MESSAGE_BULK] = "a newsletter or digest",
    [MESSAGE_SPAM] = "marked as spam",
    [MESSAGE_DELETED] = "deleted in the mailbox",
    [OURS] = "sent by the department",
    [QUOTED] = "nothing but quotes",
    [NO_QUESTION] = "asks nothing and names no keyword",
    [EXCLUDED] = "excluded by the department's words",
};

struct reading {
    struct import_put *put;
    const struct department_config *d;
    struct table *table;           /* of a dry run; NULL: none */
    struct arena *arena, *scratch; /* of the batch; of one mail */
    struct matcher *matcher;       /* NULL: no keyword */
    struct tokenizer *tokenizer;
    struct import_asked batch[BATCH];
    size_t n;
    int64_t counts[REASONS], n_mails, n_mentions;
};

/* clang-format off */
static const struct table_column columns[] = {
    { "mail", TABLE_COLUMN_INT, 0, false },
    { "kept", TABLE_COLUMN_BOOL, 0, false },
    { "why", TABLE_COLUMN_TEXT, 40, false },
    { "asked_at", TABLE_COLUMN_TIME, 0, false },
    { "question", TABLE_COLUMN_TEXT, 60, false },
};
/* clang-format on */

bool
import_mail_is(struct text head)
{
    if (text_starts(head, TEXT_LIT(OLE_MARK)) || text_starts(head, TEXT_LIT(PST_MARK)))
        return true; /* refused in its own words */
    while (head.n > 0 && (head.p[0] == '\n' || head.p[0] == '\r'))
        head = text_from(head, 1);
    return mbox_is(head) || mbox_is_mail(head);
}

/* The department's own address: its contact, or one at its site, where the site is its own. */
static bool
is_ours(const struct reading *r, struct text from)
{
    struct text domain = text_after(from, '@'), contact = text_of(r->d->contact);

    if (text_starts_nocase(contact, TEXT_LIT("mailto:")))
        contact = text_from(contact, sizeof("mailto:") - 1);
    if (from.n > 0 && text_eq_nocase(contact, from))
        return true;
    for (size_t i = 0; domain.n > 0 && i < r->d->site.n; i++) {
        struct url u;

        if (!url_split(r->d->site.v[i], &u) || url_path_query(&u).n > 1)
            continue; /* a folder of the university's site: its mail is everybody's */
        if (text_starts(u.host, TEXT_LIT("www.")))
            u.host = text_from(u.host, sizeof("www.") - 1);
        if (text_eq_nocase(u.host, domain))
            return true;
    }
    return false;
}

/* The writer's full name as "[name]", in either order. */
static struct text
hide(struct text t, struct text name, struct arena *a)
{
    struct buf b;
    size_t at;

    if (name.n < NAME_BYTES || text_find_char(name, ' ') == TEXT_NPOS ||
        text_find_nocase(t, name) == TEXT_NPOS)
        return t;
    buf_init(&b, t.n * 2 + BUF_SMALL);
    while ((at = text_find_nocase(t, name)) != TEXT_NPOS) {
        buf_add_text(&b, text_sub(t, 0, at));
        buf_add_str(&b, "[name]");
        t = text_from(t, at + name.n);
    }
    buf_add_text(&b, t);
    t = arena_text(a, buf_text(&b));
    buf_release(&b);
    return t;
}

static struct text
hide_name(struct text t, struct text name, struct arena *a)
{
    struct text last = text_trim(text_before(name, ',')), first = text_trim(text_after(name, ','));

    t = hide(t, name, a);
    return first.n == 0
               ? t
               : hide(t, text_of(arena_printf(a, "%.*s %.*s", TEXT_ARG(first), TEXT_ARG(last))), a);
}

/* The subject, or what the letter asks first where the subject is a word: "Question". */
static struct text
title_of(struct text subject, struct text body, struct arena *a)
{
    struct text t = quoted_subject(subject);

    if (text_find_char(t, ' ') == TEXT_NPOS && text_find_char(t, '?') == TEXT_NPOS)
        t = isquestion_headline(body);
    t = html_fold(t.n > 0 ? t : quoted_subject(subject), a);
    return text_sub(t, 0, utf8_cut(t, TITLE_BYTES));
}

static int64_t
date_of(const struct reading *r, const struct message *x, struct text from)
{
    int64_t now_s = r->put->now_s, at_s = x->at_s;
    bool ok = x->has_date && at_s >= OLDEST_S && at_s <= now_s + AHEAD_S;

    if (!ok)
        ok = mbox_date(from, now_s, &at_s) && at_s >= OLDEST_S && at_s <= now_s + AHEAD_S;
    return ok ? at_s : STORE_NO_NUMBER;
}

/* Does it ask, or name the department?  *words: the keyword of a mention. */
static enum reason
judge(struct reading *r, struct import_asked *x)
{
    struct match_subject subject = { .title = x->question, .text = x->details };
    struct match_result hit = { 0 };

    x->p = isquestion_of_post(x->question, x->details);
    if (r->matcher != NULL)
        match_find(r->matcher, r->tokenizer, &subject, r->scratch, &hit);
    if (hit.excluded)
        return EXCLUDED;
    if (x->p >= MIN_P)
        return KEPT;
    if (!hit.matched)
        return NO_QUESTION;
    x->words = match_keyword(r->matcher, hit.hits[0].rule);
    return KEPT;
}

/* All is in the subject: a question of the writer's own, no answer's or forwarded one. */
static bool
asks_above(struct text subject)
{
    return text_find_char(subject, '?') != TEXT_NPOS &&
           quoted_subject(subject).n == text_trim(subject).n;
}

static enum reason
understand(struct reading *r, struct text raw, struct text from, struct import_asked *ret)
{
    struct arena *a = r->scratch;
    struct quoted_in in;
    struct message m;
    struct text body;

    message_read(raw, a, &m);
    *ret = (struct import_asked){ .place = TEXT_LIT("mail"), .asker = m.from, .id = m.id };
    ret->at_s = date_of(r, &m, from);
    ret->question = hide_name(text_sub(quoted_subject(m.subject), 0, TITLE_BYTES), m.name, a);
    if (m.kind != MESSAGE_LETTER && m.kind != MESSAGE_EMPTY)
        return (enum reason)m.kind;
    if (is_ours(r, m.from))
        return OURS;
    if (m.kind == MESSAGE_EMPTY && !asks_above(m.subject))
        return (enum reason)m.kind;
    in = (struct quoted_in){ .body = m.body, .name = m.name, .out = m.quotes_out };
    body = quoted_cut(&in, a);
    if (body.n == 0 && m.body.n > 0 && !asks_above(m.subject))
        return QUOTED;
    ret->details = hide_name(body, m.name, a);
    ret->question = hide_name(title_of(m.subject, body, a), m.name, a);
    if (m.id.n == 0)
        ret->date = text_of(arena_printf(a, "%" PRId64, ret->at_s));
    return judge(r, ret);
}

static void
tell(struct reading *r, int64_t number, enum reason why, const struct import_asked *x)
{
    struct mask_counts masked = { 0 };
    struct arena *a = r->scratch;

    table_int(r->table, number);
    table_bool(r->table, why == KEPT);
    if (why == KEPT && x->words.n > 0)
        table_str(r->table, arena_printf(a, "names %.*s", TEXT_ARG(x->words)));
    else
        table_str(r->table, reasons[why]);
    table_time(r->table, x->at_s == STORE_NO_NUMBER ? 0 : x->at_s);
    table_text(r->table, mask_text(x->question, a, &masked));
    table_end_row(r->table);
}

static enum status
flush(struct reading *r, struct err *err)
{
    enum status st = ST_OK;

    if (r->n > 0 && r->table == NULL)
        st = import_put_all(r->put, r->batch, r->n, err);
    r->n = 0;
    arena_clear(r->arena);
    return st;
}

/* What is kept outlives the mail. */
static void
keep(struct reading *r, const struct import_asked *x)
{
    struct import_asked *y = &r->batch[r->n++];

    *y = *x;
    y->question = arena_text(r->arena, x->question);
    y->details = arena_text(r->arena, x->details);
    y->asker = arena_text(r->arena, x->asker);
    y->id = arena_text(r->arena, x->id);
    y->date = arena_text(r->arena, x->date);
}

static enum status
read_all(struct reading *r, FILE *in, struct buf *raw, struct mbox *box, struct err *err)
{
    enum status st = ST_OK;

    mbox_init(box, in);
    while (st == ST_OK && !cmd_stop() && mbox_next(box, raw)) {
        struct import_asked x;
        enum reason why;

        arena_clear(r->scratch);
        why = understand(r, buf_text(raw), box->from, &x);
        r->n_mails++;
        r->counts[why]++;
        r->n_mentions += why == KEPT && x.words.n > 0;
        if (r->table != NULL)
            tell(r, box->number, why, &x);
        else if (why == KEPT)
            keep(r, &x);
        if (r->n == BATCH)
            st = flush(r, err);
    }
    if (st == ST_OK)
        st = flush(r, err);
    return st == ST_OK && cmd_stop() ? cmd_interrupted(err) : st;
}

/* What names the department, and what it excludes. */
static enum status
open_matcher(struct reading *r, struct err *err)
{
    struct arena *a = r->put->env->arena;
    const struct department_config *d = r->d;
    struct match_rule *rules = arena_alloc(a, (d->keyword.n + d->exclude.n + 1) * sizeof(*rules));
    size_t n = 0;

    for (size_t i = 0; i < d->keyword.n; i++)
        rules[n++] = (struct match_rule){ d->keyword.v[i], false };
    for (size_t i = 0; i < d->exclude.n; i++)
        rules[n++] = (struct match_rule){ d->exclude.v[i], true };
    return n > 0 ? match_compile(rules, n, &r->matcher, err) : ST_OK;
}

static void
sum_up(const struct reading *r)
{
    struct buf b;
    const char *gap = ": ";
    char is_new[48] = ""; /* a dry run does not look what is known */
    int64_t n_questions = r->counts[0] - r->n_mentions;

    if (r->table == NULL)
        snprintf(is_new, sizeof(is_new), ", %" PRId64 " of them new", r->put->n_new);
    buf_init(&b, SUMMARY_BYTES);
    for (size_t i = 1; i < REASONS; i++)
        if (r->counts[i] > 0) {
            buf_addf(&b, "%s%" PRId64 " %s", gap, r->counts[i], reasons[i]);
            gap = ", ";
        }
    log_info("%" PRId64 " mail%s read%s: %" PRId64 " question%s and %" PRId64
             " mention%s kept%s; %" PRId64 " left out%s",
             r->n_mails, r->n_mails == 1 ? "" : "s",
             r->table != NULL ? " (dry run: nothing written)" : "", n_questions,
             n_questions == 1 ? "" : "s", r->n_mentions, r->n_mentions == 1 ? "" : "s", is_new,
             r->n_mails - r->counts[0], buf_str(&b));
    buf_release(&b);
}

static enum status
refuse(const char *path, FILE *in, struct err *err)
{
    char head[sizeof(OLE_MARK) - 1];
    struct text t = { head, fread(head, 1, sizeof(head), in) };

    rewind(in);
    if (text_starts(t, TEXT_LIT(OLE_MARK)) || text_starts(t, TEXT_LIT(PST_MARK)))
        return err_set(err, ST_INVALID, "%s: Outlook's own format: save the mails as .eml or .mbox",
                       path);
    return ST_OK;
}

static enum status
read_file(struct reading *r, const char *path, struct err *err)
{
    struct mbox *box = arena_alloc(r->put->env->arena, sizeof(*box));
    FILE *in = fopen(path, "rb");
    struct buf raw;
    enum status st;

    if (in == NULL)
        return err_set(err, errno == ENOENT ? ST_NOTFOUND : ST_IO, "%s: %s", path, strerror(errno));
    st = refuse(path, in, err);
    if (st == ST_OK) {
        buf_init(&raw, MBOX_MAIL_BYTES);
        st = read_all(r, in, &raw, box, err);
        buf_release(&raw);
    }
    if (st == ST_OK && ferror(in))
        st = err_set(err, ST_IO, "%s: mail %" PRId64 ": it cannot be read on", path, box->number);
    fclose(in);
    return st;
}

enum status
import_mail(struct import_put *m, const struct department_config *d, const char *path,
            struct err *err)
{
    struct reading *r = arena_alloc(m->env->arena, sizeof(*r));
    enum status st, closed = ST_OK;

    r->put = m;
    r->d = d;
    st = open_matcher(r, err);
    if (st != ST_OK)
        return st;
    r->arena = arena_new();
    r->scratch = arena_new();
    r->tokenizer = token_new();
    if (m->env->common->dry_run)
        r->table = cmd_table(m->env, columns, N_ELEMENTS(columns));
    message_setup();
    st = read_file(r, path, err);
    if (r->table != NULL)
        closed = table_close(r->table, st == ST_OK ? err : NULL);
    if (st == ST_OK)
        sum_up(r);
    token_free(r->tokenizer);
    match_free(r->matcher);
    arena_free(r->scratch);
    arena_free(r->arena);
    return st != ST_OK ? st : closed;
}
