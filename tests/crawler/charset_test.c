/* charset_test.c - charset.c against the Encoding standard and the HTML standard's prescan. */

#include "../../crawler/charset.h"

#include "../test.h"
#include "text.h"

static const struct {
    const char *from, *label, *name;
} labels[] = {
    /* clang-format off */
    { "Encoding 4.2", "latin1", "windows-1252" }, { "4.2", "ISO-8859-1", "windows-1252" },
    { "4.2 trimmed", "  utf8\t", "utf-8" }, { "4.2", "gb2312", "gbk" }, { "4.2", "ks_c_5601-1987", "euc-kr" },
    { "4.2", "iso-8859-9", "windows-1254" }, { "4.2", "tis-620", "windows-874" }, { "4.2", "utf-16", "utf-16le" },
    { "4.2", "hz-gb-2312", "replacement" }, { "not a label", "utf-7", NULL }, { "empty", "", NULL },
    { "part of a label", "utf", NULL },
    /* clang-format on */
};

static void
test_labels(void)
{
    for (size_t i = 0; i < N_ROWS(labels); i++) {
        const struct charset *c = charset_find(text_of(labels[i].label));

        CHECK((c == NULL) == (labels[i].name == NULL), "row %zu (%s)", i, labels[i].from);
        CHECK(c == NULL || strcmp(c->name, labels[i].name) == 0, "row %zu (%s): %s", i,
              labels[i].from, c->name);
    }
}

static const struct {
    const char *from, *head, *name;
} heads[] = {
    /* clang-format off */
    { "plain", "<meta charset=utf-8>", "utf-8" }, { "spaces", "<meta  charset = 'koi8-r' >", "koi8-r" },
    { "pragma", "<meta http-equiv=content-type content='text/html; charset=big5'>", "big5" },
    { "content without pragma", "<meta content='text/html; charset=big5'>", NULL },
    { "in a comment", "<!-- <meta charset=big5> --><meta charset=utf-8>", "utf-8" },
    { "empty comment", "<!--><meta charset=utf-8>", "utf-8" },
    { "another element", "<metal charset=big5><p title='<meta charset=big5>'><meta charset=utf-8>", "utf-8" },
    { "first attribute wins", "<meta charset=utf-8 charset=big5>", "utf-8" },
    { "utf-16 in ASCII is a lie", "<meta charset=utf-16>", "utf-8" },
    { "x-user-defined", "<meta charset=x-user-defined>", "windows-1252" },
    { "cut off", "<meta charset=utf-8", NULL }, { "unknown, then known", "<meta charset=x><meta charset=big5>", "big5" },
    { "slash", "<meta/charset=utf-8>", "utf-8" }, { "nothing", "", NULL },
    { "the first http-equiv", "<meta http-equiv=refresh http-equiv=content-type content='text/html; charset=big5'>", NULL },
    { "content, then a bad charset", "<meta http-equiv=content-type content='text/html; charset=big5' charset=nonsense>", NULL },
    { "a bad charset, then content", "<meta charset=nonsense http-equiv=content-type content='text/html; charset=big5'>", NULL },
    { "the first content", "<meta http-equiv=content-type content=x content='text/html; charset=big5'>", NULL },
    { "charset without =, then with", "<meta http-equiv=content-type content='charset; charset = \"big5\"'>", "big5" },
    { "quote without end", "<meta http-equiv=content-type content='charset=\"big5'>", NULL },
    { "end tag with attributes", "</p title='<meta charset=big5>'><meta charset=utf-8>", "utf-8" },
    { "</ and no letter", "</!<meta charset=big5>>", NULL },
    { "name with =", "<meta =charset=big5><meta charset=utf-8>", "utf-8" },
    { "empty value", "<meta charset=><meta charset=big5>", "big5" },
    { "comment that ends in itself", "<!--->x<meta charset=big5>", "big5" },
    { "comment without end", "<!-- <meta charset=big5>", NULL },
    { "XML declaration", "<?xml version='1.0' encoding='big5'?><html>", "big5" },
    { "XML declaration, spaces", "<?xml encoding = \"koi8-r\" ?>", "koi8-r" },
    { "meta beats XML", "<?xml encoding='big5'?><meta charset=koi8-r>", "koi8-r" },
    { "XML not at the start", " <?xml encoding='big5'?>", NULL },
    { "XML without end", "<?xml encoding='big5'", NULL },
    { "XML without quotes", "<?xml encoding=big5?>", NULL },
    { "XML, a space in the name", "<?xml encoding=' big5'?>", NULL },
    { "XML, UTF-16 in ASCII", "<?xml encoding='utf-16'?>", "utf-8" },
    { "processing instruction", "<?xml charset=big5?><meta charset=utf-8>", "utf-8" },
    /* clang-format on */
};

static void
test_prescan(void)
{
    for (size_t i = 0; i < N_ROWS(heads); i++) {
        const struct charset *c = charset_prescan(text_of(heads[i].head));

        CHECK((c == NULL) == (heads[i].name == NULL), "row %zu (%s): %s", i, heads[i].from,
              c != NULL ? c->name : "none");
        CHECK(c == NULL || heads[i].name == NULL || strcmp(c->name, heads[i].name) == 0,
              "row %zu (%s): %s", i, heads[i].from, c->name);
    }
}

#define BYTES(s)                                                                                   \
    {                                                                                              \
        (s), sizeof(s) - 1                                                                         \
    }

static const struct {
    const char *from;
    struct text body, type;
    const char *name;
    struct text want;
} decodes[] = {
    /* clang-format off */
    { "BOM beats HTTP", BYTES("\xEF\xBB\xBF\xC3\xA9"), BYTES("text/html; charset=iso-8859-1"), "utf-8", BYTES("\xC3\xA9") },
    { "HTTP beats meta", BYTES("<meta charset=utf-8>\xE9"), BYTES("text/html;charset=\"latin1\""), "windows-1252",
      BYTES("<meta charset=utf-8>\xC3\xA9") },
    { "validity", BYTES("caf\xC3\xA9"), BYTES(""), "utf-8", BYTES("caf\xC3\xA9") },
    { "cut within the last character", BYTES("caf\xC3\xA9 \xE2\x82"), BYTES(""), "utf-8", BYTES("caf\xC3\xA9 \xEF\xBF\xBD") },
    { "no UTF-8: windows-1252", BYTES("\x93hi\x94"), BYTES(""), "windows-1252", BYTES("\xE2\x80\x9Chi\xE2\x80\x9D") },
    { "Latin-1 at the very end", BYTES("caf\xE9"), BYTES(""), "windows-1252", BYTES("caf\xC3\xA9") },
    { "ASCII stays", BYTES("abc"), BYTES(""), "windows-1252", BYTES("abc") },
    { "one bad byte", BYTES("<meta charset=utf-8>\xC3\xA9\xFF\xC3\xA9"), BYTES(""), "utf-8",
      BYTES("<meta charset=utf-8>\xC3\xA9\xEF\xBF\xBD\xC3\xA9") },
    { "NUL dropped", BYTES("a\0b"), BYTES(""), "windows-1252", BYTES("ab") },
    { "gb2312 is GB18030", BYTES("<meta charset=gb2312>\x87\xD6"), BYTES(""), "gbk", BYTES("<meta charset=gb2312>\xE5\x9B\x8D") },
    { "Shift_JIS is CP932", BYTES("\x87\x40"), BYTES("text/html; charset=shift_jis"), "shift_jis", BYTES("\xE2\x91\xA0") },
    { "bad Shift_JIS goes on", BYTES("a\xFD" "b"), BYTES("text/html; charset=shift_jis"), "shift_jis", BYTES("a\xEF\xBF\xBD" "b") },
    { "UTF-16 by its mark", BYTES("\xFF\xFEh\0i\0"), BYTES(""), "utf-16le", BYTES("hi") },
    { "UTF-16 label on UTF-8", BYTES("caf\xC3\xA9"), BYTES("text/html; charset=utf-16"), "utf-8", BYTES("caf\xC3\xA9") },
    { "wide XML", BYTES("<\0?\0x\0m\0l\0?\0>\0\xE9\0"), BYTES(""), "utf-16le", BYTES("<?xml?>\xC3\xA9") },
    { "wide XML", BYTES("\0<\0?\0x\0m\0l\0?\0>\0\xE9"), BYTES(""), "utf-16be", BYTES("<?xml?>\xC3\xA9") },
    { "replacement", BYTES("abc"), BYTES("text/html; charset=iso-2022-kr"), "replacement", BYTES("\xEF\xBF\xBD") },
    { "empty", BYTES(""), BYTES(""), "windows-1252", BYTES("") },
    /* clang-format on */
};

static void
test_decode(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(decodes); i++) {
        const struct charset *c = NULL;
        struct text got = charset_decode(decodes[i].body, decodes[i].type, a, &c);

        CHECK(strcmp(c->name, decodes[i].name) == 0, "row %zu (%s): %s", i, decodes[i].from,
              c->name);
        CHECK(text_eq(got, decodes[i].want), "row %zu (%s): \"%.*s\"", i, decodes[i].from,
              TEXT_ARG(got));
    }
    arena_free(a);
}

/* html5lib's encoding tests, when EARSHOT_DATA holds charset/html5lib/encoding/. */
static void
run_html5lib(const char *path)
{
    static char body[1024 * 1024];
    FILE *f = fopen(path, "rb");
    struct arena *a = arena_new();
    size_t n, rows = 0;
    struct text rest;

    if (f == NULL) {
        print_message("%s is absent: skipped\n", path);
        arena_free(a);
        return;
    }
    n = fread(body, 1, sizeof(body), f);
    fclose(f);
    rest = (struct text){ body, n };
    for (size_t at; (at = text_find(rest, TEXT_LIT("#data\n"))) != TEXT_NPOS; rows++) {
        const struct charset *c = NULL, *want;
        struct text data;

        rest = text_from(rest, at + sizeof("#data\n") - 1);
        at = text_find(rest, TEXT_LIT("\n#encoding\n"));
        data = text_sub(rest, 0, at);
        rest = text_from(rest, at + sizeof("\n#encoding\n") - 1);
        want = charset_find(text_before(rest, '\n'));
        (void)charset_decode(data, TEXT_NONE, a, &c);
        CHECK(want == c, "%s, data %zu: \"%.*s\" is %s", path, rows, TEXT_ARG(data), c->name);
    }
    CHECK(rows > 0, "%s has no tests", path);
    arena_free(a);
}

static void
test_html5lib(void)
{
    static const char *const files[] = { "tests1.dat", "tests2.dat", "test-yahoo-jp.dat" };
    const char *data = getenv("EARSHOT_DATA");
    char path[512];

    if (data == NULL) {
        print_message("EARSHOT_DATA is not set: html5lib's tests are skipped\n");
        return;
    }
    for (size_t i = 0; i < N_ROWS(files); i++) {
        snprintf(path, sizeof(path), "%s/charset/html5lib/encoding/%s", data, files[i]);
        run_html5lib(path);
    }
}

TEST_FN(test_labels)
TEST_FN(test_prescan)
TEST_FN(test_decode)
TEST_FN(test_html5lib)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_labels), TEST(test_prescan), TEST(test_decode),
                                        TEST(test_html5lib) };

    return TEST_RUN(tests);
}
