/* identity.c - see identity.h. */

#include "identity.h"

#include <stdlib.h>

#include "mem.h"

void
identity_release(struct identity *x)
{
    free(x->v);
    *x = (struct identity){ .n = 0 };
}

static struct store_group_decision *
find(const struct identity *x, int64_t id)
{
    for (size_t i = x->n; i-- > 0;)
        if (x->v[i].id == id)
            return &x->v[i];
    return NULL;
}

void
identity_add(struct identity *x, const struct store_group_decision *d)
{
    struct store_group_decision *target = d->undoes != 0 ? find(x, d->undoes) : NULL;

    if (target != NULL)
        target->undone = true;
    x->v = mem_grow(x->v, &x->cap, x->n + 1, sizeof(*x->v));
    x->v[x->n++] = *d;
}

static bool
has_part(const struct store_group_decision *d, int64_t id)
{
    for (size_t i = 0; i < d->n_parts; i++)
        if (d->parts[i] == id)
            return true;
    return false;
}

/* Where a decision takes what is at a place. */
static int64_t
step(const struct store_group_decision *d, int64_t question, int64_t at)
{
    if (d->verb == STORE_GROUP_MERGE)
        return !d->undone && has_part(d, at) ? d->group_id : at;
    if (d->verb != STORE_GROUP_SPLIT)
        return at;
    if (d->undone)
        return d->opened_id != 0 && at == d->opened_id ? d->group_id : at;
    return question != 0 && has_part(d, question) ? d->opened_id : at;
}

int64_t
identity_place_before(const struct identity *x, size_t n, int64_t question, int64_t home)
{
    for (size_t i = 0; i < n; i++)
        home = step(&x->v[i], question, home);
    return home;
}

int64_t
identity_place(const struct identity *x, int64_t question, int64_t home)
{
    return identity_place_before(x, x->n, question, home);
}

int64_t
identity_follow(const struct identity *x, int64_t group)
{
    return identity_place(x, 0, group);
}

static bool
stands(const struct store_group_decision *d)
{
    return !d->undone && d->verb != STORE_GROUP_UNDO;
}

int64_t
identity_head(const struct identity *x, int64_t group)
{
    for (size_t i = x->n; i-- > 0;)
        if (stands(&x->v[i]) && x->v[i].verb == STORE_GROUP_HEAD && x->v[i].group_id == group)
            return x->v[i].parts[0];
    return 0;
}

const struct store_group_decision *
identity_target(const struct identity *x, const struct store_group_decision *d)
{
    return d->verb == STORE_GROUP_UNDO ? find(x, d->undoes) : d;
}

bool
identity_names(const struct identity *x, const struct store_group_decision *d, int64_t group)
{
    const struct store_group_decision *t = identity_target(x, d);

    if (t == NULL)
        return false;
    return t->group_id == group || (t->opened_id != 0 && t->opened_id == group) ||
           (t->verb == STORE_GROUP_MERGE && has_part(t, group));
}

int64_t
identity_revision(const struct identity *x, int64_t group)
{
    int64_t n = 0;

    for (size_t i = 0; i < x->n; i++)
        n += identity_names(x, &x->v[i], group);
    return n;
}

const struct store_group_decision *
identity_latest(const struct identity *x, int64_t group)
{
    for (size_t i = x->n; i-- > 0;)
        if (stands(&x->v[i]) && identity_names(x, &x->v[i], group))
            return &x->v[i];
    return NULL;
}

const struct store_group_decision *
identity_blocker(const struct identity *x, const struct store_group_decision *d)
{
    for (size_t i = x->n; i-- > 0 && x->v[i].id != d->id;) {
        const struct store_group_decision *later = &x->v[i];
        bool shares;

        if (!stands(later))
            continue;
        shares = identity_names(x, later, d->group_id) ||
                 (d->opened_id != 0 && identity_names(x, later, d->opened_id));
        for (size_t k = 0; k < d->n_parts && d->verb == STORE_GROUP_MERGE && !shares; k++)
            shares = identity_names(x, later, d->parts[k]);
        if (shares)
            return later;
    }
    return NULL;
}

const struct store_group_decision *
identity_parted(const struct identity *x, const struct store_group_decision *merge)
{
    for (size_t i = x->n; i-- > 0;) {
        const struct store_group_decision *d = &x->v[i];
        int64_t from, to;

        if (!stands(d) || d->verb != STORE_GROUP_SPLIT)
            continue;
        from = identity_follow(x, d->group_id);
        to = identity_follow(x, d->opened_id);
        if (from != to && (from == merge->group_id || has_part(merge, from)) &&
            (to == merge->group_id || has_part(merge, to)))
            return d;
    }
    return NULL;
}

const struct store_group_decision *
identity_joined(const struct identity *x, struct identity_question a, struct identity_question b)
{
    const struct store_group_decision *last = NULL;

    for (size_t i = 0; i < x->n; i++) {
        bool apart = a.home != b.home;

        a.home = step(&x->v[i], a.id, a.home);
        b.home = step(&x->v[i], b.id, b.home);
        if (x->v[i].verb == STORE_GROUP_MERGE && stands(&x->v[i]) && apart && a.home == b.home)
            last = &x->v[i];
    }
    return last;
}
