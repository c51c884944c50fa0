/* support.c - see support.h.  The cheap tests first: most sentences are the page's or the voice's.
 */

#include "support.h"

#include <string.h>

#include "buf.h"
#include "compose.h"
#include "passage.h"
#include "voice.h"

#define FOLD_MAX_BYTES ((size_t)1024 * 1024)
#define MOST_WORDS     .66 /* of a sentence's content words, in one place: that is weak support */

static const char *const names[] = { "voice", "supported", "weak", "unsupported" };

const char *
support_name(enum support_kind kind)
{
    return names[kind];
}

static bool
is_space(char c)
{
    return (unsigned char)c <= ' ';
}

/* White space folded to single blanks, none at the ends. */
static struct text
folded(struct text t, struct arena *a)
{
    char *p = arena_alloc(a, t.n + 1);
    size_t n = 0;

    t = text_trim(t);
    for (size_t i = 0; i < t.n; i++)
        if (!is_space(t.p[i]))
            p[n++] = t.p[i];
        else if (n > 0 && p[n - 1] != ' ')
            p[n++] = ' ';
    return (struct text){ p, n };
}

static bool
is_mark(char c)
{
    return c != '\0' && strchr(".!?:;", c) != NULL;
}

/*
 * Does part stand in whole as sentences do, from a border to a border?  "The fee is
 * waived" is not what "It is not true that the fee is waived for all" says.
 */
static bool
stands_in(struct text whole, struct text part)
{
    size_t from = 0, at;

    if (part.n == 0)
        return false;
    while ((at = text_find(text_from(whole, from), part)) != TEXT_NPOS) {
        size_t begin = from + at, end = begin + part.n;
        bool starts =
            begin == 0 || (begin > 1 && whole.p[begin - 1] == ' ' && is_mark(whole.p[begin - 2]));
        bool ends = end == whole.n || (is_mark(part.p[part.n - 1]) && whole.p[end] == ' ') ||
                    (is_mark(whole.p[end]) && (end + 1 == whole.n || whole.p[end + 1] == ' '));

        if (starts && ends)
            return true;
        from = begin + 1;
    }
    return false;
}

/* ---- the sentences of an answer ---- */

static bool
is_link(struct text line)
{
    return text_starts_nocase(line, TEXT_LIT("http://")) ||
           text_starts_nocase(line, TEXT_LIT("https://"));
}

/* "- ", "* ", "1. " and their like: how many bytes. */
static size_t
list_mark(struct text line)
{
    size_t n = 0;

    while (n < line.n && line.p[n] >= '0' && line.p[n] <= '9')
        n++;
    if (n > 0)
        return n + 1 < line.n && strchr(".)", line.p[n]) != NULL && line.p[n + 1] == ' ' ? n + 2
                                                                                         : 0;
    if (text_starts(line, TEXT_LIT("- ")) || text_starts(line, TEXT_LIT("* ")))
        return sizeof("- ") - 1;
    return text_starts(line, TEXT_LIT("\xE2\x80\xA2 ")) ? sizeof("\xE2\x80\xA2 ") - 1 : 0;
}

static struct text
unmarked(struct text t)
{
    t = text_trim(t);
    return text_trim(text_from(t, list_mark(t)));
}

static void
add(struct support *r, struct text t)
{
    struct text *last = r->n > 0 ? &r->v[r->n - 1].text : NULL;

    t = unmarked(t);
    if (t.n == 0)
        return;
    if (r->n == SUPPORT_MAX_SENTENCES)
        last->n = (size_t)(t.p + t.n - last->p); /* the rest, in one */
    else
        r->v[r->n++] = (struct support_sentence){ .text = t, .evidence = SUPPORT_NO_EVIDENCE };
}

/*
 * Lines that belong together: an editor's paragraph may be broken by hand.  On one line
 * and with a full stop at its end nothing of it is taken for a heading.
 */
static void
add_lines(struct support *r, struct text t, struct arena *a)
{
    struct passage_page page;
    char *p = arena_alloc(a, t.n + 1);

    if (text_trim(t).n == 0)
        return;
    for (size_t i = 0; i < t.n; i++)
        p[i] = is_space(t.p[i]) ? ' ' : t.p[i];
    p[t.n] = '.';
    passage_split((struct text){ p, t.n + 1 }, a, &page);
    for (size_t i = 0; i < page.n_sentences; i++)
        add(r, text_sub(t, page.sentences[i].at.start,
                        page.sentences[i].at.end - page.sentences[i].at.start));
}

static void
cut(struct text answer, struct arena *a, struct support *r)
{
    struct text line, rest = answer, run = TEXT_NONE; /* run: the lines seen, not yet split */

    while (text_cut(&rest, "\n", &line)) {
        struct text t = text_trim(line);
        bool alone = t.n == 0 || is_link(t);

        if (alone || list_mark(t) > 0) {
            add_lines(r, run, a);
            run = TEXT_NONE;
        }
        if (alone)
            add(r, t);
        else
            run = run.n == 0 ? line : (struct text){ run.p, (size_t)(line.p + line.n - run.p) };
        if (t.n > 0 && t.p[t.n - 1] == ':') {
            add_lines(r, run, a);
            run = TEXT_NONE;
        }
    }
    add_lines(r, run, a);
}

/* ---- numbers, dates, fees, deadlines ---- */

/* Folded.  Not what courtesies are made of: "today", "feel free", "due to", "Guten Morgen". */
/* clang-format off */
static const char *const risky_words[] = {
    /* dates */
    "january", "february", "march", "april", "june", "july", "august", "september", "october",
    "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "tomorrow", "januar", "februar", "m\xC3\xA4rz", "juni", "juli",
    "oktober", "dezember", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
    "sonntag",
    /* fees */
    "fee", "fees", "cost", "costs", "price", "prices", "dollar", "dollars", "euro", "euros",
    "cents", "geb\xC3\xBChr", "geb\xC3\xBChren", "kosten", "kostet", "kostenlos", "preis",
    /* deadlines */
    "deadline", "deadlines", "frist", "fristen", "stichtag", "einsendeschluss",
    /* numbers in words that decide something */
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "hundred",
    "thousand", "zwei", "drei", "vier", "f\xC3\xBCnf", "sechs", "sieben", "acht", "neun", "zehn",
};
/* clang-format on */
static const char *const risky_signs[] = { "$", "\xE2\x82\xAC", "\xC2\xA3", "%" };

static bool
is_risky(struct text t, const struct token_list *words)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] >= '0' && t.p[i] <= '9')
            return true;
    for (size_t i = 0; i < N_ELEMENTS(risky_signs); i++)
        if (text_find(t, text_of(risky_signs[i])) != TEXT_NPOS)
            return true;
    for (size_t k = 0; k < words->n; k++)
        for (size_t i = 0; i < N_ELEMENTS(risky_words); i++)
            if (text_is(words->tokens[k].folded, risky_words[i]))
                return true;
    return false;
}

/* ---- words in common ---- */

struct work {
    const struct support_input *in;
    struct arena *arena;
    struct tokenizer *words, *own; /* own: made here */
    struct text *evidence;         /* folded */
    struct token_list *tokens;     /* of the evidence; NULL until a sentence needs them */
};

static void
need_words(struct work *w)
{
    if (w->words == NULL)
        w->words = w->own = token_new();
}

static bool
has_digit(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] >= '0' && t.p[i] <= '9')
            return true;
    return false;
}

static bool
has_token(const struct token_list *l, uint64_t id)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->tokens[i].id == id)
            return true;
    return false;
}

static bool
denies(const struct token_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        if ((l->tokens[i].flags & TOKEN_NEGATION) != 0)
            return true;
    return false;
}

/* The share of a sentence's content words that stand in e; 0 when a number of it does not. */
static double
share(const struct token_list *s, const struct token_list *e)
{
    size_t all = 0, found = 0;

    for (size_t i = 0; i < s->n; i++) {
        bool in = has_token(e, s->tokens[i].id);

        if (!in && has_digit(s->tokens[i].word))
            return 0;
        if ((s->tokens[i].flags & TOKEN_STOP) != 0)
            continue;
        all++;
        found += in;
    }
    return all > 0 ? (double)found / (double)all : 0;
}

/* Do s and the sentence of e that has most words of it both deny, or neither? */
static bool
agrees(const struct token_list *s, const struct token_list *e)
{
    struct token_list one;
    bool yes = false;
    double best = -1;

    for (size_t i = 0; i < e->n; i += one.n) {
        size_t n = 1;
        double x;

        while (i + n < e->n && (e->tokens[i + n].flags & TOKEN_SENTENCE) == 0)
            n++;
        one = (struct token_list){ e->tokens + i, n, e->language };
        x = share(s, &one);
        if (x > best) {
            best = x;
            yes = denies(&one) == denies(s);
        }
    }
    return yes;
}

static void
split_evidence(struct work *w)
{
    need_words(w);
    w->tokens = arena_alloc(w->arena, (w->in->n_evidence + 1) * sizeof(*w->tokens));
    for (size_t i = 0; i < w->in->n_evidence; i++)
        token_split(w->words, w->evidence[i], w->in->language, w->arena, &w->tokens[i]);
}

/* By words: the place that has most of them, the first of equals. */
static void
weigh(struct work *w, struct support_sentence *s, const struct token_list *tokens)
{
    double best = 0;

    if (w->tokens == NULL)
        split_evidence(w);
    for (size_t i = 0; i < w->in->n_evidence; i++) {
        double x = share(tokens, &w->tokens[i]);

        if (x >= MOST_WORDS && x > best && agrees(tokens, &w->tokens[i])) {
            best = x;
            s->kind = SUPPORT_WEAK;
            s->evidence = i;
        }
    }
}

static bool
is_voice(const struct work *w, struct text t)
{
    if (is_link(t) && text_find_char(t, ' ') == TEXT_NPOS)
        return true;
    for (size_t i = 0; i < w->in->parts.n; i++)
        if (stands_in(w->in->parts.v[i], t))
            return true;
    return false;
}

/* Sentences of the evidence one after the other, which the splitter did not part; the first. */
static size_t
chain(const struct work *w, struct text t)
{
    size_t first = SUPPORT_NO_EVIDENCE;

    while (t.n > 0) {
        size_t i = 0;

        while (i < w->in->n_evidence && (w->evidence[i].n == 0 || !text_starts(t, w->evidence[i]) ||
                                         (t.n > w->evidence[i].n && t.p[w->evidence[i].n] != ' ')))
            i++;
        if (i == w->in->n_evidence)
            return SUPPORT_NO_EVIDENCE;
        first = first == SUPPORT_NO_EVIDENCE ? i : first;
        t = text_trim(text_from(t, w->evidence[i].n));
    }
    return first;
}

static void
judge(struct work *w, struct support_sentence *s)
{
    struct text t = folded(s->text, w->arena);
    struct token_list tokens;

    if (is_voice(w, t)) {
        s->kind = SUPPORT_VOICE;
        return;
    }
    s->kind = SUPPORT_NONE;
    if (w->in->voice_only)
        return;
    need_words(w);
    token_split(w->words, t, w->in->language, w->arena, &tokens);
    s->risky = is_risky(t, &tokens);
    for (size_t i = 0; i < w->in->n_evidence; i++)
        if (stands_in(w->evidence[i], t)) {
            s->kind = SUPPORT_FULL;
            s->evidence = i;
            return;
        }
    s->evidence = chain(w, t);
    if (s->evidence != SUPPORT_NO_EVIDENCE) {
        s->kind = SUPPORT_FULL;
        return;
    }
    weigh(w, s, &tokens);
}

void
support_of(const struct support_input *in, struct arena *a, struct support *ret)
{
    struct work w = { .in = in, .arena = a, .words = in->words };

    ret->n = ret->n_weak = ret->n_none = ret->n_risky_none = 0;
    w.evidence = arena_alloc(a, (in->n_evidence + 1) * sizeof(*w.evidence));
    for (size_t i = 0; i < in->n_evidence; i++)
        w.evidence[i] = folded(unmarked(in->evidence[i]), a); /* as cut() has the answer's */
    cut(in->answer, a, ret);
    for (size_t i = 0; i < ret->n; i++) {
        struct support_sentence *s = &ret->v[i];

        judge(&w, s);
        ret->n_weak += s->kind == SUPPORT_WEAK;
        ret->n_none += s->kind == SUPPORT_NONE;
        ret->n_risky_none += s->kind == SUPPORT_NONE && s->risky;
    }
    token_free(w.own);
}

/* ---- what the voice says ---- */

struct parts {
    struct text *v;
    size_t n, cap;
    struct text contact;
    struct arena *arena;
};

static void
add_part(struct parts *p, struct text t)
{
    const struct text mark = TEXT_LIT("{contact}");
    size_t at = text_find(t, mark);
    struct buf b;

    buf_init(&b, FOLD_MAX_BYTES);
    buf_add_text(&b, text_sub(t, 0, at == TEXT_NPOS ? t.n : at));
    if (at != TEXT_NPOS) {
        buf_add_text(&b, p->contact);
        buf_add_text(&b, text_from(t, at + mark.n));
    }
    p->v = arena_grow(p->arena, p->v, p->n, &p->cap, sizeof(*p->v));
    p->v[p->n++] = folded(buf_text(&b), p->arena);
    buf_release(&b);
}

static void
add_list(struct parts *p, const struct voice_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        add_part(p, l->v[i]);
}

void
support_parts_of(const struct voice *v, struct text contact, struct text byline, struct arena *a,
                 struct support_parts *ret)
{
    struct parts p = { .contact = contact, .arena = a };

    for (size_t i = 0; i < N_ELEMENTS(v->open); i++)
        add_list(&p, &v->open[i]);
    add_list(&p, &v->quote);
    add_list(&p, &v->link);
    add_list(&p, &v->close);
    add_list(&p, &v->thanks);
    add_list(&p, &v->settle);
    if (p.contact.n > 0)
        add_list(&p, &v->contact);
    if (byline.n > 0)
        add_part(&p, compose_byline(byline));
    *ret = (struct support_parts){ p.v, p.n };
}

enum status
support_voice(const char *seeds, const char *voice, const char *contact, const char *byline,
              struct arena *a, struct support_parts *ret, struct err *err)
{
    struct voice *v;
    enum status st = voice_load(seeds, voice != NULL ? voice : VOICE_DEFAULT, a, &v, err);

    if (st == ST_OK)
        support_parts_of(v, text_of(contact), text_of(byline), a, ret);
    return st;
}
