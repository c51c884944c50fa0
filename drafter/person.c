/* person.c - see person.h.  Names as sequences of words, sought line by line. */

#include "person.h"

#include <ctype.h>
#include <string.h>

#define SIGNATURE_WORDS                                                                            \
    2 /* besides the name, on a line that only signs: "Best wishes Jane Roe"                       \
       */

struct name {
    struct text words[PERSON_MAX_WORDS];
    size_t n;
};

static bool
is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || c == '-' || c == '\'';
}

/* The next word of *t without a genitive's ending; false: there is none. */
static bool
next_word(struct text *t, struct text *ret)
{
    const struct text endings[] = { TEXT_LIT("'s"), TEXT_LIT("\xE2\x80\x99s"), TEXT_LIT("'"),
                                    TEXT_LIT("\xE2\x80\x99") };
    size_t at = 0, end;

    while (at < t->n && !is_word(t->p[at]))
        at++;
    end = at;
    while (end < t->n && is_word(t->p[end]))
        end++;
    *ret = text_sub(*t, at, end - at);
    *t = text_from(*t, end);
    for (size_t i = 0; i < N_ELEMENTS(endings); i++)
        if (text_ends(*ret, endings[i])) {
            ret->n -= endings[i].n;
            break;
        }
    return end > at;
}

/* "Professor" and "Prof", "Doctor" and "Dr". */
static struct text
plain_title(struct text w)
{
    if (text_eq_nocase(w, TEXT_LIT("professor")))
        return TEXT_LIT("Prof");
    if (text_eq_nocase(w, TEXT_LIT("doctor")))
        return TEXT_LIT("Dr");
    return w;
}

/* The first letter as it is written, the others in any case: "JANE ROE", never "roe". */
static bool
same_word(struct text wanted, struct text seen)
{
    wanted = plain_title(wanted);
    seen = plain_title(seen);
    return wanted.n > 0 && wanted.n == seen.n && wanted.p[0] == seen.p[0] &&
           text_eq_nocase(wanted, seen);
}

static void
read_name(struct text form, struct name *ret)
{
    *ret = (struct name){ .n = 0 };
    while (ret->n < PERSON_MAX_WORDS && next_word(&form, &ret->words[ret->n]))
        ret->n++;
}

/* Does the line go on with the name?  *rest: behind it. */
static bool
starts_with(struct text line, const struct name *name, struct text *rest)
{
    struct text w;

    for (size_t i = 0; i < name->n; i++) {
        struct text gap = line;

        if (!next_word(&line, &w) || !same_word(name->words[i], w))
            return false;
        gap.n = (size_t)(w.p - gap.p);
        for (size_t k = 0; k < gap.n; k++)
            if (strchr(" .\t", gap.p[k]) == NULL)
                return false; /* "Jane, Roe" */
    }
    *rest = line;
    return name->n > 0;
}

static size_t
count_words(struct text t)
{
    struct text w;
    size_t n = 0;

    while (next_word(&t, &w))
        n++;
    return n;
}

/* Is it "by NAME", "NAME wrote:", a quotation, or a line that only signs? */
static bool
is_byline(struct text line, struct text before, struct text behind, bool in_title)
{
    const struct text verbs[] = { TEXT_LIT("wrote:"), TEXT_LIT("said:"), TEXT_LIT("schrieb:"),
                                  TEXT_LIT("a \xC3\xA9"
                                           "crit"),
                                  TEXT_LIT("escribi\xC3\xB3:") };
    struct text start = text_trim(line), tail = text_trim(before), after = text_trim(behind);

    for (size_t i = 0; i < N_ELEMENTS(verbs); i++)
        if (text_starts_nocase(after, verbs[i]))
            return true;
    if (in_title)
        return false;
    if (start.n > 0 && (start.p[0] == '>' || text_starts(start, TEXT_LIT("--")) ||
                        text_starts(start, TEXT_LIT("\xE2\x80\x94"))))
        return true;
    if (text_find_char(line, '?') != TEXT_NPOS)
        return false;
    return text_eq_nocase(tail, TEXT_LIT("by")) || text_eq_nocase(tail, TEXT_LIT("posted by")) ||
           text_eq_nocase(tail, TEXT_LIT("written by")) ||
           (count_words(after) == 0 && count_words(tail) <= SIGNATURE_WORDS);
}

/* One form of a name in one line, and not only as its byline. */
static bool
in_line(struct text line, const struct name *name, bool in_title)
{
    struct text rest = line, w, behind;

    while (rest.n > 0) {
        struct text from = rest;

        if (!next_word(&rest, &w))
            return false;
        from = (struct text){ w.p, from.n - (size_t)(w.p - from.p) };
        if (starts_with(from, name, &behind) &&
            !is_byline(line, text_sub(line, 0, (size_t)(w.p - line.p)), behind, in_title))
            return true;
    }
    return false;
}

/* Any form: those given, and a title with the last word of the full name. */
static bool
names(struct text person, struct text line, bool in_title)
{
    const struct text titles[] = { TEXT_LIT("Prof"), TEXT_LIT("Dr") };
    struct text forms = person, form;
    struct name full, name;

    while (text_cut(&forms, ",", &form)) {
        read_name(form, &name);
        if (in_line(line, &name, in_title))
            return true;
    }
    read_name(person_full_name(person), &full);
    if (full.n < 2)
        return false;
    name = (struct name){ .words = { [1] = full.words[full.n - 1] }, .n = 2 };
    for (size_t i = 0; i < N_ELEMENTS(titles); i++) {
        name.words[0] = titles[i];
        if (in_line(line, &name, in_title))
            return true;
    }
    return false;
}

/* Up to the end of the sentence: a mark, or the line's end.  A stop behind one to four letters
 * that begin with a capital is a title's or an initial's ("Prof. Roe", "J. Roe"). */
static struct text
cut_sentence(struct text *line)
{
    enum { TITLE_LETTERS = 4 };
    size_t at = 0, word = 0;
    struct text ret;

    for (; at < line->n; at++) {
        char c = line->p[at];

        if (c == '?' || c == '!' ||
            (c == '.' && at + 1 < line->n && line->p[at + 1] == ' ' &&
             !(at - word <= TITLE_LETTERS && isupper((unsigned char)line->p[word]))))
            break;
        if (!is_word(c))
            word = at + 1;
    }
    at += at < line->n;
    ret = text_sub(*line, 0, at);
    *line = text_from(*line, at);
    return ret;
}

static bool
asked_in_body(struct text person, struct text body)
{
    struct text line;

    while (text_cut(&body, "\n", &line)) {
        if (text_starts(text_trim(line), TEXT_LIT(">")))
            continue;
        while (line.n > 0) {
            struct text s = cut_sentence(&line);

            if (text_ends(s, TEXT_LIT("?")) && names(person, s, false))
                return true;
        }
    }
    return false;
}

bool
person_named(struct text person, struct text t)
{
    struct text line;

    while (text_cut(&t, "\n", &line))
        if (names(person, line, false))
            return true;
    return false;
}

size_t
person_asked(const struct text *people, size_t n, struct text title, struct text body, bool asks)
{
    for (size_t i = 0; i < n; i++)
        if (names(people[i], title, true) ||
            (asks ? asked_in_body(people[i], body) : person_named(people[i], body)))
            return i;
    return n;
}

struct text
person_full_name(struct text person)
{
    return text_trim(text_before(person, ','));
}
