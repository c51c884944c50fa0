/* find.c - see find.h. */

#include "find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ask.h"
#include "collection.h"
#include "lang.h"
#include "log.h"
#include "match.h"
#include "mem.h"
#include "passage.h"
#include "snippet.h"
#include "store_question.h"
#include "store_search.h"
#include "url.h"

#define TITLE_BYTES ((size_t)300)
#define PATH_BYTES  4096

/* What can be found: a question, or one passage of a page.  Texts live in the search's arena. */
struct document {
    bool page;
    int64_t id; /* of the question or the page's address */
    struct text title, text, address;
    const char *language;
};

/* Which manifest an open index was read by. */
struct seen {
    ino_t inode;
    struct timespec changed;
};

struct find {
    const char *dir; /* owned */
    bool make;
    struct tokenizer *tokenizer;
    struct corpus *corpora[COLLECTION_COUNT]; /* NULL: not open */
    struct seen seen[COLLECTION_COUNT];
    struct corpus_hit (*hits)[FIND_MAX_HITS];
    /* Of the search at hand: */
    struct arena *arena;
    struct store *store;
    struct ask ask;
};

struct find *
find_new(const char *dir, bool make)
{
    struct find *f = mem_zalloc(sizeof(*f));

    f->dir = mem_dup(dir, strlen(dir));
    f->make = make;
    f->tokenizer = token_new();
    f->hits = mem_zalloc(COLLECTION_COUNT * sizeof(*f->hits));
    return f;
}

void
find_free(struct find *f)
{
    if (f == NULL)
        return;
    for (size_t i = 0; i < COLLECTION_COUNT; i++)
        corpus_close(f->corpora[i]);
    token_free(f->tokenizer);
    free(f->hits);
    free((char *)(uintptr_t)f->dir);
    free(f);
}

/* Read what a hit stands for; false: it is gone, or changed so much that the part is. */
static bool
load_document(struct find *f, bool page, const struct corpus_hit *hit, struct document *ret)
{
    struct store_search_question q;
    struct store_search_page p;
    struct passage_page parts;

    if (!page) {
        if (!store_search_question(f->store, hit->key, f->arena, &q))
            return false;
        *ret =
            (struct document){ false, q.id, q.text, q.body, TEXT_NONE, lang_normalize(q.language) };
        return true;
    }
    if (!store_search_page(f->store, hit->key, f->arena, &p))
        return false;
    passage_split(p.text, f->arena, &parts);
    if (hit->part >= parts.n_passages)
        return false;
    *ret = (struct document){ true,      p.url_id,
                              p.title,   passage_text(&parts, parts.passages[hit->part].at),
                              p.address, lang_normalize(p.language) };
    return true;
}

/* Is the page on the site that was asked for; was the question asked there? */
struct place {
    struct text site;
    bool found;
};

static void
try_place(void *self, const struct store_sighting_row *r)
{
    struct place *p = self;

    p->found = p->found || (r->muted.n == 0 && match_on_site(url_host_of(r->address), p->site));
}

static bool
is_asked_for(struct find *f, const struct document *d)
{
    struct place p = { f->ask.site, false };

    if (f->ask.site.n > 0 && d->page && !match_on_site(url_host_of(d->address), f->ask.site))
        return false;
    if (f->ask.site.n > 0 && !d->page) {
        store_question_sightings(f->store, d->id, f->arena, try_place, &p);
        if (!p.found)
            return false;
    }
    return ask_phrases(&f->ask, f->tokenizer, d->title, d->text, d->language, f->arena);
}

/* A page is shown once, by its best passage. */
static bool
shown_before(const struct corpus_hit *hits, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (hits[k].key == hits[i].key)
            return true;
    return false;
}

/* In place of an index on disk that is of no use, one in memory for this search. */
static enum status
make_corpus(struct find *f, enum collection_name name, struct err *err)
{
    struct collection_job job = { f->store, f->tokenizer, NULL };
    struct collection_counts counts = { 0, 0 };
    enum status st;

    corpus_close(f->corpora[name]);
    f->corpora[name] = NULL;
    st = collection_open(NULL, name, CORPUS_WRITE, &f->corpora[name], err);
    return st == ST_OK ? collection_update(f->corpora[name], name, &job, &counts, err) : st;
}

/* Has the manifest been replaced since? */
static bool
is_new(const struct find *f, enum collection_name name, struct seen *ret)
{
    char path[PATH_BYTES];
    struct stat st;

    if (snprintf(path, sizeof(path), "%s/%s/" CORPUS_MANIFEST, f->dir, collection_folder(name)) >=
            (int)sizeof(path) ||
        stat(path, &st) != 0)
        return true;
    *ret = (struct seen){ st.st_ino, st.st_mtim };
    return st.st_ino != f->seen[name].inode || st.st_mtim.tv_sec != f->seen[name].changed.tv_sec ||
           st.st_mtim.tv_nsec != f->seen[name].changed.tv_nsec;
}

/* The index on disk, unless opening it shows that it is of no use. */
static enum status
open_corpus(struct find *f, enum collection_name name, struct err *err)
{
    struct seen seen = { 0 };
    struct err why = { "" };
    bool fresh = is_new(f, name, &seen);
    enum status st = ST_OK;

    if (f->corpora[name] == NULL || fresh) {
        corpus_close(f->corpora[name]);
        f->corpora[name] = NULL;
        st = collection_open(f->dir, name, CORPUS_READ, &f->corpora[name], &why);
        f->seen[name] = seen;
    }
    if (st == ST_OK && (!f->make || !collection_is_stale(f->corpora[name], name, f->store)))
        return ST_OK;
    if (!f->make)
        return err_set(err, st, "%s", why.msg);
    if (st == ST_OK)
        err_set(&why, st, "%s is behind the store", collection_folder(name));
    log_warn("%s: searching without it; earshot index makes it", why.msg);
    return make_corpus(f, name, err);
}

/* The best of one collection; hits has room for FIND_MAX_HITS. */
static enum status
search(struct find *f, enum collection_name name, const struct corpus_filter *filter,
       const struct token_list *query, struct corpus_hit *hits, size_t *n, struct err *err)
{
    struct corpus_query q;

    corpus_query_init(&q, f->arena);
    q.filter = *filter;
    collection_ask(f->corpora[name], name, query, &q);
    return corpus_search(f->corpora[name], &q, FIND_MAX_HITS, hits, n, err);
}

static void
tell(struct find *f, const struct find_query *q, const struct document *d, double score,
     find_fn *fn, void *self)
{
    const struct snippet_style title = { TITLE_BYTES, q->open, q->close };
    const struct snippet_style style = { q->snippet_bytes, q->open, q->close };
    struct find_hit h = { .page = d->page,
                          .id = d->id,
                          .score = score,
                          .title = d->title,
                          .text = d->text,
                          .address = d->address,
                          .language = d->language };
    size_t n;

    h.shown_title =
        snippet_make(f->tokenizer, d->title, d->language, f->ask.words, &title, f->arena, &n);
    h.shown = snippet_make(f->tokenizer, d->text.n > 0 ? d->text : d->title, d->language,
                           f->ask.words, &style, f->arena, &n);
    fn(self, &h);
}

/* Questions and pages in one list, by score; a question before a page of the same. */
static void
tell_hits(struct find *f, const struct find_query *q, const size_t *n, find_fn *fn, void *self)
{
    size_t at[COLLECTION_COUNT] = { 0 }, rows = 0;

    while (rows < q->limit && (at[0] < n[0] || at[1] < n[1])) {
        bool page =
            at[0] == n[0] || (at[1] < n[1] && f->hits[1][at[1]].scaled > f->hits[0][at[0]].scaled);
        size_t i = at[page]++;
        struct document d;

        if (shown_before(f->hits[page], i))
            continue;
        if (!load_document(f, page, &f->hits[page][i], &d) || !is_asked_for(f, &d)) {
            f->hits[page][i].key = 0; /* another passage of the page may do */
            continue;
        }
        tell(f, q, &d, (double)f->hits[page][i].score, fn, self);
        rows++;
    }
}

enum status
find_each(struct find *f, struct store *s, const struct find_query *q, struct arena *a, find_fn *fn,
          void *self, struct err *err)
{
    struct corpus_filter filter = { .department = q->department_id,
                                    .since_s = q->since_s,
                                    .until_s = q->until_s };
    size_t n[COLLECTION_COUNT] = { 0 };
    struct token_list l;
    struct err why = { "" };
    enum status st = ask_parse(q->text, a, &f->ask, err);

    if (st != ST_OK)
        return st;
    f->store = s;
    f->arena = a;
    filter.language = f->ask.language;
    token_split(f->tokenizer, f->ask.words, f->ask.language != NULL ? f->ask.language : q->language,
                a, &l);
    for (enum collection_name name = 0; name < COLLECTION_COUNT && st == ST_OK; name++) {
        filter.keys = name == COLLECTION_QUESTIONS ? q->questions : NULL;
        if (name != COLLECTION_QUESTIONS && q->no_pages)
            continue;
        st = open_corpus(f, name, err);
        if (st == ST_OK)
            st = search(f, name, &filter, &l, f->hits[name], &n[name], &why);
        else
            continue;
        if (st == ST_OK || !f->make) {
            st = st == ST_OK ? ST_OK : err_set(err, st, "%s", why.msg);
            continue;
        }
        log_warn("%s: searching without it", why.msg); /* only reading shows some damage */
        st = make_corpus(f, name, err);
        if (st == ST_OK)
            st = search(f, name, &filter, &l, f->hits[name], &n[name], err);
    }
    if (st != ST_OK)
        return st;
    tell_hits(f, q, n, fn, self);
    return store_check(s, err);
}
