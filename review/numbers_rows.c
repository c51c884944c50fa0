/* numbers_rows.c - the rows behind a figure, and everything as files; see numbers.h. */

#include "download.h"
#include "markup.h"
#include "numbers.h"
#include "page.h"
#include "role.h"
#include "say.h"

#define PAGE_ROWS 100

/* ---- which figure ---- */

static bool
read_pick(struct request *r, struct response *res, struct store_numbers_pick *ret)
{
    int figure = store_numbers_figure_of(form_get(&r->query, "figure"));
    int part = form_has(&r->query, "part") ? store_numbers_part_of(form_get(&r->query, "part"))
                                           : STORE_NUMBERS_WHOLE;

    if (figure < 0 || part < 0) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such figure.");
        return false;
    }
    *ret =
        (struct store_numbers_pick){ (enum store_numbers_figure)figure,
                                     (enum store_numbers_part)part, form_int(&r->query, "key", 0) };
    return true;
}

static const char *
query_of(const struct numbers_view *v, const struct store_numbers_pick *p)
{
    struct arena *a = v->r->arena;
    const char *part = "";

    if (p->part != STORE_NUMBERS_WHOLE)
        part = arena_printf(a, "part=%s&key=%lld&", store_numbers_part_name(p->part),
                            (long long)p->key);
    return arena_printf(a, "figure=%s&%s%s", store_numbers_meaning(p->figure)->name, part,
                        v->params);
}

/* ---- the page ---- */

static void
write_hit(const struct numbers_view *v, struct buf *b, const struct store_numbers_hit *h)
{
    struct store_numbers_told told;

    store_numbers_tell(v->r->store, h, v->r->arena, &told);
    buf_add_str(b, "<tr><td>");
    say_time(b, h->at_s, v->r->now_s);
    markup_addf(b, "</td><th scope=\"row\" dir=\"auto\"><a href=\"/g/%lld\">%.*s</a>",
                (long long)h->group_id, TEXT_ARG(told.question));
    if (v->list.n_departments > 1 && v->list.only == NULL)
        markup_addf(b, "<span class=\"facts\">%.*s</span>", TEXT_ARG(told.department));
    buf_add_str(b, "</th><td>");
    if (told.state.n > 0)
        say_badge(b, told.state);
    buf_add_str(b, "</td><td>");
    if (told.address.n > 0) {
        say_link_open(b, told.address, "address");
        say_address(b, told.address);
        buf_add_str(b, "</a>");
    } else if (h->hours > 0) {
        numbers_say_hours(b, h->hours);
    }
    buf_add_str(b, "</td></tr>\n");
}

static void
write_turns(struct buf *b, const char *query, size_t from, size_t n)
{
    buf_add_str(b, "<nav class=\"turn\" aria-label=\"Pages\">\n");
    if (from > 0)
        markup_addf(b, "<a href=\"/numbers/rows?%s&amp;from=%zu\">\xE2\x86\x90 Before</a>\n", query,
                    from > PAGE_ROWS ? from - PAGE_ROWS : 0);
    if (from + PAGE_ROWS < n)
        markup_addf(
            b, "<a rel=\"next\" href=\"/numbers/rows?%s&amp;from=%zu\">More \xE2\x86\x92</a>\n",
            query, from + PAGE_ROWS);
    buf_add_str(b, "</nav>\n");
}

static void
get_rows(struct request *r, struct response *res)
{
    struct page p = { .section = "numbers" };
    int64_t asked = form_int(&r->query, "from", 0);
    const struct store_numbers_meaning *m;
    struct store_numbers_pick pick;
    struct store_numbers_hit *hits;
    struct buf *b = &res->body;
    struct numbers_view v;
    size_t n, from;

    if (!numbers_view(r, res, &v) || !read_pick(r, res, &pick))
        return;
    m = store_numbers_meaning(pick.figure);
    n = store_numbers_rows(r->store, &v.q, &pick, r->arena, &hits);
    from = asked > 0 && (size_t)asked < n ? (size_t)asked : 0;
    p.title = text_of(m->label);
    page_open(r, res, &p);
    markup_addf(b,
                "<p class=\"facts\"><a href=\"/numbers?%s\">\xE2\x86\x90 Numbers</a> "
                "%s to %s, UTC</p>\n<h1 tabindex=\"-1\">%s: ",
                v.params, numbers_date(r->arena, v.q.since_s, true),
                numbers_date(r->arena, v.q.until_s - 1, true), m->label);
    numbers_say(b, (int64_t)n);
    markup_addf(b, "</h1>\n<p>%s</p>\n", m->means);
    if (n == 0)
        buf_add_str(b, "<p class=\"empty\">Nothing counts here in this time.</p>\n");
    else
        buf_add_str(b, "<div class=\"scroll dense\" tabindex=\"0\" role=\"region\" "
                       "aria-label=\"Rows\"><table><thead><tr><th scope=\"col\">When</th>"
                       "<th scope=\"col\">Question</th><th scope=\"col\">Now</th>"
                       "<th scope=\"col\">Where</th></tr></thead>\n<tbody>\n");
    for (size_t i = from; i < n && i < from + PAGE_ROWS; i++)
        write_hit(&v, b, &hits[i]);
    if (n > 0) {
        buf_add_str(b, "</tbody></table></div>\n");
        write_turns(b, query_of(&v, &pick), from, n);
        markup_addf(b,
                    "<p class=\"facts files\">All %zu as a file: <a href=\"/numbers/rows.csv?%s\">"
                    "CSV</a>, <a href=\"/numbers/rows.xlsx?%s\">Excel</a>, "
                    "<a href=\"/numbers/rows.json?%s\">JSON</a></p>\n",
                    n, query_of(&v, &pick), query_of(&v, &pick), query_of(&v, &pick));
    }
    page_close(r, res);
}

/* ---- files ---- */

static const struct table_column row_columns[] = {
    { .name = "at", .type = TABLE_COLUMN_TIME },
    { .name = "group", .type = TABLE_COLUMN_INT },
    { .name = "department" },
    { .name = "question" },
    { .name = "state" },
    { .name = "url" },
    { .name = "hours", .type = TABLE_COLUMN_REAL },
};

static void
get_rows_file(struct request *r, struct response *res)
{
    struct store_numbers_pick pick;
    struct store_numbers_hit *hits;
    struct numbers_view v;
    struct download d;
    size_t n;

    if (!numbers_view(r, res, &v) || !read_pick(r, res, &pick))
        return;
    n = store_numbers_rows(r->store, &v.q, &pick, r->arena, &hits);
    download_open(&d, r, res,
                  &(struct download_list){ .name = store_numbers_meaning(pick.figure)->name,
                                           .page = "/numbers",
                                           .columns = row_columns,
                                           .n_columns = N_ELEMENTS(row_columns) });
    for (size_t i = 0; i < n && d.st == ST_OK; i++) {
        struct store_numbers_told told;
        struct arena *a = arena_new();

        store_numbers_tell(r->store, &hits[i], a, &told);
        table_time(d.table, hits[i].at_s);
        table_int(d.table, hits[i].group_id);
        table_text(d.table, told.department);
        table_text(d.table, told.question);
        table_text(d.table, told.state);
        table_text(d.table, told.address);
        if (hits[i].hours > 0)
            table_real(d.table, hits[i].hours);
        else
            table_null(d.table);
        table_end_row(d.table);
        arena_free(a);
    }
    download_close(&d);
}

static const struct table_column figure_columns[] = {
    { .name = "figure" },
    { .name = "label" },
    { .name = "value", .type = TABLE_COLUMN_REAL },
    { .name = "before", .type = TABLE_COLUMN_REAL },
    { .name = "trend" },
    { .name = "unit" },
    { .name = "meaning" },
};

static void
put_value(struct table *t, const struct store_numbers *n, enum store_numbers_figure f)
{
    if (!store_numbers_measured(n, f))
        table_null(t);
    else if (!store_numbers_meaning(f)->hours)
        table_real(t, (double)n->count[f]);
    else if (n->count[f] > 0)
        table_real(t, n->hours[f]);
    else
        table_null(t);
}

static void
get_figures_file(struct request *r, struct response *res)
{
    struct numbers_view v;
    struct download d;

    if (!numbers_view(r, res, &v) || !numbers_count(&v, res))
        return;
    download_open(&d, r, res,
                  &(struct download_list){ .name = "numbers",
                                           .page = "/numbers",
                                           .columns = figure_columns,
                                           .n_columns = N_ELEMENTS(figure_columns) });
    for (int f = 0; f < STORE_NUMBERS_FIGURES && d.st == ST_OK; f++) {
        const struct store_numbers_meaning *m = store_numbers_meaning((enum store_numbers_figure)f);

        table_str(d.table, m->name);
        table_str(d.table, m->label);
        put_value(d.table, &v.now, (enum store_numbers_figure)f);
        if (v.compare.verdict == STORE_COMPARE_MAY)
            put_value(d.table, &v.compare.then[0], (enum store_numbers_figure)f);
        else
            table_null(d.table);
        table_str(d.table, store_compare_trend_name(store_compare_trend(
                               &v.compare, &v.now, (enum store_numbers_figure)f)));
        table_str(d.table, !store_numbers_measured(&v.now, (enum store_numbers_figure)f)
                               ? STORE_NUMBERS_NOT_MEASURED
                           : m->hours ? "hours"
                                      : "count");
        table_str(d.table, m->means);
        table_end_row(d.table);
    }
    download_close(&d);
}

static int
table_of(struct text name)
{
    for (int t = 0; t < NUMBERS_TABLES; t++)
        if (text_is(name, numbers_spec((enum numbers_table)t)->name))
            return t;
    return -1;
}

/* The first column, an address where rows have one, then the table's own. */
static size_t
columns_of(const struct numbers_spec *spec, struct table_column *ret)
{
    size_t n = 0;

    ret[n++] =
        (struct table_column){ .name = spec->part == STORE_NUMBERS_PERIOD ? "from" : "name",
                               .type = spec->part == STORE_NUMBERS_PERIOD ? TABLE_COLUMN_TIME
                                                                          : TABLE_COLUMN_TEXT };
    ret[n++] = (struct table_column){ .name = "url" };
    for (size_t i = 0; i < spec->n_columns; i++)
        ret[n++] = (struct table_column){ .name = spec->columns[i].name, .type = TABLE_COLUMN_INT };
    return n;
}

static void
get_table_file(struct request *r, struct response *res)
{
    int t = table_of(form_get(&r->query, "table"));
    struct table_column columns[STORE_NUMBERS_COLUMNS + 2];
    const struct store_numbers_table *rows;
    const struct numbers_spec *spec;
    struct numbers_view v;
    struct download d;

    if (t < 0) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such table.");
        return;
    }
    if (!numbers_view(r, res, &v) || !numbers_count(&v, res))
        return;
    spec = numbers_spec((enum numbers_table)t);
    rows = numbers_rows_of(&v, (enum numbers_table)t);
    download_open(&d, r, res,
                  &(struct download_list){ .name = spec->name,
                                           .page = "/numbers",
                                           .columns = columns,
                                           .n_columns = columns_of(spec, columns) });
    for (size_t i = 0; i < rows->n && d.st == ST_OK; i++) {
        if (spec->part == STORE_NUMBERS_PERIOD)
            table_time(d.table, rows->rows[i].key);
        else
            table_str(d.table, numbers_name(&v, (enum numbers_table)t, &rows->rows[i]));
        table_text(d.table, rows->rows[i].address);
        for (size_t k = 0; k < spec->n_columns; k++)
            table_int(d.table, rows->rows[i].n[k]);
        table_end_row(d.table);
    }
    download_close(&d);
}

#define FILES(path, run)                                                                           \
    { "GET", path ".csv", ROLE_READ, run }, { "GET", path ".xlsx", ROLE_READ, run },               \
        { "GET", path ".json", ROLE_READ, run },                                                   \
    {                                                                                              \
        "GET", path ".jsonl", ROLE_READ, run                                                       \
    }

const struct route numbers_file_routes[] = {
    { "GET", "/numbers/rows", ROLE_READ, get_rows },
    FILES("/numbers", get_figures_file),
    FILES("/numbers/rows", get_rows_file),
    FILES("/numbers/table", get_table_file),
    { NULL, NULL, 0, NULL },
};
