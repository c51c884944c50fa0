/* standing.c - see standing.h. */

#include "standing.h"

#include "clock.h"
#include "db.h"

json_t *
standing_texts(struct store *s, const char *sql, int64_t id)
{
    struct db_query *q = db_query(s, sql);
    json_t *list = json_array();

    db_bind_int(q, id);
    while (db_row(q)) {
        struct text t = db_text(q, 0);
        json_t *v = json_stringn(t.p, t.n);

        if (v != NULL)
            json_array_append_new(list, v);
    }
    db_done(q);
    return list;
}

bool
standing_until(struct text arg, int64_t *ret_s)
{
    bool has_time;

    return clock_parse_rfc3339(arg, ret_s, &has_time);
}

void
standing_said(struct store *s, int64_t group_id, int64_t draft_id, const char *verb,
              struct arena *a, struct standing_said *ret)
{
    struct db_query *q = db_query(
        s, "SELECT arg, reason FROM decision d WHERE group_id = ? AND COALESCE(draft_id, 0) = ?"
           " AND verb = ? AND NOT EXISTS (SELECT 1 FROM decision u"
           "  WHERE u.group_id = d.group_id AND u.undoes = d.id) ORDER BY revision DESC LIMIT 1");

    db_bind_int(q, group_id);
    db_bind_int(q, draft_id);
    db_bind_str(q, verb);
    if (db_row(q))
        *ret = (struct standing_said){ db_text_in(q, 0, a), db_text_in(q, 1, a) };
    db_done(q);
}
