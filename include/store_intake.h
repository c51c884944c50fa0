/*
 * store_intake.h - where questions stand that no page has: asked by phone, at the desk, by mail.
 *
 * They become posts of a source of the department's with the key intake, which is in no settings
 * and never crawled; each place (phone, desk, mail) is a site of its own in counts.
 */
#ifndef STORE_INTAKE_H
#define STORE_INTAKE_H

#include "store.h"
#include "text.h"

#define STORE_INTAKE_SOURCE "intake"

/* Its source; made if it is not there.  In role STORE_CONFIG. */
int64_t store_intake_source(struct store *s, int64_t department_id);

/* The address that posts of a place stand on; made if it is not there.  In role STORE_CRAWLER. */
int64_t store_intake_url(struct store *s, int64_t source_id, struct text place, struct text address,
                         int64_t now_s);
/* Note where a post came from; again changes nothing. */
void store_intake_note(struct store *s, int64_t post_id, struct text place, int64_t now_s);

#endif /* STORE_INTAKE_H */
