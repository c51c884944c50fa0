/*
 * draft_more_cmd.h - what is shown of a draft besides its card: what changed below it, what was
 * answered before.
 */
#ifndef DRAFT_MORE_CMD_H
#define DRAFT_MORE_CMD_H

#include <jansson.h>

#include "cmd.h"
#include "store_decision.h"

/* Answers to questions like the card's: lines for a reader, or a list. */
void draft_more_cmd_similar(struct cmd_env *env, const struct store_card *c, struct buf *out);
json_t *draft_more_cmd_similar_json(struct cmd_env *env, const struct store_card *c);

/* `draft ID diff`: ST_NOTFOUND when nothing below it has changed. */
enum status draft_more_cmd_diff(struct cmd_env *env, int64_t draft_id, struct err *err);

#endif /* DRAFT_MORE_CMD_H */
