/* lint.c - see lint.h. */

#include "lint.h"

#include <string.h>

#include "ascii.h"
#include "clock.h"
#include "passage.h"
#include "personal.h"
#include "reading.h"
#include "utf8.h"

/* Words that put the fault on the asker, or that promise what only a person may. */
static const char *const blame[] = {
    "your fault",
    "you should have",
    "you failed",
    "you forgot",
    "as we said",
    "as already stated",
    "obviously",
    "you must have",
    "you didn't read",
    "simply",
    "we guarantee",
    "you claim",
    "calm down",
    "selbst schuld",
    "wie bereits gesagt",
    "offensichtlich",
    "sie haben es vers\xC3\xA4umt",
};

/* Words of offices; whoever asks in a forum does not use them. */
static const char *const jargon[] = {
    "pursuant",        "aforementioned",
    "hereinafter",     "heretofore",
    "notwithstanding", "herewith",
    "utilize",         "utilise",
    "leverage",        "stakeholder",
    "stakeholders",    "henceforth",
    "facilitate",      "in accordance with",
    "prior to",        "in the event that",
    "hereby",          "diesbez\xC3\xBCglich",
    "vorgenannte",     "seitens",
    "bezugnehmend",    "obliegt",
};

static void
add(struct lint_result *r, const char *check, bool error, const char *note)
{
    if (r->n < LINT_MAX_ISSUES)
        r->issues[r->n++] = (struct lint_issue){ check, error, note };
}

static bool
is_letter(char c)
{
    return ((c | ' ') >= 'a' && (c | ' ') <= 'z') || (unsigned char)c >= 0x80;
}

bool
lint_next_link(struct text t, size_t *at, struct text *ret)
{
    for (size_t i = *at; i < t.n; i++) {
        struct text rest = text_from(t, i);
        size_t n = 0;

        if (!text_starts_nocase(rest, TEXT_LIT("http://")) &&
            !text_starts_nocase(rest, TEXT_LIT("https://")) &&
            (!text_starts_nocase(rest, TEXT_LIT("www.")) || (i > 0 && is_letter(t.p[i - 1]))))
            continue;
        while (n < rest.n && (unsigned char)rest.p[n] > ' ')
            n++;
        *ret = text_sub(rest, 0, n);
        *at = i + n;
        return true;
    }
    return false;
}

/* "forms.example/pay": a forum makes a link of it, though nobody wrote http. */
static bool
has_bare_address(struct text t)
{
    for (size_t i = 1; i + 1 < t.n; i++) {
        size_t n = 0; /* letters before the slash */

        if (t.p[i] != '/' || !(is_letter(t.p[i + 1]) || ascii_is_digit(t.p[i + 1])))
            continue;
        while (n < i && is_letter(t.p[i - n - 1]))
            n++;
        if (n > 1 && n + 1 < i && t.p[i - n - 1] == '.' &&
            (is_letter(t.p[i - n - 2]) || ascii_is_digit(t.p[i - n - 2])))
            return true;
    }
    return false;
}

bool
lint_quotable(struct text t)
{
    /* Addresses of other kinds, and links in Markdown, BBCode and HTML. */
    static const char *const links[] = { "ftp://", "mailto:", "](", "[url", "<a " };
    /* Unicode 15, Bidi_Control but for the marks; zero width space and byte order mark. */
    static const char *const hidden[] = { "\u202A", "\u202B", "\u202C", "\u202D",
                                          "\u202E", "\u2066", "\u2067", "\u2068",
                                          "\u2069", "\u200B", "\uFEFF" };
    struct text link;
    size_t at = 0;

    if (lint_next_link(t, &at, &link) || has_bare_address(t))
        return false;
    for (size_t i = 0; i < N_ELEMENTS(links); i++)
        if (text_find_nocase(t, text_of(links[i])) != TEXT_NPOS)
            return false;
    for (size_t i = 0; i < N_ELEMENTS(hidden); i++)
        if (text_find(t, text_of(hidden[i])) != TEXT_NPOS)
            return false;
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.p[i] < ' ' && (t.p[i] == '\0' || strchr("\t\n\r\f\v", t.p[i]) == NULL))
            return false;
    return true;
}

struct text
lint_link(struct text t)
{
    struct text link;

    for (size_t at = 0; lint_next_link(t, &at, &link);) {
        while (link.n > 0 && strchr(".,;:!?)'\"", link.p[link.n - 1]) != NULL)
            link.n--;
        if (text_starts_nocase(link, TEXT_LIT("http")))
            return link;
    }
    return TEXT_NONE;
}

/* "https://example.org/x" to "example.org". */
static struct text
authority(struct text address)
{
    size_t at = text_find(address, TEXT_LIT("://")), n = 0;

    address = at != TEXT_NPOS ? text_from(address, at + sizeof("://") - 1) : TEXT_NONE;
    while (n < address.n && strchr("/?#", address.p[n]) == NULL)
        n++;
    return text_sub(address, 0, n);
}

bool
lint_on_site(struct text address, const struct text *sites, size_t n_sites)
{
    struct text host = authority(address);

    for (size_t i = 0; i < n_sites && host.n > 0; i++)
        if (text_eq_nocase(host, authority(sites[i])))
            return true;
    return false;
}

static void
check_links(const struct lint_input *in, struct arena *a, struct lint_result *r)
{
    struct text link;
    size_t wanted = in->link.n > 0;

    for (size_t at = 0; lint_next_link(in->answer, &at, &link);) {
        r->n_links++;
        if (!lint_on_site(link, in->sites, in->n_sites))
            add(r, "host", true,
                arena_printf(a, "%.*s is not on the department's own site", TEXT_ARG(link)));
    }
    if (r->n_links != wanted)
        add(r, "links", true,
            arena_printf(a, "%zu link%s, wanted %zu", r->n_links, r->n_links == 1 ? "" : "s",
                         wanted));
}

/* A short text is as it must be where there is little room. */
static void
check_length(const struct lint_input *in, struct arena *a, struct lint_result *r)
{
    size_t n_chars = in->max_chars > 0 ? utf8_count(in->answer) : 0;
    size_t least = in->max_chars > 0 ? 0 : LINT_MIN_WORDS;

    if (n_chars > in->max_chars)
        add(r, "length", true,
            arena_printf(a, "%zu characters, and a reply has room for %zu there", n_chars,
                         in->max_chars));
    if (r->n_words > LINT_HARD_WORDS)
        add(r, "length", true,
            arena_printf(a, "%zu words, %d at most", r->n_words, LINT_HARD_WORDS));
    else if (r->n_words < least || r->n_words > LINT_MAX_WORDS)
        add(r, "length", false,
            arena_printf(a, "%zu word%s, wanted %d to %d", r->n_words, r->n_words == 1 ? "" : "s",
                         LINT_MIN_WORDS, LINT_MAX_WORDS));
}

/* The next run of digits with inner points, commas and colons. */
static bool
next_number(struct text t, size_t *at, struct text *ret)
{
    size_t i = *at, n = 0;

    while (i < t.n && !ascii_is_digit(t.p[i]))
        i++;
    while (i + n < t.n &&
           (ascii_is_digit(t.p[i + n]) || (strchr(".,:", t.p[i + n]) != NULL && i + n + 1 < t.n &&
                                           ascii_is_digit(t.p[i + n + 1]))))
        n++;
    *ret = text_sub(t, i, n);
    *at = i + n;
    return n > 0;
}

static bool
has_number(struct text t, struct text number)
{
    struct text x;

    for (size_t at = 0; next_number(t, &at, &x);)
        if (text_eq(x, number))
            return true;
    return false;
}

/* The answer less its addresses and the contact, which may hold any digits. */
static struct text
without(struct text answer, struct text what, struct arena *a)
{
    char *p = arena_copy(a, answer.p, answer.n);
    struct text t = { p, answer.n }, link;
    size_t hit;

    for (size_t at = 0; lint_next_link(answer, &at, &link);)
        memset(p + (link.p - answer.p), ' ', link.n);
    what = text_trim(what);
    while (what.n > 0 && (hit = text_find(t, what)) != TEXT_NPOS)
        memset(p + hit, ' ', what.n);
    return t;
}

/* The next number from *at on that is in no sentence of the page; false: there is none. */
static bool
next_unknown(const struct lint_input *in, struct text t, size_t *at, struct text *number)
{
    while (next_number(t, at, number)) {
        bool found = false;

        for (size_t i = 0; i < in->n_evidence && !found; i++)
            found = has_number(in->evidence[i], *number);
        if (!found)
            return true;
    }
    return false;
}

static void
check_numbers(const struct lint_input *in, struct text t, struct arena *a, struct lint_result *r)
{
    struct text number;

    for (size_t at = 0; next_unknown(in, t, &at, &number);)
        add(r, "numbers", true,
            arena_printf(a, "%.*s is in no sentence of the page", TEXT_ARG(number)));
}

static bool
is_quoted(const struct lint_input *in, struct text t)
{
    for (size_t i = 0; i < in->n_evidence; i++)
        if (text_find(in->evidence[i], t) != TEXT_NPOS)
            return true;
    return false;
}

/* What a page shows to everybody is a warning only. */
static void
check_personal(const struct lint_input *in, struct text t, struct arena *a, struct lint_result *r)
{
    enum personal_kind kind;
    struct text found;

    for (size_t at = 0; personal_next(t, &at, &found, &kind);) {
        bool quoted = is_quoted(in, found);

        add(r, "personal", !quoted,
            arena_printf(a, "%.*s %s%s", TEXT_ARG(found),
                         kind == PERSONAL_MAIL ? "is an e-mail address"
                                               : "looks like a telephone number",
                         quoted ? " from the page" : ""));
    }
}

/* Where a word or phrase stands as such; TEXT_NPOS: nowhere. */
static size_t
find_phrase(struct text t, const char *phrase)
{
    struct text w = text_of(phrase);

    for (size_t from = 0, at; from < t.n; from = at + 1) {
        at = text_find_nocase(text_from(t, from), w);
        if (at == TEXT_NPOS)
            break;
        at += from;
        if ((at == 0 || !is_letter(t.p[at - 1])) && (at + w.n == t.n || !is_letter(t.p[at + w.n])))
            return at;
    }
    return TEXT_NPOS;
}

/* The page's own words are not ours to mend here. */
static void
check_jargon(const struct lint_input *in, struct text plain, struct arena *a, struct lint_result *r)
{
    for (size_t i = 0; i < in->n_evidence; i++)
        plain = without(plain, in->evidence[i], a);
    for (size_t i = 0; i < N_ELEMENTS(jargon); i++)
        if (find_phrase(plain, jargon[i]) != TEXT_NPOS)
            add(r, "jargon", false, arena_printf(a, "\"%s\"", jargon[i]));
}

static void
check_words(const struct lint_input *in, struct arena *a, struct lint_result *r)
{
    for (size_t i = 0; i < N_ELEMENTS(blame); i++)
        if (find_phrase(in->answer, blame[i]) != TEXT_NPOS)
            add(r, "blame", false, arena_printf(a, "\"%s\"", blame[i]));
    if (in->tone != TONE_NEGATIVE)
        return;
    if (in->contact.n == 0)
        add(r, "contact", true,
            "a negative post wants a contact line, and the department's file names no contact");
    else if (text_find(in->answer, in->contact) == TEXT_NPOS)
        add(r, "contact", true,
            arena_printf(a, "a negative post wants the department's contact line: %.*s",
                         TEXT_ARG(in->contact)));
}

/* What "numbers" has named already is not named again. */
static void
check_support(const struct lint_input *in, struct arena *a, struct lint_result *r)
{
    struct support *s = arena_alloc(a, sizeof(*s));

    support_of(&(struct support_input){ .answer = in->answer,
                                        .language = in->language,
                                        .evidence = in->evidence,
                                        .n_evidence = in->n_evidence,
                                        .parts = in->parts,
                                        .words = in->words },
               a, s);
    for (size_t i = 0; i < s->n; i++) {
        const struct support_sentence *x = &s->v[i];
        struct text number;
        size_t at = 0;

        if (x->kind == SUPPORT_WEAK)
            add(r, "support", false,
                arena_printf(a, "the page says it in other words: \"%.*s\"", TEXT_ARG(x->text)));
        else if (x->kind == SUPPORT_NONE && x->risky && !next_unknown(in, x->text, &at, &number))
            add(r, "support", true,
                arena_printf(a,
                             "a number, date, fee or deadline that the page does not bear: "
                             "\"%.*s\"",
                             TEXT_ARG(x->text)));
        else if (x->kind == SUPPORT_NONE && !x->risky)
            add(r, "support", false,
                arena_printf(a, "not from the page: \"%.*s\"", TEXT_ARG(x->text)));
    }
}

static void
check_dates(const struct lint_input *in, struct arena *a, struct lint_result *r)
{
    const int64_t month_s = LINT_MAX_AGE_S / LINT_MAX_AGE_MONTHS;
    char at[CLOCK_RFC3339_BYTES];

    if (in->changed_s > 0 && in->now_s - in->changed_s > LINT_MAX_AGE_S)
        add(r, "age", false,
            arena_printf(a, "the page has not changed for %lld months",
                         (long long)((in->now_s - in->changed_s) / month_s)));
    if (in->like_id != 0)
        add(r, "like", false,
            arena_printf(a, "draft %lld answers the same question, since %.*s",
                         (long long)in->like_id,
                         TEXT_ARG(text_before(text_of(clock_rfc3339(in->like_s, at)), 'T'))));
}

void
lint_check(const struct lint_input *in, struct arena *a, struct lint_result *ret)
{
    struct text plain = without(in->answer, in->contact, a);

    *ret = (struct lint_result){ .n = 0 };
    check_links(in, a, ret);
    ret->n_words = passage_count_words(in->answer) - ret->n_links;
    check_length(in, a, ret);
    check_numbers(in, plain, a, ret);
    check_personal(in, plain, a, ret);
    check_words(in, a, ret);
    check_jargon(in, plain, a, ret);
    if (in->parts.n > 0)
        check_support(in, a, ret);
    check_dates(in, a, ret);
    ret->graded = reading_grade(plain, in->language, &ret->grade);
    if (ret->graded && ret->grade > LINT_MAX_GRADE)
        add(ret, "grade", false, arena_printf(a, "reading grade %.0f", ret->grade));
}
