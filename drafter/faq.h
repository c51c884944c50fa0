/*
 * faq.h - a department's answers as a document: a page (HTML), its structured data alone
 * (JSON-LD), a feed (Atom).
 *
 * The caller walks the answers and writes the buffer out after each call, so a document of any
 * length needs the memory of one answer.  Nothing in it depends on when it was made: dates are
 * those of the answers.
 *
 * HTML: begin, then one walk each for the structured data, the contents (faq_has_contents())
 * and the answers by page, each walk between faq_html_part() calls, then end.  Valid HTML5
 * that is well-formed XML besides; no script but the structured data, no outside resource.
 *
 * JSON-LD: schema.org FAQPage with a Question and its one acceptedAnswer for each; of a document
 * about a single question QAPage, which is about one by definition.
 *
 * Atom (RFC 4287): ids are tag URIs (RFC 4151) made of the department's own host and the
 * group's number, content is escaped HTML, newest first.
 */
#ifndef FAQ_H
#define FAQ_H

#include "publish.h"

struct faq_head {
    struct text key, name, language, site, contact; /* of the department; site, contact "" : none */
    int64_t updated_s;                              /* the newest answer's; 0: there is none */
    size_t n;                                       /* answers */
    bool single; /* the document is about one question, and there is one answer */
};

enum faq_part { FAQ_DATA, FAQ_CONTENTS, FAQ_ANSWERS };

/* What the walks of one document remember. */
struct faq {
    struct faq_head head;
    struct text style; /* the style sheet */
    size_t n_seen;     /* in this part */
    size_t n_sections;
    bool in_section;
    char *section; /* owned: address the open section is about */
};

void faq_init(struct faq *f, const struct faq_head *head, struct text style);
void faq_release(struct faq *f);

/* Of a page that is longer than a screen or two. */
bool faq_has_contents(const struct faq *f);

void faq_html_begin(struct faq *f, struct buf *b);
void faq_html_part(struct faq *f, struct buf *b, enum faq_part part); /* before its answers */
void faq_html_answer(struct faq *f, struct buf *b, enum faq_part part,
                     const struct publish_entry *e);
void faq_html_part_end(struct faq *f, struct buf *b, enum faq_part part);
void faq_html_end(struct faq *f, struct buf *b);

void faq_ld_begin(struct faq *f, struct buf *b);
void faq_ld_answer(struct faq *f, struct buf *b, const struct publish_entry *e);
void faq_ld_end(struct faq *f, struct buf *b);

void faq_atom_begin(struct faq *f, struct buf *b);
void faq_atom_answer(struct faq *f, struct buf *b, const struct publish_entry *e);
void faq_atom_end(struct faq *f, struct buf *b);

#endif /* FAQ_H */
