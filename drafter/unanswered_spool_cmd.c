/* unanswered_spool_cmd.c - see unanswered.h: the lists of a span, read from the store. */

#include <errno.h>
#include <string.h>

#include "config_sync.h"
#include "filter.h"
#include "store_compare.h"
#include "unanswered.h"

struct spooling {
    FILE *out;
    const struct config *config;
    const char *of; /* whose numbers: a department's key, "" for all together; NULL: a row's own */
};

/* Takes the reference. */
static void
put(struct spooling *p, const char *list, json_t *row)
{
    json_object_set_new(row, "list", json_string(list));
    if (p->of != NULL)
        json_object_set_new(row, "of", json_string(p->of));
    json_dumpf(row, p->out, JSON_COMPACT);
    fputc('\n', p->out);
    json_decref(row);
}

static void
set_text(json_t *o, const char *key, struct text t)
{
    if (t.n > 0)
        json_object_set_new(o, key, json_of_text(t));
}

static void
on_group(void *self, const struct store_export_group *g)
{
    struct spooling *p = self;
    json_t *o = json_pack("{s:I, s:I, s:I, s:I, s:I}", "group", (json_int_t)g->id, "times_asked",
                          (json_int_t)g->times_asked, "sites", (json_int_t)g->sites, "first_seen",
                          (json_int_t)g->first_asked_s, "last_seen", (json_int_t)g->last_asked_s);

    set_text(o, "department", g->department);
    set_text(o, "question", g->question);
    json_object_set(o, "places", g->urls);
    set_text(o, "why", strcmp(g->state, "open") == 0 ? TEXT_LIT("nothing proposed yet") : g->why);
    set_text(o, "nearest_page", g->nearest_url);
    set_text(o, "owner",
             g->owner.n > 0 ? g->owner : text_of(unanswered_owner(p->config, g->department)));
    set_text(o, "language", g->language);
    put(p, "unanswered", o);
}

static void
on_answer(void *self, const struct store_export_answer *a)
{
    json_t *o = json_pack("{s:I, s:I, s:s, s:I}", "group", (json_int_t)a->group_id, "times_asked",
                          (json_int_t)a->times_asked, "state", a->state, "approved",
                          (json_int_t)a->approved_s);

    set_text(o, "department", a->department);
    set_text(o, "question", a->question);
    set_text(o, "answer", a->answer);
    set_text(o, "link", a->link);
    put(self, "answered", o);
}

/* A table of the numbers: name, address and its first two counts. */
static void
put_table(struct spooling *p, const struct unanswered_sheet *sheet,
          const struct store_numbers_table *t, bool address_first)
{
    enum { FIRST, SECOND, ONE, OTHER };

    for (size_t i = 0; i < t->n; i++) {
        const struct store_numbers_row *r = &t->rows[i];
        json_t *o = json_object();

        set_text(o, sheet->columns[FIRST].name, address_first ? r->address : r->name);
        set_text(o, sheet->columns[SECOND].name, address_first ? r->name : r->address);
        json_object_set_new(o, sheet->columns[ONE].name, json_integer(r->n[0]));
        json_object_set_new(o, sheet->columns[OTHER].name, json_integer(r->n[1]));
        put(p, sheet->name, o);
    }
}

/* The span is one that others are to be compared with, and not the other way round. */
static void
put_baseline(struct spooling *p, struct store *s, const struct store_numbers_query *span,
             struct arena *a)
{
    struct store_compare c;

    store_compare_look(s, span, span->until_s, a, &c);
    if (c.verdict == STORE_COMPARE_BASELINE && (span->since_s > 0 || span->until_s <= c.until_s))
        put(p, "summary",
            json_pack("{s:s, s:n, s:s}", "figure", "Baseline", "value", "means",
                      store_compare_why(&c, a)));
}

static void
put_figures(struct spooling *p, const struct store_numbers *n)
{
    for (int f = 0; f < STORE_NUMBERS_FIGURES; f++) {
        const struct store_numbers_meaning *m = store_numbers_meaning((enum store_numbers_figure)f);
        bool measured = store_numbers_measured(n, (enum store_numbers_figure)f);

        put(p, "summary",
            json_pack("{s:s, s:o, s:s, s:s}", "figure", m->label, "value",
                      !measured         ? json_null()
                      : !m->hours       ? json_real((double)n->count[f])
                      : n->count[f] > 0 ? json_real(n->hours[f])
                                        : json_null(), /* no median of nothing */
                      "unit",
                      !measured  ? STORE_NUMBERS_NOT_MEASURED
                      : m->hours ? "hours"
                                 : "",
                      "means", m->means));
    }
    put_table(p, &unanswered_sheets[UNANSWERED_PAGES], &n->pages, true);
    put_table(p, &unanswered_sheets[UNANSWERED_SOURCES], &n->sources, false);
}

/* The numbers of one department, or of all. */
static void
put_numbers(struct spooling *p, struct store *s, const struct store_numbers_query *span,
            const char *of)
{
    struct arena *a = arena_new();
    struct store_numbers n;

    p->of = of;
    put_baseline(p, s, span, a);
    store_numbers_read(s, span, a, &n);
    put_figures(p, &n);
    p->of = NULL;
    arena_free(a);
}

/* Of all together, and of each: a list that is kept is rendered for either. */
static void
put_all_numbers(struct spooling *p, struct store *s, struct store_numbers_query *span)
{
    span->departments = NULL;
    span->n_departments = 0;
    put_numbers(p, s, span, "");
    for (size_t i = 0; i < p->config->n_departments; i++) {
        const char *key = p->config->departments[i].key;
        int64_t id = config_department_id(s, key);

        span->departments = &id;
        span->n_departments = 1;
        put_numbers(p, s, span, key);
    }
}

enum status
unanswered_spool_cmd(struct cmd_env *env, const struct unanswered_head *head,
                     const struct store_export_query *query, FILE *spool, struct err *err)
{
    struct spooling p = { .out = spool, .config = env->config };
    struct store_export_query approved = { .department_id = query->department_id,
                                           .since_s = head->since_s,
                                           .until_s = head->until_s };
    struct store_numbers_query span = { .departments = &query->department_id,
                                        .n_departments = query->department_id != 0,
                                        .since_s = head->since_s,
                                        .until_s =
                                            head->until_s > 0 ? head->until_s : head->made_s + 1,
                                        .campaign = text_of(env->common->campaign),
                                        .audience = text_of(env->common->audience) };
    enum status st;

    put(&p, "head",
        json_pack("{s:s, s:I, s:I, s:I}", "month", head->month, "since", (json_int_t)head->since_s,
                  "until", (json_int_t)head->until_s, "made", (json_int_t)head->made_s));
    if (query->department_id != 0)
        put_numbers(&p, env->store, &span, env->common->dept);
    else
        put_all_numbers(&p, env->store, &span);
    st = store_export_unanswered(env->store, query, on_group, &p, err);
    if (st == ST_OK)
        st = store_export_answers(env->store, &approved, STORE_EXPORT_BY_PAGE, on_answer, &p, err);
    if (st == ST_OK && (fflush(spool) != 0 || ferror(spool)))
        st = err_set(err, ST_IO, "cannot write the list: %s", strerror(errno));
    return st;
}
