/*
 * standing.h - where a group stands, as SQL, so that every list and every count says the same.
 *
 * For the files of store/ that read question_group under the name g.  A group is listed
 * while it is not merged away and one of its questions still stands in a post that no mute
 * hides (the view heard).  Its state is
 *   gap      no page of the department answers it, whatever was drafted before
 *   open     nothing is proposed
 *   machine  the latest draft waits for an editor; else the state that the latest
 *            decision on that draft gave it
 */
#ifndef STANDING_H
#define STANDING_H

#include <jansson.h>
#include <stdint.h>

#include "store.h"

#define STANDING_LISTED                                                                            \
    " g.merged_into IS NULL AND EXISTS (SELECT 1 FROM group_link JOIN heard"                       \
    "  ON heard.question_id = group_link.question_id WHERE group_link.group_id = g.id)"

/* Of a group: it is one of questions, not a mention that asks nothing. */
#define STANDING_ASKS " EXISTS (SELECT 1 FROM question x WHERE x.id = g.head_id AND x.asks = 1)"

/* At most one row of each for a row of g. */
#define STANDING_JOINS                                                                             \
    " LEFT JOIN gap ON gap.group_id = g.id"                                                        \
    " LEFT JOIN draft ON draft.id = (SELECT MAX(x.id) FROM draft x WHERE x.group_id = g.id)"       \
    " LEFT JOIN decision ON decision.draft_id = draft.id AND decision.revision ="                  \
    "  (SELECT MAX(y.revision) FROM decision y WHERE y.draft_id = draft.id)"

#define STANDING_STATE                                                                             \
    " CASE WHEN gap.group_id IS NOT NULL THEN 'gap' WHEN draft.id IS NULL THEN 'open'"             \
    "  ELSE COALESCE(decision.state, 'machine') END"

/* The wording that stands for the group: its head while that is heard, else the first that is. */
#define STANDING_HEAD                                                                              \
    " CASE WHEN EXISTS (SELECT 1 FROM heard WHERE heard.question_id = g.head_id) THEN g.head_id"   \
    "  ELSE (SELECT MIN(heard.question_id) FROM group_link JOIN heard"                             \
    "   ON heard.question_id = group_link.question_id WHERE group_link.group_id = g.id) END"

/* Where any question of the group ? was asked, oldest first. */
#define STANDING_URLS                                                                              \
    "SELECT post.permalink FROM group_link"                                                        \
    " JOIN heard ON heard.question_id = group_link.question_id"                                    \
    " JOIN post ON post.id = heard.post_id WHERE group_link.group_id = ?"                          \
    " ORDER BY COALESCE(post.posted_s, post.first_seen_s), post.id"

/* The texts of a statement's only column, bound to one id, as a JSON list. */
json_t *standing_texts(struct store *s, const char *sql, int64_t id);

#endif /* STANDING_H */
