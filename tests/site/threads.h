/*
 * threads.h - the threads of one host, read from www/HOST/threads.json, a list
 * of objects: id, day, title, posts, and where they differ from the defaults
 * kind (question), gold (none), lang (en), tags, accepted, closed, score, views.
 */
#ifndef THREADS_H
#define THREADS_H

#include "site.h"
#include "status.h"

enum status threads_load(const char *path, struct site_threads *ret, struct err *err);
void threads_release(struct site_threads *t);
const struct site_thread *threads_find(const struct site_threads *t, long id); /* NULL: none */

#endif /* THREADS_H */
