/*
 * desk_gen.c - a workspace as large as a busy university's, made up: what the review pages
 * are measured and tried on.
 *
 *   desk_gen DIR N    writes N groups of one department into DIR, a new workspace
 *
 * Of ten groups six have a draft with two quoted sentences, three are gaps, one is open; every
 * third one of these has been approved, half of them posted; every seventh was asked twice.  Every
 * ninth is in German, every eleventh from a second source with an audience of its own, every 200th
 * of a campaign; one gap in a hundred is an alarm.  Pages have visits of every day.  Dates count
 * back from now.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "../../store/db.h"
#include "../bench/words.h"
#include "arena.h"
#include "store_queue.h"

#define DAY_S INT64_C(86400)
/* int64_t, for put() takes its values as such. */
#define N_PAGES   INT64_C(500)
#define N_HOSTS   INT64_C(12)
#define N_WEIGHED INT64_C(5)

enum sizes {
    SPAN_DAYS = 330, /* over which the questions were asked, up to now */
    BATCH = 5000,
    VOCABULARY = 20000,
    TITLE_WORDS = 4,
    QUOTE_WORDS = 24,
    BODY_WORDS = 40,
    PAGE_WORDS = 300,
    GERMAN = 9, /* every so many-th group */
    ELSEWHERE = 11,
    CAMPAIGN = 200,
    GROUPS_PER_PAGE = 200, /* that has a log of visits */
};

struct gen {
    struct store *s;
    struct words *words;
    struct arena *a;     /* of the batch */
    const char **quotes; /* by page */
    int64_t n, now_s;
};

static void
commit(struct gen *g)
{
    struct err err = { "" };

    if (store_commit(g->s, &err) != ST_OK) {
        fprintf(stderr, "desk_gen: %s\n", err.msg);
        exit(1);
    }
}

/* A statement with its values: i int64_t, r double, t a string. */
static void
put(struct gen *g, const char *sql, const char *types, ...)
{
    struct db_query *q = db_query(g->s, sql);
    va_list ap;

    va_start(ap, types);
    for (; *types != '\0'; types++) {
        if (*types == 'i')
            db_bind_int(q, va_arg(ap, int64_t));
        else if (*types == 'r')
            db_bind_real(q, va_arg(ap, double));
        else
            db_bind_str(q, va_arg(ap, const char *));
    }
    va_end(ap);
    (void)db_exec(q); /* the commit tells */
}

static const char *
sentence(struct gen *g, size_t n)
{
    struct buf b;
    const char *z;

    buf_init(&b, BUF_PAGE);
    words_sentence(g->words, n, &b);
    z = arena_str(g->a, buf_text(&b));
    buf_release(&b);
    return z;
}

static const char *
question(struct gen *g)
{
    struct buf b;
    const char *z;

    buf_init(&b, BUF_PAGE);
    words_question(g->words, &b);
    z = arena_str(g->a, buf_text(&b));
    buf_release(&b);
    return z;
}

static void
put_page(struct gen *g, int64_t i)
{
    const char *address =
        arena_printf(g->a, "https://physics.example.edu/topics/%lld", (long long)i);

    put(g,
        "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority,"
        " first_seen_s, fetched_s) VALUES (?1, ?1, ?2, 1, 1, 'done', 'page', 1, 0, 1, 1)",
        "it", i, address);
    put(g, "INSERT INTO url_source (url_id, source_id) VALUES (?, 1)", "i", i);
    put(g,
        "INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s, changed_s)"
        " VALUES (?1, ?2, 'other', 1, 0, 1790000000, 1780000000)",
        "it", i, sentence(g, TITLE_WORDS));
    g->quotes[i] = sentence(g, QUOTE_WORDS);
    put(g, "INSERT INTO page_text (url_id, text, text_hash) VALUES (?1, ?2, ?1)", "it", i,
        arena_printf(g->a, "%s %s", g->quotes[i], sentence(g, PAGE_WORDS)));
    put(g,
        "INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status, body_bytes, outcome)"
        " VALUES (1, ?, 1, ?, 10, 200, 1000, 'ok')",
        "ii", i, g->now_s * 1000);
}

static void
put_pages(struct gen *g)
{
    store_begin(g->s);
    db_script(g->s, "INSERT INTO department (id, key, name, language, active)"
                    " VALUES (1, 'physics', 'Department of Physics', 'en', 1)");
    db_script(g->s,
              "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site,"
              " delay_ms, max_pages, active) VALUES"
              " (1, 1, 'site', 'https://physics.example.edu/', 'own site', 'answer', 'keywords',"
              "  1, 0, 1000, 1),"
              " (2, 1, 'forum', 'https://forum.example.net/', 'written permission', 'answer',"
              "  'keywords', 0, 0, 1000, 1)");
    db_script(g->s,
              "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site,"
              " delay_ms, max_pages, audience, active) VALUES (3, 1, 'board',"
              " 'https://board.example.net/', 'written permission', 'answer', 'keywords', 0, 0,"
              " 1000, ',applicants,', 1)");
    db_script(g->s, "UPDATE source SET audience = ',students,' WHERE id = 2");
    db_script(g->s, "INSERT INTO campaign (id, department_id, key, from_s, to_s, active)"
                    " VALUES (1, 1, 'open-day', 1, 9999999999, 1)");
    for (int64_t i = 1; i <= N_HOSTS; i++)
        put(g, "INSERT INTO host (id, authority) VALUES (?, ?)", "it", i,
            arena_printf(g->a,
                         i == 1 ? "https://physics.example.edu" : "https://forum-%lld.example.net",
                         (long long)i));
    for (int64_t i = 1; i <= N_PAGES; i++)
        put_page(g, i);
    commit(g);
}

/* When it was asked. */
static int64_t
put_post(struct gen *g, int64_t id, int64_t question_id, const char *text, const char *body)
{
    const int64_t span_s = (int64_t)SPAN_DAYS * DAY_S;
    /* Found in the order of their ids, as crawls do. */
    int64_t at_s = g->now_s - span_s + span_s / g->n * ((id - 1) % g->n) +
                   (int64_t)(rng_next(words_rng(g->words)) % (uint64_t)(span_s / g->n + 1));
    int64_t host = 2 + id % (N_HOSTS - 1);
    const char *address =
        arena_printf(g->a, "https://forum-%lld.example.net/t/%lld", (long long)host, (long long)id);

    put(g,
        "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority,"
        " first_seen_s) VALUES (?1, ?1, ?2, ?3, 2, 'done', 'page', 1, 0, 1)",
        "iti", N_PAGES + id, address, host);
    put(g,
        "INSERT INTO post (id, url_id, permalink, title, body, language, posted_s, tags, how, p,"
        " content_hash, first_seen_s, last_seen_s, changed_s) VALUES (?1, ?2, ?3, ?4, ?5, 'en', "
        "?6, '',"
        " 'jsonld', .9, ?1, ?6, ?6, ?6)",
        "iittti", id, N_PAGES + id, address, text, body, at_s);
    put(g,
        "INSERT INTO post_match (post_id, department_id, source_id, words)"
        " VALUES (?, 1, ?, 'example university physics')",
        "ii", id, (int64_t)(question_id % ELSEWHERE == 0 ? 3 : 2));
    if (question_id % CAMPAIGN == 0)
        put(g, "INSERT INTO post_campaign (campaign_id, post_id) VALUES (1, ?)", "i", id);
    put(g,
        "INSERT INTO sighting (post_id, department_id, question_id, post_hash)"
        " VALUES (?1, 1, ?2, ?1)",
        "ii", id, question_id);
    return at_s;
}

static void
put_draft(struct gen *g, int64_t id, int64_t page, int64_t at_s)
{
    static const char *const tones[] = { "neutral", "neutral", "neutral", "negative", "positive" };
    const char *link =
        arena_printf(g->a, "https://physics.example.edu/topics/%lld", (long long)page);
    const char *quote = g->quotes[page], *tone = tones[(size_t)id % N_ELEMENTS(tones)];
    const char *contact = strcmp(tone, "negative") == 0 /* without it nobody may approve */
                              ? "Please write to physics-comms@example.edu so that we can look at"
                                " your case together and put it right.\n\n"
                              : "";

    put(g,
        "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, link_url_id, "
        "confidence,"
        " voice, template, basis_hash, checks, created_s) VALUES (?1, ?1, ?2, .8, 'answer', ?3, ?4,"
        " ?5, ?6, 'warm', 'warm/neutral/1', 1, '[]', ?7)",
        "itttiri", id, tone,
        arena_printf(g->a,
                     "Thanks for asking this here, where others can find the answer, too. In"
                     " short, from our page:\n\n%s\n\nYou can read the details here:\n%s\n\nIf"
                     " something is still unclear after reading it, just reply here and we will"
                     " gladly help you further.\n\n%sDepartment of Physics",
                     quote, link, contact),
        link, page, .5 + (double)(id % 50) / 100, at_s);
    put(g,
        "INSERT INTO draft_sentence (draft_id, ordinal, text, url_id, start_at, end_at, fetched_s,"
        " text_hash) VALUES (?1, 0, ?2, ?3, 0, ?4, ?5, ?3)",
        "itiii", id, quote, page, (int64_t)strlen(quote), g->now_s);
    for (int64_t k = 0; k < N_WEIGHED; k++)
        put(g, "INSERT INTO evidence (draft_id, ordinal, url_id, score) VALUES (?, ?, ?, ?)",
            "iiir", id, k, (page + k - 1) % N_PAGES + 1, 9. - (double)k);
}

/* Approved within two days, every second one posted within another. */
static void
put_decisions(struct gen *g, int64_t id, int64_t at_s)
{
    enum hours { APPROVE_HOURS = 48, POST_HOURS = 24, HOUR_S = 3600, SPREAD = 7919 };
    int64_t approved_s = at_s + id * SPREAD % ((int64_t)APPROVE_HOURS * HOUR_S);
    int64_t posted_s = approved_s + id * SPREAD % ((int64_t)POST_HOURS * HOUR_S);

    if (approved_s > g->now_s)
        return;
    put(g,
        "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
        " VALUES (?1, ?1, 1, 'approve', 'approved', 'ada', ?2)",
        "ii", id, approved_s);
    if (id % 2 == 0 && posted_s <= g->now_s)
        put(g,
            "INSERT INTO decision (group_id, draft_id, revision, verb, state, arg, actor, at_s)"
            " VALUES (?1, ?1, 2, 'post', 'posted', '', 'ada', ?2)",
            "ii", id, posted_s);
    if (id % 2 == 0 && posted_s <= g->now_s)
        put(g,
            "INSERT INTO posting (draft_id, decision_id, post_id, actor, at_s)"
            " SELECT ?1, MAX(id), ?1, 'ada', ?2 FROM decision",
            "ii", id, posted_s);
}

/* Each day some visits to each page: without origin, from a forum and by the tag. */
static void
put_visits(struct gen *g)
{
    int64_t pages = g->n / GROUPS_PER_PAGE, today = g->now_s / DAY_S;

    store_begin(g->s);
    for (int64_t page = 1; page <= N_PAGES && page <= pages; page++)
        put(g,
            "INSERT INTO visit (url_id, day, how, group_id, place, n) WITH RECURSIVE days (day) AS"
            " (SELECT ?2 UNION ALL SELECT day + 1 FROM days WHERE day < ?3) SELECT ?1, day, how, 0,"
            " CASE how WHEN 'referred' THEN 'forum-' || (2 + (?1 + day) % 11) || '.example.net'"
            "  ELSE '' END, 1 + (?1 * 7 + day * 13) % 9 FROM days, (SELECT 'direct' AS how UNION"
            " ALL SELECT 'referred' UNION ALL SELECT 'tagged')",
            "iii", page, today - SPAN_DAYS, today);
    commit(g);
}

static void
put_group(struct gen *g, int64_t id)
{
    enum kinds { KINDS = 10, DRAFTS = 6, GAPS = 9, DECIDED = 3, TWICE = 7, ALARMS = 33 };
    int64_t at_s;
    const char *text = question(g), *body = sentence(g, BODY_WORDS);
    int64_t page = 1 + (int64_t)(rng_next(words_rng(g->words)) % N_PAGES);

    put(g,
        "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, "
        "created_s)"
        " VALUES (?1, 1, ?2, ?3, ?5, ?4, ?1, 1)",
        "itttt", id, text, body, arena_printf(g->a, "%lld", (long long)id),
        id % GERMAN == 0 ? "de" : "en");
    at_s = put_post(g, id, id, text, body);
    put(g,
        "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
        " VALUES (?1, 1, ?1, ?2, ?2)",
        "ii", id, at_s);
    put(g, "INSERT INTO group_link (question_id, group_id, p, why) VALUES (?1, ?1, 1, '')", "i",
        id);
    if (id % TWICE == 0)
        (void)put_post(g, g->n + id, id, text, body); /* asked again, whenever */
    if (id % KINDS < DRAFTS)
        put_draft(g, id, page, at_s);
    else if (id % KINDS < GAPS)
        put(g,
            "INSERT INTO gap (group_id, why, nearest_url_id, confidence, tone, basis_hash, "
            "created_s, escalation)"
            " VALUES (?, 'no page answers this: the nearest is 31 % likely to be right, 68 % is "
            "wanted', ?, .31,"
            " 'neutral', 1, ?, CASE WHEN ? THEN 'legal' END)",
            "iiii", id, page, at_s, (int64_t)(id % KINDS == DRAFTS && id / KINDS % ALARMS == 0));
    if (id % KINDS < DRAFTS && id % DECIDED == 0)
        put_decisions(g, id, at_s);
}

static void
write_settings(const char *dir)
{
    char path[4096];
    FILE *f;

    snprintf(path, sizeof(path), "%s/seeds", dir);
    mkdir(dir, 0755);
    mkdir(path, 0755);
    snprintf(path, sizeof(path), "%s/earshot.ini", dir);
    f = fopen(path, "w");
    if (f == NULL)
        exit(1);
    fputs("[crawler]\ncontact = mailto:web@example.edu\n", f);
    fclose(f);
    snprintf(path, sizeof(path), "%s/seeds/physics.ini", dir);
    f = fopen(path, "w");
    if (f == NULL)
        exit(1);
    fputs("[department]\nname = Department of Physics\nsite = https://physics.example.edu/\n"
          "keyword = Example University physics\ncontact = physics-comms@example.edu\n\n"
          "[source forum]\nurl = https://forum.example.net/\nbasis = written permission\n"
          "audience = students\n\n[source board]\nurl = https://board.example.net/\n"
          "basis = written permission\naudience = applicants\n\n[campaign open-day]\n"
          "from = 2020-01-01\nto = 2099-12-31\nkeyword = open day\n",
          f);
    fclose(f);
}

int
main(int argc, char **argv)
{
    struct gen g = { .n = argc > 2 ? atoll(argv[2]) : 0 };
    char path[4096];
    struct err err = { "" };
    struct arena *pages;

    if (g.n <= 0) {
        fputs("usage: desk_gen DIR N\n", stderr);
        return 2;
    }
    write_settings(argv[1]);
    snprintf(path, sizeof(path), "%s/earshot.db", argv[1]);
    if (store_create(path, &err) != ST_OK || store_open(path, STORE_SCHEMA, &g.s, &err) != ST_OK) {
        fprintf(stderr, "desk_gen: %s\n", err.msg);
        return 1;
    }
    g.words = words_new(1, VOCABULARY);
    g.now_s = (int64_t)time(NULL);
    pages = arena_new();
    g.quotes = arena_alloc(pages, (N_PAGES + 1) * sizeof(*g.quotes));
    g.a = pages;
    put_pages(&g);
    g.a = arena_new();
    for (int64_t i = 1; i <= g.n;) {
        store_begin(g.s);
        for (int64_t end = i + BATCH; i < end && i <= g.n; i++)
            put_group(&g, i);
        commit(&g);
        arena_clear(g.a);
    }
    put_visits(&g);
    store_begin(g.s);
    (void)store_queue_rebuild(g.s, 0);
    commit(&g);
    store_close(g.s);
    words_free(g.words);
    arena_free(g.a);
    arena_free(pages);
    return 0;
}
