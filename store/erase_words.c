/* erase_words.c - the part of erase.c that looks at columns, whatever table they are of. */
#include "erase_private.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "db.h"
#include "schema.h"

#define MIN_QUOTE 24 /* bytes of a post that nobody repeats by chance: "How do I apply?" is 15 */

/* Columns that may be emptied, but hold no words: codes, hashes, what other steps see to. */
static const char *const codes[][2] = {
    { "url", "state" },       { "url", "reason" },     { "url", "address" },
    { "post", "asker_hash" }, { "question", "stems" },
};

/* Of the public or of ours, but not of the post that --url names. */
static const char *const others[][2] = {
    { "post", NULL },      { "question", NULL },         { "url", NULL },
    { "draft", "answer" }, { "draft_sentence", "text" },
};

static bool
is_listed(const char *const list[][2], size_t n, const char *table, const char *column)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i][0], table) == 0 &&
            (list[i][1] == NULL || strcmp(list[i][1], column) == 0))
            return true;
    return false;
}

static void
add_place(struct erasing *e, const char *table, const char *column, const char *key)
{
    struct erase_place *p;
    char *what = arena_str(e->a, text_of(table));

    for (char *c = what; *c != '\0'; c++)
        if (*c == '_')
            *c = ' ';
    e->places = arena_grow(e->a, e->places, e->n_places, &e->cap_places, sizeof(*e->places));
    p = &e->places[e->n_places++];
    *p = (struct erase_place){ .what = what, .table = table, .column = column };
    p->find = arena_printf(e->a,
                           "SELECT \"%s\", \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL"
                           " AND \"%s\" <> ''",
                           key, column, table, column, column);
    p->put = arena_printf(e->a, "UPDATE \"%s\" SET \"%s\" = ? WHERE \"%s\" = ? AND \"%s\" = ?",
                          table, column, key, column);
}

static void
add_table(struct erasing *e, const char *table)
{
    enum { NAME, TYPE, KEY };
    struct db_query *q =
        db_query(e->s, "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY pk = 1 DESC, cid");
    const char *key = NULL;

    db_bind_str(q, table);
    while (db_row(q)) {
        const char *name = arena_str(e->a, db_text(q, NAME));

        if (db_int(q, KEY) == 1)
            key = name; /* the first of it narrows the update down, the old text does the rest */
        if (key != NULL && text_is(db_text(q, TYPE), "TEXT") && schema_blanks(table, name) &&
            !is_listed(codes, N_ELEMENTS(codes), table, name))
            add_place(e, table, name, key);
    }
    db_done(q);
}

void
erase_words_places(struct erasing *e)
{
    store_set_role(e->s, STORE_SCHEMA);
    for (size_t i = 0; schema_table(i) != NULL; i++)
        add_table(e, schema_table(i));
    store_set_role(e->s, STORE_RETENTION);
}

/* ---- replacing ---- */

/* false: it has none of the words.  JSON stays JSON. */
static bool
mend(struct text t, const struct words *words, struct buf *out)
{
    json_t *v = NULL;
    char *z;
    bool any;

    if (t.p[0] == '{' || t.p[0] == '[')
        v = json_loadb(t.p, t.n, 0, NULL);
    if (v == NULL)
        return words_replace(t, words, ERASE_MARK, out);
    any = words_replace_json(v, words, ERASE_MARK);
    if (any) {
        z = json_dumps(v, JSON_COMPACT);
        buf_add_str(out, z);
        free(z);
    }
    json_decref(v);
    return any;
}

struct hit {
    struct text key, was, is; /* key: as text, SQLite compares it as the column's type */
};

static size_t
find_hits(struct erasing *e, const struct erase_place *p, const struct words *words,
          struct hit **ret)
{
    struct db_query *q = db_query(e->s, p->find);
    struct hit *v = NULL;
    size_t n = 0, cap = 0;
    struct buf b;

    buf_init(&b, BUF_LARGE);
    while (db_row(q)) {
        buf_clear(&b);
        if (!mend(db_text(q, 1), words, &b))
            continue;
        v = arena_grow(e->a, v, n, &cap, sizeof(*v));
        v[n++] = (struct hit){ db_text_in(q, 0, e->a), db_text_in(q, 1, e->a),
                               arena_text(e->a, buf_text(&b)) };
    }
    db_done(q);
    buf_release(&b);
    *ret = v;
    return n;
}

static void
replace_in(struct erasing *e, const struct erase_place *p, const struct words *words)
{
    struct hit *v;
    size_t n = find_hits(e, p, words, &v);

    for (size_t i = 0; i < n; i++) {
        struct db_query *q = db_query(e->s, p->put);

        db_bind_text(q, v[i].is);
        db_bind_text(q, v[i].key);
        db_bind_text(q, v[i].was);
        (void)db_exec(q); /* sticky */
        erase_note(e->f, p->what, arena_str(e->a, v[i].key), "words replaced", true);
    }
}

/* What a question was found by goes with its words: the next one of its kind opens a new row. */
static void
forget_stems(struct erasing *e)
{
    db_exec(db_query(e->s, "UPDATE question SET stems = '', stem_hash = -id WHERE stems <> ''"
                           " AND (INSTR(text, '" ERASE_MARK "') > 0"
                           " OR INSTR(body, '" ERASE_MARK "') > 0)"));
}

void
erase_words_everywhere(struct erasing *e)
{
    struct text *long_ones = arena_alloc(e->a, (e->f->n_lost + 1) * sizeof(*long_ones));
    bool by_url = e->job->url.n > 0;
    struct words words = e->words;
    size_t n = 0;

    for (size_t i = 0; i < e->f->n_lost; i++)
        if (e->f->lost[i].n >= MIN_QUOTE)
            long_ones[n++] = e->f->lost[i];
    if (by_url)
        words = words_of(long_ones, n, e->a);
    for (size_t i = 0; words.n > 0 && i < e->n_places; i++)
        if (!by_url ||
            !is_listed(others, N_ELEMENTS(others), e->places[i].table, e->places[i].column))
            replace_in(e, &e->places[i], &words);
    if (!by_url)
        forget_stems(e);
}

void
erase_words_webhooks(struct erasing *e, int64_t group_id)
{
    static const char find[] = "SELECT id, body FROM webhook_log WHERE INSTR(body, ?) > 0";
    static const char put[] = "UPDATE webhook_log SET body = ? WHERE id = ?";
    const char *member = arena_printf(e->a, "\"group\":%lld,", (long long)group_id);
    struct db_query *q = db_query(e->s, find);
    struct hit *v = NULL;
    size_t n = 0, cap = 0;

    db_bind_str(q, member);
    while (db_row(q)) {
        v = arena_grow(e->a, v, n, &cap, sizeof(*v));
        v[n++] = (struct hit){ db_text_in(q, 0, e->a), db_text_in(q, 1, e->a), TEXT_NONE };
    }
    db_done(q);
    for (size_t i = 0; i < n; i++) {
        json_t *o = json_loadb(v[i].was.p, v[i].was.n, 0, NULL);
        char *z;

        if (!json_is_object(o)) {
            json_decref(o);
            o = json_object();
        }
        json_object_set_new(o, "question", json_string(ERASE_MARK));
        json_object_set_new(o, "text", json_string(ERASE_MARK));
        z = json_dumps(o, JSON_COMPACT);
        json_decref(o);
        if (!text_is(v[i].was, z)) {
            q = db_query(e->s, put);
            db_bind_str(q, z);
            db_bind_text(q, v[i].key);
            (void)db_exec(q); /* sticky */
            erase_note(e->f, "webhook log", arena_str(e->a, v[i].key), "words taken out", true);
        }
        free(z);
    }
}

/* ---- what is not replaced ---- */

void
erase_words_unreached(struct erasing *e)
{
    static const struct {
        const char *what, *how, *sql;
    } places[] = {
        { "own page", "the site says it: change it there, the next crawl follows",
          "SELECT address, text FROM page_text JOIN url ON url.id = url_id" },
        { "audit row", "the log is never changed; [retention] audit lets it age",
          "SELECT id, object || ' ' || COALESCE(before, '') || ' ' || COALESCE(after, '')"
          " FROM audit" },
        { "account", "somebody who works here: earshot user",
          "SELECT name, name || ' ' || full_name || ' ' || COALESCE(mail, '') FROM account" },
    };

    for (size_t i = 0; i < N_ELEMENTS(places); i++) {
        struct db_query *q = db_query(e->s, places[i].sql);

        while (db_row(q))
            if (words_any(db_text(q, 1), &e->words))
                erase_note(e->f, places[i].what, arena_str(e->a, db_text(q, 0)), places[i].how,
                           false);
        db_done(q);
    }
}

/* "ask-jane_public" as "ask jane public": a title's words in an address. */
static struct text
apart(struct text t, struct arena *a)
{
    char *z = arena_str(a, t);

    for (char *c = z; *c != '\0'; c++)
        if (strchr("-_+.", *c) != NULL)
            *c = ' ';
    return text_of(z);
}

void
erase_words_read(struct erasing *e)
{
    struct text words = apart(e->job->words, e->a);

    e->words = words_of(&e->job->words, 1, e->a);
    e->slug = words_of(&words, 1, e->a);
}

static bool
is_in_address(struct erasing *e, struct text address, struct arena *scratch)
{
    arena_clear(scratch);
    return words_any(address, &e->words) || words_any(apart(address, scratch), &e->slug);
}

void
erase_words_addresses(struct erasing *e)
{
    enum { ID, ADDRESS, KEPT };
    static const char find[] =
        "SELECT id, address, kind = 'seed' OR EXISTS (SELECT 1 FROM post WHERE post.url_id = "
        "url.id)"
        " FROM url WHERE NOT EXISTS (SELECT 1 FROM page_text WHERE page_text.url_id = url.id)";
    struct db_query *q = db_query(e->s, find);
    struct arena *scratch = arena_new();
    int64_t *ids = NULL;
    size_t n = 0, cap = 0;

    while (db_row(q)) {
        if (!is_in_address(e, db_text(q, ADDRESS), scratch))
            continue;
        if (db_int(q, KEPT) != 0) {
            erase_note(e->f, "page", arena_str(e->a, db_text(q, ADDRESS)),
                       "a source's own, or others have posts on it: its address is kept", false);
            continue;
        }
        ids = arena_grow(e->a, ids, n, &cap, sizeof(*ids));
        ids[n++] = db_int(q, ID);
        erase_links(e, arena_text(e->a, db_text(q, ADDRESS)));
    }
    db_done(q);
    arena_free(scratch);
    for (size_t i = 0; i < n; i++)
        erase_address(e, ids[i]);
}
