/* desk.c - see store_desk.h. */

#include "store_desk.h"

#include "db.h"

enum statement {
    SQL_LEASE,
    SQL_TAKE,
    SQL_RELEASE,
    SQL_TYPE,
    SQL_TYPED,
    SQL_DROP_TYPED,
    SQL_NOTE,
    SQL_POST,
    SQL_POST_AT,
};

static const char *const sql[] = {
    [SQL_LEASE] = "SELECT actor, since_s, until_s FROM lease WHERE group_id = ? AND until_s > ?",
    [SQL_TAKE] = "INSERT INTO lease (group_id, actor, since_s, until_s) VALUES (?, ?, ?, ?)"
                 " ON CONFLICT (group_id) DO UPDATE SET actor = excluded.actor,"
                 " since_s = excluded.since_s, until_s = excluded.until_s",
    [SQL_RELEASE] = "DELETE FROM lease WHERE group_id = ? AND actor = ?",
    [SQL_TYPE] = "INSERT INTO typed (group_id, actor, revision, text, at_s) VALUES (?, ?, ?, ?, ?)"
                 " ON CONFLICT (group_id, actor) DO UPDATE SET revision = excluded.revision,"
                 " text = excluded.text, at_s = excluded.at_s",
    [SQL_TYPED] = "SELECT revision, text, at_s FROM typed WHERE group_id = ? AND actor = ?",
    [SQL_DROP_TYPED] = "DELETE FROM typed WHERE group_id = ? AND actor = ?",
    [SQL_NOTE] = "INSERT INTO note (group_id, text, actor, at_s) VALUES (?, ?, ?, ?)",
    [SQL_POST] = ("INSERT INTO posting (draft_id, decision_id, post_id, url, actor, at_s)"
                  " VALUES (?, ?, NULLIF(?, 0), ?, ?, ?)"),
    [SQL_POST_AT] = "UPDATE posting SET url = ? WHERE id = ?",
};

bool
store_desk_lease(struct store *s, int64_t group_id, int64_t now_s, struct arena *a,
                 struct store_lease *ret)
{
    struct db_query *q = db_query(s, sql[SQL_LEASE]);
    bool there;

    db_bind_int(q, group_id);
    db_bind_int(q, now_s);
    there = db_row(q);
    if (there)
        *ret = (struct store_lease){ db_text_in(q, 0, a), db_int(q, 1), db_int(q, 2) };
    db_done(q);
    return there;
}

bool
store_desk_take(struct store *s, int64_t group_id, struct text actor, int64_t now_s, bool over,
                struct arena *a, struct store_lease *ret)
{
    struct store_lease had = { .since_s = now_s };
    bool there = store_desk_lease(s, group_id, now_s, a, &had);
    bool mine = there && text_eq(had.actor, actor);
    struct db_query *q;

    *ret = had;
    if (there && !mine && !over)
        return false;
    q = db_query(s, sql[SQL_TAKE]);
    db_bind_int(q, group_id);
    db_bind_text(q, actor);
    db_bind_int(q, mine ? had.since_s : now_s);
    db_bind_int(q, now_s + STORE_LEASE_SPAN_S);
    return db_exec(q);
}

static void
exec_for(struct store *s, enum statement which, int64_t group_id, struct text actor)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, group_id);
    db_bind_text(q, actor);
    (void)db_exec(q); /* sticky */
}

void
store_desk_release(struct store *s, int64_t group_id, struct text actor)
{
    exec_for(s, SQL_RELEASE, group_id, actor);
}

void
store_desk_type(struct store *s, int64_t group_id, struct text actor, int64_t revision,
                struct text text, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_TYPE]);

    db_bind_int(q, group_id);
    db_bind_text(q, actor);
    db_bind_int(q, revision);
    db_bind_text(q, text_sub(text, 0, STORE_TYPED_BYTES));
    db_bind_int(q, now_s);
    (void)db_exec(q); /* sticky */
}

bool
store_desk_typed(struct store *s, int64_t group_id, struct text actor, struct arena *a,
                 struct store_typed *ret)
{
    struct db_query *q = db_query(s, sql[SQL_TYPED]);
    bool there;

    db_bind_int(q, group_id);
    db_bind_text(q, actor);
    there = db_row(q);
    if (there)
        *ret = (struct store_typed){ group_id, db_int(q, 0), db_int(q, 2), db_text_in(q, 1, a) };
    db_done(q);
    return there;
}

void
store_desk_drop_typed(struct store *s, int64_t group_id, struct text actor)
{
    exec_for(s, SQL_DROP_TYPED, group_id, actor);
}

void
store_desk_note(struct store *s, int64_t group_id, struct text text, struct text actor,
                int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_NOTE]);

    db_bind_int(q, group_id);
    db_bind_text(q, text);
    db_bind_text(q, actor);
    db_bind_int(q, now_s);
    (void)db_exec(q); /* sticky */
}

void
store_desk_post(struct store *s, int64_t draft_id, int64_t decision_id, int64_t post_id,
                struct text url, struct text actor, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_POST]);

    db_bind_int(q, draft_id);
    db_bind_int(q, decision_id);
    db_bind_int(q, post_id);
    db_bind_text_or_null(q, url);
    db_bind_text(q, actor);
    db_bind_int(q, now_s);
    (void)db_exec(q); /* sticky */
}

void
store_desk_post_at(struct store *s, int64_t posting_id, struct text url)
{
    struct db_query *q = db_query(s, sql[SQL_POST_AT]);

    db_bind_text_or_null(q, url);
    db_bind_int(q, posting_id);
    (void)db_exec(q); /* sticky */
}
