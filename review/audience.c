/* audience.c - see audience.h. */

#include "audience.h"

#include "act.h"
#include "audit.h"
#include "markup.h"
#include "page.h"
#include "role.h"
#include "say.h"
#include "store_audience.h"
#include "store_group.h"

#define MAX_FIELD 500 /* bytes of names, with what is between them */

static void
write_button(struct buf *b, const char *act, const char *label)
{
    markup_addf(b, "<button name=\"do\" value=\"%s\">%s</button>", act, label);
}

static void
write_form(const struct request *r, struct buf *b, int64_t group_id, const struct store_audience *x)
{
    page_form(r, b, arena_printf(r->arena, "/groups/%lld/audience", (long long)group_id),
              "who-asks");
    markup_addf(b,
                "<input type=\"hidden\" name=\"revision\" value=\"%lld\">"
                "<label>Who asks, with commas between <input name=\"audience\" value=\"%.*s\" "
                "maxlength=\"%d\"></label><span class=\"buttons\">",
                (long long)x->n, TEXT_ARG(store_audience_words(x->set, r->arena)), MAX_FIELD);
    write_button(b, "set", "Set");
    if (x->by_hand)
        write_button(b, "sources", "As its sources say");
    if (x->n > 0)
        write_button(b, "undo", "Take the last back");
    buf_add_str(b, "</span></form>\n");
}

void
audience_section(const struct request *r, struct buf *b, int64_t group_id, int64_t department_id)
{
    struct store_audience x;
    struct text words;

    store_audience_of(r->store, group_id, r->arena, &x);
    words = store_audience_words(x.set, r->arena);
    buf_add_str(b, "<section id=\"who\"><h2>Who asks</h2>\n<p>");
    if (words.n > 0)
        markup_addf(b, "<strong dir=\"auto\">%.*s</strong>", TEXT_ARG(words));
    else
        buf_add_str(b, x.by_hand ? "Nobody of those that have a name"
                                 : "Nobody has said so of its sources");
    if (x.by_hand || x.n > 0) {
        markup_addf(b, "<span class=\"facts\"> %s %.*s ",
                    x.by_hand ? "said by" : "its sources, given back by", TEXT_ARG(x.actor));
        say_time(b, x.at_s, r->now_s);
        buf_add_str(b, "</span>");
    } else if (words.n > 0) {
        buf_add_str(b, "<span class=\"facts\"> by its sources</span>");
    }
    buf_add_str(b, "</p>\n");
    if (role_may(r->account, ROLE_EDIT, department_id))
        write_form(r, b, group_id, &x);
    buf_add_str(b, "</section>\n");
}

/* ---- saying it ---- */

/* What is to be said; NULL: as its sources say. */
static enum status
read_said(const struct request *r, int64_t group_id, const struct text **ret, struct err *err)
{
    struct text act = form_get(&r->form, "do"), names = form_get(&r->form, "audience");
    struct text *set = arena_alloc(r->arena, sizeof(*set));
    enum status st;

    *ret = NULL;
    if (text_is(act, "sources"))
        return ST_OK;
    if (text_is(act, "undo"))
        return store_audience_before(r->store, group_id, r->arena, ret)
                   ? ST_OK
                   : err_set(err, ST_INVALID, "nobody has said who asks: there is nothing to undo");
    if (names.n > MAX_FIELD)
        return err_set(err, ST_USAGE, "that is too long: %d bytes at most", MAX_FIELD);
    st = store_audience_parse(names, r->arena, set, err);
    *ret = set;
    return st;
}

static struct text
told(const struct request *r, bool by_hand, struct text set)
{
    return by_hand ? text_of(arena_printf(r->arena, "who asks: %.*s",
                                          TEXT_ARG(store_audience_words(set, r->arena))))
                   : TEXT_LIT("who asks: as its sources say");
}

/* In one transaction: look that nobody was quicker, say it, and note it in the log. */
static enum status
say_it(const struct request *r, int64_t group_id, struct err *err)
{
    struct store_audience was;
    struct store_audit row = { .action = TEXT_LIT("audience"), .object = act_object(r, group_id) };
    const struct text *set;
    enum status st;

    store_begin(r->store);
    store_audience_of(r->store, group_id, r->arena, &was);
    if (act_revision(r) != was.n)
        st = err_set(err, ST_CONFLICT, "%.*s has said who asks meanwhile: look again",
                     TEXT_ARG(was.actor.n > 0 ? was.actor : TEXT_LIT("nobody")));
    else
        st = read_said(r, group_id, &set, err);
    if (st != ST_OK) {
        store_rollback(r->store);
        return st;
    }
    store_audience_put(r->store, group_id, set, r->actor, r->now_s);
    row.before = told(r, was.by_hand, was.set);
    row.after = told(r, set != NULL, set != NULL ? *set : TEXT_NONE);
    audit_add(r, &row);
    return store_commit(r->store, err);
}

static void
post_audience(struct request *r, struct response *res)
{
    struct err err = { "" };
    struct store_group g;
    enum status st;

    if (!store_group_find(r->store, request_id(r, 0), &g) ||
        !role_may(r->account, ROLE_READ, g.department_id)) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such group.");
        return;
    }
    if (!role_may(r->account, ROLE_EDIT, g.department_id)) {
        page_error(r, res, PAGE_DENIED, "Your role does not allow that in this department.");
        return;
    }
    st = say_it(r, g.id, &err);
    if (st == ST_OK)
        response_redirect(res,
                          arena_printf(r->arena, "/groups/%lld?did=audience#who", (long long)g.id));
    else
        page_failed(r, res, st, &err);
}

const struct route audience_routes[] = {
    { "POST", "/groups/{id}/audience", ROLE_EDIT, post_audience },
    { NULL, NULL, 0, NULL },
};
