/* erase_private.h - what erase.c and erase_words.c share; not for others. */
#ifndef ERASE_PRIVATE_H
#define ERASE_PRIVATE_H

#include "erase.h"

struct erase_place {
    const char *what, *find, *put; /* "note", its SELECT and UPDATE, in the arena */
    const char *table, *column;
};

struct erasing {
    const struct erase_job *job;
    struct store *s;
    struct arena *a;
    struct erase_found *f;
    struct words words; /* job->words */
    struct words slug;  /* the same as they stand in an address: "jane-public" */
    int64_t *posts, *groups;
    size_t n_posts, cap_posts, n_groups, cap_groups;
    struct erase_place *places;
    size_t n_places, cap_places;
};

/* What job->words are compared by. */
void erase_words_read(struct erasing *e);
/* Find the columns; before the transaction, because it asks SQLite in another role. */
void erase_words_places(struct erasing *e);
/* Replace the words of job->words, or of f->lost, wherever they stand. */
void erase_words_everywhere(struct erasing *e);
/* What webhooks were told of a group that nobody else asked. */
void erase_words_webhooks(struct erasing *e, int64_t group_id);
/* What left the house while it was there, by the logs of deliveries: digests since the posts were
 * found, before they go; of a group alarms, replies and calls of webhooks, before those do. */
void erase_sent_digests(struct erasing *e);
void erase_sent_group(struct erasing *e, int64_t group_id);
/* Rows that hold the words and are not ours to change. */
void erase_words_unreached(struct erasing *e);
/* Addresses of pages that hold the words, own pages left alone. */
void erase_words_addresses(struct erasing *e);

/* What archives have that address by: its own records, and links to it. */
void erase_links(struct erasing *e, struct text url);

/* The page is not asked for again and its address is not kept: only its hash is. */
void erase_address(struct erasing *e, int64_t url_id);

#endif /* ERASE_PRIVATE_H */
