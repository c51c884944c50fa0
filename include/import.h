/*
 * import.h - what earshot import takes in: each WHAT is a function of the stage that keeps it.
 *
 * A file is taken whole or not at all, but for logs; err names the place that is wrong.  Of
 * tables of questions and departments all that is wrong is told, by mistakes.h.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include "buf.h"
#include "cmd.h"

#define IMPORT_FILE_BYTES ((size_t)256 * 1024 * 1024) /* of a file that is read whole */

/* Questions asked by phone, at the desk or by mail: crawler/import_questions.c. */
enum status import_questions(struct cmd_env *env, const char *path, struct err *err);

/* seeds/KEY.ini for each department of the table: store/import_departments.c.  ST_CONFLICT: all
 * that is wrong is that files are there. */
enum status import_departments(struct cmd_env *env, const char *path, bool force, struct err *err);
extern const char import_departments_template[]; /* a table to begin with, CSV */

/* A filled-in question sheet (CSV: group, answer), signed by: drafter/import_answers.c. */
enum status import_answers(struct cmd_env *env, const char *path, const char *by, struct err *err);

/* Visits to the pages that answers link to, from logs of a web server; host NULL: whichever the
 * logs name.  A line that is wrong is counted and passed over: drafter/import_weblog.c. */
enum status import_weblog(struct cmd_env *env, const char *const *paths, size_t n_paths,
                          const char *host, struct err *err);

#endif /* IMPORT_H */
