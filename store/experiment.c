/* experiment.c - which experiments there are and who is in which arm; see store_experiment.h. */

#include "store_experiment.h"

#include "db.h"

enum statement { SQL_LIST, SQL_ACTIVE, SQL_OF_GROUP, SQL_TURN, SQL_ASSIGN };

#define COLUMNS                                                                                    \
    "SELECT x.id, x.department_id, department.key, x.key, x.voice_a, x.voice_b, x.tone, x.metric," \
    " x.from_s, x.to_s, x.planned_s, x.active"

static const char *const sql[] = {
    [SQL_LIST] = COLUMNS ", (SELECT COUNT(*) FROM experiment_arm m WHERE m.experiment_id = x.id"
                         "  AND m.ordinal % 2 = 0),"
                         " (SELECT COUNT(*) FROM experiment_arm m WHERE m.experiment_id = x.id"
                         "  AND m.ordinal % 2 = 1)"
                         " FROM experiment x JOIN department ON department.id = x.department_id"
                         " WHERE (?1 = 0 OR x.department_id = ?1) AND (x.active = 1 OR EXISTS"
                         "  (SELECT 1 FROM experiment_arm m WHERE m.experiment_id = x.id))"
                         " ORDER BY department.key, x.from_s, x.id",
    [SQL_ACTIVE] = COLUMNS ", 0, 0 FROM experiment x JOIN department"
                           " ON department.id = x.department_id"
                           " WHERE x.department_id = ?1 AND x.active = 1 ORDER BY x.id",
    [SQL_OF_GROUP] = "SELECT x.key, m.ordinal % 2, x.voice_a, x.voice_b, x.active"
                     " FROM experiment_arm m JOIN experiment x ON x.id = m.experiment_id"
                     " WHERE m.group_id = ?",
    [SQL_TURN] = "SELECT COALESCE(MAX(ordinal), 1) + 1 FROM experiment_arm"
                 " WHERE experiment_id = ?",
    [SQL_ASSIGN] = "INSERT INTO experiment_arm (group_id, experiment_id, ordinal, at_s)"
                   " VALUES (?, ?, ?, ?) ON CONFLICT (group_id) DO NOTHING",
};

static const struct store_experiment_meaning meanings[] = {
    [STORE_EXPERIMENT_UNCHANGED] = { "unchanged", "Approved unchanged",
                                     "Of the groups decided, those whose draft was approved as it "
                                     "was made.",
                                     "decided", false },
    [STORE_EXPERIMENT_APPROVED] = { "approved", "Approved",
                                    "Of the groups decided, those whose draft was approved, as it "
                                    "was made or after editing.",
                                    "decided", false },
    [STORE_EXPERIMENT_REJECTED] = { "rejected", "Rejected",
                                    "Of the groups decided, those whose draft was rejected.",
                                    "decided", true },
    [STORE_EXPERIMENT_POSTED] = { "posted", "Posted",
                                  "Of the groups decided, those whose draft was posted.", "decided",
                                  false },
    [STORE_EXPERIMENT_THERE] = { "there", "Still there",
                                 "Of the groups whose draft was posted, those where it is neither "
                                 "withdrawn nor missing.",
                                 "posted", false },
    [STORE_EXPERIMENT_TO_APPROVED] = { "to-approved", "Drafted to approved",
                                       "Median hours from a group's first draft to the first "
                                       "approval of a draft of its arm.",
                                       "approved", true, true, "is approved sooner", " h" },
    [STORE_EXPERIMENT_VISITS] = { "visits", "Visits",
                                  "Median visits, tagged or referred, to the page that a group's "
                                  "posted draft links to, as the logs of the web server say.",
                                  "posted", false, true, "is visited more", "" },
};

const struct store_experiment_meaning *
store_experiment_meaning(enum store_experiment_metric m)
{
    return &meanings[m];
}

int
store_experiment_metric_of(struct text name)
{
    for (size_t i = 0; i < N_ELEMENTS(meanings); i++)
        if (text_is(name, meanings[i].name))
            return (int)i;
    return -1;
}

enum store_experiment_state
store_experiment_state(const struct store_experiment *x, int64_t at_s)
{
    if (at_s >= x->to_s)
        return STORE_EXPERIMENT_OVER;
    if (!x->active)
        return STORE_EXPERIMENT_REMOVED;
    return at_s < x->from_s ? STORE_EXPERIMENT_PLANNED : STORE_EXPERIMENT_RUNNING;
}

const char *
store_experiment_state_name(enum store_experiment_state state)
{
    static const char *const names[] = { "planned", "running", "over", "removed" };

    return names[state];
}

static size_t
read_all(struct store *s, enum statement which, int64_t department_id, struct arena *a,
         struct store_experiment **ret)
{
    struct db_query *q = db_query(s, sql[which]);
    struct store_experiment *v = NULL;
    size_t n = 0, cap = 0;

    db_bind_int(q, department_id);
    while (db_row(q)) {
        int c = 0, metric;
        struct store_experiment x = { .id = db_int(q, c++) };

        x.department_id = db_int(q, c++);
        x.department = db_text_in(q, c++, a);
        x.key = db_text_in(q, c++, a);
        for (int k = 0; k < STORE_EXPERIMENT_ARMS; k++)
            x.voice[k] = db_text_in(q, c++, a);
        x.tone = db_text_in(q, c++, a);
        metric = store_experiment_metric_of(db_text(q, c++));
        x.from_s = db_int(q, c++);
        x.to_s = db_int(q, c++);
        x.planned_s = db_int(q, c++);
        x.active = db_int(q, c++) != 0;
        for (int k = 0; k < STORE_EXPERIMENT_ARMS; k++)
            x.assigned[k] = db_int(q, c++);
        if (metric < 0)
            continue; /* a newer program's */
        x.metric = (enum store_experiment_metric)metric;
        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n++] = x;
    }
    db_done(q);
    *ret = v;
    return n;
}

size_t
store_experiment_list(struct store *s, int64_t department_id, struct arena *a,
                      struct store_experiment **ret)
{
    return read_all(s, SQL_LIST, department_id, a, ret);
}

size_t
store_experiment_active(struct store *s, int64_t department_id, struct arena *a,
                        struct store_experiment **ret)
{
    return read_all(s, SQL_ACTIVE, department_id, a, ret);
}

bool
store_experiment_of_group(struct store *s, int64_t group_id, struct arena *a,
                          struct store_experiment_place *ret)
{
    enum columns { KEY, ARM, VOICES, ACTIVE = VOICES + STORE_EXPERIMENT_ARMS };
    struct db_query *q = db_query(s, sql[SQL_OF_GROUP]);
    bool there;

    db_bind_int(q, group_id);
    there = db_row(q);
    if (there) {
        ret->key = db_text_in(q, KEY, a);
        ret->arm = db_int(q, ARM) == 0 ? STORE_EXPERIMENT_A : STORE_EXPERIMENT_B;
        ret->voice = db_text_in(q, VOICES + (int)ret->arm, a);
        ret->active = db_int(q, ACTIVE) != 0;
    }
    db_done(q);
    return there;
}

static int64_t
next_ordinal(struct store *s, int64_t experiment_id)
{
    struct db_query *q = db_query(s, sql[SQL_TURN]);

    db_bind_int(q, experiment_id);
    return db_exec_int(q, 0);
}

enum store_experiment_arms
store_experiment_turn(struct store *s, int64_t experiment_id)
{
    return next_ordinal(s, experiment_id) % 2 == 0 ? STORE_EXPERIMENT_A : STORE_EXPERIMENT_B;
}

void
store_experiment_assign(struct store *s, int64_t experiment_id, int64_t group_id, int64_t now_s)
{
    int64_t ordinal = next_ordinal(s, experiment_id);
    struct db_query *q = db_query(s, sql[SQL_ASSIGN]);

    db_bind_int(q, group_id);
    db_bind_int(q, experiment_id);
    db_bind_int(q, ordinal);
    db_bind_int(q, now_s);
    (void)db_exec(q); /* sticky */
}
