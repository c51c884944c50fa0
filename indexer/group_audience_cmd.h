/* group_audience_cmd.h - for group_cmd.c: earshot group ID audience [NAME...|none|sources|undo]. */
#ifndef GROUP_AUDIENCE_CMD_H
#define GROUP_AUDIENCE_CMD_H

#include "cmd.h"

/* Shows who asks the group; with names, or one of the words, says so first. */
enum status group_audience_cmd(struct cmd_env *env, int64_t group_id, struct err *err);

#endif /* GROUP_AUDIENCE_CMD_H */
