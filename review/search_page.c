/* search_page.c - see search_page.h. */

#include "search_page.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "download.h"
#include "field.h"
#include "find.h"
#include "listing.h"
#include "markup.h"
#include "narrow.h"
#include "page.h"
#include "say.h"
#include "store_group.h"

#define SHOWN_HITS    30  /* on the page; the files have FIND_MAX_HITS */
#define SNIPPET_BYTES 260 /* two lines */
#define MAX_QUERY     300 /* bytes */
/* Around words that hit, until they are markup: snippets hold no control characters. */
#define OPEN  '\x01'
#define CLOSE '\x02'

/* As `earshot search` has them, and the group of a question. */
/* clang-format off */
static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "kind", TABLE_COLUMN_TEXT, 0, false },
    { "score", TABLE_COLUMN_REAL, 0, false },
    { "title", TABLE_COLUMN_TEXT, 0, false },
    { "text", TABLE_COLUMN_TEXT, 0, false },
    { "address", TABLE_COLUMN_TEXT, 0, false },
    { "language", TABLE_COLUMN_TEXT, 0, false },
    { "group", TABLE_COLUMN_INT, 0, false },
};
/* clang-format on */

/* ---- a handle for each thread ---- */

static pthread_key_t handles;
static pthread_once_t handles_once = PTHREAD_ONCE_INIT;

struct handle {
    struct find *find;
    char *dir; /* owned; a test serves several */
};

static void
free_handle(void *p)
{
    struct handle *h = p;

    find_free(h->find);
    free(h->dir);
    free(h);
}

static void
make_key(void)
{
    pthread_key_create(&handles, free_handle);
}

static struct find *
handle_of(const struct request *r)
{
    const char *dir = r->serve->dir != NULL ? r->serve->dir : ".";
    struct handle *h;

    pthread_once(&handles_once, make_key);
    h = pthread_getspecific(handles);
    if (h != NULL && strcmp(h->dir, dir) != 0) {
        free_handle(h);
        h = NULL;
    }
    if (h == NULL) {
        h = calloc(1, sizeof(*h));
        if (h == NULL)
            return NULL;
        h->dir = strdup(dir);
        h->find = find_new(dir, false);
        pthread_setspecific(handles, h);
    }
    return h->find;
}

/* ---- hits ---- */

struct hit {
    struct find_hit found;
    int64_t group_id; /* of a question; 0: none */
};

struct hits {
    const struct request *r;
    struct hit *v;
    size_t n, cap;
};

static void
keep_hit(void *self, const struct find_hit *h)
{
    struct hits *all = self;
    struct store_group_place place = { 0 };

    for (size_t i = 0; i < all->n; i++) /* a page of several departments */
        if (all->v[i].found.page == h->page && all->v[i].found.id == h->id)
            return;
    if (!h->page)
        (void)store_group_of(all->r->store, h->id, &place); /* none is 0 */
    all->v = arena_grow(all->r->arena, all->v, all->n, &all->cap, sizeof(*all->v));
    all->v[all->n++] = (struct hit){ *h, place.group_id };
}

static int
by_score(const void *x, const void *y)
{
    const struct hit *a = x, *b = y;

    if (a->found.score > b->found.score || a->found.score < b->found.score)
        return a->found.score < b->found.score ? 1 : -1;
    return (a->found.id > b->found.id) - (a->found.id < b->found.id);
}

/* In each department that the account may see, put together by score. */
static enum status
find_all(const struct request *r, const struct listing *l, size_t limit, const char *open,
         const char *close, struct hits *ret, struct err *err)
{
    struct find_query q = { .text = text_trim(form_get(&r->query, "q")),
                            .since_s = l->since_s,
                            .until_s = l->until_s,
                            .limit = limit,
                            .open = open,
                            .close = close,
                            .snippet_bytes = SNIPPET_BYTES };
    struct store_search_ids questions;
    struct store_queue_query only = { .campaign = l->campaign, .audience = l->audience };
    struct find *f = handle_of(r);
    enum status st = ST_OK;

    *ret = (struct hits){ .r = r };
    if (l->campaign.n > 0 || l->audience.n > 0) { /* of questions: pages have neither */
        store_queue_questions(r->store, &only, &questions);
        q.questions = &questions;
        q.no_pages = true;
    }
    if (f == NULL || q.text.n > MAX_QUERY)
        return err_set(err, ST_USAGE, "that is too long for a search");
    for (size_t i = 0; i < l->n_departments && st == ST_OK; i++) {
        const struct department_config *c =
            config_department(r->serve->config, l->departments[i].key);

        if (l->only != NULL && l->only != &l->departments[i])
            continue;
        q.department_id = l->departments[i].id;
        q.language = c != NULL ? c->language : NULL;
        st = find_each(f, r->store, &q, r->arena, keep_hit, ret, err);
    }
    if (ret->n > 0)
        qsort(ret->v, ret->n, sizeof(*ret->v), by_score);
    ret->n = ret->n < limit ? ret->n : limit;
    return st;
}

static const char open_mark[] = { OPEN, '\0' }, close_mark[] = { CLOSE, '\0' };

/* The marks as <mark>, the rest as text. */
static void
write_marked(struct buf *b, struct text t)
{
    size_t from = 0;

    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] != OPEN && t.p[i] != CLOSE)
            continue;
        markup_text(b, text_sub(t, from, i - from));
        buf_add_str(b, t.p[i] == OPEN ? "<mark>" : "</mark>");
        from = i + 1;
    }
    markup_text(b, text_from(t, from));
}

static void
write_hit(struct buf *b, const struct hit *h)
{
    const struct find_hit *x = &h->found;

    buf_add_str(b, "<li><p class=\"line\">");
    if (x->page)
        say_link_open(b, x->address, "target");
    else if (h->group_id != 0)
        markup_addf(b, "<a href=\"/groups/%lld\" dir=\"auto\">", (long long)h->group_id);
    write_marked(b, x->shown_title);
    buf_add_str(b, x->page || h->group_id != 0 ? "</a>" : "");
    markup_addf(b, "<span class=\"badge\">%s</span></p>\n", x->page ? "Own page" : "Question");
    if (x->text.n > 0) {
        buf_add_str(b, "<p class=\"places\" dir=\"auto\">");
        write_marked(b, x->shown);
        buf_add_str(b, "</p>\n");
    }
    if (x->page) {
        buf_add_str(b, "<p class=\"facts\">");
        say_address(b, x->address);
        buf_add_str(b, "</p>\n");
    }
    buf_add_str(b, "</li>\n");
}

/* ---- the page ---- */

static const char *
params(const struct request *r, const struct listing *l)
{
    const char *ret;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    buf_add_str(&b, "q=");
    markup_query(&b, form_get(&r->query, "q"));
    if (l->only != NULL)
        buf_addf(&b, "&dept=%s", l->only->key);
    buf_add_str(&b, narrow_params(r, l));
    ret = arena_str(r->arena, buf_text(&b));
    buf_release(&b);
    return ret;
}

static void
write_form(const struct request *r, struct buf *b, const struct listing *l)
{
    markup_addf(b,
                "<form class=\"filters\" method=\"get\" action=\"/search\" role=\"search\">\n"
                "<label class=\"find\"><span class=\"hidden\">Words, a \"phrase\", site:HOST, "
                "lang:CODE</span><input type=\"search\" name=\"q\" id=\"find\" value=\"%.*s\" "
                "placeholder=\"Words, a &quot;phrase&quot;, site:HOST, lang:CODE\" "
                "maxlength=\"300\"></label>\n",
                TEXT_ARG(form_get(&r->query, "q")));
    narrow_departments(b, l);
    narrow_choices(r, b, l);
    buf_add_str(b, "<button>Search</button>\n</form>\n");
}

static void
write_hits(const struct request *r, struct buf *b, const struct listing *l)
{
    struct err err = { "" };
    struct hits hits;

    if (find_all(r, l, SHOWN_HITS, open_mark, close_mark, &hits, &err) != ST_OK) {
        field_alert(b, err.msg);
        return;
    }
    if (hits.n == 0) {
        buf_add_str(b, "<p class=\"empty\">Nothing has these words.</p>\n");
        return;
    }
    buf_add_str(b, "<ul class=\"picked\">\n");
    for (size_t i = 0; i < hits.n; i++)
        write_hit(b, &hits.v[i]);
    buf_add_str(b, "</ul>\n");
    download_links(b, "/search", params(r, l));
}

static bool
read_listing(struct request *r, struct response *res, struct listing *ret)
{
    if (listing_read(r, form_get(&r->query, "dept"), ret))
        return true;
    page_error(r, res, PAGE_NOT_FOUND, "There is no such department.");
    return false;
}

static void
show_search(struct request *r, struct response *res)
{
    const struct page p = { .title = TEXT_LIT("Search"), .section = "groups" };
    struct buf *b = &res->body;
    struct listing l;

    if (!read_listing(r, res, &l))
        return;
    page_open(r, res, &p);
    buf_add_str(b, "<h1 tabindex=\"-1\">Search</h1>\n");
    write_form(r, b, &l);
    if (text_trim(form_get(&r->query, "q")).n > 0)
        write_hits(r, b, &l);
    page_close(r, res);
}

static void
put_hit(struct download *d, const struct hit *h)
{
    struct arena *a = d->r->arena;
    const struct find_hit *x = &h->found;
    struct table *t = d->table;

    if (download_is_feed(d)) {
        download_entry(
            d,
            &(struct download_entry){
                .path = h->group_id != 0 ? arena_printf(a, "/groups/%lld", (long long)h->group_id)
                                         : "/search",
                .id = arena_printf(a, "%s/%lld", x->page ? "page" : "question", (long long)x->id),
                .title = x->title,
                .text = x->shown,
                .updated_s = d->r->now_s });
        return;
    }
    table_int(t, x->id);
    table_str(t, x->page ? "page" : "question");
    table_real(t, x->score);
    table_text(t, x->title);
    table_text(t, x->shown);
    table_text(t, x->address);
    table_str(t, x->language);
    if (h->group_id != 0)
        table_int(t, h->group_id);
    else
        table_null(t);
    table_end_row(t);
}

static void
get_file(struct request *r, struct response *res)
{
    struct err err = { "" };
    struct download d;
    struct listing l;
    struct hits hits;
    enum status st;

    if (!read_listing(r, res, &l))
        return;
    st = find_all(r, &l, FIND_MAX_HITS, "*", "*", &hits, &err);
    if (st != ST_OK) {
        page_failed(r, res, st, &err);
        return;
    }
    download_open(
        &d, r, res,
        &(struct download_list){ .name = "search",
                                 .title = "Search",
                                 .page = arena_printf(r->arena, "/search?%s", params(r, &l)),
                                 .columns = columns,
                                 .n_columns = N_ELEMENTS(columns) });
    for (size_t i = 0; i < hits.n && d.st == ST_OK; i++)
        put_hit(&d, &hits.v[i]);
    download_close(&d);
}

const struct route search_page_routes[] = {
    { "GET", "/search", ROLE_READ, show_search },
    DOWNLOAD_ROUTES("/search", ROLE_READ, get_file),
    { NULL, NULL, 0, NULL },
};
