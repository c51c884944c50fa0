#include "warc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "warc_arc.h"
#include "warc_http.h"
#include "warc_stream.h"

#define PIECE          ((size_t)64 * 1024) /* of a block, for a sink */
#define MAX_QUOTED     80
#define WARC_ENDS      2 /* line ends behind a block */
#define ARC_ENDS       1
#define MAX_LINES_LOST UINT64_C(100000000) /* looked through for the next record, in a row */

struct warc {
    struct warc_stream *stream; /* owned */
    int fd;                     /* owned when own_fd */
    bool own_fd, begun;
    bool revisits;   /* are wanted */
    bool arc, arc_2; /* an ARC file; its version */
    uint64_t seen;   /* lines that began a record */
    int64_t last_offset;
    struct warc_counts counts;
    struct buf header, block; /* of the current record; kept for the next one */
};

/* The fields of a record's header that count; all point into it. */
struct fields {
    struct text type, url, date, content_type, truncated;
    int64_t length; /* -1: not given */
    int64_t segment;
    struct warc_arc_line arc;
};

/* Interrupted is the end, too: the signals we catch ask to stop, and a pipe may be silent. */
static int64_t
read_fd(void *self, void *p, size_t n)
{
    const struct warc *w = self;

    return read(w->fd, p, n);
}

struct warc *
warc_open_source(struct warc_source source)
{
    struct warc *w = mem_zalloc(sizeof(*w));

    w->last_offset = -1;
    w->stream = warc_stream_new(source);
    buf_init(&w->header, WARC_MAX_HEADER);
    buf_init(&w->block, WARC_MAX_BLOCK);
    return w;
}

enum status
warc_open(const char *path, struct warc **ret, struct err *err)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct warc *w;

    if (fd < 0)
        return err_set(err, ST_IO, "archive \"%s\": %s", path, strerror(errno));
    w = warc_open_source((struct warc_source){ read_fd, NULL });
    w->fd = fd;
    w->own_fd = !standard;
    warc_stream_free(w->stream);
    w->stream = warc_stream_new((struct warc_source){ read_fd, w });
    *ret = w;
    return ST_OK;
}

void
warc_close(struct warc *w)
{
    if (w == NULL)
        return;
    warc_stream_free(w->stream);
    buf_release(&w->header);
    buf_release(&w->block);
    if (w->own_fd)
        close(w->fd);
    free(w);
}

void
warc_want_revisits(struct warc *w)
{
    w->revisits = true;
}

struct warc_counts
warc_counts(const struct warc *w)
{
    struct warc_counts counts = w->counts;

    counts.broken += warc_stream_broken(w->stream);
    return counts;
}

/* Before the first record: is this a WARC at all? */
static enum status
check_start(struct warc *w, struct err *err)
{
    struct text head = warc_stream_peek(w->stream);

    if (head.n == 0)
        return err_set(err, warc_stream_failed(w->stream) ? ST_IO : ST_INVALID,
                       "no WARC: it is empty or cannot be read");
    w->arc = text_starts(head, TEXT_LIT("filedesc:"));
    if (w->arc)
        warc_stream_set_arc(w->stream);
    else if (!text_starts(head, TEXT_LIT("WARC/")))
        return err_set(
            err, ST_INVALID,
            "no archive: it begins neither with WARC/1.0 or WARC/1.1 nor with filedesc:");
    return ST_OK;
}

static bool
begins_record(struct warc *w, struct fields *f)
{
    struct text line = buf_text(&w->header);

    *f = (struct fields){ .length = -1 };
    if (w->arc && warc_arc_parse(line, w->arc_2, &f->arc))
        return true;
    if (w->arc)
        return w->seen == 0 && warc_arc_parse(line, true, &f->arc);
    return text_starts(line, TEXT_LIT("WARC/"));
}

/* Pass over empty lines, and over whatever else is there, to the line that begins a record. */
static bool
find_record(struct warc *w, struct fields *f, int64_t *offset)
{
    bool lost = false;

    for (uint64_t i = 0; i < MAX_LINES_LOST; i++) {
        buf_clear(&w->header);
        *offset = warc_stream_begin_next(w->stream);
        if (!warc_stream_line(w->stream, false, &w->header))
            return false;
        if (begins_record(w, f)) {
            w->counts.broken += lost;
            w->seen++;
            return true;
        }
        if (w->arc && w->seen == 0)
            return false; /* at_end() says so */
        lost = lost || w->header.n > 0;
    }
    return false;
}

static void
take_field(struct text line, struct fields *f)
{
    struct text name = text_trim(text_before(line, ':')), value = text_trim(text_after(line, ':'));
    const struct {
        const char *name;
        struct text *to;
    } known[] = {
        { "WARC-Type", &f->type },           { "WARC-Target-URI", &f->url },
        { "WARC-Date", &f->date },           { "Content-Type", &f->content_type },
        { "WARC-Truncated", &f->truncated },
    };
    int64_t v;

    for (size_t i = 0; i < N_ELEMENTS(known); i++)
        if (known[i].to->n == 0 && text_eq_nocase(name, text_of(known[i].name)))
            *known[i].to = value;
    if (text_eq_nocase(name, TEXT_LIT("Content-Length")) && text_to_int(value, &v) && v >= 0)
        f->length = v;
    if (text_eq_nocase(name, TEXT_LIT("WARC-Segment-Number")) && text_to_int(value, &v))
        f->segment = v;
}

/* What an ARC file's line says, in a WARC's words. */
static void
take_arc(struct fields *f)
{
    bool first = text_starts(f->arc.url, TEXT_LIT("filedesc:"));

    f->type = first ? TEXT_LIT("warcinfo") : TEXT_LIT("response");
    f->url = f->arc.url;
    f->date = f->arc.date;
    f->content_type = f->arc.type;
    f->length = f->arc.length;
}

/* The header's lines after the first; false if it broke off. */
static bool
read_header(struct warc *w, struct fields *f)
{
    struct text rest, line;
    size_t from;

    if (w->arc) {
        take_arc(f);
        return true;
    }
    buf_clear(&w->header);
    do {
        from = w->header.n;
        if (!warc_stream_line(w->stream, true, &w->header))
            return false;
        if (w->header.n == from && !w->header.over)
            break;
        buf_add_char(&w->header, '\n');
    } while (!w->header.over);
    if (w->header.over)
        return false;
    rest = buf_text(&w->header);
    while (text_cut(&rest, "\n", &line))
        take_field(line, f);
    if (f->url.n > 1 && f->url.p[0] == '<' && f->url.p[f->url.n - 1] == '>')
        f->url =
            text_sub(f->url, 1, f->url.n - 2); /* WARC 1.0's grammar had them; wget wrote them */
    return f->length >= 0;
}

static bool
date_of(const struct warc *w, const struct fields *f, int64_t *ret)
{
    if (!w->arc)
        return clock_parse_rfc3339(f->date, ret, NULL);
    *ret = f->arc.at_s;
    return true;
}

static void
fill_record(const struct warc *w, const struct fields *f, struct text block, struct arena *arena,
            struct warc_record *ret)
{
    *ret = (struct warc_record){ .kind = WARC_RESOURCE, .status = 200 };
    ret->url = arena_text(arena, f->url);
    ret->date = arena_text(arena, f->date);
    ret->has_date = date_of(w, f, &ret->at_s);
    ret->type = arena_text(arena, f->content_type);
    ret->truncated = f->truncated.n > 0 || f->segment > 0;
    ret->body = block;
}

/* Make *ret of the block that has been read; false if it is nothing we give. */
static bool
make_record(struct warc *w, const struct fields *f, bool whole, struct arena *arena,
            struct warc_record *ret)
{
    struct text block = buf_text(&w->block);

    fill_record(w, f, block, arena, ret);
    ret->truncated = ret->truncated || !whole || w->block.over;
    if (text_eq_nocase(f->type, TEXT_LIT("resource"))) {
        ret->truncated = ret->truncated || block.n > WARC_MAX_BODY;
        ret->body = arena_text(arena, text_sub(block, 0, WARC_MAX_BODY));
        w->counts.resources++;
        return true;
    }
    ret->kind = text_eq_nocase(f->type, TEXT_LIT("revisit")) ? WARC_REVISIT : WARC_RESPONSE;
    ret->type = TEXT_NONE;
    if (!warc_http_read(block, arena, ret))
        return false;
    *(ret->kind == WARC_REVISIT ? &w->counts.revisits : &w->counts.responses) += 1;
    return true;
}

/* The first block of an ARC file says which version its lines are of: "2 0 Name". */
static void
note_version(struct warc *w, const struct fields *f)
{
    if (w->arc && text_starts(f->url, TEXT_LIT("filedesc:")))
        w->arc_2 = text_starts(buf_text(&w->block), TEXT_LIT("2"));
}

/* Does what follows the block begin as a record does, or end the file? */
static bool
ends_well(struct warc *w)
{
    struct text next = text_trim(warc_stream_peek(w->stream));

    return next.n == 0 || text_starts(next, TEXT_LIT("WARC/")) ||
           text_starts(TEXT_LIT("WARC/"), next);
}

/* Where in the block the next record begins: behind a line end, a version and a line end. */
static size_t
find_next(struct text block)
{
    const struct text begin = TEXT_LIT("\nWARC/1.");
    size_t at = 0, n;

    while ((n = text_find(text_from(block, at), begin)) != TEXT_NPOS) {
        struct text line;

        at += n + 1;
        line = text_before(text_from(block, at), '\n');
        if (line.n <= begin.n + 1 && at + line.n < block.n)
            return at;
    }
    return TEXT_NPOS;
}

/*
 * A length that is too large, or a record cut short by whoever wrote it, takes
 * the records behind it into its block: give them back.  False: there are none.
 */
static bool
give_back(struct warc *w, const struct fields *f, uint64_t got)
{
    size_t at, n = w->block.n;

    if (w->arc || (got == (uint64_t)f->length && ends_well(w)) || w->block.over)
        return false;
    if (warc_stream_line(w->stream, true, &w->block)) /* it may begin in the block */
        buf_add_char(&w->block, '\n');
    at = find_next(buf_text(&w->block));
    if (at == TEXT_NPOS || !warc_stream_unread(w->stream, text_from(buf_text(&w->block), at))) {
        w->block.n = n; /* what is left of the line is nothing that is wanted */
        w->block.over = false;
        w->counts.broken++;
        return false;
    }
    n = at < n ? at : n;
    while (n > 0 && (w->block.p[n - 1] == '\r' || w->block.p[n - 1] == '\n'))
        n--;
    w->block.n = n;
    return true;
}

/* Read the record that begins here; false if there is nothing to give. */
static bool
read_record(struct warc *w, struct fields *f, struct arena *arena, struct warc_record *ret)
{
    bool wanted, whole;
    uint64_t got;

    if (!read_header(w, f)) {
        w->counts.broken++;
        return false;
    }
    w->counts.records++;
    wanted = f->segment <= 1 && f->url.n > 0 &&
             (text_eq_nocase(f->type, TEXT_LIT("response")) ||
              (w->revisits && text_eq_nocase(f->type, TEXT_LIT("revisit"))) ||
              text_eq_nocase(f->type, TEXT_LIT("resource")));
    buf_clear(&w->block);
    got = warc_stream_read(w->stream, (uint64_t)f->length,
                           wanted || w->arc || !warc_stream_is_gzip(w->stream) ? &w->block : NULL);
    whole = got == (uint64_t)f->length;
    if (!warc_stream_is_gzip(w->stream) && give_back(w, f, got))
        whole = false;
    w->counts.broken += !whole;
    note_version(w, f);
    if (wanted && make_record(w, f, whole, arena, ret))
        return true;
    w->counts.skipped++;
    return false;
}

/* Look at the beginning, once. */
static enum status
begin(struct warc *w, struct err *err)
{
    enum status st = w->begun ? ST_OK : check_start(w, err);

    w->begun = st == ST_OK;
    return st;
}

/* What it means that no record follows. */
static enum status
at_end(const struct warc *w, struct err *err)
{
    if (warc_stream_failed(w->stream))
        return err_set(err, ST_IO, "archive: reading failed");
    if (w->seen == 0)
        return err_set(err, ST_INVALID,
                       "no archive: its first line is no filedesc: line of an ARC file: %.*s",
                       TEXT_ARG(text_sub(buf_text(&w->header), 0, MAX_QUOTED)));
    return ST_NOTFOUND;
}

enum status
warc_next(struct warc *w, struct arena *arena, struct warc_record *ret, struct err *err)
{
    enum status st = begin(w, err);
    struct fields f;
    int64_t offset;

    if (st != ST_OK)
        return st;
    while (find_record(w, &f, &offset))
        if (read_record(w, &f, arena, ret))
            return ST_OK;
    return at_end(w, err);
}

/* ---- records as they are ---- */

/* Pass the block to the sink; how much there was. */
static uint64_t
pour(struct warc *w, const struct fields *f, struct warc_sink sink)
{
    uint64_t left = (uint64_t)f->length, got = 1;
    bool first = true;

    while (left > 0 && got > 0) {
        buf_clear(&w->block);
        got = warc_stream_read(w->stream, left < PIECE ? left : PIECE, &w->block);
        if (first)
            note_version(w, f);
        first = false;
        if (got > 0)
            sink.take(sink.self, buf_text(&w->block));
        left -= got;
    }
    return (uint64_t)f->length - left;
}

static void
fill_item(struct warc *w, const struct fields *f, struct arena *arena, struct warc_item *ret)
{
    *ret = (struct warc_item){ .block_bytes = f->length };
    ret->header = arena_text(arena, buf_text(&w->header));
    ret->type = arena_text(arena, f->type);
    ret->url = arena_text(arena, f->url);
    ret->date = arena_text(arena, f->date);
    ret->content_type = arena_text(arena, f->content_type);
    ret->has_date = date_of(w, f, &ret->at_s);
}

enum status
warc_next_item(struct warc *w, struct warc_sink sink, struct arena *arena, struct warc_item *ret,
               struct err *err)
{
    enum status st = begin(w, err);
    struct fields f;
    int64_t offset;
    bool ends;

    if (st != ST_OK)
        return st;
    while (find_record(w, &f, &offset)) {
        uint64_t got;

        if (!read_header(w, &f)) {
            w->counts.broken++;
            continue;
        }
        w->counts.records++;
        fill_item(w, &f, arena, ret);
        got = pour(w, &f, sink);
        ends = warc_stream_skip_ends(w->stream, &ret->n_ends);
        ret->offset = offset;
        ret->length = warc_stream_end(w->stream) - offset;
        ret->whole = got == (uint64_t)f.length && warc_stream_cut_at(w->stream) != offset &&
                     ret->n_ends >= (w->arc ? ARC_ENDS : WARC_ENDS);
        ret->alone = !warc_stream_is_gzip(w->stream) || (ends && ret->offset != w->last_offset);
        w->last_offset = offset;
        w->counts.broken += got < (uint64_t)f.length;
        return ST_OK;
    }
    return at_end(w, err);
}

struct text
warc_item_field(const struct warc_item *item, const char *name)
{
    struct text rest = item->header, line;

    while (text_cut(&rest, "\n", &line))
        if (text_eq_nocase(text_trim(text_before(line, ':')), text_of(name)))
            return text_trim(text_after(line, ':'));
    return TEXT_NONE;
}

struct text
warc_header(const struct warc_record *r, const char *name)
{
    return warc_http_field(r->headers, name);
}
