#include "ask.h"

#include "buf.h"
#include "lang.h"
#include "url.h"

/* The value of an operator that the word begins with; false: it does not. */
static bool
is_operator(struct text word, struct text name, struct text *value)
{
    if (!text_starts_nocase(word, name))
        return false;
    *value = text_from(word, name.n);
    return true;
}

/* Cut a word or a phrase off the front; false at the end.  *quoted tells which. */
static bool
next_part(struct text *rest, struct text *ret, bool *quoted, struct err *err, enum status *st)
{
    size_t n;

    *rest = text_trim(*rest);
    *quoted = rest->n > 0 && rest->p[0] == '"';
    if (rest->n == 0)
        return false;
    if (!*quoted)
        return text_cut(rest, " \t\r\n", ret);
    *rest = text_from(*rest, 1);
    n = text_find_char(*rest, '"');
    if (n == TEXT_NPOS) {
        *st = err_set(err, ST_USAGE, "\"%.*s: the quote is not closed", TEXT_ARG(*rest));
        return false;
    }
    *ret = text_trim(text_sub(*rest, 0, n));
    *rest = text_from(*rest, n + 1);
    return true;
}

static enum status
take_part(struct ask *ask, struct text part, bool quoted, struct buf *words, struct err *err)
{
    struct text value;

    if (!quoted && is_operator(part, TEXT_LIT("site:"), &value)) {
        value = url_host_of(value);
        ask->site = value;
        return value.n > 0 ? ST_OK : err_set(err, ST_USAGE, "site: wants a host after it");
    }
    if (!quoted && is_operator(part, TEXT_LIT("lang:"), &value)) {
        ask->language = lang_normalize(value);
        return ask->language != NULL
                   ? ST_OK
                   : err_set(err, ST_USAGE,
                             "lang:%.*s: no language we know: wanted a code such as en",
                             TEXT_ARG(value));
    }
    if (quoted && ask->n_phrases == ASK_MAX_PHRASES)
        return err_set(err, ST_USAGE, "more than %zu phrases in quotes", ASK_MAX_PHRASES);
    if (quoted && part.n > 0)
        ask->phrases[ask->n_phrases++] = part;
    if (words->n > 0)
        buf_add_char(words, ' ');
    buf_add_text(words, part);
    return ST_OK;
}

enum status
ask_parse(struct text query, struct arena *a, struct ask *ret, struct err *err)
{
    struct ask ask = { .words = TEXT_NONE };
    struct text rest = arena_text(a, query), part;
    enum status st = ST_OK;
    struct buf words;
    bool quoted;

    buf_init(&words, query.n + BUF_SMALL);
    while (st == ST_OK && next_part(&rest, &part, &quoted, err, &st))
        st = take_part(&ask, part, quoted, &words, err);
    ask.words = arena_text(a, text_trim(buf_text(&words)));
    buf_release(&words);
    if (st == ST_OK && ask.words.n == 0)
        st = err_set(err, ST_USAGE, "no word to look for");
    if (st == ST_OK)
        *ret = ask;
    return st;
}

static bool
stands_in(const struct token_list *l, const struct token_list *phrase)
{
    for (size_t i = 0; i + phrase->n <= l->n; i++) {
        size_t k = 0;

        while (k < phrase->n && text_eq(l->tokens[i + k].folded, phrase->tokens[k].folded))
            k++;
        if (k == phrase->n)
            return true;
    }
    return false;
}

bool
ask_phrases(const struct ask *ask, struct tokenizer *tk, struct text title, struct text text,
            const char *language, struct arena *a)
{
    struct token_list in_title, in_text, phrase;

    if (ask->n_phrases == 0)
        return true;
    token_split(tk, title, language, a, &in_title);
    token_split(tk, text, language, a, &in_text);
    for (size_t i = 0; i < ask->n_phrases; i++) {
        token_split(tk, ask->phrases[i], language, a, &phrase);
        if (!stands_in(&in_title, &phrase) && !stands_in(&in_text, &phrase))
            return false;
    }
    return true;
}
