/*
 * backup.h - one file that holds a workspace: written while others write, and put back.
 *
 *   file    = store trailer
 *   store   = an SQLite file: the workspace's, compacted, and two tables besides:
 *             backup_file (path, mode, body): earshot.ini, seeds/, exports/, *.key;
 *             backup_fact (name, value): when it was made, by which version of the program
 *   trailer = LF "earshot backup 1" LF "blake2b " 64 hex LF "bytes " 20 digits LF
 *             of the bytes before it; always BACKUP_TRAILER_BYTES long
 *
 * SQLite reads such a file as it stands (it knows its own length), so that the sqlite3 shell
 * opens a backup, too.  Left out: archive/ (as large as what was crawled, complete files that
 * other tools copy well), index/ (earshot index makes it anew) and backups/.
 *
 * It holds what the store holds, password hashes included: its mode is 0600.
 */
#ifndef BACKUP_H
#define BACKUP_H

#include <stdint.h>

#include "store.h"

#define BACKUP_TRAILER_BYTES  118
#define BACKUP_MAX_FILE_BYTES ((size_t)256 * 1024 * 1024) /* of a small file; larger: left out */
#define BACKUP_PROGRAM_BYTES  32

struct backup_job {
    struct store *store; /* any role */
    const char *dir;     /* the workspace */
    const char *path;    /* of the new file; never one that is there */
    int64_t now_s;
    bool (*stop)(void); /* a signal came; NULL: never */
    void (*progress)(void *self, int64_t done_bytes, int64_t of_bytes); /* or NULL */
    void (*left_out)(void *self, const char *path, const char *why);    /* or NULL */
    void *self;
};

struct backup_facts {
    int64_t made_s, version; /* version: of the tables */
    int64_t store_bytes, file_bytes;
    int64_t n_files, n_rows; /* small files; rows of all tables of the store */
    int64_t n_audit;
    char program[BACKUP_PROGRAM_BYTES]; /* the version that made it */
};

/* What it would take: bytes at most, and small files. */
enum status backup_plan(const struct backup_job *job, struct backup_facts *ret, struct err *err);

/*
 * Write it beside path, and give it its name when it is whole and on the disk.  ST_CONFLICT:
 * path is there.  ST_BUSY: another backup writes it.  ST_IO: not enough room, which is looked
 * at first.  ST_INTERRUPTED: stop() said so.
 */
enum status backup_write(const struct backup_job *job, struct backup_facts *ret, struct err *err);

/*
 * Verify everything, touch nothing: length and checksum, SQLite's integrity_check and foreign
 * keys, the tables' version, the chain of the audit log.  ST_INVALID: no backup;
 * ST_PROBLEMS: it is damaged; ST_CONFIG: made by a newer program.
 */
enum status backup_check(const char *path, struct backup_facts *ret, struct err *err);

/*
 * Put it into the folder dir, which is made if it is not there.  What dir has already of what
 * the backup would write is moved to kept (a path below dir), index/ too; kept NULL: then it
 * is ST_CONFLICT.  earshot.db comes last: before it stands, there is no workspace.
 */
enum status backup_restore(const char *path, const char *dir, const char *kept, struct err *err);

#endif /* BACKUP_H */
