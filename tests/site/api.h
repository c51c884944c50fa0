/*
 * api.h - read APIs of the test site, when it is started with --api:
 *
 *   forum host  /latest.json, /t/ID.json      as Discourse answers them
 *   api host    /2.3/questions, /2.3/search/advanced  as Stack Exchange's API 2.3
 *               does, for the Q&A host: has_more, quota, a backoff of a second
 *               with the first page, and once error 502 with status 400
 *               /tags/TAG, /api/v1/timelines/tag/TAG  as Mastodon does, with
 *               posts of the board: Link header, and once a spent limit
 */
#ifndef API_H
#define API_H

#include "site.h"

bool api_forum(const struct site *s, const struct site_request *q, struct site_reply *r);
void api_answer(const struct site *s, const struct site_request *q, struct site_reply *r);
void api_address(const struct site *s, const struct site_thread *t, char out[SITE_PATH_BYTES]);

#endif /* API_H */
