/* sense.c - see sense.h. */
#include "sense.h"

#include "lang.h"

#define AROUND "<>()[],;:\"" /* stands around an address in a line of text */

const char *
sense_language(const char *language)
{
    return lang_normalize(text_of(language)) != NULL
               ? NULL
               : "no such language is known: wanted a code such as en, de, fr or es";
}

const char *
sense_contact(const char *contact)
{
    struct text rest = text_of(contact), word;

    while (text_cut(&rest, " " AROUND, &word)) {
        size_t at = text_find_char(word, '@');
        struct text host;

        if (at == TEXT_NPOS || at == 0) /* @name: not by mail */
            continue;
        host = text_from(word, at + 1);
        if (text_find_char(host, '.') == TEXT_NPOS || host.p[0] == '.' ||
            text_ends(host, TEXT_LIT(".")))
            return "wanted an address such as help@physics.example.edu";
    }
    return NULL;
}

struct text
sense_shared(const struct text_list *a, const struct text_list *b)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++)
            if (text_eq(a->v[i], b->v[k]))
                return a->v[i];
    return TEXT_NONE;
}
