/* journal.c - see store_journal.h. */

#include "store_journal.h"

#include "db.h"

int64_t
store_journal_add(struct store *s, const struct store_journal *j)
{
    struct db_query *q = db_query(s, "INSERT INTO journal (department_id, on_s, text, actor)"
                                     " VALUES (NULLIF(?, 0), ?, ?, ?)");

    db_bind_int(q, j->department_id);
    db_bind_int(q, j->on_s);
    db_bind_text(q, j->text);
    db_bind_text(q, j->actor);
    return db_exec_id(q);
}

void
store_journal_each(struct store *s, int64_t department_id, int64_t since_s, int64_t until_s,
                   store_journal_fn *fn, void *self)
{
    struct db_query *q =
        db_query(s, "SELECT j.id, COALESCE(j.department_id, 0), j.on_s, j.text, j.actor,"
                    " COALESCE(d.key, '') FROM journal j"
                    " LEFT JOIN department d ON d.id = j.department_id"
                    " WHERE (?1 = 0 OR j.department_id IS NULL OR j.department_id = ?1)"
                    " AND j.on_s >= ?2 AND (?3 = 0 OR j.on_s < ?3) ORDER BY j.on_s, j.id");

    db_bind_int(q, department_id);
    db_bind_int(q, since_s);
    db_bind_int(q, until_s);
    while (db_row(q)) {
        int c = 0;
        struct store_journal j = { .id = db_int(q, c++) };

        j.department_id = db_int(q, c++);
        j.on_s = db_int(q, c++);
        j.text = db_text(q, c++);
        j.actor = db_text(q, c++);
        j.department = db_text(q, c);
        fn(self, &j);
    }
    db_done(q);
}
