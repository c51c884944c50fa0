/* config_tell.c - judging what was read of when to run, and of whom to tell what. */
#include <string.h>

#include "config_private.h"
#include "guard.h"
#include "mailtext.h"
#include "url.h"
#include "webhook_event.h"

#define SHOWN_MAX_BYTES 200 /* of a value in a message */

const struct timetable *
config_tell_timetable(struct config *c, const char *file, const char *section, const char *key,
                      const char *value)
{
    struct timetable t;
    struct err why = { "" };

    if (value == NULL)
        return NULL;
    if (timetable_parse(text_of(value), c->arena, &t, &why) == ST_OK)
        return arena_copy(c->arena, &t, sizeof(t));
    config_problem(c, "%s:%d: %s = %.*s: %s", file, config_check_line(c, file, section, key, 0),
                   key, TEXT_ARG(text_sub(text_of(value), 0, SHOWN_MAX_BYTES)), why.msg);
    return NULL;
}

static void
wrong(struct config *c, const char *file, const char *section, const char *key, const char *value,
      const char *wanted)
{
    config_problem(c, "%s:%d: %s = %.*s: wanted %s", file,
                   config_check_line(c, file, section, key, 0), key,
                   TEXT_ARG(text_sub(text_of(value), 0, SHOWN_MAX_BYTES)), wanted);
}

/* An address of one of two schemes, in its normal form, of which the second is plain. */
static bool
read_url(struct config *c, const char *value, const char *safe, const char *plain, struct url *ret)
{
    struct text href;

    return url_resolve(text_of(value), TEXT_NONE, c->arena, &href, NULL) == ST_OK &&
           url_split(href, ret) && ret->host.n > 0 && ret->userinfo.n == 0 &&
           (text_is(ret->scheme, safe) || text_is(ret->scheme, plain));
}

static void
check_mail(struct config *c, const char *file)
{
    struct mail_config *m = &c->mail;
    struct url u;

    m->digest_timetable = config_tell_timetable(c, file, "mail", "digest", m->digest);
    for (size_t i = 0; i < m->alarms.n; i++)
        if (!mailtext_is_address(m->alarms.v[i]))
            config_problem(c, "%s:%d: alarms = %.*s: wanted an address such as web@example.edu",
                           file, config_check_line(c, file, "mail", "alarms", i),
                           TEXT_ARG(text_sub(m->alarms.v[i], 0, SHOWN_MAX_BYTES)));
    if (m->from != NULL && !mailtext_is_address(text_of(m->from)))
        wrong(c, file, "mail", "from", m->from, "an address such as earshot@example.edu");
    if (m->server == NULL) {
        if (m->from != NULL || m->digest != NULL || m->alarms.n > 0)
            config_problem(c, "%s:%d: [mail] has no server, such as smtps://mail.example.edu", file,
                           config_check_line(c, file, "mail", "from", 0));
        return;
    }
    if (!read_url(c, m->server, "smtps", "smtp", &u) || u.path.n > 1 || u.has_query)
        wrong(c, file, "mail", "server", m->server,
              "smtps://mail.example.edu, or smtp:// for a server that does STARTTLS or is on "
              "this machine");
    m->ca_file = config_check_ca_file(c, file, "mail", m->ca_file);
    if (m->from == NULL)
        config_problem(c, "%s:%d: [mail] has no from, the sender's address", file,
                       config_check_line(c, file, "mail", "server", 0));
    if ((m->user == NULL) != (m->password_file == NULL))
        config_problem(
            c, "%s:%d: [mail]: wanted both user and password_file, or neither", file,
            config_check_line(c, file, "mail", m->user != NULL ? "user" : "password_file", 0));
}

static void
check_webhook(struct config *c, const char *file, struct webhook_config *w)
{
    const char *section = arena_printf(c->arena, "webhook %s", w->key);
    struct text rest = text_of(w->events), name;
    struct url u;

    if (w->url == NULL)
        config_problem(c, "%s:%d: [%s] has no url", file, w->line, section);
    else if (!read_url(c, w->url, "https", "http", &u) ||
             (text_is(u.scheme, "http") && !guard_is_here(u.host)))
        wrong(c, file, section, "url", w->url,
              "https://..., or an address on this machine: what it is told must not cross the "
              "network in the clear");
    else
        w->url = u.href.p;
    if (w->secret_file == NULL || w->secret_file[0] == '\0')
        config_problem(c, "%s:%d: [%s] has no secret_file: what is sent is signed with its line",
                       file, w->line, section);
    while (text_cut(&rest, ",", &name))
        if (webhook_event_of(text_trim(name)) < 0)
            wrong(c, file, section, "events", w->events, WEBHOOK_EVENT_NAMES);
}

void
config_tell_check(struct config *c, const char *file)
{
    struct url u;

    if (c->serve.base != NULL && c->serve.base[0] == '\0')
        c->serve.base = NULL;
    if (c->serve.base != NULL &&
        (!read_url(c, c->serve.base, "https", "http", &u) || u.has_query || u.path.n > 1))
        wrong(c, file, "serve", "base", c->serve.base,
              "where people reach the web application, such as https://earshot.example.edu");
    else if (c->serve.base != NULL)
        c->serve.base = arena_str(c->arena, text_sub(u.href, 0, u.href.n - u.path.n));
    check_mail(c, file);
    for (size_t i = 0; i < c->n_webhooks; i++)
        check_webhook(c, file, &c->webhooks[i]);
}
