/* faq_atom.c - see faq.h: the feed. */

#include "faq.h"

#include <inttypes.h>

#include "atom.h"

/* "tag:physics.example.edu,2026-01-01:answers/physics", and below it "/12". */
static void
make_id(const struct faq *f, struct buf *b, int64_t entry)
{
    struct buf what;

    buf_init(&what, BUF_SMALL);
    buf_addf(&what, "answers/%.*s", TEXT_ARG(f->head.key));
    if (entry != 0)
        buf_addf(&what, "/%" PRId64, entry);
    atom_id(b, f->head.site, buf_text(&what));
    buf_release(&what);
}

void
faq_atom_begin(struct faq *f, struct buf *b)
{
    struct buf id;

    buf_init(&id, BUF_SMALL);
    make_id(f, &id, 0);
    (void)atom_begin(b, &(struct atom_head){ .id = buf_text(&id), /* the time is known */
                                             .title = f->head.name,
                                             .language = f->head.language,
                                             .site = f->head.site,
                                             .updated_s = f->head.updated_s });
    buf_release(&id);
}

void
faq_atom_answer(struct faq *f, struct buf *b, const struct publish_entry *e)
{
    struct buf id, body;

    buf_init(&id, BUF_SMALL);
    buf_init(&body, BUF_LARGE);
    make_id(f, &id, e->id);
    publish_body(&body, e);
    atom_add(b, &(struct atom_entry){ .id = buf_text(&id),
                                      .title = e->question,
                                      .link = e->link,
                                      .published_s = e->published_s,
                                      .updated_s = e->updated_s,
                                      .html = buf_text(&body) });
    buf_release(&id);
    buf_release(&body);
}

void
faq_atom_end(struct faq *f, struct buf *b)
{
    (void)f;
    atom_end(b);
}
