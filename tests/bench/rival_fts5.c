/* rival_fts5.c - see rival.h: SQLite's FTS5 with its porter tokenizer, no copy of the text. */

#include "rival.h"

#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "buf.h"
#include "mem.h"

struct fts5 {
    sqlite3 *db;
    sqlite3_stmt *add, *find;
    int64_t n;
};

static void
must(struct fts5 *f, int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
        return;
    fprintf(stderr, "bench: FTS5: %s\n", sqlite3_errmsg(f->db));
    exit(EXIT_FAILURE);
}

static void *
fts5_open(const char *dir)
{
    struct fts5 *f = mem_zalloc(sizeof(*f));
    char path[512];

    snprintf(path, sizeof(path), "%s/fts5.db", dir);
    must(f, sqlite3_open(path, &f->db));
    must(f, sqlite3_exec(f->db,
                         "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                         "PRAGMA cache_size = -262144;"
                         "CREATE VIRTUAL TABLE doc USING fts5(text, content = '',"
                         " tokenize = 'porter unicode61'); BEGIN",
                         NULL, NULL, NULL));
    must(f, sqlite3_prepare_v2(f->db, "INSERT INTO doc (rowid, text) VALUES (?, ?)", -1, &f->add,
                               NULL));
    must(f,
         sqlite3_prepare_v2(f->db, "SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY rank LIMIT ?",
                            -1, &f->find, NULL));
    return f;
}

static void
fts5_add(void *self, const char *text, size_t n)
{
    struct fts5 *f = self;

    sqlite3_bind_int64(f->add, 1, ++f->n);
    sqlite3_bind_text(f->add, 2, text, (int)n, SQLITE_STATIC);
    must(f, sqlite3_step(f->add));
    sqlite3_reset(f->add);
}

static void
fts5_ready(void *self)
{
    struct fts5 *f = self;

    must(f, sqlite3_exec(f->db, "COMMIT", NULL, NULL, NULL));
}

static size_t
fts5_search(void *self, const char *const *words, size_t n_words, size_t k, uint32_t *ret)
{
    struct fts5 *f = self;
    struct buf query;
    size_t n = 0;

    buf_init(&query, BUF_SMALL);
    for (size_t i = 0; i < n_words; i++)
        buf_addf(&query, "%s\"%s\"", i > 0 ? " OR " : "", words[i]);
    sqlite3_bind_text(f->find, 1, buf_str(&query), (int)query.n, SQLITE_STATIC);
    sqlite3_bind_int64(f->find, 2, (int64_t)k);
    while (n < k && sqlite3_step(f->find) == SQLITE_ROW)
        ret[n++] = (uint32_t)(sqlite3_column_int64(f->find, 0) - 1);
    sqlite3_reset(f->find);
    buf_release(&query);
    return n;
}

static void
fts5_close(void *self)
{
    struct fts5 *f = self;

    if (f == NULL)
        return;
    sqlite3_finalize(f->add);
    sqlite3_finalize(f->find);
    sqlite3_close(f->db);
    free(f);
}

const struct rival rival_fts5 = {
    .name = "SQLite FTS5",
    .open = fts5_open,
    .add = fts5_add,
    .ready = fts5_ready,
    .search = fts5_search,
    .close = fts5_close,
};
