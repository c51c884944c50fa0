/* compose_test.c - the text of a draft. */

#include "../test.h"

#include "../../drafter/compose.h"
#include "../../drafter/lint.h"
#include "utf8.h"

static struct voice *
load(struct arena *a)
{
    struct voice *v = NULL;
    struct err err = { "" };

    if (voice_load(NULL, "warm", a, &v, &err) != ST_OK)
        fail_msg("%s", err.msg);
    return v;
}

static struct compose_input
input(const struct voice *v, enum compose_kind kind, enum tone_kind tone)
{
    return (struct compose_input){
        .voice = v,
        .kind = kind,
        .tone = tone,
        .seed = 3,
        .sentences = { { TEXT_LIT("The second\n  sentence stands here."), false },
                       { TEXT_LIT("The first sentence stands here."), false },
                       { TEXT_LIT("An item"), true } },
        .order = { 2, 1, 5 },
        .n_sentences = 3,
        .link = TEXT_LIT("https://a.example/x"),
        .contact = TEXT_LIT("help@a.example"),
        .byline = TEXT_LIT("{editor}, The Office"),
    };
}

static bool
has(const struct compose_draft *d, const char *z)
{
    return text_find(d->answer, text_of(z)) != TEXT_NPOS;
}

static void
test_answer(void)
{
    struct arena *a = arena_new();
    struct compose_input in = input(load(a), COMPOSE_ANSWER, TONE_NEUTRAL);
    struct compose_draft d;
    size_t words;

    compose_draft(&in, a, &d);
    words = passage_count_words(d.answer) - 1;
    CHECK(has(&d, "The first sentence stands here. The second sentence stands here.\n- An item"),
          "reading order, white space folded, items on lines: %.*s", TEXT_ARG(d.answer));
    in.sentences[2].text = TEXT_LIT("- An item");
    compose_draft(&in, a, &d);
    CHECK(has(&d, "\n- An item") && !has(&d, "- - "), "its own mark: %.*s", TEXT_ARG(d.answer));
    in.sentences[2].text = TEXT_LIT("2. An item");
    compose_draft(&in, a, &d);
    CHECK(has(&d, "\n2. An item"), "a number: %.*s", TEXT_ARG(d.answer));
    CHECK(has(&d, "\nhttps://a.example/x\n"), "the link has its own line");
    CHECK(text_ends(d.answer, TEXT_LIT("\n\nThe Office")), "byline before anybody signed");
    CHECK(!has(&d, "help@"), "no contact line without a complaint");
    CHECK(words >= LINT_MIN_WORDS && words <= LINT_MAX_WORDS, "%zu words", words);
    CHECK(d.n_sentences == 3, "%zu", d.n_sentences);
    arena_free(a);
}
TEST_FN(test_answer)

static void
test_kinds(void)
{
    struct arena *a = arena_new();
    struct voice *v = load(a);
    struct compose_input in = input(v, COMPOSE_ANSWER, TONE_NEGATIVE);
    struct compose_draft d;

    compose_draft(&in, a, &d);
    CHECK(has(&d, "help@a.example") && has(&d, "https://"), "a complaint with a question");
    in = input(v, COMPOSE_ACKNOWLEDGE, TONE_POSITIVE);
    compose_draft(&in, a, &d);
    CHECK(!has(&d, "https://") && !has(&d, "sentence") && d.n_sentences == 0, "praise: no link");
    CHECK(passage_count_words(d.answer) >= LINT_MIN_WORDS, "long enough: %.*s", TEXT_ARG(d.answer));
    in = input(v, COMPOSE_CONTACT, TONE_NEGATIVE);
    compose_draft(&in, a, &d);
    CHECK(!has(&d, "https://") && has(&d, "help@a.example"), "complaint: contact line alone");
    for (size_t i = 0; i < in.voice->close.n; i++)
        CHECK(text_find(d.answer, in.voice->close.v[i]) == TEXT_NPOS, "not told to go on here");
    arena_free(a);
}
TEST_FN(test_kinds)

/* What a page says is no template. */
static void
test_braces(void)
{
    struct arena *a = arena_new();
    struct compose_input in = input(load(a), COMPOSE_ANSWER, TONE_NEGATIVE);
    struct compose_draft d;

    in.sentences[0].text = TEXT_LIT("Write to {contact} or {editor} of {department}: %s %n.");
    compose_draft(&in, a, &d);
    CHECK(has(&d, "Write to {contact} or {editor} of {department}: %s %n.") &&
              has(&d, "help@a.example"),
          "%.*s", TEXT_ARG(d.answer));
    arena_free(a);
}
TEST_FN(test_braces)

static void
test_long(void)
{
    struct arena *a = arena_new();
    struct compose_input in = input(load(a), COMPOSE_ANSWER, TONE_NEUTRAL);
    struct compose_draft d;
    char *z = arena_alloc(a, 400);

    for (size_t i = 0; i < 60; i++)
        snprintf(z + strlen(z), 400 - strlen(z), "word ");
    in.sentences[1].text = text_of(z);
    compose_draft(&in, a, &d);
    CHECK(d.n_sentences == 1 && has(&d, "The second") && !has(&d, "word word"),
          "the best sentence stays: %zu", d.n_sentences);
    arena_free(a);
}
TEST_FN(test_long)

/* Places with little room: whatever can go goes, the best sentence and the link stay. */
static void
test_room(void)
{
    static const struct {
        size_t max_chars, sentences;
        bool within;
        const char *from;
    } rows[] = {
        { 0, 3, true, "any length" },
        { 500, 3, true, "it fits as it is" },
        { 200, 3, true, "without what leads over" },
        { 150, 1, true, "one sentence" },
        { 40, 1, false, "no room for an answer: lint says so" },
    };
    struct arena *a = arena_new();
    struct voice *v = load(a);

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct compose_input in = input(v, COMPOSE_ANSWER, TONE_NEUTRAL);
        struct compose_draft d;
        size_t n;

        in.max_chars = rows[i].max_chars;
        compose_draft(&in, a, &d);
        n = utf8_count(d.answer);
        CHECK(d.n_sentences == rows[i].sentences, "%s: %zu: %.*s", rows[i].from, d.n_sentences,
              TEXT_ARG(d.answer));
        CHECK((rows[i].max_chars == 0 || n <= rows[i].max_chars) == rows[i].within,
              "%s: %zu characters: %.*s", rows[i].from, n, TEXT_ARG(d.answer));
        CHECK(has(&d, "The second sentence stands here.") && has(&d, "https://a.example/x") &&
                  text_ends(d.answer, TEXT_LIT("The Office")),
              "%s: %.*s", rows[i].from, TEXT_ARG(d.answer));
        CHECK(!has(&d, " \n") && !has(&d, "\n\n\n"), "%s: no holes", rows[i].from);
    }
    arena_free(a);
}
TEST_FN(test_room)

static void
test_turns(void)
{
    struct arena *a = arena_new();
    struct compose_input in = input(load(a), COMPOSE_ANSWER, TONE_NEUTRAL);
    const char *first = NULL;
    bool others = false;

    for (uint64_t seed = 0; seed < 200; seed++) {
        struct compose_draft d, again;

        in.seed = seed;
        compose_draft(&in, a, &d);
        CHECK(in.previous == NULL || strcmp(in.previous, d.template_name) != 0, "%s twice in a row",
              d.template_name);
        compose_draft(&in, a, &again);
        CHECK(text_eq(d.answer, again.answer), "the same again for the same group");
        first = first == NULL ? d.template_name : first;
        others = others || strcmp(first, d.template_name) != 0;
        in.previous = d.template_name;
    }
    CHECK(others, "openings vary");
    arena_free(a);
}
TEST_FN(test_turns)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_answer), TEST(test_kinds), TEST(test_braces),
                                        TEST(test_long),   TEST(test_room),  TEST(test_turns) };

    return TEST_RUN(tests);
}
