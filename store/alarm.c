#include "store_alarm.h"

#include "db.h"

enum span { DAY_S = 86400, BEFORE_DAYS = 28 };

enum statement {
    SQL_RAISE,
    SQL_MEND,
    SQL_LIST,
    SQL_OWED,
    SQL_BEGIN,
    SQL_TOLD,
    SQL_TOLD_OVER,
    SQL_REFUSED,
    SQL_REFUSED_OVER,
    SQL_PACES,
    SQL_LOOKED,
    SQL_LOOKED_S,
    SQL_CHANGED
};

#define COLUMNS                                                                                    \
    "SELECT a.id, a.department_id, a.kind, a.object, d.key, a.text, a.link, a.since_s,"            \
    " COALESCE(a.mended_s, 0)"
#define DEPARTMENT " JOIN department d ON d.id = a.department_id"

static const char *const sql[] = {
    [SQL_RAISE] = "INSERT INTO alarm (kind, object, department_id, text, link, since_s)"
                  " VALUES (?, ?, ?, ?, ?, ?)"
                  " ON CONFLICT (kind, object) WHERE mended_s IS NULL DO NOTHING RETURNING id",
    [SQL_MEND] = "UPDATE alarm SET mended_s = ? WHERE id = ?",
    [SQL_LIST] = COLUMNS ", COALESCE((SELECT min(m.told_s) FROM alarm_mail m"
                         "  WHERE m.alarm_id = a.id), 0)"
                         " FROM alarm a" DEPARTMENT " WHERE ?1 = 0 OR a.mended_s IS NULL"
                         " ORDER BY a.id DESC LIMIT ?2",
    /* What is so and it was not told of; what is over and it was, or may have been, told of. */
    [SQL_OWED] = COLUMNS ", COALESCE(m.tries, 0) FROM alarm a" DEPARTMENT
                         " LEFT JOIN alarm_mail m ON m.alarm_id = a.id AND m.address = ?1"
                         " WHERE a.mended_s IS NULL AND m.told_s IS NULL"
                         " AND COALESCE(m.due_s, 0) <= ?2"
                         " UNION ALL " COLUMNS ", m.tries FROM alarm_mail m"
                         " JOIN alarm a ON a.id = m.alarm_id" DEPARTMENT
                         " WHERE m.address = ?1 AND m.mend_told_s IS NULL AND m.due_s <= ?2"
                         " AND (m.told_s IS NOT NULL OR m.begun = 1) AND a.mended_s IS NOT NULL"
                         " ORDER BY 1 DESC LIMIT ?3",
    [SQL_BEGIN] = "INSERT INTO alarm_mail (due_s, alarm_id, address, tries, begun)"
                  " VALUES (?, ?, ?, 1, 1) ON CONFLICT (alarm_id, address)"
                  " DO UPDATE SET due_s = excluded.due_s, tries = alarm_mail.tries + 1, begun = 1",
    [SQL_TOLD] = "UPDATE alarm_mail SET told_s = ?1, due_s = 0, tries = 0"
                 " WHERE alarm_id = ?2 AND address = ?3",
    [SQL_TOLD_OVER] = "UPDATE alarm_mail SET mend_told_s = ?1, told_s = COALESCE(told_s, ?1)"
                      " WHERE alarm_id = ?2 AND address = ?3",
    [SQL_REFUSED] = "UPDATE alarm_mail SET due_s = ?, begun = 0 WHERE alarm_id = ? AND address = ?",
    [SQL_REFUSED_OVER] = "UPDATE alarm_mail SET due_s = ? WHERE alarm_id = ? AND address = ?",
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

void
store_alarm_mend(struct store *s, int64_t id, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_MEND]);

    db_bind_int(q, now_s);
    db_bind_int(q, id);
    db_exec(q);
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

/* Each row's last column into told_s, or tries. */
static size_t
read_list(struct db_query *q, bool owed, struct arena *a, struct store_alarm **ret)
{
    size_t n = 0, cap = 0;

    *ret = NULL;
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
        x->mended_s = db_int(q, k++);
        x->told_s = owed ? 0 : db_int(q, k);
        x->tries = owed ? db_int(q, k) : 0;
    }
    db_done(q);
    return n;
}

size_t
store_alarm_list(struct store *s, bool open, struct arena *a, struct store_alarm **ret)
{
    struct db_query *q = db_query(s, sql[SQL_LIST]);

    db_bind_int(q, open);
    return read_list(q, false, a, ret);
}

size_t
store_alarm_owed(struct store *s, struct text address, int64_t now_s, struct arena *a,
                 struct store_alarm **ret)
{
    struct db_query *q = db_query(s, sql[SQL_OWED]);

    db_bind_text(q, address);
    db_bind_int(q, now_s);
    return read_list(q, true, a, ret);
}

static void
set_mail(struct store *s, enum statement which, const struct store_alarm *x, struct text address,
         int64_t at_s)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, at_s);
    db_bind_int(q, x->id);
    db_bind_text(q, address);
    db_exec(q);
}

void
store_alarm_begin(struct store *s, const struct store_alarm *x, struct text address,
                  int64_t until_s)
{
    set_mail(s, SQL_BEGIN, x, address, until_s);
}

void
store_alarm_told(struct store *s, const struct store_alarm *x, struct text address, int64_t now_s)
{
    set_mail(s, x->mended_s > 0 ? SQL_TOLD_OVER : SQL_TOLD, x, address, now_s);
}

void
store_alarm_refused(struct store *s, const struct store_alarm *x, struct text address,
                    int64_t due_s)
{
    set_mail(s, x->mended_s > 0 ? SQL_REFUSED_OVER : SQL_REFUSED, x, address, due_s);
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
