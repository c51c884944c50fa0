#include "match_rule.h"

#include "lang.h"

/* Take the value of "name:value" off the front of *rest; false if that does not stand there. */
static bool
take_operator(struct text *rest, struct text name, struct text *value)
{
    size_t n = 0;

    if (!text_starts_nocase(*rest, name))
        return false;
    *rest = text_from(*rest, name.n);
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
        n++;
    *value = text_sub(*rest, 0, n);
    *rest = text_trim(text_from(*rest, n));
    return true;
}

static bool
is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

static bool
has_word(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (is_word_byte(t.p[i]))
            return true;
    return false;
}

/* "wrod:something" with no space after the colon was meant to be an operator. */
static struct text
unknown_operator(struct text rest)
{
    size_t n = 0;

    while (n < rest.n && ((rest.p[n] | 0x20) >= 'a' && (rest.p[n] | 0x20) <= 'z'))
        n++;
    if (n < 2 || n + 1 >= rest.n || rest.p[n] != ':' || rest.p[n + 1] == ' ')
        return TEXT_NONE;
    return text_sub(rest, 0, n + 1);
}

/* What is wrong with the marks of a phrase; NULL: nothing.  A quote takes the whole of it. */
static const char *
wrong_marks(struct text phrase, bool exact)
{
    for (size_t i = 0; i < phrase.n; i++) {
        bool ends_word = i > 0 && is_word_byte(phrase.p[i - 1]) &&
                         (i + 1 == phrase.n || phrase.p[i + 1] == ' ' || phrase.p[i + 1] == '\t');

        if (phrase.p[i] == '"')
            return "quotes go around the whole phrase, once";
        if (phrase.p[i] == '*' && (exact || !ends_word))
            return exact ? "a quoted phrase is exact: no * in it"
                         : "* stands at the end of a word: physi*";
    }
    return NULL;
}

enum status
match_rule_parse(struct text keyword, bool exclude, size_t number, struct match_parsed *ret,
                 struct err *err)
{
    struct match_parsed r = { .keyword = keyword, .exclude = exclude };
    struct text rest = text_trim(keyword), value;
    const char *wrong;

    for (;;) {
        if (take_operator(&rest, TEXT_LIT("site:"), &value)) {
            if (value.n == 0)
                return err_set(err, ST_INVALID, "keyword %zu \"%.*s\": site: wants a host after it",
                               number, TEXT_ARG(keyword));
            r.site = value;
        } else if (take_operator(&rest, TEXT_LIT("lang:"), &value)) {
            r.language = lang_normalize(value);
            if (r.language == NULL)
                return err_set(err, ST_INVALID,
                               "keyword %zu \"%.*s\": \"%.*s\" is no language we know", number,
                               TEXT_ARG(keyword), TEXT_ARG(value));
        } else if (text_starts_nocase(rest, TEXT_LIT("title:"))) {
            r.title = true;
            rest = text_trim(text_from(rest, sizeof("title:") - 1));
        } else if (text_starts(rest, TEXT_LIT("NOT ")) || text_is(rest, "NOT")) {
            r.exclude = true;
            rest = text_trim(text_from(rest, sizeof("NOT ") - 1));
        } else {
            break;
        }
    }
    value = unknown_operator(rest);
    if (value.n > 0)
        return err_set(err, ST_INVALID,
                       "keyword %zu \"%.*s\": no operator \"%.*s\": wanted site:, title:, lang: or"
                       " NOT (\"...\" if the words are meant)",
                       number, TEXT_ARG(keyword), TEXT_ARG(value));
    if (rest.n > 2 && rest.p[0] == '"' && rest.p[rest.n - 1] == '"') {
        r.exact = true;
        rest = text_sub(rest, 1, rest.n - 2);
    }
    if (!has_word(rest))
        return err_set(err, ST_INVALID, "keyword %zu \"%.*s\": there is no word in it", number,
                       TEXT_ARG(keyword));
    wrong = wrong_marks(rest, r.exact);
    if (wrong != NULL)
        return err_set(err, ST_INVALID, "keyword %zu \"%.*s\": %s", number, TEXT_ARG(keyword),
                       wrong);
    r.phrase = rest;
    *ret = r;
    return ST_OK;
}

size_t
match_person(struct text forms, struct arena *a, struct match_rule *ret, size_t cap)
{
    struct text form;
    size_t n = 0;

    while (n < cap && text_cut(&forms, ",", &form)) {
        char *p;

        form = text_trim(form);
        if (!has_word(form))
            continue;
        p = arena_printf(a, "\"%.*s\"", TEXT_ARG(form));
        for (size_t i = 1; i <= form.n; i++)
            if (p[i] == '"' || p[i] == '*')
                p[i] = ' '; /* Jane "Jo" Doe: no operators in a name */
        ret[n++] = (struct match_rule){ text_of(p), false };
    }
    return n;
}
