/*
 * world.c - what a crawl of world.txt would have left: own pages, questions asked elsewhere.
 *
 *   world DB FILE    writes FILE into the store DB, whose departments and sources stand in it
 *
 * Dates count back from now, so that the lists read as on a working day.  earshot index and
 * earshot draft do the rest.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xxhash.h>

#include "../../store/db.h"
#include "../../store/url_hash.h"
#include "arena.h"
#include "file.h"

#define DAY_S          INT64_C(86400)
#define HOUR_S         INT64_C(3600)
#define FILE_BYTES     ((size_t)1 << 20)
#define PAGE_CHANGED_D INT64_C(40) /* the pages were last changed so many days ago */

struct world {
    struct store *s;
    struct arena *a;
    int64_t now_s, n_posts;
};

/* A statement with its values: i int64_t, t struct text. */
static void
put(struct world *w, const char *sql, const char *types, ...)
{
    struct db_query *q = db_query(w->s, sql);
    va_list ap;

    va_start(ap, types);
    for (; *types != '\0'; types++) {
        if (*types == 'i')
            db_bind_int(q, va_arg(ap, int64_t));
        else
            db_bind_text(q, va_arg(ap, struct text));
    }
    va_end(ap);
    (void)db_exec(q); /* the commit tells */
}

static int64_t
hash_of(struct text t)
{
    return (int64_t)(XXH3_64bits(t.p, t.n) >> 1);
}

/* "https://host/path": what stands before the path. */
static struct text
authority_of(struct text address)
{
    struct text rest = text_from(address, sizeof("https://") - 1);

    return text_sub(address, 0, sizeof("https://") - 1 + text_before(rest, '/').n);
}

/* The address as fetched an hour ago for a source of the department that begins with it. */
static void
put_url(struct world *w, struct text department, struct text address)
{
    struct text authority = authority_of(address);

    put(w,
        "INSERT INTO host (authority, robots_verdict, last_ok_s, requests) VALUES (?, 'rules',"
        " ?, 40) ON CONFLICT DO NOTHING",
        "ti", authority, w->now_s - HOUR_S);
    put(w,
        "INSERT INTO url (hash, address, host_id, source_id, state, kind, depth, priority,"
        " first_seen_s, fetched_s) SELECT ?1, ?2, host.id, source.id, 'done', 'page', 1, 0, ?3,"
        " ?3 FROM host, source JOIN department ON department.id = source.department_id WHERE"
        " authority = ?4 AND department.key = ?5 AND INSTR(source.url, ?4) = 1",
        "ititt", url_hash_of(address), address, w->now_s - HOUR_S, authority, department);
    put(w, "INSERT INTO url_source SELECT id, source_id FROM url WHERE address = ?", "t", address);
    put(w,
        "INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status, body_bytes, outcome)"
        " SELECT host_id, id, 1, ?2 * 1000, 40, 200, 9000, 'ok' FROM url WHERE address = ?1",
        "ti", address, w->now_s - HOUR_S);
}

static void
put_page(struct world *w, struct text head, struct text body)
{
    struct text department, address, title = text_trim(text_after(head, '|'));

    head = text_before(head, '|');
    (void)text_cut(&head, " ", &department);
    (void)text_cut(&head, " ", &address);
    put_url(w, department, address);
    put(w,
        "INSERT INTO page (url_id, title, language, kind, content_hash, noindex, fetched_s,"
        " changed_s) SELECT id, ?2, 'en', 'other', ?3, 0, ?4, ?5 FROM url WHERE address = ?1",
        "ttiii", address, title, hash_of(body), w->now_s - HOUR_S,
        w->now_s - PAGE_CHANGED_D * DAY_S);
    put(w,
        "INSERT INTO page_text (url_id, text, text_hash) SELECT id, ?2, ?3 FROM url WHERE"
        " address = ?1",
        "tti", address, body, hash_of(body));
}

static void
put_post(struct world *w, struct text head, struct text body)
{
    struct text department, host, days, title = text_trim(text_after(head, '|')), address;
    int64_t ago_d = 0, at_s, id = ++w->n_posts;

    head = text_before(head, '|');
    (void)text_cut(&head, " ", &department);
    (void)text_cut(&head, " ", &host);
    (void)text_cut(&head, " ", &days);
    (void)text_to_int(text_trim(days), &ago_d);
    at_s = w->now_s - ago_d * DAY_S - id % 7 * HOUR_S;
    address = text_of(arena_printf(w->a, "https://%.*s/t/%lld", TEXT_ARG(host), (long long)id));
    put_url(w, department, address);
    put(w,
        "INSERT INTO post (id, url_id, permalink, title, body, language, posted_s, answers, tags,"
        " how, p, content_hash, first_seen_s, last_seen_s, changed_s) SELECT ?1, id, ?2, ?3, ?4,"
        " 'en', ?5, ?1 % 3, '', 'jsonld', 0.95, ?6, ?5, ?7, ?5 FROM url WHERE address = ?2",
        "itttiii", id, address, title, body, at_s, hash_of(title) ^ hash_of(body) ^ id,
        w->now_s - HOUR_S);
    put(w,
        "INSERT INTO post_match SELECT ?1, department.id, url.source_id, 'northfield' FROM url,"
        " department WHERE address = ?2 AND department.key = ?3",
        "itt", id, address, department);
}

/* A run this morning, for the pages about sources, of many: numbers may be compared. */
static void
put_run(struct world *w)
{
    put(w, "INSERT INTO begun (department_id, at_s) SELECT id, ?1 - 250 * 86400 FROM department",
        "i", w->now_s);
    put(w,
        "INSERT INTO crawl_run (id, started_s, ended_s, requests, pages, questions, outcome)"
        " VALUES (1, ?1 - 3900, ?1 - 3600, 240, 120, 60, 'done')",
        "i", w->now_s);
    put(w,
        "INSERT INTO crawl_source (run_id, source_id, requests, pages, threads, questions)"
        " SELECT 1, source_id, COUNT(*) + 2, COUNT(*), COUNT(post.id), COUNT(post.id) FROM url"
        " LEFT JOIN post ON post.url_id = url.id GROUP BY source_id",
        "");
}

static void
put_all(struct world *w, struct text rest)
{
    struct text line, head = TEXT_NONE;
    const char *from = rest.p;

    while (text_cut(&rest, "\n", &line)) {
        bool page = text_starts(line, TEXT_LIT("= ")), post = text_starts(line, TEXT_LIT("? "));

        if (!page && !post && rest.n > 0)
            continue;
        if (head.n > 0) {
            const char *end = page || post ? line.p : line.p + line.n;
            struct text body = text_trim((struct text){ from, (size_t)(end - from) });

            (head.p[0] == '=' ? put_page : put_post)(w, text_from(head, 2), body);
        }
        head = page || post ? line : TEXT_NONE;
        from = line.p + line.n;
    }
}

int
main(int argc, char **argv)
{
    struct world w = { .now_s = (int64_t)time(NULL) };
    struct err err = { "" };
    struct buf b;
    enum status st;

    if (argc != 3) {
        fputs("usage: world DB FILE\n", stderr);
        return 2;
    }
    buf_init(&b, FILE_BYTES);
    w.a = arena_new();
    st = file_read(argv[2], &b, &err);
    if (st == ST_OK)
        st = store_open(argv[1], STORE_SCHEMA, &w.s, &err);
    if (st == ST_OK) {
        store_begin(w.s);
        put_all(&w, buf_text(&b));
        put_run(&w);
        st = store_commit(w.s, &err);
        store_close(w.s);
    }
    if (st != ST_OK)
        fprintf(stderr, "world: %s\n", err.msg);
    arena_free(w.a);
    buf_release(&b);
    return st == ST_OK ? 0 : 1;
}
