/* The command line: where options may stand, what is said of a wrong one, the help text. */
#include "../test.h"

#include "options.h"

#define MAX_ARGS 8

struct first {
    const char *dir;
    bool quiet, verbose;
    int64_t limit;
};
struct second {
    struct text_list tag;
    const char *format;
};

/* clang-format off */
static const struct option first_rows[] = {
    { .name = "dir", .letter = 'C', .type = OPTION_TEXT, .offset = offsetof(struct first, dir), .arg = "DIR", .help = "the workspace", .initial = "." },
    { .name = "quiet", .letter = 'q', .type = OPTION_FLAG, .offset = offsetof(struct first, quiet), .help = "say less" },
    { .name = "verbose", .letter = 'v', .type = OPTION_FLAG, .offset = offsetof(struct first, verbose), .help = "say more" },
    { .name = "limit", .type = OPTION_INT, .offset = offsetof(struct first, limit), .arg = "N", .help = "at most N rows" },
};
static const struct option second_rows[] = {
    { .name = "tag", .letter = 't', .type = OPTION_LIST, .offset = offsetof(struct second, tag), .arg = "TAG", .help = "repeat it" },
    { .name = "format", .type = OPTION_CHOICE, .offset = offsetof(struct second, format), .arg = "F", .help = "the form", .initial = "csv", .choices = "csv|md" },
};
static const struct {
    const char *from, *line; /* arguments, separated by blanks; "_" for an empty one */
    const char *want;        /* what came of it, or the message */
} lines[] = {
    { "nothing", "", "dir=. q0 v0 limit=0 tags= format=csv args=" },
    { "arguments", "a b", "dir=. q0 v0 limit=0 tags= format=csv args=a,b," },
    { "before, between, behind", "-q a -C x b --limit 3",
      "dir=x q1 v0 limit=3 tags= format=csv args=a,b," },
    { "letters together", "-qvCx", "dir=x q1 v1 limit=0 tags= format=csv args=" },
    { "letters, value apart", "-qvC x", "dir=x q1 v1 limit=0 tags= format=csv args=" },
    { "with =", "--dir=x=y", "dir=x=y q0 v0 limit=0 tags= format=csv args=" },
    { "an empty value", "--dir=", "dir= q0 v0 limit=0 tags= format=csv args=" },
    { "the last one counts", "-C a -C b", "dir=b q0 v0 limit=0 tags= format=csv args=" },
    { "lists collect", "-t a --tag=b -tc", "dir=. q0 v0 limit=0 tags=a,b,c, format=csv args=" },
    { "the second table", "--format md", "dir=. q0 v0 limit=0 tags= format=md args=" },
    { "a value like an option", "--dir -q", "dir=-q q0 v0 limit=0 tags= format=csv args=" },
    { "after --", "-q -- -v --dir", "dir=. q1 v0 limit=0 tags= format=csv args=-v,--dir," },
    { "- is an argument", "- -q", "dir=. q1 v0 limit=0 tags= format=csv args=-," },
    { "an empty argument", "_ -q", "dir=. q1 v0 limit=0 tags= format=csv args=," },
    { "unknown", "--quite", "unknown option --quite: did you mean --quiet?" },
    { "unknown, far", "--xyzzy", "unknown option --xyzzy (--help lists them)" },
    { "no prefixes", "--verb", "unknown option --verb (--help lists them)" },
    { "unknown letter", "-qx", "unknown option -x (--help lists them)" },
    { "flag with a value", "--quiet=yes", "--quiet takes no value" },
    { "value missing", "--limit", "--limit: N is missing" },
    { "value missing, letter", "-qC", "--dir: DIR is missing" },
    { "bad number", "--limit=x", "--limit = x: wanted a whole number" },
    { "bad choice", "--format=xml", "--format = xml: wanted one of csv|md" },
};

/* clang-format on */
static void
test_parse(void)
{
    for (size_t i = 0; i < N_ROWS(lines); i++) {
        struct arena *a = arena_new();
        struct first one = { 0 };
        struct second two = { 0 };
        struct option_set sets[] = { { first_rows, N_ROWS(first_rows), &one },
                                     { second_rows, N_ROWS(second_rows), &two } };
        struct text rest = text_of(lines[i].line), word;
        char *argv[MAX_ARGS];
        const char *args[MAX_ARGS];
        size_t n_args = 99;
        int argc = 0;
        struct err err = { "" };
        struct buf got;

        while (text_cut(&rest, " ", &word))
            argv[argc++] = arena_str(a, text_is(word, "_") ? TEXT_NONE : word);
        options_init(&sets[0], a);
        options_init(&sets[1], a);
        buf_init(&got, BUF_SMALL);
        if (options_parse(sets, 2, argc, argv, 0, a, args, &n_args, &err) == ST_OK) {
            buf_addf(&got, "dir=%s q%d v%d limit=%lld tags=", one.dir, one.quiet, one.verbose,
                     (long long)one.limit);
            for (size_t j = 0; j < two.tag.n; j++)
                buf_addf(&got, "%s,", two.tag.v[j].p);
            buf_addf(&got, " format=%s args=", two.format);
            for (size_t j = 0; j < n_args; j++)
                buf_addf(&got, "%s,", args[j]);
        } else {
            buf_add_str(&got, err.msg);
        }
        CHECK(strcmp(buf_str(&got), lines[i].want) == 0, "%s: %s", lines[i].from, buf_str(&got));
        buf_release(&got);
        arena_free(a);
    }
}
TEST_FN(test_parse)

static void
test_help(void)
{
    static const char want[] = "  -C, --dir DIR             the workspace (.)\n"
                               "  -q, --quiet               say less\n"
                               "  -v, --verbose             say more\n"
                               "      --limit N             at most N rows\n";
    static const char want2[] = "  -t, --tag TAG             repeat it\n"
                                "      --format F            the form: csv|md (csv)\n";
    struct option_set one = { first_rows, N_ROWS(first_rows), NULL };
    struct option_set two = { second_rows, N_ROWS(second_rows), NULL };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    options_help(&one, &b);
    CHECK(strcmp(buf_str(&b), want) == 0, "\n%s", buf_str(&b));
    buf_clear(&b);
    options_help(&two, &b);
    CHECK(strcmp(buf_str(&b), want2) == 0, "\n%s", buf_str(&b));
    buf_release(&b);
    buf_init(&b, 8); /* ends also when the text does not fit */
    options_help(&one, &b);
    CHECK(b.over, "eight bytes are too few");
    buf_release(&b);
}
TEST_FN(test_help)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_parse), TEST(test_help) };

    return TEST_RUN(tests);
}
