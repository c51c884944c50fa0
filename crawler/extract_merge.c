/*
 * extract_merge.c - one reading of the page out of all its sources.
 *
 * Per field the visible page, as the platform's profile reads it, outranks
 * microdata, that outranks JSON-LD, and that the page's <head>.  A platform's
 * known lies are in its profile.  What the platform says about a thread being
 * a question outranks its words: 44 % of real question titles have neither a
 * "?" nor a question word first (1,285 Stack Exchange titles).
 */

#include "extract_parts.h"

#include <math.h>
#include <string.h>

#include "isquestion.h"
#include "url.h"

#define P_PLATFORM     .97 /* a thread of a question-and-answer site */
#define P_NEVER        .03 /* the site says that it is none */
#define Z_MARKED       2.5 /* log-odds: structured data calls it a Question, which outranks words */
#define P_MIN          .01
#define BLOCKED_BYTES  3000 /* a page with more text than this is not a mere notice */
#define MERGE_MIN_LIST 5    /* postings in structured data that make a list */
#define MERGE_THREADS  3    /* thread links that make one */

static void
fill_text(struct text *to, struct text t, struct text *from, struct text origin)
{
    if (to->n > 0 || t.n == 0)
        return;
    *to = t;
    *from = origin;
}

static void
fill_number(int64_t *to, int64_t n, struct text *from, struct text origin)
{
    if (*to != EXTRACT_NO_NUMBER || n == EXTRACT_NO_NUMBER)
        return;
    *to = n;
    *from = origin;
}

/* Fields that q lacks are taken from f. */
static void
fill(const struct extract_work *w, struct extract_question *q, const struct extract_found *f)
{
    bool trust = w->profile == NULL || w->profile->counts == TRUST_YES;
    struct text by = f->q.how;

    if (q->how.n == 0)
        q->how = by;
    if (text_eq(q->how, by))
        by = TEXT_NONE;
    fill_text(&q->title, f->q.title, &q->from.title, by);
    fill_text(&q->body, f->q.body, &q->from.body, by);
    fill_text(&q->posted_at, f->q.posted_at, &q->from.posted_at, by);
    fill_text(&q->author, f->q.author, &q->from.author, by);
    fill_number(&q->score, f->q.score, &q->from.score, by);
    fill_number(&q->views, f->q.views, &q->from.views, by);
    if (trust)
        fill_number(&q->answers, f->q.answers, &q->from.answers, by);
    if (!q->accepted && f->q.accepted) {
        q->accepted = true;
        q->from.accepted = by;
    }
    if (q->n_tags == 0 && f->q.n_tags > 0) {
        q->tags = f->q.tags;
        q->n_tags = f->q.n_tags;
        q->from.tags = by;
    }
    if (q->n_answers_text == 0 && f->q.n_answers_text > 0) {
        q->answers_text = f->q.answers_text;
        q->n_answers_text = f->q.n_answers_text;
        q->from.answers_text = by;
    }
}

/* The structured item that is the page's thread: a Question first, then one with a title. */
static const struct extract_found *
best_found(const struct extract_work *w)
{
    const struct extract_found *best = NULL;
    int rank, most = 0;

    for (size_t i = 0; i < w->n_found; i++) {
        const struct extract_found *f = &w->found[i];

        if (f->faq || (f->q.title.n == 0 && f->q.body.n == 0))
            continue;
        rank = 1 + (f->qa ? 4 : 0) + (f->q.title.n > 0 ? 2 : 0);
        if (rank > most) {
            most = rank;
            best = f;
        }
    }
    return best;
}

static size_t
count_titled(const struct extract_work *w)
{
    size_t n = 0;

    for (size_t i = 0; i < w->n_found; i++)
        n += !w->found[i].faq && w->found[i].q.title.n > 0;
    return n;
}

static double
z_of(double p)
{
    return log(p / (1 - p));
}

double
extract_merge_p(const struct extract_profile *p, const struct extract_question *q,
                const struct extract_signs *signs)
{
    double z, words = isquestion_of_post(q->title, q->body);

    if (signs->tells)
        return P_NEVER;
    if ((p != NULL && p->asks == TRUST_YES) || signs->asks)
        return P_PLATFORM;
    z = z_of(words < P_MIN ? P_MIN : words > 1 - P_MIN ? 1 - P_MIN : words);
    if (signs->marked)
        z += Z_MARKED;
    return 1 / (1 + exp(-z));
}

static double
p_of(const struct extract_work *w, const struct extract_question *q, bool marked)
{
    struct extract_signs signs = { .marked = marked };

    signs.tells = extract_profile_first(w, FIELD_TELLS, HTML_ROOT, NULL) != SELECT_NONE;
    signs.asks = extract_profile_first(w, FIELD_ASKS, HTML_ROOT, NULL) != SELECT_NONE;
    return extract_merge_p(w->profile, q, &signs);
}

static void
put_question(struct extract_work *w, struct extract_question q)
{
    struct extract_page *p = w->page;

    p->questions = arena_alloc(w->a, sizeof(*p->questions));
    p->questions[0] = q;
    p->n_questions = 1;
    p->kind = EXTRACT_THREAD;
}

/* An absolute address, where the page's own is known. */
static struct text
absolute(const struct extract_work *w, struct text href)
{
    struct text out;

    if (href.n == 0)
        href = w->in->url;
    return url_resolve(href, w->in->url, w->a, &out, NULL) == ST_OK ? out : href;
}

static bool
read_thread(struct extract_work *w)
{
    struct extract_question q = w->thread.q;
    const struct extract_found *best = best_found(w);
    struct text head = TEXT_LIT("head");
    bool marked = false;

    if (!w->has_thread && (best == NULL || count_titled(w) >= MERGE_MIN_LIST))
        return false;
    if (!w->has_thread)
        q = (struct extract_question){ .answers = EXTRACT_NO_NUMBER,
                                       .score = EXTRACT_NO_NUMBER,
                                       .views = EXTRACT_NO_NUMBER };
    if (best != NULL) {
        fill(w, &q, best);
        marked = best->qa;
    }
    for (size_t i = 0; i < w->n_found; i++)
        if (!w->found[i].faq && &w->found[i] != best &&
            (w->found[i].qa || text_eq(w->found[i].q.title, q.title)))
            fill(w, &q, &w->found[i]);
    if (w->profile != NULL && w->profile->titles == TRUST_NO) {
        q.title = extract_text_lead(q.body, w->a);
        q.from.title = TEXT_LIT("the body");
    }
    fill_text(&q.title, extract_meta_property(w, "og:title"), &q.from.title, head);
    if (w->profile == NULL) { /* the head's summary is better than nothing */
        fill_text(&q.body, extract_meta_property(w, "og:description"), &q.from.body, head);
        fill_text(&q.body, extract_meta_property(w, "description"), &q.from.body, head);
    }
    fill_text(&q.title, w->page->title, &q.from.title, head);
    if (q.title.n == 0)
        return false;
    q.title = extract_meta_clean_title(w, q.title);
    if (q.title.n == 0)
        return false;
    q.url = absolute(w, q.url.n > 0 ? q.url : w->page->canonical);
    q.p = p_of(w, &q, marked);
    put_question(w, q);
    return true;
}

/* Pages that stand in place of the content. */
static bool
is_blocked(const struct extract_work *w)
{
    static const char *const notices[] = {
        "attention required",
        "just a moment",
        "access denied",
        "verify you are human",
        "verifying you are human",
        "checking your browser",
        "you have been blocked",
        "been blocked by",
        "network policy",
        "unusual traffic",
        "are you a robot",
        "enable javascript and cookies",
        "complete the security check",
        "captcha",
        "403 forbidden",
        "request blocked",
        "pardon our interruption",
        "too many requests",
        "ddos protection",
        "not a robot",
    };

    if (extract_profile_first(w, FIELD_BLOCKED, HTML_ROOT, NULL) != SELECT_NONE)
        return true;
    if (w->page->text.n > BLOCKED_BYTES)
        return false;
    for (size_t i = 0; i < N_ELEMENTS(notices); i++)
        if (text_find_nocase(w->page->title, text_of(notices[i])) != TEXT_NPOS ||
            text_find_nocase(w->page->text, text_of(notices[i])) != TEXT_NPOS)
            return true;
    return false;
}

/* The profile says so, or there are thread links and no thread. */
static bool
is_listing(const struct extract_work *w)
{
    uint32_t *threads;

    if (extract_profile_first(w, FIELD_LISTING, HTML_ROOT, NULL) != SELECT_NONE)
        return true;
    return !w->has_thread &&
           extract_profile_all(w, FIELD_LISTING_THREAD, HTML_ROOT, EXTRACT_MAX_ANSWERS, &threads,
                               NULL) >= MERGE_THREADS;
}

void
extract_merge(struct extract_work *w)
{
    struct extract_page *p = w->page;
    bool listing = is_listing(w);

    p->n_questions = extract_talk_read(w, &p->questions);
    if (p->n_questions > 0) {
        p->kind = EXTRACT_THREAD;
        p->text = extract_text_main(w);
        return;
    }
    if (!listing && read_thread(w)) {
        p->text = extract_text_main(w);
        if (p->text.n == 0)
            p->text = p->questions[0].body; /* only the head tells */
        return;
    }
    w->n_posts = 0;
    p->next = TEXT_NONE;
    p->text = extract_text_main(w);
    if (is_blocked(w)) {
        p->kind = EXTRACT_BLOCKED;
    } else if (listing || count_titled(w) >= MERGE_MIN_LIST) {
        p->kind = EXTRACT_LISTING;
    } else {
        if (w->profile == NULL || extract_faq_says_so(w)) /* a forum's pages are no FAQ */
            p->n_questions = extract_faq_read(w, &p->questions);
        p->kind = p->n_questions > 0 ? EXTRACT_FAQ : EXTRACT_OTHER;
    }
}
