/*
 * unit.h - files for systemd, and crontab lines, that run a workspace.
 *
 * The services may write the workspace and nothing else, gain no privileges, and call what a
 * crawler calls.  What is given here is text for people to read before they use it; nothing is
 * installed.
 */
#ifndef UNIT_H
#define UNIT_H

#include "buf.h"

#define UNIT_MODE 0644

enum unit_file {
    UNIT_RUN,   /* earshot run --due, once */
    UNIT_TIMER, /* that every few minutes */
    UNIT_SERVE, /* the web application */
    UNIT_FILES,
};

struct unit_config {
    const char *program, *dir; /* absolute paths */
};

/* Can it stand in a unit and in a crontab as it is? */
bool unit_path_ok(struct text path);

/* Is it below a folder that the services see a copy of that is empty (PrivateTmp)? */
bool unit_is_hidden(const char *path);

/* What root does once for them, as comments. */
void unit_write_steps(const struct unit_config *c, struct buf *out);

const char *unit_name(enum unit_file f); /* "earshot-run.service" */
void unit_write(const struct unit_config *c, enum unit_file f, struct buf *out);
void unit_write_cron(const struct unit_config *c, struct buf *out);

#endif /* UNIT_H */
