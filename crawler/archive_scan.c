#include "archive_scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cdxj.h"
#include "warc_http.h"

#define WHY_BYTES 256
#define MAX_HEAD  (2 * WARC_MAX_HEADER) /* of a block's beginning, for its HTTP header */

/* The digests of a block, and of what follows its HTTP header. */
struct digester {
    struct sha1 block, payload;
    struct buf head;   /* the block up to the end of its HTTP header, and a piece */
    size_t head_bytes; /* 0: it has not ended yet */
};

static void
take(void *self, struct text piece)
{
    struct digester *d = self;
    size_t end, before = d->head.n;

    sha1_add(&d->block, piece);
    if (d->head_bytes > 0) {
        sha1_add(&d->payload, piece);
        return;
    }
    if (d->head.over)
        return;
    buf_add_text(&d->head, piece);
    end = warc_http_header_end(buf_text(&d->head));
    if (d->head.over || end == d->head.n) /* perhaps only so far */
        return;
    d->head_bytes = end;
    sha1_add(&d->payload, text_from(piece, end - before));
}

static bool
is_type(const struct warc_item *item, const char *type)
{
    return text_eq_nocase(item->type, text_of(type));
}

/* What the block is, when all of it has been seen. */
static void
conclude(struct digester *d, struct archive_found *f, struct arena *arena)
{
    struct text head =
        text_sub(buf_text(&d->head), 0, d->head_bytes > 0 ? d->head_bytes : d->head.n);
    struct text line = text_before(head, '\n');
    bool http = !is_type(&f->item, "resource");

    sha1_base32(&d->block, f->block);
    f->revisit = is_type(&f->item, "revisit");
    f->status = http ? warc_http_status(text_trim(line)) : 0;
    f->mime = http ? warc_http_field(arena_text(arena, text_from(head, line.n + 1)), "Content-Type")
                   : f->item.content_type;
    if (!http)
        memcpy(f->payload, f->block, sizeof(f->payload));
    else
        sha1_base32(&d->payload, f->payload);
    f->has_payload = !http || (f->status > 0 && !d->head.over);
    f->page = f->item.url.n > 0 &&
              (f->revisit || is_type(&f->item, "resource") || is_type(&f->item, "metadata") ||
               (is_type(&f->item, "response") && f->status > 0));
}

/* ---- checks ---- */

static void tell(struct archive_scan *scan, const struct archive_found *f, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void
tell(struct archive_scan *scan, const struct archive_found *f, const char *fmt, ...)
{
    char why[WHY_BYTES];
    va_list ap;

    scan->counts.problems++;
    if (scan->problem == NULL)
        return;
    va_start(ap, fmt);
    vsnprintf(why, sizeof(why), fmt, ap);
    va_end(ap);
    scan->problem(scan->self, f->item.offset, why);
}

static void
check_digest(struct archive_scan *scan, const struct archive_found *f, const char *field,
             const char *seen)
{
    struct text said = warc_item_field(&f->item, field);

    if (said.n == 0)
        return;
    if (!text_starts_nocase(said, TEXT_LIT("sha1:")) || said.n != strlen("sha1:") + strlen(seen)) {
        scan->counts.foreign++;
        return;
    }
    if (text_eq_nocase(text_after(said, ':'), text_of(seen)))
        scan->counts.digests++;
    else
        tell(scan, f, "%s is %.*s, but the bytes give sha1:%s", field, TEXT_ARG(said), seen);
}

static void
check(struct archive_scan *scan, const struct archive_found *f, const struct digester *d)
{
    struct text head = buf_text(&d->head);
    bool coded = text_find_nocase(text_sub(head, 0, d->head_bytes),
                                  TEXT_LIT("\nTransfer-Encoding:")) != TEXT_NPOS;

    if (!f->item.whole) {
        tell(scan, f, "the record is not as long as it says (%lld bytes), or broken off",
             (long long)f->item.block_bytes);
        return;
    }
    if (!f->item.alone)
        tell(scan, f, "the record is not a gzip member of its own: no index can lead to it");
    if (f->item.url.n == 0 && (is_type(&f->item, "response") || is_type(&f->item, "revisit")))
        tell(scan, f, "no WARC-Target-URI");
    if (!f->item.has_date)
        tell(scan, f, "WARC-Date \"%.*s\" is no date", TEXT_ARG(text_sub(f->item.date, 0, 60)));
    check_digest(scan, f, "WARC-Block-Digest", f->block);
    if (f->has_payload && !f->revisit && coded)
        scan->counts.foreign++; /* writers differ in whether chunks belong to the payload */
    else if (f->has_payload && !f->revisit)
        check_digest(scan, f, "WARC-Payload-Digest", f->payload);
}

static void
count(struct archive_counts *c, const struct archive_found *f)
{
    struct {
        const char *type;
        int64_t *n;
    } kinds[] = { { "response", &c->responses },
                  { "revisit", &c->revisits },
                  { "request", &c->requests },
                  { "resource", &c->resources } };
    int64_t *n = &c->others;

    for (size_t i = 0; i < N_ELEMENTS(kinds); i++)
        if (is_type(&f->item, kinds[i].type))
            n = kinds[i].n;
    (*n)++;
    c->records++;
    if (f->item.has_date && (c->first_s == 0 || f->item.at_s < c->first_s))
        c->first_s = f->item.at_s;
    if (f->item.has_date && f->item.at_s > c->last_s)
        c->last_s = f->item.at_s;
}

static void
add_line(struct archive_scan *scan, const struct archive_found *f, struct arena *arena)
{
    struct text said = warc_item_field(&f->item, "WARC-Payload-Digest");
    struct cdxj_entry e = { .url = f->item.url,
                            .at_s = f->item.at_s,
                            .mime = f->mime,
                            .status = f->status,
                            .digest = text_of(f->has_payload && !f->revisit ? f->payload : NULL),
                            .offset = f->item.offset,
                            .length = f->item.length,
                            .file = text_of(scan->file),
                            .revisit = f->revisit };

    if (!f->page || !f->item.whole || !f->item.alone || !f->item.has_date)
        return;
    if (text_starts_nocase(said, TEXT_LIT("sha1:")))
        e.digest = text_after(said, ':');
    else if (warc_item_field(&f->item, "WARC-Truncated").n > 0)
        e.digest = TEXT_NONE;
    cdxj_add(&scan->lines, &e, arena);
}

static void
one_record(struct archive_scan *scan, struct archive_found *f, struct digester *d,
           struct arena *arena)
{
    conclude(d, f, arena);
    count(&scan->counts, f);
    check(scan, f, d);
    if (f->item.whole)
        scan->whole_bytes = f->item.offset + f->item.length;
    if (scan->index)
        add_line(scan, f, arena);
    if (scan->found != NULL)
        scan->found(scan->self, f);
}

enum status
archive_scan(const char *path, struct archive_scan *scan, struct err *err)
{
    struct archive_found f;
    struct digester d = { .head_bytes = 0 };
    struct warc *w = NULL;
    struct arena *arena;
    struct stat sb;
    uint64_t broken = 0;
    int64_t told;
    enum status st = warc_open(path, &w, err);

    if (st != ST_OK)
        return st;
    if (stat(path, &sb) == 0)
        scan->file_bytes = (int64_t)sb.st_size;
    arena = arena_new();
    buf_init(&d.head, MAX_HEAD);
    while (st == ST_OK) {
        f = (struct archive_found){ .status = 0 };
        sha1_init(&d.block);
        sha1_init(&d.payload);
        buf_clear(&d.head);
        d.head_bytes = 0;
        arena_clear(arena);
        told = scan->counts.problems;
        if (scan->stop != NULL && scan->stop())
            st = ST_INTERRUPTED;
        else
            st = warc_next_item(w, (struct warc_sink){ take, &d }, arena, &f.item, err);
        if (st == ST_OK)
            one_record(scan, &f, &d, arena);
        if (warc_counts(w).broken > broken && scan->counts.problems == told)
            tell(scan, &f,
                 st == ST_OK ? "what stands before it is broken and was passed over"
                             : "the end of the file is broken");
        broken = warc_counts(w).broken;
    }
    warc_close(w);
    arena_free(arena);
    buf_release(&d.head);
    return st == ST_NOTFOUND ? ST_OK : st;
}
