/* corpus.c - opening, deleting, committing; see corpus.h. */

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "corpus_private.h"
#include "file.h"
#include "mem.h"

#define TRIES 8 /* a reader whose files a merge takes away reads the manifest again */

void
corpus_path(const struct corpus *c, uint64_t number, const char *suffix,
            char ret[CORPUS_PATH_BYTES])
{
    if (number == 0)
        snprintf(ret, CORPUS_PATH_BYTES, "%s/" CORPUS_MANIFEST, c->dir);
    else
        snprintf(ret, CORPUS_PATH_BYTES, "%s/%llu.%s", c->dir, (unsigned long long)number, suffix);
}

void
corpus_drop_file(const struct corpus *c, uint64_t number, const char *suffix)
{
    char path[CORPUS_PATH_BYTES];

    if (c->dir == NULL || number == 0)
        return;
    corpus_path(c, number, suffix, path);
    unlink(path); /* what stays is a leftover, removed by the next writer */
}

void
corpus_part_release(struct corpus_part *p)
{
    segment_close(p->segment);
    free(p->deleted);
}

struct corpus_part *
corpus_new_part(struct corpus *c)
{
    c->parts = mem_grow(c->parts, &c->cap_parts, c->n_parts + 1, sizeof(*c->parts));
    c->parts[c->n_parts] = (struct corpus_part){ .number = 0 };
    return &c->parts[c->n_parts++];
}

static void
forget_parts(struct corpus *c)
{
    for (size_t i = 0; i < c->n_parts; i++)
        corpus_part_release(&c->parts[i]);
    c->n_parts = 0;
}

void
corpus_close(struct corpus *c)
{
    if (c == NULL)
        return;
    forget_parts(c);
    corpus_pending_release(&c->pending);
    free(c->parts);
    free(c->dir);
    free(c);
}

static enum status
open_part(struct corpus *c, struct corpus_part *p, struct err *err)
{
    char path[CORPUS_PATH_BYTES];
    enum status st;

    corpus_path(c, p->number, "seg", path);
    st = segment_open(path, &p->segment, err);
    if (st != ST_OK)
        return st;
    if (p->segment->n_docs != p->n_docs || p->n_deleted > p->segment->n_docs ||
        p->segment->n_fields != c->kind->n_fields)
        return err_set(err, ST_BUSY, "%s: damaged: not what the manifest says", path);
    if (p->deleted_number == 0)
        return ST_OK;
    corpus_path(c, p->deleted_number, "del", path);
    return corpus_deleted_read(path, p, err);
}

static enum status
open_parts(struct corpus *c, struct err *err)
{
    enum status st = corpus_manifest_read(c, err);

    for (size_t i = 0; i < c->n_parts && st == ST_OK; i++) {
        st = open_part(c, &c->parts[i], err);
        if (st == ST_NOTFOUND)
            st = ST_BUSY; /* a writer may just have taken it away */
    }
    if (st != ST_OK)
        forget_parts(c);
    return st;
}

/* Files of a run that was killed. */
static void
remove_leftovers(const struct corpus *c, bool all)
{
    DIR *d = opendir(c->dir);
    char path[CORPUS_PATH_BYTES];

    if (d == NULL)
        return;
    for (const struct dirent *e; (e = readdir(d)) != NULL;) {
        char *end;
        uint64_t number = strtoull(e->d_name, &end, 10);
        bool ours =
            end > e->d_name && (strncmp(end, ".seg", 4) == 0 || strncmp(end, ".del", 4) == 0);
        bool named = false;

        for (size_t i = 0; i < c->n_parts && !all; i++)
            named =
                named || ((number == c->parts[i].number || number == c->parts[i].deleted_number) &&
                          strlen(end) == 4);
        if (strcmp(e->d_name, CORPUS_MANIFEST ".part") == 0)
            ours = true;
        if (ours && !named &&
            snprintf(path, sizeof(path), "%s/%s", c->dir, e->d_name) < (int)sizeof(path))
            unlink(path); /* tried again next time */
    }
    closedir(d);
}

static enum status
open_folder(struct corpus *c, enum corpus_mode mode, struct err *err)
{
    enum status st = ST_OK;

    if (strlen(c->dir) + 64 > CORPUS_PATH_BYTES)
        return err_set(err, ST_LIMIT, "%s: the path is too long", c->dir);
    if (mode == CORPUS_WRITE)
        st = file_mkdir(c->dir, err);
    if (st != ST_OK)
        return st;
    st = open_parts(c, err);
    for (int i = 1; i < TRIES && st == ST_BUSY; i++)
        st = open_parts(c, err);
    if (st == ST_BUSY)
        return ST_INVALID; /* err names the file that is not there */
    if (mode == CORPUS_READ || (st != ST_OK && st != ST_NOTFOUND))
        return st;
    remove_leftovers(c, false);
    return ST_OK;
}

enum status
corpus_open(const char *dir, enum corpus_mode mode, const struct corpus_kind *kind,
            struct corpus **ret, struct err *err)
{
    struct corpus *c = mem_zalloc(sizeof(*c));
    enum status st = ST_OK;

    c->kind = kind;
    c->next_number = 1;
    if (dir != NULL) {
        c->dir = mem_dup(dir, strlen(dir));
        st = open_folder(c, mode, err);
    }
    if (st == ST_OK)
        *ret = c;
    else
        corpus_close(c);
    return st;
}

enum status
corpus_remove(const char *dir, struct err *err)
{
    struct corpus c = { .dir = mem_dup(dir, strlen(dir)) };
    char path[CORPUS_PATH_BYTES];
    enum status st = ST_OK;

    corpus_path(&c, 0, "", path);
    if (unlink(path) != 0 && errno != ENOENT)
        st = err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    else
        remove_leftovers(&c, true);
    free(c.dir);
    return st;
}

enum status
corpus_put_segment(struct corpus *c, unsigned char *bytes, size_t n, struct err *err)
{
    struct corpus_part part = { .number = c->next_number++, .fresh = true };
    char path[CORPUS_PATH_BYTES];
    enum status st;

    if (c->dir == NULL) {
        st = segment_take(bytes, n, &part.segment, err);
        if (st != ST_OK)
            free(bytes);
    } else {
        corpus_path(c, part.number, "seg", path);
        st = file_write(path, (struct text){ (const char *)bytes, n }, 0644, err);
        free(bytes);
        if (st == ST_OK)
            st = segment_open(path, &part.segment, err);
    }
    if (st == ST_OK)
        *corpus_new_part(c) = part;
    return st;
}

uint32_t
corpus_delete(struct corpus *c, int64_t key)
{
    uint32_t n = 0;

    for (size_t i = 0; i < c->n_parts; i++) {
        struct corpus_part *p = &c->parts[i];

        if (p->fresh)
            continue;
        for (uint32_t d = segment_lower(p->segment, key);
             d < p->segment->n_docs && segment_key(p->segment, d) == key; d++) {
            if (corpus_is_deleted(p, d))
                continue;
            corpus_deleted_set(p, d);
            p->changed = true;
            n++;
        }
    }
    return n;
}

static enum status
write_deletions(struct corpus *c, uint64_t *old, struct err *err)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < c->n_parts && st == ST_OK; i++) {
        old[i] = c->parts[i].deleted_number;
        if (c->parts[i].changed)
            st = corpus_deleted_write(c, &c->parts[i], err);
    }
    return st;
}

static bool
is_changed(const struct corpus *c)
{
    for (size_t i = 0; i < c->n_parts; i++)
        if (c->parts[i].fresh || c->parts[i].changed)
            return true;
    return c->commits == 0;
}

enum status
corpus_commit(struct corpus *c, int64_t stamp, struct err *err)
{
    enum status st = corpus_flush(c, err);
    uint64_t *old;

    if (st != ST_OK || (!is_changed(c) && stamp == c->stamp))
        return st;
    old = mem_zalloc((c->n_parts + 1) * sizeof(*old));
    st = write_deletions(c, old, err);
    if (st == ST_OK) {
        c->stamp = stamp;
        c->commits++;
        st = corpus_manifest_write(c, err);
    }
    for (size_t i = 0; i < c->n_parts && st == ST_OK; i++) {
        if (old[i] != c->parts[i].deleted_number)
            corpus_drop_file(c, old[i], "del");
        c->parts[i].fresh = c->parts[i].changed = false;
    }
    free(old);
    return st;
}

int64_t
corpus_stamp(const struct corpus *c)
{
    return c->stamp;
}

enum status
corpus_check(const struct corpus *c, struct err *err)
{
    for (size_t i = 0; i < c->n_parts; i++) {
        struct err why = { "" };
        char path[CORPUS_PATH_BYTES] = "in memory";

        if (segment_check(c->parts[i].segment, &why) == ST_OK)
            continue;
        if (c->dir != NULL)
            corpus_path(c, c->parts[i].number, "seg", path);
        return err_set(err, ST_INVALID, "%.300s: %.150s", path, why.msg);
    }
    return ST_OK;
}

struct corpus_figures
corpus_figures(const struct corpus *c)
{
    struct corpus_figures f = { .segments = c->n_parts, .commits = c->commits };

    for (size_t i = 0; i < c->n_parts; i++) {
        const struct corpus_part *p = &c->parts[i];

        f.documents += corpus_live(p);
        f.deleted += p->n_deleted;
        f.bytes += p->segment->n + (p->deleted != NULL ? (uint64_t)p->n_deleted * 4 : 0);
    }
    return f;
}

static int
by_key(const void *a, const void *b)
{
    const struct corpus_entry *x = a, *y = b;

    return x->key < y->key ? -1 : x->key > y->key;
}

size_t
corpus_keys(const struct corpus *c, struct corpus_entry **ret)
{
    struct corpus_figures f = corpus_figures(c);
    struct corpus_entry *all = mem_alloc((size_t)(f.documents + 1) * sizeof(*all));
    size_t n = 0, kept = 0;
    bool sorted = true;

    for (size_t i = 0; i < c->n_parts; i++) {
        const struct corpus_part *p = &c->parts[i];

        for (uint32_t d = 0; d < p->segment->n_docs; d++) {
            if (corpus_is_deleted(p, d))
                continue;
            all[n] = (struct corpus_entry){ segment_key(p->segment, d),
                                            segment_attribute(p->segment, d).hash };
            sorted = sorted && (n == 0 || all[n - 1].key <= all[n].key);
            n++;
        }
    }
    if (!sorted)
        qsort(all, n, sizeof(*all), by_key);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || all[kept - 1].key != all[i].key)
            all[kept++] = all[i];
    *ret = all;
    return kept;
}
