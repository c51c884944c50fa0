/*
 * corpus_manifest.c - which files are the index.
 *
 *   manifest = %s"earshot-index 1" LF kind next commits stamp *segment sum
 *   kind     = %s"kind " fields SP version LF       ; of struct corpus_kind
 *   next     = %s"next " number LF                  ; the next file's
 *   commits  = %s"commits " number LF
 *   stamp    = %s"stamp " ["-"] number LF
 *   segment  = %s"segment " number SP docs SP deleted SP deletions LF
 *   deletions = number                              ; of the file of deletions; 0: none
 *   sum      = %s"sum " 16HEXDIG LF                 ; XXH3 of all before it
 *   fields, version, docs, deleted, number = 1*DIGIT
 *
 * It is written beside itself and renamed, so a reader sees the old one or the new.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

#include "corpus_private.h"
#include "file.h"

#define FIRST_LINE  "earshot-index 1"
#define SUM_BYTES   ((size_t)21) /* "sum " 16HEXDIG LF */
#define MAX_NUMBERS 4

static enum status
wrong(const char *path, const char *what, struct err *err)
{
    return err_set(err, ST_INVALID, "%s: damaged: %s", path, what);
}

/* "name 1 2 3": exactly n numbers. */
static bool
read_line(struct text *rest, const char *name, size_t n, int64_t *ret)
{
    struct text line, word;

    if (!text_cut(rest, "\n", &line) || !text_cut(&line, " ", &word) || !text_is(word, name))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!text_cut(&line, " ", &word) || !text_to_int(word, &ret[i]))
            return false;
    return line.n == 0;
}

static bool
sum_is_right(struct text all)
{
    char want[SUM_BYTES + 1];

    snprintf(want, sizeof(want), "sum %016llx\n",
             (unsigned long long)XXH3_64bits(all.p, all.n - SUM_BYTES));
    return text_eq(text_from(all, all.n - SUM_BYTES), (struct text){ want, SUM_BYTES });
}

static bool
read_segments(struct corpus *c, struct text rest)
{
    int64_t v[MAX_NUMBERS];

    while (rest.n > 0) {
        struct corpus_part *p;

        if (c->n_parts == CORPUS_MAX_SEGMENTS || !read_line(&rest, "segment", 4, v) || v[0] <= 0 ||
            v[3] < 0 || v[2] < 0 || v[2] > UINT32_MAX || (v[2] > 0) != (v[3] > 0))
            return false;
        p = corpus_new_part(c);
        p->number = (uint64_t)v[0];
        p->n_deleted = (uint32_t)v[2];
        p->deleted_number = (uint64_t)v[3];
        p->n_docs = v[1];
    }
    return true;
}

static enum status
read_body(struct corpus *c, const char *path, struct text all, struct err *err)
{
    struct text line, rest;
    int64_t kind[2], next, commits;

    if (all.n < SUM_BYTES || !sum_is_right(all))
        return wrong(path, "its checksum", err);
    rest = text_sub(all, 0, all.n - SUM_BYTES);
    if (!text_cut(&rest, "\n", &line) || !text_is(line, FIRST_LINE))
        return err_set(err, ST_CONFLICT, "%s: of another version of the program", path);
    if (!read_line(&rest, "kind", 2, kind) || !read_line(&rest, "next", 1, &next) ||
        !read_line(&rest, "commits", 1, &commits) || !read_line(&rest, "stamp", 1, &c->stamp) ||
        next <= 0 || commits < 0)
        return wrong(path, "its first lines", err);
    if (kind[0] != c->kind->n_fields || kind[1] != c->kind->version)
        return err_set(err, ST_CONFLICT, "%s: of another version of the program", path);
    c->next_number = (uint64_t)next;
    c->commits = (uint64_t)commits;
    return read_segments(c, rest) ? ST_OK : wrong(path, "its list of segments", err);
}

enum status
corpus_manifest_read(struct corpus *c, struct err *err)
{
    char path[CORPUS_PATH_BYTES];
    enum status st;
    struct buf b;

    corpus_path(c, 0, "", path);
    buf_init(&b, BUF_SMALL);
    st = file_read(path, &b, err);
    if (st == ST_OK)
        st = read_body(c, path, buf_text(&b), err);
    buf_release(&b);
    return st;
}

/* What was renamed into the folder is there after a power failure too. */
static enum status
sync_folder(const char *dir, struct err *err)
{
    int fd = open(dir, O_RDONLY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return done ? ST_OK : err_set(err, ST_IO, "%s: cannot be synced", dir);
}

enum status
corpus_manifest_write(struct corpus *c, struct err *err)
{
    char path[CORPUS_PATH_BYTES];
    enum status st;
    struct buf b;

    if (c->dir == NULL)
        return ST_OK;
    corpus_path(c, 0, "", path);
    buf_init(&b, BUF_SMALL);
    buf_addf(&b, FIRST_LINE "\nkind %u %u\nnext %llu\ncommits %llu\nstamp %lld\n",
             c->kind->n_fields, c->kind->version, (unsigned long long)c->next_number,
             (unsigned long long)c->commits, (long long)c->stamp);
    for (size_t i = 0; i < c->n_parts; i++) {
        const struct corpus_part *p = &c->parts[i];

        buf_addf(&b, "segment %llu %u %u %llu\n", (unsigned long long)p->number, p->segment->n_docs,
                 p->n_deleted, (unsigned long long)p->deleted_number);
    }
    buf_addf(&b, "sum %016llx\n", (unsigned long long)XXH3_64bits(b.p, b.n));
    st = sync_folder(c->dir, err);
    if (st == ST_OK)
        st = file_write(path, buf_text(&b), 0644, err);
    if (st == ST_OK)
        st = sync_folder(c->dir, err);
    buf_release(&b);
    return st;
}
