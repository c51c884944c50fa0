/*
 * board.h - a phpBB-like board: viewforum and viewtopic, no structured data,
 * a fresh session id in every link of every page, months as text.
 */
#ifndef BOARD_H
#define BOARD_H

#include "site.h"

void board_answer(const struct site *s, const struct site_request *q, struct site_reply *r);
void board_address(const struct site *s, const struct site_thread *t, char out[SITE_PATH_BYTES]);

#endif /* BOARD_H */
