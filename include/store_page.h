/*
 * store_page.h - what was found on pages: page, page_text, post, post_match.
 *
 * The crawler writes; indexer, drafter and review read.  A post is a question
 * as found on one page; permalink identifies it.  All errors are sticky
 * (store.h).
 */
#ifndef STORE_PAGE_H
#define STORE_PAGE_H

#include "arena.h"
#include "store.h"

#define STORE_NO_NUMBER INT64_MIN /* the page does not say; NULL in the store */

struct store_page {
    int64_t url_id;
    struct text title;                              /* of an own-site page; "" for others' */
    struct text canonical, language, kind, profile; /* "" : none */
    uint64_t content_hash;
    bool noindex, nofollow;
    struct text left_out; /* questions that were not kept, with p and reason; "": none */
    int64_t fetched_s;
    int64_t changed_s; /* when content_hash last changed; kept by store_page_put() */
};

/* False: never read. */
bool store_page_get(struct store *s, int64_t url_id, struct arena *a, struct store_page *ret);
/* Insert or replace.  True when it is new or its content_hash is another one. */
bool store_page_put(struct store *s, const struct store_page *p);
/* What decides when an unchanged page is looked at again. */
struct store_page_kind {
    bool listing, has_posts;
    bool settled; /* a post of it is closed or has an accepted answer */
};
void store_page_get_kind(struct store *s, int64_t url_id, struct store_page_kind *ret);
/* It was looked at and is unchanged. */
void store_page_seen(struct store *s, int64_t url_id, int64_t now_s);
/* The page is gone or a duplicate: its row and its text go. */
void store_page_drop(struct store *s, int64_t url_id);

/* Main text of an own-site page. */
void store_page_put_text(struct store *s, int64_t url_id, struct text text, uint64_t hash);
void store_page_drop_text(struct store *s, int64_t url_id);

struct store_post {
    int64_t url_id;
    struct text permalink, title, body, language, tags, asker_hash, how;
    int64_t posted_s, answers, score, views; /* STORE_NO_NUMBER: not given */
    bool accepted, closed;
    double p;       /* that it asks something */
    int64_t masked; /* e-mail addresses and phone numbers hidden */
};

/*
 * Insert or update by permalink; its id.  *is_new tells which.  One that was seen after
 * now_s (an archive's date) stays as it is.  One whose words were deleted (store/tombstone.h)
 * is not written again: its id, or 0 when it has no row.
 */
int64_t store_page_put_post(struct store *s, const struct store_post *post, int64_t now_s,
                            bool *is_new);
/* The post is kept for the department, found through the source, by the words. */
void store_page_put_match(struct store *s, int64_t post_id, int64_t department_id,
                          int64_t source_id, struct text words);
/* Posts of the page last seen before then are gone, by now_s. */
void store_page_lose_posts(struct store *s, int64_t url_id, int64_t before_s, int64_t now_s);
/*
 * The page has another address now: posts that its old one stands for, or a place (#...) on it,
 * are gone by now_s.  Those that name another address as theirs stay: its page may be known.
 */
void store_page_move_posts(struct store *s, int64_t url_id, struct text address, int64_t now_s);
/* Posts of the page were seen (it is unchanged). */
void store_page_see_posts(struct store *s, int64_t url_id, int64_t now_s);

#endif /* STORE_PAGE_H */
