/*
 * commands.h - every subcommand, in the order in which help shows them.
 *
 * To add one: write NAME_cmd.c in the folder of its stage, declare its row
 * here and list it in commands.c.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "cmd.h"

extern const struct cmd init_cmd, check_cmd, config_cmd, import_cmd, journal_cmd, goal_cmd;
extern const struct cmd crawl_cmd, run_cmd, schedule_cmd, draft_cmd;
extern const struct cmd sources_cmd, source_cmd, probe_cmd, hosts_cmd, host_cmd, why_cmd,
    archive_cmd;
extern const struct cmd index_cmd, groups_cmd, group_cmd, questions_cmd, question_cmd, search_cmd,
    match_cmd;
extern const struct cmd drafts_cmd, gaps_cmd, gap_cmd;
extern const struct cmd departments_cmd, department_cmd, stats_cmd, report_cmd, export_cmd;
extern const struct cmd experiment_cmd;
extern const struct cmd serve_cmd;
extern const struct cmd digest_cmd, notify_cmd, alarms_cmd, webhooks_cmd, webhook_cmd;
extern const struct cmd user_cmd, audit_cmd;
extern const struct cmd backup_cmd, restore_cmd, retention_cmd, erase_cmd, migrate_cmd;
extern const struct cmd filter_cmd, completions_cmd, version_cmd;

/* In the groups in which help shows them; ends with a title of NULL. */
struct command_group {
    const char *title;
    const struct cmd *const *commands; /* NULL-terminated */
};
extern const struct command_group commands_groups[];

#endif /* COMMANDS_H */
