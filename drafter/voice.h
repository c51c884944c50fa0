/*
 * voice.h - how a department sounds: the sentences around what a page says.
 *
 * A voice is an INI file, seeds/voices/NAME.ini, with several variants of each
 * part.  Which one is taken depends on the group alone, but for one rule: an
 * opening is never used twice in a row.
 *
 * What it does not do: put the parts together (compose.h).
 */
#ifndef VOICE_H
#define VOICE_H

#include "arena.h"
#include "status.h"
#include "tone.h"

#define VOICE_MAX_VARIANTS 50
#define VOICE_DEFAULT      "warm"

struct voice_list {
    struct text v[VOICE_MAX_VARIANTS];
    size_t n;
};

struct voice {
    const char *name;
    struct voice_list open[TONE_POSITIVE + 1]; /* by tone; each has one at least */
    struct voice_list contact, thanks, quote, link, close;
    struct voice_list settle; /* behind the contact line of a complaint; may be empty */
};

/*
 * NAME from the seeds folder dir (may be NULL), or else the one built in.
 * ST_NOTFOUND: neither; ST_CONFIG: a key or section it does not know, or a part
 * without a variant.  The voice lives in the arena.
 */
enum status voice_load(const char *dir, const char *name, struct arena *a, struct voice **ret,
                       struct err *err);

/*
 * The variant for a seed; another one if that is number `not` (and there is
 * another).  An empty list gives TEXT_NONE and *number 0.
 */
struct text voice_pick(const struct voice_list *l, uint64_t seed, size_t not, size_t *number);

#endif /* VOICE_H */
