/*
 * voice_check.h - is a voice card one that drafts can be written with?
 */
#ifndef VOICE_CHECK_H
#define VOICE_CHECK_H

#include "status.h"

/*
 * The card of that name in the seeds folder dir, or the one that ships.  ST_NOTFOUND: neither
 * has it; ST_CONFIG: what is wrong with it, with its line.
 */
enum status voice_check(const char *dir, const char *name, struct err *err);

#endif /* VOICE_CHECK_H */
