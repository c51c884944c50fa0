/*
 * extract_faq_words.c - what words say on a page of questions and answers: which
 * titles ask, which only sell, and which pages call themselves an FAQ.
 */

#include "extract_parts.h"

#include <string.h>

#define FAQ_HEADING_BYTES 300 /* a longer heading was never closed */

/* The signs that a theme or a generator sets behind a heading: to open it, to link to it. */
static const char *const signs[] = {
    "\u00B6", "#",      "+",      "\uFF0B", "-",      "\u2013", "\u2212", "*",          "\u25BC",
    "\u25BE", "\u25B6", "\u25B8", "\u25BA", "\u25B2", "\u25B4", "\u2304", "\u2303",     "\u203A",
    "\u00BB", "\u2193", "\u2191", "\u00D7", "\u2795", "\u2796", "\uFE0F", "\U0001F517", ":",
};

bool
extract_faq_asks(struct text t)
{
    static const char *const marks[] = { "?",  "\xEF\xBC\x9F",  "\xD8\x9F", "?\"",
                                         "?)", "?\xE2\x80\x9D", "?\u00BB",  "?\u201C" };

    for (size_t i = 0; i < N_ELEMENTS(marks); i++)
        if (text_ends(t, text_of(marks[i])))
            return true;
    /* "How do I apply? (from abroad)" */
    return text_ends(t, TEXT_LIT(")")) && text_find(t, TEXT_LIT("? (")) != TEXT_NPOS;
}

/* The title without such signs, if it then asks. */
struct text
extract_faq_title(struct text title)
{
    struct text t = title;
    bool more = true;

    while (more) {
        more = false;
        t = text_trim(t);
        for (size_t i = 0; i < N_ELEMENTS(signs); i++) {
            struct text sign = text_of(signs[i]);

            if (text_ends(t, sign)) {
                t = text_sub(t, 0, t.n - sign.n);
                more = true;
            } else if (text_starts(t, sign)) {
                t = text_from(t, sign.n);
                more = true;
            }
        }
    }
    return extract_faq_asks(t) ? t : title;
}

/* clang-format off */
static const char *const calls[] = {
    "ready",
    "are you ready",
    "need ",
    "still have",
    "still need",
    "have a question",
    "have questions",
    "have more questions",
    "got a question",
    "got questions",
    "any questions",
    "more questions",
    "want to",
    "want more",
    "want a",
    "looking for",
    "looking to",
    "thinking about",
    "thinking of",
    "interested in",
    "not sure",
    "questions?",
    "question?",
    "did you find",
    "found this",
    "found what",
    "why trust us",
    "why choose us",
    "why us",
    "was this",
    "did this",
    "is this page",
    "forgot",
    "lost your",
    "don't have an account",
    "already have",
    "new here",
    "not a member",
    "can't find",
    "need help",
    "how can we help",
    "what are you looking for",
    "do you have a question",
    "un doute",
    "une question",
    "besoin d",
    "vous avez",
    "noch fragen",
    "haben sie fragen",
    "sie haben fragen",
    "war dieser",
    "war diese",
    "hat ihnen",
    "hast du ",
    "haben sie noch",
    "noch unsicher",
    "fragen?",
    "d'autres questions",
    "d\u2019autres questions",
    "encore des questions",
    "avez-vous d",
    "hai altre domande",
    "hai bisogno",
    "ancora domande",
    "tens d\u00FAvidas",
    "ainda tem",
    "ainda com d\u00FAvidas",
    "nog vragen",
    "heb je nog",
    "heeft u nog",
    "har du fler",
    "har du fr\u00E5gor",
    "\u00BFnecesitas",
    "\u00BFm\u00E1s preguntas",
    "\u00BFalguna pregunta",
    "tienes alguna",
    "¿tienes",
    "would you like to",
    "curious",
    "why wait",
    "sound good",
    "enjoyed",
    "love what",
    "liked this",
    "what do you think?",
    "share this",
    "related",
    "ever wondered",
};
/* clang-format on */

/* "Ready to start?", "Still have questions?": the site asks, to sell. */
bool
extract_faq_is_call(struct text t)
{
    for (size_t i = 0; i < N_ELEMENTS(calls); i++)
        if (text_starts_nocase(t, text_of(calls[i])))
            return true;
    return false;
}

/* clang-format off */
static const char *const names[] = {
    "faq", "frequently asked", "common questions", "questions and answers", "questions & answers", "q&a",
    "h\u00E4ufig gestellte", "h\u00E4ufige fragen", "fragen und antworten", "foire aux questions",
    "questions fr\u00E9quentes", "questions courantes", "preguntas frecuentes", "preguntas y respuestas",
    "domande frequenti", "domande e risposte", "perguntas frequentes", "d\u00FAvidas frequentes",
    "veelgestelde vragen", "vanliga fr\u00E5gor", "fr\u00E5gor och svar",
};
/* clang-format on */

static bool
names_it(struct text t)
{
    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        if (text_find_nocase(t, text_of(names[i])) != TEXT_NPOS)
            return true;
    return false;
}

/* Does the page call itself an FAQ, in its title or a main heading? */
bool
extract_faq_says_so(const struct extract_work *w)
{
    if (names_it(w->page->title))
        return true;
    for (uint32_t i = 0; i < w->h.n; i++)
        if (w->h.nodes[i].tag == HTML_H1 && extract_frame_bytes(w, i) <= FAQ_HEADING_BYTES &&
            names_it(html_folded(&w->h, i, w->a)))
            return true;
    return false;
}
