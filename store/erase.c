/* erase.c - see erase.h. */
#include "erase.h"

#include <string.h>

#include "db.h"
#include "erase_private.h"
#include "past.h"
#include "store_audit.h"
#include "store_private.h"
#include "store_queue.h"
#include "store_url.h"
#include "tombstone.h"

#define MIN_FILE_WORDS                                                                             \
    12 /* bytes of a title or body that are looked for in files: "Hello" is not */

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
add_text(struct arena *a, struct text **v, size_t *n, size_t *cap, struct text t)
{
    *v = arena_grow(a, *v, *n, cap, sizeof(**v));
    (*v)[(*n)++] = arena_text(a, t);
}

static void
add_words(struct erasing *e, struct text words, size_t min)
{
    if (words.n >= min)
        add_text(e->a, &e->f->words, &e->f->n_words, &e->f->cap_words, words);
}

/* How pages that were archived lead to it: by the whole address, or its path in quotes. */
static void
add_links(struct erasing *e, struct text url)
{
    size_t host = text_find(url, TEXT_LIT("://"));
    struct text path = text_from(url, host == TEXT_NPOS ? url.n : host + strlen("://"));
    size_t slash = text_find_char(path, '/');

    add_words(e, url, MIN_FILE_WORDS);
    path = text_from(path, slash == TEXT_NPOS ? path.n : slash);
    if (path.n <= 1)
        return; /* every page leads to "/" */
    add_words(e, text_of(arena_printf(e->a, "\"%.*s\"", TEXT_ARG(path))), 1);
    add_words(e, text_of(arena_printf(e->a, "'%.*s'", TEXT_ARG(path))), 1);
}

void
erase_links(struct erasing *e, struct text url)
{
    add_url(e, url);
    add_links(e, url);
}

/* Words that nobody else said. */
static void
add_lost(struct erasing *e, struct text words, size_t min)
{
    if (words.n >= min)
        add_text(e->a, &e->f->lost, &e->f->n_lost, &e->f->cap_lost, words);
}

/* ---- which posts ---- */

/* A column each: ID, then what the words are looked for in. */
#define POST_COLUMNS "post.id, permalink, title, body, tags, address"
static const char posts_of_url[] =
    "SELECT " POST_COLUMNS " FROM post JOIN url ON url.id = url_id"
    " WHERE permalink = ?1 OR address = ?1"
    " OR SUBSTR(permalink, 1, LENGTH(?1) + 1) = ?1 || '#' ORDER BY post.id";
static const char all_posts[] =
    "SELECT " POST_COLUMNS " FROM post JOIN url ON url.id = url_id ORDER BY post.id";

static void
find_posts(struct erasing *e)
{
    enum { ID, PERMALINK, TITLE, BODY, TAGS, PAGE };
    bool url = e->job->url.n > 0;
    struct db_query *q = db_query(e->s, url ? posts_of_url : all_posts);

    if (url)
        db_bind_text(q, e->job->url);
    while (db_row(q)) {
        bool said = url;

        for (int c = PERMALINK; c <= TAGS && !said; c++)
            said = words_any(db_text(q, c), &e->words);
        if (!said)
            continue;
        e->posts = arena_grow(e->a, e->posts, e->n_posts, &e->cap_posts, sizeof(*e->posts));
        e->posts[e->n_posts++] = db_int(q, ID);
        add_url(e, text_before(db_text(q, PERMALINK), '#'));
        add_url(e, db_text(q, PAGE));
        if (url) {
            add_words(e, db_text(q, TITLE), MIN_FILE_WORDS);
            add_words(e, db_text(q, BODY), MIN_FILE_WORDS);
            add_links(e, db_text(q, PERMALINK));
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

static bool
is_remembered(const struct erasing *e, int64_t group_id)
{
    for (size_t i = 0; i < e->n_groups; i++)
        if (e->groups[i] == group_id)
            return true;
    return false;
}

static void
remember_groups(struct erasing *e, int64_t post_id)
{
    struct db_query *q = db_query(e->s, "SELECT DISTINCT l.group_id FROM sighting t JOIN group_link"
                                        " l ON l.question_id = t.question_id WHERE t.post_id = ?");

    db_bind_int(q, post_id);
    while (db_row(q)) {
        if (is_remembered(e, db_int(q, 0)))
            continue;
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

/* A wording that nobody else has: its words go, its row stays in its group. */
static const char empty_question[] =
    "UPDATE question SET text = '" ERASE_MARK "', body = '', stems = '', stem_hash = -id"
    " WHERE id IN (SELECT question_id FROM sighting WHERE post_id = ?1)"
    " AND NOT EXISTS (SELECT 1 FROM sighting t WHERE t.question_id = question.id"
    "  AND t.post_id <> ?1)";

static void
erase_post(struct erasing *e, int64_t id)
{
    static const char *const steps[] = {
        "UPDATE draft SET asked = NULL, post_id = NULL WHERE post_id = ?",
        /* where the answer stands leads to who asked */
        "UPDATE posting SET post_id = NULL, url = NULL WHERE post_id = ?",
        "DELETE FROM sighting WHERE post_id = ?",
        "DELETE FROM post_match WHERE post_id = ?",
        "DELETE FROM post WHERE id = ?",
    };
    enum { PERMALINK, TITLE, BODY };
    struct db_query *q = db_query(e->s, "SELECT permalink, title, body FROM post WHERE id = ?");
    struct text permalink, title, body;

    db_bind_int(q, id);
    permalink = db_row(q) ? db_text_in(q, PERMALINK, e->a) : TEXT_NONE;
    title = db_text_in(q, TITLE, e->a);
    body = db_text_in(q, BODY, e->a);
    db_done(q);
    remember_groups(e, id);
    exec_id(e, empty_question, id);
    if (db_changes(e->s) > 0 && e->job->url.n > 0) {
        add_lost(e, title, MIN_FILE_WORDS);
        add_lost(e, body, MIN_FILE_WORDS);
    }
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
          "UPDATE draft SET answer = '" ERASE_MARK "', asked = NULL, checks = '[]'"
          " WHERE group_id = ?" },
        { "decision", "text and reason taken out",
          "UPDATE decision SET text = NULL, reason = NULL WHERE group_id = ?"
          " AND (text IS NOT NULL OR reason IS NOT NULL)" },
        { "gap", "reason taken out", "UPDATE gap SET why = '" ERASE_MARK "' WHERE group_id = ?" },
        { "alarm", "words taken out",
          "UPDATE alarm SET text = '" ERASE_MARK "' WHERE kind = 'escalation'"
          " AND object = CAST(? AS TEXT) AND text <> '" ERASE_MARK "'" },
    };
    struct db_query *q = db_query(e->s, "SELECT COUNT(*) FROM group_link l JOIN sighting t"
                                        " ON t.question_id = l.question_id WHERE l.group_id = ?");

    db_bind_int(q, id);
    if (db_exec_int(q, 0) > 0)
        return; /* others asked it, too */
    for (size_t i = 0; i < N_ELEMENTS(steps); i++)
        exec_noted(e, steps[i].sql, id, arena_printf(e->a, "%s of group", steps[i].what),
                   steps[i].how);
    erase_words_webhooks(e, id);
    note_id(e, "group", id, "not listed any more");
    e->f->groups =
        arena_grow(e->a, e->f->groups, e->f->n_groups, &e->f->cap_groups, sizeof(*e->f->groups));
    e->f->groups[e->f->n_groups++] = id;
}

/* By which words its questions were found to be the same: also those of what is left. */
static void
forget_reasons(struct erasing *e, int64_t group_id)
{
    exec_id(e,
            "UPDATE group_link SET why = '{\"how\":\"" ERASE_MARK "\"}' WHERE group_id = ?"
            " AND why <> '{\"how\":\"" ERASE_MARK "\"}'",
            group_id);
}

/* ---- addresses ---- */

void
erase_address(struct erasing *e, int64_t url_id)
{
    static const char *const steps[] = {
        "DELETE FROM page WHERE url_id = ?",
        "UPDATE posting SET url = NULL WHERE url = (SELECT address FROM url WHERE id = ?1)"
        " OR SUBSTR(url, 1, (SELECT LENGTH(address) + 1 FROM url WHERE id = ?1))"
        "  = (SELECT address || '#' FROM url WHERE id = ?1)",
        /* by its hash store_url_find() still knows it; a source's own address is configuration */
        "UPDATE url SET state = 'refused', reason = 'erased', due_s = 0, label = NULL,"
        " address = CASE kind WHEN 'seed' THEN address ELSE '" STORE_URL_ERASED "' END"
        " WHERE id = ?",
    };
    struct db_query *q = db_query(e->s, "SELECT address FROM url WHERE id = ?");
    const char *address;

    db_bind_int(q, url_id);
    address = db_row(q) ? arena_str(e->a, db_text(q, 0)) : "";
    db_done(q);
    for (size_t i = 0; i < N_ELEMENTS(steps); i++)
        exec_id(e, steps[i], url_id);
    erase_note(e->f, "page", address, "not asked for again", true);
}

/* The page that was named, unless others have posts on it. */
static void
erase_page(struct erasing *e)
{
    static const char find[] =
        "SELECT id FROM url WHERE address = ? AND COALESCE(reason, '') <> 'erased'"
        " AND NOT EXISTS (SELECT 1 FROM page_text WHERE page_text.url_id = url.id)"
        " AND NOT EXISTS (SELECT 1 FROM post WHERE post.url_id = url.id)";
    struct db_query *q = db_query(e->s, find);
    int64_t id;

    db_bind_text(q, e->job->url);
    id = db_exec_int(q, 0);
    if (id != 0)
        erase_address(e, id);
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
    row.after = text_of(arena_printf(e->a, "%zu post%s, %lld place%s", e->n_posts,
                                     e->n_posts == 1 ? "" : "s", (long long)n, n == 1 ? "" : "s"));
    store_audit_add(e->s, &row);
}

static void
erase_all(struct erasing *e)
{
    bool by_words = e->job->words.n > 0;

    find_posts(e);
    erase_sent_digests(e);
    for (size_t i = 0; i < e->n_posts; i++)
        erase_post(e, e->posts[i]);
    for (size_t i = 0; i < e->n_groups; i++) {
        erase_sent_group(e, e->groups[i]);
        erase_group(e, e->groups[i]);
        forget_reasons(e, e->groups[i]);
    }
    if (by_words) {
        erase_words_addresses(e);
        erase_words_unreached(e);
    } else {
        add_url(e, e->job->url);
        erase_page(e);
    }
    erase_words_everywhere(e);
}

enum status
erase_rows(const struct erase_job *job, struct arena *a, struct erase_found *ret, struct err *err)
{
    struct erasing e = { .job = job, .s = job->store, .a = a, .f = ret };
    enum status st = ST_OK;

    *ret = (struct erase_found){ .arena = a };
    add_words(&e, job->words, 1);
    add_lost(&e, job->words, 1);
    erase_words_read(&e);
    erase_words_places(&e);
    store_begin(job->store);
    erase_all(&e);
    ret->sought = words_of(ret->lost, ret->n_lost, a);
    if (job->within != NULL && !store_failed(job->store))
        st = job->within(job->self, job, ret, err);
    write_log(&e);
    if (st == ST_OK && store_failed(job->store))
        st = store_check(job->store, err);
    if (job->dry_run || st != ST_OK)
        store_rollback(job->store);
    else
        st = store_commit(job->store, err);
    db_forget(job->store); /* statements that were put together end with the arena */
    return st;
}
