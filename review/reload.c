/* reload.c - see reload.h. */

#include "reload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_sync.h"
#include "mem.h"
#include "tally.h"
#include "workshop.h"

static void
name_later(const struct reload *r, const struct serve_config *now, char out[RELOAD_LATER_BYTES])
{
    const struct serve_config *was = &r->start->serve;
    const struct {
        const char *name;
        bool differs;
    } rows[] = {
        { "listen", !r->listen_given && strcmp(was->listen, now->listen) != 0 },
        { "threads", was->threads != now->threads },
        { "tls_proxy", was->tls_proxy != now->tls_proxy },
    };
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        if (rows[i].differs)
            n += (size_t)snprintf(out + n, RELOAD_LATER_BYTES - n, "%s%s", n > 0 ? ", " : "",
                                  rows[i].name);
}

enum status
reload_settings(struct reload *r, char later[RELOAD_LATER_BYTES], struct err *err)
{
    struct config *fresh = NULL;
    enum status st = config_load(r->serve->dir, &fresh, err);

    if (st == ST_OK)
        st = config_sync(fresh, r->store, err);
    store_set_role(r->store, STORE_REVIEW);
    if (st != ST_OK) {
        config_free(fresh);
        return st;
    }
    r->fresh = mem_grow(r->fresh, &r->cap_fresh, r->n_fresh + 1, sizeof(struct config *));
    r->fresh[r->n_fresh++] = fresh;
    name_later(r, &fresh->serve, later);
    workshop_reload(r->serve->workshop); /* first: who has the new settings meets no old engine */
    r->serve->config = fresh;
    tally_reload(r->serve->tally, fresh);
    return ST_OK;
}

void
reload_release(struct reload *r)
{
    for (size_t i = 0; i < r->n_fresh; i++)
        config_free(r->fresh[i]);
    free(r->fresh);
}
