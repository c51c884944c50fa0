/* card_list.c - see card_list.h. */

#include "card_list.h"

#include "db.h"
#include "standing.h"
#include "url.h"

enum statement {
    SQL_HISTORY,
    SQL_PLACES,
    SQL_SENTENCES,
    SQL_PAGES,
    SQL_GAP_PAGES,
    SQL_NOTES,
    SQL_POSTINGS,
};

static const char *const sql[] = {
    [SQL_HISTORY] = "SELECT * FROM (SELECT id, revision, at_s, COALESCE(draft_id, 0),"
                    " COALESCE(undoes, 0), verb, state, text, arg, reason, actor FROM decision"
                    " WHERE group_id = ? ORDER BY revision DESC LIMIT ?) ORDER BY revision",
    /* The oldest are chosen first, and only what they say is read. */
    [SQL_PLACES] =
        "SELECT x.post_id, x.question_id, x.at_s, COALESCE(post.answers, -1),"
        " (SELECT COUNT(*) FROM (SELECT 1 FROM post y WHERE y.asker_hash = post.asker_hash"
        "   AND COALESCE(y.posted_s, y.first_seen_s) < x.at_s LIMIT ?)),"
        " post.gone_s IS NOT NULL, post.p, x.p, post.permalink, source.key, post.title, post.body,"
        " m.words, post.asker_hash, x.why FROM (SELECT post.id AS post_id, l.question_id, l.p,"
        "  l.why, " STANDING_ASKED " AS at_s FROM group_link l"
        "  JOIN heard ON heard.question_id = l.question_id JOIN post ON post.id = heard.post_id"
        "  WHERE l.group_id = ? ORDER BY at_s, post.id LIMIT ?) x"
        " JOIN post ON post.id = x.post_id"
        " LEFT JOIN post_match m ON m.post_id = x.post_id AND m.department_id = ?"
        " LEFT JOIN source ON source.id = m.source_id ORDER BY x.at_s, x.post_id",
    [SQL_SENTENCES] = "SELECT url.id, start_at, end_at, draft_sentence.fetched_s,"
                      " COALESCE(page_text.text_hash = draft_sentence.text_hash"
                      "  OR INSTR(page_text.text, draft_sentence.text) > 0, 0),"
                      " draft_sentence.text, url.address, page.title"
                      " FROM draft_sentence JOIN url ON url.id = draft_sentence.url_id"
                      " LEFT JOIN page_text ON page_text.url_id = draft_sentence.url_id"
                      " LEFT JOIN page ON page.url_id = draft_sentence.url_id"
                      " WHERE draft_id = ? ORDER BY ordinal",
    [SQL_PAGES] = "SELECT url.address, page.title, score, url.id FROM evidence"
                  " JOIN url ON url.id = evidence.url_id"
                  " LEFT JOIN page ON page.url_id = evidence.url_id"
                  " WHERE draft_id = ? ORDER BY ordinal",
    [SQL_GAP_PAGES] = "SELECT url.address, page.title, score, url.id FROM gap_page"
                      " JOIN url ON url.id = gap_page.url_id"
                      " LEFT JOIN page ON page.url_id = gap_page.url_id"
                      " WHERE group_id = ? ORDER BY ordinal",
    [SQL_NOTES] = "SELECT text, actor, at_s FROM (SELECT id, text, actor, at_s FROM note"
                  " WHERE group_id = ? ORDER BY id DESC LIMIT ?) ORDER BY id",
    [SQL_POSTINGS] =
        "SELECT posting.id, posting.url, posting.actor, posting.post_id, posting.at_s, EXISTS"
        " (SELECT 1 FROM decision u JOIN decision d ON d.id = posting.decision_id"
        "  WHERE u.group_id = d.group_id AND u.undoes = d.id)"
        " FROM draft JOIN posting ON posting.draft_id = draft.id"
        " WHERE draft.group_id = ? ORDER BY posting.id",
};

void
card_list_history(struct store *s, struct arena *a, struct store_card *c)
{
    struct db_query *q = db_query(s, sql[SQL_HISTORY]);

    db_bind_int(q, c->group_id);
    db_bind_int(q, STORE_CARD_HISTORY);
    while (db_row(q)) {
        struct store_card_decision x = { .id = db_int(q, 0) };
        int64_t *const numbers[] = { &x.revision, &x.at_s, &x.draft_id, &x.undoes };
        struct text *const texts[] = { &x.verb, &x.state, &x.text, &x.arg, &x.reason, &x.actor };
        int k = 1;

        for (size_t i = 0; i < N_ELEMENTS(numbers); i++)
            *numbers[i] = db_int(q, k++);
        for (size_t i = 0; i < N_ELEMENTS(texts); i++)
            *texts[i] = db_text_in(q, k++, a);
        c->history = arena_grow(a, c->history, c->n_history, &c->cap_history, sizeof(x));
        c->history[c->n_history++] = x;
        c->revision = x.revision;
    }
    db_done(q);
    for (size_t i = 0; i < c->n_history; i++)
        for (size_t k = 0; k < i && c->history[i].undoes != 0; k++)
            if (c->history[k].id == c->history[i].undoes)
                c->history[k].undone = true;
}

void
card_list_places(struct store *s, struct arena *a, struct store_card *c)
{
    struct db_query *q = db_query(s, sql[SQL_PLACES]);

    db_bind_int(q, STORE_CARD_ASKER);
    db_bind_int(q, c->group_id);
    db_bind_int(q, STORE_CARD_PLACES);
    db_bind_int(q, c->department_id);
    while (db_row(q)) {
        struct store_card_place x = { .post_id = db_int(q, 0) };
        int64_t *const numbers[] = { &x.question_id, &x.asked_s, &x.answers, &x.asked_before };
        struct text *const texts[] = { &x.address, &x.source, &x.title,   &x.body,
                                       &x.words,   &x.asker,  &x.link_why };
        int k = 1;

        for (size_t i = 0; i < N_ELEMENTS(numbers); i++)
            *numbers[i] = db_int(q, k++);
        x.gone = db_int(q, k++) != 0;
        x.p = db_real(q, k++);
        x.link_p = db_real(q, k++);
        for (size_t i = 0; i < N_ELEMENTS(texts); i++)
            *texts[i] = db_text_in(q, k++, a);
        x.host = url_host_of(x.address);
        c->places = arena_grow(a, c->places, c->n_places, &c->cap_places, sizeof(x));
        c->places[c->n_places++] = x;
    }
    db_done(q);
}

void
card_list_sentences(struct store *s, struct arena *a, struct store_card *c)
{
    struct db_query *q = db_query(s, sql[SQL_SENTENCES]);

    db_bind_int(q, c->draft_id);
    while (db_row(q)) {
        struct store_card_sentence x = { .url_id = db_int(q, 0) };
        int k = 1;

        x.start = db_int(q, k++);
        x.end = db_int(q, k++);
        x.fetched_s = db_int(q, k++);
        x.holds = db_int(q, k++) != 0;
        x.text = db_text_in(q, k++, a);
        x.address = db_text_in(q, k++, a);
        x.title = db_text_in(q, k, a);
        c->sentences = arena_grow(a, c->sentences, c->n_sentences, &c->cap_sentences, sizeof(x));
        c->sentences[c->n_sentences++] = x;
    }
    db_done(q);
}

void
card_list_pages(struct store *s, struct arena *a, struct store_card *c)
{
    enum { ADDRESS, TITLE, SCORE, URL };
    struct db_query *q = db_query(s, sql[c->draft_id != 0 ? SQL_PAGES : SQL_GAP_PAGES]);

    db_bind_int(q, c->draft_id != 0 ? c->draft_id : c->group_id);
    while (db_row(q)) {
        struct store_card_page x = { .address = db_text_in(q, ADDRESS, a),
                                     .title = db_text_in(q, TITLE, a),
                                     .score = db_real(q, SCORE),
                                     .url_id = db_int(q, URL) };

        if (x.url_id == c->target.url_id)
            c->target.score = x.score;
        c->pages = arena_grow(a, c->pages, c->n_pages, &c->cap_pages, sizeof(x));
        c->pages[c->n_pages++] = x;
    }
    db_done(q);
}

void
card_list_notes(struct store *s, struct arena *a, struct store_card *c)
{
    struct db_query *q = db_query(s, sql[SQL_NOTES]);

    db_bind_int(q, c->group_id);
    db_bind_int(q, STORE_CARD_NOTES);
    while (db_row(q)) {
        struct store_card_note x = { .text = db_text_in(q, 0, a),
                                     .actor = db_text_in(q, 1, a),
                                     .at_s = db_int(q, 2) };

        c->notes = arena_grow(a, c->notes, c->n_notes, &c->cap_notes, sizeof(x));
        c->notes[c->n_notes++] = x;
    }
    db_done(q);
}

void
card_list_postings(struct store *s, struct arena *a, struct store_card *c)
{
    enum { ID, URL, ACTOR, POST, AT, UNDONE };
    struct db_query *q = db_query(s, sql[SQL_POSTINGS]);

    db_bind_int(q, c->group_id);
    while (db_row(q)) {
        struct store_card_posting x = { .id = db_int(q, ID),
                                        .url = db_text_in(q, URL, a),
                                        .actor = db_text_in(q, ACTOR, a),
                                        .post_id = db_int(q, POST),
                                        .at_s = db_int(q, AT),
                                        .undone = db_int(q, UNDONE) != 0 };

        c->postings = arena_grow(a, c->postings, c->n_postings, &c->cap_postings, sizeof(x));
        c->postings[c->n_postings++] = x;
    }
    db_done(q);
}
