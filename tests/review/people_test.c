/* people_test.c - what an admin does to accounts over the pages, and how refusals look. */

#include "signed_in.h"

#include "../../store/db.h"

static void
test_acts(void)
{
    static const struct {
        const char *from, *method, *path, *form;
        int status;
        const char *says;
    } rows[] = {
        { "the list", "GET", "/people", "", 200, "root" },
        { "add", "POST", "/people", "name=ben&full_name=Ben+%3Cb%3E&role=editor&dept=", 303, "" },
        { "again", "POST", "/people", "name=ben&role=editor&dept=", 409, "already" },
        { "no name", "POST", "/people", "name=Ben+N&role=editor&dept=", 422, "small letters" },
        { "no role", "POST", "/people", "name=cy&role=emperor&dept=", 422, "wanted a role" },
        { "no department", "POST", "/people", "name=cy&role=editor&dept=x", 422, "department" },
        { "one", "GET", "/people/ben", "", 200, "Ben &lt;b&gt;" },
        { "nobody", "GET", "/people/cy", "", 404, "" },
        { "nobody", "POST", "/people/cy/disable", "", 404, "" },
        { "give", "POST", "/people/ben/role", "role=lead&dept=", 303, "" },
        { "take", "POST", "/people/ben/role", "role=lead&dept=&take=1", 303, "" },
        { "take twice", "POST", "/people/ben/role", "role=lead&dept=&take=1", 409, "has no role" },
        { "link", "POST", "/people/ben/link", "", 200, "http://earshot.example/link/" },
        { "off", "POST", "/people/ben/disable", "", 303, "" },
        { "shown", "GET", "/people", "", 200, "(switched off)" },
        { "on", "POST", "/people/ben/enable", "", 303, "" },
        { "sign out", "POST", "/people/ben/sign-out", "", 303, "" },
        { "second factor", "POST", "/people/ben/totp-off", "", 303, "" },
        { "oneself, the last admin", "POST", "/people/root/disable", "", 409, "last admin" },
        { "so it is still there", "GET", "/people", "", 200, "root" },
    };
    struct office o;
    const char *token;

    office_open(&o);
    token = office_person(&o, "root", "admin");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int status = office_send(&o, token, rows[i].method, rows[i].path, rows[i].form);

        CHECK(status == rows[i].status, "%s: %d", rows[i].from, status);
        CHECK(strstr(office_body, rows[i].says) != NULL, "%s: %s", rows[i].from, office_body);
    }
    CHECK(db_exec_int(db_query(o.f.store, "SELECT COUNT(*) FROM audit WHERE actor = 'root' AND"
                                          " address = '192.0.2.1' AND object = 'account ben'"),
                      0) == 9,
          "each is in the log");
    office_close(&o);
}
TEST_FN(test_acts)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_acts) };

    static_init();
    return TEST_RUN(tests);
}
