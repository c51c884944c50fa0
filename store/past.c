/* past.c - see past.h. */
#include "past.h"

#include "clock.h"
#include "db.h"

#define MONTH_BYTES 7 /* "2026-10" */

static const char add[] = "INSERT INTO past_count (month, department_id, what, n)"
                          " VALUES (?, ?, ?, ?) ON CONFLICT (month, department_id, what)"
                          " DO UPDATE SET n = past_count.n + excluded.n";
static const char list[] = "SELECT p.month, COALESCE(d.key, ''), p.what, p.n FROM past_count p"
                           " LEFT JOIN department d ON d.id = p.department_id"
                           " ORDER BY p.month, p.what, d.key";

void
past_add(struct store *s, int64_t at_s, int64_t department_id, const char *what, int64_t n)
{
    char date[CLOCK_RFC3339_BYTES];
    struct db_query *q;

    if (n == 0)
        return;
    q = db_query(s, add);
    db_bind_text(q, text_sub(text_of(clock_rfc3339(at_s, date)), 0, MONTH_BYTES));
    db_bind_int(q, department_id);
    db_bind_str(q, what);
    db_bind_int(q, n);
    (void)db_exec(q); /* sticky */
}

size_t
past_list(struct store *s, struct arena *a, struct past_row **ret)
{
    struct db_query *q = db_query(s, list);
    struct past_row *v = NULL;
    size_t n = 0, cap = 0;

    while (db_row(q)) {
        int c = 0;

        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n].month = db_text_in(q, c++, a);
        v[n].department = db_text_in(q, c++, a);
        v[n].what = db_text_in(q, c++, a);
        v[n++].n = db_int(q, c);
    }
    db_done(q);
    *ret = v;
    return n;
}
