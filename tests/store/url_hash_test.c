/* How addresses are filed, and filed anew. */
#include "crawl_store.h"
#include "store_url.h"

#include "../../store/url_hash.h"

static void
test_order(void)
{
    static const char *const in_order[] = {
        "/about-us",
        "/page-0/x",
        "/t/z/1",
        "/t/y/2",
        "/t/x/3/",
        "/t/w/255",
        "/t/v/256/9", /* the longest number counts, of equals the last */
        "/t/u/257?p=3",
        "/viewtopic.php?f=12&t=4711",
        "/questions/4712/is-2b-or-not-2b",
        "/archive/4713/4714",
        "/t/s/123456789",
        "/t/r/987654321987654321",
        "/t/q/9876543219876543219999999999999",
    };
    uint64_t last = 0;

    for (size_t i = 0; i < N_ROWS(in_order); i++) {
        char address[128];
        uint64_t rank;

        snprintf(address, sizeof(address), "https://forum99999999.example:8443%s", in_order[i]);
        /* the low 40 bits are a hash of all of it */
        rank = (uint64_t)url_hash_of(text_of(address)) >> 40;

        CHECK(rank > last || i < 2 || i == N_ROWS(in_order) - 1, "%s: %llx after %llx", in_order[i],
              (unsigned long long)rank, (unsigned long long)last);
        CHECK(rank >= last, "%s", in_order[i]);
        last = rank;
    }
    CHECK(url_hash_of(TEXT_LIT("/t/a/7")) != url_hash_of(TEXT_LIT("/t/b/7")), "the words count");
    CHECK(url_hash_of(TEXT_NONE) == url_hash_of(TEXT_LIT("")), "nothing");
}
TEST_FN(test_order)

/* A store that filed them otherwise finds all of them after its migration. */
static void
test_rehash(void)
{
    static const char *const addresses[] = { "https://a.example/", "https://a.example/t/1",
                                             "https://a.example/t/2" };
    struct fixture f;

    fixture_open(&f);
    fixture_add_sources(&f);
    for (size_t i = 0; i < N_ROWS(addresses); i++)
        store_url_add(f.store, &(struct store_url){ .address = text_of(addresses[i]),
                                                    .host_id = f.host,
                                                    .source_id = 1 });
    db_exec(db_query(f.store, "UPDATE url SET hash = 7"));
    CHECK(!store_url_find(f.store, text_of(addresses[0]), &(struct store_url_known){ 0 }), "lost");
    url_hash_all(f.store);
    for (size_t i = 0; i < N_ROWS(addresses); i++)
        CHECK(store_url_find(f.store, text_of(addresses[i]), &(struct store_url_known){ 0 }),
              "%s is found again", addresses[i]);
    fixture_close(&f);
}
TEST_FN(test_rehash)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_order), TEST(test_rehash) };

    return TEST_RUN(tests);
}
