/* campaign.c - see store_campaign.h. */

#include "store_campaign.h"

#include <stdlib.h>

#include "db.h"
#include "standing.h"
#include "store_queue.h"

int64_t
store_campaign_id(struct store *s, int64_t department_id, const char *key)
{
    struct db_query *q =
        db_query(s, "SELECT id FROM campaign WHERE department_id = ? AND key = ? AND active = 1");

    db_bind_int(q, department_id);
    db_bind_str(q, key);
    return db_exec_int(q, 0);
}

static const char posts[] =
    "SELECT post.id, post.title, post.body, post.permalink, post.language,"
    " " STANDING_ASKED " >= c.from_s AND " STANDING_ASKED " < c.to_s,"
    " EXISTS (SELECT 1 FROM post_campaign p WHERE p.campaign_id = c.id AND p.post_id = post.id)"
    " FROM campaign c JOIN sighting ON sighting.department_id = c.department_id"
    " JOIN post ON post.id = sighting.post_id WHERE c.id = ?"
    " AND ((" STANDING_ASKED " >= c.from_s AND " STANDING_ASKED " < c.to_s) OR EXISTS"
    "  (SELECT 1 FROM post_campaign p WHERE p.campaign_id = c.id AND p.post_id = post.id))";

void
store_campaign_posts(struct store *s, int64_t campaign_id, store_campaign_post_fn *fn, void *self)
{
    struct db_query *q = db_query(s, posts);

    db_bind_int(q, campaign_id);
    while (db_row(q)) {
        int c = 0;
        struct store_campaign_post p = { .post_id = db_int(q, c++) };

        p.title = db_text(q, c++);
        p.body = db_text(q, c++);
        p.address = db_text(q, c++);
        p.language = db_text(q, c++);
        p.in_time = db_int(q, c++) != 0;
        p.tagged = db_int(q, c) != 0;
        fn(self, &p);
    }
    db_done(q);
}

void
store_campaign_tag(struct store *s, int64_t campaign_id, int64_t post_id, bool on)
{
    struct db_query *q =
        on ? db_query(s, "INSERT INTO post_campaign (campaign_id, post_id) VALUES (?, ?)"
                         " ON CONFLICT DO NOTHING")
           : db_query(s, "DELETE FROM post_campaign WHERE campaign_id = ? AND post_id = ?");

    db_bind_int(q, campaign_id);
    db_bind_int(q, post_id);
    (void)db_exec(q); /* sticky */
    store_queue_touch_post(s, post_id);
}

/* ---- for who chooses ---- */

bool
store_campaign_span(struct store *s, int64_t department_id, struct text key, int64_t *from_s,
                    int64_t *to_s)
{
    struct db_query *q = db_query(s, "SELECT MIN(from_s), MAX(to_s) FROM campaign WHERE key = ?1"
                                     " AND (?2 = 0 OR department_id = ?2)");
    bool there;

    db_bind_text(q, key);
    db_bind_int(q, department_id);
    there = db_row(q) && !db_null(q, 0);
    if (there) {
        *from_s = db_int(q, 0);
        *to_s = db_int(q, 1);
    }
    db_done(q);
    return there;
}

static int
by_key(const void *x, const void *y)
{
    return text_cmp(*(const struct text *)x, *(const struct text *)y);
}

size_t
store_campaign_keys(struct store *s, const int64_t *departments, size_t n, struct arena *a,
                    struct text **ret)
{
    struct text *v = NULL;
    size_t all = 0, cap = 0, kept = 0;

    for (size_t i = 0; i < n; i++) {
        struct db_query *q = db_query(s, "SELECT key FROM campaign WHERE department_id = ?");

        db_bind_int(q, departments[i]);
        while (db_row(q)) {
            v = arena_grow(a, v, all, &cap, sizeof(*v));
            v[all++] = db_text_in(q, 0, a);
        }
        db_done(q);
    }
    if (all > 0)
        qsort(v, all, sizeof(*v), by_key);
    for (size_t i = 0; i < all; i++)
        if (kept == 0 || !text_eq(v[kept - 1], v[i]))
            v[kept++] = v[i];
    *ret = v;
    return kept;
}

/* ---- narrowing ---- */

/* Names of the connection's own that hide the store's, so that every list reads through them. */
static const char *const narrow[] = {
    "CREATE TEMP TABLE narrowed (post_id INTEGER NOT NULL, department_id INTEGER NOT NULL,"
    " PRIMARY KEY (post_id, department_id))",
    "CREATE TEMP VIEW post_match AS SELECT m.* FROM main.post_match m JOIN temp.narrowed n"
    " ON n.post_id = m.post_id AND n.department_id = m.department_id",
    "CREATE TEMP VIEW sighting AS SELECT t.* FROM main.sighting t JOIN temp.narrowed n"
    " ON n.post_id = t.post_id AND n.department_id = t.department_id",
    "CREATE TEMP VIEW heard AS SELECT post_id, department_id, question_id, post_hash"
    " FROM temp.sighting WHERE muted IS NULL",
    "CREATE TEMP VIEW queue AS SELECT q.* FROM main.queue q WHERE EXISTS"
    " (SELECT 1 FROM main.group_link l JOIN temp.heard h ON h.question_id = l.question_id"
    "  WHERE l.group_id = q.group_id)",
    "CREATE TEMP VIEW queue_count AS SELECT department_id, state, COUNT(*) AS n FROM temp.queue"
    " GROUP BY department_id, state",
};

static const char fill[] =
    "INSERT INTO temp.narrowed SELECT m.post_id, m.department_id FROM main.post_match m"
    " WHERE (?1 = '' OR EXISTS (SELECT 1 FROM main.post_campaign p JOIN main.campaign c"
    "  ON c.id = p.campaign_id WHERE p.post_id = m.post_id AND c.department_id = m.department_id"
    "  AND c.key = ?1)) AND (?2 = '' OR INSTR(COALESCE((SELECT x.audience FROM main.sighting t"
    "   JOIN main.group_link l ON l.question_id = t.question_id"
    "   JOIN main.group_audience x ON x.group_id = l.group_id"
    "   WHERE t.post_id = m.post_id AND t.department_id = m.department_id"
    "   ORDER BY x.id DESC LIMIT 1), (SELECT s.audience FROM main.source s"
    "   WHERE s.id = m.source_id)), ',' || ?2 || ',') > 0)";

static bool
is_there(struct store *s, const char *sql, const char *name)
{
    struct db_query *q = db_query(s, sql);

    if (name == NULL)
        return true;
    db_bind_str(q, name);
    return db_exec_int(q, 0) != 0;
}

enum status
store_campaign_narrow(struct store *s, const char *campaign, const char *audience,
                      enum store_role role, struct err *err)
{
    static const char campaigns[] = "SELECT 1 FROM main.campaign WHERE key = ? LIMIT 1";
    static const char audiences[] = "SELECT 1 FROM (SELECT audience FROM main.source UNION ALL"
                                    " SELECT audience FROM main.group_audience) WHERE "
                                    "INSTR(audience, ',' || ? || ',') > 0 LIMIT 1";
    struct db_query *q;

    if (!is_there(s, campaigns, campaign))
        return err_set(err, ST_NOTFOUND,
                       "no department has a campaign \"%.80s\" (a new one is known from the next "
                       "run on)",
                       campaign);
    if (!is_there(s, audiences, audience))
        return err_set(err, ST_NOTFOUND, "no source and no group has the audience \"%.80s\"",
                       audience);
    store_set_role(s, STORE_SCHEMA);
    for (size_t i = 0; i < N_ELEMENTS(narrow); i++)
        db_script(s, narrow[i]);
    q = db_query(s, fill);
    db_bind_str(q, campaign != NULL ? campaign : "");
    db_bind_str(q, audience != NULL ? audience : "");
    (void)db_exec(q); /* sticky */
    store_set_role(s, role);
    return store_check(s, err);
}
