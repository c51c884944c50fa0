/*
 * audit.h - what handlers of pages write into the audit log (store_audit.h).
 *
 * The caller says action, object, before, after and result ("" stands for "ok"); who, when and
 * from where are the request's.  Never a password, a token or a secret.
 *
 *     audit_note(r, &(struct store_audit){ .action = TEXT_LIT("approve"), .object = group }, &err);
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "request.h"
#include "store_audit.h"

/* In the transaction that is open. */
void audit_add(const struct request *r, const struct store_audit *row);
/* In one of its own. */
enum status audit_note(const struct request *r, const struct store_audit *row, struct err *err);

#endif /* AUDIT_H */
