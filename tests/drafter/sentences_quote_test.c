/* sentences_quote_test.c - what of a page is quoted together. */

#include "../test.h"

#include "../../drafter/sentences.h"
#include "site_fixture.h"

/* What is chosen from one page, in the order of the page, parted by bars. */
static const struct {
    const char *text, *question, *chosen, *from;
} choices[] = {
    { "Fees\n\nRooms cost 20 a term. It is due at noon on 15 May.\n", "due at noon on 15 May?",
      "Rooms cost 20 a term.|It is due at noon on 15 May.", "\"it\" needs the sentence before" },
    { "Forms\n\nYou need:\n- a passport\n- a bank statement of last month\n", "bank statement?",
      "You need:|- a passport|- a bank statement of last month",
      "an item and the line that leads over to it" },
    { "Steps\n\n1. Fill in the form.\n2. Bring the form to the office.\n3. Wait.\n",
      "where do I bring the form", "1. Fill in the form.|2. Bring the form to the office.|3. Wait.",
      "all steps" },
    { "Reading room\n\nAsk for the key of the reading room. The porter has it until Friday.\n",
      "until when can I get the key of the reading room?",
      "Ask for the key of the reading room.|The porter has it until Friday.",
      "a date was asked for: the next has it" },
    { "News\n\nThe archive is open on Monday.\n\nThe archive is open on Monday.\n",
      "is the archive open on monday", "The archive is open on Monday.", "not the same twice" },
    { "Archive\n\nWhen is the map archive open?\n\nOn weekdays from 9 am the map archive is "
      "open.\n",
      "When is the map archive open?", "On weekdays from 9 am the map archive is open.",
      "no echo of the question" },
    { "Archive\n\nWe use cookies to open the map archive.\n\nThe map archive opens at 9 am.\n",
      "does the map archive use cookies", "The map archive opens at 9 am.", "no cookie notice" },
};

static void
test_choices(void)
{
    for (size_t i = 0; i < N_ROWS(choices); i++) {
        struct pages *p = site_make();
        struct arena *a = arena_new();
        uint32_t page = pages_add(
            p, &(struct pages_input){ .url = TEXT_LIT("u"), .text = text_of(choices[i].text) });
        struct sentences_found s;
        struct pages_found f;
        const char *got = "";
        uint32_t at = 0;

        pages_find(p, text_of(choices[i].question), NULL, 1, a, &f);
        sentences_choose(p, &f.query, text_of(choices[i].question), page, a, &s);
        for (size_t done = 0; done < s.n; done++) {
            size_t next = SENTENCES_MAX;

            for (size_t k = 0; k < s.n; k++)
                if (s.picks[k].sentence + 1 > at &&
                    (next == SENTENCES_MAX || s.picks[k].sentence < s.picks[next].sentence))
                    next = k;
            if (next == SENTENCES_MAX)
                break;
            at = s.picks[next].sentence + 1;
            got =
                arena_printf(a, "%s%s%.*s", got, done > 0 ? "|" : "",
                             TEXT_ARG(passage_text(&pages_get(p, page)->split, s.picks[next].at)));
        }
        CHECK(text_is(text_of(got), choices[i].chosen), "%s: %s", choices[i].from, got);
        arena_free(a);
        pages_free(p);
    }
}
TEST_FN(test_choices)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_choices) };

    return TEST_RUN(tests);
}
