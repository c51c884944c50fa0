/*
 * lang.h - which natural language is this text in?
 *
 * What a page declares is taken first (HTML lang, og:locale), brought to ISO
 * 639-1's two letters.  Without it the text decides: the script it is written
 * in, the small words in it, and libexttextcat's n-gram fingerprints.  A short
 * text is weak evidence, so a guess away from the fallback must be clear.
 *
 * Every code handed out is a static string, so callers keep it freely; two
 * codes are equal if strcmp() says so.  Only languages that Snowball stems, and
 * a few that it does not (zh, ja, ko, pl, ...), have a code here.
 */
#ifndef LANG_H
#define LANG_H

#include "text.h"

struct lang_guesser;

#define LANG_DEFAULT "en"

/*
 * "en-US", "EN", "eng", "English", "pt_BR" to "en", "en", "en", "en", "pt".
 * NULL for what names no language we know ("", "x-default", "und").
 */
const char *lang_normalize(struct text declared);

/* Snowball's name for the stemmer of a two-letter code ("english"); NULL: it has none. */
const char *lang_stemmer(const char *code);

/*
 * Cheap: the fingerprints (1 MB of files) are read at the first guess that
 * needs them.  When they are missing, script and small words alone decide.
 * Not to be shared between threads.
 */
struct lang_guesser *lang_new(void);
void lang_free(struct lang_guesser *g); /* accepts NULL */

/*
 * The language of text (UTF-8).  declared may be TEXT_NONE; what it names wins.
 * fallback is a code as above, or NULL for LANG_DEFAULT: it is the answer when the
 * text is too short or too mixed to say.  g may be NULL: script and small words only.
 */
const char *lang_of(struct lang_guesser *g, struct text declared, struct text text,
                    const char *fallback);

#endif /* LANG_H */
