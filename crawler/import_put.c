/* import_put.c - see import_put.h. */

#include "import_put.h"

#include <inttypes.h>

#include <xxhash.h>

#include "config_sync.h"
#include "crawl_key.h"
#include "mask.h"
#include "store_compare.h"
#include "store_intake.h"
#include "store_page.h"
#include "utf8.h"

#define MAX_BODY_BYTES ((size_t)64 * 1024) /* of one: what nobody reads is not kept */

enum status
import_put_open(struct cmd_env *env, struct import_put *ret, const struct department_config **d,
                struct err *err)
{
    enum status st = cmd_department(env, d, err);

    if (st != ST_OK)
        return st;
    if (*d == NULL)
        return err_set(err, ST_USAGE, "import questions: --dept NAME says whose they are");
    *ret = (struct import_put){ .env = env,
                                .department = (*d)->key,
                                .department_id = config_department_id(env->store, (*d)->key),
                                .now_s = clock_now_s(env->clock) };
    if (env->common->dry_run)
        return ST_OK;
    st = crawl_key_load(env->common->dir, ret->now_s, &ret->key, err);
    if (st != ST_OK)
        return st;
    store_set_role(env->store, STORE_CONFIG);
    ret->source_id = store_intake_source(env->store, ret->department_id);
    st = store_check(env->store, err);
    store_set_role(env->store, STORE_CRAWLER);
    return st;
}

/* What tells this question from all others of its place, in every file it may come in. */
static uint64_t
hash_of(const struct import_asked *x)
{
    const struct text parts[] = { x->question, x->details, x->date };
    uint64_t h = 0;

    if (x->id.n > 0)
        return XXH3_64bits_withSeed(x->id.p, x->id.n, 1);
    for (size_t i = 0; i < N_ELEMENTS(parts); i++)
        h = XXH3_64bits_withSeed(parts[i].n > 0 ? parts[i].p : "", parts[i].n, h);
    return h;
}

static void
put_one(struct import_put *m, const struct import_asked *x, struct arena *a)
{
    struct store *s = m->env->store;
    struct mask_counts masked = { 0 };
    char asker[PSEUDONYM_HEX] = "";
    const char *address = arena_printf(a, "intake:%s/%.*s", m->department, TEXT_ARG(x->place));
    struct store_post post = { .p = x->p,
                               .posted_s = x->at_s,
                               .answers = STORE_NO_NUMBER,
                               .score = STORE_NO_NUMBER,
                               .views = STORE_NO_NUMBER,
                               .language = x->language,
                               .how = TEXT_LIT(STORE_INTAKE_SOURCE),
                               .tags = TEXT_LIT("") };
    bool is_new = false;
    int64_t id;

    post.title = mask_text(x->question, a, &masked);
    post.body = mask_text(x->details, a, &masked);
    post.body = text_sub(post.body, 0, utf8_cut(post.body, MAX_BODY_BYTES));
    if (post.body.n == 0)
        post.body = TEXT_LIT("");
    post.masked = (int64_t)(masked.emails + masked.phones);
    pseudonym_of(&m->key, x->place, x->asker, asker);
    post.asker_hash = text_of(asker);
    post.permalink = text_of(arena_printf(a, "%s/%016" PRIx64, address, hash_of(x)));
    post.url_id = store_intake_url(s, m->source_id, x->place, text_of(address), m->now_s);
    id = store_page_put_post(s, &post, m->now_s, &is_new);
    m->n_new += is_new;
    if (id == 0)
        return; /* it was erased, and stays so */
    store_page_put_match(s, id, m->department_id, m->source_id, x->words);
    store_intake_note(s, id, x->place, m->now_s);
}

enum status
import_put_all(struct import_put *m, const struct import_asked *v, size_t n, struct err *err)
{
    struct arena *a = arena_new();
    enum status st;

    store_begin(m->env->store);
    if (n > 0)
        store_compare_begun(m->env->store, m->department_id, m->now_s);
    for (size_t i = 0; i < n; i++) {
        arena_clear(a);
        put_one(m, &v[i], a);
    }
    st = store_commit(m->env->store, err);
    arena_free(a);
    return st;
}
