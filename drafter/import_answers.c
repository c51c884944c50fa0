/* import_answers.c - see import.h: a filled-in question sheet becomes answers by hand. */

#include "import.h"

#include <inttypes.h>
#include <string.h>

#include "csv.h"
#include "decide.h"
#include "draft_apply.h"
#include "file.h"
#include "log.h"

struct filled {
    int64_t group_id;
    struct text answer; /* in the arena */
    int line;
};

struct filling {
    struct cmd_env *env;
    const char *path, *by;
    struct filled *rows;
    size_t n, cap;
};

static enum status
read_rows(struct filling *f, struct text all, struct err *err)
{
    struct csv c;
    struct csv_row header, row;
    int group, answer;
    enum status st;

    csv_init(&c, all);
    st = csv_next(&c, f->env->arena, &header, err);
    if (st != ST_OK)
        return st == ST_NOTFOUND ? err_set(err, ST_INVALID, "%s: it is empty", f->path) : st;
    group = csv_column(&header, "group");
    answer = csv_column(&header, "answer");
    if (group < 0 || answer < 0)
        return err_set(err, ST_INVALID, "%s:1: no column \"%s\"", f->path,
                       group < 0 ? "group" : "answer");
    while ((st = csv_next(&c, f->env->arena, &row, err)) == ST_OK) {
        struct filled x = { .answer = csv_field(&row, answer), .line = c.line };

        if (x.answer.n == 0)
            continue; /* nobody knew */
        if (!text_to_int(csv_field(&row, group), &x.group_id) || x.group_id <= 0)
            return err_set(err, ST_INVALID, "%s:%d: group: wanted the number on the sheet", f->path,
                           x.line);
        f->rows = arena_grow(f->env->arena, f->rows, f->n, &f->cap, sizeof(*f->rows));
        f->rows[f->n++] = x;
    }
    return st == ST_NOTFOUND ? ST_OK : st;
}

static enum status
write_one(struct filling *f, const struct filled *x, bool dry_run, struct err *err)
{
    struct cmd_env *env = f->env;
    const struct decide_input in = { .store = env->store,
                                     .config = env->config,
                                     .group_id = x->group_id,
                                     .verb = TEXT_LIT("write"),
                                     .text = x->answer,
                                     .actor = text_of(f->by),
                                     .revision = DECIDE_ANY,
                                     .now_s = clock_now_s(env->clock),
                                     .dry_run = dry_run };
    const struct draft_apply_options options = {
        .seeds = arena_printf(env->arena, "%s/seeds", env->common->dir), .clock = env->clock
    };
    const struct department_config *d;
    struct store_card card;
    struct err why = { "" };
    enum status st;

    store_set_role(env->store, STORE_REVIEW);
    st = decide(&in, env->arena, &card, &why);
    if (st != ST_OK)
        return err_set(err, st, "%s:%d: group %" PRId64 ": %.200s", f->path, x->line, x->group_id,
                       why.msg);
    d = config_department(env->config, arena_str(env->arena, card.department));
    if (dry_run || d == NULL)
        return ST_OK;
    return draft_apply(env->store, d, x->group_id, &options, NULL, err);
}

enum status
import_answers(struct cmd_env *env, const char *path, const char *by, struct err *err)
{
    struct filling f = { .env = env, .path = path, .by = by };
    struct buf all;
    enum status st;

    if (by == NULL || text_is(text_of(by), DECIDE_PROGRAM))
        return err_set(err, ST_USAGE, "import answers: --by NAME says who wrote them");
    buf_init(&all, IMPORT_FILE_BYTES);
    st = file_read(path, &all, err);
    if (st == ST_OK && text_starts(buf_text(&all), TEXT_LIT("PK\x03\x04")))
        st = err_set(err, ST_INVALID, "%s: an Excel file: save the sheet as CSV (UTF-8)", path);
    if (st == ST_OK)
        st = read_rows(&f, buf_text(&all), err);
    buf_release(&all);
    for (size_t i = 0; i < f.n && st == ST_OK; i++)
        st = write_one(&f, &f.rows[i], true, err); /* all of them are right, or none is taken */
    for (size_t i = 0; i < f.n && st == ST_OK && !env->common->dry_run; i++)
        st = write_one(&f, &f.rows[i], false, err);
    if (st == ST_OK)
        log_info("%zu answers by %s%s", f.n, by,
                 env->common->dry_run ? " (dry run: nothing written)" : "");
    return st;
}
