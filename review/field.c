/* field.c - see field.h. */

#include "field.h"

#include "markup.h"

#define WORD_BYTES 20 /* what is longer was typed, not chosen */

void
field_input(struct buf *b, const struct field *f)
{
    markup_addf(b,
                "<div class=\"field\"><label for=\"f-%s\">%s</label>"
                "<input id=\"f-%s\" name=\"%s\" type=\"%s\" autocomplete=\"%s\" value=\"%.*s\"",
                f->name, f->label, f->name, f->name, f->type != NULL ? f->type : "text",
                f->autocomplete != NULL ? f->autocomplete : "off", TEXT_ARG(f->value));
    if (f->max_bytes > 0)
        markup_addf(b, " maxlength=\"%zu\"", f->max_bytes);
    if (f->hint != NULL)
        markup_addf(b, " aria-describedby=\"h-%s\"", f->name);
    buf_add_str(b, f->required ? " required" : "");
    buf_add_str(b, f->focus ? " autofocus>" : ">");
    if (f->hint != NULL)
        markup_addf(b, "<p class=\"hint\" id=\"h-%s\">%s</p>", f->name, f->hint);
    buf_add_str(b, "</div>\n");
}

void
field_hidden(struct buf *b, const char *name, struct text value)
{
    markup_addf(b, "<input type=\"hidden\" name=\"%s\" value=\"%.*s\">", name, TEXT_ARG(value));
}

void
field_button(struct buf *b, const char *label)
{
    markup_addf(b, "<p class=\"buttons\"><button type=\"submit\" class=\"main\">%s</button></p>\n",
                label);
}

void
field_alert(struct buf *b, const char *why)
{
    markup_addf(b, "<p class=\"error\" role=\"alert\">%s</p>\n", why);
}

size_t
field_typed(struct buf *b, const struct form *form)
{
    static const char *const secret[] = { "csrf", "password", "again", "old",
                                          "code", "token",    "secret" };
    size_t n = 0;

    for (size_t i = 0; i < form->n; i++) {
        const struct form_field *f = &form->fields[i];
        bool skip = f->value.n <= WORD_BYTES;

        for (size_t k = 0; k < N_ELEMENTS(secret); k++)
            skip |= text_is(f->name, secret[k]);
        if (skip)
            continue;
        markup_addf(b,
                    "<div class=\"field\"><label for=\"kept-%zu\">What you had typed</label>"
                    "<textarea id=\"kept-%zu\" class=\"kept\" rows=\"10\" readonly>\n%.*s"
                    "</textarea></div>\n",
                    i, i, TEXT_ARG(f->value));
        n++;
    }
    return n;
}
