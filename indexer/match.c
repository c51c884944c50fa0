/*
 * match.c - see match.h.  For each language met the keywords are split and stemmed once
 * and sorted by their first word, so that a text costs two look-ups a word, however
 * long the list of keywords is.
 */

#include "match.h"

#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "match_rule.h"
#include "mem.h"

#define MAX_LANGUAGES 48 /* all that lang.h knows, and room */

/* One word of a keyword. */
struct piece {
    uint64_t id; /* of the stem, or of the folded form in an exact phrase */
    struct text folded;
    bool prefix; /* a word that starts with folded */
};

struct pattern {
    uint64_t key; /* id of the first piece; 0 if that is a prefix */
    size_t rule;
    const struct piece *pieces;
    size_t n;
    bool exact;
};

/* The rules in one language, in the matcher's arena; sorted by key, then by rule. */
struct compiled {
    const char *language;
    struct pattern *patterns;
    size_t n, n_prefix; /* the first n_prefix start with a prefix */
};

struct matcher {
    struct arena *arena; /* owned: keywords and patterns */
    struct match_parsed *rules;
    size_t n;
    struct compiled compiled[MAX_LANGUAGES];
    size_t n_compiled;
};

enum status
match_compile(const struct match_rule *rules, size_t n, struct matcher **ret, struct err *err)
{
    struct matcher *m;

    if (n > MATCH_MAX_KEYWORDS)
        return err_set(err, ST_INVALID, "%zu keywords: %zu are allowed", n, MATCH_MAX_KEYWORDS);
    m = mem_zalloc(sizeof(*m));
    m->arena = arena_new();
    m->rules = arena_alloc(m->arena, n * sizeof(*m->rules));
    m->n = n;
    for (size_t i = 0; i < n; i++) {
        enum status st = match_rule_parse(arena_text(m->arena, rules[i].keyword), rules[i].exclude,
                                          i + 1, &m->rules[i], err);

        if (st != ST_OK) {
            match_free(m);
            return st;
        }
    }
    *ret = m;
    return ST_OK;
}

void
match_free(struct matcher *m)
{
    if (m == NULL)
        return;
    arena_free(m->arena);
    free(m);
}

struct text
match_keyword(const struct matcher *m, size_t rule)
{
    return m->rules[rule].keyword;
}

static int
by_key(const void *a, const void *b)
{
    const struct pattern *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* False: the phrase has no token in this language. */
static bool
make_pattern(struct matcher *m, struct tokenizer *tk, size_t rule, const char *language,
             struct pattern *ret)
{
    const struct match_parsed *r = &m->rules[rule];
    struct token_list l;
    struct piece *pieces;

    token_split(tk, r->phrase, language, m->arena, &l);
    if (l.n > MATCH_MAX_WORDS)
        l.n = MATCH_MAX_WORDS;
    if (l.n == 0)
        return false;
    pieces = arena_alloc(m->arena, l.n * sizeof(*pieces));
    for (size_t i = 0; i < l.n; i++) {
        size_t end = l.tokens[i].at + l.tokens[i].word.n;

        pieces[i].folded = arena_text(m->arena, l.tokens[i].folded);
        pieces[i].id = r->exact ? token_id(pieces[i].folded) : l.tokens[i].id;
        pieces[i].prefix = !r->exact && end < r->phrase.n && r->phrase.p[end] == '*';
    }
    *ret = (struct pattern){ pieces[0].prefix ? 0 : pieces[0].id, rule, pieces, l.n, r->exact };
    return true;
}

static const struct compiled *
compile_for(struct matcher *m, struct tokenizer *tk, const char *language)
{
    struct compiled *c;

    for (size_t i = 0; i < m->n_compiled; i++)
        if (strcmp(m->compiled[i].language, language) == 0)
            return &m->compiled[i];
    c = &m->compiled[m->n_compiled++];
    c->language = language;
    c->patterns = arena_alloc(m->arena, m->n * sizeof(*c->patterns));
    for (size_t i = 0; i < m->n; i++)
        if (make_pattern(m, tk, i, language, &c->patterns[c->n]))
            c->n++;
    qsort(c->patterns, c->n, sizeof(*c->patterns), by_key);
    while (c->n_prefix < c->n && c->patterns[c->n_prefix].key == 0)
        c->n_prefix++;
    return c;
}

static bool
piece_fits(const struct piece *p, bool exact, const struct token *t)
{
    if (p->prefix)
        return text_starts(t->folded, p->folded);
    return exact ? text_eq(t->folded, p->folded) : t->id == p->id;
}

bool
match_on_site(struct text host, struct text site)
{
    size_t from = host.n - site.n;

    if (host.n < site.n || !text_eq_nocase(text_from(host, from), site))
        return false;
    return from == 0 || host.p[from - 1] == '.';
}

/* What one field is being looked through for. */
struct look {
    const struct matcher *m;
    const struct compiled *c;
    const struct match_subject *subject;
    struct arena *arena;
    struct match_result *ret;
    size_t cap;
    bool in_title;
};

static void
add_hit(struct look *look, const struct pattern *p, const struct token *first,
        const struct token *last)
{
    struct match_result *ret = look->ret;
    const struct match_parsed *r = &look->m->rules[p->rule];

    if (r->exclude) {
        if (!ret->excluded || p->rule < ret->excluded_by)
            ret->excluded_by = p->rule;
        ret->excluded = true;
        return;
    }
    if (ret->n_hits >= MATCH_MAX_HITS)
        return;
    ret->hits = arena_grow(look->arena, ret->hits, ret->n_hits, &look->cap, sizeof(*ret->hits));
    ret->hits[ret->n_hits++] =
        (struct match_hit){ p->rule,
                            look->in_title,
                            first->at,
                            { first->word.p,
                              (size_t)(last->word.p - first->word.p) + last->word.n } };
}

static void
try_pattern(struct look *look, const struct pattern *p, const struct token *t, size_t left)
{
    const struct match_parsed *r = &look->m->rules[p->rule];

    if (p->n > left || (r->title && !look->in_title))
        return;
    if (r->language != NULL && strcmp(r->language, look->c->language) != 0)
        return;
    if (r->site.n > 0 && !match_on_site(look->subject->host, r->site))
        return;
    for (size_t i = 0; i < p->n; i++)
        if (!piece_fits(&p->pieces[i], p->exact, &t[i]))
            return;
    add_hit(look, p, &t[0], &t[p->n - 1]);
}

/* Try the patterns whose key is id. */
static void
try_key(struct look *look, uint64_t id, const struct token *t, size_t left)
{
    const struct compiled *c = look->c;
    size_t lo = c->n_prefix, hi = c->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (c->patterns[mid].key < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < c->n && c->patterns[lo].key == id; lo++)
        try_pattern(look, &c->patterns[lo], t, left);
}

static void
look_through(struct look *look, const struct token_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct token *t = &l->tokens[i];
        uint64_t folded = token_id(t->folded);

        for (size_t k = 0; k < look->c->n_prefix; k++)
            try_pattern(look, &look->c->patterns[k], t, l->n - i);
        try_key(look, t->id, t, l->n - i);
        if (folded != t->id)
            try_key(look, folded, t, l->n - i);
    }
}

static int
by_place(const void *a, const void *b)
{
    const struct match_hit *x = a, *y = b;

    if (x->in_title != y->in_title)
        return x->in_title ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

void
match_find(struct matcher *m, struct tokenizer *tk, const struct match_subject *subject,
           struct arena *a, struct match_result *ret)
{
    const char *code =
        subject->language != NULL ? lang_normalize(text_of(subject->language)) : LANG_DEFAULT;
    struct look look = { .m = m, .subject = subject, .arena = a, .ret = ret };
    struct token_list l;

    *ret = (struct match_result){ .matched = false };
    look.c = compile_for(m, tk, code != NULL ? code : LANG_DEFAULT);
    look.in_title = true;
    token_split(tk, subject->title, look.c->language, a, &l);
    look_through(&look, &l);
    look.in_title = false;
    token_split(tk, subject->text, look.c->language, a, &l);
    look_through(&look, &l);
    if (ret->n_hits > 1)
        qsort(ret->hits, ret->n_hits, sizeof(*ret->hits), by_place);
    ret->matched = ret->n_hits > 0 && !ret->excluded;
}
