/* Where copies are: the original that a revisit refers to, the newest of a page. */
#include "crawl_store.h"

#include "store_archive.h"
#include "store_url.h"

static void
add(struct fixture *f, int64_t url_id, const char *address, int64_t at_ms, int64_t status,
    const char *digest, int64_t same_as_ms)
{
    struct store_archived row = { .url_id = url_id,
                                  .address = text_of(address),
                                  .file = TEXT_LIT("a.warc.gz"),
                                  .offset_bytes = at_ms,
                                  .length_bytes = 10,
                                  .at_ms = at_ms,
                                  .status = status,
                                  .digest = text_of(digest),
                                  .same_as_ms = same_as_ms };

    store_archive_add(f->store, &row);
}

static void
test_rows(void)
{
    struct fixture f;
    struct store_archived wanted = { .url_id = 0 }, got;
    struct store_url u = { .address = TEXT_LIT("https://a.example/x"), .source_id = 1 };

    fixture_open(&f);
    fixture_add_sources(&f);
    u.host_id = f.host;
    u.id = store_url_add(f.store, &u);
    CHECK(!store_archive_newest(f.store, u.id, f.arena, &got), "none yet");
    add(&f, u.id, NULL, 1000, 200, "AAA", 0);
    add(&f, u.id, NULL, 2000, 200, "BBB", 0);
    add(&f, u.id, NULL, 3000, 404, "CCC", 0);
    add(&f, u.id, NULL, 4000, 200, "AAA", 1000);
    add(&f, 0, "https://a.example/robots.txt", 5000, 200, "AAA", 0);
    wanted.url_id = u.id;
    wanted.digest = TEXT_LIT("AAA");
    CHECK(store_archive_original(f.store, &wanted, f.arena, &got) && got.at_ms == 1000,
          "what holds the payload, not what refers to it");
    wanted.digest = TEXT_NONE;
    CHECK(store_archive_original(f.store, &wanted, f.arena, &got) && got.at_ms == 2000 &&
              text_is(got.digest, "BBB") && text_is(got.file, "a.warc.gz"),
          "the newest that was 200");
    wanted.digest = TEXT_LIT("DDD");
    CHECK(!store_archive_original(f.store, &wanted, f.arena, &got), "another payload");
    wanted = (struct store_archived){ .address = TEXT_LIT("https://a.example/robots.txt"),
                                      .digest = TEXT_LIT("AAA") };
    CHECK(store_archive_original(f.store, &wanted, f.arena, &got) && got.at_ms == 5000 &&
              got.url_id == 0 && text_eq(got.address, wanted.address),
          "by address");
    CHECK(store_archive_newest(f.store, u.id, f.arena, &got) && got.at_ms == 4000 &&
              got.same_as_ms == 1000,
          "the newest");
    CHECK(store_archive_knows(f.store, TEXT_LIT("a.warc.gz"), 1000) &&
              !store_archive_knows(f.store, TEXT_LIT("a.warc.gz"), 1) &&
              !store_archive_knows(f.store, TEXT_LIT("b.warc.gz"), 1000),
          "known places");
    store_archive_drop(f.store, TEXT_LIT("b.warc.gz"), 0);
    store_archive_drop(f.store, TEXT_LIT("a.warc.gz"), 2000);
    CHECK(store_archive_knows(f.store, TEXT_LIT("a.warc.gz"), 1000) &&
              !store_archive_knows(f.store, TEXT_LIT("a.warc.gz"), 2000) &&
              !store_archive_knows(f.store, TEXT_LIT("a.warc.gz"), 5000),
          "forgotten from there on");
    fixture_close(&f);
}
TEST_FN(test_rows)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows) };

    return TEST_RUN(tests);
}
