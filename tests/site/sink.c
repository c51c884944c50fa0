/*
 * sink.c - a mail server and an HTTP server that keep what they are sent, for tests.
 *
 *   build/tests/site/sink smtp|http FOLDER
 *
 * Each mail, or each request's head and body, becomes FOLDER/1, FOLDER/2, ...; a mail's envelope
 * stands before it.  FOLDER/mode says how to answer: good (or no such file), refuse (550, 500),
 * slow (nothing for SLOW_MS), drop (the connection ends after the message is kept), moved (302).
 * Prints its port as JSON.  Loopback only; ends when nobody has come for IDLE_MS.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define IDLE_MS    120000
#define SLOW_MS    2500
#define LINE_BYTES 2048
#define BODY_BYTES 65536
#define PATH_BYTES 1024

static const char *folder;
static int n_kept;

static bool
mode_is(const char *mode)
{
    char path[PATH_BYTES], now[16] = "good";
    FILE *f;

    snprintf(path, sizeof(path), "%s/mode", folder);
    f = fopen(path, "r");
    if (f != NULL) {
        if (fscanf(f, "%15s", now) != 1)
            now[0] = '\0';
        fclose(f);
    }
    return strcmp(now, mode) == 0;
}

static FILE *
next_file(void)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof(path), "%s/%d.part", folder, ++n_kept);
    return fopen(path, "w");
}

/* Only whole ones have their name. */
static void
keep(FILE *f)
{
    char from[PATH_BYTES], to[PATH_BYTES];

    fclose(f);
    snprintf(from, sizeof(from), "%s/%d.part", folder, n_kept);
    snprintf(to, sizeof(to), "%s/%d", folder, n_kept);
    rename(from, to);
}

static void
smtp_data(FILE *in, FILE *out, FILE *f)
{
    char line[LINE_BYTES];

    fputs("354 go on\r\n", out);
    fflush(out);
    while (fgets(line, sizeof(line), in) != NULL && strcmp(line, ".\r\n") != 0)
        fputs(line, f);
}

static void
smtp(FILE *in, FILE *out)
{
    char line[LINE_BYTES];
    FILE *f = next_file();

    fputs("220 sink\r\n", out);
    fflush(out);
    while (fgets(line, sizeof(line), in) != NULL) {
        if (strncasecmp(line, "EHLO", 4) == 0) {
            fputs("250-sink\r\n250 8BITMIME\r\n", out);
        } else if (strncasecmp(line, "RCPT", 4) == 0 && mode_is("refuse")) {
            fputs("550 nobody of that name\r\n", out);
        } else if (strncasecmp(line, "DATA", 4) == 0) {
            smtp_data(in, out, f);
            keep(f);
            f = next_file();
            if (mode_is("slow"))
                poll(NULL, 0, SLOW_MS);
            if (mode_is("drop"))
                break;
            fputs("250 kept\r\n", out);
        } else if (strncasecmp(line, "QUIT", 4) == 0) {
            fputs("221 bye\r\n", out);
            fflush(out);
            break;
        } else {
            fputs(line, f); /* the envelope */
            fputs("250 yes\r\n", out);
        }
        fflush(out);
    }
    fclose(f);
    n_kept--; /* the one that nothing was written to, or not all */
}

static void
http(FILE *in, FILE *out)
{
    static char body[BODY_BYTES];
    char line[LINE_BYTES];
    size_t length = 0;
    FILE *f = next_file();

    while (fgets(line, sizeof(line), in) != NULL && strcmp(line, "\r\n") != 0) {
        fputs(line, f);
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            length = strtoul(line + 15, NULL, 10);
    }
    if (length > sizeof(body) || fread(body, 1, length, in) != length)
        length = 0;
    fputs("\n", f);
    fwrite(body, 1, length, f);
    keep(f);
    if (mode_is("slow"))
        poll(NULL, 0, SLOW_MS);
    fprintf(out, "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n",
            mode_is("refuse")  ? "500 No"
            : mode_is("moved") ? "302 Elsewhere"
                               : "204 Kept",
            mode_is("moved") ? "Location: http://127.0.0.1:1/\r\n" : "");
    fflush(out);
}

int
main(int argc, char **argv)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t n = sizeof(at);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct pollfd p = { .fd = s, .events = POLLIN };

    if (argc != 3 || bind(s, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(s, 8) != 0 ||
        getsockname(s, (struct sockaddr *)&at, &n) != 0)
        return 1;
    folder = argv[2];
    signal(SIGPIPE, SIG_IGN);
    printf("{\"port\":%d}\n", ntohs(at.sin_port));
    fflush(stdout);
    while (poll(&p, 1, IDLE_MS) == 1) {
        int c = accept(s, NULL, NULL), d = c >= 0 ? dup(c) : -1;
        FILE *in = c >= 0 ? fdopen(c, "r") : NULL, *out = d >= 0 ? fdopen(d, "w") : NULL;

        if (in != NULL && out != NULL)
            (strcmp(argv[1], "smtp") == 0 ? smtp : http)(in, out);
        if (in != NULL)
            fclose(in);
        if (out != NULL)
            fclose(out);
    }
    return 0;
}
