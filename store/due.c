/* due.c - see due.h. */
#include "due.h"

#include "config_sync.h"

static void
look(struct due_item *x, struct store *s, int64_t now_s, struct arena *a)
{
    struct schedule_row *r = &x->last;

    x->slot = timetable_last(x->timetable, x->key, now_s);
    x->next = timetable_next(x->timetable, x->key, now_s);
    if (x->department_id == 0 || (x->source != NULL && x->source_id == 0) ||
        !store_schedule_last(s, x->department_id, x->source_id, a, r))
        return;
    x->due = x->slot.day > r->day || (r->ended_s == 0 && r->tries < DUE_MAX_TRIES);
}

static void
add(struct due_item **v, size_t *n, size_t *cap, const struct due_item *x, struct store *s,
    int64_t now_s, struct arena *a)
{
    *v = arena_grow(a, *v, *n, cap, sizeof(**v));
    (*v)[*n] = *x;
    look(&(*v)[(*n)++], s, now_s, a);
}

size_t
due_list(const struct config *c, const struct department_config *only, struct store *s,
         int64_t now_s, struct arena *a, struct due_item **ret)
{
    size_t n = 0, cap = 0;

    *ret = NULL;
    for (size_t i = 0; i < c->n_departments; i++) {
        const struct department_config *d = &c->departments[i];
        struct due_item x = { .department = d, .timetable = d->timetable };

        if (only != NULL && d != only)
            continue;
        x.department_id = config_department_id(s, d->key);
        x.key = text_of(d->key);
        if (d->timetable != NULL)
            add(ret, &n, &cap, &x, s, now_s, a);
        for (size_t k = 0; k < d->n_sources; k++) {
            const struct source_config *src = &d->sources[k];

            if (src->timetable == NULL)
                continue;
            x.source = src;
            x.timetable = src->timetable;
            x.source_id = config_source_id(s, x.department_id, src->key);
            x.key = text_of(arena_printf(a, "%s/%s", d->key, src->key));
            add(ret, &n, &cap, &x, s, now_s, a);
        }
    }
    return n;
}

enum status
due_begin(struct store *s, struct due_item *v, size_t n, int64_t now_s, struct err *err)
{
    store_begin(s);
    for (size_t i = 0; i < n; i++) {
        struct due_item *x = &v[i];
        struct schedule_row r = { .department_id = x->department_id,
                                  .source_id = x->source_id,
                                  .day = x->slot.day,
                                  .due_s = x->slot.at_s };

        if (x->last.id == 0) {
            r.id = store_schedule_begin(s, &r);
            store_schedule_end(s, r.id, now_s, "first seen");
            continue;
        }
        if (x->last.ended_s == 0 && (!x->due || x->slot.day > x->last.day))
            store_schedule_end(s, x->last.id, now_s, "killed");
        if (!x->due)
            continue;
        if (x->slot.day > x->last.day) {
            r.missed = timetable_between(x->timetable, x->last.day, x->slot.day);
            r.started_s = now_s;
            x->last = r;
        }
        x->last.id = store_schedule_begin(s, &x->last);
    }
    return store_commit(s, err);
}

enum status
due_end(struct store *s, const struct due_item *v, size_t n, int64_t now_s, const char *outcome,
        struct err *err)
{
    store_begin(s);
    for (size_t i = 0; i < n; i++)
        if (v[i].due)
            store_schedule_end(s, v[i].last.id, now_s, outcome);
    return store_commit(s, err);
}

static void
name(const struct due_item *x, const struct source_config *src, struct arena *a,
     struct text_list *ret)
{
    ret->v = arena_grow(a, ret->v, ret->n, &ret->cap, sizeof(*ret->v));
    ret->v[ret->n++] = text_of(arena_printf(a, "%s/%s", x->department->key, src->key));
}

void
due_sources(const struct due_item *x, struct arena *a, struct text_list *ret)
{
    if (x->source != NULL) {
        name(x, x->source, a, ret);
        return;
    }
    for (size_t i = 0; i < x->department->n_sources; i++)
        if (x->department->sources[i].timetable == NULL)
            name(x, &x->department->sources[i], a, ret);
}
