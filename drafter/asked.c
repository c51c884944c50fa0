/* asked.c - see asked.h.  A pass over the parts: ends of sentences, and commas before "how". */

#include "asked.h"

#include <string.h>

#include "cues.h"

/* A part of a question: from one end of a sentence to the next. */
struct part {
    size_t first, end; /* tokens */
    bool asks;
};

static bool
ends_sentence(struct text question, size_t from, size_t to, bool *question_mark)
{
    bool end = false;

    *question_mark = false;
    for (size_t i = from; i < to; i++) {
        *question_mark = *question_mark || question.p[i] == '?';
        /* The point of "Dr. Farrow" or "e.g." is within a word or parts what one need not part. */
        end = end || (question.p[i] != '\0' && strchr("?!;\n", question.p[i]) != NULL) ||
              (question.p[i] == '.' && i + 1 < to && question.p[i + 1] == ' ');
    }
    return end;
}

static bool
has_comma(struct text question, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (question.p[i] == ',' || question.p[i] == ':' || question.p[i] == '-')
            return true;
    return false;
}

/* The part that begins at token `first`. */
static struct part
next_part(struct text question, const struct token_list *l, size_t first)
{
    struct part part = { .first = first, .end = first, .asks = false };
    bool mark = false;

    part.asks = cues_opens_question(l->tokens[first].folded);
    while (part.end < l->n) {
        const struct token *t = &l->tokens[part.end++];
        size_t from = t->at + t->word.n;
        size_t to = part.end < l->n ? l->tokens[part.end].at : question.n;

        if (ends_sentence(question, from, to, &mark))
            break;
        if (part.end < l->n && has_comma(question, from, to) &&
            (l->tokens[part.end].flags & TOKEN_QUESTION_WORD) != 0)
            break;
    }
    part.asks = part.asks || mark;
    return part;
}

void
asked_weigh(struct text question, const struct token_list *l, float *ret)
{
    size_t n_asking = 0, n_telling = 0;

    for (size_t i = 0; i < l->n;) {
        struct part part = next_part(question, l, i);

        for (; i < part.end; i++)
            ret[i] = part.asks ? 1 : ASKED_STORY;
        n_asking += part.asks;
        n_telling += !part.asks;
    }
    if (n_asking == 0 || n_telling == 0)
        for (size_t i = 0; i < l->n; i++)
            ret[i] = 1;
}
