/* Lists in every form: exact bytes, hostile cells, a terminal's width, a full disk. */
#define _XOPEN_SOURCE 700 /* posix_openpt */
#include "../test.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "table.h"

static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },     { "what_is_it", TABLE_COLUMN_TEXT, 12, false },
    { "share", TABLE_COLUMN_REAL, 0, false }, { "seen", TABLE_COLUMN_TIME, 0, false },
    { "known", TABLE_COLUMN_BOOL, 0, false }, { "tags", TABLE_COLUMN_JSON, 0, false },
    { "detail", TABLE_COLUMN_TEXT, 0, true },
};

/* Two rows, one of them short: what is missing is null. */
static void
fill(struct table *t)
{
    table_int(t, 7);
    table_str(t, "caf\xC3\xA9");
    table_real(t, .5);
    table_time(t, 86400);
    table_bool(t, true);
    table_json(t, json_pack("[s, i, [s]]", "a", 1, "b,c"));
    table_str(t, "more");
    table_end_row(t);
    table_int(t, -12);
    table_text(t, TEXT_LIT("\xE6\x97\xA5\xE6\x9C\xAC")); /* two characters, four columns */
    table_real(t, 1. / 3);
    table_time(t, 0);
    table_end_row(t);
}

/* What a table prints, to be freed. */
static char *
printed(enum table_format format, void (*fn)(struct table *t), bool bold)
{
    char *z = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&z, &n);
    struct table *t = table_open(f, format, columns, N_ROWS(columns));
    struct err err = { "" };

    table_set_bold(t, bold);
    fn(t);
    CHECK(table_close(t, &err) == ST_OK, "%s", err.msg);
    fclose(f);
    return z;
}

#define CAFE  "caf\xC3\xA9"
#define JAPAN "\xE6\x97\xA5\xE6\x9C\xAC"

static void
record(struct table *t)
{
    table_set_record(t);
    fill(t);
}

static void
nothing(struct table *t)
{
    (void)t;
}

static void
test_forms(void)
{
    static const struct {
        const char *from;
        enum table_format format;
        void (*fn)(struct table *t);
        bool bold;
        const char *want;
    } rows[] = {
        { "text", TABLE_TEXT, fill, false,
          " ID  WHAT IS IT  SHARE  SEEN                  KNOWN  TAGS\n"
          "  7  " CAFE "        0.500  1970-01-02T00:00:00Z  yes    a, 1, b,c\n"
          "-12  " JAPAN "        0.333                               \n" },
        { "text, bold", TABLE_TEXT, fill, true,
          "\033[1m ID  WHAT IS IT  SHARE  SEEN                  KNOWN  TAGS\033[0m\n"
          "  7  " CAFE "        0.500  1970-01-02T00:00:00Z  yes    a, 1, b,c\n"
          "-12  " JAPAN "        0.333                               \n" },
        { "text, one thing a paragraph", TABLE_TEXT, record, false,
          "ID          7\nWHAT IS IT  " CAFE
          "\nSHARE       0.500\nSEEN        1970-01-02T00:00:00Z\n"
          "KNOWN       yes\nTAGS        a, 1, b,c\nDETAIL      more\n\n"
          "ID          -12\nWHAT IS IT  " JAPAN "\nSHARE       0.333\nSEEN        \nKNOWN       \n"
          "TAGS        \nDETAIL      \n" },
        { "text, empty", TABLE_TEXT, nothing, true, "" },
        { "JSON", TABLE_JSON, fill, true,
          "[\n {\"id\":7,\"what_is_it\":\"" CAFE "\",\"share\":0.5,\"seen\":"
          "\"1970-01-02T00:00:00Z\",\"known\":true,\"tags\":[\"a\",1,[\"b,c\"]],"
          "\"detail\":\"more\"},\n {\"id\":-12,\"what_is_it\":\"" JAPAN "\",\"share\":"
          "0.333333333333333,\"seen\":null,\"known\":null,\"tags\":null,\"detail\":null}\n]\n" },
        { "JSON, empty", TABLE_JSON, nothing, false, "[]\n" },
        { "JSON lines", TABLE_JSONL, fill, false,
          "{\"id\":7,\"what_is_it\":\"" CAFE "\",\"share\":0.5,\"seen\":"
          "\"1970-01-02T00:00:00Z\",\"known\":true,\"tags\":[\"a\",1,[\"b,c\"]],"
          "\"detail\":\"more\"}\n{\"id\":-12,\"what_is_it\":\"" JAPAN "\",\"share\":"
          "0.333333333333333,\"seen\":null,\"known\":null,\"tags\":null,\"detail\":null}\n" },
        { "JSON lines, empty", TABLE_JSONL, nothing, false, "" },
        { "CSV (RFC 4180)", TABLE_CSV, fill, false,
          "id,what_is_it,share,seen,known,tags,detail\r\n"
          "7," CAFE ",0.500,1970-01-02T00:00:00Z,yes,\"a, 1, b,c\",more\r\n"
          "-12," JAPAN ",0.333,,,,\r\n" },
        { "CSV, empty", TABLE_CSV, nothing, false,
          "id,what_is_it,share,seen,known,tags,detail\r\n" },
        { "Markdown", TABLE_MD, fill, false,
          "| id | what_is_it | share | seen | known | tags | detail |\n"
          "|---|---|---|---|---|---|---|\n"
          "| 7 | " CAFE " | 0.500 | 1970-01-02T00:00:00Z | yes | a, 1, b,c | more |\n"
          "| -12 | " JAPAN " | 0.333 |  |  |  |  |\n" },
        { "ids", TABLE_IDS, fill, false, "7\n-12\n" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char *got = printed(rows[i].format, rows[i].fn, rows[i].bold);

        CHECK(strcmp(got, rows[i].want) == 0, "%s:\n%s", rows[i].from, got);
        free(got);
    }
}
TEST_FN(test_forms)

/* Limited to one row. */
static void
first_only(struct table *t)
{
    table_set_limit(t, 1);
    fill(t);
}

static void
test_limit(void)
{
    static const struct {
        const char *from;
        enum table_format format;
        const char *want;
    } rows[] = {
        { "ids, limited", TABLE_IDS, "7\n" },
        { "text, limited", TABLE_TEXT,
          "ID  WHAT IS IT  SHARE  SEEN                  KNOWN  TAGS\n"
          " 7  " CAFE "        0.500  1970-01-02T00:00:00Z  yes    a, 1, b,c\n" },
        { "JSON, limited", TABLE_JSON,
          "[\n {\"id\":7,\"what_is_it\":\"" CAFE "\",\"share\":0.5,\"seen\":"
          "\"1970-01-02T00:00:00Z\",\"known\":true,\"tags\":[\"a\",1,[\"b,c\"]],"
          "\"detail\":\"more\"}\n]\n" },
        { "Markdown, limited", TABLE_MD,
          "| id | what_is_it | share | seen | known | tags | detail |\n"
          "|---|---|---|---|---|---|---|\n"
          "| 7 | " CAFE " | 0.500 | 1970-01-02T00:00:00Z | yes | a, 1, b,c | more |\n" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char *got = printed(rows[i].format, first_only, false);

        CHECK(strcmp(got, rows[i].want) == 0, "%s:\n%s", rows[i].from, got);
        free(got);
    }
}
TEST_FN(test_limit)

/* One text cell in a form: what it becomes. */
static void
test_hostile(void)
{
    static const struct table_column one[] = { { "c", TABLE_COLUMN_TEXT, 0, false } };
    static const struct {
        const char *from;
        enum table_format format;
        struct text cell;
        const char *want; /* below the header */
    } rows[] = {
#define ROW(from, format, cell, want) { from, format, { cell, sizeof(cell) - 1 }, want }
        ROW("formula =", TABLE_CSV, "=1+1", "\"'=1+1\"\r\n"),
        ROW("formula +", TABLE_CSV, "+1", "\"'+1\"\r\n"),
        ROW("formula -", TABLE_CSV, "-1", "\"'-1\"\r\n"),
        ROW("formula @", TABLE_CSV, "@SUM(A1)", "\"'@SUM(A1)\"\r\n"),
        ROW("formula behind a tab", TABLE_CSV, "\t=1", "\"'\t=1\"\r\n"),
        ROW("formula behind a line end", TABLE_CSV, "\n=1", "\"'\n=1\"\r\n"),
        ROW("quotes", TABLE_CSV, "a \"b\"", "\"a \"\"b\"\"\"\r\n"),
        ROW("a line end in a cell", TABLE_CSV, "a\nb", "\"a\nb\"\r\n"),
        ROW("a comma", TABLE_CSV, "a,b", "\"a,b\"\r\n"),
        ROW("ESC and NUL in CSV", TABLE_CSV, "a\x1B[m\0b", "a?[m?b\r\n"),
        ROW("bad UTF-8 in CSV", TABLE_CSV, "\xE9", "\xEF\xBF\xBD\r\n"),
        ROW("an = inside", TABLE_CSV, "a=b", "a=b\r\n"),
        ROW("ESC in text", TABLE_TEXT, "a\x1B[31mb", "a?[31mb\n"),
        ROW("two lines in text", TABLE_TEXT,
            "a\nb\xE2\x80\xA8"
            "c",
            "a b c\n"),
        ROW("turned around", TABLE_TEXT,
            "a\xE2\x80\xAE"
            "b",
            "a?b\n"),
        ROW("ids stay one a line", TABLE_IDS, "a\nb\x1B", "a b?\n"),
        ROW("a pipe in Markdown", TABLE_MD, "a|b", "| a\\|b |\n"),
        ROW("a pipe behind a backslash", TABLE_MD, "a\\|b", "| a\\\\\\|b |\n"),
        ROW("a tag", TABLE_MD, "<script>", "| &lt;script> |\n"),
        ROW("an image", TABLE_MD, "![x](https://e.example/p)",
            "| !\\[x\\](https://e.example/p) |\n"),
        ROW("two lines", TABLE_MD, "a\r\nb", "| a  b |\n"),
        ROW("NUL in JSON", TABLE_JSONL, "a\0b", "{\"c\":\"a\\u0000b\"}\n"),
        ROW("bad UTF-8 in JSON", TABLE_JSONL, "\xE9", "{\"c\":\"\xEF\xBF\xBD\"}\n"),
#undef ROW
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char *z = NULL;
        size_t n = 0;
        FILE *f = open_memstream(&z, &n);
        struct table *t = table_open(f, rows[i].format, one, 1);

        table_text(t, rows[i].cell);
        table_end_row(t);
        CHECK(table_close(t, NULL) == ST_OK, "%s", rows[i].from);
        fclose(f);
        CHECK(text_ends(text_of(z), text_of(rows[i].want)), "%s: %s", rows[i].from, z);
        free(z);
    }
}
TEST_FN(test_hostile)

static void
test_bom_and_reals(void)
{
    char *z = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&z, &n);
    struct table *t = table_open(f, TABLE_CSV, columns, 1);

    table_set_bom(t);
    CHECK(table_close(t, NULL) == ST_OK, "closed");
    fclose(f);
    CHECK(strcmp(z, "\xEF\xBB\xBFid\r\n") == 0, "%s", z);
    free(z);
    f = open_memstream(&z, &n);
    t = table_open(f, TABLE_JSONL, &columns[2], 1);
    table_real(t, strtod("nan", NULL));
    table_end_row(t);
    table_real(t, 1e300);
    table_end_row(t);
    CHECK(table_close(t, NULL) == ST_OK, "closed");
    fclose(f);
    CHECK(strcmp(z, "{\"share\":null}\n{\"share\":1e300}\n") == 0, "%s", z);
    free(z);
}
TEST_FN(test_bom_and_reals)

#define LONG "0123456789012345678901234567890123456789"

static void
long_rows(struct table *t)
{
    table_int(t, 1);
    table_str(t, LONG);
    table_json(t, json_string(LONG));
    table_end_row(t);
}

/* What has been written to the terminal, until it is so many lines or a minute is over. */
static void
read_lines(int master, char *out, size_t size, int n_lines)
{
    struct pollfd p = { .fd = master, .events = POLLIN };
    size_t used = 0;

    while (n_lines > 0 && used + 1 < size && poll(&p, 1, 60000) == 1) {
        ssize_t n = read(master, out + used, size - used - 1);

        if (n <= 0)
            break;
        for (ssize_t i = 0; i < n; i++)
            n_lines -= out[used + (size_t)i] == '\n';
        used += (size_t)n;
    }
    out[used] = '\0';
}

/* A terminal so wide, *master its other end; NULL: there is none to be had here. */
static FILE *
terminal(unsigned short columns_wide, int *master)
{
    struct winsize w = { .ws_col = columns_wide, .ws_row = 20 };
    FILE *f;

    *master = posix_openpt(O_RDWR | O_NOCTTY);
    if (*master < 0 || grantpt(*master) != 0 || unlockpt(*master) != 0 ||
        (f = fopen(ptsname(*master), "w")) == NULL) {
        fprintf(stderr, "no pseudo-terminal here: skipped\n");
        return NULL;
    }
    CHECK(ioctl(fileno(f), TIOCSWINSZ, &w) == 0, "size");
    return f;
}

/* The same rows on a terminal of 40 columns: cut there, whole in a file. */
static void
test_terminal(void)
{
    static const struct table_column three[] = { { "id", TABLE_COLUMN_INT, 0, false },
                                                 { "a", TABLE_COLUMN_TEXT, 12, false },
                                                 { "b", TABLE_COLUMN_JSON, 0, false } };
    int master;
    FILE *f = terminal(40, &master);
    char got[512] = "";
    struct table *t;

    if (f == NULL)
        return;
    t = table_open(f, TABLE_TEXT, three, N_ROWS(three));
    long_rows(t);
    CHECK(table_close(t, NULL) == ST_OK, "closed");
    read_lines(master, got, sizeof(got), 2);
    CHECK(strcmp(got, "ID  A             B\r\n"
                      " 1  01234567890\xE2\x80\xA6  012345678901234567890\xE2\x80\xA6\r\n") == 0,
          "\n%s", got);
    fclose(f);
    close(master);
}
TEST_FN(test_terminal)

/* What fits into 40 columns when some may be left out; a limit in every form. */
static void
test_optional(void)
{
    static const struct table_column four[] = { { "id", TABLE_COLUMN_INT, 0, false },
                                                { "a", TABLE_COLUMN_TEXT, 0, false },
                                                { "seen", TABLE_COLUMN_INT, 0, false, true },
                                                { "known", TABLE_COLUMN_INT, 0, false, true } };
    static const struct {
        const char *from;
        unsigned short terminal;
        const char *want;
        bool whole;
    } rows[] = {
        { "all fit", 44, "ID  A                          SEEN  KNOWN\r\n" },
        { "the last goes first", 37, "ID  A                          SEEN\r\n" },
        { "both go", 30, "ID  A\r\n" },
        { "nothing goes from what is whole", 30, "ID  A                          SEEN  KNOWN\r\n",
          true },
        { "cut before one goes", 34, "ID  A                         SEEN\r\n" },
    };
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int master;
        FILE *f = terminal(rows[i].terminal, &master);
        char got[512] = "";
        struct table *t;

        if (f == NULL)
            return;
        t = table_open(f, TABLE_TEXT, four, N_ROWS(four));
        table_set_limit(t, 1);
        if (rows[i].whole)
            table_set_whole(t);
        for (int k = 0; k < 2; k++) {
            table_int(t, 1);
            table_str(t, "0123456789012345678901234");
            table_end_row(t);
        }
        CHECK(table_close(t, NULL) == ST_OK, "%s: closed", rows[i].from);
        read_lines(master, got, sizeof(got), 1);
        CHECK(strncmp(got, rows[i].want, strlen(rows[i].want)) == 0, "%s\n%s", rows[i].from, got);
        fclose(f);
        close(master);
    }
}
TEST_FN(test_optional)

static void
sentence(struct table *t)
{
    table_int(t, 1);
    table_str(t, "a line of words that is too long for it");
    table_end_row(t);
}

static void
sentence_whole(struct table *t)
{
    table_set_whole(t);
    sentence(t);
}

static void
long_word(struct table *t)
{
    table_int(t, 1);
    table_str(t, "see " LONG " there");
    table_end_row(t);
}

static void
sentence_record(struct table *t)
{
    table_set_record(t);
    sentence(t);
}

static void
address(struct table *t)
{
    table_int(t, 1);
    table_str(t, "https://physics.example.edu/undergraduate/research");
    table_end_row(t);
}

/* How what is too long goes on in the next line, or is cut, on a terminal of 30 columns. */
static void
test_wrap(void)
{
    static const struct table_column plain[] = { { "id", TABLE_COLUMN_INT, 0, false },
                                                 { "says", TABLE_COLUMN_TEXT, 0, false } },
                                     wrap[] = { { "id", TABLE_COLUMN_INT, 0, false },
                                                { "says", TABLE_COLUMN_TEXT, 0, false, false,
                                                  true } };
    static const struct {
        const char *from;
        const struct table_column *columns;
        void (*fn)(struct table *);
        int n_lines;
        const char *want;
    } rows[] = {
        { "cut", plain, sentence, 2, "ID  SAYS\r\n 1  a line of words that is t\xE2\x80\xA6\r\n" },
        { "wrapped", wrap, sentence, 3,
          "ID  SAYS\r\n 1  a line of words that is\r\n    too long for it\r\n" },
        { "whole", plain, sentence_whole, 3,
          "ID  SAYS\r\n 1  a line of words that is\r\n    too long for it\r\n" },
        { "a long word stays whole", wrap, long_word, 4,
          "ID  SAYS\r\n 1  see\r\n    " LONG "\r\n    there\r\n" },
        { "a record", plain, sentence_record, 3,
          "ID    1\r\nSAYS  a line of words that is\r\n      too long for it\r\n" },
        { "an address keeps its end", plain, address, 2,
          "ID  SAYS\r\n 1  https://ph\xE2\x80\xA6"
          "aduate/research\r\n" },
        { "an empty list", plain, nothing, 1, "none\r\n" },
        { "no such thing", plain, table_set_record, 0, "" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int master;
        FILE *f = terminal(30, &master);
        char got[512] = "";
        struct table *t;

        if (f == NULL)
            return;
        t = table_open(f, TABLE_TEXT, rows[i].columns, 2);
        rows[i].fn(t);
        CHECK(table_close(t, NULL) == ST_OK, "%s: closed", rows[i].from);
        fputs("end\n", f);
        fflush(f);
        read_lines(master, got, sizeof(got), rows[i].n_lines + 1);
        CHECK(strncmp(got, rows[i].want, strlen(rows[i].want)) == 0 &&
                  strcmp(got + strlen(rows[i].want), "end\r\n") == 0,
              "%s\n%s", rows[i].from, got);
        fclose(f);
        close(master);
    }
}
TEST_FN(test_wrap)

static void
test_full_disk(void)
{
    FILE *f = fopen("/dev/full", "w");
    struct err err = { "" };
    struct table *t;

    if (f == NULL) {
        fprintf(stderr, "no /dev/full here: skipped\n");
        return;
    }
    t = table_open(f, TABLE_JSONL, columns, N_ROWS(columns));
    fill(t);
    CHECK(table_close(t, &err) == ST_IO && strstr(err.msg, "No space left") != NULL, "%s", err.msg);
    t = table_open(f, TABLE_CSV, columns, N_ROWS(columns));
    CHECK(table_close(t, &err) == ST_IO, "%s", err.msg);
    (void)fclose(f); /* it cannot be written out either */
}
TEST_FN(test_full_disk)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_forms),    TEST(test_limit),    TEST(test_hostile), TEST(test_bom_and_reals),
        TEST(test_terminal), TEST(test_optional), TEST(test_wrap),    TEST(test_full_disk),
    };

    return TEST_RUN(tests);
}
