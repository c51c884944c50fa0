/*
 * token_scan.c - see token_scan.h.  A run of letters and digits is read first; what stands
 * after it decides whether the token goes on.
 */

#include "token_scan.h"

#include <string.h>
#include <utf8proc.h>

#include "ascii.h"
#include "utf8.h"

#define SHORT_LETTERS 2 /* letters before a hyphen that a number may follow in lower case */
#define CODE_LETTERS  5 /* the same in upper case: "STEM-21", "I-20" */
#define THOUSAND      3 /* digits after a comma inside a number */
#define ELISION_BYTES 8 /* the longest elided word, "jusqu" with room */
#define APOSTROPHE    0x2019u

enum char_class {
    CLASS_OTHER,
    CLASS_LETTER, /* and marks */
    CLASS_DIGIT,
    CLASS_SINGLE, /* Han and kana: a token each */
};

/* The class of the character at at (< t.n) and where the next one starts. */
static enum char_class
class_at(struct text t, size_t at, size_t *next)
{
    char c = t.p[at];
    uint32_t cp;

    *next = at + 1;
    if (ascii_is_letter(c))
        return CLASS_LETTER;
    if (ascii_is_digit(c))
        return CLASS_DIGIT;
    if ((unsigned char)c < 0x80)
        return CLASS_OTHER;
    *next = at;
    cp = utf8_next(t, next);
    if ((cp >= 0x3041 && cp <= 0x30FF) || (cp >= 0x3400 && cp <= 0x9FFF) ||
        (cp >= 0x20000 && cp <= 0x3FFFF))
        return CLASS_SINGLE;
    if (cp == 0x200C || cp == 0x200D || cp == 0xAD)
        return CLASS_LETTER; /* joiners and soft hyphens stand inside words; folding drops them */
    switch ((int)utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return CLASS_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return CLASS_DIGIT;
    default:
        return CLASS_OTHER;
    }
}

static bool
letter_at(struct text t, size_t at)
{
    size_t next;

    return at < t.n && class_at(t, at, &next) == CLASS_LETTER;
}

static bool
is_middle_dot(struct text t, size_t at)
{
    return text_starts(text_from(t, at), TEXT_LIT("\xC2\xB7"));
}

/* The end of the run of letters and digits from at on; says what was in it. */
static size_t
run_end(struct text t, size_t at, bool *letters, bool *digits)
{
    size_t from = at, next = at;

    *letters = *digits = false;
    while (at < t.n && at - from < TOKEN_MAX_WORD) {
        enum char_class c = class_at(t, at, &next);

        if (is_middle_dot(t, at) && at > from && letter_at(t, next))
            c = CLASS_LETTER; /* Catalan: "col·legi" */
        if (c != CLASS_LETTER && c != CLASS_DIGIT)
            break;
        *letters |= c == CLASS_LETTER;
        *digits |= c == CLASS_DIGIT;
        at = next;
    }
    return at;
}

static char
byte_at(struct text t, size_t at)
{
    return at < t.n ? t.p[at] : '\0';
}

/* Bytes of the apostrophe at at, in either of its forms; 0 if none stands there. */
static size_t
apostrophe_at(struct text t, size_t at)
{
    size_t next = at;

    if (byte_at(t, at) == '\'')
        return 1;
    if (at < t.n && (unsigned char)t.p[at] == 0xE2 && utf8_next(t, &next) == APOSTROPHE)
        return next - at;
    return 0;
}

static bool
is_address_char(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || memchr(".-_%+", c, 5) != NULL;
}

/* "name@host" or "https://..." or "www...." from at on: its end, or 0. */
static size_t
address_end(struct text t, size_t at, size_t run)
{
    size_t end = run;
    struct text head = text_sub(t, at, run - at), tail = text_from(t, run);

    if (text_starts(tail, TEXT_LIT("://")) ||
        (text_eq_nocase(head, TEXT_LIT("www")) && byte_at(t, run) == '.')) {
        while (end < t.n && (unsigned char)t.p[end] > ' ' && strchr("<>\"", t.p[end]) == NULL)
            end++;
        while (end > run && strchr(".,;:!?)]}'*_", t.p[end - 1]) != NULL)
            end--;
        return end > run + 3 ? end : 0;
    }
    if (byte_at(t, run) != '@' && !is_address_char(byte_at(t, run)))
        return 0;
    while (end < t.n && end - at < TOKEN_MAX_WORD && is_address_char(t.p[end]))
        end++;
    if (byte_at(t, end) != '@' || end - at >= TOKEN_MAX_WORD)
        return 0;
    if (!ascii_is_letter(byte_at(t, end + 1)) && !ascii_is_digit(byte_at(t, end + 1)))
        return 0;
    for (end++; end < t.n && end - at < TOKEN_MAX_WORD && is_address_char(t.p[end]);)
        end++;
    while (end > run && !ascii_is_letter(t.p[end - 1]) && !ascii_is_digit(t.p[end - 1]))
        end--;
    return memchr(t.p + run, '.', end - run) != NULL ? end : 0;
}

static size_t
digits_end(struct text t, size_t at)
{
    while (at < t.n && ascii_is_digit(t.p[at]))
        at++;
    return at;
}

/* Digits were read up to end: go on over separators that stand inside a number. */
static void
scan_number(struct token_scan *s)
{
    size_t end = s->end, dashes = 0, dashed = s->end, point = 0;

    for (;;) {
        char c = byte_at(s->t, end);
        size_t next = digits_end(s->t, end + (end < s->t.n));

        if (next <= end + 1 || strchr(".,:/", c) == NULL || c == '\0')
            break;
        if (c == ',' && next - end - 1 != THOUSAND)
            break;
        point = c == '.' ? next - end - 1 : 0;
        end = next;
    }
    s->kind = point >= THOUSAND ? TOKEN_CODE : TOKEN_NUMBER; /* "6.006" is no quantity */
    if (end == s->end) {
        /* Two dashes or more make a date or a telephone number; one makes a range. */
        while (byte_at(s->t, dashed) == '-' && digits_end(s->t, dashed + 1) > dashed + 1) {
            dashed = digits_end(s->t, dashed + 1);
            dashes++;
        }
        if (dashes > 1) {
            s->kind = TOKEN_CODE;
            end = dashed;
        }
    }
    s->end = end;
}

/* "U.S.", "Ph.D.", "e.g": parts of one or two letters, one of them single.  0 if it is none. */
static size_t
abbreviation_end(struct text t, size_t at, size_t run)
{
    size_t end = run, parts = 1, singles = run - at == 1;

    if (run - at > SHORT_LETTERS || (run - at == SHORT_LETTERS && !ascii_is_upper(t.p[at])))
        return 0;
    while (byte_at(t, end) == '.' && ascii_is_letter(byte_at(t, end + 1))) {
        size_t next = end + 1;

        while (ascii_is_letter(byte_at(t, next)))
            next++;
        if (next - end - 1 > SHORT_LETTERS || ascii_is_digit(byte_at(t, next)))
            return 0;
        singles += next - end - 1 == 1;
        parts++;
        end = next;
    }
    return parts > 1 && singles > 0 ? end : 0;
}

/* French, Italian and Catalan cut a word short before a vowel: the apostrophe parts two words. */
static bool
is_elision(const struct token_scan *s)
{
    static const char *const words[] = { "qu",    "jusqu", "lorsqu", "puisqu", "quoiqu", "un",
                                         "dell",  "nell",  "all",    "dall",   "sull",   "coll",
                                         "quest", "quell", "cos",    "dov",    "com",    "anch" };
    struct text head = text_sub(s->t, s->at, s->end - s->at);

    if (!s->elides || head.n > ELISION_BYTES)
        return false;
    for (size_t i = 0; i < N_ELEMENTS(words); i++)
        if (text_eq_nocase(head, text_of(words[i])))
            return true;
    return head.n == 1;
}

static bool
all_upper(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (!ascii_is_upper(t.p[i]))
            return false;
    return true;
}

/* A hyphen after the letters read: "I-20" and "e-mail" stay whole.  The new end, or 0. */
static size_t
hyphen_end(const struct token_scan *s)
{
    struct text head = text_sub(s->t, s->at, s->end - s->at);
    bool letters, digits;
    size_t end;

    if (byte_at(s->t, s->end) != '-')
        return 0;
    end = run_end(s->t, s->end + 1, &letters, &digits);
    if (end == s->end + 1 || end - s->at > TOKEN_MAX_WORD)
        return 0;
    if (ascii_is_digit(s->t.p[s->end + 1]) && ascii_is_letter(head.p[0]) &&
        (head.n <= SHORT_LETTERS || (head.n <= CODE_LETTERS && all_upper(head))))
        return end;
    if (letters && !digits && byte_at(s->t, end) != '-' &&
        ((head.n == 1 && ascii_is_letter(head.p[0])) || text_eq_nocase(head, TEXT_LIT("co")) ||
         text_eq_nocase(head, TEXT_LIT("re"))))
        return end;
    return 0;
}

/* Letters were read up to end: go on over what belongs to the same word. */
static void
scan_letters(struct token_scan *s)
{
    struct text t = s->t;
    size_t n, end = abbreviation_end(t, s->at, s->end);
    char c = byte_at(t, s->end);
    bool letters, digits;

    s->kind = TOKEN_WORD;
    if (end > 0) {
        s->kind = TOKEN_CODE;
        s->end = end;
        return;
    }
    n = apostrophe_at(t, s->end);
    while (n > 0 && letter_at(t, s->end + n) && !is_elision(s) && s->end - s->at < TOKEN_MAX_WORD) {
        s->end = run_end(t, s->end + n, &letters, &digits);
        n = apostrophe_at(t, s->end);
    }
    if (s->end - s->at <= SHORT_LETTERS && c == '&' && ascii_is_letter(byte_at(t, s->end + 1))) {
        end = run_end(t, s->end + 1, &letters, &digits);
        if (end - s->end <= SHORT_LETTERS + 1) { /* "Q&A", "AT&T" */
            s->kind = TOKEN_CODE;
            s->end = end;
        }
    } else if (s->end - s->at == 1 && c == '#') {
        s->kind = TOKEN_CODE;
        s->end++;
    } else if (s->end - s->at == 1 && c == '+' && byte_at(t, s->end + 1) == '+') {
        s->kind = TOKEN_CODE;
        s->end += 2;
    } else if ((end = hyphen_end(s)) > 0) {
        s->kind = ascii_is_digit(t.p[s->end + 1]) ? TOKEN_CODE : TOKEN_WORD;
        s->end = end;
    }
}

/* Read the token that starts at s->at; its first character is a letter or a digit. */
static void
scan_token(struct token_scan *s)
{
    bool letters, digits;
    size_t address;

    s->end = run_end(s->t, s->at, &letters, &digits);
    address = address_end(s->t, s->at, s->end);
    if (address > 0) {
        s->kind = TOKEN_ADDRESS;
        s->end = address;
    } else if (!letters) {
        scan_number(s);
    } else if (!digits) {
        scan_letters(s);
    } else {
        s->kind = TOKEN_CODE;
    }
}

void
token_scan_start(struct token_scan *s, struct text t, const char *language)
{
    *s = (struct token_scan){ .t = t, .language = language, .sentence = true };
    s->elides =
        strcmp(language, "fr") == 0 || strcmp(language, "it") == 0 || strcmp(language, "ca") == 0;
}

bool
token_scan_next(struct token_scan *s)
{
    size_t next;

    if (s->end > s->at) {
        s->sentence = false;
        s->at = s->end;
    }
    while (s->at < s->t.n) {
        enum char_class c = class_at(s->t, s->at, &next);

        if (c != CLASS_OTHER) {
            s->end = next;
            s->kind = TOKEN_WORD;
            if (c != CLASS_SINGLE)
                scan_token(s);
            return true;
        }
        if (s->t.p[s->at] != '\0' && strchr(".!?:\n", s->t.p[s->at]) != NULL)
            s->sentence = true;
        s->at = s->end = next;
    }
    return false;
}
