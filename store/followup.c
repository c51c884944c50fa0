/* followup.c - see store_followup.h.  The posts of the group first, then the answers near each. */

#include "store_followup.h"

#include <string.h>

#include "db.h"
#include "standing.h"

#define MAX_POSTS 64 /* of a group that are looked at: the newest */

enum statement {
    SQL_POSTS,
    SQL_AT_POST,
    SQL_AT_ADDRESS,
    SQL_TO_ASKER,
    SQL_ANSWER,
};

/*
 * Of the department of the group ?1, but not of the group itself.  The plus keeps the planner from
 * beginning with all groups of the department: 73 ms a card at 100,000 groups, 2026-11-22.
 */
#define OTHERS                                                                                     \
    " JOIN question_group g ON g.id = draft.group_id WHERE g.id <> ?1 AND +g.department_id ="      \
    "  (SELECT department_id FROM question_group WHERE id = ?1)"

static const char *const sql[] = {
    /* The address of a page counts only where the page is one thread. */
    [SQL_POSTS] = "SELECT post.id, post.permalink, CASE WHEN page.kind = 'thread' THEN url.address"
                  " ELSE '' END, COALESCE(post.asker_hash, '') FROM group_link"
                  " JOIN heard ON heard.question_id = group_link.question_id"
                  " JOIN post ON post.id = heard.post_id JOIN url ON url.id = post.url_id"
                  " LEFT JOIN page ON page.url_id = post.url_id WHERE group_link.group_id = ?"
                  " ORDER BY post.id DESC LIMIT ?",
    [SQL_AT_POST] = "SELECT posting.draft_id, posting.at_s, COALESCE(posting.url, '') FROM posting"
                    " JOIN draft ON draft.id = posting.draft_id" OTHERS
                    " AND posting.post_id = ?2 ORDER BY posting.at_s DESC LIMIT ?3",
    /* From the address on, whatever follows it: near_thread() looks closer. */
    [SQL_AT_ADDRESS] =
        "SELECT posting.draft_id, posting.at_s, posting.url FROM posting"
        " JOIN draft ON draft.id = posting.draft_id" OTHERS
        " AND posting.url >= ?2 AND posting.url < ?3 ORDER BY posting.at_s DESC LIMIT ?4",
    [SQL_TO_ASKER] =
        "SELECT draft.id, COALESCE(posting.at_s, decision.at_s), COALESCE(posting.url, '')"
        " FROM post JOIN heard ON heard.post_id = post.id"
        " JOIN group_link ON group_link.question_id = heard.question_id"
        " JOIN draft ON draft.id = (SELECT MAX(x.id) FROM draft x"
        "  WHERE x.group_id = group_link.group_id)"
        " JOIN decision ON decision.draft_id = draft.id AND decision.revision ="
        "  (SELECT MAX(y.revision) FROM decision y WHERE y.draft_id = draft.id)"
        " LEFT JOIN posting ON posting.id = (SELECT MAX(z.id) FROM posting z"
        "  WHERE z.draft_id = draft.id)" OTHERS
        " AND decision.state IN ('approved', 'posted') AND post.asker_hash = ?2"
        " ORDER BY 2 DESC LIMIT ?3",
    /* Nothing for an answer that was withdrawn. */
    [SQL_ANSWER] =
        "SELECT draft.group_id, question.text," STANDING_TEXT
        ", COALESCE(draft.link, '') FROM draft"
        " JOIN question_group g ON g.id = draft.group_id"
        " JOIN question ON question.id =" STANDING_HEAD
        " WHERE draft.id = ? AND COALESCE((SELECT y.state FROM decision y"
        "  WHERE y.draft_id = draft.id ORDER BY y.revision DESC LIMIT 1), '') <> 'withdrawn'",
};

struct looking {
    struct store *s;
    struct arena *arena;
    int64_t group_id;
    struct store_followup *v; /* of STORE_FOLLOWUP_MAX; newest first */
    size_t n;
};

/* Keep the list sorted and short.  An answer that is known gets the marks of both. */
static void
keep(struct looking *x, const struct store_followup *new)
{
    size_t at = 0;

    for (size_t i = 0; i < x->n; i++)
        if (x->v[i].draft_id == new->draft_id) {
            x->v[i].same_thread = x->v[i].same_thread || new->same_thread;
            x->v[i].same_asker = x->v[i].same_asker || new->same_asker;
            return;
        }
    while (at < x->n && (x->v[at].at_s > new->at_s ||
                         (x->v[at].at_s == new->at_s && x->v[at].draft_id > new->draft_id)))
        at++;
    if (at == STORE_FOLLOWUP_MAX)
        return;
    if (x->n < STORE_FOLLOWUP_MAX)
        x->n++;
    memmove(x->v + at + 1, x->v + at, (x->n - at - 1) * sizeof(*x->v));
    x->v[at] = *new;
}

/* The address of a thread without what names a place on its page, or a closing slash. */
static struct text
thread_of(struct text address)
{
    address = text_before(address, '#');
    while (address.n > 0 && address.p[address.n - 1] == '/')
        address.n--;
    return address;
}

/* Is url on the thread: the same page, a later one of it, or a reply's own address below it? */
static bool
near_thread(struct text url, struct text thread)
{
    const struct text scheme = TEXT_LIT("://");
    size_t host = text_find(thread, scheme);

    if (host == TEXT_NPOS || !text_starts(url, thread))
        return false;
    if (text_find_char(text_from(thread, host + scheme.n), '/') == TEXT_NPOS)
        return thread_of(url).n == thread.n; /* a whole site is no thread */
    return url.n == thread.n || strchr("/?&#", url.p[thread.n]) != NULL;
}

static void
take(struct looking *x, struct db_query *q, struct text thread, bool asker)
{
    while (db_row(q)) {
        struct store_followup f = { .draft_id = db_int(q, 0), .at_s = db_int(q, 1) };

        if (thread.n > 0 && !near_thread(db_text(q, 2), thread))
            continue;
        f.url = db_text_in(q, 2, x->arena);
        f.same_asker = asker;
        f.same_thread = !asker;
        keep(x, &f);
    }
    db_done(q);
}

static void
look_at_address(struct looking *x, struct text address)
{
    struct db_query *q = db_query(x->s, sql[SQL_AT_ADDRESS]);
    struct text thread = thread_of(address);

    if (thread.n == 0)
        return;
    db_bind_int(q, x->group_id);
    db_bind_text(q, thread);
    /* No address has a byte above '~' where it goes on. */
    db_bind_str(q, arena_printf(x->arena, "%.*s~", TEXT_ARG(thread)));
    db_bind_int(q, MAX_POSTS);
    take(x, q, thread, false);
}

static void
look_near(struct looking *x, int64_t post_id, struct text permalink, struct text page,
          struct text asker)
{
    struct db_query *q = db_query(x->s, sql[SQL_AT_POST]);

    db_bind_int(q, x->group_id);
    db_bind_int(q, post_id);
    db_bind_int(q, STORE_FOLLOWUP_MAX);
    take(x, q, TEXT_NONE, false);
    look_at_address(x, permalink);
    if (!text_eq(page, permalink))
        look_at_address(x, page);
    if (asker.n == 0)
        return;
    q = db_query(x->s, sql[SQL_TO_ASKER]);
    db_bind_int(q, x->group_id);
    db_bind_text(q, asker);
    db_bind_int(q, STORE_FOLLOWUP_MAX);
    take(x, q, TEXT_NONE, true);
}

/* Fill in what the answers say; those that were withdrawn go. */
static void
read_answers(struct looking *x)
{
    size_t n = 0;

    for (size_t i = 0; i < x->n; i++) {
        struct store_followup *f = &x->v[i];
        struct db_query *q = db_query(x->s, sql[SQL_ANSWER]);
        int c = 0;

        db_bind_int(q, f->draft_id);
        if (db_row(q)) {
            f->group_id = db_int(q, c++);
            f->question = db_text_in(q, c++, x->arena);
            f->answer = db_text_in(q, c++, x->arena);
            f->link = db_text_in(q, c++, x->arena);
            x->v[n++] = *f;
        }
        db_done(q);
    }
    x->n = n;
}

size_t
store_followup(struct store *s, int64_t group_id, struct arena *a,
               struct store_followup ret[STORE_FOLLOWUP_MAX])
{
    struct db_query *q = db_query(s, sql[SQL_POSTS]);
    struct looking x = { .s = s, .arena = a, .group_id = group_id, .v = ret };

    db_bind_int(q, group_id);
    db_bind_int(q, MAX_POSTS);
    while (db_row(q)) {
        int c = 0;
        int64_t post_id = db_int(q, c++);
        struct text permalink = db_text_in(q, c++, a), page = db_text_in(q, c++, a);

        look_near(&x, post_id, permalink, page, db_text_in(q, c++, a));
    }
    db_done(q);
    read_answers(&x);
    return x.n;
}
