/* decide_check.c - the checks of an answer before it is approved; see decide.h. */

#include <jansson.h>

#include "clock.h"
#include "decide_work.h"
#include "lint.h"
#include "reply.h"
#include "store_also.h"
#include "store_link.h"
#include "support_card.h"

static void
add(struct decide_checks *r, const char *check, bool error, const char *note)
{
    if (r->n == DECIDE_MAX_ISSUES)
        return;
    r->v[r->n++] = (struct decide_issue){ check, error, note };
    r->n_errors += error;
}

/* A link that nobody can follow is worse than none. */
static void
check_link(const struct decide_input *in, const struct store_card *c, struct arena *a,
           struct decide_checks *r)
{
    char at[CLOCK_RFC3339_BYTES];
    struct store_link link;

    if (c->link.n == 0)
        return;
    store_link_look(in->store, c->target.url_id, in->now_s, a, &link);
    if (link.alive)
        return;
    if (link.lost || link.asked_s == 0)
        add(r, "link", true, arena_str(a, link.why));
    else
        add(r, "link", true,
            arena_printf(a, "%.*s; asked last at %s: earshot crawl --links asks again",
                         TEXT_ARG(link.why), clock_rfc3339(link.asked_s, at)));
}

/* What only drafting knew: that another approved answer is to the same question. */
static void
check_like(const struct store_card *c, struct arena *a, struct decide_checks *r)
{
    json_t *list = json_loadb(c->checks.p != NULL ? c->checks.p : "", c->checks.n, 0, NULL), *x;
    const char *check, *note;
    size_t i;

    json_array_foreach(list, i, x)
    {
        if (json_unpack(x, "{s:s, s:s}", "check", &check, "note", &note) == 0 &&
            text_is(text_of(check), "like"))
            add(r, "like", false, arena_str(a, text_of(note)));
    }
    json_decref(list);
}

/* Another department has answered there: it would be the second official answer to one post. */
static void
check_also(const struct decide_input *in, const struct store_card *c, struct arena *a,
           struct decide_checks *r)
{
    struct store_also *v;
    size_t n = store_also(in->store, &c->group_id, 1, a, &v);

    for (size_t i = 0; i < n; i++)
        if (v[i].posted.n > 0)
            add(r, "also", false,
                arena_printf(a, "%.*s has posted an answer there already: %.*s",
                             TEXT_ARG(v[i].department), TEXT_ARG(v[i].posted)));
}

static const struct department_config *
department_of(const struct decide_input *in, const struct store_card *c, struct arena *a)
{
    return in->config != NULL ? config_department(in->config, arena_str(a, c->department)) : NULL;
}

void
decide_check(const struct decide_input *in, const struct store_card *c, struct text text,
             struct arena *a, struct decide_checks *ret)
{
    const struct department_config *d = department_of(in, c, a);
    struct lint_input lint = { .answer = text,
                               .link = c->link,
                               .tone = TONE_NEUTRAL,
                               .changed_s = c->target_changed_s,
                               .now_s = in->now_s };
    struct support_card support;
    struct lint_result l;
    struct reply *reply;

    *ret = (struct decide_checks){ .n = 0 };
    (void)tone_parse(c->tone, &lint.tone); /* stays neutral if it is none */
    if (d != NULL) {
        lint.contact = text_of(d->contact);
        lint.sites = d->site.v;
        lint.n_sites = d->site.n;
    }
    reply = reply_new(in->config != NULL ? arena_printf(a, "%s/seeds", in->config->dir) : NULL);
    lint.max_chars = reply_max_chars(reply, in->store, c->group_id);
    reply_free(reply);
    support_card(in->store, in->config, c, a, &support);
    lint.evidence = support.in.evidence;
    lint.n_evidence = support.in.n_evidence;
    lint.parts = support.in.parts;
    lint.language = support.in.language;
    lint_check(&lint, a, &l);
    for (size_t i = 0; i < l.n; i++)
        add(ret, l.issues[i].check, l.issues[i].error, l.issues[i].note);
    check_link(in, c, a, ret);
    check_like(c, a, ret);
    check_also(in, c, a, ret);
    ret->n_words = l.n_words;
    ret->n_links = l.n_links;
    ret->grade = l.grade;
}

/* Who wrote the text does not approve it, where the department asks for two persons. */
static enum status
check_persons(struct decide_work *w, bool edits, struct err *err)
{
    const struct department_config *d = department_of(w->in, &w->card, w->arena);

    if (d == NULL || !d->two_person || (!edits && !text_eq(w->card.edited_by, w->in->actor)))
        return ST_OK;
    return err_set(err, ST_DENIED,
                   "%s: %.*s wrote the text, so somebody else must approve it (two_person = yes "
                   "in seeds/%s.ini)",
                   decide_name(w), TEXT_ARG(w->in->actor), d->key);
}

enum status
decide_check_approve(struct decide_work *w, struct err *err)
{
    bool edits = w->text.n > 0 && !text_eq(w->text, w->card.answer);
    struct decide_checks r;
    enum status st = edits ? decide_arg_text(w, err) : ST_OK;

    if (st == ST_OK)
        st = check_persons(w, edits, err);
    if (st != ST_OK)
        return st;
    decide_check(w->in, &w->card, edits ? w->text : w->card.answer, w->arena, &r);
    for (size_t i = 0; i < r.n; i++)
        if (r.v[i].error)
            return err_set(err, ST_INVALID, "%s cannot be approved: %s: %s%s", decide_name(w),
                           r.v[i].check, r.v[i].note,
                           text_is(text_of(r.v[i].check), "link") ? "" : " (edit it first)");
    return ST_OK;
}
