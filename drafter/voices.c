/* voices.c - see voices.h. */

#include "voices.h"

#include <string.h>

#include "compose.h"
#include "lang.h"

/* Those that lang.h has codes for and that people write a voice in; another needs a row here. */
static const char *const languages[] = { "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da",
                                         "no", "fi", "cs", "hu", "ro", "tr", "ru", "el" };

/* A voice as the configuration names it, in its own language and in the others. */
struct speaker {
    const char *name;
    struct voices_one own;
    struct voices_one other[N_ELEMENTS(languages)]; /* voice NULL: it does not speak it */
};

struct voices {
    const struct speaker *department;
    const struct speaker **sources; /* NULL: the department's */
    size_t n_sources;
    struct speaker **all; /* each once */
    size_t n_all, cap_all;
};

static enum status
load_one(const struct department_config *d, const char *seeds, const char *name, struct arena *a,
         struct voices_one *ret, struct err *err)
{
    struct text byline = compose_fill_byline(d->byline, d->name, a);
    struct voice *v;
    enum status st = voice_load(seeds, name, a, &v, err);

    if (st != ST_OK)
        return st;
    ret->voice = v;
    support_parts_of(v, text_of(d->contact), byline, a, &ret->parts);
    return ST_OK;
}

/* The voice of that name; loaded unless it has been. */
static enum status
speaker_of(struct voices *v, const struct department_config *d, const char *seeds, const char *name,
           struct arena *a, const struct speaker **ret, struct err *err)
{
    struct speaker *x;
    enum status st;

    for (size_t i = 0; i < v->n_all; i++)
        if (strcmp(v->all[i]->name, name) == 0) {
            *ret = v->all[i];
            return ST_OK;
        }
    x = arena_alloc(a, sizeof(*x));
    *x = (struct speaker){ .name = name };
    st = load_one(d, seeds, name, a, &x->own, err);
    for (size_t i = 0; i < N_ELEMENTS(languages) && st == ST_OK; i++) {
        st = load_one(d, seeds, arena_printf(a, "%s-%s", name, languages[i]), a, &x->other[i], err);
        if (st == ST_NOTFOUND)
            st = ST_OK; /* most voices speak one or two */
    }
    v->all = arena_grow(a, v->all, v->n_all, &v->cap_all, sizeof(struct speaker *));
    v->all[v->n_all++] = x;
    *ret = x;
    return st;
}

/* The voices of an experiment, which the department and its sources may not have. */
static enum status
load_pair(struct voices *v, const struct department_config *d, const char *seeds,
          const struct experiment_config *x, struct arena *a, struct err *err)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < N_ELEMENTS(x->voice) && st == ST_OK; i++) {
        const struct speaker *unused;

        st = speaker_of(v, d, seeds, x->voice[i], a, &unused, err);
    }
    return st;
}

enum status
voices_load(const struct department_config *d, const char *seeds, struct arena *a,
            struct voices **ret, struct err *err)
{
    struct voices *v = arena_alloc(a, sizeof(*v));
    enum status st;

    *v = (struct voices){ .n_sources = d->n_sources };
    v->sources = arena_alloc(a, (d->n_sources + 1) * sizeof(*v->sources));
    for (size_t i = 0; i < d->n_sources; i++)
        v->sources[i] = NULL;
    st = speaker_of(v, d, seeds, d->voice != NULL ? d->voice : VOICE_DEFAULT, a, &v->department,
                    err);
    for (size_t i = 0; i < d->n_sources && st == ST_OK; i++)
        if (d->sources[i].voice != NULL)
            st = speaker_of(v, d, seeds, d->sources[i].voice, a, &v->sources[i], err);
    for (size_t i = 0; i < d->n_experiments && st == ST_OK; i++)
        st = load_pair(v, d, seeds, &d->experiments[i], a, err);
    *ret = v;
    return st;
}

bool
voices_has(const struct voices *v, size_t source)
{
    return source < v->n_sources && v->sources[source] != NULL;
}

static const struct voices_one *
in_language(const struct speaker *x, const char *language)
{
    for (size_t i = 0; i < N_ELEMENTS(languages) && language != NULL; i++)
        if (strcmp(language, languages[i]) == 0 && x->other[i].voice != NULL)
            return &x->other[i];
    return &x->own;
}

const struct voices_one *
voices_of(const struct voices *v, size_t source, const char *language)
{
    return in_language(voices_has(v, source) ? v->sources[source] : v->department, language);
}

const struct voices_one *
voices_card(const struct voices *v, struct text name, const char *language)
{
    for (size_t i = 0; i < v->n_all; i++)
        if (text_is(name, v->all[i]->name))
            return in_language(v->all[i], language);
    return NULL;
}

const struct voices_one *
voices_named(const struct voices *v, struct text name)
{
    for (size_t i = 0; i < v->n_all; i++) {
        const struct speaker *x = v->all[i];

        if (text_is(name, x->own.voice->name))
            return &x->own;
        for (size_t k = 0; k < N_ELEMENTS(languages); k++)
            if (x->other[k].voice != NULL && text_is(name, x->other[k].voice->name))
                return &x->other[k];
    }
    return NULL;
}
