/* voices_test.c - which voice speaks: by source, by language. */

#include "../test.h"

#include <unistd.h>

#include "../../drafter/voices.h"
#include "file.h"

static void
test_chosen(void)
{
    static const struct {
        const char *language;
        size_t source;
        const char *want, *from;
    } rows[] = {
        { "en", VOICES_DEPARTMENT, "warm", "the department's" },
        { NULL, VOICES_DEPARTMENT, "warm", "no language is known" },
        { "de", VOICES_DEPARTMENT, "warm-de", "in German" },
        { "fr", VOICES_DEPARTMENT, "warm", "nobody has written it in French" },
        { "en", 0, "warm", "a source without its own" },
        { "en", 1, "plain", "a source's" },
        { "de", 1, "plain-de", "a source's, in German" },
        { "de", 2, "own", "one of the workspace, which speaks one language" },
        { "de", 9, "warm-de", "no such source" },
    };
    struct source_config sources[] = { { .key = "a" },
                                       { .key = "b", .voice = "plain" },
                                       { .key = "c", .voice = "own" } };
    struct department_config d = { .name = "The Office",
                                   .voice = "warm",
                                   .contact = "help@a.example",
                                   .byline = "{editor}, {department}",
                                   .sources = sources,
                                   .n_sources = N_ROWS(sources) };
    char dir[] = "/tmp/earshot-voices-XXXXXX", path[128];
    struct arena *a = arena_new();
    struct err err = { "" };
    struct voices *v;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/voices", dir);
    CHECK(file_mkdir(path, NULL) == ST_OK, "folder");
    snprintf(path, sizeof(path), "%s/voices/own.ini", dir);
    CHECK(file_write(path,
                     TEXT_LIT("[neutral]\nopen=a\n[negative]\nopen=b\ncontact={contact}\n"
                              "[positive]\nopen=c\nclose=d\n[parts]\nquote=e\nlink=f\nclose=g\n"),
                     0644, NULL) == ST_OK,
          "write");
    assert_int_equal(voices_load(&d, dir, a, &v, &err), ST_OK);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const struct voices_one *one = voices_of(v, rows[i].source, rows[i].language);

        CHECK(strcmp(one->voice->name, rows[i].want) == 0, "%s: %s", rows[i].from,
              one->voice->name);
        CHECK(voices_named(v, text_of(rows[i].want)) == one, "%s: by its name", rows[i].from);
        CHECK(text_is(one->parts.v[one->parts.n - 1], "The Office"), "%s: the byline is a part",
              rows[i].from);
    }
    CHECK(voices_has(v, 1) && !voices_has(v, 0) && !voices_has(v, 9), "whose own");
    CHECK(voices_named(v, TEXT_LIT("shrill")) == NULL, "none of theirs");
    d.voice = "shrill";
    CHECK(voices_load(&d, dir, a, &v, &err) == ST_NOTFOUND, "there is no such voice");
    unlink(path);
    snprintf(path, sizeof(path), "%s/voices", dir);
    rmdir(path);
    rmdir(dir);
    arena_free(a);
}
TEST_FN(test_chosen)

/* Those of an experiment are there, too, by the names of their cards. */
static void
test_experiment(void)
{
    struct experiment_config pair = { .key = "x", .voice = { "warm", "plain" } };
    struct department_config d = {
        .name = "The Office", .voice = "warm", .experiments = &pair, .n_experiments = 1
    };
    struct arena *a = arena_new();
    struct err err = { "" };
    struct voices *v;

    assert_int_equal(voices_load(&d, NULL, a, &v, &err), ST_OK);
    CHECK(voices_card(v, TEXT_LIT("warm"), "de") == voices_of(v, VOICES_DEPARTMENT, "de"), "warm");
    CHECK(strcmp(voices_card(v, TEXT_LIT("plain"), "de")->voice->name, "plain-de") == 0, "plain");
    CHECK(strcmp(voices_card(v, TEXT_LIT("plain"), NULL)->voice->name, "plain") == 0, "English");
    CHECK(voices_card(v, TEXT_LIT("plain-de"), NULL) == NULL &&
              voices_card(v, TEXT_LIT("shrill"), NULL) == NULL,
          "none of theirs");
    pair.voice[1] = "shrill";
    CHECK(voices_load(&d, NULL, a, &v, &err) == ST_NOTFOUND, "there is no such voice");
    arena_free(a);
}
TEST_FN(test_experiment)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_chosen), TEST(test_experiment) };

    return TEST_RUN(tests);
}
