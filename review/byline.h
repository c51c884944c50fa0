/*
 * byline.h - an answer as it is to be posted: signed by a person.
 *
 * A department's byline is "{editor}, {department}", or what it likes; drafts end with the part
 * that needs no person ("Department of Physics"), for nobody has signed yet.
 */
#ifndef BYLINE_H
#define BYLINE_H

#include "arena.h"
#include "config.h"

/*
 * {editor} in the text becomes the person's name; a text without it whose last line is the
 * byline's other part gets the whole byline there.  Else it stays as it is.
 */
struct text byline_sign(struct text answer, const struct department_config *d, struct text person,
                        struct arena *a);

#endif /* BYLINE_H */
