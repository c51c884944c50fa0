/*
 * model.h - a language model behind an OpenAI-compatible chat endpoint (llama.cpp, vLLM,
 * Ollama, ...) that says sentences of a page in other words.
 *
 * It gets the sentences as data and nothing else: neither the question, which anybody may
 * have written, nor an address.  What it answers is distrusted: a text with an address, with
 * a number that is in none of the sentences, with a risky claim that none of them bears
 * (support.h), too long or none at all is refused, and the caller keeps the sentences.
 *
 * What it does not do: decide who is rephrased, or store anything (rephrase.h).  Blocks for
 * as long as the endpoint takes, up to the timeout: not inside a transaction.
 */
#ifndef MODEL_H
#define MODEL_H

#include "arena.h"
#include "config.h"
#include "support.h"

#define MODEL_MAX_SENTENCES 8
#define MODEL_MAX_WORDS     70 /* of its text: a draft has 90 with what stands around it */

struct model;

struct model_input {
    const struct text *sentences; /* of the page, in reading order */
    size_t n;
    const char *language; /* as token_split() wants it; NULL: the default */
};

/*
 * cfg has an url.  The key is read from its file, beside earshot.ini (dir) unless absolute: ST_IO
 * or ST_NOTFOUND.  *ret is the caller's to free; cfg and dir are borrowed.
 */
enum status model_new(const struct model_config *cfg, const char *dir, struct model **ret,
                      struct err *err);
void model_free(struct model *m); /* accepts NULL */

/*
 * Other words for the sentences, in the arena.  ST_IO: the endpoint cannot be reached, was too
 * slow or answered with something else; ST_INVALID: its text is refused.
 */
enum status model_rephrase(struct model *m, const struct model_input *in, struct arena *a,
                           struct text *ret, struct err *err);

/*
 * May the text stand in place of the sentences?  ST_INVALID says why not.  What model_rephrase()
 * does with an answer, without an endpoint: for tests.
 */
enum status model_check(struct text t, const struct model_input *in, struct arena *a,
                        struct err *err);

#endif /* MODEL_H */
