/* sdnotify.c - see sdnotify.h. */
#include "sdnotify.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"
#include "text.h"

#define US_PER_MS   1000
#define STATE_BYTES 64

void
sdnotify_send(const char *path, const char *state)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    size_t n;
    int fd;

    if (path == NULL)
        path = getenv("NOTIFY_SOCKET");
    n = path != NULL ? strlen(path) : 0;
    if (n < 2 || n >= sizeof(to.sun_path) || (path[0] != '/' && path[0] != '@'))
        return;
    memcpy(to.sun_path, path, n);
    if (path[0] == '@')
        to.sun_path[0] = '\0';
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    (void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT, (struct sockaddr *)&to,
                  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
    close(fd);
}

void
sdnotify_reloading(const char *path)
{
    char state[STATE_BYTES];

    snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%lld",
             (long long)clock_monotonic_us());
    sdnotify_send(path, state);
}

int64_t
sdnotify_watchdog_ms(const char *usec)
{
    int64_t us;

    if (usec == NULL)
        usec = getenv("WATCHDOG_USEC");
    return text_to_int(text_of(usec), &us) && us > 0 ? us / 2 / US_PER_MS : 0;
}
