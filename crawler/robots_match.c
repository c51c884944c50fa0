#include "robots_match.h"
#include "ascii.h"

#include <string.h>

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
add_escaped(struct buf *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    char escape[3] = { '%', digits[c >> 4], digits[c & 0xF] };

    buf_add(out, escape, sizeof(escape));
}

static bool
is_unreserved(unsigned char c)
{
    return ascii_is_alnum(c) || (c != '\0' && strchr("-._~", c) != NULL);
}

/* Bytes of a pattern or path that the one form leaves as they are; '%' is not among them. */
static bool
stays(unsigned char c, bool pattern)
{
    if (c == '*')
        return pattern;
    return ascii_is_alnum(c) || (c > ' ' && c < 0x7F && strchr("\"<>\\^`{|}$%", c) == NULL);
}

void
robots_match_form(struct buf *out, struct text t, bool pattern)
{
    size_t from = 0, i = 0;

    while (i < t.n) {
        unsigned char c = (unsigned char)t.p[i];
        size_t at = i++;
        int high = -1, low = -1;

        if (stays(c, pattern))
            continue;
        buf_add(out, t.p + from, at - from);
        if (c == '%' && t.n - at > 2) {
            high = hex_value(t.p[at + 1]);
            low = hex_value(t.p[at + 2]);
        }
        if (high >= 0 && low >= 0) {
            c = (unsigned char)(high << 4 | low);
            i += 2;
        }
        if (c == '%' && low < 0)
            buf_add_char(out, '%'); /* no escape follows: it stands for itself */
        else if (is_unreserved(c))
            buf_add_char(out, (char)c);
        else
            add_escaped(out, c);
        from = i;
    }
    buf_add_text(out, text_from(t, from));
}

/*
 * The pieces between stars, each at the first place it fits: if any placing
 * matches, that one does.  Linear in path and pattern, so that a file of
 * hostile rules costs no more than an honest one.
 */
bool
robots_match(struct text pat, bool anchored, struct text path)
{
    size_t star = text_find_char(pat, '*'), at;
    struct text piece = text_sub(pat, 0, star);

    if (!text_starts(path, piece))
        return false;
    path = text_from(path, piece.n);
    while (star != TEXT_NPOS) {
        pat = text_from(pat, star + 1);
        star = text_find_char(pat, '*');
        piece = text_sub(pat, 0, star);
        if (star == TEXT_NPOS && anchored)
            return text_ends(path, piece);
        at = text_find(path, piece);
        if (at == TEXT_NPOS)
            return false;
        path = text_from(path, at + piece.n);
    }
    return !anchored || path.n == 0;
}
