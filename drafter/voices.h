/*
 * voices.h - the voices of one department, in each language that there is a file for.
 *
 * A voice "warm" speaks English.  "warm-de" is the same voice in German, and is taken where
 * what is said is German: seeds/voices/warm-de.ini of the workspace, or the one built in.
 * Where a voice has no file in a language, it speaks its own.
 */
#ifndef VOICES_H
#define VOICES_H

#include "config.h"
#include "support.h"
#include "voice.h"

/* One voice in one language, and what it may say, as support.h wants it. */
struct voices_one {
    const struct voice *voice;
    struct support_parts parts;
};

struct voices;

/*
 * The department's voice, and those of its sources and experiments, from the seeds folder (may be
 * NULL), in all languages.  ST_NOTFOUND, ST_CONFIG: as voice_load().  It lives in the arena.
 */
enum status voices_load(const struct department_config *d, const char *seeds, struct arena *a,
                        struct voices **ret, struct err *err);

/*
 * That of a source (its number; VOICES_DEPARTMENT: none of them) in a language, two letters or
 * NULL for English.
 */
const struct voices_one *voices_of(const struct voices *v, size_t source, const char *language);

#define VOICES_DEPARTMENT SIZE_MAX

/* That of a card by its name, "warm", in a language as above; NULL: it is none of theirs. */
const struct voices_one *voices_card(const struct voices *v, struct text name,
                                     const char *language);

/* One by its file's name, "warm-de"; NULL: it is none of the department's any more. */
const struct voices_one *voices_named(const struct voices *v, struct text name);

/* Has the source a voice of its own? */
bool voices_has(const struct voices *v, size_t source);

#endif /* VOICES_H */
