/* queue_file.c - see queue_file.h. */

#include "queue_file.h"

#include "page.h"
#include "role.h"
#include "say.h"

/* As `earshot groups` has them, then what the queue knows besides. */
/* clang-format off */
static const struct table_column columns[] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "sites", TABLE_COLUMN_INT, 0, false },
    { "questions", TABLE_COLUMN_INT, 0, false },
    { "state", TABLE_COLUMN_TEXT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 0, false },
    { "first_asked", TABLE_COLUMN_TIME, 0, false },
    { "last_asked", TABLE_COLUMN_TIME, 0, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "language", TABLE_COLUMN_TEXT, 0, false },
    { "head", TABLE_COLUMN_INT, 0, false },
    { "audience", TABLE_COLUMN_TEXT, 0, false },
    { "tone", TABLE_COLUMN_TEXT, 0, false },
    { "kind", TABLE_COLUMN_TEXT, 0, false },
    { "alarm", TABLE_COLUMN_TEXT, 0, false },
    { "confidence", TABLE_COLUMN_REAL, 0, false },
    { "errors", TABLE_COLUMN_INT, 0, false },
    { "warnings", TABLE_COLUMN_INT, 0, false },
    { "owner", TABLE_COLUMN_TEXT, 0, false },
    { "parked_until", TABLE_COLUMN_TIME, 0, false },
    { "draft", TABLE_COLUMN_INT, 0, false },
    { "revision", TABLE_COLUMN_INT, 0, false },
    { "changed", TABLE_COLUMN_TIME, 0, false },
    { "campaigns", TABLE_COLUMN_TEXT, 0, false },
};
/* clang-format on */

static void
put_entry(struct download *d, const struct store_queue_row *x, struct arena *a)
{
    const struct department_config *c =
        config_department(d->r->serve->config, arena_str(a, x->department));
    const char *text =
        arena_printf(a, "%s. Asked %lld time%s on %lld site%s. %.*s",
                     say_state(text_of(store_queue_state_name(x->state))),
                     (long long)x->times_asked, x->times_asked == 1 ? "" : "s", (long long)x->sites,
                     x->sites == 1 ? "" : "s", TEXT_ARG(x->department));

    download_entry(d, &(struct download_entry){
                          .path = arena_printf(a, "/g/%lld", (long long)x->group_id),
                          .id = arena_printf(a, "card/%lld", (long long)x->group_id),
                          .title = x->question,
                          .text = text_of(text),
                          .updated_s = x->changed_s,
                          .published_s = x->first_asked_s,
                          .site = c != NULL && c->site.n > 0 ? c->site.v[0] : TEXT_NONE });
}

static void
put_row(struct table *t, const struct store_queue_row *x)
{
    table_int(t, x->group_id);
    table_int(t, x->times_asked);
    table_int(t, x->sites);
    table_int(t, x->n_questions);
    table_str(t, store_queue_state_name(x->state));
    table_text(t, x->department);
    table_time(t, x->first_asked_s);
    table_time(t, x->last_asked_s);
    table_text(t, x->question);
    table_text(t, x->language);
    table_int(t, x->head_id);
    table_text(t, x->audience);
    table_text(t, x->tone);
    table_text(t, x->kind);
    table_text(t, x->escalation);
    table_real(t, x->confidence);
    table_int(t, x->errors);
    table_int(t, x->warnings);
    table_text(t, x->owner);
    table_time(t, x->until_s);
    if (x->draft_id != 0)
        table_int(t, x->draft_id);
    else
        table_null(t);
    table_int(t, x->revision);
    table_time(t, x->changed_s);
    table_text(t, x->campaigns);
    table_end_row(t);
}

/* As the store stands at this moment, whatever is decided meanwhile. */
static void
put_rows(struct download *d, const struct listing *l)
{
    struct store_queue_query q = listing_query(d->r, l);
    struct arena *a = arena_new();
    struct store_queue_row *rows;
    size_t n;

    store_begin_read(d->r->store);
    do {
        arena_clear(a);
        n = store_queue_page(d->r->store, &q, a, &rows);
        for (size_t i = 0; i < n; i++) {
            if (download_is_feed(d))
                put_entry(d, &rows[i], a);
            else
                put_row(d->table, &rows[i]);
        }
        if (n > 0)
            q.after = store_queue_place(d->r->store, &rows[n - 1], q.order);
    } while (n == STORE_QUEUE_PAGE && !store_failed(d->r->store));
    d->st = store_commit(d->r->store, &d->err);
    arena_free(a);
}

void
queue_file_write(struct request *r, struct response *res, const struct listing *l, const char *name,
                 const char *title, const char *page)
{
    const struct department_config *c =
        l->only != NULL ? config_department(r->serve->config, l->only->key) : NULL;
    struct download d;

    download_open(
        &d, r, res,
        &(struct download_list){ .name = name,
                                 .title = title,
                                 .page = page,
                                 .site = c != NULL && c->site.n > 0 ? c->site.v[0] : TEXT_NONE,
                                 .columns = columns,
                                 .n_columns = N_ELEMENTS(columns) });
    if (d.st == ST_OK && l->n_departments > 0)
        put_rows(&d, l);
    download_close(&d);
}

static void
get_file(struct request *r, struct response *res)
{
    struct listing l;

    if (!listing_read(r, form_get(&r->query, "dept"), &l)) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such department.");
        return;
    }
    queue_file_write(r, res, &l, "queue",
                     l.only != NULL ? arena_printf(r->arena, "Queue of %s", l.only->name) : "Queue",
                     listing_address(r, &l, NULL));
}

const struct route queue_file_routes[] = {
    DOWNLOAD_ROUTES("/q", ROLE_READ, get_file),
    { NULL, NULL, 0, NULL },
};
