/* export_question.c - see store_export.h: questions, one row of the store for each time asked. */

#include "db.h"
#include "filter.h"
#include "standing.h"
#include "store_export.h"

/*
 * One walk over questions by id, their posts beside them: no statement for each row, so a million
 * of them stream (make bench-export).  The sum keeps SQLite from beginning with the departments.
 */
static const char sql[] =
    "SELECT question.id, COALESCE(group_link.group_id, 0)," STANDING_ASKED ", post.permalink,"
    " department.key, question.text, question.body, question.language,"
    " COALESCE(queue.state, 'open') FROM question"
    " JOIN heard ON heard.question_id = question.id JOIN post ON post.id = heard.post_id"
    " JOIN department ON department.id = question.department_id + 0"
    " LEFT JOIN group_link ON group_link.question_id = question.id"
    " LEFT JOIN queue ON queue.group_id = group_link.group_id"
    " WHERE (?1 = 0 OR question.department_id = ?1) AND question.asks = 1"
    " ORDER BY question.id, 3, post.id";

/* What has come of one question so far. */
struct gathering {
    const struct store_export_query *query;
    store_export_question_fn *fn;
    void *self;
    struct arena *arena; /* of this question */
    struct store_export_question x;
    int64_t rows;
};

static void
flush(struct gathering *g)
{
    const struct store_export_query *q = g->query;
    const struct store_export_question *x = &g->x;

    if (x->id != 0 && x->last_asked_s >= q->since_s &&
        (q->until_s == 0 || x->last_asked_s < q->until_s) &&
        (q->before_s == 0 || x->first_asked_s < q->before_s)) {
        g->fn(g->self, x);
        g->rows++;
    }
    json_decref(g->x.urls);
    g->x = (struct store_export_question){ .id = 0 };
    arena_clear(g->arena);
}

static void
begin(struct gathering *g, struct db_query *q)
{
    struct store_export_question *x = &g->x;
    int c = 4;

    x->id = db_int(q, 0);
    x->group_id = db_int(q, 1);
    x->first_asked_s = db_int(q, 2);
    x->department = db_text_in(q, c++, g->arena);
    x->question = db_text_in(q, c++, g->arena);
    x->body = db_text_in(q, c++, g->arena);
    x->language = db_text_in(q, c++, g->arena);
    x->state = arena_str(g->arena, db_text(q, c));
    x->urls = json_array();
}

enum status
store_export_questions(struct store *s, const struct store_export_query *query,
                       store_export_question_fn *fn, void *self, struct err *err)
{
    enum { ASKED = 2, PERMALINK };
    struct db_query *q = db_query(s, sql);
    struct gathering g = { .query = query, .fn = fn, .self = self, .arena = arena_new() };

    db_bind_int(q, query->department_id);
    while ((query->limit == 0 || g.rows < query->limit) && db_row(q)) {
        if (db_int(q, 0) != g.x.id) {
            flush(&g);
            if (query->limit > 0 && g.rows == query->limit)
                break;
            begin(&g, q);
        }
        g.x.last_asked_s = db_int(q, ASKED);
        g.x.times_asked++;
        json_array_append_new(g.x.urls, json_of_text(db_text(q, PERMALINK)));
    }
    flush(&g);
    db_done(q);
    arena_free(g.arena);
    return store_check(s, err);
}
