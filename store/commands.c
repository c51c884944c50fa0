#include "commands.h"

static const struct cmd *const setup[] = { &init_cmd, &check_cmd, &config_cmd, &import_cmd, NULL };

static const struct cmd *const pipeline[] = { &crawl_cmd, &index_cmd,    &draft_cmd,
                                              &run_cmd,   &schedule_cmd, NULL };

static const struct cmd *const look[] = {
    &sources_cmd,    &source_cmd,  &hosts_cmd,  &host_cmd,       &why_cmd,      &departments_cmd,
    &department_cmd, &groups_cmd,  &group_cmd,  &questions_cmd,  &question_cmd, &search_cmd,
    &match_cmd,      &drafts_cmd,  &gaps_cmd,   &gap_cmd,        &serve_cmd,    &stats_cmd,
    &goal_cmd,       &journal_cmd, &report_cmd, &experiment_cmd, &export_cmd,   NULL
};

static const struct cmd *const tools[] = {
    &digest_cmd,    &notify_cmd, &alarms_cmd, &webhooks_cmd, &webhook_cmd,
    &user_cmd,      &audit_cmd,  &backup_cmd, &restore_cmd,  &migrate_cmd,
    &retention_cmd, &erase_cmd,  &filter_cmd, &archive_cmd,  &completions_cmd,
    &version_cmd,   NULL
};

const struct command_group commands_groups[] = {
    { "Set up", setup },
    { "The pipeline, in order", pipeline },
    { "Look and decide", look },
    { "Tools", tools },
    { NULL, NULL },
};
