/*
 * mute.h - which posts of a source nobody wants to hear of.
 *
 * A source's mute lines, each
 *
 *   mute = "site:" host / "author-hash:" hex / "phrase:" keyword / "title:" keyword
 *
 *  - site:example.net       posts on that host or below it
 *  - author-hash:3f...      posts of one asker, as earshot question ID --json names them
 *  - phrase:buy essays      posts in whose title or text the phrase stands; it is a keyword of
 *                           match.h, so word endings do not matter and quotes make it exact
 *  - title:for sale         the same in the title alone
 *
 * A muted post stays in the store and is left out of lists and drafts until the line
 * goes.  Pure code: no store, no network.
 */
#ifndef MUTE_H
#define MUTE_H

#include "match.h"

#define MUTE_NONE SIZE_MAX

/* Compiled lines; as a matcher it belongs to one thread. */
struct mute;

/* ST_INVALID: err says what line, counted from 1, is none and what was wanted. */
enum status mute_compile(const struct text *lines, size_t n, struct mute **ret, struct err *err);
void mute_free(struct mute *m); /* accepts NULL */

/* A post; author_hash may be empty. */
struct mute_subject {
    struct match_subject words;
    struct text author_hash;
};

/* The first line that mutes the post, counted from 0; MUTE_NONE: it is heard. */
size_t mute_find(struct mute *m, struct tokenizer *tk, const struct mute_subject *s,
                 struct arena *a);

/* The line as it was given. */
struct text mute_line(const struct mute *m, size_t i);

#endif /* MUTE_H */
