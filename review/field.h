/*
 * field.h - the parts of forms: a label with its input, hidden values, and the text of a
 * form that could not be taken, given back.
 *
 * Every input has a label that is seen; a hint is tied to it by aria-describedby.
 */
#ifndef FIELD_H
#define FIELD_H

#include "request.h"

struct field {
    const char *name; /* of the form's field; its id is "f-" and this */
    const char *label;
    const char *type;         /* "text" unless set: "password", "email" */
    const char *autocomplete; /* NULL: "off" */
    const char *hint;         /* one line below; NULL: none */
    struct text value;
    size_t max_bytes; /* 0: not said */
    bool required, focus;
};

void field_input(struct buf *b, const struct field *f);
void field_hidden(struct buf *b, const char *name, struct text value);
void field_button(struct buf *b, const char *label);
/* An error of the form, read aloud when the page comes. */
void field_alert(struct buf *b, const char *why);
/*
 * What somebody typed into the posted form, so that it can be copied: fields of more than a
 * word, without passwords, codes and tokens.  Returns how many.
 */
size_t field_typed(struct buf *b, const struct form *form);

#endif /* FIELD_H */
