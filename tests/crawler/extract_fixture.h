/*
 * extract_fixture.h - pages for the tests of extraction: from a string or from
 * tests/crawler/pages/.
 */
#ifndef EXTRACT_FIXTURE_H
#define EXTRACT_FIXTURE_H

#include "../../crawler/extract_parts.h"

#include "../test.h"

#define FIXTURE_MAX_BYTES ((size_t)1024 * 1024)

struct fixture {
    struct arena *a;
    struct extract *x;
    struct extract_page page;
};

static inline void
fixture_init(struct fixture *f)
{
    struct err err = { "" };

    *f = (struct fixture){ .a = arena_new() };
    if (extract_new(NULL, &f->x, &err) != ST_OK)
        fail_msg("%s", err.msg);
}

static inline void
fixture_release(struct fixture *f)
{
    extract_free(f->x);
    arena_free(f->a);
}

static inline void
fixture_read_as(struct fixture *f, struct text url, struct text type, struct text body)
{
    struct extract_input in = { .url = url, .content_type = type, .body = body };

    arena_clear(f->a);
    extract_page(f->x, &in, f->a, &f->page);
}

static inline void
fixture_read(struct fixture *f, const char *html)
{
    fixture_read_as(f, TEXT_LIT("https://example.org/a/b?c=1"), TEXT_LIT("text/html"),
                    text_of(html));
}

/* tests/crawler/pages/NAME, from the top of the repository, where make runs tests. */
static inline void
fixture_read_file(struct fixture *f, const char *name)
{
    static char body[FIXTURE_MAX_BYTES];
    char path[256];
    FILE *in;
    size_t n = 0;

    snprintf(path, sizeof(path), "tests/crawler/pages/%s", name);
    in = fopen(path, "rb");
    if (in == NULL)
        fail_msg("%s cannot be opened", path);
    n = fread(body, 1, sizeof(body), in);
    fclose(in);
    fixture_read_as(f, TEXT_LIT("https://forum.example.org/t/1"),
                    TEXT_LIT("text/html; charset=utf-8"), (struct text){ body, n });
}

#endif /* EXTRACT_FIXTURE_H */
