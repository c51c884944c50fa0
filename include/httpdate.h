/*
 * httpdate.h - dates of HTTP header fields, read.
 *
 * Source: RFC 9110 section 5.6.7 (IMF-fixdate, and the obsolete RFC 850 and
 * asctime forms).  Lenient in what servers and feeds send: any white space or
 * '-' between the parts, the day's name missing or wrong or spelled out, month
 * names spelled out, one-digit days, no seconds, "UTC" or a numeric zone in
 * place of GMT (RFC 5322 dates of RSS are read by this, too).  Not lenient
 * about what stays ambiguous: unknown zones and numeric months are refused.
 */
#ifndef HTTPDATE_H
#define HTTPDATE_H

#include "text.h"

/*
 * Read t into Unix seconds.  A two-digit year is put into the 50 years before
 * and after now_s (RFC 9110 asks for that); pass any time of the present.
 * False, *ret_s untouched, if t is no date.
 */
bool httpdate_parse(struct text t, int64_t now_s, int64_t *ret_s);

#endif /* HTTPDATE_H */
