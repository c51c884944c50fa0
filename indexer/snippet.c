#include "snippet.h"

#include "buf.h"
#include "utf8.h"

#define MAX_HITS     ((size_t)256) /* of a text that are weighed; the window is among the first */
#define MAX_WORDS    ((size_t)64)  /* of a query: a bit each */
#define BEFORE_BYTES ((size_t)40)  /* shown before the first hit, where the text begins earlier */
#define DOTS         "..."

struct hit {
    size_t at, end;
    uint64_t word; /* the query's word as a bit */
};

/* The query's word that the token is, as a bit; 0: none. */
static uint64_t
word_of(const struct token_list *query, const struct token *t)
{
    if (t->flags & TOKEN_STOP)
        return 0;
    for (size_t i = 0; i < query->n && i < MAX_WORDS; i++)
        if (query->tokens[i].id == t->id)
            return UINT64_C(1) << i;
    return 0;
}

static size_t
find_hits(const struct token_list *l, const struct token_list *query, struct hit *hits)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n && n < MAX_HITS; i++) {
        uint64_t word = word_of(query, &l->tokens[i]);

        if (word != 0)
            hits[n++] =
                (struct hit){ l->tokens[i].at, l->tokens[i].at + l->tokens[i].word.n, word };
    }
    return n;
}

/* The first hit of the best window; *ret_words: different words in it. */
static size_t
best_window(const struct hit *hits, size_t n, size_t room, size_t *ret_words)
{
    size_t best = 0, best_score = 0;

    *ret_words = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t words = 0;
        size_t k = i, score;

        for (; k < n && hits[k].end <= hits[i].at + room; k++)
            words |= hits[k].word;
        score = (size_t)__builtin_popcountll(words) * MAX_HITS + (k - i);
        if (score > best_score) {
            best_score = score;
            best = i;
            *ret_words = (size_t)__builtin_popcountll(words);
        }
    }
    return best;
}

/* One space for each run of white space and control characters. */
static void
add_clean(struct buf *out, struct text t)
{
    for (size_t at = 0; at < t.n;) {
        size_t from = at;
        uint32_t c = utf8_next(t, &at);

        if (c > ' ' && (c < 0x7F || c > 0xA0))
            buf_add(out, t.p + from, at - from);
        else if (out->n > 0 && buf_text(out).p[out->n - 1] != ' ')
            buf_add_char(out, ' ');
    }
}

/* Where the window begins: at a word, a little before its first hit. */
static size_t
start_of(const struct token_list *l, size_t hit_at)
{
    if (hit_at <= BEFORE_BYTES)
        return 0;
    for (size_t i = 0; i < l->n; i++)
        if (l->tokens[i].at + BEFORE_BYTES >= hit_at)
            return l->tokens[i].at;
    return 0;
}

/* Where it ends: after a word that fits whole, unless there is none. */
static size_t
end_of(const struct token_list *l, struct text t, size_t from, size_t max_bytes)
{
    size_t end = from;

    if (t.n - from <= max_bytes)
        return t.n;
    for (size_t i = 0; i < l->n && l->tokens[i].at + l->tokens[i].word.n <= from + max_bytes; i++)
        end = l->tokens[i].at + l->tokens[i].word.n;
    return end > from ? end : from + utf8_cut(text_from(t, from), max_bytes);
}

struct text
snippet_make(struct tokenizer *tk, struct text t, const char *language, struct text query,
             const struct snippet_style *style, struct arena *a, size_t *ret_hits)
{
    struct hit hits[MAX_HITS];
    struct token_list l, q;
    size_t n, first, from = 0, end, at;
    struct buf out;
    struct text ret;

    token_split(tk, t, language, a, &l);
    token_split(tk, query, language, a, &q);
    n = find_hits(&l, &q, hits);
    first = best_window(hits, n, style->max_bytes - style->max_bytes / 4, ret_hits);
    if (n > 0 && t.n > style->max_bytes)
        from = start_of(&l, hits[first].at);
    end = end_of(&l, t, from, style->max_bytes);
    buf_init(&out, BUF_PAGE);
    if (from > 0)
        buf_add_str(&out, DOTS " ");
    at = from;
    for (size_t i = 0; i < n; i++) {
        if (hits[i].at < at || hits[i].end > end)
            continue;
        add_clean(&out, text_sub(t, at, hits[i].at - at));
        buf_add_str(&out, style->open);
        add_clean(&out, text_sub(t, hits[i].at, hits[i].end - hits[i].at));
        buf_add_str(&out, style->close);
        at = hits[i].end;
    }
    add_clean(&out, text_sub(t, at, end - at));
    if (end < t.n)
        buf_add_str(&out, " " DOTS);
    ret = arena_text(a, text_trim(buf_text(&out)));
    buf_release(&out);
    return ret;
}
