/*
 * list_cmd.h - what the commands that list questions and groups share.
 */
#ifndef LIST_CMD_H
#define LIST_CMD_H

#include "cmd.h"

struct list {
    struct cmd_env *env;
    struct table *table;
    size_t n; /* rows */
};

/* Is the output for a program (--json, --jsonl, --csv, --ids)? */
bool list_is_data(const struct cmd_env *env);

/* --dept as an id; 0 without it. */
enum status list_department(struct cmd_env *env, int64_t *ret, struct err *err);

/* Where a question was asked (muted: in posts that a mute hides): a list of addresses.  The
 * caller's reference. */
json_t *list_addresses(struct cmd_env *env, int64_t question_id, bool muted);

/* group_link.why as JSON; an empty object if it is none. */
json_t *list_reason(struct text why);

/* Close the table; the store's error comes first. */
enum status list_finish(struct list *l, struct err *err);

#endif /* LIST_CMD_H */
