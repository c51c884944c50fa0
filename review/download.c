/* download.c - see download.h. */

#include "download.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "atom.h"
#include "markup.h"
#include "page.h"

#define FLUSH_BYTES ((size_t)64 * 1024) /* of a feed, written at a time */

static const struct form_of_file {
    const char *ending, *label, *type; /* label NULL: pages do not offer it */
    enum table_format format;          /* of a table */
    bool feed;
} forms[] = {
    { ".csv", "CSV", "text/csv; charset=utf-8", TABLE_CSV, false },
    { ".xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      TABLE_XLSX, false },
    { ".json", "JSON", "application/json", TABLE_JSON, false },
    { ".jsonl", NULL, "application/x-ndjson; charset=utf-8", TABLE_JSONL, false },
    { ".atom", "feed", "application/atom+xml; charset=utf-8", TABLE_JSON, true },
};

static const struct form_of_file *
form_of(struct text path)
{
    for (size_t i = 0; i < N_ELEMENTS(forms); i++)
        if (text_ends(path, text_of(forms[i].ending)))
            return &forms[i];
    return &forms[0];
}

bool
download_is_feed(const struct download *d)
{
    return form_of(d->r->path)->feed;
}

/* What was asked, as its asker wrote it: a proxy's Host is the right one. */
static const char *
root_of(const struct request *r)
{
    return arena_printf(r->arena, "http%s://%.*s", r->secure ? "s" : "",
                        TEXT_ARG(request_header(r, "Host")));
}

static void
flush(struct download *d)
{
    size_t at = 0;
    ssize_t n = 1;

    for (; d->st == ST_OK && at<d->buf.n; at += n> 0 ? (size_t)n : 0) {
        n = write(fileno(d->out), d->buf.p + at, d->buf.n - at);
        if (n < 0 && errno != EINTR)
            d->st = err_set(&d->err, ST_IO, "the list cannot be kept: %s", strerror(errno));
    }
    buf_clear(&d->buf);
}

static void
begin_feed(struct download *d, const struct download_list *l)
{
    struct buf id, page;

    buf_init(&id, BUF_SMALL);
    buf_init(&page, BUF_SMALL);
    atom_id(&id, l->site, text_of(l->page + 1));
    buf_addf(&page, "%s%s", d->root, l->page);
    d->time_at = atom_begin(&d->buf, &(struct atom_head){ .id = buf_text(&id),
                                                          .title = text_of(l->title),
                                                          .language = TEXT_LIT("en"),
                                                          .site = buf_text(&page) });
    buf_release(&id);
    buf_release(&page);
}

void
download_open(struct download *d, struct request *r, struct response *res,
              const struct download_list *l)
{
    const struct form_of_file *form = form_of(r->path);

    *d = (struct download){ .r = r, .res = res, .root = root_of(r), .out = tmpfile() };
    buf_init(&d->buf, BUF_PAGE);
    if (d->out == NULL) {
        d->st = err_set(&d->err, ST_IO, "the list cannot be kept: %s", strerror(errno));
        return;
    }
    res->file = d->out;
    res->type = form->type;
    if (form->feed) {
        begin_feed(d, l);
        return;
    }
    d->table = table_open(d->out, form->format, l->columns, l->n_columns);
    response_header(
        res, "Content-Disposition",
        text_of(arena_printf(r->arena, "attachment; filename=\"%s%s\"", l->name, form->ending)));
}

void
download_entry(struct download *d, const struct download_entry *e)
{
    struct buf id, link, html;

    buf_init(&id, BUF_SMALL);
    buf_init(&link, BUF_SMALL);
    buf_init(&html, BUF_PAGE);
    atom_id(&id, e->site, text_of(e->id));
    buf_addf(&link, "%s%s", d->root, e->path);
    buf_add_str(&html, "<p>");
    markup_text(&html, e->text);
    buf_add_str(&html, "</p>");
    atom_add(&d->buf, &(struct atom_entry){ .id = buf_text(&id),
                                            .title = e->title,
                                            .link = buf_text(&link),
                                            .published_s = e->published_s,
                                            .updated_s = e->updated_s,
                                            .html = buf_text(&html) });
    d->updated_s = e->updated_s > d->updated_s ? e->updated_s : d->updated_s;
    buf_release(&id);
    buf_release(&link);
    buf_release(&html);
    if (d->buf.n >= FLUSH_BYTES)
        flush(d);
}

static void
end_feed(struct download *d)
{
    char at[CLOCK_RFC3339_BYTES];

    atom_end(&d->buf);
    flush(d);
    clock_rfc3339(d->updated_s, at);
    if (d->st == ST_OK &&
        pwrite(fileno(d->out), at, ATOM_TIME_BYTES, (off_t)d->time_at) != ATOM_TIME_BYTES)
        d->st = err_set(&d->err, ST_IO, "the list cannot be kept: %s", strerror(errno));
}

void
download_close(struct download *d)
{
    enum status st = store_check(d->r->store, d->st == ST_OK ? &d->err : NULL);

    if (d->st == ST_OK)
        d->st = st;
    if (d->table != NULL) {
        st = table_close(d->table, d->st == ST_OK ? &d->err : NULL);
        d->st = d->st == ST_OK ? st : d->st;
    } else if (d->out != NULL) {
        end_feed(d);
    }
    buf_release(&d->buf);
    if (d->st == ST_OK)
        return;
    response_no_file(d->res);
    page_failed(d->r, d->res, d->st, &d->err);
}

void
download_links(struct buf *b, const char *path, const char *query)
{
    buf_add_str(b, "<p class=\"facts\">As a file:");
    for (size_t i = 0; i < N_ELEMENTS(forms); i++)
        if (forms[i].label != NULL)
            markup_addf(b, "%s <a href=\"%s%s%s%s\">%s</a>", i > 0 ? "," : "", path,
                        forms[i].ending, query[0] != '\0' ? "?" : "", query, forms[i].label);
    buf_add_str(b, "</p>\n");
}
