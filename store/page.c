#include "store_page.h"

#include <xxhash.h>

#include "db.h"
#include "store_queue.h"
#include "tombstone.h"

enum statement {
    SQL_PAGE_HASH,
    SQL_PAGE_GET,
    SQL_PAGE_PUT,
    SQL_PAGE_KIND,
    SQL_PAGE_SEEN,
    SQL_PAGE_DROP,
    SQL_TEXT_PUT,
    SQL_TEXT_DROP,
    SQL_POST_FIND,
    SQL_POST_ADD,
    SQL_POST_UPDATE,
    SQL_MATCH_PUT,
    SQL_POSTS_LOSE,
    SQL_POSTS_MOVE,
    SQL_POSTS_SEE,
    SQL_POST_SEE,
};

#define POST_VALUES                                                                                \
    "url_id, title, body, language, posted_s, answers, accepted, closed, score, views, tags,"      \
    " asker_hash, how, p, masked, content_hash, last_seen_s"

static const char *const sql[] = {
    [SQL_PAGE_HASH] = "SELECT content_hash, changed_s FROM page WHERE url_id = ?",
    [SQL_PAGE_GET] = "SELECT title, canonical, language, kind, profile, left_out, content_hash,"
                     " noindex, nofollow, fetched_s, changed_s FROM page WHERE url_id = ?",
    [SQL_PAGE_PUT] =
        "INSERT INTO page (url_id, title, canonical, language, kind, profile,"
        " content_hash, noindex, nofollow, left_out, fetched_s, changed_s)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url_id) DO UPDATE SET"
        " title = excluded.title, canonical = excluded.canonical,"
        " language = excluded.language, kind = excluded.kind,"
        " profile = excluded.profile, content_hash = excluded.content_hash,"
        " noindex = excluded.noindex, nofollow = excluded.nofollow,"
        " left_out = excluded.left_out, fetched_s = excluded.fetched_s,"
        " changed_s = excluded.changed_s",
    [SQL_PAGE_KIND] = "SELECT (SELECT count(*) FROM page WHERE url_id = ?1 AND kind = 'listing'),"
                      " count(*), coalesce(max(accepted + closed), 0) FROM post"
                      " WHERE url_id = ?1",
    [SQL_PAGE_SEEN] = "UPDATE page SET fetched_s = ? WHERE url_id = ?",
    [SQL_PAGE_DROP] = "DELETE FROM page WHERE url_id = ?",
    [SQL_TEXT_PUT] = "INSERT INTO page_text (url_id, text, text_hash) VALUES (?, ?, ?)"
                     " ON CONFLICT (url_id) DO UPDATE SET text = excluded.text,"
                     " text_hash = excluded.text_hash",
    [SQL_TEXT_DROP] = "DELETE FROM page_text WHERE url_id = ?",
    [SQL_POST_FIND] =
        "SELECT id, content_hash, changed_s, last_seen_s FROM post WHERE permalink = ?",
    [SQL_POST_ADD] = "INSERT INTO post (" POST_VALUES ", changed_s, first_seen_s, permalink)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_POST_UPDATE] = "UPDATE post SET (" POST_VALUES ", changed_s, gone_s)"
                        " = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
                        " WHERE id = ?",
    [SQL_MATCH_PUT] = "INSERT INTO post_match (post_id, department_id, source_id, words)"
                      " VALUES (?, ?, ?, ?) ON CONFLICT (post_id, department_id)"
                      " DO UPDATE SET words = excluded.words",
    [SQL_POSTS_LOSE] = ("UPDATE post SET gone_s = ? WHERE url_id = ? AND last_seen_s < ?"
                        " AND gone_s IS NULL"),
    [SQL_POSTS_MOVE] = "UPDATE post SET gone_s = ?1 WHERE url_id = ?2 AND gone_s IS NULL"
                       " AND (permalink = ?3 OR substr(permalink, 1, length(?3) + 1) = ?3 || '#')",
    [SQL_POSTS_SEE] = "UPDATE post SET last_seen_s = ? WHERE url_id = ? AND gone_s IS NULL",
    [SQL_POST_SEE] = "UPDATE post SET last_seen_s = ?1, gone_s = NULL WHERE id = ?2"
                     " AND last_seen_s <= ?1",
};

static void
bind_number(struct db_query *q, int64_t v)
{
    if (v != STORE_NO_NUMBER)
        db_bind_int(q, v);
    else
        db_bind_null(q);
}

bool
store_page_get(struct store *s, int64_t url_id, struct arena *a, struct store_page *ret)
{
    struct db_query *q = db_query(s, sql[SQL_PAGE_GET]);
    struct text *const texts[] = { &ret->title, &ret->canonical, &ret->language,
                                   &ret->kind,  &ret->profile,   &ret->left_out };
    int c = 0;
    bool there;

    db_bind_int(q, url_id);
    there = db_row(q);
    if (there) {
        ret->url_id = url_id;
        for (size_t i = 0; i < N_ELEMENTS(texts); i++)
            *texts[i] = db_text_in(q, c++, a);
        ret->content_hash = (uint64_t)db_int(q, c++);
        ret->noindex = db_int(q, c++) != 0;
        ret->nofollow = db_int(q, c++) != 0;
        ret->fetched_s = db_int(q, c++);
        ret->changed_s = db_int(q, c);
    }
    db_done(q);
    return there;
}

bool
store_page_put(struct store *s, const struct store_page *p)
{
    struct db_query *q = db_query(s, sql[SQL_PAGE_HASH]);
    int64_t changed_s = p->fetched_s;
    bool changed = true;

    db_bind_int(q, p->url_id);
    if (db_row(q) && db_int(q, 0) == (int64_t)p->content_hash) {
        changed_s = db_int(q, 1);
        changed = false;
    }
    db_done(q);
    q = db_query(s, sql[SQL_PAGE_PUT]);
    db_bind_int(q, p->url_id);
    db_bind_text(q, p->title);
    db_bind_text_or_null(q, p->canonical);
    db_bind_text_or_null(q, p->language);
    db_bind_text(q, p->kind);
    db_bind_text_or_null(q, p->profile);
    db_bind_int(q, (int64_t)p->content_hash);
    db_bind_int(q, p->noindex);
    db_bind_int(q, p->nofollow);
    db_bind_text_or_null(q, p->left_out);
    db_bind_int(q, p->fetched_s);
    db_bind_int(q, changed_s);
    db_exec(q);
    return changed;
}

static void
exec_with_id(struct store *s, enum statement which, int64_t url_id)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, url_id);
    db_exec(q);
}

void
store_page_get_kind(struct store *s, int64_t url_id, struct store_page_kind *ret)
{
    struct db_query *q = db_query(s, sql[SQL_PAGE_KIND]);
    int c = 0;

    db_bind_int(q, url_id);
    if (db_row(q)) {
        ret->listing = db_int(q, c++) > 0;
        ret->has_posts = db_int(q, c++) > 0;
        ret->settled = db_int(q, c) > 0;
    }
    db_done(q);
}

void
store_page_seen(struct store *s, int64_t url_id, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_PAGE_SEEN]);

    db_bind_int(q, now_s);
    db_bind_int(q, url_id);
    db_exec(q);
}

void
store_page_drop(struct store *s, int64_t url_id)
{
    exec_with_id(s, SQL_TEXT_DROP, url_id);
    exec_with_id(s, SQL_PAGE_DROP, url_id);
}

void
store_page_put_text(struct store *s, int64_t url_id, struct text text, uint64_t hash)
{
    struct db_query *q = db_query(s, sql[SQL_TEXT_PUT]);

    db_bind_int(q, url_id);
    db_bind_text(q, text);
    db_bind_int(q, (int64_t)hash);
    db_exec(q);
}

void
store_page_drop_text(struct store *s, int64_t url_id)
{
    exec_with_id(s, SQL_TEXT_DROP, url_id);
}

/* What makes a post another one for the indexer: its words, not its counts. */
static int64_t
post_hash(const struct store_post *p)
{
    const struct text parts[] = { p->title, p->body, p->tags, p->language };
    XXH3_state_t *st = XXH3_createState();
    uint64_t h;

    XXH3_64bits_reset(st);
    for (size_t i = 0; i < N_ELEMENTS(parts); i++) {
        XXH3_64bits_update(st, parts[i].n > 0 ? parts[i].p : "", parts[i].n);
        XXH3_64bits_update(st, "", 1); /* the NUL parts them */
    }
    h = XXH3_64bits_digest(st);
    XXH3_freeState(st);
    return (int64_t)h;
}

static void
bind_post(struct db_query *q, const struct store_post *p, int64_t hash, int64_t now_s,
          int64_t changed_s)
{
    db_bind_int(q, p->url_id);
    db_bind_text(q, p->title);
    db_bind_text(q, p->body);
    db_bind_text_or_null(q, p->language);
    bind_number(q, p->posted_s);
    bind_number(q, p->answers);
    db_bind_int(q, p->accepted);
    db_bind_int(q, p->closed);
    bind_number(q, p->score);
    bind_number(q, p->views);
    db_bind_text(q, p->tags);
    db_bind_text_or_null(q, p->asker_hash);
    db_bind_text(q, p->how);
    db_bind_real(q, p->p);
    db_bind_int(q, p->masked);
    db_bind_int(q, hash);
    db_bind_int(q, now_s);
    db_bind_int(q, changed_s);
}

/* Its words were deleted, and stay so; that it is still there counts. */
static int64_t
see_buried(struct store *s, int64_t id, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_POST_SEE]);

    if (id == 0)
        return 0;
    db_bind_int(q, now_s);
    db_bind_int(q, id);
    db_exec(q);
    store_queue_touch_post(s, id);
    return id;
}

int64_t
store_page_put_post(struct store *s, const struct store_post *post, int64_t now_s, bool *is_new)
{
    int64_t id = 0, hash = post_hash(post), changed_s = now_s;
    struct db_query *q = db_query(s, sql[SQL_POST_FIND]);
    bool newer = false;

    db_bind_text(q, post->permalink);
    if (db_row(q)) {
        id = db_int(q, 0);
        if (db_int(q, 1) == hash)
            changed_s = db_int(q, 2);
        newer = db_int(q, 3) > now_s;
    }
    db_done(q);
    *is_new = false;
    if (store_tombstone_of(s, post->permalink) != STORE_TOMBSTONE_NONE)
        return see_buried(s, id, now_s);
    *is_new = id == 0;
    if (newer)
        return id; /* from an archive: it was seen later on another page */
    q = db_query(s, sql[id == 0 ? SQL_POST_ADD : SQL_POST_UPDATE]);
    bind_post(q, post, hash, now_s, changed_s);
    if (id != 0) {
        db_bind_int(q, id);
        db_exec(q);
        store_queue_touch_post(s, id);
        return id;
    }
    db_bind_int(q, now_s);
    db_bind_text(q, post->permalink);
    return db_exec_id(q);
}

void
store_page_put_match(struct store *s, int64_t post_id, int64_t department_id, int64_t source_id,
                     struct text words)
{
    struct db_query *q = db_query(s, sql[SQL_MATCH_PUT]);

    db_bind_int(q, post_id);
    db_bind_int(q, department_id);
    db_bind_int(q, source_id);
    db_bind_text(q, words);
    db_exec(q);
}

void
store_page_lose_posts(struct store *s, int64_t url_id, int64_t before_s, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_POSTS_LOSE]);

    db_bind_int(q, now_s);
    db_bind_int(q, url_id);
    db_bind_int(q, before_s);
    db_exec(q);
}

void
store_page_move_posts(struct store *s, int64_t url_id, struct text address, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_POSTS_MOVE]);

    db_bind_int(q, now_s);
    db_bind_int(q, url_id);
    db_bind_text(q, address);
    db_exec(q);
}

void
store_page_see_posts(struct store *s, int64_t url_id, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_POSTS_SEE]);

    db_bind_int(q, now_s);
    db_bind_int(q, url_id);
    db_exec(q);
}
