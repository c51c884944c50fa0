/* lexicon.c - see lexicon.h.  An open-addressed table over the words of three files. */

#include "lexicon.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "mem.h"
#include "seeds.h"

#define TABLE_SLOTS 32768u /* a power of two, four times the words that ship */
#define MAX_ENTRIES (TABLE_SLOTS / 2)
#define MAX_VALENCE 4.0
#define FNV_BASIS   14695981039346656037u /* FNV-1a, 64 bit */
#define FNV_PRIME   1099511628211u

struct lexicon {
    struct arena *arena; /* owns files, kinds */
    struct lexicon_entry *entries;
    size_t n, cap;
    uint32_t slots[TABLE_SLOTS];  /* entry number + 1; 0: free */
    bool starts[TABLE_SLOTS];     /* hash of a first word of a phrase */
    struct lexicon_alarm *alarms; /* in the arena */
    size_t n_alarms, cap_alarms;
};

static uint32_t
hash(struct text t)
{
    uint64_t h = FNV_BASIS;

    for (size_t i = 0; i < t.n; i++)
        h = (h ^ (unsigned char)t.p[i]) * FNV_PRIME;
    return (uint32_t)(h ^ (h >> 32)) & (TABLE_SLOTS - 1);
}

static uint32_t *
slot_of(struct lexicon *l, struct text word)
{
    uint32_t i = hash(word);

    while (l->slots[i] != 0 && !text_eq(l->entries[l->slots[i] - 1].word, word))
        i = (i + 1) & (TABLE_SLOTS - 1);
    return &l->slots[i];
}

const struct lexicon_entry *
lexicon_find(const struct lexicon *l, struct text word)
{
    for (uint32_t i = hash(word); l->slots[i] != 0; i = (i + 1) & (TABLE_SLOTS - 1))
        if (text_eq(l->entries[l->slots[i] - 1].word, word))
            return &l->entries[l->slots[i] - 1];
    return NULL;
}

bool
lexicon_starts_phrase(const struct lexicon *l, struct text word)
{
    return l->starts[hash(word)];
}

const struct lexicon_alarm *
lexicon_alarms(const struct lexicon *l, size_t *n)
{
    *n = l->n_alarms;
    return l->alarms;
}

/* The entry of word, made if need be; NULL when the table is full. */
static struct lexicon_entry *
entry_of(struct lexicon *l, struct text word)
{
    uint32_t *slot = slot_of(l, word);

    if (*slot == 0) {
        if (l->n == MAX_ENTRIES)
            return NULL;
        l->entries = mem_grow(l->entries, &l->cap, l->n + 1, sizeof(*l->entries));
        l->entries[l->n++] = (struct lexicon_entry){ .word = word };
        *slot = (uint32_t)l->n;
        if (text_find_char(word, '_') != TEXT_NPOS)
            l->starts[hash(text_before(word, '_'))] = true;
    }
    return &l->entries[*slot - 1];
}

/* "+1.9 word word", "boost word word", "negate word". */
static enum status
read_words(struct lexicon *l, struct text line, struct err *err)
{
    struct text word, head;
    char number[16]; /* "-3.9" and some */
    char *end = number;
    double valence = 0;
    bool known;

    (void)text_cut(&line, " ", &head); /* not empty: the caller saw to it */
    known = text_is(head, "boost") || text_is(head, "damp") || text_is(head, "negate");
    if (!known && head.n < sizeof(number)) {
        snprintf(number, sizeof(number), "%.*s", TEXT_ARG(head));
        valence = strtod(number, &end);
    }
    if (!known &&
        (end == number || *end != '\0' || valence < -MAX_VALENCE || valence > MAX_VALENCE))
        return err_set(err, ST_CONFIG, "\"%.*s\": wanted boost, damp, negate or a number, -4 to 4",
                       TEXT_ARG(head));
    while (text_cut(&line, " ", &word)) {
        struct lexicon_entry *e = word.n > 0 ? entry_of(l, word) : NULL;

        if (word.n == 0)
            continue;
        if (e == NULL)
            return err_set(err, ST_LIMIT, "more than %u words", MAX_ENTRIES);
        if (text_is(head, "negate"))
            e->negates = true;
        else if (known)
            e->degree = text_is(head, "boost") ? 1 : -1;
        else
            e->valence = valence;
        e->has_valence = e->has_valence || !known;
    }
    return ST_OK;
}

/* "legal: lawsuit*, sue you". */
static enum status
read_alarms(struct lexicon *l, struct text line, struct err *err)
{
    struct text phrase, rest = text_after(line, ':');
    const char *kind = arena_str(l->arena, text_trim(text_before(line, ':')));

    if (rest.n == 0)
        return err_set(err, ST_CONFIG, "\"%.*s\": wanted KIND: phrase, phrase", TEXT_ARG(line));
    while (text_cut(&rest, ",", &phrase)) {
        struct lexicon_alarm a = { .phrase = text_trim(phrase), .kind = kind };

        a.prefix = text_ends(a.phrase, TEXT_LIT("*"));
        a.phrase.n -= a.prefix;
        if (a.phrase.n == 0)
            continue;
        l->alarms =
            arena_grow(l->arena, l->alarms, l->n_alarms, &l->cap_alarms, sizeof(*l->alarms));
        l->alarms[l->n_alarms++] = a;
    }
    return ST_OK;
}

/* The file of a workspace, or else the one built in.  The text lives in the lexicon. */
static enum status
load(struct lexicon *l, const char *dir, const char *path, struct text *ret, struct err *err)
{
    const char *name = arena_printf(l->arena, "%s/%s", dir != NULL ? dir : "", path);
    FILE *f = dir != NULL ? fopen(name, "rb") : NULL;
    const struct seed *seed = seeds_find(path);
    char *body;
    size_t n;

    if (f == NULL) {
        if (seed == NULL)
            return err_set(err, ST_CONFIG, "seeds/%s is not in this program", path);
        *ret = seed->body;
        return ST_OK;
    }
    body = mem_zalloc(LEXICON_MAX_BYTES + 1);
    n = fread(body, 1, LEXICON_MAX_BYTES + 1, f);
    if (ferror(f) != 0 || n > LEXICON_MAX_BYTES) {
        enum status st = ferror(f) != 0
                             ? err_set(err, ST_IO, "%s: %s", name, strerror(errno))
                             : err_set(err, ST_LIMIT, "%s: larger than %zu bytes", name, n - 1);

        (void)fclose(f); /* read only */
        free(body);
        return st;
    }
    (void)fclose(f); /* read only */
    *ret = arena_text(l->arena, (struct text){ body, n });
    free(body);
    return ST_OK;
}

static enum status
read_file(struct lexicon *l, const char *dir, const char *path,
          enum status (*read_line)(struct lexicon *, struct text, struct err *), struct err *err)
{
    struct text rest = TEXT_NONE, line;
    size_t n = 0;
    enum status st = load(l, dir, path, &rest, err);

    while (st == ST_OK && text_cut(&rest, "\n", &line)) {
        struct err why = { "" };

        n++;
        line = text_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        st = read_line(l, line, &why);
        if (st != ST_OK)
            return err_set(err, st, "seeds/%s:%zu: %s", path, n, why.msg);
    }
    return st;
}

enum status
lexicon_new(const char *dir, struct lexicon **ret, struct err *err)
{
    struct lexicon *l = mem_zalloc(sizeof(*l));
    enum status st;

    l->arena = arena_new();
    st = read_file(l, dir, "lexicons/vader.txt", read_words, err);
    if (st == ST_OK)
        st = read_file(l, dir, "lexicons/tone.txt", read_words, err);
    if (st == ST_OK)
        st = read_file(l, dir, "lexicons/escalation.txt", read_alarms, err);
    if (st == ST_OK)
        *ret = l;
    else
        lexicon_free(l);
    return st;
}

void
lexicon_free(struct lexicon *l)
{
    if (l == NULL)
        return;
    arena_free(l->arena);
    free(l->entries);
    free(l);
}
