/* schedule.c - see schedule.h. */
#include "schedule.h"

#include "db.h"

#define COLUMNS                                                                                    \
    "id, department_id, source_id, day, due_s, started_s, COALESCE(ended_s, 0), tries, missed,"    \
    " COALESCE(outcome, '')"

enum statement { SQL_LAST, SQL_RAN, SQL_BEGIN, SQL_END };

static const char *const sql[] = {
    [SQL_LAST] = "SELECT " COLUMNS " FROM schedule_run WHERE department_id = ? AND source_id = ?"
                 " ORDER BY day DESC LIMIT 1",
    [SQL_RAN] = "SELECT " COLUMNS " FROM schedule_run WHERE department_id = ? AND source_id = ?"
                " AND started_s > 0 ORDER BY day DESC LIMIT 1",
    [SQL_BEGIN] = "INSERT INTO schedule_run (department_id, source_id, day, due_s, started_s,"
                  " tries, missed) VALUES (?, ?, ?, ?, ?, 1, ?)"
                  " ON CONFLICT (department_id, source_id, day)"
                  " DO UPDATE SET tries = schedule_run.tries + 1 RETURNING id",
    [SQL_END] = "UPDATE schedule_run SET ended_s = ?, outcome = ? WHERE id = ?",
};

static bool
read_row(struct store *s, const char *statement, int64_t department_id, int64_t source_id,
         struct arena *a, struct schedule_row *ret)
{
    struct db_query *q = db_query(s, statement);
    bool found;

    db_bind_int(q, department_id);
    db_bind_int(q, source_id);
    found = db_row(q);
    if (found) {
        int k = 0;

        ret->id = db_int(q, k++);
        ret->department_id = db_int(q, k++);
        ret->source_id = db_int(q, k++);
        ret->day = db_int(q, k++);
        ret->due_s = db_int(q, k++);
        ret->started_s = db_int(q, k++);
        ret->ended_s = db_int(q, k++);
        ret->tries = db_int(q, k++);
        ret->missed = db_int(q, k++);
        ret->outcome = db_text_in(q, k, a);
    }
    db_done(q);
    return found;
}

bool
store_schedule_last(struct store *s, int64_t department_id, int64_t source_id, struct arena *a,
                    struct schedule_row *ret)
{
    return read_row(s, sql[SQL_LAST], department_id, source_id, a, ret);
}

bool
store_schedule_ran(struct store *s, int64_t department_id, int64_t source_id, struct arena *a,
                   struct schedule_row *ret)
{
    return read_row(s, sql[SQL_RAN], department_id, source_id, a, ret);
}

int64_t
store_schedule_begin(struct store *s, const struct schedule_row *r)
{
    struct db_query *q = db_query(s, sql[SQL_BEGIN]);

    db_bind_int(q, r->department_id);
    db_bind_int(q, r->source_id);
    db_bind_int(q, r->day);
    db_bind_int(q, r->due_s);
    db_bind_int(q, r->started_s);
    db_bind_int(q, r->missed);
    return db_exec_int(q, 0);
}

void
store_schedule_end(struct store *s, int64_t id, int64_t now_s, const char *outcome)
{
    struct db_query *q = db_query(s, sql[SQL_END]);

    db_bind_int(q, now_s);
    db_bind_str(q, outcome);
    db_bind_int(q, id);
    db_exec(q);
}
