/* pages_find.c - see pages.h: the question, and the pages whose score is worth computing. */

#include "pages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "cues.h"
#include "pages_index.h"
#include "pages_places.h"
#include "pages_score.h"
#include "pages_seal.h"
#include "search.h"
#include "utf8.h"

/* Of a question: nobody asks in more, and each is looked up in every field. */
#define QUERY_BYTES  ((size_t)16 * 1024)
#define QUERY_TOKENS 512
/*
 * Pages whose whole score is computed, about two microseconds each, if bounds do not prove before
 * that no other page can come among the first.
 */
#define CANDIDATES 192
/* Of the most that neighbours can add: about what they add where they stand once. */
#define PAIR_SHARE .55F
#define AHEAD      4 /* pages; its record must be there before what it points to is asked for */

/* Keep a word of the question, once. */
static void
add_query_word(struct pages *p, struct pages_query *q, const struct token *t, float asked)
{
    size_t k = 0;

    while (k < q->n_words && q->words[k] != t->id)
        k++;
    if (k < q->n_words)
        q->weight[k] = fmax(q->weight[k], (double)asked * pages_weight(p, t->id));
    if (k < q->n_words || k == PAGES_MAX_QUERY)
        return;
    q->words[k] = t->id;
    q->prefix[k] = pages_prefix(t->folded);
    q->idf[k] = pages_idf(p, t->id);
    q->weight[k] = (double)asked * pages_weight(p, t->id);
    q->n_words++;
}

static bool
is_ignored(const struct pages *p, uint64_t id)
{
    for (size_t i = 0; i < p->n_ignored; i++)
        if (p->ignored[i] == id)
            return true;
    return false;
}

static uint32_t
rank_word(const void *self, uint64_t stem)
{
    return pages_df(self, stem);
}

/*
 * A word that neither the site knows nor texts in general, one slip from a word of
 * the site, is taken for that one.  Names stay: another name is another person.
 */
static void
respell(struct pages *p, struct token *t)
{
    struct text word;
    uint64_t stem;

    if (p->n == 0 || (t->flags & TOKEN_STOP) != 0 || pages_df(p, t->id) > 0 ||
        idf_share(p->common, t->id) > 0 ||
        ((t->flags & TOKEN_CAPITAL) != 0 && (t->flags & TOKEN_SENTENCE) == 0) ||
        !vocabulary_near(p->vocabulary, t, rank_word, p, &word, &stem))
        return;
    t->folded = word;
    t->id = stem;
}

/*
 * What the question is about: its words less the stop words and those of asking.
 * If that leaves nothing, all but the stop words; if that does, all.
 */
static void
read_query(struct pages *p, struct text question, const char *language, struct arena *a,
           struct pages_query *q)
{
    enum { ABOUT, NO_STOP, ALL, N_TRIES };
    float *asked;

    pages_split(p, text_sub(question, 0, utf8_cut(question, QUERY_BYTES)), language, a, &q->tokens);
    if (q->tokens.n > QUERY_TOKENS)
        q->tokens.n = QUERY_TOKENS;
    for (size_t i = 0; i < q->tokens.n; i++)
        respell(p, &q->tokens.tokens[i]);
    for (size_t i = 0; i < q->tokens.n; i++)
        if (cues_asking(q->tokens.tokens[i].folded) || is_ignored(p, q->tokens.tokens[i].id))
            q->tokens.tokens[i].flags |= TOKEN_STOP;
    q->words = arena_alloc(a, PAGES_MAX_QUERY * sizeof(*q->words));
    q->prefix = arena_alloc(a, PAGES_MAX_QUERY * sizeof(*q->prefix));
    q->idf = arena_alloc(a, PAGES_MAX_QUERY * sizeof(*q->idf));
    q->weight = arena_alloc(a, PAGES_MAX_QUERY * sizeof(*q->weight));
    asked = arena_alloc(a, (q->tokens.n + 1) * sizeof(*asked));
    asked_weigh(question, &q->tokens, asked);
    for (int pass = ABOUT; pass < N_TRIES && q->n_words == 0; pass++)
        for (size_t i = 0; i < q->tokens.n; i++) {
            const struct token *t = &q->tokens.tokens[i];

            if ((pass == ALL || (t->flags & TOKEN_STOP) == 0) &&
                (pass != ABOUT || !cues_asking(t->folded)))
                add_query_word(p, q, t, asked[i]);
        }
}

/* sums[page] += what the word can add, for each page that has it. */
static void
add_list(float *sums, const struct pages_lists *l, uint32_t list, float times)
{
    float unit = times * l->most[list] / PAGES_IMPACT_MAX;

    for (uint64_t i = l->start[list]; i < l->start[list + 1]; i++)
        sums[l->postings[i] >> PAGES_IMPACT_BITS] +=
            unit * (float)(l->postings[i] & PAGES_IMPACT_MAX);
}

/* The same for a pair, for each page where the first word is followed by one like the second. */
static void
add_pair(const struct pages_scorer *s, const struct pages_asked_pair *pair)
{
    const struct pages_lists *l = &s->p->words;
    uint32_t list = s->ask.words[pair->first].stem;
    uint16_t bit = pages_seal_bit(s->ask.words[pair->last].id);

    for (uint64_t i = l->start[list]; i < l->start[list + 1]; i++)
        if ((l->next[i] & bit) != 0)
            s->p->sums[l->postings[i] >> PAGES_IMPACT_BITS] += PAIR_SHARE * pair->most;
}

/* What words, neighbours and grams can add to each page; returns what may come on top of that. */
static float
add_up(const struct pages_scorer *s)
{
    struct pages *p = s->p;
    float rest = 0;

    memset(p->sums, 0, p->n * sizeof(*p->sums));
    memset(p->gram_sums, 0, p->n * sizeof(*p->gram_sums));
    for (uint32_t k = 0; k < s->ask.n_searched; k++)
        if (s->ask.words[k].stem != PAGES_NONE)
            add_list(p->sums, &p->words, s->ask.words[k].stem, (float)s->ask.words[k].times);
    for (uint32_t i = 0; i < s->ask.n_grams; i++)
        add_list(p->gram_sums, &p->grams, s->ask.grams[i].gram, (float)s->ask.grams[i].times);
    for (size_t i = 0; i < p->n; i++)
        p->sums[i] += p->gram_sums[i];
    for (uint32_t i = 0; i < s->ask.n_pairs; i++) {
        const struct pages_asked_pair *pair = &s->ask.pairs[i];

        rest += pair->most;
        if (pair->wide > 0 && s->ask.words[pair->first].times > 0 &&
            s->ask.words[pair->last].times > 0) {
            add_pair(s, pair);
            rest -= PAIR_SHARE * pair->most;
        }
    }
    return rest;
}

static bool
comes_after(const struct pages_hit *a, const struct pages_hit *b)
{
    return a->score < b->score || (a->score <= b->score && a->page > b->page);
}

/* Keep the best, in order; hits has room for one more than PAGES_MAX_HITS. */
static void
keep_hit(struct pages_found *f, const struct pages_hit *h)
{
    size_t at = f->n;

    if (h->score <= 0 || (f->n == PAGES_MAX_HITS && comes_after(h, &f->hits[f->n - 1])))
        return;
    while (at > 0 && comes_after(&f->hits[at - 1], h))
        at--;
    memmove(&f->hits[at + 1], &f->hits[at], (f->n - at) * sizeof(*h));
    f->hits[at] = *h;
    if (f->n < PAGES_MAX_HITS)
        f->n++;
}

/* The page that one part alone puts first, and by how much. */
static void
keep_first(struct pages_found *f, double best[PAGES_N_PARTS], const struct pages_hit *h)
{
    for (size_t i = 0; i < PAGES_N_PARTS; i++)
        if (h->part[i] > best[i] ||
            (h->part[i] > 0 && h->part[i] >= best[i] && h->page < f->first[i])) {
            best[i] = h->part[i];
            f->first[i] = h->page;
        }
}

/* A page of a large site is not in any cache: ask for it while another one is scored. */
static void
fetch_ahead(const struct pages_ask *s, uint32_t page)
{
    const struct pages_record *r = &s->p->records[page];
    struct pages_listed x;

    __builtin_prefetch(s->p->stream + r->at + r->title_at);
    if (!pages_places_listed(s, r, &x))
        return;
    for (uint32_t k = 0; k < s->n_searched; k++)
        if (x.offsets[k] != 0)
            __builtin_prefetch(x.lists + x.offsets[k]);
}

static void
score_candidates(struct pages_scorer *s, struct arena *a, struct pages_found *ret)
{
    struct search_hit *top = arena_alloc(a, CANDIDATES * sizeof(*top));
    double best[PAGES_N_PARTS] = { 0 };
    float rest = add_up(s);
    size_t n = search_top_dense(s->p->sums, (uint32_t)s->p->n, CANDIDATES, top);

    pages_places_fetch(&s->ask, top, n);
    ret->hits = arena_alloc(a, (PAGES_MAX_HITS + 1) * sizeof(*ret->hits));
    ret->exact = n < CANDIDATES; /* every page that has a word of it */
    for (size_t i = 0; i < n; i++) {
        float grams = s->p->gram_sums[top[i].doc];
        struct pages_need need = { 0, best, top[i].score, grams };
        struct pages_hit h;

        if (ret->n == PAGES_MAX_HITS) {
            need.enough = ret->hits[ret->n - 1].score;
            if ((double)(top[i].score + rest) < need.enough) {
                ret->exact = true;
                break;
            }
        }
        if (s->ask.impacts != NULL)
            need.most = s->ask.impacts[i + 1] + grams; /* couples will be seen */
        if (i + 1 < n)
            fetch_ahead(&s->ask, top[i + 1].doc);
        if (i + AHEAD < n)
            __builtin_prefetch(&s->p->records[top[i + AHEAD].doc]);
        pages_score_page(s, top[i].doc, &need, &h);
        ret->n_scored++;
        keep_first(ret, best, &h);
        keep_hit(ret, &h);
    }
}

static int
by_score(const void *x, const void *y)
{
    const struct pages_hit *a = x, *b = y;

    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return a->page < b->page ? -1 : a->page > b->page;
}

void
pages_find(struct pages *p, struct text question, const char *language, size_t k, struct arena *a,
           struct pages_found *ret)
{
    struct pages_scorer s;

    *ret = (struct pages_found){ .n = 0 };
    for (size_t i = 0; i < PAGES_N_PARTS; i++)
        ret->first[i] = UINT32_MAX;
    pages_seal(p);
    read_query(p, question, language, a, &ret->query);
    if (p->n == 0 || ret->query.n_words == 0)
        return;
    pages_score_begin(p, &ret->query, a, &s);
    score_candidates(&s, a, ret);
    for (size_t i = 0; i < ret->n; i++)
        pages_score_closely(&s, &ret->hits[i]);
    pages_score_end(&s);
    qsort(ret->hits, ret->n, sizeof(*ret->hits), by_score);
    if (ret->n > k)
        ret->n = k;
}
