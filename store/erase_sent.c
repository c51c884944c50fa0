/* erase_sent.c - what has left the house before it was erased; see erase_private.h. */

#include "db.h"
#include "erase_private.h"

#define HTTP_OK   200
#define HTTP_MORE 300

/* So many, and where: a row that says that they are not reached. */
static void
note(struct erasing *e, const char *what, struct text where, int64_t n, const char *how)
{
    if (n > 0)
        erase_note(e->f, what,
                   arena_printf(e->a, "%.*s%s%lld", TEXT_ARG(where), where.n > 0 ? ": " : "",
                                (long long)n),
                   how, false);
}

void
erase_sent_digests(struct erasing *e)
{
    static const char seen[] = "SELECT first_seen_s FROM post WHERE id = ?";
    static const char sent[] = "SELECT COUNT(*) FROM digest_log WHERE sent_s >= ? AND why IS NULL";
    struct db_query *q;
    int64_t since_s = 0;

    for (size_t i = 0; i < e->n_posts; i++) {
        int64_t at_s;

        q = db_query(e->s, seen);
        db_bind_int(q, e->posts[i]);
        at_s = db_exec_int(q, 0);
        since_s = i == 0 || at_s < since_s ? at_s : since_s;
    }
    if (e->n_posts == 0)
        return;
    q = db_query(e->s, sent);
    db_bind_int(q, since_s);
    note(e, "digests mailed", TEXT_NONE, db_exec_int(q, 0),
         "may hold it, sent since it was found: whoever got them deletes them");
}

static void
note_webhooks(struct erasing *e, int64_t group_id)
{
    static const char told[] =
        "SELECT webhook, COUNT(*) FROM webhook_log WHERE INSTR(body, ?) > 0"
        " AND done_s IS NOT NULL AND status >= ? AND status < ? GROUP BY webhook ORDER BY webhook";
    struct db_query *q = db_query(e->s, told);

    db_bind_str(q, arena_printf(e->a, "\"group\":%lld,", (long long)group_id));
    db_bind_int(q, HTTP_OK);
    db_bind_int(q, HTTP_MORE);
    while (db_row(q))
        note(e, "calls of a webhook", db_text_in(q, 0, e->a), db_int(q, 1),
             "told it: whoever answers there deletes it");
    db_done(q);
}

void
erase_sent_group(struct erasing *e, int64_t group_id)
{
    static const struct {
        const char *what, *how, *sql;
    } rows[] = {
        { "alarms mailed", "name it: whoever got them deletes them",
          "SELECT COUNT(*) FROM alarm_mail m JOIN alarm a ON a.id = m.alarm_id"
          " WHERE a.kind = 'escalation' AND a.object = CAST(? AS TEXT) AND m.told_s IS NOT NULL" },
        { "replies posted",
          "stand where they were posted: their writer or the site takes them away",
          "SELECT COUNT(*) FROM posting JOIN draft ON draft.id = posting.draft_id"
          " WHERE draft.group_id = ?" },
    };
    struct text where = text_of(arena_printf(e->a, "group %lld", (long long)group_id));

    for (size_t i = 0; i < N_ELEMENTS(rows); i++) {
        struct db_query *q = db_query(e->s, rows[i].sql);

        db_bind_int(q, group_id);
        note(e, rows[i].what, where, db_exec_int(q, 0), rows[i].how);
    }
    note_webhooks(e, group_id);
}
