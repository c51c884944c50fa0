#include "config_sync.h"

#include "db.h"

static int64_t
put_department(struct store *s, const struct department_config *d)
{
    struct db_query *q = db_query(s, "INSERT INTO department (key, name, language, active)"
                                     " VALUES (?, ?, ?, 1) ON CONFLICT (key) DO UPDATE SET"
                                     " name = excluded.name, language = excluded.language,"
                                     " active = 1 RETURNING id");

    db_bind_str(q, d->key);
    db_bind_str(q, d->name != NULL ? d->name : d->key);
    db_bind_str(q, d->language);
    return db_exec_int(q, 0);
}

static void
put_source(struct store *s, int64_t department_id, const struct source_config *c)
{
    struct db_query *q =
        db_query(s, "INSERT INTO source (department_id, key, url, basis, mode, matching, own_site,"
                    " delay_ms, max_pages, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
                    " ON CONFLICT (department_id, key) DO UPDATE SET url = excluded.url,"
                    " basis = excluded.basis, mode = excluded.mode, matching = excluded.matching,"
                    " own_site = excluded.own_site, delay_ms = excluded.delay_ms,"
                    " max_pages = excluded.max_pages, active = 1");

    db_bind_int(q, department_id);
    db_bind_str(q, c->key);
    db_bind_str(q, c->url);
    db_bind_str(q, c->basis != NULL ? c->basis : "");
    db_bind_str(q, c->mode);
    db_bind_str(q, c->match);
    db_bind_int(q, c->own_site);
    db_bind_int(q, c->delay_ms);
    db_bind_int(q, c->max_pages);
    db_exec(q);
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

enum status
config_sync(const struct config *c, struct store *s, struct err *err)
{
    store_set_role(s, STORE_CONFIG);
    store_begin(s);
    db_exec(db_query(s, "UPDATE department SET active = 0 WHERE active <> 0"));
    db_exec(db_query(s, "UPDATE source SET active = 0 WHERE active <> 0"));
    db_exec(db_query(s, "DELETE FROM keyword"));
    for (size_t i = 0; i < c->n_departments; i++) {
        const struct department_config *d = &c->departments[i];
        int64_t id = put_department(s, d);

        for (size_t j = 0; j < d->n_sources; j++)
            put_source(s, id, &d->sources[j]);
        put_phrases(s, id, "keyword", &d->keyword);
        put_phrases(s, id, "exclude", &d->exclude);
        put_phrases(s, id, "person", &d->person);
    }
    return store_commit(s, err);
}

int64_t
config_department_id(struct store *s, const char *key)
{
    struct db_query *q = db_query(s, "SELECT id FROM department WHERE key = ?");

    db_bind_str(q, key);
    return db_exec_int(q, 0);
}

int64_t
config_source_id(struct store *s, int64_t department_id, const char *key)
{
    struct db_query *q = db_query(s, "SELECT id FROM source WHERE department_id = ? AND key = ?");

    db_bind_int(q, department_id);
    db_bind_str(q, key);
    return db_exec_int(q, 0);
}
