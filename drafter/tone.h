/*
 * tone.h - how a post sounds, and whether a person must see it at once.
 *
 * Words with a valence, turned by what stands around them: negation, degree
 * words, capitals, exclamation marks, "but".  The rules are those of VADER
 * (Hutto and Gilbert, 2014), the words its lexicon (seeds/lexicons/vader.txt,
 * MIT) with our own phrases and emoji beside it (tone.txt).
 *
 * What it does not do: understand sarcasm, or any language but English: other
 * texts come out neutral, with a low probability.  What it says is a first
 * guess that an editor corrects with one key.
 *
 * The neutral band is not symmetric: polite words ("please", "thanks") lift
 * questions a little above zero.
 */
#ifndef TONE_H
#define TONE_H

#include "status.h"
#include "text.h"

#define TONE_MAX_BYTES    ((size_t)32 * 1024) /* of a post for its score */
#define TONE_NEUTRAL_LOW  (-.05)              /* a score below is negative */
#define TONE_NEUTRAL_HIGH .15                 /* a score above is positive */

#define TONE_COMPLAINT (-.5) /* a question must be below to be negative */

enum tone_kind { TONE_NEGATIVE, TONE_NEUTRAL, TONE_POSITIVE };

struct tone_result {
    enum tone_kind kind;
    double score; /* -1 .. 1 */
    double p;     /* probability of kind, given the score */
    /* Why a person must see this at once ("self-harm", "legal"); NULL: no need.  Points into the
     * tone. */
    const char *escalation;
};

struct tone;

/*
 * The lexicons: those built in, and any lexicons/NAME.txt below dir (a
 * workspace's seeds folder, or NULL) in place of the built-in one.
 * ST_CONFIG: a line of one cannot be read (file and line in err).
 */
enum status tone_new(const char *dir, struct tone **ret, struct err *err);
void tone_free(struct tone *t); /* accepts NULL */

/* Judge a post.  May be called from several threads with the same t. */
struct tone_result tone_of(const struct tone *t, struct text post);

/*
 * The same for a post that asks something.  Questions name sad things ("stolen",
 * "problem", "pay") without complaining: theirs is negative from TONE_COMPLAINT down.
 */
struct tone_result tone_of_question(const struct tone *t, struct text post);

/* Only escalation of the above, of which every byte of the post is looked at. */
const char *tone_escalation(const struct tone *t, struct text post);

const char *tone_name(enum tone_kind kind); /* "positive" */
/* The kind of that name; false when there is none. */
bool tone_parse(struct text name, enum tone_kind *ret);

#endif /* TONE_H */
