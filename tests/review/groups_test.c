/* groups_test.c - the list of groups: pages together are the list, filters, what is hidden. */

#include "lists_world.h"

/* Follow "More" to the end, counting rows; hostile titles are text on each. */
static size_t
walk(struct office *o, const char *token, const char *path, bool seen[GROUPS + 2])
{
    char at[512];
    size_t n = 0, pages = 0;
    const char *p, *more;

    snprintf(at, sizeof(at), "%s", path);
    do {
        CHECK(lists_get(o, token, at) == 200, "%s", at);
        CHECK(strstr(office_body, "=cmd() <b>") == NULL, "text is text");
        for (p = office_body; (p = strstr(p, "href=\"/groups/")) != NULL; n++) {
            long id = strtol(p + strlen("href=\"/groups/"), NULL, 10);

            CHECK(id > 0 && id <= GROUPS + 1 && !seen[id], "%s: group %ld twice", at, id);
            seen[id > 0 && id <= GROUPS + 1 ? id : 0] = true;
            p++;
        }
        more = strstr(office_body, "\">More");
        if (more == NULL)
            break;
        for (p = more; p[-1] != '"'; p--)
            continue;
        at[0] = '\0';
        for (size_t k = 0; p < more && k + 1 < sizeof(at); p++) {
            at[k++] = *p;
            at[k] = '\0';
            if (strncmp(p, "&amp;", 5) == 0)
                p += 4;
        }
    } while (++pages < 100);
    return n;
}

static void
test_pages(void)
{
    static const struct {
        const char *path;
        size_t n;
        const char *from;
    } rows[] = {
        { "/groups", GROUPS + 1, "all of them" },
        { "/groups?sort=asked", GROUPS + 1, "by when they were asked" },
        { "/groups?sort=times&dept=library", 1, "one department" },
        { "/groups?state=approved", 1, "a state" },
        { "/groups?state=todo", 1, "what waits" },
        { "/groups?source=1", 1, "a source" },
        { "/groups?language=fr", 0, "a language" },
        { "/groups?find=CMD()&since=1970-01-01", GROUPS + 1, "a search without case" },
    };
    struct office o;
    const char *token;

    lists_open(&o);
    token = office_person(&o, "ada", "admin");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        bool seen[GROUPS + 2] = { false };
        size_t n = walk(&o, token, rows[i].path, seen);

        CHECK(n == rows[i].n, "%s: %zu", rows[i].from, n);
    }
    lists_close(&o);
}
TEST_FN(test_pages)

static void
test_who(void)
{
    struct office o;
    const char *guest;

    lists_open(&o);
    guest = lists_guest(&o, "viewer");
    CHECK(lists_get(&o, guest, "/groups?find=%3E1101%3C") == 200 &&
              strstr(office_body, "No group is like that") != NULL,
          "another department's is not there");
    CHECK(lists_get(&o, guest, "/groups?dept=library") == 404, "nor is the department");
    CHECK(lists_get(&o, guest, "/groups.csv?find=%3E7%3C") == 200 &&
              strstr(office_body, "\r\n7,1,1,1,open,physics,") != NULL,
          "%s", office_body);
    lists_close(&o);
}
TEST_FN(test_who)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_pages), TEST(test_who) };

    static_init();
    return TEST_RUN(tests);
}
