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
      .url_id = 1,
      .holds = true },
    { .text = { "Gone.", 5 }, .address = { "https://a.example/x", 19 }, .url_id = 1, .end = 5 },
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

static struct store_card_note notes[] = {
    { { "ask the bursar", 14 }, { "ann", 3 }, 90000 },
};
static const struct store_around around[] = {
    { { "Fees\n", 5 }, { "It costs 12 dollars.", 20 }, { " Pay online.", 12 } },
    { { "", 0 }, { "", 0 }, { "", 0 } },
};
static const struct store_followup earlier[] = {
    { .draft_id = 4, .at_s = 86400, .same_thread = true, .answer = { "One\nTwo", 7 } },
    { .draft_id = 2, .at_s = 0, .same_asker = true, .answer = { "\x1b[0mOld", 7 } },
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
        .answer = TEXT_LIT("It costs 12 dollars. It costs 13 dollars."),
        .link = TEXT_LIT("https://a.example/x"),
        .state = TEXT_LIT("rejected"),
        .places = places,
        .n_places = 1,
        .times_asked = 1,
        .sentences = sentences,
        .n_sentences = 2,
        .target = { { "https://a.example/x", 19 }, { "Fees", 4 }, 0, 1 },
        .notes = notes,
        .n_notes = 1,
        .pages = pages,
        .n_pages = 1,
        .history = history,
        .n_history = 1,
    };
}

static const struct store_also also[] = {
    { .other_id = 12, .department = { "Library", 7 }, .state = { "approved", 8 } },
    { .other_id = 13,
      .department = { "Sports", 6 },
      .state = { "posted", 6 },
      .posted = { "https://f.example/r", 19 } },
};

/* The card with everything beside it; support and checks as they come out. */
static void
show(const struct store_card *c, bool color, size_t columns, struct buf *b, json_t **o)
{
    const struct text evidence = TEXT_LIT("It costs 12 dollars.");
    struct arena *a = arena_new();
    struct support *s = arena_alloc(a, sizeof(*s));
    const struct decide_checks checks = { .v = { { "length", false, "9 words" },
                                                 { "numbers", true, "13 is in no sentence" } },
                                          .n = 2,
                                          .n_words = 9,
                                          .grade = 3 };
    const struct card_view v = { .card = c,
                                 .support = s,
                                 .around = around,
                                 .checks = &checks,
                                 .earlier = earlier,
                                 .n_earlier = N_ROWS(earlier),
                                 .also = also,
                                 .n_also = N_ROWS(also),
                                 .threshold = .75,
                                 .now_s = 4 * 86400 };
    struct lines l;

    support_of(
        &(struct support_input){ .answer = c->answer, .evidence = &evidence, .n_evidence = 1 }, a,
        s);
    lines_init(&l, b, columns, color);
    card_text(&v, &l);
    *o = card_json(&v);
    arena_free(a);
}

static void
test_text(void)
{
    static const char *const wanted[] = {
        "Draft 7  rejected  revision 1\n",
        "Superseded   by draft 8\n",
        ("Also with    Library: approved (earshot gap 12)\n"
         "             Sports: posted (earshot gap 13)\n"),
        "What are the ?[31mfees?",
        "I ? wonder.",
        "  = It costs 12 dollars.\n  ! It costs 13 dollars.\n",
        "  = as on the page\n",
        "9 words, 0 links, reading grade 3",
        "Fees \xC2\xBB It costs 12 dollars. \xC2\xAB Pay online.",
        "  ! no longer on the page: Gone.",
        "  ! error numbers: 13 is in no sentence\n  - warning length: 9 words\n",
        "right page 0.88, wanted 0.75",
        "page 1     4.50 Fees",
        "What we said before\n  draft 4, 1970-01-02T00:00:00Z, in this thread\n    One\n    Two\n",
        "?[0mOld",
        "ann: ask the bursar",
        "reject: rejected by me",
        "wrong page",
        "https://forum.example.net/t/1",
    };
    struct store_card c = make_card();
    struct buf b;
    json_t *o;

    buf_init(&b, BUF_SMALL);
    show(&c, false, LINES_PLAIN_COLUMNS, &b, &o);
    for (size_t i = 0; i < N_ROWS(wanted); i++)
        CHECK(strstr(buf_str(&b), wanted[i]) != NULL, "\"%s\" is not in\n%s", wanted[i],
              buf_str(&b));
    CHECK(strchr(buf_str(&b), '\x1B') == NULL, "no escapes without colour");
    json_decref(o);
    buf_clear(&b);
    show(&c, true, LINES_PLAIN_COLUMNS, &b, &o);
    CHECK(strstr(buf_str(&b), "\x1B[31m  !\x1B[0m") != NULL, "colour besides the mark");
    json_decref(o);
    buf_release(&b);
}
TEST_FN(test_text)

/* A group without a draft has no draft, no checks. */
static void
test_gap(void)
{
    struct store_card c = { .group_id = 3,
                            .gap = true,
                            .state = TEXT_LIT("gap"),
                            .question = TEXT_LIT("Why?"),
                            .gap_why = TEXT_LIT("no page speaks of this"),
                            .escalation = TEXT_LIT("legal") };
    struct buf b;
    json_t *o;

    buf_init(&b, BUF_SMALL);
    show(&c, false, LINES_PLAIN_COLUMNS, &b, &o);
    CHECK(text_starts(buf_text(&b), TEXT_LIT("Group 3  gap  revision 0\n")), "%s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "no page speaks of this") != NULL, "why");
    CHECK(strstr(buf_str(&b), "Alarm        legal") != NULL, "alarm");
    CHECK(strstr(buf_str(&b), "right page") == NULL, "none was sought: %s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "\nDraft") == NULL && strstr(buf_str(&b), "\nChecks") == NULL, "%s",
          buf_str(&b));
    CHECK(json_array_size(json_object_get(o, "checks")) == 0, "no checks");
    CHECK(json_is_null(json_object_get(o, "target")), "no page");
    json_decref(o);
    buf_release(&b);
}
TEST_FN(test_gap)

static void
test_json(void)
{
    struct store_card c = make_card();
    struct buf b;
    json_t *o, *s;

    buf_init(&b, BUF_SMALL);
    show(&c, false, LINES_PLAIN_COLUMNS, &b, &o);
    CHECK(json_integer_value(json_object_get(o, "id")) == 7, "id");
    CHECK(json_integer_value(json_object_get(o, "revision")) == 1, "revision");
    CHECK(json_array_size(json_object_get(o, "urls")) == 1, "urls");
    CHECK(json_array_size(json_object_get(o, "checks")) == 2, "checks");
    CHECK(json_array_size(json_object_get(o, "history")) == 1, "history");
    CHECK(json_array_size(json_object_get(o, "pages")) == 1, "pages");
    CHECK(json_array_size(json_object_get(o, "earlier")) == 2, "earlier");
    s = json_array_get(json_object_get(o, "also"), 1);
    CHECK(json_integer_value(json_object_get(s, "group")) == 13 &&
              json_string_length(json_object_get(s, "posted_at")) == 19,
          "also");
    s = json_array_get(json_object_get(o, "support"), 1);
    CHECK(strcmp(json_string_value(json_object_get(s, "support")), "unsupported") == 0, "support");
    s = json_array_get(json_object_get(o, "sentences"), 0);
    CHECK(json_integer_value(json_object_get(s, "end")) == 24, "sentence");
    CHECK(
        json_is_false(json_object_get(json_array_get(json_object_get(o, "sentences"), 1), "holds")),
        "gone");
    json_decref(o);
    buf_clear(&b);
    c.link = TEXT_NONE;
    show(&c, false, LINES_PLAIN_COLUMNS, &b, &o);
    CHECK(json_is_null(json_object_get(o, "link")), "no link");
    json_decref(o);
    buf_release(&b);
}
TEST_FN(test_json)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_text), TEST(test_gap), TEST(test_json) };

    return TEST_RUN(tests);
}
