/* decision.c - see store_decision.h. */

#include "store_decision.h"

#include "db.h"
#include "standing.h"

enum statement {
    SQL_DRAFT,
    SQL_URLS,
    SQL_SENTENCES,
    SQL_PAGES,
    SQL_HISTORY,
    SQL_ADD,
};

static const char *const sql[] = {
    [SQL_DRAFT] =
        "SELECT draft.group_id, (SELECT MAX(id) FROM draft x WHERE x.group_id = draft.group_id),"
        " department.key, question.text, question.body, draft.tone, draft.kind, draft.voice,"
        " draft.template, draft.checks, draft.answer, COALESCE(draft.link, ''), draft.tone_p,"
        " draft.confidence, draft.created_s FROM draft"
        " JOIN question_group ON question_group.id = draft.group_id"
        " JOIN department ON department.id = question_group.department_id"
        " JOIN question ON question.id = question_group.head_id WHERE draft.id = ?",
    [SQL_URLS] = STANDING_URLS,
    [SQL_SENTENCES] = "SELECT draft_sentence.text, url.address, start_at, end_at,"
                      " draft_sentence.fetched_s, COALESCE(page_text.text_hash"
                      "  = draft_sentence.text_hash OR INSTR(page_text.text,"
                      "  draft_sentence.text) > 0, 0)"
                      " FROM draft_sentence JOIN url ON url.id = draft_sentence.url_id"
                      " LEFT JOIN page_text ON page_text.url_id = draft_sentence.url_id"
                      " WHERE draft_id = ? ORDER BY ordinal",
    [SQL_PAGES] = "SELECT url.address, COALESCE(page.title, ''), score FROM evidence"
                  " JOIN url ON url.id = evidence.url_id"
                  " LEFT JOIN page ON page.url_id = evidence.url_id"
                  " WHERE draft_id = ? ORDER BY ordinal",
    [SQL_HISTORY] = "SELECT revision, at_s, verb, state, COALESCE(text, ''),"
                    " COALESCE(reason, ''), actor, COALESCE(draft_id, 0) FROM decision"
                    " WHERE group_id = ? ORDER BY revision",
    [SQL_ADD] = "INSERT INTO decision (group_id, draft_id, revision, verb, state, text, reason,"
                " actor, at_s) SELECT group_id, id, ?, ?, ?, ?, ?, ?, ? FROM draft WHERE id = ?",
};

static void
read_urls(struct store *s, struct arena *a, struct store_card *c)
{
    struct db_query *q = db_query(s, sql[SQL_URLS]);

    db_bind_int(q, c->group_id);
    while (db_row(q)) {
        c->urls = arena_grow(a, c->urls, c->n_urls, &c->cap_urls, sizeof(*c->urls));
        c->urls[c->n_urls++] = db_text_in(q, 0, a);
    }
    db_done(q);
}

static void
read_sentences(struct store *s, struct arena *a, struct store_card *c)
{
    struct db_query *q = db_query(s, sql[SQL_SENTENCES]);

    db_bind_int(q, c->id);
    while (db_row(q)) {
        int k = 0;
        struct store_card_sentence x = { .text = db_text_in(q, k++, a) };

        x.address = db_text_in(q, k++, a);
        x.start = db_int(q, k++);
        x.end = db_int(q, k++);
        x.fetched_s = db_int(q, k++);
        x.holds = db_int(q, k++) != 0;
        c->sentences = arena_grow(a, c->sentences, c->n_sentences, &c->cap_sentences, sizeof(x));
        c->sentences[c->n_sentences++] = x;
    }
    db_done(q);
}

static void
read_pages(struct store *s, struct arena *a, struct store_card *c)
{
    struct db_query *q = db_query(s, sql[SQL_PAGES]);

    db_bind_int(q, c->id);
    while (db_row(q)) {
        struct store_card_page x = { .address = db_text_in(q, 0, a),
                                     .title = db_text_in(q, 1, a),
                                     .score = db_real(q, 2) };

        c->pages = arena_grow(a, c->pages, c->n_pages, &c->cap_pages, sizeof(x));
        c->pages[c->n_pages++] = x;
    }
    db_done(q);
}

static void
read_history(struct store *s, struct arena *a, struct store_card *c)
{
    struct db_query *q = db_query(s, sql[SQL_HISTORY]);

    c->state = TEXT_LIT("machine");
    db_bind_int(q, c->group_id);
    while (db_row(q)) {
        int k = 0;
        struct store_card_decision x = { .revision = db_int(q, k++) };

        x.at_s = db_int(q, k++);
        x.verb = db_text_in(q, k++, a);
        x.state = db_text_in(q, k++, a);
        x.text = db_text_in(q, k++, a);
        x.reason = db_text_in(q, k++, a);
        x.actor = db_text_in(q, k++, a);
        c->history = arena_grow(a, c->history, c->n_history, &c->cap_history, sizeof(x));
        c->history[c->n_history++] = x;
        c->revision = x.revision;
        if (db_int(q, k++) != c->id)
            continue; /* about an earlier draft */
        c->state = x.state;
        if (x.text.n > 0)
            c->answer = x.text;
    }
    db_done(q);
}

bool
store_decision_card(struct store *s, int64_t draft_id, struct arena *a, struct store_card *ret)
{
    struct db_query *q = db_query(s, sql[SQL_DRAFT]);
    struct store_card c = { .id = draft_id };
    struct text *const texts[] = { &c.department, &c.question,      &c.body,   &c.tone,   &c.kind,
                                   &c.voice,      &c.template_name, &c.checks, &c.answer, &c.link };
    int k = 0;
    bool there;

    db_bind_int(q, draft_id);
    there = db_row(q);
    if (there) {
        c.group_id = db_int(q, k++);
        c.latest_id = db_int(q, k++);
        for (size_t i = 0; i < N_ELEMENTS(texts); i++)
            *texts[i] = db_text_in(q, k++, a);
        c.tone_p = db_real(q, k++);
        c.confidence = db_real(q, k++);
        c.created_s = db_int(q, k++);
    }
    db_done(q);
    if (!there)
        return false;
    read_urls(s, a, &c);
    read_sentences(s, a, &c);
    read_pages(s, a, &c);
    read_history(s, a, &c);
    *ret = c;
    return !store_failed(s);
}

void
store_decision_add(struct store *s, int64_t draft_id, const struct store_card_decision *d)
{
    struct db_query *q = db_query(s, sql[SQL_ADD]);

    db_bind_int(q, d->revision);
    db_bind_text(q, d->verb);
    db_bind_text(q, d->state);
    db_bind_text_or_null(q, d->text);
    db_bind_text_or_null(q, d->reason);
    db_bind_text(q, d->actor);
    db_bind_int(q, d->at_s);
    db_bind_int(q, draft_id);
    (void)db_exec(q); /* sticky */
}
