/* Whole files: caps, what is missing, what is in the way, nothing left half written. */
#include "../test.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

/* A folder of the test's own; the tests remove what they put there. */
static char dir[64];

static const char *
in_dir(const char *name)
{
    static char path[4][128];
    static size_t turn;
    char *p = path[turn++ % N_ROWS(path)];

    snprintf(p, sizeof(path[0]), "%s/%s", dir, name);
    return p;
}

static void
check_body(const char *path, size_t cap, enum status want, const char *body)
{
    struct err err = { "" };
    struct buf b;
    enum status st;

    buf_init(&b, cap);
    st = file_read(path, &b, &err);
    CHECK(st == want, "%s: %d, %s", path, (int)st, err.msg);
    CHECK(st == ST_OK || strstr(err.msg, path) != NULL, "%s", err.msg);
    if (st == ST_OK)
        CHECK(text_is(buf_text(&b), body), "%s: %s", path, buf_str(&b));
    buf_release(&b);
}

static void
test_round_trip(void)
{
    const char *path = in_dir("a");
    struct err err = { "" };
    struct stat sb;

    CHECK(file_write(path, TEXT_LIT("first"), 0640, &err) == ST_OK, "%s", err.msg);
    check_body(path, 100, ST_OK, "first");
    CHECK(stat(path, &sb) == 0 && (sb.st_mode & 0777 & ~0640u) == 0, "mode %o", sb.st_mode);
    CHECK(file_write(path, TEXT_NONE, 0640, &err) == ST_OK, "%s", err.msg);
    check_body(path, 100, ST_OK, "");
    CHECK(file_write(path, TEXT_LIT("12345"), 0640, &err) == ST_OK, "%s", err.msg);
    check_body(path, 5, ST_OK, "12345");
    check_body(path, 4, ST_LIMIT, NULL);
    CHECK(!file_exists(in_dir("a.part")), "the part is gone");
    unlink(path);
    check_body(path, 100, ST_NOTFOUND, NULL);
    check_body(dir, 100, ST_IO, NULL);
}
TEST_FN(test_round_trip)

/* A body of many reads. */
static void
test_large(void)
{
    const char *path = in_dir("large");
    struct buf body, back;
    struct err err = { "" };

    buf_init(&body, BUF_PAGE);
    buf_init(&back, BUF_PAGE);
    for (int i = 0; i < 50000; i++)
        buf_addf(&body, "%d,", i);
    buf_add_str(&back, "kept ");
    CHECK(file_write(path, buf_text(&body), 0600, &err) == ST_OK, "%s", err.msg);
    CHECK(file_read(path, &back, &err) == ST_OK, "%s", err.msg);
    CHECK(text_eq(text_from(buf_text(&back), 5), buf_text(&body)) &&
              text_starts(buf_text(&back), TEXT_LIT("kept ")),
          "appended whole");
    buf_release(&body);
    buf_release(&back);
    unlink(path);
}
TEST_FN(test_large)

/* When writing fails the old file is as it was. */
static void
test_write_fails(void)
{
    struct err err = { "" };
    char path[5000];

    CHECK(file_write(in_dir("no/such"), TEXT_LIT("x"), 0600, &err) == ST_IO, "no folder");
    CHECK(strstr(err.msg, "No such file") != NULL, "%s", err.msg);
    memset(path, 'a', sizeof(path));
    path[sizeof(path) - 1] = '\0';
    CHECK(file_write(path, TEXT_LIT("x"), 0600, &err) == ST_LIMIT, "%s", err.msg);
    CHECK(file_mkdir(path, &err) == ST_LIMIT, "%s", err.msg);
    CHECK(mkdir(in_dir("d"), 0700) == 0, "mkdir");
    CHECK(file_write(in_dir("d"), TEXT_LIT("x"), 0600, &err) == ST_IO, "a folder is in the way");
    CHECK(!file_exists(in_dir("d.part")), "the part is gone");
    rmdir(in_dir("d"));
    if (access("/dev/full", W_OK) != 0)
        return;
    CHECK(symlink("/dev/full", in_dir("f.part")) == 0, "symlink"); /* every write: disk full */
    CHECK(file_write(in_dir("f"), TEXT_LIT("old"), 0600, &err) == ST_IO, "%s", err.msg);
    CHECK(strstr(err.msg, "No space left") != NULL, "%s", err.msg);
    CHECK(!file_exists(in_dir("f")) && !file_exists(in_dir("f.part")), "nothing is left");
}
TEST_FN(test_write_fails)

static void
test_mkdir(void)
{
    struct err err = { "" };
    struct stat sb;
    int fd;

    CHECK(file_mkdir(in_dir("x/y/z"), &err) == ST_OK, "%s", err.msg);
    CHECK(stat(in_dir("x/y/z"), &sb) == 0 && S_ISDIR(sb.st_mode), "made");
    CHECK(file_mkdir(in_dir("x//y/"), &err) == ST_OK, "there already: %s", err.msg);
    fd = open(in_dir("x/f"), O_CREAT | O_WRONLY, 0600);
    close(fd);
    CHECK(file_mkdir(in_dir("x/f"), &err) == ST_IO && strstr(err.msg, "in the way") != NULL, "%s",
          err.msg);
    CHECK(file_mkdir(in_dir("x/f/g"), &err) == ST_IO, "below a file");
    unlink(in_dir("x/f"));
    rmdir(in_dir("x/y/z"));
    rmdir(in_dir("x/y"));
    rmdir(in_dir("x"));
}
TEST_FN(test_mkdir)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_round_trip), TEST(test_large),
                                        TEST(test_write_fails), TEST(test_mkdir) };
    int failed;

    snprintf(dir, sizeof(dir), "/tmp/earshot-file-XXXXXX");
    if (mkdtemp(dir) == NULL)
        return 1;
    failed = TEST_RUN(tests);
    return rmdir(dir) != 0 || failed; /* whatever is left is a failure too */
}
