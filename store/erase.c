/* erase.c - see erase.h. */
#include "erase.h"

#include "buf.h"
#include "db.h"
#include "past.h"
#include "store_audit.h"
#include "store_queue.h"
#include "tombstone.h"

#define MIN_FILE_WORDS                                                                             \
    12 /* bytes of a title or body that are looked for in files: "Hello" is not */

struct erasing {
    const struct erase_job *job;
    struct store *s;
    struct arena *a;
    struct erase_found *f;
    int64_t *posts, *groups;
    size_t n_posts, cap_posts, n_groups, cap_groups;
};

void
erase_note(struct erase_found *f, const char *what, const char *where, const char *how,
           bool reached)
{
    f->rows = arena_grow(f->arena, f->rows, f->n, &f->cap, sizeof(*f->rows));
    f->rows[f->n++] = (struct erase_row){ what, where, how, reached };
}

static void
note_id(struct erasing *e, const char *what, int64_t id, const char *how)
{
    erase_note(e->f, what, arena_printf(e->a, "%lld", (long long)id), how, true);
}

static void
add_url(struct erasing *e, struct text url)
{
    struct erase_found *f = e->f;

    for (size_t i = 0; i < f->n_urls; i++)
        if (text_eq(f->urls[i], url))
            return;
    f->urls = arena_grow(e->a, f->urls, f->n_urls, &f->cap_urls, sizeof(*f->urls));
    f->urls[f->n_urls++] = arena_text(e->a, url);
}

static void
add_words(struct erasing *e, struct text words, size_t min)
{
    struct erase_found *f = e->f;

    if (words.n < min)
        return;
    f->words = arena_grow(e->a, f->words, f->n_words, &f->cap_words, sizeof(*f->words));
    f->words[f->n_words++] = arena_text(e->a, words);
}

/* ---- which posts ---- */

static void
find_posts(struct erasing *e)
{
    enum { ID, PERMALINK, TITLE, BODY, PAGE };
    static const char by_url[] =
        "SELECT post.id, permalink, title, body, address FROM post JOIN url ON url.id = url_id"
        " WHERE permalink = ?1 OR address = ?1"
        " OR SUBSTR(permalink, 1, LENGTH(?1) + 1) = ?1 || '#' ORDER BY post.id";
    static const char by_words[] =
        "SELECT post.id, permalink, title, body, address FROM post JOIN url ON url.id = url_id"
        " WHERE INSTR(LOWER(title), LOWER(?1)) > 0 OR INSTR(LOWER(body), LOWER(?1)) > 0"
        " ORDER BY post.id";
    bool url = e->job->url.n > 0;
    struct db_query *q = db_query(e->s, url ? by_url : by_words);

    db_bind_text(q, url ? e->job->url : e->job->words);
    while (db_row(q)) {
        e->posts = arena_grow(e->a, e->posts, e->n_posts, &e->cap_posts, sizeof(*e->posts));
        e->posts[e->n_posts++] = db_int(q, ID);
        add_url(e, text_before(db_text(q, PERMALINK), '#'));
        add_url(e, db_text(q, PAGE));
        if (url) {
            add_words(e, db_text(q, TITLE), MIN_FILE_WORDS);
            add_words(e, db_text(q, BODY), MIN_FILE_WORDS);
        }
    }
    db_done(q);
}

static void
exec_id(struct erasing *e, const char *sql, int64_t id)
{
    struct db_query *q = db_query(e->s, sql);

    db_bind_int(q, id);
    (void)db_exec(q); /* sticky */
}

/* The same, and say so if there was anything. */
static void
exec_noted(struct erasing *e, const char *sql, int64_t id, const char *what, const char *how)
{
    exec_id(e, sql, id);
    for (int64_t n = db_changes(e->s); n > 0; n--)
        note_id(e, what, id, how);
}

/* ---- one post ---- */

static void
remember_groups(struct erasing *e, int64_t post_id)
{
    struct db_query *q = db_query(e->s, "SELECT DISTINCT l.group_id FROM sighting t JOIN group_link"
                                        " l ON l.question_id = t.question_id WHERE t.post_id = ?");

    db_bind_int(q, post_id);
    while (db_row(q)) {
        e->groups = arena_grow(e->a, e->groups, e->n_groups, &e->cap_groups, sizeof(*e->groups));
        e->groups[e->n_groups++] = db_int(q, 0);
        store_queue_touch(e->s, db_int(q, 0));
    }
    db_done(q);
}

/* It is counted as found in its month, for each department that heard it. */
static void
count_post(struct erasing *e, int64_t post_id)
{
    struct db_query *q =
        db_query(e->s, "SELECT m.department_id, COALESCE(post.posted_s, post.first_seen_s)"
                       " FROM post_match m JOIN post ON post.id = m.post_id WHERE post.id = ?");

    db_bind_int(q, post_id);
    while (db_row(q))
        past_add(e->s, db_int(q, 1), db_int(q, 0), "posts erased", 1);
    db_done(q);
}

static void
erase_post(struct erasing *e, int64_t id)
{
    static const char *const steps[] = {
        /* a wording that nobody else has: its words go, its row stays in its group */
        "UPDATE question SET text = '" ERASE_MARK "', body = '', stems = '', stem_hash = -id"
        " WHERE id IN (SELECT question_id FROM sighting WHERE post_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM sighting t WHERE t.question_id = question.id"
        "  AND t.post_id <> ?1)",
        "UPDATE draft SET asked = NULL, post_id = NULL WHERE post_id = ?",
        "UPDATE posting SET post_id = NULL WHERE post_id = ?",
        "DELETE FROM sighting WHERE post_id = ?",
        "DELETE FROM post_match WHERE post_id = ?",
        "DELETE FROM post WHERE id = ?",
    };
    struct db_query *q = db_query(e->s, "SELECT permalink FROM post WHERE id = ?");
    struct text permalink;

    db_bind_int(q, id);
    permalink = db_row(q) ? db_text_in(q, 0, e->a) : TEXT_NONE;
    db_done(q);
    remember_groups(e, id);
    count_post(e, id);
    store_tombstone_add(e->s, permalink, STORE_TOMBSTONE_ERASED, e->job->now_s);
    for (size_t i = 0; i < N_ELEMENTS(steps); i++)
        exec_id(e, steps[i], id);
    erase_note(e->f, "post", arena_str(e->a, permalink), "deleted", true);
}

/* ---- a group that nobody else asked ---- */

static void
erase_group(struct erasing *e, int64_t id)
{
    static const struct {
        const char *what, *how, *sql;
    } steps[] = {
        { "note", "deleted", "DELETE FROM note WHERE group_id = ?" },
        { "typed text", "deleted", "DELETE FROM typed WHERE group_id = ?" },
        { "lease", "deleted", "DELETE FROM lease WHERE group_id = ?" },
        { "stale answer", "deleted",
          "DELETE FROM stale WHERE draft_id IN (SELECT id FROM draft WHERE group_id = ?)" },
        { "draft", "text taken out",
          "UPDATE draft SET answer = '" ERASE_MARK "', asked = NULL WHERE group_id = ?" },
        { "decision", "text and reason taken out",
          "UPDATE decision SET text = NULL, reason = NULL WHERE group_id = ?"
          " AND (text IS NOT NULL OR reason IS NOT NULL)" },
        { "gap", "reason taken out", "UPDATE gap SET why = '" ERASE_MARK "' WHERE group_id = ?" },
    };
    struct db_query *q = db_query(e->s, "SELECT COUNT(*) FROM group_link l JOIN sighting t"
                                        " ON t.question_id = l.question_id WHERE l.group_id = ?");

    db_bind_int(q, id);
    if (db_exec_int(q, 0) > 0)
        return; /* others asked it, too */
    for (size_t i = 0; i < N_ELEMENTS(steps); i++)
        exec_noted(e, steps[i].sql, id, arena_printf(e->a, "%s of group", steps[i].what),
                   steps[i].how);
    note_id(e, "group", id, "not listed any more");
}

/* The page itself is not asked for again, when it was named. */
static void
erase_page(struct erasing *e)
{
    struct db_query *q = db_query(
        e->s, "UPDATE url SET state = 'refused', reason = 'erased', due_s = 0, label = NULL"
              " WHERE address = ? AND COALESCE(reason, '') <> 'erased'"
              " AND NOT EXISTS (SELECT 1 FROM page_text"
              "  WHERE page_text.url_id = url.id)");

    db_bind_text(q, e->job->url);
    (void)db_exec(q); /* sticky */
    if (db_changes(e->s) > 0)
        erase_note(e->f, "page", arena_str(e->a, e->job->url), "not asked for again", true);
    q = db_query(e->s, "DELETE FROM page WHERE url_id IN (SELECT id FROM url WHERE address = ?"
                       " AND state = 'refused')");
    db_bind_text(q, e->job->url);
    (void)db_exec(q); /* sticky */
}

/* ---- words, wherever they stand ---- */

static struct text
without(struct text t, struct text words, struct arena *a)
{
    struct buf b;
    struct text ret;
    size_t at;

    buf_init(&b, BUF_PAGE);
    while ((at = text_find_nocase(t, words)) != TEXT_NPOS) {
        buf_add_text(&b, text_sub(t, 0, at));
        buf_add_str(&b, ERASE_MARK);
        t = text_from(t, at + words.n);
    }
    buf_add_text(&b, t);
    ret = arena_text(a, buf_text(&b));
    buf_release(&b);
    return ret;
}

#define HAS(column) " WHERE INSTR(LOWER(" column "), LOWER(?)) > 0"
#define PLACE(what, table, id, column)                                                             \
    {                                                                                              \
        what, "SELECT " id ", " column " FROM " table HAS(column) " LIMIT 1",                      \
            "UPDATE " table " SET " column " = ? WHERE " id " = ?"                                 \
    }

/* The mark does not hold the words, so the next search goes on behind it. */
static void
replace_words(struct erasing *e)
{
    static const struct {
        const char *what, *find, *put;
    } places[] = {
        PLACE("question", "question", "id", "text"),
        PLACE("question", "question", "id", "body"),
        PLACE("draft", "draft", "id", "answer"),
        PLACE("draft", "draft", "id", "asked"),
        PLACE("decision", "decision", "id", "text"),
        PLACE("decision", "decision", "id", "reason"),
        PLACE("decision", "decision", "id", "arg"),
        PLACE("note", "note", "id", "text"),
        PLACE("typed text of group", "typed", "group_id", "text"),
        PLACE("gap of group", "gap", "group_id", "why"),
        PLACE("stale draft", "stale", "draft_id", "was"),
        PLACE("stale draft", "stale", "draft_id", "\"is\""),
        PLACE("posting", "posting", "id", "url"),
    };

    for (size_t i = 0; i < N_ELEMENTS(places); i++)
        for (;;) {
            struct db_query *q = db_query(e->s, places[i].find);
            struct text t = TEXT_NONE;
            int64_t id = 0;

            db_bind_text(q, e->job->words);
            if (db_row(q)) {
                id = db_int(q, 0);
                t = db_text_in(q, 1, e->a);
            }
            db_done(q);
            if (t.n == 0)
                break;
            q = db_query(e->s, places[i].put);
            db_bind_text(q, without(t, e->job->words, e->a));
            db_bind_int(q, id);
            (void)db_exec(q); /* sticky */
            note_id(e, places[i].what, id, "words replaced");
        }
}

/* What says it and is not ours to change: the own pages, and the log. */
static void
name_unreached(struct erasing *e)
{
    static const char pages[] = "SELECT address FROM page_text JOIN url ON url.id = url_id"
                                " WHERE INSTR(LOWER(text), LOWER(?)) > 0";
    static const char audit[] = "SELECT id FROM audit WHERE INSTR(LOWER(COALESCE(before, '') ||"
                                " ' ' || COALESCE(after, '')), LOWER(?)) > 0";
    struct db_query *q = db_query(e->s, pages);

    db_bind_text(q, e->job->words);
    while (db_row(q))
        erase_note(e->f, "own page", arena_str(e->a, db_text(q, 0)),
                   "the site says it: change it there, the next crawl follows", false);
    db_done(q);
    q = db_query(e->s, audit);
    db_bind_text(q, e->job->words);
    while (db_row(q))
        erase_note(e->f, "audit row", arena_printf(e->a, "%lld", (long long)db_int(q, 0)),
                   "the log is never changed; [retention] audit lets it age", false);
    db_done(q);
}

/* Neither the address nor the words: the log would keep them. */
static void
write_log(struct erasing *e)
{
    struct store_audit row = { .at_s = e->job->now_s,
                               .actor = TEXT_LIT("command line"),
                               .action = TEXT_LIT("erase"),
                               .result = TEXT_LIT("ok") };
    int64_t n = 0;

    for (size_t i = 0; i < e->f->n; i++)
        n += e->f->rows[i].reached;
    if (n == 0)
        return;
    row.object = e->job->url.n > 0 ? TEXT_LIT("address") : TEXT_LIT("words");
    row.after = text_of(arena_printf(e->a, "%zu posts, %lld places", e->n_posts, (long long)n));
    store_audit_add(e->s, &row);
}

enum status
erase_rows(const struct erase_job *job, struct arena *a, struct erase_found *ret, struct err *err)
{
    struct erasing e = { .job = job, .s = job->store, .a = a, .f = ret };

    *ret = (struct erase_found){ .arena = a };
    if (job->words.n > 0)
        add_words(&e, job->words, 1);
    store_begin(job->store);
    find_posts(&e);
    for (size_t i = 0; i < e.n_posts; i++)
        erase_post(&e, e.posts[i]);
    for (size_t i = 0; i < e.n_groups; i++)
        erase_group(&e, e.groups[i]);
    if (job->words.n > 0) {
        replace_words(&e);
        name_unreached(&e);
    } else {
        add_url(&e, job->url);
        erase_page(&e);
    }
    write_log(&e);
    if (!job->dry_run)
        return store_commit(job->store, err);
    if (store_failed(job->store)) {
        enum status st = store_check(job->store, err);

        store_rollback(job->store);
        return st;
    }
    store_rollback(job->store);
    return ST_OK;
}
