/*
 * served.h - a static site on loopback in a process of its own, for bench-crawl.
 *
 * Made before the measuring begins, from memory, so that serving costs the
 * same whoever asks.  The child's CPU is counted to nobody: it is waited for at the end.
 */
#ifndef SERVED_H
#define SERVED_H

#include <stddef.h>
#include <sys/types.h>

struct served {
    pid_t pid;
    unsigned port;
    char **urls; /* owned, each owned; the first one is the entrance */
    size_t n;
};

/* n pages of about so many bytes; every page is reached from the first one by links. */
void served_start(struct served *s, size_t n, size_t page_bytes);
void served_stop(struct served *s);

#endif /* SERVED_H */
