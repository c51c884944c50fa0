/* publish.c - see publish.h. */

#include "publish.h"

#include <string.h>

#include "lint.h"
#include "markup.h"

#define MAX_NAME_BYTES 80 /* "Dr Ada Somebody-Else" before ", Physics Department" */

static bool
is_item(struct text line)
{
    return text_starts(line, TEXT_LIT("- "));
}

/* "Ada, Physics Department" where the byline is "{editor}, Physics Department". */
static bool
signs(struct text line, struct text byline)
{
    const struct text mark = TEXT_LIT("{editor}");

    if (!text_starts(byline, mark) || byline.n == mark.n)
        return false;
    byline = text_from(byline, mark.n);
    return text_ends(line, byline) && line.n <= byline.n + MAX_NAME_BYTES;
}

/* Lines that lost all their words go; of several empty ones one is left. */
static struct text
tidied(struct text t, struct text byline, struct arena *a)
{
    char *p = arena_alloc(a, t.n + 1);
    struct text line, rest = t;
    size_t n = 0, before_last = 0;
    bool empty = true; /* the line before */

    while (text_cut(&rest, "\n", &line)) {
        line = text_trim(line);
        if (text_is(line, "-"))
            continue; /* an item that held the voice alone */
        if (line.n == 0 && empty)
            continue;
        before_last = line.n > 0 ? n : before_last;
        if (line.n > 0)
            memcpy(p + n, line.p, line.n);
        n += line.n;
        p[n++] = '\n';
        empty = line.n == 0;
    }
    t = text_trim((struct text){ p, n });
    if (before_last < t.n && signs(text_from(t, before_last), byline))
        t = text_trim(text_sub(t, 0, before_last));
    return t;
}

static struct text
substance(const struct store_export_answer *x, struct support_parts parts, struct text byline,
          struct arena *a)
{
    struct support *s = arena_alloc(a, sizeof(*s));
    char *p = arena_copy(a, x->answer.p, x->answer.n);
    struct text t = { p, x->answer.n };

    support_of(&(struct support_input){ .answer = x->answer, .parts = parts, .voice_only = true },
               a, s);
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].kind == SUPPORT_VOICE)
            memset(p + (s->v[i].text.p - x->answer.p), ' ', s->v[i].text.n);
    t = tidied(t, byline, a);
    return t.n > 0 ? t : x->answer; /* nothing but the voice: then that is the answer */
}

void
publish_entry(const struct store_export_answer *x, struct support_parts parts, struct text byline,
              struct arena *a, struct publish_entry *ret)
{
    struct text link = lint_link(x->answer);

    *ret = (struct publish_entry){ .id = x->group_id,
                                   .question = text_trim(x->question),
                                   .text = substance(x, parts, byline, a),
                                   .language = x->language,
                                   .link = link,
                                   .title = text_trim(x->title),
                                   .published_s = x->published_s,
                                   .updated_s = x->approved_s };
    if (ret->title.n == 0 || !text_starts(link, x->link))
        ret->title = link;
}

void
publish_body(struct buf *b, const struct publish_entry *e)
{
    struct text line, rest = e->text;
    const char *end = ""; /* closes what is open */

    while (text_cut(&rest, "\n", &line)) {
        const char *begin = is_item(line) ? "<ul>" : "<p>",
                   *close = is_item(line) ? "</ul>" : "</p>";

        if (line.n == 0) {
            buf_add_str(b, end);
            end = "";
            continue;
        }
        if (strcmp(end, close) != 0) {
            buf_add_str(b, end);
            buf_add_str(b, begin);
        } else if (!is_item(line)) {
            buf_add_str(b, "<br/>");
        }
        buf_add_str(b, is_item(line) ? "<li>" : "");
        markup_text(b, is_item(line) ? text_from(line, sizeof("- ") - 1) : line);
        buf_add_str(b, is_item(line) ? "</li>" : "");
        end = close;
    }
    buf_add_str(b, end);
    if (e->link.n == 0)
        return;
    buf_add_str(b, "<p><a rel=\"noopener\" href=\"");
    markup_url(b, e->link);
    buf_add_str(b, "\">");
    markup_text(b, e->title);
    buf_add_str(b, "</a></p>");
}
