/* stale.c - see stale.h. */

#include "stale.h"

#include "lang.h"
#include "store_link.h"
#include "store_stale.h"

#define OTHER_SHARE   .8 /* words in common over all words: below, it is another question */
#define NEAREST_SHARE (1.0 / 3)
#define TEXT_BYTES    ((size_t)32 * 1024) /* of what is kept of either side */
#define MS_PER_S      INT64_C(1000)
#define S_PER_DAY     INT64_C(86400)

/* ---- comparing ---- */

/* The words that matter, each once. */
struct words {
    uint64_t *ids;
    size_t n;
    uint64_t numbers; /* numbers and codes, in any order */
    bool negated;
};

static bool
has(const struct words *w, uint64_t id)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->ids[i] == id)
            return true;
    return false;
}

static void
read_words(struct tokenizer *tk, struct text t, const char *language, struct arena *a,
           struct words *ret)
{
    struct token_list l;

    token_split(tk, text_sub(t, 0, TEXT_BYTES), language, a, &l);
    *ret = (struct words){ .ids = arena_alloc(a, (l.n + 1) * sizeof(*ret->ids)) };
    for (size_t i = 0; i < l.n; i++) {
        const struct token *x = &l.tokens[i];

        ret->negated = ret->negated || (x->flags & TOKEN_NEGATION) != 0;
        if ((x->flags & TOKEN_STOP) != 0 || has(ret, x->id))
            continue;
        ret->ids[ret->n++] = x->id;
        if (x->kind == TOKEN_NUMBER || x->kind == TOKEN_CODE)
            ret->numbers += x->id;
    }
}

/* Words of both over words of either; two sides without words are alike. */
static double
share(const struct words *x, const struct words *y)
{
    size_t both = 0;

    for (size_t i = 0; i < x->n; i++)
        both += has(y, x->ids[i]);
    return x->n + y->n > 0 ? (double)both / (double)(x->n + y->n - both) : 1;
}

bool
stale_is_other(struct tokenizer *tk, struct text was, struct text is, const char *language,
               struct arena *a)
{
    struct words x, y;

    read_words(tk, was, language, a, &x);
    read_words(tk, is, language, a, &y);
    return x.numbers != y.numbers || x.negated != y.negated || share(&x, &y) < OTHER_SHARE;
}

/* The sentence of a page that has most words in common with this one; "" : none has a third. */
static struct text
nearest(struct tokenizer *tk, struct text page, struct text sentence, const char *language,
        struct arena *a)
{
    struct passage_page split;
    struct text best = TEXT_NONE;
    double most = NEAREST_SHARE;
    struct words mine, other;

    read_words(tk, sentence, language, a, &mine);
    passage_split(page, a, &split);
    for (size_t i = 0; i < split.n_sentences; i++) {
        struct text t = passage_text(&split, split.sentences[i].at);
        double s;

        if (split.sentences[i].kind == PASSAGE_HEADING)
            continue; /* it has the words that matter, and says nothing */
        read_words(tk, t, language, a, &other);
        s = share(&mine, &other);
        if (s > most) {
            most = s;
            best = t;
        }
    }
    return best;
}

/* ---- one answer ---- */

/* What is found about an answer: reasons, and the texts before and after. */
struct finding {
    struct buf why, was, is;
};

static void
add_line(struct buf *b, const char *sep, struct text t)
{
    if (t.n == 0)
        return;
    if (b->n > 0)
        buf_add_str(b, sep);
    buf_add_text(b, text_sub(t, 0, b->max > b->n ? b->max - b->n : 0));
}

static void
find(struct finding *f, const char *why, struct text was, struct text is)
{
    add_line(&f->why, "; ", text_of(why));
    add_line(&f->was, "\n", was);
    add_line(&f->is, "\n", is);
}

/* Sentences that are gone, each beside the nearest one there is now. */
static void
look_at_page(struct draft_work *w, const struct store_stale_answer *x, struct finding *f)
{
    struct tokenizer *tk = pages_tokenizer(w->desk->site.pages);
    const char *language = lang_normalize(text_of(w->d->language));
    struct store_draft_made made;
    bool first = true;

    if (x->holds || !store_draft_made(w->s, x->draft_id, w->scratch, &made))
        return;
    for (size_t i = 0; i < made.n_sentences; i++) {
        struct text page = store_stale_page(w->s, made.sentences[i].url_id, w->scratch);

        if (text_find(page, made.sentences[i].text) != TEXT_NPOS)
            continue;
        find(f, first ? "its page says something else" : "", made.sentences[i].text,
             nearest(tk, page, made.sentences[i].text, language, w->scratch));
        first = false;
    }
}

static void
look_at_link(struct draft_work *w, const struct store_stale_answer *x, struct finding *f)
{
    struct store_link link;

    if (x->link_url_id == 0)
        return;
    store_link_look(w->s, x->link_url_id, w->now_s, w->scratch, &link);
    if (link.lost)
        find(f, "its link cannot be used", x->link, link.why);
}

static void
look_at_question(struct draft_work *w, const struct store_stale_answer *x, struct finding *f)
{
    bool edited = x->asked.n > 0 && x->asks.n > 0 && !text_eq(x->asked, x->asks);

    if (edited && stale_is_other(pages_tokenizer(w->desk->site.pages), x->asked, x->asks,
                                 lang_normalize(text_of(w->d->language)), w->scratch))
        find(f, "the question was edited", x->asked, x->asks);
    else if (x->withdrawn && x->asks.n == 0)
        find(f, "the question was withdrawn", x->asked, TEXT_NONE);
}

static void
look_at_age(struct draft_work *w, const struct store_stale_answer *x, struct finding *f)
{
    int64_t span_s = w->d->review_after_ms / MS_PER_S;
    char date[CLOCK_RFC3339_BYTES];

    if (span_s == 0 || x->decided_s > w->now_s - span_s)
        return;
    clock_rfc3339(x->decided_s, date);
    find(f,
         arena_printf(w->scratch, "older than %lld day%s", (long long)(span_s / S_PER_DAY),
                      span_s / S_PER_DAY == 1 ? "" : "s"),
         TEXT_NONE,
         text_of(arena_printf(w->scratch, "%.*s on %.*s", TEXT_ARG(x->state),
                              TEXT_ARG(text_before(text_of(date), 'T')))));
}

/* ---- all of them ---- */

struct look {
    struct draft_work *w;
    /* Written when all have been read; why "": it holds again.  In the run's arena. */
    struct store_stale_row *v;
    size_t n, cap;
};

static void
judge(struct look *l, const struct store_stale_answer *x, const struct finding *f)
{
    bool in_force = x->stale_revision >= x->revision;
    struct arena *a = l->w->arena;
    struct store_stale_row row = { .draft_id = x->draft_id,
                                   .group_id = x->group_id,
                                   .revision = x->revision,
                                   .at_s = l->w->now_s };

    if (f->why.n == 0 && x->stale_revision < 0)
        return;
    if (f->why.n > 0 && x->stale_revision >= 0 && text_eq(x->why, buf_text(&f->why)) &&
        text_eq(x->is, buf_text(&f->is)))
        return; /* known, or approved as it is */
    row.why = arena_text(a, buf_text(&f->why));
    row.was = arena_text(a, buf_text(&f->was));
    row.is = arena_text(a, buf_text(&f->is));
    l->w->counts->stale += f->why.n > 0 && !in_force;
    l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof(*l->v));
    l->v[l->n++] = row;
}

static void
on_answer(void *self, const struct store_stale_answer *x)
{
    struct look *l = self;
    struct finding f;

    buf_init(&f.why, TEXT_BYTES);
    buf_init(&f.was, TEXT_BYTES);
    buf_init(&f.is, TEXT_BYTES);
    arena_clear(l->w->scratch);
    look_at_page(l->w, x, &f);
    look_at_link(l->w, x, &f);
    look_at_question(l->w, x, &f);
    look_at_age(l->w, x, &f);
    judge(l, x, &f);
    buf_release(&f.why);
    buf_release(&f.was);
    buf_release(&f.is);
}

enum status
stale_find(struct draft_work *w, struct err *err)
{
    struct look l = { .w = w };

    if (!w->o->dry_run)
        store_begin(w->s);
    store_stale_answers(w->s, w->department_id, on_answer, &l);
    if (w->o->dry_run)
        return store_check(w->s, err);
    for (size_t i = 0; i < l.n; i++) {
        if (l.v[i].why.n > 0)
            store_stale_put(w->s, &l.v[i]);
        else
            store_stale_drop(w->s, &l.v[i]);
    }
    return store_commit(w->s, err);
}
