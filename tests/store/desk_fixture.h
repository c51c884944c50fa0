/* desk_fixture.h - a store with the rows of desk_rows.h, its queue made. */
#ifndef DESK_FIXTURE_H
#define DESK_FIXTURE_H

#include "../../store/db.h"
#include "desk_rows.h"
#include "fixture.h"
#include "store_queue.h"

static inline void
fixture_open_desk(struct fixture *f, enum store_role role)
{
    fixture_open(f, STORE_SCHEMA);
    store_begin(f->store);
    db_script(f->store, desk_rows);
    (void)store_queue_rebuild(f->store, 0);
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
    store_set_role(f->store, role);
}

#endif /* DESK_FIXTURE_H */
