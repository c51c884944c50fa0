/* config_experiment.c - [experiment KEY]: what it wants, its row, and what may not change any more.
 */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "config_private.h"
#include "db.h"
#include "file.h"
#include "seeds.h"
#include "store_experiment.h"

#define DAY_S       INT64_C(86400)
#define SHOWN_BYTES 80 /* of a value in a message */

int64_t
config_end(int64_t to_s)
{
    return to_s % DAY_S == 0 ? to_s + DAY_S : to_s;
}

static int
line_of(const struct config *c, const struct department_config *d,
        const struct experiment_config *x, const char *key)
{
    char section[CONFIG_SECTION_BYTES];

    snprintf(section, sizeof(section), "experiment %s", x->key);
    return config_check_line(c, d->file, section, key, 0);
}

static void
problem(struct config *c, const struct department_config *d, const struct experiment_config *x,
        const char *key, const char *what)
{
    config_problem(c, "%s:%d: [experiment %s]: %s", d->file, line_of(c, d, x, key), x->key, what);
}

/* A card in the workspace, or one that ships with the program; what is in it, drafting says. */
static bool
is_card(const struct config *c, const char *voice)
{
    const char *path = arena_printf(c->arena, "voices/%s.ini", voice);

    return strchr(voice, '/') == NULL &&
           (seeds_find(path) != NULL ||
            file_exists(arena_printf(c->arena, "%s/seeds/%s", c->dir, path)));
}

static void
check_voices(struct config *c, const struct department_config *d, struct experiment_config *x)
{
    struct text rest = text_of(x->voices), one;
    const char *names[2] = { NULL, NULL };
    size_t n = 0;

    while (text_cut(&rest, ",", &one)) {
        one = text_trim(one);
        if (one.n > 0 && n < N_ELEMENTS(names))
            names[n] = arena_str(c->arena, one);
        n += one.n > 0;
    }
    if (n != N_ELEMENTS(names) || strcmp(names[0], names[1]) == 0) {
        problem(c, d, x, "voices", "wanted two different voices, such as voices = warm, plain");
        return;
    }
    for (size_t i = 0; i < N_ELEMENTS(names); i++) {
        if (!is_card(c, names[i]))
            config_problem(c,
                           "%s:%d: [experiment %s] voices: no voice card \"%.*s\": the program has "
                           "warm and plain, seeds/voices/ may have more",
                           d->file, line_of(c, d, x, "voices"), x->key,
                           TEXT_ARG(text_sub(text_of(names[i]), 0, SHOWN_BYTES)));
        x->voice[i] = names[i];
    }
}

/* Two at a time would share their groups, and neither would know what made the difference. */
static void
check_overlaps(struct config *c, const struct department_config *d, size_t at)
{
    const struct experiment_config *x = &d->experiments[at];

    for (size_t i = 0; i < at; i++) {
        const struct experiment_config *y = &d->experiments[i];

        if (x->from_s < config_end(y->to_s) && y->from_s < config_end(x->to_s))
            config_problem(c,
                           "%s:%d: [experiment %s] overlaps [experiment %s]: wanted one at a time "
                           "in a department",
                           d->file, line_of(c, d, x, "from"), x->key, y->key);
    }
}

void
config_experiment_check(struct config *c, struct department_config *d)
{
    for (size_t i = 0; i < d->n_experiments; i++) {
        struct experiment_config *x = &d->experiments[i];
        char section[CONFIG_SECTION_BYTES];

        snprintf(section, sizeof(section), "experiment %s", x->key);
        check_voices(c, d, x);
        if (x->metric == NULL)
            problem(c, d, x, "voices",
                    "wanted metric = " STORE_EXPERIMENT_NAMES ": what is counted is named before "
                    "it starts");
        if (config_find_origin(c, d->file, section, "from") == NULL ||
            config_find_origin(c, d->file, section, "to") == NULL)
            problem(c, d, x, "voices", "wanted both from and to");
        else if (config_end(x->to_s) <= x->from_s)
            problem(c, d, x, "to", "it ends before it begins");
        else
            check_overlaps(c, d, i);
    }
}

void
config_experiment_put(struct store *s, int64_t department_id, const struct experiment_config *x)
{
    struct db_query *q = db_query(
        s, "INSERT INTO experiment (department_id, key, voice_a, voice_b, tone, metric, from_s,"
           " to_s, planned_s, active) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 1)"
           " ON CONFLICT (department_id, key) DO UPDATE SET voice_a = excluded.voice_a,"
           " voice_b = excluded.voice_b, tone = excluded.tone, metric = excluded.metric,"
           " from_s = excluded.from_s, to_s = excluded.to_s, active = 1, planned_s = CASE WHEN"
           "  EXISTS (SELECT 1 FROM experiment_arm m WHERE m.experiment_id = experiment.id)"
           "  THEN experiment.planned_s ELSE excluded.planned_s END");

    db_bind_int(q, department_id);
    db_bind_str(q, x->key);
    for (size_t i = 0; i < N_ELEMENTS(x->voice); i++)
        db_bind_str(q, x->voice[i]);
    db_bind_str(q, x->tone != NULL ? x->tone : "");
    db_bind_str(q, x->metric);
    db_bind_int(q, x->from_s);
    db_bind_int(q, config_end(x->to_s));
    (void)db_exec(q); /* sticky */
}

/* ---- what may not change any more ---- */

struct named {
    const char *key;      /* of the setting */
    struct text was, now; /* what it said then, what it says */
};

static struct text
day(struct arena *a, int64_t at_s)
{
    char z[CLOCK_RFC3339_BYTES];
    struct text t = text_of(clock_rfc3339(at_s, z));

    return arena_text(a, at_s % DAY_S == 0 ? text_before(t, 'T') : t);
}

/* What config_end() has made planned_s from. */
static int64_t
last_day(int64_t planned_s)
{
    return planned_s % DAY_S == 0 ? planned_s - DAY_S : planned_s;
}

static struct text
pair(struct arena *a, struct text one, struct text two)
{
    return text_of(arena_printf(a, "%.*s, %.*s", TEXT_ARG(one), TEXT_ARG(two)));
}

static enum status
refuse(const struct config *c, const struct department_config *d, const struct experiment_config *x,
       const struct named *n, struct err *err)
{
    if (n->was.n == 0)
        return err_set(err, ST_CONFIG,
                       "%s:%d: [experiment %s] %s = %.*s: it began without, and drafts have been "
                       "made for it: take that out, or begin another under a new key",
                       d->file, line_of(c, d, x, n->key), x->key, n->key, TEXT_ARG(n->now));
    return err_set(
        err, ST_CONFIG,
        "%s:%d: [experiment %s] %s = %.*s: it began with %.*s, and drafts have been made "
        "for it: put that back%s, or begin another under a new key",
        d->file, line_of(c, d, x, n->key), x->key, n->key,
        TEXT_ARG(text_sub(n->now, 0, SHOWN_BYTES)), TEXT_ARG(text_sub(n->was, 0, SHOWN_BYTES)),
        strcmp(n->key, "to") == 0 ? " or an earlier day" : "");
}

/* Does the file still say what the row was begun with? */
static enum status
compare(const struct config *c, const struct department_config *d,
        const struct experiment_config *x, struct db_query *q, struct err *err)
{
    enum columns { VOICE_A, VOICE_B, TONE, METRIC, FROM, PLANNED };
    struct arena *a = c->arena;
    int64_t to_s = config_end(x->to_s), planned_s = db_int(q, PLANNED);
    const struct named rows[] = {
        { "voices", pair(a, db_text(q, VOICE_A), db_text(q, VOICE_B)),
          pair(a, text_of(x->voice[0]), text_of(x->voice[1])) },
        { "metric", db_text(q, METRIC), text_of(x->metric) },
        { "tone", db_text(q, TONE), text_of(x->tone) },
        { "from", day(a, db_int(q, FROM)), day(a, x->from_s) },
        /* Ending it early is allowed; going on until the numbers please is not. */
        { "to", day(a, to_s > planned_s ? last_day(planned_s) : 0),
          day(a, to_s > planned_s ? x->to_s : 0) },
    };

    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        if (!text_eq(rows[i].was, rows[i].now))
            return refuse(c, d, x, &rows[i], err);
    return ST_OK;
}

static enum status
check_one(const struct config *c, const struct department_config *d,
          const struct experiment_config *x, struct store *s, struct err *err)
{
    enum status st = ST_OK;
    struct db_query *q =
        db_query(s, "SELECT x.voice_a, x.voice_b, x.tone, x.metric, x.from_s, x.planned_s"
                    " FROM main.experiment x JOIN main.department d ON d.id = x.department_id"
                    " WHERE d.key = ? AND x.key = ? AND EXISTS"
                    " (SELECT 1 FROM main.experiment_arm m WHERE m.experiment_id = x.id)");

    db_bind_str(q, d->key);
    db_bind_str(q, x->key);
    if (db_row(q))
        st = compare(c, d, x, q, err);
    db_done(q);
    return st;
}

enum status
config_experiment_frozen(const struct config *c, struct store *s, struct err *err)
{
    for (size_t i = 0; i < c->n_departments; i++) {
        const struct department_config *d = &c->departments[i];

        for (size_t k = 0; k < d->n_experiments; k++) {
            enum status st = check_one(c, d, &d->experiments[k], s, err);

            if (st != ST_OK)
                return st;
        }
    }
    return ST_OK;
}
