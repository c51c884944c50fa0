/* visit_dark.c - visits that say nothing of where they came from; see store_visit.h. */

#include "visit_read.h"

#define DARK STORE_VISIT_DARK_DAYS

/* Do days from a posting on, of an answer, hold that day? */
static bool
is_after(const struct visit_entry *e, int64_t day)
{
    return e->posted && day >= e->day && day < e->day + DARK;
}

/*
 * Postings of the page whose spans touch are one campaign: what was usual is what it had before
 * the first of them.
 */
struct dark {
    int64_t from, to; /* days of the campaign */
    double usual;     /* visits a day */
};

static bool
next_campaign(const struct visit_reading *r, int64_t after, struct dark *ret)
{
    bool more = true, any = false;

    ret->from = INT64_MAX;
    for (size_t i = 0; i < r->n_entries; i++)
        if (r->entries[i].posted && r->entries[i].day >= after && r->entries[i].day < ret->from) {
            ret->from = r->entries[i].day;
            any = true;
        }
    ret->to = any ? ret->from + DARK : 0;
    while (any && more) {
        more = false;
        for (size_t i = 0; i < r->n_entries; i++)
            if (r->entries[i].posted && r->entries[i].day >= ret->from &&
                r->entries[i].day < ret->to && r->entries[i].day + DARK > ret->to) {
                ret->to = r->entries[i].day + DARK;
                more = true;
            }
    }
    return any;
}

/* Days with a log before the campaign; 0: what was usual is not known. */
static size_t
find_usual(const struct visit_reading *r, struct dark *c)
{
    size_t n = 0;
    int64_t sum = 0;

    for (size_t i = 0; i < r->n_days; i++)
        if (r->days[i].day >= c->from - DARK && r->days[i].day < c->from) {
            sum += r->days[i].n;
            n++;
        }
    c->usual = n > 0 ? (double)sum / (double)n : 0;
    return n;
}

/* The answers that a day is after a posting of, each given that much more; how many. */
static size_t
active(struct visit_reading *r, int64_t day, double more)
{
    size_t n = 0;

    r->stamp++;
    for (size_t i = 0; i < r->n_entries; i++) {
        if (!is_after(&r->entries[i], day) || r->marks[r->entries[i].answer].seen == r->stamp)
            continue;
        r->marks[r->entries[i].answer].seen = r->stamp;
        r->marks[r->entries[i].answer].more += more;
        r->answers[r->entries[i].answer].dark_known = true;
        n++;
    }
    return n;
}

/*
 * What all days together have over what was usual, so that quiet days count, too; divided by
 * the share that each answer has in the days that had more.
 */
static void
count_campaign(struct visit_reading *r, const struct dark *c)
{
    double over = 0, more = 0;

    for (size_t i = 0; i < r->n_days; i++) {
        const struct visit_day *d = &r->days[i];
        double day_over = (double)d->n - c->usual;
        size_t among;

        if (d->day < c->from || d->day >= c->to || d->day < r->since)
            continue;
        over += day_over;
        among = active(r, d->day, 0);
        if (day_over > 0) {
            more += day_over;
            (void)active(r, d->day, day_over / (double)among); /* as many again */
        }
    }
    for (size_t i = 0; i < r->n_entries; i++) {
        struct store_visit_answer *x = &r->answers[r->entries[i].answer];

        if (over > 0 && r->marks[r->entries[i].answer].more > 0)
            x->dark += over * r->marks[r->entries[i].answer].more / more;
        r->marks[r->entries[i].answer].more = 0;
    }
}

void
visit_dark_count(struct visit_reading *r)
{
    struct dark c = { .to = INT64_MIN };

    while (next_campaign(r, c.to, &c))
        if (find_usual(r, &c) > 0)
            count_campaign(r, &c);
}
