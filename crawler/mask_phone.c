/*
 * mask_phone.c - a run of digit groups is judged by how it is written, not by
 * tables of countries: sign, brackets, leading zero, sizes of the groups and
 * the word before it.
 */
#include "mask_phone.h"
#include "ascii.h"

#include <string.h>

#define MAX_GROUPS   8  /* of digits; a phone number has six at most */
#define MIN_DIGITS   8  /* "+" and a short national number */
#define MAX_DIGITS   15 /* E.164 */
#define LOCAL_DIGITS 7  /* 555-0123 */
#define LOOK_BACK    16 /* bytes before the run in which its word stands */
#define PAIRS        5  /* 01 42 68 53 00 */

struct run {
    size_t size[MAX_GROUPS]; /* digits of each group */
    unsigned value[MAX_GROUPS];
    size_t n, digits;
    bool plus, zero;                    /* how it begins */
    bool open, bracket;                 /* a bracket was opened, and closed */
    bool dots, slashes, dashes, spaces; /* what parts the groups */
};

enum word { WORD_OTHER, WORD_PHONE, WORD_NUMBER };

/* The words before a number that settle what it is; lower case. */
static const struct {
    const char *word;
    enum word means;
} words[] = {
    { "tel", WORD_PHONE },      { "telephone", WORD_PHONE }, { "telefon", WORD_PHONE },
    { "telefono", WORD_PHONE }, { "telefone", WORD_PHONE },  { "phone", WORD_PHONE },
    { "ph", WORD_PHONE },       { "mobile", WORD_PHONE },    { "mobil", WORD_PHONE },
    { "mob", WORD_PHONE },      { "cell", WORD_PHONE },      { "handy", WORD_PHONE },
    { "call", WORD_PHONE },     { "fax", WORD_PHONE },       { "whatsapp", WORD_PHONE },
    { "sms", WORD_PHONE },      { "text", WORD_PHONE },      { "tlf", WORD_PHONE },
    { "isbn", WORD_NUMBER },    { "issn", WORD_NUMBER },     { "doi", WORD_NUMBER },
    { "orcid", WORD_NUMBER },   { "pp", WORD_NUMBER },       { "page", WORD_NUMBER },
    { "pages", WORD_NUMBER },   { "id", WORD_NUMBER },       { "version", WORD_NUMBER },
    { "order", WORD_NUMBER },   { "ticket", WORD_NUMBER },   { "issue", WORD_NUMBER },
    { "arxiv", WORD_NUMBER },   { "case", WORD_NUMBER },     { "invoice", WORD_NUMBER },
};

/* What the word before at says, spaces and punctuation between them allowed. */
static enum word
word_before(struct text t, size_t at)
{
    size_t floor = at > LOOK_BACK ? at - LOOK_BACK : 0, end = at, from;

    while (end > floor && strchr(" :.-(#\t", t.p[end - 1]) != NULL)
        end--;
    from = end;
    while (from > floor && ascii_is_letter(t.p[from - 1]))
        from--;
    for (size_t i = 0; i < N_ELEMENTS(words); i++)
        if (text_eq_nocase(text_sub(t, from, end - from), text_of(words[i].word)))
            return words[i].means;
    return WORD_OTHER;
}

/* May a number begin at at?  Not inside a word, a decimal, an address or a price. */
static bool
may_begin(struct text t, size_t at)
{
    char c = at > 0 ? t.p[at - 1] : ' ';
    char before = at > 1 ? t.p[at - 2] : ' ';

    if (ascii_is_digit(c) || ascii_is_letter(c) ||
        (c != '\0' && strchr("_/#=&?@$%~+<>^*", c) != NULL))
        return false;
    if (c == '-' || c == '.' || c == ',' || c == ':')
        return !ascii_is_digit(before) && (c != '-' || !ascii_is_letter(before));
    if (at > 1 && (unsigned char)before == 0xC2 &&
        ((unsigned char)c == 0xA3 || (unsigned char)c == 0xA5))
        return false;                                                 /* pound, yen */
    return !(at > 2 && memcmp(t.p + at - 3, "\xE2\x82\xAC", 3) == 0); /* euro */
}

/* May a number end before at? */
static bool
may_end(struct text t, size_t at)
{
    if (at >= t.n)
        return true;
    if (ascii_is_letter(t.p[at]) || ascii_is_digit(t.p[at]) ||
        (t.p[at] != '\0' && strchr("@%_=$", t.p[at]) != NULL))
        return false;
    if (at + 1 < t.n && (t.p[at] == ',' || t.p[at] == '.' || t.p[at] == ':') &&
        ascii_is_digit(t.p[at + 1]))
        return false; /* it goes on as a decimal, a list or a time */
    return !(t.n - at > 2 && memcmp(t.p + at, "\xE2\x82\xAC", 3) == 0);
}

/* Bytes of what parts two groups at t.p[at]: one sign, or a bracket or dash with spaces. */
static size_t
separator(struct text t, size_t at, struct run *r)
{
    size_t i = at;
    bool sign = false;

    while (i < t.n && i - at < 3) {
        if (t.p[i] == ' ')
            r->spaces = true;
        else if (t.p[i] == '(' && !sign)
            r->open = true;
        else if (t.p[i] == ')' && (r->open || r->plus) && !sign)
            r->bracket = true;
        else if (t.p[i] == '-' && !sign)
            sign = r->dashes = true;
        else if (t.p[i] == '.' && !sign)
            sign = r->dots = true;
        else if (t.p[i] == '/' && !sign)
            sign = r->slashes = true;
        else if (t.n - i > 1 && memcmp(t.p + i, "\xC2\xA0", 2) == 0)
            i++, r->spaces = true; /* no-break space */
        else
            break;
        i++;
    }
    return i < t.n && ascii_is_digit(t.p[i]) ? i - at : 0;
}

static bool
is_year(const struct run *r, size_t i)
{
    return r->size[i] == 4 && r->value[i] >= 1900 && r->value[i] < 2100;
}

/* "2026-11-22", "22.11.2026 14", "11/22/2026", "2019-2021", "2019/20": a date or years. */
static bool
is_date(const struct run *r)
{
    bool all_years = r->n > 0;

    for (size_t i = 0; i < r->n; i++)
        all_years = all_years && (is_year(r, i) || (i > 0 && r->size[i] == 2 && r->n == 2));
    if (all_years)
        return true;
    if (r->n < 3)
        return false;
    if (is_year(r, 0) && r->size[1] <= 2 && r->size[2] <= 2)
        return true;
    return is_year(r, 2) && r->size[0] <= 2 && r->size[1] <= 2 && r->value[0] <= 31 &&
           r->value[1] <= 31;
}

/* Read the groups from at; returns where they end. */
static size_t
read_run(struct text t, size_t at, struct run *r)
{
    size_t i = at;

    *r = (struct run){ .n = 0 };
    if (t.p[i] == '+') {
        r->plus = true;
        i++;
    }
    if (i < t.n && t.p[i] == '(') {
        r->open = true;
        i++;
    }
    r->zero = i < t.n && t.p[i] == '0';
    while (i < t.n && ascii_is_digit(t.p[i])) {
        size_t from = i, parted;
        struct run before;

        for (; i < t.n && ascii_is_digit(t.p[i]); i++) {
            if (r->n < MAX_GROUPS && i - from < 4)
                r->value[r->n] = r->value[r->n] * 10 + (unsigned)(t.p[i] - '0');
        }
        if (r->n == MAX_GROUPS)
            return i;
        r->size[r->n++] = i - from;
        r->digits += i - from;
        if (r->n == 3 && is_date(r))
            break; /* what follows a date is another number */
        before = *r;
        parted = separator(t, i, r);
        if (parted == 0) {
            *r = before;
            break;
        }
        i += parted;
    }
    return i;
}

/* Are these the sizes of the groups (a digit each)? */
static bool
sizes_are(const struct run *r, const char *sizes)
{
    size_t n = strlen(sizes);

    for (size_t i = 0; i < n && i < r->n; i++)
        if (r->size[i] != (size_t)(sizes[i] - '0'))
            return false;
    return n == r->n;
}

/* ISBN: 978..., or four groups that end in a single digit. */
static bool
is_isbn(const struct run *r)
{
    return (r->n > 0 && r->digits == 13 &&
            (r->value[0] == 978 || r->value[0] == 979 || r->value[0] == 9780 ||
             r->value[0] == 9781)) ||
           (r->n == 4 && r->digits == 10 && r->size[3] == 1);
}

/* Groups of three after a first of one to three: "1.234.567", "12 345 678". */
static bool
is_thousands(const struct run *r)
{
    for (size_t i = 1; i < r->n; i++)
        if (r->size[i] != 3)
            return false;
    return r->n > 1 && r->size[0] <= 3 && !r->zero && !(r->n == 3 && r->size[0] == 3 && !r->dots);
}

/* A group of one digit that is no country code: a list of numbers has such. */
static bool
lone_digit(const struct run *r)
{
    for (size_t i = 1; i < r->n; i++)
        if (r->size[i] == 1)
            return true;
    return false;
}

/* Written as phones are, without a word or a sign that says so. */
static bool
looks_so(const struct run *r)
{
    if (r->open && !r->bracket)
        return false;
    if (sizes_are(r, "34"))
        return r->dashes && !r->spaces && !r->dots && !r->slashes;
    if (r->n == 1)
        return r->zero && r->digits >= 10 && r->digits <= 11;
    if (r->dots || r->slashes)
        return sizes_are(r, "334") || sizes_are(r, "1334") || sizes_are(r, "22222") ||
               (r->slashes && !r->dots && r->zero && r->n <= 4 && r->digits >= 9);
    if (r->digits < MIN_DIGITS)
        return false;
    return (r->bracket && !lone_digit(r)) || (r->zero && r->size[0] > 1) || sizes_are(r, "334") ||
           sizes_are(r, "1334") || sizes_are(r, "333") || (r->n == PAIRS && sizes_are(r, "22222"));
}

static bool
is_phone(const struct run *r, enum word word)
{
    if (r->digits > MAX_DIGITS || r->n == MAX_GROUPS || r->digits < LOCAL_DIGITS)
        return false;
    if (r->plus)
        return r->digits >= MIN_DIGITS;
    if (word == WORD_NUMBER || is_date(r) || is_isbn(r))
        return false;
    if (word == WORD_PHONE)
        return true;
    return !is_thousands(r) && looks_so(r);
}

bool
mask_phone_at(struct text t, size_t at, size_t *ret_end)
{
    struct run r;
    size_t end = read_run(t, at, &r);

    *ret_end = end > at ? end : at + 1;
    return r.n > 0 && may_begin(t, at) && may_end(t, end) && is_phone(&r, word_before(t, at));
}
