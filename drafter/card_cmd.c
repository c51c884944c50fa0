/* card_cmd.c - see card_cmd.h. */

#include "card_cmd.h"

#include <unistd.h>

#include "card.h"
#include "draft_more_cmd.h"
#include "gate.h"
#include "terminal.h"

#define CARD_BYTES ((size_t)4 * 1024 * 1024)

static size_t
columns(FILE *out)
{
    int fd = fileno(out);

    return isatty(fd) ? terminal_columns(fd) : LINES_PLAIN_COLUMNS;
}

enum status
card_cmd_show(struct cmd_env *env, const struct store_card *c)
{
    struct store_followup earlier[STORE_FOLLOWUP_MAX];
    const struct decide_input in = { .store = env->store,
                                     .config = env->config,
                                     .now_s = clock_now_s(env->clock) };
    struct support *support = arena_alloc(env->arena, sizeof(*support));
    struct card_view v = { .card = c,
                           .support = support,
                           .earlier = earlier,
                           .threshold = GATE_THRESHOLD,
                           .now_s = in.now_s };
    struct store_experiment_place place;
    struct store_also *also;
    struct decide_checks checks;
    struct support_card s;
    struct lines l;
    struct buf b;

    if (store_experiment_of_group(env->store, c->group_id, env->arena, &place))
        v.experiment = &place;
    v.n_earlier = store_followup(env->store, c->group_id, env->arena, earlier);
    v.n_also = store_also(env->store, &c->group_id, 1, env->arena, &also);
    v.also = also;
    support_card(env->store, env->config, c, env->arena, &s);
    support_of(&s.in, env->arena, support);
    decide_check(&in, c, c->answer, env->arena, &checks);
    v.around = s.around;
    v.checks = &checks;
    buf_init(&b, CARD_BYTES);
    if (env->common->json || env->common->jsonl) {
        json_t *o = card_json(&v);

        json_object_set_new(o, "similar", draft_more_cmd_similar_json(env, c));
        json_dumpf(o, env->out, env->common->jsonl ? JSON_COMPACT : JSON_INDENT(2));
        fputc('\n', env->out);
        json_decref(o);
    } else {
        lines_init(&l, &b, columns(env->out), terminal_color(env->common->color, fileno(env->out)));
        card_text(&v, &l);
        draft_more_cmd_similar(env, c, &b);
        fwrite(b.p, 1, b.n, env->out);
    }
    buf_release(&b);
    return ST_OK;
}
