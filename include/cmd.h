/*
 * cmd.h - what a subcommand is, and what main.c has opened for it.
 *
 * A command is one row: its options as a table, what must be open before it
 * runs, and a function.  It prints data to env->out, words through log.h, and
 * returns a status; main.c prints err and turns the status into the exit code.
 */
#ifndef CMD_H
#define CMD_H

#include "clock.h"
#include "config.h"
#include "options.h"
#include "store.h"
#include "table.h"

/* A dry run takes no lock, and CMD_VIEW stands for CMD_SYNC. */
enum cmd_needs {
    CMD_WORKSPACE = 1 << 0, /* env->config is read and right */
    CMD_STORE = 1 << 1,     /* env->store is open in the command's role; implies the above */
    CMD_LOCK = 1 << 2,      /* no other run works on this workspace: ST_BUSY otherwise */
    CMD_SYNC = 1 << 3,      /* the INI files have been written to the store first */
    CMD_VIEW = 1 << 4,      /* they are seen through it, but nothing is written (config_sync.h) */
};

/* The options every command takes. */
struct cmd_common {
    const char *dir, *dept, *output, *color, *campaign, *audience;
    bool dry_run, quiet, verbose, json, jsonl, csv, ids, no_input, help;
    int64_t since_s, until_s, limit; /* 0: no bound */
};

/* Their rows, over obj or, to be listed only, over NULL. */
struct option_set cmd_common_set(struct cmd_common *obj);

struct cmd_env {
    const struct cmd_common *common;
    void *options;           /* the command's own struct, filled */
    const char *const *args; /* what is no option, after the command's name */
    size_t n_args;
    FILE *out; /* -o FILE, or standard output */
    const struct clock *clock;
    struct arena *arena;         /* ends with the process */
    const struct config *config; /* NULL without CMD_WORKSPACE */
    struct store *store;         /* NULL without CMD_STORE */
};

struct cmd {
    const char *name;
    const char *args;     /* for the usage line: "[ID [show]]"; NULL: takes none */
    const char *summary;  /* one line, for the list of commands */
    const char *help;     /* paragraphs below the usage line; may be NULL */
    const char *examples; /* lines, each beginning with "earshot"; may be NULL */
    unsigned needs;
    enum store_role role;
    size_t min_args, max_args;
    bool folder; /* -o may name a folder, which run() writes files into; env->out is stdout then */
    bool own_output; /* run() makes what -o names itself; env->out is stdout */
    const struct option *options;
    size_t n_options, options_bytes; /* the size of the struct they fill */
    enum status (*run)(struct cmd_env *env, struct err *err);
    /* "NAME ARG word" is another row, without options, where it needs more than the rest. */
    const char *verb;
    const struct cmd *verb_cmd;
};

/* A list in the form --json, --jsonl, --csv or --ids asks for; text, as --color says, without. */
struct table *cmd_table(const struct cmd_env *env, const struct table_column *columns, size_t n);

/*
 * Where no option says which form is wanted, the ending of -o FILE does: "x.csv" is --csv, and what
 * is among the choices of a command's --format goes to *format (NULL: it has none, or was told).
 * ST_USAGE: a spreadsheet or document that the command does not write.
 */
enum status cmd_form_by_ending(struct cmd_common *o, const char *choices, const char **format,
                               struct err *err);

/* --quiet without --json, --jsonl, --csv or --ids: what a stage reports is not wanted. */
bool cmd_silent(const struct cmd_env *env);

/* --dept as a row of the config: *ret NULL when it was not given; ST_NOTFOUND when unknown. */
enum status cmd_department(const struct cmd_env *env, const struct department_config **ret,
                           struct err *err);

/* "12" as an id; ST_USAGE otherwise. */
enum status cmd_id(const char *arg, int64_t *ret, struct err *err);

/* Hold the workspace's lock (CMD_LOCK) until the process ends; ST_BUSY: another run has it. */
enum status cmd_lock(const char *dir, struct err *err);

void cmd_catch_signals(void); /* main.c's, once */
/* True once SIGINT or SIGTERM has come: finish what is begun and return cmd_interrupted(). */
bool cmd_stop(void);
/* SIGHUP is caught from the first call on; true once for each that has come. */
bool cmd_reload(void);
enum status cmd_interrupted(struct err *err); /* ST_INTERRUPTED or ST_TERMINATED */

#endif /* CMD_H */
