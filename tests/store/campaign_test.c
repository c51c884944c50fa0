/* campaign_test.c - what is asked in a campaign's time, and lists narrowed down. */
#include "../../include/store_campaign.h"

#include <unistd.h>

#include "../../include/store_export.h"
#include "../../store/db.h"
#include "../test.h"

static const struct {
    enum store_role role;
    const char *sql;
} world[] = {
    { STORE_CONFIG, "INSERT INTO department (id, key, name, language, active)"
                    " VALUES (1, 'physics', 'Physics', 'en', 1)" },
    { STORE_CONFIG, "INSERT INTO source (id, department_id, key, url, basis, mode, matching,"
                    " own_site, delay_ms, max_pages, audience, active) VALUES"
                    " (1, 1, 'a', 'http://a/', 'own', 'answer', 'all', 0, 0, 9, ',students,', 1),"
                    " (2, 1, 'b', 'http://b/', 'own', 'answer', 'all', 0, 0, 9, ',a,b,', 1)" },
    { STORE_CONFIG, "INSERT INTO campaign (id, department_id, key, from_s, to_s, active)"
                    " VALUES (1, 1, 'open-day', 50, 70, 1), (2, 1, 'old', 1, 2, 0)" },
    { STORE_CRAWLER, "INSERT INTO host (id, authority) VALUES (1, 'http://a')" },
    { STORE_CRAWLER, "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
                     " priority, first_seen_s) VALUES (1, 1, 'http://a/', 1, 1, 'done', 'page', 0,"
                     " 0, 0)" },
    { STORE_CRAWLER,
      "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
      " first_seen_s, last_seen_s, changed_s, posted_s) VALUES"
      " (1, 1, 'p1', 'A?', '', '', 'x', 1, 1, 9, 9, 9, 49), (2, 1, 'p2', 'B?', '', '', 'x', 1, 2,"
      " 9, 9, 9, 50), (3, 1, 'p3', 'C?', '', '', 'x', 1, 3, 69, 9, 9, NULL),"
      " (4, 1, 'p4', 'D?', '', '', 'x', 1, 4, 9, 9, 9, 70)" },
    { STORE_CRAWLER, "INSERT INTO post_match (post_id, department_id, source_id, words)"
                     " VALUES (1, 1, 1, ''), (2, 1, 1, ''), (3, 1, 2, ''), (4, 1, 2, '')" },
    { STORE_INDEXER,
      "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, created_s)"
      " VALUES (1, 1, 'A?', '', 'en', 'a', 1, 0), (2, 1, 'B?', '', 'en', 'b', 2, 0),"
      " (3, 1, 'C?', '', 'en', 'c', 3, 0), (4, 1, 'D?', '', 'en', 'd', 4, 0)" },
    { STORE_INDEXER, "INSERT INTO sighting (post_id, department_id, question_id, post_hash)"
                     " VALUES (1, 1, 1, 1), (2, 1, 2, 2), (3, 1, 3, 3), (4, 1, 4, 4)" },
    { STORE_INDEXER, "INSERT INTO post_campaign (campaign_id, post_id) VALUES (1, 4)" },
};

static char path[64];

static struct store *
make_world(void)
{
    struct store *s = NULL;
    struct err err = { "" };

    snprintf(path, sizeof(path), "/tmp/earshot-campaign-%ld.db", (long)getpid());
    unlink(path);
    assert_int_equal(store_create(path, &err), ST_OK);
    assert_int_equal(store_open(path, STORE_READER, &s, &err), ST_OK);
    for (size_t i = 0; i < N_ROWS(world); i++) {
        enum status st;

        store_set_role(s, world[i].role);
        db_exec(db_query(s, world[i].sql));
        st = store_check(s, &err);
        CHECK(st == ST_OK, "statement %zu: %s", i, err.msg);
    }
    return s;
}

static void
end_world(struct store *s)
{
    store_close(s);
    unlink(path);
}

static char seen[256];

static void
on_post(void *self, const struct store_campaign_post *p)
{
    size_t n = strlen(seen);

    (void)self;
    snprintf(seen + n, sizeof(seen) - n, "%lld%s%s ", (long long)p->post_id,
             p->in_time ? " in" : " out", p->tagged ? " tagged" : "");
}

static void
test_posts(void)
{
    struct store *s = make_world();
    struct err err = { "" };

    assert_int_equal(store_campaign_id(s, 1, "open-day"), 1);
    assert_int_equal(store_campaign_id(s, 1, "old"), 0); /* not in the settings any more */
    assert_int_equal(store_campaign_id(s, 2, "open-day"), 0);
    seen[0] = '\0';
    store_campaign_posts(s, 1, on_post, NULL);
    CHECK(strcmp(seen, "2 in 3 in 4 out tagged ") == 0, "%s", seen);
    store_begin(s);
    store_campaign_tag(s, 1, 2, true);
    store_campaign_tag(s, 1, 2, true);
    store_campaign_tag(s, 1, 4, false);
    assert_int_equal(store_commit(s, &err), ST_OK);
    seen[0] = '\0';
    store_campaign_posts(s, 1, on_post, NULL);
    CHECK(strcmp(seen, "2 in tagged 3 in ") == 0, "%s", seen);
    end_world(s);
}
TEST_FN(test_posts)

static const struct {
    const char *from, *campaign, *audience, *questions;
} narrowed[] = {
    { "a campaign", "open-day", NULL, "4 " },       { "an audience", NULL, "students", "1 2 " },
    { "one of several", NULL, "b", "3 4 " },        { "both", "open-day", "a", "4 " },
    { "none is both", "open-day", "students", "" },
};

static void
on_question(void *self, const struct store_export_question *q)
{
    size_t n = strlen(seen);

    (void)self;
    snprintf(seen + n, sizeof(seen) - n, "%lld ", (long long)q->id);
}

static void
test_narrow(void)
{
    struct err err = { "" };

    for (size_t i = 0; i < N_ROWS(narrowed); i++) {
        struct store *s = make_world();
        struct store_export_query query = { .department_id = 1 };
        enum status st = store_campaign_narrow(s, narrowed[i].campaign, narrowed[i].audience,
                                               STORE_READER, &err);

        CHECK(st == ST_OK, "%s: %s", narrowed[i].from, err.msg);
        seen[0] = '\0';
        st = store_export_questions(s, &query, on_question, NULL, &err);
        CHECK(st == ST_OK, "%s: %s", narrowed[i].from, err.msg);
        CHECK(strcmp(seen, narrowed[i].questions) == 0, "%s: %s", narrowed[i].from, seen);
        end_world(s);
    }
}
TEST_FN(test_narrow)

static void
test_unknown(void)
{
    struct store *s = make_world();
    struct err err = { "" };

    assert_int_equal(store_campaign_narrow(s, "x'y", NULL, STORE_READER, &err), ST_NOTFOUND);
    assert_int_equal(store_campaign_narrow(s, NULL, "stud", STORE_READER, &err), ST_NOTFOUND);
    end_world(s);
}
TEST_FN(test_unknown)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_posts), TEST(test_narrow), TEST(test_unknown) };

    return TEST_RUN(tests);
}
