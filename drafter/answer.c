/* answer.c - see answer.h. */

#include "answer.h"

#include <math.h>

/* A title this long may have been cut off by the site: the body then says the rest. */
#define CUT_TITLE_BYTES 120
#define BODY_BYTES      400 /* of the body that are searched for; people come to the point early */

/*
 * A page of a passage or two can be read as a whole: what it does not say there it
 * does not say.  On longer pages the
 * answer stands in other words somewhere, so only the ranking counts.  By hand, with
 * an eye on both kinds of set: longer limits harm the one, shorter the other.
 */
#define SHORT_PAGE_WORDS 400
#define ANSWERED_WEIGHT  3.0
#define ANSWERED_ENOUGH  (-.25) /* log odds from which on nothing is taken off */

static double
with_answer(const struct answer *x, const struct pages_page *page)
{
    double p = gate_probability(&x->features);

    if (page->split.n_words > SHORT_PAGE_WORDS || p <= 0 || p >= 1)
        return p;
    return 1 / (1 + exp(-log(p / (1 - p)) -
                        ANSWERED_WEIGHT * fmin(x->sentences.answered - ANSWERED_ENOUGH, 0)));
}

/*
 * The words that are searched for.  Bodies tell stories: searching for all their
 * words finds worse pages than the title alone, so they are read only where they
 * begin with the title, which was cut.
 */
static struct text
query_text(struct text question, struct text body)
{
    struct text head = question;

    while (head.n > 0 &&
           (head.p[head.n - 1] == '?' || head.p[head.n - 1] == '.' || head.p[head.n - 1] == ' '))
        head.n--;
    if (question.n >= CUT_TITLE_BYTES && head.n > 0 && text_starts_nocase(body, head))
        return text_sub(body, 0, question.n + BODY_BYTES);
    return question;
}

void
answer_find(struct pages *p, struct text question, struct text body, const char *language,
            struct arena *a, struct answer *ret)
{
    *ret = (struct answer){ .confidence = 0 };
    question = query_text(question, body);
    pages_find(p, question, language, PAGES_MAX_HITS, a, &ret->found);
    if (ret->found.n == 0)
        return;
    gate_measure(p, &ret->found, a, &ret->features);
    sentences_choose(p, &ret->found.query, question, ret->found.hits[0].page, a, &ret->sentences);
    ret->confidence = with_answer(ret, pages_get(p, ret->found.hits[0].page));
    if (ret->found.n > ANSWER_MAX_PAGES)
        ret->found.n = ANSWER_MAX_PAGES;
}
