/*
 * config_private.h - what config.c and config_check.c share: reading is in the
 * one, judging what was read in the other.
 */
#ifndef CONFIG_PRIVATE_H
#define CONFIG_PRIVATE_H

#include "config.h"

#define CONFIG_SECTION_BYTES 128 /* "source NAME"; libinih's names end before */

void config_problem(struct config *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A new source of the department, with every default. */
struct source_config *config_add_source(struct config *c, struct department_config *d,
                                        struct text key, int line);

/* Where the key was first set; NULL when it was not. */
const struct config_origin *config_find_origin(const struct config *c, const char *file,
                                               const char *section, const char *key);

/* Note the problems of a file; addresses become their normal form. */
void config_check_crawler(struct config *c, const char *file);
void config_check_serve(struct config *c, const char *file);
void config_check_model(struct config *c, const char *file);
void config_check_department(struct config *c, struct department_config *d);

#endif /* CONFIG_PRIVATE_H */
