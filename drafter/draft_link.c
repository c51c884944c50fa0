/*
 * draft_link.c - the department's answer tag: a query parameter by which visits from answers
 * can be told from others.  It stands in texts only; drafts keep the plain address.
 *
 *     https://a.example/fees#late   with answer_tag = src=answers
 *     https://a.example/fees?src=answers#late
 */
#include "draft_work.h"

struct text
draft_link_shown(const struct department_config *d, struct text link, struct arena *a)
{
    size_t at = text_find_char(link, '#');
    struct text head = text_sub(link, 0, at), tail = TEXT_NONE;

    if (d->answer_tag == NULL || d->answer_tag[0] == '\0' || link.n == 0)
        return link;
    if (at != TEXT_NPOS)
        tail = text_from(link, at);
    return text_of(arena_printf(a, "%.*s%c%s%.*s", TEXT_ARG(head),
                                text_find_char(head, '?') == TEXT_NPOS ? '?' : '&', d->answer_tag,
                                TEXT_ARG(tail)));
}

struct text
draft_link_plain(const struct department_config *d, struct text link, struct arena *a)
{
    struct text tag = text_of(d->answer_tag), head, tail;
    size_t at = tag.n > 0 ? text_find(link, tag) : TEXT_NPOS;

    if (at == TEXT_NPOS || at == 0 || (link.p[at - 1] != '?' && link.p[at - 1] != '&'))
        return link;
    head = text_sub(link, 0, at - 1);
    tail = text_from(link, at + tag.n);
    if (tail.n > 0 && tail.p[0] != '#' && tail.p[0] != '&')
        return link; /* a longer value, not ours */
    if (tail.n > 0 && tail.p[0] == '&' && link.p[at - 1] == '?')
        return text_of(arena_printf(a, "%.*s?%.*s", TEXT_ARG(head), TEXT_ARG(text_from(tail, 1))));
    return text_of(arena_printf(a, "%.*s%.*s", TEXT_ARG(head), TEXT_ARG(tail)));
}
