/* why_page.c - what was found on the page of an address. */
#include "store_twin.h"
#include "why.h"

#define MAX_SHOWN 8 /* questions that are shown; JSON has all */

void
why_page_look(struct why *w)
{
    w->has_page = store_page_get(w->store, w->u.id, w->arena, &w->page);
    w->n_posts = store_explain_posts(w->store, w->u.id, w->arena, &w->posts);
    for (size_t i = 0; i < w->n_posts; i++)
        w->n_kept += w->posts[i].gone_s == 0 && (i == 0 || w->posts[i].id != w->posts[i - 1].id);
}

/* Whose page is it that it is read for: a department's own, which answers? */
static bool
is_own(const struct why *w)
{
    const struct store_source *src = why_source(w, w->u.source_id);

    return src != NULL && src->own_site;
}

const char *
why_page_verdict(struct why *w)
{
    struct arena *a = w->arena;
    struct store_twin twin;

    if (w->u.kind == STORE_URL_FEED || w->u.kind == STORE_URL_SITEMAP)
        return arena_printf(a, "It was fetched: a %s, which leads to pages.",
                            store_url_kind_name(w->u.kind));
    if (w->u.reason.n > 0)
        return arena_printf(a, "It was fetched, but nothing could be read: %.*s.",
                            TEXT_ARG(w->u.reason));
    if (w->page.noindex)
        return "It was fetched, but asks not to be indexed: its links count, its questions do not.";
    if (is_own(w) && store_twin_of(w->store, w->u.id, a, &twin))
        return arena_printf(a,
                            "It was fetched: a page of the department's own, but answers quote "
                            "%.*s, which says the same.",
                            TEXT_ARG(twin.address));
    if (is_own(w))
        return "It was fetched: a page of the department's own, which answers may quote.";
    if (w->n_kept > 0)
        return arena_printf(a, "It was fetched, and %zu question%s of it %s kept.", w->n_kept,
                            w->n_kept == 1 ? "" : "s", w->n_kept == 1 ? "is" : "are");
    if (w->page.left_out.n > 0)
        return arena_printf(a, "It was fetched, but no question of it was kept: %.*s.",
                            TEXT_ARG(w->page.left_out));
    if (text_is(w->page.kind, "listing"))
        return "It was fetched: a list that leads to other pages.";
    return "It was fetched, but there is no question on it.";
}

static void
say_posts(struct why *w)
{
    json_t *list = json_array();

    for (size_t i = 0; i < w->n_posts; i++) {
        const struct store_explain_post *p = &w->posts[i];
        json_t *o = json_object();

        if (i < MAX_SHOWN)
            why_say(w, p->gone_s > 0 ? "question, gone" : "question",
                    "\"%.*s\" (p %.2f, by %.*s; for %.*s%s%.*s)", TEXT_ARG(p->title), p->p,
                    TEXT_ARG(p->how), TEXT_ARG(p->department),
                    p->words.n > 0 ? ", matches " : ", whatever its words", TEXT_ARG(p->words));
        json_object_set_new(o, "id", json_integer(p->id));
        json_object_set_new(o, "title", json_of_text(p->title));
        json_object_set_new(o, "permalink", json_of_text(p->permalink));
        json_object_set_new(o, "p", json_real(p->p));
        json_object_set_new(o, "how", json_of_text(p->how));
        json_object_set_new(o, "department", json_of_text(p->department));
        json_object_set_new(o, "source", json_of_text(p->source));
        json_object_set_new(o, "matches", json_of_text(p->words));
        why_put_time(o, "gone", p->gone_s);
        json_array_append_new(list, o);
    }
    if (w->n_posts > MAX_SHOWN)
        why_say(w, "", "and %zu more", w->n_posts - MAX_SHOWN);
    json_object_set_new(w->json, "questions", list);
}

static void
say_twin(void *self, const struct store_twin *t)
{
    struct why *w = self;
    json_t *o = json_object();

    why_say(w, "repeated by", "%.*s (likeness %.2f), which is left out: %.*s", TEXT_ARG(t->address),
            t->likeness, TEXT_ARG(t->why));
    json_object_set_new(o, "address", json_of_text(t->address));
    json_object_set_new(o, "likeness", json_real(t->likeness));
    json_object_set_new(o, "why", json_of_text(t->why));
    json_array_append_new(json_object_get(w->json, "repeated_by"), o);
}

/* Own pages that say the same: one of them counts. */
static void
say_twins(struct why *w)
{
    struct store_twin t;
    json_t *o = NULL;

    if (store_twin_of(w->store, w->u.id, w->arena, &t)) {
        why_say(w, "repeats", "%.*s (likeness %.2f), which counts: %.*s; this one is left out",
                TEXT_ARG(t.address), t.likeness, TEXT_ARG(t.why));
        o = json_object();
        json_object_set_new(o, "address", json_of_text(t.address));
        json_object_set_new(o, "likeness", json_real(t.likeness));
        json_object_set_new(o, "why", json_of_text(t.why));
    }
    json_object_set_new(w->json, "repeats", o != NULL ? o : json_null());
    json_object_set_new(w->json, "repeated_by", json_array());
    store_twin_each(w->store, w->u.id, w->arena, say_twin, w);
}

void
why_page_say(struct why *w)
{
    const struct store_page *p = &w->page;
    int64_t n = store_explain_found_on(w->store, w->u.host_id, w->u.id);
    json_t *o = json_object();

    if (w->has_page) {
        why_say(w, "page", "reads as: %.*s%s%.*s%s%s; it was the first to lead to %lld address%s",
                TEXT_ARG(p->kind), p->profile.n > 0 ? ", by the profile " : "",
                TEXT_ARG(p->profile), p->noindex ? "; noindex" : "",
                p->nofollow ? "; nofollow" : "", (long long)n, n == 1 ? "" : "es");
        why_say(w, "last changed", "%s", why_time(w, p->changed_s));
    }
    if (w->has_page && p->canonical.n > 0)
        why_say(w, "canonical", "%.*s", TEXT_ARG(p->canonical));
    say_twins(w);
    say_posts(w);
    if (p->left_out.n > 0)
        why_say(w, "left out", "%.*s", TEXT_ARG(p->left_out));
    json_object_set_new(o, "kind", json_of_text(p->kind));
    json_object_set_new(o, "profile", json_of_text(p->profile));
    json_object_set_new(o, "language", json_of_text(p->language));
    json_object_set_new(o, "canonical",
                        p->canonical.n > 0 ? json_of_text(p->canonical) : json_null());
    json_object_set_new(o, "noindex", json_boolean(p->noindex));
    json_object_set_new(o, "nofollow", json_boolean(p->nofollow));
    json_object_set_new(o, "left_out", json_of_text(p->left_out));
    json_object_set_new(o, "addresses_found", json_integer(n));
    why_put_time(o, "changed", p->changed_s);
    json_object_set_new(w->json, "page", w->has_page ? o : json_null());
    if (!w->has_page)
        json_decref(o);
}
