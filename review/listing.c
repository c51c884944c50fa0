/* listing.c - see listing.h. */

#include "listing.h"

#include <string.h>

#include "config_sync.h"
#include "markup.h"
#include "role.h"
#include "utf8.h"

bool
listing_sees(const struct request *r, int64_t department_id)
{
    return role_may(r->account, ROLE_READ, department_id);
}

static void
read_departments(const struct request *r, struct listing *l)
{
    const struct config *c = r->serve->config;

    l->departments = arena_alloc(r->arena, (c->n_departments + 1) * sizeof(*l->departments));
    for (size_t i = 0; i < c->n_departments; i++) {
        const struct department_config *d = &c->departments[i];
        int64_t id = config_department_id(r->store, d->key);

        if (id != 0 && listing_sees(r, id))
            l->departments[l->n_departments++] =
                (struct listing_department){ id, d->key, d->name != NULL ? d->name : d->key };
    }
}

/* "RANK.ID" */
static struct store_queue_at
read_at(struct text t)
{
    struct store_queue_at at = { 0, 0 };

    if (!text_to_int(text_before(t, '.'), &at.rank) ||
        !text_to_int(text_after(t, '.'), &at.group_id))
        at.group_id = 0;
    return at;
}

static const char *const orders[STORE_QUEUE_ORDERS] = {
    [STORE_QUEUE_BY_RANK] = "",         [STORE_QUEUE_BY_ASKED] = "asked",
    [STORE_QUEUE_BY_TIMES] = "times",   [STORE_QUEUE_BY_VISITS] = "visits",
    [STORE_QUEUE_BY_TAGGED] = "tagged", [STORE_QUEUE_BY_REFERRED] = "referred",
    [STORE_QUEUE_BY_DARK] = "dark",
};

const char *
listing_order_name(enum store_queue_order order)
{
    return orders[order];
}

#define DAY_S 86400

/* A date of the address, and as Unix time; neither when it is none. */
static void
read_date(const struct request *r, const char *name, struct text *ret, int64_t *ret_s)
{
    struct text t = text_trim(form_get(&r->query, name));
    bool has_time;

    if (t.n > 0 && clock_parse_rfc3339(t, ret_s, &has_time) && *ret_s > 0)
        *ret = t;
    else
        *ret_s = 0;
}

static void
read_more(const struct request *r, struct listing *l)
{
    l->language = text_trim(form_get(&r->query, "language"));
    l->campaign = text_trim(form_get(&r->query, "campaign"));
    l->audience = text_trim(form_get(&r->query, "audience"));
    l->source_id = form_int(&r->query, "source", 0);
    read_date(r, "since", &l->since, &l->since_s);
    read_date(r, "until", &l->until, &l->until_s);
    if (l->until_s > 0)
        l->until_s += DAY_S;
    for (int i = 0; i < STORE_QUEUE_ORDERS; i++)
        if (text_is(form_get(&r->query, "sort"), orders[i]))
            l->order = (enum store_queue_order)i;
}

static const char *
read_state(const struct request *r)
{
    struct text t = form_get(&r->query, "state");
    int state = store_queue_state_of(t);

    if (text_is(t, "all"))
        return "all";
    return state >= 0 ? store_queue_state_name((enum store_queue_state)state) : "todo";
}

bool
listing_read(const struct request *r, struct text dept, struct listing *ret)
{
    struct listing l = { .state = read_state(r),
                         .tone = form_get(&r->query, "tone"),
                         .owner = form_get(&r->query, "owner"),
                         .find = text_trim(form_get(&r->query, "find")),
                         .alarms = text_is(form_get(&r->query, "alarms"), "1"),
                         .clear = text_is(form_get(&r->query, "clear"), "1"),
                         .free = text_is(form_get(&r->query, "free"), "1"),
                         .after = read_at(form_get(&r->query, "after")),
                         .before = read_at(form_get(&r->query, "before")) };

    l.find = text_sub(l.find, 0, utf8_cut(l.find, LISTING_MAX_FIND));
    read_more(r, &l);
    read_departments(r, &l);
    for (size_t i = 0; i < l.n_departments; i++)
        if (text_is(dept, l.departments[i].key))
            l.only = &l.departments[i];
    *ret = l;
    return dept.n == 0 || l.only != NULL;
}

/* To do is what waits for a decision, and what a person must see: an alarm never has a draft. */
static unsigned
states_of(const char *name)
{
    int state = store_queue_state_of(text_of(name));

    if (strcmp(name, "all") == 0)
        return STORE_QUEUE_ANY;
    return state >= 0 ? 1u << state : STORE_QUEUE_DECIDABLE;
}

struct store_queue_query
listing_query(const struct request *r, const struct listing *l)
{
    int64_t *ids = arena_alloc(r->arena, (l->n_departments + 1) * sizeof(*ids));
    struct store_queue_query q = { .states = states_of(l->state),
                                   .tone = l->tone,
                                   .owner = l->owner,
                                   .search = l->find,
                                   .language = l->language,
                                   .source_id = l->source_id,
                                   .campaign = l->campaign,
                                   .audience = l->audience,
                                   .since_s = l->since_s,
                                   .until_s = l->until_s,
                                   .order = l->order,
                                   .alarms = l->alarms,
                                   .clear = l->clear,
                                   .free_for = l->free ? r->actor : TEXT_NONE,
                                   .now_s = r->now_s };

    for (size_t i = 0; i < l->n_departments; i++)
        ids[i] = l->departments[i].id;
    if (l->only != NULL) {
        q.department_id = l->only->id;
    } else {
        q.departments = ids; /* none: nothing is seen, see listing_read()'s callers */
        q.n_departments = l->n_departments;
    }
    return q;
}

static void
add_param(struct buf *b, const char *name, struct text value)
{
    if (value.n == 0)
        return;
    buf_addf(b, "%s%s=", b->n > 0 ? "&" : "", name);
    markup_query(b, value);
}

static void
add_params(struct buf *b, const struct listing *l, const char *state)
{
    if (strcmp(state, "todo") != 0 || l->groups)
        add_param(b, "state", text_of(state));
    add_param(b, "tone", l->tone);
    add_param(b, "owner", l->owner);
    add_param(b, "find", l->find);
    add_param(b, "campaign", l->campaign);
    add_param(b, "audience", l->audience);
    add_param(b, "language", l->language);
    if (l->source_id != 0)
        buf_addf(b, "%ssource=%lld", b->n > 0 ? "&" : "", (long long)l->source_id);
    add_param(b, "since", l->since);
    add_param(b, "until", l->until);
    add_param(b, "sort", text_of(orders[l->order]));
    add_param(b, "alarms", text_of(l->alarms ? "1" : ""));
    add_param(b, "clear", text_of(l->clear ? "1" : ""));
    add_param(b, "free", text_of(l->free ? "1" : ""));
}

const char *
listing_params(const struct request *r, const struct listing *l)
{
    const char *ret;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    if (l->only != NULL)
        add_param(&b, "dept", text_of(l->only->key));
    add_params(&b, l, l->state);
    ret = arena_str(r->arena, buf_text(&b));
    buf_release(&b);
    return ret;
}

const char *
listing_address(const struct request *r, const struct listing *l, const char *state)
{
    const char *ret;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    if (l->groups && l->only != NULL)
        add_param(&b, "dept", text_of(l->only->key));
    add_params(&b, l, state != NULL ? state : l->state);
    if (l->groups)
        ret = arena_printf(r->arena, "/groups?%s", buf_str(&b));
    else
        ret = arena_printf(r->arena, "/q/%s%s%s", l->only != NULL ? l->only->key : "",
                           b.n > 0 ? "?" : "", buf_str(&b));
    buf_release(&b);
    return ret;
}

const char *
listing_card(const struct request *r, const struct listing *l, int64_t group_id)
{
    const char *params = listing_params(r, l);

    return arena_printf(r->arena, "/%s/%lld%s%s", l->groups ? "groups" : "g", (long long)group_id,
                        params[0] != '\0' ? "?" : "", params);
}

void
listing_counts(const struct request *r, const struct listing *l, int64_t ret[STORE_QUEUE_COUNTS])
{
    struct store_queue_query q = listing_query(r, l);

    store_queue_count(r->store, &q, ret);
}

int64_t
listing_sum(const char *state, const int64_t counts[STORE_QUEUE_COUNTS])
{
    unsigned states = states_of(state);
    int64_t n = 0;

    for (int i = 0; i < STORE_QUEUE_COUNTS; i++)
        if ((states >> i & 1) != 0)
            n += counts[i];
    return n;
}

bool
listing_narrowed(const struct listing *l)
{
    return l->tone.n > 0 || l->find.n > 0 || l->owner.n > 0 || l->campaign.n > 0 ||
           l->audience.n > 0 || l->language.n > 0 || l->source_id != 0 || l->since_s != 0 ||
           l->until_s != 0 || l->alarms || l->clear || l->free;
}
