/*
 * campus.h - the made-up department of tests/drafter/campus, and what people ask it.
 *
 * pages.txt: "== PATH, tab, title", then the text.  CAMPUS_QUESTIONS: the path of the page
 * that answers, or "-" for none, a tab, the question.  CAMPUS_LATER: the same, written
 * when all weights stood; they are not to be changed for it.
 */
#ifndef CAMPUS_H
#define CAMPUS_H

#include "../test.h"

#include "../../drafter/pages.h"
#include "file.h"

#define CAMPUS_SITE      "https://marine.kelmouth.example"
#define CAMPUS_QUESTIONS "tests/drafter/campus/questions.txt"
#define CAMPUS_LATER     "tests/drafter/campus/later.txt"
#define CAMPUS_MOST      256 /* questions */
#define CAMPUS_BYTES     ((size_t)1 << 20)

struct campus_question {
    struct text text;
    struct text page; /* address; "" when no page answers */
};

struct campus {
    struct arena *arena;
    struct pages *pages;
    struct campus_question questions[CAMPUS_MOST];
    size_t n;
};

static inline struct text
campus_read(const char *path, struct arena *a)
{
    struct text body;
    struct err err;
    struct buf b;

    buf_init(&b, CAMPUS_BYTES);
    if (file_read(path, &b, &err) != ST_OK)
        fail_msg("%s: %s", path, err.msg);
    body = arena_text(a, buf_text(&b));
    buf_release(&b);
    return body;
}

static inline void
campus_add_page(struct campus *c, struct text part)
{
    struct text head = text_before(part, '\n');

    (void)pages_add(c->pages, &(struct pages_input){
                                  .url = text_of(arena_printf(c->arena, CAMPUS_SITE "%.*s",
                                                              TEXT_ARG(text_before(head, '\t')))),
                                  .title = text_after(head, '\t'),
                                  .text = text_after(part, '\n') });
}

static inline void
campus_open(struct campus *c, const char *questions)
{
    const struct text mark = TEXT_LIT("\n== ");
    struct text rest, line;
    size_t at;

    *c = (struct campus){ .arena = arena_new(), .pages = pages_new() };
    rest = text_from(campus_read("tests/drafter/campus/pages.txt", c->arena), mark.n - 1);
    while ((at = text_find(rest, mark)) != TEXT_NPOS) {
        campus_add_page(c, text_sub(rest, 0, at + 1));
        rest = text_from(rest, at + mark.n);
    }
    campus_add_page(c, rest);
    rest = campus_read(questions, c->arena);
    while (text_cut(&rest, "\n", &line) && c->n < CAMPUS_MOST) {
        struct text page = text_before(line, '\t');
        struct campus_question *q = &c->questions[c->n];

        if (line.n == 0)
            continue;
        *q = (struct campus_question){ .text = text_after(line, '\t') };
        if (!text_is(page, "-"))
            q->page = text_of(arena_printf(c->arena, CAMPUS_SITE "%.*s", TEXT_ARG(page)));
        c->n++;
    }
}

static inline void
campus_close(struct campus *c)
{
    pages_free(c->pages);
    arena_free(c->arena);
}

#endif /* CAMPUS_H */
