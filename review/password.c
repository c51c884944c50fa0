/* password.c - see password.h. */

#include "password.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "utf8.h"

#define NAME_MIN_BYTES 4 /* a shorter name stands in many a password by chance */
#define REST_MIN_BYTES 4 /* what must be left of a password besides the name */
#define MAX_PERIOD     3 /* "aaaaaaaaaa", "123123123123" */

static_assert(PASSWORD_HASH_BYTES >= crypto_pwhash_STRBYTES, "libsodium writes so much");

/* Tried first by whoever guesses.  In lower case, of PASSWORD_MIN_CHARS at least: shorter ones
 * are refused as short, repetitions by rule. */
/* clang-format off */
static const char *const common[] = {
    "password12", "password123", "password1234", "password12345", "password123456", "password123!",
    "password!1", "password1!1", "passw0rd12", "passw0rd123", "p@ssw0rd12", "p@ssw0rd123", "p@ssword123",
    "passwordpassword", "mypassword", "mypassword1", "mypassword12", "mypassword123", "thisismypassword",
    "yourpassword", "nopassword", "newpassword", "newpassword1", "newpassword123", "secretpassword",
    "qwertyuiop", "qwertyuiop1", "qwertyuiop12", "qwertyuiop123", "qwertyuiop[]", "qwerty1234", "qwerty12345",
    "qwerty123456", "qwerty1234567", "qwerty123!", "qwertyqwerty", "qwertzuiop", "qwertz1234", "qwertz12345",
    "azertyuiop", "azerty1234", "azerty12345", "asdfghjkl1", "asdfghjkl123", "asdfasdfasdf", "asdf123456",
    "zxcvbnm123", "zxcvbnm1234", "qweasdzxc1", "qweasdzxc123", "qwe123qwe123", "qazwsxedcrfv", "qazwsx1234",
    "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "1qazxsw23edc", "zaq12wsxcde3", "zaq1zaq1zaq1", "1q2w3e4r5t", "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u8i", "q1w2e3r4t5", "q1w2e3r4t5y6", "1234567890", "12345678901", "123456789012", "12345678910",
    "1234567891", "0123456789", "01234567890", "0987654321", "09876543210", "9876543210", "1122334455", "11223344556",
    "123456789a", "123456789q", "a123456789", "a1234567890", "aa12345678", "aa123456789", "123456789abc",
    "abc1234567", "abc12345678", "abc123456789", "abcd123456", "abcd1234567", "abcd12345678", "1234567890a",
    "1234qwerasdf", "1234abcd1234", "abcdefghij", "abcdefghijk", "abcdefghijkl", "abcdefghijklmnop",
    "abcdefghijklmnopqrstuvwxyz", "letmein123", "letmein1234", "letmeinplease", "letmeinnow", "welcome123",
    "welcome1234", "welcome12345", "welcome2024", "welcome2025", "welcome2026", "welcome2027", "iloveyou12",
    "iloveyou123", "iloveyou1234", "iloveyouforever", "administrator", "administrator1", "admin12345", "admin123456",
    "admin1234567", "adminadmin", "adminadmin1", "admin@1234", "admin@12345", "rootroot12", "changeme12", "changeme123",
    "changeme1234", "changemenow", "changethis", "default123", "defaultpassword", "temporary1", "temporary123",
    "temppassword", "temppass123", "secret1234", "secret12345", "topsecret1", "topsecret123", "testtest12",
    "testtest123", "test123456", "test1234567", "testpassword", "testing123", "testing1234", "hello12345", "hello123456",
    "helloworld", "helloworld1", "helloworld123", "whatever12", "whatever123", "trustno1trustno1", "football12",
    "football123", "baseball12", "baseball123", "basketball", "basketball1", "liverpool1", "liverpool123", "manchester",
    "manchester1", "superman12", "superman123", "batman12345", "starwars12", "starwars123", "pokemon123", "pokemon1234",
    "princess12", "princess123", "sunshine12", "sunshine123", "dragon1234", "dragon12345", "monkey1234", "monkey12345",
    "shadow12345", "master12345", "michael123", "michael1234", "jennifer12", "jennifer123", "charlie123", "charlie1234",
    "jordan12345", "computer12", "computer123", "internet12", "internet123", "correcthorsebatterystaple",
    "correct horse battery staple", "spring2024", "spring2025", "spring2026", "spring2027", "summer2024", "summer2025",
    "summer2026", "summer2027", "autumn2024", "autumn2025", "autumn2026", "autumn2027", "winter2024", "winter2025",
    "winter2026", "winter2027", "university", "university1", "university123", "department", "department1",
    "department123", "student123", "student1234", "teacher123", "professor1", "professor123", "earshot123", "earshot1234",
    "earshot12345", "earshotearshot",
};
/* clang-format on */

static bool
is_common(struct text password)
{
    for (size_t i = 0; i < N_ELEMENTS(common); i++)
        if (text_eq_nocase(password, text_of(common[i])))
            return true;
    for (size_t period = 1; period <= MAX_PERIOD; period++)
        if (memcmp(password.p, password.p + period, password.n - period) == 0)
            return true;
    return false;
}

/* What stands beside the name. */
static size_t
bytes_besides(struct text password, struct text name)
{
    size_t rest = password.n, at;

    while ((at = text_find_nocase(password, name)) != TEXT_NPOS) {
        rest -= name.n;
        password = text_from(password, at + name.n);
    }
    return rest;
}

enum status
password_check(struct text password, struct text name, struct err *err)
{
    if (!utf8_valid(password))
        return err_set(err, ST_INVALID, "the password is no UTF-8");
    if (utf8_count(password) < PASSWORD_MIN_CHARS)
        return err_set(err, ST_INVALID, "the password is too short: wanted %d characters or more",
                       PASSWORD_MIN_CHARS);
    if (password.n > PASSWORD_MAX_BYTES)
        return err_set(err, ST_INVALID, "the password is too long: wanted %d bytes or fewer",
                       PASSWORD_MAX_BYTES);
    if (name.n >= NAME_MIN_BYTES ? bytes_besides(password, name) < REST_MIN_BYTES
                                 : text_eq_nocase(password, name))
        return err_set(err, ST_INVALID, "the password is little more than the name");
    if (is_common(password))
        return err_set(err, ST_INVALID, "this password is one of those that are tried first");
    return ST_OK;
}

enum status
password_hash(struct text password, char out[PASSWORD_HASH_BYTES], struct err *err)
{
    char made[PASSWORD_HASH_BYTES];

    if (sodium_init() < 0 ||
        crypto_pwhash_str(made, password.p, password.n, PASSWORD_OPS, PASSWORD_MEMORY_BYTES) != 0)
        return err_set(err, ST_IO, "cannot hash the password: %zu MiB of memory are wanted",
                       PASSWORD_MEMORY_BYTES / (1024 * 1024));
    memcpy(out, made, sizeof(made));
    return ST_OK;
}

bool
password_verify(struct text password, struct text hash)
{
    /* Of 32 random bytes that nobody kept, with the limits above. */
    static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$g/6cLdl91/UIvvkRmz094Q$"
                                 "Kpk1HUO819PdA70wyrrvSDUeH0OOzAlq/5uUAJ3qyJc";
    char stored[PASSWORD_HASH_BYTES] = "";
    bool known = hash.n > 0 && hash.n < sizeof(stored), right;

    memcpy(stored, known ? hash.p : nobody, known ? hash.n : sizeof(nobody));
    right = sodium_init() >= 0 && password.n <= PASSWORD_MAX_BYTES &&
            crypto_pwhash_str_verify(stored, password.n > 0 ? password.p : "", password.n) == 0;
    return right && known;
}
