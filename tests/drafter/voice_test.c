/* voice_test.c - the voices that ship, and what is refused. */

#include "../test.h"
#include "voice_check.h"

#include <unistd.h>

#include "../../drafter/lint.h"
#include "../../drafter/voice.h"
#include "file.h"
#include "passage.h"

static void
test_shipped(void)
{
    static const char *const names[] = { "warm", "plain", "warm-de", "plain-de" };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(names); i++) {
        struct voice *v = NULL;
        struct err err = { "" };

        CHECK(voice_load(NULL, names[i], a, &v, &err) == ST_OK, "%s", err.msg);
        if (v == NULL)
            continue;
        for (size_t t = 0; t < N_ROWS(v->open); t++)
            CHECK(v->open[t].n >= 6, "%s: tone %zu: at least six to take in turns", names[i], t);
        CHECK(v->contact.n >= 3 && v->thanks.n >= 3, "%s: the ends of replies", names[i]);
        for (size_t k = 0; k < v->contact.n; k++)
            CHECK(text_find(v->contact.v[k], TEXT_LIT("{contact}")) != TEXT_NPOS, "%.*s",
                  TEXT_ARG(v->contact.v[k]));
        for (size_t k = 0; k < v->close.n; k++)
            CHECK(lint_quotable(v->close.v[k]), "a voice holds no links");
    }
    arena_free(a);
}
TEST_FN(test_shipped)

static void
test_own(void)
{
    static const struct {
        const char *body;
        enum status want;
        const char *from;
    } rows[] = {
        { "[neutral]\nopen = Hi.\n", ST_CONFIG, "parts are missing" },
        { "[neutral]\nopne = Hi.\n", ST_CONFIG, "a key nobody knows" },
        { "[neutral]\nopen=a\n[negative]\nopen=b\ncontact={contact}\n[positive]\nopen=c\nclose=d\n"
          "[parts]\nquote=e\nlink=f\nclose=g\n",
          ST_OK, "complete" },
    };
    struct arena *a = arena_new();
    char dir[] = "/tmp/earshot-voice-XXXXXX", path[128];

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/voices", dir);
    CHECK(file_mkdir(path, NULL) == ST_OK, "folder");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct voice *v = NULL;

        snprintf(path, sizeof(path), "%s/voices/own.ini", dir);
        CHECK(file_write(path, text_of(rows[i].body), 0644, NULL) == ST_OK, "write");
        CHECK(voice_load(dir, "own", a, &v, NULL) == rows[i].want, "%s", rows[i].from);
        CHECK((v != NULL) == (rows[i].want == ST_OK), "%s", rows[i].from);
        CHECK(voice_check(dir, "own", NULL) == rows[i].want, "%s", rows[i].from);
        unlink(path);
    }
    CHECK(voice_load(dir, "none", a, &(struct voice *){ NULL }, NULL) == ST_NOTFOUND, "no such");
    snprintf(path, sizeof(path), "%s/voices", dir);
    rmdir(path);
    rmdir(dir);
    arena_free(a);
}
TEST_FN(test_own)

static void
test_pick(void)
{
    struct voice_list none = { .n = 0 }, two = { .v = { TEXT_LIT("a"), TEXT_LIT("b") }, .n = 2 };
    size_t number = 9;

    CHECK(voice_pick(&none, 1, 0, &number).n == 0 && number == 0, "nothing to pick");
    for (uint64_t seed = 0; seed < 20; seed++) {
        (void)voice_pick(&two, seed, 0, &number);
        CHECK(number == 1, "not the one before");
    }
}
TEST_FN(test_pick)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_shipped), TEST(test_own), TEST(test_pick) };

    return TEST_RUN(tests);
}
