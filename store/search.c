/* search.c - see store_search.h. */

#include "store_search.h"

#include "db.h"

#define QUESTION                                                                                   \
    "SELECT question.id, question.department_id,"                                                  \
    " MAX(COALESCE(post.posted_s, post.first_seen_s)), question.text, question.body,"              \
    " question.language FROM question JOIN heard ON heard.question_id = question.id"               \
    " JOIN post ON post.id = heard.post_id"
#define QUESTION_GROUP                                                                             \
    " GROUP BY question.id, question.department_id, question.text, question.body,"                 \
    " question.language"

enum { BITS = 64 };

enum statement { SQL_QUESTIONS, SQL_QUESTION, SQL_NEWEST, SQL_HEARD, SQL_PAGES, SQL_PAGE };

static const char *const sql[] = {
    [SQL_QUESTIONS] = QUESTION QUESTION_GROUP " ORDER BY question.id",
    [SQL_QUESTION] = QUESTION " WHERE question.id = ?" QUESTION_GROUP,
    [SQL_NEWEST] = "SELECT COALESCE(MAX(id), 0) FROM question",
    [SQL_HEARD] = "SELECT DISTINCT question_id FROM heard",
    [SQL_PAGES] = "SELECT url.id, COALESCE(owner.department_id, 0), page_text.text_hash,"
                  " page.changed_s, COALESCE(page.canonical, url.address), page.title,"
                  " page.language, COALESCE(url.label, '') FROM page_text"
                  " JOIN url ON url.id = page_text.url_id JOIN page ON page.url_id = url.id"
                  " LEFT JOIN (SELECT u.id AS url_id, source.department_id AS department_id"
                  "  FROM url u JOIN source ON source.id = u.source_id WHERE source.own_site = 1"
                  "  UNION SELECT url_source.url_id, source.department_id FROM url_source"
                  "  JOIN source ON source.id = url_source.source_id WHERE source.own_site = 1)"
                  " owner ON owner.url_id = url.id WHERE NOT EXISTS"
                  "  (SELECT 1 FROM page_twin WHERE page_twin.url_id = url.id) ORDER BY url.id, 2",
    [SQL_PAGE] = "SELECT url.id, 0, page_text.text_hash, page.changed_s,"
                 " COALESCE(page.canonical, url.address), page.title, page.language,"
                 " COALESCE(url.label, ''), page_text.text FROM page_text JOIN url ON url.id = "
                 "page_text.url_id"
                 " JOIN page ON page.url_id = url.id WHERE url.id = ?",
};

static struct store_search_question
read_question(struct db_query *q)
{
    int c = 0;
    struct store_search_question x = { .id = db_int(q, c++) };

    x.department_id = db_int(q, c++);
    x.asked_s = db_int(q, c++);
    x.text = db_text(q, c++);
    x.body = db_text(q, c++);
    x.language = db_text(q, c++);
    return x;
}

void
store_search_questions(struct store *s, store_search_question_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_QUESTIONS]);

    while (db_row(q)) {
        struct store_search_question x = read_question(q);

        fn(self, &x);
    }
    db_done(q);
}

bool
store_search_question(struct store *s, int64_t id, struct arena *a,
                      struct store_search_question *ret)
{
    struct db_query *q = db_query(s, sql[SQL_QUESTION]);
    bool found;

    db_bind_int(q, id);
    found = db_row(q);
    if (found) {
        *ret = read_question(q);
        ret->text = arena_text(a, ret->text);
        ret->body = arena_text(a, ret->body);
        ret->language = arena_text(a, ret->language);
    }
    db_done(q);
    return found;
}

int64_t
store_search_newest(struct store *s)
{
    return db_exec_int(db_query(s, sql[SQL_NEWEST]), 0);
}

void
store_search_heard(struct store *s, struct arena *a, struct store_search_ids *ret)
{
    int64_t n = store_search_newest(s) + 1;
    uint64_t *bits = arena_alloc(a, ((size_t)n / BITS + 1) * sizeof(*bits));
    struct db_query *q = db_query(s, sql[SQL_HEARD]);

    while (db_row(q)) {
        int64_t id = db_int(q, 0);

        if (id < n)
            bits[id / BITS] |= UINT64_C(1) << id % BITS;
    }
    db_done(q);
    *ret = (struct store_search_ids){ bits, n };
}

static struct store_search_page
read_page(struct db_query *q)
{
    int c = 0;
    struct store_search_page p = { .url_id = db_int(q, c++) };

    p.department_id = db_int(q, c++);
    p.text_hash = db_int(q, c++);
    p.changed_s = db_int(q, c++);
    p.address = db_text(q, c++);
    p.title = db_text(q, c++);
    p.language = db_text(q, c++);
    p.label = db_text(q, c++);
    return p;
}

void
store_search_pages(struct store *s, store_search_page_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_PAGES]);

    while (db_row(q)) {
        struct store_search_page p = read_page(q);

        fn(self, &p);
    }
    db_done(q);
}

bool
store_search_page(struct store *s, int64_t url_id, struct arena *a, struct store_search_page *ret)
{
    struct db_query *q = db_query(s, sql[SQL_PAGE]);
    bool found;

    db_bind_int(q, url_id);
    found = db_row(q);
    if (found) {
        *ret = read_page(q);
        ret->address = arena_text(a, ret->address);
        ret->title = arena_text(a, ret->title);
        ret->language = arena_text(a, ret->language);
        ret->label = arena_text(a, ret->label);
        ret->text = db_text_in(q, 8, a);
    }
    db_done(q);
    return found;
}
