/* index_mute.c - the stage's third step: which posts the mute lines hide; see index.h. */

#include "index.h"
#include "mem.h"
#include "mute.h"
#include "store_question.h"
#include "url.h"

/* A post whose mark is not as its source's lines want it. */
struct change {
    int64_t post_id;
    struct text line; /* empty: heard */
};

struct muting {
    const struct index_job *job;
    const struct index_department *department;
    struct mute *mute;   /* of the source at hand; NULL: it has no lines */
    struct arena *arena; /* lines of changes */
    struct change *changes;
    size_t n, cap;
};

static void
add_change(struct muting *m, int64_t post_id, struct text line)
{
    m->changes = arena_grow(m->arena, m->changes, m->n, &m->cap, sizeof(*m->changes));
    m->changes[m->n++] = (struct change){ post_id, line };
}

static void
try_post(void *self, const struct store_mutable *p)
{
    struct muting *m = self;
    struct arena *scratch = arena_new();
    struct mute_subject s = { .author_hash = p->author_hash };
    struct text line = TEXT_NONE;
    size_t i;

    s.words = (struct match_subject){ p->title, p->body, url_host_of(p->address), NULL };
    s.words.language = lang_of(m->job->guesser, p->language, p->body, m->department->language);
    i = mute_find(m->mute, m->job->tokenizer, &s, scratch);
    if (i != MUTE_NONE)
        line = arena_text(m->arena, mute_line(m->mute, i));
    if (!text_eq(line, p->muted))
        add_change(m, p->post_id, line);
    arena_free(scratch);
}

/* A muted post whose source has no lines any more. */
static void
try_muted(void *self, const struct store_mutable *p)
{
    struct muting *m = self;

    for (size_t i = 0; i < m->department->n_mutes; i++)
        if (m->department->mutes[i].source_id == p->source_id)
            return;
    add_change(m, p->post_id, TEXT_NONE);
}

static enum status
write_changes(const struct muting *m, struct index_counts *counts, struct err *err)
{
    struct index_counts sum = *counts;
    enum status st;

    store_begin(m->job->store);
    for (size_t i = 0; i < m->n; i++) {
        store_question_mute(m->job->store, m->changes[i].post_id, m->department->id,
                            m->changes[i].line);
        sum.muted += m->changes[i].line.n > 0;
        sum.unmuted += m->changes[i].line.n == 0;
    }
    st = store_commit(m->job->store, err);
    if (st == ST_OK)
        *counts = sum;
    return st;
}

enum status
index_mute(const struct index_job *job, const struct index_department *d,
           struct index_counts *counts, struct err *err)
{
    struct muting m = { .job = job, .department = d, .arena = arena_new() };
    enum status st = ST_OK;

    for (size_t i = 0; i < d->n_mutes && st == ST_OK; i++) {
        st = mute_compile(d->mutes[i].lines, d->mutes[i].n, &m.mute, err);
        if (st != ST_OK)
            break;
        store_question_mutable(job->store, d->id, d->mutes[i].source_id, try_post, &m);
        mute_free(m.mute);
        m.mute = NULL;
    }
    store_question_mutable(job->store, d->id, 0, try_muted, &m);
    if (st == ST_OK)
        st = store_check(job->store, err);
    if (st == ST_OK && m.n > 0)
        st = write_changes(&m, counts, err);
    arena_free(m.arena);
    return st;
}
