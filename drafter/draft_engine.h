/*
 * draft_engine.h - what drafting needs from call to call: see draft_apply.h.
 */
#ifndef DRAFT_ENGINE_H
#define DRAFT_ENGINE_H

#include "draft_apply.h"
#include "draft_site.h"
#include "memory.h"
#include "reply.h"
#include "tone.h"
#include "voices.h"

/* One department's share of it. */
struct draft_desk {
    const struct department_config *d; /* borrowed */
    struct arena *arena;               /* owned: the voices */
    struct voices *voices;
    struct draft_site site;
    struct memory *memory; /* owned */
};

/*
 * The department's, made when it is asked for the first time; pages that were read from a
 * store that says something else now are forgotten.  ST_CONFIG: lexicons or voice.
 */
enum status draft_engine_desk(struct draft_engine *e, struct store *s,
                              const struct department_config *d, int64_t department_id,
                              struct draft_desk **ret, struct err *err);

/* The engine's own, borrowed. */
const struct tone *draft_engine_tone(const struct draft_engine *e);
struct reply *draft_engine_reply(const struct draft_engine *e);

#endif /* DRAFT_ENGINE_H */
