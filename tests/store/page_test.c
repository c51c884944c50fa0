/* Pages and the posts found on them. */
#include "crawl_store.h"
#include "store_page.h"
#include "store_url.h"

static int64_t
add_url(struct fixture *f)
{
    struct store_url u = { .address = TEXT_LIT("https://a.example/t/1"),
                           .host_id = f->host,
                           .source_id = 1 };

    return store_url_add(f->store, &u);
}

static void
test_page(void)
{
    struct fixture f;
    struct store_page page = {
        .title = TEXT_LIT("T"), .kind = TEXT_LIT("listing"), .content_hash = 7, .fetched_s = NOW_S
    };
    struct store_page_kind kind = { 0 };
    struct store_page got = { 0 };

    fixture_open(&f);
    fixture_add_sources(&f);
    page.url_id = add_url(&f);
    CHECK(store_page_put(f.store, &page), "new");
    page.fetched_s = NOW_S + 5;
    CHECK(!store_page_put(f.store, &page), "unchanged");
    page.content_hash = 8;
    page.nofollow = true;
    page.left_out = TEXT_LIT("p 0.31: reads like no question");
    CHECK(!store_page_get(f.store, page.url_id + 1, f.arena, &got), "another page");
    CHECK(store_page_put(f.store, &page), "changed");
    CHECK(store_page_get(f.store, page.url_id, f.arena, &got) && text_is(got.title, "T") &&
              text_is(got.kind, "listing") && text_eq(got.left_out, page.left_out) &&
              got.nofollow && !got.noindex && got.content_hash == 8 && got.fetched_s == NOW_S + 5 &&
              got.changed_s == NOW_S + 5,
          "reads as it was written");
    store_page_put_text(f.store, page.url_id, TEXT_LIT("text"), 1);
    store_page_get_kind(f.store, page.url_id, &kind);
    CHECK(kind.listing && !kind.has_posts, "kind");
    store_page_drop(f.store, page.url_id);
    CHECK(store_page_put(f.store, &page), "new again after it was dropped");
    fixture_close(&f);
}
TEST_FN(test_page)

static void
test_post(void)
{
    struct fixture f;
    struct store_post post = { .permalink = TEXT_LIT("https://a.example/t/1"),
                               .title = TEXT_LIT("Do I need a visa?"),
                               .how = TEXT_LIT("test"),
                               .posted_s = STORE_NO_NUMBER,
                               .answers = 2,
                               .score = STORE_NO_NUMBER,
                               .views = STORE_NO_NUMBER,
                               .p = .9 };
    struct store_page_kind kind = { 0 };
    bool is_new;
    int64_t id;

    fixture_open(&f);
    fixture_add_sources(&f);
    post.url_id = add_url(&f);
    id = store_page_put_post(f.store, &post, NOW_S, &is_new);
    CHECK(id != 0 && is_new, "new");
    post.accepted = true;
    CHECK(store_page_put_post(f.store, &post, NOW_S + 5, &is_new) == id && !is_new, "same link");
    store_page_put_match(f.store, id, 1, 1, TEXT_LIT("visa"));
    store_page_put_match(f.store, id, 1, 1, TEXT_LIT("visa"));
    store_page_get_kind(f.store, post.url_id, &kind);
    CHECK(kind.has_posts && kind.settled, "settled");
    store_page_lose_posts(f.store, post.url_id, NOW_S + 5, NOW_S + 9);
    store_page_lose_posts(f.store, post.url_id, NOW_S + 6, NOW_S + 9);
    store_page_put_post(f.store, &post, NOW_S + 20, &is_new);
    CHECK(!is_new, "back again");
    post.title = TEXT_LIT("as it was before");
    CHECK(store_page_put_post(f.store, &post, NOW_S + 10, &is_new) == id && !is_new,
          "from an older archive");
    CHECK(db_exec_int(db_query(f.store, "SELECT last_seen_s FROM post"), 0) == NOW_S + 20 &&
              db_exec_int(db_query(f.store, "SELECT count(*) FROM post WHERE title = 'as it was"
                                            " before'"),
                          -1) == 0,
          "what was seen later stays");
    fixture_close(&f);
}
TEST_FN(test_post)

static void
test_moved(void)
{
    static const struct {
        const char *permalink;
        bool gone;
    } rows[] = {
        { "https://a.example/t/1", true },         { "https://a.example/t/1#p2", true },
        { "https://a.example/t/1-visa", false },   { "https://a.example/t/12#p2", false },
        { "https://a.example/t/1-visa#p", false },
    };
    struct fixture f;
    int64_t url_id;

    fixture_open(&f);
    fixture_add_sources(&f);
    url_id = add_url(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_post post = { .url_id = url_id,
                                   .permalink = text_of(rows[i].permalink),
                                   .title = TEXT_LIT("Do I need a visa?"),
                                   .how = TEXT_LIT("test") };
        bool is_new;

        store_page_put_post(f.store, &post, NOW_S, &is_new);
    }
    store_page_move_posts(f.store, url_id, TEXT_LIT("https://a.example/t/1"), NOW_S + 5);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct db_query *q =
            db_query(f.store, "SELECT gone_s IS NOT NULL FROM post WHERE permalink = ?");

        db_bind_str(q, rows[i].permalink);
        CHECK(db_exec_int(q, -1) == rows[i].gone, "%s", rows[i].permalink);
    }
    fixture_close(&f);
}
TEST_FN(test_moved)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_page), TEST(test_moved), TEST(test_post) };

    return TEST_RUN(tests);
}
