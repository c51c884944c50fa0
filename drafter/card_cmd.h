/*
 * card_cmd.h - show a card: what `earshot draft ID` and its like print.
 */
#ifndef CARD_CMD_H
#define CARD_CMD_H

#include "cmd.h"
#include "store_decision.h"

/* As lines of the terminal's width, or as --json and --jsonl have it. */
enum status card_cmd_show(struct cmd_env *env, const struct store_card *c);

#endif /* CARD_CMD_H */
