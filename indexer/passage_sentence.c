/* passage_sentence.c - see passage_sentence.h. */

#include "passage_sentence.h"

#include <string.h>

#include "utf8.h"

#define ABBREVIATION_BYTES 12 /* the longest in the table, and some */
#define ASCII_END          0x80u

/*
 * Words that a full stop follows without ending the sentence.  Lower case, in
 * strcmp order.  Those in `open` may end one too: they do before a capital letter.
 */
static const char *const abbreviations[] = {
    "abs",  "al",  "approx", "art",  "asst", "ave", "bd",   "betr", "blvd", "bzgl", "bzw",
    "ca",   "cap", "cf",     "ch",   "col",  "cpl", "dept", "dipl", "dir",  "doc",  "dr",
    "dra",  "e.g", "ed",     "eds",  "eg",   "eng", "esp",  "evtl", "fig",  "figs", "fr",
    "gen",  "ggf", "gov",    "hon",  "hr",   "i.e", "ie",   "incl", "inkl", "lic",  "lt",
    "m",    "max", "messrs", "min",  "mlle", "mme", "mr",   "mrs",  "ms",   "mt",   "nos",
    "nr",   "núm", "p",      "pag",  "par",  "pp",  "prof", "pág",  "rd",   "ref",  "rep",
    "resp", "rev", "sec",    "sect", "sen",  "sog", "spec", "sr",   "sra",  "srta", "st",
    "ste",  "str", "tel",    "u.a",  "ud",   "uds", "univ", "v",    "vgl",  "viz",  "vol",
    "vols", "vs",  "z.b",    "zzgl", "ул",   "г",   "стр",
};
static const char *const before_digit[] = { "n", "no", "nº", "num", "sect", "ext", "cl", "para" };
static const char *const open_ended[] = {
    "a.m", "b.c", "co",  "corp", "d.c", "etc", "inc",
    "jr",  "ltd", "p.m", "ph.d", "u.k", "u.s", "usw",
};
/* A sentence starts with one of these far more often than a surname does: "type B. It". */
static const char *const starters[] = {
    "a",     "after", "all",  "an",   "and", "as",   "at",   "but",   "for", "he",   "her",
    "his",   "if",    "in",   "it",   "its", "most", "no",   "on",    "she", "the",  "their",
    "there", "these", "they", "this", "to",  "we",   "when", "while", "you", "your",
};
static const char *const german_months[] = {
    "Januar", "Februar", "März",      "April",   "Mai",      "Juni",
    "Juli",   "August",  "September", "Oktober", "November", "Dezember",
};

static bool
among(struct text word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq_nocase(word, text_of(list[i])))
            return true;
    return false;
}

bool
passage_sentence_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Ends a sentence when white space follows. */
static bool
is_mark(uint32_t c)
{
    static const uint32_t marks[] = {
        '.',    '!',    '?',    0x2026, 0x203C, 0x203D, 0x2047, 0x2048, 0x2049, /* … ‼ ‽ ⁇ ⁈ ⁉ */
        0x0589, 0x061F, 0x06D4, 0x0700, 0x0964, 0x0965, 0x104A, 0x104B, 0x1362,
        0x1367, /* : ؟ ۔ । ။ ። */
        0x17D4, 0x17D5, 0x1803, 0x1809, 0x0F0D, 0x0F0E,
    };

    for (size_t i = 0; i < N_ELEMENTS(marks); i++)
        if (marks[i] == c)
            return true;
    return false;
}

/* Ends a sentence where it stands: written without spaces. */
static bool
is_wide_mark(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF0E || c == 0xFF1F || c == 0xFF61; /* 。！．？｡ */
}

static bool
is_closer(uint32_t c)
{
    static const uint32_t closers[] = { '"',    '\'',   ')',    ']',    '}',    0xBB,   0x2019,
                                        0x201D, 0x203A, 0x300D, 0x300F, 0xFF09, 0x3011, 0x300B };

    for (size_t i = 0; i < N_ELEMENTS(closers); i++)
        if (closers[i] == c)
            return true;
    return false;
}

static bool
is_lower(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xF6) || (c >= 0xF8 && c <= 0xFF) ||
           (c >= 0x430 && c <= 0x45F) || (c >= 0x3AC && c <= 0x3CE);
}

static bool
is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* The run without white space that ends at byte at, opening quotes and brackets left out. */
static struct text
word_before(struct text t, size_t at)
{
    size_t from = at;

    while (from > 0 && (unsigned char)t.p[from - 1] > ' ' && at - from < 2 * ABBREVIATION_BYTES)
        from--;
    while (from < at &&
           (t.p[from] == '(' || t.p[from] == '"' || t.p[from] == '[' || t.p[from] == '\''))
        from++;
    return text_sub(t, from, at - from);
}

static bool
is_initial(struct text w)
{
    size_t at = 0;

    /* "J" of "J. Smith", also "U.S.A"; but the word "I" ends sentences. */
    if (w.n == 0 || text_is(w, "I"))
        return false;
    if (w.n == 1)
        return w.p[0] >= 'A' && w.p[0] <= 'Z';
    for (; at + 1 < w.n; at += 2)
        if (!((w.p[at] | ' ') >= 'a' && (w.p[at] | ' ') <= 'z') || w.p[at + 1] != '.')
            return false;
    return at < w.n;
}

static bool
is_german_day(struct text w, struct text after)
{
    if (w.n == 0 || w.n > 2 || !is_digit((unsigned char)w.p[0]) ||
        !is_digit((unsigned char)w.p[w.n - 1]))
        return false;
    for (size_t i = 0; i < N_ELEMENTS(german_months); i++)
        if (text_starts(after, text_of(german_months[i])))
            return true;
    return false;
}

/* Move *at past marks and closers that follow directly. */
static void
skip_closers(struct text t, size_t *at)
{
    while (*at < t.n) {
        size_t next = *at;
        uint32_t c = utf8_next(t, &next);

        if (!is_mark(c) && !is_wide_mark(c) && !is_closer(c))
            return;
        *at = next;
    }
}

/* The text after white space. */
static struct text
after_space(struct text t, size_t at)
{
    while (at < t.n) {
        size_t next = at;

        if (!passage_sentence_space(utf8_next(t, &next)))
            break;
        at = next;
    }
    return text_from(t, at);
}

static bool
space_at(struct text t, size_t at)
{
    return at >= t.n || passage_sentence_space(utf8_next(t, &at));
}

static struct text
first_word(struct text t)
{
    size_t n = 0;

    while (n < t.n && (unsigned char)t.p[n] > ' ' && t.p[n] != ',' && t.p[n] != '\'')
        n++;
    return text_sub(t, 0, n);
}

/* Does the full stop at byte mark end a sentence?  end: past the marks and closers after it. */
static bool
stop_ends(struct text t, size_t mark, size_t end)
{
    struct text w = word_before(t, mark), after = after_space(t, end);
    size_t pos = 0;
    uint32_t next = after.n > 0 ? utf8_next(after, &pos) : 0;

    if (w.n == 0 || next == 0)
        return true; /* a stop that stands alone: tokenised text */
    if (is_lower(next))
        return false;
    if (end != mark + 1)
        return true; /* more marks or closing quotes: no abbreviation */
    if (among(w, open_ended, N_ELEMENTS(open_ended)))
        return !is_digit(next);
    if (is_digit(next) && among(w, before_digit, N_ELEMENTS(before_digit)))
        return false;
    if (is_initial(w))
        return among(first_word(after), starters, N_ELEMENTS(starters));
    return !among(w, abbreviations, N_ELEMENTS(abbreviations)) && !is_german_day(w, after);
}

/* Tokenised text sets closers apart: `. '' The`, `. ) The`.  They belong to the sentence. */
static size_t
with_lone_closer(struct text t, size_t end)
{
    struct text rest = after_space(t, end);
    size_t at = 0;

    if (rest.n == 0)
        return end;
    if (!is_closer((unsigned char)rest.p[0]) || rest.p[0] == '"')
        return end; /* a double quote by itself more often opens than closes */
    skip_closers(rest, &at);
    return space_at(rest, at) ? (size_t)(rest.p - t.p) + at : end;
}

size_t
passage_sentence_length(struct text t)
{
    size_t at = 0;

    while (at < t.n) {
        size_t mark = at, end;
        uint32_t c = utf8_next(t, &at);

        if (c < ASCII_END && c != '.' && c != '!' && c != '?')
            continue;
        end = at;
        if (is_wide_mark(c)) {
            skip_closers(t, &end);
            return end;
        }
        if (!is_mark(c))
            continue;
        skip_closers(t, &end);
        if (space_at(t, end) && mark > 0 && (c != '.' || stop_ends(t, mark, end)))
            return with_lone_closer(t, end);
        at = end;
    }
    return t.n;
}

bool
passage_sentence_ends(struct text t)
{
    while (t.n > 0) {
        size_t start = t.n - 1, at;
        uint32_t c;

        while (start > 0 && ((unsigned char)t.p[start] & 0xC0) == ASCII_END)
            start--;
        at = start;
        c = utf8_next(t, &at);
        if (is_mark(c) || is_wide_mark(c))
            return true;
        if (!is_closer(c) && !passage_sentence_space(c))
            return false;
        t.n = start;
    }
    return false;
}
