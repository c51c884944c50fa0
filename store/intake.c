/* intake.c - see store_intake.h. */

#include "store_intake.h"

#include <xxhash.h>

#include "buf.h"
#include "db.h"
#include "store_host.h"

int64_t
store_intake_source(struct store *s, int64_t department_id)
{
    struct db_query *q = db_query(
        s, "INSERT INTO source (department_id, key, url, basis, mode, matching, own_site,"
           " delay_ms, max_pages, active)"
           " SELECT id, '" STORE_INTAKE_SOURCE "', 'intake:', 'asked of us', mode, 'all', 0, 0, 0,"
           " 0 FROM department WHERE id = ? ON CONFLICT (department_id, key) DO UPDATE SET"
           " mode = excluded.mode RETURNING id");

    db_bind_int(q, department_id);
    return db_exec_int(q, 0);
}

int64_t
store_intake_url(struct store *s, int64_t source_id, struct text place, struct text address,
                 int64_t now_s)
{
    struct db_query *q = db_query(s, "SELECT id FROM url WHERE source_id = ? AND address = ?");
    struct buf authority;
    int64_t id;

    db_bind_int(q, source_id);
    db_bind_text(q, address);
    id = db_exec_int(q, 0);
    if (id != 0)
        return id;
    buf_init(&authority, BUF_SMALL);
    buf_add_str(&authority, "intake:");
    buf_add_text(&authority, place);
    q = db_query(s, "INSERT INTO url (hash, address, host_id, source_id, state, kind, depth,"
                    " priority, first_seen_s) VALUES (?, ?, ?, ?, 'done', 'page', 0, 0, ?)");
    db_bind_int(q, (int64_t)XXH3_64bits(address.p, address.n));
    db_bind_text(q, address);
    db_bind_int(q, store_host_id(s, buf_text(&authority)));
    db_bind_int(q, source_id);
    db_bind_int(q, now_s);
    id = db_exec_id(q);
    buf_release(&authority);
    return id;
}

void
store_intake_note(struct store *s, int64_t post_id, struct text place, int64_t now_s)
{
    struct db_query *q = db_query(s, "INSERT INTO intake (post_id, place, imported_s)"
                                     " VALUES (?, ?, ?) ON CONFLICT (post_id) DO NOTHING");

    db_bind_int(q, post_id);
    db_bind_text(q, place);
    db_bind_int(q, now_s);
    (void)db_exec(q); /* sticky */
}
