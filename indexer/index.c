/* index.c - see index.h. */

#include "index.h"

#include <stdlib.h>

#include "buf.h"
#include "group.h"
#include "mem.h"
#include "passage.h"
#include "reason.h"
#include "regroup.h"
#include "store_group.h"
#include "store_question.h"
#include "wording.h"

#define BATCH 200 /* posts or pages in one transaction: a blink for other writers */
/* Before the stems of a mention, so that it is never the same wording as a question. */
#define MENTION     "! "
#define MENTION_WHY "{\"how\":\"mention\"}"
#define TRIES       5 /* when editors decide while a department is being grouped */

static bool
stopped(const struct index_job *job)
{
    return job->stop != NULL && job->stop();
}

/* ---- 1. posts ---- */

struct posts {
    struct store_pending *rows; /* in the arena */
    size_t n, cap;
    struct arena *arena;
};

static void
keep_post(void *self, const struct store_pending *p)
{
    struct posts *posts = self;

    posts->rows = arena_grow(posts->arena, posts->rows, posts->n, &posts->cap, sizeof(*p));
    posts->rows[posts->n++] = *p;
}

static struct store_question
make_question(const struct index_job *job, const struct index_department *d,
              const struct store_pending *p, struct arena *a)
{
    struct store_question q = { .department_id = d->id, .body = p->body };
    struct text whole =
        text_of(arena_printf(a, "%.*s\n%.*s", TEXT_ARG(p->title), TEXT_ARG(p->body)));
    const char *language = lang_of(job->guesser, p->language, whole, d->language);
    struct token_list l;
    struct buf stems;

    q.asks = p->asks;
    q.text = wording_clean(p->title, p->body, a);
    q.language = text_of(language);
    token_split(job->tokenizer, wording_compared(job->tokenizer, q.text, p->body, language, a),
                language, a, &l);
    buf_init(&stems, BUF_PAGE);
    buf_add_str(&stems, p->asks ? "" : MENTION);
    group_stems(&l, &stems);
    q.stems = l.n > 0 ? arena_text(a, buf_text(&stems)) : q.text; /* marks only: as they are */
    buf_release(&stems);
    return q;
}

static enum status
index_batch(const struct index_job *job, const struct index_department *d,
            const struct posts *posts, struct index_counts *counts, struct err *err)
{
    int64_t now_s = clock_now_s(job->clock);
    struct index_counts sum = *counts;
    enum status st;

    store_begin(job->store);
    for (size_t i = 0; i < posts->n; i++) {
        struct store_question q = make_question(job, d, &posts->rows[i], posts->arena);
        bool is_new;
        int64_t id = store_question_put(job->store, &q, now_s, &is_new);

        store_question_sight(job->store, &posts->rows[i], d->id, id);
        sum.posts++;
        sum.questions += is_new && q.asks;
        sum.mentions += is_new && !q.asks;
        sum.repeats += !is_new;
    }
    st = store_commit(job->store, err);
    if (st == ST_OK)
        *counts = sum;
    return st;
}

static enum status
index_posts(const struct index_job *job, const struct index_department *d,
            struct index_counts *counts, struct err *err)
{
    struct posts posts = { .arena = arena_new() };
    enum status st = ST_OK;
    int64_t after = 0;

    while (st == ST_OK && !stopped(job)) {
        arena_clear(posts.arena);
        posts.rows = NULL;
        posts.n = posts.cap = 0;
        (void)store_question_pending(job->store, d->id, after, BATCH, posts.arena, keep_post,
                                     &posts); /* posts.n has it too */
        st = store_check(job->store, err);
        if (st != ST_OK || posts.n == 0)
            break;
        after = posts.rows[posts.n - 1].post_id;
        st = index_batch(job, d, &posts, counts, err);
    }
    arena_free(posts.arena);
    return st;
}

/* ---- 2. groups ---- */

/*
 * A mention is a group of its own: praise for one thing and praise for another share most of
 * their words, and nothing that an answer could say to both.
 */
static enum status
group_mentions(const struct index_job *job, const struct index_department *d, struct err *err)
{
    int64_t ids[BATCH], now_s = clock_now_s(job->clock);
    enum status st = ST_OK;
    size_t n;

    do {
        store_begin(job->store);
        n = store_question_mentions(job->store, d->id, ids, N_ELEMENTS(ids));
        for (size_t i = 0; i < n; i++) {
            struct store_question x = { .id = ids[i] };

            x.group_id = x.home_id = store_question_add_group(job->store, d->id, x.id, now_s);
            store_question_link(job->store, &x, 1, TEXT_LIT(MENTION_WHY), now_s);
        }
        st = store_commit(job->store, err);
    } while (st == ST_OK && n == N_ELEMENTS(ids));
    return st;
}

/*
 * Questions of one home in one group: what the program compares as a group.  An editor's merge may
 * join wordings that share nothing; what comes later is like one of them, not like their mean.
 */
struct part {
    int64_t group_id, home_id;
};

/* The questions of a department as they were loaded. */
struct loaded {
    const struct index_job *job;
    struct group_set *set;
    struct arena *arena; /* texts of the questions */
    struct store_question *rows;
    size_t n, cap;
    struct identity decided;
    struct part *moved; /* owned; parts that are not at home, as they came */
    size_t n_moved, cap_moved;
};

/* A small number for the part: even ones are groups, odd ones what was moved. */
static uint32_t
part_of(struct loaded *l, const struct store_question *q)
{
    size_t i = 0;

    if (q->group_id == 0)
        return GROUP_NEW;
    if (q->home_id == q->group_id)
        return (uint32_t)(2 * q->group_id);
    while (i < l->n_moved &&
           (l->moved[i].group_id != q->group_id || l->moved[i].home_id != q->home_id))
        i++; /* editors moved them one by one: they are few */
    if (i == l->n_moved) {
        l->moved = mem_grow(l->moved, &l->cap_moved, l->n_moved + 1, sizeof(*l->moved));
        l->moved[l->n_moved++] = (struct part){ q->group_id, q->home_id };
    }
    return (uint32_t)(2 * i + 1);
}

static void
load_question(void *self, const struct store_question *q)
{
    struct loaded *l = self;
    struct arena *scratch = arena_new();
    const char *language = lang_normalize(q->language);
    uint32_t number =
        group_add(l->set, wording_compared(l->job->tokenizer, q->text, q->body, language, scratch),
                  language, part_of(l, q)); /* l->n */

    if (q->head)
        group_prefer(l->set, number, true);
    arena_free(scratch);
    l->rows = mem_grow(l->rows, &l->cap, l->n + 1, sizeof(*l->rows));
    l->rows[l->n++] = *q;
}

static struct text
why(const struct loaded *l, const struct group_member *m, size_t i, size_t head, struct arena *a)
{
    const struct store_question *x = &l->rows[i], *y = &l->rows[head];
    struct token_list here, there;

    token_split(l->job->tokenizer, x->text, lang_normalize(x->language), a, &here);
    token_split(l->job->tokenizer, y->text, lang_normalize(y->language), a, &there);
    return reason_json(group_why_name(m[i].why), &here, &there, a);
}

/* The new question joins the part that row at is of: its group, and its home if taking back what
 * was decided would take that along. */
static void
join_part(const struct loaded *l, size_t at, struct store_question *x)
{
    const struct store_question *known = &l->rows[at];

    x->group_id = x->home_id = known->group_id;
    if (known->home_id != known->group_id &&
        identity_follow(&l->decided, known->home_id) == known->group_id)
        x->home_id = known->home_id;
}

/* Write the links of the questions that had none; groups of their own are opened for them. */
static void
link_questions(const struct loaded *l, const struct index_department *d,
               const struct group_member *m, struct index_counts *counts)
{
    int64_t now_s = clock_now_s(l->job->clock), *opened = mem_zalloc(l->n * sizeof(int64_t));
    struct arena *a = arena_new();

    for (size_t i = 0; i < l->n; i++) {
        struct store_question x = { .id = l->rows[i].id };

        if (l->rows[i].group_id != 0)
            continue;
        if (l->rows[m[i].group].group_id != 0) {
            join_part(l, m[i].group, &x);
            counts->joined++;
        } else if (opened[m[i].group] == 0) {
            x.group_id = x.home_id = opened[m[i].group] =
                store_question_add_group(l->job->store, d->id, l->rows[m[i].head].id, now_s);
            counts->groups++;
        } else {
            x.group_id = x.home_id = opened[m[i].group];
            counts->joined++;
        }
        arena_clear(a);
        store_question_link(l->job->store, &x, m[i].p, why(l, m, i, m[i].head, a), now_s);
    }
    arena_free(a);
    free(opened);
}

/* ST_CONFLICT: an editor decided about a group since known: nothing is written. */
static enum status
group_once(const struct index_job *job, const struct index_department *d, int64_t known,
           struct index_counts *counts, struct err *err)
{
    struct loaded l = { .job = job, .set = group_new(job->tokenizer), .arena = arena_new() };
    struct index_counts sum = *counts;
    struct group_member *m = NULL;
    enum status st;

    regroup_read(job->store, d->id, known, l.arena, &l.decided);
    store_question_each(job->store, d->id, l.arena, load_question, &l);
    st = store_check(job->store, err);
    if (st == ST_OK) {
        m = mem_zalloc(l.n * sizeof(*m));
        group_run(l.set, d->threshold > 0 ? d->threshold : GROUP_THRESHOLD, m);
        store_begin(job->store);
        if (store_group_latest(job->store, d->id) != known) {
            store_rollback(job->store);
            st = ST_CONFLICT; /* group_questions() says what */
        } else {
            link_questions(&l, d, m, &sum);
            st = store_commit(job->store, err);
        }
    }
    if (st == ST_OK)
        *counts = sum;
    free(m);
    free(l.rows);
    identity_release(&l.decided);
    free(l.moved);
    group_free(l.set);
    arena_free(l.arena);
    return st;
}

static enum status
group_questions(const struct index_job *job, const struct index_department *d,
                struct index_counts *counts, struct err *err)
{
    enum status st = ST_CONFLICT;

    for (int i = 0; i < TRIES && st == ST_CONFLICT; i++) {
        int64_t known = store_group_latest(job->store, d->id);

        st = regroup_apply(job, d->id, NULL, NULL, err);
        if (st == ST_OK && store_group_applied(job->store, d->id) != known)
            st = ST_CONFLICT; /* one came in between */
        if (st == ST_OK && store_question_ungrouped(job->store, d->id) > 0)
            st = group_once(job, d, known, counts, err);
    }
    if (st == ST_CONFLICT)
        return err_set(err, ST_BUSY,
                       "editors changed groups %d times while they were being made: try again",
                       TRIES);
    return st;
}

enum status
index_questions(const struct index_job *job, const struct index_department *d,
                struct index_counts *counts, struct err *err)
{
    enum status st = index_posts(job, d, counts, err);

    if (st != ST_OK)
        return st;
    if (stopped(job))
        return err_set(err, ST_INTERRUPTED, "stopped");
    st = group_questions(job, d, counts, err);
    if (st == ST_OK)
        st = group_mentions(job, d, err);
    if (st == ST_OK && d->rebuild)
        st = regroup_again(job, d->id, err);
    if (st == ST_OK && (counts->posts > 0 || d->rebuild))
        st = regroup_heads(job, d->id, err);
    if (st == ST_OK)
        st = index_mute(job, d, counts, err);
    return st == ST_OK ? index_campaigns(job, d, err) : st;
}

/* ---- 5. passages ---- */

struct pages {
    struct store_stale_page *rows; /* in the arena */
    size_t n, cap;
    struct arena *arena;
};

static void
keep_page(void *self, const struct store_stale_page *p)
{
    struct pages *pages = self;

    pages->rows = arena_grow(pages->arena, pages->rows, pages->n, &pages->cap, sizeof(*p));
    pages->rows[pages->n++] = *p;
}

static size_t
cut_page(struct store *s, const struct store_stale_page *p, struct arena *a)
{
    struct passage_page page;
    struct store_passage *rows;

    passage_split(p->text, a, &page);
    rows = arena_alloc(a, page.n_passages * sizeof(*rows));
    for (size_t i = 0; i < page.n_passages; i++) {
        const struct passage *x = &page.passages[i];

        rows[i] = (struct store_passage){ x->at.start, x->at.end, TEXT_NONE };
        if (x->heading != PASSAGE_NO_HEADING)
            rows[i].heading = passage_text(&page, page.headings[x->heading].at);
    }
    store_question_put_passages(s, p, rows, page.n_passages);
    return page.n_passages;
}

enum status
index_passages(const struct index_job *job, struct index_counts *counts, struct err *err)
{
    struct pages pages = { .arena = arena_new() };
    enum status st;
    int64_t after = 0;

    store_begin(job->store);
    (void)store_question_drop_passages(job->store); /* sticky */
    st = store_commit(job->store, err);
    while (st == ST_OK && !stopped(job)) {
        struct index_counts sum = *counts;

        arena_clear(pages.arena);
        pages.rows = NULL;
        pages.n = pages.cap = 0;
        (void)store_question_stale_pages(job->store, after, BATCH / 10, pages.arena, keep_page,
                                         &pages); /* pages.n has it too */
        st = store_check(job->store, err);
        if (st != ST_OK || pages.n == 0)
            break;
        after = pages.rows[pages.n - 1].url_id;
        store_begin(job->store);
        for (size_t i = 0; i < pages.n; i++) {
            size_t cut = cut_page(job->store, &pages.rows[i], pages.arena);

            sum.passages += (int64_t)cut;
            sum.pages += cut > 0; /* one without words is looked at each time */
        }
        st = store_commit(job->store, err);
        if (st == ST_OK)
            *counts = sum;
    }
    arena_free(pages.arena);
    if (st == ST_OK && stopped(job))
        st = err_set(err, ST_INTERRUPTED, "stopped");
    return st;
}
