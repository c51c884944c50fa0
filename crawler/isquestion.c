/* isquestion.c - see isquestion.h. */

#include "isquestion.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "isquestion_words.h"
#include "utf8.h"

#define MARK_END      3.2 /* log-odds of a mark at the end */
#define MARK_INSIDE   2.2 /* ... within */
#define MARK_FORGIVES .3  /* what a mark leaves of a start that tells */
#define BASE          (-.35)
#define TITLE_LIKE    .9 /* a short text without a finite verb */
#define TITLE_WORDS   12
#define LONG_TEXT     (-.8) /* of more than LONG_WORDS words */
#define LONG_WORDS    25
#define PHRASES_CAP   3.0 /* phrases repeat each other: their sum is cut */
#define ASKS          1.3 /* log-odds from which a sentence of a post counts as asking */
#define EDGE          3   /* sentences at either end of a post */
#define EDGE_ASKS     1.3
#define MIDDLE_ASKS   .1
#define SHARE_ASKS    3.0
#define MAILING       (-2.0)
#define NONE_ASKS     (-1.2)
#define FOLD_BYTES    ISQUESTION_MAX_TITLE

/* Lower case, punctuation other than ' and - gone, single spaces; " a b c ". */
struct folded {
    char z[FOLD_BYTES + 2];
    size_t n, n_words;
    bool mark_end, mark_inside, stop_end;
};

static bool
is_mark(uint32_t c)
{
    return c == '?' || c == 0xFF1F || c == 0x061F || c == 0x037E || c == 0x055E || c == 0xBF;
}

/* Latin-1 and Cyrillic capitals; others are rare at the start of a sentence's cue. */
static uint32_t
lower(uint32_t c)
{
    if (c < 0x80)
        return (uint32_t)tolower((int)c);
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x410 && c <= 0x42F))
        return c + 32;
    return c == 0x2019 ? '\'' : c;
}

static bool
is_word(uint32_t c)
{
    return (c < 0x80 && isalnum((int)c)) || c == '\'' || c == '-' || c == '[' ||
           (c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3000 && c <= 0x303F) &&
            !is_mark(c) && c != 0xFF1F);
}

/* A "?" within an address is no mark. */
static bool
in_address(struct text t, size_t at)
{
    size_t from = at;

    while (from > 0 && !isspace((unsigned char)t.p[from - 1]))
        from--;
    return text_find(text_sub(t, from, at - from), TEXT_LIT("://")) != TEXT_NPOS ||
           text_starts(text_from(t, from), TEXT_LIT("www."));
}

static void
fold(struct text t, struct folded *f)
{
    size_t at = 0, from;
    char out[UTF8_MAX_BYTES];

    *f = (struct folded){ .n = 0 };
    f->z[f->n++] = ' ';
    while (at < t.n && f->n + 2 * UTF8_MAX_BYTES < sizeof(f->z)) {
        uint32_t c;
        size_t bytes;

        from = at;
        c = lower(utf8_next(t, &at));
        if (is_mark(c) && !in_address(t, from)) {
            f->mark_inside = true;
            f->mark_end = true;
        } else if (c == '.' || c == '!') {
            f->stop_end = true;
        } else if (is_word(c)) {
            f->mark_end = f->stop_end = false;
        }
        if (!is_word(c) || (c == '-' && f->z[f->n - 1] == ' ')) {
            if (f->z[f->n - 1] != ' ')
                f->z[f->n++] = ' ';
            continue;
        }
        if (f->z[f->n - 1] == ' ')
            f->n_words++;
        bytes = utf8_encode(c, out);
        memcpy(f->z + f->n, out, bytes);
        f->n += bytes;
    }
    if (f->z[f->n - 1] != ' ')
        f->z[f->n++] = ' ';
    f->z[f->n] = '\0';
}

/* Do the cue's words stand at p, which follows a space? */
static bool
stands(const char *p, const char *words)
{
    size_t n = strlen(words);

    if (words[n - 1] == '*')
        return strncmp(p, words, n - 1) == 0;
    return strncmp(p, words, n) == 0 && p[n] == ' ';
}

/* The cue with the most words that starts the text at p. */
static double
start_weight(const char *p)
{
    double weight = 0;
    size_t longest = 0;

    for (size_t i = 0; i < isquestion_n_starts; i++) {
        const struct isquestion_cue *c = &isquestion_starts[i];
        size_t n;

        if (c->words[0] != p[0] || !stands(p, c->words) || (n = strlen(c->words)) <= longest)
            continue;
        longest = n;
        weight = c->weight;
    }
    return weight;
}

/* The place behind the next space of the folded text; NULL at its end. */
static const char *
next_word(const char *p)
{
    p = strchr(p, ' ');
    return p != NULL && p[1] != '\0' ? p + 1 : NULL;
}

/* The phrases by their first letter: first[c] - 1 is the first that starts with c, and so on. */
struct by_letter {
    uint16_t first[UCHAR_MAX + 1], next[ISQUESTION_MAX_PHRASES];
};

/* Cheaper than to try every phrase at two words. */
static void
sort_phrases(struct by_letter *ret)
{
    memset(ret->first, 0, sizeof(ret->first));
    for (size_t i = isquestion_n_phrases; i-- > 0;) {
        uint16_t *at = &ret->first[(unsigned char)isquestion_phrases[i].words[0]];

        ret->next[i] = *at;
        *at = (uint16_t)(i + 1);
    }
}

/* Each phrase counts once, wherever it stands. */
static double
phrase_weight(const struct folded *f)
{
    double up = 0, down = 0;
    bool seen[ISQUESTION_MAX_PHRASES] = { false };
    struct by_letter by;

    sort_phrases(&by);
    for (const char *p = next_word(f->z); p != NULL; p = next_word(p))
        for (size_t i = by.first[(unsigned char)p[0]]; i > 0; i = by.next[i - 1]) {
            const struct isquestion_cue *c = &isquestion_phrases[i - 1];

            if (seen[i - 1] || !stands(p, c->words))
                continue;
            seen[i - 1] = true;
            if (c->weight > 0)
                up += c->weight;
            else
                down += c->weight;
        }
    if (up > PHRASES_CAP)
        up = PHRASES_CAP;
    return up + (down < -PHRASES_CAP ? -PHRASES_CAP : down);
}

static bool
has_verb(const struct folded *f)
{
    for (const char *p = next_word(f->z); p != NULL; p = next_word(p))
        for (size_t i = 0; i < isquestion_n_verbs; i++)
            if (isquestion_verbs[i][0] == p[0] && stands(p, isquestion_verbs[i]))
                return true;
    return false;
}

/* Past greetings and fillers: "hi all", "so", "ok", "[solved]", "hey guys". */
static const char *
past_fillers(const struct folded *f)
{
    static const char *const fillers[] = { "hi ",     "hey ",    "hello ", "so ",   "ok ",
                                           "okay ",   "well ",   "and ",   "but ",  "um ",
                                           "oh ",     "guys ",   "all ",   "also ", "just ",
                                           "please ", "[solved " };
    const char *p = f->z + 1;

    for (size_t i = 0; i < N_ELEMENTS(fillers); i++)
        if (strncmp(p, fillers[i], strlen(fillers[i])) == 0 && p[strlen(fillers[i])] != '\0') {
            p += strlen(fillers[i]);
            i = (size_t)-1; /* from the top again */
        }
    return p;
}

/* A short text without a verb is the title of a question only where all titles are such. */
static double
logit_of(struct text t, bool among_questions)
{
    struct folded f;
    const char *p;
    double z, start;

    fold(text_sub(text_trim(t), 0, ISQUESTION_MAX_TITLE), &f);
    if (f.n_words == 0)
        return BASE;
    p = past_fillers(&f);
    start = start_weight(f.z + 1);
    if (p != f.z + 1 && start_weight(p) > start)
        start = start_weight(p);
    if (f.mark_end && start < 0)
        start *= MARK_FORGIVES; /* "Although ..., does it?" */
    z = BASE + start + phrase_weight(&f);
    if (f.mark_end)
        z += MARK_END;
    else if (f.mark_inside)
        z += MARK_INSIDE;
    if (among_questions && f.n_words <= TITLE_WORDS && !f.stop_end && !has_verb(&f))
        z += TITLE_LIKE;
    if (f.n_words > LONG_WORDS)
        z += LONG_TEXT;
    return z;
}

static double
squash(double z)
{
    return 1 / (1 + exp(-z));
}

double
isquestion_of_title(struct text title)
{
    return squash(logit_of(title, true));
}

/* Move the next sentence or line into *one; false at the end. */
static bool
next_sentence(struct text *rest, struct text *one)
{
    size_t at = 0;

    *rest = text_trim(*rest);
    if (rest->n == 0)
        return false;
    for (; at < rest->n; at++) {
        char c = rest->p[at];

        if (c == '\n')
            break;
        if ((c == '.' || c == '!' || c == '?') &&
            (at + 1 == rest->n || isspace((unsigned char)rest->p[at + 1]))) {
            at++;
            break;
        }
        if ((unsigned char)c == 0xEF && text_starts(text_from(*rest, at), TEXT_LIT("\uFF1F"))) {
            at += sizeof("\uFF1F") - 1;
            break;
        }
    }
    *one = text_sub(*rest, 0, at);
    *rest = text_from(*rest, at);
    return true;
}

/* Words of newsletters and press, wherever they stand in a post. */
static bool
is_mailing(struct text body)
{
    static const char *const words[] = { "unsubscribe", "all rights reserved", "press release",
                                         "for immediate release" };

    for (size_t i = 0; i < N_ELEMENTS(words); i++)
        if (text_find_nocase(body, text_of(words[i])) != TEXT_NPOS)
            return true;
    return false;
}

/*
 * Askers ask where they start or end; a question in the middle of a long post
 * is as often the writer's device.
 */
double
isquestion_of_post(struct text title, struct text body)
{
    double z = logit_of(title, false);
    struct text rest = text_sub(body, 0, ISQUESTION_MAX_BODY), sentence;
    size_t n = 0, asking = 0, last = 0;
    bool edge = false;

    while (next_sentence(&rest, &sentence)) {
        n++;
        if (logit_of(sentence, false) < ASKS)
            continue;
        asking++;
        last = n;
        edge = edge || n <= EDGE;
    }
    if (n == 0)
        return squash(z);
    edge = edge || (asking > 0 && last + EDGE > n);
    if (asking == 0)
        z += NONE_ASKS;
    else
        z += (edge ? EDGE_ASKS : MIDDLE_ASKS) + SHARE_ASKS * (double)asking / (double)(n + EDGE);
    if (is_mailing(text_sub(body, 0, ISQUESTION_MAX_BODY)))
        z += MAILING;
    return squash(z);
}

struct text
isquestion_headline(struct text t)
{
    struct text rest = text_sub(t, 0, ISQUESTION_MAX_BODY), one, best = TEXT_NONE;
    double most = 1;

    while (next_sentence(&rest, &one)) {
        double z = logit_of(one, true);

        if (best.n == 0 || z > most) {
            best = one;
            most = z > most ? z : most;
        }
    }
    return text_sub(best, 0, utf8_cut(best, ISQUESTION_MAX_TITLE));
}
