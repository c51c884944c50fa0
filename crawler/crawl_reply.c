/*
 * crawl_reply.c - the pages where answers were posted: is the answer still there?
 *
 * They are asked for like pages that answers link to, on hosts of the run's sources alone (what
 * is nobody's source has no basis), whole: what has not changed says nothing of the first look.
 * The answer is there when its link stands in the page, or one of its sentences in the text.
 */
#include <string.h>

#include "buf.h"
#include "crawl_private.h"
#include "store_reply.h"

#define REPLY_PRIORITY 900 /* behind what blocks an approval */
#define MIN_SENTENCE   24  /* bytes; shorter ones anybody says */

static struct crawl_source *
source_of(struct crawl *c, struct text authority)
{
    for (size_t i = 0; i < c->n_sources; i++)
        if (text_eq(c->sources[i].authority, authority))
            return &c->sources[i];
    return NULL;
}

/* The row of the page, queued to be read as a whole; 0: it could not be. */
static int64_t
queue(struct crawl *c, struct crawl_source *src, int64_t host_id, struct text address)
{
    struct store_url u = { 0 };
    struct store_url_known known;

    if (!store_url_find(c->store, address, &known)) {
        u.address = address;
        u.host_id = host_id;
        u.source_id = src->row.id;
        u.kind = STORE_URL_PAGE;
        u.depth = 1;
        u.priority = REPLY_PRIORITY;
        u.first_seen_s = clock_now_s(c->cfg->clock);
        return store_url_add(c->store, &u);
    }
    if (!store_url_get(c->store, known.id, c->arena, &u))
        return 0;
    u.etag = u.last_modified = TEXT_NONE;
    store_url_put(c->store, &u);
    store_url_requeue(c->store, u.id, REPLY_PRIORITY);
    return u.id;
}

size_t
crawl_reply_setup(struct crawl *c, struct crawl_target **ret)
{
    int64_t before_s = clock_now_s(c->cfg->clock) - STORE_REPLY_AGAIN_S;
    struct crawl_target *v = NULL;
    struct store_reply *due;
    size_t n = store_reply_due(c->store, before_s, c->arena, &due), cap = 0, kept = 0;

    for (size_t i = 0; i < n; i++) {
        struct crawl_target t = { .reply = &due[i] };
        struct url u;

        if (!frontier_canonical(due[i].url, TEXT_NONE, c->arena, &u))
            continue;
        t.source = source_of(c, url_authority(&u, c->arena));
        if (t.source == NULL)
            continue;
        t.host_id = crawl_setup_host(c, t.source->authority)->row.id;
        if (!c->dry)
            t.url_id = queue(c, t.source, t.host_id, u.href);
        v = arena_grow(c->arena, v, kept, &cap, sizeof(*v));
        v[kept++] = t;
    }
    *ret = v;
    return kept;
}

/* ---- what the page says ---- */

/* The words between the tags, white space folded: "<p>You can\n <b>apply</b>" is "You can apply".
 */
static void
words_of(struct text body, struct buf *out)
{
    bool tag = false, space = true;

    for (size_t i = 0; i < body.n; i++) {
        char c = body.p[i];

        tag = c == '<' || (tag && c != '>');
        if (c == '<' || c == '>' || tag)
            continue;
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            if (!space)
                buf_add_char(out, ' ');
            space = true;
        } else {
            buf_add_char(out, c);
            space = false;
        }
    }
}

static bool
says(struct text page, struct text answer)
{
    struct text rest = answer, sentence;

    while (text_cut(&rest, ".!?\n", &sentence)) {
        struct text t = text_trim(sentence);

        if (t.n >= MIN_SENTENCE && text_find_nocase(page, t) != TEXT_NPOS)
            return true;
    }
    return false;
}

/* The address without its scheme, in which sites differ from what was typed. */
static bool
is_there(const struct store_reply *reply, struct text body)
{
    struct text link = reply->link;
    size_t at = text_find(link, TEXT_LIT("://"));
    struct buf words;
    bool found;

    if (at != TEXT_NPOS && text_find(body, text_from(link, at)) != TEXT_NPOS)
        return true;
    buf_init(&words, BUF_PAGE);
    words_of(body, &words);
    found = says(buf_text(&words), reply->answer);
    buf_release(&words);
    return found;
}

void
crawl_reply_look(struct crawl *c, const struct crawl_job *job, const struct fetch_response *r,
                 enum fetchplan_action action)
{
    int64_t now_s = clock_now_s(c->cfg->clock);

    for (size_t i = 0; i < c->n_targets; i++) {
        const struct crawl_target *t = &c->targets[i];

        if (t->reply == NULL || t->url_id != job->url.id)
            continue;
        if (action == FETCHPLAN_GONE)
            store_reply_put(c->store, t->reply->posting_id, now_s, r->status, false,
                            TEXT_LIT("the page is gone"));
        else if (action == FETCHPLAN_OK && !r->unwanted) {
            bool found = is_there(t->reply, r->body);

            store_reply_put(c->store, t->reply->posting_id, now_s, r->status, found,
                            found ? TEXT_NONE : TEXT_LIT("neither its text nor its link"));
        }
    }
}
