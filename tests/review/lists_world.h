/*
 * lists_world.h - departments, sources and many groups for the tests of lists; titles are hostile.
 *
 * Groups 1 to GROUPS are of physics (1), the one behind them of the library (2).  Group 1 has two
 * questions; 2 to 4 have a draft, of which 3 and 4 are approved and 4 is posted.
 */
#ifndef LISTS_WORLD_H
#define LISTS_WORLD_H

#include "signed_in.h"

#include "../../store/db.h"
#include "store_queue.h"

#define GROUPS 1100 /* more than two pages of the store */

static inline void
lists_fill(struct office *o)
{
    store_set_role(o->f.store, STORE_SCHEMA);
    store_begin(o->f.store);
    db_script(
        o->f.store,
        "INSERT INTO department (id, key, name, language, active) VALUES"
        " (1, 'physics', 'Physics', 'en', 1), (2, 'library', 'Library', 'en', 1);"
        "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site,"
        " delay_ms, max_pages, active) VALUES (1, 1, 'f', 'https://f.example/', 'x',"
        " 'answer', 'all', 0, 0, 1, 1);"
        "INSERT INTO host (id, authority) VALUES (1, 'https://f.example');"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1101)"
        " INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
        "  priority, first_seen_s) SELECT i, i, 'https://f.example/' || i, 1, 1, 'done',"
        "  'page', 0, 0, 1 FROM n;"
        "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
        " first_seen_s, last_seen_s, changed_s) SELECT id, id, address, 'T', '', '[]', 'x',"
        " 1, 1, id, id, id FROM url;"
        "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash,"
        " created_s) SELECT id, CASE WHEN id > 1100 THEN 2 ELSE 1 END,"
        " '=cmd() <b>' || id || '</b>?', '', 'en', id, id, 1 FROM url;"
        "INSERT INTO sighting (post_id, department_id, question_id, post_hash)"
        " SELECT id, department_id, id, 1 FROM question;"
        "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
        " SELECT id, department_id, id, 1, 784111777 FROM question;"
        "INSERT INTO group_link (question_id, group_id, p, why) SELECT id, id, 1, '' FROM"
        " question;"
        "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash,"
        " created_s) VALUES (2000, 1, 'Second <i>wording</i>?', '', 'de', 'x', 2000, 1);"
        "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority,"
        " first_seen_s) VALUES (2000, 2000, 'https://f.example/2000', 1, 1, 'done', 'page', 0,"
        " 0, 1);"
        "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
        " first_seen_s, last_seen_s, changed_s) VALUES (2000, 2000, 'https://f.example/2000',"
        " 'T', '', '[]', 'x', 1, 1, 1, 1, 1);"
        "INSERT INTO sighting (post_id, department_id, question_id, post_hash)"
        " VALUES (2000, 1, 2000, 1);"
        "INSERT INTO group_link (question_id, group_id, p, why) VALUES (2000, 1, .75,"
        " '{\"how\":\"words\",\"shared\":[\"<u>fees\"]}');"
        "INSERT INTO post_match (post_id, department_id, source_id, words)"
        " VALUES (2000, 1, 1, 'x');"
        "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, confidence, voice,"
        " template, basis_hash, checks, created_s) SELECT id, id, 'neutral', .8, 'answer',"
        " 'Ask <b>us</b>.' || char(10) || 'https://p.example/' || char(10) || 'Physics',"
        " 'https://p.example/', .9, 'warm', 't', 1, '[]', 784111777 FROM question_group"
        " WHERE id IN (2, 3, 4);"
        "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s) VALUES"
        " (3, 3, 1, 'approve', 'approved', 'ada', 784111778),"
        " (4, 4, 1, 'approve', 'approved', 'ada', 784111779),"
        " (4, 4, 2, 'post', 'posted', 'ada', 784111780);");
    (void)store_queue_rebuild(o->f.store, 0);
    assert_int_equal(store_commit(o->f.store, &o->f.err), ST_OK);
    store_set_role(o->f.store, STORE_REVIEW);
}

static struct department_config lists_departments[] = { { .key = "physics", .name = "Physics" },
                                                        { .key = "library", .name = "Library" } };
static const struct config lists_config = { .departments = lists_departments, .n_departments = 2 };

static inline void
lists_open(struct office *o)
{
    office_open(o);
    lists_fill(o);
    office_config = &lists_config;
}

static inline void
lists_close(struct office *o)
{
    office_config = NULL;
    office_close(o);
}

/* Somebody with a role in physics alone. */
static inline const char *
lists_guest(struct office *o, const char *role)
{
    const char *token = office_person(o, arena_printf(o->arena, "guest-%s", role), NULL);
    struct store_account x;

    if (!store_account_find(o->f.store, text_of(arena_printf(o->arena, "guest-%s", role)), o->arena,
                            &x))
        fail_msg("no guest");
    store_begin(o->f.store);
    (void)store_account_grant(o->f.store, x.id, text_of(role), 1);
    assert_int_equal(store_commit(o->f.store, &o->f.err), ST_OK);
    return token;
}

/* GET path as token's: the status; the page is in office_body. */
static inline int
lists_get(struct office *o, const char *token, const char *path)
{
    return office_send(o, token, "GET", path, "");
}

#endif /* LISTS_WORLD_H */
