/* report_experiments.c - experiments that ran in the month; see report_parts.h. */

#include "markdown.h"
#include "markup.h"
#include "report_parts.h"
#include "store_experiment.h"

enum columns { ARM, ASSIGNED, DECIDED, COUNTED, RESULT, COLUMNS };

static const struct report_term terms[] = {
    { "Assigned", "Groups that were given this voice, by turns, with their first draft." },
    { "Decided", "Of those assigned, the ones whose approval or rejection stands." },
    { "Result", "The share, or the median, and in brackets its 95 % interval or the quartiles; "
                "there once the experiment is over." },
};

static void
read_experiments(struct store *s, struct report *r)
{
    const struct store_experiment_span span = { r->department_id, r->since_s, r->until_s,
                                                r->now_s };

    r->n_experiments = store_experiment_results(s, &span, r->arena, &r->experiments);
}

static const char *
name_of(const struct report *r, const struct store_experiment *x)
{
    return r->department_id != 0
               ? arena_str(r->arena, x->key)
               : arena_printf(r->arena, "%.*s, %.*s", TEXT_ARG(x->department), TEXT_ARG(x->key));
}

/* A row for each arm. */
static struct report_sheet
table_of(const struct report *r, const struct store_experiment_result *e)
{
    const struct store_experiment *x = &e->x;
    const struct store_experiment_outcome *o = &e->o;
    const struct store_experiment_meaning *m = store_experiment_meaning(x->metric);
    struct report_cell *c =
        arena_alloc(r->arena, sizeof(*c) * (size_t)COLUMNS * STORE_EXPERIMENT_ARMS);
    struct report_sheet sheet = { .columns = { { "Voice", true },
                                               { "Assigned", false },
                                               { "Decided", false },
                                               { m->label, false },
                                               { "Result", false } },
                                  .n_columns = COLUMNS,
                                  .cells = c,
                                  .n_rows = STORE_EXPERIMENT_ARMS };

    for (int k = 0; k < STORE_EXPERIMENT_ARMS; k++, c += COLUMNS) {
        struct store_experiment_told told;

        store_experiment_tell(x, o, (enum store_experiment_arms)k, r->arena, &told);
        c[ARM].text = arena_printf(r->arena, "%c: %.*s", 'A' + k, TEXT_ARG(x->voice[k]));
        c[ASSIGNED].text = arena_printf(r->arena, "%lld", (long long)o->side[k].assigned);
        c[DECIDED].text = arena_printf(r->arena, "%lld", (long long)o->side[k].decided);
        c[COUNTED].text = told.counted;
        c[RESULT].text = told.result;
    }
    return sheet;
}

static void
write_html(struct buf *b, const struct report *r)
{
    if (r->n_experiments == 0)
        return; /* most departments have none */
    buf_add_str(b, "<section><h2>Experiments</h2>\n");
    for (size_t i = 0; i < r->n_experiments; i++) {
        const struct store_experiment_result *e = &r->experiments[i];
        struct report_sheet sheet = table_of(r, e);

        markup_addf(b, "<h3 dir=\"auto\">%s (%s)</h3>\n<p class=\"soft\">%s</p>\n",
                    name_of(r, &e->x), store_experiment_state_name(e->o.state),
                    store_experiment_meaning(e->x.metric)->means);
        report_html_table(b, &sheet);
        markup_addf(b, "<p>%.*s</p>\n", TEXT_ARG(e->o.says));
    }
    buf_add_str(b, "</section>\n");
}

static void
write_markdown(struct buf *b, const struct report *r)
{
    if (r->n_experiments == 0)
        return;
    buf_add_str(b, "\n## Experiments\n");
    for (size_t i = 0; i < r->n_experiments; i++) {
        const struct store_experiment_result *e = &r->experiments[i];
        struct report_sheet sheet = table_of(r, e);

        buf_add_str(b, "\n### ");
        markdown_text(b, text_of(name_of(r, &e->x)));
        buf_addf(b, " (%s)\n\n%s\n\n", store_experiment_state_name(e->o.state),
                 store_experiment_meaning(e->x.metric)->means);
        report_markdown_table(b, &sheet);
        buf_add_str(b, "\n");
        markdown_text(b, e->o.says);
        buf_add_str(b, "\n");
    }
}

const struct report_section report_experiments = { .read = read_experiments,
                                                   .html = write_html,
                                                   .markdown = write_markdown,
                                                   .terms = terms,
                                                   .n_terms = N_ELEMENTS(terms) };
