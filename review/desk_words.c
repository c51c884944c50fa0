/* desk_words.c - which keywords hit, and the words that they hit, as they stand there. */

#include "desk.h"

#include "lang.h"
#include "markup.h"
#include "match.h"

#define MAX_KEYWORDS 16 /* shown; a post names 8 at most */
#define MAX_FORMS    6  /* of a keyword */

/* A keyword, and the forms that were found. */
struct word {
    struct text keyword, forms[MAX_FORMS];
    size_t n;
};

struct words {
    struct word v[MAX_KEYWORDS];
    size_t n;
};

static struct word *
word_of(struct words *w, struct text keyword)
{
    for (size_t i = 0; i < w->n; i++)
        if (text_eq(w->v[i].keyword, keyword))
            return &w->v[i];
    if (w->n == MAX_KEYWORDS)
        return NULL;
    w->v[w->n] = (struct word){ .keyword = keyword };
    return &w->v[w->n++];
}

static void
add_form(struct word *w, struct text form)
{
    for (size_t i = 0; i < w->n; i++)
        if (text_eq_nocase(w->forms[i], form))
            return;
    if (w->n < MAX_FORMS)
        w->forms[w->n++] = form;
}

/* What one keyword hits at one place.  A keyword that is none any more hits nothing. */
static void
look(const struct desk *d, const struct store_card_place *p, struct tokenizer *tk, struct word *w)
{
    const struct match_rule rule = { .keyword = w->keyword };
    const struct match_subject subject = { .title = p->title,
                                           .text = p->body,
                                           .host = p->host,
                                           .language = lang_normalize(d->card.language) };
    struct match_result found;
    struct matcher *m;

    if (match_compile(&rule, 1, &m, NULL) != ST_OK)
        return;
    match_find(m, tk, &subject, d->r->arena, &found);
    for (size_t i = 0; i < found.n_hits; i++)
        add_form(w, found.hits[i].words);
    match_free(m);
}

/* words of a place: keywords with ", " between them, as the crawler wrote them. */
static void
look_at_place(const struct desk *d, const struct store_card_place *p, struct tokenizer *tk,
              struct words *all)
{
    struct text rest = p->words;

    while (rest.n > 0) {
        size_t n = text_find(rest, TEXT_LIT(", "));
        struct text keyword = text_sub(rest, 0, n == TEXT_NPOS ? rest.n : n);
        struct word *w = word_of(all, keyword);

        rest = n == TEXT_NPOS ? TEXT_NONE : text_from(rest, n + 2);
        if (w != NULL && w->n < MAX_FORMS)
            look(d, p, tk, w);
    }
}

static void
write_word(struct buf *b, const struct word *w)
{
    markup_addf(b, "<li><span class=\"word\">%.*s</span>", TEXT_ARG(w->keyword));
    for (size_t i = 0; i < w->n; i++)
        markup_addf(b, "%s <q dir=\"auto\">%.*s</q>", i == 0 ? " as" : ",", TEXT_ARG(w->forms[i]));
    buf_add_str(b, "</li>\n");
}

void
desk_words(const struct desk *d, struct buf *b)
{
    struct words *all = arena_alloc(d->r->arena, sizeof(*all));
    struct tokenizer *tk = token_new();

    for (size_t i = 0; i < d->card.n_places; i++)
        look_at_place(d, &d->card.places[i], tk, all);
    token_free(tk);
    if (all->n == 0)
        return;
    buf_add_str(b, "<dt>Keywords hit</dt><dd><ul class=\"words\">\n");
    for (size_t i = 0; i < all->n; i++)
        write_word(b, &all->v[i]);
    buf_add_str(b, "</ul></dd>\n");
}
