/*
 * group_verb_cmd.h - earshot group ID VERB: decisions about a group, and what was decided.
 */
#ifndef GROUP_VERB_CMD_H
#define GROUP_VERB_CMD_H

#include "cmd.h"

/* env->options of the command. */
struct group_verb_cmd_options {
    const char *by;
    int64_t revision;
};

#define GROUP_VERB_CMD_OPTIONS 2
extern const struct option group_verb_cmd_options[GROUP_VERB_CMD_OPTIONS];

/* merge, split, head, undo: env->args[1] and what follows it. */
enum status group_verb_cmd_decide(struct cmd_env *env, int64_t group_id, struct err *err);

/* A list of what was decided about the group; how many through n. */
enum status group_verb_cmd_history(struct cmd_env *env, int64_t group_id, size_t *n,
                                   struct err *err);

/* The group that took it over, said in a word on standard error; itself if it stands. */
int64_t group_verb_cmd_follow(struct cmd_env *env, int64_t group_id);

#endif /* GROUP_VERB_CMD_H */
