/* lexicon_test.c - the word files, those that ship and a workspace's own. */

#include "../test.h"

#include <unistd.h>

#include "../../drafter/lexicon.h"
#include "file.h"

static void
test_shipped(void)
{
    static const struct {
        const char *word;
        bool valence, negates;
        int degree;
        const char *from;
    } rows[] = {
        { "good", true, false, 0, "a word of praise" },
        { "not", false, true, 0, "a negation" },
        { "very", false, false, 1, "boosts" },
        { "slightly", false, false, -1, "damps" },
        { "can't_wait", true, false, 0, "a phrase" },
        { ":)", true, false, 0, "an emoticon" },
        { "😍", true, false, 0, "an emoji" },
    };
    struct lexicon *l = NULL;

    assert_int_equal(lexicon_new(NULL, &l, NULL), ST_OK);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const struct lexicon_entry *e = lexicon_find(l, text_of(rows[i].word));

        CHECK(e != NULL && e->has_valence == rows[i].valence && e->negates == rows[i].negates &&
                  e->degree == rows[i].degree,
              "%s: %s", rows[i].from, rows[i].word);
    }
    CHECK(lexicon_find(l, TEXT_LIT("")) == NULL, "no word");
    CHECK(lexicon_find(l, TEXT_LIT("Good")) == NULL, "lower case only");
    lexicon_free(l);
    lexicon_free(NULL);
}
TEST_FN(test_shipped)

/* A workspace's file takes the place of the one built in; what cannot be read is named. */
static void
test_own(void)
{
    static const struct {
        const char *body;
        enum status want;
        const char *from;
    } rows[] = {
        { "+2.0 zebra\n# a comment\n\nboost quite_so\n", ST_OK, "fine" },
        { "+9 zebra\n", ST_CONFIG, "beyond 4" },
        { "lots zebra\n", ST_CONFIG, "no such class" },
        { "+1.0x zebra\n", ST_CONFIG, "no number" },
    };
    char dir[] = "/tmp/earshot-lexicon-XXXXXX", path[128];

    assert_non_null(mkdtemp(dir));
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct lexicon *l = NULL;
        struct err err = { "" };

        snprintf(path, sizeof(path), "%s/lexicons", dir);
        CHECK(file_mkdir(path, NULL) == ST_OK, "folder");
        snprintf(path, sizeof(path), "%s/lexicons/tone.txt", dir);
        CHECK(file_write(path, text_of(rows[i].body), 0644, NULL) == ST_OK, "write");
        CHECK(lexicon_new(dir, &l, &err) == rows[i].want, "%s: %s", rows[i].from, err.msg);
        if (l != NULL)
            CHECK(lexicon_find(l, TEXT_LIT("zebra")) != NULL &&
                      lexicon_find(l, TEXT_LIT("can't_wait")) == NULL &&
                      lexicon_starts_phrase(l, TEXT_LIT("quite")),
                  "%s: own words in place of the others", rows[i].from);
        else
            CHECK(strstr(err.msg, "tone.txt:1") != NULL, "%s", err.msg);
        lexicon_free(l);
        unlink(path);
    }
    snprintf(path, sizeof(path), "%s/lexicons", dir);
    rmdir(path);
    rmdir(dir);
}
TEST_FN(test_own)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_shipped), TEST(test_own) };

    return TEST_RUN(tests);
}
