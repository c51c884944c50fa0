/*
 * route.h - from method and path to the function that answers.
 *
 * A page is a file: its routes are a table in it, listed in routes.c.  The table says who may
 * ask, so that a test can walk every row as every role.  Rows of GET answer HEAD, too.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include "request.h"

typedef void route_fn(struct request *r, struct response *res);

struct route {
    const char *method;  /* "GET" or "POST" */
    const char *pattern; /* "/q/{dept}": a {part} is one segment, not empty */
    unsigned right;      /* enum role_right, wanted in one department at least; 0: public */
    route_fn *run;       /* asks again once it knows which department it is about */
};

/* Every table; each ends with a row without a method.  NULL-terminated. */
extern const struct route *const routes_all[];

/*
 * Answer r, whose method, path, query, headers and form are filled.  405 with Allow, 404, 403
 * and a gate that is shut (serve.h) are answers, too.
 */
void route_dispatch(const struct route *const *tables, struct request *r, struct response *res);

/* Does the path fit?  The parts go to args (unescaped). */
bool route_match(const char *pattern, struct text path, struct arena *a,
                 struct text args[REQUEST_MAX_ARGS]);

#endif /* ROUTE_H */
