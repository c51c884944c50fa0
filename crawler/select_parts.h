/*
 * select_parts.h - a parsed selector, between select_parse.c and select.c.
 */
#ifndef SELECT_PARTS_H
#define SELECT_PARTS_H

#include "select.h"

enum select_test { TEST_ID, TEST_CLASS, TEST_ATTR, TEST_NOT, TEST_HAS, TEST_TEXT };

struct select_compound;

struct select_check {
    enum select_test kind;
    char op;           /* of TEST_ATTR: '\0' present, '=', '^', '$', '*', '~' */
    const char *attr;  /* of TEST_ATTR */
    struct text value; /* id, class, attribute value or words */
    struct select_compound *inner;
};

struct select_compound {
    char left;        /* combinator before it: ' ', '>', '+', '~'; '\0' for the first */
    struct text name; /* "" matches any */
    struct select_check *checks;
    size_t n_checks;
    uint64_t bits; /* a node without all of these cannot match */
};

#define SELECT_MAX_NEED 8 /* names a path looks for on the page before it looks at nodes */

struct select_path {
    struct select_compound parts[SELECT_MAX_PARTS];
    size_t n;
    const char *attr; /* after "@"; NULL */
    bool first, last;
    unsigned need[SELECT_MAX_NEED]; /* places: a page without all of these has no match */
    size_t n_need;
};

struct select {
    struct select_path *paths;
    size_t n;
};

#endif /* SELECT_PARTS_H */
