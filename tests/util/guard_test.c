/* guard_test.c - which addresses are public. */
#include "guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "../test.h"

static const struct {
    const char *from, *address;
    bool public;
} rows[] = {
    /* clang-format off */
    { "a host", "93.184.215.14", true },
    { "a host", "8.8.8.8", true },
    { "6890 this network", "0.0.0.1", false },
    { "1918", "10.1.2.3", false },
    { "1918 below", "9.255.255.255", true },
    { "1918 above", "11.0.0.0", true },
    { "6598 carriers", "100.64.0.1", false },
    { "6598 above", "100.128.0.1", true },
    { "1122 loopback", "127.1.2.3", false },
    { "3927 link-local: cloud metadata", "169.254.169.254", false },
    { "1918", "172.16.0.1", false },
    { "1918", "172.31.255.255", false },
    { "1918 above", "172.32.0.0", true },
    { "6890", "192.0.0.8", false },
    { "5737", "192.0.2.1", false },
    { "7526", "192.88.99.1", false },
    { "1918", "192.168.0.1", false },
    { "2544", "198.18.0.1", false },
    { "2544", "198.19.255.255", false },
    { "5737", "198.51.100.7", false },
    { "5737", "203.0.113.9", false },
    { "5771 multicast", "224.0.0.1", false },
    { "1112 reserved", "240.0.0.1", false },
    { "919 broadcast", "255.255.255.255", false },
    { "a host", "2606:2800:21f:cb07::1", true },
    { "4291 unspecified", "::", false },
    { "4291 loopback", "::1", false },
    { "4291 v4-mapped", "::ffff:127.0.0.1", false },
    { "4291 v4-mapped host", "::ffff:8.8.8.8", true },
    { "4291 v4-compatible", "::8.8.8.8", false },
    { "6052 NAT64 of private", "64:ff9b::10.0.0.1", false },
    { "6052 NAT64 of a host", "64:ff9b::8.8.8.8", true },
    { "8215", "64:ff9b:1::1", false },
    { "6666", "100::1", false },
    { "4380 Teredo", "2001::1", false },
    { "5180", "2001:2::1", false },
    { "3849", "2001:db8::1", false },
    { "3056 6to4 of private", "2002:c0a8:1::1", false },
    { "3056 6to4 of a host", "2002:808:808::1", true },
    { "9637", "3fff::1", false },
    { "9602", "5f00::1", false },
    { "4193", "fd00::1", false },
    { "4291 link-local", "fe80::1", false },
    { "3879 site-local", "fec0::1", false },
    { "4291 multicast", "ff02::1", false },
    { "not global unicast", "4000::1", false },
    { "brackets", "[::1]", false },
    /* clang-format on */
};

static void
test_public(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct err err = { "" };
        enum status st = guard_check_text(text_of(rows[i].address), NULL, 0, &err);

        CHECK(st == (rows[i].public ? ST_OK : ST_DENIED), "row %zu (%s): %s: %s", i, rows[i].from,
              rows[i].address, err.msg);
    }
    CHECK(guard_check_text(TEXT_LIT("example.org"), NULL, 0, NULL) == ST_INVALID, "a name");
}
TEST_FN(test_public)

static void
test_sockaddr(void)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
    struct sockaddr_storage other = { .ss_family = AF_UNIX };
    struct err err = { "" };

    inet_pton(AF_INET, "127.0.0.1", &v4.sin_addr);
    inet_pton(AF_INET6, "2606:2800::1", &v6.sin6_addr);
    CHECK(guard_check((const struct sockaddr *)&v4, NULL, 0, &err) == ST_DENIED, "IPv4");
    CHECK(strstr(err.msg, "127.0.0.1") != NULL && strstr(err.msg, "loopback") != NULL, "%s",
          err.msg);
    CHECK(guard_check((const struct sockaddr *)&v6, NULL, 0, NULL) == ST_OK, "IPv6");
    CHECK(guard_check((const struct sockaddr *)&other, NULL, 0, NULL) == ST_INVALID, "neither");
}
TEST_FN(test_sockaddr)

static const struct {
    const char *cidr, *address;
    int in; /* 1: allowed, 0: denied, -1: the range is refused */
} ranges[] = {
    { "127.0.0.0/8", "127.9.9.9", 1 },
    { "127.0.0.1", "127.0.0.1", 1 },
    { "127.0.0.1", "127.0.0.2", 0 },
    { "127.0.0.0/8", "::ffff:127.0.0.1", 1 },
    { "127.255.0.0/8", "127.0.0.1", 1 },
    { "10.0.0.0/9", "10.127.0.1", 1 },
    { "10.0.0.0/9", "10.128.0.1", 0 },
    { "::1/128", "::1", 1 },
    { "fd00::/8", "fd12::1", 1 },
    { "fd00::/8", "10.0.0.1", 0 },
    { "0.0.0.0/0", "10.0.0.1", 1 },
    { "0.0.0.0/0", "::1", 0 },
    { "127.0.0.0/33", "", -1 },
    { "127.0.0.0/", "", -1 },
    { "127.0.0.0/-1", "", -1 },
    { "::/129", "", -1 },
    { "localhost", "", -1 },
    { "", "", -1 },
};

static void
test_ranges(void)
{
    for (size_t i = 0; i < N_ROWS(ranges); i++) {
        struct guard_range r;
        struct err err = { "" };
        enum status st = guard_range_parse(text_of(ranges[i].cidr), &r, &err);

        CHECK((st == ST_OK) == (ranges[i].in >= 0), "row %zu: %s", i, err.msg);
        if (st == ST_OK)
            CHECK(guard_check_text(text_of(ranges[i].address), &r, 1, NULL) ==
                      (ranges[i].in > 0 ? ST_OK : ST_DENIED),
                  "row %zu: %s in %s", i, ranges[i].address, ranges[i].cidr);
    }
}
TEST_FN(test_ranges)

static void
test_here(void)
{
    static const struct {
        const char *from, *host;
        bool here;
    } hosts[] = {
        { "RFC 1122 3.2.1.3: the whole block", "127.0.0.1", true },
        { "its end", "127.255.255.254", true },
        { "the name", "localhost", true },
        { "in capitals", "LOCALHOST", true },
        { "RFC 4291 2.5.3", "::1", true },
        { "as in an address", "[::1]", true },
        { "the same by way of IPv6", "[::ffff:127.0.0.1]", true },
        { "a name that begins like it", "127.0.0.1.evil.example", false },
        { "another", "127.evil.example", false },
        { "a name that resolves to it", "mail.localhost", false },
        { "next to it", "128.0.0.1", false },
        { "private is not here", "10.0.0.1", false },
        { "nothing", "", false },
    };

    for (size_t i = 0; i < N_ROWS(hosts); i++)
        CHECK(guard_is_here(text_of(hosts[i].host)) == hosts[i].here, "%s: %s", hosts[i].from,
              hosts[i].host);
}
TEST_FN(test_here)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_public), TEST(test_sockaddr), TEST(test_ranges),
                                        TEST(test_here) };

    return TEST_RUN(tests);
}
