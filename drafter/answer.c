/* answer.c - see answer.h. */

#include "answer.h"

#include <math.h>

/* A title this long may have been cut off by the site: the body then says the rest. */
#define CUT_TITLE_BYTES 120
#define BODY_BYTES      400 /* of the body that are searched for; people come to the point early */

/*
 * A page of a passage or two can be read as a whole: what it does not say there it
 * does not say.  On longer pages the answer stands in other words somewhere, so only
 * the ranking counts.  Between the two limits both do, by length.
 *
 * Logistic regression (l2 .01) for "the first page is right" on pages of up to 400
 * words: 131 questions to the department that tests/drafter/campus makes up, and 3,200
 * to paragraphs of SQuAD 2.0 (dev, 23 articles, CC BY-SA 4.0), some of which were
 * taken away; 2026-11-22.  The length of the page by hand.
 */
#define READ_WORDS     300.0
#define READ_NO_WORDS  500.0
#define READ_BIAS      (-4.52)
#define READ_SHARE     .21 /* of its log odds */
#define READ_AGREE     1.06
#define READ_HEADING   2.9
#define READ_PAIR      1.73
#define READ_PAGE      1.06
#define READ_BEYOND    1.88
#define READ_PRECISION 11.7
#define READ_CUE       .41
#define READ_UNKNOWN   (-2.33)
/* The longer a page, the more words of any question are on it by chance. */
#define LENGTH_COST   .6 /* times ln(words / typical) */
#define TYPICAL_SHORT 150.0
#define TYPICAL_LONG  700.0
/*
 * The more passages a site has, the better the best of the wrong ones: with the same
 * confidence two of three pages were right among 500 and one of three among 11,000
 * (2026-11-22, passages of an encyclopedia and of a product's manual).  By hand.  It ends with the
 * largest set it was measured on: on a generated site of 100,000 passages, of which 99 of 400
 * questions pass without it and all 99 are right, none would pass.
 */
#define SITE_COST  .7 /* times ln(passages / small) */
#define SMALL_SITE 500.0
#define LARGE_SITE 21000.0

/*
 * A question of which so much is in words that no page of the site knows is about
 * something else, however well the rest fits ("a caravan near the licence fair"): it
 * never passes the gate, but keeps its place among the others.
 */
#define MOST_UNKNOWN .4
#define STAYS_BELOW  (GATE_THRESHOLD - .04)
#define KEEPS_PLACE  .005 /* times its log odds; far less than what STAYS_BELOW leaves */

static double
read_logit(const struct answer *x, double words)
{
    const struct gate_features *f = &x->features;
    const struct sentences_said *s = &x->sentences.said;

    return READ_BIAS + READ_SHARE * gate_log_odds(f->share) + READ_AGREE * f->agree +
           READ_HEADING * f->heading + READ_PAIR * s->pair + READ_PAGE * s->page +
           READ_BEYOND * s->beyond + READ_PRECISION * s->precision + READ_CUE * s->cue +
           READ_UNKNOWN * f->unknown - LENGTH_COST * log(words / TYPICAL_SHORT);
}

static double
confidence(const struct pages *p, const struct answer *x)
{
    const struct pages_page *page = pages_get(p, x->found.hits[0].page);
    double words = fmax(1, (double)page->split.n_words);
    double read = (READ_NO_WORDS - words) / (READ_NO_WORDS - READ_WORDS);
    double ranked = gate_logit(&x->features) - LENGTH_COST * log(words / TYPICAL_LONG);
    double logit;

    read = fmin(1, fmax(0, read));
    logit = read * read_logit(x, words) + (1 - read) * ranked;
    logit -= SITE_COST * fmax(0, log(fmin(LARGE_SITE, pages_passages(p)) / SMALL_SITE));
    if (x->features.unknown > MOST_UNKNOWN)
        logit = fmin(logit, gate_log_odds(STAYS_BELOW) + KEEPS_PLACE * logit);
    return 1 / (1 + exp(-logit));
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
    ret->confidence = confidence(p, ret);
    if (ret->found.n > ANSWER_MAX_PAGES)
        ret->found.n = ANSWER_MAX_PAGES;
}

void
answer_on(struct pages *p, uint32_t page, struct text question, struct text body,
          const char *language, struct arena *a, struct answer *ret)
{
    struct pages_found ranked;
    struct pages_hit *hits;
    size_t n = 1;

    *ret = (struct answer){ .confidence = 0 };
    question = query_text(question, body);
    pages_find(p, question, language, PAGES_MAX_HITS, a, &ranked);
    hits = arena_alloc(a, (ranked.n + 1) * sizeof(*hits));
    hits[0] = (struct pages_hit){ .page = page };
    for (size_t i = 0; i < ranked.n; i++)
        if (ranked.hits[i].page == page)
            hits[0] = ranked.hits[i];
        else
            hits[n++] = ranked.hits[i];
    ret->found = ranked;
    ret->found.hits = hits;
    ret->found.n = n;
    sentences_choose(p, &ret->found.query, question, page, a, &ret->sentences);
    if (ranked.n >= n) { /* it is among them: else nothing of it is known but that it was chosen */
        gate_measure(p, &ret->found, a, &ret->features);
        ret->confidence = confidence(p, ret);
    }
    if (ret->found.n > ANSWER_MAX_PAGES)
        ret->found.n = ANSWER_MAX_PAGES;
}
