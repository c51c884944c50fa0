/* search_cmd.c - earshot search TEXT: over questions and own pages, with the words that hit marked.
 */

#include <stdlib.h>

#include "commands.h"
#include "config_sync.h"
#include "lang.h"
#include "mem.h"
#include "passage.h"
#include "search.h"
#include "store_question.h"
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
    struct search_index *words, *pairs;
    struct document *documents; /* owned */
    size_t n, cap;
};

static void
add_document(struct finder *f, const struct document *d)
{
    const struct text fields[] = { d->title, d->text };
    struct arena *scratch = arena_new();
    struct search_terms words, pairs;

    search_terms_init(&words, scratch);
    search_terms_init(&pairs, scratch);
    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        struct token_list l;

        token_split(f->tokenizer, fields[i], d->language, scratch, &l);
        search_add_words(&words, &l, SEARCH_ALL);
        search_add_pairs(&pairs, &l, 1, SEARCH_NO_STOP);
    }
    search_add(f->words, &words);
    search_add(f->pairs, &pairs);
    arena_free(scratch);
    f->documents = mem_grow(f->documents, &f->cap, f->n + 1, sizeof(*f->documents));
    f->documents[f->n++] = *d;
}

static void
add_question(void *self, const struct store_member_row *m)
{
    struct document d = { false, m->id, m->text, m->body, TEXT_NONE, lang_normalize(m->language) };

    add_document(self, &d);
}

static void
add_page(void *self, const struct store_site_page *p)
{
    struct finder *f = self;
    struct passage_page page;

    passage_split(p->text, f->arena, &page);
    for (size_t i = 0; i < page.n_passages; i++) {
        struct document d = { true,       p->url_id,
                              p->title,   passage_text(&page, page.passages[i].at),
                              p->address, lang_normalize(p->language) };

        if (page.passages[i].kind == PASSAGE_WIDE)
            add_document(f, &d);
    }
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
add_row(struct table *t, struct finder *f, const struct search_hit *hit, struct text query)
{
    const struct document *d = &f->documents[hit->doc];

    table_int(t, d->id);
    table_str(t, d->page ? "page" : "question");
    table_real(t, (double)hit->score);
    table_text(t, d->title);
    table_text(t, snippet(f, d, query));
    table_text(t, d->address);
    table_end_row(t);
}

/* A page is shown once, by its best passage. */
static bool
shown_before(const struct finder *f, const struct search_hit *hits, size_t i)
{
    const struct document *d = &f->documents[hits[i].doc];

    for (size_t k = 0; k < i; k++) {
        const struct document *e = &f->documents[hits[k].doc];

        if (e->page == d->page && e->id == d->id)
            return true;
    }
    return false;
}

static size_t
find(struct finder *f, struct text query, const char *language, struct search_hit *hits)
{
    struct search_terms t;
    struct search_query q;
    struct token_list l;

    search_terms_init(&t, f->arena);
    search_query_init(&q, f->arena);
    token_split(f->tokenizer, query, language, f->arena, &l);
    search_add_words(&t, &l, SEARCH_NO_STOP);
    search_query_add(&q, f->words, &t, 1);
    search_terms_clear(&t);
    search_add_pairs(&t, &l, 1, SEARCH_NO_STOP);
    search_query_add(&q, f->pairs, &t, search_pair_weight(f->words));
    return search_top(&q, MAX_HITS, hits);
}

static enum status
run_finder(struct cmd_env *env, struct finder *f, const struct department_config *d,
           struct text query, struct err *err)
{
    int64_t department = d != NULL ? config_department_id(env->store, d->key) : 0;
    size_t limit = env->common->limit > 0 ? (size_t)env->common->limit : DEFAULT_HITS, rows = 0, n;
    struct store_member_query every = { .department_id = department };
    static struct search_hit hits[MAX_HITS];
    struct table *t;
    enum status st;

    store_question_members(env->store, &every, f->arena, add_question, f);
    store_question_site_pages(env->store, department, f->arena, add_page, f);
    st = store_check(env->store, err);
    if (st != ST_OK)
        return st;
    n = find(f, query, d != NULL ? d->language : NULL, hits);
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    for (size_t i = 0; i < n && rows < limit; i++)
        if (!shown_before(f, hits, i)) {
            add_row(t, f, &hits[i], query);
            rows++;
        }
    return table_close(t, err);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct finder f = { .arena = env->arena };
    const struct department_config *d;
    enum status st = cmd_department(env, &d, err);
    struct buf query;

    if (st != ST_OK)
        return st;
    buf_init(&query, BUF_SMALL);
    for (size_t i = 0; i < env->n_args; i++)
        buf_addf(&query, "%s%s", i > 0 ? " " : "", env->args[i]);
    f.tokenizer = token_new();
    f.words = search_new(&search_short);
    f.pairs = search_new(&search_short);
    st = run_finder(env, &f, d, buf_text(&query), err);
    search_free(f.words);
    search_free(f.pairs);
    free(f.documents);
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
