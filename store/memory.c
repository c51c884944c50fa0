/* memory.c - see store_memory.h. */

#include "store_memory.h"

#include "db.h"

static const char newest[] = "SELECT MAX(id) FROM decision";

static const char since[] =
    "SELECT c.id, c.draft_id, question.text, question.language FROM decision c"
    " JOIN draft ON draft.id = c.draft_id JOIN question_group g ON g.id = c.group_id"
    " JOIN question ON question.id = g.head_id"
    " WHERE c.id > ? AND c.verb = 'approve' AND c.state = 'approved' AND g.department_id = ?"
    " AND draft.link_url_id IS NOT NULL ORDER BY c.id";

int64_t
store_memory_since(struct store *s, int64_t department_id, int64_t decision_id, store_memory_fn *fn,
                   void *self)
{
    int64_t last = db_exec_int(db_query(s, newest), 0);
    struct db_query *q;

    if (last <= decision_id)
        return decision_id;
    q = db_query(s, since);
    db_bind_int(q, decision_id);
    db_bind_int(q, department_id);
    while (db_row(q)) {
        int c = 0;
        struct store_memory x = { .decision_id = db_int(q, c++) };

        x.draft_id = db_int(q, c++);
        x.question = db_text(q, c++);
        x.language = db_text(q, c);
        fn(self, &x);
    }
    db_done(q);
    return last;
}
