/*
 * unanswered_cmd.h - earshot export unanswered in the forms that need more than a walk: of a
 * month, as an Excel file with a sheet for each list, as a page or a feed.
 *
 * A month that is over is frozen when it is asked for first: what is unanswered then, counted up
 * to the month's end, is written to exports/unanswered-MONTH.frozen for all departments in the
 * transaction that notes it (store_frozen.h).  Each form made of it is kept beside it, so that it
 * is the same bytes ever after, whatever version of the program is asked.
 */
#ifndef UNANSWERED_CMD_H
#define UNANSWERED_CMD_H

#include "cmd.h"
#include "store_export.h"

/* "2026-10": its first second and the one after its last.  ST_USAGE: it is no month. */
enum status unanswered_cmd_month(const char *month, int64_t *since_s, int64_t *until_s,
                                 struct err *err);

struct unanswered_cmd_ask {
    const char *month; /* NULL: none */
    const char *format, *department;
    bool bom;
};

/* Write the list to env->out; query: what to take where there is no month. */
enum status unanswered_cmd_export(struct cmd_env *env, const struct unanswered_cmd_ask *ask,
                                  const struct store_export_query *query, struct err *err);

#endif /* UNANSWERED_CMD_H */
