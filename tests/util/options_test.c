/* Options as tables: each type's forms and refusals, the nearest name against a plain distance. */
#include "../test.h"

#include "options.h"
#include "rng.h"

#define NOW_S  INT64_C(1795300000)
#define ROUNDS 20000

struct obj {
    bool flag, yes;
    int64_t number, range, span, size, when, port;
    double real;
    const char *text, *choice;
    struct text_list list;
};

/* clang-format off */
#define AT(f) offsetof(struct obj, f)
static const struct option rows[] = {
    { .name = "flag", .letter = 'f', .type = OPTION_FLAG, .offset = AT(flag), .help = "a flag" },
    { .name = "yes", .type = OPTION_BOOL, .offset = AT(yes), .initial = "on" },
    { .name = "number", .type = OPTION_INT, .offset = AT(number), .initial = "7" },
    { .name = "range", .type = OPTION_INT, .offset = AT(range), .min = -5, .max = 5 },
    { .name = "span", .type = OPTION_DURATION, .offset = AT(span), .initial = "1.5s" },
    { .name = "size", .type = OPTION_SIZE, .offset = AT(size), .initial = "64M" },
    { .name = "when", .type = OPTION_DATE, .offset = AT(when) },
    { .name = "real", .type = OPTION_REAL, .offset = AT(real), .initial = "0" },
    { .name = "text", .type = OPTION_TEXT, .offset = AT(text), .initial = "abc" },
    { .name = "choice", .type = OPTION_CHOICE, .offset = AT(choice), .initial = "csv", .choices = "csv|md" },
    { .name = "list", .type = OPTION_LIST, .offset = AT(list) },
    { .name = "port", .type = OPTION_INT, .offset = AT(port), .initial = "-1", .max = 9 },
};
#undef AT
/* clang-format on */

static void
test_init(void)
{
    struct arena *a = arena_new();
    struct obj o = { 0 };
    struct option_set set = { rows, N_ROWS(rows), &o };

    options_init(&set, a);
    CHECK(o.yes && !o.flag && o.number == 7 && o.span == 1500, "%lld", (long long)o.span);
    CHECK(o.size == INT64_C(64) << 20 && o.when == 0 && o.list.n == 0, "%lld", (long long)o.size);
    CHECK(strcmp(o.text, "abc") == 0 && strcmp(o.choice, "csv") == 0, "%s", o.text);
    CHECK(o.port == -1, "not given: %lld", (long long)o.port);
    CHECK(options_find(&set, TEXT_LIT("size")) == &rows[5], "found");
    CHECK(options_find(&set, TEXT_LIT("siz")) == NULL, "by its whole name only");
    arena_free(a);
}
TEST_FN(test_init)

static const struct {
    const char *name, *value, *printed, *err; /* err: a part; NULL: accepted */
} values[] = {
    { "port", "0", "0", NULL },
    { "port", "-1", "-1", "wanted a whole number from 0 to 9" },
    { "yes", "No", "no", NULL },
    { "yes", "0", "no", NULL },
    { "yes", "false", "no", NULL },
    { "yes", "OFF", "no", NULL },
    { "flag", "1", "yes", NULL },
    { "flag", "yes", "yes", NULL },
    { "flag", "True", "yes", NULL },
    { "flag", "on", "yes", NULL },
    { "yes", "maybe", "yes", "yes = maybe: wanted yes or no" },
    { "number", "12", "12", NULL },
    { "number", "-1", "7", "number = -1: wanted a whole number" },
    { "number", "1.5", "7", "wanted a whole number" },
    { "range", "-5", "-5", NULL },
    { "range", "5", "5", NULL },
    { "range", "6", "0", "range = 6: wanted a whole number from -5 to 5" },
    { "range", "-6", "0", "from -5 to 5" },
    { "span", "200ms", "200ms", NULL },
    { "span", "0.2s", "200ms", NULL },
    { "span", "10m", "10m", NULL },
    { "span", "90 m", "90m", NULL },
    { "span", "120M", "2h", NULL },
    { "span", "2d", "2d", NULL },
    { "span", "0s", "0ms", NULL },
    { "span", "5", "1500ms", "wanted a number and ms, s, m, h or d" },
    { "span", "s", "1500ms", "wanted a number" },
    { "span", "-5s", "1500ms", "wanted a number" },
    { "span", "5 weeks", "1500ms", "wanted a number" },
    { "span", "1e3s", "1500ms", "wanted a number" },
    { "span", "999999999999999d", "1500ms", "wanted a number" },
    { "span", "", "1500ms", "wanted a number" },
    { "size", "5M", "5M", NULL },
    { "size", "1536", "1536", NULL },
    { "size", "1.5k", "1536", NULL },
    { "size", "2048", "2K", NULL },
    { "size", "1g", "1G", NULL },
    { "size", "5MB", "64M", "such as 5M" },
    { "when", "2026-11-20", "2026-11-20T00:00:00Z", NULL },
    { "when", "7d", "2026-11-14T22:26:40Z", NULL },
    { "when", "soon", "", "wanted a date" },
    { "real", "0.25", "0.25", NULL },
    { "real", "1x", "0", "wanted a decimal number" },
    { "real", "1.2.3", "0", "wanted a decimal number" },
    { "text", "\xC3\xA9", "\xC3\xA9", NULL },
    { "text", "\xE9", "abc", "wanted UTF-8 text" },
    { "choice", "md", "md", NULL },
    { "choice", "MD", "csv", "choice = MD: wanted one of csv|md" },
    { "choice", "csv|md", "csv", "wanted one of" },
    { "choice", "", "csv", "wanted one of" },
    { "list", "\xE9", "", "wanted UTF-8 text" },
};

/* Each refused value leaves the field alone and says what was wanted. */
static void
test_set(void)
{
    for (size_t i = 0; i < N_ROWS(values); i++) {
        struct arena *a = arena_new();
        struct obj o = { 0 };
        struct option_set set = { rows, N_ROWS(rows), &o };
        const struct option *row = options_find(&set, text_of(values[i].name));
        struct err err = { "" };
        enum status st;
        struct buf b;

        options_init(&set, a);
        st = options_set(&set, row, text_of(values[i].value), NOW_S, a, &err);
        CHECK((st == ST_OK) == (values[i].err == NULL), "%s = %s: %s", values[i].name,
              values[i].value, err.msg);
        CHECK(st == ST_OK || (st == ST_INVALID && strstr(err.msg, values[i].err) != NULL), "%s",
              err.msg);
        buf_init(&b, BUF_SMALL);
        options_print(&set, row, &b);
        CHECK(strcmp(buf_str(&b), values[i].printed) == 0, "%s = %s: printed %s", values[i].name,
              values[i].value, buf_str(&b));
        buf_release(&b);
        arena_free(a);
    }
}
TEST_FN(test_set)

static void
test_list_and_spans(void)
{
    struct arena *a = arena_new();
    struct obj o = { 0 };
    struct option_set set = { rows, N_ROWS(rows), &o };
    const struct option *list = options_find(&set, TEXT_LIT("list"));
    struct buf b;

    CHECK(options_set(&set, list, TEXT_LIT("a"), 0, a, NULL) == ST_OK, "a");
    CHECK(options_set(&set, list, TEXT_LIT("b c"), 0, a, NULL) == ST_OK, "b c");
    buf_init(&b, BUF_SMALL);
    options_print(&set, list, &b);
    CHECK(o.list.n == 2 && strcmp(buf_str(&b), "a, b c") == 0, "%s", buf_str(&b));
    buf_release(&b);
    CHECK(options_set(&set, options_find(&set, TEXT_LIT("when")), TEXT_LIT("7d"), OPTIONS_NO_NOW, a,
                      NULL) == ST_INVALID,
          "a span without a now");
    CHECK(!options_duration(TEXT_LIT("5\0s"), &o.span) && o.span == 0, "a NUL is no digit");
    CHECK(!options_duration(TEXT_NONE, &o.span), "nothing is no span");
    arena_free(a);
}
TEST_FN(test_list_and_spans)

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edit distance by its definition, swaps of neighbours included. */
static size_t
plain(const char *a, size_t n, const char *b, size_t m)
{
    size_t d;

    if (n == 0 || m == 0)
        return n + m;
    d = plain(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]);
    d = least(d, plain(a, n - 1, b, m) + 1);
    d = least(d, plain(a, n, b, m - 1) + 1);
    if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1])
        d = least(d, plain(a, n - 2, b, m - 2) + 1);
    return d;
}

static void
test_nearest(void)
{
    static const char *const names[] = { "delay", "max_pages", "url", "basis" };
    static const struct {
        const char *what, *want;
    } typed[] = {
        { "dealy", "delay" },
        { "delai", "delay" },
        { "maxpages", "max_pages" },
        { "ulr", "url" },
        { "run", NULL },
        { "bases", "basis" },
        { "colour", NULL },
        { "", NULL },
        { "delay", "delay" },
        { "max-pags", "max_pages" },
        { "a-name-that-is-longer-than-any-that-is-compared-at-all", NULL },
    };
    struct rng r;

    for (size_t i = 0; i < N_ROWS(typed); i++) {
        const char *got = options_nearest(text_of(typed[i].what), names, N_ROWS(names));

        CHECK(got == NULL ? typed[i].want == NULL
                          : typed[i].want != NULL && strcmp(got, typed[i].want) == 0,
              "%s: %s", typed[i].what, got != NULL ? got : "none");
    }
    rng_seed(&r, 13);
    for (int i = 0; i < ROUNDS; i++) {
        char a[8] = "", b[8] = "";
        const char *const name[] = { b };
        size_t n = rng_below(&r, 7), m = rng_below(&r, 7), slips = n / 3 > 0 ? n / 3 : 1;

        for (size_t j = 0; j < n; j++)
            a[j] = (char)('a' + rng_below(&r, 3));
        for (size_t j = 0; j < m; j++)
            b[j] = (char)('a' + rng_below(&r, 3));
        CHECK((options_nearest(text_of(a), name, 1) != NULL) == (plain(a, n, b, m) <= slips),
              "\"%s\" and \"%s\"", a, b);
    }
}
TEST_FN(test_nearest)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_init), TEST(test_set), TEST(test_list_and_spans),
                                        TEST(test_nearest) };

    return TEST_RUN(tests);
}
