/* cues.c - see cues.h.  Word lists, each checked against whole words in any case. */

#include "cues.h"
#include "ascii.h"

#include <string.h>

#define WORD_MAX    24 /* bytes; longer words are in no list */
#define YEAR_LOW    '1'
#define YEAR_HIGH   '2'
#define YEAR_DIGITS 4

/* A word of the text; what it was written like is kept apart. */
struct word {
    char low[WORD_MAX]; /* lower case, NUL-terminated; "" when too long */
    bool capital, digit;
    size_t n_digits;
};

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The next word of letters, digits and apostrophes; false at the end. */
static bool
next_word(struct text *rest, struct word *w)
{
    size_t i = 0, n = 0;

    while (i < rest->n && !is_letter(rest->p[i]) && !ascii_is_digit(rest->p[i]))
        i++;
    if (i == rest->n)
        return false;
    *w = (struct word){ .capital = rest->p[i] >= 'A' && rest->p[i] <= 'Z',
                        .digit = ascii_is_digit(rest->p[i]) };
    for (;
         i < rest->n && (is_letter(rest->p[i]) || ascii_is_digit(rest->p[i]) || rest->p[i] == '\'');
         i++) {
        char c = rest->p[i];

        w->n_digits += ascii_is_digit(c);
        if (n + 1 < sizeof(w->low))
            w->low[n] = c >= 'A' && c <= 'Z' ? (char)(c | ' ') : c;
        n++;
    }
    w->low[n < sizeof(w->low) ? n : 0] = '\0';
    *rest = text_from(*rest, i);
    return true;
}

/* Is word one of a list like "who whom whose"? */
static bool
in(const char *word, const char *list)
{
    size_t n = strlen(word);

    for (const char *hit = n > 0 ? strstr(list, word) : NULL; hit != NULL;
         hit = strstr(hit + 1, word))
        if ((hit == list || hit[-1] == ' ') && (hit[n] == ' ' || hit[n] == '\0'))
            return true;
    return false;
}

static const char amount_words[] = "many much long old far often big large tall high deep fast "
                                   "late early soon expensive";
static const char price_words[] = "cost costs fee fees price prices charge amount rate salary "
                                  "percentage number total";
static const char time_words[] = "year date day month deadline deadlines hours time when until";
static const char ask_words[] = "can could may should must do does did is are am was were will "
                                "would has have if";

/* "how ..." and "what ..." by the word that follows them. */
static enum cue_kind
by_next(const char *first, const char *next)
{
    if (strcmp(first, "how") == 0)
        return in(next, amount_words) ? CUE_NUMBER : CUE_MANNER;
    if (in(next, price_words))
        return CUE_NUMBER;
    if (in(next, time_words))
        return CUE_TIME;
    return in(next, "is are was were does do") ? CUE_DEFINITION : CUE_NONE;
}

enum cue_kind
cues_wanted(struct text question)
{
    struct word w, next;
    enum cue_kind weak = CUE_NONE;
    bool first = true;

    while (next_word(&question, &w)) {
        struct text rest = question;

        if (in(w.low, "when"))
            return CUE_TIME;
        if (in(w.low, "where"))
            return CUE_PLACE;
        if (in(w.low, "who whom whose who's"))
            return CUE_PERSON;
        if (in(w.low, "why"))
            return CUE_REASON;
        if (in(w.low, "how what which what's") && next_word(&rest, &next))
            return by_next(w.low, next.low);
        if (weak == CUE_NONE && in(w.low, "cost costs fee fees price"))
            weak = CUE_NUMBER;
        if (weak == CUE_NONE && in(w.low, "deadline deadlines date"))
            weak = CUE_TIME;
        if (first && in(w.low, ask_words))
            weak = CUE_PERMISSION;
        first = false;
    }
    return weak;
}

static bool
is_time_word(const struct word *w)
{
    return (w->n_digits == YEAR_DIGITS && (w->low[0] == YEAR_LOW || w->low[0] == YEAR_HIGH)) ||
           in(w->low,
              "january february march april june july august september october november december "
              "monday tuesday wednesday thursday friday saturday sunday weekday weekdays spring "
              "summer autumn fall winter semester within before after until by day days week weeks "
              "month months year years today tomorrow annually daily century jan feb mar apr jun "
              "jul aug sep sept oct nov dec am pm noon");
}

static bool
is_number_word(const struct word *w)
{
    return w->digit || in(w->low, "one two three four five six seven eight nine ten eleven twelve "
                                  "dozen hundred thousand million billion half free none percent");
}

/* Is the cue at this word, given the one before it? */
static bool
is_cue(enum cue_kind kind, const struct word *w, const struct word *before, bool first)
{
    switch (kind) {
    case CUE_NUMBER:
        return is_number_word(w);
    case CUE_TIME:
        return is_time_word(w);
    case CUE_PLACE:
        return !first && w->capital &&
               in(before->low, "in at from to near on of the into outside through");
    case CUE_PERSON:
        return !first && w->capital;
    case CUE_REASON:
        return in(w->low, "because since due reason reasons therefore thus cause causes caused so "
                          "result order ensure allow allows prevent");
    case CUE_MANNER:
        return in(w->low, "by using use must need can through via with should submit apply "
                          "contact complete call visit online form sign send bring follow");
    case CUE_DEFINITION:
        return in(w->low, "is are was were means mean refers called known defined");
    case CUE_PERMISSION:
        return in(w->low, "yes no not can cannot may must need needs should only if unless "
                          "required eligible allowed able qualify available");
    case CUE_NONE:
        break;
    }
    return false;
}

/* Is the word in the text, in any case? */
static bool
mentions(struct text t, const struct word *w)
{
    struct word x;

    while (next_word(&t, &x))
        if (strcmp(x.low, w->low) == 0)
            return true;
    return false;
}

bool
cues_present(enum cue_kind kind, struct text question, struct text sentence)
{
    struct word w, before = { .low = "" };
    bool names = kind == CUE_NUMBER || kind == CUE_TIME || kind == CUE_PLACE || kind == CUE_PERSON;

    for (bool first = true; next_word(&sentence, &w); first = false) {
        /* What the question names itself is not what it asks for. */
        if (is_cue(kind, &w, &before, first) && !(names && mentions(question, &w)))
            return true;
        before = w;
    }
    return false;
}

bool
cues_dangling(struct text sentence)
{
    struct word w;

    return next_word(&sentence, &w) &&
           in(w.low, "this that these those it its he she they his her their them such however "
                     "also but therefore thus then otherwise instead moreover furthermore "
                     "additionally and so or both here hence");
}

bool
cues_pointing(struct text sentence)
{
    static const char *const starts[] = { "see ",        "click ",     "find out ", "learn more",
                                          "learn about", "learn how ", "read more", "download ",
                                          "here is ",    "here are ",  "go to ",    "view " };
    static const char *const ends[] = { "listed below", "below", "as follows", "the following" };
    struct text t = sentence;

    for (size_t i = 0; i < N_ELEMENTS(starts); i++)
        if (text_starts_nocase(t, text_of(starts[i])))
            return true;
    while (t.n > 0 && strchr(" .:", t.p[t.n - 1]) != NULL && t.p[t.n - 1] != '\0')
        t.n--;
    for (size_t i = 0; i < N_ELEMENTS(ends); i++)
        if (text_ends(t, text_of(ends[i])))
            return true;
    return false;
}

bool
cues_boilerplate(struct text sentence)
{
    static const char *const marks[] = {
        "use cookies",     "uses cookies",      "accept cookies",     "accept all cookies",
        "cookie policy",   "cookie settings",   "cookie preferences", "enable javascript",
        "javascript is",   "skip to main",      "skip to content",    "all rights reserved",
        "\xC2\xA9",        "your browser does", "back to top",        "share this page",
        "print this page", "toggle navigation", "last updated",       "page last",
    };

    for (size_t i = 0; i < N_ELEMENTS(marks); i++)
        if (text_find_nocase(sentence, text_of(marks[i])) != TEXT_NPOS)
            return true;
    return false;
}

bool
cues_asking(struct text word)
{
    struct word w;

    return word.n < WORD_MAX && next_word(&word, &w) &&
           in(w.low,
              "hello hi hey hiya greetings morning afternoon evening good please thanks thank "
              "wonder wondering curious know tell explain describe help helping need needed "
              "want wanted wanna like love looking look find finding info information "
              "question questions ask asking guidance details detail regarding related "
              "concerning trying try understand learn sure someone anyone everyone somebody "
              "anybody yeah um okay ok well really just also maybe possible able give guide "
              "advice advise hear heard say said some hope hoping came guys folks everybody assist "
              "assistance appreciate appreciated kindly thinking thought doubt doubts confused "
              "unsure stuck clue idea ideas insight insights anyway anyways btw sorry dear sir "
              "madam please pls plz thx cheers actually basically currently here there stuff thing "
              "things something anything anyone else");
}

bool
cues_opens_question(struct text word)
{
    struct word w;

    return word.n < WORD_MAX && next_word(&word, &w) &&
           (in(w.low, ask_words) || in(w.low, "when where who whom whose why how what which"));
}
