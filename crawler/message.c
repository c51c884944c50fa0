/* message.c - see message.h. */

#include "message.h"

#include <ctype.h>
#include <stdlib.h>

#include "buf.h"
#include "html.h"
#include "message_part.h"
#include "utf8.h"

#define DELETED_FLAG 0x8 /* of X-Mozilla-Status: to go when the folder is compacted */
#define HEX          16
#define PADDED_END   "=?=" /* of an encoded word */
#define EMPTY_WORD                                                                                 \
    " =?utf-8?Q?"                                                                                  \
    "?=" /* in two: no trigraph */

static void
silent(const gchar *domain, GLogLevelFlags level, const gchar *line, gpointer self)
{
    (void)domain, (void)level, (void)line, (void)self; /* bad mail is no error of ours */
}

void
message_setup(void)
{
    html_setup();
    g_mime_init(); /* never undone: GMime cannot be begun twice */
    g_log_set_handler("gmime", (GLogLevelFlags)(G_LOG_LEVEL_MASK & ~G_LOG_LEVEL_ERROR), silent,
                      NULL);
}

static struct text
header(GMimeMessage *m, const char *name)
{
    return text_trim(text_of(g_mime_object_get_header(GMIME_OBJECT(m), name)));
}

static bool
header_is(GMimeMessage *m, const char *name, const char *value)
{
    return text_eq_nocase(header(m, name), text_of(value));
}

static bool
header_has(GMimeMessage *m, const char *name, const char *value)
{
    return text_find_nocase(header(m, name), text_of(value)) != TEXT_NPOS;
}

/* One line, as long as people make it: what is looked for in it costs more than its length. */
static struct text
short_line(const char *z, struct arena *a)
{
    struct text t = message_part_utf8(html_fold(text_of(z), a), a);

    return text_sub(t, 0, utf8_cut(t, MESSAGE_LINE_BYTES));
}

/* The first mailbox of a list, groups looked into no further. */
static bool
sender_of(InternetAddressList *list, struct arena *a, struct message *ret)
{
    int n = list != NULL ? internet_address_list_length(list) : 0;

    for (int i = 0; i < n; i++) {
        InternetAddress *x = internet_address_list_get_address(list, i);
        char *p;

        if (!INTERNET_ADDRESS_IS_MAILBOX(x))
            continue;
        p = arena_str(
            a, text_trim(text_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(x)))));
        for (char *c = p; *c != '\0'; c++)
            *c = (char)tolower((unsigned char)*c);
        ret->from = text_of(p);
        ret->name = short_line(internet_address_get_name(x), a);
        return ret->from.n > 0;
    }
    return false;
}

static bool
is_type(GMimeObject *part, const char *type, const char *subtype)
{
    GMimeContentType *t = part != NULL ? g_mime_object_get_content_type(part) : NULL;

    return t != NULL && g_mime_content_type_is_type(t, type, subtype);
}

static bool
is_bounce(GMimeMessage *m, const struct message *x)
{
    return is_type(g_mime_message_get_mime_part(m), "multipart", "report") ||
           header_is(m, "Return-Path", "<>") || header(m, "X-Failed-Recipients").n > 0 ||
           text_starts(x->from, TEXT_LIT("mailer-daemon@")) ||
           text_starts(x->from, TEXT_LIT("postmaster@"));
}

/* RFC 3834, and what was written before and beside it. */
static bool
is_automatic(GMimeMessage *m, const struct message *x)
{
    static const char *const headers[] = { "X-Autoreply", "X-Autorespond", "X-Auto-Reply",
                                           "X-Autoreply-Domain" };
    static const char *const subjects[] = { "automatic reply:",
                                            "automatische antwort:",
                                            "autoreply:",
                                            "auto-reply:",
                                            "auto reply:",
                                            "out of office",
                                            "abwesenheitsnotiz",
                                            "abwesenheit:",
                                            "r\xC3\xA9ponse automatique",
                                            "respuesta autom\xC3\xA1tica",
                                            "risposta automatica",
                                            "automatisch antwoord" };
    struct text submitted = header(m, "Auto-Submitted");

    if (submitted.n > 0 && !text_starts_nocase(submitted, TEXT_LIT("no")))
        return true;
    if (header_has(m, "Precedence", "auto_reply"))
        return true;
    for (size_t i = 0; i < N_ELEMENTS(headers); i++)
        if (header(m, headers[i]).n > 0)
            return true;
    for (size_t i = 0; i < N_ELEMENTS(subjects); i++)
        if (text_starts_nocase(x->subject, text_of(subjects[i])))
            return true;
    return false;
}

/*
 * A letter that came by a department's own list (List-Post) is a letter: such lists are how many
 * departments share their mail.
 */
static bool
is_bulk(GMimeMessage *m, const struct message *x)
{
    bool list = header(m, "List-Post").n > 0;

    return is_type(g_mime_message_get_mime_part(m), "multipart", "digest") ||
           text_find_nocase(x->subject, TEXT_LIT(" digest, vol ")) != TEXT_NPOS ||
           (!list && (header(m, "List-Unsubscribe").n > 0 || header_is(m, "Precedence", "bulk") ||
                      header_is(m, "Precedence", "junk")));
}

static bool
is_deleted(GMimeMessage *m, const struct message *x)
{
    struct text status = header(m, "X-Mozilla-Status");
    char *end = NULL;
    long flags = status.n > 0 ? strtol(status.p, &end, HEX) : 0;

    return (flags & DELETED_FLAG) != 0 || header(m, "X-IMAP").n > 0 ||
           text_starts(x->subject, TEXT_LIT("DON'T DELETE THIS MESSAGE"));
}

static enum message_kind
kind_of(GMimeMessage *m, const struct message *x, bool encrypted)
{
    if (is_deleted(m, x))
        return MESSAGE_DELETED;
    if (is_bounce(m, x))
        return MESSAGE_BOUNCE;
    if (is_automatic(m, x))
        return MESSAGE_AUTOMATIC;
    if (is_bulk(m, x))
        return MESSAGE_BULK;
    if (header_is(m, "X-Spam-Flag", "YES") || header_has(m, "X-Gmail-Labels", "Spam"))
        return MESSAGE_SPAM;
    if (encrypted)
        return MESSAGE_ENCRYPTED;
    return x->body.n > 0 ? MESSAGE_LETTER : MESSAGE_EMPTY;
}

static void
understand(GMimeMessage *m, struct arena *a, struct message *ret)
{
    struct message_part part = { .arena = a };
    GDateTime *date = g_mime_message_get_date(m);

    if (!sender_of(g_mime_message_get_from(m), a, ret))
        (void)sender_of(g_mime_message_get_sender(m), a, ret); /* or it has none */
    ret->subject = short_line(g_mime_message_get_subject(m), a);
    ret->id = arena_text(a, text_trim(text_of(g_mime_message_get_message_id(m))));
    ret->has_date = date != NULL;
    if (date != NULL)
        ret->at_s = g_date_time_to_unix(date);
    ret->body = text_trim(message_part_text(&part, g_mime_message_get_mime_part(m), 0));
    ret->quotes_out = part.quotes_out;
    if (text_find(ret->body, TEXT_LIT("-----BEGIN PGP MESSAGE-----")) != TEXT_NPOS)
        part.encrypted = true;
    ret->kind = kind_of(m, ret, part.encrypted);
}

/*
 * GMime up to 3.2.13 joins base64 words that stand side by side before it decodes them, and so
 * loses what comes after a padded one, a known bug of it.  An empty word of the other kind between
 * them keeps them apart.
 */
static struct text
words_apart(struct text raw, struct arena *a)
{
    size_t end = text_find(raw, TEXT_LIT("\n\n")), at;
    struct text head, rest;
    struct buf b;

    if (end == TEXT_NPOS)
        end = text_find(raw, TEXT_LIT("\n\r\n"));
    head = text_sub(raw, 0, end == TEXT_NPOS ? raw.n : end);
    rest = text_from(raw, head.n);
    if (text_find(head, TEXT_LIT(PADDED_END)) == TEXT_NPOS)
        return raw;
    buf_init(&b, raw.n * 2 + BUF_SMALL);
    while ((at = text_find(head, TEXT_LIT(PADDED_END))) != TEXT_NPOS) {
        at += sizeof(PADDED_END) - 1;
        buf_add_text(&b, text_sub(head, 0, at));
        head = text_from(head, at);
        if (text_starts(text_trim(head), TEXT_LIT("=?")))
            buf_add_str(&b, EMPTY_WORD);
    }
    buf_add_text(&b, head);
    buf_add_text(&b, rest);
    raw = b.over ? raw : arena_text(a, buf_text(&b));
    buf_release(&b);
    return raw;
}

void
message_read(struct text raw, struct arena *a, struct message *ret)
{
    static const char *fallbacks[] = { "utf-8", "windows-1252", NULL };
    GMimeParserOptions *options = g_mime_parser_options_new();
    GMimeStream *stream;
    GMimeParser *parser;
    GMimeMessage *m;

    raw = words_apart(raw, a);
    stream = g_mime_stream_mem_new_with_buffer(raw.n > 0 ? raw.p : "", raw.n);
    parser = g_mime_parser_new_with_stream(stream);
    *ret = (struct message){ .kind = MESSAGE_EMPTY };
    g_mime_parser_options_set_fallback_charsets(options, fallbacks);
    m = g_mime_parser_construct_message(parser, options);
    if (m != NULL) {
        understand(m, a, ret);
        g_object_unref(m);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    g_mime_parser_options_free(options);
}
