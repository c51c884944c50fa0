/* desk.c - see desk.h. */

#include "desk.h"

#include <string.h>

#include "also.h"
#include "flash.h"
#include "markup.h"
#include "page.h"
#include "queue.h"
#include "role.h"
#include "say.h"

bool
desk_fits(const struct desk *d, const char *verb)
{
    const char *v;

    for (size_t i = 0; (v = decide_may(&d->card, i)) != NULL; i++)
        if (strcmp(v, verb) == 0)
            return true;
    return false;
}

const char *
desk_action(const struct desk *d, const char *verb)
{
    return arena_printf(d->r->arena, "/g/%lld/%s", (long long)d->card.group_id, verb);
}

void
desk_form(const struct desk *d, struct buf *b, const char *verb, const char *css)
{
    markup_addf(b,
                strcmp(css, "editor") == 0
                    ? "<form method=\"post\" action=\"%s\" class=\"%s\" id=\"editor\">"
                    : "<form method=\"post\" action=\"%s\" class=\"%s\">",
                desk_action(d, verb), css);
    markup_addf(b,
                "<input type=\"hidden\" name=\"csrf\" value=\"%.*s\">"
                "<input type=\"hidden\" name=\"revision\" value=\"%lld\">"
                "<input type=\"hidden\" name=\"draft\" value=\"%lld\">"
                "<input type=\"hidden\" name=\"list\" value=\"%s\">",
                TEXT_ARG(d->r->csrf), (long long)d->card.revision, (long long)d->card.draft_id,
                listing_params(d->r, &d->list));
}

/* ---- reading ---- */

/* Posted forms carry the list in a field, addresses in their query. */
static bool
read_list(struct request *r, struct listing *ret)
{
    if (r->post && form_parse(form_get(&r->form, "list"), r->arena, &r->query, NULL) != ST_OK)
        r->query = (struct form){ 0 };
    return listing_read(r, form_get(&r->query, "dept"), ret);
}

static const struct department_config *
department_of(const struct request *r, const struct store_card *c)
{
    return config_department(r->serve->config, arena_str(r->arena, c->department));
}

bool
desk_read(struct request *r, struct response *res, int64_t id, struct desk *ret)
{
    struct desk *d = ret;
    int64_t counts[STORE_QUEUE_COUNTS];

    memset(d, 0, sizeof(*d));
    d->r = r;
    if (!read_list(r, &d->list) || !store_card_of_group(r->store, id, r->arena, &d->card) ||
        role_answer(r->account, ROLE_READ, d->card.department_id) != ROLE_OK) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such card.");
        return false;
    }
    if (d->card.group_id != id && !r->post) {
        response_redirect(res, listing_card(r, &d->list, d->card.group_id));
        return false;
    }
    d->department = department_of(r, &d->card);
    if (!store_queue_get(r->store, d->card.group_id, r->now_s, r->arena, &d->row))
        d->row.group_id = 0;
    listing_counts(r, &d->list, counts);
    d->left = listing_sum(d->list.state, counts);
    d->may_edit = role_may(r->account, ROLE_EDIT, d->card.department_id);
    d->may_approve = role_may(r->account, ROLE_APPROVE, d->card.department_id);
    d->may_lead = role_may(r->account, ROLE_LEAD, d->card.department_id);
    if (d->may_edit &&
        store_desk_typed(r->store, d->card.group_id, r->actor, r->arena, &d->typed) &&
        text_eq(d->typed.text, d->card.answer))
        d->typed.group_id = 0;
    desk_look(d, d->card.answer);
    return true;
}

static void
look_at_support(struct desk *d)
{
    support_card(d->r->store, d->r->serve->config, &d->card, d->r->arena, &d->bearing);
    d->bearing.in.answer = d->text;
    support_of(&d->bearing.in, d->r->arena, &d->support);
}

void
desk_look(struct desk *d, struct text text)
{
    struct decide_input in = { .store = d->r->store,
                               .config = d->r->serve->config,
                               .group_id = d->card.group_id,
                               .actor = d->r->actor,
                               .revision = DECIDE_ANY,
                               .now_s = d->r->now_s };

    d->text = text;
    if (text.n == 0)
        return;
    decide_check(&in, &d->card, text, d->r->arena, &d->checks);
    look_at_support(d);
}

/* ---- showing ---- */

static void
write_ways(const struct desk *d, struct buf *b)
{
    struct store_queue_at at = store_queue_place(d->r->store, &d->row, d->list.order);
    int64_t next = 0, previous = 0;

    if (d->row.group_id != 0) {
        next = queue_neighbour(d->r, &d->list, at, false);
        previous = queue_neighbour(d->r, &d->list, at, true);
    }
    buf_add_str(b, "<nav class=\"ways\" aria-label=\"Cards\">");
    if (previous != 0)
        markup_addf(b, "<a rel=\"prev\" href=\"%s\">\xE2\x86\x90 Previous <kbd>k</kbd></a>",
                    listing_card(d->r, &d->list, previous));
    markup_addf(b, "<a class=\"up\" href=\"%s\">List</a>", listing_address(d->r, &d->list, NULL));
    if (next != 0)
        markup_addf(b, "<a rel=\"next\" href=\"%s\">Next <kbd>j</kbd> \xE2\x86\x92</a>",
                    listing_card(d->r, &d->list, next));
    buf_add_str(b, "</nav>\n");
}

static void
write_list(const struct desk *d, struct buf *b)
{
    markup_addf(b,
                "<nav class=\"list\" aria-label=\"Queue\">\n<p "
                "class=\"left\"><strong>%lld</strong> %s</p>\n",
                (long long)d->left,
                strcmp(d->list.state, "todo") == 0 ? "to do" : say_state(text_of(d->list.state)));
    if (d->row.group_id != 0)
        queue_beside(d->r, b, &d->list, &d->row);
    buf_add_str(b, "</nav>\n");
}

void
desk_show(struct desk *d, struct response *res, int status)
{
    struct page p = { .title = d->card.question, .section = "queue", .wide = true };
    struct buf *b = &res->body;
    struct store_also *also;
    size_t n_also;

    p.message = flash_text(d->r, d->left);
    res->status = status;
    page_open(d->r, res, &p);
    markup_addf(b, "<div class=\"desk\" data-group=\"%lld\" data-revision=\"%lld\">\n",
                (long long)d->card.group_id, (long long)d->card.revision);
    write_list(d, b);
    buf_add_str(b, "<article class=\"card\" aria-labelledby=\"question\">\n");
    write_ways(d, b);
    desk_state(d, b);
    n_also = store_also(d->r->store, &d->card.group_id, 1, d->r->arena, &also);
    also_write(d->r, b, d->card.group_id, also, n_also);
    desk_question(d, b);
    desk_draft(d, b);
    desk_diff(d, b);
    desk_actions(d, b);
    buf_add_str(b, "</article>\n<div class=\"beside\">\n");
    desk_evidence(d, b);
    desk_checks(d, b);
    desk_why(d, b);
    desk_earlier(d, b);
    desk_history(d, b);
    buf_add_str(b, "</div>\n</div>\n");
    page_close(d->r, res);
}

static void
show_card(struct request *r, struct response *res)
{
    struct desk d;

    if (!desk_read(r, res, request_id(r, 0), &d))
        return;
    d.editing = text_is(form_get(&r->query, "edit"), "1") && d.may_edit &&
                (desk_fits(&d, "edit") || desk_fits(&d, "write"));
    if (d.editing && d.typed.group_id != 0) {
        d.mine = true;
        desk_look(&d, d.typed.text);
    }
    desk_show(&d, res, PAGE_OK);
}

const struct route desk_routes[] = {
    { "GET", "/g/{id}", ROLE_READ, show_card },
    { NULL, NULL, 0, NULL },
};
