/* compose.c - see compose.h.  Parts are chosen first, then written in order. */

#include "compose.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "lint.h"
#include "utf8.h"

#define ANSWER_MAX_BYTES ((size_t)16 * 1024)

static const char *const kind_names[] = { "answer", "acknowledge", "contact" };

const char *
compose_kind_name(enum compose_kind kind)
{
    return kind_names[kind];
}

/* White space folded to single spaces: a quoted sentence may run over lines. */
static void
add_folded(struct buf *b, struct text t)
{
    bool space = false;

    t = text_trim(t);
    for (size_t i = 0; i < t.n; i++) {
        bool s = (unsigned char)t.p[i] <= ' ';

        if (!s && space)
            buf_add_char(b, ' ');
        if (!s)
            buf_add_char(b, t.p[i]);
        space = s;
    }
}

/* "{contact}" replaced. */
static void
add_filled(struct buf *b, struct text t, struct text contact)
{
    const struct text mark = TEXT_LIT("{contact}");
    size_t at = text_find(t, mark);

    if (at == TEXT_NPOS) {
        buf_add_text(b, t);
        return;
    }
    buf_add_text(b, text_sub(t, 0, at));
    buf_add_text(b, contact);
    buf_add_text(b, text_from(t, at + mark.n));
}

struct text
compose_fill_byline(const char *byline, const char *name, struct arena *a)
{
    const struct text mark = TEXT_LIT("{department}");
    struct text t = text_of(byline != NULL ? byline : name);
    size_t at = text_find(t, mark);

    if (at == TEXT_NPOS)
        return t;
    return text_of(arena_printf(a, "%.*s%s%.*s", TEXT_ARG(text_sub(t, 0, at)), name,
                                TEXT_ARG(text_from(t, at + mark.n))));
}

struct text
compose_byline(struct text t)
{
    const struct text mark = TEXT_LIT("{editor}");

    if (!text_starts(t, mark))
        return t;
    t = text_from(t, mark.n);
    while (t.n > 0 && (t.p[0] == ',' || t.p[0] == ' '))
        t = text_from(t, 1);
    return t;
}

/* The number at the end of a template of this voice and tone, or one that no list has. */
static size_t
previous_number(const struct compose_input *in, const char *prefix)
{
    size_t n = strlen(prefix);
    int64_t v;

    if (in->previous == NULL || strncmp(in->previous, prefix, n) != 0 ||
        !text_to_int(text_of(in->previous + n), &v) || v < 0)
        return VOICE_MAX_VARIANTS;
    return (size_t)v;
}

/* Does the list item bring its own mark: "- ", "2.", a bullet? */
static bool
has_mark(struct text t)
{
    size_t i = 0;

    while (i < t.n && t.p[i] >= '0' && t.p[i] <= '9')
        i++;
    if (i > 0)
        return i < t.n && (t.p[i] == '.' || t.p[i] == ')');
    return t.n > 1 && strchr("-*+", t.p[0]) != NULL && t.p[0] != '\0' && t.p[1] == ' ';
}

/* The first n sentences in the order of the page. */
static void
add_sentences(struct buf *b, const struct compose_input *in, size_t n)
{
    size_t done = 0;
    bool line = false;

    for (size_t k = 0; k < n; k++) {
        size_t next = COMPOSE_MAX_SENTENCES;

        for (size_t i = 0; i < n; i++)
            if ((done >> i & 1) == 0 &&
                (next == COMPOSE_MAX_SENTENCES || in->order[i] < in->order[next]))
                next = i;
        done |= (size_t)1 << next;
        line = line || in->sentences[next].item;
        if (k > 0)
            buf_add_char(b, line ? '\n' : ' ');
        if (in->sentences[next].item && !has_mark(in->sentences[next].text))
            buf_add_str(b, "- ");
        add_folded(b, in->sentences[next].text);
        line = in->sentences[next].item;
    }
}

/* What goes into a draft besides its sentences. */
struct parts {
    struct text open, quote, link, contact, close;
};

static void
write_answer(struct buf *b, const struct compose_input *in, const struct parts *p, size_t n)
{
    buf_clear(b);
    buf_add_text(b, p->open);
    if (in->kind == COMPOSE_ANSWER) {
        buf_add_str(b, p->quote.n > 0 ? " " : "");
        buf_add_text(b, p->quote);
        buf_add_str(b, "\n\n");
        add_sentences(b, in, n);
        buf_add_str(b, "\n\n");
        buf_add_text(b, p->link);
        buf_add_str(b, p->link.n > 0 ? "\n" : "");
        buf_add_text(b, in->link);
    }
    if (p->contact.n > 0) {
        buf_add_str(b, in->kind == COMPOSE_ANSWER ? "\n\n" : " ");
        add_filled(b, p->contact, in->contact);
    }
    if (p->close.n > 0) {
        buf_add_str(b, in->kind == COMPOSE_ANSWER ? "\n\n" : " ");
        buf_add_text(b, p->close);
    }
    buf_add_str(b, "\n\n");
    buf_add_text(b, compose_byline(in->byline));
}

/* Words without the link line. */
static size_t
words(const struct buf *b, const struct compose_input *in)
{
    return passage_count_words(buf_text(b)) - (in->kind == COMPOSE_ANSWER);
}

static bool
fits(const struct buf *b, const struct compose_input *in)
{
    return in->max_chars == 0 || utf8_count(text_trim(buf_text(b))) <= in->max_chars;
}

/* Till it is short enough for where it will stand: first what says least.  How many sentences. */
static size_t
shorten(struct buf *b, const struct compose_input *in, struct parts *p, size_t n)
{
    struct text *const spare[] = { &p->close, &p->quote, &p->link };

    for (size_t i = 0; i < N_ELEMENTS(spare) && !fits(b, in); i++) {
        *spare[i] = TEXT_NONE;
        write_answer(b, in, p, n);
    }
    while (!fits(b, in) && n > 1)
        write_answer(b, in, p, --n);
    return n;
}

void
compose_draft(const struct compose_input *in, struct arena *a, struct compose_draft *ret)
{
    const struct voice *v = in->voice;
    const char *prefix = arena_printf(a, "%s/%s/", v->name, tone_name(in->tone));
    struct parts p = { .close = TEXT_NONE };
    size_t number, other, n = in->n_sentences;
    struct buf b;

    p.open = voice_pick(&v->open[in->tone], in->seed, previous_number(in, prefix), &number);
    p.quote = voice_pick(&v->quote, in->seed + 1, VOICE_MAX_VARIANTS, &other);
    p.link = voice_pick(&v->link, in->seed + 2, VOICE_MAX_VARIANTS, &other);
    if (in->tone == TONE_NEGATIVE && in->contact.n > 0)
        p.contact = voice_pick(&v->contact, in->seed, VOICE_MAX_VARIANTS, &other);
    if (in->kind == COMPOSE_ACKNOWLEDGE)
        p.close = voice_pick(&v->thanks, in->seed, VOICE_MAX_VARIANTS, &other);
    buf_init(&b, ANSWER_MAX_BYTES);
    write_answer(&b, in, &p, n);
    while (words(&b, in) > LINT_MAX_WORDS && n > 1)
        write_answer(&b, in, &p, --n);
    if (words(&b, in) > LINT_MAX_WORDS && in->kind == COMPOSE_ANSWER) {
        p.quote = TEXT_LIT(""); /* every word that is not needed goes */
        write_answer(&b, in, &p, n);
    }
    if (words(&b, in) < LINT_MIN_WORDS && p.close.n == 0) {
        /* A complaint is not asked to go on in public. */
        p.close = voice_pick(in->kind == COMPOSE_CONTACT ? &v->settle : &v->close, in->seed,
                             VOICE_MAX_VARIANTS, &other);
        write_answer(&b, in, &p, n);
    }
    n = shorten(&b, in, &p, n);
    *ret = (struct compose_draft){
        .answer = arena_text(a, text_trim(buf_text(&b))),
        .template_name = arena_printf(a, "%s%zu", prefix, number),
        .n_sentences = in->kind == COMPOSE_ANSWER ? n : 0,
    };
    buf_release(&b);
}
