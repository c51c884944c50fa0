/* groups.c - see groups.h. */

#include "groups.h"

#include "download.h"
#include "flash.h"
#include "markup.h"
#include "narrow.h"
#include "page.h"
#include "queue.h"
#include "queue_file.h"
#include "store_run.h"

bool
groups_listing(struct request *r, struct response *res, struct listing *ret)
{
    if (!listing_read(r, form_get(&r->query, "dept"), ret)) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such department.");
        return false;
    }
    ret->groups = true;
    if (!form_has(&r->query, "state"))
        ret->state = "all";
    return true;
}

/* A list of fixed choices. */
static void
write_choice(struct buf *b, const char *name, const char *label, const char *const (*rows)[2],
             size_t n, struct text chosen)
{
    markup_addf(b, "<label><span class=\"hidden\">%s</span><select name=\"%s\">", label, name);
    for (size_t i = 0; i < n; i++)
        narrow_option(b, text_of(rows[i][0]), text_of(rows[i][1]), text_is(chosen, rows[i][0]));
    buf_add_str(b, "</select></label>\n");
}

/* Sources of the departments that are shown. */
static void
write_sources(const struct request *r, struct buf *b, const struct listing *l)
{
    struct store_source *v;
    size_t n = store_run_sources(r->store, r->arena, &v);

    buf_add_str(b, "<label><span class=\"hidden\">Source</span><select name=\"source\">");
    narrow_option(b, TEXT_NONE, TEXT_LIT("Any source"), l->source_id == 0);
    for (size_t i = 0; i < n; i++) {
        if (v[i].own_site || !listing_sees(r, v[i].department_id) ||
            (l->only != NULL && l->only->id != v[i].department_id))
            continue;
        narrow_option(b, text_of(arena_printf(r->arena, "%lld", (long long)v[i].id)),
                      text_of(arena_printf(r->arena, "%.*s: %.*s", TEXT_ARG(v[i].department),
                                           TEXT_ARG(v[i].key))),
                      v[i].id == l->source_id);
    }
    buf_add_str(b, "</select></label>\n");
}

static void
write_date(struct buf *b, const char *name, const char *label, struct text value)
{
    markup_addf(
        b, "<label class=\"switch\">%s <input type=\"date\" name=\"%s\" value=\"%.*s\"></label>\n",
        label, name, TEXT_ARG(value));
}

static void
write_filters(const struct request *r, struct buf *b, const struct listing *l)
{
    static const char *const tones[][2] = { { "", "Any tone" },
                                            { "positive", "Positive" },
                                            { "neutral", "Neutral" },
                                            { "negative", "Negative" } };

    markup_addf(b,
                "<form class=\"filters\" method=\"get\" action=\"/groups\" role=\"search\">\n"
                "<input type=\"hidden\" name=\"state\" value=\"%s\">\n",
                l->state);
    if (l->only != NULL)
        markup_addf(b, "<input type=\"hidden\" name=\"dept\" value=\"%s\">\n", l->only->key);
    markup_addf(b,
                "<label class=\"find\"><span class=\"hidden\">Search in questions</span>"
                "<input type=\"search\" name=\"find\" id=\"find\" value=\"%.*s\" "
                "placeholder=\"Search in questions\" maxlength=\"100\"></label>\n",
                TEXT_ARG(l->find));
    write_choice(b, "tone", "Tone", tones, N_ELEMENTS(tones), l->tone);
    markup_addf(b,
                "<label><span class=\"hidden\">Language</span><input name=\"language\" size=\"8\" "
                "value=\"%.*s\" placeholder=\"Language\" maxlength=\"8\"></label>\n",
                TEXT_ARG(l->language));
    write_sources(r, b, l);
    narrow_choices(r, b, l);
    write_date(b, "since", "asked from", l->since);
    write_date(b, "until", "to", l->until);
    narrow_order(b, l, STORE_QUEUE_BY_RANK, STORE_QUEUE_BY_TIMES); /* rows tell no visits */
    buf_add_str(b, "<button>Filter</button>\n</form>\n");
}

static void
show_groups(struct request *r, struct response *res)
{
    const struct page p = { .title = TEXT_LIT("Groups"),
                            .section = "groups",
                            .message = flash_text(r, -1) };
    struct buf *b = &res->body;
    struct listing l;

    if (!groups_listing(r, res, &l))
        return;
    page_open(r, res, &p);
    buf_add_str(b, "<div class=\"title\"><h1 tabindex=\"-1\">Groups</h1>"
                   "<a href=\"/search\">Search questions and own pages</a></div>\n");
    queue_departments(r, b, &l);
    queue_tabs(r, b, &l);
    write_filters(r, b, &l);
    queue_rows(r, b, &l, false);
    download_links(b, "/groups", listing_params(r, &l));
    page_close(r, res);
}

static void
get_file(struct request *r, struct response *res)
{
    struct listing l;

    if (groups_listing(r, res, &l))
        queue_file_write(r, res, &l, "groups", "Groups", listing_address(r, &l, NULL));
}

const struct route groups_routes[] = {
    { "GET", "/groups", ROLE_READ, show_groups },
    DOWNLOAD_ROUTES("/groups", ROLE_READ, get_file),
    { NULL, NULL, 0, NULL },
};
