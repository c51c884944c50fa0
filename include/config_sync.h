/*
 * config_sync.h - the INI files, written to the tables department, source and
 * keyword, so that rows of other tables can speak of them.
 *
 * A section that is gone leaves its row behind, inactive.
 *
 * Commands that only look, and dry runs, must see what the files say without
 * writing: config_view() lays tables of the connection's own, in memory, over
 * the store's.
 */
#ifndef CONFIG_SYNC_H
#define CONFIG_SYNC_H

#include "config.h"
#include "store.h"

/* One transaction, in role STORE_CONFIG (which the store is left in). */
enum status config_sync(const struct config *c, struct store *s, struct err *err);

/*
 * The same, but only this connection sees it and nothing is written; ids of rows
 * that are in the store are theirs.  *changes, in the arena, says in words what
 * differs from the store, NULL when nothing does or nothing was ever applied.
 * The store is left in role STORE_SCHEMA: set the command's.
 */
enum status config_view(const struct config *c, struct store *s, struct arena *a,
                        const char **changes, struct err *err);

/* Let what was found while a department (0: any) only listened be drafted, too.  Takes the role. */
enum status config_answer_older(struct store *s, int64_t department_id, struct err *err);

/* The id of a department or source that config_sync() has written; 0 when it has not. */
int64_t config_department_id(struct store *s, const char *key);
/*
 * The same of the department that a list is asked for (NULL: all of them, 0), for commands that
 * read only.  ST_NOTFOUND: nothing was ever run for it; 0 would mean everybody's.
 */
enum status config_department_of(struct store *s, const struct department_config *d, int64_t *ret,
                                 struct err *err);
int64_t config_source_id(struct store *s, int64_t department_id, const char *key);

#endif /* CONFIG_SYNC_H */
