/*
 * structured_test.c - other people's JSON-LD and microdata, with what other
 * readers make of them, when EARSHOT_DATA has structured/; skipped with a word
 * when it has not.
 *
 * A page NAME.html stands beside NAME.jsonld (its blocks) or NAME.json (its
 * items, as {"type": [...], "properties": {...}}).  White space in texts does not
 * count: ours parts blocks.  Types are compared by their last part, addresses
 * by how they end: ours are resolved later.
 */
#include <ftw.h>

#include "buf.h"
#include "../../crawler/charset.h"
#include "extract_fixture.h"
#include "file.h"

#define MAX_FILE   ((size_t)4 * 1024 * 1024)
#define MIN_CASES  25
#define MIN_RIGHT  .98
#define PATH_BYTES 2048

static size_t n_cases, n_right;

/* Where the other reader does what the HTML standard's microdata does not. */
static const struct {
    const char *name, *why;
} others_own[] = {
    { "SearchAction.001.html", "an <input> gives an object of valueName and valueRequired" },
    { "product-ref.html", "itemref names an item, and its properties count twice" },
    { "microformat_test.html", "microformats, no microdata" },
};

static json_t *
json_of(const char *path)
{
    json_error_t why;

    return json_load_file(path, JSON_DECODE_ANY, &why);
}

/* A copy without white space; the caller frees. */
static char *
squeezed(const char *s)
{
    char *out = malloc(strlen(s) + 1), *p = out;

    for (; out != NULL && *s != '\0'; s++)
        if (strchr(" \t\r\n", *s) == NULL && strncmp(s, "\xC2\xA0", 2) != 0)
            *p++ = *s;
        else if (strncmp(s, "\xC2\xA0", 2) == 0)
            s++;
    if (out != NULL)
        *p = '\0';
    return out;
}

static bool
same_string(const json_t *a, const json_t *b)
{
    char *x = squeezed(json_string_value(a)), *y = squeezed(json_string_value(b));
    bool same = x != NULL && y != NULL && strcmp(x, y) == 0;

    if (!same && x != NULL && y != NULL && strncmp(y, "http", 4) == 0 && strlen(x) < strlen(y))
        same = x[0] != '\0' && strcmp(y + strlen(y) - strlen(x), x) == 0;
    free(x);
    free(y);
    return same;
}

static bool same_value(const json_t *ours, const json_t *want);

/* One value or an array of them. */
static bool
same_values(const json_t *ours, const json_t *want)
{
    if (!json_is_array(want))
        return same_value(ours, want);
    if (!json_is_array(ours))
        return json_array_size(want) == 1 && same_value(ours, json_array_get(want, 0));
    if (json_array_size(ours) != json_array_size(want))
        return false;
    for (size_t i = 0; i < json_array_size(want); i++)
        if (!same_value(json_array_get(ours, i), json_array_get(want, i)))
            return false;
    return true;
}

static bool
same_value(const json_t *ours, const json_t *want)
{
    json_t *properties = json_object_get(want, "properties"), *value;
    const char *key;

    if (json_is_string(want))
        return json_is_string(ours) && same_string(ours, want);
    if (!json_is_object(ours) || !json_is_object(want))
        return false;
    if (json_object_size(ours) != json_object_size(properties) + 1) /* and @type */
        return false;
    json_object_foreach(properties, key,
                        value) if (!same_values(json_object_get(ours, key), value)) return false;
    return true;
}

static void
count_case(const char *path, bool right, const json_t *ours)
{
    char *dump = right ? NULL : json_dumps(ours, JSON_COMPACT);

    n_cases++;
    n_right += right;
    if (!right)
        print_message("differs: %s: %.300s\n", path, dump);
    free(dump);
}

static void
read_page(const char *path, const json_t *want, bool jsonld)
{
    struct extract_page page = { 0 };
    struct extract_work w = { .page = &page, .a = arena_new() };
    struct extract_input in = { .url = TEXT_LIT("http://www.example.com/") };
    const struct charset *charset;
    struct buf body;
    struct err err;
    json_t *ours;

    buf_init(&body, MAX_FILE);
    w.in = &in;
    if (file_read(path, &body, &err) == ST_OK) {
        html_parse(charset_decode(buf_text(&body), TEXT_NONE, w.a, &charset), w.a, &w.h);
        extract_frame_mark(&w);
        ours = jsonld ? extract_jsonld_blocks(&w.h) : extract_microdata_items(&w);
        if (jsonld && json_array_size(ours) == 1 && json_is_array(json_array_get(ours, 0))) {
            json_t *inner = json_incref(json_array_get(ours, 0));

            json_decref(ours);
            ours = inner;
        }
        count_case(path, jsonld ? json_equal(ours, want) : same_values(ours, want), ours);
        json_decref(ours);
    }
    buf_release(&body);
    arena_free(w.a);
}

static int
visit(const char *path, const struct stat *st, int type)
{
    const char *dot = strrchr(path, '.');
    char page[PATH_BYTES];
    json_t *want;
    bool jsonld;

    (void)st;
    if (type != FTW_F || dot == NULL || (strcmp(dot, ".jsonld") != 0 && strcmp(dot, ".json") != 0))
        return 0;
    snprintf(page, sizeof(page), "%.*s.html", (int)(dot - path), path);
    for (size_t i = 0; i < N_ROWS(others_own); i++)
        if (text_ends(text_of(page), text_of(others_own[i].name))) {
            print_message("left out: %s: %s\n", others_own[i].name, others_own[i].why);
            return 0;
        }
    want = file_exists(page) ? json_of(path) : NULL;
    jsonld = strcmp(dot, ".jsonld") == 0;
    /* Microdata's files hold items; those of other formats have other shapes. */
    if (json_is_array(want) &&
        (jsonld || json_is_object(json_object_get(json_array_get(want, 0), "properties"))))
        read_page(page, want, jsonld);
    json_decref(want);
    return 0;
}

static void
test_structured(void)
{
    const char *data = getenv("EARSHOT_DATA");
    char path[PATH_BYTES];

    snprintf(path, sizeof(path), "%s/structured", data == NULL ? "" : data);
    html_setup();
    if (data == NULL || ftw(path, visit, 8) != 0 || n_cases == 0) {
        print_message("EARSHOT_DATA has no structured data: skipped\n");
        return;
    }
    print_message("structured data: %zu of %zu as others read it\n", n_right, n_cases);
    CHECK(n_cases >= MIN_CASES, "only %zu cases", n_cases);
    CHECK((double)n_right >= MIN_RIGHT * (double)n_cases, "%zu of %zu", n_right, n_cases);
}

TEST_FN(test_structured)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_structured) };

    return TEST_RUN(tests);
}
