/* voice.c - see voice.h. */

#include "voice.h"

#include "buf.h"
#include "file.h"
#include "inifile.h"
#include "seeds.h"
#include "voice_check.h"

#define MIX       0x9E3779B97F4A7C15u /* splitmix64's step: neighbours get different variants */
#define MIX_SHIFT 32

struct loading {
    struct voice *voice;
    struct arena *arena;
};

/* The list that a key of a section fills; NULL: there is none. */
static struct voice_list *
list_of(struct voice *v, struct text section, struct text key)
{
    enum tone_kind tone = TONE_NEUTRAL;
    struct {
        const char *section, *key;
        struct voice_list *list;
    } rows[] = {
        { "negative", "contact", &v->contact }, { "positive", "close", &v->thanks },
        { "parts", "quote", &v->quote },        { "parts", "link", &v->link },
        { "parts", "close", &v->close },        { "negative", "close", &v->settle },
    };

    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        if (text_is(section, rows[i].section) && text_is(key, rows[i].key))
            return rows[i].list;
    return text_is(key, "open") && tone_parse(section, &tone) ? &v->open[tone] : NULL;
}

static enum status
each(void *self, const struct inifile_entry *e, struct err *err)
{
    struct loading *l = self;
    struct voice_list *list;

    if (e->key.n == 0)
        return ST_OK; /* a section without keys */
    list = list_of(l->voice, e->section, e->key);
    if (list == NULL)
        return err_set(err, ST_CONFIG,
                       "%s:%d: [%.*s] %.*s: wanted open in [neutral], [negative], [positive]; "
                       "contact, close in [negative]; close in [positive]; quote, link, close in "
                       "[parts]",
                       e->file, e->line, TEXT_ARG(e->section), TEXT_ARG(e->key));
    if (list->n == VOICE_MAX_VARIANTS)
        return err_set(err, ST_CONFIG, "%s:%d: more than %d variants", e->file, e->line,
                       VOICE_MAX_VARIANTS);
    list->v[list->n++] = arena_text(l->arena, e->value);
    return ST_OK;
}

static enum status
check(const struct voice *v, const char *file, struct err *err)
{
    const struct {
        const char *name;
        const struct voice_list *list;
    } wanted[] = {
        { "[neutral] open", &v->open[TONE_NEUTRAL] },
        { "[negative] open", &v->open[TONE_NEGATIVE] },
        { "[positive] open", &v->open[TONE_POSITIVE] },
        { "[negative] contact", &v->contact },
        { "[positive] close", &v->thanks },
        { "[parts] quote", &v->quote },
        { "[parts] link", &v->link },
        { "[parts] close", &v->close },
    };

    for (size_t i = 0; i < N_ELEMENTS(wanted); i++)
        if (wanted[i].list->n == 0)
            return err_set(err, ST_CONFIG, "%s: %s: wanted at least one", file, wanted[i].name);
    return ST_OK;
}

enum status
voice_load(const char *dir, const char *name, struct arena *a, struct voice **ret, struct err *err)
{
    const char *path = arena_printf(a, "voices/%s.ini", name);
    const char *file = arena_printf(a, "%s/%s", dir != NULL ? dir : "seeds", path);
    const struct seed *seed = seeds_find(path);
    struct loading l = { .voice = arena_alloc(a, sizeof(**ret)), .arena = a };
    enum status st;

    if (dir != NULL && file_exists(file))
        st = inifile_load(file, each, &l, err);
    else if (seed != NULL)
        st = inifile_read(path, seed->body, each, &l, err);
    else
        return err_set(err, ST_NOTFOUND, "voice \"%s\": there is no %s, and none built in", name,
                       file);
    if (st == ST_OK)
        st = check(l.voice, file, err);
    if (st != ST_OK)
        return st;
    l.voice->name = arena_str(a, text_of(name));
    *ret = l.voice;
    return ST_OK;
}

enum status
voice_check(const char *dir, const char *name, struct err *err)
{
    struct arena *a = arena_new();
    struct voice *v;
    enum status st = voice_load(dir, name, a, &v, err);

    arena_free(a);
    return st;
}

struct text
voice_pick(const struct voice_list *l, uint64_t seed, size_t not, size_t *number)
{
    size_t i = 0;

    if (l->n > 0) {
        i = (size_t)((seed * MIX) >> MIX_SHIFT) % l->n;
        if (i == not )
            i = (i + 1) % l->n;
    }
    *number = i;
    return l->n > 0 ? l->v[i] : TEXT_NONE;
}
