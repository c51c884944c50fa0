/*
 * mailtext.h - a plain-text mail as bytes: headers that stay headers, words in any language.
 *
 *   message = From To Subject Date Message-ID MIME-Version Content-Type
 *             Content-Transfer-Encoding Auto-Submitted CRLF body
 *
 * RFC 5322 for headers, their folding and dates; RFC 2047 for words in a header that are not
 * plain ASCII ("B" encoding of UTF-8, whole characters, 75 bytes each); RFC 2045 6.7 for the
 * body, quoted-printable, so that no line is over 76 bytes whatever stands in it.
 *
 * A control character in a header becomes a blank there: nobody who writes a question or a
 * name can add a header or end them.  Sending is drafter/mail.h's.
 */
#ifndef MAILTEXT_H
#define MAILTEXT_H

#include "buf.h"

struct mailtext {
    struct text from, to; /* addresses that mailtext_is_address() takes */
    struct text to_name;  /* "" : none */
    struct text subject, body;
    struct text id; /* "digest-7-2026-11-22@example.edu", without <> */
    int64_t date_s;
};

/*
 * An addr-spec of ASCII without quotes and comments, a name and a domain: what people have.
 * 254 bytes at most (RFC 5321 4.5.3.1.3).
 */
bool mailtext_is_address(struct text t);

void mailtext_write(const struct mailtext *m, struct buf *out);

/* The parts of it. */
void mailtext_phrase(struct text t, size_t used, struct buf *out); /* used: bytes of the line */
void mailtext_quoted(struct text t, struct buf *out);

#endif /* MAILTEXT_H */
