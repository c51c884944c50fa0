/* request.c - see store_request.h. */

#include "store_request.h"

#include <xxhash.h>

#include "db.h"
#include "standing.h"

enum statement {
    SQL_READ,
    SQL_ANSWER,
};

static const char *const sql[] = {
    [SQL_READ] = "SELECT id, verb, COALESCE(arg, ''), COALESCE(text, ''), actor FROM decision d"
                 " WHERE group_id = ? AND verb IN ('pick', 'tone', 'reuse', 'write', 'redraft')"
                 " AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.group_id = d.group_id"
                 "  AND u.undoes = d.id) ORDER BY revision",
    [SQL_ANSWER] =
        "SELECT draft.id, draft.group_id, COALESCE(draft.link_url_id, 0), draft.confidence,"
        " c.at_s, question.text," STANDING_TEXT ","
        " COALESCE(draft.link, ''), draft.kind, draft.tone, draft.voice, draft.template, c.state"
        " FROM draft JOIN question_group g ON g.id = draft.group_id"
        " JOIN question ON question.id = g.head_id"
        " JOIN decision c ON c.draft_id = draft.id AND c.revision ="
        "  (SELECT MAX(y.revision) FROM decision y WHERE y.draft_id = draft.id)"
        " WHERE draft.id = ? AND g.department_id = ? AND c.state IN ('approved', 'posted')",
};

/* One request in the place of those it takes over. */
static void
take(struct store_request *r, struct text verb, struct text arg, struct text text)
{
    int64_t n = 0;

    if (text_is(verb, "tone")) {
        r->tone = arg;
        return;
    }
    (void)text_to_int(arg, &n); /* of write and redraft: there is none */
    r->pick = text_is(verb, "pick") ? n : 0;
    r->reuse = text_is(verb, "reuse") ? n : 0;
    r->text = text_is(verb, "write") ? text : TEXT_NONE;
}

void
store_request_read(struct store *s, int64_t group_id, struct arena *a, struct store_request *ret)
{
    struct db_query *q = db_query(s, sql[SQL_READ]);
    uint64_t h = 0;

    *ret = (struct store_request){ 0 };
    db_bind_int(q, group_id);
    while (db_row(q)) {
        int c = 0;
        struct text verb, arg, text;

        ret->id = db_int(q, c++);
        verb = db_text_in(q, c++, a);
        arg = db_text_in(q, c++, a);
        text = db_text_in(q, c++, a);
        ret->actor = db_text_in(q, c++, a);
        take(ret, verb, arg, text);
        h = XXH64(&ret->id, sizeof(ret->id), h);
    }
    db_done(q);
    ret->hash = (int64_t)h;
}

bool
store_request_answer(struct store *s, int64_t draft_id, int64_t department_id, struct arena *a,
                     struct store_answer *ret)
{
    struct db_query *q = db_query(s, sql[SQL_ANSWER]);
    struct text *const texts[] = { &ret->question, &ret->answer, &ret->link,          &ret->kind,
                                   &ret->tone,     &ret->voice,  &ret->template_name, &ret->state };
    bool there;
    int c = 0;

    *ret = (struct store_answer){ 0 };
    db_bind_int(q, draft_id);
    db_bind_int(q, department_id);
    there = db_row(q);
    if (there) {
        ret->draft_id = db_int(q, c++);
        ret->group_id = db_int(q, c++);
        ret->link_url_id = db_int(q, c++);
        ret->confidence = db_real(q, c++);
        ret->decided_s = db_int(q, c++);
        for (size_t i = 0; i < N_ELEMENTS(texts); i++)
            *texts[i] = db_text_in(q, c++, a);
    }
    db_done(q);
    return there;
}
