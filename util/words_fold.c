/* words_fold.c - see words_fold.h. */
#include "words_fold.h"

#include <string.h>
#include <utf8proc.h>

#include "utf8.h"

#define PARTS (UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_LUMP)
#define OPTIONS                                                                                    \
    (UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE |  \
     UTF8PROC_LUMP)
#define MAX_CODES   (WORDS_PIECE * 18) /* U+FDFA becomes 18 */
#define DOT_ABOVE   0x307
#define DOTLESS     0x131
#define CHUNK_BYTES 1024

static bool
is_space(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || c == ' ' || c == 0x85 || c == 0x2028 || c == 0x2029 ||
           (c >= 0x80 && utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS);
}

static bool
is_ignored(uint32_t c)
{
    return c >= 0x80 && utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

/* Does it belong to the letter before it? */
static bool
is_joined(uint32_t c)
{
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);

    return c >= 0x80 &&
           (p->ignorable || p->combining_class != 0 ||
            p->boundclass == UTF8PROC_BOUNDCLASS_EXTEND ||
            p->boundclass == UTF8PROC_BOUNDCLASS_SPACINGMARK ||
            p->boundclass == UTF8PROC_BOUNDCLASS_V || p->boundclass == UTF8PROC_BOUNDCLASS_T);
}

/* Besides what utf8proc lumps together. */
static utf8proc_int32_t
lump(utf8proc_int32_t c, void *unused)
{
    (void)unused;
    switch (c) {
    case DOTLESS:
        return 'i';
    case 0x201A: /* single quotes */
    case 0x201B:
        return '\'';
    case 0x201C: /* double ones */
    case 0x201D:
    case 0x201E:
    case 0x201F:
        return '"';
    default:
        return c;
    }
}

/* What follows v[0] and belongs to it; what cannot be seen, only between others. */
static size_t
gather(struct words_fold *f, uint32_t v[WORDS_PIECE])
{
    size_t n = 1, to = f->at;

    for (size_t k = 1; to < f->t.n && k < WORDS_PIECE && !is_ignored(v[0]); k++) {
        v[k] = words_read_next(f->t, &to, f->how);
        if (!is_joined(v[k]))
            break;
        if (!is_ignored(v[k])) {
            f->at = to;
            n = k + 1;
        }
    }
    return n;
}

/* An i with a dot is an i: what some make of the Turkish capital. */
static size_t
drop_dots(utf8proc_int32_t *v, size_t n)
{
    utf8proc_int32_t letter = 0;
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        if (utf8proc_get_property(v[i])->combining_class == 0)
            letter = v[i];
        if (!(v[i] == DOT_ABOVE && (letter | 0x20) == 'i'))
            v[k++] = v[i];
    }
    return k;
}

/*
 * Decomposed and put in order before its case is folded: folding makes a letter of the Greek mark
 * U+0345, which would stay where it stood among the others.
 */
static size_t
fold_piece(const uint32_t *v, size_t n, char out[WORDS_PIECE_BYTES])
{
    utf8proc_int32_t codes[MAX_CODES + 1]; /* utf8proc_reencode() wants one more */
    utf8proc_ssize_t k, bytes = 0;
    char z[WORDS_PIECE_BYTES];

    for (size_t i = 0; i < n; i++)
        bytes += (utf8proc_ssize_t)utf8_encode(v[i], z + bytes);
    k = utf8proc_decompose_custom((const utf8proc_uint8_t *)z, bytes, codes, MAX_CODES, PARTS, lump,
                                  NULL);
    if (k >= 0 && k <= MAX_CODES) {
        n = drop_dots(codes, (size_t)k);
        bytes = 0;
        for (size_t i = 0; i < n; i++)
            bytes += (utf8proc_ssize_t)utf8_encode((uint32_t)codes[i], z + bytes);
        k = utf8proc_decompose((const utf8proc_uint8_t *)z, bytes, codes, MAX_CODES, OPTIONS);
    }
    if (k >= 0 && k <= MAX_CODES)
        k = utf8proc_reencode(codes, k, OPTIONS);
    if (k < 0 || k > WORDS_PIECE_BYTES) { /* no letters are so many */
        memcpy(out, z, (size_t)bytes);
        return (size_t)bytes;
    }
    memcpy(out, codes, (size_t)k);
    return (size_t)k;
}

size_t
words_fold_next(struct words_fold *f, char out[WORDS_PIECE_BYTES])
{
    uint32_t v[WORDS_PIECE];

    v[0] = words_read_next(f->t, &f->at, f->how);
    if (!is_space(v[0])) {
        size_t n = gather(f, v);

        if (n > 1 || v[0] >= 0x80)
            return fold_piece(v, n, out);
        out[0] = (char)(v[0] >= 'A' && v[0] <= 'Z' ? v[0] | 0x20 : v[0]);
        return 1;
    }
    while (f->at < f->t.n) {
        size_t to = f->at;
        uint32_t c = words_read_next(f->t, &to, f->how);

        if (!is_space(c) && !is_ignored(c))
            break;
        f->at = to;
    }
    out[0] = ' ';
    return 1;
}

/* A letter of ASCII that nothing can belong to, which most are, or a blank between two. */
static bool
is_plain(struct text t, size_t at, enum words_reading how)
{
    unsigned char c = (unsigned char)t.p[at],
                  next = at + 1 < t.n ? (unsigned char)t.p[at + 1] : 'a';

    return c >= ' ' && c < 0x80 && next < 0x80 && (c > ' ' || next > ' ') &&
           (how == WORDS_RAW || !(words_read_special(c) || words_read_special(next)));
}

void
words_fold(struct text t, enum words_reading how, struct buf *out)
{
    struct words_fold f = { t, how, 0 };
    char chunk[CHUNK_BYTES], piece[WORDS_PIECE_BYTES];
    size_t n = 0;

    while (f.at < t.n) {
        if (n < CHUNK_BYTES && is_plain(t, f.at, how)) {
            char c = t.p[f.at++];

            chunk[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
            continue;
        }
        buf_add(out, chunk, n);
        n = 0;
        if (!is_plain(t, f.at, how))
            buf_add(out, piece, words_fold_next(&f, piece));
    }
    buf_add(out, chunk, n);
}
