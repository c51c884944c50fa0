/* question_list.c - questions and groups as lists show them; see store_question.h. */

#include "db.h"
#include "standing.h"
#include "store_question.h"

#define ASKED    "COALESCE(post.posted_s, post.first_seen_s)"
#define NO_BOUND INT64_MAX

/* Questions with what is said of them: all, those of a group, one; each by its own index. */
#define MEMBERS                                                                                    \
    "SELECT question.id, COALESCE(group_link.group_id, 0), COUNT(DISTINCT post.id),"               \
    " MIN(" ASKED "), MAX(" ASKED "), department.key, question.text, question.body,"               \
    " question.language, COALESCE(group_link.why, ''), COALESCE(group_link.p, 0),"                 \
    " COALESCE(question_group.head_id = question.id, 0), MAX(sighting.muted)"                      \
    " FROM question JOIN department ON department.id = question.department_id"                     \
    " JOIN sighting ON sighting.question_id = question.id"                                         \
    " JOIN post ON post.id = sighting.post_id"                                                     \
    " LEFT JOIN group_link ON group_link.question_id = question.id"                                \
    " LEFT JOIN question_group ON question_group.id = group_link.group_id"                         \
    " WHERE (? = 0 OR question.department_id = ?)"
#define MEMBERS_ALL " AND question.asks = ?"
#define MEMBERS_END                                                                                \
    " AND (sighting.muted IS NOT NULL) = ?"                                                        \
    " GROUP BY question.id, group_link.group_id, department.key, question.text, question.body,"    \
    "  question.language, group_link.why, group_link.p, question_group.head_id"                    \
    " HAVING MAX(" ASKED ") >= ? AND MAX(" ASKED ") < ?"                                           \
    " ORDER BY question.id LIMIT ?"

enum statement {
    SQL_GROUPS,
    SQL_MEMBERS,
    SQL_MEMBERS_OF,
    SQL_MEMBER,
    SQL_SIGHTINGS,
    SQL_POSTS,
};

static const char *const sql[] = {
    [SQL_GROUPS] =
        "SELECT question_group.id, question_group.head_id, COUNT(DISTINCT group_link.question_id),"
        " COUNT(DISTINCT post.id), COUNT(DISTINCT url.host_id), MIN(" ASKED "),"
        " MAX(" ASKED ") AS last_s, department.key, head.text, head.language,"
        " (SELECT" STANDING_STATE " FROM question_group g" STANDING_JOINS
        "  WHERE g.id = question_group.id)"
        " FROM question_group JOIN department ON department.id = question_group.department_id"
        " JOIN question head ON head.asks = 1 AND head.id = (SELECT" STANDING_HEAD
        "  FROM question_group g WHERE g.id = question_group.id)"
        " JOIN group_link ON group_link.group_id = question_group.id"
        " JOIN heard ON heard.question_id = group_link.question_id"
        " JOIN post ON post.id = heard.post_id JOIN url ON url.id = post.url_id"
        " WHERE question_group.merged_into IS NULL"
        "  AND (? = 0 OR question_group.department_id = ?)"
        " GROUP BY question_group.id, question_group.head_id, department.key, head.text,"
        "  head.language HAVING MAX(" ASKED ") >= ? AND MAX(" ASKED ") < ?"
        " ORDER BY COUNT(DISTINCT post.id) DESC, last_s DESC, question_group.id LIMIT ?",
    [SQL_MEMBERS] = MEMBERS MEMBERS_ALL MEMBERS_END,
    [SQL_MEMBERS_OF] = MEMBERS " AND group_link.group_id = ?" MEMBERS_END,
    [SQL_MEMBER] = MEMBERS " AND question.id = ?" MEMBERS_END,
    [SQL_SIGHTINGS] = "SELECT " ASKED ", COALESCE(post.answers, -1), post.permalink,"
                      " COALESCE(post_match.words, ''), post.gone_s IS NOT NULL, sighting.muted,"
                      " post.asker_hash FROM sighting"
                      " JOIN post ON post.id = sighting.post_id"
                      " LEFT JOIN post_match ON post_match.post_id = sighting.post_id"
                      "  AND post_match.department_id = sighting.department_id"
                      " WHERE sighting.question_id = ? ORDER BY 1, post.id",
    [SQL_POSTS] = "SELECT post.id, post.permalink, post.title, post.body, post.language,"
                  " post_match.post_id IS NOT NULL, COALESCE(source.matching = 'all', 0),"
                  " source.key, post.asker_hash, sighting.muted,"
                  " post_match.post_id IS NOT NULL OR EXISTS (SELECT 1 FROM url_source"
                  "  JOIN source s ON s.id = url_source.source_id"
                  "  WHERE url_source.url_id = post.url_id AND s.department_id = ?1 AND s.active = "
                  "1) FROM post"
                  " LEFT JOIN post_match ON post_match.post_id = post.id"
                  "  AND post_match.department_id = ?1"
                  " LEFT JOIN source ON source.id = post_match.source_id"
                  " LEFT JOIN sighting ON sighting.post_id = post.id"
                  "  AND sighting.department_id = post_match.department_id"
                  " WHERE post.gone_s IS NULL ORDER BY post.id",
};

static void
bind_twice(struct db_query *q, int64_t v)
{
    db_bind_int(q, v);
    db_bind_int(q, v);
}

static void
bind_bounds(struct db_query *q, int64_t since_s, int64_t until_s, int64_t limit)
{
    db_bind_int(q, since_s);
    db_bind_int(q, until_s > 0 ? until_s : NO_BOUND);
    db_bind_int(q, limit > 0 ? limit : NO_BOUND);
}

void
store_question_groups(struct store *s, const struct store_group_query *query, struct arena *a,
                      store_group_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_GROUPS]);

    bind_twice(q, query->department_id);
    bind_bounds(q, query->since_s, query->until_s, query->limit);
    while (db_row(q)) {
        int c = 0;
        struct store_group_row g = { .id = db_int(q, c++) };

        g.head_id = db_int(q, c++);
        g.n_questions = db_int(q, c++);
        g.times_asked = db_int(q, c++);
        g.sites = db_int(q, c++);
        g.first_asked_s = db_int(q, c++);
        g.last_asked_s = db_int(q, c++);
        g.department = db_text_in(q, c++, a);
        g.question = db_text_in(q, c++, a);
        g.language = db_text_in(q, c++, a);
        g.state = db_text_in(q, c++, a);
        fn(self, &g);
    }
    db_done(q);
}

void
store_question_members(struct store *s, const struct store_member_query *query, struct arena *a,
                       store_member_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[query->id != 0         ? SQL_MEMBER
                                         : query->group_id != 0 ? SQL_MEMBERS_OF
                                                                : SQL_MEMBERS]);

    bind_twice(q, query->department_id);
    if (query->id != 0 || query->group_id != 0)
        db_bind_int(q, query->id != 0 ? query->id : query->group_id);
    else
        db_bind_int(q, !query->mentions);
    db_bind_int(q, query->muted);
    bind_bounds(q, query->since_s, query->until_s, query->limit);
    while (db_row(q)) {
        int c = 0;
        struct store_member_row m = { .id = db_int(q, c++) };

        m.group_id = db_int(q, c++);
        m.times_asked = db_int(q, c++);
        m.first_asked_s = db_int(q, c++);
        m.last_asked_s = db_int(q, c++);
        m.department = db_text_in(q, c++, a);
        m.text = db_text_in(q, c++, a);
        m.body = db_text_in(q, c++, a);
        m.language = db_text_in(q, c++, a);
        m.why = db_text_in(q, c++, a);
        m.p = db_real(q, c++);
        m.head = db_int(q, c++) != 0;
        m.muted = db_text_in(q, c++, a);
        fn(self, &m);
    }
    db_done(q);
}

void
store_question_sightings(struct store *s, int64_t question_id, struct arena *a,
                         store_sighting_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_SIGHTINGS]);

    db_bind_int(q, question_id);
    while (db_row(q)) {
        int c = 0;
        struct store_sighting_row r = { .asked_s = db_int(q, c++) };

        r.answers = db_int(q, c++);
        r.address = db_text_in(q, c++, a);
        r.words = db_text_in(q, c++, a);
        r.gone = db_int(q, c++) != 0;
        r.muted = db_text_in(q, c++, a);
        r.author_hash = db_text_in(q, c++, a);
        fn(self, &r);
    }
    db_done(q);
}

void
store_question_posts(struct store *s, int64_t department_id, store_seen_post_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_POSTS]);

    db_bind_int(q, department_id);
    while (db_row(q)) {
        int c = 0;
        struct store_seen_post p = { .id = db_int(q, c++) };

        p.address = db_text(q, c++);
        p.title = db_text(q, c++);
        p.body = db_text(q, c++);
        p.language = db_text(q, c++);
        p.kept = db_int(q, c++) != 0;
        p.all = db_int(q, c++) != 0;
        p.source = db_text(q, c++);
        p.author_hash = db_text(q, c++);
        p.muted = db_text(q, c++);
        p.read = db_int(q, c) != 0;
        fn(self, &p);
    }
    db_done(q);
}
