/*
 * match_rule.h - one keyword taken apart, as match.h writes its grammar.
 */
#ifndef MATCH_RULE_H
#define MATCH_RULE_H

#include "match.h"

/* All texts point into keyword. */
struct match_parsed {
    struct text keyword;  /* whole, as configured */
    struct text phrase;   /* without operators and quotes; has a word in it */
    struct text site;     /* TEXT_NONE: anywhere */
    const char *language; /* NULL: any */
    bool title;           /* only in the title */
    bool exact;           /* was quoted */
    bool exclude;         /* NOT, or an exclude line */
};

/* keyword must outlive *ret.  ST_INVALID as match_compile(); number is for the message. */
enum status match_rule_parse(struct text keyword, bool exclude, size_t number,
                             struct match_parsed *ret, struct err *err);

#endif /* MATCH_RULE_H */
