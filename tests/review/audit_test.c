/* audit_test.c - the page of the audit log: filters, pages, files, and whether it is whole. */

#include "signed_in.h"

#include "../../store/db.h"

static void
test_audit_page(void)
{
    static const struct {
        const char *from, *path;
        const char *has, *lacks;
    } rows[] = {
        { "all", "/audit", "account cy", "Older" },
        { "by action", "/audit?action=account.role", "editor, all", ">account.add<" },
        { "by object", "/audit?object=account+ben", "account ben", ">account cy<" },
        { "nobody did", "/audit?actor=cy", "", "<tr><td data-label" },
        { "page", "/audit?before=2", "\"Row\">1</td>", "\"Row\">2</td>" },
        { "before it all", "/audit?until=2001-01-01", "", "<tr><td data-label" },
        { "whole", "/audit?verify=1", "4 rows, all as they were written", "role=\"alert\"" },
        { "hostile filter", "/audit?actor=%22%3E%3Cscript%3E", "&quot;&gt;&lt;script&gt;",
          "<script>" },
        { "CSV", "/audit.csv?object=account+ben", "id,at,actor", "account cy" },
        { "JSON", "/audit.jsonl", "\"action\":\"account.add\"", "<html" },
    };
    struct office o;
    const char *token;

    office_open(&o);
    token = office_person(&o, "root", "admin");
    (void)office_send(&o, token, "POST", "/people", "name=ben&role=editor&dept=");
    (void)office_send(&o, token, "POST", "/people", "name=cy&role=editor&dept=");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int status = office_send(&o, token, "GET", rows[i].path, "");

        CHECK(status == 200, "%s: %d", rows[i].from, status);
        CHECK(strstr(office_body, rows[i].has) != NULL, "%s: %s", rows[i].from, office_body);
        CHECK(strstr(office_body, rows[i].lacks) == NULL, "%s: %s", rows[i].from, office_body);
    }
    store_set_role(o.f.store, STORE_SCHEMA);
    db_script(o.f.store, "UPDATE audit SET result = 'no' WHERE id = 2");
    store_set_role(o.f.store, STORE_REVIEW);
    CHECK(office_send(&o, token, "GET", "/audit?verify=1", "") == 200 &&
              strstr(office_body, "row 2 is not what was written") != NULL,
          "%s", office_body);
    store_account_set_settings(o.f.store, 1, TEXT_LIT("{\"page\":2}"));
    CHECK(office_send(&o, token, "GET", "/audit?action=account.", "") == 200 &&
              strstr(office_body, "/audit?before=3&amp;action=account.\">Older") != NULL,
          "pages as long as the person wants them: %s", office_body);
    office_close(&o);
}
TEST_FN(test_audit_page)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_audit_page) };

    static_init();
    return TEST_RUN(tests);
}
