/* signin_page.c - see signin_page.h. */

#include "signin_page.h"

#include <ctype.h>
#include <inttypes.h>

#include "field.h"
#include "gate.h"
#include "markup.h"
#include "page.h"
#include "password.h"
#include "role.h"
#include "signin.h"
#include "totp.h"

struct account_act
signin_act(const struct request *r)
{
    return (struct account_act){ .store = r->store,
                                 .arena = r->arena,
                                 .actor = r->actor,
                                 .address = r->address,
                                 .now_s = r->now_s };
}

/* "Firefox on Linux" from the User-Agent: what a session is called in lists. */
static const char *
device_of(struct text user_agent)
{
    /* Each names itself after those it wants to be taken for: the first that fits counts. */
    static const struct {
        const char *in_it, *on[5];
    } browsers[] = {
        { "Firefox/",
          { "Firefox on Android", "Firefox on Windows", "Firefox on a Mac", "Firefox on Linux",
            "Firefox" } },
        { "Edg",
          { "Edge on Android", "Edge on Windows", "Edge on a Mac", "Edge on Linux", "Edge" } },
        { "Chrome/",
          { "Chrome on Android", "Chrome on Windows", "Chrome on a Mac", "Chrome on Linux",
            "Chrome" } },
        { "Safari/",
          { "Safari", "Safari", "Safari on a Mac", "Safari", "Safari on an iPhone or iPad" } },
    };
    static const char *const systems[] = { "Android", "Windows", "Macintosh", "Linux" };

    for (size_t i = 0; i < N_ELEMENTS(browsers); i++) {
        size_t k = 0;

        if (text_find(user_agent, text_of(browsers[i].in_it)) == TEXT_NPOS)
            continue;
        while (k < N_ELEMENTS(systems) && text_find(user_agent, text_of(systems[k])) == TEXT_NPOS)
            k++;
        return browsers[i].on[k];
    }
    return "another program";
}

/* A path of ours, and no address that a browser takes for another host's. */
static struct text
safe_next(struct text next)
{
    if (next.n == 0 || next.p[0] != '/' || (next.n > 1 && (next.p[1] == '/' || next.p[1] == '\\')))
        return TEXT_LIT("/");
    for (size_t i = 0; i < next.n; i++)
        if ((unsigned char)next.p[i] <= ' ' || next.p[i] == 0x7F)
            return TEXT_LIT("/");
    return next;
}

static struct buf *
open_page(struct request *r, struct response *res, int status, const char *title)
{
    const struct page p = { .title = text_of(title), .bare = true };

    buf_clear(&res->body);
    res->status = status;
    page_open(r, res, &p);
    markup_addf(&res->body, "<h1 tabindex=\"-1\">%s</h1>\n", title);
    return &res->body;
}

void
signin_form(struct request *r, struct response *res, const struct signin_form *f)
{
    struct buf *b = open_page(r, res, f->status, "Sign in");

    if (f->why != NULL)
        field_alert(b, f->why);
    buf_add_str(b, "<form method=\"post\" action=\"/sign-in\" class=\"narrow\">\n");
    field_hidden(b, "next", safe_next(f->next));
    field_input(b, &(struct field){ .name = "name",
                                    .label = "Name",
                                    .autocomplete = "username",
                                    .value = f->name,
                                    .max_bytes = STORE_ACCOUNT_NAME_MAX,
                                    .required = true,
                                    .focus = f->name.n == 0 });
    field_input(b, &(struct field){ .name = "password",
                                    .label = "Password",
                                    .type = "password",
                                    .autocomplete = "current-password",
                                    .required = true,
                                    .focus = f->name.n > 0 });
    field_button(b, "Sign in");
    buf_add_str(b, "</form>\n");
    (void)field_typed(b, &r->form); /* how many matters to nobody */
    page_close(r, res);
    if (f->status == PAGE_UNKNOWN_PERSON) /* RFC 9110 15.5.2 wants one; no browser knows this */
        response_header(res, "WWW-Authenticate", TEXT_LIT("Earshot"));
}

static void
code_form(struct request *r, struct response *res, int status, const char *why, const char *token)
{
    struct buf *b = open_page(r, res, status, "The code from your app");

    if (why != NULL)
        field_alert(b, why);
    buf_add_str(b, "<form method=\"post\" action=\"/sign-in/code\" class=\"narrow\">\n");
    field_hidden(b, "next", safe_next(form_get(&r->form, "next")));
    field_hidden(b, "token", text_of(token));
    field_input(b, &(struct field){ .name = "code",
                                    .label = "Code",
                                    .autocomplete = "one-time-code",
                                    .hint = "Six digits, new every 30 seconds; each works once.",
                                    .required = true,
                                    .focus = true });
    field_button(b, "Go on");
    buf_add_str(b, "</form>\n<p>Lost the app? Whoever sees to people here can switch the second "
                   "factor off.</p>\n");
    page_close(r, res);
}

static const char *
wait_text(const struct request *r, struct response *res, int64_t wait_s)
{
    const char *s = arena_printf(r->arena, "%" PRId64, wait_s);

    response_header(res, "Retry-After", text_of(s));
    return arena_printf(r->arena, "There were too many attempts. Please wait %s seconds.", s);
}

static struct signin
signin_of(struct request *r)
{
    return (struct signin){ .store = r->store,
                            .arena = r->arena,
                            .address = r->address,
                            .device = text_of(device_of(request_header(r, "User-Agent"))),
                            .now_s = r->now_s };
}

static void
welcome(struct request *r, struct response *res, const struct signin_answer *x)
{
    struct text next = safe_next(form_get(&r->form, "next"));

    gate_set_cookie(r, res, text_of(x->token));
    response_redirect(res, arena_str(r->arena, next));
}

static void
get_signin(struct request *r, struct response *res)
{
    const struct signin_form f = { .status = PAGE_OK, .next = form_get(&r->query, "next") };

    if (gate_identify(r))
        response_redirect(res, arena_str(r->arena, safe_next(f.next)));
    else
        signin_form(r, res, &f);
}

/* Names are small letters; people begin them with a capital, and telephones do it for them. */
static struct text
typed_name(struct request *r)
{
    struct text name = arena_text(r->arena, text_trim(form_get(&r->form, "name")));
    char *z = arena_str(r->arena, name);

    for (size_t i = 0; i < name.n; i++)
        z[i] = (char)tolower((unsigned char)z[i]);
    return text_of(z);
}

static void
post_signin(struct request *r, struct response *res)
{
    const struct signin in = signin_of(r);
    struct signin_form f = { .name = typed_name(r), .next = form_get(&r->form, "next") };
    struct signin_answer x;
    struct err err = { "" };
    enum status st = signin_password(&in, f.name, form_get(&r->form, "password"), &x, &err);

    if (st != ST_OK) {
        page_failed(r, res, st, &err);
        return;
    }
    switch (x.outcome) {
    case SIGNIN_DONE:
        welcome(r, res, &x);
        return;
    case SIGNIN_CODE:
        code_form(r, res, PAGE_OK, NULL, x.token);
        return;
    case SIGNIN_WAIT:
        f.status = PAGE_TOO_MANY;
        f.why = wait_text(r, res, x.wait_s);
        break;
    case SIGNIN_DISABLED:
        f.status = PAGE_DENIED;
        f.why = "This account is switched off. Ask whoever sees to people here.";
        break;
    case SIGNIN_WRONG:
    case SIGNIN_LATE:
        f.status = PAGE_UNKNOWN_PERSON;
        f.why = "Name and password do not fit together.";
        break;
    }
    signin_form(r, res, &f);
}

static void
post_code(struct request *r, struct response *res)
{
    const struct signin in = signin_of(r);
    struct text token = form_get(&r->form, "token");
    struct signin_answer x;
    struct err err = { "" };
    enum status st = signin_code(&in, token, form_get(&r->form, "code"), &x, &err);

    if (st != ST_OK)
        page_failed(r, res, st, &err);
    else if (x.outcome == SIGNIN_DONE)
        welcome(r, res, &x);
    else if (x.outcome == SIGNIN_WAIT)
        code_form(r, res, PAGE_TOO_MANY, wait_text(r, res, x.wait_s), arena_str(r->arena, token));
    else if (x.outcome == SIGNIN_WRONG)
        code_form(r, res, PAGE_UNKNOWN_PERSON,
                  "That code does not fit, or was used before: wait for the next one.",
                  arena_str(r->arena, token));
    else
        signin_form(r, res,
                    &(struct signin_form){ .status = PAGE_UNKNOWN_PERSON,
                                           .next = form_get(&r->form, "next"),
                                           .why = "That took too long: please begin again." });
}

static void
post_signout(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct err err = { "" };
    int64_t n;
    enum status st = account_sign_out(&by, r->account, r->session->id, TEXT_NONE, &n, &err);

    if (st != ST_OK) {
        page_failed(r, res, st, &err);
        return;
    }
    gate_set_cookie(r, res, TEXT_NONE);
    response_redirect(res, "/sign-in");
}

/* ---- links that work once ---- */

static void
password_fields(struct buf *b)
{
    field_input(b, &(struct field){ .name = "password",
                                    .label = "New password",
                                    .type = "password",
                                    .autocomplete = "new-password",
                                    .hint = "10 characters or more; a few words do well.",
                                    .required = true });
    field_input(b, &(struct field){ .name = "again",
                                    .label = "The same again",
                                    .type = "password",
                                    .autocomplete = "new-password",
                                    .required = true });
}

/* x->id 0: the form of the first account. */
static void
link_form(struct request *r, struct response *res, const struct store_account *x, int status,
          const char *why)
{
    bool first = x->id == 0;
    struct buf *b = open_page(r, res, status, first ? "The first account" : "A new password");

    if (why != NULL)
        field_alert(b, why);
    buf_add_str(b, first ? "<p>It sees to people, and may do everything else.</p>\n" : "");
    markup_addf(b, "<form method=\"post\" action=\"/%s/%.*s\" class=\"narrow\">\n",
                first ? "first" : "link", TEXT_ARG(r->args[0]));
    if (first) {
        field_input(b, &(struct field){ .name = "name",
                                        .label = "Name to sign in with",
                                        .autocomplete = "username",
                                        .hint = "Small letters and digits.",
                                        .value = form_get(&r->form, "name"),
                                        .max_bytes = STORE_ACCOUNT_NAME_MAX,
                                        .required = true });
        field_input(b, &(struct field){ .name = "full_name",
                                        .label = "Full name",
                                        .autocomplete = "name",
                                        .hint = "It signs the answers.",
                                        .value = form_get(&r->form, "full_name"),
                                        .max_bytes = STORE_ACCOUNT_TEXT_MAX });
    } else {
        markup_addf(b, "<p>For %.*s.</p>\n", TEXT_ARG(x->full_name));
    }
    password_fields(b);
    field_button(b, first ? "Make the account" : "Set the password");
    buf_add_str(b, "</form>\n");
    page_close(r, res);
}

/* False: 404 has been answered. */
static bool
find_link(struct request *r, struct response *res, struct store_account *x)
{
    const struct account_act by = signin_act(r);
    bool first = text_starts(r->path, TEXT_LIT("/first/"));

    if (account_link_look(&by, r->args[0], x) && (x->id == 0) == first)
        return true;
    page_error(r, res, PAGE_NOT_FOUND,
               store_account_any(r->store)
                   ? "This link was used before, or is too old. On the machine where Earshot "
                     "runs, earshot user link NAME makes another one."
                   : "This link is too old. Earshot prints another one when it starts again.");
    return false;
}

static void
get_link(struct request *r, struct response *res)
{
    struct store_account x = { .id = 0 };

    if (find_link(r, res, &x))
        link_form(r, res, &x, PAGE_OK, NULL);
}

static void
post_link(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct account_new made = { .name = typed_name(r),
                                .full_name = text_trim(form_get(&r->form, "full_name")),
                                .password = form_get(&r->form, "password") };
    struct store_account x = { .id = 0 };
    struct err err = { "" };
    enum status st;

    if (!find_link(r, res, &x))
        return;
    if (!text_eq(made.password, form_get(&r->form, "again")))
        st = err_set(&err, ST_INVALID, "the two passwords differ");
    else if (x.id == 0)
        st = account_link_first(&by, r->args[0], &made, &err);
    else
        st = account_link_password(&by, r->args[0], made.password, &err);
    if (st == ST_OK)
        response_redirect(res, "/sign-in");
    else if (st == ST_INVALID)
        link_form(r, res, &x, PAGE_UNUSABLE, err.msg);
    else
        page_failed(r, res, st, &err);
}

const struct route signin_routes[] = {
    { "GET", "/sign-in", ROLE_PUBLIC, get_signin },
    { "POST", "/sign-in", ROLE_PUBLIC, post_signin },
    { "POST", "/sign-in/code", ROLE_PUBLIC, post_code },
    { "POST", "/sign-out", ROLE_SELF, post_signout },
    { "GET", "/first/{token}", ROLE_PUBLIC, get_link },
    { "POST", "/first/{token}", ROLE_PUBLIC, post_link },
    { "GET", "/link/{token}", ROLE_PUBLIC, get_link },
    { "POST", "/link/{token}", ROLE_PUBLIC, post_link },
    { NULL, NULL, 0, NULL },
};
