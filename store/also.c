/* also.c - see store_also.h. */

#include "store_also.h"

#include "db.h"

/* The posting of the group q that stands; under the post h, or nobody knows under which. */
#define POSTED                                                                                     \
    " (SELECT COALESCE(p.url, post.permalink) FROM draft o JOIN posting p ON p.draft_id = o.id"    \
    "  WHERE o.group_id = q.group_id AND COALESCE(p.post_id, h.post_id) = h.post_id"               \
    "  AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.group_id = q.group_id"                     \
    "   AND u.undoes = p.decision_id) ORDER BY p.id DESC LIMIT 1)"

#define FIVE "?, ?, ?, ?, ?"

/* CROSS: from the groups that are asked for, whatever SQLite thinks of the sizes of tables. */
static const char sql[] =
    "SELECT l.group_id, q.group_id, q.department_id, department.name, q.state,"
    " MAX(CASE WHEN q.state IN ('posted', 'stale') THEN" POSTED " END) AS posted_at"
    " FROM group_link l CROSS JOIN heard h ON h.question_id = l.question_id"
    " CROSS JOIN heard x ON x.post_id = h.post_id AND x.department_id <> h.department_id"
    " CROSS JOIN group_link k ON k.question_id = x.question_id"
    " CROSS JOIN queue q ON q.group_id = k.group_id"
    " CROSS JOIN department ON department.id = q.department_id"
    " CROSS JOIN post ON post.id = h.post_id"
    " WHERE l.group_id IN (" FIVE "," FIVE "," FIVE "," FIVE ")"
    " GROUP BY l.group_id, q.group_id ORDER BY l.group_id, posted_at IS NULL, q.group_id";

_Static_assert(STORE_ALSO_GROUPS == 4 * 5, "as many as are bound");

size_t
store_also(struct store *s, const int64_t *groups, size_t n, struct arena *a,
           struct store_also **ret)
{
    struct db_query *q = db_query(s, sql);
    struct store_also *v = NULL;
    size_t found = 0, cap = 0;

    for (size_t i = 0; i < STORE_ALSO_GROUPS; i++)
        if (i < n)
            db_bind_int(q, groups[i]);
        else
            db_bind_null(q);
    while (db_row(q)) {
        int c = 0;
        struct store_also x = { .group_id = db_int(q, c++) };

        if (found >= STORE_ALSO_MAX && v[found - STORE_ALSO_MAX].group_id == x.group_id)
            continue;
        x.other_id = db_int(q, c++);
        x.department_id = db_int(q, c++);
        x.department = db_text_in(q, c++, a);
        x.state = db_text_in(q, c++, a);
        x.posted = db_text_in(q, c, a);
        v = arena_grow(a, v, found, &cap, sizeof(x));
        v[found++] = x;
    }
    db_done(q);
    *ret = v;
    return found;
}
