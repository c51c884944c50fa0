/*
 * profile_page.h - what a person sets about itself: name, password, second factor, theme, keys,
 * and where it is signed in.
 */
#ifndef PROFILE_PAGE_H
#define PROFILE_PAGE_H

#include "route.h"

extern const struct route profile_routes[];

#endif /* PROFILE_PAGE_H */
