/* audit_page.c - see audit_page.h. */

#include "audit_page.h"

#include <inttypes.h>

#include "audit_list.h"
#include "download.h"
#include "field.h"
#include "markup.h"
#include "page.h"
#include "role.h"

#define DAY_S     86400
#define ID_BYTES  40
#define PAGE_ROWS 50 /* unless the person has set another number */

struct showing {
    const struct request *r;
    struct buf *b;
    int64_t n, last_id;
};

/* "2026-11-22" of a field as Unix time; 0: none, or no date. */
static int64_t
date_of(const struct request *r, const char *name)
{
    int64_t at_s;
    bool has_time;

    return clock_parse_rfc3339(form_get(&r->query, name), &at_s, &has_time) && at_s > 0 ? at_s : 0;
}

static struct store_audit_filter
filter_of(const struct request *r)
{
    int64_t until_s = date_of(r, "until");

    return (struct store_audit_filter){ .actor = text_trim(form_get(&r->query, "actor")),
                                        .action = text_trim(form_get(&r->query, "action")),
                                        .object = text_trim(form_get(&r->query, "object")),
                                        .since_s = date_of(r, "since"),
                                        .until_s = until_s > 0 ? until_s + DAY_S : 0,
                                        .before_id = form_int(&r->query, "before", 0) };
}

/* The filters as a query for another address of the same list. */
static const char *
query(const struct request *r)
{
    static const char *const names[] = { "actor", "action", "object", "since", "until" };
    const char *ret;
    struct buf q;

    buf_init(&q, BUF_SMALL);
    for (size_t i = 0; i < N_ELEMENTS(names); i++) {
        struct text v = form_get(&r->query, names[i]);

        if (v.n == 0)
            continue;
        buf_addf(&q, "%s%s=", q.n > 0 ? "&" : "", names[i]);
        markup_query(&q, v);
    }
    ret = arena_str(r->arena, buf_text(&q));
    buf_release(&q);
    return ret;
}

static void
write_filters(const struct request *r, struct buf *b)
{
    static const struct {
        const char *name, *label, *type;
    } fields[] = {
        { "actor", "Who", "text" },      { "action", "Action begins with", "text" },
        { "object", "To what", "text" }, { "since", "From", "date" },
        { "until", "To", "date" },
    };

    buf_add_str(b, "<form method=\"get\" action=\"/audit\" class=\"filters\" role=\"search\">\n");
    for (size_t i = 0; i < N_ELEMENTS(fields); i++)
        field_input(b, &(struct field){ .name = fields[i].name,
                                        .label = fields[i].label,
                                        .type = fields[i].type,
                                        .value = form_get(&r->query, fields[i].name) });
    field_button(b, "Filter");
    buf_add_str(b, "</form>\n<p><a href=\"/audit?verify=1\">Verify the log</a></p>\n");
    download_links(b, "/audit", query(r));
}

/* Reading every row takes a moment when there are many, so only who asks is told. */
static void
write_verdict(const struct request *r, struct buf *b)
{
    struct store_audit_verdict v = { 0 };
    struct err err = { "" };

    if (!form_has(&r->query, "verify"))
        return;
    if (store_audit_verify(r->store, TEXT_NONE, &v, &err) == ST_OK)
        markup_addf(
            b,
            "<p class=\"message\" role=\"status\">%lld row%s, all as they were written. "
            "The last hash is <code>%s</code>: noted elsewhere, it also shows later whether "
            "rows were cut off.</p>\n",
            (long long)v.n_rows, v.n_rows == 1 ? "" : "s", v.head);
    else
        field_alert(b, err.msg);
}

static void
write_change(struct buf *b, struct text before, struct text after)
{
    if (before.n > 0)
        markup_addf(b, "<del dir=\"auto\">%.*s</del> ", TEXT_ARG(before));
    if (after.n > 0)
        markup_addf(b, "<ins dir=\"auto\">%.*s</ins>", TEXT_ARG(after));
}

static bool
write_row(void *self, const struct store_audit *x)
{
    struct showing *s = self;
    char z[CLOCK_RFC3339_BYTES];

    clock_rfc3339(x->at_s, z); /* to the second, for comparing with other logs */
    markup_addf(s->b,
                "<tr><td data-label=\"Row\">%lld</td><td data-label=\"When\"><time>%s</time></td>"
                "<td data-label=\"Who\" dir=\"auto\">%.*s</td><td data-label=\"Action\">%.*s</td>"
                "<td data-label=\"To what\" dir=\"auto\">%.*s</td>"
                "<td data-label=\"Before, after\">",
                (long long)x->id, z, TEXT_ARG(x->actor), TEXT_ARG(x->action), TEXT_ARG(x->object));
    write_change(s->b, x->before, x->after);
    markup_addf(s->b,
                "</td><td data-label=\"Result\">%.*s</td><td data-label=\"From\">%.*s</td></tr>\n",
                TEXT_ARG(x->result), TEXT_ARG(x->address));
    s->n++;
    s->last_id = x->id;
    return true;
}

static void
get_audit(struct request *r, struct response *res)
{
    const struct page p = { .title = TEXT_LIT("Audit"), .section = "audit" };
    struct store_audit_filter filter = filter_of(r);
    struct buf *b = &res->body;
    struct showing s = { .r = r, .b = b };
    const char *rows = page_setting(r, "page");

    if (!text_to_int(text_of(rows), &filter.limit) || filter.limit <= 0)
        filter.limit = PAGE_ROWS;
    page_open(r, res, &p);
    buf_add_str(b, "<h1 tabindex=\"-1\">Audit</h1>\n");
    write_verdict(r, b);
    write_filters(r, b);
    buf_add_str(
        b,
        "<div class=\"scroll dense cells\" tabindex=\"0\" role=\"region\" aria-label=\"Rows of the "
        "log\"><table><thead><tr><th scope=\"col\">Row</th><th scope=\"col\">When</th>"
        "<th scope=\"col\">Who</th><th scope=\"col\">Action</th>"
        "<th scope=\"col\">To what</th><th scope=\"col\">Before, after</th>"
        "<th scope=\"col\">Result</th><th scope=\"col\">From</th></tr></thead>\n<tbody>\n");
    store_audit_each(r->store, &filter, write_row, &s);
    buf_add_str(b, "</tbody></table></div>\n<nav class=\"turn\" aria-label=\"Pages\">");
    if (filter.before_id > 0) {
        buf_add_str(b, "<a href=\"/audit?");
        markup_addf(b, "%s", query(r));
        buf_add_str(b, "\">The newest</a> ");
    }
    if (s.n == filter.limit && s.last_id > 1) {
        markup_addf(b, "<a rel=\"next\" href=\"/audit?before=%lld&amp;", (long long)s.last_id);
        markup_addf(b, "%s", query(r));
        buf_add_str(b, "\">Older ones</a>");
    }
    buf_add_str(b, "</nav>\n");
    page_close(r, res);
}

static bool
put_entry(void *self, const struct store_audit *x)
{
    struct download *d = self;
    char id[ID_BYTES]; /* not in the arena: the log is long */
    struct buf title;

    buf_init(&title, BUF_SMALL);
    buf_addf(&title, "%.*s: %.*s %.*s", TEXT_ARG(x->actor), TEXT_ARG(x->action),
             TEXT_ARG(x->object));
    snprintf(id, sizeof(id), "audit/%lld", (long long)x->id);
    download_entry(d, &(struct download_entry){ .path = "/audit",
                                                .id = id,
                                                .title = buf_text(&title),
                                                .text = x->result,
                                                .updated_s = x->at_s });
    buf_release(&title);
    return true;
}

static void
get_file(struct request *r, struct response *res)
{
    const struct store_audit_filter filter = filter_of(r);
    struct download d;

    download_open(&d, r, res,
                  &(struct download_list){ .name = "audit",
                                           .title = "Audit",
                                           .page = "/audit",
                                           .columns = audit_columns,
                                           .n_columns = AUDIT_COLUMNS });
    if (d.st == ST_OK && download_is_feed(&d))
        store_audit_each(r->store, &filter, put_entry, &d);
    else if (d.st == ST_OK)
        store_audit_each(r->store, &filter, audit_row, d.table);
    download_close(&d);
}

const struct route audit_routes[] = {
    { "GET", "/audit", ROLE_AUDIT, get_audit },
    DOWNLOAD_ROUTES("/audit", ROLE_AUDIT, get_file),
    { NULL, NULL, 0, NULL },
};
