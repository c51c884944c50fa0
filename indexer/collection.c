/* collection.c - see collection.h. */

#include "collection.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "lang.h"
#include "log.h"
#include "mem.h"
#include "passage.h"
#include "store_search.h"

#define PATH_BYTES      4096
#define VERSION         2u  /* raise it when the terms of a text become others */
#define SHORT_WORDS     40  /* mean words of a document up to which they are short questions */
#define PAIRS_SHORT     .2F /* as search_pair_weight() */
#define PAIRS_LONG      .6F
#define TITLE_WEIGHT    .4F
#define HEADINGS_WEIGHT .3F
#define PATH_WEIGHT     .2F
#define ANCHOR_WEIGHT   .2F
#define MAX_PARTS       65535u /* passages of a page; further ones are left out */

enum { WORDS, PAIRS, TITLE, HEADINGS, PATH, ANCHOR, N_FIELDS };

static const struct {
    const char *folder;
    struct corpus_kind kind;
} collections[COLLECTION_COUNT] = {
    [COLLECTION_QUESTIONS] = { "index/questions",
                               { 3, { &search_short, &search_short, &search_title }, VERSION } },
    [COLLECTION_PASSAGES] = { "index/passages",
                              { N_FIELDS,
                                { &search_long, &search_long, &search_title, &search_heading,
                                  &search_title, &search_title },
                                VERSION } },
};

const char *
collection_folder(enum collection_name name)
{
    return collections[name].folder;
}

enum status
collection_open(const char *dir, enum collection_name name, enum corpus_mode mode,
                struct corpus **ret, struct err *err)
{
    const struct corpus_kind *kind = &collections[name].kind;
    char path[PATH_BYTES];
    enum status st;

    if (dir == NULL)
        return corpus_open(NULL, mode, kind, ret, err);
    if (snprintf(path, sizeof(path), "%s/%s", dir, collections[name].folder) >= (int)sizeof(path))
        return err_set(err, ST_LIMIT, "%s: the path is too long", dir);
    st = corpus_open(path, mode, kind, ret, err);
    if (mode == CORPUS_READ || (st != ST_INVALID && st != ST_CONFLICT))
        return st;
    log_warn("%s: it is made again", err->msg);
    st = corpus_remove(path, err);
    return st == ST_OK ? corpus_open(path, mode, kind, ret, err) : st;
}

enum status
collection_remove(const char *dir, enum collection_name name, struct err *err)
{
    char path[PATH_BYTES];

    if (snprintf(path, sizeof(path), "%s/%s", dir, collections[name].folder) >= (int)sizeof(path))
        return err_set(err, ST_LIMIT, "%s: the path is too long", dir);
    return corpus_remove(path, err);
}

/* An update under way: the tables' rows come by key, as the index's keys stand. */
struct update {
    struct corpus *c;
    const struct collection_job *job;
    struct collection_counts *counts;
    struct corpus_entry *keys; /* owned */
    size_t n, at;
    struct arena *arena; /* owned; of the document at hand */
    struct search_terms terms[N_FIELDS];
    enum status st;
    struct err *err;
    struct changed_page *pages; /* owned */
    size_t n_pages, cap_pages;
};

/* Drop the index's keys below key; true if key itself is there as hash says it should be. */
static bool
is_known(struct update *u, int64_t key, uint64_t hash)
{
    for (; u->at < u->n && u->keys[u->at].key < key; u->at++)
        u->counts->deleted += corpus_delete(u->c, u->keys[u->at].key) > 0;
    if (u->at == u->n || u->keys[u->at].key != key)
        return false;
    if (u->keys[u->at++].hash == hash)
        return true;
    u->counts->deleted += corpus_delete(u->c, key) > 0;
    return false;
}

static bool
ended(struct update *u)
{
    if (u->st == ST_OK && u->job->stop != NULL && u->job->stop())
        u->st = err_set(u->err, ST_INTERRUPTED, "stopped");
    return u->st != ST_OK;
}

static uint64_t
hash_text(struct text t, uint64_t seed)
{
    return XXH3_64bits_withSeed(t.n > 0 ? t.p : "", t.n, seed);
}

/* Forget the terms of the document before. */
static void
begin_document(struct update *u)
{
    arena_clear(u->arena);
    for (size_t i = 0; i < N_FIELDS; i++)
        search_terms_init(&u->terms[i], u->arena);
}

/* Words and pairs of a stretch of the document, and its words as those of a field of its own. */
static void
add_text(struct update *u, struct text t, const char *language, int field)
{
    struct token_list l;

    token_split(u->job->tokenizer, t, language, u->arena, &l);
    search_add_words(&u->terms[WORDS], &l, SEARCH_ALL);
    search_add_pairs(&u->terms[PAIRS], &l, 1, SEARCH_NO_STOP);
    if (field != WORDS)
        search_add_words(&u->terms[field], &l, SEARCH_ALL);
}

static void
see_question(void *self, const struct store_search_question *q)
{
    struct update *u = self;
    const int64_t numbers[] = { q->department_id, q->asked_s };
    uint64_t hash = XXH3_64bits(numbers, sizeof(numbers));
    struct corpus_doc doc = { .key = q->id,
                              .department = q->department_id,
                              .language = lang_normalize(q->language),
                              .date_s = q->asked_s };

    hash = hash_text(q->language, hash_text(q->body, hash_text(q->text, hash)));
    doc.hash = hash;
    if (ended(u) || is_known(u, q->id, hash))
        return;
    begin_document(u);
    add_text(u, q->text, doc.language, TITLE);
    add_text(u, q->body, doc.language, WORDS);
    u->st = corpus_add(u->c, &doc, u->terms, u->err);
    u->counts->added++;
}

/* ---- pages ---- */

/* What is known of a page before its text is read; rows of its departments are one run. */
struct changed_page {
    int64_t url_id, department_id;
    uint64_t hash;
};

static void
see_page(void *self, const struct store_search_page *p)
{
    struct update *u = self;
    struct changed_page *last = u->n_pages > 0 ? &u->pages[u->n_pages - 1] : NULL;
    const int64_t numbers[] = { p->department_id, p->text_hash, p->changed_s };
    bool more = last != NULL && last->url_id == p->url_id;
    uint64_t hash =
        XXH3_64bits_withSeed(numbers, sizeof(numbers), more ? last->hash : (uint64_t)p->url_id);

    hash = hash_text(p->language, hash_text(p->title, hash_text(p->address, hash)));
    hash = hash_text(p->label, hash);
    u->pages = mem_grow(u->pages, &u->cap_pages, u->n_pages + 1, sizeof(*u->pages));
    u->pages[u->n_pages++] = (struct changed_page){ p->url_id, p->department_id, hash };
}

/* "https://example.org/visa/how-to?x" gives "/visa/how-to". */
static struct text
path_of(struct text address)
{
    struct text host = text_from(address, text_find(address, TEXT_LIT("://")) != TEXT_NPOS
                                              ? text_find(address, TEXT_LIT("://")) + 3
                                              : 0);
    size_t slash = text_find_char(host, '/');

    return slash == TEXT_NPOS ? TEXT_NONE : text_before(text_from(host, slash), '?');
}

static void
add_passage(struct update *u, const struct store_search_page *p, const struct passage_page *page,
            size_t i, struct corpus_doc *doc)
{
    const struct passage_span at = page->passages[i].at;
    struct token_list l;

    begin_document(u);
    add_text(u, p->title, doc->language, TITLE);
    add_text(u, passage_text(page, at), doc->language, WORDS);
    for (size_t h = 0; h < page->n_headings; h++) {
        if (page->headings[h].at.start < at.start || page->headings[h].at.end > at.end)
            continue;
        token_split(u->job->tokenizer, passage_text(page, page->headings[h].at), doc->language,
                    u->arena, &l);
        search_add_words(&u->terms[HEADINGS], &l, SEARCH_ALL);
    }
    token_split(u->job->tokenizer, path_of(p->address), doc->language, u->arena, &l);
    search_add_words(&u->terms[PATH], &l, SEARCH_ALL);
    token_split(u->job->tokenizer, p->label, doc->language, u->arena, &l);
    search_add_words(&u->terms[ANCHOR], &l, SEARCH_ALL);
    doc->part = (uint32_t)i;
    if (u->st == ST_OK)
        u->st = corpus_add(u->c, doc, u->terms, u->err);
}

/* The wide passages of a page, for each of its n departments. */
static void
add_page(struct update *u, const struct changed_page *rows, size_t n, struct arena *a)
{
    struct store_search_page p;
    struct passage_page page;
    bool any = false; /* one without words is looked at each time */

    arena_clear(a);
    if (!store_search_page(u->job->store, rows->url_id, a, &p))
        return; /* gone meanwhile: the next run sees it */
    passage_split(p.text, a, &page);
    for (size_t d = 0; d < n; d++) {
        struct corpus_doc doc = { .key = p.url_id,
                                  .hash = rows[n - 1].hash,
                                  .department = rows[d].department_id,
                                  .language = lang_normalize(p.language),
                                  .date_s = p.changed_s };

        for (size_t i = 0; i < page.n_passages && i < MAX_PARTS; i++)
            if (page.passages[i].kind == PASSAGE_WIDE) {
                add_passage(u, &p, &page, i, &doc);
                any = true;
            }
    }
    u->counts->added += any;
}

static void
update_pages(struct update *u)
{
    struct arena *a = arena_new();

    store_search_pages(u->job->store, see_page, u);
    for (size_t i = 0, n; i < u->n_pages && !ended(u); i += n) {
        for (n = 1; i + n < u->n_pages && u->pages[i + n].url_id == u->pages[i].url_id; n++)
            continue;
        if (!is_known(u, u->pages[i].url_id, u->pages[i + n - 1].hash))
            add_page(u, &u->pages[i], n, a);
    }
    arena_free(a);
}

/* ---- both ---- */

static int64_t
stamp_of(enum collection_name name, struct store *s)
{
    return name == COLLECTION_QUESTIONS ? store_search_newest(s) : 0;
}

enum status
collection_update(struct corpus *c, enum collection_name name, const struct collection_job *job,
                  struct collection_counts *counts, struct err *err)
{
    struct update u = { .c = c, .job = job, .counts = counts, .arena = arena_new(), .err = err };
    int64_t stamp = stamp_of(name, job->store);

    u.n = corpus_keys(c, &u.keys);
    if (name == COLLECTION_QUESTIONS)
        store_search_questions(job->store, see_question, &u);
    else
        update_pages(&u);
    if (u.st == ST_OK)
        u.st = store_check(job->store, err);
    if (u.st == ST_OK) {
        (void)is_known(&u, INT64_MAX, 0); /* the keys that are left go */
        u.st = corpus_commit(c, stamp, err);
    }
    if (u.st == ST_OK)
        u.st = corpus_merge(c, err);
    free(u.keys);
    free(u.pages);
    arena_free(u.arena);
    return u.st;
}

bool
collection_is_stale(const struct corpus *c, enum collection_name name, struct store *s)
{
    return corpus_stamp(c) != stamp_of(name, s);
}

void
collection_ask(const struct corpus *c, enum collection_name name, const struct token_list *l,
               struct corpus_query *q)
{
    bool is_short = corpus_mean_length(c, WORDS) <= SHORT_WORDS;
    struct search_terms t;

    search_terms_init(&t, q->arena);
    search_add_words(&t, l, SEARCH_NO_STOP);
    corpus_query_add(q, WORDS, &t, 1);
    corpus_query_add(q, TITLE, &t, TITLE_WEIGHT);
    if (name == COLLECTION_PASSAGES) {
        corpus_query_add(q, HEADINGS, &t, HEADINGS_WEIGHT);
        corpus_query_add(q, PATH, &t, PATH_WEIGHT);
        corpus_query_add(q, ANCHOR, &t, ANCHOR_WEIGHT);
    }
    search_terms_clear(&t);
    search_add_pairs(&t, l, 1, SEARCH_NO_STOP);
    corpus_query_add(q, PAIRS, &t, is_short ? PAIRS_SHORT : PAIRS_LONG);
}
