/* book.c - see book.h. */
#include "book.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "mem.h"
#include "utf8.h"

#define PATH_BYTES     4096
#define SECONDS_OF_DAY 86400.0
#define EPOCH_DAYS     25569.0 /* 1970-01-01 as Excel counts days */
#define BEYOND_BMP     0x10000 /* from here on a character is two UTF-16 units */

#define LINE_POINTS 15.0
#define TEXT_FORMAT 49 /* of the built-in ones: text, whatever is typed (ECMA-376 18.8.30) */
#define MAX_LINES   12 /* shown of a cell; the rest is there */

#define PORTRAIT_CHARS 100 /* columns that are no wider in all go on an upright page */
#define PAGE_LINES     60  /* what is no higher then goes on one, at most a fifth smaller */

enum width { NUMBER_WIDTH = 12, TIME_WIDTH = 20, WORDS_WIDTH = 44 };

/* Invariants: sheet is the one begun last, row the one that is filled there (0 is the header). */
struct book {
    char path[PATH_BYTES];
    lxw_workbook *file;
    lxw_worksheet *sheet;
    lxw_format *bold, *wrapped, *moment, *link, *fraction, *typed;
    lxw_row_t row;
    const struct table_column *columns; /* borrowed: this sheet's */
    size_t n_columns, n_links;          /* of this sheet */
    size_t n_lines;                     /* of the row's highest cell */
    size_t n_sheet_lines;               /* of the rows before it */
    bool upright;                       /* on paper */
    int64_t dropped;
};

static const char *
folder(void)
{
    const char *dir = getenv("TMPDIR");

    return dir != NULL && dir[0] != '\0' ? dir : "/tmp";
}

enum status
book_open(int64_t created_s, struct book **ret, struct err *err)
{
    char dir[PATH_BYTES];
    lxw_workbook_options o = { .constant_memory = 1, .tmpdir = dir };
    lxw_doc_properties about = { .created = (time_t)created_s };
    struct book *b = mem_zalloc(sizeof(*b));
    int fd;

    snprintf(dir, sizeof(dir), "%s", folder());
    if (snprintf(b->path, sizeof(b->path), "%s/earshot-XXXXXX", dir) >= (int)sizeof(b->path) ||
        (fd = mkstemp(b->path)) < 0) {
        free(b);
        return err_set(err, ST_IO, "%s: cannot make a file there: %s", dir, strerror(errno));
    }
    close(fd);
    b->file = workbook_new_opt(b->path, &o);
    if (b->file == NULL) {
        unlink(b->path);
        free(b);
        return err_set(err, ST_IO, "%s: cannot begin an Excel file there", dir);
    }
    workbook_set_properties(b->file, &about);
    b->bold = workbook_add_format(b->file);
    format_set_bold(b->bold);
    b->wrapped = workbook_add_format(b->file);
    format_set_text_wrap(b->wrapped);
    format_set_align(b->wrapped, LXW_ALIGN_VERTICAL_TOP);
    b->moment = workbook_add_format(b->file);
    format_set_num_format(b->moment, "yyyy-mm-dd hh:mm");
    format_set_align(b->moment, LXW_ALIGN_VERTICAL_TOP);
    b->fraction = workbook_add_format(b->file); /* the cell has it whole */
    format_set_num_format(b->fraction, "0.0##");
    format_set_align(b->fraction, LXW_ALIGN_VERTICAL_TOP);
    b->typed = workbook_add_format(b->file);
    format_set_num_format_index(b->typed, TEXT_FORMAT);
    format_set_text_wrap(b->typed);
    format_set_align(b->typed, LXW_ALIGN_VERTICAL_TOP);
    b->link = workbook_add_format(b->file);
    format_set_text_wrap(b->link);
    format_set_align(b->link, LXW_ALIGN_VERTICAL_TOP);
    format_set_underline(b->link, LXW_UNDERLINE_SINGLE);
    format_set_font_color(b->link, LXW_COLOR_BLUE);
    *ret = b;
    return ST_OK;
}

/* In characters. */
static size_t
width_of(const struct table_column *c)
{
    size_t chars = c->max_chars > NUMBER_WIDTH ? c->max_chars : NUMBER_WIDTH;

    if (c->type == TABLE_COLUMN_TIME)
        return TIME_WIDTH;
    if (c->type != TABLE_COLUMN_TEXT && c->type != TABLE_COLUMN_JSON)
        return NUMBER_WIDTH;
    return c->max_chars > 0 && chars < WORDS_WIDTH ? chars : WORDS_WIDTH;
}

static void
finish_sheet(struct book *b)
{
    if (b->sheet != NULL && b->n_columns > 0)
        worksheet_autofilter(b->sheet, 0, 0, b->row > 1 ? b->row - 1 : 0,
                             (lxw_col_t)(b->n_columns - 1));
    if (b->sheet != NULL && b->upright && b->n_sheet_lines <= PAGE_LINES)
        worksheet_fit_to_pages(b->sheet, 1, 1);
}

void
book_sheet(struct book *b, const char *name, const struct table_column *columns, size_t n)
{
    size_t chars = 0;

    finish_sheet(b);
    b->sheet = workbook_add_worksheet(b->file, name);
    b->columns = columns;
    b->n_columns = n;
    b->n_links = 0;
    b->row = 0;
    b->n_sheet_lines = 1;
    for (size_t i = 0; i < n; i++) {
        lxw_col_t c = (lxw_col_t)i;

        chars += width_of(&columns[i]);
        worksheet_set_column(b->sheet, c, c, (double)width_of(&columns[i]),
                             columns[i].blank ? b->typed : NULL);
        worksheet_write_string(b->sheet, 0, c, columns[i].name, b->bold);
    }
    worksheet_freeze_panes(b->sheet, 1, 0);
    b->upright = chars <= PORTRAIT_CHARS;
    if (!b->upright)
        worksheet_set_landscape(b->sheet); /* on paper: all columns beside each other */
    worksheet_fit_to_pages(b->sheet, 1, 0);
    worksheet_repeat_rows(b->sheet, 0, 0);
    b->row = 1;
}

static bool
is_full(const struct book *b)
{
    return b->row > BOOK_ROWS;
}

/* An address of the web and nothing else. */
static bool
is_link(struct text v)
{
    if (v.n > BOOK_LINK_BYTES ||
        (!text_starts(v, TEXT_LIT("https://")) && !text_starts(v, TEXT_LIT("http://"))))
        return false;
    for (size_t i = 0; i < v.n; i++)
        if (v.p[i] <= ' ' || v.p[i] > '~')
            return false;
    return true;
}

/* How many lines it has in a column that is so wide. */
static size_t
lines_of(struct text v, size_t width)
{
    struct text line;
    size_t n = 0;

    while (n < MAX_LINES && text_cut(&v, "\n", &line))
        n += 1 + utf8_count(text_sub(line, 0, BOOK_CELL_CHARS)) / (width + 1);
    return n < MAX_LINES ? n : MAX_LINES;
}

void
book_text(struct book *b, size_t column, struct text v)
{
    size_t at = 0, keep = 0, lines;
    int units = 0;
    char *z;

    if (is_full(b) || v.n == 0)
        return;
    lines = lines_of(v, width_of(&b->columns[column]));
    if (lines > b->n_lines)
        b->n_lines = lines;
    while (at < v.n && units < BOOK_CELL_CHARS) {
        uint32_t c = utf8_next(v, &at);

        units += c >= BEYOND_BMP ? 2 : 1;
        if (units < BOOK_CELL_CHARS)
            keep = at; /* one is left for the ellipsis */
    }
    if (at == v.n && units <= BOOK_CELL_CHARS)
        keep = v.n;
    z = mem_alloc(keep + sizeof("\xE2\x80\xA6"));
    memcpy(z, v.p, keep);
    memcpy(z + keep, "\xE2\x80\xA6", sizeof("\xE2\x80\xA6"));
    if (keep == v.n)
        z[keep] = '\0';
    if (!is_link(v) || b->n_links == BOOK_LINKS ||
        worksheet_write_url(b->sheet, b->row, (lxw_col_t)column, z, b->link) != LXW_NO_ERROR)
        worksheet_write_string(b->sheet, b->row, (lxw_col_t)column, z, b->wrapped);
    else
        b->n_links++;
    free(z);
}

void
book_number(struct book *b, size_t column, double v)
{
    if (!is_full(b))
        worksheet_write_number(b->sheet, b->row, (lxw_col_t)column, v,
                               floor(v) == v ? b->wrapped : b->fraction);
}

void
book_time(struct book *b, size_t column, int64_t at_s)
{
    if (!is_full(b))
        worksheet_write_number(b->sheet, b->row, (lxw_col_t)column,
                               (double)at_s / SECONDS_OF_DAY + EPOCH_DAYS, b->moment);
}

void
book_end_row(struct book *b)
{
    /* a spreadsheet program does not always measure the rows of a file that it opens */
    if (b->n_lines > 1 && !is_full(b))
        worksheet_set_row(b->sheet, b->row, (double)b->n_lines * LINE_POINTS, NULL);
    b->n_sheet_lines += b->n_lines > 1 ? b->n_lines : 1;
    b->n_lines = 0;
    if (is_full(b))
        b->dropped++;
    else
        b->row++;
}

static enum status
copy(const char *path, FILE *out, struct err *err)
{
    char chunk[BUFSIZ];
    FILE *in = fopen(path, "rb");
    bool bad = in == NULL;
    size_t n;

    while (!bad && (n = fread(chunk, 1, sizeof(chunk), in)) > 0)
        bad = fwrite(chunk, 1, n, out) != n;
    bad = bad || ferror(in) != 0;
    if (in != NULL)
        fclose(in);
    return bad ? err_set(err, ST_IO, "cannot write the Excel file: %s", strerror(errno)) : ST_OK;
}

enum status
book_close(struct book *b, FILE *out, struct err *err)
{
    enum status st = ST_OK;
    lxw_error e;

    finish_sheet(b);
    e = workbook_close(b->file); /* frees it as well */
    if (e != LXW_NO_ERROR)
        st = err_set(err, ST_IO, "cannot write the Excel file: %s", lxw_strerror(e));
    else if (out != NULL)
        st = copy(b->path, out, err);
    if (st == ST_OK && b->dropped > 0)
        st =
            err_set(err, ST_LIMIT,
                    "an Excel sheet holds %d rows: %lld are left out (csv and jsonl hold them all)",
                    BOOK_ROWS, (long long)b->dropped);
    unlink(b->path);
    free(b);
    return st;
}
