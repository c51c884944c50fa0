/*
 * weblog_robot.h - is a request a program's, not a person's?  By the words of its user agent.
 *
 * Programs that say they are browsers are not found, here or by anybody who has a log only.
 */
#ifndef WEBLOG_ROBOT_H
#define WEBLOG_ROBOT_H

#include "text.h"

/* agent as it was sent; "" is a program's: browsers say who they are. */
bool weblog_robot(struct text agent);

#endif /* WEBLOG_ROBOT_H */
