/* support_card_test.c - the evidence and the voice of a card, as the store and the seeds have them.
 */

#include "../test.h"

#include "store_fixture.h"
#include "support_card.h"

static void
test_card(void)
{
    static struct store_card_sentence sentences[] = {
        { .text = { "The fee for late payment is 40 dollars.", 39 }, .start = 53 },
        { .text = { "This stood there once.", 22 } },
    };
    struct store_card c = { .department = TEXT_LIT("registrar"),
                            .voice = TEXT_LIT("warm"),
                            .answer = TEXT_LIT("We hear you, and we are sorry that this has cost "
                                               "you time and nerves. Late payment has a fee of 40 "
                                               "dollars. Office of the Registrar"),
                            .sentences = sentences,
                            .n_sentences = N_ROWS(sentences) };
    struct config config = { .n_departments = 1 };
    struct store_fixture f;
    struct support_card x;
    struct support s;

    fixture_open(&f, true);
    config.departments = &f.department;
    config.dir = f.dir;
    sentences[0].url_id = sentences[1].url_id =
        fixture_count(&f, "SELECT id FROM url WHERE address LIKE '%/fees'");
    support_card(f.s, &config, &c, f.arena, &x);
    CHECK(x.in.n_evidence == 3, "two sentences, and a passage for one: %zu", x.in.n_evidence);
    CHECK(x.around[0].sentence.n > 0 && x.around[1].sentence.n == 0, "one is gone");
    CHECK(text_starts(x.in.evidence[2], TEXT_LIT("Tuition and fees\n")), "%.*s",
          TEXT_ARG(x.in.evidence[2]));
    support_of(&x.in, f.arena, &s);
    CHECK(s.n == 3 && s.v[0].kind == SUPPORT_VOICE && s.v[1].kind == SUPPORT_WEAK &&
              s.v[2].kind == SUPPORT_VOICE,
          "%zu sentences", s.n);
    c.voice = TEXT_LIT("shrill");
    support_card(f.s, &config, &c, f.arena, &x);
    CHECK(x.in.parts.n == 0, "a voice that is not there");
    c.voice = TEXT_LIT("warm");
    support_card(f.s, NULL, &c, f.arena, &x);
    CHECK(x.in.parts.n == 0 && x.in.n_evidence == 3, "no configuration");
    fixture_close(&f);
}
TEST_FN(test_card)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_card) };

    return TEST_RUN(tests);
}
