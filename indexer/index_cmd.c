/* index_cmd.c - earshot index: what was gathered becomes questions, groups and passages. */

#include "collection.h"
#include "commands.h"
#include "config_sync.h"
#include "index.h"
#include "log.h"
#include "store_campaign.h"
#include "store_queue.h"
#include "store_question.h"

struct index_cmd_options {
    bool rebuild;
};

/* clang-format off */
static const struct option rows[] = {
    { .name = "rebuild", .type = OPTION_FLAG, .offset = offsetof(struct index_cmd_options, rebuild),
      .help = "make again what follows from the stored questions and decisions, and index/" },
};

static const struct table_column columns[] = {
    { "department", TABLE_COLUMN_TEXT, 20, false },
    { "posts", TABLE_COLUMN_INT, 0, false },
    { "questions", TABLE_COLUMN_INT, 0, false },
    { "repeats", TABLE_COLUMN_INT, 0, false },
    { "mentions", TABLE_COLUMN_INT, 0, false, true },
    { "groups", TABLE_COLUMN_INT, 0, false },
    { "joined", TABLE_COLUMN_INT, 0, false },
};
/* clang-format on */

static void
count_one(void *self, const struct store_pending *p)
{
    (void)p;
    ++*(int64_t *)self;
}

/* --dry-run: how many posts wait. */
static enum status
count_pending(struct cmd_env *env, int64_t department_id, struct index_counts *counts,
              struct err *err)
{
    struct arena *a = arena_new();

    (void)store_question_pending(env->store, department_id, 0, INT64_MAX, a, count_one,
                                 &counts->posts); /* counted there */
    arena_free(a);
    return store_check(env->store, err);
}

static void
add_row(struct table *t, const char *key, const struct index_counts *c)
{
    table_str(t, key);
    table_int(t, c->posts);
    table_int(t, c->questions);
    table_int(t, c->repeats);
    table_int(t, c->mentions);
    table_int(t, c->groups);
    table_int(t, c->joined);
    table_end_row(t);
}

/* Its sources that mute something, in the arena. */
static void
add_mutes(struct cmd_env *env, const struct department_config *d, struct index_department *what)
{
    struct index_mutes *all = arena_alloc(env->arena, (d->n_sources + 1) * sizeof(*all));

    for (size_t i = 0; i < d->n_sources; i++)
        if (d->sources[i].mute.n > 0)
            all[what->n_mutes++] =
                (struct index_mutes){ config_source_id(env->store, what->id, d->sources[i].key),
                                      d->sources[i].mute.v, d->sources[i].mute.n };
    what->mutes = all;
}

static void
add_campaigns(struct cmd_env *env, const struct department_config *d, struct index_department *what)
{
    struct index_campaign *all = arena_alloc(env->arena, (d->n_campaigns + 1) * sizeof(*all));

    for (size_t i = 0; i < d->n_campaigns; i++) {
        int64_t id = store_campaign_id(env->store, what->id, d->campaigns[i].key);

        if (id != 0)
            all[what->n_campaigns++] =
                (struct index_campaign){ id, d->campaigns[i].keyword.v, d->campaigns[i].keyword.n };
    }
    what->campaigns = all;
}

static enum status
index_departments(struct cmd_env *env, const struct index_job *job,
                  const struct department_config *only, struct table *t, struct err *err)
{
    const struct index_cmd_options *o = env->options;
    enum status st = ST_OK;

    for (size_t i = 0; i < env->config->n_departments && st == ST_OK; i++) {
        const struct department_config *d = &env->config->departments[i];
        struct index_department what = { config_department_id(env->store, d->key), d->language,
                                         d->threshold, o->rebuild };
        struct index_counts counts = { .posts = 0 };

        if ((only != NULL && only != d) || what.id == 0)
            continue;
        add_mutes(env, d, &what);
        add_campaigns(env, d, &what);
        st = env->common->dry_run ? count_pending(env, what.id, &counts, err)
                                  : index_questions(job, &what, &counts, err);
        if (!cmd_silent(env))
            add_row(t, d->key, &counts);
        if (counts.muted + counts.unmuted > 0)
            log_info("%s: %lld post%s muted, %lld heard again (earshot questions --muted)", d->key,
                     (long long)counts.muted, counts.muted == 1 ? "" : "s",
                     (long long)counts.unmuted);
    }
    return st;
}

/* index/ follows the tables; thrown away first if it is to be made again. */
static enum status
update_collections(struct cmd_env *env, const struct index_job *job, struct err *err)
{
    const struct index_cmd_options *o = env->options;
    struct collection_job work = { job->store, job->tokenizer, job->stop };
    enum status st = ST_OK;

    for (enum collection_name name = 0; name < COLLECTION_COUNT && st == ST_OK; name++) {
        struct collection_counts counts = { 0, 0 };
        struct corpus *c = NULL;

        if (o->rebuild)
            st = collection_remove(env->common->dir, name, err);
        if (st == ST_OK)
            st = collection_open(env->common->dir, name, CORPUS_WRITE, &c, err);
        if (st == ST_OK)
            st = collection_update(c, name, &work, &counts, err);
        if (st == ST_OK && counts.added + counts.deleted > 0)
            log_info("%s: %lld added, %lld deleted", collection_folder(name),
                     (long long)counts.added, (long long)counts.deleted);
        corpus_close(c);
    }
    return st;
}

/* Derived like the files in index/, and made anew with them. */
static enum status
rebuild_queue(struct cmd_env *env, struct err *err)
{
    int64_t n;

    store_begin(env->store);
    n = store_queue_rebuild(env->store, 0);
    log_info("queue: %lld group%s looked at", (long long)n, n == 1 ? "" : "s");
    return store_commit(env->store, err);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct index_job job = { env->store, env->clock, NULL, NULL, cmd_stop };
    struct index_counts pages = { .posts = 0 };
    const struct department_config *only;
    enum status st = cmd_department(env, &only, err);
    const struct index_cmd_options *o = env->options;
    struct table *t;

    if (st != ST_OK)
        return st;
    store_set_role(env->store, STORE_INDEXER);
    job.tokenizer = token_new();
    job.guesser = lang_new();
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    st = index_departments(env, &job, only, t, err);
    if (st == ST_OK && !env->common->dry_run)
        st = index_twins(&job, o->rebuild, &pages, err);
    if (st == ST_OK && !env->common->dry_run)
        st = index_passages(&job, &pages, err);
    if (st == ST_OK && !env->common->dry_run)
        st = update_collections(env, &job, err);
    if (st == ST_OK && !env->common->dry_run && o->rebuild)
        st = rebuild_queue(env, err);
    st = table_end(t, st, err);
    if (pages.pages > 0)
        log_info("cut %lld passage%s out of %lld page%s", (long long)pages.passages,
                 pages.passages == 1 ? "" : "s", (long long)pages.pages,
                 pages.pages == 1 ? "" : "s");
    if (pages.twins > 0)
        log_info("%lld own page%s what another one says: left out (earshot why ADDRESS)",
                 (long long)pages.twins, pages.twins == 1 ? " repeats" : "s repeat");
    lang_free(job.guesser);
    token_free(job.tokenizer);
    if (st == ST_INTERRUPTED)
        return cmd_interrupted(err);
    return st;
}

const struct cmd index_cmd = {
    .name = "index",
    .summary = "make questions of what was gathered and put the same ones together",
    .help =
        "Takes posts that matched a department and were not indexed yet: each becomes a\n"
        "question, or a sighting of one that is known.  Questions that ask for the same come\n"
        "into one group.  What a mute hides is left out of lists and drafts.  Passages of the own\n"
        "site are cut anew where a page changed.  Safe to stop at any time; run again it changes\n"
        "nothing.  With --dry-run: how many posts wait.\n"
        "What editors decided about groups is applied first; --rebuild applies all of it again.\n"
        "The files in index/, which search reads, get what is new; --rebuild throws them away and\n"
        "makes them again from the store.\n",
    .examples = "  earshot index\n  earshot index --dept physics --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_LOCK | CMD_SYNC,
    .role = STORE_INDEXER,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct index_cmd_options),
    .run = run,
};
