/*
 * listen.h - "127.0.0.1:8377" and "[::1]:0": where a server of ours waits for requests.
 *
 * An address and a port, in numbers: a name could mean an address nobody thought of.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include <sys/socket.h>

#include "status.h"
#include "text.h"

#define LISTEN_TEXT_BYTES 64 /* an IPv6 address in brackets, ':' and a port */

struct listen_address {
    struct sockaddr_storage at;
    socklen_t bytes; /* of at */
    bool loopback;   /* only this machine can ask */
};

/* ST_INVALID: anything else; err says what was wanted. */
enum status listen_parse(struct text t, struct listen_address *ret, struct err *err);
/* As listen_parse() reads it; also for the address of a client. */
const char *listen_print(const struct sockaddr *at, char out[LISTEN_TEXT_BYTES]);
/* The same without a port. */
const char *listen_host(const struct sockaddr *at, char out[LISTEN_TEXT_BYTES]);
void listen_set_port(struct listen_address *a, uint16_t port);

#endif /* LISTEN_H */
