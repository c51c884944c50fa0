/* What was mailed, told and posted before it is erased is named, with how often. */
#include "desk_fixture.h"

#include "../../store/erase.h"

static const char sent[] =
    "INSERT INTO account (id, name, full_name, created_s) VALUES (1, 'ann', 'Ann', 1);"
    "INSERT INTO digest_log (account_id, period, message_id, begun_s, tries, sent_s, why) VALUES"
    " (1, 'before it was found', 'a', 50, 1, 50, NULL), (1, 'since', 'b', 200, 1, 200, NULL),"
    " (1, 'nothing to say', 'c', 300, 1, 300, 'nothing to say'), (1, 'failed', 'd', 400, 1, NULL,"
    " 'refused');"
    "INSERT INTO alarm (id, kind, object, department_id, text, link, since_s) VALUES"
    " (1, 'escalation', '1', 1, 'x', '', 100), (2, 'escalation', '2', 1, 'x', '', 100);"
    "INSERT INTO alarm_mail (alarm_id, address, tries, due_s, begun, told_s) VALUES"
    " (1, 'a@x.example', 1, 0, 1, 200), (1, 'b@x.example', 1, 0, 1, NULL),"
    " (2, 'a@x.example', 1, 0, 1, 200);"
    "INSERT INTO webhook_log (webhook, event, object, body, created_s, due_s, tries, status,"
    " done_s) VALUES ('chat', 'draft', '1', '{\"group\":1,\"text\":\"x\"}', 1, 1, 1, 204, 2),"
    " ('chat', 'gap', '1', '{\"group\":1,\"text\":\"x\"}', 1, 1, 5, 500, 2),"
    " ('chat', 'draft', '2', '{\"group\":2,\"text\":\"x\"}', 1, 1, 1, 204, 2);";

/* As "what where;" of all that is not reached. */
static void
unreached(struct fixture *f, const char *url, struct arena *a, struct buf *b)
{
    struct erase_job job = {
        .store = f->store, .url = text_of(url), .now_s = 1000000, .dry_run = true
    };
    struct erase_found found;

    buf_clear(b);
    CHECK(erase_rows(&job, a, &found, &f->err) == ST_OK, "%s", f->err.msg);
    for (size_t i = 0; i < found.n; i++)
        if (!found.rows[i].reached)
            buf_addf(b, "%s %s;", found.rows[i].what, found.rows[i].where);
}

static void
test_sent(void)
{
    static const struct {
        const char *url, *unreached;
    } rows[] = {
        { "http://f.example/1", "digests mailed 1;alarms mailed group 1: 1;"
                                "replies posted group 1: 1;calls of a webhook chat: 1;" },
        { "http://f.example/3", "digests mailed 1;" },
        { "http://f.example/none", "" },
    };
    struct arena *a = arena_new();
    struct fixture f;
    struct buf b;

    buf_init(&b, BUF_PAGE);
    fixture_open_desk(&f, STORE_SCHEMA);
    store_begin(f.store);
    db_script(f.store, sent);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    store_set_role(f.store, STORE_RETENTION);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        unreached(&f, rows[i].url, a, &b);
        CHECK(strcmp(buf_str(&b), rows[i].unreached) == 0, "%s: %s", rows[i].url, buf_str(&b));
    }
    buf_release(&b);
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_sent)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_sent) };

    return TEST_RUN(tests);
}
