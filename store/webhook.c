#include "store_webhook.h"

#include "db.h"

#define MAX_NEWS 500 /* of an event at a time: the next look takes the rest */

enum statement {
    SQL_SINCE,
    SQL_ADD,
    SQL_DUE,
    SQL_LIST,
    SQL_TAKE,
    SQL_TRIED,
    SQL_AGAIN,
    SQL_DEFER,
};

#define COLUMNS                                                                                    \
    "id, created_s, due_s, tries, COALESCE(tried_s, 0), status, COALESCE(done_s, 0), webhook,"     \
    " event, object, body, COALESCE(outcome, '')"

static const char *const sql[] = {
    [SQL_SINCE] = "INSERT INTO webhook_since (webhook, event, since_s) VALUES (?, ?, ?)"
                  " ON CONFLICT (webhook, event) DO UPDATE SET since_s = webhook_since.since_s"
                  " RETURNING since_s",
    [SQL_ADD] = "INSERT INTO webhook_log (webhook, event, object, body, created_s, due_s, tries,"
                " status) VALUES (?, ?, ?, ?, ?, ?, 0, 0)"
                " ON CONFLICT (webhook, event, object) DO NOTHING",
    [SQL_DUE] = "SELECT " COLUMNS " FROM webhook_log WHERE done_s IS NULL AND due_s <= ?"
                " ORDER BY due_s, id LIMIT ?",
    [SQL_LIST] = "SELECT " COLUMNS " FROM webhook_log WHERE ? >= 0 ORDER BY id DESC LIMIT ?",
    [SQL_TAKE] = "UPDATE webhook_log SET due_s = ?, tries = tries + 1"
                 " WHERE id = ? AND done_s IS NULL AND due_s <= ?",
    [SQL_TRIED] = "UPDATE webhook_log SET tried_s = ?, status = ?, outcome = ?, due_s = ?,"
                  " done_s = ? WHERE id = ?",
    [SQL_DEFER] = "UPDATE webhook_log SET due_s = ? WHERE done_s IS NULL AND due_s <= ?"
                  " AND webhook = ?",
    [SQL_AGAIN] = "UPDATE webhook_log SET due_s = ?, tries = 0, done_s = NULL WHERE id = ?",
};

/*
 * object, at_s, department, group, question, link, state, text; ?1: the webhook, ?2: since when.
 * What was told already has its row.
 */
/* clang-format off: it tears strings apart */
#define UNTOLD(event, object)                                                                      \
    " AND NOT EXISTS (SELECT 1 FROM webhook_log l WHERE l.webhook = ?1 AND l.event = '" event "'"  \
    " AND l.object = " object ")"
#define CARD(id) "p.key, " id ", q.text, 'g/' || " id
#define GROUP_OF(id)                                                                               \
    " JOIN question_group o ON o.id = " id " JOIN question q ON q.id = o.head_id"                  \
    " JOIN department p ON p.id = o.department_id"
#define DRAFT    "'draft:' || x.id"
#define GAP      "'gap:' || x.group_id || ':' || x.created_s"
#define STALE    "'stale:' || x.draft_id || ':' || x.at_s"
#define DECISION "'decision:' || x.id"
#define ALARM    "'alarm:' || x.id"
#define MENDED   "'mended:' || x.id"
#define ALARMS(object, at, text)                                                                   \
    "SELECT " object ", " at ", p.key, 0, '', x.link, x.kind, " text                               \
    " FROM alarm x JOIN department p ON p.id = x.department_id WHERE " at                          \
    " >= ?2" UNTOLD("alarm", object)

static const char *const news[] = {
    [WEBHOOK_EVENT_DRAFT] = "SELECT " DRAFT ", x.created_s, " CARD(
        "x.group_id") ", x.kind, x.answer"
                      " FROM draft x" GROUP_OF("x.group_id") " WHERE x.created_s >= ?2" UNTOLD(
                          "draft", DRAFT) " ORDER BY x.id LIMIT ?3",
    [WEBHOOK_EVENT_GAP] = "SELECT " GAP ", x.created_s, " CARD(
        "x.group_id") ", 'gap', x.why"
                      " FROM gap x" GROUP_OF("x.group_id") " WHERE x.created_s >= ?2" UNTOLD(
                          "gap", GAP) " ORDER BY x.created_s, x.group_id LIMIT ?3",
    [WEBHOOK_EVENT_STALE] = "SELECT " STALE ", x.at_s, " CARD(
        "d.group_id") ", 'stale', x.why"
                      " FROM stale x JOIN draft d ON d.id = x.draft_id" GROUP_OF(
                          "d.group_id") " WHERE x.at_s >= ?2" UNTOLD("stale",
                                                                     STALE) " ORDER BY x.at_s, "
                                                                            "x.draft_id LIMIT ?3",
    [WEBHOOK_EVENT_DECISION] = "SELECT " DECISION ", x.at_s, " CARD(
        "x.group_id") ", x.state, x.verb"
                      " FROM decision x" GROUP_OF("x.group_id") " WHERE x.at_s >= ?2" UNTOLD(
                          "decision", DECISION) " ORDER BY x.id LIMIT ?3",
    [WEBHOOK_EVENT_ALARM] = ALARMS(ALARM, "x.since_s", "x.text") " UNION ALL " ALARMS(
        MENDED, "x.mended_s", "'mended: ' || x.text") " ORDER BY 2, 1 LIMIT ?3",
};
/* clang-format on */

static int64_t
since(struct store *s, const char *webhook, enum webhook_event e, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_SINCE]);

    db_bind_str(q, webhook);
    db_bind_str(q, webhook_event_name(e));
    db_bind_int(q, now_s);
    return db_exec_int(q, now_s);
}

size_t
store_webhook_news(struct store *s, const char *webhook, enum webhook_event e, int64_t now_s,
                   struct arena *a, struct store_webhook_event **ret)
{
    int64_t since_s = since(s, webhook, e, now_s);
    struct db_query *q = db_query(s, news[e]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    db_bind_str(q, webhook);
    db_bind_int(q, since_s);
    db_bind_int(q, MAX_NEWS);
    while (db_row(q)) {
        struct store_webhook_event *x;
        int k = 0;

        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        x = &(*ret)[n++];
        x->object = db_text_in(q, k++, a);
        x->at_s = db_int(q, k++);
        x->department = db_text_in(q, k++, a);
        x->group_id = db_int(q, k++);
        x->question = db_text_in(q, k++, a);
        x->link = db_text_in(q, k++, a);
        x->state = db_text_in(q, k++, a);
        x->text = db_text_in(q, k, a);
    }
    db_done(q);
    return n;
}

void
store_webhook_add(struct store *s, const char *webhook, enum webhook_event e, struct text object,
                  struct text body, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_ADD]);

    db_bind_str(q, webhook);
    db_bind_str(q, webhook_event_name(e));
    db_bind_text(q, object);
    db_bind_text(q, body);
    db_bind_int(q, now_s);
    db_bind_int(q, now_s);
    db_exec(q);
}

size_t
store_webhook_list(struct store *s, bool due, int64_t now_s, struct arena *a,
                   struct store_webhook_row **ret)
{
    struct db_query *q = db_query(s, sql[due ? SQL_DUE : SQL_LIST]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    db_bind_int(q, now_s);
    db_bind_int(q, STORE_WEBHOOK_PAGE);
    while (db_row(q)) {
        struct store_webhook_row *r;
        int k = 0;

        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        r = &(*ret)[n++];
        r->id = db_int(q, k++);
        r->created_s = db_int(q, k++);
        r->due_s = db_int(q, k++);
        r->tries = db_int(q, k++);
        r->tried_s = db_int(q, k++);
        r->status = db_int(q, k++);
        r->done_s = db_int(q, k++);
        r->webhook = db_text_in(q, k++, a);
        r->event = db_text_in(q, k++, a);
        r->object = db_text_in(q, k++, a);
        r->body = db_text_in(q, k++, a);
        r->outcome = db_text_in(q, k, a);
    }
    db_done(q);
    return n;
}

bool
store_webhook_take(struct store *s, int64_t id, int64_t now_s, int64_t until_s)
{
    struct db_query *q = db_query(s, sql[SQL_TAKE]);

    db_bind_int(q, until_s);
    db_bind_int(q, id);
    db_bind_int(q, now_s);
    return db_exec(q) && db_changes(s) == 1;
}

void
store_webhook_tried(struct store *s, int64_t id, int64_t now_s, int64_t status, const char *outcome,
                    int64_t next_s)
{
    struct db_query *q = db_query(s, sql[SQL_TRIED]);

    db_bind_int(q, now_s);
    db_bind_int(q, status);
    db_bind_str(q, outcome);
    db_bind_int(q, next_s > 0 ? next_s : now_s);
    if (next_s > 0)
        db_bind_null(q);
    else
        db_bind_int(q, now_s);
    db_bind_int(q, id);
    db_exec(q);
}

bool
store_webhook_again(struct store *s, int64_t id, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_AGAIN]);

    db_bind_int(q, now_s);
    db_bind_int(q, id);
    return db_exec(q) && db_changes(s) == 1;
}

void
store_webhook_defer(struct store *s, struct text webhook, int64_t now_s, int64_t until_s)
{
    struct db_query *q = db_query(s, sql[SQL_DEFER]);

    db_bind_int(q, until_s);
    db_bind_int(q, now_s);
    db_bind_text(q, webhook);
    db_exec(q);
}
