#include "inifile.h"

#include <ini.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "file.h"
#include "utf8.h"

#define SECTION_MAX_BYTES 49 /* libinih cuts a longer name without a word */

struct reading {
    const char *file;
    struct text rest;
    int line;                             /* of the line handed out last */
    int too_long, not_utf8, bare_section; /* lines; 0: none */
    int long_section;                     /* the same */
    char bare_name[SECTION_MAX_BYTES + 1];
    inifile_fn *each;
    void *self;
    enum status st;
    struct err *err;
};

/* Report a "[section]" that no key followed: libinih itself is silent about it. */
static void
flush_section(struct reading *r)
{
    struct inifile_entry e = { r->file, r->bare_section, text_of(r->bare_name), TEXT_NONE,
                               TEXT_NONE };

    if (r->bare_section > 0 && r->st == ST_OK)
        r->st = r->each(r->self, &e, r->err);
    r->bare_section = 0;
}

static void
note_section(struct reading *r, struct text line)
{
    struct text name = text_trim(text_before(text_from(line, 1), ']'));

    flush_section(r);
    r->bare_section = r->line;
    if (name.n > SECTION_MAX_BYTES && r->long_section == 0)
        r->long_section = r->line;
    snprintf(r->bare_name, sizeof(r->bare_name), "%.*s", TEXT_ARG(name));
}

/* libinih's fgets: one line without its leading blanks. */
static char *
next_line(char *out, int size, void *stream)
{
    struct reading *r = stream;
    struct text line;

    if (r->st != ST_OK || !text_cut(&r->rest, "\n", &line))
        return NULL;
    r->line++;
    if (!utf8_valid(line) && r->not_utf8 == 0)
        r->not_utf8 = r->line;
    line = text_trim(line);
    if ((line.n >= (size_t)size - 1 || line.n >= INIFILE_MAX_LINE) && r->too_long == 0)
        r->too_long = r->line;
    if (line.n > 0 && line.p[0] == '[')
        note_section(r, line);
    if (line.n >= (size_t)size - 1)
        line.n = (size_t)size - 2;
    for (size_t i = 0; i < line.n; i++)
        out[i] = line.p[i] != '\0' ? line.p[i] : ' ';
    line = text_trim((struct text){ out, line.n }); /* a NUL in front is a blank now */
    memmove(out, line.p, line.n);
    out[line.n] = '\n';
    out[line.n + 1] = '\0';
    return out;
}

static int
on_entry(void *user, const char *section, const char *key, const char *value)
{
    struct reading *r = user;
    struct inifile_entry e = { r->file, r->line, text_of(section), text_of(key), text_of(value) };

    r->bare_section = 0;
    if (e.key.n == 0)
        return 0; /* "= value" */
    if (r->st == ST_OK)
        r->st = r->each(r->self, &e, r->err);
    return r->st == ST_OK;
}

/* Globals of the library, and files are read in several threads: written once. */
static pthread_once_t limits_once = PTHREAD_ONCE_INIT;

static void
set_limits(void)
{
    ini_max_line = INIFILE_MAX_LINE + 2; /* 200 unless told, and what is longer is cut in two */
    ini_initial_alloc = INIFILE_MAX_LINE + 2;
}

enum status
inifile_read(const char *file, struct text body, inifile_fn *each, void *self, struct err *err)
{
    struct reading r = { .file = file, .rest = body, .each = each, .self = self, .err = err };
    int bad;

    pthread_once(&limits_once, set_limits);
    if (text_starts(body, TEXT_LIT("\xEF\xBB\xBF")))
        r.rest = text_from(body, 3);
    bad = ini_parse_stream(next_line, &r, on_entry, &r);
    flush_section(&r);
    if (r.st != ST_OK)
        return r.st;
    if (r.not_utf8 > 0)
        return err_set(err, ST_CONFIG, "%s:%d: not UTF-8: save the file as UTF-8", file,
                       r.not_utf8);
    if (r.too_long > 0)
        return err_set(err, ST_CONFIG, "%s:%d: line longer than %d bytes", file, r.too_long,
                       INIFILE_MAX_LINE);
    if (r.long_section > 0)
        return err_set(err, ST_CONFIG, "%s:%d: section name longer than %d bytes", file,
                       r.long_section, SECTION_MAX_BYTES);
    if (bad != 0)
        return err_set(err, ST_CONFIG, "%s:%d: wanted \"key = value\", \"[section]\" or a comment",
                       file, bad);
    return ST_OK;
}

enum status
inifile_load(const char *file, inifile_fn *each, void *self, struct err *err)
{
    struct buf body;
    enum status st;

    buf_init(&body, INIFILE_MAX_BYTES);
    st = file_read(file, &body, err);
    if (st == ST_OK)
        st = inifile_read(file, buf_text(&body), each, self, err);
    buf_release(&body);
    return st;
}
