#include "trap.h"

#include <xxhash.h>

#define KEPT_BYTES 4096 /* of a text, hashed at once */

/* Where a row's word is looked for. */
enum place {
    IN_SEGMENT,   /* a whole segment of the path */
    IN_PATH,      /* anywhere in the path */
    IN_NAME,      /* a parameter's name */
    IN_PARAMETER, /* a whole "name=value" */
    IN_EXTENSION, /* what follows the last dot of the path */
};

/*
 * First hit wins, so refusals stand first.  Sources: the links that Discourse,
 * Stack Exchange, phpBB, vBulletin, XenForo, MyBB, SMF, Drupal, WordPress and
 * MediaWiki put on their pages.
 */
#define W(word)                                                                                    \
    {                                                                                              \
        word, sizeof(word) - 1                                                                     \
    } /* a text, in a table */

static const struct rule {
    enum place place;
    struct text word;
    enum trap_class class;
    const char *why;
} rules[] = {
    /* clang-format off */
    /* ways in, and things to do: nothing is asked there */
    { IN_SEGMENT, W("login"), TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, W("login.php"), TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, W("signin"), TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, W("sign_in"), TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, W("logout"), TRAP_SKIP, "a log-out link" },
    { IN_SEGMENT, W("signup"), TRAP_SKIP, "a sign-up page" },
    { IN_SEGMENT, W("register"), TRAP_SKIP, "a sign-up page" },
    { IN_SEGMENT, W("ucp.php"), TRAP_SKIP, "a user's own pages" },
    { IN_SEGMENT, W("wp-login.php"), TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, W("wp-admin"), TRAP_SKIP, "an administration page" },
    { IN_SEGMENT, W("wp-json"), TRAP_SKIP, "data for programs" },
    { IN_SEGMENT, W("posting.php"), TRAP_SKIP, "a form to reply" },
    { IN_SEGMENT, W("newreply.php"), TRAP_SKIP, "a form to reply" },
    { IN_SEGMENT, W("reply"), TRAP_SKIP, "a form to reply" },
    { IN_SEGMENT, W("report.php"), TRAP_SKIP, "a form to report" },
    { IN_SEGMENT, W("search.php"), TRAP_SKIP, "a search" },
    { IN_SEGMENT, W("search"), TRAP_SKIP, "a search" },
    { IN_SEGMENT, W("cart"), TRAP_SKIP, "a shop" },
    { IN_SEGMENT, W("print"), TRAP_SKIP, "a print view" },
    { IN_SEGMENT, W("memberlist.php"), TRAP_SKIP, "a profile" },
    { IN_SEGMENT, W("member.php"), TRAP_SKIP, "a profile" },
    { IN_SEGMENT, W("members"), TRAP_SKIP, "a profile" },
    { IN_SEGMENT, W("users"), TRAP_SKIP, "a profile" },
    { IN_SEGMENT, W("u"), TRAP_SKIP, "a profile" },
    { IN_SEGMENT, W("profile"), TRAP_SKIP, "a profile" },
    { IN_SEGMENT, W("profile.php"), TRAP_SKIP, "a profile" },
    { IN_NAME, W("replytocom"), TRAP_SKIP, "a form to reply" },
    { IN_NAME, W("sort"), TRAP_SKIP, "the same list in another order" },
    { IN_NAME, W("order"), TRAP_SKIP, "the same list in another order" },
    { IN_NAME, W("orderby"), TRAP_SKIP, "the same list in another order" },
    { IN_NAME, W("sortby"), TRAP_SKIP, "the same list in another order" },
    { IN_NAME, W("sk"), TRAP_SKIP, "the same list in another order" },
    { IN_NAME, W("answertab"), TRAP_SKIP, "the same page in another order" },
    { IN_NAME, W("oldid"), TRAP_SKIP, "an old version of a page" },
    { IN_NAME, W("diff"), TRAP_SKIP, "a comparison of versions" },
    { IN_NAME, W("print"), TRAP_SKIP, "a print view" },
    { IN_NAME, W("printable"), TRAP_SKIP, "a print view" },
    { IN_NAME, W("add-to-cart"), TRAP_SKIP, "a shop" },
    { IN_PARAMETER, W("action=edit"), TRAP_SKIP, "a form to edit" },
    { IN_PARAMETER, W("action=history"), TRAP_SKIP, "old versions of a page" },
    { IN_PARAMETER, W("view=print"), TRAP_SKIP, "a print view" },
    { IN_PARAMETER, W("do=login"), TRAP_SKIP, "a log-in page" },
    /* files that hold no page */
    { IN_EXTENSION, W("jpg"), TRAP_SKIP, "an image" }, { IN_EXTENSION, W("jpeg"), TRAP_SKIP, "an image" },
    { IN_EXTENSION, W("png"), TRAP_SKIP, "an image" }, { IN_EXTENSION, W("gif"), TRAP_SKIP, "an image" },
    { IN_EXTENSION, W("svg"), TRAP_SKIP, "an image" }, { IN_EXTENSION, W("webp"), TRAP_SKIP, "an image" },
    { IN_EXTENSION, W("ico"), TRAP_SKIP, "an image" }, { IN_EXTENSION, W("css"), TRAP_SKIP, "a style sheet" },
    { IN_EXTENSION, W("js"), TRAP_SKIP, "a script" }, { IN_EXTENSION, W("json"), TRAP_SKIP, "data for programs" },
    { IN_EXTENSION, W("pdf"), TRAP_SKIP, "a PDF" }, { IN_EXTENSION, W("zip"), TRAP_SKIP, "an archive" },
    { IN_EXTENSION, W("gz"), TRAP_SKIP, "an archive" }, { IN_EXTENSION, W("tar"), TRAP_SKIP, "an archive" },
    { IN_EXTENSION, W("7z"), TRAP_SKIP, "an archive" }, { IN_EXTENSION, W("exe"), TRAP_SKIP, "a program" },
    { IN_EXTENSION, W("dmg"), TRAP_SKIP, "a program" }, { IN_EXTENSION, W("mp3"), TRAP_SKIP, "sound" },
    { IN_EXTENSION, W("mp4"), TRAP_SKIP, "a film" }, { IN_EXTENSION, W("mov"), TRAP_SKIP, "a film" },
    { IN_EXTENSION, W("avi"), TRAP_SKIP, "a film" }, { IN_EXTENSION, W("doc"), TRAP_SKIP, "an office file" },
    { IN_EXTENSION, W("docx"), TRAP_SKIP, "an office file" }, { IN_EXTENSION, W("xls"), TRAP_SKIP, "an office file" },
    { IN_EXTENSION, W("xlsx"), TRAP_SKIP, "an office file" }, { IN_EXTENSION, W("ppt"), TRAP_SKIP, "an office file" },
    { IN_EXTENSION, W("pptx"), TRAP_SKIP, "an office file" }, { IN_EXTENSION, W("ics"), TRAP_SKIP, "a calendar file" },
    { IN_EXTENSION, W("woff"), TRAP_SKIP, "a font" }, { IN_EXTENSION, W("woff2"), TRAP_SKIP, "a font" },
    /* pages without end */
    { IN_PATH, W("calendar"), TRAP_CALENDAR, "a calendar" },
    { IN_NAME, W("month"), TRAP_CALENDAR, "a calendar" },
    { IN_NAME, W("year"), TRAP_CALENDAR, "a calendar" },
    { IN_NAME, W("date"), TRAP_CALENDAR, "a calendar" },
    { IN_NAME, W("day"), TRAP_CALENDAR, "a calendar" },
    { IN_NAME, W("tribe-bar-date"), TRAP_CALENDAR, "a calendar" },
    /* the same content again */
    { IN_SEGMENT, W("tag"), TRAP_LOW, "a tag page" },
    { IN_SEGMENT, W("tags"), TRAP_LOW, "a tag page" },
    { IN_SEGMENT, W("tagged"), TRAP_LOW, "a tag page" },
    { IN_SEGMENT, W("author"), TRAP_LOW, "an author's list" },
    { IN_SEGMENT, W("archive"), TRAP_LOW, "an archive list" },
    { IN_SEGMENT, W("archives"), TRAP_LOW, "an archive list" },
    { IN_NAME, W("filter"), TRAP_LOW, "a filtered list" },
    { IN_NAME, W("view"), TRAP_LOW, "another view" },
    { IN_NAME, W("highlight"), TRAP_LOW, "another view" },
    /* the next pages of a list */
    { IN_NAME, W("page"), TRAP_LIST, "a page of a list" },
    { IN_NAME, W("start"), TRAP_LIST, "a page of a list" },
    { IN_NAME, W("offset"), TRAP_LIST, "a page of a list" },
    { IN_NAME, W("paged"), TRAP_LIST, "a page of a list" },
    /* one topic: the forms of the forum software named above */
    { IN_SEGMENT, W("t"), TRAP_THREAD, "a topic" },
    { IN_SEGMENT, W("questions"), TRAP_THREAD, "a question" },
    { IN_SEGMENT, W("question"), TRAP_THREAD, "a question" },
    { IN_SEGMENT, W("q"), TRAP_THREAD, "a question" },
    { IN_SEGMENT, W("viewtopic.php"), TRAP_THREAD, "a topic" },
    { IN_SEGMENT, W("showthread.php"), TRAP_THREAD, "a topic" },
    { IN_SEGMENT, W("topic"), TRAP_THREAD, "a topic" },
    { IN_SEGMENT, W("threads"), TRAP_THREAD, "a topic" },
    { IN_SEGMENT, W("thread"), TRAP_THREAD, "a topic" },
    { IN_SEGMENT, W("discussion"), TRAP_THREAD, "a topic" },
    { IN_SEGMENT, W("comments"), TRAP_THREAD, "a topic" },
    { IN_NAME, W("tid"), TRAP_THREAD, "a topic" },
    { IN_NAME, W("topic"), TRAP_THREAD, "a topic" },
    /* clang-format on */
};

static struct text
extension(struct text path)
{
    size_t i = path.n;

    while (i > 0 && path.p[i - 1] != '.' && path.p[i - 1] != '/')
        i--;
    return i > 0 && path.p[i - 1] == '.' ? text_from(path, i) : TEXT_NONE;
}

/*
 * The first rule for that place whose word t is, if it comes before best.  A
 * rule for threads counts only if the address can be one thread's.
 */
static size_t
earlier(enum place place, struct text t, bool one, size_t best)
{
    for (size_t i = 0; i < best; i++)
        if (rules[i].place == place && rules[i].word.n == t.n &&
            (one || rules[i].class != TRAP_THREAD) && text_eq_nocase(t, rules[i].word))
            return i;
    return best;
}

/* The same for rules whose word may stand anywhere in the path. */
static size_t
earlier_within(struct text path, size_t best)
{
    for (size_t i = 0; i < best; i++)
        if (rules[i].place == IN_PATH && text_find_nocase(path, rules[i].word) != TEXT_NPOS)
            return i;
    return best;
}

/* More segments than sites have, or one of them again and again. */
static bool
is_endless(struct text path)
{
    struct text segments[TRAP_MAX_SEGMENTS], segment;
    size_t n = 0;

    while (text_cut(&path, "/", &segment)) {
        int repeats = 0;

        if (segment.n == 0)
            continue;
        if (n == TRAP_MAX_SEGMENTS)
            return true;
        for (size_t i = 0; i < n; i++)
            repeats += text_eq(segments[i], segment);
        if (repeats >= TRAP_MAX_REPEATS)
            return true;
        segments[n++] = segment;
    }
    return false;
}

/* A thread's address carries its number or its words; "/questions" alone is a list. */
static bool
names_one(const struct url *u)
{
    bool digit = false;
    size_t segments = 0;
    struct text rest = u->path, segment;

    while (text_cut(&rest, "/", &segment))
        segments += segment.n > 0;
    for (size_t i = 0; i < u->path.n; i++)
        digit = digit || (u->path.p[i] >= '0' && u->path.p[i] <= '9');
    for (size_t i = 0; i < u->query.n; i++)
        digit = digit || (u->query.p[i] >= '0' && u->query.p[i] <= '9');
    return digit && (segments > 1 || u->query.n > 0);
}

struct trap_verdict
trap_judge(const struct url *u)
{
    struct text rest, part;
    size_t best = N_ELEMENTS(rules);
    bool one = names_one(u);

    if (u->href.n > TRAP_MAX_ADDRESS)
        return (struct trap_verdict){ TRAP_SKIP, "trap: longer than 2,048 bytes" };
    if (is_endless(u->path))
        return (struct trap_verdict){ TRAP_SKIP, "trap: segments without end" };
    for (rest = u->path; text_cut(&rest, "/", &part);)
        best = earlier(IN_SEGMENT, part, one, best);
    best = earlier(IN_EXTENSION, extension(u->path), one, earlier_within(u->path, best));
    for (rest = u->query; text_cut(&rest, "&;", &part);) {
        best = earlier(IN_NAME, text_before(part, '='), one, best);
        best = earlier(IN_PARAMETER, part, one, best);
    }
    if (best == N_ELEMENTS(rules))
        return (struct trap_verdict){ TRAP_PLAIN, "a page" };
    return (struct trap_verdict){ rules[best].class, rules[best].why };
}

/* first: the number that the first page of all would have. */
static const struct {
    const char *name;
    int64_t first;
} page_parameters[] = {
    { "page", 1 }, { "paged", 1 }, { "pg", 1 }, { "start", 0 }, { "offset", 0 }, { "st", 0 },
};

/* "page-2", "page2", and a number after the segment "page". */
static bool
is_later_segment(struct text segment, struct text before)
{
    int64_t n = 0;

    if (text_is(before, "page"))
        return text_to_int(segment, &n) && n > 1;
    if (!text_starts(segment, TEXT_LIT("page")))
        return false;
    segment = text_from(segment, sizeof("page") - 1);
    if (text_starts(segment, TEXT_LIT("-")))
        segment = text_from(segment, 1);
    return text_to_int(segment, &n) && n > 1;
}

int64_t trap_most_same(enum trap_class class)
{
    return class == TRAP_CALENDAR ? TRAP_MAX_SAME_CALENDAR : TRAP_MAX_SAME;
}

bool
trap_continues(const struct url *u)
{
    struct text rest = u->query, one, before = TEXT_NONE;
    int64_t n;

    while (text_cut(&rest, "&", &one))
        for (size_t i = 0; i < N_ELEMENTS(page_parameters); i++)
            if (text_is(text_before(one, '='), page_parameters[i].name) &&
                text_to_int(text_after(one, '='), &n) && n > page_parameters[i].first)
                return true;
    for (rest = u->path; text_cut(&rest, "/", &one); before = one)
        if (is_later_segment(one, before))
            return true;
    return false;
}

uint64_t
trap_shape(const struct url *u)
{
    char form[TRAP_MAX_ADDRESS];
    size_t n = 0;
    bool in_value = false, in_query = false;
    struct text rest = url_path_query(u);

    for (size_t i = 0; i < rest.n && n < sizeof(form); i++) {
        char c = rest.p[i];
        bool digit = c >= '0' && c <= '9';

        in_query = in_query || c == '?';
        if (c == '&' || c == ';')
            in_value = false;
        if (in_value || (digit && n > 0 && form[n - 1] == '0'))
            continue;
        form[n++] = digit ? '0' : c;
        in_value = in_query && c == '=';
    }
    return XXH3_64bits(form, n);
}

uint64_t
trap_text_hash(struct text t)
{
    XXH3_state_t *st = XXH3_createState();
    char kept[KEPT_BYTES];
    uint64_t h;
    size_t n = 0;

    XXH3_64bits_reset(st);
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];

        kept[n] = c;
        n += !((c >= '0' && c <= '9') || c == ' ' || c == '\n');
        if (n == sizeof(kept)) {
            XXH3_64bits_update(st, kept, n);
            n = 0;
        }
    }
    XXH3_64bits_update(st, kept, n);
    h = XXH3_64bits_digest(st);
    XXH3_freeState(st);
    return h;
}
