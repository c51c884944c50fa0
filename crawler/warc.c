#include "warc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "warc_http.h"
#include "warc_stream.h"

#define MAX_LINES_LOST UINT64_C(100000000) /* looked through for the next record, in a row */

struct warc {
    struct warc_stream *stream; /* owned */
    int fd;                     /* owned when own_fd */
    bool own_fd, begun;
    struct warc_counts counts;
    struct buf header, block; /* of the current record; kept for the next one */
};

/* The fields of a record's header that count; all point into it. */
struct fields {
    struct text type, url, date, content_type, truncated;
    int64_t length; /* -1: not given */
    bool later_segment;
};

static int64_t
read_fd(void *self, void *p, size_t n)
{
    const struct warc *w = self;
    ssize_t got;

    do
        got = read(w->fd, p, n);
    while (got < 0 && errno == EINTR);
    return got;
}

struct warc *
warc_open_source(struct warc_source source)
{
    struct warc *w = mem_zalloc(sizeof(*w));

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
    if (text_starts(head, TEXT_LIT("filedesc:")))
        return err_set(err, ST_INVALID, "no WARC but an ARC file: convert it first");
    if (!text_starts(head, TEXT_LIT("WARC/")))
        return err_set(err, ST_INVALID, "no WARC: it does not begin with WARC/1.0 or WARC/1.1");
    return ST_OK;
}

/* Pass over empty lines, and over whatever else is there, to the line that begins a record. */
static bool
find_record(struct warc *w)
{
    bool lost = false;

    for (uint64_t i = 0; i < MAX_LINES_LOST; i++) {
        buf_clear(&w->header);
        if (!warc_stream_line(w->stream, false, &w->header))
            return false;
        if (text_starts(buf_text(&w->header), TEXT_LIT("WARC/"))) {
            w->counts.broken += lost;
            return true;
        }
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
        f->later_segment = v > 1;
}

/* The header's lines after the first; false if it broke off. */
static bool
read_header(struct warc *w, struct fields *f)
{
    struct text rest, line;
    size_t from;

    *f = (struct fields){ .length = -1 };
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

static void
fill_record(const struct fields *f, struct text block, struct arena *arena, struct warc_record *ret)
{
    *ret = (struct warc_record){ .kind = WARC_RESOURCE, .status = 200 };
    ret->url = arena_text(arena, f->url);
    ret->date = arena_text(arena, f->date);
    ret->has_date = clock_parse_rfc3339(f->date, &ret->at_s, NULL);
    ret->type = arena_text(arena, f->content_type);
    ret->truncated = f->truncated.n > 0;
    ret->body = block;
}

/* Make *ret of the block that has been read; false if it is nothing we give. */
static bool
make_record(struct warc *w, const struct fields *f, bool whole, struct arena *arena,
            struct warc_record *ret)
{
    struct text block = buf_text(&w->block);

    fill_record(f, block, arena, ret);
    ret->truncated = ret->truncated || !whole || w->block.over;
    if (text_eq_nocase(f->type, TEXT_LIT("resource"))) {
        ret->truncated = ret->truncated || block.n > WARC_MAX_BODY;
        ret->body = arena_text(arena, text_sub(block, 0, WARC_MAX_BODY));
        w->counts.resources++;
        return true;
    }
    ret->kind = WARC_RESPONSE;
    ret->type = TEXT_NONE;
    if (!warc_http_read(block, arena, ret))
        return false;
    w->counts.responses++;
    return true;
}

/* Read the record that begins here; false if there is nothing to give. */
static bool
read_record(struct warc *w, struct arena *arena, struct warc_record *ret)
{
    struct fields f;
    bool wanted;
    uint64_t got;

    if (!read_header(w, &f)) {
        w->counts.broken++;
        return false;
    }
    w->counts.records++;
    wanted = !f.later_segment && f.url.n > 0 &&
             (text_eq_nocase(f.type, TEXT_LIT("response")) ||
              text_eq_nocase(f.type, TEXT_LIT("resource")));
    buf_clear(&w->block);
    got = warc_stream_read(w->stream, (uint64_t)f.length, wanted ? &w->block : NULL);
    if (got < (uint64_t)f.length)
        w->counts.broken++;
    if (wanted && make_record(w, &f, got == (uint64_t)f.length, arena, ret))
        return true;
    w->counts.skipped++;
    return false;
}

enum status
warc_next(struct warc *w, struct arena *arena, struct warc_record *ret, struct err *err)
{
    if (!w->begun) {
        enum status st = check_start(w, err);

        if (st != ST_OK)
            return st;
        w->begun = true;
    }
    while (find_record(w))
        if (read_record(w, arena, ret))
            return ST_OK;
    if (warc_stream_failed(w->stream))
        return err_set(err, ST_IO, "archive: reading failed");
    return ST_NOTFOUND;
}

struct text
warc_header(const struct warc_record *r, const char *name)
{
    return warc_http_field(r->headers, name);
}
