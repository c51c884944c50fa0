/* link.c - see store_link.h. */

#include "store_link.h"

#include "db.h"

#define MS_PER_S    1000
#define S_PER_H     3600
#define STATUS_OK   200
#define STATUS_SAME 304

enum statement {
    SQL_LOOK,
    SQL_DUE,
};

/* The last request for the url in column c. */
#define LAST(what, c)                                                                              \
    "(SELECT " what " FROM fetch f WHERE f.url_id = " c " ORDER BY f.at_ms DESC, f.id DESC LIMIT " \
    "1)"

static const char *const sql[] = {
    [SQL_LOOK] =
        "SELECT url.state, COALESCE(url.reason, ''), COALESCE(page.noindex, 0),"
        " COALESCE((SELECT address FROM url t WHERE t.id = url.redirect_to), ''),"
        " COALESCE(" LAST(
            "f.status",
            "url.id") ", 0),"
                      " COALESCE(" LAST(
                          "f.at_ms",
                          "url.id") ", 0)"
                                    ", COALESCE(page.changed_s, 0) FROM url LEFT JOIN page ON "
                                    "page.url_id = url.id WHERE url.id = ?",
    /* A group's latest draft, while nobody said no to it; and what has been posted. */
    [SQL_DUE] = "SELECT DISTINCT url.id, url.source_id, url.host_id FROM draft d"
                " JOIN question_group g ON g.id = d.group_id AND g.merged_into IS NULL"
                " JOIN url ON url.id = d.link_url_id"
                " WHERE (NOT EXISTS (SELECT 1 FROM draft x WHERE x.group_id = d.group_id"
                "   AND x.id > d.id) AND COALESCE((SELECT c.state FROM decision c"
                "   WHERE c.draft_id = d.id ORDER BY c.revision DESC LIMIT 1), 'machine')"
                "   NOT IN ('rejected', 'withdrawn')"
                "  OR EXISTS (SELECT 1 FROM posting p WHERE p.draft_id = d.id))"
                " AND COALESCE(" LAST(
                    "f.at_ms", "url.id") ", 0) < ?"
                                         " AND url.state <> 'shelved' ORDER BY url.host_id, url.id",
};

/* Why it is none, whatever it answered; "" : it is one. */
static struct text
lost(struct text state, struct text reason, bool noindex, struct text to, struct arena *a)
{
    if (to.n > 0)
        return text_of(arena_printf(a, "moved to %.*s", TEXT_ARG(to)));
    if (noindex)
        return TEXT_LIT("the page asks to be left out of indexes");
    if (text_is(state, "gone") || text_is(state, "refused"))
        return reason.n > 0 ? reason : state;
    return TEXT_NONE;
}

static struct text
not_alive(const struct store_link *l, int64_t now_s, struct arena *a)
{
    if (l->asked_s == 0)
        return TEXT_LIT("it was never asked for");
    if (l->status == 0)
        return TEXT_LIT("it did not answer");
    if (l->status != STATUS_OK && l->status != STATUS_SAME)
        return text_of(arena_printf(a, "it answered %lld", (long long)l->status));
    if (l->asked_s < now_s - STORE_LINK_FRESH_S)
        return text_of(arena_printf(a, "its last answer is more than %lld hours old",
                                    (long long)(STORE_LINK_FRESH_S / S_PER_H)));
    return TEXT_NONE;
}

void
store_link_look(struct store *s, int64_t url_id, int64_t now_s, struct arena *a,
                struct store_link *ret)
{
    enum { STATE, REASON, NOINDEX, TO, STATUS, AT_MS, CHANGED };
    struct db_query *q = db_query(s, sql[SQL_LOOK]);

    *ret = (struct store_link){ .lost = true, .why = TEXT_LIT("no such page is known") };
    db_bind_int(q, url_id);
    if (db_row(q)) {
        ret->status = db_int(q, STATUS);
        ret->asked_s = db_int(q, AT_MS) / MS_PER_S;
        ret->changed_s = db_int(q, CHANGED);
        ret->why = lost(db_text_in(q, STATE, a), db_text_in(q, REASON, a), db_int(q, NOINDEX) != 0,
                        db_text(q, TO), a);
        ret->lost = ret->why.n > 0;
        if (!ret->lost)
            ret->why = not_alive(ret, now_s, a);
        ret->alive = ret->why.n == 0;
    }
    db_done(q);
}

size_t
store_link_due(struct store *s, int64_t before_s, struct arena *a, struct store_link_target **ret)
{
    struct db_query *q = db_query(s, sql[SQL_DUE]);
    size_t n = 0, cap = 0;

    *ret = NULL;
    db_bind_int(q, before_s * MS_PER_S);
    while (db_row(q)) {
        *ret = arena_grow(a, *ret, n, &cap, sizeof(**ret));
        (*ret)[n++] = (struct store_link_target){ db_int(q, 0), db_int(q, 1), db_int(q, 2) };
    }
    db_done(q);
    return n;
}
