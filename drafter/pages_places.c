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

/* Look at every word. */
static void
scan(const struct pages_ask *s, const uint16_t *at, uint32_t n, struct pages_places *to)
{
    want_places(s, to, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t surface = pages_record_take(&at);

        if (pages_bit(s->p->marked, surface))
            to->place[to->n++] = (struct pages_place){ i, s->p->marks[surface] - 1U };
    }
    find_couples(s, to);
}

/* The lists of the words, in the order of places: each place is a bit. */
static void
merge(const struct pages_ask *s, const uint16_t *lists, const uint16_t *offsets, uint32_t n_body,
      struct pages_places *to)
{
    size_t n = 0, n_bits = n_body / PAGES_BITS + 1;

    if (n_bits > to->cap_bits) {
        to->cap_bits = 2 * n_bits;
        to->bits = arena_alloc(s->arena, to->cap_bits * sizeof(*to->bits));
        to->word = arena_alloc(s->arena, to->cap_bits * PAGES_BITS * sizeof(*to->word));
    }
    for (uint32_t k = 0; k < s->n_searched; k++) {
        const uint16_t *list = lists + offsets[k];

        if (offsets[k] == 0)
            continue;
        n += list[0];
        for (uint32_t i = 1; i <= list[0]; i++) {
            to->bits[list[i] / PAGES_BITS] |= UINT64_C(1) << list[i] % PAGES_BITS;
            to->word[list[i]] = (uint16_t)k;
        }
    }
    want_places(s, to, n);
    for (uint32_t i = 0; to->n < n; i++) {
        for (uint64_t bits = to->bits[i]; bits != 0; bits &= bits - 1) {
            uint32_t at = i * PAGES_BITS + (uint32_t)__builtin_ctzll(bits);

            to->place[to->n++] = (struct pages_place){ at, to->word[at] };
        }
        to->bits[i] = 0;
    }
}

/*
 * Couples of the places with words around them: with those that are in pairs alone, which have no
 * places, and with those that are searched for and come after.
 */
static void
look_around(const struct pages_ask *s, const struct pages_shape *shape, const uint16_t *lists,
            struct pages_places *x)
{
    uint32_t n_long = 0; /* long numbers before the words that are looked at */

    for (size_t i = 0; i < x->n; i++) {
        struct pages_place here = x->place[i];
        uint32_t from = here.at > PAGES_SKIP_GAP ? here.at - PAGES_SKIP_GAP : 0;
        uint32_t end = here.at + PAGES_SKIP_GAP + 1;
        const uint16_t *at;

        while (n_long < lists[0] && lists[1 + n_long] < from)
            n_long++;
        at = shape->body + from + (size_t)n_long * (PAGES_RECORD_MOST - 1);
        end = end < shape->record->n_body ? end : shape->record->n_body;
        for (uint32_t k = from; k < end; k++) {
            uint32_t surface = pages_record_take(&at);
            struct pages_place there = { k, 0 };

            if (!pages_bit(s->p->marked, surface) || k == here.at)
                continue;
            there.word = s->p->marks[surface] - 1U;
            if (k > here.at)
                add_couple(s, x, here, there);
            else if (there.word >= s->n_searched)
                add_couple(s, x, there, here);
        }
    }
}

void
pages_places_fetch(struct pages_ask *s, const struct search_hit *pages, size_t n)
{
    const struct pages_lists *l = &s->p->words;

    for (uint32_t k = 0; k < s->n_searched; k++)
        if (s->words[k].stem != PAGES_NONE && !s->p->vocab->stems[s->words[k].stem].content)
            return; /* there are no places of small words */
    s->pages = pages;
    s->n_pages = n;
    s->places = arena_alloc(s->arena, (n + 1) * s->n_searched * sizeof(*s->places));
    s->next = arena_alloc(s->arena, (n + 1) * s->n_searched * sizeof(*s->next));
    s->impacts = arena_alloc(s->arena, (n + 1) * sizeof(*s->impacts));
    for (size_t i = 0; i < n; i++)
        s->p->slots[pages[i].doc] = (uint16_t)(i + 1);
    for (uint32_t k = 0; k < s->n_searched; k++) {
        uint32_t list = s->words[k].stem;
        float unit;

        if (list == PAGES_NONE)
            continue;
        unit = (float)s->words[k].times * l->most[list] / PAGES_IMPACT_MAX;
        for (uint64_t i = l->start[list]; i < l->start[list + 1]; i++) {
            uint32_t slot = s->p->slots[l->postings[i] >> PAGES_IMPACT_BITS];

            if (slot == 0)
                continue;
            s->places[slot * s->n_searched + k] = l->place[i];
            s->next[slot * s->n_searched + k] = l->next[i];
            s->impacts[slot] += unit * (float)(l->postings[i] & PAGES_IMPACT_MAX);
        }
    }
}

bool
pages_places_listed(const struct pages_ask *s, const struct pages_record *r,
                    struct pages_listed *ret)
{
    size_t slot = s->p->slots[r - s->p->records];

    if (slot == 0 || r->places_at == PAGES_NO_PLACES)
        return false;
    *ret = (struct pages_listed){ s->p->places + r->places_at, s->places + slot * s->n_searched,
                                  s->next + slot * s->n_searched };
    return true;
}

void
pages_places_title(const struct pages_ask *s, const struct pages_shape *shape,
                   struct pages_places *title)
{
    scan(s, shape->title, shape->record->n_title, title);
}

void
pages_places_words(const struct pages_ask *s, const struct pages_shape *shape,
                   struct pages_places *body)
{
    struct pages_listed x;

    if (pages_places_listed(s, shape->record, &x))
        merge(s, x.lists, x.offsets, shape->record->n_body, body);
}

void
pages_places_body(const struct pages_ask *s, const struct pages_shape *shape,
                  struct pages_places *body)
{
    struct pages_listed x;

    if (!pages_places_listed(s, shape->record, &x)) {
        scan(s, shape->body, shape->record->n_body, body);
        return;
    }
    merge(s, x.lists, x.offsets, shape->record->n_body, body);
    for (size_t i = 0; i < body->n; i++)
        __builtin_prefetch(shape->body + body->place[i].at);
    look_around(s, shape, x.lists, body);
}
