#include "config_sync.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "config_private.h"
#include "db.h"
#include "store_campaign.h"

#define MS_PER_S      1000
#define CHANGES_BYTES 1024 /* of the line that says what is not applied yet */

static int64_t
put_department(struct store *s, const struct department_config *d)
{
    struct db_query *q = db_query(s, "INSERT INTO department (key, name, language, active, mode,"
                                     " baseline_s)"
                                     " VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                                     " baseline_s = excluded.baseline_s,"
                                     " name = excluded.name, language = excluded.language,"
                                     " active = 1, answers_after = CASE WHEN"
                                     "  department.mode = 'listen' AND excluded.mode <> 'listen'"
                                     "  THEN (SELECT COALESCE(MAX(id), 0) FROM post)"
                                     "  ELSE department.answers_after END,"
                                     " mode = excluded.mode RETURNING id");

    db_bind_str(q, d->key);
    db_bind_str(q, d->name != NULL ? d->name : d->key);
    db_bind_str(q, d->language);
    db_bind_str(q, d->mode);
    db_bind_int(q, d->baseline_ms / MS_PER_S);
    return db_exec_int(q, 0);
}

/* "students, applicants" as ",students,applicants,", which LIKE finds one in. */
static void
add_audience(struct buf *b, const char *audience)
{
    struct text rest = text_of(audience), one;

    while (text_cut(&rest, ",", &one)) {
        one = text_trim(one);
        if (one.n == 0)
            continue;
        buf_add_str(b, b->n == 0 ? "," : "");
        buf_add_text(b, one);
        buf_add_char(b, ',');
    }
}

static void
put_source(struct store *s, int64_t department_id, const struct department_config *d,
           const struct source_config *c)
{
    struct buf audience;
    struct db_query *q =
        db_query(s, "INSERT INTO source (department_id, key, url, basis, mode, matching, own_site,"
                    " delay_ms, max_pages, audience, active)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
                    " ON CONFLICT (department_id, key) DO UPDATE SET url = excluded.url,"
                    " basis = excluded.basis, mode = excluded.mode, matching = excluded.matching,"
                    " own_site = excluded.own_site, delay_ms = excluded.delay_ms,"
                    " max_pages = excluded.max_pages, audience = excluded.audience, active = 1");

    buf_init(&audience, BUF_PAGE);
    add_audience(&audience, c->audience);

    db_bind_int(q, department_id);
    db_bind_str(q, c->key);
    db_bind_str(q, c->url);
    db_bind_str(q, c->basis != NULL ? c->basis : "");
    db_bind_str(q, strcmp(d->mode, "listen") == 0 ? d->mode : c->mode);
    db_bind_str(q, c->match);
    db_bind_int(q, c->own_site);
    db_bind_int(q, c->delay_ms);
    db_bind_int(q, c->max_pages);
    db_bind_text(q, buf_text(&audience));
    db_exec(q);
    buf_release(&audience);
}

static void
put_phrases(struct store *s, int64_t department_id, const char *kind, const struct text_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        struct db_query *q = db_query(s, "INSERT INTO keyword (department_id, kind, phrase)"
                                         " VALUES (?, ?, ?) ON CONFLICT DO NOTHING");

        db_bind_int(q, department_id);
        db_bind_str(q, kind);
        db_bind_text(q, l->v[i]);
        db_exec(q);
    }
}

static void
put_campaign(struct store *s, int64_t department_id, const struct campaign_config *c)
{
    struct db_query *q =
        db_query(s, "INSERT INTO campaign (department_id, key, from_s, to_s, active)"
                    " VALUES (?, ?, ?, ?, 1) ON CONFLICT (department_id, key) DO UPDATE SET"
                    " from_s = excluded.from_s, to_s = excluded.to_s, active = 1");
    struct buf kind;

    db_bind_int(q, department_id);
    db_bind_str(q, c->key);
    db_bind_int(q, c->from_s);
    db_bind_int(q, config_end(c->to_s));
    db_exec(q);
    buf_init(&kind, BUF_PAGE);
    buf_add_str(&kind, STORE_CAMPAIGN_KIND);
    buf_add_str(&kind, c->key);
    put_phrases(s, department_id, buf_str(&kind), &c->keyword);
    buf_release(&kind);
}

static void
put_all(const struct config *c, struct store *s)
{
    db_exec(db_query(s, "UPDATE department SET active = 0 WHERE active <> 0"));
    db_exec(db_query(s, "UPDATE source SET active = 0 WHERE active <> 0"));
    db_exec(db_query(s, "UPDATE campaign SET active = 0 WHERE active <> 0"));
    db_exec(db_query(s, "UPDATE experiment SET active = 0 WHERE active <> 0"));
    db_exec(db_query(s, "DELETE FROM keyword"));
    for (size_t i = 0; i < c->n_departments; i++) {
        const struct department_config *d = &c->departments[i];
        int64_t id = put_department(s, d);

        for (size_t j = 0; j < d->n_sources; j++)
            put_source(s, id, d, &d->sources[j]);
        put_phrases(s, id, "keyword", &d->keyword);
        put_phrases(s, id, "exclude", &d->exclude);
        put_phrases(s, id, "person", &d->person);
        for (size_t j = 0; j < d->n_campaigns; j++)
            put_campaign(s, id, &d->campaigns[j]);
        for (size_t j = 0; j < d->n_experiments; j++)
            config_experiment_put(s, id, &d->experiments[j]);
    }
}

enum status
config_sync(const struct config *c, struct store *s, struct err *err)
{
    enum status st;

    store_set_role(s, STORE_CONFIG);
    store_begin(s);
    st = config_experiment_frozen(c, s, err);
    if (st != ST_OK) {
        store_rollback(s);
        return st;
    }
    put_all(c, s);
    return store_commit(s, err);
}

/* ---- the same for this connection's eyes only ---- */

/* A table of the connection's own, in memory, that hides the store's of that name. */
static void
shadow(struct store *s, const char *table)
{
    static const char head[] = "CREATE TABLE";
    struct db_query *q =
        db_query(s, "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?");
    struct text sql;
    struct buf b;

    buf_init(&b, BUF_PAGE);
    db_bind_str(q, table);
    if (db_row(q)) {
        sql = db_text(q, 0);
        buf_add_str(&b, "CREATE TEMP TABLE");
        buf_add_text(&b, text_from(sql, sizeof(head) - 1));
    }
    db_done(q);
    db_script(s, buf_str(&b));
    buf_clear(&b);
    buf_add_str(&b, "INSERT INTO temp.");
    buf_add_str(&b, table);
    buf_add_str(&b, " SELECT * FROM main.");
    buf_add_str(&b, table);
    db_script(s, buf_str(&b));
    buf_release(&b);
}

/* "physics: source qa is new, keywords changed; maths: ..." */
static void
list_changes(struct store *s, struct buf *b)
{
    struct db_query *q = db_query(
        s,
        "SELECT d.key, 'source ' || s.key || CASE WHEN m.id IS NULL OR m.active < s.active"
        " THEN ' is new' WHEN m.active > s.active THEN ' is gone' ELSE ' changed' END"
        " FROM (SELECT * FROM temp.source EXCEPT SELECT * FROM main.source) s"
        " JOIN temp.department d ON d.id = s.department_id"
        " LEFT JOIN main.source m ON m.id = s.id"
        " UNION ALL SELECT d.key, 'keywords changed' FROM temp.department d WHERE EXISTS"
        "  (SELECT kind, phrase FROM temp.keyword WHERE department_id = d.id EXCEPT"
        "   SELECT kind, phrase FROM main.keyword WHERE department_id = d.id) OR EXISTS"
        "  (SELECT kind, phrase FROM main.keyword WHERE department_id = d.id EXCEPT"
        "   SELECT kind, phrase FROM temp.keyword WHERE department_id = d.id) ORDER BY 1, 2 DESC");
    char last[CHANGES_BYTES] = "";

    while (db_row(q)) {
        struct text key = db_text(q, 0);

        if (text_is(key, last)) {
            buf_add_str(b, ", ");
        } else {
            buf_add_str(b, b->n > 0 ? "; " : "");
            buf_add_text(b, key);
            buf_add_str(b, ": ");
            snprintf(last, sizeof(last), "%.*s", TEXT_ARG(key));
        }
        buf_add_text(b, db_text(q, 1));
    }
    db_done(q);
}

enum status
config_view(const struct config *c, struct store *s, struct arena *a, const char **changes,
            struct err *err)
{
    static const char *const tables[] = { "department", "source", "keyword", "campaign",
                                          "experiment" };
    enum status st = config_experiment_frozen(c, s, err);
    struct buf b;
    bool fresh;

    if (st != ST_OK)
        return st;
    store_set_role(s, STORE_SCHEMA);
    db_script(s, "PRAGMA temp_store = MEMORY");
    for (size_t i = 0; i < N_ELEMENTS(tables); i++)
        shadow(s, tables[i]);
    put_all(c, s);
    buf_init(&b, CHANGES_BYTES);
    fresh = db_exec_int(db_query(s, "SELECT count(*) FROM main.department"), 0) == 0;
    if (!fresh)
        list_changes(s, &b);
    *changes = b.n > 0 ? arena_str(a, buf_text(&b)) : NULL;
    buf_release(&b);
    return store_check(s, err);
}

enum status
config_answer_older(struct store *s, int64_t department_id, struct err *err)
{
    struct db_query *q;

    store_set_role(s, STORE_CONFIG);
    q = db_query(s, "UPDATE department SET answers_after = 0"
                    " WHERE (?1 = 0 OR id = ?1) AND answers_after <> 0");
    db_bind_int(q, department_id);
    db_exec(q);
    return store_check(s, err);
}

int64_t
config_department_id(struct store *s, const char *key)
{
    struct db_query *q = db_query(s, "SELECT id FROM department WHERE key = ?");

    db_bind_str(q, key);
    return db_exec_int(q, 0);
}

enum status
config_department_of(struct store *s, const struct department_config *d, int64_t *ret,
                     struct err *err)
{
    *ret = d != NULL ? config_department_id(s, d->key) : 0;
    if (d != NULL && *ret == 0)
        return err_set(err, ST_NOTFOUND, "%.80s: nothing is known of it yet (earshot run)", d->key);
    return ST_OK;
}

int64_t
config_source_id(struct store *s, int64_t department_id, const char *key)
{
    struct db_query *q = db_query(s, "SELECT id FROM source WHERE department_id = ? AND key = ?");

    db_bind_int(q, department_id);
    db_bind_str(q, key);
    return db_exec_int(q, 0);
}
