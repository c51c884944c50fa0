/* group_page.c - see group_page.h. */

#include "group_page.h"

#include <jansson.h>

#include "audience.h"
#include "flash.h"
#include "groups.h"
#include "markup.h"
#include "page.h"
#include "say.h"
#include "store_group.h"
#include "store_question.h"

#define SHOWN_PLACES 5   /* of a question; the rest is folded */
#define MAX_MEMBERS  500 /* questions on the page; a group of more is cut, and says so */

struct members {
    const struct request *r;
    struct buf *b;
    const struct listing *list;
    int64_t group_id;
    bool may_lead;
    int64_t n;
};

struct places {
    const struct request *r;
    struct buf *b;
    int64_t n;
};

static void
write_place(void *self, const struct store_sighting_row *x)
{
    struct places *p = self;

    if (x->muted.n > 0)
        return;
    if (p->n++ == SHOWN_PLACES)
        buf_add_str(p->b, "</ul><details><summary>More places</summary><ul class=\"places\">\n");
    buf_add_str(p->b, "<li>");
    say_link_open(p->b, x->address, "source");
    say_address(p->b, x->address);
    buf_add_str(p->b, "</a> ");
    say_time(p->b, x->asked_s, p->r->now_s);
    if (x->gone)
        buf_add_str(p->b, " \xC2\xB7 no longer there");
    buf_add_str(p->b, "</li>\n");
}

static void
write_words(struct buf *b, const char *label, const json_t *list)
{
    const json_t *v;
    size_t i;

    if (json_array_size(list) == 0)
        return;
    markup_addf(b, "<dt>%s</dt><dd>", label);
    json_array_foreach(list, i, v) if (json_is_string(v))
        markup_addf(b, "<span class=\"word\">%s</span> ", json_string_value(v));
    buf_add_str(b, "</dd>\n");
}

/* Why it is in the group, in words that a person can check. */
static void
write_reason(struct buf *b, const struct store_member_row *m)
{
    json_t *why = m->why.n > 0 ? json_loadb(m->why.p, m->why.n, 0, NULL) : NULL;
    const char *how = json_string_value(json_object_get(why, "how"));

    buf_add_str(b, "<dl>\n");
    if (m->head)
        buf_add_str(b, "<dt>Place</dt><dd>It speaks for the group</dd>\n");
    else
        markup_addf(b, "<dt>Together by</dt><dd>%s, %.2f</dd>\n", how != NULL ? how : "its words",
                    m->p);
    if (!m->head) {
        write_words(b, "Shared", json_object_get(why, "shared"));
        write_words(b, "Only here", json_object_get(why, "only_here"));
        write_words(b, "Only in the head", json_object_get(why, "only_head"));
    }
    buf_add_str(b, "</dl>\n");
    json_decref(why);
}

static void
write_head_form(const struct members *s, const struct store_member_row *m)
{
    if (!s->may_lead || m->head)
        return;
    page_form(s->r, s->b, arena_printf(s->r->arena, "/g/%lld/head", (long long)s->group_id), "one");
    markup_addf(s->b,
                "<input type=\"hidden\" name=\"question\" value=\"%lld\">"
                "<button>Let it speak for the group</button></form>\n",
                (long long)m->id);
}

static void
write_member(void *self, const struct store_member_row *m)
{
    struct members *s = self;
    struct places p = { s->r, s->b, 0 };

    s->n++;
    markup_addf(s->b,
                "<li class=\"member\"><h3 dir=\"auto\" lang=\"%.*s\">%.*s</h3>\n"
                "<p class=\"facts\">Question %lld, asked ",
                TEXT_ARG(m->language), TEXT_ARG(m->text), (long long)m->id);
    say_count(s->b, m->times_asked, "time", "times");
    buf_add_str(s->b, ", the last time ");
    say_time(s->b, m->last_asked_s, s->r->now_s);
    buf_add_str(s->b, "</p>\n");
    write_reason(s->b, m);
    buf_add_str(s->b, "<ul class=\"places\">\n");
    store_question_sightings(s->r->store, m->id, s->r->arena, write_place, &p);
    buf_add_str(s->b, p.n > SHOWN_PLACES ? "</ul></details>\n" : "</ul>\n");
    write_head_form(s, m);
    buf_add_str(s->b, "</li>\n");
}

/* ---- what was decided about it ---- */

struct past {
    const struct request *r;
    struct buf *b;
    int64_t group_id;
    struct store_group_decision *v; /* of this group, by id */
    size_t n, cap;
};

static bool
names(const struct store_group_decision *d, int64_t group_id)
{
    if (d->group_id == group_id || d->opened_id == group_id)
        return true;
    for (size_t i = 0; d->verb == STORE_GROUP_MERGE && i < d->n_parts; i++)
        if (d->parts[i] == group_id)
            return true;
    return false;
}

static void
keep_decision(void *self, const struct store_group_decision *d)
{
    struct past *p = self;

    if (d->verb == STORE_GROUP_UNDO) {
        for (size_t i = 0; i < p->n; i++)
            if (p->v[i].id == d->undoes)
                p->v[i].undone = true;
        return;
    }
    if (!names(d, p->group_id))
        return;
    p->v = arena_grow(p->r->arena, p->v, p->n, &p->cap, sizeof(*p->v));
    p->v[p->n++] = *d;
}

static void
write_decision(const struct past *p, const struct store_group_decision *d)
{
    static const char *const words[] = { [STORE_GROUP_MERGE] = "took over group",
                                         [STORE_GROUP_SPLIT] = "split off question",
                                         [STORE_GROUP_HEAD] = "made head question" };

    markup_addf(p->b, "<li>%s", d->undone ? "<del>" : "");
    say_time(p->b, d->at_s, p->r->now_s);
    markup_addf(p->b, " %.*s: group %lld %s", TEXT_ARG(d->actor), (long long)d->group_id,
                words[d->verb]);
    for (size_t i = 0; i < d->n_parts; i++)
        markup_addf(p->b, "%s %lld", i > 0 ? "," : "", (long long)d->parts[i]);
    if (d->opened_id != 0 && d->opened_id != p->group_id)
        markup_addf(p->b, ", now <a href=\"/groups/%lld\">group %lld</a>", (long long)d->opened_id,
                    (long long)d->opened_id);
    buf_add_str(p->b, d->undone ? "</del> taken back</li>\n" : "</li>\n");
}

static void
write_history(const struct request *r, struct buf *b, const struct store_group *g, bool may_lead)
{
    struct past p = { .r = r, .b = b, .group_id = g->id };
    bool stands = false;

    store_group_decisions(r->store, g->department_id, r->arena, keep_decision, &p);
    buf_add_str(b, "<h2>Decided about the group</h2>\n");
    if (p.n == 0) {
        buf_add_str(b, "<p class=\"empty\">Nothing: it is as the program made it.</p>\n");
        return;
    }
    buf_add_str(b, "<ul class=\"history\">\n");
    for (size_t i = p.n; i-- > 0;) {
        write_decision(&p, &p.v[i]);
        stands = stands || (!p.v[i].undone && p.v[i].group_id == g->id);
    }
    buf_add_str(b, "</ul>\n");
    if (!may_lead || !stands)
        return;
    page_form(r, b, arena_printf(r->arena, "/g/%lld/regroup", (long long)g->id), "one");
    buf_add_str(b, "<button>Take the last one back</button></form>\n");
}

/* ---- the page ---- */

static void
write_title(const struct request *r, struct buf *b, const struct store_queue_row *row,
            const struct listing *l)
{
    struct listing queue = *l;

    queue.groups = false;
    markup_addf(b, "<p class=\"ways\"><a href=\"%s\">\xE2\x86\x90 Groups</a></p>\n",
                listing_address(r, l, NULL));
    markup_addf(b,
                "<div class=\"title\"><h1 tabindex=\"-1\" dir=\"auto\">%.*s</h1>"
                "<a class=\"button main\" href=\"%s\">Open the card</a></div>\n<p class=\"line\">",
                TEXT_ARG(row->question), listing_card(r, &queue, row->group_id));
    say_standing(b, text_of(store_queue_state_name(row->state)), row->escalation);
    say_alarm(b, row->escalation);
    say_tone(b, row->tone);
    markup_addf(b, "<span class=\"facts\">Group %lld \xC2\xB7 %.*s \xC2\xB7 asked ",
                (long long)row->group_id, TEXT_ARG(row->department));
    say_count(b, row->times_asked, "time", "times");
    buf_add_str(b, " on ");
    say_count(b, row->sites, "site", "sites");
    say_narrow(b, row->campaigns, row->audience);
    buf_add_str(b, "</span></p>\n");
}

static void
show_group(struct request *r, struct response *res)
{
    struct page p = { .section = "groups", .message = flash_text(r, -1) };
    struct buf *b = &res->body;
    struct store_member_query q = { .limit = MAX_MEMBERS };
    struct members m = { .r = r, .b = b };
    struct store_queue_row row;
    struct store_group g;
    struct listing l;

    if (!groups_listing(r, res, &l))
        return;
    if (!store_group_find(r->store, request_id(r, 0), &g) || !listing_sees(r, g.department_id)) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such group.");
        return;
    }
    if (g.merged_into != 0) {
        response_redirect(res, arena_printf(r->arena, "/groups/%lld", (long long)g.merged_into));
        return;
    }
    if (!store_queue_get(r->store, g.id, r->now_s, r->arena, &row)) {
        page_error(r, res, PAGE_NOT_FOUND, "Nobody asks that any more.");
        return;
    }
    p.title = row.question;
    m.list = &l;
    m.group_id = q.group_id = g.id;
    m.may_lead = role_may(r->account, ROLE_LEAD, g.department_id);
    page_open(r, res, &p);
    write_title(r, b, &row, &l);
    buf_add_str(b, "<h2>Its questions</h2>\n<ul class=\"picked\">\n");
    store_question_members(r->store, &q, r->arena, write_member, &m);
    buf_add_str(b, "</ul>\n");
    if (m.n == MAX_MEMBERS)
        buf_add_str(b, "<p class=\"facts\">There are more: earshot group shows all.</p>\n");
    if (m.may_lead)
        markup_addf(b, "<p><a href=\"/g/%lld#group\">Merge or split</a> on its card.</p>\n",
                    (long long)g.id);
    audience_section(r, b, g.id, g.department_id);
    write_history(r, b, &g, m.may_lead);
    page_close(r, res);
}

const struct route group_page_routes[] = {
    { "GET", "/groups/{id}", ROLE_READ, show_group },
    { NULL, NULL, 0, NULL },
};
