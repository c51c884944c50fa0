/* pair.c - see pair.h. */

#include "pair.h"

#include <math.h>
#include <string.h>

#define PREFIX_LETTERS ((size_t)4) /* fewer letters in common and words are not akin */
#define SLIP_LETTERS   ((size_t)5) /* shorter words differ by a letter and mean another thing */
#define SLIP_KINSHIP   .8F
#define KEYWORDS       ((size_t)8) /* rarest words of a long text */
#define NAMES_MAX      ((size_t)64)

/* The table of weights: what fits the training sets, see DESIGN.md. */
static const struct {
    const char *name;
    double brief, full; /* weights for short questions, and for those with a body */
} table[PAIR_FEATURES] = {
    /* clang-format off */
    [PAIR_BIAS]      = { "bias",        -2.18,   0.63 },
    [PAIR_COS]       = { "cos",          0.00,   6.15 },
    [PAIR_PAIRS]     = { "pairs",        0.00,   4.18 },
    [PAIR_SKIPS]     = { "skips",        0.00,   4.37 },
    [PAIR_GRAMS]     = { "grams",        3.49,   4.48 },
    [PAIR_COVER]     = { "cover",        1.86,   2.32 },
    [PAIR_LEFT]      = { "left",         0.00,  -4.03 },
    [PAIR_SAME_ASK]  = { "same_ask",    -0.04,   0.46 },
    [PAIR_OTHER_ASK] = { "other_ask",   -0.28,  -0.10 },
    [PAIR_SAME_LAST] = { "same_last",    0.50,   0.22 },
    [PAIR_NAMES]     = { "names",       -0.25,   0.00 },
    [PAIR_NUMBERS]   = { "numbers",      0.00,  -0.26 },
    [PAIR_NEGATION]  = { "negation",     0.00,   0.00 },
    [PAIR_LENGTH]    = { "length",       0.00,   0.00 },
    [PAIR_TITLES]    = { "titles",       0.00,   3.79 },
    [PAIR_TITLE_IN]  = { "title_in",     0.00,   4.77 },
    [PAIR_KEYWORDS]  = { "keywords",     0.00,   3.19 },
    /* clang-format on */
};

const char *
pair_feature_name(enum pair_feature f)
{
    return table[f].name;
}

/* How akin two different words are by how they begin: 0 to 1. */
static float
prefix_kinship(struct text a, struct text b)
{
    size_t n = 0, longer = a.n > b.n ? a.n : b.n;

    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n >= PREFIX_LETTERS ? (float)n / (float)longer : 0;
}

/* One letter put in, left out, changed, or two turned round. */
static bool
is_slip(struct text a, struct text b)
{
    size_t head = 0, tail = 0, rest_a, rest_b;

    if (a.n < SLIP_LETTERS || b.n < SLIP_LETTERS || a.n > b.n + 1 || b.n > a.n + 1)
        return false;
    while (head < a.n && head < b.n && a.p[head] == b.p[head])
        head++;
    while (tail < a.n - head && tail < b.n - head && a.p[a.n - 1 - tail] == b.p[b.n - 1 - tail])
        tail++;
    rest_a = a.n - head - tail;
    rest_b = b.n - head - tail;
    if (rest_a <= 1 && rest_b <= 1)
        return true;
    return rest_a == 2 && rest_b == 2 && a.p[head] == b.p[head + 1] && a.p[head + 1] == b.p[head];
}

/* How well the word is found on the other side: 1 as it is, else by its nearest kin. */
static float
found(const struct pair_word *w, const struct pair_side *other)
{
    float best = 0;

    if (pair_side_find(other, w->id) != NULL)
        return 1;
    if (w->token->folded.n < PREFIX_LETTERS)
        return 0;
    for (size_t i = 0; i < other->n_words; i++) {
        struct text t = other->words[i].token->folded;
        float kin = prefix_kinship(w->token->folded, t);

        if (kin < SLIP_KINSHIP && is_slip(w->token->folded, t))
            kin = SLIP_KINSHIP;

        if (kin > best)
            best = kin;
    }
    return best;
}

/* Share of a's idf that is found in b; *left: the most that one word leaves unfound. */
static float
coverage(const struct pair_side *a, const struct pair_side *b, float *left)
{
    float sum = 0;

    for (size_t i = 0; i < a->n_words; i++) {
        float f = found(&a->words[i], b), miss = a->words[i].idf * (1 - f);

        sum += a->words[i].idf * f;
        if (miss > *left)
            *left = miss;
    }
    return a->idf_sum > 0 ? sum / a->idf_sum : 0;
}

/* Words written as names that the other side does not have at all. */
static size_t
names_left(const struct pair_side *a, const struct pair_side *b)
{
    size_t n = 0;

    for (size_t i = 0; i < a->n_words; i++) {
        const struct token *t = a->words[i].token;

        if (t->flags & TOKEN_CAPITAL && !(t->flags & (TOKEN_SENTENCE | TOKEN_STOP)) &&
            n < NAMES_MAX)
            n += pair_side_find(b, t->id) == NULL;
    }
    return n;
}

static bool
has_other_numbers(const struct pair_side *a, const struct pair_side *b)
{
    for (size_t i = 0; i < a->n_words; i++)
        if (a->words[i].token->kind != TOKEN_WORD && pair_side_find(b, a->words[i].id) == NULL)
            return true;
    return false;
}

/* Share of the idf of a's rarest words that stands in b. */
static float
keyword_share(const struct pair_side *a, const struct pair_side *b)
{
    const struct pair_word *top[KEYWORDS];
    float sum = 0, hit = 0;
    size_t n = 0;

    for (size_t i = 0; i < a->n_words; i++) {
        const struct pair_word *w = &a->words[i];
        size_t k = n < KEYWORDS ? n++ : KEYWORDS;

        for (; k > 0 && top[k - 1]->idf < w->idf; k--)
            if (k < KEYWORDS)
                top[k] = top[k - 1];
        if (k < KEYWORDS)
            top[k] = w;
    }
    for (size_t i = 0; i < n; i++) {
        sum += top[i]->idf;
        if (pair_side_find(b, top[i]->id) != NULL)
            hit += top[i]->idf;
    }
    return sum > 0 ? hit / sum : 0;
}

static void
compare_long(const struct pair_side *a, const struct pair_side *b, float *f)
{
    const struct pair_side *ta = a->title != NULL ? a->title : a;
    const struct pair_side *tb = b->title != NULL ? b->title : b;
    float left = 0;

    f[PAIR_TITLES] = pair_side_dot(&ta->cos, &tb->cos);
    f[PAIR_TITLE_IN] = coverage(ta, b, &left) * coverage(tb, a, &left);
    f[PAIR_KEYWORDS] = keyword_share(a, b) * keyword_share(b, a);
}

/* Two texts are long if, taken together, they are: a short one beside a long one counts half. */
static bool
are_long(const struct pair_side *a, const struct pair_side *b)
{
    return a->tokens.n * b->tokens.n > PAIR_SHORT_WORDS * PAIR_SHORT_WORDS;
}

void
pair_compare(const struct pair_side *a, const struct pair_side *b, float most,
             struct pair_result *ret)
{
    float *f = ret->features, left = 0;
    double logit = 0;

    memset(ret, 0, sizeof(*ret));
    ret->is_long = are_long(a, b);
    f[PAIR_BIAS] = 1;
    f[PAIR_COS] = pair_side_dot(&a->cos, &b->cos);
    f[PAIR_PAIRS] = pair_side_dot(&a->pairs, &b->pairs);
    f[PAIR_SKIPS] = pair_side_dot(&a->skips, &b->skips);
    f[PAIR_GRAMS] = pair_side_dot(&a->grams, &b->grams);
    f[PAIR_COVER] = coverage(a, b, &left) * coverage(b, a, &left);
    f[PAIR_LEFT] = left / most;
    f[PAIR_SAME_ASK] = a->question_word != 0 && a->question_word == b->question_word;
    f[PAIR_OTHER_ASK] =
        a->question_word != 0 && b->question_word != 0 && a->question_word != b->question_word;
    f[PAIR_SAME_LAST] = a->last != 0 && a->last == b->last;
    f[PAIR_NAMES] = logf(1 + (float)(names_left(a, b) + names_left(b, a)));
    f[PAIR_NUMBERS] = has_other_numbers(a, b) || has_other_numbers(b, a);
    f[PAIR_NEGATION] = a->negated != b->negated;
    if (a->tokens.n > 0 && b->tokens.n > 0)
        f[PAIR_LENGTH] = fabsf(logf((float)a->tokens.n / (float)b->tokens.n));
    if (ret->is_long)
        compare_long(a, b, f);
    for (size_t i = 0; i < PAIR_FEATURES; i++)
        logit += (double)f[i] * (ret->is_long ? table[i].full : table[i].brief);
    ret->p = 1 / (1 + exp(-logit));
    ret->same = ret->p >= .5;
}
