/*
 * standing.h - where a group stands, as SQL, so that every list and every count says the same.
 *
 * For the files of store/ that read question_group under the name g.  A group is listed
 * while it is not merged away and one of its questions still stands in a post that no mute
 * hides (the view heard), or an answer of it became stale.  Its draft is its latest, none
 * while it is a gap: no page of the department answers it, whatever was drafted before.
 *
 * Its state is
 *   stale    the latest decision on the draft approved it or posted it, and what it says
 *            has been found not to hold since
 *   else the state that the latest decision on this draft (or on the group without one)
 *            gave it, if that is one of an editor's making; else
 *   gap, open (nothing is proposed), or machine (the draft waits for an editor)
 */
#ifndef STANDING_H
#define STANDING_H

#include <jansson.h>
#include <stdint.h>

#include "arena.h"
#include "store.h"
#include "text.h"

#define STANDING_LISTED                                                                            \
    " g.merged_into IS NULL AND (EXISTS (SELECT 1 FROM group_link JOIN heard"                      \
    "  ON heard.question_id = group_link.question_id WHERE group_link.group_id = g.id)"            \
    "  OR EXISTS (SELECT 1 FROM draft o JOIN stale ON stale.draft_id = o.id"                       \
    "   WHERE o.group_id = g.id))"

/* Of a group: it is one of questions, not a mention that asks nothing. */
#define STANDING_ASKS " EXISTS (SELECT 1 FROM question x WHERE x.id = g.head_id AND x.asks = 1)"

/* At most one row of each for a row of g. */
#define STANDING_JOINS                                                                             \
    " LEFT JOIN gap ON gap.group_id = g.id"                                                        \
    " LEFT JOIN draft ON draft.id = (SELECT MAX(x.id) FROM draft x WHERE x.group_id = g.id"        \
    "  AND NOT EXISTS (SELECT 1 FROM gap y WHERE y.group_id = g.id))"                              \
    " LEFT JOIN decision ON decision.group_id = g.id AND decision.revision ="                      \
    "  (SELECT MAX(y.revision) FROM decision y WHERE y.group_id = g.id"                            \
    "   AND COALESCE(y.draft_id, 0) = COALESCE(draft.id, 0))"                                      \
    " LEFT JOIN stale ON stale.draft_id = draft.id AND stale.revision >= decision.revision"        \
    "  AND decision.state IN ('approved', 'posted')"

#define STANDING_STATE                                                                             \
    " CASE WHEN stale.draft_id IS NOT NULL THEN 'stale'"                                           \
    "  WHEN decision.state NOT IN ('open', 'gap') THEN decision.state"                             \
    "  WHEN gap.group_id IS NOT NULL THEN 'gap' WHEN draft.id IS NULL THEN 'open'"                 \
    "  ELSE 'machine' END"

/* The wording that stands for the group: its head while that is heard, else the first that is; the
 * head where nothing is heard any more. */
#define STANDING_HEAD                                                                              \
    " CASE WHEN EXISTS (SELECT 1 FROM heard WHERE heard.question_id = g.head_id) THEN g.head_id"   \
    "  ELSE COALESCE((SELECT MIN(heard.question_id) FROM group_link JOIN heard"                    \
    "   ON heard.question_id = group_link.question_id WHERE group_link.group_id = g.id),"          \
    "   g.head_id) END"

/* The same for a group that is not heard at all, too. */
#define STANDING_ANY_HEAD " COALESCE((SELECT" STANDING_HEAD "), g.head_id)"

/*
 * What draft says by now: as an editor left it, else as it was made.  The text of a "write" belongs
 * to the draft that follows it.
 */
#define STANDING_TEXT                                                                              \
    " COALESCE((SELECT y.text FROM decision y WHERE y.draft_id = draft.id AND y.text IS NOT NULL"  \
    "  AND y.verb <> 'write' ORDER BY y.revision DESC LIMIT 1), draft.answer)"

/* Own-site pages of a department that may be linked to. */
#define STANDING_OWN_PAGES                                                                         \
    " FROM page_text JOIN page ON page.url_id = page_text.url_id"                                  \
    " JOIN url ON url.id = page_text.url_id"                                                       \
    " WHERE page.noindex = 0"                                                                      \
    " AND NOT EXISTS (SELECT 1 FROM page_twin WHERE page_twin.url_id = page_text.url_id)"          \
    " AND url.state IN ('done', 'queued', 'waiting')"                                              \
    " AND EXISTS (SELECT 1 FROM url_source JOIN source ON source.id = url_source.source_id"        \
    "  WHERE url_source.url_id = page_text.url_id AND source.own_site = 1"                         \
    "  AND source.active = 1 AND source.department_id = ?)"

/*
 * Is one of the group g's sources not listen only, and found since the department answers?  The sum
 * keeps SQLite from beginning with all that matched the department: at 100,000 groups that is 20 ms
 * for each (make bench-queue).
 */
#define STANDING_ANSWERS                                                                           \
    " EXISTS (SELECT 1 FROM group_link l JOIN heard t ON t.question_id = l.question_id"            \
    "  JOIN post_match m ON m.post_id = t.post_id AND m.department_id + 0 = g.department_id"       \
    "  JOIN source ON source.id = m.source_id"                                                     \
    "  WHERE l.group_id = g.id AND source.mode <> 'listen'"                                        \
    "  AND t.post_id > (SELECT answers_after FROM department z WHERE z.id = g.department_id))"

/* When a post was asked, as near as is known. */
#define STANDING_ASKED "COALESCE(post.posted_s, post.first_seen_s)"

/* Where any question of the group ? was asked, oldest first. */
#define STANDING_URLS                                                                              \
    "SELECT post.permalink FROM group_link"                                                        \
    " JOIN heard ON heard.question_id = group_link.question_id"                                    \
    " JOIN post ON post.id = heard.post_id WHERE group_link.group_id = ?"                          \
    " ORDER BY COALESCE(post.posted_s, post.first_seen_s), post.id"

/* The argument of park as a time; false, *ret untouched: it is none. */
bool standing_until(struct text arg, int64_t *ret_s);

/*
 * What the latest decision with that verb that is not taken back said, of the group while its
 * draft is that one (0: none); untouched when there is none.
 */
struct standing_said {
    struct text arg, reason;
};
void standing_said(struct store *s, int64_t group_id, int64_t draft_id, const char *verb,
                   struct arena *a, struct standing_said *ret);

/* The texts of a statement's only column, bound to one id, as a JSON list. */
json_t *standing_texts(struct store *s, const char *sql, int64_t id);

/* What a group, g, has become: itself, or the one at the end of its merges. */
#define STANDING_GROUP                                                                             \
    " CASE WHEN g.merged_into IS NULL THEN g.id ELSE (WITH RECURSIVE up (id, next) AS"             \
    " (SELECT g.id, g.merged_into UNION SELECT o.id, o.merged_into FROM up"                        \
    "   JOIN question_group o ON o.id = up.next)"                                                  \
    " SELECT id FROM up WHERE next IS NULL) END"

#endif /* STANDING_H */
