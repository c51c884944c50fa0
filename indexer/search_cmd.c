/* search_cmd.c - earshot search TEXT: over questions and own pages, with the words that hit marked.
 */

#include <stdlib.h>

#include "collection.h"
#include "commands.h"
#include "config_sync.h"
#include "lang.h"
#include "log.h"
#include "mem.h"
#include "passage.h"
#include "store_search.h"
#include "utf8.h"

#define DEFAULT_HITS  10
#define MAX_HITS      ((size_t)1000)
#define SNIPPET_BYTES ((size_t)160) /* shown of a text, from a little before the first hit */
#define BEFORE_BYTES  ((size_t)40)

/* clang-format off */
static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "kind", TABLE_COLUMN_TEXT, 0, false },
    { "score", TABLE_COLUMN_REAL, 0, false },
    { "title", TABLE_COLUMN_TEXT, 60, false },
    { "text", TABLE_COLUMN_TEXT, 100, false },
    { "address", TABLE_COLUMN_TEXT, 60, false },
};
/* clang-format on */

/* What can be found: a question, or one passage of a page.  Texts live in the command's arena. */
struct document {
    bool page;
    int64_t id; /* of the question or the page's address */
    struct text title, text, address;
    const char *language;
};

struct finder {
    struct tokenizer *tokenizer;
    struct arena *arena; /* borrowed */
    struct store *store; /* borrowed */
    struct corpus *corpora[COLLECTION_COUNT];
};

/* Read what a hit stands for; false: it is gone, or changed so much that the part is. */
static bool
load_document(struct finder *f, bool page, const struct corpus_hit *hit, struct document *ret)
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

static bool
is_hit(const struct token_list *query, const struct token *t)
{
    for (size_t i = 0; i < query->n; i++)
        if (query->tokens[i].id == t->id && !(t->flags & TOKEN_STOP))
            return true;
    return false;
}

/* A stretch of text with the words of the query between asterisks. */
static struct text
snippet(struct finder *f, const struct document *d, struct text query)
{
    struct text t = d->text.n > 0 ? d->text : d->title;
    struct token_list l, q;
    struct buf out;
    size_t from = 0, at, end;
    struct text copy;

    token_split(f->tokenizer, t, d->language, f->arena, &l);
    token_split(f->tokenizer, query, d->language, f->arena, &q);
    for (size_t i = 0; i < l.n; i++)
        if (is_hit(&q, &l.tokens[i])) {
            for (size_t k = 0; k <= i && from == 0 && l.tokens[i].at > SNIPPET_BYTES / 2; k++)
                if (l.tokens[k].at + BEFORE_BYTES >= l.tokens[i].at)
                    from = l.tokens[k].at;
            break;
        }
    end = utf8_cut(t, from + SNIPPET_BYTES);
    buf_init(&out, BUF_SMALL);
    at = from;
    for (size_t i = 0; i < l.n; i++) {
        const struct token *w = &l.tokens[i];

        if (w->at < from || w->at + w->word.n > end || !is_hit(&q, w))
            continue;
        buf_add(&out, t.p + at, w->at - at);
        buf_addf(&out, "*%.*s*", TEXT_ARG(w->word));
        at = w->at + w->word.n;
    }
    buf_add(&out, t.p + at, end - at);
    copy = arena_text(f->arena, buf_text(&out));
    buf_release(&out);
    return copy;
}

static void
add_row(struct table *t, struct finder *f, const struct document *d, double score,
        struct text query)
{
    table_int(t, d->id);
    table_str(t, d->page ? "page" : "question");
    table_real(t, score);
    table_text(t, d->title);
    table_text(t, snippet(f, d, query));
    table_text(t, d->address);
    table_end_row(t);
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

/* The index on disk; where it is of no use, one in memory for this search. */
static enum status
open_corpus(struct finder *f, const char *dir, enum collection_name name, struct err *err)
{
    struct collection_job job = { f->store, f->tokenizer, cmd_stop };
    struct collection_counts counts = { 0, 0 };
    struct err why = { "" };
    enum status st = collection_open(dir, name, CORPUS_READ, &f->corpora[name], &why);

    if (st == ST_OK && !collection_is_stale(f->corpora[name], name, f->store))
        return ST_OK;
    if (st == ST_OK)
        err_set(&why, st, "%s is behind the store", collection_folder(name));
    log_warn("%s: searching without it; earshot index makes it", why.msg);
    corpus_close(f->corpora[name]);
    f->corpora[name] = NULL;
    st = collection_open(NULL, name, CORPUS_WRITE, &f->corpora[name], err);
    if (st == ST_OK)
        st = collection_update(f->corpora[name], name, &job, &counts, err);
    return st;
}

/* The best of one collection; hits has room for MAX_HITS. */
static enum status
find(struct finder *f, enum collection_name name, const struct corpus_filter *filter,
     const struct token_list *query, struct corpus_hit *hits, size_t *n, struct err *err)
{
    struct corpus_query q;

    corpus_query_init(&q, f->arena);
    q.filter = *filter;
    collection_ask(f->corpora[name], name, query, &q);
    return corpus_search(f->corpora[name], &q, MAX_HITS, hits, n, err);
}

/* Questions and pages in one list, by score; a question before a page of the same. */
static void
print_hits(struct table *t, struct finder *f, struct corpus_hit hits[][MAX_HITS], const size_t *n,
           size_t limit, struct text query)
{
    size_t at[COLLECTION_COUNT] = { 0 }, rows = 0;

    while (rows < limit && (at[0] < n[0] || at[1] < n[1])) {
        bool page =
            at[0] == n[0] || (at[1] < n[1] && hits[1][at[1]].scaled > hits[0][at[0]].scaled);
        size_t i = at[page]++;
        struct document d;

        if (shown_before(hits[page], i) || !load_document(f, page, &hits[page][i], &d))
            continue;
        add_row(t, f, &d, (double)hits[page][i].score, query);
        rows++;
    }
}

static enum status
run_finder(struct cmd_env *env, struct finder *f, const struct department_config *d,
           struct text query, struct err *err)
{
    static struct corpus_hit hits[COLLECTION_COUNT][MAX_HITS];
    struct corpus_filter filter = { .since_s = env->common->since_s,
                                    .until_s = env->common->until_s };
    size_t limit = env->common->limit > 0 ? (size_t)env->common->limit : DEFAULT_HITS;
    size_t n[COLLECTION_COUNT] = { 0 };
    enum status st = ST_OK;
    struct token_list l;
    struct table *t;

    if (d != NULL)
        filter.department = config_department_id(env->store, d->key);
    token_split(f->tokenizer, query, d != NULL ? d->language : NULL, f->arena, &l);
    for (enum collection_name name = 0; name < COLLECTION_COUNT && st == ST_OK; name++) {
        st = open_corpus(f, env->common->dir, name, err);
        if (st == ST_OK)
            st = find(f, name, &filter, &l, hits[name], &n[name], err);
    }
    if (st != ST_OK)
        return st;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    print_hits(t, f, hits, n, limit, query);
    st = table_close(t, err);
    return st == ST_OK ? store_check(env->store, err) : st;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct finder f = { .arena = env->arena, .store = env->store };
    const struct department_config *d;
    enum status st = cmd_department(env, &d, err);
    struct buf query;

    if (st != ST_OK)
        return st;
    buf_init(&query, BUF_SMALL);
    for (size_t i = 0; i < env->n_args; i++)
        buf_addf(&query, "%s%s", i > 0 ? " " : "", env->args[i]);
    f.tokenizer = token_new();
    st = run_finder(env, &f, d, buf_text(&query), err);
    for (size_t i = 0; i < COLLECTION_COUNT; i++)
        corpus_close(f.corpora[i]);
    token_free(f.tokenizer);
    buf_release(&query);
    return st;
}

const struct cmd search_cmd = {
    .name = "search",
    .args = "TEXT...",
    .summary = "find questions and own pages by their words",
    .help =
        "Word endings do not matter, order helps.  The words that hit stand between asterisks.\n"
        "An id is that of the question (earshot question ID) or of the page's address.\n",
    .examples = "  earshot search visa renewal\n  earshot search --dept physics --json open day\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 100,
    .run = run,
};
