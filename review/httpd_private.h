/* httpd_private.h - what the files of httpd.c share; nobody else's. */
#ifndef HTTPD_PRIVATE_H
#define HTTPD_PRIVATE_H

#include <microhttpd.h>
#include <pthread.h>

#include "httpd.h"

/* A connection as the watch sees it. */
struct httpd_line {
    int fd;
    int64_t since_us; /* of the phase */
    bool sending;
    struct httpd_line *prev, *next;
};

/* Closes connections that take too long; a thread of its own. */
struct httpd_watch {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct httpd_line *lines; /* all that are open */
    pthread_t thread;
    bool stop;
    int64_t receive_us, send_us;
    struct serve_counters *counters;
};

/* What a thread that answers has of its own. */
struct httpd_worker {
    struct store *store;   /* NULL: could not be opened yet */
    struct arena *arena;   /* of the request at hand */
    atomic_llong since_us; /* of the request at hand; 0: it has none */
    struct httpd_worker *next;
};

struct httpd {
    struct httpd_config config;
    struct MHD_Daemon *daemon;
    struct httpd_watch watch;
    pthread_key_t worker;
    pthread_mutex_t lock; /* of workers */
    struct httpd_worker *workers;
    atomic_int under_way; /* requests begun and not ended */
};

void httpd_watch_start(struct httpd_watch *w);
void httpd_watch_stop(struct httpd_watch *w);
/* libmicrohttpd's MHD_NotifyConnectionCallback; cls is the watch. */
void httpd_watch_connection(void *cls, struct MHD_Connection *c, void **line,
                            enum MHD_ConnectionNotificationCode code);
/* It begins to send, or to wait for the next request. */
void httpd_watch_phase(struct httpd_watch *w, struct MHD_Connection *c, bool sending);

/* libmicrohttpd's callbacks for one request: its first line, its parts, its end. */
void *httpd_begin(void *cls, const char *target, struct MHD_Connection *c);
enum MHD_Result httpd_answer(void *cls, struct MHD_Connection *c, const char *path,
                             const char *method, const char *version, const char *data,
                             size_t *n_data, void **visit);
void httpd_end(void *cls, struct MHD_Connection *c, void **visit,
               enum MHD_RequestTerminationCode why);

#endif /* HTTPD_PRIVATE_H */
