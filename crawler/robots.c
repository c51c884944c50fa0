/*
 * robots.c - see robots.h.  One pass over the lines collects the rules that may
 * bind us; then those of the binding scope are sorted, most specific first, so
 * that the first rule that matches decides.
 */
#include "robots.h"

#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "buf.h"
#include "mem.h"
#include "robots_match.h"

#define MS_PER_S INT64_C(1000)

/* Whom a group of lines is addressed to.  Kept as bits: one group may name both. */
enum scope {
    SCOPE_NOBODY = 0,
    SCOPE_STAR = 1 << 0,
    SCOPE_US = 1 << 1,
};

struct rule {
    size_t at, n;  /* the pattern, in one form, without a closing '$': robots.patterns */
    size_t fixed;  /* bytes before the first '*' */
    size_t least;  /* bytes a path must have: the pattern's without its '*' */
    size_t octets; /* §2.2.2: how specific; as written, non-ASCII bytes counted as %XX */
    unsigned line;
    unsigned scope;
    bool allow, anchored;
};

struct robots {
    struct buf patterns; /* all patterns, end to end */
    struct rule *rules;  /* owned; those that bind us, in order of precedence */
    size_t n_rules, cap_rules;
    struct arena *arena; /* owned; the sitemaps' texts */
    struct text *sitemaps;
    size_t n_sitemaps, cap_sitemaps;
    int64_t star_delay_ms, our_delay_ms;
    unsigned scope; /* whose rules bind us: SCOPE_US if any group names us */
};

struct parser {
    struct robots *r;
    struct text agent; /* our product token */
    unsigned line;     /* from 1 */
    unsigned scope;    /* of the group being read */
    bool in_rules;     /* a rule came since the last user-agent line */
};

/* The product token that t starts with (§2.2.1); empty if it starts with none. */
static struct text
product_token(struct text t)
{
    size_t n = 0;

    while (n < t.n && (ascii_is_letter(t.p[n]) || t.p[n] == '-' || t.p[n] == '_'))
        n++;
    return text_sub(t, 0, n);
}

static void
on_user_agent(struct parser *ps, struct text value)
{
    /* §2.2.1: user-agent lines in a row share the rules that follow them. */
    if (ps->in_rules)
        ps->scope = SCOPE_NOBODY;
    ps->in_rules = false;

    if (value.n > 0 && value.p[0] == '*' &&
        (value.n == 1 || value.p[1] == ' ' || value.p[1] == '\t')) {
        ps->scope |= SCOPE_STAR;
    } else if (ps->agent.n > 0 && text_eq_nocase(product_token(value), ps->agent)) {
        ps->scope |= SCOPE_US;
        ps->r->scope = SCOPE_US;
    }
}

/* pattern without its closing '$', which anchored stands for. */
static void
keep_rule(struct parser *ps, struct text pattern, bool anchored, bool allow)
{
    struct robots *r = ps->r;
    struct rule rule = { .at = r->patterns.n, .line = ps->line, .scope = ps->scope };
    struct text form;

    rule.allow = allow;
    rule.anchored = anchored;
    rule.octets = anchored;
    for (size_t i = 0; i < pattern.n; i++)
        rule.octets += (unsigned char)pattern.p[i] >= 0x80 ? 3 : 1;
    robots_match_form(&r->patterns, pattern, true);
    rule.n = r->patterns.n - rule.at;
    form = text_from(buf_text(&r->patterns), rule.at);
    rule.fixed = text_before(form, '*').n;
    for (size_t i = 0; i < form.n; i++)
        rule.least += form.p[i] != '*';
    r->rules = mem_grow(r->rules, &r->cap_rules, r->n_rules + 1, sizeof(*r->rules));
    r->rules[r->n_rules++] = rule;
}

static void
add_rule(struct parser *ps, struct text pattern, bool allow)
{
    bool anchored = pattern.n > 0 && pattern.p[pattern.n - 1] == '$';

    ps->in_rules = true;
    if (ps->scope != SCOPE_NOBODY && pattern.n > 0) /* an empty Disallow forbids nothing */
        keep_rule(ps, text_sub(pattern, 0, pattern.n - anchored), anchored, allow);
}

/* Who allows a folder's index.html means the folder's own address, too: all parsers that
 * follow Google's take it so. */
static void
on_allow(struct parser *ps, struct text value)
{
    size_t slash = value.n;

    add_rule(ps, value, true);
    while (slash > 0 && value.p[slash - 1] != '/')
        slash--;
    if (ps->scope != SCOPE_NOBODY && slash > 0 &&
        text_starts(text_from(value, slash), TEXT_LIT("index.htm")))
        keep_rule(ps, text_sub(value, 0, slash), true, true);
}

static void
on_disallow(struct parser *ps, struct text value)
{
    add_rule(ps, value, false);
}

/* "7", "1.5", ".5" at the head of t, moving t past it: thousandths.  False if there is none. */
static bool
take_decimal(struct text *t, int64_t *ret)
{
    int64_t total = 0, unit = MS_PER_S; /* of the next digit */
    bool point = false, any = false;
    size_t i;

    for (i = 0; i < t->n && (ascii_is_digit(t->p[i]) || (t->p[i] == '.' && !point)); i++) {
        if (t->p[i] == '.') {
            point = true;
            continue;
        }
        any = true;
        if (point)
            total += (t->p[i] - '0') * (unit /= 10);
        else if (total <= ROBOTS_MAX_DELAY_MS) /* so it cannot overflow */
            total = total * 10 + (t->p[i] - '0') * unit;
    }
    *t = text_from(*t, i);
    if (any)
        *ret = total;
    return any;
}

/* Not a rule, so in_rules stays: §2.2.4, other lines must not split a group. */
static void
ask_delay(struct parser *ps, int64_t ms)
{
    if (ms > ROBOTS_MAX_DELAY_MS)
        ms = ROBOTS_MAX_DELAY_MS;
    if ((ps->scope & SCOPE_US) && ms > ps->r->our_delay_ms)
        ps->r->our_delay_ms = ms;
    if ((ps->scope & SCOPE_STAR) && ms > ps->r->star_delay_ms)
        ps->r->star_delay_ms = ms;
}

/* "10", "0.5", "10 s", "10s": seconds. */
static void
on_crawl_delay(struct parser *ps, struct text value)
{
    int64_t ms;

    if (take_decimal(&value, &ms) && (value.n == 0 || value.p[0] == ' ' || value.p[0] == 's'))
        ask_delay(ps, ms);
}

/* "1/10s", "100/15m", "1/5": pages per span, of which we make a delay.  Hours of the day that
 * may follow are not kept: the rate then binds all day. */
static void
on_request_rate(struct parser *ps, struct text value)
{
    int64_t pages, span;

    if (!take_decimal(&value, &pages) || pages <= 0 || value.n == 0 || value.p[0] != '/')
        return;
    value = text_from(value, 1);
    if (!take_decimal(&value, &span))
        return;
    if (value.n > 0 && (value.p[0] | 0x20) == 'm')
        span *= 60;
    else if (value.n > 0 && (value.p[0] | 0x20) == 'h')
        span *= 60 * 60;
    ask_delay(ps, span * MS_PER_S / pages);
}

static void
on_sitemap(struct parser *ps, struct text value)
{
    struct robots *r = ps->r;

    if (value.n == 0 || r->n_sitemaps == ROBOTS_MAX_SITEMAPS)
        return;
    r->sitemaps = mem_grow(r->sitemaps, &r->cap_sitemaps, r->n_sitemaps + 1, sizeof(*r->sitemaps));
    r->sitemaps[r->n_sitemaps++] = arena_text(r->arena, value);
}

/*
 * To know a new line of robots.txt, add it here and write its on_ function.
 * A name may go on ("Disallowed", "user-agents"); the misspellings are those that
 * Google's open-sourced parser lists as frequent (2019).
 */
static const struct directive {
    struct text name;
    void (*apply)(struct parser *ps, struct text value);
} directives[] = {
    { { "disallow", 8 }, on_disallow },        { { "allow", 5 }, on_allow },
    { { "user-agent", 10 }, on_user_agent },   { { "useragent", 9 }, on_user_agent },
    { { "user agent", 10 }, on_user_agent },   { { "dissallow", 9 }, on_disallow },
    { { "dissalow", 8 }, on_disallow },        { { "disalow", 7 }, on_disallow },
    { { "diasllow", 8 }, on_disallow },        { { "disallaw", 8 }, on_disallow },
    { { "sitemap", 7 }, on_sitemap },          { { "site-map", 8 }, on_sitemap },
    { { "crawl-delay", 11 }, on_crawl_delay }, { { "crawldelay", 10 }, on_crawl_delay },
    { { "crawl delay", 11 }, on_crawl_delay }, { { "request-rate", 12 }, on_request_rate },
};

/* "name: value", or "name value" when there is no colon and no third word. */
static bool
split_line(struct text line, struct text *name, struct text *value)
{
    size_t sep = text_find_char(line, ':');

    if (sep == TEXT_NPOS) {
        for (sep = 0; sep < line.n && line.p[sep] != ' ' && line.p[sep] != '\t'; sep++)
            ;
        *value = text_trim(text_from(line, sep));
        if (value->n == 0 || text_find_char(*value, ' ') != TEXT_NPOS ||
            text_find_char(*value, '\t') != TEXT_NPOS)
            return false;
    } else {
        *value = text_trim(text_from(line, sep + 1));
    }
    *name = text_trim(text_sub(line, 0, sep));
    return name->n > 0;
}

static void
parse_line(struct parser *ps, struct text line)
{
    struct text name, value;

    line = text_before(text_sub(line, 0, ROBOTS_MAX_LINE), '#');
    line = text_trim(text_before(line, '\0'));
    if (line.n == 0 || !split_line(line, &name, &value))
        return;
    for (size_t i = 0; i < N_ELEMENTS(directives); i++) {
        if (text_starts_nocase(name, directives[i].name)) {
            directives[i].apply(ps, value);
            return;
        }
    }
}

/* CR, LF and CR LF each end a line. */
static void
parse_lines(struct parser *ps, struct text body)
{
    struct text line;

    while (text_cut(&body, "\r\n", &line)) {
        ps->line++;
        parse_line(ps, line);
        if (body.n > 0 && line.p[line.n] == '\r' && body.p[0] == '\n')
            body = text_from(body, 1);
    }
}

/* Most octets first; of two as long Allow (§2.2.2); then file order. */
static int
by_precedence(const void *a, const void *b)
{
    const struct rule *x = a, *y = b;

    if (x->octets != y->octets)
        return x->octets > y->octets ? -1 : 1;
    if (x->allow != y->allow)
        return x->allow ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

struct text
robots_whole_lines(struct text body)
{
    if (body.n <= ROBOTS_MAX_BYTES)
        return body;
    body.n = ROBOTS_MAX_BYTES; /* half a rule could allow what the whole one forbids */
    while (body.n > 0 && body.p[body.n - 1] != '\n' && body.p[body.n - 1] != '\r')
        body.n--;
    return body;
}

struct robots *
robots_parse(struct text body, struct text agent)
{
    struct parser ps = { .agent = product_token(agent) };
    struct robots *r = mem_zalloc(sizeof(*r));
    size_t kept = 0;

    body = robots_whole_lines(body);
    if (text_starts(body, TEXT_LIT("\xEF\xBB\xBF")))
        body = text_from(body, 3); /* UTF-8 byte order mark */

    ps.r = r;
    r->scope = SCOPE_STAR;
    r->arena = arena_new();
    buf_init(&r->patterns, 3 * ROBOTS_MAX_BYTES); /* a byte grows to %XX at most */
    parse_lines(&ps, body);

    for (size_t i = 0; i < r->n_rules; i++)
        if (r->rules[i].scope & r->scope)
            r->rules[kept++] = r->rules[i];
    r->n_rules = kept;
    if (kept > 1)
        qsort(r->rules, kept, sizeof(*r->rules), by_precedence);
    return r;
}

static bool
rule_matches(const struct robots *r, const struct rule *rule, struct text path)
{
    const char *pattern = r->patterns.p + rule->at;

    if (rule->least > path.n || memcmp(pattern, path.p, rule->fixed) != 0)
        return false;
    if (rule->fixed == rule->n)
        return !rule->anchored || rule->n == path.n;
    return robots_match((struct text){ pattern + rule->fixed, rule->n - rule->fixed },
                        rule->anchored, text_from(path, rule->fixed));
}

struct robots_verdict
robots_ask(const struct robots *r, struct text path)
{
    struct robots_verdict verdict = { true, 0 }; /* §2.2.2: no match means allowed */
    struct buf form;

    if (text_is(path, "/robots.txt") || r->n_rules == 0)
        return verdict; /* §2.2.2: always allowed */
    buf_init(&form, 3 * path.n + 1);
    if (path.n == 0 || path.p[0] != '/')
        buf_add_char(&form, '/');
    robots_match_form(&form, path, false);
    for (size_t i = 0; i < r->n_rules; i++) {
        if (rule_matches(r, &r->rules[i], buf_text(&form))) {
            verdict = (struct robots_verdict){ r->rules[i].allow, r->rules[i].line };
            break;
        }
    }
    buf_release(&form);
    return verdict;
}

int64_t
robots_delay_ms(const struct robots *r)
{
    return r->scope == SCOPE_US ? r->our_delay_ms : r->star_delay_ms;
}

size_t
robots_n_sitemaps(const struct robots *r)
{
    return r->n_sitemaps;
}

struct text
robots_sitemap(const struct robots *r, size_t i)
{
    return i < r->n_sitemaps ? r->sitemaps[i] : TEXT_NONE;
}

struct text
robots_path(struct text address)
{
    struct text rest = text_before(address, '#');
    size_t at = text_starts(rest, TEXT_LIT("//")) ? 2 : 0;
    size_t scheme = text_find(rest, TEXT_LIT("://"));

    for (size_t i = at; scheme != TEXT_NPOS && i < scheme; i++)
        if (rest.p[i] == '/' || rest.p[i] == '?' || rest.p[i] == ';')
            scheme = TEXT_NPOS; /* "://" stands in the path or query */
    if (scheme != TEXT_NPOS)
        at = scheme + 3;
    while (at < rest.n && rest.p[at] != '/' && rest.p[at] != '?' && rest.p[at] != ';')
        at++;
    return text_from(rest, at);
}

void
robots_free(struct robots *r)
{
    if (r == NULL)
        return;
    buf_release(&r->patterns);
    arena_free(r->arena);
    free(r->sitemaps);
    free(r->rules);
    free(r);
}

struct text
robots_line_text(struct text body, unsigned line)
{
    struct text t = TEXT_NONE;

    for (unsigned i = 0; i < line && text_cut(&body, "\n", &t); i++)
        ;
    return text_trim(t);
}
