/* tray.c - see tray.h. */

#include "tray.h"

#include "act.h"
#include "also.h"
#include "byline.h"
#include "desk.h"
#include "download.h"
#include "flash.h"
#include "gate.h"
#include "markup.h"
#include "page.h"
#include "queue.h"
#include "say.h"

#define TRAY_ROWS    20 /* on a page; each is as high as a card */
#define SHOWN_PLACES 8

/* clang-format off */
static const struct table_column columns[] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "text", TABLE_COLUMN_TEXT, 0, false },
    { "link", TABLE_COLUMN_TEXT, 0, false },
    { "language", TABLE_COLUMN_TEXT, 0, false },
    { "asked_at", TABLE_COLUMN_JSON, 0, false },
    { "approved_by", TABLE_COLUMN_TEXT, 0, false },
    { "approved_at", TABLE_COLUMN_TIME, 0, false },
    { "revision", TABLE_COLUMN_INT, 0, false },
};
/* clang-format on */

/* The tray is the queue's list of what is approved. */
static bool
read_listing(struct request *r, struct response *res, struct listing *ret)
{
    if (!listing_read(r, form_get(&r->query, "dept"), ret)) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such department.");
        return false;
    }
    ret->state = "approved";
    return true;
}

static const char *
tray_address(const struct request *r, const struct listing *l)
{
    return arena_printf(r->arena, "/answers/tray?%s", listing_params(r, l));
}

static struct text
text_to_post(const struct request *r, const struct store_card *c, struct arena *a)
{
    struct text person = r->account->full_name.n > 0 ? r->account->full_name : r->actor;

    return byline_sign(c->answer, config_department(r->serve->config, arena_str(a, c->department)),
                       person, a);
}

/* Who approved it, and when. */
static const struct store_card_decision *
approval(const struct store_card *c)
{
    for (size_t i = c->n_history; i-- > 0;)
        if (text_is(c->history[i].verb, "approve") && !c->history[i].undone)
            return &c->history[i];
    return NULL;
}

static void
write_places(const struct request *r, struct buf *b, const struct store_card *c)
{
    buf_add_str(b, "<p class=\"facts\">Asked at</p>\n<ul class=\"places\">\n");
    for (size_t i = 0; i < c->n_places && i < SHOWN_PLACES; i++) {
        buf_add_str(b, "<li>");
        say_link_open(b, c->places[i].address, "source");
        say_address(b, c->places[i].address);
        buf_add_str(b, "</a> ");
        say_time(b, c->places[i].asked_s, r->now_s);
        if (c->places[i].gone)
            buf_add_str(b, " \xC2\xB7 <strong>no longer there</strong>");
        buf_add_str(b, "</li>\n");
    }
    if (c->n_places > SHOWN_PLACES)
        markup_addf(b, "<li><a href=\"/groups/%lld\">%zu more</a></li>\n", (long long)c->group_id,
                    c->n_places - SHOWN_PLACES);
    buf_add_str(b, "</ul>\n");
}

static void
open_form(const struct request *r, struct buf *b, const struct store_card *c,
          const struct listing *l, const char *verb)
{
    page_form(r, b, arena_printf(r->arena, "/answers/tray/%lld/%s", (long long)c->group_id, verb),
              "line");
    markup_addf(b,
                "<input type=\"hidden\" name=\"revision\" value=\"%lld\">"
                "<input type=\"hidden\" name=\"draft\" value=\"%lld\">"
                "<input type=\"hidden\" name=\"list\" value=\"%s\">",
                (long long)c->revision, (long long)c->draft_id, listing_params(r, l));
}

static void
write_forms(const struct request *r, struct buf *b, const struct store_card *c,
            const struct listing *l)
{
    if (!role_may(r->account, ROLE_APPROVE, c->department_id))
        return;
    open_form(r, b, c, l, "post");
    buf_add_str(b, "<label>Posted at <input name=\"arg\" type=\"url\" maxlength=\"1000\" "
                   "placeholder=\"https://\" required></label>"
                   "<button class=\"main\">Posted</button></form>\n");
    open_form(r, b, c, l, "post");
    buf_add_str(b, "<button>Posted, address not known</button></form>\n"
                   "<details><summary>Withdraw</summary>\n");
    open_form(r, b, c, l, "withdraw");
    buf_add_str(b, "<label>Why <input name=\"reason\" maxlength=\"1000\" required></label>"
                   "<button>Withdraw</button></form></details>\n");
}

static void
write_item(const struct request *r, struct buf *b, const struct store_card *c,
           const struct listing *l, const struct store_also *also, size_t n_also)
{
    const struct store_card_decision *by = approval(c);
    long long id = (long long)c->group_id;

    markup_addf(
        b,
        "<li class=\"tray\"><h2><a href=\"/g/%lld?state=approved\" dir=\"auto\">%.*s</a></h2>\n"
        "<p class=\"facts\">%.*s \xC2\xB7 asked ",
        id, TEXT_ARG(c->question), TEXT_ARG(c->department));
    say_count(b, c->times_asked, "time", "times");
    if (by != NULL) {
        markup_addf(b, " \xC2\xB7 approved by %.*s ", TEXT_ARG(by->actor));
        say_time(b, by->at_s, r->now_s);
    }
    buf_add_str(b, "</p>\n");
    also_write(r, b, c->group_id, also, n_also);
    also_warn(b, c->group_id, also, n_also);
    markup_addf(
        b,
        "<div class=\"copy\"><textarea id=\"copy-%lld\" readonly rows=\"7\" dir=\"auto\" "
        "aria-label=\"Text to post\">%.*s</textarea>"
        "<button type=\"button\" data-copy=\"copy-%lld\">Copy text, byline and link</button>"
        "</div>\n",
        id, TEXT_ARG(text_to_post(r, c, r->arena)), id);
    write_places(r, b, c);
    write_forms(r, b, c, l);
    buf_add_str(b, "</li>\n");
}

_Static_assert(TRAY_ROWS <= STORE_ALSO_GROUPS, "a page is asked for at once");

static void
write_items(const struct request *r, struct buf *b, const struct listing *l,
            const struct store_queue_row *rows, size_t n)
{
    int64_t groups[TRAY_ROWS];
    struct store_also *also;
    struct store_card c;
    size_t n_also;

    for (size_t i = 0; i < n; i++)
        groups[i] = rows[i].group_id;
    n_also = store_also(r->store, groups, n, r->arena, &also);
    buf_add_str(b, n > 0 ? "<ul class=\"picked\">\n" : "");
    for (size_t i = 0; i < n; i++)
        if (store_card_of_group(r->store, groups[i], r->arena, &c))
            write_item(r, b, &c, l, also, n_also);
    buf_add_str(b, n > 0 ? "</ul>\n" : "");
}

static void
show_tray(struct request *r, struct response *res)
{
    const struct page p = { .title = TEXT_LIT("Posting tray"),
                            .section = "answers",
                            .message = flash_text(r, -1) };
    struct buf *b = &res->body;
    struct store_queue_query q;
    struct store_queue_row *rows = NULL;
    struct listing l;
    size_t n = 0;

    if (!read_listing(r, res, &l))
        return;
    q = listing_query(r, &l);
    q.after = l.after;
    q.limit = TRAY_ROWS + 1;
    if (l.n_departments > 0)
        n = store_queue_page(r->store, &q, r->arena, &rows);
    page_open(r, res, &p);
    buf_add_str(b,
                "<div class=\"title\"><h1 tabindex=\"-1\">Posting tray</h1>"
                "<a href=\"/answers\">All answers</a></div>\n"
                "<p class=\"facts\">Approved, and not posted yet. Copy the text, post it where it "
                "was asked, and write down where the reply stands.</p>\n");
    if (n == 0)
        buf_add_str(b, "<p class=\"empty\">Nothing waits to be posted.</p>\n");
    write_items(r, b, &l, rows, n < TRAY_ROWS ? n : TRAY_ROWS);
    if (n > TRAY_ROWS) {
        struct store_queue_at at = store_queue_place(r->store, &rows[TRAY_ROWS - 1], q.order);

        markup_addf(
            b,
            "<nav class=\"turn\" aria-label=\"Pages\"><a href=\"%s&amp;after=%lld.%lld\">More "
            "\xE2\x86\x92</a></nav>\n",
            tray_address(r, &l), (long long)at.rank, (long long)at.group_id);
    }
    download_links(b, "/answers/tray", listing_params(r, &l));
    page_close(r, res);
}

/* ---- as files ---- */

static void
put_row(struct table *t, const struct store_card *c, struct text text)
{
    const struct store_card_decision *by = approval(c);
    json_t *places = json_array();

    for (size_t i = 0; i < c->n_places; i++)
        json_array_append_new(places, json_stringn(c->places[i].address.p, c->places[i].address.n));
    table_int(t, c->group_id);
    table_text(t, c->department);
    table_text(t, c->question);
    table_text(t, text);
    table_text(t, c->link);
    table_text(t, c->language);
    table_json(t, places);
    table_text(t, by != NULL ? by->actor : TEXT_NONE);
    table_time(t, by != NULL ? by->at_s : 0);
    table_int(t, c->revision);
    table_end_row(t);
}

static void
put_card(struct download *d, const struct store_card *c, struct arena *a)
{
    const struct store_card_decision *by = approval(c);
    struct text text = text_to_post(d->r, c, a);

    if (!download_is_feed(d)) {
        put_row(d->table, c, text);
        return;
    }
    download_entry(
        d, &(struct download_entry){ .path = arena_printf(a, "/g/%lld", (long long)c->group_id),
                                     .id = arena_printf(a, "tray/%lld/%lld", (long long)c->group_id,
                                                        (long long)c->draft_id),
                                     .title = c->question,
                                     .text = text,
                                     .updated_s = by != NULL ? by->at_s : c->created_s });
}

static void
put_cards(struct download *d, const struct listing *l)
{
    struct store_queue_query q = listing_query(d->r, l);
    struct arena *rows_arena = arena_new(), *a = arena_new();
    struct store_queue_row *rows;
    struct store_card c;
    size_t n;

    store_begin_read(d->r->store);
    do {
        arena_clear(rows_arena);
        n = store_queue_page(d->r->store, &q, rows_arena, &rows);
        for (size_t i = 0; i < n; i++) {
            arena_clear(a);
            if (store_card_of_group(d->r->store, rows[i].group_id, a, &c))
                put_card(d, &c, a);
        }
        if (n > 0)
            q.after = store_queue_place(d->r->store, &rows[n - 1], q.order);
    } while (n == STORE_QUEUE_PAGE && !store_failed(d->r->store));
    d->st = store_commit(d->r->store, &d->err);
    arena_free(rows_arena);
    arena_free(a);
}

static void
get_file(struct request *r, struct response *res)
{
    struct download d;
    struct listing l;

    if (!read_listing(r, res, &l))
        return;
    download_open(&d, r, res,
                  &(struct download_list){ .name = "tray",
                                           .title = "Posting tray",
                                           .page = tray_address(r, &l),
                                           .columns = columns,
                                           .n_columns = N_ELEMENTS(columns) });
    if (d.st == ST_OK && l.n_departments > 0)
        put_cards(&d, &l);
    download_close(&d);
}

/* ---- acts ---- */

static void
act(struct request *r, struct response *res, const char *verb)
{
    struct act_note note = { .r = r, .verb = verb };
    struct store_card before;
    struct decide_input in = { .store = r->store,
                               .config = r->serve->config,
                               .group_id = request_id(r, 0),
                               .draft_id = form_int(&r->form, "draft", 0),
                               .verb = text_of(verb),
                               .arg = text_trim(form_get(&r->form, "arg")),
                               .reason = form_get(&r->form, "reason"),
                               .actor = r->actor,
                               .revision = act_revision(r),
                               .now_s = r->now_s };
    struct desk d = { .r = r };
    struct err err = { "" };
    enum status st;

    if (!store_card_of_group(r->store, in.group_id, r->arena, &before)) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such card.");
        return;
    }
    if (!gate_allows(r, res, ROLE_APPROVE, before.department_id))
        return;
    act_keep(&in, &note);
    st = decide(&in, r->arena, &d.card, &err);
    if (st != ST_OK) {
        act_refused(r, verb, &before, &err);
        page_failed(r, res, st, &err);
        return;
    }
    if (form_parse(form_get(&r->form, "list"), r->arena, &r->query, NULL) != ST_OK ||
        !listing_read(r, form_get(&r->query, "dept"), &d.list))
        (void)listing_read(r, TEXT_NONE, &d.list); /* all of them, from the beginning */
    d.list.state = "approved";
    act_done(r, res, verb, tray_address(r, &d.list), -1);
}

static void
post(struct request *r, struct response *res)
{
    act(r, res, "post");
}

static void
withdraw(struct request *r, struct response *res)
{
    act(r, res, "withdraw");
}

const struct route tray_routes[] = {
    { "GET", "/answers/tray", ROLE_READ, show_tray },
    { "POST", "/answers/tray/{id}/post", ROLE_APPROVE, post },
    { "POST", "/answers/tray/{id}/withdraw", ROLE_APPROVE, withdraw },
    DOWNLOAD_ROUTES("/answers/tray", ROLE_READ, get_file),
    { NULL, NULL, 0, NULL },
};
