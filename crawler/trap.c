#include "trap.h"

#include <xxhash.h>

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
static const struct rule {
    enum place place;
    const char *word;
    enum trap_class class;
    const char *why;
} rules[] = {
    /* clang-format off */
    /* ways in, and things to do: nothing is asked there */
    { IN_SEGMENT, "login", TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, "login.php", TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, "signin", TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, "sign_in", TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, "logout", TRAP_SKIP, "a log-out link" },
    { IN_SEGMENT, "signup", TRAP_SKIP, "a sign-up page" },
    { IN_SEGMENT, "register", TRAP_SKIP, "a sign-up page" },
    { IN_SEGMENT, "ucp.php", TRAP_SKIP, "a user's own pages" },
    { IN_SEGMENT, "wp-login.php", TRAP_SKIP, "a log-in page" },
    { IN_SEGMENT, "wp-admin", TRAP_SKIP, "an administration page" },
    { IN_SEGMENT, "wp-json", TRAP_SKIP, "data for programs" },
    { IN_SEGMENT, "posting.php", TRAP_SKIP, "a form to reply" },
    { IN_SEGMENT, "newreply.php", TRAP_SKIP, "a form to reply" },
    { IN_SEGMENT, "reply", TRAP_SKIP, "a form to reply" },
    { IN_SEGMENT, "report.php", TRAP_SKIP, "a form to report" },
    { IN_SEGMENT, "search.php", TRAP_SKIP, "a search" },
    { IN_SEGMENT, "search", TRAP_SKIP, "a search" },
    { IN_SEGMENT, "cart", TRAP_SKIP, "a shop" },
    { IN_SEGMENT, "print", TRAP_SKIP, "a print view" },
    { IN_SEGMENT, "memberlist.php", TRAP_SKIP, "a profile" },
    { IN_SEGMENT, "member.php", TRAP_SKIP, "a profile" },
    { IN_SEGMENT, "members", TRAP_SKIP, "a profile" },
    { IN_SEGMENT, "users", TRAP_SKIP, "a profile" },
    { IN_SEGMENT, "u", TRAP_SKIP, "a profile" },
    { IN_SEGMENT, "profile", TRAP_SKIP, "a profile" },
    { IN_SEGMENT, "profile.php", TRAP_SKIP, "a profile" },
    { IN_NAME, "replytocom", TRAP_SKIP, "a form to reply" },
    { IN_NAME, "sort", TRAP_SKIP, "the same list in another order" },
    { IN_NAME, "order", TRAP_SKIP, "the same list in another order" },
    { IN_NAME, "orderby", TRAP_SKIP, "the same list in another order" },
    { IN_NAME, "sortby", TRAP_SKIP, "the same list in another order" },
    { IN_NAME, "sk", TRAP_SKIP, "the same list in another order" },
    { IN_NAME, "answertab", TRAP_SKIP, "the same page in another order" },
    { IN_NAME, "oldid", TRAP_SKIP, "an old version of a page" },
    { IN_NAME, "diff", TRAP_SKIP, "a comparison of versions" },
    { IN_NAME, "print", TRAP_SKIP, "a print view" },
    { IN_NAME, "printable", TRAP_SKIP, "a print view" },
    { IN_NAME, "add-to-cart", TRAP_SKIP, "a shop" },
    { IN_PARAMETER, "action=edit", TRAP_SKIP, "a form to edit" },
    { IN_PARAMETER, "action=history", TRAP_SKIP, "old versions of a page" },
    { IN_PARAMETER, "view=print", TRAP_SKIP, "a print view" },
    { IN_PARAMETER, "do=login", TRAP_SKIP, "a log-in page" },
    /* files that hold no page */
    { IN_EXTENSION, "jpg", TRAP_SKIP, "an image" }, { IN_EXTENSION, "jpeg", TRAP_SKIP, "an image" },
    { IN_EXTENSION, "png", TRAP_SKIP, "an image" }, { IN_EXTENSION, "gif", TRAP_SKIP, "an image" },
    { IN_EXTENSION, "svg", TRAP_SKIP, "an image" }, { IN_EXTENSION, "webp", TRAP_SKIP, "an image" },
    { IN_EXTENSION, "ico", TRAP_SKIP, "an image" }, { IN_EXTENSION, "css", TRAP_SKIP, "a style sheet" },
    { IN_EXTENSION, "js", TRAP_SKIP, "a script" }, { IN_EXTENSION, "json", TRAP_SKIP, "data for programs" },
    { IN_EXTENSION, "pdf", TRAP_SKIP, "a PDF" }, { IN_EXTENSION, "zip", TRAP_SKIP, "an archive" },
    { IN_EXTENSION, "gz", TRAP_SKIP, "an archive" }, { IN_EXTENSION, "tar", TRAP_SKIP, "an archive" },
    { IN_EXTENSION, "7z", TRAP_SKIP, "an archive" }, { IN_EXTENSION, "exe", TRAP_SKIP, "a program" },
    { IN_EXTENSION, "dmg", TRAP_SKIP, "a program" }, { IN_EXTENSION, "mp3", TRAP_SKIP, "sound" },
    { IN_EXTENSION, "mp4", TRAP_SKIP, "a film" }, { IN_EXTENSION, "mov", TRAP_SKIP, "a film" },
    { IN_EXTENSION, "avi", TRAP_SKIP, "a film" }, { IN_EXTENSION, "doc", TRAP_SKIP, "an office file" },
    { IN_EXTENSION, "docx", TRAP_SKIP, "an office file" }, { IN_EXTENSION, "xls", TRAP_SKIP, "an office file" },
    { IN_EXTENSION, "xlsx", TRAP_SKIP, "an office file" }, { IN_EXTENSION, "ppt", TRAP_SKIP, "an office file" },
    { IN_EXTENSION, "pptx", TRAP_SKIP, "an office file" }, { IN_EXTENSION, "ics", TRAP_SKIP, "a calendar file" },
    { IN_EXTENSION, "woff", TRAP_SKIP, "a font" }, { IN_EXTENSION, "woff2", TRAP_SKIP, "a font" },
    /* pages without end */
    { IN_PATH, "calendar", TRAP_CALENDAR, "a calendar" },
    { IN_NAME, "month", TRAP_CALENDAR, "a calendar" },
    { IN_NAME, "year", TRAP_CALENDAR, "a calendar" },
    { IN_NAME, "date", TRAP_CALENDAR, "a calendar" },
    { IN_NAME, "day", TRAP_CALENDAR, "a calendar" },
    { IN_NAME, "tribe-bar-date", TRAP_CALENDAR, "a calendar" },
    /* the same content again */
    { IN_SEGMENT, "tag", TRAP_LOW, "a tag page" },
    { IN_SEGMENT, "tags", TRAP_LOW, "a tag page" },
    { IN_SEGMENT, "tagged", TRAP_LOW, "a tag page" },
    { IN_SEGMENT, "author", TRAP_LOW, "an author's list" },
    { IN_SEGMENT, "archive", TRAP_LOW, "an archive list" },
    { IN_SEGMENT, "archives", TRAP_LOW, "an archive list" },
    { IN_NAME, "filter", TRAP_LOW, "a filtered list" },
    { IN_NAME, "view", TRAP_LOW, "another view" },
    { IN_NAME, "highlight", TRAP_LOW, "another view" },
    /* the next pages of a list */
    { IN_NAME, "page", TRAP_LIST, "a page of a list" },
    { IN_NAME, "start", TRAP_LIST, "a page of a list" },
    { IN_NAME, "offset", TRAP_LIST, "a page of a list" },
    { IN_NAME, "paged", TRAP_LIST, "a page of a list" },
    /* one topic: the forms of the forum software named above */
    { IN_SEGMENT, "t", TRAP_THREAD, "a topic" },
    { IN_SEGMENT, "questions", TRAP_THREAD, "a question" },
    { IN_SEGMENT, "question", TRAP_THREAD, "a question" },
    { IN_SEGMENT, "q", TRAP_THREAD, "a question" },
    { IN_SEGMENT, "viewtopic.php", TRAP_THREAD, "a topic" },
    { IN_SEGMENT, "showthread.php", TRAP_THREAD, "a topic" },
    { IN_SEGMENT, "topic", TRAP_THREAD, "a topic" },
    { IN_SEGMENT, "threads", TRAP_THREAD, "a topic" },
    { IN_SEGMENT, "thread", TRAP_THREAD, "a topic" },
    { IN_SEGMENT, "discussion", TRAP_THREAD, "a topic" },
    { IN_SEGMENT, "comments", TRAP_THREAD, "a topic" },
    { IN_NAME, "tid", TRAP_THREAD, "a topic" },
    { IN_NAME, "topic", TRAP_THREAD, "a topic" },
    /* clang-format on */
};

static bool
any_segment_is(struct text path, struct text word)
{
    struct text segment;

    while (text_cut(&path, "/", &segment))
        if (text_eq_nocase(segment, word))
            return true;
    return false;
}

static bool
any_parameter(struct text query, struct text word, bool whole)
{
    struct text pair;

    while (text_cut(&query, "&;", &pair))
        if (text_eq_nocase(whole ? pair : text_before(pair, '='), word))
            return true;
    return false;
}

static struct text
extension(struct text path)
{
    size_t i = path.n;

    while (i > 0 && path.p[i - 1] != '.' && path.p[i - 1] != '/')
        i--;
    return i > 0 && path.p[i - 1] == '.' ? text_from(path, i) : TEXT_NONE;
}

static bool
fires(const struct rule *r, const struct url *u, struct text ext)
{
    struct text word = text_of(r->word);

    switch (r->place) {
    case IN_SEGMENT:
        return any_segment_is(u->path, word);
    case IN_PATH:
        return text_find_nocase(u->path, word) != TEXT_NPOS;
    case IN_NAME:
        return any_parameter(u->query, word, false);
    case IN_PARAMETER:
        return any_parameter(u->query, word, true);
    case IN_EXTENSION:
        return text_eq_nocase(ext, word);
    }
    return false;
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
    struct text ext = extension(u->path);

    if (u->href.n > TRAP_MAX_ADDRESS)
        return (struct trap_verdict){ TRAP_SKIP, "trap: longer than 2,048 bytes" };
    if (is_endless(u->path))
        return (struct trap_verdict){ TRAP_SKIP, "trap: segments without end" };
    for (size_t i = 0; i < N_ELEMENTS(rules); i++)
        if (fires(&rules[i], u, ext) && (rules[i].class != TRAP_THREAD || names_one(u)))
            return (struct trap_verdict){ rules[i].class, rules[i].why };
    return (struct trap_verdict){ TRAP_PLAIN, "a page" };
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
    uint64_t h;
    size_t from = 0;

    XXH3_64bits_reset(st);
    for (size_t i = 0; i <= t.n; i++)
        if (i == t.n || (t.p[i] >= '0' && t.p[i] <= '9') || t.p[i] == ' ' || t.p[i] == '\n') {
            if (i > from)
                XXH3_64bits_update(st, t.p + from, i - from);
            from = i + 1;
        }
    h = XXH3_64bits_digest(st);
    XXH3_freeState(st);
    return h;
}
