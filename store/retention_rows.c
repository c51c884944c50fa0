/* retention_rows.c - see retention_rows.h. */
#include "retention_rows.h"

#include "db.h"
#include "past.h"

/*
 * id, at_s, department_id (0: none) of the rows that are over before ?1.  What is needed to know
 * what was done already stays: the last row of an account, of a timetable; the highest id, which
 * SQLite would give to another row.
 */
#define ALARMS                                                                                     \
    "SELECT id, since_s, department_id FROM alarm WHERE mended_s < ?1"                             \
    " AND id < (SELECT MAX(m.id) FROM alarm m)"
#define WEBHOOKS                                                                                   \
    "SELECT id, created_s, 0 FROM webhook_log WHERE done_s IS NOT NULL AND created_s < ?1"
#define DIGESTS                                                                                    \
    "SELECT id, begun_s, 0 FROM digest_log WHERE begun_s < ?1 AND EXISTS (SELECT 1 FROM"           \
    " digest_log n WHERE n.account_id = digest_log.account_id AND n.id > digest_log.id)"
#define SLOTS                                                                                      \
    "SELECT id, due_s, department_id FROM schedule_run WHERE ended_s < ?1 AND EXISTS (SELECT 1"    \
    " FROM schedule_run n WHERE n.department_id = schedule_run.department_id"                      \
    "  AND n.source_id = schedule_run.source_id AND n.day > schedule_run.day)"
/* Of groups that are decided, and have been for that long. */
#define NOTES                                                                                      \
    "SELECT note.id, note.at_s, o.department_id FROM note JOIN question_group o ON o.id ="         \
    " note.group_id JOIN queue ON queue.group_id = o.id WHERE note.at_s < ?1"                      \
    " AND queue.state IN ('approved', 'rejected', 'posted', 'withdrawn')"                          \
    " AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.group_id = o.id AND d.at_s >= ?1)"
/* Its key is of two columns: the rows of a group go together when the youngest is over. */
#define TYPED "SELECT group_id, MAX(at_s), 0 FROM typed GROUP BY group_id HAVING MAX(at_s) < ?1"

#define ROWS(rows) "SELECT COUNT(*) FROM (" rows ")", rows " LIMIT ?2"

static const struct aged {
    enum retention_part part;
    const char *past; /* what past_count calls them; NULL: nobody asks how many there were */
    const char *count, *find, *drop, *before; /* before: what else to do first, or NULL */
} aged[] = {
    { RETENTION_LOGS, "alarms", ROWS(ALARMS), "DELETE FROM alarm WHERE id = ?",
      "DELETE FROM alarm_mail WHERE alarm_id IN (SELECT id FROM (" ALARMS "))" },
    /* whoever looks for news does not look at what is older: it would be told again */
    { RETENTION_LOGS, "webhook deliveries", ROWS(WEBHOOKS), "DELETE FROM webhook_log WHERE id = ?",
      "UPDATE webhook_since SET since_s = ?1 WHERE since_s < ?1" },
    { RETENTION_LOGS, "digests", ROWS(DIGESTS), "DELETE FROM digest_log WHERE id = ?", NULL },
    { RETENTION_LOGS, "scheduled runs", ROWS(SLOTS), "DELETE FROM schedule_run WHERE id = ?",
      NULL },
    { RETENTION_NOTES, "notes", ROWS(NOTES), "DELETE FROM note WHERE id = ?", NULL },
    { RETENTION_TYPED, NULL, ROWS(TYPED), "DELETE FROM typed WHERE group_id = ?", NULL },
};

int64_t
retention_rows_count(struct store *s, enum retention_part part, int64_t before_s)
{
    int64_t n = 0;

    for (size_t i = 0; i < N_ELEMENTS(aged); i++)
        if (aged[i].part == part) {
            struct db_query *q = db_query(s, aged[i].count);

            db_bind_int(q, before_s);
            n += db_exec_int(q, 0);
        }
    return n;
}

static int64_t
delete_of(struct store *s, const struct aged *t, int64_t before_s, int64_t max)
{
    enum { ID, AT, DEPARTMENT };
    struct db_query *q = db_query(s, t->find);
    struct arena *a = arena_new();
    struct row {
        int64_t id, at_s, department_id;
    } *v = NULL;
    size_t n = 0, cap = 0;

    db_bind_int(q, before_s);
    db_bind_int(q, max);
    while (db_row(q)) {
        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n++] = (struct row){ db_int(q, ID), db_int(q, AT), db_int(q, DEPARTMENT) };
    }
    db_done(q);
    if (n > 0 && t->before != NULL) {
        q = db_query(s, t->before);
        db_bind_int(q, before_s);
        (void)db_exec(q); /* sticky */
    }
    for (size_t i = 0; i < n; i++) {
        if (t->past != NULL)
            past_add(s, v[i].at_s, v[i].department_id, t->past, 1);
        q = db_query(s, t->drop);
        db_bind_int(q, v[i].id);
        (void)db_exec(q); /* sticky */
    }
    arena_free(a);
    return (int64_t)n;
}

int64_t
retention_rows_delete(struct store *s, enum retention_part part, int64_t before_s, int64_t max)
{
    int64_t n = 0;

    for (size_t i = 0; i < N_ELEMENTS(aged); i++)
        if (aged[i].part == part)
            n += delete_of(s, &aged[i], before_s, max);
    return n;
}
