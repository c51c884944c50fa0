/* tone_words.c - see tone_words.h. */

#include "tone_words.h"

#include <string.h>

#include "utf8.h"

static bool
is_punctuation(char c)
{
    return c != '\0' && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c) != NULL;
}

static struct text
strip(struct text t)
{
    struct text whole = t;

    while (t.n > 0 && is_punctuation(t.p[t.n - 1]))
        t.n--;
    while (t.n > 0 && is_punctuation(t.p[0]))
        t = text_from(t, 1);
    return t.n > 2 ? t : whole; /* else it may be an emoticon */
}

struct text
tone_words_lower(struct arena *a, struct text t)
{
    char *p = arena_copy(a, t.p, t.n);

    for (size_t i = 0; i < t.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] | ' ');
    return (struct text){ p, t.n };
}

static bool
in_capitals(struct text t)
{
    bool upper = false;

    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] >= 'a' && t.p[i] <= 'z')
            return false;
        upper = upper || (t.p[i] >= 'A' && t.p[i] <= 'Z');
    }
    return upper;
}

static bool
is_address(struct text t)
{
    return text_starts_nocase(t, TEXT_LIT("http://")) ||
           text_starts_nocase(t, TEXT_LIT("https://")) || text_starts_nocase(t, TEXT_LIT("www."));
}

/* A run of three or more of one letter down to two, then to one: "soooo", "goood". */
static const struct lexicon_entry *
find_drawn_out(const struct tone_words *r, struct text w)
{
    char out[LEXICON_MAX_WORD];

    for (size_t keep = 2; keep > 0; keep--) {
        size_t n = 0, run = 0;
        bool drawn = false;
        const struct lexicon_entry *e;

        for (size_t i = 0; i < w.n && n < sizeof(out); i++) {
            run = i > 0 && w.p[i] == w.p[i - 1] ? run + 1 : 1;
            drawn = drawn || (run > 2 && w.p[i] >= 'a' && w.p[i] <= 'z');
            if (run <= keep)
                out[n++] = w.p[i];
        }
        if (!drawn)
            return NULL;
        e = lexicon_find(r->lexicon, (struct text){ out, n });
        if (e != NULL)
            return e;
    }
    return NULL;
}

static const struct lexicon_entry *
find(const struct tone_words *r, struct text w)
{
    const struct lexicon_entry *e = lexicon_find(r->lexicon, w);

    if (e == NULL && w.n > 2 && w.n <= LEXICON_MAX_WORD)
        e = find_drawn_out(r, w);
    return e;
}

static void
add_unit(struct tone_words *r, struct text raw)
{
    struct text w = tone_words_lower(r->arena, raw);

    r->units = arena_grow(r->arena, r->units, r->n, &r->cap, sizeof(*r->units));
    r->units[r->n++] =
        (struct tone_unit){ .word = w, .entry = find(r, w), .capitals = in_capitals(raw) };
    r->units[r->n - 1].capital = !r->units[r->n - 1].capitals && raw.p[0] >= 'A' && raw.p[0] <= 'Z';
    r->units[r->n - 1].opens = r->opens;
    r->opens = false;
}

/* "great...but", "good/bad", "tired,hungry": the parts, if the whole says nothing. */
static void
add_word(struct tone_words *r, struct text raw)
{
    struct text w = strip(raw), part;

    if (is_address(raw) || (raw.p[0] == '@' && raw.n > 1))
        return; /* names and addresses of others say nothing about the tone */
    if (find(r, tone_words_lower(r->arena, w)) != NULL) {
        add_unit(r, w);
        return;
    }
    if (find(r, tone_words_lower(r->arena, raw)) != NULL) {
        add_unit(r, raw); /* an emoticon of three characters or more */
        return;
    }
    while (text_cut(&w, ".,/!?;:\"()*~", &part)) {
        part = strip(part);
        if (part.n > 0)
            add_unit(r, part);
    }
}

/* The emoji that t starts with, with its variation selector if the lexicon has it so. */
static size_t
emoji_length(const struct tone_words *r, struct text t)
{
    size_t at = 0, longer;
    uint32_t c = utf8_next(t, &at);

    if (c < 0x2600 || (c > 0x2BFF && c < 0x1F300) || c > 0x1FAFF)
        return 0;
    longer = at;
    if (longer < t.n && utf8_next(t, &longer) == 0xFE0F &&
        lexicon_find(r->lexicon, text_sub(t, 0, longer)) != NULL)
        return longer;
    return at;
}

/* Cut at white space, and around emoji, which need none. */
static void
read_words(struct tone_words *r, struct text t)
{
    size_t start = 0, at = 0;

    while (at < t.n && r->n < TONE_MAX_WORDS) {
        bool space = (unsigned char)t.p[at] <= ' ';
        size_t emoji =
            space || (unsigned char)t.p[at] < 0xE2 ? 0 : emoji_length(r, text_from(t, at));

        if (!space && emoji == 0) {
            at++;
            continue;
        }
        if (at > start)
            add_word(r, text_sub(t, start, at - start));
        r->opens = r->opens || (at > start && strchr(".!?:\"", t.p[at - 1]) != NULL);
        if (emoji > 0)
            add_unit(r, text_sub(t, at, emoji));
        at += emoji > 0 ? emoji : 1;
        start = at;
    }
    if (at > start && r->n < TONE_MAX_WORDS)
        add_word(r, text_sub(t, start, at - start));
}

/* The longest phrase that starts at unit i; *n is how many units it takes. */
static const struct lexicon_entry *
phrase_at(const struct tone_words *r, size_t i, size_t *n, struct text *words)
{
    const struct lexicon_entry *best = NULL;
    char joined[LEXICON_MAX_PHRASE * LEXICON_MAX_WORD];
    size_t used = 0;

    if (!lexicon_starts_phrase(r->lexicon, r->units[i].word))
        return NULL;
    for (size_t k = 0; k < LEXICON_MAX_PHRASE && i + k < r->n; k++) {
        struct text w = r->units[i + k].word;
        const struct lexicon_entry *e;

        if (used + w.n + 1 > sizeof(joined) || w.n == 0)
            break;
        if (k > 0)
            joined[used++] = '_';
        memcpy(joined + used, w.p, w.n);
        used += w.n;
        e = k > 0 ? lexicon_find(r->lexicon, (struct text){ joined, used }) : NULL;
        if (e != NULL) {
            best = e;
            *n = k + 1;
            *words = e->word;
        }
    }
    return best;
}

/* Make one unit of each phrase. */
static void
join_phrases(struct tone_words *r)
{
    size_t out = 0;

    for (size_t i = 0; i < r->n;) {
        size_t n = 1;
        struct text words = r->units[i].word;
        const struct lexicon_entry *e = phrase_at(r, i, &n, &words);
        struct tone_unit u = r->units[i];

        if (e != NULL)
            u = (struct tone_unit){
                .word = words, .entry = e, .capitals = u.capitals, .opens = true
            };
        r->units[out++] = u;
        i += n;
    }
    r->n = out;
}

void
tone_words_read(struct tone_words *words, struct text post)
{
    words->opens = true;
    read_words(words, post);
    join_phrases(words);
}
