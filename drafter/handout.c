/* handout.c - see handout.h. */

#include "handout.h"

#include "markup.h"

#define COMMON                                                                                     \
    ":root { color-scheme: light dark; }\n"                                                        \
    "body { margin: 0 auto; max-width: 46rem; padding: 1rem;"                                      \
    " font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }\n"                          \
    "h2 { font-size: 1.1rem; }\n"

void
handout_begin(struct buf *b, struct text title, const char *style)
{
    buf_add_str(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    markup_addf(b, "<title>%.*s</title>\n<style>\n", TEXT_ARG(title));
    buf_add_str(b, COMMON);
    buf_add_str(b, style);
    buf_add_str(b, "</style>\n</head>\n<body>\n<main>\n");
    markup_addf(b, "<h1>%.*s</h1>\n", TEXT_ARG(title));
}

void
handout_end(struct buf *b)
{
    buf_add_str(b, "</main>\n</body>\n</html>\n");
}
