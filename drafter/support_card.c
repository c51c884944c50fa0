/* support_card.c - see support_card.h. */

#include "support_card.h"

#include "compose.h"
#include "lang.h"

static struct text
joined(const struct store_around *x, struct arena *a)
{
    return text_of(arena_printf(a, "%.*s%.*s%.*s", TEXT_ARG(x->before), TEXT_ARG(x->sentence),
                                TEXT_ARG(x->after)));
}

void
support_card(struct store *s, const struct config *config, const struct store_card *c,
             struct arena *a, struct support_card *ret)
{
    const struct department_config *d =
        config != NULL ? config_department(config, arena_str(a, c->department)) : NULL;
    struct text *evidence = arena_alloc(a, (2 * c->n_sentences + 1) * sizeof(*evidence));
    struct err err;

    *ret = (struct support_card){ .in = { .answer = c->answer,
                                          .evidence = evidence,
                                          .language = lang_normalize(c->language) },
                                  .around =
                                      arena_alloc(a, (c->n_sentences + 1) * sizeof(*ret->around)) };
    for (size_t i = 0; i < c->n_sentences; i++)
        evidence[ret->in.n_evidence++] = c->sentences[i].text;
    for (size_t i = 0; i < c->n_sentences; i++) {
        const struct store_card_sentence *x = &c->sentences[i];

        if (store_around(s, x->url_id, x->start, x->text, a, &ret->around[i]))
            evidence[ret->in.n_evidence++] = joined(&ret->around[i], a);
    }
    if (d != NULL && c->voice.n > 0 &&
        support_voice(arena_printf(a, "%s/seeds", config->dir), arena_str(a, c->voice), d->contact,
                      arena_str(a, compose_fill_byline(d->byline, d->name, a)), a, &ret->in.parts,
                      &err) != ST_OK)
        ret->in.parts = (struct support_parts){ NULL, 0 };
}
