/* tone.c - see tone.h.  Tokens, then phrases, then a valence for each, then their sum. */

#include "tone.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "mem.h"
#include "tone_words.h"
#include "utf8.h"

/* The constants of the paper, section 3.3 (from ratings of varied sentences). */
#define DEGREE_STEP    .293
#define CAPITALS_STEP  .733
#define NEGATION       (-.74)
#define NEVER_SO       1.25
#define EXCLAIM_STEP   .292
#define EXCLAIM_MAX    4
#define QUESTION_STEP  .18
#define QUESTION_MAX   3
#define QUESTION_FLOOD .96
#define BUT_BEFORE     .5
#define BUT_AFTER      1.5
#define NORMALIZER     15.0 /* score = sum / sqrt(sum^2 + 15) */
#define REACH          3    /* words that a modifier acts across */

static const double reach_weight[REACH] = { 1.0, .95, .9 };

/*
 * Ours: how fast the three classes part beyond the band: p is a softmax over
 * steepness x (score - edge), 0 for neutral.  Not fitted.
 */
#define STEEPNESS 5.0
/* A text with letters outside ASCII's words: the lexicon knows few of them. */
#define FOREIGN_SHARE .5
#define FOREIGN_P     .4
#define NAME_WEIGHT   .66 /* ours: a name in mid-sentence keeps two thirds of its valence */

#define NO_ALARM "not" /* the kind of phrases that only sound like an alarm */

struct tone {
    struct lexicon *lexicon;
};

enum status
tone_new(const char *dir, struct tone **ret, struct err *err)
{
    struct lexicon *l;
    enum status st = lexicon_new(dir, &l, err);

    if (st != ST_OK)
        return st;
    *ret = mem_zalloc(sizeof(**ret));
    (*ret)->lexicon = l;
    return ST_OK;
}

void
tone_free(struct tone *t)
{
    if (t == NULL)
        return;
    lexicon_free(t->lexicon);
    free(t);
}

static bool
is(const struct tone_words *r, size_t i, const char *word)
{
    return text_is(r->units[i].word, word);
}

static bool
negates(const struct tone_unit *u)
{
    return (u->entry != NULL && u->entry->negates) ||
           text_find(u->word, TEXT_LIT("n't")) != TEXT_NPOS;
}

/* What the word back places before unit i makes of its valence. */
static double
modify(const struct tone_words *r, size_t i, size_t back, double v)
{
    const struct tone_unit *m = &r->units[i - back];
    double s = 0;

    if (m->entry != NULL && m->entry->has_valence)
        return v; /* it has a say of its own */
    if (m->entry != NULL && m->entry->degree != 0) {
        s = DEGREE_STEP * m->entry->degree * (v < 0 ? -1 : 1);
        if (m->capitals && r->mixed_case)
            s += v > 0 ? CAPITALS_STEP : -CAPITALS_STEP;
    }
    v += s * reach_weight[back - 1];
    if (back > 1 && is(r, i - back, "never") &&
        (is(r, i - 1, "so") || is(r, i - 1, "this") || is(r, i - back + 1, "so") ||
         is(r, i - back + 1, "this")))
        return v * NEVER_SO;
    return negates(m) ? v * NEGATION : v;
}

/* "no" before a word of the lexicon turns that word instead of counting itself. */
static bool
has_no_before(const struct tone_words *r, size_t i)
{
    return (i > 0 && is(r, i - 1, "no")) || (i > 1 && is(r, i - 2, "no")) ||
           (i > 2 && is(r, i - REACH, "no") && (is(r, i - 1, "or") || is(r, i - 1, "nor")));
}

/*
 * Part of a name in the middle of a sentence: "the Super Bowl", "Good Friday",
 * "the Free University".  Names have little tone.
 */
static bool
in_name(const struct tone_words *r, size_t i)
{
    const struct tone_unit *u = r->units;

    return u[i].capital && !u[i].opens &&
           ((i > 0 && u[i - 1].capital && !u[i - 1].opens) ||
            (i + 1 < r->n && u[i + 1].capital && !u[i + 1].opens));
}

static double
valence(const struct tone_words *r, size_t i)
{
    const struct tone_unit *u = &r->units[i];
    double v;

    if (u->entry == NULL || !u->entry->has_valence || u->entry->degree != 0)
        return 0;
    v = u->entry->valence * (in_name(r, i) ? NAME_WEIGHT : 1);
    if (is(r, i, "no") && i + 1 < r->n && r->units[i + 1].entry != NULL &&
        r->units[i + 1].entry->has_valence)
        return 0;
    if (has_no_before(r, i))
        v *= NEGATION;
    if (u->capitals && r->mixed_case)
        v += v > 0 ? CAPITALS_STEP : v < 0 ? -CAPITALS_STEP : 0;
    for (size_t back = 1; back <= REACH && back <= i; back++)
        v = modify(r, i, back, v);
    if (i > 0 && is(r, i - 1, "least") && (i < 2 || (!is(r, i - 2, "at") && !is(r, i - 2, "very"))))
        v *= NEGATION;
    return v;
}

/* What comes after "but" is what is meant. */
static void
weigh_contrast(struct tone_words *r)
{
    size_t but = 0;

    while (but < r->n && !is(r, but, "but"))
        but++;
    if (but == r->n)
        return;
    for (size_t i = 0; i < r->n; i++)
        r->units[i].valence *= i < but ? BUT_BEFORE : i > but ? BUT_AFTER : 1;
}

static double
emphasis(struct text t)
{
    size_t exclaim = 0, question = 0;

    for (size_t i = 0; i < t.n; i++) {
        exclaim += t.p[i] == '!';
        question += t.p[i] == '?';
    }
    if (exclaim > EXCLAIM_MAX)
        exclaim = EXCLAIM_MAX;
    return (double)exclaim * EXCLAIM_STEP + (question <= 1 ? 0
                                             : question <= QUESTION_MAX
                                                 ? (double)question * QUESTION_STEP
                                                 : QUESTION_FLOOD);
}

static double
score(struct tone_words *r, struct text t)
{
    double sum = 0;
    size_t capitals = 0;

    for (size_t i = 0; i < r->n; i++)
        capitals += r->units[i].capitals;
    r->mixed_case = capitals > 0 && capitals < r->n;
    for (size_t i = 0; i < r->n; i++)
        r->units[i].valence = valence(r, i);
    weigh_contrast(r);
    for (size_t i = 0; i < r->n; i++)
        sum += r->units[i].valence;
    if (sum > 0)
        sum += emphasis(t);
    else if (sum < 0)
        sum -= emphasis(t);
    return sum / sqrt(sum * sum + NORMALIZER);
}

/*
 * Typographic apostrophes as the lexicon writes them, and what feeds leave
 * behind that escape a text once too often.
 */
static struct text
plain_marks(struct arena *a, struct text t)
{
    static const struct {
        struct text from, to;
    } marks[] = {
        { { "’", sizeof("’") - 1 }, { "'", 1 } },
        { { "\\u2019", sizeof("\\u2019") - 1 }, { "'", 1 } },
        { { "&#39;", sizeof("&#39;") - 1 }, { "'", 1 } },
        { { "\\u002c", sizeof("\\u002c") - 1 }, { ",", 1 } },
        { { "&quot;", sizeof("&quot;") - 1 }, { "\"", 1 } },
        { { "&amp;", sizeof("&amp;") - 1 }, { "&", 1 } },
    };
    struct buf b;
    struct text out;

    buf_init(&b, t.n + 1); /* no mark grows */
    for (size_t at = 0; at < t.n;) {
        struct text rest = text_from(t, at);
        size_t i = 0;

        if (strchr("&\\\xE2", t.p[at]) == NULL)
            i = N_ELEMENTS(marks);
        while (i < N_ELEMENTS(marks) && !text_starts(rest, marks[i].from))
            i++;
        if (i < N_ELEMENTS(marks)) {
            buf_add_text(&b, marks[i].to);
            at += marks[i].from.n;
        } else {
            buf_add_char(&b, t.p[at++]);
        }
    }
    out = arena_text(a, buf_text(&b));
    buf_release(&b);
    return out;
}

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Where the phrase stands in low (lower case) as whole words, from at on; TEXT_NPOS: nowhere. */
static size_t
find_phrase(struct text low, size_t at, const struct lexicon_alarm *a)
{
    while (at < low.n) {
        size_t hit = text_find(text_from(low, at), a->phrase), end;

        if (hit == TEXT_NPOS)
            break;
        hit += at;
        end = hit + a->phrase.n;
        if ((hit == 0 || !is_word_byte(low.p[hit - 1])) &&
            (a->prefix || end == low.n || !is_word_byte(low.p[end])))
            return hit;
        at = hit + 1;
    }
    return TEXT_NPOS;
}

/* By which two bytes words of a text begin: most phrases can be left out for them alone. */
struct starts {
    uint8_t bits[(UINT16_MAX + 1) / CHAR_BIT];
};

static uint16_t
start_of(const char *p)
{
    return (uint16_t)((unsigned char)p[0] << CHAR_BIT | (unsigned char)p[1]);
}

static void
find_starts(struct text low, struct starts *ret)
{
    memset(ret, 0, sizeof(*ret));
    for (size_t i = 0; i + 1 < low.n; i++)
        if (i == 0 || !is_word_byte(low.p[i - 1])) {
            uint16_t v = start_of(low.p + i);

            ret->bits[v / CHAR_BIT] |= (uint8_t)(1u << v % CHAR_BIT);
        }
}

static bool
may_stand(const struct starts *s, const struct lexicon_alarm *a)
{
    uint16_t v;

    if (a->phrase.n < 2)
        return true;
    v = start_of(a->phrase.p);
    return (s->bits[v / CHAR_BIT] >> v % CHAR_BIT & 1) != 0;
}

/* Take the phrases out that only sound like an alarm: no word stands there any more. */
static void
take_out(char *low, size_t n, const struct lexicon_alarm *a)
{
    const struct text t = { low, n };
    size_t at = 0;

    while ((at = find_phrase(t, at, a)) != TEXT_NPOS)
        memset(low + at, '.', a->phrase.n);
}

/* Marks without a width, which would part a phrase that a reader sees whole. */
static bool
is_invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

/* In lower case, every stretch of white space as one space: phrases run over lines. */
static struct text
folded(struct arena *a, struct text t)
{
    char *p = arena_alloc(a, t.n + 1);
    size_t n = 0;

    for (size_t at = 0; at < t.n;) {
        size_t from = at;
        uint32_t c = utf8_next(t, &at);

        if (c <= ' ' || c == 0xA0 || c == 0x202F) {
            if (n == 0 || p[n - 1] != ' ')
                p[n++] = ' ';
        } else if (!is_invisible(c)) {
            memcpy(p + n, t.p + from, at - from);
            n += at - from;
        }
    }
    return tone_words_lower(a, (struct text){ p, n });
}

const char *
tone_escalation(const struct tone *t, struct text post)
{
    struct arena *a = arena_new();
    struct text low = folded(a, plain_marks(a, post));
    char *p = arena_str(a, low);
    const char *kind = NULL;
    size_t n;
    const struct lexicon_alarm *alarms = lexicon_alarms(t->lexicon, &n);
    struct starts starts;

    find_starts(low, &starts);
    for (size_t i = 0; i < n; i++)
        if (may_stand(&starts, &alarms[i]) && strcmp(alarms[i].kind, NO_ALARM) == 0)
            take_out(p, low.n, &alarms[i]);
    low.p = p;
    for (size_t i = 0; i < n && kind == NULL; i++)
        if (may_stand(&starts, &alarms[i]) && strcmp(alarms[i].kind, NO_ALARM) != 0 &&
            find_phrase(low, 0, &alarms[i]) != TEXT_NPOS)
            kind = alarms[i].kind;
    arena_free(a);
    return kind;
}

/* Mostly not ASCII: a language that the lexicon does not know. */
static bool
is_foreign(struct text t)
{
    size_t high = 0, letters = 0;

    for (size_t i = 0; i < t.n; i++) {
        bool h = (unsigned char)t.p[i] >= 0x80;

        high += h;
        letters += h || ((t.p[i] | ' ') >= 'a' && (t.p[i] | ' ') <= 'z');
    }
    return (double)high > FOREIGN_SHARE * (double)letters;
}

struct tone_result
tone_of(const struct tone *t, struct text post)
{
    struct tone_words r = { .lexicon = t->lexicon, .arena = arena_new() };
    struct tone_result out = { .kind = TONE_NEUTRAL, .escalation = tone_escalation(t, post) };
    double low, high, all;

    post = text_sub(post, 0, utf8_cut(post, TONE_MAX_BYTES));
    post = plain_marks(r.arena, post);
    tone_words_read(&r, post);
    out.score = score(&r, post);
    low = exp(STEEPNESS * (TONE_NEUTRAL_LOW - out.score));
    high = exp(STEEPNESS * (out.score - TONE_NEUTRAL_HIGH));
    all = 1 + low + high;
    if (out.score < TONE_NEUTRAL_LOW)
        out.kind = TONE_NEGATIVE;
    else if (out.score > TONE_NEUTRAL_HIGH)
        out.kind = TONE_POSITIVE;
    out.p = (out.kind == TONE_NEUTRAL ? 1 : out.kind == TONE_NEGATIVE ? low : high) / all;
    if (out.kind == TONE_NEUTRAL && is_foreign(post))
        out.p = FOREIGN_P;
    arena_free(r.arena);
    return out;
}

struct tone_result
tone_of_question(const struct tone *t, struct text post)
{
    struct tone_result r = tone_of(t, post);

    if (r.kind == TONE_NEGATIVE && r.score > TONE_COMPLAINT) {
        r.kind = TONE_NEUTRAL;
        r.p = 1 - r.p;
    }
    return r;
}

static const char *const names[] = { "negative", "neutral", "positive" };

const char *
tone_name(enum tone_kind kind)
{
    return names[kind];
}

bool
tone_parse(struct text name, enum tone_kind *ret)
{
    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        if (text_is(name, names[i])) {
            *ret = (enum tone_kind)i;
            return true;
        }
    return false;
}
