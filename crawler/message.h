/*
 * message.h - a mail as what its writer typed: MIME undone, by GMime.
 *
 * Taken is text/plain, or text/html through the project's own reader where there is no other;
 * files, forwarded mails and signatures of machines are left out.  Nothing is decrypted.
 *
 *  - multipart/alternative: the plain one unless it is empty; related, signed: the first part;
 *    all others: the texts in a row, but attachments;
 *  - charsets as the Encoding standard has them (charset.h); format=flowed (RFC 3676) is unfolded;
 *  - what machines send (Auto-Submitted, RFC 3834; reports, RFC 6522; newsletters: List-Unsubscribe
 *    without List-Post, RFC 2369; digests) is told by kind.
 *
 * GMime's objects never leave message.c.  Not to be used by two threads at once.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "arena.h"
#include "text.h"

#define MESSAGE_TEXT_BYTES ((size_t)256 * 1024) /* of its text: what nobody reads is not kept */
#define MESSAGE_LINE_BYTES ((size_t)1000)       /* of subject or name: RFC 5322's longest line */
#define MESSAGE_PARTS      100                  /* looked at: a letter has a dozen */
#define MESSAGE_LEVELS     16                   /* multiparts within each other */

enum message_kind {
    MESSAGE_LETTER,
    MESSAGE_EMPTY,     /* no text in it */
    MESSAGE_ENCRYPTED, /* S/MIME or OpenPGP */
    MESSAGE_AUTOMATIC, /* an auto-reply */
    MESSAGE_BOUNCE,    /* a delivery report */
    MESSAGE_BULK,      /* a newsletter or a list's digest */
    MESSAGE_SPAM,      /* marked so by the mail server */
    MESSAGE_DELETED,   /* marked so by the mail program, or the mailbox's own */
    MESSAGE_KINDS
};

struct message {
    enum message_kind kind;
    struct text from, name;  /* the sender's address, in lower case, and name; "": none */
    struct text subject, id; /* one line, what is longer is cut; id without < > */
    struct text body;        /* lines end in LF */
    bool quotes_out;         /* HTML marked what is quoted, and it has been left out */
    bool has_date;
    int64_t at_s;
};

void message_setup(void); /* GMime's, before message_read(); again does nothing */

/* All texts are in the arena.  Every input is a mail of some kind. */
void message_read(struct text raw, struct arena *a, struct message *ret);

/* Lines of format=flowed as paragraphs (RFC 3676 4); delsp: the space at a break goes. */
struct text message_unflow(struct text t, bool delsp, struct arena *a);

#endif /* MESSAGE_H */
