/*
 * ask.h - what a person typed into a search, taken apart.
 *
 *   query  = *( word / DQUOTE 1*word DQUOTE / "site:" host / "lang:" code )
 *
 * Words are looked for by their stems, any of them, the more the better; a phrase in quotes must
 * stand there as it is; site: and lang: leave out what is elsewhere or in another language.
 */
#ifndef ASK_H
#define ASK_H

#include "arena.h"
#include "status.h"
#include "text.h"
#include "token.h"

#define ASK_MAX_PHRASES ((size_t)8)

struct ask {
    struct text words; /* all that is looked for, phrases included, without operators */
    struct text phrases[ASK_MAX_PHRASES];
    size_t n_phrases;
    struct text site;     /* TEXT_NONE: anywhere */
    const char *language; /* NULL: any */
};

/*
 * Texts live in the arena.  ST_USAGE: no word to look for, a quote that is not closed, an
 * operator without a value or a language that is none.
 */
enum status ask_parse(struct text query, struct arena *a, struct ask *ret, struct err *err);

/* Do all its phrases stand in the title or the text, word by word? */
bool ask_phrases(const struct ask *ask, struct tokenizer *tk, struct text title, struct text text,
                 const char *language, struct arena *a);

#endif /* ASK_H */
