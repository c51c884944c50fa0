/* seam.c - see store_seam.h. */

#include <string.h>

#include "db.h"
#include "scrub.h"
#include "store_seam.h"

enum statement {
    SQL_KEYS,
    SQL_READ,
    SQL_KEY,
    SQL_END,
    SQL_BEGIN,
    SQL_DROP,
    SQL_COUNTED,
    SQL_LESS,
    SQL_NONE,
    SQL_OVER,
    SQL_IDLE,
};

static const char *const sql[] = {
    [SQL_KEYS] = "SELECT id, key FROM weblog_key ORDER BY id",
    [SQL_READ] = "SELECT id, visitor, url_id, at_s, how IS NOT NULL FROM weblog_seam"
                 " WHERE key_id = ? AND until_s > ?",
    /* each time: whoever tidies up meanwhile takes a key for idle that has nothing yet */
    [SQL_KEY] = "INSERT INTO weblog_key (id, key) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
    [SQL_END] = "INSERT INTO weblog_seam (key_id, visitor, url_id, at_s, until_s)"
                " VALUES (?, ?, ?, ?, ?)",
    [SQL_BEGIN] = "INSERT INTO weblog_seam (key_id, visitor, url_id, at_s, until_s, day, how,"
                  " group_id, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_DROP] = "DELETE FROM weblog_seam WHERE id = ?",
    [SQL_COUNTED] = "SELECT url_id, day, how, group_id, place FROM weblog_seam WHERE id = ?"
                    " AND how IS NOT NULL",
    [SQL_LESS] = "UPDATE visit SET n = n - 1 WHERE n > 0 AND url_id = ? AND day = ? AND how = ?"
                 " AND group_id = ? AND place = ?",
    /* direct ones stay: 0 of them says that there was a log */
    [SQL_NONE] = "DELETE FROM visit WHERE n = 0 AND url_id = ? AND day = ? AND how = ?"
                 " AND group_id = ? AND place = ? AND how <> 'direct'",
    [SQL_OVER] = "DELETE FROM weblog_seam WHERE until_s <= ?",
    [SQL_IDLE] = "DELETE FROM weblog_key WHERE NOT EXISTS (SELECT 1 FROM weblog_seam"
                 " WHERE weblog_seam.key_id = weblog_key.id)",
};

void
store_seam_open(struct store *s)
{
    scrub_begin(s);
}

size_t
store_seam_keys(struct store *s, struct arena *a, struct store_seam_key **ret)
{
    struct db_query *q = db_query(s, sql[SQL_KEYS]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    while (db_row(q)) {
        struct text bytes = db_text(q, 1);

        if (bytes.n != STORE_SEAM_KEY_BYTES)
            continue;
        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        (*ret)[n].id = db_int(q, 0);
        memcpy((*ret)[n++].bytes, bytes.p, STORE_SEAM_KEY_BYTES);
    }
    db_done(q);
    return n;
}

size_t
store_seam_read(struct store *s, int64_t key_id, int64_t now_s, struct arena *a,
                struct store_seam **ret)
{
    enum { ID, VISITOR, URL, AT, BEGINS };
    struct db_query *q = db_query(s, sql[SQL_READ]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    db_bind_int(q, key_id);
    db_bind_int(q, now_s);
    while (db_row(q)) {
        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        (*ret)[n++] = (struct store_seam){ db_int(q, ID), (uint64_t)db_int(q, VISITOR),
                                           db_int(q, URL), db_int(q, AT), db_int(q, BEGINS) != 0 };
    }
    db_done(q);
    return n;
}

void
store_seam_add(struct store *s, const struct store_seam_key *key, const struct store_seam *x,
               int64_t now_s, const struct store_visit_request *counted)
{
    struct db_query *q = db_query(s, sql[SQL_KEY]);

    db_bind_int(q, key->id);
    db_bind_blob(q, (struct text){ (const char *)key->bytes, STORE_SEAM_KEY_BYTES });
    (void)db_exec(q); /* sticky */
    q = db_query(s, sql[counted != NULL ? SQL_BEGIN : SQL_END]);
    db_bind_int(q, key->id);
    db_bind_int(q, (int64_t)x->visitor);
    db_bind_int(q, x->url_id);
    db_bind_int(q, x->at_s);
    db_bind_int(q, now_s + (counted != NULL ? STORE_SEAM_BEGINS_S : STORE_SEAM_ENDS_S));
    if (counted != NULL) {
        db_bind_int(q, counted->day);
        db_bind_str(q, store_visit_how_name(counted->how));
        db_bind_int(q, counted->group_id);
        db_bind_text(q, counted->place.n > 0 ? counted->place : TEXT_LIT(""));
    }
    (void)db_exec(q); /* sticky */
}

void
store_seam_drop(struct store *s, int64_t id)
{
    struct db_query *q = db_query(s, sql[SQL_DROP]);

    db_bind_int(q, id);
    (void)db_exec(q); /* sticky */
}

bool
store_seam_join(struct store *s, int64_t id)
{
    enum { URL, DAY, HOW, GROUP, PLACE };
    static const enum statement steps[] = { SQL_LESS, SQL_NONE };
    struct db_query *q = db_query(s, sql[SQL_COUNTED]);
    int64_t url_id = 0, day = 0, group_id = 0;
    struct arena *a = arena_new();
    struct text how = TEXT_NONE, place = TEXT_NONE;
    bool there;

    db_bind_int(q, id);
    there = db_row(q);
    if (there) {
        url_id = db_int(q, URL);
        day = db_int(q, DAY);
        how = db_text_in(q, HOW, a);
        group_id = db_int(q, GROUP);
        place = db_text_in(q, PLACE, a);
    }
    db_done(q);
    for (size_t i = 0; there && i < N_ELEMENTS(steps); i++) {
        q = db_query(s, sql[steps[i]]);
        db_bind_int(q, url_id);
        db_bind_int(q, day);
        db_bind_text(q, how);
        db_bind_int(q, group_id);
        db_bind_text(q, place.n > 0 ? place : TEXT_LIT(""));
        (void)db_exec(q); /* sticky */
    }
    if (there)
        store_seam_drop(s, id);
    arena_free(a);
    return there;
}

int64_t
store_seam_tidy(struct store *s, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_OVER]);
    int64_t n;

    db_bind_int(q, now_s);
    n = db_exec(q) ? db_changes(s) : 0;
    (void)db_exec(db_query(s, sql[SQL_IDLE])); /* sticky */
    return n;
}
