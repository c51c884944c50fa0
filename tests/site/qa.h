/*
 * qa.h - a Stack-Exchange-like site: question lists with pages and tags, and
 * QAPage microdata on each question.  Dates carry a space and a Z, as there.
 */
#ifndef QA_H
#define QA_H

#include "site.h"

void qa_answer(const struct site *s, const struct site_request *q, struct site_reply *r);
void qa_address(const struct site *s, const struct site_thread *t, char out[SITE_PATH_BYTES]);

#endif /* QA_H */
