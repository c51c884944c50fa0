/* audit_page.h - the audit log as a page, with filters, and as files beside it. */
#ifndef AUDIT_PAGE_H
#define AUDIT_PAGE_H

#include "route.h"

extern const struct route audit_routes[];

#endif /* AUDIT_PAGE_H */
