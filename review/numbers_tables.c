/* numbers_tables.c - which tables /numbers has, what they count and what rows are called. */

#include "numbers.h"

static const struct numbers_spec specs[] = {
    [NUMBERS_PERIODS] = { "time",
                          "Over time",
                          "What was found, approved and posted, by day, week or month.",
                          "From",
                          "",
                          STORE_NUMBERS_PERIOD,
                          { { "Found", "found", STORE_NUMBERS_FOUND },
                            { "Answered", "answered", STORE_NUMBERS_ANSWERED },
                            { "Posted", "posted", STORE_NUMBERS_POSTED } },
                          3 },
    [NUMBERS_KINDS] = { "kinds",
                        "Drafts by kind",
                        "How editors decided on each kind of draft last; each draft counts once.",
                        "Kind of draft",
                        "Once editors approve or reject drafts, you see here which kinds they "
                        "change.",
                        STORE_NUMBERS_KIND,
                        { { "Unchanged", "unchanged", STORE_NUMBERS_UNCHANGED },
                          { "Edited", "edited", STORE_NUMBERS_EDITED },
                          { "Rejected", "rejected", STORE_NUMBERS_REJECTED } },
                        3 },
    [NUMBERS_PAGES] = { "pages",
                        "Pages that answered most",
                        "Pages of ours that approved answers lead to, the first 20.",
                        "Page",
                        "Once answers are approved, the pages that they lead to are here.",
                        STORE_NUMBERS_PAGE,
                        { { "Answered", "answered", STORE_NUMBERS_ANSWERED },
                          { "Posted", "posted", STORE_NUMBERS_POSTED } },
                        2 },
    [NUMBERS_TOPICS] = { "topics",
                         "Topics with no page",
                         "Questions found that no page of ours answered at the end, most asked "
                         "first; the first 20.",
                         "Question",
                         "Nobody asked anything that no page answers. Such questions are listed "
                         "here.",
                         STORE_NUMBERS_TOPIC,
                         { { "Times asked", "times_asked", STORE_NUMBERS_FOUND } },
                         1 },
    [NUMBERS_SOURCES] = { "sources",
                          "By source",
                          "Posts found and the different questions in them; one question may come "
                          "from several.",
                          "Source",
                          "Once a crawl has found something, its sources are here.",
                          STORE_NUMBERS_SOURCE,
                          { { "Found", "found", STORE_NUMBERS_FOUND },
                            { "Questions", "groups", STORE_NUMBERS_GROUPS } },
                          2 },
    [NUMBERS_SITES] = { "sites",
                        "By site",
                        "The same by the site where it was asked, the first 20.",
                        "Site",
                        "Once a crawl has found something, its sites are here.",
                        STORE_NUMBERS_SITE,
                        { { "Found", "found", STORE_NUMBERS_FOUND },
                          { "Questions", "groups", STORE_NUMBERS_GROUPS } },
                        2 },
};

const struct numbers_spec *
numbers_spec(enum numbers_table t)
{
    return &specs[t];
}

const struct store_numbers_table *
numbers_rows_of(const struct numbers_view *v, enum numbers_table t)
{
    const struct store_numbers_table *const tables[] = {
        [NUMBERS_PERIODS] = &v->now.periods, [NUMBERS_KINDS] = &v->now.kinds,
        [NUMBERS_PAGES] = &v->now.pages,     [NUMBERS_TOPICS] = &v->now.topics,
        [NUMBERS_SOURCES] = &v->now.sources, [NUMBERS_SITES] = &v->now.sites,
    };

    return tables[t];
}

const char *
numbers_name(const struct numbers_view *v, enum numbers_table t,
             const struct store_numbers_row *row)
{
    if (t == NUMBERS_PERIODS)
        return numbers_date(v->r->arena, row->key > v->q.since_s ? row->key : v->q.since_s,
                            v->now.unit == STORE_NUMBERS_MONTH);
    if (t == NUMBERS_KINDS)
        return store_numbers_kind(row->key);
    return arena_str(v->r->arena, row->name);
}
