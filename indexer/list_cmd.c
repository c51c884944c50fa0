#include "list_cmd.h"

#include "config_sync.h"
#include "store_question.h"

bool
list_is_data(const struct cmd_env *env)
{
    const struct cmd_common *o = env->common;

    return o->json || o->jsonl || o->csv || o->ids;
}

enum status
list_department(struct cmd_env *env, int64_t *ret, struct err *err)
{
    const struct department_config *d;
    enum status st = cmd_department(env, &d, err);

    return st == ST_OK ? config_department_of(env->store, d, ret, err) : st;
}

struct addresses {
    json_t *list;
    bool muted;
};

static void
add_address(void *self, const struct store_sighting_row *r)
{
    struct addresses *all = self;
    json_t *v;

    if ((r->muted.n > 0) != all->muted)
        return;
    v = json_stringn(r->address.p, r->address.n);
    if (v != NULL)
        json_array_append_new(all->list, v);
}

json_t *
list_addresses(struct cmd_env *env, int64_t question_id, bool muted)
{
    struct addresses all = { json_array(), muted };

    store_question_sightings(env->store, question_id, env->arena, add_address, &all);
    return all.list;
}

json_t *
list_reason(struct text t)
{
    json_t *v = json_loadb(t.n > 0 ? t.p : "", t.n, 0, NULL);

    return v != NULL ? v : json_object();
}

enum status
list_finish(struct list *l, struct err *err)
{
    return table_end(l->table, store_check(l->env->store, err), err);
}
