/*
 * fault_vfs.h - SQLite's files with a disk behind them that fails when told: the Nth write, sync
 * or read, a read(2) that gives half of what is there, every write from the Nth on (a full disk),
 * or the power.
 *
 * It goes over the system's own VFS and becomes the default one, so that the program under test
 * opens its stores through it.  Syncs are counted, not made.  Not for threads.
 *
 * When the power fails, at the Nth write or sync, nothing is written any more; afterwards
 * fault_power() takes back writes that were not synced: all of them, or, as disks write in what
 * order they like, some.  Only files whose name begins as the store's does are followed: what the
 * program writes by itself (a backup under its own name) it also syncs by itself.
 */
#ifndef FAULT_VFS_H
#define FAULT_VFS_H

#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum fault_kind {
    FAULT_NONE,
    FAULT_WRITE,
    FAULT_SYNC,
    FAULT_READ,
    FAULT_SHORT,
    FAULT_FULL,
    FAULT_POWER,
    FAULT_KINDS
};

static const char *const fault_names[] = { "none",       "write",     "sync", "read",
                                           "short read", "full disk", "power" };

/* A write that is not synced yet: what stood there before. */
struct fault_undo {
    char path[160];
    sqlite3_int64 at, size; /* size: of the file before */
    int n;
    unsigned char *was; /* up to n bytes, what there was of them */
    struct fault_undo *before;
};

static struct {
    enum fault_kind kind;
    int left; /* calls of that kind until it fails */
    bool fired;
    sqlite3_vfs *real, vfs;
    struct fault_undo *undo; /* the last first */
    const char *follow;      /* the store's path */
} fault;

struct fault_file {
    sqlite3_file base;
    sqlite3_file *real; /* behind this struct, in the memory that SQLite gave */
    char path[160];     /* "" : not followed */
};

static inline void
fault_arm(enum fault_kind kind, int n)
{
    fault.kind = kind;
    fault.left = n;
    fault.fired = false;
}

/* No more faults; was there one? */
static inline bool
fault_disarm(void)
{
    fault.kind = FAULT_NONE;
    return fault.fired;
}

/* Does this call fail?  A full disk stays full, and the power stays off. */
static inline bool
fault_hits(enum fault_kind kind)
{
    if (fault.kind != kind)
        return false;
    if (fault.fired)
        return kind == FAULT_FULL || kind == FAULT_POWER;
    if (--fault.left > 0)
        return false;
    fault.fired = true;
    return true;
}

#define FAULT_REAL(f) (((struct fault_file *)(f))->real)

static int
fault_close(sqlite3_file *f)
{
    return FAULT_REAL(f)->pMethods != NULL ? FAULT_REAL(f)->pMethods->xClose(FAULT_REAL(f))
                                           : SQLITE_OK;
}

static int
fault_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    return fault_hits(FAULT_READ) ? SQLITE_IOERR_READ
                                  : FAULT_REAL(f)->pMethods->xRead(FAULT_REAL(f), p, n, at);
}

/* Half of what is there, as read(2) may give: SQLite's own VFS must ask for the rest.  Above it a
 * short read means the end of the file, and the bytes behind it zeros. */
static ssize_t
fault_pread(int fd, void *p, size_t n, off_t at)
{
    return pread(fd, p, n > 1 && fault_hits(FAULT_SHORT) ? n / 2 : n, at);
}

/* Keep what a write is about to change, until it is synced. */
static void
fault_keep(sqlite3_file *f, sqlite3_int64 at, int n)
{
    struct fault_file *file = (struct fault_file *)f;
    struct fault_undo *u;

    if (fault.kind != FAULT_POWER || fault.fired || file->path[0] == '\0')
        return;
    u = calloc(1, sizeof(*u));
    snprintf(u->path, sizeof(u->path), "%s", file->path);
    FAULT_REAL(f)->pMethods->xFileSize(FAULT_REAL(f), &u->size);
    u->at = at;
    u->n = u->size - at < n ? (int)(u->size > at ? u->size - at : 0) : n;
    u->was = calloc(1, (size_t)u->n + 1);
    (void)FAULT_REAL(f)->pMethods->xRead(FAULT_REAL(f), u->was, u->n, at);
    u->before = fault.undo;
    fault.undo = u;
}

static struct fault_undo *
fault_drop_undo(struct fault_undo *u)
{
    struct fault_undo *before = u->before;

    free(u->was);
    free(u);
    return before;
}

/* What was synced stays. */
static void
fault_settle(const char *path)
{
    for (struct fault_undo **u = &fault.undo; *u != NULL;)
        if (strcmp((*u)->path, path) == 0)
            *u = fault_drop_undo(*u);
        else
            u = &(*u)->before;
}

/* Take back what was not synced when the power failed: what seed says, 0: all.  After the store
 * was closed. */
static inline void
fault_power(unsigned seed)
{
    for (struct fault_undo *u = fault.undo; u != NULL; u = fault_drop_undo(u)) {
        int fd = seed != 0 && rand_r(&seed) % 2 == 0 ? -1 : open(u->path, O_RDWR);

        if (fd < 0)
            continue; /* it got there, or its file is gone */
        if (pwrite(fd, u->was, (size_t)u->n, u->at) != u->n ||
            (seed == 0 && ftruncate(fd, u->size) != 0))
            abort();
        close(fd);
    }
    fault.undo = NULL;
}

/* Half of it reaches the disk: what a program must be able to live with. */
static int
fault_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    bool write = fault_hits(FAULT_WRITE);

    if (fault_hits(FAULT_POWER))
        return SQLITE_IOERR_WRITE;
    if (write || fault_hits(FAULT_FULL)) {
        if (n > 1)
            (void)FAULT_REAL(f)->pMethods->xWrite(FAULT_REAL(f), p, n / 2, at);
        return write ? SQLITE_IOERR_WRITE : SQLITE_FULL;
    }
    fault_keep(f, at, n);
    return FAULT_REAL(f)->pMethods->xWrite(FAULT_REAL(f), p, n, at);
}

static int
fault_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    sqlite3_int64 is = 0;

    if (fault_hits(FAULT_POWER))
        return SQLITE_IOERR_TRUNCATE;
    FAULT_REAL(f)->pMethods->xFileSize(FAULT_REAL(f), &is);
    if (is > size)
        fault_keep(f, size, (int)(is - size));
    return FAULT_REAL(f)->pMethods->xTruncate(FAULT_REAL(f), size);
}

static int
fault_sync(sqlite3_file *f, int flags)
{
    (void)flags;
    if (fault_hits(FAULT_POWER) || fault_hits(FAULT_SYNC))
        return SQLITE_IOERR_FSYNC;
    if (fault.kind == FAULT_POWER)
        fault_settle(((struct fault_file *)f)->path);
    return SQLITE_OK;
}

static int
fault_file_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return FAULT_REAL(f)->pMethods->xFileSize(FAULT_REAL(f), size);
}

static int
fault_lock(sqlite3_file *f, int level)
{
    return FAULT_REAL(f)->pMethods->xLock(FAULT_REAL(f), level);
}

static int
fault_unlock(sqlite3_file *f, int level)
{
    return FAULT_REAL(f)->pMethods->xUnlock(FAULT_REAL(f), level);
}

static int
fault_check_lock(sqlite3_file *f, int *out)
{
    return FAULT_REAL(f)->pMethods->xCheckReservedLock(FAULT_REAL(f), out);
}

static int
fault_control(sqlite3_file *f, int op, void *arg)
{
    return FAULT_REAL(f)->pMethods->xFileControl(FAULT_REAL(f), op, arg);
}

static int
fault_sector(sqlite3_file *f)
{
    return FAULT_REAL(f)->pMethods->xSectorSize(FAULT_REAL(f));
}

static int
fault_device(sqlite3_file *f)
{
    return FAULT_REAL(f)->pMethods->xDeviceCharacteristics(FAULT_REAL(f));
}

static int
fault_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return FAULT_REAL(f)->pMethods->xShmMap(FAULT_REAL(f), page, size, extend, out);
}

static int
fault_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    return FAULT_REAL(f)->pMethods->xShmLock(FAULT_REAL(f), at, n, flags);
}

static void
fault_shm_barrier(sqlite3_file *f)
{
    FAULT_REAL(f)->pMethods->xShmBarrier(FAULT_REAL(f));
}

static int
fault_shm_unmap(sqlite3_file *f, int delete)
{
    return FAULT_REAL(f)->pMethods->xShmUnmap(FAULT_REAL(f), delete);
}

/* Version 2: with shared memory for the log, without mapped pages, which no read would see. */
static const sqlite3_io_methods fault_methods = {
    .iVersion = 2,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_file_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_check_lock,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector,
    .xDeviceCharacteristics = fault_device,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
};

static int
fault_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f, int flags, int *out)
{
    struct fault_file *file = (struct fault_file *)f;
    int rc;

    (void)vfs;
    file->real = (sqlite3_file *)(file + 1);
    memset(file->real, 0, (size_t)fault.real->szOsFile);
    rc = fault.real->xOpen(fault.real, name, file->real, flags, out);
    file->base.pMethods = file->real->pMethods != NULL ? &fault_methods : NULL;
    file->path[0] = '\0';
    if (name != NULL && fault.follow != NULL &&
        strncmp(name, fault.follow, strlen(fault.follow)) == 0)
        snprintf(file->path, sizeof(file->path), "%s", name);
    return rc;
}

/* A log that is not wanted any more goes at once, or not at all: the power is off. */
static int
fault_delete(sqlite3_vfs *vfs, const char *name, int sync_dir)
{
    (void)vfs;
    if (fault.kind == FAULT_POWER && fault.fired)
        return SQLITE_IOERR_DELETE;
    fault_settle(name);
    return fault.real->xDelete(fault.real, name, sync_dir);
}

/* From here on every store is opened through it. */
static inline void
fault_install(void)
{
    static const char *const calls[] = { "pread", "pread64" }; /* as SQLite was built */

    fault.real = sqlite3_vfs_find(NULL);
    fault.vfs = *fault.real;
    fault.vfs.zName = "fault";
    fault.vfs.szOsFile = (int)sizeof(struct fault_file) + fault.real->szOsFile;
    fault.vfs.xOpen = fault_open;
    fault.vfs.xDelete = fault_delete;
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        if (fault.real->xGetSystemCall(fault.real, calls[i]) != NULL)
            fault.real->xSetSystemCall(fault.real, calls[i], (sqlite3_syscall_ptr)fault_pread);
    sqlite3_vfs_register(&fault.vfs, 1);
}

#endif /* FAULT_VFS_H */
