/*
 * fault_vfs.h - SQLite's files with a disk behind them that fails when told: the Nth write, sync
 * or read, or every write from the Nth on (a full disk).
 *
 * It goes over the system's own VFS and becomes the default one, so that the program under test
 * opens its stores through it.  Syncs are counted, not made: a test is about what the program
 * does when one fails, not about the power.  Not for threads.
 */
#ifndef FAULT_VFS_H
#define FAULT_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

enum fault_kind { FAULT_NONE, FAULT_WRITE, FAULT_SYNC, FAULT_READ, FAULT_FULL, FAULT_KINDS };

static const char *const fault_names[] = { "none", "write", "sync", "read", "full disk" };

static struct {
    enum fault_kind kind;
    int left; /* calls of that kind until it fails */
    bool fired;
    sqlite3_vfs *real, vfs;
} fault;

struct fault_file {
    sqlite3_file base;
    sqlite3_file *real; /* behind this struct, in the memory that SQLite gave */
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

/* Does this call fail?  A full disk stays full. */
static inline bool
fault_hits(enum fault_kind kind)
{
    if (fault.kind != kind)
        return false;
    if (fault.fired)
        return kind == FAULT_FULL;
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

/* Half of it reaches the disk: what a program must be able to live with. */
static int
fault_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    bool write = fault_hits(FAULT_WRITE);

    if (write || fault_hits(FAULT_FULL)) {
        if (n > 1)
            (void)FAULT_REAL(f)->pMethods->xWrite(FAULT_REAL(f), p, n / 2, at);
        return write ? SQLITE_IOERR_WRITE : SQLITE_FULL;
    }
    return FAULT_REAL(f)->pMethods->xWrite(FAULT_REAL(f), p, n, at);
}

static int
fault_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return FAULT_REAL(f)->pMethods->xTruncate(FAULT_REAL(f), size);
}

static int
fault_sync(sqlite3_file *f, int flags)
{
    (void)f;
    (void)flags;
    return fault_hits(FAULT_SYNC) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
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
    return rc;
}

/* From here on every store is opened through it. */
static inline void
fault_install(void)
{
    fault.real = sqlite3_vfs_find(NULL);
    fault.vfs = *fault.real;
    fault.vfs.zName = "fault";
    fault.vfs.szOsFile = (int)sizeof(struct fault_file) + fault.real->szOsFile;
    fault.vfs.xOpen = fault_open;
    sqlite3_vfs_register(&fault.vfs, 1);
}

#endif /* FAULT_VFS_H */
