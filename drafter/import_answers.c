/* import_answers.c - see import.h: a filled-in question sheet becomes answers by hand. */

#include "import.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "decide.h"
#include "draft_apply.h"
#include "file.h"
#include "log.h"
#include "mistakes.h"
#include "rows.h"
#include "store_audit.h"

#define WORDLESS_TOLD 10 /* answers without a word that are told; the rest is counted */
#define SHOWN_BYTES   60 /* of such an answer */

struct filled {
    int64_t group_id;
    struct text answer; /* in the arena */
    const char *place;  /* where it stands, for messages */
    int line;
};

struct filling {
    struct cmd_env *env;
    const char *path, *by;
    struct filled *rows;
    size_t n, cap;
    size_t n_taken, n_there, n_wordless;
    struct mistakes mistakes;
    enum status first; /* the first mistake's */
};

static void
note(struct filling *f, int line, enum status st, const char *what)
{
    if (f->mistakes.n_all == 0)
        f->first = st;
    if (!mistakes_full(&f->mistakes))
        mistakes_add(&f->mistakes, line, what);
}

/* Is there a letter in it, of whatever script? */
static bool
has_word(struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];

        if (c >= 0x80 || isalpha(c))
            return true;
    }
    return false;
}

static void
read_row(struct filling *f, const struct rows *r, const struct csv_row *row)
{
    int group = rows_column(r, "group"), answer = rows_column(r, "answer");
    struct filled x = { .answer = csv_field(row, answer), .line = rows_line(r) };
    struct arena *a = f->env->arena;

    if (x.answer.n == 0)
        return; /* nobody knew */
    x.place = rows_place(r, x.line, answer);
    if (rows_is_error(x.answer)) {
        note(f, x.line, ST_INVALID,
             arena_printf(a,
                          "%s: answer: the spreadsheet took it for a formula and shows %.*s: begin "
                          "it with a letter",
                          x.place, TEXT_ARG(x.answer)));
        return;
    }
    if (!text_to_int(csv_field(row, group), &x.group_id) || x.group_id <= 0) {
        note(f, x.line, ST_INVALID,
             arena_printf(a, "%s: group: wanted the number on the sheet",
                          rows_place(r, x.line, group)));
        return;
    }
    if (!has_word(x.answer) && f->n_wordless++ < WORDLESS_TOLD)
        log_warn("%s: answer: \"%.*s\" has no word in it: is that what was typed?  Spreadsheets "
                 "make numbers and dates of some answers",
                 x.place, TEXT_ARG(text_sub(x.answer, 0, SHOWN_BYTES)));
    f->rows = arena_grow(a, f->rows, f->n, &f->cap, sizeof(*f->rows));
    f->rows[f->n++] = x;
}

static enum status
read_rows(struct filling *f, struct text all, struct err *err)
{
    struct csv_row row;
    struct rows *r = NULL;
    enum status st = rows_open(f->path, all, "answer", f->env->arena, &r, err);

    if (st == ST_OK && rows_column(r, "group") < 0)
        st = err_set(err, ST_INVALID, "%s: no column \"group\"", rows_place(r, rows_line(r), -1));
    while (st == ST_OK && (st = rows_next(r, &row, err)) == ST_OK)
        read_row(f, r, &row);
    rows_close(r);
    if (f->n_wordless > WORDLESS_TOLD)
        log_warn("%zu more answers have no word in them", f->n_wordless - WORDLESS_TOLD);
    return st == ST_NOTFOUND ? ST_OK : st;
}

/* A sheet that is taken in twice says nothing new, whatever was decided about it meanwhile. */
static bool
is_there(const struct filling *f, const struct filled *x)
{
    struct store_card card;

    if (!store_card_of_group(f->env->store, x->group_id, f->env->arena, &card))
        return false;
    for (size_t i = 0; i < card.n_history; i++) {
        const struct store_card_decision *d = &card.history[i];

        if (!d->undone && text_is(d->verb, "write") && text_eq(d->text, text_trim(x->answer)))
            return true;
    }
    return false;
}

/* The row of the audit log, in the decision's own transaction. */
static void
on_written(void *self, const struct store_card *card, struct text was)
{
    const struct filling *f = self;
    const struct store_audit row = {
        .at_s = clock_now_s(f->env->clock),
        .actor = text_of(f->by),
        .action = TEXT_LIT("write"),
        .object = text_of(arena_printf(f->env->arena, "group %" PRId64, card->group_id)),
        .before = was,
        .after = card->state,
        .result = TEXT_LIT("ok"),
    };

    store_audit_add(f->env->store, &row);
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
                                     .dry_run = dry_run,
                                     .done = on_written,
                                     .self = f };
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
        return err_set(err, st, "%s: group %" PRId64 ": %.200s", x->place, x->group_id, why.msg);
    if (card.escalation.n > 0) /* before the first is taken */
        return err_set(err, ST_INVALID,
                       "%s: group %" PRId64
                       ": a person must see it first: %.*s (earshot gap %" PRId64 ")",
                       x->place, x->group_id, TEXT_ARG(card.escalation), x->group_id);
    f->n_taken++;
    d = config_department(env->config, arena_str(env->arena, card.department));
    if (dry_run || d == NULL)
        return ST_OK;
    return draft_apply(env->store, d, x->group_id, &options, NULL, err);
}

/* Is it the row that is wrong, not the store? */
static bool
is_mistake(enum status st)
{
    return st == ST_NOTFOUND || st == ST_INVALID || st == ST_CONFLICT || st == ST_DENIED ||
           st == ST_USAGE;
}

/* A dry run of all of them, which notes mistakes, or all of them. */
static enum status
write_all(struct filling *f, bool dry_run, struct err *err)
{
    enum status st = ST_OK;

    f->n_taken = f->n_there = 0;
    for (size_t i = 0; i < f->n && st == ST_OK; i++) {
        struct err why = { "" };

        if (is_there(f, &f->rows[i])) {
            f->n_there++;
            continue;
        }
        st = write_one(f, &f->rows[i], dry_run, &why);
        if (dry_run && is_mistake(st)) {
            note(f, f->rows[i].line, st, arena_str(f->env->arena, text_of(why.msg)));
            st = ST_OK;
        } else if (st != ST_OK) {
            (void)err_set(err, st, "%s", why.msg); /* it is st */
        }
    }
    return st;
}

enum status
import_answers(struct cmd_env *env, const char *path, const char *by, struct err *err)
{
    struct filling f = { .env = env, .path = path, .by = by, .mistakes = { .arena = env->arena } };
    struct buf all;
    enum status st;

    if (by == NULL || text_is(text_of(by), DECIDE_PROGRAM))
        return err_set(err, ST_USAGE, "import answers: --by NAME says who wrote them");
    buf_init(&all, IMPORT_FILE_BYTES);
    st = file_read(path, &all, err);
    if (st == ST_OK)
        st = read_rows(&f, buf_text(&all), err);
    buf_release(&all);
    if (st == ST_OK)
        st = write_all(&f, true, err); /* all of them are right, or none is taken */
    if (st == ST_OK)
        st = mistakes_tell(&f.mistakes, path, f.first, err);
    if (st == ST_OK && !env->common->dry_run)
        st = write_all(&f, false, err);
    if (st == ST_OK)
        log_info("%zu answer%s taken, %zu already there%s", f.n_taken, f.n_taken == 1 ? "" : "s",
                 f.n_there, env->common->dry_run ? " (dry run: nothing written)" : "");
    return st;
}
