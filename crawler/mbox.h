/*
 * mbox.h - the mails of a mailbox file, one after the other, in memory for one of them.
 *
 *   mbox  = *( From_ mail empty-line )
 *   From_ = "From " sender SP date EOL       at the start of the file or after an empty line
 *
 * What begins so and has no time and no year in it is a line of a letter.  ">From " at the start
 * of a line, however many ">", loses one of them: mboxrd's rule, which is right for mboxo too
 * but where a letter itself said ">From ".  Lines end in LF or CR LF.  A file that begins with no
 * From_ line is one mail (.eml).  What is not done: Content-Length (mboxcl), which nobody may
 * trust.
 *
 * Source: RFC 4155 and its appendix; the forms of Thunderbird ("From - Mon Nov 2 ...") and
 * Google Takeout ("From 1751@xxx Mon Nov 2 10:00:00 +0000 2026").
 */
#ifndef MBOX_H
#define MBOX_H

#include <stdio.h>

#include "buf.h"

#define MBOX_BLOCK_BYTES ((size_t)64 * 1024)
#define MBOX_MAIL_BYTES  ((size_t)4 * 1024 * 1024) /* of a mail: its text comes before its files */

struct mbox {
    FILE *in;
    char block[MBOX_BLOCK_BYTES];
    size_t at, n; /* what of the block is unread */
    bool begun, single, line_start, after_empty;
    int64_t number;   /* of the mail read last, from 1 */
    struct text from; /* its From_ line without "From "; in from_line */
    char from_line[512];
};

void mbox_init(struct mbox *m, FILE *in); /* in: borrowed */

/* The next mail into ret, which was made with a cap; one that is longer is cut there.  False: all
 * have been read, or the system refused (ferror). */
bool mbox_next(struct mbox *m, struct buf *ret);

/* Does a text begin as a mailbox does?  As a single mail: a header line of the known ones? */
bool mbox_is(struct text head);
bool mbox_is_mail(struct text head);

/* The date of a From_ line; false: it has none that can be read. */
bool mbox_date(struct text from, int64_t now_s, int64_t *ret_s);

#endif /* MBOX_H */
