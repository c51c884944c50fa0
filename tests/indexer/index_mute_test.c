/* index_mute_test.c - mute lines come and go: what is hidden, what is heard again, what stays. */

#include "../../indexer/index.h"

#include <unistd.h>

#include "../../store/db.h"
#include "../test.h"

#include "buf.h"

/* Two sources of one department, a post each, and one post of another department's. */
static const struct {
    enum store_role role;
    const char *sql;
} world[] = {
    { STORE_CONFIG,
      "INSERT INTO department (id, key, name, language, active)"
      " VALUES (1, 'physics', 'Physics', 'en', 1), (2, 'library', 'Library', 'en', 1)" },
    { STORE_CONFIG, "INSERT INTO source (id, department_id, key, url, basis, mode, matching,"
                    " own_site, delay_ms, max_pages, active)"
                    " VALUES (1, 1, 'a', 'http://a.f/', 'own', 'answer', 'all', 0, 0, 10, 1),"
                    " (2, 1, 'b', 'http://b.f/', 'own', 'answer', 'all', 0, 0, 10, 1),"
                    " (3, 2, 'c', 'http://a.f/', 'own', 'answer', 'all', 0, 0, 10, 1)" },
    { STORE_CRAWLER, "INSERT INTO host (id, authority) VALUES (1, 'http://a.f')" },
    { STORE_CRAWLER, "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
                     " priority, first_seen_s)"
                     " VALUES (1, 1, 'http://a.f/1', 1, 1, 'done', 'page', 0, 0, 0)" },
    { STORE_CRAWLER,
      "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
      " first_seen_s, last_seen_s, changed_s, asker_hash) VALUES"
      " (1, 1, 'http://a.f/1', 'Sofa for sale?', 'x', '', 'x', 1, 1, 1, 1, 1, 'aa'),"
      " (2, 1, 'http://b.f:80/2', 'Where is the gym?', 'x', '', 'x', 1, 2, 1, 1, 1, 'bb'),"
      " (3, 1, 'http://a.f/3', 'When is the sale?', 'x', '', 'x', 1, 3, 1, 1, 1, NULL)" },
    { STORE_CRAWLER, "INSERT INTO post_match VALUES (1, 1, 1, ''), (2, 1, 2, ''), (3, 1, 1, ''),"
                     " (1, 2, 3, '')" },
};

/* Lines of source 1 and of source 2, then the posts of department 1 that they hide. */
static const struct {
    const char *first, *second, *hidden;
    int64_t muted, unmuted;
} steps[] = {
    { NULL, NULL, "", 0, 0 },
    { "title:sale", NULL, "1 3 ", 2, 0 },
    { "title:sale", NULL, "1 3 ", 0, 0 }, /* again: nothing to do */
    { "author-hash:aa", "site:b.f", "1 2 ", 2, 1 },
    { NULL, "site:b.f", "2 ", 0, 1 },
    { NULL, "author-hash:aa", "", 0, 1 }, /* of another source */
    { "phrase:sofas", NULL, "1 ", 1, 0 },
    { NULL, NULL, "", 0, 1 },
};

static void
must(struct store *s, const char *sql)
{
    struct err err = { "" };
    enum status st;

    (void)db_exec(db_query(s, sql));
    st = store_check(s, &err);
    CHECK(st == ST_OK, "%s: %s", sql, err.msg);
}

static void
hidden(struct store *s, const char *sql, struct buf *out)
{
    struct db_query *q = db_query(s, sql);

    buf_clear(out);
    while (db_row(q))
        buf_addf(out, "%lld ", (long long)db_int(q, 0));
    db_done(q);
}

static void
test_steps(void)
{
    struct clock_fake time = { 1000000 };
    struct clock clock = clock_of_fake(&time);
    struct index_job job = { NULL, &clock, token_new(), NULL, NULL };
    struct buf out;
    char path[64];

    snprintf(path, sizeof(path), "/tmp/earshot-mute-%ld.db", (long)getpid());
    (void)unlink(path);
    CHECK(store_create(path, NULL) == ST_OK, "create");
    assert_int_equal(store_open(path, STORE_CONFIG, &job.store, NULL), ST_OK);
    for (size_t i = 0; i < N_ROWS(world); i++) {
        store_set_role(job.store, world[i].role);
        must(job.store, world[i].sql);
    }
    store_set_role(job.store, STORE_INDEXER);
    buf_init(&out, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(steps); i++) {
        struct text a = text_of(steps[i].first), b = text_of(steps[i].second);
        struct index_mutes mutes[2];
        struct index_department d = { 1, "en", .mutes = mutes }, library = { 2, "en", 0 };
        struct index_counts c = { .posts = 0 };
        struct err err = { "" };

        if (a.n > 0)
            mutes[d.n_mutes++] = (struct index_mutes){ 1, &a, 1 };
        if (b.n > 0)
            mutes[d.n_mutes++] = (struct index_mutes){ 2, &b, 1 };
        CHECK(index_questions(&job, &d, &c, &err) == ST_OK, "step %zu: %s", i, err.msg);
        CHECK(index_questions(&job, &library, &c, &err) == ST_OK, "step %zu: %s", i, err.msg);
        hidden(job.store, "SELECT post_id FROM sighting WHERE muted IS NOT NULL ORDER BY 1", &out);
        CHECK(text_is(buf_text(&out), steps[i].hidden), "step %zu: %s", i, buf_str(&out));
        CHECK(c.muted == steps[i].muted && c.unmuted == steps[i].unmuted, "step %zu: %lld %lld", i,
              (long long)c.muted, (long long)c.unmuted);
        hidden(job.store, "SELECT COUNT(*) FROM sighting", &out);
        CHECK(text_is(buf_text(&out), "4 "), "step %zu: nothing is deleted: %s", i, buf_str(&out));
    }
    buf_release(&out);
    token_free(job.tokenizer);
    store_close(job.store);
    (void)unlink(path);
}
TEST_FN(test_steps)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_steps) };

    return TEST_RUN(tests);
}
