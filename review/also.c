/* also.c - see also.h. */

#include "also.h"

#include "markup.h"
#include "role.h"
#include "say.h"

void
also_write(const struct request *r, struct buf *b, int64_t group_id, const struct store_also *v,
           size_t n)
{
    size_t told = 0;

    for (size_t i = 0; i < n; i++) {
        if (v[i].group_id != group_id)
            continue;
        buf_add_str(b, told++ == 0 ? "<p class=\"line\"><span class=\"facts\">Also with</span> "
                                   : " ");
        if (role_may(r->account, ROLE_READ, v[i].department_id))
            markup_addf(b, "<a href=\"/g/%lld\" dir=\"auto\">%.*s</a> ", (long long)v[i].other_id,
                        TEXT_ARG(v[i].department));
        else
            markup_addf(b, "<span dir=\"auto\">%.*s</span> ", TEXT_ARG(v[i].department));
        say_badge(b, v[i].state);
    }
    buf_add_str(b, told > 0 ? "</p>\n" : "");
}

void
also_warn(struct buf *b, int64_t group_id, const struct store_also *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (v[i].group_id != group_id || v[i].posted.n == 0)
            continue;
        markup_addf(b,
                    "<p class=\"notice warning\"><strong><span dir=\"auto\">%.*s</span> has posted "
                    "an answer there already:</strong> ",
                    TEXT_ARG(v[i].department));
        say_link_open(b, v[i].posted, "source");
        say_address(b, v[i].posted);
        buf_add_str(b, "</a></p>\n");
    }
}
