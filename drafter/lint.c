/* lint.c - see lint.h. */

#include "lint.h"

#include <string.h>

#include "passage.h"

#define PHONE_DIGITS 7 /* fewer are a room or a form number */

/* Words that put the fault on the asker, or that promise what only a person may. */
static const char *const blame[] = {
    "your fault",        "you should have", "you failed",    "you forgot",      "as we said",
    "as already stated", "obviously",       "you must have", "you didn't read", "simply",
    "we guarantee",      "you claim",       "calm down",
};

/* Flesch-Kincaid grade level (Kincaid et al. 1975). */
#define GRADE_WORDS     .39
#define GRADE_SYLLABLES 11.8
#define GRADE_BASE      15.59

static void
add(struct lint_result *r, const char *check, bool error, const char *note)
{
    if (r->n < LINT_MAX_ISSUES)
        r->issues[r->n++] = (struct lint_issue){ check, error, note };
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return ((c | ' ') >= 'a' && (c | ' ') <= 'z') || (unsigned char)c >= 0x80;
}

/* The next web address at or after *at: http(s):// or www., up to white space. */
static bool
next_link(struct text t, size_t *at, struct text *ret)
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

bool
lint_has_link(struct text t)
{
    struct text link;
    size_t at = 0;

    return next_link(t, &at, &link);
}

struct text
lint_link(struct text t)
{
    struct text link;

    for (size_t at = 0; next_link(t, &at, &link);) {
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

    for (size_t at = 0; next_link(in->answer, &at, &link);) {
        r->n_links++;
        if (!lint_on_site(link, in->sites, in->n_sites))
            add(r, "host", true,
                arena_printf(a, "%.*s is not on the department's own site", TEXT_ARG(link)));
    }
    if (r->n_links != wanted)
        add(r, "links", true, arena_printf(a, "%zu links, wanted %zu", r->n_links, wanted));
}

static void
check_length(struct arena *a, struct lint_result *r)
{
    if (r->n_words > LINT_HARD_WORDS)
        add(r, "length", true,
            arena_printf(a, "%zu words, %d at most", r->n_words, LINT_HARD_WORDS));
    else if (r->n_words < LINT_MIN_WORDS || r->n_words > LINT_MAX_WORDS)
        add(r, "length", false,
            arena_printf(a, "%zu words, wanted %d to %d", r->n_words, LINT_MIN_WORDS,
                         LINT_MAX_WORDS));
}

/* The next run of digits with inner points, commas and colons. */
static bool
next_number(struct text t, size_t *at, struct text *ret)
{
    size_t i = *at, n = 0;

    while (i < t.n && !is_digit(t.p[i]))
        i++;
    while (i + n < t.n && (is_digit(t.p[i + n]) || (strchr(".,:", t.p[i + n]) != NULL &&
                                                    i + n + 1 < t.n && is_digit(t.p[i + n + 1]))))
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

    for (size_t at = 0; next_link(answer, &at, &link);)
        memset(p + (link.p - answer.p), ' ', link.n);
    while (what.n > 0 && (hit = text_find(t, what)) != TEXT_NPOS)
        memset(p + hit, ' ', what.n);
    return t;
}

static void
check_numbers(const struct lint_input *in, struct text t, struct arena *a, struct lint_result *r)
{
    struct text number;

    for (size_t at = 0; next_number(t, &at, &number);) {
        bool found = false;

        for (size_t i = 0; i < in->n_evidence && !found; i++)
            found = has_number(in->evidence[i], number);
        if (!found)
            add(r, "numbers", true,
                arena_printf(a, "%.*s is in no sentence of the page", TEXT_ARG(number)));
    }
}

/* An e-mail address, or a run of digits long enough for a telephone number. */
static void
check_personal(const struct lint_input *in, struct text t, struct arena *a, struct lint_result *r)
{
    size_t digits = 0;

    for (size_t i = 0; i < t.n; i++) {
        bool joins = strchr(" -()/+.", t.p[i]) != NULL && t.p[i] != '\0';
        bool quoted = false;

        if (t.p[i] == '@' && i > 0 && i + 1 < t.n && is_letter(t.p[i - 1]) &&
            is_letter(t.p[i + 1])) {
            for (size_t e = 0; e < in->n_evidence && !quoted; e++)
                quoted = text_find(in->evidence[e], text_sub(t, i, 1 + sizeof("x"))) != TEXT_NPOS;
            add(r, "personal", !quoted,
                quoted ? "an e-mail address from the page" : "an e-mail address");
            return;
        }
        digits = is_digit(t.p[i]) ? digits + 1 : joins ? digits : 0;
        if (digits == PHONE_DIGITS) {
            for (size_t e = 0; e < in->n_evidence; e++)
                quoted = quoted || text_find_char(in->evidence[e], t.p[i]) != TEXT_NPOS;
            add(r, "personal", !quoted,
                arena_printf(a, "looks like a telephone number%s", quoted ? " from the page" : ""));
            return;
        }
    }
}

static void
check_words(const struct lint_input *in, struct arena *a, struct lint_result *r)
{
    for (size_t i = 0; i < N_ELEMENTS(blame); i++) {
        struct text w = text_of(blame[i]);
        size_t at = text_find_nocase(in->answer, w);

        if (at != TEXT_NPOS && (at == 0 || !is_letter(in->answer.p[at - 1])) &&
            (at + w.n == in->answer.n || !is_letter(in->answer.p[at + w.n])))
            add(r, "blame", false, arena_printf(a, "\"%s\"", blame[i]));
    }
    if (in->tone == TONE_NEGATIVE &&
        (in->contact.n == 0 || text_find(in->answer, in->contact) == TEXT_NPOS))
        add(r, "contact", true, "a negative post wants the department's contact line");
}

/* Groups of vowels; a silent e at the end of a word is none. */
static size_t
syllables(struct text t)
{
    size_t n = 0, word = 0;
    bool vowel = false;

    for (size_t i = 0; i <= t.n; i++) {
        char c = i < t.n ? t.p[i] : ' ';
        bool v = strchr("aeiouyAEIOUY", c) != NULL && c != '\0';

        if (!is_letter(c)) {
            if (word > 1 && i > 0 && t.p[i - 1] == 'e')
                word--;
            n += word;
            word = 0;
        } else if (v && !vowel) {
            word++;
        }
        vowel = v;
    }
    return n;
}

static double
grade(struct text t, size_t words)
{
    size_t ends = 0;

    for (size_t i = 0; i < t.n; i++)
        ends += strchr(".!?\n", t.p[i]) != NULL && t.p[i] != '\0' && i > 0 && is_letter(t.p[i - 1]);
    if (words == 0)
        return 0;
    ends = ends > 0 ? ends : 1;
    return GRADE_WORDS * (double)words / (double)ends +
           GRADE_SYLLABLES * (double)syllables(t) / (double)words - GRADE_BASE;
}

void
lint_check(const struct lint_input *in, struct arena *a, struct lint_result *ret)
{
    struct text plain = without(in->answer, in->contact, a);

    *ret = (struct lint_result){ .n = 0 };
    check_links(in, a, ret);
    ret->n_words = passage_count_words(in->answer) - ret->n_links;
    check_length(a, ret);
    check_numbers(in, plain, a, ret);
    check_personal(in, plain, a, ret);
    check_words(in, a, ret);
    ret->grade = grade(plain, passage_count_words(plain));
    if (ret->grade > LINT_MAX_GRADE)
        add(ret, "grade", false, arena_printf(a, "reading grade %.0f", ret->grade));
}
