/* grouping.c - see grouping.h. */

#include "grouping.h"

#include "act.h"
#include "group_decide.h"
#include "page.h"
#include "role.h"

/* The ids of a field, which may stand several times or hold several numbers. */
static size_t
read_ids(const struct request *r, const char *name, int64_t *ids)
{
    struct text v, word;
    size_t n = 0, at = 0;

    while (form_next(&r->form, name, &at, &v))
        while (n < GROUP_DECIDE_PARTS && text_cut(&v, " ,", &word))
            if (text_to_int(word, &ids[n]))
                n++;
    return n;
}

static void
do_group(struct request *r, struct response *res, enum store_group_verb verb, const char *field)
{
    int64_t *ids = arena_alloc(r->arena, GROUP_DECIDE_PARTS * sizeof(*ids));
    const char *name = store_group_verb_name(verb);
    struct group_decide_input in = {
        .verb = verb, .ids = ids, .actor = r->actor, .revision = GROUP_DECIDE_ANY, .now_s = r->now_s
    };
    struct group_decide_result result;
    struct err err = { "" };
    struct desk d;
    struct act_note note = { .r = r, .verb = name, .card = &d.card };
    enum status st = ST_OK;

    if (!desk_read(r, res, request_id(r, 0), &d))
        return;
    if (!d.may_lead) {
        page_error(r, res, PAGE_DENIED, "Your role does not allow that in this department.");
        return;
    }
    in.group_id = d.card.group_id;
    in.done = act_grouped;
    in.self = &note;
    in.n_ids = field != NULL ? read_ids(r, field, ids) : 0;
    if (field != NULL && in.n_ids == 0)
        st = err_set(&err, ST_USAGE, "nothing is named");
    if (st == ST_OK)
        st = group_decide_now(r->store, r->serve->clock, &in, r->arena, NULL, NULL, &result, &err);
    store_set_role(r->store, STORE_REVIEW);
    if (st == ST_OK) {
        act_done(r, res, name, listing_card(r, &d.list, d.card.group_id), -1);
        return;
    }
    act_refused(r, name, &d.card, &err);
    page_failed(r, res, st, &err);
}

static void
merge(struct request *r, struct response *res)
{
    do_group(r, res, STORE_GROUP_MERGE, "group");
}

static void
split(struct request *r, struct response *res)
{
    do_group(r, res, STORE_GROUP_SPLIT, "question");
}

static void
head(struct request *r, struct response *res)
{
    do_group(r, res, STORE_GROUP_HEAD, "question");
}

static void
take_back(struct request *r, struct response *res)
{
    do_group(r, res, STORE_GROUP_UNDO, NULL);
}

const struct route grouping_routes[] = {
    { "POST", "/g/{id}/merge", ROLE_LEAD, merge },
    { "POST", "/g/{id}/split", ROLE_LEAD, split },
    { "POST", "/g/{id}/head", ROLE_LEAD, head },
    { "POST", "/g/{id}/regroup", ROLE_LEAD, take_back },
    { NULL, NULL, 0, NULL },
};
