/*
 * token_scan.h - where a token ends and of what kind it is; for token.c only.
 */
#ifndef TOKEN_SCAN_H
#define TOKEN_SCAN_H

#include "text.h"
#include "token.h"

/* Stands at at; once read, the token is [at, end). */
struct token_scan {
    struct text t;
    size_t at, end;
    enum token_kind kind;
    const char *language;
    bool elides;   /* the language cuts words short before a vowel: "l'eau" */
    bool sentence; /* a capital at this place means little */
};

void token_scan_start(struct token_scan *s, struct text t, const char *language);

/* Read the next token; false at the end of the text. */
bool token_scan_next(struct token_scan *s);

#endif /* TOKEN_SCAN_H */
