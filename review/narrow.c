/* narrow.c - see narrow.h. */

#include "narrow.h"

#include "markup.h"
#include "store_audience.h"
#include "store_campaign.h"

void
narrow_option(struct buf *b, struct text value, struct text label, bool chosen)
{
    markup_addf(b,
                chosen ? "<option value=\"%.*s\" selected>%.*s</option>"
                       : "<option value=\"%.*s\">%.*s</option>",
                TEXT_ARG(value), TEXT_ARG(label));
}

void
narrow_box(struct buf *b, const struct narrow_box *box)
{
    bool known = box->chosen.n == 0;

    if (box->n == 0 && known)
        return;
    markup_addf(b, "<label><span class=\"hidden\">%s</span><select name=\"%s\">", box->label,
                box->name);
    narrow_option(b, TEXT_NONE, text_of(box->any), known);
    for (size_t i = 0; i < box->n; i++) {
        bool chosen = text_eq(box->choices[i], box->chosen);

        narrow_option(b, box->choices[i], box->choices[i], chosen);
        known = known || chosen;
    }
    if (!known) /* an address that names one that is no more: the box must not hide it */
        narrow_option(b, box->chosen, box->chosen, true);
    buf_add_str(b, "</select></label>\n");
}

void
narrow_departments(struct buf *b, const struct listing *l)
{
    if (l->n_departments <= 1)
        return;
    buf_add_str(b, "<label><span class=\"hidden\">Department</span><select name=\"dept\">");
    narrow_option(b, TEXT_NONE, TEXT_LIT("All departments"), l->only == NULL);
    for (size_t i = 0; i < l->n_departments; i++)
        narrow_option(b, text_of(l->departments[i].key), text_of(l->departments[i].name),
                      l->only == &l->departments[i]);
    buf_add_str(b, "</select></label>\n");
}

/* The departments that are shown. */
static size_t
departments_of(const struct request *r, const struct listing *l, const int64_t **ret)
{
    int64_t *ids = arena_alloc(r->arena, (l->n_departments + 1) * sizeof(*ids));
    size_t n = 0;

    for (size_t i = 0; i < l->n_departments; i++)
        if (l->only == NULL || l->only == &l->departments[i])
            ids[n++] = l->departments[i].id;
    *ret = ids;
    return n;
}

void
narrow_audience(const struct request *r, struct buf *b, const int64_t *departments, size_t n,
                struct text chosen)
{
    struct narrow_box box = { "audience", "Who asks", "Whoever asks", .chosen = chosen };
    struct text *names;

    box.n = store_audience_names(r->store, departments, n, r->arena, &names);
    box.choices = names;
    narrow_box(b, &box);
}

void
narrow_choices(const struct request *r, struct buf *b, const struct listing *l)
{
    struct narrow_box box = { "campaign", "Campaign", "Any campaign", .chosen = l->campaign };
    const int64_t *ids;
    size_t n = departments_of(r, l, &ids);
    struct text *keys;

    box.n = store_campaign_keys(r->store, ids, n, r->arena, &keys);
    box.choices = keys;
    narrow_box(b, &box);
    narrow_audience(r, b, ids, n, l->audience);
}

void
narrow_order(struct buf *b, const struct listing *l, enum store_queue_order first,
             enum store_queue_order last)
{
    static const char *const labels[STORE_QUEUE_ORDERS] = {
        [STORE_QUEUE_BY_RANK] = "Most pressing first",
        [STORE_QUEUE_BY_ASKED] = "Asked last first",
        [STORE_QUEUE_BY_TIMES] = "Most asked first",
        [STORE_QUEUE_BY_VISITS] = "Most visited first",
        [STORE_QUEUE_BY_TAGGED] = "Most tagged visits first",
        [STORE_QUEUE_BY_REFERRED] = "Most referred visits first",
        [STORE_QUEUE_BY_DARK] = "Most visits without origin first",
    };

    buf_add_str(b, "<label><span class=\"hidden\">Order</span><select name=\"sort\">");
    for (int i = (int)first; i < STORE_QUEUE_ORDERS; i++)
        if (i <= (int)last || i == (int)l->order)
            narrow_option(b, text_of(listing_order_name((enum store_queue_order)i)),
                          text_of(labels[i]), i == (int)l->order);
    buf_add_str(b, "</select></label>\n");
}

const char *
narrow_params(const struct request *r, const struct listing *l)
{
    const char *ret;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    if (l->campaign.n > 0) {
        buf_add_str(&b, "&campaign=");
        markup_query(&b, l->campaign);
    }
    if (l->audience.n > 0) {
        buf_add_str(&b, "&audience=");
        markup_query(&b, l->audience);
    }
    ret = arena_str(r->arena, buf_text(&b));
    buf_release(&b);
    return ret;
}
