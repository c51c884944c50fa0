/*
 * stem_filter.c - what the words of a text become: filter stem.
 *
 * A text that is a single word in lower case goes to Snowball as it stands,
 * apostrophes and all, so that the answer is that of Snowball's own vocabularies.  In
 * running text the same marks are quotes or part two words (token.h).
 */

#include <string.h>
#include <utf8proc.h>

#include "utf8.h"
#include "words_filter.h"

#define MIDDLE_DOT 0xB7u /* inside Catalan words */
#define ASCII_END  0x80u
#define ZWNJ       0x200C
#define ZWJ        0x200D

static bool
is_letter(utf8proc_int32_t c)
{
    int k = (int)utf8proc_category(c);

    /* Letters and marks come first among utf8proc's categories; joiners stand inside words. */
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_ME) || c == ZWNJ || c == ZWJ;
}

/* A word as Snowball's vocabularies have them; false: it is for the tokenizer. */
static bool
is_vocabulary_word(struct text t, const char *language)
{
    if (t.n == 0 || t.n > TOKEN_MAX_WORD || lang_stemmer(language) == NULL)
        return false;
    for (size_t at = 0; at < t.n;) {
        uint32_t c = utf8_next(t, &at);

        if (c == '\'' || c == MIDDLE_DOT || (c == '-' && strcmp(language, "ga") == 0))
            continue;
        if (c < 'a' || (c > 'z' && c < ASCII_END) || c == UTF8_REPLACEMENT ||
            utf8proc_tolower((utf8proc_int32_t)c) != (utf8proc_int32_t)c ||
            !is_letter((utf8proc_int32_t)c))
            return false;
    }
    return true;
}

static enum status
line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct words_filter *w = state;
    struct text text;
    enum status st = json_need_text(in, "text", &text, err);
    const char *language;
    json_t *stems;
    struct token_list l;

    if (st != ST_OK || out == NULL)
        return st;
    arena_clear(w->arena);
    language = words_filter_language(w, in, text);
    stems = json_array();
    if (is_vocabulary_word(text, language)) {
        json_array_append_new(stems,
                              json_of_text(token_stem(w->tokenizer, text, language, w->arena)));
    } else {
        token_split(w->tokenizer, text, language, w->arena, &l);
        for (size_t i = 0; i < l.n; i++)
            json_array_append_new(stems, json_of_text(l.tokens[i].stem));
    }
    json_object_set_new(out, "language", json_string(language));
    json_object_set_new(out, "stems", stems);
    return ST_OK;
}

const struct filter stem_filter = {
    .name = "stem",
    .summary = "the stems of a text's words",
    .input = "{\"id\",\"text\",\"language\"?}",
    .output = "{\"id\",\"language\",\"stems\":[...]}",
    .open = words_filter_open,
    .line = line,
    .close = words_filter_close,
};
