/*
 * mail.h - a client of one mail server: takes mails as mailtext.h writes them.
 *
 * smtps:// is TLS from the first byte; smtp:// wants STARTTLS, and a server that does not offer
 * it gets nothing, unless it is on this machine.  The server's certificate is checked.
 *
 * What it does not do: try again, or remember what was sent (store_digest.h).  Blocks up to the
 * timeout for each mail: not inside a transaction.
 */
#ifndef MAIL_H
#define MAIL_H

#include "arena.h"
#include "config.h"

struct mail;

/*
 * cfg has a server and a sender.  The password is read from its file, beside earshot.ini (dir)
 * unless absolute.  *ret is the caller's to free; cfg is borrowed.
 */
enum status mail_new(const struct mail_config *cfg, const char *dir, struct mail **ret,
                     struct err *err);
void mail_free(struct mail *m); /* accepts NULL */

/* to: an address; message: the whole, CRLF and all.  ST_NET with what the server said. */
enum status mail_send(struct mail *m, struct text to, struct text message, struct err *err);

#endif /* MAIL_H */
