/* mask_test.c - what is hidden in posts, and what must not be. */
#include "../../crawler/mask.h"

#include "../../include/utf8.h"
#include "../test.h"

static const struct {
    const char *from, *text, *want; /* want NULL: as it is */
} rows[] = {
    /* clang-format off */
    { "mail", "Write to jane.doe+x@cs.example.edu.", "Write to [email]." },
    { "mail at the ends", "a@b.org", "[email]" },
    { "two", "a@b.org,c@d.org", "[email],[email]" },
    { "brackets", "<jane@example.org>", "<[email]>" },
    { "mailto", "mailto:jane@example.org?subject=x", "mailto:[email]?subject=x" },
    { "spelled", "jane (at) example (dot) org", "[email]" },
    { "spelled", "jane [at] example.org, please", "[email], please" },
    { "umlauts", "j\xC3\xBCrgen@m\xC3\xBCnchen.example now", "[email] now" },
    { "no space before", "\xE9\x82\xAE\xE7\xAE\xB1" "foo@bar.com", "\xE9\x82\xAE\xE7\xAE\xB1[email]" },
    { "a handle", "thanks @jane and @joe.", NULL },
    { "no domain", "jane@localhost a@b @", NULL },
    { "no name", "look: (at) example.org, @ example.org", NULL },
    { "code", "int a[4]; x @ y; f(at) = 1", NULL },
    { "in an address", "https://h/?m=a@b.org", "https://h/?m=[email]" },

    { "E.164", "+14155550123", "[phone]" },
    { "international", "Call +44 20 7946 0958 now", "Call [phone] now" },
    { "international", "+49 (0)89/1234-567", "[phone]" },
    { "brackets", "(617) 555-0123.", "[phone]." },
    { "plus in brackets", "(+44) 20 7946 0958", "([phone]" },
    { "dashes", "617-555-0123", "[phone]" },
    { "dots", "617.555.0123", "[phone]" },
    { "country 1", "1-800-555-0199!", "[phone]!" },
    { "local", "my number is 555-0123", "my number is [phone]" },
    { "Paris", "01 42 68 53 00", "[phone]" },
    { "Paris with dots", "01.42.68.53.00", "[phone]" },
    { "London", "020 7946 0958", "[phone]" },
    { "Munich", "089/12345678", "[phone]" },
    { "a mobile in one", "07700900123", "[phone]" },
    { "the word before", "tel: 6221234", "tel: [phone]" },
    { "the word before", "WhatsApp 91234567", "WhatsApp [phone]" },
    { "after a date", "since 2026-11-22 617-555-0123", "since 2026-11-22 [phone]" },

    { "a year", "in 2026", NULL },
    { "years", "2019-2021, 2019/20, 2019 2020 2021", NULL },
    { "ISO date", "2026-11-22T03:34:14Z and 2026-11-22 03:34", NULL },
    { "dates", "22.11.2026, 11/22/2026, 01 02 2026, 1-2-2003", NULL },
    { "price", "$1,234,567.89 or 1.234.567,89 EUR or \xE2\x82\xAC" "12345678", NULL },
    { "thousands", "12 345 678 people, 1 234 567 890", NULL },
    { "version", "2.9.14.1 and v1.22.333.4444 and 10.15.7", NULL },
    { "IPv4", "192.168.100.200", NULL },
    { "ISBN", "ISBN 0-306-40615-2, 978-3-16-148410-0, 9783161484100", NULL },
    { "ISSN", "ISSN 1234-5678", NULL },
    { "ORCID", "0000-0002-1825-0097", NULL },
    { "DOI", "doi:10.1000/1234567", NULL },
    { "pages", "pp. 123-4567", NULL },
    { "courses", "6.006, 18.01 and 6.S191", NULL },
    { "an id", "student 912345678, order 12345678", NULL },
    { "in a word", "abc5550123456 x617-555-0123", NULL },
    { "in an address", "https://h/t/617-555-0123 http://h/6175550123", NULL },
    { "a hash", "commit 0123456789abcdef", NULL },
    { "a sum", "5+3=8, 10 - 5 = 5, 3/4", NULL },
    { "GPA and scores", "3.5/4.0, TOEFL 100, GRE 330", NULL },
    { "times", "10:30-11:45, 9-5", NULL },
    { "ranges in brackets", "about 180 (200-650 is normal), 1 67144 (15) 2 67144 (10)", NULL },
    { "a decimal", "365.2425 days", NULL },
    { "percent", "12345678%", NULL },
    { "nothing", "", NULL },
    /* clang-format on */
};

static void
test_rows(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct mask_counts counts = { 0 };
        const char *want = rows[i].want != NULL ? rows[i].want : rows[i].text;
        struct text got = mask_text(text_of(rows[i].text), a, &counts);

        CHECK(text_is(got, want), "row %zu (%s): %.*s", i, rows[i].from, TEXT_ARG(got));
        CHECK((counts.emails + counts.phones > 0) == (rows[i].want != NULL), "row %zu: counts", i);
        CHECK(utf8_valid(got), "row %zu: bad UTF-8", i);
    }
    arena_free(a);
}
TEST_FN(test_rows)

static void
test_counts(void)
{
    struct arena *a = arena_new();
    struct mask_counts counts = { 1, 1 };

    (void)mask_text(TEXT_LIT("a@b.org or c@d.org or 617-555-0123"), a, &counts);
    CHECK(counts.emails == 3 && counts.phones == 2, "%u %u", counts.emails, counts.phones);
    arena_free(a);
}
TEST_FN(test_counts)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_counts) };

    return TEST_RUN(tests);
}
