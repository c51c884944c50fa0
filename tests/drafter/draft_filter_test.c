/* draft_filter_test.c - pages and questions as JSON lines. */

#include "../test.h"

#include "filter.h"

extern const struct filter draft_filter;

/* Feed lines; the answer to the last one, or NULL for material; *st is its status. */
static json_t *
feed(const char *const *lines, size_t n, enum status *st)
{
    const struct filter_args args = { .dir = NULL };
    void *state = NULL;
    json_t *out = NULL;

    assert_int_equal(draft_filter.open(&args, &state, NULL), ST_OK);
    for (size_t i = 0; i < n; i++) {
        json_t *in = json_loads(lines[i], 0, NULL);

        assert_non_null(in);
        json_decref(out);
        out = json_object_get(in, "id") != NULL ? json_object() : NULL;
        *st = draft_filter.line(state, in, out, NULL);
        json_decref(in);
    }
    draft_filter.close(state);
    return out;
}

#define PAGE                                                                                       \
    "{\"page\":\"u1\",\"title\":\"Fees\",\"text\":\"Fees\\nThe late fee is 40 dollars. Pay it "    \
    "soon.\"}"
#define HTML                                                                                       \
    "{\"page\":\"u2\",\"html\":\"<html><title>Visas</title><body><h1>Visas</h1><p>A visa takes "   \
    "nine weeks.</p></body></html>\"}"
#define ASKED "{\"id\":1,\"question\":\"How much is the late fee?\"}"

static void
test_answer(void)
{
    static const char *const lines[] = { PAGE, HTML, ASKED };
    enum status st;
    json_t *out = feed(lines, N_ROWS(lines), &st), *s;

    CHECK(st == ST_OK, "status");
    CHECK(strcmp(json_string_value(json_object_get(out, "page")), "u1") == 0, "page");
    CHECK(json_is_false(json_object_get(out, "abstain")), "abstain");
    s = json_array_get(json_object_get(out, "sentences"), 0);
    CHECK(strcmp(json_string_value(json_object_get(s, "text")), "The late fee is 40 dollars.") == 0,
          "sentence");
    CHECK(json_integer_value(json_object_get(s, "start")) == 5, "start");
    CHECK(json_integer_value(json_object_get(s, "end")) == 32, "end");
    json_decref(out);
}
TEST_FN(test_answer)

/* What is always there, whatever was found. */
static void
test_members(void)
{
    static const char *const rows[][2] = {
        { "{\"page\":\"u\",\"text\":\"\"}", ASKED },
        { PAGE, "{\"id\":null,\"question\":\"zzz qqq\"}" },
        { HTML, "{\"id\":[1],\"question\":\"\",\"body\":\"\",\"tone\":\"neutral\"}" },
    };
    static const char *const members[] = { "id",        "page",       "passage", "answer",
                                           "sentences", "confidence", "abstain", "alternatives" };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        enum status st;
        json_t *out = feed(rows[i], N_ROWS(rows[i]), &st);

        CHECK(st == ST_OK, "row %zu: status %d", i, (int)st);
        for (size_t k = 1; k < N_ROWS(members); k++)
            CHECK(json_object_get(out, members[k]) != NULL, "row %zu: no %s", i, members[k]);
        CHECK(json_is_true(json_object_get(out, "abstain")), "row %zu", i);
        json_decref(out);
    }
}
TEST_FN(test_members)

static void
test_refused(void)
{
    static const struct {
        const char *line;
        enum status want;
        const char *from;
    } rows[] = {
        { "{\"id\":1}", ST_INVALID, "no question" },
        { "{\"page\":7,\"text\":\"x\"}", ST_INVALID, "page is no text" },
        { "{\"page\":\"u\"}", ST_INVALID, "neither text nor html" },
        { "{\"id\":1,\"question\":\"\"}", ST_OK, "an empty question has no page" },
    };
    const struct filter_args odd = { .threshold = "2" };
    void *state = NULL;

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        enum status st;
        json_t *out = feed(&rows[i].line, 1, &st);

        CHECK(st == rows[i].want, "%s: %d", rows[i].from, (int)st);
        json_decref(out);
    }
    CHECK(draft_filter.open(&odd, &state, NULL) == ST_USAGE && state == NULL, "threshold");
    draft_filter.close(NULL);
}
TEST_FN(test_refused)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_answer), TEST(test_members), TEST(test_refused) };

    return TEST_RUN(tests);
}
