/* password_test.c - which passwords are refused, and that only the right one is right. */

#include "../test.h"

#include "../../review/password.h"

#define TEN(x) x x x x x x x x x x

static const struct {
    const char *from, *name, *password;
    bool ok;
} rows[] = {
    { "ten characters", "ada", "vq3 kLm,.z", true },
    { "nine", "ada", "vq3 kLm,.", false },
    { "none", "ada", "", false },
    { "ten characters, twenty bytes", "ada",
      "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xC3\xA9\xC3\xA8\xC3\xAA\xC3\xAB\xC3\xAF\xC3\xAE", true },
    { "nine characters, eighteen bytes", "ada",
      "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xC3\xA9\xC3\xA8\xC3\xAA\xC3\xAB\xC3\xAF", false },
    { "no UTF-8", "ada", "abcdefgh\xFFxyzq", false },
    { "no rule of composition", "ada", "mistletoe grows", true },
    { "the name", "maria.schmidt", "maria.schmidt", false },
    { "the name in capitals", "maria.schmidt", "MARIA.SCHMIDT", false },
    { "the name and a digit or two", "maria.schmidt", "maria.schmidt12", false },
    { "the name twice", "maria", "mariaMaria", false },
    { "the name in a sentence", "maria", "maria hums at dusk", true },
    { "a short name by chance", "ada", "adamant otter", true },
    { "common", "ada", "password123", false },
    { "common in capitals", "ada", "PassWord123", false },
    { "common with blanks", "ada", "correct horse battery staple", false },
    { "the year", "ada", "Summer2026", false },
    { "one letter", "ada", "aaaaaaaaaaaa", false },
    { "two letters", "ada", "121212121212", false },
    { "three letters", "ada", "abcabcabcabc", false },
    { "almost", "ada", "abcabcabcabd", true },
};

static void
test_rules(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct err err = { "" };
        enum status st = password_check(text_of(rows[i].password), text_of(rows[i].name), &err);

        CHECK(st == (rows[i].ok ? ST_OK : ST_INVALID), "%s: %s", rows[i].from, err.msg);
        CHECK(rows[i].password[0] == '\0' || strstr(err.msg, rows[i].password) == NULL,
              "%s: the message repeats it", rows[i].from);
    }
}
TEST_FN(test_rules)

static void
test_length(void)
{
    char big[PASSWORD_MAX_BYTES + 1];

    for (size_t i = 0; i < sizeof(big); i++)
        big[i] = (char)('a' + i * i % 26);
    CHECK(password_check((struct text){ big, PASSWORD_MAX_BYTES }, TEXT_LIT("ada"), NULL) == ST_OK,
          "1024");
    CHECK(password_check((struct text){ big, sizeof(big) }, TEXT_LIT("ada"), NULL) == ST_INVALID,
          "1025");
}
TEST_FN(test_length)

static void
test_hash(void)
{
    char one[PASSWORD_HASH_BYTES], two[PASSWORD_HASH_BYTES];
    const struct text right = TEXT_LIT("mistletoe grows"), wrong = TEXT_LIT("mistletoe growS");

    assert_int_equal(password_hash(right, one, NULL), ST_OK);
    assert_int_equal(password_hash(right, two, NULL), ST_OK);
    CHECK(strncmp(one, "$argon2id$v=19$m=65536,t=2,p=1$", 31) == 0, "%s", one);
    CHECK(strcmp(one, two) != 0, "salted");
    CHECK(password_verify(right, text_of(one)) && password_verify(right, text_of(two)), "right");
    CHECK(!password_verify(wrong, text_of(one)), "wrong");
    CHECK(!password_verify(TEXT_NONE, text_of(one)), "nothing");
    CHECK(!password_verify(text_sub(right, 0, right.n - 1), text_of(one)), "a part");
    CHECK(!password_verify(right, TEXT_NONE), "no hash: nobody");
    CHECK(!password_verify(right, TEXT_LIT("$argon2id$rubbish")), "no hash of ours");
    CHECK(!password_verify(right, text_of(TEN("0123456789abc"))), "nor one that is too long");
}
TEST_FN(test_hash)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rules), TEST(test_length), TEST(test_hash) };

    return TEST_RUN(tests);
}
