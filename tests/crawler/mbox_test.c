/* mbox_test.c - where one mail ends and the next begins. */
#include "../../crawler/mbox.h"

#include "../test.h"

#define FROM1   "From a@x.example Mon Nov  2 10:00:00 2026\n"
#define FROM2   "From - Tue Nov 03 9:05:00 2026\r\n"
#define TAKEOUT "From 17510@xxx Mon Nov 02 10:00:00 +0000 2026\n"

/* want: the mails, each with "|" behind it. */
static const struct {
    const char *from, *file, *want;
} cases[] = {
    { "RFC 4155", FROM1 "A: 1\n\nx\n\n" FROM1 "A: 2\n\ny\n", "A: 1\n\nx\n\n|A: 2\n\ny\n|" },
    { "CR LF, Thunderbird",
      "From - Mon Nov 02 9:05:00 2026\r\nA: 1\r\n\r\nx\r\n\r\n" FROM2 "A: 2\r\n",
      "A: 1\r\n\r\nx\r\n\r\n|A: 2\r\n|" },
    { "Google Takeout", TAKEOUT "A: 1\n\nx\n\n" TAKEOUT "A: 2\n", "A: 1\n\nx\n\n|A: 2\n|" },
    { "mboxo", FROM1 "A: 1\n\n>From here.\n", "A: 1\n\nFrom here.\n|" },
    { "mboxrd", FROM1 "A: 1\n\n>>From here.\n>>>From x\n", "A: 1\n\n>From here.\n>>From x\n|" },
    { "a quote", FROM1 "A: 1\n\n> From here.\n", "A: 1\n\n> From here.\n|" },
    { "unquoted, in a paragraph", FROM1 "A: 1\n\nWe came\nFrom here at 10:00 in 2026.\n",
      "A: 1\n\nWe came\nFrom here at 10:00 in 2026.\n|" },
    { "unquoted, no date", FROM1 "A: 1\n\nx\n\nFrom here on.\n", "A: 1\n\nx\n\nFrom here on.\n|" },
    { "a single mail", "From: a@x.example\n\nx\n\n" FROM1 "y\n",
      "From: a@x.example\n\nx\n\n" FROM1 "y\n|" },
    { "empty lines first", "\n\r\n" FROM1 "A: 1\n", "A: 1\n|" },
    { "no end of line", FROM1 "A: 1", "A: 1|" },
    { "From_ alone", FROM1, "|" },
    { "nothing", "", "" },
};

static void
read_all(const char *from, const char *file, size_t n, size_t max, struct buf *all)
{
    struct mbox *m = calloc(1, sizeof(*m));
    FILE *in = fmemopen((void *)(uintptr_t)file, n > 0 ? n : 1, "rb");
    struct buf mail;

    buf_init(&mail, max);
    if (n == 0)
        (void)fgetc(in); /* fmemopen refuses an empty one */
    mbox_init(m, in);
    for (int64_t number = 1; mbox_next(m, &mail); number++) {
        CHECK(m->number == number, "%s: %lld", from, (long long)m->number);
        buf_add_text(all, buf_text(&mail));
        buf_add_char(all, '|');
    }
    buf_release(&mail);
    fclose(in);
    free(m);
}

static void
test_parted(void)
{
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct buf all;

        buf_init(&all, BUF_PAGE);
        read_all(cases[i].from, cases[i].file, strlen(cases[i].file), MBOX_MAIL_BYTES, &all);
        CHECK(text_is(buf_text(&all), cases[i].want), "%s: \"%s\"", cases[i].from, buf_str(&all));
        buf_release(&all);
    }
}
TEST_FN(test_parted)

/* Mails longer than a block, at every offset of the next From_ line; and longer than the cap. */
static void
test_blocks(void)
{
    for (size_t off = MBOX_BLOCK_BYTES - 600; off < MBOX_BLOCK_BYTES + 60; off += 7) {
        struct buf file, all;

        buf_init(&file, BUF_PAGE);
        buf_init(&all, BUF_PAGE);
        buf_add_str(&file, FROM1);
        while (file.n < off)
            buf_add_char(&file, 'x');
        buf_add_str(&file, "\n\n" FROM1 "A: 2\n");
        read_all("block", buf_str(&file), file.n, MBOX_MAIL_BYTES, &all);
        CHECK(text_ends(buf_text(&all), TEXT_LIT("x\n\n|A: 2\n|")), "%zu", off);
        CHECK(all.n == file.n - 2 * (sizeof(FROM1) - 1) + 2, "%zu: %zu", off, all.n);
        buf_clear(&all);
        read_all("cut", buf_str(&file), file.n, 1000, &all);
        CHECK(all.n == 1000 + 1 + sizeof("A: 2\n|") - 1, "%zu: %zu", off, all.n);
        buf_release(&file);
        buf_release(&all);
    }
}
TEST_FN(test_blocks)

static const struct {
    const char *from, *line;
    long long want; /* 0: none */
} dates[] = {
    { "RFC 4155", "a@x.example Mon Nov  2 10:00:00 2026", 1793613600 },
    { "Thunderbird", "- Mon Nov 02 10:00:00 2026", 1793613600 },
    { "Takeout", "17510@xxx Mon Nov 02 10:00:00 +0000 2026", 1793613600 },
    { "no date", "a@x.example soon", 0 },
    { "nothing", "", 0 },
};

static void
test_dates(void)
{
    for (size_t i = 0; i < N_ROWS(dates); i++) {
        int64_t at_s = 0;
        bool ok = mbox_date(text_of(dates[i].line), 1795000000, &at_s);

        CHECK(ok == (dates[i].want != 0) && at_s == dates[i].want, "%s: %lld", dates[i].from,
              (long long)at_s);
    }
}
TEST_FN(test_dates)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_parted), TEST(test_blocks), TEST(test_dates) };

    return TEST_RUN(tests);
}
