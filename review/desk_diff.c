/* desk_diff.c - what was changed in an answer, of desk.h: the machine's, the last approved, this.
 */

#include "desk.h"

#include "diff.h"
#include "markup.h"

static void
write_diff(const struct desk *d, struct buf *b, const char *title, struct text was)
{
    struct diff_run *runs;
    size_t n = diff_words(was, d->text, d->r->arena, &runs);

    markup_addf(b, "<h3>%s</h3><p class=\"diff\" dir=\"auto\">", title);
    for (size_t i = 0; i < n; i++) {
        if (runs[i].kind == DIFF_ADDED)
            markup_addf(b, "<ins>%.*s</ins>", TEXT_ARG(runs[i].text));
        else if (runs[i].kind == DIFF_REMOVED)
            markup_addf(b, "<del>%.*s</del>", TEXT_ARG(runs[i].text));
        else
            markup_text(b, runs[i].text);
    }
    buf_add_str(b, "</p>\n");
}

void
desk_diff(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;
    bool edited = c->machine.n > 0 && !text_eq(c->machine, d->text);
    bool approved = c->approved.n > 0 && !text_eq(c->approved, d->text);

    if (d->editing || (!edited && !approved))
        return;
    buf_add_str(b, "<details id=\"diff\"><summary>What was changed <kbd>d</kbd></summary>\n");
    if (edited)
        write_diff(d, b, "Since the draft", c->machine);
    if (approved)
        write_diff(d, b, "Since it was approved", c->approved);
    buf_add_str(b, "</details>\n");
}
