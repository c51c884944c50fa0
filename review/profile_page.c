/* profile_page.c - see profile_page.h. */

#include "profile_page.h"

#include <inttypes.h>
#include <stdlib.h>

#include "field.h"
#include "keys.h"
#include "markup.h"
#include "page.h"
#include "password.h"
#include "role.h"
#include "say.h"
#include "signin_page.h"
#include "totp.h"

#define PAGE_ROWS     50 /* rows of a list, unless the person wants another number */
#define MAX_PAGE_ROWS 500
#define MIN_PAGE_ROWS 10
#define GROUP_LETTERS 4 /* of a secret, as people copy it */

static const struct {
    const char *key, *message;
} messages[] = {
    { "saved", "Saved." },
    { "password", "The password is changed, and every other session has ended." },
    { "totp", "The second factor is on." },
    { "totp-off", "The second factor is off." },
    { "feed-off", "The secret of your feeds does not hold any more." },
    { "out", "Signed out there." },
};

static const char *
message_of(const struct request *r)
{
    struct text done = form_get(&r->query, "done");

    for (size_t i = 0; i < N_ELEMENTS(messages); i++)
        if (text_is(done, messages[i].key))
            return messages[i].message;
    return "";
}

static void
write_person(const struct request *r, struct buf *b)
{
    page_form(r, b, "/profile", "narrow");
    field_input(b, &(struct field){ .name = "full_name",
                                    .label = "Full name",
                                    .autocomplete = "name",
                                    .hint = "It signs the answers.",
                                    .value = r->account->full_name,
                                    .max_bytes = STORE_ACCOUNT_TEXT_MAX,
                                    .required = true });
    field_input(b, &(struct field){ .name = "mail",
                                    .label = "Mail",
                                    .type = "email",
                                    .autocomplete = "email",
                                    .value = r->account->mail,
                                    .max_bytes = STORE_ACCOUNT_TEXT_MAX });
    field_button(b, "Save");
    buf_add_str(b, "</form>\n<h2>Roles</h2>\n<ul>\n");
    for (size_t i = 0; i < r->account->n_roles; i++) {
        const struct store_account_role *x = &r->account->roles[i];

        markup_addf(b, "<li>%.*s, %.*s</li>\n", TEXT_ARG(x->role),
                    TEXT_ARG(x->department_id != 0 ? x->department : TEXT_LIT("all departments")));
    }
    buf_add_str(b, r->account->n_roles > 0 ? "</ul>\n" : "<li>none yet</li></ul>\n");
}

static void
old_password(struct buf *b, const char *id_part)
{
    markup_addf(b,
                "<div class=\"field\"><label for=\"f-old%s\">Present password</label>"
                "<input id=\"f-old%s\" name=\"old\" type=\"password\""
                " autocomplete=\"current-password\" required></div>\n",
                id_part, id_part);
}

static void
write_password(const struct request *r, struct buf *b)
{
    buf_add_str(b, "<h2>Password</h2>\n");
    page_form(r, b, "/profile/password", "narrow");
    old_password(b, "");
    field_input(b, &(struct field){ .name = "password",
                                    .label = "New password",
                                    .type = "password",
                                    .autocomplete = "new-password",
                                    .hint = "10 characters or more; a few words do well. "
                                            "Every other session ends.",
                                    .required = true });
    field_input(b, &(struct field){ .name = "again",
                                    .label = "The same again",
                                    .type = "password",
                                    .autocomplete = "new-password",
                                    .required = true });
    field_button(b, "Change the password");
    buf_add_str(b, "</form>\n<h2>Second factor</h2>\n");
    if (r->account->totp_secret.n == 0) {
        buf_add_str(b, "<p>Off. With it, signing in also wants a code from an app on your "
                       "telephone.</p>\n<p><a class=\"button\" href=\"/profile/totp\">Set it "
                       "up</a></p>\n");
        return;
    }
    buf_add_str(b, "<p>On: signing in wants a code from your app.</p>\n");
    page_form(r, b, "/profile/totp/off", "narrow");
    old_password(b, "-totp");
    field_button(b, "Switch it off");
    buf_add_str(b, "</form>\n");
}

/* A setting of a few values, with what each is called. */
struct choice {
    const char *name, *label;
    const char *values[3][2]; /* as it is kept, and as it is shown */
};

static const struct choice theme_choice = {
    "theme",
    "Colours",
    { { "auto", "as the system has it" }, { "light", "light" }, { "dark", "dark" } },
};
static const struct choice digest_choice = {
    "digest",
    "Mail of what waits",
    { { "none", "none" }, { "daily", "every day" }, { "weekly", "every week" } },
};

static void
write_choice(struct buf *b, const struct choice *c, const json_t *settings)
{
    const char *now = json_string_value(json_object_get(settings, c->name));

    markup_addf(b, "<div class=\"field\"><label for=\"f-%s\">%s</label>", c->name, c->label);
    markup_addf(b, "<select id=\"f-%s\" name=\"%s\">", c->name, c->name);
    for (size_t i = 0; i < N_ELEMENTS(c->values); i++) {
        markup_addf(b, "<option value=\"%s\"", c->values[i][0]);
        if (text_is(text_of(now), c->values[i][0]))
            buf_add_str(b, " selected");
        markup_addf(b, ">%s</option>", c->values[i][1]);
    }
    buf_add_str(b, "</select></div>\n");
}

/* typed: the form that was refused, or NULL. */
static void
write_settings(const struct request *r, struct buf *b, const json_t *settings,
               const struct form *typed)
{
    json_t *page = json_object_get(settings, "page");
    const char *rows = arena_printf(r->arena, "%" JSON_INTEGER_FORMAT,
                                    page != NULL ? json_integer_value(page) : PAGE_ROWS);

    buf_add_str(b, "<h2>Looks and keys</h2>\n");
    page_form(r, b, "/profile/settings", "narrow keys-too");
    write_choice(b, &theme_choice, settings);
    write_choice(b, &digest_choice, settings);
    field_input(b, &(struct field){ .name = "page",
                                    .label = "Rows of a list",
                                    .type = "number",
                                    .value = text_of(rows) });
    buf_add_str(b, "<p><label class=\"switch\"><input type=\"checkbox\" name=\"keys\" value=\"1\"");
    buf_add_str(b, json_is_false(json_object_get(settings, "keys")) ? ">" : " checked>");
    buf_add_str(b, " Decide by single keys</label></p>\n");
    buf_add_str(b, typed != NULL ? "<details open>" : "<details>");
    buf_add_str(b, "<summary>Move keys</summary>\n<div class=\"scroll\" tabindex=\"0\" "
                   "role=\"region\" aria-label=\"Keys\"><table><caption>Keys; each "
                   "may be another one</caption>\n<thead><tr><th scope=\"col\">What it does</th>"
                   "<th scope=\"col\">Key</th></tr></thead>\n<tbody>\n");
    for (const struct key *k = keys_all; k->key != 0; k++) {
        const char *name = arena_printf(r->arena, "key-%c", k->key);
        const char *now = arena_printf(r->arena, "%c", keys_now(settings, k->key));
        struct text shown = typed != NULL ? form_get(typed, name) : text_of(now);

        markup_addf(b,
                    "<tr><th scope=\"row\"><label for=\"%s\">%s</label></th><td><input id=\"%s\""
                    " name=\"%s\" value=\"%.*s\" size=\"2\" maxlength=\"1\" autocomplete=\"off\""
                    " autocapitalize=\"none\"></td></tr>\n",
                    name, k->does, name, name, TEXT_ARG(shown));
    }
    buf_add_str(b, "</tbody></table></div></details>\n");
    field_button(b, "Save");
    buf_add_str(b, "</form>\n");
}

static void
write_sessions(const struct request *r, struct buf *b)
{
    struct store_session *all;
    size_t n = store_session_list(r->store, r->account->id, r->now_s, r->arena, &all);

    buf_add_str(b, "<h2>Signed in</h2>\n<div class=\"scroll cells\" tabindex=\"0\" role=\"region\" "
                   "aria-label=\"Sessions\"><table><thead><tr><th scope=\"col\">Where</th>"
                   "<th scope=\"col\">Address</th><th scope=\"col\">Since</th>"
                   "<th scope=\"col\">Last used</th><td></td></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < n; i++) {
        bool mine = text_eq(all[i].id, r->session->id);

        markup_addf(b,
                    "<tr><td data-label=\"Where\">%.*s%s</td><td data-label=\"Address\">%.*s</td>"
                    "<td data-label=\"Since\">",
                    TEXT_ARG(all[i].name), mine ? " (here)" : "", TEXT_ARG(all[i].address));
        say_time(b, all[i].created_s, r->now_s);
        buf_add_str(b, "</td><td data-label=\"Last used\">");
        say_time(b, all[i].seen_s, r->now_s);
        buf_add_str(b, "</td><td>");
        page_form(r, b, mine ? "/sign-out" : "/profile/sessions", "inline");
        field_hidden(b, "session", all[i].id);
        buf_add_str(b, "<button type=\"submit\">Sign out</button></form></td></tr>\n");
    }
    buf_add_str(b, "</tbody></table></div>\n");
    page_form(r, b, "/profile/sessions", "inline");
    buf_add_str(b, "<button type=\"submit\">Sign out everywhere else</button></form>\n");
}

static void
write_feeds(const struct request *r, struct buf *b)
{
    buf_add_str(b,
                "<h2>Feeds</h2>\n<p>A feed reader has no password: it carries a secret in the "
                "address instead, which reads feeds and nothing else, of the departments you may "
                "read. It holds for a year, or until you change your password.</p>\n");
    page_form(r, b, "/profile/feed", "inline");
    buf_add_str(b, "<button type=\"submit\">Make a new secret</button></form>\n");
    page_form(r, b, "/profile/feed", "inline");
    field_hidden(b, "off", TEXT_LIT("1"));
    buf_add_str(b, "<button type=\"submit\">Switch it off</button></form>\n");
}

/* why: what was refused; NULL: nothing.  typed: the settings of that form, or NULL. */
static void
write_profile(struct request *r, struct response *res, int status, const char *why,
              const struct form *typed)
{
    const struct page p = { .title = TEXT_LIT("Profile"),
                            .section = "profile",
                            .message = text_of(message_of(r)) };
    json_t *settings = json_loadb(r->settings.p, r->settings.n, 0, NULL);
    struct buf *b = &res->body;

    res->status = status;
    page_open(r, res, &p);
    markup_addf(b, "<h1 tabindex=\"-1\">%.*s</h1>\n", TEXT_ARG(r->account->full_name));
    if (why != NULL)
        field_alert(b, why);
    write_person(r, b);
    write_password(r, b);
    write_sessions(r, b);
    write_feeds(r, b);
    write_settings(r, b, settings, typed);
    page_close(r, res);
    json_decref(settings);
}

static void
get_profile(struct request *r, struct response *res)
{
    write_profile(r, res, PAGE_OK, NULL, NULL);
}

/* To the page again, with a word about what was done; or with what was wrong. */
static void
finish(struct request *r, struct response *res, enum status st, const struct err *err,
       const char *done)
{
    if (st == ST_OK)
        response_redirect(res, arena_printf(r->arena, "/profile?done=%s", done));
    else if (st == ST_INVALID || st == ST_LIMIT)
        write_profile(r, res, PAGE_UNUSABLE, err->msg, NULL);
    else
        page_failed(r, res, st, err);
}

static void
post_profile(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct err err = { "" };
    enum status st = account_profile(&by, r->account, text_trim(form_get(&r->form, "full_name")),
                                     text_trim(form_get(&r->form, "mail")), &err);

    finish(r, res, st, &err, "saved");
}

/* Whoever sits down at an open browser does not know the password. */
static enum status
check_old(struct request *r, struct err *err)
{
    return password_verify(form_get(&r->form, "old"), r->account->password)
               ? ST_OK
               : err_set(err, ST_INVALID, "the present password is another one");
}

static void
post_password(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct text password = form_get(&r->form, "password");
    struct err err = { "" };
    enum status st = check_old(r, &err);

    if (st == ST_OK && !text_eq(password, form_get(&r->form, "again")))
        st = err_set(&err, ST_INVALID, "the two passwords differ");
    if (st == ST_OK)
        st = account_password(&by, r->account, password, r->session->id, &err);
    finish(r, res, st, &err, "password");
}

static enum status
read_settings(const struct request *r, json_t **ret, struct err *err)
{
    struct text theme = form_get(&r->form, "theme"), digest = form_get(&r->form, "digest");
    int64_t rows = form_int(&r->form, "page", 0);
    json_t *remap;
    enum status st = keys_read(&r->form, &remap, err);

    if (st != ST_OK)
        return st;
    if (rows < MIN_PAGE_ROWS || rows > MAX_PAGE_ROWS) {
        json_decref(remap);
        return err_set(err, ST_INVALID, "rows of a list: wanted %d to %d", MIN_PAGE_ROWS,
                       MAX_PAGE_ROWS);
    }
    *ret = json_pack("{s:s, s:s, s:b, s:I, s:o}", "digest",
                     text_is(digest, "daily")    ? "daily"
                     : text_is(digest, "weekly") ? "weekly"
                                                 : "none",
                     "theme",
                     text_is(theme, "light")  ? "light"
                     : text_is(theme, "dark") ? "dark"
                                              : "auto",
                     "keys", (int)form_has(&r->form, "keys"), "page", (json_int_t)rows, "remap",
                     remap);
    return ST_OK;
}

static void
post_settings(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct err err = { "" };
    json_t *o = NULL;
    enum status st = read_settings(r, &o, &err);

    if (st == ST_OK) {
        char *z = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);

        st = account_settings(&by, r->account, text_of(z), &err);
        free(z);
        json_decref(o);
    }
    if (st == ST_INVALID)
        write_profile(r, res, PAGE_UNUSABLE, err.msg, &r->form);
    else
        finish(r, res, st, &err, "saved");
}

static void
post_sessions(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct err err = { "" };
    int64_t n;
    enum status st =
        account_sign_out(&by, r->account, form_get(&r->form, "session"), r->session->id, &n, &err);

    finish(r, res, st, &err, "out");
}

/* Shown once, here. */
static void
show_secret(struct request *r, struct response *res, const char *token)
{
    const struct page p = { .title = TEXT_LIT("Feeds"), .section = "profile" };
    struct buf *b = &res->body;

    page_open(r, res, &p);
    markup_addf(
        b,
        "<h1 tabindex=\"-1\">Feeds</h1>\n<p>Copy it now, it is not shown again; the one "
        "before does not hold any more. Give your reader the address of <a "
        "href=\"/q.atom?state=todo&amp;token=%s\">what is to do</a>, or put this at the end "
        "of any other feed's address, behind <code>?</code> or <code>&amp;</code>:</p>\n"
        "<p><code class=\"secret\">token=%s</code></p>\n"
        "<p><a href=\"/profile\">To the profile</a></p>\n",
        token, token);
    page_close(r, res);
}

static void
post_feed(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    bool off = form_has(&r->form, "off");
    char token[STORE_TOKEN_HEX];
    struct err err = { "" };
    enum status st = account_feed(&by, r->account, off ? NULL : token, &err);

    if (st == ST_OK && !off)
        show_secret(r, res, token);
    else
        finish(r, res, st, &err, "feed-off");
}

/* ---- second factor ---- */

static void
totp_form(struct request *r, struct response *res, const unsigned char secret[TOTP_SECRET_BYTES],
          int status, const char *why)
{
    const struct page p = { .title = TEXT_LIT("Second factor"), .section = "profile" };
    struct buf *b = &res->body, uri;
    char letters[SHA1_TEXT_BYTES];

    sha1_letters(secret, letters);
    buf_init(&uri, BUF_SMALL);
    totp_uri(secret, r->account->name, &uri);
    res->status = status;
    page_open(r, res, &p);
    buf_add_str(b, "<h1 tabindex=\"-1\">Second factor</h1>\n");
    if (why != NULL)
        field_alert(b, why);
    buf_add_str(b, "<ol><li>Add an account to your authenticator app with this key: "
                   "<code class=\"secret\">");
    for (size_t at = 0; at < SHA1_TEXT_BYTES - 1; at += GROUP_LETTERS)
        markup_addf(b, "%s%.*s", at > 0 ? " " : "",
                    TEXT_ARG(text_sub(text_of(letters), at, GROUP_LETTERS)));
    markup_addf(b,
                "</code><br><a href=\"%s\">or open the app on this device</a></li>\n"
                "<li>Type the code it shows.</li></ol>\n",
                buf_str(&uri));
    page_form(r, b, "/profile/totp", "narrow");
    field_hidden(b, "secret", text_of(letters));
    field_input(b, &(struct field){ .name = "code",
                                    .label = "Code",
                                    .autocomplete = "one-time-code",
                                    .required = true,
                                    .focus = true });
    field_button(b, "Switch it on");
    buf_add_str(b, "</form>\n<p><a href=\"/profile\">Leave it off</a></p>\n");
    page_close(r, res);
    buf_release(&uri);
}

static void
get_totp(struct request *r, struct response *res)
{
    unsigned char secret[TOTP_SECRET_BYTES];

    totp_secret_new(secret);
    totp_form(r, res, secret, PAGE_OK, NULL);
}

static void
post_totp(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    unsigned char bytes[TOTP_SECRET_BYTES];
    const struct text secret = { (const char *)bytes, sizeof(bytes) };
    struct err err = { "" };
    int64_t step;

    if (!totp_secret_read(form_get(&r->form, "secret"), bytes))
        page_error(r, res, PAGE_BAD, "That is no secret of a second factor.");
    else if (!totp_matches(secret, form_get(&r->form, "code"), r->now_s, &step))
        totp_form(r, res, bytes, PAGE_UNUSABLE,
                  "That code does not fit: is the clock of your telephone right?");
    else
        finish(r, res, account_totp(&by, r->account, secret, step, r->session->id, &err), &err,
               "totp");
}

static void
post_totp_off(struct request *r, struct response *res)
{
    const struct account_act by = signin_act(r);
    struct err err = { "" };
    enum status st = check_old(r, &err);

    if (st == ST_OK)
        st = account_totp(&by, r->account, TEXT_NONE, 0, r->session->id, &err);
    finish(r, res, st, &err, "totp-off");
}

const struct route profile_routes[] = {
    { "GET", "/profile", ROLE_SELF, get_profile },
    { "POST", "/profile", ROLE_SELF, post_profile },
    { "POST", "/profile/password", ROLE_SELF, post_password },
    { "POST", "/profile/feed", ROLE_SELF, post_feed },
    { "POST", "/profile/settings", ROLE_SELF, post_settings },
    { "POST", "/profile/sessions", ROLE_SELF, post_sessions },
    { "GET", "/profile/totp", ROLE_SELF, get_totp },
    { "POST", "/profile/totp", ROLE_SELF, post_totp },
    { "POST", "/profile/totp/off", ROLE_SELF, post_totp_off },
    { NULL, NULL, 0, NULL },
};
