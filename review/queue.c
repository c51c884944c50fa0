/* queue.c - see queue.h. */

#include "queue.h"

#include <string.h>

#include "bulk.h"
#include "download.h"
#include "flash.h"
#include "markup.h"
#include "narrow.h"
#include "page.h"
#include "role.h"
#include "say.h"

/* The badges of a row, most pressing first; a reader who sees no colour reads them. */
static void
write_badges(const struct request *r, struct buf *b, const struct store_queue_row *row,
             bool tell_state)
{
    if (tell_state)
        say_standing(b, text_of(store_queue_state_name(row->state)), row->escalation);
    say_alarm(b, row->escalation);
    say_tone(b, row->tone);
    if (row->errors > 0)
        markup_addf(b, "<span class=\"badge error\">%lld error%s</span>", (long long)row->errors,
                    row->errors == 1 ? "" : "s");
    if (row->warnings > 0)
        markup_addf(b, "<span class=\"badge warning\">%lld warning%s</span>",
                    (long long)row->warnings, row->warnings == 1 ? "" : "s");
    if (row->lease_by.n > 0 && row->lease_until_s > r->now_s)
        markup_addf(b, "<span class=\"badge lease\">open: %.*s</span>",
                    TEXT_ARG(text_eq(row->lease_by, r->actor) ? TEXT_LIT("you") : row->lease_by));
}

static void
write_facts(const struct request *r, struct buf *b, const struct listing *l,
            const struct store_queue_row *row)
{
    buf_add_str(b, "<span class=\"facts\">");
    if (l->only == NULL)
        markup_addf(b, "%.*s \xC2\xB7 ", TEXT_ARG(row->department));
    if (row->times_asked > 1)
        markup_addf(b, "\xC3\x97%lld on %lld site%s \xC2\xB7 ", (long long)row->times_asked,
                    (long long)row->sites, row->sites == 1 ? "" : "s");
    say_time(b, row->last_asked_s, r->now_s);
    if (row->owner.n > 0)
        markup_addf(b, " \xC2\xB7 for %.*s", TEXT_ARG(row->owner));
    say_narrow(b, row->campaigns, row->audience);
    if (row->until_s > 0) {
        buf_add_str(b, " \xC2\xB7 until ");
        say_until(b, row->until_s, r->now_s);
    }
    buf_add_str(b, "</span>");
}

/* How a row looks. */
struct look {
    bool current; /* the card at hand */
    bool pick;    /* with a box to tick */
    bool beside;  /* beside a card: narrow, and what waits for review does not say so */
};

static void
write_row(const struct request *r, struct buf *b, const struct listing *l,
          const struct store_queue_row *row, struct look look)
{
    bool alarm = row->state == STORE_QUEUE_GAP && row->escalation.n > 0;

    markup_addf(b, "<li class=\"row%s%s\">", look.current ? " current" : "", alarm ? " alarm" : "");
    if (look.pick)
        markup_addf(b,
                    "<input type=\"checkbox\" name=\"card\" value=\"%lld.%lld\" form=\"bulk\" "
                    "aria-label=\"Select: %.*s\">",
                    (long long)row->group_id, (long long)row->revision, TEXT_ARG(row->question));
    markup_addf(
        b,
        look.current
            ? "<a href=\"%s\" aria-current=\"true\" class=\"question\" dir=\"auto\">%.*s</a>"
            : "<a href=\"%s\" class=\"question\" dir=\"auto\">%.*s</a>",
        listing_card(r, l, row->group_id), TEXT_ARG(row->question));
    buf_add_str(b, "<span class=\"badges\">");
    write_badges(r, b, row, !look.beside || row->state != STORE_QUEUE_MACHINE);
    buf_add_str(b, "</span>");
    write_facts(r, b, l, row);
    buf_add_str(b, "</li>\n");
}

int64_t
queue_neighbour(const struct request *r, const struct listing *l, struct store_queue_at at,
                bool backward)
{
    struct store_queue_query q = listing_query(r, l);
    struct store_queue_row *rows;

    q.after = at;
    q.backward = backward;
    q.limit = 1;
    return store_queue_page(r->store, &q, r->arena, &rows) > 0 ? rows[0].group_id : 0;
}

int64_t
queue_hand_out(const struct request *r, const struct listing *l, struct store_queue_at at)
{
    struct store_queue_query q = listing_query(r, l);
    struct store_queue_row *rows;

    q.after = at;
    q.free_for = r->actor;
    q.limit = 1;
    return store_queue_page(r->store, &q, r->arena, &rows) > 0 ? rows[0].group_id : 0;
}

void
queue_beside(const struct request *r, struct buf *b, const struct listing *l,
             const struct store_queue_row *at)
{
    struct store_queue_query q = listing_query(r, l);
    struct store_queue_row *before, *after;
    size_t n_before, n_after;

    q.limit = QUEUE_SIDE;
    q.after = store_queue_place(r->store, at, l->order);
    q.backward = true;
    n_before = store_queue_page(r->store, &q, r->arena, &before);
    q.backward = false;
    n_after = store_queue_page(r->store, &q, r->arena, &after);
    buf_add_str(b, "<ol class=\"rows\">\n");
    for (size_t i = n_before; i > 0; i--)
        write_row(r, b, l, &before[i - 1], (struct look){ .beside = true });
    write_row(r, b, l, at, (struct look){ .beside = true, .current = true });
    for (size_t i = 0; i < n_after; i++)
        write_row(r, b, l, &after[i], (struct look){ .beside = true });
    buf_add_str(b, "</ol>\n");
}

/* ---- the page ---- */

static void
write_tab(const struct request *r, struct buf *b, const struct listing *l, const char *state,
          const char *label, int64_t n)
{
    markup_addf(
        b,
        strcmp(l->state, state) == 0
            ? "<li><a href=\"%s\" aria-current=\"page\">%s <span class=\"n\">%lld</span></a></li>\n"
            : "<li><a href=\"%s\">%s <span class=\"n\">%lld</span></a></li>\n",
        listing_address(r, l, state), label, (long long)n);
}

void
queue_tabs(const struct request *r, struct buf *b, const struct listing *l)
{
    int64_t counts[STORE_QUEUE_COUNTS];

    listing_counts(r, l, counts);
    buf_add_str(b, "<nav class=\"tabs\" aria-label=\"States\"><ul>\n");
    write_tab(r, b, l, "todo", "To do", listing_sum("todo", counts));
    for (int i = 0; i < STORE_QUEUE_STATES; i++) {
        const char *name = store_queue_state_name((enum store_queue_state)i);

        if (counts[i] > 0 || strcmp(l->state, name) == 0)
            write_tab(r, b, l, name, say_state(text_of(name)), counts[i]);
    }
    write_tab(r, b, l, "all", "All", listing_sum("all", counts));
    buf_add_str(b, "</ul></nav>\n");
}

static void
write_option(struct buf *b, const char *value, const char *label, bool chosen)
{
    markup_addf(b,
                chosen ? "<option value=\"%s\" selected>%s</option>"
                       : "<option value=\"%s\">%s</option>",
                value, label);
}

static void
write_switch(struct buf *b, const char *name, const char *label, bool on)
{
    markup_addf(
        b,
        on ? "<label class=\"switch\"><input type=\"checkbox\" name=\"%s\" value=\"1\" checked> "
             "%s</label>\n"
           : "<label class=\"switch\"><input type=\"checkbox\" name=\"%s\" value=\"1\"> "
             "%s</label>\n",
        name, label);
}

static void
write_filters(const struct request *r, struct buf *b, const struct listing *l)
{
    static const char *const tones[] = { "positive", "neutral", "negative" };

    markup_addf(b,
                "<form class=\"filters\" method=\"get\" action=\"/q/%s\" role=\"search\">\n"
                "<input type=\"hidden\" name=\"state\" value=\"%s\">\n"
                "<label class=\"find\"><span class=\"hidden\">Search in questions</span>"
                "<input type=\"search\" name=\"find\" id=\"find\" value=\"%.*s\" "
                "placeholder=\"Search in questions\" maxlength=\"100\"></label>\n"
                "<label><span class=\"hidden\">Tone</span><select name=\"tone\" id=\"filter\">",
                l->only != NULL ? l->only->key : "", l->state, TEXT_ARG(l->find));
    write_option(b, "", "Any tone", l->tone.n == 0);
    for (size_t i = 0; i < N_ELEMENTS(tones); i++)
        write_option(b, tones[i], tones[i], text_is(l->tone, tones[i]));
    buf_add_str(b, "</select></label>\n");
    narrow_choices(r, b, l);
    write_switch(b, "alarms", "alarms", l->alarms);
    write_switch(b, "clear", "without warnings", l->clear);
    write_switch(b, "free", "nobody has open", l->free);
    buf_add_str(b, "<button>Filter</button>\n</form>\n");
}

void
queue_departments(const struct request *r, struct buf *b, const struct listing *l)
{
    struct listing other = *l;

    if (l->n_departments < 2)
        return;
    buf_add_str(b, "<nav class=\"departments\" aria-label=\"Departments\"><ul>\n");
    for (size_t i = 0; i <= l->n_departments; i++) {
        other.only = i == 0 ? NULL : &l->departments[i - 1];
        markup_addf(b,
                    other.only == l->only ? "<li><a href=\"%s\" aria-current=\"page\">%s</a></li>\n"
                                          : "<li><a href=\"%s\">%s</a></li>\n",
                    listing_address(r, &other, NULL),
                    other.only != NULL ? other.only->name : "All departments");
    }
    buf_add_str(b, "</ul></nav>\n");
}

/* A page of rows, and where those before and behind it are. */
struct slice {
    struct store_queue_row *rows;
    size_t n;
    bool more_before, more_after;
};

static void
read_slice(const struct request *r, const struct listing *l, struct slice *ret)
{
    struct store_queue_query q = listing_query(r, l);
    bool backward = l->before.group_id != 0;
    size_t n;

    q.backward = backward;
    q.after = backward ? l->before : l->after;
    q.limit = QUEUE_ROWS + 1; /* one more tells whether there are more */
    n = store_queue_page(r->store, &q, r->arena, &ret->rows);
    ret->n = n > QUEUE_ROWS ? QUEUE_ROWS : n;
    ret->more_after = backward || n > QUEUE_ROWS;
    ret->more_before = backward ? n > QUEUE_ROWS : l->after.group_id != 0;
    for (size_t i = 0; backward && i < ret->n / 2; i++) { /* nearest first: turn them around */
        struct store_queue_row x = ret->rows[i];

        ret->rows[i] = ret->rows[ret->n - 1 - i];
        ret->rows[ret->n - 1 - i] = x;
    }
}

static void
write_turn(const struct request *r, struct buf *b, const struct listing *l, const char *name,
           const struct store_queue_row *at, const char *label)
{
    const char *address = listing_address(r, l, NULL);
    struct store_queue_at place = store_queue_place(r->store, at, l->order);

    markup_addf(b, "<a href=\"%s%s%s=%lld.%lld\">%s</a>\n", address,
                strchr(address, '?') != NULL ? "&" : "?", name, (long long)place.rank,
                (long long)place.group_id, label);
}

void
queue_rows(const struct request *r, struct buf *b, const struct listing *l, bool pick)
{
    struct slice s = { 0 };

    if (l->n_departments > 0)
        read_slice(r, l, &s);
    if (s.n == 0) {
        buf_add_str(b, l->groups ? "<p class=\"empty\">No group is like that.</p>\n"
                       : listing_narrowed(l)
                           ? "<p class=\"empty\">Nothing here is like that.</p>\n"
                           : "<p class=\"empty\">Nothing is here. Well done, or wait for the next "
                             "run.</p>\n");
        return;
    }
    buf_add_str(b, "<ol class=\"rows big\">\n");
    for (size_t i = 0; i < s.n; i++)
        write_row(r, b, l, &s.rows[i], (struct look){ .pick = pick });
    buf_add_str(b, "</ol>\n<nav class=\"turn\" aria-label=\"Pages\">\n");
    if (s.more_before)
        write_turn(r, b, l, "before", &s.rows[0], "\xE2\x86\x90 Before");
    if (s.more_after)
        write_turn(r, b, l, "after", &s.rows[s.n - 1], "More \xE2\x86\x92");
    buf_add_str(b, "</nav>\n");
    if (pick)
        bulk_form(r, b, l);
}

static void
show_queue(struct request *r, struct response *res)
{
    struct page p = { .title = TEXT_LIT("Queue"),
                      .section = "queue",
                      .message = flash_text(r, -1) };
    struct buf *b = &res->body;
    struct listing l;
    int64_t first;

    if (!listing_read(r, r->args[0], &l)) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such department.");
        return;
    }
    if (l.only != NULL)
        p.title = text_of(l.only->name);
    page_open(r, res, &p);
    markup_addf(b, "<div class=\"title\"><h1 tabindex=\"-1\">%.*s</h1>\n", TEXT_ARG(p.title));
    first = l.n_departments > 0 ? queue_hand_out(r, &l, (struct store_queue_at){ 0 }) : 0;
    if (first != 0)
        markup_addf(b, "<a class=\"button main\" rel=\"next\" href=\"%s\">Start with the first</a>",
                    listing_card(r, &l, first));
    buf_add_str(b, "</div>\n");
    queue_departments(r, b, &l);
    queue_tabs(r, b, &l);
    write_filters(r, b, &l);
    queue_rows(r, b, &l,
               role_may(r->account, ROLE_LEAD, l.only != NULL ? l.only->id : ROLE_ANYWHERE));
    download_links(b, "/q", listing_params(r, &l));
    page_close(r, res);
}

static void
show_home(struct request *r, struct response *res)
{
    /* Operators see no drafts. */
    response_redirect(res, role_may(r->account, ROLE_READ, ROLE_ANYWHERE) ? "/q/" : "/profile");
}

const struct route queue_routes[] = {
    { "GET", "/", ROLE_SELF, show_home },
    { "GET", "/q/", ROLE_READ, show_queue },
    { "GET", "/q/{dept}", ROLE_READ, show_queue },
    { NULL, NULL, 0, NULL },
};
