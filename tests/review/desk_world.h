/*
 * desk_world.h - an office (signed_in.h) with a department, a page, and cards: 1 and 2 have a
 * draft that the page bears, 3 is a gap.  Card 1's words are an attacker's.
 */
#ifndef DESK_WORLD_H
#define DESK_WORLD_H

#include "signed_in.h"

#include "../../store/db.h"
#include "store_queue.h"

#define WORLD_EVIL "<script>alert(1)</script>\"><img src=x>"

struct world {
    struct office o;
    struct text site;
    struct department_config department;
    struct buf answer;   /* body of the last answer */
    char location[1024]; /* its Location */
    bool scripted;       /* ask as the script does after an act */
};

static inline void
world_sql(struct world *w, enum store_role role, const char *sql)
{
    store_set_role(w->o.f.store, role);
    store_begin(w->o.f.store);
    db_script(w->o.f.store, sql);
    if (store_commit(w->o.f.store, &w->o.f.err) != ST_OK)
        fail_msg("%s: %s", sql, w->o.f.err.msg);
    store_set_role(w->o.f.store, STORE_REVIEW);
}

static inline void
world_group(struct world *w, int64_t id, const char *question)
{
    struct arena *a = w->o.arena;

    world_sql(
        w, STORE_CRAWLER,
        arena_printf(a,
                     "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p,"
                     " content_hash, first_seen_s, last_seen_s, changed_s, posted_s) VALUES"
                     " (%lld, 1, 'https://forum.example.net/t/%lld', '%s', '%s', '[]', 'test', 1,"
                     " 1, 50, 50, 50, 50)",
                     (long long)id, (long long)id, question, question));
    world_sql(
        w, STORE_CRAWLER,
        arena_printf(a, "INSERT INTO post_match VALUES (%lld, 1, 2, 'registrar')", (long long)id));
    world_sql(
        w, STORE_INDEXER,
        arena_printf(a,
                     "INSERT INTO question (id, department_id, text, body, language, stems,"
                     " stem_hash, created_s) VALUES (%lld, 1, '%s', '%s', 'en', '%lld', 1, 60);"
                     "INSERT INTO sighting VALUES (%lld, 1, %lld, 1, NULL);"
                     "INSERT INTO question_group (id, department_id, head_id, created_s,"
                     " changed_s) VALUES (%lld, 1, %lld, 60, 60);"
                     "INSERT INTO group_link (question_id, group_id, p, why) VALUES"
                     " (%lld, %lld, 1, '{}')",
                     (long long)id, question, question, (long long)id, (long long)id, (long long)id,
                     (long long)id, (long long)id, (long long)id, (long long)id));
}

static inline void
world_draft(struct world *w, int64_t group_id)
{
    world_sql(
        w, STORE_DRAFTER,
        arena_printf(w->o.arena,
                     "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link,"
                     " link_url_id, confidence, voice, template, basis_hash, checks, created_s)"
                     " VALUES (%lld, %lld, 'neutral', 0.5, 'answer', 'Our page says:\n\n"
                     "Transcripts are free of charge.\n\nMore is at\n"
                     "https://registrar.example.edu/fees', 'https://registrar.example.edu/fees',"
                     " 2, 0.9, 'warm', 't', 1, '[]', 100);"
                     "INSERT INTO draft_sentence VALUES (%lld, 0, 'Transcripts are free of"
                     " charge.', 2, 0, 32, 100, 7)",
                     (long long)group_id + 10, (long long)group_id, (long long)group_id + 10));
}

static inline void
world_open(struct world *w)
{
    *w = (struct world){ .site = TEXT_LIT("https://registrar.example.edu/") };
    buf_init(&w->answer, BUF_PAGE);
    office_open(&w->o);
    w->department = (struct department_config){ .key = "registrar",
                                                .name = "Office of the Registrar",
                                                .contact = "help@registrar.example.edu",
                                                .byline = "{editor}, Registrar",
                                                .voice = "warm",
                                                .language = "en",
                                                .site = { .v = &w->site, .n = 1 } };
    world_sql(w, STORE_CONFIG,
              "INSERT INTO department (id, key, name, language, active) VALUES (1, 'registrar', "
              "'R', 'en', 1);"
              "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site, "
              "delay_ms, max_pages, active) VALUES (1, 1, 'site', "
              "'https://registrar.example.edu/', 'own',"
              " 'answer', 'keywords', 1, 0, 10, 1), (2, 1, 'forum', 'https://forum.example.net/',"
              " 'feed', 'answer', 'all', 0, 0, 10, 1)");
    world_sql(
        w, STORE_CRAWLER,
        "INSERT INTO host (id, authority) VALUES (1, 'https://registrar.example.edu');"
        "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority,"
        " first_seen_s, fetched_s) VALUES (1, 1, 'https://forum.example.net/', 1, 2, 'done',"
        " 'page', 0, 0, 0, 100), (2, 2, 'https://registrar.example.edu/fees', 1, 1, 'done',"
        " 'page', 0, 0, 0, 1699999000);"
        "INSERT INTO url_source VALUES (2, 1);"
        "INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status, body_bytes,"
        " outcome) VALUES (1, 2, 1, 1699999000000, 1, 200, 10, 'ok');"
        "INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s, changed_s)"
        " VALUES (2, 'Fees', 'other', 1, 0, 1699999000, 100);"
        "INSERT INTO page_text VALUES (2, 'Transcripts are free of charge. Copies are not.', 7)");
    world_group(w, 1, WORLD_EVIL);
    world_group(w, 2, "What does a transcript cost?");
    world_group(w, 3, "Where can I park?");
    world_draft(w, 1);
    world_draft(w, 2);
    world_sql(w, STORE_DRAFTER,
              "INSERT INTO gap (group_id, why, confidence, tone, basis_hash, created_s) VALUES"
              " (3, 'no page speaks of it', 0.1, 'neutral', 1, 100)");
    store_begin(w->o.f.store);
    (void)store_queue_rebuild(w->o.f.store, 0);
    assert_int_equal(store_commit(w->o.f.store, &w->o.f.err), ST_OK);
}

static inline void
world_close(struct world *w)
{
    buf_release(&w->answer);
    office_close(&w->o);
}

/* Through all routes, as the owner of the token; the status.  form: what is posted, without csrf.
 */
static inline int
world_ask(struct world *w, const char *token, const char *method, const char *target,
          const char *form)
{
    struct ask a;
    int status;

    office_ask(&w->o, &a, method, target, token);
    a.config.departments = &w->department;
    a.config.n_departments = 1;
    a.serve.dir = w->o.f.dir;
    a.serve.clock = &clock_system;
    assert_int_equal(form_parse(text_of(form), a.arena, &a.r.form, NULL), ST_OK);
    if (a.r.post)
        ask_csrf(&a, token);
    if (w->scripted)
        ask_header(&a, "X-Earshot", "act");
    route_dispatch(routes_all, &a.r, &a.res);
    status = a.res.status;
    buf_clear(&w->answer);
    buf_add_text(&w->answer, buf_text(&a.res.body));
    snprintf(w->location, sizeof(w->location), "%.*s", TEXT_ARG(ask_answered(&a, "Location")));
    ask_release(&a);
    return status;
}

static inline bool
world_says(struct world *w, const char *words)
{
    return strstr(buf_str(&w->answer), words) != NULL;
}

static inline const char *
world_state(struct world *w, int64_t group_id)
{
    struct store_queue_row row;

    return store_queue_get(w->o.f.store, group_id, w->o.now_s, w->o.arena, &row)
               ? store_queue_state_name(row.state)
               : "not listed";
}

#endif /* DESK_WORLD_H */
