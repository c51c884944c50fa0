/* traps.c - see traps.h. */

#include "traps.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include "page.h"

#define DEEP_LEVELS      10000
#define BOMB_BYTES       ((size_t)64 * 1024 * 1024) /* of spaces, once decoded */
#define GZIP_WINDOW_BITS (MAX_WBITS + 16)
#define MONTHS           12
#define FIRST_YEAR       2026

/* A page with one marked-up question. */
static void
question(struct buf *b, const char *head, const char *title, const char *words)
{
    buf_addf(b,
             "<!DOCTYPE html>\n<html lang=\"en\"><head>%s<title>%s</title></head>\n<body>\n"
             "<div itemscope itemtype=\"https://schema.org/QAPage\"><div itemprop=\"mainEntity\""
             " itemscope itemtype=\"https://schema.org/Question\">\n<h1 itemprop=\"name\">%s"
             "</h1><div itemprop=\"text\"><p>%s</p></div>\n<span itemprop=\"answerCount\">0"
             "</span></div></div>\n<a href=\"/\">All traps</a></body></html>\n",
             head, title, title, words);
}

static void
slow(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    struct timespec wait = { s->slow_ms / 1000, s->slow_ms % 1000 * 1000000 };

    (void)q;
    if (!s->calm)
        nanosleep(&wait, NULL);
    question(&r->body, "", "Is the Northfield physics server always this slow?",
             "It took a while, but here it is.");
}

static void
huge(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    r->delivery = SITE_STREAM;
    r->no_etag = true;
    question(&r->body, "", "Why is this page about Northfield physics so long?",
             "Fifty megabytes follow.");
}

static void
broken(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    r->delivery = SITE_CUT;
    r->no_etag = true;
    question(&r->body, "", "Who ate the other half of this Northfield physics page?",
             "The length says there is more.");
}

static void
empty(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    (void)r;
}

/* Nothing says what these windows-1252 bytes are. */
static void
no_label(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    r->type = "text/html";
    question(&r->body, "",
             "Gilt die Pr\xfc"
             "fungsordnung Northfield physics auch f\xfcr G\xe4ste?",
             "Kein Wort dar\xfc"
             "ber, was diese Bytes sind.");
}

static void
wrong_label(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    r->type = "text/html";
    question(&r->body, "<meta charset=\"utf-8\">", "Where is the Northfield physics caf\xe9?",
             "These bytes are windows-1252, whatever the meta element says.");
}

static void
header_label(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    r->type = "text/html; charset=iso-8859-1";
    question(&r->body, "<meta charset=\"utf-8\">",
             "Is the Northfield physics d\xe9j\xe0 vu seminar on?",
             "The header is right and the meta element is not.");
}

static void
bad_utf8(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    question(&r->body, "<meta charset=\"utf-8\">",
             "Can Northfield physics read \xff\xfe broken \xc3 bytes and caf\xc3\xa9?",
             "One bad byte must not turn the rest into soup: \xe2\x82 \xe2\x82\xac.");
}

static void
nul_bytes(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    question(&r->body, "", "Does Northfield physics mind a hole in the text?", "Before and after:");
    buf_add(&r->body, "<p>a\0b</p>", sizeof("<p>a\0b</p>") - 1);
}

static void
deep(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    question(&r->body, "", "How deep does Northfield physics dig?", "Ten thousand levels.");
    for (int i = 0; i < DEEP_LEVELS; i++)
        buf_add_str(&r->body, "<div>");
    buf_add_str(&r->body, "bottom");
    for (int i = 0; i < DEEP_LEVELS; i++)
        buf_add_str(&r->body, "</div>");
}

/* A small answer that decodes to BOMB_BYTES. */
static void
bomb(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    static const unsigned char blank[BUFSIZ];
    unsigned char part[BUFSIZ];
    z_stream z = { 0 };
    size_t left = BOMB_BYTES;

    (void)s;
    (void)q;
    r->encoding = "gzip";
    if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW_BITS, MAX_MEM_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    do {
        if (z.avail_in == 0 && left > 0) {
            z.next_in = (unsigned char *)(uintptr_t)blank;
            z.avail_in = left < sizeof(blank) ? (unsigned)left : sizeof(blank);
            left -= z.avail_in;
        }
        z.next_out = part;
        z.avail_out = sizeof(part);
        if (deflate(&z, left == 0 ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_END)
            left = SIZE_MAX;
        buf_add(&r->body, part, sizeof(part) - z.avail_out);
    } while (left != SIZE_MAX);
    deflateEnd(&z);
}

static void
calendar(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    long month = page_query(q, "month", 1), year = page_query(q, "year", FIRST_YEAR);

    (void)s;
    buf_addf(&r->body,
             "<!DOCTYPE html><html><head><title>Calendar</title></head><body><h1>Events</h1>"
             "<p>Nothing is planned for month %ld of %ld.</p><a href=\"/calendar?year=%ld&amp;"
             "month=%ld\">next month</a> <a href=\"/calendar?year=%ld&amp;month=%ld\">next year"
             "</a></body></html>\n",
             month, year, month == MONTHS ? year + 1 : year, month % MONTHS + 1, year + 1, month);
}

/* Every /echo/a/b/ links to itself, one level down. */
static void
echo(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    buf_addf(&r->body,
             "<!DOCTYPE html><html><head><title>Echo</title></head><body><p>You asked for %s.</p>"
             "<a href=\"%s%secho/\">again</a></body></html>\n",
             q->path, q->path, q->path[strlen(q->path) - 1] == '/' ? "" : "/");
}

static void
loop(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    page_redirect(r, 302, "/loop-%c", strcmp(q->path, "/loop-a") == 0 ? 'b' : 'a');
}

static void
hops(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    long left = page_number_after(q, "/hops/");

    (void)s;
    if (left > 0)
        page_redirect(r, 302, "/hops/%ld", left - 1);
    else
        question(&r->body, "", "Did Northfield physics arrive after all those hops?", "Yes.");
}

/* A redirect must not carry a crawler where robots.txt forbids. */
static void
sly(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)q;
    page_redirect(r, 302, "%s/private/exam-questions", s->base[SITE_DEPARTMENT]);
}

static void
pdf(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    r->type = "application/pdf";
    buf_add_str(&r->body, "%PDF-1.4\n% What would Northfield physics do?\n%%EOF\n");
}

static void
gone(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    page_not_found(r);
    r->status = 410;
}

static void
fails(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    r->status = 500;
    r->no_etag = true;
    buf_add_str(&r->body, "<h1>Internal error</h1>\n");
}

static void
noindex(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    question(&r->body, "<meta name=\"robots\" content=\"noindex\">",
             "May Northfield physics keep this question?", "No: noindex.");
    buf_add_str(&r->body, "<a href=\"/after-noindex\">but this link counts</a>\n");
}

static void
nofollow(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    (void)q;
    r->robots = "nofollow";
    question(&r->body, "", "May Northfield physics follow this question?", "Read it, yes.");
    buf_add_str(&r->body, "<a href=\"/after-nofollow\">but not this link</a>\n");
}

static void
plain(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    (void)s;
    question(&r->body, "", "Is this where Northfield physics ends?", q->path);
}

static const struct trap {
    const char *path; /* ends in '/': a prefix */
    void (*answer)(const struct site *s, const struct site_request *q, struct site_reply *r);
    bool hidden; /* not linked from "/" */
} traps[] = {
    { "/slow", slow, false },
    { "/huge", huge, false },
    { "/broken", broken, false },
    { "/empty", empty, false },
    { "/no-label", no_label, false },
    { "/wrong-label", wrong_label, false },
    { "/header-label", header_label, false },
    { "/bad-utf8", bad_utf8, false },
    { "/nul", nul_bytes, false },
    { "/deep", deep, false },
    { "/bomb", bomb, false },
    { "/calendar", calendar, false },
    { "/echo/", echo, false },
    { "/loop-a", loop, false },
    { "/loop-b", loop, true },
    { "/hops/", hops, true },
    { "/hops/3", hops, false },
    { "/hops/9", hops, false },
    { "/sly", sly, false },
    { "/paper", pdf, false },
    { "/gone", gone, false },
    { "/missing", NULL, false },
    { "/fails", fails, false },
    { "/noindex", noindex, false },
    { "/nofollow", nofollow, false },
    { "/after-noindex", plain, true },
    { "/after-nofollow", plain, true },
    { "/private/diary", plain, false },
    { "/private/open", plain, false },
};

static void
index_page(struct buf *b)
{
    page_head(b, "en", "Traps");
    buf_add_str(b, "</head>\n<body><h1>Mind your step</h1>\n<ul>\n");
    for (size_t i = 0; i < N_ELEMENTS(traps); i++)
        if (!traps[i].hidden)
            page_list_link(b, traps[i].path, traps[i].path);
    buf_add_str(b, "</ul></body></html>\n");
}

void
traps_answer(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    struct text path = text_of(q->path);

    if (strcmp(q->path, "/") == 0) {
        index_page(&r->body);
        return;
    }
    for (size_t i = 0; i < N_ELEMENTS(traps); i++) {
        struct text mine = text_of(traps[i].path);

        if (traps[i].answer != NULL &&
            (text_eq(path, mine) || (text_ends(mine, TEXT_LIT("/")) && text_starts(path, mine)))) {
            traps[i].answer(s, q, r);
            return;
        }
    }
    page_not_found(r);
}
