/*
 * served.h - a static site on several loopback hosts, 127.0.0.1 and on, each
 * with a port of its own, in a process of its own, for bench-crawl.
 *
 * Made before the measuring begins, from memory, so that serving costs the
 * same whoever asks.  The child's CPU is counted to nobody: it is waited for at the end.
 */
#ifndef SERVED_H
#define SERVED_H

#include <stddef.h>
#include <sys/types.h>

#define SERVED_HOSTS 4

struct served {
    pid_t pid;
    char **urls; /* owned, each owned; host by host in turn: the first SERVED_HOSTS are entrances */
    size_t n;
};

/* n pages of about so many bytes; every page is reached from its host's entrance by links. */
void served_start(struct served *s, size_t n, size_t page_bytes);
void served_stop(struct served *s);

#endif /* SERVED_H */
