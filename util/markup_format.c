/* markup_format.c - markup_addf() of markup.h. */

#include "markup.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_BYTES 64 /* of one formatted number */
#define DECIMALS     9  /* "%.2f": one digit says how many */

/* A conversion that begins with "%.": either "%.*s" or "%.Nf". */
static const char *
convert_point(struct buf *b, const char *at, va_list *ap)
{
    char out[NUMBER_BYTES];
    int n;

    if (at[2] == '*') {
        assert(at[3] == 's');
        n = va_arg(*ap, int);
        markup_attr(b, (struct text){ va_arg(*ap, const char *), (size_t)n });
        return at + strlen("%.*s");
    }
    n = at[2] - '0';
    assert(n >= 0 && n <= DECIMALS && at[3] == 'f');
    n = snprintf(out, sizeof(out), "%.*f", n, va_arg(*ap, double));
    buf_add(b, out, n < NUMBER_BYTES ? (size_t)n : NUMBER_BYTES - 1);
    return at + strlen("%.2f");
}

/* What stands at "%"; the format behind it. */
static const char *
convert(struct buf *b, const char *at, va_list *ap)
{
    if (at[1] == '.')
        return convert_point(b, at, ap);
    if (at[1] == 's')
        markup_attr(b, text_of(va_arg(*ap, const char *)));
    else if (at[1] == 'd')
        buf_addf(b, "%d", va_arg(*ap, int));
    else if (strncmp(at, "%lld", strlen("%lld")) == 0) {
        buf_addf(b, "%lld", va_arg(*ap, long long));
        return at + strlen("%lld");
    } else if (strncmp(at, "%zu", strlen("%zu")) == 0) {
        buf_addf(b, "%zu", va_arg(*ap, size_t));
        return at + strlen("%zu");
    } else {
        assert(at[1] == '%');
        buf_add_char(b, '%');
    }
    return at + 2;
}

void
markup_addf(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    for (;;) {
        size_t n = strcspn(fmt, "%");

        buf_add(b, fmt, n);
        fmt += n;
        if (*fmt == '\0')
            break;
        fmt = convert(b, fmt, &ap);
    }
    va_end(ap);
}

void
markup_query(struct buf *b, struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];
        bool letter = (c | ' ') >= 'a' && (c | ' ') <= 'z' && c < 0x80;

        if (letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~')
            buf_add_char(b, (char)c);
        else
            buf_addf(b, "%%%02X", (unsigned)c);
    }
}
