/* unanswered_render_cmd.c - see unanswered.h: a spool as a table, an Excel file, a page or a feed.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "atom.h"
#include "book.h"
#include "clock.h"
#include "filter.h"
#include "handout.h"
#include "markup.h"
#include "unanswered.h"

#define DATE_BYTES 10 /* "2026-11-22" of a date and time */

struct rendering {
    const struct config *config;
    const struct unanswered_form *form;
    FILE *spool, *out;
    json_t *head;
    struct buf buf; /* of one row */
    struct text site;
    int64_t updated_s;
    size_t n;
    void (*row)(struct rendering *r, const json_t *row);
    struct table *table;
    const struct unanswered_sheet *sheet;
};

static struct text
text_in(const json_t *row, const char *key)
{
    const json_t *v = json_object_get(row, key);

    return (struct text){ json_string_value(v), json_string_length(v) };
}

static int64_t
int_in(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

static bool
is_wanted(const struct rendering *r, const json_t *row)
{
    struct text department = text_in(row, "department");

    if (json_object_get(row, "of") != NULL) /* numbers: of one, or of all together */
        return text_eq(text_in(row, "of"), text_of(r->form->department));
    return r->form->department == NULL || department.n == 0 ||
           text_is(department, r->form->department);
}

/* Call r->row for every row of a list. */
static enum status
each(struct rendering *r, const char *list, struct err *err)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    enum status st = ST_OK;

    rewind(r->spool);
    while (st == ST_OK && (n = getline(&line, &cap, r->spool)) > 0) {
        json_t *row = json_loadb(line, (size_t)n, 0, NULL);

        if (row == NULL)
            st = err_set(err, ST_PROBLEMS, "the kept list is damaged: a line is no JSON");
        else if (text_is(text_in(row, "list"), list) && is_wanted(r, row))
            r->row(r, row);
        json_decref(row);
    }
    free(line);
    return st;
}

static void
on_head(struct rendering *r, const json_t *row)
{
    json_decref(r->head);
    r->head = json_deep_copy(row);
}

static void
on_count(struct rendering *r, const json_t *row)
{
    r->n++;
    if (int_in(row, "last_seen") > r->updated_s)
        r->updated_s = int_in(row, "last_seen");
}

/* What a department is called; its key where no file speaks of it any more. */
static struct text
name_of(const struct rendering *r, struct text key)
{
    for (size_t i = 0; i < r->config->n_departments; i++) {
        const struct department_config *d = &r->config->departments[i];

        if (text_is(key, d->key))
            return text_of(d->name != NULL ? d->name : d->key);
    }
    return key;
}

/* "Unanswered questions, Department of Physics, 2026-10" */
static void
add_title(const struct rendering *r, struct buf *b)
{
    struct text month = text_in(r->head, "month");
    struct text name = name_of(r, text_of(r->form->department));

    buf_addf(b, "Unanswered questions%s%.*s%s%.*s", name.n > 0 ? ", " : "", TEXT_ARG(name),
             month.n == 0  ? ""
             : name.n == 0 ? " "
                           : ", ",
             TEXT_ARG(month));
}

static void
flush(struct rendering *r)
{
    fwrite(r->buf.p, 1, r->buf.n, r->out);
    buf_clear(&r->buf);
}

/* ---- tables ---- */

static void
on_row(struct rendering *r, const json_t *row)
{
    unanswered_put_row(r->table, r->sheet, row);
}

static enum status
write_table(struct rendering *r, enum table_format format, struct err *err)
{
    r->sheet = &unanswered_sheets[UNANSWERED_GROUPS];
    r->table = table_open(r->out, format, r->sheet->columns, r->sheet->n);
    table_set_schema(r->table, UNANSWERED_SCHEMA);
    if (r->form->bom)
        table_set_bom(r->table);
    r->row = on_row;
    return table_end(r->table, each(r, r->sheet->name, err), err);
}

static enum status
write_book(struct rendering *r, struct err *err)
{
    struct book *b;
    enum status st = book_open(int_in(r->head, "made"), &b, err), closed;

    if (st != ST_OK)
        return st;
    r->row = on_row;
    for (int i = 0; i < UNANSWERED_LISTS && st == ST_OK; i++) {
        r->sheet = &unanswered_sheets[i];
        r->table = table_open_sheet(b, r->sheet->title, r->sheet->columns, r->sheet->n);
        if (i == UNANSWERED_DEFINITIONS)
            unanswered_define(r->table);
        else
            st = each(r, r->sheet->name, err);
        st = table_end(r->table, st, err);
    }
    closed = book_close(b, st == ST_OK ? r->out : NULL, st == ST_OK ? err : NULL);
    return st != ST_OK ? st : closed;
}

/* ---- the page ---- */

static void
add_date(struct buf *b, int64_t at_s)
{
    char at[CLOCK_RFC3339_BYTES];

    clock_rfc3339(at_s, at);
    buf_addf(b, "<time datetime=\"%s\">%.*s</time>", at, DATE_BYTES, at);
}

static void
add_places(struct buf *b, const json_t *row)
{
    const json_t *places = json_object_get(row, "places");

    if (json_array_size(places) == 0)
        return;
    buf_add_str(b, "<ul>\n");
    for (size_t i = 0; i < json_array_size(places); i++) {
        const json_t *v = json_array_get(places, i);
        struct text t = { json_string_value(v), json_string_length(v) };

        buf_add_str(b, "<li><a rel=\"nofollow noreferrer\" href=\"");
        markup_url(b, t);
        buf_add_str(b, "\">");
        markup_text(b, t);
        buf_add_str(b, "</a></li>\n");
    }
    buf_add_str(b, "</ul>\n");
}

/* What is said of a group below its question. */
static void
add_details(const struct rendering *r, struct buf *b, const json_t *row)
{
    struct text page = text_in(row, "nearest_page"), owner = text_in(row, "owner");
    int64_t times = int_in(row, "times_asked"), sites = int_in(row, "sites");

    if (times == 1)
        buf_add_str(b, "<p>Asked once, ");
    else
        buf_addf(b, "<p>Asked %lld times on %lld site%s, ", (long long)times, (long long)sites,
                 sites == 1 ? "" : "s");
    add_date(b, int_in(row, "first_seen"));
    if (times != 1) {
        buf_add_str(b, " to ");
        add_date(b, int_in(row, "last_seen"));
    }
    buf_add_str(b, ". Why: ");
    markup_text(b, text_in(row, "why"));
    buf_add_str(b, ".</p>\n");
    if (r->form->department == NULL && r->config->n_departments > 1)
        markup_addf(b, "<p>Department: %.*s</p>\n",
                    TEXT_ARG(name_of(r, text_in(row, "department"))));
    if (page.n > 0) {
        buf_add_str(b, "<p>Nearest page: <a href=\"");
        markup_url(b, page);
        buf_add_str(b, "\">");
        markup_text(b, page);
        buf_add_str(b, "</a></p>\n");
    }
    if (owner.n > 0) {
        buf_add_str(b, "<p>For: ");
        markup_text(b, owner);
        buf_add_str(b, "</p>\n");
    }
    add_places(b, row);
}

static void
on_article(struct rendering *r, const json_t *row)
{
    buf_addf(&r->buf, "<article id=\"g%lld\" lang=\"", (long long)int_in(row, "group"));
    markup_attr(&r->buf, text_in(row, "language"));
    buf_add_str(&r->buf, "\">\n<h2 dir=\"auto\">");
    markup_text(&r->buf, text_in(row, "question"));
    buf_add_str(&r->buf, "</h2>\n<div lang=\"en\">\n");
    add_details(r, &r->buf, row);
    buf_add_str(&r->buf, "</div>\n</article>\n");
    flush(r);
}

static void
on_baseline(struct rendering *r, const json_t *row)
{
    struct text means = text_in(row, "means");

    if (text_is(text_in(row, "figure"), "Baseline"))
        markup_addf(&r->buf, "<p>%.*s</p>\n", TEXT_ARG(means));
}

static enum status
write_html(struct rendering *r, struct err *err)
{
    struct buf title;
    enum status st;

    buf_init(&title, BUF_SMALL);
    add_title(r, &title);
    handout_begin(&r->buf, buf_text(&title),
                  "article { border-top: 1px solid; margin-top: 1.5rem; }\n"
                  "p { margin: .3rem 0; }\n"
                  "@media print { article { break-inside: avoid; } }\n");
    buf_addf(&r->buf, "<p>%zu question%s, as of ", r->n, r->n == 1 ? "" : "s");
    buf_release(&title);
    add_date(&r->buf, int_in(r->head, "made"));
    buf_add_str(&r->buf, ".</p>\n");
    r->row = on_baseline;
    st = each(r, "summary", err);
    flush(r);
    r->row = on_article;
    if (st == ST_OK)
        st = each(r, "unanswered", err);
    handout_end(&r->buf);
    flush(r);
    return st;
}

/* ---- the feed ---- */

static void
make_id(struct rendering *r, struct buf *id, int64_t group)
{
    struct buf what;

    buf_init(&what, BUF_SMALL);
    buf_addf(&what, "unanswered/%s", r->form->department != NULL ? r->form->department : "all");
    if (group != 0)
        buf_addf(&what, "/%lld", (long long)group);
    atom_id(id, r->site, buf_text(&what));
    buf_release(&what);
}

static void
on_entry(struct rendering *r, const json_t *row)
{
    const json_t *first = json_array_get(json_object_get(row, "places"), 0);
    struct buf id, html;

    buf_init(&id, BUF_SMALL);
    buf_init(&html, BUF_LARGE);
    make_id(r, &id, int_in(row, "group"));
    add_details(r, &html, row);
    atom_add(&r->buf,
             &(struct atom_entry){ .id = buf_text(&id),
                                   .title = text_in(row, "question"),
                                   .link = { json_string_value(first), json_string_length(first) },
                                   .published_s = int_in(row, "first_seen"),
                                   .updated_s = int_in(row, "last_seen"),
                                   .html = buf_text(&html) });
    flush(r);
    buf_release(&id);
    buf_release(&html);
}

static enum status
write_atom(struct rendering *r, struct err *err)
{
    struct buf id, title;
    enum status st;

    buf_init(&id, BUF_SMALL);
    buf_init(&title, BUF_SMALL);
    make_id(r, &id, 0);
    add_title(r, &title);
    (void)atom_begin(&r->buf, &(struct atom_head){ .id = buf_text(&id), /* the time is known */
                                                   .title = buf_text(&title),
                                                   .language = TEXT_LIT("en"),
                                                   .site = r->site,
                                                   .updated_s = r->updated_s });
    flush(r);
    r->row = on_entry;
    st = each(r, "unanswered", err);
    atom_end(&r->buf);
    flush(r);
    buf_release(&id);
    buf_release(&title);
    return st;
}

static enum status
write_form(struct rendering *r, struct err *err)
{
    static const struct {
        const char *name;
        enum table_format format;
    } tables[] = { { "csv", TABLE_CSV },
                   { "jsonl", TABLE_JSONL },
                   { "json", TABLE_JSON },
                   { "ids", TABLE_IDS },
                   { "md", TABLE_MD } };
    const char *format = r->form->format;

    for (size_t i = 0; i < N_ELEMENTS(tables); i++)
        if (strcmp(format, tables[i].name) == 0)
            return write_table(r, tables[i].format, err);
    if (strcmp(format, "xlsx") == 0)
        return write_book(r, err);
    return strcmp(format, "html") == 0 ? write_html(r, err) : write_atom(r, err);
}

enum status
unanswered_render_cmd(const struct config *c, FILE *spool, const struct unanswered_form *form,
                      FILE *out, struct err *err)
{
    struct rendering r = { .config = c, .form = form, .spool = spool, .out = out };
    const struct department_config *d = form->department != NULL
                                            ? config_department(c, form->department)
                                        : c->n_departments == 1 ? &c->departments[0]
                                                                : NULL;
    enum status st;

    buf_init(&r.buf, BUF_LARGE);
    r.site = d != NULL && d->site.n > 0 ? d->site.v[0] : TEXT_NONE;
    r.row = on_head;
    st = each(&r, "head", err);
    r.row = on_count;
    if (st == ST_OK)
        st = each(&r, "unanswered", err);
    if (st == ST_OK)
        st = write_form(&r, err);
    if (st == ST_OK && (fflush(out) != 0 || ferror(out)))
        st = err_set(err, ST_IO, "cannot write the list: %s", strerror(errno));
    json_decref(r.head);
    buf_release(&r.buf);
    return st;
}
