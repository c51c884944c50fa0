/* erase_files.h - the files of a workspace that erase looks into; archives are archive_erase.h's,
 * lists that were frozen frozen_erase.h's. */
#ifndef ERASE_FILES_H
#define ERASE_FILES_H

#include "cmd.h"
#include "erase.h"

#define ERASE_FILES_LIST "frozen list" /* the rows that say which exports were seen to */
#define ERASE_FILES_COPY "copy"        /* of the whole store */

/* Exports that hold the words or lead to the post are deleted; ST_DB. */
enum status erase_files_exports(const struct cmd_env *env, struct erase_found *f, bool dry,
                                struct err *err);

/* Files of the index: hashes of stems, by which short texts could be guessed. */
void erase_files_index(const struct cmd_env *env, struct erase_found *f, bool dry);

/* Copies of the store, whatever they hold, and any other file that holds the words. */
void erase_files_unreached(const struct cmd_env *env, struct erase_found *f);

#endif /* ERASE_FILES_H */
