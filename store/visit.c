/* visit.c - see store_visit.h.  What the counts come to is visit_read.c's. */

#include "db.h"
#include "standing.h"
#include "store_visit.h"
#include "url.h"

enum statement {
    SQL_PAGES,
    SQL_THREADS,
    SQL_SOURCES,
    SQL_LINE,
    SQL_KNOWN,
    SQL_COUNT,
    SQL_COVER,
    SQL_FLOOR,
    SQL_ANY,
    SQL_FORGET,
};

static const char *const sql[] = {
    /* A group's latest draft, one that was approved, and what has been posted. */
    [SQL_PAGES] = "SELECT DISTINCT url.id, url.address FROM draft d"
                  " JOIN question_group g ON g.id = d.group_id"
                  " JOIN url ON url.id = d.link_url_id WHERE (?1 = 0 OR g.department_id = ?1)"
                  " AND (NOT EXISTS (SELECT 1 FROM draft x WHERE x.group_id = d.group_id"
                  "   AND x.id > d.id)"
                  "  OR EXISTS (SELECT 1 FROM posting p WHERE p.draft_id = d.id)"
                  "  OR EXISTS (SELECT 1 FROM decision c WHERE c.draft_id = d.id"
                  "   AND c.verb = 'approve')) ORDER BY url.id",
    [SQL_THREADS] = "SELECT" STANDING_GROUP ", d.link_url_id, p.at_s,"
                    " COALESCE(p.url, ''), COALESCE(post.permalink, '') FROM posting p"
                    " JOIN draft d ON d.id = p.draft_id"
                    " JOIN question_group g ON g.id = d.group_id"
                    " LEFT JOIN post ON post.id = p.post_id WHERE d.link_url_id IS NOT NULL"
                    " ORDER BY p.at_s, p.id",
    [SQL_SOURCES] = "SELECT url FROM source WHERE own_site = 0 AND url LIKE 'http%'",
    [SQL_LINE] = "INSERT INTO weblog_line (day, hash) VALUES (?, ?)"
                 " ON CONFLICT (day, hash) DO NOTHING",
    [SQL_KNOWN] = "SELECT 1 FROM weblog_line WHERE day = ? AND hash = ?",
    [SQL_COUNT] = "INSERT INTO visit (url_id, day, how, group_id, place, n)"
                  " VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (url_id, day, how, group_id, place)"
                  " DO UPDATE SET n = visit.n + 1",
    [SQL_COVER] = "INSERT INTO visit (url_id, day, how, group_id, place, n)"
                  " VALUES (?, ?, 'direct', 0, '', 0)"
                  " ON CONFLICT (url_id, day, how, group_id, place) DO NOTHING",
    [SQL_FLOOR] = "SELECT day FROM weblog_floor",
    [SQL_ANY] = "SELECT 1 FROM weblog_line LIMIT 1",
    [SQL_FORGET] = "INSERT INTO weblog_floor (id, day) SELECT 1, MAX(day) + 1 FROM weblog_line"
                   " WHERE day >= 0 ON CONFLICT (id) DO UPDATE SET day = excluded.day"
                   " WHERE excluded.day > weblog_floor.day",
};

static const char *const names[] = {
    [STORE_VISIT_TAGGED] = "tagged",
    [STORE_VISIT_REFERRED] = "referred",
    [STORE_VISIT_DIRECT] = "direct",
    [STORE_VISIT_OTHER] = "other",
};

const char *
store_visit_how_name(enum store_visit_how how)
{
    return names[how];
}

size_t
store_visit_pages(struct store *s, int64_t department_id, struct arena *a,
                  struct store_visit_page **ret)
{
    struct db_query *q = db_query(s, sql[SQL_PAGES]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    db_bind_int(q, department_id);
    while (db_row(q)) {
        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        (*ret)[n++] = (struct store_visit_page){ db_int(q, 0), db_text_in(q, 1, a) };
    }
    db_done(q);
    return n;
}

size_t
store_visit_threads(struct store *s, struct arena *a, struct store_visit_thread **ret)
{
    enum { GROUP, URL, AT, POSTED, ASKED };
    struct db_query *q = db_query(s, sql[SQL_THREADS]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    while (db_row(q))
        for (int c = POSTED; c <= ASKED; c++) {
            if (db_text(q, c).n == 0)
                continue;
            *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
            (*ret)[n++] = (struct store_visit_thread){ db_int(q, GROUP), db_int(q, URL),
                                                       db_int(q, AT), db_text_in(q, c, a) };
        }
    db_done(q);
    return n;
}

size_t
store_visit_sources(struct store *s, struct arena *a, struct text **ret)
{
    struct db_query *q = db_query(s, sql[SQL_SOURCES]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    while (db_row(q)) {
        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        (*ret)[n++] = db_text_in(q, 0, a);
    }
    db_done(q);
    return n;
}

struct text
store_visit_place(struct text address, struct arena *a)
{
    /* Reddit's and Facebook's doors out, and what people's devices get. */
    static const char *const faces[] = { "www.", "m.",   "mobile.", "old.", "new.",
                                         "amp.", "out.", "l.",      "lm.",  "np." };
    struct text host = url_host_of(address);
    size_t at = host.n > 0 ? (size_t)(host.p - address.p) + host.n : address.n;
    char *p;

    /* a port that is not the scheme's own is written, and is another site */
    if (at < address.n && address.p[at] == ':')
        host.n += text_before(text_from(address, at), '/').n;

    for (size_t i = 0; i < N_ELEMENTS(faces); i++) {
        struct text face = text_of(faces[i]);

        /* "m.example" is a name of its own */
        if (text_starts_nocase(host, face) &&
            text_find_char(text_from(host, face.n), '.') != TEXT_NPOS) {
            host = text_from(host, face.n);
            break;
        }
    }
    p = arena_str(a, host);
    for (size_t i = 0; i < host.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] | 0x20);
    return (struct text){ p, host.n };
}

bool
store_visit_known(struct store *s, int64_t day, uint64_t hash)
{
    struct db_query *q = db_query(s, sql[SQL_KNOWN]);

    db_bind_int(q, day);
    db_bind_int(q, (int64_t)hash);
    return db_exec_int(q, 0) != 0;
}

bool
store_visit_add(struct store *s, const struct store_visit_request *x)
{
    struct db_query *q = db_query(s, sql[SQL_LINE]);

    db_bind_int(q, x->day);
    db_bind_int(q, (int64_t)x->hash);
    if (!db_exec(q) || db_changes(s) == 0)
        return false;
    if (!x->begins)
        return true;
    q = db_query(s, sql[SQL_COUNT]);
    db_bind_int(q, x->url_id);
    db_bind_int(q, x->day);
    db_bind_str(q, names[x->how]);
    db_bind_int(q, x->group_id);
    db_bind_text(q, x->place.n > 0 ? x->place : TEXT_LIT(""));
    return db_exec(q);
}

void
store_visit_cover(struct store *s, int64_t url_id, int64_t day)
{
    struct db_query *q = db_query(s, sql[SQL_COVER]);

    db_bind_int(q, url_id);
    db_bind_int(q, day);
    (void)db_exec(q); /* sticky */
}

int64_t
store_visit_floor(struct store *s)
{
    return db_exec_int(db_query(s, sql[SQL_FLOOR]), 0);
}

bool
store_visit_any(struct store *s)
{
    return db_exec_int(db_query(s, sql[SQL_ANY]), 0) != 0;
}

void
store_visit_forget(struct store *s)
{
    (void)db_exec(db_query(s, sql[SQL_FORGET])); /* sticky */
}
