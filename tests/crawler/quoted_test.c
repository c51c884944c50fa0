/* quoted_test.c - what is the writer's stays, what is quoted or signed goes. */
#include "../../crawler/quoted.h"

#include <time.h>

#include "../../include/buf.h"
#include "../test.h"

static const struct {
    const char *from, *body, *name, *want;
    bool out;
} cases[] = {
    { "RFC 3676 4.3, signature", "When is it?\n-- \nAnn\nRoom 4\n", "", "When is it?", false },
    { "RFC 3676 4.3, its blank lost", "When?\n--\nAnn\n", "", "When?", false },
    { "a rule is no signature", "When?\n---\nAnd where?\n", "", "When?\n---\nAnd where?", false },
    { "RFC 3676 4.5, quoted", "> Old.\n>> Older.\nNew?\n", "", "New?", false },
    { "answers between quotes", "> One?\nYes, but why?\n\n> Two?\nNo.\n", "",
      "Yes, but why?\n\nNo.", false },
    { "Thunderbird", "On 11/2/26 10:00, Ann wrote:\n> Old.\n\nIs it open?\n", "", "Is it open?",
      false },
    { "Gmail, wrapped",
      "Is it open?\n\nOn Mon, Nov 2, 2026 at 10:00 AM Physics Office <\nphysics@x.example> "
      "wrote:\n\n"
      "> Old.\n",
      "", "Is it open?", false },
    { "quoted without marks", "Why?\n\nOn Mon, 2 Nov 2026 at 10:00, Ann wrote:\nDear Bob,\nno.\n",
      "", "Why?", false },
    { "of HTML: only its heading is there", "On 2 Nov 2026, 10:00, Ann wrote:\n\nIs it so?\n", "",
      "Is it so?", true },
    { "German", "Wann?\n\nAm 02.11.2026 um 10:00 schrieb Ann M\xC3\xBCller:\n> Alt.\n", "", "Wann?",
      false },
    { "German, the verb first", "Wann?\n\nAnn schrieb am 02.11.2026:\n> Alt.\n", "", "Wann?",
      false },
    { "French",
      "Quand ?\n\nLe 2 nov. 2026 \xC3\xA0 10:00, Ann a \xC3\xA9"
      "crit :\n> Vieux.\n",
      "", "Quand ?", false },
    { "no heading: it says no time", "On your page you wrote:\nthe fee is 40.\nIs that so?\n", "",
      "On your page you wrote:\nthe fee is 40.\nIs that so?", false },
    { "Outlook", "Why?\n\nFrom: Ann <a@x.example>\nSent: Monday\nTo: B\nSubject: X\n\nOld.\n", "",
      "Why?", false },
    { "Outlook, bold, German", "Wieso?\n\n*Von:* Ann\n*Gesendet:* Montag\n*An:* B\n\nAlt.\n", "",
      "Wieso?", false },
    { "From: without a block", "From: what date on?\nCan I apply?\n", "",
      "From: what date on?\nCan I apply?", false },
    { "Outlook Express", "Why?\n-----Original Message-----\nOld.\n", "", "Why?", false },
    { "the same in German", "Wieso?\n-----Urspr\xC3\xBCngliche Nachricht-----\nAlt.\n", "",
      "Wieso?", false },
    { "the words alone", "Original message\nis lost?\n", "", "Original message\nis lost?", false },
    { "Outlook's line", "Why?\n________________________________\nFrom: x\n", "", "Why?", false },
    { "forwarded", "Can you help?\n---------- Forwarded message ---------\nOld.\n", "",
      "Can you help?", false },
    { "all is quoted", "> Old.\n> Older.\n", "", "", false },
    { "empty", "", "", "", false },
    { "a telephone", "When?\n\nSent from my iPhone\n", "", "When?", false },
    { "a telephone above the quote", "When?\nVon meinem iPhone gesendet\n\n> Old.\n", "", "When?",
      false },
    { "closing", "When?\n\nBest regards,\nAnn Example\nInstitute of X\n", "", "When?", false },
    { "closing, German",
      "Wann?\n\nMit freundlichen Gr\xC3\xBC\xC3\x9F"
      "en\nAnn\n",
      "", "Wann?", false },
    { "closing with a P.S.", "When?\n\nBest,\nAnn\n\nPS: Where?\n", "",
      "When?\n\nBest,\nAnn\n\nPS: Where?", false },
    { "thanks at the start", "Thanks!\nI would like to know the date.\nPlease tell me soon.\n", "",
      "Thanks!\nI would like to know the date.\nPlease tell me soon.", false },
    { "only the name", "When is it?\n\nAnn\n", "Ann Example", "When is it?", false },
    { "only a word", "When is it?\nFriday\n", "Ann Example", "When is it?\nFriday", false },
    { "RFC 9580 7, signed",
      "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nWhen?\n-----BEGIN PGP "
      "SIGNATURE-----\nx\n-----END PGP SIGNATURE-----\n",
      "", "When?", false },
    { "empty lines", "\n\nOne.\n\n\n\nTwo?\n\n", "", "One.\n\nTwo?", false },
};

static void
test_cut(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct quoted_in in = { text_of(cases[i].body), text_of(cases[i].name), cases[i].out };
        struct text t = quoted_cut(&in, a);

        CHECK(text_is(t, cases[i].want), "%s: \"%.*s\"", cases[i].from, TEXT_ARG(t));
    }
    arena_free(a);
}
TEST_FN(test_cut)

static const struct {
    const char *from, *subject, *want;
} subjects[] = {
    { "RFC 5322 3.6.5", "Re: Deadline", "Deadline" },
    { "often", "RE: Re: Fwd: Deadline", "Deadline" },
    { "counted", "Re[2]: Deadline", "Deadline" },
    { "German", "AW: WG: Frist", "Frist" },
    { "marked by the gateway", "[EXTERNAL] Re: [physics-info] Deadline", "Deadline" },
    { "none of them", "Question: deadline", "Question: deadline" },
    { "nothing else", "Re:", "Re:" },
    { "only a mark", "[help]", "[help]" },
    { "empty", "", "" },
};

static void
test_subject(void)
{
    for (size_t i = 0; i < N_ROWS(subjects); i++) {
        struct text t = quoted_subject(text_of(subjects[i].subject));

        CHECK(text_is(t, subjects[i].want), "%s: \"%.*s\"", subjects[i].from, TEXT_ARG(t));
    }
}
TEST_FN(test_subject)

/* Seconds of the processor's time that a letter of a line over and over takes. */
static double
cost_of(const char *line, int n, size_t *ret_left)
{
    struct arena *a = arena_new();
    struct quoted_in in = { .name = TEXT_NONE };
    clock_t begun;
    struct buf b;

    buf_init(&b, BUF_PAGE);
    buf_add_str(&b, "When?\n");
    for (int i = 0; i < n; i++)
        buf_add_str(&b, line);
    in.body = buf_text(&b);
    begun = clock();
    *ret_left = quoted_cut(&in, a).n;
    begun = clock() - begun;
    buf_release(&b);
    arena_free(a);
    return (double)begun / CLOCKS_PER_SEC;
}

/* A letter of nothing but headings, or of nothing, costs no more than a letter. */
static void
test_long(void)
{
    size_t left;
    double plain_s = cost_of("a\n", 19000, &left);

    CHECK(cost_of("On and on\n", 30000, &left) >= 0 && left > 0, "nothing is left");
    CHECK(cost_of("\n", 19000, &left) < 10 * plain_s + .05 && left == 5, "%zu left", left);
}
TEST_FN(test_long)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_cut), TEST(test_subject), TEST(test_long) };

    return TEST_RUN(tests);
}
