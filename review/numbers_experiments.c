/* numbers_experiments.c - of one department, the experiments that ran in the span; to read only. */

#include "numbers.h"

#include "markup.h"
#include "store_experiment.h"

static void
write_arm(const struct numbers_view *v, struct buf *b, const struct store_experiment_result *e,
          enum store_experiment_arms arm)
{
    const struct store_experiment_side *side = &e->o.side[arm];
    struct store_experiment_told told;

    store_experiment_tell(&e->x, &e->o, arm, v->r->arena, &told);
    markup_addf(b,
                "<tr><th scope=\"row\" dir=\"auto\">%s: %.*s</th><td class=\"number\">%lld</td>"
                "<td class=\"number\">%lld</td><td class=\"number\">%s</td>"
                "<td class=\"number\">%s</td></tr>\n",
                arm == STORE_EXPERIMENT_A ? "A" : "B", TEXT_ARG(e->x.voice[arm]),
                (long long)side->assigned, (long long)side->decided, told.counted, told.result);
}

static void
write_one(const struct numbers_view *v, struct buf *b, const struct store_experiment_result *e)
{
    const struct store_experiment_meaning *m = store_experiment_meaning(e->x.metric);

    markup_addf(b,
                "<h3 dir=\"auto\">%.*s (%s)</h3>\n<p class=\"facts\">%s</p>\n"
                "<div class=\"scroll dense\" tabindex=\"0\" role=\"region\" aria-label=\"%.*s\">"
                "<table><thead><tr><th scope=\"col\">Voice</th>"
                "<th scope=\"col\" class=\"number\">Assigned</th>"
                "<th scope=\"col\" class=\"number\">Decided</th>"
                "<th scope=\"col\" class=\"number\">%s</th>"
                "<th scope=\"col\" class=\"number\">Result</th></tr></thead>\n<tbody>\n",
                TEXT_ARG(e->x.key), store_experiment_state_name(e->o.state), m->means,
                TEXT_ARG(e->x.key), m->label);
    for (int k = 0; k < STORE_EXPERIMENT_ARMS; k++)
        write_arm(v, b, e, (enum store_experiment_arms)k);
    markup_addf(b, "</tbody></table></div>\n<p>%.*s</p>\n", TEXT_ARG(e->o.says));
}

void
numbers_experiments(const struct numbers_view *v, struct buf *b)
{
    if (v->n_experiments == 0)
        return; /* most departments have none */
    buf_add_str(b,
                "<section class=\"numbers\" id=\"experiments\"><h2>Experiments</h2>\n"
                "<p class=\"facts\">Two voices by turns. A result, with its 95 % interval or its "
                "quartiles, is there once an experiment is over.</p>\n");
    for (size_t i = 0; i < v->n_experiments; i++)
        write_one(v, b, &v->experiments[i]);
    buf_add_str(b, "</section>\n");
}
