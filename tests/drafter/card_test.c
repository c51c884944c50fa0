/* card_test.c - one draft as an editor sees it. */

#include "../test.h"

#include <string.h>

#include "../../drafter/card.h"

static struct store_card_place places[] = {
    { .address = { "https://forum.example.net/t/1", 29 } },
};
static struct store_card_sentence sentences[] = {
    { .text = { "It costs 12 dollars.", 20 },
      .address = { "https://a.example/x", 19 },
      .start = 4,
      .end = 24,
      .fetched_s = 86400,
      .holds = true },
    { .text = { "Gone.", 5 }, .address = { "https://a.example/x", 19 }, .end = 5 },
};
static struct store_card_page pages[] = {
    { { "https://a.example/x", 19 }, { "Fees", 4 }, 4.5, 1 },
};
static struct store_card_decision history[] = {
    { .revision = 1,
      .at_s = 90000,
      .verb = { "reject", 6 },
      .state = { "rejected", 8 },
      .reason = { "wrong page", 10 },
      .actor = { "me", 2 } },
};

static struct store_card
make_card(void)
{
    return (struct store_card){
        .draft_id = 7,
        .group_id = 3,
        .current_id = 8,
        .revision = 1,
        .confidence = .875,
        .tone_p = .5,
        .department = TEXT_LIT("registrar"),
        .question = TEXT_LIT("What are the \x1b[31mfees?"),
        .body = TEXT_LIT("I \xc2\x9b wonder."),
        .tone = TEXT_LIT("neutral"),
        .kind = TEXT_LIT("answer"),
        .voice = TEXT_LIT("warm"),
        .template_name = TEXT_LIT("warm/neutral/1"),
        .checks = TEXT_LIT("[{\"check\":\"length\",\"level\":\"warning\",\"note\":\"9 words\"}]"),
        .answer = TEXT_LIT("Line one\nLine two"),
        .link = TEXT_LIT("https://a.example/x"),
        .state = TEXT_LIT("rejected"),
        .places = places,
        .n_places = 1,
        .times_asked = 1,
        .sentences = sentences,
        .n_sentences = 2,
        .pages = pages,
        .n_pages = 1,
        .history = history,
        .n_history = 1,
    };
}

static void
test_text(void)
{
    static const char *const wanted[] = {
        "Draft 7  rejected  revision 1",
        "Superseded by draft 8",
        "What are the ?[31mfees?",
        "I ? wonder.",
        "  Line one\n  Line two",
        "[supported] \"It costs 12 dollars.\"",
        "[no longer on the page]",
        "bytes 4 to 24, fetched 1970-01-02T00:00:00Z",
        "warning: length: 9 words",
        "right page: 0.88",
        "1. 4.50 Fees",
        "rejected by me: wrong page",
        "https://forum.example.net/t/1",
    };
    struct store_card c = make_card();
    struct buf b;

    buf_init(&b, BUF_SMALL);
    card_text(&c, &b);
    for (size_t i = 0; i < N_ROWS(wanted); i++)
        CHECK(strstr(buf_str(&b), wanted[i]) != NULL, "\"%s\" is not in\n%s", wanted[i],
              buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_text)

static void
test_json(void)
{
    struct store_card c = make_card();
    json_t *o = card_json(&c), *s;

    CHECK(json_integer_value(json_object_get(o, "id")) == 7, "id");
    CHECK(json_integer_value(json_object_get(o, "revision")) == 1, "revision");
    CHECK(json_array_size(json_object_get(o, "urls")) == 1, "urls");
    CHECK(json_array_size(json_object_get(o, "checks")) == 1, "checks");
    CHECK(json_array_size(json_object_get(o, "history")) == 1, "history");
    CHECK(json_array_size(json_object_get(o, "pages")) == 1, "pages");
    s = json_array_get(json_object_get(o, "sentences"), 0);
    CHECK(json_integer_value(json_object_get(s, "end")) == 24, "sentence");
    CHECK(
        json_is_false(json_object_get(json_array_get(json_object_get(o, "sentences"), 1), "holds")),
        "gone");
    json_decref(o);
    c.link = TEXT_NONE;
    c.checks = TEXT_LIT("nonsense");
    o = card_json(&c);
    CHECK(json_is_null(json_object_get(o, "link")), "no link");
    CHECK(json_array_size(json_object_get(o, "checks")) == 0, "checks that cannot be read");
    json_decref(o);
}
TEST_FN(test_json)

static void
test_earlier(void)
{
    const struct store_followup v[] = {
        { .draft_id = 4, .at_s = 86400, .same_thread = true, .answer = TEXT_LIT("One\nTwo") },
        { .draft_id = 2, .at_s = 0, .same_asker = true, .answer = TEXT_LIT("\x1b[0mOld") },
    };
    struct buf b;
    json_t *list = card_earlier_json(v, N_ROWS(v));

    buf_init(&b, BUF_SMALL);
    card_earlier(v, 0, &b);
    CHECK(b.n == 0, "nothing was said before");
    card_earlier(v, N_ROWS(v), &b);
    assert_string_equal(buf_str(&b), "\nWhat we said before\n"
                                     "  draft 4, 1970-01-02T00:00:00Z, in this thread\n"
                                     "  One\n  Two\n"
                                     "  draft 2, 1970-01-01T00:00:00Z, to the same asker\n"
                                     "  ?[0mOld\n");
    CHECK(json_array_size(list) == 2, "both");
    CHECK(json_is_true(json_object_get(json_array_get(list, 0), "same_thread")), "where");
    json_decref(list);
    buf_release(&b);
}
TEST_FN(test_earlier)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_text), TEST(test_json), TEST(test_earlier) };

    return TEST_RUN(tests);
}
