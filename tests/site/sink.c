/*
 * sink.c - a mail server, an HTTP server and a service manager that keep what they are sent.
 *
 *   build/tests/site/sink smtp|smtps|http|notify FOLDER
 *
 * Each mail, or each request's head and body, becomes FOLDER/1, FOLDER/2, ...; what a mail's
 * client said stands before it.  FOLDER/mode says how to answer, words parted by blanks: good (or
 * no such file), refuse (550, 500), later (451), full (552 once it has the mail), hang (nothing
 * once it has it, until the client goes or the mode is another one), cut (the connection ends in
 * the middle of the mail), drop (it ends after the message is kept), moved (302), bare (no
 * STARTTLS), plain or login (the only way to sign in).
 *
 * With FOLDER/server.pem and server.key, smtp offers STARTTLS and smtps is TLS from the first
 * byte.  FOLDER/auth, three words of base64, makes it want a sign-in: NUL user NUL password (for
 * PLAIN), user, password (for LOGIN).  FOLDER/refused: addresses that get no mail (550).
 *
 * notify: FOLDER/socket is a socket of datagrams as sd_notify(3) wants it; each becomes a line of
 * FOLDER/told, its lines parted by commas, before it the milliseconds since the start.
 *
 * Prints its port as JSON.  Loopback only; ends when nobody has come for IDLE_MS.
 */
#define _GNU_SOURCE /* fopencookie */
#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define IDLE_MS      900000
#define LOOK_MS      20
#define HANDSHAKE_MS 60000
#define LINE_BYTES   2048
#define BODY_BYTES   65536
#define PATH_BYTES   1024
#define CUT_LINES    3 /* of a mail, before the connection ends */

static const char *folder;
static int n_kept;
static gnutls_certificate_credentials_t credentials; /* NULL: no TLS */

static const char *
file_of(const char *name)
{
    static char path[PATH_BYTES];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

/* Is it one of the words of the file? */
static bool
says(const char *file, const char *word)
{
    char now[LINE_BYTES];
    FILE *f = fopen(file_of(file), "r");
    bool ret = false;

    while (f != NULL && !ret && fscanf(f, "%2047s", now) == 1)
        ret = strcmp(now, word) == 0;
    if (f != NULL)
        fclose(f);
    return ret;
}

static bool
mode_is(const char *mode)
{
    return says("mode", mode);
}

static FILE *
next_file(void)
{
    char name[32];

    snprintf(name, sizeof(name), "%d.part", ++n_kept);
    return fopen(file_of(name), "w");
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

/* ---- connections ---- */

struct wire {
    int fd;
    gnutls_session_t tls; /* NULL: in the clear */
    FILE *in, *out;
};

static ssize_t
tls_read(void *tls, char *p, size_t n)
{
    ssize_t got = gnutls_record_recv(tls, p, n);

    return got < 0 ? -1 : got;
}

static ssize_t
tls_write(void *tls, const char *p, size_t n)
{
    ssize_t put = gnutls_record_send(tls, p, n);

    return put < 0 ? 0 : put;
}

/* False: they did not agree. */
static bool
tls_begin(struct wire *w)
{
    static const cookie_io_functions_t reads = { .read = tls_read },
                                       writes = { .write = tls_write };

    if (gnutls_init(&w->tls, GNUTLS_SERVER) != 0)
        return false;
    gnutls_set_default_priority(w->tls);
    gnutls_credentials_set(w->tls, GNUTLS_CRD_CERTIFICATE, credentials);
    gnutls_transport_set_int(w->tls, w->fd);
    gnutls_handshake_set_timeout(w->tls, HANDSHAKE_MS);
    if (gnutls_handshake(w->tls) != 0)
        return false;
    if (w->in != NULL)
        fclose(w->in);
    if (w->out != NULL)
        fclose(w->out);
    w->in = fopencookie(w->tls, "r", reads);
    w->out = fopencookie(w->tls, "w", writes);
    return w->in != NULL && w->out != NULL;
}

static bool
wire_open(struct wire *w, int fd, bool tls)
{
    *w = (struct wire){ .fd = fd };
    if (tls)
        return tls_begin(w);
    w->in = fdopen(dup(fd), "r");
    w->out = fdopen(dup(fd), "w");
    return w->in != NULL && w->out != NULL;
}

static void
wire_close(struct wire *w)
{
    if (w->out != NULL)
        fclose(w->out);
    if (w->in != NULL)
        fclose(w->in);
    if (w->tls != NULL)
        gnutls_deinit(w->tls);
    close(w->fd);
}

/* False: it has ended. */
static bool
hear(struct wire *w, char line[LINE_BYTES])
{
    fflush(w->out);
    return fgets(line, LINE_BYTES, w->in) != NULL;
}

/* Between what is kept and the answer. */
static void
linger(const struct wire *w)
{
    struct pollfd p = { .fd = w->fd, .events = POLLIN };

    while (mode_is("hang") && poll(&p, 1, LOOK_MS) == 0)
        continue;
}

/* ---- mail ---- */

/* False: the connection is to end. */
static bool
smtp_data(struct wire *w, FILE *f)
{
    char line[LINE_BYTES];
    int n = 0;

    fputs("354 go on\r\n", w->out);
    while (hear(w, line) && strcmp(line, ".\r\n") != 0) {
        if (mode_is("cut") && ++n > CUT_LINES)
            return false;
        fputs(line, f);
    }
    return true;
}

/* PLAIN with or without its answer in the line, LOGIN with two questions. */
static bool
smtp_auth(struct wire *w, char line[LINE_BYTES], FILE *f)
{
    char way[16] = "", word[LINE_BYTES] = "";
    bool ok;

    if (sscanf(line, "%*s %15s %2047s", way, word) < 1)
        return false;
    fprintf(f, "AUTH %s%s\r\n", way, w->tls != NULL ? " by TLS" : "");
    if (strcasecmp(way, "PLAIN") == 0) {
        if (word[0] == '\0')
            fputs("334 \r\n", w->out);
        if (word[0] == '\0' && (!hear(w, line) || sscanf(line, "%2047s", word) != 1))
            return false;
        return says("auth", word);
    }
    fputs("334 VXNlcm5hbWU6\r\n", w->out);
    ok = hear(w, line) && sscanf(line, "%2047s", word) == 1 && says("auth", word);
    fputs("334 UGFzc3dvcmQ6\r\n", w->out);
    return hear(w, line) && sscanf(line, "%2047s", word) == 1 && says("auth", word) && ok;
}

static void
smtp_hello(const struct wire *w, bool wants_auth)
{
    fputs("250-sink\r\n", w->out);
    if (credentials != NULL && w->tls == NULL && !mode_is("bare"))
        fputs("250-STARTTLS\r\n", w->out);
    if (wants_auth)
        fprintf(w->out, "250-AUTH %s\r\n",
                mode_is("plain")   ? "PLAIN"
                : mode_is("login") ? "LOGIN"
                                   : "LOGIN PLAIN");
    fputs("250 8BITMIME\r\n", w->out);
}

static bool
is_refused(const char *line)
{
    char address[LINE_BYTES] = "";

    return sscanf(line, "%*[^<]<%2047[^>]>", address) == 1 && says("refused", address);
}

/* What there is to say to MAIL and RCPT. */
static const char *
smtp_envelope(const char *line, bool wants_auth)
{
    if (wants_auth)
        return "530 5.7.0 sign in first\r\n";
    if (strncasecmp(line, "RCPT", 4) == 0 && (mode_is("refuse") || is_refused(line)))
        return "550 nobody of that name\r\n";
    if (strncasecmp(line, "RCPT", 4) == 0 && mode_is("later"))
        return "451 4.7.1 greylisted, come back later\r\n";
    return "250 yes\r\n";
}

static void
smtp(struct wire *w)
{
    char line[LINE_BYTES];
    bool wants_auth = access(file_of("auth"), R_OK) == 0;
    FILE *f = next_file();

    fputs("220 sink\r\n", w->out);
    while (hear(w, line)) {
        if (strncasecmp(line, "EHLO", 4) == 0) {
            smtp_hello(w, wants_auth);
        } else if (strncasecmp(line, "STARTTLS", 8) == 0 && credentials != NULL) {
            fputs("220 go on\r\n", w->out);
            fflush(w->out);
            if (!tls_begin(w))
                break;
        } else if (strncasecmp(line, "AUTH", 4) == 0) {
            wants_auth = !smtp_auth(w, line, f);
            fputs(wants_auth ? "535 5.7.8 no such user\r\n" : "235 welcome\r\n", w->out);
        } else if (strncasecmp(line, "DATA", 4) == 0) {
            if (w->tls != NULL)
                fprintf(f, "%s\r\n", gnutls_protocol_get_name(gnutls_protocol_get_version(w->tls)));
            if (!smtp_data(w, f))
                break;
            if (mode_is("full")) {
                fputs("552 5.2.2 the mailbox is full\r\n", w->out);
                continue;
            }
            keep(f);
            f = next_file();
            linger(w);
            if (mode_is("drop"))
                break;
            fputs("250 kept\r\n", w->out);
        } else if (strncasecmp(line, "QUIT", 4) == 0) {
            fputs("221 bye\r\n", w->out);
            break;
        } else {
            fputs(line, f); /* the envelope */
            fputs(smtp_envelope(line, wants_auth), w->out);
        }
    }
    fclose(f);
    n_kept--; /* the one that nothing was written to, or not all */
}

/* ---- requests ---- */

static void
http(struct wire *w)
{
    static char body[BODY_BYTES];
    char line[LINE_BYTES];
    size_t length = 0;
    FILE *f = next_file();

    while (hear(w, line) && strcmp(line, "\r\n") != 0) {
        fputs(line, f);
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            length = strtoul(line + 15, NULL, 10);
    }
    if (length > sizeof(body) || fread(body, 1, length, w->in) != length)
        length = 0;
    fputs("\n", f);
    fwrite(body, 1, length, f);
    keep(f);
    linger(w);
    fprintf(w->out, "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n",
            mode_is("refuse")  ? "500 No"
            : mode_is("moved") ? "302 Elsewhere"
                               : "204 Kept",
            mode_is("moved") ? "Location: http://127.0.0.1:1/\r\n" : "");
}

/* ---- readiness ---- */

static long
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000L + t.tv_nsec / 1000000L;
}

static int
notify(void)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    struct pollfd p = { .fd = socket(AF_UNIX, SOCK_DGRAM, 0), .events = POLLIN };
    long start_ms = now_ms();
    FILE *f;

    snprintf(at.sun_path, sizeof(at.sun_path), "%.100s", file_of("socket"));
    f = fopen(file_of("told"), "w");
    if (f == NULL || bind(p.fd, (struct sockaddr *)&at, sizeof(at)) != 0)
        return 1;
    printf("{\"port\":0}\n");
    fflush(stdout);
    while (poll(&p, 1, IDLE_MS) == 1) {
        char line[LINE_BYTES];
        ssize_t n = recv(p.fd, line, sizeof(line) - 1, 0);

        for (ssize_t i = 0; i < n; i++)
            line[i] = line[i] == '\n' ? ',' : line[i];
        fprintf(f, "%ld %.*s\n", now_ms() - start_ms, n > 0 ? (int)n : 0, line);
        fflush(f);
    }
    fclose(f);
    return 0;
}

/* ---- start ---- */

static void
read_certificate(void)
{
    char pem[PATH_BYTES];

    snprintf(pem, sizeof(pem), "%s", file_of("server.pem"));
    if (access(pem, R_OK) != 0 || gnutls_certificate_allocate_credentials(&credentials) != 0)
        return;
    if (gnutls_certificate_set_x509_key_file(credentials, pem, file_of("server.key"),
                                             GNUTLS_X509_FMT_PEM) != 0)
        exit(1);
}

int
main(int argc, char **argv)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t n = sizeof(at);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct pollfd p = { .fd = s, .events = POLLIN };

    if (argc != 3)
        return 1;
    folder = argv[2];
    signal(SIGPIPE, SIG_IGN);
    if (strcmp(argv[1], "notify") == 0)
        return notify();
    if (bind(s, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(s, 8) != 0 ||
        getsockname(s, (struct sockaddr *)&at, &n) != 0)
        return 1;
    read_certificate();
    printf("{\"port\":%d}\n", ntohs(at.sin_port));
    fflush(stdout);
    while (poll(&p, 1, IDLE_MS) == 1) {
        int c = accept(s, NULL, NULL);
        struct wire w;

        if (c < 0)
            continue;
        if (wire_open(&w, c, strcmp(argv[1], "smtps") == 0))
            (strcmp(argv[1], "http") == 0 ? http : smtp)(&w);
        wire_close(&w);
    }
    return 0;
}
