/*
 * mkzip.h - archives for tests, made in memory.
 */
#ifndef MKZIP_H
#define MKZIP_H

#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "../../include/arena.h"
#include "../../include/buf.h"

struct mkzip_file {
    const char *name;
    struct text body;
};

/* Append an archive of the n files; packed: deflated, or stored. */
static inline void
mkzip(const struct mkzip_file *v, size_t n, bool packed, struct buf *out)
{
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = zip_open_from_source(to, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    char chunk[4096];
    zip_int64_t got;

    zip_source_keep(to);
    for (size_t i = 0; i < n; i++) {
        zip_int64_t at = zip_file_add(
            z, v[i].name, zip_source_buffer(z, v[i].body.n > 0 ? v[i].body.p : "", v[i].body.n, 0),
            ZIP_FL_OVERWRITE);

        zip_set_file_compression(z, (zip_uint64_t)at, packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    }
    zip_close(z);
    zip_source_open(to);
    while ((got = zip_source_read(to, chunk, sizeof(chunk))) > 0)
        buf_add(out, chunk, (size_t)got);
    zip_source_close(to);
    zip_source_free(to);
}

/* A workbook of one sheet, Sheet1, whose <sheetData> is rows; strings, styles: NULL: none. */
static inline void
mkzip_book(const char *workbook, const char *rows, const char *strings, const char *styles,
           struct buf *out)
{
    static const char rels[] =
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='rId1' Type='t' Target='worksheets/sheet1.xml'/>"
        "<Relationship Id='rId2' Type='t' Target='/xl/worksheets/sheet2.xml'/></Relationships>";
    static const char plain[] =
        "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
        " xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
        "<sheets><sheet name='Sheet1' sheetId='1' r:id='rId1'/></sheets></workbook>";
    struct mkzip_file files[6] = { { "xl/workbook.xml", text_of(workbook ? workbook : plain) },
                                   { "xl/_rels/workbook.xml.rels", text_of(rels) } };
    size_t n = 2;
    struct buf sheet;

    buf_init(&sheet, BUF_LARGE);
    buf_add_str(&sheet, "<?xml version='1.0' encoding='UTF-8'?><worksheet "
                        "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
                        "<sheetData>");
    buf_add_str(&sheet, rows);
    buf_add_str(&sheet, "</sheetData></worksheet>");
    files[n++] = (struct mkzip_file){ "xl/worksheets/sheet1.xml", buf_text(&sheet) };
    if (strings != NULL)
        files[n++] = (struct mkzip_file){ "xl/sharedStrings.xml", text_of(strings) };
    if (styles != NULL)
        files[n++] = (struct mkzip_file){ "xl/styles.xml", text_of(styles) };
    files[n++] = (struct mkzip_file){
        "xl/worksheets/sheet2.xml",
        TEXT_LIT("<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>group</t></is>"
                 "</c><c r='B1' t='str'><v>answer</v></c></row></sheetData></worksheet>")
    };
    mkzip(files, n, true, out);
    buf_release(&sheet);
}

/*
 * An OpenDocument file: rows of one table, Sheet1, or all of <office:spreadsheet> where they begin
 * with a table; styles are the automatic ones; mimetype, manifest, styles: NULL: as is usual.
 */
static inline void
mkzip_ods(const char *mimetype, const char *rows, const char *styles, const char *manifest,
          struct buf *out)
{
#define MKZIP_NS(name) " xmlns:" name "='urn:oasis:names:tc:opendocument:xmlns:" name ":1.0'"
    static const char head[] =
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content" MKZIP_NS("office")
            MKZIP_NS("table") MKZIP_NS("text")
                MKZIP_NS("style") " xmlns:draw='urn:d'"
                                  " xmlns:calcext='urn:org:documentfoundation:names:experimental:"
                                  "calc:xmlns:calcext:1.0'"
                                  "><office:automatic-styles>";
    bool tables = strncmp(rows, "<table:table ", sizeof("<table:table ") - 1) == 0;
    struct mkzip_file files[3] = {
        { "mimetype",
          text_of(mimetype != NULL ? mimetype : "application/vnd.oasis.opendocument.spreadsheet") }
    };
    struct buf content;

    buf_init(&content, BUF_LARGE);
    buf_add_str(&content, head);
    buf_add_str(&content, styles != NULL ? styles : "");
    buf_add_str(&content, "</office:automatic-styles><office:body><office:spreadsheet>");
    buf_add_str(&content, tables ? "" : "<table:table table:name='Sheet1'>");
    buf_add_str(&content, rows);
    buf_add_str(&content, tables ? "" : "</table:table>");
    buf_add_str(&content, "</office:spreadsheet></office:body></office:document-content>");
    files[1] = (struct mkzip_file){ "content.xml", buf_text(&content) };
    files[2] = (struct mkzip_file){ "META-INF/manifest.xml",
                                    text_of(manifest != NULL ? manifest : "<manifest/>") };
    mkzip(files, sizeof(files) / sizeof(files[0]), true, out);
    buf_release(&content);
#undef MKZIP_NS
}

/* The next of a fuzz input's parts, which \x01 parts; NULL: it is empty, or there is none. */
static inline const char *
mkzip_part(struct text *rest, struct arena *a)
{
    struct text t = TEXT_NONE;

    return text_cut(rest, "\x01", &t) && t.n > 0 ? arena_str(a, t) : NULL;
}

#endif /* MKZIP_H */
