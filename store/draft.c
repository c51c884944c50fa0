/* draft.c - see store_draft.h. */

#include "store_draft.h"

#include <xxhash.h>

#include "db.h"
#include "standing.h"
#include "store_export.h"
#include "store_queue.h"
#include "store_stale.h"

/* Groups as read_group() has them; bind the department. */
#define GROUPS                                                                                     \
    "SELECT g.id, q.text, q.body, q.language,"                                                     \
    " (SELECT MAX(post.p) FROM group_link l JOIN heard t ON t.question_id = l.question_id"         \
    "  JOIN post ON post.id = t.post_id WHERE l.group_id = g.id AND post.gone_s IS "               \
    "NULL)," STANDING_ANSWERS ","                                                                  \
    " d.id, d.basis_hash, gap.basis_hash, COALESCE(d.decision_id, 0),"                             \
    " (SELECT state FROM decision WHERE decision.group_id = g.id AND"                              \
    "  COALESCE(decision.draft_id, 0) ="                                                           \
    "   CASE WHEN gap.group_id IS NULL THEN COALESCE(d.id, 0) ELSE 0 END"                          \
    "  ORDER BY revision DESC LIMIT 1),"                                                           \
    " (SELECT SUM(1 + post.content_hash % 1000003) FROM group_link l" /* no overflow */            \
    "  JOIN heard t ON t.question_id = l.question_id JOIN post ON post.id = t.post_id"             \
    "  WHERE l.group_id = g.id AND post.gone_s IS NULL),"                                          \
    " EXISTS (SELECT 1 FROM decision r WHERE r.group_id = g.id AND r.verb IN"                      \
    "  ('pick', 'tone', 'reuse', 'write', 'redraft')), g.changed_s,"                               \
    " (SELECT basis_hash FROM asks_nothing n WHERE n.group_id = g.id)"                             \
    " FROM question_group g JOIN question q ON q.id =" STANDING_HEAD                               \
    " LEFT JOIN draft d ON d.id = (SELECT MAX(x.id) FROM draft x WHERE x.group_id = g.id)"         \
    " LEFT JOIN gap ON gap.group_id = g.id"                                                        \
    " WHERE g.department_id = ? AND g.merged_into IS NULL"

enum statement {
    SQL_PAGES,
    SQL_PAGES_HASH,
    SQL_PAGE_TEXT,
    SQL_GROUPS,
    SQL_GROUP,
    SQL_WORDINGS,
    SQL_POSTS,
    SQL_BASIS,
    SQL_LAST_TEMPLATE,
    SQL_HOLDS,
    SQL_LATEST,
    SQL_MADE,
    SQL_SENTENCES,
    SQL_ADD,
    SQL_ADD_SENTENCE,
    SQL_ADD_EVIDENCE,
    SQL_SET_BASIS,
    SQL_PUT_GAP,
    SQL_DROP_GAP,
    SQL_END_GAP,
    SQL_ADD_GAP_PAGE,
    SQL_DROP_GAP_PAGES,
    SQL_PUT_NOTHING,
    SQL_DROP_NOTHING,
    SQL_DROP_NOTHING_OF,
};

static const char *const sql[] = {
    [SQL_PAGES] =
        "SELECT page_text.url_id, COALESCE(page.canonical, url.address), url.address,"
        " page.title, COALESCE(page.language, ''), page_text.text,"
        " page_text.text_hash, page.fetched_s" STANDING_OWN_PAGES " ORDER BY page_text.url_id",
    [SQL_PAGE_TEXT] = "SELECT text FROM page_text WHERE url_id = ?",
    [SQL_PAGES_HASH] =
        "SELECT page_text.url_id, page_text.text_hash, page.title,"
        " COALESCE(page.canonical, ''), COALESCE(page.language, '')" STANDING_OWN_PAGES
        " ORDER BY page_text.url_id",
    [SQL_GROUPS] = GROUPS " ORDER BY g.id",
    [SQL_GROUP] = GROUPS " AND g.id = ?",
    [SQL_WORDINGS] =
        "SELECT question.text FROM group_link JOIN question ON question.id = question_id"
        " JOIN question_group ON question_group.id = group_link.group_id"
        " WHERE group_link.group_id = ? AND question.id <> question_group.head_id"
        " ORDER BY (SELECT COUNT(*) FROM heard t WHERE t.question_id = question.id) DESC,"
        " question.id LIMIT ?",
    [SQL_POSTS] = "SELECT post.title, post.body FROM group_link"
                  " JOIN heard ON heard.question_id = group_link.question_id"
                  " JOIN post ON post.id = heard.post_id"
                  " WHERE group_link.group_id = ? AND post.gone_s IS NULL ORDER BY post.id",
    [SQL_BASIS] = "SELECT COALESCE((SELECT basis_hash FROM gap WHERE group_id = ?1),"
                  " (SELECT basis_hash FROM asks_nothing WHERE group_id = ?1),"
                  " (SELECT basis_hash FROM draft WHERE group_id = ?1 ORDER BY id DESC LIMIT 1),"
                  " 0)",
    /* from the newest back: a join would sort all the department's */
    [SQL_LAST_TEMPLATE] = "SELECT template FROM draft WHERE (SELECT department_id FROM"
                          " question_group g WHERE g.id = draft.group_id) = ?"
                          " ORDER BY id DESC LIMIT 1",
    [SQL_HOLDS] = "SELECT COUNT(*) FROM draft_sentence LEFT JOIN page_text"
                  " ON page_text.url_id = draft_sentence.url_id"
                  " WHERE draft_id = ? AND (page_text.text_hash IS NULL"
                  " OR (page_text.text_hash <> draft_sentence.text_hash"
                  "  AND INSTR(page_text.text, draft_sentence.text) = 0))",
    [SQL_ADD] = "INSERT INTO draft (group_id, tone, tone_p, kind, answer, link, link_url_id,"
                " confidence, voice, template, basis_hash, checks, created_s, origin, from_id,"
                " decision_id, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_LATEST] = "SELECT MAX(id) FROM draft WHERE group_id = ?",
    [SQL_MADE] = "SELECT tone, kind, answer, COALESCE(link, ''), voice, origin,"
                 " COALESCE(owner, '') FROM draft"
                 " WHERE id = ?",
    [SQL_SENTENCES] = "SELECT url_id, fetched_s, text_hash, text, start_at, end_at"
                      " FROM draft_sentence WHERE draft_id = ? ORDER BY ordinal",
    [SQL_ADD_SENTENCE] = "INSERT INTO draft_sentence (draft_id, ordinal, text, url_id, start_at,"
                         " end_at, fetched_s, text_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_ADD_EVIDENCE] =
        "INSERT INTO evidence (draft_id, ordinal, url_id, score) VALUES (?, ?, ?, ?)",
    [SQL_SET_BASIS] = "UPDATE draft SET basis_hash = ? WHERE id = ?",
    [SQL_PUT_GAP] = "INSERT INTO gap (group_id, why, nearest_url_id, confidence, tone, basis_hash,"
                    " created_s, escalation, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
                    "(group_id) DO UPDATE"
                    " SET why = excluded.why, nearest_url_id = excluded.nearest_url_id,"
                    " confidence = excluded.confidence, tone = excluded.tone,"
                    " basis_hash = excluded.basis_hash, escalation = excluded.escalation,"
                    " owner = excluded.owner",
    [SQL_DROP_GAP] = "DELETE FROM gap WHERE group_id = ?",
    [SQL_END_GAP] = "INSERT INTO gap_past (group_id, tone, topic, alarm, since_s, until_s)"
                    " SELECT group_id, tone, escalation IS NULL AND why NOT LIKE '" STORE_LEFT_ALONE
                    "%', escalation IS NOT NULL, created_s, ? FROM gap WHERE group_id = ?",
    [SQL_ADD_GAP_PAGE] =
        "INSERT INTO gap_page (group_id, ordinal, url_id, score) VALUES (?, ?, ?, ?)",
    [SQL_DROP_GAP_PAGES] = "DELETE FROM gap_page WHERE group_id = ?",
    [SQL_PUT_NOTHING] = "INSERT OR REPLACE INTO asks_nothing (group_id, basis_hash) VALUES (?, ?)",
    [SQL_DROP_NOTHING] = "DELETE FROM asks_nothing WHERE group_id = ?",
    [SQL_DROP_NOTHING_OF] =
        "DELETE FROM asks_nothing WHERE group_id = (SELECT group_id FROM draft WHERE id = ?)",
};

void
store_draft_pages(struct store *s, int64_t department_id, struct arena *a, store_draft_page_fn *fn,
                  void *self)
{
    struct db_query *q = db_query(s, sql[SQL_PAGES]);

    db_bind_int(q, department_id);
    while (db_row(q)) {
        int c = 0;
        struct store_draft_page p = { .url_id = db_int(q, c++) };

        p.link = db_text_in(q, c++, a);
        p.address = db_text_in(q, c++, a);
        p.title = db_text_in(q, c++, a);
        p.language = db_text_in(q, c++, a);
        p.text = db_text(q, c++); /* large: the callback copies what it keeps */
        p.text_hash = db_int(q, c++);
        p.fetched_s = db_int(q, c++);
        fn(self, &p);
    }
    db_done(q);
}

struct text
store_draft_page_text(struct store *s, int64_t url_id, struct arena *a)
{
    return db_text_by_id(s, sql[SQL_PAGE_TEXT], url_id, a);
}

int64_t
store_draft_pages_hash(struct store *s, int64_t department_id)
{
    enum { COLUMNS = 5 };
    struct db_query *q = db_query(s, sql[SQL_PAGES_HASH]);
    uint64_t h = 0;

    db_bind_int(q, department_id);
    while (db_row(q)) {
        /* Order matters, so that swapped texts are a change; the multiplier is FNV's. */
        h = (h ^ (uint64_t)db_int(q, 0)) * UINT64_C(1099511628211);
        h = (h ^ (uint64_t)db_int(q, 1)) * UINT64_C(1099511628211);
        for (int c = 2; c < COLUMNS; c++) {
            struct text t = db_text(q, c);

            h = XXH64(t.n > 0 ? t.p : "", t.n, h);
        }
    }
    db_done(q);
    return (int64_t)h;
}

static void
read_group(struct store *s, struct db_query *q, struct arena *a, store_draft_group_fn *fn,
           void *self)
{
    enum {
        ID,
        TEXT,
        BODY,
        LANGUAGE,
        P,
        ANSWERS,
        DRAFT,
        DRAFT_BASIS,
        GAP_BASIS,
        DECISION,
        STATE,
        POSTS,
        ASKED,
        CHANGED,
        NOTHING_BASIS
    };
    struct store_draft_group g = {
        .id = db_int(q, ID),
        .question = db_text_in(q, TEXT, a),
        .body = db_text_in(q, BODY, a),
        .language = db_text_in(q, LANGUAGE, a),
        .p_question = db_real(q, P),
        .answers = db_int(q, ANSWERS) != 0,
        .draft_id = db_int(q, DRAFT),
        .basis_hash = db_int(q, !db_null(q, GAP_BASIS)       ? GAP_BASIS
                                : !db_null(q, NOTHING_BASIS) ? NOTHING_BASIS
                                                             : DRAFT_BASIS),
        .has_gap = !db_null(q, GAP_BASIS),
        .asks_nothing = !db_null(q, NOTHING_BASIS),
        .decision_id = db_int(q, DECISION),
        .state = db_text_in(q, STATE, a),
        .changed_s = db_int(q, CHANGED),
        .posts_hash = db_int(q, POSTS),
    };

    if (db_null(q, P))
        return; /* all its posts are gone */
    if (db_int(q, ASKED) != 0)
        store_request_read(s, g.id, a, &g.request);
    fn(self, &g);
}

void
store_draft_groups(struct store *s, int64_t department_id, struct arena *a,
                   store_draft_group_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_GROUPS]);

    db_bind_int(q, department_id);
    while (db_row(q))
        read_group(s, q, a, fn, self);
    db_done(q);
}

void
store_draft_group(struct store *s, int64_t department_id, int64_t group_id, struct arena *a,
                  store_draft_group_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_GROUP]);

    db_bind_int(q, department_id);
    db_bind_int(q, group_id);
    if (db_row(q))
        read_group(s, q, a, fn, self);
    db_done(q);
}

size_t
store_draft_wordings(struct store *s, int64_t group_id, struct arena *a,
                     struct text ret[STORE_DRAFT_WORDINGS])
{
    struct db_query *q = db_query(s, sql[SQL_WORDINGS]);
    size_t n = 0;

    db_bind_int(q, group_id);
    db_bind_int(q, STORE_DRAFT_WORDINGS);
    while (n < STORE_DRAFT_WORDINGS && db_row(q))
        ret[n++] = db_text_in(q, 0, a);
    db_done(q);
    return n;
}

void
store_draft_posts(struct store *s, int64_t group_id, store_draft_post_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_POSTS]);

    db_bind_int(q, group_id);
    while (db_row(q))
        fn(self, db_text(q, 0), db_text(q, 1));
    db_done(q);
}

int64_t
store_draft_basis(struct store *s, int64_t group_id)
{
    struct db_query *q = db_query(s, sql[SQL_BASIS]);

    db_bind_int(q, group_id);
    return db_exec_int(q, 0);
}

const char *
store_draft_last_template(struct store *s, int64_t department_id, struct arena *a)
{
    struct db_query *q = db_query(s, sql[SQL_LAST_TEMPLATE]);
    const char *name = NULL;

    db_bind_int(q, department_id);
    if (db_row(q))
        name = arena_str(a, db_text(q, 0));
    db_done(q);
    return name;
}

bool
store_draft_holds(struct store *s, int64_t draft_id)
{
    struct db_query *q = db_query(s, sql[SQL_HOLDS]);

    db_bind_int(q, draft_id);
    return db_exec_int(q, 0) == 0;
}

int64_t
store_draft_latest(struct store *s, int64_t group_id)
{
    struct db_query *q = db_query(s, sql[SQL_LATEST]);

    db_bind_int(q, group_id);
    return db_exec_int(q, 0);
}

static void
read_sentences(struct store *s, int64_t draft_id, struct arena *a, struct store_draft_made *ret)
{
    struct db_query *q = db_query(s, sql[SQL_SENTENCES]);

    db_bind_int(q, draft_id);
    while (db_row(q)) {
        int c = 0;
        struct store_draft_sentence x = { .url_id = db_int(q, c++) };

        x.fetched_s = db_int(q, c++);
        x.text_hash = db_int(q, c++);
        x.text = db_text_in(q, c++, a);
        x.start = (uint32_t)db_int(q, c++);
        x.end = (uint32_t)db_int(q, c++);
        ret->sentences =
            arena_grow(a, ret->sentences, ret->n_sentences, &ret->cap_sentences, sizeof(x));
        ret->sentences[ret->n_sentences++] = x;
    }
    db_done(q);
}

bool
store_draft_made(struct store *s, int64_t draft_id, struct arena *a, struct store_draft_made *ret)
{
    struct db_query *q = db_query(s, sql[SQL_MADE]);
    struct text *const texts[] = { &ret->tone,  &ret->kind,   &ret->answer, &ret->link,
                                   &ret->voice, &ret->origin, &ret->owner };
    bool there;

    *ret = (struct store_draft_made){ .n_sentences = 0 };
    db_bind_int(q, draft_id);
    there = db_row(q);
    for (size_t i = 0; there && i < N_ELEMENTS(texts); i++)
        *texts[i] = db_text_in(q, (int)i, a);
    db_done(q);
    if (there)
        read_sentences(s, draft_id, a, ret);
    return there;
}

static void
bind_id_or_null(struct db_query *q, int64_t id)
{
    if (id != 0)
        db_bind_int(q, id);
    else
        db_bind_null(q);
}

static void
add_parts(struct store *s, int64_t id, const struct store_draft *d)
{
    for (size_t i = 0; i < d->n_sentences; i++) {
        const struct store_draft_sentence *x = &d->sentences[i];
        struct db_query *q = db_query(s, sql[SQL_ADD_SENTENCE]);

        db_bind_int(q, id);
        db_bind_int(q, (int64_t)i);
        db_bind_text(q, x->text);
        db_bind_int(q, x->url_id);
        db_bind_int(q, x->start);
        db_bind_int(q, x->end);
        db_bind_int(q, x->fetched_s);
        db_bind_int(q, x->text_hash);
        (void)db_exec(q); /* sticky */
    }
    for (size_t i = 0; i < d->n_evidence; i++) {
        struct db_query *q = db_query(s, sql[SQL_ADD_EVIDENCE]);

        db_bind_int(q, id);
        db_bind_int(q, (int64_t)i);
        db_bind_int(q, d->evidence[i].url_id);
        db_bind_real(q, d->evidence[i].score);
        (void)db_exec(q); /* sticky */
    }
}

int64_t
store_draft_add(struct store *s, const struct store_draft *d)
{
    struct db_query *q = db_query(s, sql[SQL_ADD]);
    int64_t id;

    db_bind_int(q, d->group_id);
    db_bind_str(q, d->tone);
    db_bind_real(q, d->tone_p);
    db_bind_str(q, d->kind);
    db_bind_text(q, d->answer);
    db_bind_text_or_null(q, d->link);
    bind_id_or_null(q, d->link_url_id);
    db_bind_real(q, d->confidence);
    db_bind_str(q, d->voice);
    db_bind_str(q, d->template_name);
    db_bind_int(q, d->basis_hash);
    db_bind_text(q, d->checks);
    db_bind_int(q, d->created_s);
    db_bind_str(q, d->origin != NULL ? d->origin : "machine");
    bind_id_or_null(q, d->from_id);
    bind_id_or_null(q, d->decision_id);
    db_bind_text_or_null(q, d->owner);
    id = db_exec_id(q);
    add_parts(s, id, d);
    store_stale_note_asked(s, id);
    q = db_query(s, sql[SQL_END_GAP]);
    db_bind_int(q, d->created_s);
    db_bind_int(q, d->group_id);
    (void)db_exec(q); /* sticky */
    store_draft_drop_gap(s, d->group_id);
    return id;
}

static void
drop(struct store *s, enum statement which, int64_t id)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, id);
    (void)db_exec(q); /* sticky */
}

void
store_draft_set_basis(struct store *s, int64_t draft_id, int64_t basis_hash)
{
    struct db_query *q = db_query(s, sql[SQL_SET_BASIS]);

    db_bind_int(q, basis_hash);
    db_bind_int(q, draft_id);
    (void)db_exec(q); /* sticky */
    drop(s, SQL_DROP_NOTHING_OF, draft_id);
}

void
store_draft_put_nothing(struct store *s, int64_t group_id, int64_t basis_hash)
{
    struct db_query *q = db_query(s, sql[SQL_PUT_NOTHING]);

    db_bind_int(q, group_id);
    db_bind_int(q, basis_hash);
    (void)db_exec(q); /* sticky */
}

void
store_draft_put_gap(struct store *s, const struct store_gap *g)
{
    struct db_query *q = db_query(s, sql[SQL_PUT_GAP]);

    store_queue_touch(s, g->group_id);
    db_bind_int(q, g->group_id);
    db_bind_text(q, g->why);
    bind_id_or_null(q, g->nearest_url_id);
    db_bind_real(q, g->confidence);
    db_bind_str(q, g->tone);
    db_bind_int(q, g->basis_hash);
    db_bind_int(q, g->created_s);
    db_bind_str(q, g->escalation);
    db_bind_text_or_null(q, g->owner);
    (void)db_exec(q); /* sticky */
    drop(s, SQL_DROP_GAP_PAGES, g->group_id);
    drop(s, SQL_DROP_NOTHING, g->group_id);
    for (size_t i = 0; i < g->n_pages && i < STORE_DRAFT_GAP_PAGES; i++) {
        q = db_query(s, sql[SQL_ADD_GAP_PAGE]);
        db_bind_int(q, g->group_id);
        db_bind_int(q, (int64_t)i);
        db_bind_int(q, g->pages[i].url_id);
        db_bind_real(q, g->pages[i].score);
        (void)db_exec(q); /* sticky */
    }
}

void
store_draft_drop_gap(struct store *s, int64_t group_id)
{
    store_queue_touch(s, group_id);
    drop(s, SQL_DROP_GAP_PAGES, group_id);
    drop(s, SQL_DROP_NOTHING, group_id);
    drop(s, SQL_DROP_GAP, group_id);
}
