/*
 * sdnotify.h - tells systemd how the service is (sd_notify(3)): one datagram to the socket
 * that NOTIFY_SOCKET names, a path or, with a leading '@', an abstract name.
 *
 * Nothing happens where it is not set, or nobody listens: the service does not depend on it.
 */
#ifndef SDNOTIFY_H
#define SDNOTIFY_H

#include <stdint.h>

/* state: lines such as "READY=1"; socket: NULL for NOTIFY_SOCKET's. */
void sdnotify_send(const char *socket, const char *state);

/* "RELOADING=1" with the time that Type=notify-reload wants beside it. */
void sdnotify_reloading(const char *socket);

/* How often "WATCHDOG=1" is wanted: half of WATCHDOG_USEC; 0: never. */
int64_t sdnotify_watchdog_ms(const char *usec); /* NULL: the variable's */

#endif /* SDNOTIFY_H */
