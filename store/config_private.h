/*
 * config_private.h - what the files config*.c share: reading is in config.c, the tables
 * of keys in config_rows.c, judging what was read in config_check.c and config_tell.c.
 */
#ifndef CONFIG_PRIVATE_H
#define CONFIG_PRIVATE_H

#include "config.h"
#include "store.h"

#define CONFIG_SECTION_BYTES 128 /* "source NAME"; libinih's names end before */

enum config_section {
    CONFIG_CRAWLER,
    CONFIG_SERVE,
    CONFIG_MODEL,
    CONFIG_RETENTION,
    CONFIG_MAIL,
    CONFIG_WEBHOOK,
    CONFIG_DEPARTMENT,
    CONFIG_SOURCE,
    CONFIG_CAMPAIGN,
    CONFIG_EXPERIMENT,
};

/* The keys of a section over the struct that they fill, or are printed from. */
struct option_set config_set(enum config_section section, const void *obj);
void config_defaults(enum config_section section, void *obj, struct arena *a);

void config_problem(struct config *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * A config of one department, from the words of a file that need not be there; what is wrong
 * is in its problems, each "file:line: what".  To be freed by config_free().
 */
struct config *config_parse_department(const char *file, const char *key, struct text body);

/* A new source of the department, with every default. */
struct source_config *config_add_source(struct config *c, struct department_config *d,
                                        struct text key, int line);

/* Where the key was first set; NULL when it was not. */
const struct config_origin *config_find_origin(const struct config *c, const char *file,
                                               const char *section, const char *key);

/* The line of it, or 1. */
int config_check_line(const struct config *c, const char *file, const char *section,
                      const char *key, size_t nth);

/* Note the problems of a file; addresses become their normal form. */
void config_check_crawler(struct config *c, const char *file);
void config_check_serve(struct config *c, const char *file);
void config_check_model(struct config *c, const char *file);
/* The full path of a file of certificates, beside earshot.ini unless absolute; NULL: none. */
const char *config_check_ca_file(struct config *c, const char *file, const char *section,
                                 const char *path);
/* [mail], [webhook NAME] and [serve] base: config_tell.c. */
void config_tell_check(struct config *c, const char *file);
/* A timetable in the arena; NULL when there is none, or it is wrong, with the problem noted. */
const struct timetable *config_tell_timetable(struct config *c, const char *file,
                                              const char *section, const char *key,
                                              const char *value);
/* What an [experiment KEY] wants: config_experiment.c. */
void config_experiment_check(struct config *c, struct department_config *d);
/* Write it; in role STORE_CONFIG. */
void config_experiment_put(struct store *s, int64_t department_id,
                           const struct experiment_config *x);
/*
 * ST_CONFIG: what was named before an experiment's first draft is not what the files say, with the
 * line and what to do.
 */
enum status config_experiment_frozen(const struct config *c, struct store *s, struct err *err);
/* A last day as the first second after it; a time of day stays. */
int64_t config_end(int64_t to_s);

void config_check_department(struct config *c, struct department_config *d);

#endif /* CONFIG_PRIVATE_H */
