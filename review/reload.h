/*
 * reload.h - SIGHUP: the INI files are read again while requests are answered.
 *
 * A second configuration is read whole, written to the store's tables of departments and sources,
 * and only then put in the place of the one before, by one pointer.  What is wrong changes nothing.
 * Requests that are under way have the one before, so that all of them stay in memory until the
 * end: some 100 kB each for a university's twelve departments, and people do this some times a day.
 *
 * Where it listens, on how many threads, and whether to believe a proxy stays as it was at the
 * start; what waits for another start is named.  Belongs to the work loop's thread.
 */
#ifndef RELOAD_H
#define RELOAD_H

#include "serve.h"
#include "store.h"

#define RELOAD_LATER_BYTES 64

struct reload {
    struct serve *serve;
    struct store *store;        /* its role is STORE_REVIEW, before and afterwards */
    const struct config *start; /* borrowed: what the server was started with */
    struct config **fresh;      /* owned: those since */
    size_t n_fresh, cap_fresh;
    bool listen_given; /* on the command line: the files do not count for it */
};

/*
 * Read them.  On failure serve has what it had.  later: the settings that differ from those of the
 * start and wait for the next one, parted by commas; "" : none.
 */
enum status reload_settings(struct reload *r, char later[RELOAD_LATER_BYTES], struct err *err);

/* After the last request. */
void reload_release(struct reload *r);

#endif /* RELOAD_H */
