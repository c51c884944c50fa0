/* group.c - see store_group.h. */

#include "store_group.h"

#include "db.h"
#include "store_queue.h"

enum statement {
    SQL_DECIDE,
    SQL_PART,
    SQL_DECISIONS,
    SQL_LATEST,
    SQL_APPLIED,
    SQL_SET_APPLIED,
    SQL_FIND,
    SQL_PLACE,
    SQL_OPEN,
    SQL_SET,
    SQL_MEMBERS,
    SQL_PUT,
    SQL_HEADLESS,
    SQL_SIGHTED,
};

static const char *const sql[] = {
    [SQL_DECIDE] = "INSERT INTO group_decision (department_id, verb, group_id, undoes, head_id,"
                   " actor, at_s) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
    [SQL_PART] = "INSERT INTO group_decision_part (decision_id, ordinal, part_id)"
                 " VALUES (?, ?, ?)",
    [SQL_DECISIONS] = "SELECT d.id, d.verb, d.group_id, COALESCE(d.undoes, 0), d.head_id, d.actor,"
                      " d.at_s, COALESCE(g.id, 0), COALESCE(p.part_id, 0) FROM group_decision d"
                      " LEFT JOIN question_group g ON g.decision_id = d.id"
                      " LEFT JOIN group_decision_part p ON p.decision_id = d.id"
                      " WHERE d.department_id = ? ORDER BY d.id, p.ordinal",
    [SQL_LATEST] = "SELECT COALESCE(MAX(id), 0) FROM group_decision WHERE department_id = ?",
    [SQL_APPLIED] = "SELECT decision_id FROM group_applied WHERE department_id = ?",
    [SQL_SET_APPLIED] = "INSERT INTO group_applied (department_id, decision_id) VALUES (?, ?)"
                        " ON CONFLICT (department_id) DO UPDATE SET"
                        " decision_id = excluded.decision_id",
    [SQL_FIND] = "SELECT department_id, head_id, COALESCE(merged_into, 0) FROM question_group"
                 " WHERE id = ?",
    [SQL_PLACE] = "SELECT COALESCE(l.group_id, 0), COALESCE(l.home_id, l.group_id, 0),"
                  " q.department_id FROM question q"
                  " LEFT JOIN group_link l ON l.question_id = q.id WHERE q.id = ?",
    [SQL_OPEN] = "INSERT INTO question_group (department_id, head_id, created_s, changed_s,"
                 " decision_id) VALUES (?, ?, ?, ?, ?) RETURNING id",
    [SQL_SET] = "UPDATE question_group SET head_id = ?, merged_into = NULLIF(?, 0), changed_s = ?"
                " WHERE id = ?",
    [SQL_MEMBERS] = "SELECT q.id, l.group_id, COALESCE(l.home_id, l.group_id), q.text, q.body,"
                    " q.language, l.p, l.why FROM group_link l"
                    " JOIN question q ON q.id = l.question_id WHERE l.group_id = ? ORDER BY q.id",
    [SQL_PUT] = "UPDATE group_link SET group_id = ?, home_id = ?, p = ?,"
                " why = ? WHERE question_id = ?",
    [SQL_HEADLESS] = "SELECT g.id FROM question_group g WHERE g.department_id = ?"
                     " AND g.merged_into IS NULL AND NOT EXISTS"
                     " (SELECT 1 FROM sighting WHERE sighting.question_id = g.head_id)"
                     " AND EXISTS (SELECT 1 FROM group_link l JOIN sighting"
                     "  ON sighting.question_id = l.question_id WHERE l.group_id = g.id)"
                     " ORDER BY g.id",
    [SQL_SIGHTED] = "SELECT COUNT(*) FROM sighting WHERE question_id = ?",
};

static const char *const verbs[] = {
    [STORE_GROUP_MERGE] = "merge",
    [STORE_GROUP_SPLIT] = "split",
    [STORE_GROUP_HEAD] = "head",
    [STORE_GROUP_UNDO] = "undo",
};

const char *
store_group_verb_name(enum store_group_verb v)
{
    return verbs[v];
}

int
store_group_verb_of(struct text name)
{
    for (size_t i = 0; i < N_ELEMENTS(verbs); i++)
        if (text_is(name, verbs[i]))
            return (int)i;
    return -1;
}

int64_t
store_group_decide(struct store *s, const struct store_group_decision *d)
{
    struct db_query *q = db_query(s, sql[SQL_DECIDE]);
    int64_t id;

    db_bind_int(q, d->department_id);
    db_bind_str(q, verbs[d->verb]);
    db_bind_int(q, d->group_id);
    if (d->undoes != 0)
        db_bind_int(q, d->undoes);
    else
        db_bind_null(q);
    db_bind_int(q, d->head_id);
    db_bind_text(q, d->actor);
    db_bind_int(q, d->at_s);
    id = db_exec_int(q, 0);
    for (size_t i = 0; i < d->n_parts; i++) {
        q = db_query(s, sql[SQL_PART]);
        db_bind_int(q, id);
        db_bind_int(q, (int64_t)i);
        db_bind_int(q, d->parts[i]);
        (void)db_exec(q); /* sticky */
    }
    return id;
}

static void
read_decision(struct db_query *q, struct arena *a, struct store_group_decision *d)
{
    int c = 1;
    int verb = store_group_verb_of(db_text(q, c++));

    if (verb >= 0)
        d->verb = (enum store_group_verb)verb;
    d->group_id = db_int(q, c++);
    d->undoes = db_int(q, c++);
    d->head_id = db_int(q, c++);
    d->actor = db_text_in(q, c++, a);
    d->at_s = db_int(q, c++);
    d->opened_id = db_int(q, c);
}

void
store_group_decisions(struct store *s, int64_t department_id, struct arena *a,
                      store_group_decision_fn *fn, void *self)
{
    const int part_column = 8;
    struct db_query *q = db_query(s, sql[SQL_DECISIONS]);
    struct store_group_decision d = { .id = 0 };

    db_bind_int(q, department_id);
    while (db_row(q)) {
        int64_t id = db_int(q, 0), part = db_int(q, part_column);

        if (id != d.id) { /* rows of one decision follow each other, one for each part */
            if (d.id != 0)
                fn(self, &d);
            d = (struct store_group_decision){ .id = id, .department_id = department_id };
            read_decision(q, a, &d);
        }
        if (part != 0) {
            d.parts = arena_grow(a, d.parts, d.n_parts, &d.cap_parts, sizeof(*d.parts));
            d.parts[d.n_parts++] = part;
        }
    }
    db_done(q);
    if (d.id != 0)
        fn(self, &d);
}

static int64_t
one_int(struct store *s, enum statement which, int64_t id)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, id);
    return db_exec_int(q, 0);
}

int64_t
store_group_latest(struct store *s, int64_t department_id)
{
    return one_int(s, SQL_LATEST, department_id);
}

int64_t
store_group_applied(struct store *s, int64_t department_id)
{
    return one_int(s, SQL_APPLIED, department_id);
}

void
store_group_set_applied(struct store *s, int64_t department_id, int64_t decision_id)
{
    struct db_query *q = db_query(s, sql[SQL_SET_APPLIED]);

    db_bind_int(q, department_id);
    db_bind_int(q, decision_id);
    (void)db_exec(q); /* sticky */
}

bool
store_group_find(struct store *s, int64_t id, struct store_group *ret)
{
    struct db_query *q = db_query(s, sql[SQL_FIND]);
    bool there;

    db_bind_int(q, id);
    there = db_row(q);
    if (there)
        *ret = (struct store_group){ id, db_int(q, 0), db_int(q, 1), db_int(q, 2) };
    db_done(q);
    return there;
}

bool
store_group_of(struct store *s, int64_t question_id, struct store_group_place *ret)
{
    struct db_query *q = db_query(s, sql[SQL_PLACE]);
    bool there;

    db_bind_int(q, question_id);
    there = db_row(q);
    if (there)
        *ret = (struct store_group_place){ db_int(q, 0), db_int(q, 1), db_int(q, 2) };
    db_done(q);
    return there;
}

int64_t
store_group_open(struct store *s, const struct store_group_decision *split, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_OPEN]);

    db_bind_int(q, split->department_id);
    db_bind_int(q, split->parts[0]);
    db_bind_int(q, now_s);
    db_bind_int(q, now_s);
    db_bind_int(q, split->id);
    return db_exec_int(q, 0);
}

void
store_group_set(struct store *s, const struct store_group *g, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_SET]);

    store_queue_touch(s, g->id);
    db_bind_int(q, g->head_id);
    db_bind_int(q, g->merged_into);
    db_bind_int(q, now_s);
    db_bind_int(q, g->id);
    (void)db_exec(q); /* sticky */
}

void
store_group_members(struct store *s, int64_t group_id, struct arena *a, store_group_member_fn *fn,
                    void *self)
{
    struct db_query *q = db_query(s, sql[SQL_MEMBERS]);

    db_bind_int(q, group_id);
    while (db_row(q)) {
        int c = 0;
        struct store_group_member m = { .question_id = db_int(q, c++) };

        m.group_id = db_int(q, c++);
        m.home_id = db_int(q, c++);
        m.text = db_text_in(q, c++, a);
        m.body = db_text_in(q, c++, a);
        m.language = db_text_in(q, c++, a);
        m.p = db_real(q, c++);
        m.why = db_text_in(q, c++, a);
        fn(self, &m);
    }
    db_done(q);
}

void
store_group_put(struct store *s, const struct store_group_member *m)
{
    struct db_query *q;

    store_queue_touch_question(s, m->question_id);
    store_queue_touch(s, m->group_id);
    q = db_query(s, sql[SQL_PUT]);
    db_bind_int(q, m->group_id);
    if (m->home_id != m->group_id)
        db_bind_int(q, m->home_id);
    else
        db_bind_null(q);
    db_bind_real(q, m->p);
    db_bind_text(q, m->why);
    db_bind_int(q, m->question_id);
    (void)db_exec(q); /* sticky */
}

void
store_group_headless(struct store *s, int64_t department_id, store_group_id_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_HEADLESS]);

    db_bind_int(q, department_id);
    while (db_row(q))
        fn(self, db_int(q, 0));
    db_done(q);
}

bool
store_group_sighted(struct store *s, int64_t question_id)
{
    return one_int(s, SQL_SIGHTED, question_id) > 0;
}
