/* export_answer.c - see store_export.h: the answers that editors stand behind. */

#include "db.h"
#include "standing.h"
#include "store_export.h"

/* clang-format off */
#define APPROVED(f) " (SELECT " f "(y.at_s) FROM decision y WHERE y.draft_id = draft.id AND y.verb = 'approve')"
#define ANSWERS                                                                                    \
    "SELECT g.id, draft.id, department.key, question.text, question.language, draft.voice,"        \
    STANDING_STATE "," STANDING_TEXT ", draft.link,"                                               \
    " page.title," APPROVED("MIN") "," APPROVED("MAX") " AS approved_s,"                           \
    " (SELECT COUNT(*) FROM group_link JOIN heard ON heard.question_id = group_link.question_id"   \
    "  WHERE group_link.group_id = g.id)"                                                          \
    " FROM question_group g JOIN department ON department.id = g.department_id"                    \
    " JOIN question ON question.id =" STANDING_HEAD STANDING_JOINS                                 \
    " LEFT JOIN page ON page.url_id = draft.link_url_id"                                           \
    " WHERE" STANDING_LISTED " AND (? = 0 OR department.id = ?) AND (? = 0 OR g.id = ?) AND draft.kind = 'answer'"         \
    " AND" STANDING_STATE " IN ('approved', 'posted')"                                             \
    " AND approved_s >= ? AND approved_s < ? ORDER BY department.key,"

static const char *const answers[] = {
    [STORE_EXPORT_BY_PAGE] = ANSWERS " draft.link IS NULL, COALESCE(page.title, draft.link),"
                                     " draft.link, g.id",
    [STORE_EXPORT_NEWEST] = ANSWERS " approved_s DESC, g.id DESC",
};
/* clang-format on */

enum status
store_export_answers(struct store *s, const struct store_export_query *query,
                     enum store_export_order order, store_export_answer_fn *fn, void *self,
                     struct err *err)
{
    const int64_t last = INT64_C(253402300799); /* 9999-12-31T23:59:59Z */
    struct db_query *q = db_query(s, answers[order]);
    struct arena *a = arena_new();
    int64_t rows = 0;

    db_bind_int(q, query->department_id);
    db_bind_int(q, query->department_id);
    db_bind_int(q, query->group_id);
    db_bind_int(q, query->group_id);
    db_bind_int(q, query->since_s);
    db_bind_int(q, query->until_s > 0 ? query->until_s : last);
    while ((query->limit == 0 || rows < query->limit) && db_row(q)) {
        struct store_export_answer x = { .group_id = db_int(q, 0) };
        int c = 1;

        arena_clear(a);
        x.draft_id = db_int(q, c++);
        x.department = db_text(q, c++);
        x.question = db_text(q, c++);
        x.language = db_text(q, c++);
        x.voice = db_text(q, c++);
        x.state = arena_str(a, db_text(q, c++));
        x.answer = db_text(q, c++);
        x.link = db_text(q, c++);
        x.title = db_text(q, c++);
        x.published_s = db_int(q, c++);
        x.approved_s = db_int(q, c++);
        x.times_asked = db_int(q, c++);
        fn(self, &x);
        rows++;
    }
    db_done(q);
    arena_free(a);
    return store_check(s, err);
}
