/* tone_test.c - how posts sound. */

#include "../test.h"

#include "buf.h"

#include "../../drafter/lexicon.h"
#include "../../drafter/tone.h"

static struct tone *
make_tone(void)
{
    struct tone *t = NULL;
    struct err err = { "" };
    enum status st = tone_new(NULL, &t, &err);

    if (st != ST_OK)
        fail_msg("%s", err.msg);
    return t;
}

static void
test_kinds(void)
{
    static const struct {
        const char *text;
        enum tone_kind want;
        const char *from;
    } rows[] = {
        { "", TONE_NEUTRAL, "nothing" },
        { "When does the library open?", TONE_NEUTRAL, "a plain question" },
        { "I would like to renew my card. Where do I go?", TONE_NEUTRAL, "polite, not happy" },
        { "This office is great, thank you!", TONE_POSITIVE, "praise" },
        { "This office is not great.", TONE_NEGATIVE, "negation" },
        { "This office isn’t great.", TONE_NEGATIVE, "a typographic apostrophe" },
        { "Nobody answers and the service is terrible", TONE_NEGATIVE, "complaint" },
        { "The course was hard but I loved it", TONE_POSITIVE, "what follows but" },
        { "I loved the course but the office was awful", TONE_NEGATIVE, "the other way round" },
        { "Not bad at all", TONE_POSITIVE, "a phrase of two words" },
        { "can't wait for the open day", TONE_POSITIVE, "a phrase with a negation in it" },
        { "The open day 😍", TONE_POSITIVE, "emoji" },
        { "waiting for two hours😡", TONE_NEGATIVE, "emoji without a space" },
        { ":( again", TONE_NEGATIVE, "emoticon" },
        { "this is sooooo goooood", TONE_POSITIVE, "drawn out" },
        { "The staff were rude/unhelpful.", TONE_NEGATIVE, "two words in one" },
        { "Where is the Good Shepherd hall near the Super Bowl?", TONE_POSITIVE,
          "names weigh less, but weigh" },
        { "Wo ist das Prüfungsamt?", TONE_NEUTRAL, "another language" },
    };
    struct tone *t = make_tone();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct tone_result r = tone_of(t, text_of(rows[i].text));

        CHECK(r.kind == rows[i].want, "%s: %s, %.3f", rows[i].from, tone_name(r.kind), r.score);
        CHECK(r.p > 0 && r.p <= 1, "%s: p %.3f", rows[i].from, r.p);
    }
    tone_free(t);
}
TEST_FN(test_kinds)

/* The first text must score higher than the second. */
static void
test_order(void)
{
    static const struct {
        const char *more, *less, *from;
    } rows[] = {
        { "The talk was very good", "The talk was good", "boost" },
        { "The talk was good", "The talk was slightly good", "damp" },
        { "The talk was good!!!", "The talk was good", "exclamation marks" },
        { "The talk was GOOD", "The talk was good", "capitals" },
        { "The talk was EXTREMELY good", "The talk was extremely good", "degree in capitals" },
        { "THE TALK WAS GOOD", "The talk was not good", "all in capitals" },
        { "The talk was bad", "The talk was VERY bad", "boost below zero" },
        { "The talk was not bad", "The talk was bad", "negation below zero" },
        { "The talk was good", "The talk was the least good", "least" },
        { "There was never so good a talk", "There was never a good talk", "never so" },
        { "no problem", "problem", "no" },
    };
    struct tone *t = make_tone();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        double more = tone_of(t, text_of(rows[i].more)).score;
        double less = tone_of(t, text_of(rows[i].less)).score;

        CHECK(more > less, "%s: %.3f, %.3f", rows[i].from, more, less);
    }
    tone_free(t);
}
TEST_FN(test_order)

static void
test_questions(void)
{
    static const struct {
        const char *text;
        enum tone_kind want;
    } rows[] = {
        { "My plates were stolen. What can I do?", TONE_NEUTRAL },
        { "How much do I have to pay?", TONE_NEUTRAL },
        { "Why is your awful office so rude and useless?", TONE_NEGATIVE },
        { "I love it here! When is the open day?", TONE_POSITIVE },
    };
    struct tone *t = make_tone();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct tone_result r = tone_of_question(t, text_of(rows[i].text));

        CHECK(r.kind == rows[i].want, "%s: %s %.3f", rows[i].text, tone_name(r.kind), r.score);
        CHECK(r.p > 0 && r.p <= 1, "%s: p %.3f", rows[i].text, r.p);
    }
    tone_free(t);
}
TEST_FN(test_questions)

static const struct {
    const char *text, *want, *from;
} alarms[] = {
    { "I want to kill myself", "self-harm", "words" },
    { "Thinking about SUICIDE a lot", "self-harm", "any ending, any case" },
    { "I will sue you all", "legal", "legal" },
    { "Who do I pursue a degree with?", NULL, "sue inside a word" },
    { "I'm a journalist writing about the flood", "press", "press" },
    { "My advisor harassed me", "harassment", "harassment" },
    { "How do I grape press?", NULL, "rape inside a word" },
    { "When is the deadline?", NULL, "nothing" },
    { "There was a bomb threat in hall B", "violence", "violence" },
    { "I smell gas in the teaching lab", "safety", "safety" },
    { "The lecturer discriminates against women", "discrimination", "discrimination" },
    { "Ich will nicht mehr leben", "self-harm", "German" },
    { "Ich werde im Praktikum bel\xC3\xA4stigt", "harassment", "German" },
    { "J'ai envie de mourir", "self-harm", "French" },
    { "Je suis victime de harc\xC3\xA8lement", "harassment", "French" },
    { "Ya no quiero vivir", "self-harm", "Spanish" },
    { "Hay una amenaza de bomba", "violence", "Spanish" },
    { "Sufro acoso en el laboratorio", "harassment", "Spanish" },
    { "I can't take the bullying and want to die", "self-harm", "the gravest of two" },
    { "You are all idiots", "abuse", "an insult" },
    /* What ordinary questions say. */
    { "Is it worth going to law school after physics?", NULL, "law school" },
    { "Which legal holidays is the office closed on?", NULL, "legal holiday" },
    { "Do I press a key to submit the form?", NULL, "press a key" },
    { "Who prints books for the university press?", NULL, "university press" },
    { "I am dying to know when grades come out", NULL, "dying to know" },
    { "This problem set is killing me, when are office hours?", NULL, "killing me" },
    { "My advisor will kill me if I miss it. Can I hand in late?", NULL, "will kill me" },
    { "An extra lab won't kill you, but is it required?", NULL, "won't kill you" },
    { "I could cut myself some slack: can I drop a course?", NULL, "some slack" },
    { "Did the suicide burn of the lander work?", NULL, "a rocket's suicide burn" },
    { "Can I blow up the picture in the report?", NULL, "blow up a picture" },
    { "Is the anti-racism course open to all?", NULL, "a course against it" },
    { "Where is the harassment policy?", NULL, "a policy" },
    { "How are ions trapped in the magnetic field?", NULL, "trapped ions" },
    { "What is pulse shape discrimination?", NULL, "discrimination of pulses" },
    { "Where can I shoot photos for my article?", NULL, "shoot, article" },
    { "Do stalks of wheat bend in the wind?", NULL, "stalks" },
    { "Sue Miller teaches what?", NULL, "a name" },
    { "Is there a safety course before the lab?", NULL, "safety" },
    { "Does the story of the department have a page?", NULL, "story" },
    { "I was attacked by doubts: is the exam hard?", NULL, "attacked" },
    { "Wann ist die Klausur zur Mechanik?", NULL, "German" },
    { "Faut-il suivre le cours de droit ?", NULL, "French" },
    { "Quiero estudiar aqu\xC3\xAD, c\xC3\xB3mo solicito?", NULL, "Spanish" },
    { "My violin does not fit into the locker", NULL, "viol inside a word" },
    { "I won't kill myself over it, but I'd kill you for the notes", "self-harm",
      "what is left over is an alarm still" },
    { "I want to kill\nmyself", "self-harm", "over two lines" },
    { "I want to kill \t myself", "self-harm", "a stretch of white space" },
    { "I want to kill\xC2\xA0myself", "self-harm", "a space that does not break" },
    { "I want to k\xE2\x80\x8Bill mys\xC2\xAD"
      "elf",
      "self-harm", "marks without width" },
};

static void
test_escalation(void)
{
    struct tone *t = make_tone();
    struct buf b;

    for (size_t i = 0; i < N_ROWS(alarms); i++) {
        const char *got = tone_of(t, text_of(alarms[i].text)).escalation;

        CHECK((got == NULL) == (alarms[i].want == NULL), "%s: %s", alarms[i].from,
              got != NULL ? got : "none");
        if (got != NULL && alarms[i].want != NULL)
            CHECK(strcmp(got, alarms[i].want) == 0, "%s: %s", alarms[i].from, got);
    }
    buf_init(&b, BUF_PAGE);
    while (b.n <= TONE_MAX_BYTES)
        buf_add_str(&b, "It is a long story. ");
    buf_add_str(&b, "I want to die.");
    CHECK(tone_of(t, buf_text(&b)).escalation != NULL, "at the end of a long post");
    buf_release(&b);
    tone_free(t);
}
TEST_FN(test_escalation)

static void
test_lexicon(void)
{
    struct lexicon *l = NULL;
    struct err err = { "" };
    size_t n;
    enum tone_kind k;

    if (lexicon_new(NULL, &l, &err) != ST_OK)
        fail_msg("%s", err.msg);
    assert_non_null(lexicon_find(l, TEXT_LIT("good")));
    CHECK(lexicon_find(l, TEXT_LIT("good"))->valence > 1, "good");
    CHECK(lexicon_find(l, TEXT_LIT("zebra")) == NULL, "zebra");
    CHECK(lexicon_starts_phrase(l, TEXT_LIT("can't")), "can't wait");
    CHECK(lexicon_alarms(l, &n) != NULL && n > 0, "alarms");
    lexicon_free(l);
    CHECK(tone_parse(TEXT_LIT("positive"), &k) && k == TONE_POSITIVE, "name");
    CHECK(!tone_parse(TEXT_LIT("happy"), &k), "no such name");
}
TEST_FN(test_lexicon)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kinds), TEST(test_order), TEST(test_questions),
                                        TEST(test_escalation), TEST(test_lexicon) };

    return TEST_RUN(tests);
}
