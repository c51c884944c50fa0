/* static.c - see static.h. */

#include "static.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "page.h"
#include "seeds.h"

#define HASH_BYTES    17 /* 64 bits in hexadecimal, and NUL */
#define ADDRESS_BYTES 64

static struct file {
    const char *name, *path, *type;
    char hash[HASH_BYTES], address[ADDRESS_BYTES];
    const struct seed *seed;
} files[] = {
    { "earshot.css", "static/earshot.css", "text/css; charset=utf-8", "", "", NULL },
    { "earshot.js", "static/earshot.js", "text/javascript; charset=utf-8", "", "", NULL },
    { "icon.svg", "static/icon.svg", "image/svg+xml", "", "", NULL },
};

void
static_init(void)
{
    for (size_t i = 0; i < N_ELEMENTS(files); i++) {
        struct file *f = &files[i];

        f->seed = seeds_find(f->path);
        assert(f->seed != NULL); /* the Makefile embeds them */
        snprintf(f->hash, sizeof(f->hash), "%016llx",
                 (unsigned long long)XXH3_64bits(f->seed->body.p, f->seed->body.n));
        snprintf(f->address, sizeof(f->address), "/static/%s/%s", f->hash, f->name);
    }
}

const char *
static_address(const char *name)
{
    for (size_t i = 0; i < N_ELEMENTS(files); i++)
        if (strcmp(files[i].name, name) == 0)
            return files[i].address;
    assert(false); /* a file that static.c does not list */
    return "";
}

static void
serve_file(struct request *r, struct response *res)
{
    const struct file *f = NULL;
    const char *etag;

    for (size_t i = 0; i < N_ELEMENTS(files); i++)
        if (text_is(r->args[1], files[i].name))
            f = &files[i];
    if (f == NULL) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such file.");
        return;
    }
    etag = arena_printf(r->arena, "\"%s\"", f->hash);
    res->type = f->type;
    res->cache = text_is(r->args[0], f->hash) ? "public, max-age=31536000, immutable" : "no-cache";
    response_header(res, "ETag", text_of(etag));
    if (text_find(request_header(r, "If-None-Match"), text_of(etag)) != TEXT_NPOS)
        res->status = PAGE_NOT_MODIFIED;
    else
        res->fixed = f->seed->body;
}

const struct route static_routes[] = {
    { "GET", "/static/{hash}/{name}", 0, serve_file },
    { NULL, NULL, 0, NULL },
};
