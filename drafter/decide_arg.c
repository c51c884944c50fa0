/* decide_arg.c - what each verb wants to be told; see decide.h. */

#include <string.h>

#include "clock.h"
#include "decide_work.h"
#include "tone.h"
#include "url.h"
#include "utf8.h"

/* Why an answer is not wanted; the first letters of a reason may say it as well. */
static const char *const rejections[] = { "wrong",         "not-our-topic", "not-a-question",
                                          "do-not-engage", "duplicate",     "other" };

/* Does the reason begin with the words of the class? */
static bool
says(struct text reason, const char *class)
{
    size_t n = strlen(class);

    if (reason.n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (reason.p[i] != class[i] && !(class[i] == '-' && reason.p[i] == ' '))
            return false;
    return true;
}

enum status
decide_arg_reject(struct decide_work *w, struct err *err)
{
    struct text reason = text_trim(w->in->reason);

    for (size_t i = 0; i < N_ELEMENTS(rejections) && w->arg.n == 0; i++)
        if (says(reason, rejections[i]))
            w->arg = text_of(rejections[i]);
    if (w->arg.n == 0)
        w->arg = TEXT_LIT("other");
    for (size_t i = 0; i < N_ELEMENTS(rejections); i++)
        if (text_is(w->arg, rejections[i]))
            return ST_OK;
    return err_set(err, ST_USAGE,
                   "reject \"%.*s\": wanted wrong, not-our-topic, not-a-question, do-not-engage, "
                   "duplicate or other",
                   TEXT_ARG(text_sub(w->arg, 0, 40)));
}

enum status
decide_arg_park(struct decide_work *w, struct err *err)
{
    char at[CLOCK_RFC3339_BYTES];
    int64_t until_s;
    bool has_time;

    if (!clock_parse_rfc3339(w->arg, &until_s, &has_time))
        return err_set(err, ST_USAGE,
                       "park until \"%.*s\": wanted a date or a time, such as 2026-12-01 or "
                       "2026-12-01T09:00:00Z",
                       TEXT_ARG(text_sub(w->arg, 0, 40)));
    if (until_s <= w->in->now_s)
        return err_set(err, ST_INVALID, "park until %s: that time has passed",
                       clock_rfc3339(until_s, at));
    w->arg = arena_text(w->arena, text_of(clock_rfc3339(until_s, at)));
    return ST_OK;
}

enum status
decide_arg_hand_over(struct decide_work *w, struct err *err)
{
    if (w->arg.n == 0)
        return err_set(err, ST_USAGE, "hand-over wants to know to whom: a name, a mail address");
    return ST_OK;
}

enum status
decide_arg_needs_page(struct decide_work *w, struct err *err)
{
    if (text_trim(w->in->reason).n == 0)
        return err_set(err, ST_USAGE, "needs-page wants a reason: what the page should say");
    return ST_OK;
}

enum status
decide_arg_post(struct decide_work *w, struct err *err)
{
    struct text href;
    struct url u;
    bool blank = false;

    if (w->arg.n == 0)
        return ST_OK; /* posted, nobody wrote down where */
    for (size_t i = 0; i < w->arg.n; i++)
        blank |= (unsigned char)w->arg.p[i] <= ' ';
    if (blank || url_resolve(w->arg, TEXT_NONE, w->arena, &href, NULL) != ST_OK ||
        !url_split(href, &u) || !url_fetchable(&u))
        return err_set(err, ST_INVALID,
                       "posted at \"%.*s\": wanted the reply's address, https://...",
                       TEXT_ARG(text_sub(w->arg, 0, 200)));
    return ST_OK; /* kept as it is: the fragment tells which reply */
}

enum status
decide_arg_text(struct decide_work *w, struct err *err)
{
    const char *what = text_is(w->in->verb, "write") ? "written" : "edited";

    if (w->text.n == 0 || !utf8_valid(w->text))
        return err_set(err, ST_INVALID, "the %s text is %s", what,
                       w->text.n == 0 ? "empty" : "not UTF-8");
    if (w->text.n > DECIDE_MAX_TEXT)
        return err_set(err, ST_LIMIT, "the %s text has %zu bytes, %zu at most", what, w->text.n,
                       DECIDE_MAX_TEXT);
    return ST_OK;
}

enum status
decide_arg_pick(struct decide_work *w, struct err *err)
{
    struct store_card_page page = { .address = w->arg };

    if (text_to_int(w->arg, &page.url_id))
        page.address = TEXT_NONE;
    if (!store_decision_own_page(w->in->store, w->card.department_id, w->arena, &page))
        return err_set(err, ST_NOTFOUND,
                       "pick \"%.*s\": no page of the department's own site that may be linked to "
                       "(earshot search finds them)",
                       TEXT_ARG(text_sub(w->arg, 0, 200)));
    w->arg = text_of(arena_printf(w->arena, "%lld", (long long)page.url_id));
    return ST_OK;
}

enum status
decide_arg_tone(struct decide_work *w, struct err *err)
{
    enum tone_kind kind;

    if (!tone_parse(w->arg, &kind))
        return err_set(err, ST_USAGE, "tone \"%.*s\": wanted positive, neutral or negative",
                       TEXT_ARG(text_sub(w->arg, 0, 40)));
    return ST_OK;
}

enum status
decide_arg_reuse(struct decide_work *w, struct err *err)
{
    struct store_card from;
    int64_t id;

    if (!text_to_int(w->arg, &id))
        return err_set(err, ST_USAGE, "reuse \"%.*s\": wanted the id of a draft",
                       TEXT_ARG(text_sub(w->arg, 0, 40)));
    if (!store_card_of_draft(w->in->store, id, w->arena, &from) ||
        from.department_id != w->card.department_id)
        return err_set(err, ST_NOTFOUND, "reuse %lld: the department has no such draft",
                       (long long)id);
    if (!text_is(from.state, "approved") && !text_is(from.state, "posted"))
        return err_set(err, ST_INVALID, "reuse %lld: it is %.*s; wanted an approved answer",
                       (long long)id, TEXT_ARG(from.state));
    return ST_OK;
}
