/* crawl_post.c - the questions on a page that some department wants to hear. */
#include <stdio.h>

#include <xxhash.h>

#include "buf.h"
#include "clock.h"
#include "crawl_private.h"
#include "mask.h"
#include "utf8.h"
#include "trap.h"

#define MIN_P          0.5 /* below, it is more likely no question but a mention */
#define MAX_WORDS      8   /* keywords named per post */
#define WORDS_BYTES    512
#define TAGS_BYTES     1024
#define MAX_LEFT_OUT   8 /* questions of a page of which it is told why they are not kept */
#define MAX_POST_BYTES ((size_t)64 * 1024) /* of a body: what nobody reads is not kept */

/* The later pages of a thread repeat its title, but not its opening post. */
static bool
holds_posts(const struct crawl_reading *read)
{
    const struct extract_page *x = &read->x;
    struct url u;

    if (x->api.is) /* its lists may be complete */
        return !x->noindex;
    if (x->noindex || x->kind == EXTRACT_LISTING || x->kind == EXTRACT_BLOCKED)
        return false;
    return x->kind != EXTRACT_THREAD || !url_split(read->address, &u) || !trap_continues(&u);
}

/*
 * Does "match = all" cover the page?  Threads, yes.  An FAQ only where the
 * source names that very page, or an archive brings it from another host: the
 * FAQ beside a forum is about the forum's buttons, and nobody asked it.
 */
static bool
covers_all(const struct crawl_source *src, const struct crawl_reading *read)
{
    struct url own, page;

    if (!src->row.match_all || read->x.kind != EXTRACT_FAQ)
        return src->row.match_all;
    return read->kind == STORE_URL_SEED ||
           (url_split(src->row.url, &own) && url_split(read->address, &page) &&
            !text_eq(own.host, page.host));
}

static struct text
keywords_of(const struct matcher *m, const struct match_result *result, struct arena *a)
{
    struct buf b;
    struct text ret;
    size_t n = 0;

    buf_init(&b, WORDS_BYTES);
    for (size_t i = 0; i < result->n_hits && n < MAX_WORDS; i++) {
        struct text keyword = match_keyword(m, result->hits[i].rule);
        bool known = false;

        for (size_t j = 0; j < i; j++)
            known = known || result->hits[j].rule == result->hits[i].rule;
        if (known)
            continue;
        if (n++ > 0)
            buf_add_str(&b, ", ");
        buf_add_text(&b, keyword);
    }
    ret = arena_text(a, buf_text(&b));
    buf_release(&b);
    return ret;
}

/*
 * Why does this source not keep what asks nothing?  A mention must name the department, with its
 * own name where everything on the source is about it.  FAQ headings mention nobody.
 */
static const char *
no_mention(struct crawl_reader *rd, const struct crawl_reading *read,
           const struct crawl_source *src, const struct match_subject *subject, struct text *words)
{
    struct match_result result = { 0 };

    if (read->x.kind == EXTRACT_FAQ)
        return "asks nothing";
    if (words->n > 0)
        return NULL;
    if (!src->row.match_all || rd->names[src->department->number] == NULL)
        return "asks nothing and names no keyword";
    match_find(rd->names[src->department->number], rd->tokenizer, subject, read->arena, &result);
    *words = result.matched ? src->department->name : TEXT_NONE;
    return result.matched ? NULL : "asks nothing and does not name the department";
}

/* Why does this source not keep the question?  NULL: it does, and *words says by which keywords. */
static const char *
objection(struct crawl_reader *rd, const struct crawl_reading *read, const struct crawl_source *src,
          const struct match_subject *subject, struct text *words)
{
    struct matcher *m = rd->matchers[src->department->number];
    struct match_result result = { 0 };
    bool all = covers_all(src, read); /* whatever its words */
    struct arena *a = read->arena;

    *words = TEXT_NONE;
    if (src->row.own_site)
        return "the department's own pages answer";
    if (m == NULL)
        return all ? NULL : "there are no keywords";
    match_find(m, rd->tokenizer, subject, a, &result);
    if (result.excluded)
        return arena_printf(a, "excluded by %.*s", TEXT_ARG(match_keyword(m, result.excluded_by)));
    if (!result.matched && !all)
        return "no keyword matches";
    *words = keywords_of(m, &result, a);
    return NULL;
}

/* Note that a question is not kept; later ones of a long page are only counted. */
static void
leave_out(struct crawl_posts *posts, double p, const char *why, struct arena *a)
{
    if (posts->n_left_out++ < MAX_LEFT_OUT)
        posts->left_out = text_of(arena_printf(a, "%.*s%sp %.2f: %s", TEXT_ARG(posts->left_out),
                                               posts->left_out.n > 0 ? "; " : "", p, why));
}

static struct text
join_tags(const struct extract_question *q, struct arena *a)
{
    struct buf b;
    struct text ret;

    buf_init(&b, TAGS_BYTES);
    for (size_t i = 0; i < q->n_tags; i++) {
        if (i > 0)
            buf_add_str(&b, ", ");
        buf_add_text(&b, q->tags[i]);
    }
    ret = arena_text(a, buf_text(&b));
    buf_release(&b);
    return ret;
}

/*
 * An address on the site where the question stands: the page's own, or of an
 * API's answer the question's page for people, which must belong to a source.
 * "": it does not.
 */
static struct text
place_of(const struct crawl_reading *read, const struct extract_question *q)
{
    struct url u;

    if (!read->x.api.is)
        return read->address;
    if (q->url.n == 0 || !frontier_canonical(q->url, read->address, read->arena, &u))
        return TEXT_NONE;
    for (size_t i = 0; i < read->n_sources; i++)
        if (url_same_site(u.href, read->sources[i]->row.url))
            return u.href;
    return TEXT_NONE;
}

/*
 * What identifies the question for ever.  A page may only speak for its own
 * host; a question without an address of its own gets the page's, with a hash
 * of its title when it is not alone there.
 */
static struct text
permalink_of(const struct crawl_reading *read, const struct extract_question *q)
{
    struct text page = read->canonical.n > 0 ? read->canonical : read->address;
    bool alone = read->x.n_questions == 1;
    struct url u, own;

    if (read->x.api.is)
        return place_of(read, q);
    if (q->url.n > 0 && frontier_canonical(q->url, read->address, read->arena, &u) &&
        url_split(read->address, &own) && text_eq(u.host, own.host) && text_eq(u.port, own.port) &&
        (alone || !text_eq(u.href, page)))
        return u.href;
    if (alone)
        return page;
    return text_of(arena_printf(read->arena, "%.*s#q-%016llx", TEXT_ARG(page),
                                (unsigned long long)XXH3_64bits(q->title.p, q->title.n)));
}

static int64_t
number_of(int64_t v)
{
    return v == EXTRACT_NO_NUMBER ? STORE_NO_NUMBER : v;
}

static void
fill_post(const struct crawl_reader *rd, const struct crawl_reading *read,
          const struct extract_question *q, struct store_post *post)
{
    struct mask_counts masked = { 0 };
    char hash[PSEUDONYM_HEX] = "";
    struct url u = { 0 };
    bool has_time;

    url_split(place_of(read, q), &u);
    post->title = mask_text(q->title, read->arena, &masked);
    post->body = mask_text(q->body, read->arena, &masked); /* whole: a cut would part an address */
    post->body = text_sub(post->body, 0, utf8_cut(post->body, MAX_POST_BYTES));
    post->masked = (int64_t)(masked.emails + masked.phones);
    post->tags = join_tags(q, read->arena);
    post->how = q->how;
    if (!clock_parse_rfc3339(q->posted_at, &post->posted_s, &has_time))
        post->posted_s = STORE_NO_NUMBER;
    post->answers = number_of(q->answers);
    post->score = number_of(q->score);
    post->views = number_of(q->views);
    post->accepted = q->accepted;
    post->closed = q->closed;
    post->p = q->p;
    if (rd->cfg->key != NULL)
        pseudonym_of(rd->cfg->key, u.host, q->author, hash);
    post->asker_hash = arena_text(read->arena, text_of(hash));
}

/* Who keeps the question; if nobody does, why the last one that was asked does not. */
static const char *
collect_one(struct crawl_reader *rd, const struct crawl_reading *read,
            const struct extract_question *q, struct crawl_post *ret)
{
    const char *why = NULL;
    struct match_subject subject = { .title = q->title, .text = q->body };
    struct url u = { 0 };

    url_split(place_of(read, q), &u);
    subject.host = u.host;
    subject.language =
        lang_of(rd->lang, read->x.language, q->body.n > 0 ? q->body : q->title, NULL);
    for (size_t i = 0; i < read->n_sources; i++) {
        const struct crawl_source *src = read->sources[i];
        struct text words;

        why = objection(rd, read, src, &subject, &words);
        if (why == NULL && q->p < MIN_P)
            why = no_mention(rd, read, src, &subject, &words);
        if (why != NULL)
            continue;
        ret->matches[ret->n_matches].department_id = src->row.department_id;
        ret->matches[ret->n_matches].source_id = src->row.id;
        ret->matches[ret->n_matches++].words = words;
    }
    ret->post.language = text_of(subject.language);
    return why;
}

void
crawl_post_collect(struct crawl_reader *rd, struct crawl_reading *read)
{
    size_t n = holds_posts(read) ? read->x.n_questions : 0;
    struct crawl_posts *ret = &read->posts;

    *ret = (struct crawl_posts){ 0 };
    for (size_t i = 0; i < n; i++) {
        const struct extract_question *q = &read->x.questions[i];
        struct crawl_post post = { 0 };
        const char *why;

        if (q->title.n + q->body.n == 0)
            continue;
        if (place_of(read, q).n == 0) {
            leave_out(ret, q->p, "its address is on none of the sources' sites", read->arena);
            continue;
        }
        if (q->p >= MIN_P) {
            ret->settled = ret->thread ? ret->settled : q->accepted || q->closed;
            ret->thread = true;
        }
        why = collect_one(rd, read, q, &post);
        if (post.n_matches == 0) {
            leave_out(ret, q->p, why, read->arena); /* a page has one source at least */
            continue;
        }
        post.post.permalink = permalink_of(read, q);
        fill_post(rd, read, q, &post.post);
        ret->v = arena_grow(read->arena, ret->v, ret->n, &ret->cap, sizeof(*ret->v));
        ret->v[ret->n++] = post;
    }
    if (ret->n_left_out > MAX_LEFT_OUT)
        ret->left_out = text_of(arena_printf(read->arena, "%.*s; %zu more", TEXT_ARG(ret->left_out),
                                             ret->n_left_out - MAX_LEFT_OUT));
}

int64_t
crawl_post_store(struct crawl *c, struct crawl_posts *posts, int64_t url_id)
{
    int64_t now_s = clock_now_s(c->cfg->clock), n_new = 0;

    for (size_t i = 0; i < posts->n; i++) {
        struct crawl_post *p = &posts->v[i];
        bool is_new = false;
        int64_t id;

        p->post.url_id = url_id;
        id = store_page_put_post(c->store, &p->post, now_s, &is_new);
        for (size_t j = 0; id != 0 && j < p->n_matches; j++) /* 0: erased, and stays so */
            store_page_put_match(c->store, id, p->matches[j].department_id, p->matches[j].source_id,
                                 p->matches[j].words);
        n_new += is_new && p->post.p >= MIN_P; /* mentions are no questions */
    }
    return n_new;
}
