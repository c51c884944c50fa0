/* mute.c - see mute.h.  Phrases are one matcher's rules; the rest is compared as it stands. */

#include "mute.h"

#include <stdlib.h>

#include "buf.h"
#include "mem.h"

enum kind { SITE, AUTHOR, PHRASE, TITLE };

static const struct {
    const char *name, *wanted;
} kinds[] = {
    [SITE] = { "site:", "a host" },
    [AUTHOR] = { "author-hash:", "hexadecimal digits" },
    [PHRASE] = { "phrase:", "words" },
    [TITLE] = { "title:", "words" },
};

struct line {
    struct text whole, value;
    enum kind kind;
};

struct mute {
    struct arena *arena; /* owned */
    struct line *lines;
    size_t n;
    size_t *line_of; /* a rule's line */
    size_t n_rules;
    struct matcher *matcher; /* owned; NULL: no line has words */
};

static bool
is_value(enum kind kind, struct text v)
{
    static const char hex[] = "0123456789abcdefABCDEF";
    static const char host[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_";

    for (size_t i = 0; i < v.n; i++)
        if ((kind == AUTHOR && text_find_char(TEXT_LIT(hex), v.p[i]) == TEXT_NPOS) ||
            (kind == SITE && text_find_char(TEXT_LIT(host), v.p[i]) == TEXT_NPOS &&
             (unsigned char)v.p[i] < 0x80))
            return false;
    return v.n > 0;
}

static enum status
parse(struct text line, size_t number, struct line *ret, struct err *err)
{
    struct text t = text_trim(line);

    for (size_t k = 0; k < N_ELEMENTS(kinds); k++) {
        if (!text_starts_nocase(t, text_of(kinds[k].name)))
            continue;
        *ret = (struct line){ line, text_trim(text_after(t, ':')), (enum kind)k };
        if (is_value(ret->kind, ret->value))
            return ST_OK;
        return err_set(err, ST_INVALID, "mute %zu \"%.*s\": wanted %s after %s", number,
                       TEXT_ARG(line), kinds[k].wanted, kinds[k].name);
    }
    return err_set(err, ST_INVALID,
                   "mute %zu \"%.*s\": wanted site:, author-hash:, phrase: or title:", number,
                   TEXT_ARG(line));
}

/* Compile the lines that are phrases; one that excludes ("NOT ...") would mute nothing. */
static enum status
compile_phrases(struct mute *m, struct err *err)
{
    struct match_rule *rules = arena_alloc(m->arena, (m->n + 1) * sizeof(*rules));
    enum status st;

    m->line_of = arena_alloc(m->arena, (m->n + 1) * sizeof(*m->line_of));
    for (size_t i = 0; i < m->n; i++) {
        const struct line *l = &m->lines[i];
        struct err why = { "" };
        struct matcher *one = NULL;

        if (l->kind != PHRASE && l->kind != TITLE)
            continue;
        rules[m->n_rules] = (struct match_rule){ l->value, false };
        if (l->kind == TITLE)
            rules[m->n_rules].keyword =
                text_of(arena_printf(m->arena, "title:%.*s", TEXT_ARG(l->value)));
        if (text_starts(l->value, TEXT_LIT("NOT ")))
            return err_set(err, ST_INVALID, "mute %zu \"%.*s\": NOT mutes nothing", i + 1,
                           TEXT_ARG(l->whole));
        st = match_compile(&rules[m->n_rules], 1, &one, &why);
        match_free(one);
        if (st != ST_OK)
            return err_set(err, ST_INVALID, "mute %zu: %s", i + 1, why.msg);
        m->line_of[m->n_rules++] = i;
    }
    return m->n_rules > 0 ? match_compile(rules, m->n_rules, &m->matcher, err) : ST_OK;
}

enum status
mute_compile(const struct text *lines, size_t n, struct mute **ret, struct err *err)
{
    struct mute *m = mem_zalloc(sizeof(*m));
    enum status st = n > MATCH_MAX_KEYWORDS ? err_set(err, ST_INVALID, "%zu mutes: %zu are allowed",
                                                      n, MATCH_MAX_KEYWORDS)
                                            : ST_OK;

    m->arena = arena_new();
    if (st == ST_OK)
        m->lines = arena_alloc(m->arena, (n + 1) * sizeof(*m->lines));
    for (; m->n < n && st == ST_OK; m->n++)
        st = parse(arena_text(m->arena, lines[m->n]), m->n + 1, &m->lines[m->n], err);
    if (st == ST_OK)
        st = compile_phrases(m, err);
    if (st != ST_OK) {
        mute_free(m);
        return st;
    }
    *ret = m;
    return ST_OK;
}

void
mute_free(struct mute *m)
{
    if (m == NULL)
        return;
    match_free(m->matcher);
    arena_free(m->arena);
    free(m);
}

struct text
mute_line(const struct mute *m, size_t i)
{
    return m->lines[i].whole;
}

size_t
mute_find(struct mute *m, struct tokenizer *tk, const struct mute_subject *s, struct arena *a)
{
    size_t first = MUTE_NONE;
    struct match_result r;

    for (size_t i = 0; i < m->n && first == MUTE_NONE; i++) {
        const struct line *l = &m->lines[i];

        if ((l->kind == SITE && match_on_site(s->words.host, l->value)) ||
            (l->kind == AUTHOR && s->author_hash.n > 0 && text_eq_nocase(s->author_hash, l->value)))
            first = i;
    }
    if (m->matcher == NULL)
        return first;
    match_find(m->matcher, tk, &s->words, a, &r);
    for (size_t i = 0; i < r.n_hits; i++)
        if (m->line_of[r.hits[i].rule] < first)
            first = m->line_of[r.hits[i].rule];
    return first;
}
