/*
 * draft_bench.c - answers drafted from a site's pages: tone, page, sentences,
 * gate, composing and lint, beside SQLite's FTS5 finding ten passages, which is the
 * retrieval alone.
 */

#include <stdio.h>
#include <stdlib.h>

#include "../../drafter/answer.h"
#include "../../drafter/compose.h"
#include "../../drafter/lint.h"
#include "bench.h"
#include "mem.h"
#include "pages_gen.h"
#include "rival.h"

#define N_QUESTIONS 400
#define N_STEMS     20000
#define PAGE_BYTES  4000
#define K           10
#define THOUSAND    1000

struct site {
    struct pages *pages;
    struct tone *tone;
    struct voice *voice;
    struct arena *arena, *kept;
    struct text *questions; /* kept */
    const char ***words;    /* kept; of each question, less stop words */
    size_t *n_words;
    void *fts5;
    size_t n_pages, n_passages, n_drafted, n_hits;
};

static void
answer_one(void *self, size_t i)
{
    struct site *s = self;
    struct answer x;

    arena_clear(s->arena);
    answer_find(s->pages, s->questions[i], TEXT_NONE, NULL, s->arena, &x);
    s->n_hits += x.found.n;
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

static void
find_one(void *self, size_t i)
{
    struct site *s = self;
    uint32_t found[K];

    s->n_hits += rival_fts5.search(s->fts5, s->words[i], s->n_words[i], K, found);
}

static void
run_answers(void *self)
{
    for (size_t i = 0; i < N_QUESTIONS; i++)
        answer_one(self, i);
}

static void
run_drafts(void *self)
{
    struct site *s = self;

    s->n_drafted = 0;
    for (size_t i = 0; i < N_QUESTIONS; i++)
        draft_one(s, i);
}

static void
run_fts5(void *self)
{
    for (size_t i = 0; i < N_QUESTIONS; i++)
        find_one(self, i);
}

static void
add_pages(struct site *s, struct words *w)
{
    for (size_t i = 0; i < s->n_pages; i++) {
        struct buf title, text;
        const struct pages_page *page;
        struct pages_input in;
        char url[64];
        uint32_t n;

        buf_init(&title, BUF_SMALL);
        buf_init(&text, BUF_PAGE);
        pages_gen_text(w, PAGE_BYTES, &title, &text);
        snprintf(url, sizeof(url), "https://www.example.edu/page/%zu", i);
        in = (struct pages_input){ text_of(url), buf_text(&title), buf_text(&text), NULL };
        n = pages_add(s->pages, &in);
        page = pages_get(s->pages, n);
        for (size_t k = 0; k < page->split.n_passages; k++) {
            struct text t = passage_text(&page->split, page->split.passages[k].at);

            if (page->split.passages[k].kind == PASSAGE_WIDE)
                rival_fts5.add(s->fts5, t.p, t.n);
            s->n_passages++;
        }
        buf_release(&title);
        buf_release(&text);
    }
    rival_fts5.ready(s->fts5);
}

static void
make_questions(struct site *s, struct words *w)
{
    s->questions = arena_alloc(s->kept, N_QUESTIONS * sizeof(*s->questions));
    s->words = arena_alloc(s->kept, N_QUESTIONS * sizeof(*s->words));
    s->n_words = arena_alloc(s->kept, N_QUESTIONS * sizeof(*s->n_words));
    for (size_t i = 0; i < N_QUESTIONS; i++) {
        struct token_list l;
        struct buf b;

        buf_init(&b, BUF_SMALL);
        words_question(w, &b);
        s->questions[i] = arena_text(s->kept, buf_text(&b));
        buf_release(&b);
        token_split(pages_tokenizer(s->pages), s->questions[i], NULL, s->kept, &l);
        s->words[i] = arena_alloc(s->kept, (l.n + 1) * sizeof(**s->words));
        for (size_t k = 0; k < l.n; k++) {
            if (!(l.tokens[k].flags & TOKEN_STOP))
                s->words[i][s->n_words[i]++] = arena_str(s->kept, l.tokens[k].word);
        }
    }
}

static void
open_site(struct site *s, size_t n_pages, const char *dir)
{
    struct words *w = words_new(n_pages, N_STEMS);
    struct err err;

    *s = (struct site){ .pages = pages_new(),
                        .arena = arena_new(),
                        .kept = arena_new(),
                        .fts5 = rival_fts5.open(dir),
                        .n_pages = n_pages };
    if (tone_new(NULL, &s->tone, &err) != ST_OK ||
        voice_load(NULL, VOICE_DEFAULT, s->kept, &s->voice, &err) != ST_OK) {
        fprintf(stderr, "bench: %s\n", err.msg);
        exit(EXIT_FAILURE);
    }
    add_pages(s, w);
    make_questions(s, w);
    words_free(w);
}

static void
at_size(struct bench *b, size_t n_pages)
{
    struct site s;
    char dir[256], size[32];
    struct bench_work w = { "draft", size, "question", N_QUESTIONS };
    struct bench_side sides[] = {
        { .name = "earshot", .run = run_drafts, .self = &s },
        { .name = "FTS5 retrieval", .run = run_fts5, .self = &s },
    };
    struct bench_step steps[] = {
        { "earshot", draft_one, &s },
        { "FTS5 retrieval", find_one, &s },
    };

    snprintf(size, sizeof(size), "%zuk pages", n_pages / THOUSAND);
    open_site(&s, n_pages, bench_mkdir(dir));
    bench_compare(b, &w, sides, N_ELEMENTS(sides));
    bench_latency(b, &w, steps, N_ELEMENTS(steps));
    bench_note(b, "%s: %zu passages; %zu of %d questions past the gate", size, s.n_passages,
               s.n_drafted, N_QUESTIONS);
    w.what = "answer";
    sides[0].run = run_answers;
    bench_compare(b, &w, sides, N_ELEMENTS(sides));
    pages_free(s.pages);
    tone_free(s.tone);
    arena_free(s.arena);
    arena_free(s.kept);
    rival_fts5.close(s.fts5);
    bench_rmdir(dir);
}

int
main(void)
{
    struct bench *b = bench_new("Drafts: page, sentences, gate and text for a question");

    at_size(b, THOUSAND);
    at_size(b, 10 * THOUSAND);
    if (bench_large())
        at_size(b, 100 * THOUSAND);
    bench_end(b);
    return 0;
}
