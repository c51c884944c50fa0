/*
 * rules.h - what each host's robots.txt says, as a table: robots.txt is
 * written from it, and each request is held against it for the log.
 */
#ifndef RULES_H
#define RULES_H

#include "site.h"

void rules_robots(const struct site *s, enum site_host host, struct site_reply *r);
bool rules_forbid(enum site_host host, const char *uri);

#endif /* RULES_H */
