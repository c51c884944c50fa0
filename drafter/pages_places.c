/* pages_places.c - see pages_places.h. */

#include "pages_places.h"

/* Room for so many places, and one that is written but does not count. */
static void
want_places(const struct pages_ask *s, struct pages_places *x, size_t n)
{
    if (n + 1 > x->cap) {
        x->cap = 2 * (n + 1);
        x->place = arena_alloc(s->arena, x->cap * sizeof(*x->place));
    }
    x->n = x->n_couples = 0;
}

/* In order of the first word. */
static void
add_couple(const struct pages_ask *s, struct pages_places *x, struct pages_place first,
           struct pages_place last)
{
    uint32_t pair = s->pair_of[first.word * s->n_words + last.word];
    size_t at = x->n_couples;

    if (pair == 0)
        return;
    x->couple = arena_grow(s->arena, x->couple, x->n_couples, &x->cap_couples, sizeof(*x->couple));
    for (; at > 0 && x->couple[at - 1].first > first.at; at--)
        x->couple[at] = x->couple[at - 1];
    x->couple[at] = (struct pages_couple){ first.at, last.at, pair - 1 };
    x->n_couples++;
}

/* One of a couple at least is searched for; then the places of other words are no more use. */
static void
find_couples(const struct pages_ask *s, struct pages_places *x)
{
    const uint32_t n_searched = s->n_searched;
    size_t kept = 0;

    for (size_t i = 0; i < x->n; i++) {
        struct pages_place here = x->place[i];

        if (here.word >= n_searched)
            continue;
        for (size_t k = i; k-- > 0 && here.at - x->place[k].at <= PAGES_SKIP_GAP;)
            if (x->place[k].word >= n_searched)
                add_couple(s, x, x->place[k], here);
        for (size_t k = i + 1; k < x->n && x->place[k].at - here.at <= PAGES_SKIP_GAP; k++)
            add_couple(s, x, here, x->place[k]);
    }
    for (size_t i = 0; i < x->n; i++)
        if (x->place[i].word < n_searched)
            x->place[kept++] = x->place[i];
    x->n = kept;
}

void
pages_places_find(const struct pages_ask *s, const struct pages_shape *shape,
                  struct pages_places *title, struct pages_places *body)
{
    const uint16_t *marks = s->p->marks, *at = shape->body;

    want_places(s, title, shape->record->n_title);
    for (uint32_t i = 0; i < shape->record->n_title; i++)
        if (marks[shape->title[i]] != 0)
            title->place[title->n++] = (struct pages_place){ i, marks[shape->title[i]] - 1U };
    want_places(s, body, shape->record->n_body);
    for (uint32_t i = 0; i < shape->record->n_body; i++) {
        uint32_t m = marks[pages_record_take(&at)];

        body->place[body->n] = (struct pages_place){ i, m - 1 };
        body->n += m != 0;
    }
    find_couples(s, title);
    find_couples(s, body);
}
