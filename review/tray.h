/*
 * tray.h - the posting tray: /answers/tray, approved answers that nobody has posted yet.
 *
 * Each with its text as it is to be posted (byline.h), where it was asked, and a form that records
 * where the reply stands.  Earshot posts nothing itself.
 */
#ifndef TRAY_H
#define TRAY_H

#include "route.h"

extern const struct route tray_routes[];

#endif /* TRAY_H */
