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
