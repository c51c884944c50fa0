/*
 * draft_bench.c - answers drafted from a site's pages: tone, page, sentences,
 * gate, composing and lint, beside ten passages found by SQLite's FTS5 and, where it is
 * installed, Xapian, which is the retrieval alone, and beside the least that any
 * search of ours must do: to read the lists of the question's words once.
 *
 * The question of a page is a wording of its own: how often a side's first ten hold that page
 * says whether speed was bought with quality.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../../drafter/answer.h"
#include "../../drafter/compose.h"
#include "../../drafter/lint.h"
#include "../../drafter/pages_index.h"
#include "bench.h"
#include "mem.h"
#include "pages_gen.h"
#include "rival.h"
#include "search.h"

#define N_QUESTIONS 400
#define N_STEMS     60000
#define PAGE_BYTES  4000
#define K           10
#define THOUSAND    1000
#define MILLION     (THOUSAND * THOUSAND)
#define MAX_RIVALS  2
#define FEW         20 /* questions for a rival of half a second each */

/* A rival over the wide passages, each with its page's title. */
struct theirs {
    const struct rival *rival;
    struct site *site;
    void *engine;
    char dir[256];
    double build_s;
};

struct site {
    struct pages *pages;
    struct tone *tone;
    struct voice *voice;
    struct arena *arena, *kept, *scratch;
    int texts;         /* a file of all texts: they are not held in memory */
    uint64_t *text_at; /* owned; of each page, and the end */
    size_t cap_text_at;
    uint32_t *page_of; /* owned; of each passage */
    size_t cap_page_of;
    uint32_t gold[N_QUESTIONS];
    struct text *questions; /* kept */
    const char ***words;    /* kept; of each question, less stop words */
    size_t *n_words;
    struct theirs theirs[MAX_RIVALS];
    size_t n_rivals;
    size_t n_passages, n_drafted, n_right, n_hits, n_text_bytes;
    uint64_t n_read;
    double build_s, seal_s;
};

static void
retrieve_one(void *self, size_t i)
{
    struct site *s = self;
    struct pages_found found;

    arena_clear(s->arena);
    pages_find(s->pages, s->questions[i], NULL, K, s->arena, &found);
    s->n_hits += found.n;
}

/* What the stage does for a question, whatever the gate says. */
static void
draft_one(void *self, size_t i)
{
    struct site *s = self;
    struct answer x;
    struct compose_input in = { .voice = s->voice, .kind = COMPOSE_ANSWER, .seed = i };
    struct lint_input lint = { .link = TEXT_NONE };
    struct text evidence[COMPOSE_MAX_SENTENCES];
    struct compose_draft draft;
    struct lint_result issues;
    const struct pages_page *page;

    arena_clear(s->arena);
    in.tone = lint.tone = tone_of(s->tone, s->questions[i]).kind;
    answer_find(s->pages, s->questions[i], TEXT_NONE, NULL, s->arena, &x);
    if (x.found.n == 0)
        return;
    s->n_drafted += x.confidence >= GATE_THRESHOLD;
    s->n_right += x.confidence >= GATE_THRESHOLD && x.found.hits[0].page == s->gold[i];
    page = pages_get(s->pages, x.found.hits[0].page);
    in.n_sentences = x.sentences.n;
    for (size_t k = 0; k < x.sentences.n; k++) {
        evidence[k] = passage_text(&page->split, x.sentences.picks[k].at);
        in.sentences[k].text = evidence[k];
        in.order[k] = x.sentences.picks[k].sentence;
    }
    in.link = lint.link = page->url;
    in.contact = TEXT_LIT("office@example.edu");
    in.byline = TEXT_LIT("An Editor, Department of Examples");
    compose_draft(&in, s->arena, &draft);
    lint.answer = draft.answer;
    lint.evidence = evidence;
    lint.n_evidence = x.sentences.n;
    lint_check(&lint, s->arena, &issues);
}

/* The lists of the words that are searched for, read from end to end. */
static void
read_one(void *self, size_t i)
{
    struct site *s = self;
    const struct pages_lists *l = &s->pages->words;

    for (size_t k = 0; k < s->n_words[i]; k++) {
        struct text word = text_of(s->words[i][k]);
        uint32_t list;

        arena_clear(s->arena);
        word = token_stem(pages_tokenizer(s->pages), word, NULL, s->arena);
        list = pages_vocab_stem(s->pages->vocab, token_id(word));
        if (list == PAGES_NONE)
            continue;
        for (uint64_t at = l->start[list]; at < l->start[list + 1]; at++)
            s->n_read += l->postings[at];
    }
}

static void
find_one(void *self, size_t i)
{
    struct theirs *t = self;
    uint32_t found[K];

    t->site->n_hits +=
        t->rival->search(t->engine, t->site->words[i], t->site->n_words[i], K, found);
}

struct all {
    void (*one)(void *self, size_t i);
    void *self;
    size_t n;
};

static void
run_all(void *self)
{
    const struct all *x = self;

    for (size_t i = 0; i < x->n; i++)
        x->one(x->self, i);
}

static void
must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "bench: %s\n", what);
    exit(EXIT_FAILURE);
}

static struct text
read_text(void *self, uint32_t page, struct arena *a)
{
    struct site *s = self;
    size_t n = s->text_at[page + 1] - s->text_at[page];
    char *p = arena_alloc(a, n + 1);

    must(pread(s->texts, p, n, (off_t)s->text_at[page]) == (ssize_t)n, "a text is gone");
    return (struct text){ p, n };
}

/* The passages of a page to the rivals; what that costs is theirs. */
static void
add_theirs(struct site *s, uint32_t page, struct text title, struct text text)
{
    struct passage_page split;
    struct buf b;

    arena_clear(s->scratch);
    passage_split(text, s->scratch, &split);
    buf_init(&b, BUF_PAGE);
    for (size_t i = 0; i < split.n_passages && split.passages[i].kind == PASSAGE_WIDE; i++) {
        buf_clear(&b);
        buf_add_text(&b, title);
        buf_add_char(&b, '\n');
        buf_add_text(&b, passage_text(&split, split.passages[i].at));
        for (size_t r = 0; r < s->n_rivals; r++) {
            double at = bench_cpu_s();

            s->theirs[r].rival->add(s->theirs[r].engine, b.p, b.n);
            s->theirs[r].build_s += bench_cpu_s() - at;
        }
        s->page_of = mem_grow(s->page_of, &s->cap_page_of, s->n_passages + 1, sizeof(uint32_t));
        s->page_of[s->n_passages++] = page;
    }
    buf_release(&b);
}

/* A part of the page that is about what a question will ask. */
static void
put_intent(struct words *w, const struct words_intent *in, struct buf *text)
{
    buf_add_str(text, "\n");
    words_wording(w, in, text);
    buf_add_str(text, "\n\n");
    for (unsigned i = 0; i < 2; i++) {
        words_wording(w, in, text);
        buf_add_str(text, " ");
        words_sentence(w, K, text);
        buf_add_str(text, " ");
    }
    buf_add_str(text, "\n\n");
}

static uint32_t
add_page(struct site *s, struct words *w, const struct words_intent *in)
{
    struct buf title, text;
    struct pages_input page;
    char url[64];
    uint32_t n;
    double at;

    buf_init(&title, BUF_SMALL);
    buf_init(&text, BUF_PAGE);
    pages_gen_text(w, PAGE_BYTES / 2, &title, &text);
    if (in != NULL)
        put_intent(w, in, &text);
    pages_gen_text(w, PAGE_BYTES / 2, &title, &text);
    snprintf(url, sizeof(url), "https://www.example.edu/page/%u", pages_count(s->pages));
    page = (struct pages_input){ text_of(url), buf_text(&title), buf_text(&text), NULL };
    at = bench_cpu_s();
    n = pages_add(s->pages, &page);
    s->build_s += bench_cpu_s() - at;
    must(write(s->texts, text.p, text.n) == (ssize_t)text.n, "no room for the texts");
    s->n_text_bytes += text.n;
    s->text_at = mem_grow(s->text_at, &s->cap_text_at, (size_t)n + 2, sizeof(*s->text_at));
    s->text_at[n + 1] = s->n_text_bytes;
    add_theirs(s, n, page.title, page.text);
    buf_release(&title);
    buf_release(&text);
    return n;
}

static void
add_question(struct site *s, struct words *w, const struct words_intent *in, size_t i)
{
    struct token_list l;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    words_wording(w, in, &b);
    s->questions[i] = arena_text(s->kept, buf_text(&b));
    buf_release(&b);
    token_split(pages_tokenizer(s->pages), s->questions[i], NULL, s->kept, &l);
    s->words[i] = arena_alloc(s->kept, (l.n + 1) * sizeof(**s->words));
    for (size_t k = 0; k < l.n; k++) {
        if (!(l.tokens[k].flags & TOKEN_STOP))
            s->words[i][s->n_words[i]++] = arena_str(s->kept, l.tokens[k].word);
    }
}

/* Pages until there are so many passages; every so many passages one that is asked about. */
static void
add_pages(struct site *s, struct words *w, size_t n_passages)
{
    size_t asked = 0;
    double at;

    s->text_at = mem_grow(s->text_at, &s->cap_text_at, 1, sizeof(*s->text_at));
    s->text_at[0] = 0;
    while (s->n_passages < n_passages) {
        struct words_intent in;

        if (asked == N_QUESTIONS || s->n_passages < asked * (n_passages / N_QUESTIONS)) {
            add_page(s, w, NULL);
            continue;
        }
        words_intent_of(w, &in);
        s->gold[asked] = add_page(s, w, &in);
        add_question(s, w, &in, asked++);
    }
    at = bench_cpu_s();
    pages_seal(s->pages);
    s->seal_s = bench_cpu_s() - at;
    for (size_t r = 0; r < s->n_rivals; r++) {
        at = bench_cpu_s();
        s->theirs[r].rival->ready(s->theirs[r].engine);
        s->theirs[r].build_s += bench_cpu_s() - at;
    }
}

static void
open_site(struct site *s, size_t n_passages, const char *dir)
{
    static const struct rival *const rivals[] = {
        &rival_fts5,
#ifdef HAVE_XAPIAN
        &rival_xapian,
#endif
    };
    struct words *w = words_new(n_passages, N_STEMS);
    char path[512];
    struct err err;

    *s = (struct site){ .pages = pages_new(),
                        .arena = arena_new(),
                        .kept = arena_new(),
                        .scratch = arena_new(),
                        .n_rivals = N_ELEMENTS(rivals) };
    snprintf(path, sizeof(path), "%s/texts", dir);
    s->texts = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    must(s->texts >= 0, "no file for the texts");
    must(tone_new(NULL, &s->tone, &err) == ST_OK &&
             voice_load(NULL, VOICE_DEFAULT, s->kept, &s->voice, &err) == ST_OK,
         "no seeds");
    for (size_t r = 0; r < s->n_rivals; r++) {
        s->theirs[r] = (struct theirs){ .rival = rivals[r], .site = s };
        s->theirs[r].engine = rivals[r]->open(bench_mkdir(s->theirs[r].dir));
    }
    pages_set_reader(s->pages, read_text, s);
    s->questions = arena_alloc(s->kept, N_QUESTIONS * sizeof(*s->questions));
    s->words = arena_alloc(s->kept, N_QUESTIONS * sizeof(*s->words));
    s->n_words = arena_alloc(s->kept, N_QUESTIONS * sizeof(*s->n_words));
    add_pages(s, w, n_passages);
    words_free(w);
}

static void
close_site(struct site *s)
{
    for (size_t r = 0; r < s->n_rivals; r++) {
        s->theirs[r].rival->close(s->theirs[r].engine);
        bench_rmdir(s->theirs[r].dir);
    }
    close(s->texts);
    free(s->text_at);
    free(s->page_of);
    pages_free(s->pages);
    tone_free(s->tone);
    arena_free(s->arena);
    arena_free(s->kept);
    arena_free(s->scratch);
}

static int
by_value(const void *x, const void *y)
{
    const double *a = x, *b = y;

    return *a < *b ? -1 : *a > *b;
}

/* Each question once, none of its pages opened before: what a first asking takes. */
static void
note_first(struct bench *b, const char *size, struct site *s)
{
    double us[N_QUESTIONS];
    struct timespec from, to;

    for (size_t i = 0; i < N_QUESTIONS; i++) {
        clock_gettime(CLOCK_MONOTONIC, &from);
        draft_one(s, i);
        clock_gettime(CLOCK_MONOTONIC, &to);
        us[i] = (double)(to.tv_sec - from.tv_sec) * MILLION +
                (double)(to.tv_nsec - from.tv_nsec) / THOUSAND;
    }
    qsort(us, N_QUESTIONS, sizeof(*us), by_value);
    bench_note(b,
               "%s: a draft the first time it is asked, wall time: p50 %.0f us, p95 %.0f, p99 "
               "%.0f, most %.0f",
               size, us[N_QUESTIONS / 2], us[N_QUESTIONS * 95 / 100], us[N_QUESTIONS * 99 / 100],
               us[N_QUESTIONS - 1]);
}

static void
note_size(struct bench *b, const char *size, const struct site *s)
{
    bench_note(b,
               "%s: %zu passages of %u pages, %.1f MB of text; read in %.2f s, sealed in %.2f "
               "s of one core, %.1f MB a second; the index holds %.1f MB, the process %zu MB",
               size, s->n_passages, pages_count(s->pages), (double)s->n_text_bytes / MILLION,
               s->build_s, s->seal_s, (double)s->n_text_bytes / MILLION / (s->build_s + s->seal_s),
               (double)pages_bytes(s->pages) / MILLION, bench_rss() >> 20);
    for (size_t r = 0; r < s->n_rivals; r++)
        bench_note(b, "%s: %s indexed in %.2f s", size, s->theirs[r].rival->name,
                   s->theirs[r].build_s);
}

/* FTS5 reads and scores every document that has any of the words. */
static bool
is_slow(const struct site *s, size_t r)
{
    return s->n_passages >= MILLION && s->theirs[r].rival == &rival_fts5;
}

/* How often the page that was asked about is first, and among the first K. */
static void
note_quality(struct bench *b, const char *size, struct site *s)
{
    size_t first = 0, among = 0, scored = 0, exact = 0;

    for (size_t i = 0; i < N_QUESTIONS; i++) {
        struct pages_found f;

        arena_clear(s->arena);
        pages_find(s->pages, s->questions[i], NULL, K, s->arena, &f);
        for (size_t k = 0; k < f.n; k++) {
            first += k == 0 && f.hits[k].page == s->gold[i];
            among += f.hits[k].page == s->gold[i];
        }
        scored += f.n_scored;
        exact += f.exact;
    }
    bench_note(b,
               "%s: right page first %.3f, among %d %.3f; %zu pages scored a question, proven to "
               "be enough for %zu of %d; %zu past the gate, %zu of them right",
               size, (double)first / N_QUESTIONS, K, (double)among / N_QUESTIONS,
               scored / N_QUESTIONS, exact, N_QUESTIONS, s->n_drafted / 2, s->n_right / 2);
    for (size_t r = 0; r < s->n_rivals; r++) {
        size_t n_asked = is_slow(s, r) ? FEW : N_QUESTIONS;

        first = among = 0;
        for (size_t i = 0; i < n_asked; i++) {
            uint32_t found[K];
            const struct theirs *t = &s->theirs[r];
            size_t n = t->rival->search(t->engine, s->words[i], s->n_words[i], K, found), hit = n;

            for (size_t k = n; k-- > 0;)
                hit = s->page_of[found[k]] == s->gold[i] ? k : hit;
            first += n > 0 && hit == 0;
            among += hit < n;
        }
        bench_note(b, "%s: %s right page first %.3f, among %d passages %.3f", size,
                   s->theirs[r].rival->name, (double)first / (double)n_asked, K,
                   (double)among / (double)n_asked);
    }
}

static void
at_size(struct bench *b, size_t n_passages, const char *size)
{
    struct site s;
    char dir[256];
    struct bench_work w = { "draft", size, "question", N_QUESTIONS };
    struct all all[BENCH_MAX_SIDES] = { { draft_one, &s, N_QUESTIONS } };
    struct bench_side sides[BENCH_MAX_SIDES] = { { .name = "earshot" } };
    struct bench_step steps[BENCH_MAX_SIDES] = { { "earshot", draft_one, &s } };
    size_t n = 1, n_steps = 1;

    open_site(&s, n_passages, bench_mkdir(dir));
    for (size_t r = 0; r < s.n_rivals; r++, n++) {
        const char *name = s.theirs[r].rival->name;

        all[n] = (struct all){ find_one, &s.theirs[r], is_slow(&s, r) ? FEW : N_QUESTIONS };
        sides[n] = (struct bench_side){ .name = name, .share = (double)all[n].n / N_QUESTIONS };
        if (!is_slow(&s, r))
            steps[n_steps++] = (struct bench_step){ name, find_one, &s.theirs[r] };
    }
    all[n] = (struct all){ read_one, &s, N_QUESTIONS };
    sides[n] = (struct bench_side){ .name = "reading lists" };
    for (size_t i = 0; i <= n; i++) {
        sides[i].run = run_all;
        sides[i].self = &all[i];
    }
    note_size(b, size, &s);
    note_first(b, size, &s);
    bench_compare(b, &w, sides, n);
    s.n_drafted = s.n_right = 0;
    bench_latency(b, &w, steps, n_steps);
    note_quality(b, size, &s);
    all[0].one = retrieve_one;
    w.what = "retrieve";
    bench_compare(b, &w, sides, n + 1);
    close_site(&s);
    bench_rmdir(dir);
}

int
main(void)
{
    struct bench *b = bench_new("Drafts: page, sentences, gate and text for a question");

    at_size(b, 10 * THOUSAND, "10k");
    at_size(b, 100 * THOUSAND, "100k");
    if (bench_large())
        at_size(b, MILLION, "1M");
#ifndef HAVE_XAPIAN
    bench_note(b, "Xapian (libxapian-dev) is not installed: skipped");
#endif
    bench_end(b);
    return 0;
}
