/* passage.c - see passage.h.  Words, then lines, then blocks; sentences and windows from those. */

#include "passage.h"

#include <string.h>

#include "passage_sentence.h"
#include "utf8.h"

#define CHAR_NEL 0x80u /* the first code point that is not ASCII */
/* Hard-wrapped text: its longest line, in bytes.  Longer lines are whole paragraphs. */
#define WRAP_MIN_BYTES 40
#define WRAP_MAX_BYTES 110
#define LIST_MARK_MAX  5 /* bytes of "12." or "iii)" */

struct line {
    struct passage_span at; /* without white space at its ends */
    uint32_t word, n_words; /* its first word, how many */
    uint32_t block;
};

/* One call of passage_split(). */
struct split {
    struct passage_page *page;
    struct arena *a;
    struct passage_span *words;
    size_t cap_words;
    struct line *lines; /* those with a word in them */
    size_t n_lines, cap_lines;
    size_t cap_blocks, cap_headings, cap_sentences, cap_passages;
    uint32_t heading; /* the one we are under */
};

/* Scripts written without spaces between words: kana, ideographs, their extensions. */
static bool
is_ideograph(uint32_t c)
{
    return (c >= 0x3041 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/* The next word of t at or after *at; false when there is none. */
static bool
next_word(struct text t, size_t *at, struct passage_span *ret)
{
    size_t start = *at, next = *at;

    for (; start < t.n; start = next)
        if (!passage_sentence_space(utf8_next(t, &next)))
            break;
    if (start >= t.n)
        return false;
    for (next = start; next < t.n;) {
        size_t here = next;
        uint32_t c = utf8_next(t, &next);

        if (c >= CHAR_NEL && is_ideograph(c)) {
            if (here > start)
                next = here;
            break;
        }
        if (passage_sentence_space(c)) {
            next = here;
            break;
        }
    }
    *ret = (struct passage_span){ (uint32_t)start, (uint32_t)next };
    *at = next;
    return true;
}

size_t
passage_count_words(struct text t)
{
    struct passage_span w;
    size_t n = 0;

    for (size_t at = 0; next_word(t, &at, &w);)
        n++;
    return n;
}

struct text
passage_text(const struct passage_page *page, struct passage_span at)
{
    return text_sub(page->text, at.start, at.end - at.start);
}

static struct text
line_text(const struct split *s, const struct line *l)
{
    return passage_text(s->page, l->at);
}

static void
add_line(struct split *s, size_t first_word)
{
    struct passage_page *p = s->page;
    uint32_t n = (uint32_t)(p->n_words - first_word);

    if (n == 0)
        return;
    s->lines = arena_grow(s->a, s->lines, s->n_lines, &s->cap_lines, sizeof(*s->lines));
    s->lines[s->n_lines++] = (struct line){
        .at = { s->words[first_word].start, s->words[p->n_words - 1].end },
        .word = (uint32_t)first_word,
        .n_words = n,
        .block = (uint32_t)p->n_blocks,
    };
}

static void
close_block(struct split *s, size_t first_line)
{
    struct passage_page *p = s->page;

    if (first_line == s->n_lines)
        return;
    p->blocks = arena_grow(s->a, p->blocks, p->n_blocks, &s->cap_blocks, sizeof(*p->blocks));
    p->blocks[p->n_blocks++] =
        (struct passage_span){ s->lines[first_line].at.start, s->lines[s->n_lines - 1].at.end };
}

/* Cut the text into words, lines and blocks. */
static void
read_lines(struct split *s)
{
    struct passage_page *p = s->page;
    size_t first_line = 0;

    for (size_t at = 0; at < p->text.n;) {
        const char *lf = memchr(p->text.p + at, '\n', p->text.n - at);
        size_t end = lf != NULL ? (size_t)(lf - p->text.p) : p->text.n;
        struct text upto = text_sub(p->text, 0, end);
        size_t first_word = p->n_words;
        struct passage_span w;

        while (next_word(upto, &at, &w)) {
            s->words = arena_grow(s->a, s->words, p->n_words, &s->cap_words, sizeof(*s->words));
            s->words[p->n_words++] = w;
        }
        add_line(s, first_word);
        if (p->n_words == first_word) {
            close_block(s, first_line);
            first_line = s->n_lines;
        }
        at = end + 1;
    }
    close_block(s, first_line);
}

/* "- ", "* ", "• ", "1. ", "12) ", "a) " at the start of a line. */
static bool
is_item(struct text t)
{
    static const char *const bullets[] = { "-", "*", "+", "•", "◦", "▪", "‣", "–", "·", "●", "○" };
    struct text mark = text_before(t, ' ');

    if (mark.n == t.n || mark.n == 0)
        return false;
    for (size_t i = 0; i < N_ELEMENTS(bullets); i++)
        if (text_is(mark, bullets[i]))
            return true;
    if (mark.n > LIST_MARK_MAX || (mark.p[mark.n - 1] != '.' && mark.p[mark.n - 1] != ')'))
        return false;
    if (mark.n == 2)
        return (mark.p[0] >= '0' && mark.p[0] <= '9') || (mark.p[0] >= 'a' && mark.p[0] <= 'z') ||
               mark.p[1] == ')';
    for (size_t i = 0; i + 1 < mark.n; i++)
        if ((mark.p[i] < '0' || mark.p[i] > '9') && strchr("ivxIVX(", mark.p[i]) == NULL)
            return false;
    return true;
}

static bool
is_row(struct text t)
{
    return text_find_char(t, '\t') != TEXT_NPOS || text_find(t, TEXT_LIT(" | ")) != TEXT_NPOS;
}

/* A row with a tab, or with another row below it: "Fees | The Office" alone is a title. */
static bool
is_table(const struct split *s, size_t i)
{
    struct text t = line_text(s, &s->lines[i]);

    return is_row(t) && (text_find_char(t, '\t') != TEXT_NPOS ||
                         (i + 1 < s->n_lines && s->lines[i + 1].block == s->lines[i].block &&
                          is_row(line_text(s, &s->lines[i + 1]))));
}

static bool
is_heading(const struct split *s, size_t i)
{
    const struct line *l = &s->lines[i];
    const struct line *next = i + 1 < s->n_lines ? &s->lines[i + 1] : NULL;
    struct text t = line_text(s, l);

    if (i > 0 && s->lines[i - 1].block == l->block)
        return false;
    if (l->n_words > PASSAGE_HEADING_WORDS || text_ends(t, TEXT_LIT(".")) ||
        text_ends(t, TEXT_LIT("。")) || is_item(t) || is_table(s, i))
        return false;
    if ((next != NULL && next->block == l->block) || l->n_words < PASSAGE_ALONE_WORDS)
        return true;
    return next != NULL && next->n_words > PASSAGE_HEADING_WORDS &&
           (t.p[t.n - 1] == '?' ||
            (!passage_sentence_ends(t) && memchr(",;:", t.p[t.n - 1], sizeof(",;:") - 1) == NULL));
}

static void
add_sentence(struct split *s, struct passage_span at, enum passage_sentence_kind kind,
             uint32_t block)
{
    struct passage_page *p = s->page;

    p->sentences =
        arena_grow(s->a, p->sentences, p->n_sentences, &s->cap_sentences, sizeof(*p->sentences));
    p->sentences[p->n_sentences++] =
        (struct passage_sentence){ .at = at, .kind = kind, .block = block, .heading = s->heading };
}

/* The sentences of a run of prose. */
static void
add_prose(struct split *s, struct passage_span run, uint32_t block)
{
    while (run.start < run.end) {
        struct text rest = passage_text(s->page, run);
        size_t n = passage_sentence_length(rest);
        struct text one = text_sub(rest, 0, n);
        struct passage_span w;
        size_t at = 0, first = 0, last = 0;
        bool any = false;

        while (next_word(one, &at, &w)) {
            first = any ? first : w.start;
            last = w.end;
            any = true;
        }
        if (any)
            add_sentence(
                s, (struct passage_span){ run.start + (uint32_t)first, run.start + (uint32_t)last },
                PASSAGE_PROSE, block);
        run.start += (uint32_t)n;
    }
}

/*
 * Does line i go on in the next one?  Text wrapped by hand breaks where the next
 * word would not have fitted; anywhere else a line break means something.
 */
static bool
is_wrapped(const struct split *s, size_t i, size_t longest)
{
    const struct line *l = &s->lines[i], *next = &s->lines[i + 1];
    const struct passage_span *w = &s->words[next->word];

    if (is_item(line_text(s, next)) || is_row(line_text(s, next)) || is_row(line_text(s, l)))
        return false;
    return longest >= WRAP_MIN_BYTES && longest <= WRAP_MAX_BYTES &&
           l->at.end - l->at.start + 1 + (w->end - w->start) > longest;
}

/* The lines [i, end) of a block below its heading. */
static void
read_body(struct split *s, size_t i, size_t end)
{
    size_t longest = 0;

    for (size_t k = i; k < end; k++)
        if (s->lines[k].at.end - s->lines[k].at.start > longest)
            longest = s->lines[k].at.end - s->lines[k].at.start;
    while (i < end) {
        struct text first = line_text(s, &s->lines[i]);
        struct passage_span run = s->lines[i].at;
        uint32_t block = s->lines[i].block;
        bool item = is_item(first), row = is_row(first);

        for (; i + 1 < end && is_wrapped(s, i, longest); i++)
            run.end = s->lines[i + 1].at.end;
        i++;
        if ((item || row) && run.end - run.start <= PASSAGE_ROW_BYTES)
            add_sentence(s, run, row ? PASSAGE_ROW : PASSAGE_ITEM, block);
        else
            add_prose(s, run, block);
    }
}

static void
add_passage(struct split *s, enum passage_kind kind, size_t first, size_t n)
{
    struct passage_page *p = s->page;

    p->passages =
        arena_grow(s->a, p->passages, p->n_passages, &s->cap_passages, sizeof(*p->passages));
    p->passages[p->n_passages++] = (struct passage){
        .at = { s->words[first].start, s->words[first + n - 1].end },
        .kind = kind,
        .heading = kind == PASSAGE_SECTION ? s->heading : PASSAGE_NO_HEADING,
    };
}

/* Windows over the words [first, end); the last one ends with the words. */
static void
add_windows(struct split *s, enum passage_kind kind, size_t first, size_t end)
{
    size_t window = kind == PASSAGE_WIDE ? PASSAGE_WIDE_WORDS : PASSAGE_SECTION_WORDS;
    size_t step = kind == PASSAGE_WIDE ? PASSAGE_WIDE_STEP : PASSAGE_SECTION_STEP;

    for (; first < end; first += step) {
        size_t n = end - first < window ? end - first : window;

        add_passage(s, kind, first, n);
        if (first + n == end)
            return;
    }
}

static void
add_heading(struct split *s, const struct line *l)
{
    struct passage_page *p = s->page;

    s->heading = (uint32_t)p->n_headings;
    p->headings =
        arena_grow(s->a, p->headings, p->n_headings, &s->cap_headings, sizeof(*p->headings));
    p->headings[p->n_headings++] = (struct passage_heading){ l->at, l->block };
    add_sentence(s, l->at, PASSAGE_HEADING, l->block);
}

static void
read_blocks(struct split *s)
{
    size_t from = 0; /* first word of the section */

    for (size_t i = 0, end; i < s->n_lines; i = end) {
        for (end = i + 1; end < s->n_lines && s->lines[end].block == s->lines[i].block;)
            end++;
        if (is_heading(s, i)) {
            add_windows(s, PASSAGE_SECTION, from, s->lines[i].word);
            add_heading(s, &s->lines[i]);
            from = s->lines[i].word + s->lines[i].n_words;
            i++;
        }
        read_body(s, i, end);
    }
    add_windows(s, PASSAGE_SECTION, from, s->page->n_words);
}

void
passage_split(struct text text, struct arena *a, struct passage_page *ret)
{
    struct split s = { .page = ret, .a = a, .heading = PASSAGE_NO_HEADING };

    *ret = (struct passage_page){ .text = text };
    if (text.n > PASSAGE_MAX_BYTES)
        ret->text.n = utf8_cut(text, PASSAGE_MAX_BYTES);
    read_lines(&s);
    add_windows(&s, PASSAGE_WIDE, 0, ret->n_words);
    read_blocks(&s);
}
