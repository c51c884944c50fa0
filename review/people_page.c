/* people_page.c - see people_page.h.  What can be done, and its rules, is account.h. */

#include "people_page.h"

#include <inttypes.h>

#include "account_list.h"
#include "config_sync.h"
#include "download.h"
#include "field.h"
#include "markup.h"
#include "page.h"
#include "role.h"
#include "say.h"
#include "signin_page.h"

static void
write_roles(struct buf *b, const struct store_account *x)
{
    for (size_t i = 0; i < x->n_roles; i++)
        markup_addf(b, "%s%.*s%s%.*s", i > 0 ? ", " : "", TEXT_ARG(x->roles[i].role),
                    x->roles[i].department_id != 0 ? " " : "", TEXT_ARG(x->roles[i].department));
    buf_add_str(b, x->n_roles > 0 ? "" : "none");
}

static void
write_role_fields(const struct request *r, struct buf *b)
{
    const struct config *c = r->serve->config;

    buf_add_str(b, "<div class=\"field\"><label for=\"f-role\">Role</label>"
                   "<select id=\"f-role\" name=\"role\">");
    for (size_t i = 0; role_names[i] != NULL; i++)
        markup_addf(b, "<option>%s</option>", role_names[i]);
    buf_add_str(b, "</select></div>\n<div class=\"field\"><label for=\"f-dept\">Department</label>"
                   "<select id=\"f-dept\" name=\"dept\">");
    for (size_t i = 0; i < c->n_departments; i++)
        markup_addf(b, "<option value=\"%s\">%s</option>", c->departments[i].key,
                    c->departments[i].name);
    buf_add_str(b, "<option value=\"\">all departments</option></select></div>\n");
}

static void
write_add(const struct request *r, struct buf *b)
{
    buf_add_str(b, "<h2>Add somebody</h2>\n");
    page_form(r, b, "/people", "narrow");
    field_input(b, &(struct field){ .name = "name",
                                    .label = "Name to sign in with",
                                    .hint = "Small letters and digits.",
                                    .value = form_get(&r->form, "name"),
                                    .max_bytes = STORE_ACCOUNT_NAME_MAX,
                                    .required = true });
    field_input(b, &(struct field){ .name = "full_name",
                                    .label = "Full name",
                                    .value = form_get(&r->form, "full_name"),
                                    .max_bytes = STORE_ACCOUNT_TEXT_MAX });
    field_input(b, &(struct field){ .name = "mail",
                                    .label = "Mail",
                                    .type = "email",
                                    .value = form_get(&r->form, "mail"),
                                    .max_bytes = STORE_ACCOUNT_TEXT_MAX });
    write_role_fields(r, b);
    field_button(b, "Add");
    buf_add_str(b, "</form>\n");
}

static void
write_list(struct request *r, struct response *res, int status, const char *why)
{
    const struct page p = { .title = TEXT_LIT("People"), .section = "people" };
    struct buf *b = &res->body;
    struct store_account *all;
    size_t n = store_account_list(r->store, r->arena, &all);

    res->status = status;
    page_open(r, res, &p);
    buf_add_str(b, "<h1 tabindex=\"-1\">People</h1>\n");
    if (why != NULL)
        field_alert(b, why);
    buf_add_str(b, "<div class=\"scroll cells\" tabindex=\"0\" role=\"region\" "
                   "aria-label=\"Accounts\"><table><thead><tr><th scope=\"col\">Name</th><th "
                   "scope=\"col\">Full name</th>"
                   "<th scope=\"col\">Roles</th><th scope=\"col\">Second factor</th>"
                   "<th scope=\"col\">Last here</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < n; i++) {
        markup_addf(b,
                    "<tr><td data-label=\"Name\"><a href=\"/people/%.*s\">%.*s</a>%s</td>"
                    "<td data-label=\"Full name\">%.*s</td><td data-label=\"Roles\">",
                    TEXT_ARG(all[i].name), TEXT_ARG(all[i].name),
                    all[i].disabled ? " (switched off)" : "", TEXT_ARG(all[i].full_name));
        write_roles(b, &all[i]);
        markup_addf(b, "</td><td data-label=\"Second factor\">%s</td><td data-label=\"Last here\">",
                    all[i].totp_secret.n > 0 ? "on" : "off");
        if (all[i].seen_s > 0)
            say_time(b, all[i].seen_s, r->now_s);
        else
            buf_add_str(b, "never");
        buf_add_str(b, "</td></tr>\n");
    }
    buf_add_str(b, "</tbody></table></div>\n");
    download_links(b, "/people", "");
    write_add(r, b);
    page_close(r, res);
}

static void
get_people(struct request *r, struct response *res)
{
    write_list(r, res, PAGE_OK, NULL);
}

static void
put_entry(struct download *d, const struct store_account *x)
{
    struct arena *a = d->r->arena;

    download_entry(
        d, &(struct download_entry){ .path = arena_printf(a, "/people/%.*s", TEXT_ARG(x->name)),
                                     .id = arena_printf(a, "people/%.*s", TEXT_ARG(x->name)),
                                     .title = x->full_name.n > 0 ? x->full_name : x->name,
                                     .text = x->disabled ? TEXT_LIT("disabled") : x->name,
                                     .updated_s = x->created_s });
}

static void
get_file(struct request *r, struct response *res)
{
    struct store_account *all;
    size_t n = store_account_list(r->store, r->arena, &all);
    struct download d;

    download_open(&d, r, res,
                  &(struct download_list){ .name = "people",
                                           .title = "People",
                                           .page = "/people",
                                           .columns = account_columns,
                                           .n_columns = ACCOUNT_COLUMNS });
    for (size_t i = 0; i < n && d.st == ST_OK; i++) {
        if (download_is_feed(&d))
            put_entry(&d, &all[i]);
        else
            account_row(d.table, &all[i]);
    }
    download_close(&d);
}

/* The fields "role" and "dept".  False: no such department. */
static bool
read_role(const struct request *r, struct account_role_change *c)
{
    c->role = form_get(&r->form, "role");
    c->department = form_get(&r->form, "dept");
    c->department_id = 0;
    if (c->department.n == 0)
        return true;
    c->department_id = config_department_id(r->store, arena_str(r->arena, c->department));
    return c->department_id > 0;
}

static void
see_person(struct request *r, struct response *res, struct text name)
{
    response_redirect(res, arena_printf(r->arena, "/people/%.*s", TEXT_ARG(name)));
}

static void
post_people(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    const struct account_new made = { .name = text_trim(form_get(&r->form, "name")),
                                      .full_name = text_trim(form_get(&r->form, "full_name")),
                                      .mail = text_trim(form_get(&r->form, "mail")) };
    struct store_account x = { .name = made.name };
    struct account_role_change c = { .take = false };
    struct err err = { "" };
    enum status st = read_role(r, &c) && role_known(c.role)
                         ? account_add(&by, &made, &x.id, &err)
                         : err_set(&err, ST_INVALID, "wanted a role and a department");

    if (st == ST_OK)
        st = account_role(&by, &x, &c, &err);
    if (st == ST_OK)
        see_person(r, res, made.name);
    else if (st == ST_INVALID || st == ST_CONFLICT)
        write_list(r, res, st == ST_CONFLICT ? PAGE_CONFLICT : PAGE_UNUSABLE, err.msg);
    else
        page_failed(r, res, st, &err);
}

/* ---- one of them ---- */

/* A form that is one button; the caller may write hidden fields between. */
static void
open_act(const struct request *r, struct buf *b, const struct store_account *x, const char *act)
{
    page_form(r, b, arena_printf(r->arena, "/people/%.*s/%s", TEXT_ARG(x->name), act), "inline");
}

static void
close_act(struct buf *b, const char *label)
{
    markup_addf(b, "<button type=\"submit\">%s</button></form>\n", label);
}

static void
write_person_roles(const struct request *r, struct buf *b, const struct store_account *x)
{
    buf_add_str(b, "<h2>Roles</h2>\n<ul class=\"acts\">\n");
    for (size_t i = 0; i < x->n_roles; i++) {
        const struct store_account_role *role = &x->roles[i];

        markup_addf(
            b, "<li>%.*s, %.*s ", TEXT_ARG(role->role),
            TEXT_ARG(role->department_id != 0 ? role->department : TEXT_LIT("all departments")));
        open_act(r, b, x, "role");
        field_hidden(b, "role", role->role);
        field_hidden(b, "dept", role->department);
        field_hidden(b, "take", TEXT_LIT("1"));
        close_act(b, "Take it away");
        buf_add_str(b, "</li>\n");
    }
    buf_add_str(b, "</ul>\n");
    page_form(r, b, arena_printf(r->arena, "/people/%.*s/role", TEXT_ARG(x->name)), "narrow");
    write_role_fields(r, b);
    field_button(b, "Give this role");
    buf_add_str(b, "</form>\n");
}

static void
write_person_acts(const struct request *r, struct buf *b, const struct store_account *x)
{
    buf_add_str(b, "<h2>Account</h2>\n<div class=\"acts\">\n");
    open_act(r, b, x, "link");
    close_act(b, "Make a link for a new password");
    open_act(r, b, x, "sign-out");
    close_act(b, "Sign out everywhere");
    if (x->totp_secret.n > 0) {
        open_act(r, b, x, "totp-off");
        close_act(b, "Switch the second factor off");
    }
    open_act(r, b, x, x->disabled ? "enable" : "disable");
    close_act(b, x->disabled ? "Switch the account on" : "Switch the account off");
    markup_addf(b,
                "</div>\n<p><a href=\"/audit?actor=%.*s\">What %.*s did</a>, "
                "<a href=\"/audit?object=account+%.*s\">what was done to the account</a></p>\n",
                TEXT_ARG(x->name), TEXT_ARG(x->name), TEXT_ARG(x->name));
}

/* why: an alarm, or NULL; link: one to hand over, or NULL. */
static void
write_person(struct request *r, struct response *res, const struct store_account *x, int status,
             const char *why, const char *link)
{
    const struct page p = { .title = x->full_name, .section = "people" };
    struct buf *b = &res->body;

    res->status = status;
    page_open(r, res, &p);
    markup_addf(b, "<h1 tabindex=\"-1\">%.*s</h1>\n<p>%.*s%s%.*s%s</p>\n", TEXT_ARG(x->full_name),
                TEXT_ARG(x->name), x->mail.n > 0 ? ", " : "", TEXT_ARG(x->mail),
                x->disabled ? ", switched off" : "");
    if (why != NULL)
        field_alert(b, why);
    if (link != NULL)
        markup_addf(
            b,
            "<p class=\"message\" role=\"status\">Hand this over on a safe way: it sets a "
            "password once, within 24 hours, and is shown only now.<br><code>%s</code></p>\n",
            link);
    write_person_roles(r, b, x);
    write_person_acts(r, b, x);
    page_close(r, res);
}

/* The account the path names; false: 404 has been answered. */
static bool
find_person(struct request *r, struct response *res, struct store_account *x)
{
    if (store_account_find(r->store, r->args[0], r->arena, x))
        return true;
    page_error(r, res, PAGE_NOT_FOUND, "Nobody has that name.");
    return false;
}

static void
get_person(struct request *r, struct response *res)
{
    struct store_account x;

    if (find_person(r, res, &x))
        write_person(r, res, &x, PAGE_OK, NULL, NULL);
}

static void
finish(struct request *r, struct response *res, const struct store_account *x, enum status st,
       const struct err *err)
{
    if (st == ST_OK)
        see_person(r, res, x->name);
    else if (st == ST_CONFLICT || st == ST_NOTFOUND || st == ST_INVALID)
        write_person(r, res, x, PAGE_CONFLICT, err->msg, NULL);
    else
        page_failed(r, res, st, err);
}

static void
post_role(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct account_role_change c = { .take = form_has(&r->form, "take") };
    struct store_account x;
    struct err err = { "" };

    if (!find_person(r, res, &x))
        return;
    finish(r, res, &x,
           read_role(r, &c) ? account_role(&by, &x, &c, &err)
                            : err_set(&err, ST_INVALID, "there is no such department"),
           &err);
}

static void
post_disable(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    bool off = text_ends(r->path, TEXT_LIT("/disable"));
    struct store_account x;
    struct err err = { "" };

    if (find_person(r, res, &x))
        finish(r, res, &x, account_disable(&by, &x, off, &err), &err);
}

static void
post_totp_off(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct store_account x;
    struct err err = { "" };

    if (find_person(r, res, &x))
        finish(r, res, &x, account_totp(&by, &x, TEXT_NONE, 0, TEXT_NONE, &err), &err);
}

static void
post_signout(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct store_account x;
    struct err err = { "" };
    int64_t n;

    if (find_person(r, res, &x))
        finish(r, res, &x, account_sign_out(&by, &x, TEXT_NONE, TEXT_NONE, &n, &err), &err);
}

/* The link is on the page that answers, so that it stands in no address and no log. */
static void
post_link(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    char token[STORE_TOKEN_HEX];
    struct store_account x;
    struct err err = { "" };
    enum status st;

    if (!find_person(r, res, &x))
        return;
    st = account_link(&by, &x, token, &err);
    if (st != ST_OK)
        page_failed(r, res, st, &err);
    else
        write_person(r, res, &x, PAGE_OK, NULL,
                     arena_printf(r->arena, "%s://%.*s/link/%s", r->secure ? "https" : "http",
                                  TEXT_ARG(request_header(r, "Host")), token));
}

const struct route people_routes[] = {
    { "GET", "/people", ROLE_PEOPLE, get_people },
    { "POST", "/people", ROLE_PEOPLE, post_people },
    DOWNLOAD_ROUTES("/people", ROLE_PEOPLE, get_file),
    { "GET", "/people/{name}", ROLE_PEOPLE, get_person },
    { "POST", "/people/{name}/role", ROLE_PEOPLE, post_role },
    { "POST", "/people/{name}/disable", ROLE_PEOPLE, post_disable },
    { "POST", "/people/{name}/enable", ROLE_PEOPLE, post_disable },
    { "POST", "/people/{name}/totp-off", ROLE_PEOPLE, post_totp_off },
    { "POST", "/people/{name}/sign-out", ROLE_PEOPLE, post_signout },
    { "POST", "/people/{name}/link", ROLE_PEOPLE, post_link },
    { NULL, NULL, 0, NULL },
};
