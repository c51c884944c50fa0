/* search_cmd.c - earshot search TEXT: over questions and own pages, with the words that hit marked.
 */

#include <stdlib.h>
#include <unistd.h>

#include "ask.h"
#include "collection.h"
#include "commands.h"
#include "config_sync.h"
#include "lang.h"
#include "list_cmd.h"
#include "log.h"
#include "match.h"
#include "mem.h"
#include "passage.h"
#include "snippet.h"
#include "store_question.h"
#include "store_search.h"
#include "store_twin.h"
#include "terminal.h"
#include "utf8.h"
#include "url.h"

#define DEFAULT_HITS  10
#define MAX_HITS      ((size_t)1000)
#define SNIPPET_BYTES ((size_t)160) /* shown of a text */
#define TITLE_BYTES   ((size_t)300)
#define INDENT        4 /* on a terminal, of all but the first line of a hit */
#define LINES         2 /* of a text, on a terminal */

/* clang-format off */
static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "kind", TABLE_COLUMN_TEXT, 0, false },
    { "score", TABLE_COLUMN_REAL, 0, false },
    { "title", TABLE_COLUMN_TEXT, 60, false },
    { "text", TABLE_COLUMN_TEXT, 100, false },
    { "address", TABLE_COLUMN_TEXT, 60, false },
    { "language", TABLE_COLUMN_TEXT, 0, true },
    { "repeated_by", TABLE_COLUMN_JSON, 0, true },
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
    struct ask ask;
    FILE *screen; /* a terminal that people read; NULL: a table */
    size_t columns;
    struct snippet_style style, title_style;
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
is_asked_for(struct finder *f, const struct document *d)
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

static void
add_twin(void *self, const struct store_twin *t)
{
    json_t *v = json_stringn(t->address.p, t->address.n);

    if (v != NULL)
        json_array_append_new(self, v);
}

/* Words, a line break before the one that would not fit; marks take no room. */
static void
print_wrapped(struct finder *f, struct text t)
{
    struct text word;
    size_t column = 0;

    while (text_cut(&t, " ", &word)) {
        size_t width = 0;

        for (size_t at = 0; at < word.n;) {
            if (word.p[at] == '\033') { /* ours: the text has none */
                at += text_before(text_from(word, at), 'm').n + 1;
                continue;
            }
            (void)utf8_next(word, &at);
            width++;
        }
        if (column == 0 || column + 1 + width > f->columns) {
            fprintf(f->screen, "%s%*s", column > 0 ? "\n" : "", INDENT, "");
            column = INDENT + width;
        } else {
            fputc(' ', f->screen);
            column += 1 + width;
        }
        fprintf(f->screen, "%.*s", TEXT_ARG(word));
    }
    if (column > 0)
        fputc('\n', f->screen);
}

static void
add_row(struct table *t, struct finder *f, const struct document *d, double score)
{
    json_t *twins;
    size_t in_title, in_text;
    struct text title = snippet_make(f->tokenizer, d->title, d->language, f->ask.words,
                                     &f->title_style, f->arena, &in_title);
    struct text text = snippet_make(f->tokenizer, d->text.n > 0 ? d->text : d->title, d->language,
                                    f->ask.words, &f->style, f->arena, &in_text);

    if (f->screen != NULL) {
        fprintf(f->screen, "%s %lld\n", d->page ? "page" : "question", (long long)d->id);
        print_wrapped(f, title);
        if (d->text.n > 0)
            print_wrapped(f, text);
        print_wrapped(f, snippet_make(f->tokenizer, d->address, d->language, TEXT_NONE,
                                      &f->title_style, f->arena, &in_text));
        fputc('\n', f->screen);
        return;
    }
    table_int(t, d->id);
    table_str(t, d->page ? "page" : "question");
    table_real(t, score);
    table_text(t, d->title);
    table_text(t, text);
    table_text(t, d->address);
    table_str(t, d->language);
    twins = json_array();
    if (d->page)
        store_twin_each(f->store, d->id, f->arena, add_twin, twins);
    table_json(t, twins);
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

/* In place of an index on disk that is of no use, one in memory for this search. */
static enum status
make_corpus(struct finder *f, enum collection_name name, struct err *err)
{
    struct collection_job job = { f->store, f->tokenizer, cmd_stop };
    struct collection_counts counts = { 0, 0 };
    enum status st;

    corpus_close(f->corpora[name]);
    f->corpora[name] = NULL;
    st = collection_open(NULL, name, CORPUS_WRITE, &f->corpora[name], err);
    return st == ST_OK ? collection_update(f->corpora[name], name, &job, &counts, err) : st;
}

/* The index on disk, unless opening it shows that it is of no use. */
static enum status
open_corpus(struct finder *f, const char *dir, enum collection_name name, struct err *err)
{
    struct err why = { "" };
    enum status st = collection_open(dir, name, CORPUS_READ, &f->corpora[name], &why);

    if (st == ST_OK && !collection_is_stale(f->corpora[name], name, f->store))
        return ST_OK;
    if (st == ST_OK)
        err_set(&why, st, "%s is behind the store", collection_folder(name));
    log_warn("%s: searching without it; earshot index makes it", why.msg);
    return make_corpus(f, name, err);
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
           size_t limit)
{
    size_t at[COLLECTION_COUNT] = { 0 }, rows = 0;

    while (rows < limit && (at[0] < n[0] || at[1] < n[1])) {
        bool page =
            at[0] == n[0] || (at[1] < n[1] && hits[1][at[1]].scaled > hits[0][at[0]].scaled);
        size_t i = at[page]++;
        struct document d;

        if (shown_before(hits[page], i))
            continue;
        if (!load_document(f, page, &hits[page][i], &d) || !is_asked_for(f, &d)) {
            hits[page][i].key = 0; /* another passage of the page may do */
            continue;
        }
        add_row(t, f, &d, (double)hits[page][i].score);
        rows++;
    }
    if (rows == 0 && f->screen != NULL)
        fputs("none\n", f->screen); /* as a table says it */
}

static enum status
run_finder(struct cmd_env *env, struct finder *f, const struct department_config *d,
           struct corpus_hit hits[][MAX_HITS], struct err *err)
{
    struct corpus_filter filter = { .since_s = env->common->since_s,
                                    .until_s = env->common->until_s,
                                    .language = f->ask.language };
    size_t limit = env->common->limit > 0 ? (size_t)env->common->limit : DEFAULT_HITS;
    size_t n[COLLECTION_COUNT] = { 0 };
    const char *language = d != NULL ? d->language : NULL;
    enum status st = ST_OK;
    struct token_list l;
    struct table *t = NULL;
    struct err why = { "" };

    if (d != NULL)
        filter.department = config_department_id(env->store, d->key);
    token_split(f->tokenizer, f->ask.words, f->ask.language != NULL ? f->ask.language : language,
                f->arena, &l);
    for (enum collection_name name = 0; name < COLLECTION_COUNT && st == ST_OK; name++) {
        st = open_corpus(f, env->common->dir, name, err);
        if (st != ST_OK || find(f, name, &filter, &l, hits[name], &n[name], &why) == ST_OK)
            continue;
        log_warn("%s: searching without it", why.msg); /* only reading shows some damage */
        st = make_corpus(f, name, err);
        if (st == ST_OK)
            st = find(f, name, &filter, &l, hits[name], &n[name], err);
    }
    if (st != ST_OK)
        return st;
    if (f->screen == NULL)
        t = cmd_table(env, columns, N_ELEMENTS(columns));
    print_hits(t, f, hits, n, limit);
    st = t != NULL ? table_close(t, err) : ST_OK;
    return st == ST_OK ? store_check(env->store, err) : st;
}

/* For people at a terminal a hit is a few lines, with bold words; else it is a row, with asterisks.
 */
static void
choose_style(const struct cmd_env *env, struct finder *f)
{
    int fd = fileno(env->out);
    bool screen = !list_is_data(env) && isatty(fd), bold = terminal_color(env->common->color, fd);

    f->style = (struct snippet_style){ SNIPPET_BYTES, "*", "*" };
    f->title_style = (struct snippet_style){ TITLE_BYTES, "*", "*" };
    if (!screen)
        return;
    f->screen = env->out;
    f->columns = terminal_columns(fd);
    f->style.max_bytes = (f->columns > 2 * INDENT ? f->columns - INDENT : INDENT) * LINES;
    if (bold) {
        f->style.open = f->title_style.open = "\033[1m";
        f->style.close = f->title_style.close = "\033[0m";
    }
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct finder f = { .arena = env->arena, .store = env->store };
    const struct department_config *d;
    enum status st = cmd_department(env, &d, err);
    struct corpus_hit(*hits)[MAX_HITS];
    struct buf query;

    if (st != ST_OK)
        return st;
    buf_init(&query, BUF_PAGE);
    for (size_t i = 0; i < env->n_args; i++)
        buf_addf(&query, "%s%s", i > 0 ? " " : "", env->args[i]);
    st = ask_parse(buf_text(&query), env->arena, &f.ask, err);
    buf_release(&query);
    if (st != ST_OK)
        return st;
    choose_style(env, &f);
    f.tokenizer = token_new();
    hits = mem_zalloc(COLLECTION_COUNT * sizeof(*hits));
    st = run_finder(env, &f, d, hits, err);
    free(hits);
    for (size_t i = 0; i < COLLECTION_COUNT; i++)
        corpus_close(f.corpora[i]);
    token_free(f.tokenizer);
    return st;
}

const struct cmd search_cmd = {
    .name = "search",
    .args = "TEXT...",
    .summary = "find questions and own pages by their words",
    .help =
        "Word endings do not matter, order helps.  \"A phrase\" in quotes must stand there as it\n"
        "is; site:HOST and lang:CODE leave out what is elsewhere.  Words that hit are bold on a\n"
        "terminal and stand between asterisks in a file.\n"
        "An id is that of the question (earshot question ID) or of the page's address.\n",
    .examples = "  earshot search visa renewal\n  earshot search --dept physics --json open day\n"
                "  earshot search site:physics.example.edu '\"open day\" parking'\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 100,
    .run = run,
};
