/* departments_page.c - see departments_page.h. */

#include "departments_page.h"

#include "download.h"
#include "listing.h"
#include "markup.h"
#include "page.h"
#include "say.h"

#define DAY_MS  (INT64_C(24) * 3600 * 1000)
#define COLUMNS (3 + STORE_QUEUE_STATES)

/* Lists of a setting, one after the other. */
static void
write_list(struct buf *b, const char *label, const struct text_list *v)
{
    if (v->n == 0)
        return;
    markup_addf(b, "<dt>%s</dt><dd>", label);
    for (size_t i = 0; i < v->n; i++)
        markup_addf(b, "<span class=\"word\" dir=\"auto\">%.*s</span> ", TEXT_ARG(v->v[i]));
    buf_add_str(b, "</dd>\n");
}

static void
write_value(struct buf *b, const char *label, const char *v)
{
    if (v != NULL && v[0] != '\0')
        markup_addf(b, "<dt>%s</dt><dd dir=\"auto\">%s</dd>\n", label, v);
}

static void
write_settings(const struct request *r, struct buf *b, const struct department_config *c)
{
    markup_addf(b, "<details><summary>Settings, as seeds/%s.ini has them</summary>\n<dl>\n",
                c->key);
    write_list(b, "Sites", &c->site);
    write_list(b, "Keywords", &c->keyword);
    write_list(b, "Not with", &c->exclude);
    write_list(b, "People", &c->person);
    write_value(b, "Language", c->language);
    write_value(b, "Voice", c->voice);
    write_value(b, "Byline", c->byline);
    write_value(b, "Contact", c->contact);
    write_value(b, "Tag on links", c->answer_tag);
    write_value(b, "Two people", c->two_person ? "who edits does not approve" : NULL);
    write_value(b, "Looked at again",
                c->review_after_ms > 0 ? arena_printf(r->arena, "%lld days after an approval",
                                                      (long long)(c->review_after_ms / DAY_MS))
                                       : NULL);
    markup_addf(b, "<dt>Sources</dt><dd>%zu</dd>\n</dl></details>\n", c->n_sources);
}

static void
write_counts(const struct request *r, struct buf *b, const struct listing_department *d)
{
    int64_t counts[STORE_QUEUE_STATES];

    store_queue_counts(r->store, d->id, counts);
    buf_add_str(b, "<p class=\"line\">");
    for (int i = 0; i < STORE_QUEUE_STATES; i++) {
        const char *name = store_queue_state_name((enum store_queue_state)i);

        if (counts[i] > 0)
            markup_addf(b, "<a href=\"/groups?dept=%s&amp;state=%s\">%s %lld</a> ", d->key, name,
                        say_state(text_of(name)), (long long)counts[i]);
    }
    buf_add_str(b, "</p>\n");
}

static void
show_departments(struct request *r, struct response *res)
{
    const struct page p = { .title = TEXT_LIT("Departments"), .section = "departments" };
    struct buf *b = &res->body;
    struct listing l;

    (void)listing_read(r, TEXT_NONE, &l); /* all that the account may see */
    page_open(r, res, &p);
    buf_add_str(b, "<h1 tabindex=\"-1\">Departments</h1>\n<ul class=\"picked\">\n");
    for (size_t i = 0; i < l.n_departments; i++) {
        const struct listing_department *d = &l.departments[i];
        const struct department_config *c = config_department(r->serve->config, d->key);

        markup_addf(b, "<li><h2 dir=\"auto\">%s</h2>\n", d->name);
        write_counts(r, b, d);
        markup_addf(b,
                    "<p class=\"line\"><a href=\"/q/%s\">Queue</a> <a href=\"/answers?dept=%s\">"
                    "Answers</a> <a href=\"/answers/tray?dept=%s\">Posting tray</a> "
                    "<a href=\"/sources?dept=%s\">Sources</a> <a "
                    "href=\"/numbers?dept=%s\">Numbers</a></p>\n",
                    d->key, d->key, d->key, d->key, d->key);
        if (c != NULL)
            write_settings(r, b, c);
        buf_add_str(b, "</li>\n");
    }
    buf_add_str(b, "</ul>\n");
    download_links(b, "/departments", "");
    page_close(r, res);
}

static void
put_department(struct download *d, const struct listing_department *x)
{
    int64_t counts[STORE_QUEUE_STATES], all = 0;
    struct arena *a = d->r->arena;

    store_queue_counts(d->r->store, x->id, counts);
    for (int i = 0; i < STORE_QUEUE_STATES; i++)
        all += counts[i];
    if (download_is_feed(d)) {
        download_entry(d, &(struct download_entry){
                              .path = arena_printf(a, "/q/%s", x->key),
                              .id = arena_printf(a, "department/%s", x->key),
                              .title = text_of(x->name),
                              .text = text_of(arena_printf(a, "%lld group%s", (long long)all,
                                                           all == 1 ? "" : "s")),
                              .updated_s = d->r->now_s });
        return;
    }
    table_str(d->table, x->key);
    table_str(d->table, x->name);
    table_int(d->table, all);
    for (int i = 0; i < STORE_QUEUE_STATES; i++)
        table_int(d->table, counts[i]);
    table_end_row(d->table);
}

static void
get_file(struct request *r, struct response *res)
{
    struct table_column columns[COLUMNS] = { { .name = "department" },
                                             { .name = "name" },
                                             { "groups", TABLE_COLUMN_INT, 0, false } };
    struct download d;
    struct listing l;

    for (int i = 0; i < STORE_QUEUE_STATES; i++)
        columns[COLUMNS - STORE_QUEUE_STATES + i] =
            (struct table_column){ store_queue_state_name((enum store_queue_state)i),
                                   TABLE_COLUMN_INT, 0, false };
    (void)listing_read(r, TEXT_NONE, &l); /* all that the account may see */
    download_open(&d, r, res,
                  &(struct download_list){ .name = "departments",
                                           .title = "Departments",
                                           .page = "/departments",
                                           .columns = columns,
                                           .n_columns = COLUMNS });
    for (size_t i = 0; i < l.n_departments && d.st == ST_OK; i++)
        put_department(&d, &l.departments[i]);
    download_close(&d);
}

const struct route departments_page_routes[] = {
    { "GET", "/departments", ROLE_READ, show_departments },
    DOWNLOAD_ROUTES("/departments", ROLE_READ, get_file),
    { NULL, NULL, 0, NULL },
};
