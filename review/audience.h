/*
 * audience.h - who asks a group: said on its page, POST /groups/ID/audience.
 *
 *     audience=students, applicants  revision=N  do=set|sources|undo
 *
 * What an editor says counts instead of what the settings say of the group's sources, until
 * somebody gives it back to them.  Each is a row of the log.
 */
#ifndef AUDIENCE_H
#define AUDIENCE_H

#include "route.h"

extern const struct route audience_routes[];

/* The section of the group's page: who asks, and for who may edit a form. */
void audience_section(const struct request *r, struct buf *b, int64_t group_id,
                      int64_t department_id);

#endif /* AUDIENCE_H */
