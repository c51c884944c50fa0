/* draft_place.c - where a group was asked, as far as the drafter wants to know; see store_draft.h.
 */

#include "store_draft.h"

#include "db.h"

enum statement {
    SQL_SOURCE,
    SQL_PLATFORMS,
};

static const char *const sql[] = {
    [SQL_SOURCE] =
        "SELECT source.key FROM group_link l JOIN heard ON heard.question_id = l.question_id"
        " JOIN post_match m ON m.post_id = heard.post_id AND m.department_id = heard.department_id"
        " JOIN source ON source.id = m.source_id WHERE l.group_id = ? ORDER BY m.post_id LIMIT 1",
    [SQL_PLATFORMS] =
        "SELECT DISTINCT page.profile FROM group_link l"
        " JOIN heard ON heard.question_id = l.question_id JOIN post ON post.id = heard.post_id"
        " JOIN page ON page.url_id = post.url_id"
        " WHERE l.group_id = ? AND page.profile IS NOT NULL ORDER BY page.profile",
};

struct text
store_draft_source(struct store *s, int64_t group_id, struct arena *a)
{
    struct db_query *q = db_query(s, sql[SQL_SOURCE]);
    struct text key = TEXT_NONE;

    db_bind_int(q, group_id);
    if (db_row(q))
        key = db_text_in(q, 0, a);
    db_done(q);
    return key;
}

size_t
store_draft_platforms(struct store *s, int64_t group_id, struct arena *a, struct text **ret)
{
    struct db_query *q = db_query(s, sql[SQL_PLATFORMS]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    db_bind_int(q, group_id);
    while (db_row(q)) {
        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        (*ret)[n++] = db_text_in(q, 0, a);
    }
    db_done(q);
    return n;
}
