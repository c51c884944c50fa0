/*
 * mkwarc.c - make a WARC 1.1 archive, gzip per record, out of saved pages.
 *
 *   build/tests/warc/mkwarc DIR LIST OUT.warc.gz
 *
 * LIST has a line per page: file below DIR, address, and if it is not
 * text/html a Content-Type, parted by tabs; "#" begins a remark.  "-" reads
 * the list from standard input.  A file named *.gz is unpacked first.  Every
 * record bears the same date, so the archive depends on its input alone.
 *
 *   record = header CRLF block CRLF CRLF        ISO 28500:2017, 4
 *   block  = "HTTP/1.1 200 OK" CRLF fields CRLF page
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include <zlib.h>

#include "buf.h"

#define PATH_BYTES 4096
#define LINE_BYTES 8192
#define PAGE_MAX   ((size_t)64 * 1024 * 1024) /* of one saved page, unpacked */
#define DATE       "2026-11-22T00:00:00Z"

enum { ARG_DIR = 1, ARG_LIST, ARG_OUT, N_ARGS };

/* gzread() takes plain files too. */
static bool
read_page(const char *path, struct buf *ret)
{
    char part[BUFSIZ];
    gzFile f = gzopen(path, "rb");
    int n;

    if (f == NULL)
        return false;
    while ((n = gzread(f, part, sizeof(part))) > 0)
        buf_add(ret, part, (size_t)n);
    gzclose(f);
    return n == 0 && !ret->over;
}

/* A record is a gzip member of its own: open, write, close, append. */
static bool
write_record(const char *out, struct text header, struct text block)
{
    gzFile f = gzopen(out, "ab9");
    bool ok;

    if (f == NULL)
        return false;
    ok = gzwrite(f, header.p, (unsigned)header.n) > 0 &&
         gzwrite(f, block.p, (unsigned)block.n) > 0 && gzwrite(f, "\r\n\r\n", 4) > 0;
    return gzclose(f) == Z_OK && ok;
}

static void
begin_record(struct buf *b, const char *type, uint64_t id)
{
    buf_addf(b,
             "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Date: " DATE "\r\nWARC-Record-ID: "
             "<urn:uuid:%08x-0000-4000-8000-%012llx>\r\n",
             type, (unsigned)(id >> 32), (unsigned long long)(id & 0xffffffffffff));
}

static bool
write_info(const char *out)
{
    static const char fields[] = "software: mkwarc\r\nformat: WARC File Format 1.1\r\n";
    struct buf header;
    bool ok;

    buf_init(&header, BUF_SMALL);
    begin_record(&header, "warcinfo", 1);
    buf_addf(&header, "Content-Type: application/warc-fields\r\nContent-Length: %zu\r\n\r\n",
             sizeof(fields) - 1);
    ok = write_record(out, buf_text(&header), text_of(fields));
    buf_release(&header);
    return ok;
}

static bool
write_page(const char *out, struct text url, struct text type, struct text page)
{
    struct buf header, block;
    bool ok;

    buf_init(&header, BUF_SMALL);
    buf_init(&block, PAGE_MAX + BUF_SMALL);
    buf_addf(&block, "HTTP/1.1 200 OK\r\nContent-Type: %.*s\r\nContent-Length: %zu\r\n\r\n",
             TEXT_ARG(type), page.n);
    buf_add_text(&block, page);
    begin_record(&header, "response", XXH3_64bits(url.p, url.n));
    buf_addf(&header,
             "WARC-Target-URI: %.*s\r\nContent-Type: application/http; msgtype=response\r\n"
             "Content-Length: %zu\r\n\r\n",
             TEXT_ARG(url), block.n);
    ok = !block.over && write_record(out, buf_text(&header), buf_text(&block));
    buf_release(&block);
    buf_release(&header);
    return ok;
}

/* One line of the list; false when it cannot be done, with a word why. */
static bool
one_line(const char *dir, const char *out, struct text line)
{
    char path[PATH_BYTES];
    struct text file = TEXT_NONE, url = TEXT_NONE, type;
    struct buf page;
    bool ok = false;

    text_cut(&line, "\t", &file);
    text_cut(&line, "\t", &url);
    type = line.n > 0 ? line : TEXT_LIT("text/html");
    snprintf(path, sizeof(path), "%s/%.*s", dir, TEXT_ARG(file));
    buf_init(&page, PAGE_MAX);
    if (url.n == 0)
        fprintf(stderr, "mkwarc: %.*s: no address beside the file\n", TEXT_ARG(file));
    else if (!read_page(path, &page))
        fprintf(stderr, "mkwarc: cannot read %s\n", path);
    else if (!write_page(out, url, type, buf_text(&page)))
        fprintf(stderr, "mkwarc: cannot write %s\n", out);
    else
        ok = true;
    buf_release(&page);
    return ok;
}

int
main(int argc, char **argv)
{
    char line[LINE_BYTES];
    long done = 0, left_out = 0;
    FILE *list;

    if (argc != N_ARGS) {
        fputs("usage: mkwarc DIR LIST OUT.warc.gz\n", stderr);
        return 2;
    }
    list = strcmp(argv[ARG_LIST], "-") == 0 ? stdin : fopen(argv[ARG_LIST], "r");
    remove(argv[ARG_OUT]);
    if (list == NULL || !write_info(argv[ARG_OUT])) {
        fprintf(stderr, "mkwarc: cannot open %s or %s\n", argv[ARG_LIST], argv[ARG_OUT]);
        return 1;
    }
    while (fgets(line, sizeof(line), list) != NULL) {
        struct text t = text_trim(text_of(line));

        if (t.n == 0 || t.p[0] == '#')
            continue;
        if (one_line(argv[ARG_DIR], argv[ARG_OUT], t))
            done++;
        else
            left_out++;
    }
    if (list != stdin)
        fclose(list);
    fprintf(stderr, "mkwarc: %ld pages, %ld left out\n", done, left_out);
    return left_out > 0 ? 3 : 0;
}
