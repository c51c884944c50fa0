/* audit.c - see audit.h. */

#include "audit.h"

static struct store_audit
filled(const struct request *r, const struct store_audit *row)
{
    struct store_audit x = *row;

    x.at_s = r->now_s;
    x.address = r->address;
    if (x.actor.n == 0)
        x.actor = r->actor;
    if (x.result.n == 0)
        x.result = TEXT_LIT("ok");
    return x;
}

void
audit_add(const struct request *r, const struct store_audit *row)
{
    const struct store_audit x = filled(r, row);

    store_audit_add(r->store, &x);
}

enum status
audit_note(const struct request *r, const struct store_audit *row, struct err *err)
{
    const struct store_audit x = filled(r, row);

    return store_audit_note(r->store, &x, err);
}
