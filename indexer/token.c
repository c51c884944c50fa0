/*
 * token.c - see token.h.  The scanner finds where a token ends and of what kind it is;
 * fold_word() makes its folded form; stems.c knows the rest.
 */

#include "token.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <xxhash.h>

#include "ascii.h"
#include "buf.h"
#include "lang.h"
#include "mem.h"
#include "stems.h"
#include "token_scan.h"
#include "utf8.h"

#define MAX_LANGUAGES  40 /* stemmers held at once: all that lang.h knows */
#define MAX_EXPANSION  18 /* code points that NFKC makes of one at most (U+FDFA) */
#define BYTES_A_TOKEN  5  /* of running text; only the first size of an array */
#define APOSTROPHE     0x2019u
#define MAX_CODEPOINTS ((utf8proc_ssize_t)TOKEN_MAX_WORD * MAX_EXPANSION)
#define FOLD_OPTIONS                                                                               \
    (UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)

struct tokenizer {
    struct stems *stems[MAX_LANGUAGES]; /* owned; n of them */
    size_t n;
    struct stems *last; /* points into stems[]; the language asked for last */
};

struct tokenizer *
token_new(void)
{
    return mem_zalloc(sizeof(struct tokenizer));
}

void
token_free(struct tokenizer *tk)
{
    if (tk == NULL)
        return;
    for (size_t i = 0; i < tk->n; i++)
        stems_free(tk->stems[i]);
    free(tk);
}

uint64_t
token_id(struct text stem)
{
    return XXH3_64bits(stem.p, stem.n);
}

void
token_fold(struct text t, struct buf *out)
{
    struct buf clean;
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t n;

    buf_init(&clean, t.n * 3 + 1); /* a bad byte becomes three */
    utf8_clean(t, &clean);
    n = utf8proc_map((const utf8proc_uint8_t *)buf_str(&clean), (utf8proc_ssize_t)clean.n, &folded,
                     FOLD_OPTIONS);
    if (n >= 0)
        (void)buf_add(out, folded, (size_t)n); /* the caller's cap is the caller's to check */
    free(folded);
    buf_release(&clean);
}

/* Code points of a word with capitals to fold in Turkish: I to ı and İ to i. */
static utf8proc_int32_t
turkish(utf8proc_int32_t c, void *unused)
{
    (void)unused;
    return c == 'I' ? 0x131 : c == 0x130 ? 'i' : c;
}

/* The folded form of the word read, in the buffer out of cap bytes or in the arena. */
static struct text
fold_word(const struct token_scan *s, char *out, size_t cap, struct arena *a)
{
    struct text w = text_sub(s->t, s->at, s->end - s->at);
    /* Hyphens, dots and grouping commas carry nothing; "6.006", "3.5" and addresses keep theirs. */
    const char *drop = s->kind == TOKEN_NUMBER                           ? ","
                       : s->kind == TOKEN_ADDRESS                        ? ""
                       : s->kind == TOKEN_CODE && ascii_is_digit(w.p[0]) ? ","
                                                                         : "-.";
    bool turk = s->language[0] == 't' && s->language[1] == 'r';
    utf8proc_int32_t cps[MAX_CODEPOINTS + 1]; /* utf8proc_reencode() wants one more */
    utf8proc_ssize_t n;
    size_t k = 0, i = 0;

    if (w.n > cap)
        return arena_text(a, w); /* only an address is as long as that */
    for (; i < w.n && (unsigned char)w.p[i] < 0x80 && !turk; i++) {
        if (memchr(drop, w.p[i], strlen(drop)) != NULL)
            continue;
        out[k++] = ascii_is_upper(w.p[i]) ? (char)(w.p[i] | 0x20) : w.p[i];
    }
    if (i == w.n)
        return (struct text){ out, k };
    n = utf8proc_decompose_custom((const utf8proc_uint8_t *)w.p, (utf8proc_ssize_t)w.n, cps,
                                  MAX_CODEPOINTS, FOLD_OPTIONS, turk ? turkish : NULL, NULL);
    if (n < 0 || n > MAX_CODEPOINTS)
        return arena_text(a, w);
    for (k = 0, i = 0; i < (size_t)n; i++) {
        if (cps[i] == (utf8proc_int32_t)APOSTROPHE)
            cps[i] = '\'';
        if (cps[i] != '-' || s->kind == TOKEN_ADDRESS)
            cps[k++] = cps[i];
    }
    n = utf8proc_reencode(cps, (utf8proc_ssize_t)k, FOLD_OPTIONS);
    if (n <= 0)
        return arena_text(a, w);
    return arena_text(a, (struct text){ (const char *)cps, (size_t)n });
}

static struct stems *
stems_of(struct tokenizer *tk, const char *language)
{
    const char *code = language != NULL ? lang_normalize(text_of(language)) : LANG_DEFAULT;

    if (code == NULL)
        code = LANG_DEFAULT;
    if (tk->last != NULL && strcmp(stems_language(tk->last), code) == 0)
        return tk->last;
    for (size_t i = 0; i < tk->n; i++)
        if (strcmp(stems_language(tk->stems[i]), code) == 0)
            return tk->last = tk->stems[i];
    tk->stems[tk->n] = stems_new(code);
    return tk->last = tk->stems[tk->n++];
}

struct text
token_stem(struct tokenizer *tk, struct text word, const char *language, struct arena *a)
{
    return stems_get(stems_of(tk, language), word, true, a)->stem;
}

static bool
starts_upper(struct text w)
{
    size_t at = 0;

    if ((unsigned char)w.p[0] < 0x80)
        return ascii_is_upper(w.p[0]);
    return utf8proc_category((utf8proc_int32_t)utf8_next(w, &at)) == UTF8PROC_CATEGORY_LU;
}

static void
add_token(struct token_scan *s, struct stems *stems, struct arena *a, struct token *tok)
{
    char room[TOKEN_MAX_WORD * 2];
    struct text folded = fold_word(s, room, sizeof(room), a);
    const struct stem *stem = stems_get(stems, folded, s->kind == TOKEN_WORD, a);

    tok->word = text_sub(s->t, s->at, s->end - s->at);
    tok->folded = stem->folded;
    tok->stem = stem->stem;
    tok->id = stem->id;
    tok->at = (uint32_t)s->at;
    tok->kind = s->kind;
    tok->flags = stem->flags;
    if (starts_upper(tok->word))
        tok->flags |= TOKEN_CAPITAL;
    if (s->sentence)
        tok->flags |= TOKEN_SENTENCE;
}

void
token_split(struct tokenizer *tk, struct text text, const char *language, struct arena *a,
            struct token_list *ret)
{
    struct stems *stems = stems_of(tk, language);
    struct token_scan s;
    size_t n = 0, cap;

    if (text.n > TOKEN_MAX_TEXT)
        text.n = utf8_cut(text, TOKEN_MAX_TEXT);
    token_scan_start(&s, text, stems_language(stems));
    cap = text.n / BYTES_A_TOKEN + 1;
    ret->tokens = arena_alloc(a, cap * sizeof(*ret->tokens));
    while (token_scan_next(&s)) {
        ret->tokens = arena_grow(a, ret->tokens, n, &cap, sizeof(*ret->tokens));
        add_token(&s, stems, a, &ret->tokens[n++]);
    }
    ret->n = n;
    ret->language = s.language;
}
