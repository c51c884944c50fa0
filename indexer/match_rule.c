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

enum status
match_rule_parse(struct text keyword, bool exclude, size_t number, struct match_parsed *ret,
                 struct err *err)
{
    struct match_parsed r = { .keyword = keyword, .exclude = exclude };
    struct text rest = text_trim(keyword), value;

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
    if (rest.n > 2 && rest.p[0] == '"' && rest.p[rest.n - 1] == '"') {
        r.exact = true;
        rest = text_sub(rest, 1, rest.n - 2);
    }
    if (!has_word(rest))
        return err_set(err, ST_INVALID, "keyword %zu \"%.*s\": there is no word in it", number,
                       TEXT_ARG(keyword));
    r.phrase = rest;
    *ret = r;
    return ST_OK;
}
