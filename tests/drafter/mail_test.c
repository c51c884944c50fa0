/* mail_test.c - what a mail server is asked with; what one does is tests/cli/T111-digest.sh's. */
#include "../../drafter/mail.h"

#include "../test.h"

static void
test_refused(void)
{
    struct mail_config c = { .server = "smtp://127.0.0.1:1",
                             .from = "a@x.example",
                             .timeout_ms = 2000 };
    struct mail *m = NULL;
    struct err err = { "" };

    CHECK(mail_new(&c, "/tmp", &m, &err) == ST_OK, "%s", err.msg);
    CHECK(mail_send(m, TEXT_LIT("b@x.example"), TEXT_LIT("x\r\n"), &err) == ST_NET, "nobody there");
    CHECK(strstr(err.msg, "smtp://127.0.0.1:1: ") == err.msg, "%s", err.msg);
    mail_free(m);
    c.user = "a";
    c.password_file = "earshot-no-such-file";
    CHECK(mail_new(&c, "/tmp", &m, &err) == ST_NOTFOUND, "%s", err.msg);
}
TEST_FN(test_refused)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_refused) };

    return TEST_RUN(tests);
}
