/*
 * store_campaign.h - events of a department: which posts belong to one, and every list narrowed
 * down to one, or to who asks.
 *
 * A campaign's keywords are keywords of the department while it runs (store_run_keywords()); what
 * was asked in its time and has one of them is tagged by the indexer.
 */
#ifndef STORE_CAMPAIGN_H
#define STORE_CAMPAIGN_H

#include "arena.h"
#include "store.h"
#include "text.h"

#define STORE_CAMPAIGN_KIND "campaign:" /* before its key: the kind of its keywords */

/* 0: the department has no campaign of that key. */
int64_t store_campaign_id(struct store *s, int64_t department_id, const char *key);

/* When it is: asked from from_s to before to_s; of all departments that have one of that key, the
 * first and the last (department_id 0: all).  False: there is none. */
bool store_campaign_span(struct store *s, int64_t department_id, struct text key, int64_t *from_s,
                         int64_t *to_s);
/* Keys to choose from, of those departments, in order; how many. */
size_t store_campaign_keys(struct store *s, const int64_t *departments, size_t n, struct arena *a,
                           struct text **ret);

struct store_campaign_post {
    int64_t post_id;
    struct text title, body, address, language; /* for the call only */
    bool in_time, tagged;
};
typedef void store_campaign_post_fn(void *self, const struct store_campaign_post *p);

/* The department's indexed posts that were asked in its time, and those that are tagged. */
void store_campaign_posts(struct store *s, int64_t campaign_id, store_campaign_post_fn *fn,
                          void *self);
/* In role STORE_INDEXER. */
void store_campaign_tag(struct store *s, int64_t campaign_id, int64_t post_id, bool on);

/*
 * From here on this connection sees only posts of the campaign and of the audience
 * (store_audience.h) (NULL: any), and the groups, drafts and counts that follow from them; it is
 * for reading. ST_NOTFOUND: no department has such a campaign, no source and no group such an
 * audience.  Leaves role.
 */
enum status store_campaign_narrow(struct store *s, const char *campaign, const char *audience,
                                  enum store_role role, struct err *err);

#endif /* STORE_CAMPAIGN_H */
