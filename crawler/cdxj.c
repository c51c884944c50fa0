#include "cdxj.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "file.h"
#include "filter.h"
#include "mem.h"
#include "surt.h"

#define NUMBER_BYTES 24

static void
put_number(json_t *o, const char *name, int64_t v)
{
    char text[NUMBER_BYTES];

    snprintf(text, sizeof(text), "%lld", (long long)v);
    json_object_set_new(o, name, json_string(text));
}

/* text/html of "Text/HTML; charset=x", and "unk" for none, as pywb says. */
static struct text
mime_of(const struct cdxj_entry *e, struct arena *arena)
{
    struct text t = text_trim(text_before(e->mime, ';'));
    char *p = arena_str(arena, t);

    if (e->revisit)
        return TEXT_LIT("warc/revisit");
    for (size_t i = 0; i < t.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] | 0x20);
    return t.n > 0 ? (struct text){ p, t.n } : TEXT_LIT("unk");
}

void
cdxj_add(struct buf *out, const struct cdxj_entry *e, struct arena *arena)
{
    char date[CLOCK_RFC3339_BYTES];
    json_t *o = json_object();
    char *line;

    buf_add_text(out, surt_key(e->url, arena));
    buf_add_char(out, ' ');
    clock_rfc3339(e->at_s, date);
    for (const char *p = date; *p != '\0'; p++)
        if (*p >= '0' && *p <= '9')
            buf_add_char(out, *p);
    json_put_text(o, "url", e->url);
    json_put_text(o, "mime", mime_of(e, arena));
    if (e->status != 0)
        put_number(o, "status", e->status);
    if (e->digest.n > 0)
        json_put_text(o, "digest", e->digest);
    put_number(o, "length", e->length);
    put_number(o, "offset", e->offset);
    json_put_text(o, "filename", e->file);
    line = json_dumps(o, JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
    buf_addf(out, " %s\n", line);
    free(line);
    json_decref(o);
}

static int
compare(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

enum status
cdxj_write(const char *path, struct text lines, struct err *err)
{
    struct text line, rest = lines, *v;
    struct buf sorted;
    enum status st;
    size_t n = 0;

    while (text_cut(&rest, "\n", &line))
        n++;
    v = mem_zalloc((n + 1) * sizeof(*v));
    n = 0;
    for (rest = lines; text_cut(&rest, "\n", &line);)
        if (line.n > 0)
            v[n++] = line;
    qsort(v, n, sizeof(*v), compare);
    buf_init(&sorted, lines.n + 1);
    for (size_t i = 0; i < n; i++) {
        buf_add_text(&sorted, v[i]);
        buf_add_char(&sorted, '\n');
    }
    free(v);
    st = file_write(path, buf_text(&sorted), 0600, err);
    buf_release(&sorted);
    return st;
}

const char *
cdxj_path(const char *archive, struct arena *arena)
{
    static const char *const endings[] = { ".gz", ".warc", ".arc" };
    struct text t = text_of(archive);

    for (size_t i = 0; i < N_ELEMENTS(endings); i++)
        if (text_ends(t, text_of(endings[i])))
            t = text_sub(t, 0, t.n - strlen(endings[i]));
    return arena_printf(arena, "%.*s" CDXJ_ENDING, TEXT_ARG(t));
}
