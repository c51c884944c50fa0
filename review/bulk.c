/* bulk.c - see bulk.h. */

#include "bulk.h"

#include <string.h>

#include "act.h"
#include "audit.h"
#include "decide.h"
#include "log.h"
#include "markup.h"
#include "page.h"
#include "role.h"
#include "say.h"

#define PARK_S ((int64_t)7 * 86400)

static const struct {
    const char *verb, *label;
} verbs[] = {
    { "approve", "Approve" },
    { "reject", "Reject as not our topic" },
    { "park", "Park for a week" },
};

void
bulk_form(const struct request *r, struct buf *b, const struct listing *l)
{
    markup_addf(b,
                "<form method=\"post\" action=\"/q/bulk\" id=\"bulk\" class=\"bulk\">"
                "<input type=\"hidden\" name=\"csrf\" value=\"%.*s\">"
                "<input type=\"hidden\" name=\"list\" value=\"%s\">"
                "<span id=\"picked\">With what is ticked:</span> ",
                TEXT_ARG(r->csrf), listing_params(r, l));
    for (size_t i = 0; i < N_ELEMENTS(verbs); i++)
        markup_addf(b, "<button name=\"verb\" value=\"%s\">%s\xE2\x80\xA6</button> ", verbs[i].verb,
                    verbs[i].label);
    buf_add_str(b, "<p class=\"facts\">You are asked before anything is done. What somebody has "
                   "changed meanwhile is left out; so is what has an alarm, and of approvals what "
                   "has an error or a warning.</p></form>\n");
}

/* "ID.REVISION" each; how many, of DECIDE_MAX_BULK at most. */
static size_t
read_items(const struct request *r, struct decide_bulk_item *items)
{
    size_t n = 0, at = 0;
    struct text v;

    while (n < DECIDE_MAX_BULK && form_next(&r->form, "card", &at, &v))
        if (text_to_int(text_before(v, '.'), &items[n].group_id) &&
            text_to_int(text_after(v, '.'), &items[n].revision) && items[n].revision >= 0)
            n++;
    return n;
}

static bool
may_all(const struct request *r, const struct decide_bulk_item *items, size_t n)
{
    struct store_queue_row row;

    for (size_t i = 0; i < n; i++)
        if (!store_queue_get(r->store, items[i].group_id, r->now_s, r->arena, &row) ||
            !role_may(r->account, ROLE_LEAD, row.department_id))
            return false;
    return true;
}

static void
write_cards(const struct request *r, struct buf *b, const struct decide_bulk_item *items, size_t n,
            bool ask)
{
    struct store_queue_row row;

    buf_add_str(b, "<ul class=\"picked\">\n");
    for (size_t i = 0; i < n; i++) {
        if ((!ask && items[i].st == ST_OK) ||
            !store_queue_get(r->store, items[i].group_id, r->now_s, r->arena, &row))
            continue;
        markup_addf(b, "<li><a href=\"/g/%lld\" dir=\"auto\">%.*s</a>", (long long)row.group_id,
                    TEXT_ARG(row.question));
        if (ask)
            markup_addf(b, "<input type=\"hidden\" name=\"card\" value=\"%lld.%lld\">",
                        (long long)items[i].group_id, (long long)items[i].revision);
        else
            markup_addf(b, ": %s", items[i].why != NULL ? items[i].why : "left out");
        buf_add_str(b, "</li>\n");
    }
    buf_add_str(b, "</ul>\n");
}

static void
ask(const struct request *r, struct response *res, size_t verb,
    const struct decide_bulk_item *items, size_t n)
{
    struct page p = { .title = TEXT_LIT("Many at once"), .section = "queue" };
    struct buf *b = &res->body;

    page_open(r, res, &p);
    buf_add_str(b, "<h1 tabindex=\"-1\">");
    markup_addf(b, "%s: %zu card%s?", verbs[verb].label, n, n == 1 ? "" : "s");
    buf_add_str(b, "</h1>\n");
    page_form(r, b, "/q/bulk", "sure");
    markup_addf(
        b,
        "<input type=\"hidden\" name=\"verb\" value=\"%s\"><input type=\"hidden\" name=\"sure\" "
        "value=\"1\"><input type=\"hidden\" name=\"list\" value=\"%.*s\">",
        verbs[verb].verb, TEXT_ARG(form_get(&r->form, "list")));
    write_cards(r, b, items, n, true);
    markup_addf(b,
                "<button class=\"main\">%s: %zu</button> <a class=\"button\" href=\"/q/\">Leave "
                "it</a></form>\n",
                verbs[verb].label, n);
    page_close(r, res);
}

/* Rows of those left out; those decided have theirs beside the decision. */
static void
keep_left_out(const struct request *r, const char *verb, const struct decide_bulk_item *items,
              size_t n)
{
    struct err err = { "" };

    store_begin(r->store);
    for (size_t i = 0; i < n; i++)
        if (items[i].st != ST_OK)
            audit_add(r, &(struct store_audit){ .action = text_of(verb),
                                                .object = act_object(r, items[i].group_id),
                                                .after = TEXT_LIT("in bulk"),
                                                .result = text_of(items[i].why) });
    if (store_commit(r->store, &err) != ST_OK) /* nothing was done to them */
        log_warn("%s", err.msg);
}

static void
act(const struct request *r, struct response *res, size_t verb, struct decide_bulk_item *items,
    size_t n)
{
    char until[CLOCK_RFC3339_BYTES];
    struct act_note note = { .r = r, .verb = verbs[verb].verb };
    struct decide_input in = { .store = r->store,
                               .config = r->serve->config,
                               .verb = text_of(verbs[verb].verb),
                               .actor = r->actor,
                               .revision = DECIDE_ANY,
                               .now_s = r->now_s };
    struct page p = { .title = TEXT_LIT("Many at once"), .section = "queue" };
    struct err err = { "" };
    size_t n_done = 0;
    enum status st;

    if (strcmp(verbs[verb].verb, "reject") == 0)
        in.arg = TEXT_LIT("not-our-topic");
    if (strcmp(verbs[verb].verb, "park") == 0)
        in.arg = text_of(clock_rfc3339(r->now_s + PARK_S, until));
    act_keep(&in, &note);
    st = decide_bulk(&in, items, n, r->arena, &n_done, &err);
    if (st != ST_OK && st != ST_PARTIAL) {
        page_failed(r, res, st, &err);
        return;
    }
    if (n_done < n)
        keep_left_out(r, verbs[verb].verb, items, n);
    page_open(r, res, &p);
    markup_addf(&res->body, "<h1 tabindex=\"-1\">%zu done, %zu left out</h1>\n", n_done,
                n - n_done);
    if (n_done < n)
        write_cards(r, &res->body, items, n, false);
    buf_add_str(&res->body, "<p><a class=\"button main\" href=\"/q/\">To the queue</a></p>\n");
    page_close(r, res);
}

static void
bulk(struct request *r, struct response *res)
{
    struct decide_bulk_item *items = arena_alloc(r->arena, DECIDE_MAX_BULK * sizeof(*items));
    size_t n = read_items(r, items), verb = 0;

    while (verb < N_ELEMENTS(verbs) && !text_is(form_get(&r->form, "verb"), verbs[verb].verb))
        verb++;
    if (verb == N_ELEMENTS(verbs) || n == 0)
        page_error(r, res, PAGE_BAD, "Tick some cards first.");
    else if (!may_all(r, items, n))
        page_error(r, res, PAGE_DENIED, "Your role does not allow that for all of these cards.");
    else if (form_has(&r->form, "sure"))
        act(r, res, verb, items, n);
    else
        ask(r, res, verb, items, n);
}

const struct route bulk_routes[] = {
    { "POST", "/q/bulk", ROLE_LEAD, bulk },
    { NULL, NULL, 0, NULL },
};
