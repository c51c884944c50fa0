#include "store_alarm.h"

#include "db.h"

enum span { DAY_S = 86400, BEFORE_DAYS = 28 };

enum statement {
    SQL_RAISE,
    SQL_MEND,
    SQL_TOLD,
    SQL_TOLD_OVER,
    SQL_LIST,
    SQL_OVER,
    SQL_PACES,
    SQL_LOOKED,
    SQL_LOOKED_S,
    SQL_CHANGED
};

#define SELECT                                                                                     \
    "SELECT a.id, a.department_id, a.kind, a.object, d.key, a.text, a.link, a.since_s,"            \
    " COALESCE(a.told_s, 0), COALESCE(a.mended_s, 0) FROM alarm a"                                 \
    " JOIN department d ON d.id = a.department_id"
#define LATEST " ORDER BY a.id DESC LIMIT ?2"

static const char *const sql[] = {
    [SQL_RAISE] = "INSERT INTO alarm (kind, object, department_id, text, link, since_s)"
                  " VALUES (?, ?, ?, ?, ?, ?)"
                  " ON CONFLICT (kind, object) WHERE mended_s IS NULL DO NOTHING RETURNING id",
    [SQL_MEND] = "UPDATE alarm SET mended_s = ? WHERE id = ?",
    [SQL_TOLD] = "UPDATE alarm SET told_s = ? WHERE id = ?",
    [SQL_TOLD_OVER] = "UPDATE alarm SET mend_told_s = ? WHERE id = ?",
    [SQL_LIST] = SELECT " WHERE ?1 = 0 OR a.mended_s IS NULL" LATEST,
    [SQL_OVER] = SELECT " WHERE ?1 = 1 AND a.mended_s IS NOT NULL AND a.mend_told_s IS NULL"
                        " AND a.told_s IS NOT NULL" LATEST,
    /* ?1: a day ago, ?2: 28 days before that */
    [SQL_PACES] = "SELECT m.department_id, sum(p.first_seen_s >= ?1), sum(p.first_seen_s < ?1),"
                  " min(min(p.first_seen_s), (SELECT o.first_seen_s FROM post_match x"
                  "  JOIN post o ON o.id = x.post_id WHERE x.department_id = m.department_id"
                  "  ORDER BY x.rowid LIMIT 1))"
                  " FROM post p CROSS JOIN post_match m ON m.post_id = p.id"
                  " WHERE p.first_seen_s >= ?2 GROUP BY m.department_id",
    [SQL_LOOKED] = "INSERT INTO alarm_look (id, at_s) VALUES (1, ?)"
                   " ON CONFLICT (id) DO UPDATE SET at_s = excluded.at_s",
    [SQL_LOOKED_S] = "SELECT at_s FROM alarm_look",
    [SQL_CHANGED] = "SELECT max(coalesce((SELECT max(changed_s) FROM queue), 0),"
                    " coalesce((SELECT max(ended_s) FROM crawl_run), 0))",
};

bool
store_alarm_raise(struct store *s, const struct store_alarm *a, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_RAISE]);

    db_bind_text(q, a->kind);
    db_bind_text(q, a->object);
    db_bind_int(q, a->department_id);
    db_bind_text(q, a->text);
    db_bind_text(q, a->link);
    db_bind_int(q, now_s);
    return db_exec_int(q, 0) != 0;
}

static void
set_time(struct store *s, const char *statement, int64_t id, int64_t now_s)
{
    struct db_query *q = db_query(s, statement);

    db_bind_int(q, now_s);
    db_bind_int(q, id);
    db_exec(q);
}

void
store_alarm_mend(struct store *s, int64_t id, int64_t now_s)
{
    set_time(s, sql[SQL_MEND], id, now_s);
}

void
store_alarm_told(struct store *s, int64_t id, int64_t now_s)
{
    set_time(s, sql[SQL_TOLD], id, now_s);
}

void
store_alarm_told_over(struct store *s, int64_t id, int64_t now_s)
{
    set_time(s, sql[SQL_TOLD_OVER], id, now_s);
}

void
store_alarm_looked(struct store *s, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_LOOKED]);

    db_bind_int(q, now_s);
    db_exec(q);
}

int64_t
store_alarm_looked_s(struct store *s, bool *changed)
{
    int64_t at_s = db_exec_int(db_query(s, sql[SQL_LOOKED_S]), 0);

    *changed = db_exec_int(db_query(s, sql[SQL_CHANGED]), 0) > at_s;
    return at_s;
}

static size_t
read_list(struct db_query *q, bool first, struct arena *a, struct store_alarm **ret)
{
    size_t n = 0, cap = 0;

    *ret = NULL;
    db_bind_int(q, first);
    db_bind_int(q, STORE_ALARM_PAGE);
    while (db_row(q)) {
        struct store_alarm *x;
        int k = 0;

        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        x = &(*ret)[n++];
        x->id = db_int(q, k++);
        x->department_id = db_int(q, k++);
        x->kind = db_text_in(q, k++, a);
        x->object = db_text_in(q, k++, a);
        x->department = db_text_in(q, k++, a);
        x->text = db_text_in(q, k++, a);
        x->link = db_text_in(q, k++, a);
        x->since_s = db_int(q, k++);
        x->told_s = db_int(q, k++);
        x->mended_s = db_int(q, k);
    }
    db_done(q);
    return n;
}

size_t
store_alarm_list(struct store *s, bool open, struct arena *a, struct store_alarm **ret)
{
    return read_list(db_query(s, sql[SQL_LIST]), open, a, ret);
}

size_t
store_alarm_over(struct store *s, struct arena *a, struct store_alarm **ret)
{
    return read_list(db_query(s, sql[SQL_OVER]), true, a, ret);
}

size_t
store_alarm_paces(struct store *s, int64_t now_s, struct arena *a, struct store_alarm_pace **ret)
{
    struct db_query *q = db_query(s, sql[SQL_PACES]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    db_bind_int(q, now_s - DAY_S);
    db_bind_int(q, now_s - (1 + BEFORE_DAYS) * (int64_t)DAY_S);
    while (db_row(q)) {
        struct store_alarm_pace *p;
        int64_t days;

        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        p = &(*ret)[n++];
        p->department_id = db_int(q, 0);
        p->now = db_int(q, 1);
        p->before = db_int(q, 2);
        days = (now_s - DAY_S - db_int(q, 3)) / DAY_S;
        p->days = days > BEFORE_DAYS ? BEFORE_DAYS : days;
    }
    db_done(q);
    return n;
}
