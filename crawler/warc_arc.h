/*
 * warc_arc.h - the lines that begin the records of ARC files, WARC's forerunner, for warc.c.
 *
 * Source: "Arc File Format" (Internet Archive, 1996), versions 1 and 2:
 *
 *   v1 = URL SP IP SP date SP type SP length LF
 *   v2 = URL SP IP SP date SP type SP status SP checksum SP location SP offset SP name SP length LF
 *
 * Addresses with bare spaces are found in real files, so fields are taken from the end.
 */
#ifndef WARC_ARC_H
#define WARC_ARC_H

#include "text.h"

struct warc_arc_line {
    struct text url, type; /* point into the line */
    struct text date;      /* 14 digits */
    int64_t at_s, length;
};

/* False if the line begins no record. */
bool warc_arc_parse(struct text line, bool version_2, struct warc_arc_line *ret);

/* 20140216050221; false if it is none. */
bool warc_arc_date(struct text digits, int64_t *ret_s);

#endif /* WARC_ARC_H */
