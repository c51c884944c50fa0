/* draft_verb_cmd.h - decisions about one card on the command line, for `draft ID` and `gap ID`. */
#ifndef DRAFT_VERB_CMD_H
#define DRAFT_VERB_CMD_H

#include "cmd.h"
#include "store_decision.h"

/* First in the options of both commands. */
struct draft_verb_options {
    int64_t revision;
    const char *reason, *text_file, *by, *to, *url, *page;
};

/* clang-format off */
#define DRAFT_VERB_AT(f) offsetof(struct draft_verb_options, f)
#define DRAFT_VERB_ROWS                                                                            \
    { .name = "revision", .type = OPTION_INT, .offset = DRAFT_VERB_AT(revision), .arg = "N", .initial = "-1", \
      .min = -1, .max = INT32_MAX, .help = "decide only if it is still at this revision; -1: at any" }, \
    { .name = "reason", .type = OPTION_TEXT, .offset = DRAFT_VERB_AT(reason), .arg = "TEXT",       \
      .help = "why, kept with the decision" },                                                     \
    { .name = "text-file", .type = OPTION_TEXT, .offset = DRAFT_VERB_AT(text_file), .arg = "FILE", \
      .help = "edit, write, note: the text, standard input without it; approve: with this text" }, \
    { .name = "to", .type = OPTION_TEXT, .offset = DRAFT_VERB_AT(to), .arg = "NAME",               \
      .help = "hand-over: to whom" },                                                              \
    { .name = "url", .type = OPTION_TEXT, .offset = DRAFT_VERB_AT(url), .arg = "URL",              \
      .help = "post: the reply's address" },                                                       \
    { .name = "page", .type = OPTION_TEXT, .offset = DRAFT_VERB_AT(page), .arg = "URL",            \
      .help = "pick: the own page to draft from" },                                                \
    { .name = "by", .type = OPTION_TEXT, .offset = DRAFT_VERB_AT(by), .arg = "NAME",               \
      .initial = "command line", .help = "who decides" }
/* clang-format on */

#define DRAFT_VERB_ARGS                                                                            \
    "approve|reject|edit|park|hand-over|needs-page|post|withdraw|reopen|undo|note|pick|tone|"      \
    "reuse|write|redraft"

/* Decide about the card, of a draft or (draft_id 0) a group; env->args[1] is the verb. */
enum status draft_verb_cmd_decide(struct cmd_env *env, int64_t group_id, int64_t draft_id,
                                  struct err *err);

#endif /* DRAFT_VERB_CMD_H */
