/*
 * quoted.h - what the writer of a mail wrote, without what they quoted and what they signed with.
 *
 * Out go lines that begin with ">"; the line that tells whose they are ("On ... wrote:", wrapped
 * or not, in a dozen languages), with all below it where it is quoted without marks; Outlook's
 * header block (From, Sent, To, Subject) and "Original Message", with all below; a signature ("-- "
 * and all below, "Sent from my ..."); OpenPGP's marks; the closing formula and the name below it.
 * What stands between quoted lines is kept: some answer so.
 *
 * When in doubt a line stays: a question that was cut is lost.
 *
 * Sources: RFC 3676 4.3 (signature), RFC 9580 7 (marks); for the rest, how mail programs write it.
 */
#ifndef QUOTED_H
#define QUOTED_H

#include "arena.h"
#include "text.h"

struct quoted_in {
    struct text body; /* lines end in LF */
    struct text name; /* of the writer; "": not known */
    bool out;         /* what HTML marked as quoted is not in the body: only its heading is */
};

/* What is left, in the arena; "": all was quoted. */
struct text quoted_cut(const struct quoted_in *in, struct arena *a);

/* A subject without Re:, Fwd:, AW:, WG: and their like, and without [marks] in front. */
struct text quoted_subject(struct text t);

#endif /* QUOTED_H */
