/*
 * raw.c - a server that sends files as they are, status line, header and all:
 * for answers that no proper server would give.
 *
 *   build/tests/site/raw FOLDER [ADDRESS]
 *
 * GET /a is answered with the bytes of FOLDER/a, GET / with FOLDER/index; FOLDER/a.wait
 * holds the milliseconds to wait before, FOLDER/a.drip those after each byte.  What is not
 * there is a 404.  Prints its port as JSON; each path asked for goes to FOLDER/log.
 * Loopback only, 127.0.0.1 unless told; ends when nobody has come for IDLE_MS.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define IDLE_MS     900000
#define PATH_BYTES  1024
#define MAX_REQUEST 16384

static const char missing[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

/* The number in FOLDER/path.kind; 0: there is none. */
static int
number(const char *path, const char *kind)
{
    char name[PATH_BYTES];
    int n = 0;
    FILE *f;

    snprintf(name, sizeof(name), "%s.%s", path, kind);
    f = fopen(name, "r");
    if (f == NULL)
        return 0;
    if (fscanf(f, "%d", &n) != 1)
        n = 0;
    fclose(f);
    return n;
}

static void
send_file(int to, const char *path)
{
    char part[BUFSIZ];
    int from = open(path, O_RDONLY), drip_ms = number(path, "drip");
    ssize_t n;

    if (from < 0) {
        (void)!write(to, missing, sizeof(missing) - 1);
        return;
    }
    poll(NULL, 0, number(path, "wait"));
    while ((n = read(from, part, drip_ms > 0 ? 1 : sizeof(part))) > 0) {
        if (write(to, part, (size_t)n) != n)
            break;
        poll(NULL, 0, drip_ms);
    }
    close(from);
}

/* A request of one read will do: our client sends it at once. */
static void
answer(int fd, const char *folder)
{
    char request[MAX_REQUEST], path[PATH_BYTES], uri[PATH_BYTES / 2] = "";
    ssize_t n = read(fd, request, sizeof(request) - 1);
    FILE *log;

    request[n > 0 ? n : 0] = '\0';
    if (sscanf(request, "GET %500s", uri) != 1 || strstr(uri, "..") != NULL)
        return;
    snprintf(path, sizeof(path), "%s/log", folder);
    log = fopen(path, "a");
    if (log != NULL) {
        fprintf(log, "%s\n", uri);
        fclose(log);
    }
    snprintf(path, sizeof(path), "%s%s", folder, strcmp(uri, "/") == 0 ? "/index" : uri);
    send_file(fd, path);
}

int
main(int argc, char **argv)
{
    struct sockaddr_in in = { .sin_family = AF_INET };
    socklen_t size = sizeof(in);
    struct pollfd p = { socket(AF_INET, SOCK_STREAM, 0), POLLIN, 0 };

    if (argc < 2 || inet_pton(AF_INET, argc > 2 ? argv[2] : "127.0.0.1", &in.sin_addr) != 1 ||
        ntohl(in.sin_addr.s_addr) >> 24 != IN_LOOPBACKNET ||
        bind(p.fd, (struct sockaddr *)&in, sizeof(in)) != 0 || listen(p.fd, SOMAXCONN) != 0 ||
        getsockname(p.fd, (struct sockaddr *)&in, &size) != 0) {
        fprintf(stderr, "usage: raw FOLDER [ADDRESS]\n");
        return 1;
    }
    signal(SIGCHLD, SIG_IGN); /* nobody waits for the children */
    printf("{\"port\":%d}\n", ntohs(in.sin_port));
    fflush(stdout);
    while (poll(&p, 1, IDLE_MS) > 0) {
        int fd = accept(p.fd, NULL, NULL);

        if (fd >= 0 && fork() == 0) {
            answer(fd, argv[1]);
            _exit(0);
        }
        close(fd);
    }
    return 0;
}
