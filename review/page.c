/* page.c - see page.h. */

#include "page.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "markup.h"
#include "role.h"
#include "static.h"

const char *
page_setting(const struct request *r, const char *name)
{
    json_t *o = r->settings.n > 0 ? json_loadb(r->settings.p, r->settings.n, 0, NULL) : NULL;
    json_t *v = json_object_get(o, name);
    char *z, *ret = NULL;

    if (json_is_string(v)) {
        ret = arena_str(r->arena, text_of(json_string_value(v)));
    } else if (v != NULL) {
        z = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
        ret = arena_str(r->arena, text_of(z));
        free(z);
    }
    json_decref(o);
    return ret;
}

/* data-* attributes tell the script what the person wants; without them it does nothing. */
static void
write_settings(const struct request *r, struct buf *b)
{
    static const char *const names[] = { "theme", "keys", "remap" };

    for (size_t i = 0; i < N_ELEMENTS(names); i++) {
        const char *v = page_setting(r, names[i]);

        if (v != NULL)
            markup_addf(b, " data-%s=\"%s\"", names[i], v);
    }
}

static void
write_head(const struct request *r, struct buf *b, const struct page *p)
{
    buf_add_str(b, "<!doctype html>\n<html lang=\"en\"");
    write_settings(r, b);
    markup_addf(b,
                ">\n<head>\n<meta charset=\"utf-8\">\n<title>%.*s - Earshot</title>\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n"
                "<link rel=\"icon\" href=\"%s\" type=\"image/svg+xml\">\n"
                "<link rel=\"stylesheet\" href=\"%s\">\n"
                "<script src=\"%s\" defer></script>\n</head>\n",
                TEXT_ARG(p->title), static_address("icon.svg"), static_address("earshot.css"),
                static_address("earshot.js"));
}

/* To add an entry: a row here.  The order is that of a day's work. */
static const struct page_entry entries[] = {
    { "queue", "/q/", "Queue", ROLE_READ },
    { "groups", "/groups", "Groups", ROLE_READ },
    { "answers", "/answers", "Answers", ROLE_READ },
    { "numbers", "/numbers", "Numbers", ROLE_READ },
    { "departments", "/departments", "Departments", ROLE_READ },
    { "sources", "/sources", "Sources", ROLE_SOURCES },
    { "people", "/people", "People", ROLE_PEOPLE },
    { "audit", "/audit", "Audit", ROLE_AUDIT },
    { "profile", "/profile", "Profile", ROLE_SELF },
};

static void
write_entry(const struct request *r, struct buf *b, const struct page *p,
            const struct page_entry *x)
{
    if (!role_may(r->account, x->right, ROLE_ANYWHERE))
        return;
    markup_addf(b, "<li><a href=\"%s\"", x->path);
    if (text_is(text_of(p->section), x->section))
        buf_add_str(b, " aria-current=\"page\"");
    markup_addf(b, ">%s</a></li>\n", x->label);
}

static void
write_navigation(const struct request *r, struct buf *b, const struct page *p)
{
    buf_add_str(b, "<header class=\"top\">\n<a class=\"brand\" href=\"/\">Earshot</a>\n");
    if (r->account != NULL && !p->bare) {
        buf_add_str(b, "<nav aria-label=\"Main\"><ul>\n");
        for (size_t i = 0; i < N_ELEMENTS(entries); i++)
            write_entry(r, b, p, &entries[i]);
        buf_add_str(b, "</ul></nav>\n");
        markup_addf(b, "<span class=\"who\">%.*s</span>\n",
                    TEXT_ARG(r->account->full_name.n > 0 ? r->account->full_name : r->actor));
        page_form(r, b, "/sign-out", "sign-out");
        buf_add_str(b, "<button>Sign out</button></form>\n");
    }
    buf_add_str(b, "</header>\n");
}

void
page_open(const struct request *r, struct response *res, const struct page *p)
{
    struct buf *b = &res->body;

    if (!request_part(r)) {
        write_head(r, b, p);
        buf_add_str(b, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
        write_navigation(r, b, p);
    }
    markup_addf(b,
                "<main id=\"main\" tabindex=\"-1\" data-title=\"%.*s - Earshot\" class=\"%s\">\n",
                TEXT_ARG(p->title), p->wide ? "wide" : "plain");
    /* The script says it aloud; without scripts it is read where it stands. */
    if (p->message.n > 0)
        markup_addf(b, "<p class=\"message\" role=\"status\">%.*s</p>\n", TEXT_ARG(p->message));
}

void
page_close(const struct request *r, struct response *res)
{
    buf_add_str(&res->body, "</main>\n");
    if (!request_part(r))
        buf_add_str(&res->body, "<div id=\"live\" class=\"hidden\" aria-live=\"polite\"></div>\n"
                                "</body>\n</html>\n");
}

static const char *
title_of(enum page_status status)
{
    switch ((int)status) {
    case PAGE_UNKNOWN_PERSON:
        return "Please sign in";
    case PAGE_DENIED:
        return "Not allowed";
    case PAGE_NOT_FOUND:
        return "Not found";
    case PAGE_CONFLICT:
        return "Somebody was quicker";
    case PAGE_TOO_LARGE:
        return "Too large";
    case PAGE_TOO_MANY:
    case PAGE_BUSY:
        return "Please try again in a moment";
    case PAGE_BROKEN:
        return "Something is broken here";
    default:
        return "That did not work";
    }
}

void
page_error(const struct request *r, struct response *res, enum page_status status, const char *why)
{
    struct page p = { .title = text_of(title_of(status)), .bare = true };

    buf_clear(&res->body);
    res->status = status;
    page_open(r, res, &p);
    markup_addf(&res->body,
                "<h1 tabindex=\"-1\">%s</h1>\n<p>%s</p>\n"
                "<p><a href=\"/\">To the first page</a></p>\n",
                title_of(status), why);
    page_close(r, res);
}

void
page_failed(const struct request *r, struct response *res, enum status st, const struct err *err)
{
    static const struct {
        enum status st;
        enum page_status status;
    } rows[] = {
        { ST_NOTFOUND, PAGE_NOT_FOUND }, { ST_CONFLICT, PAGE_CONFLICT }, { ST_DENIED, PAGE_DENIED },
        { ST_INVALID, PAGE_UNUSABLE },   { ST_LIMIT, PAGE_UNUSABLE },    { ST_USAGE, PAGE_BAD },
        { ST_BUSY, PAGE_BUSY },
    };

    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        if (rows[i].st == st) {
            page_error(r, res, rows[i].status, err->msg);
            return;
        }
    page_error(r, res, PAGE_BROKEN, err->msg);
}

void
page_form(const struct request *r, struct buf *b, const char *action, const char *css)
{
    markup_addf(b,
                "<form method=\"post\" action=\"%s\" class=\"%s\">"
                "<input type=\"hidden\" name=\"csrf\" value=\"%.*s\">",
                action, css, TEXT_ARG(r->csrf));
}
