/* httpdate_write.h - a date as RFC 9110 wants it written; httpdate_parse() must read it back. */
#ifndef HTTPDATE_WRITE_H
#define HTTPDATE_WRITE_H

#include <stdint.h>
#include <time.h>

#define HTTPDATE_BYTES 32

/* "Sun, 06 Nov 1994 08:49:37 GMT"; years 1000 to 9999.  Tests run in the C locale. */
static inline const char *
httpdate_write(int64_t at_s, char out[HTTPDATE_BYTES])
{
    time_t t = at_s;
    struct tm tm;

    gmtime_r(&t, &tm);
    strftime(out, HTTPDATE_BYTES, "%a, %d %b %Y %H:%M:%S GMT", &tm);
    return out;
}

#endif /* HTTPDATE_WRITE_H */
