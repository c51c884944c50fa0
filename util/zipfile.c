/* zipfile.c - see zipfile.h. */

#include "zipfile.h"

#include <stdlib.h>

#include <zip.h>

#include "mem.h"

#define CHUNK_BYTES 65536

struct zipfile {
    zip_t *archive; /* owned; borrows the bytes */
    size_t n_bytes; /* unpacked so far */
};

bool
zipfile_is(struct text head)
{
    return text_starts(head, TEXT_LIT("PK\x03\x04"));
}

enum status
zipfile_open(struct text bytes, struct zipfile **ret, struct err *err)
{
    zip_error_t why;
    zip_source_t *source;
    zip_t *archive;

    zip_error_init(&why);
    source = zip_source_buffer_create(bytes.p, bytes.n, 0, &why);
    archive = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    if (archive == NULL) {
        enum status st =
            err_set(err, ST_INVALID, "a broken archive: %.200s", zip_error_strerror(&why));

        zip_source_free(source);
        zip_error_fini(&why);
        return st;
    }
    zip_error_fini(&why);
    if (zip_get_num_entries(archive, 0) > ZIPFILE_MAX_FILES) {
        zip_discard(archive);
        return err_set(err, ST_LIMIT, "an archive of more than %d files", ZIPFILE_MAX_FILES);
    }
    *ret = mem_zalloc(sizeof(**ret));
    (*ret)->archive = archive;
    return ST_OK;
}

void
zipfile_close(struct zipfile *z)
{
    if (z == NULL)
        return;
    zip_discard(z->archive);
    free(z);
}

const char *
zipfile_name(struct zipfile *z, size_t i)
{
    return i < (size_t)zip_get_num_entries(z->archive, 0) ? zip_get_name(z->archive, i, 0) : NULL;
}

/* What the file's packed bytes may become. */
static size_t
room_of(const zip_stat_t *sb)
{
    size_t room = ZIPFILE_RATIO_BYTES;

    if ((sb->valid & ZIP_STAT_COMP_SIZE) != 0 && sb->comp_size < ZIPFILE_MAX_BYTES)
        room += (size_t)sb->comp_size * ZIPFILE_MAX_RATIO;
    return room;
}

static enum status
unpack_file(struct zipfile *z, zip_file_t *in, size_t room, struct buf *out, struct err *err)
{
    char chunk[CHUNK_BYTES];
    zip_int64_t n;

    while ((n = zip_fread(in, chunk, sizeof(chunk))) > 0) {
        z->n_bytes += (size_t)n;
        if ((size_t)n > room || z->n_bytes > ZIPFILE_MAX_BYTES)
            return err_set(err, ST_LIMIT, "it becomes too much when unpacked");
        room -= (size_t)n;
        if (!buf_add(out, chunk, (size_t)n))
            return err_set(err, ST_LIMIT, "larger than %zu bytes", out->max);
    }
    return n == 0 ? ST_OK
                  : err_set(err, ST_INVALID, "%.200s", zip_error_strerror(zip_file_get_error(in)));
}

enum status
zipfile_read(struct zipfile *z, const char *name, struct buf *out, struct err *err)
{
    zip_stat_t sb;
    zip_file_t *in;
    enum status st;

    zip_stat_init(&sb);
    if (zip_stat(z->archive, name, 0, &sb) != 0)
        return err_set(err, ST_NOTFOUND, "there is no %.200s in it", name);
    in = zip_fopen_index(z->archive, sb.index, 0);
    if (in == NULL)
        return err_set(err, ST_INVALID, "%.200s: %.200s", name, zip_strerror(z->archive));
    st = unpack_file(z, in, room_of(&sb), out, err);
    (void)zip_fclose(in); /* it was only read */
    return st;
}
