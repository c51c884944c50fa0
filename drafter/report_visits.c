/* report_visits.c - which answers brought people to our pages; see report_parts.h. */

#include <math.h>

#include "report_parts.h"

#define TOP  20
#define HALF .05 /* of a tenth: what it rounds to is a whole number */

enum columns { QUESTION, TAGGED, REFERRED, DARK, COLUMNS };

static const struct report_sheet visits = {
    .title = "Visits by answer",
    .means = "Visits to the page that an answer links to, from the day it was posted on, counted "
             "from the web server's logs; the 20 most visited.",
    .columns = { { "Question", true },
                 { "Tagged", false },
                 { "Referred", false },
                 { "Dark (estimate)", false } },
    .n_columns = COLUMNS,
};

static const struct report_term terms[] = {
    { "Tagged", "Visits whose address carried the tag of our answers." },
    { "Referred", "Visits that came from a site where the answer was posted, as the browser said; "
                  "shared evenly between the answers there that link to the same page." },
    { "Dark (estimate)",
      "An estimate: visits that say nothing of where they came from, in the 28 days from the "
      "posting on, beyond what up to 28 days before let expect, and never below 0; a dash where "
      "there is no log from before." },
};

static void
read_visits(struct store *s, struct report *r)
{
    store_visit_read(s,
                     &(struct store_visit_query){ .departments = &r->department_id,
                                                  .n_departments = r->department_id != 0,
                                                  .since_s = r->since_s,
                                                  .until_s = r->until_s,
                                                  .listed = r->campaign.n > 0 || r->audience.n > 0,
                                                  .limit = TOP,
                                                  .names = true },
                     r->arena, &r->visits);
}

/* Shares are no whole numbers. */
static struct report_cell
number(const struct report *r, double n)
{
    return (struct report_cell){ .text = arena_printf(
                                     r->arena, fabs(n - round(n)) < HALF ? "%.0f" : "%.1f", n) };
}

static struct report_sheet
sheet(const struct report *r)
{
    const struct store_visits *v = &r->visits;
    struct report_sheet ret = visits;
    struct report_cell *c = arena_alloc(r->arena, (v->n * COLUMNS + 1) * sizeof(*c));

    ret.empty =
        v->logged ? "No answer was visited." : "No log of the web server was read for these days.";
    ret.cells = c;
    for (size_t i = 0; v->logged && i < v->n; i++) {
        const struct store_visit_answer *x = &v->answers[i];

        if (x->tagged + x->referred + x->dark <= 0)
            break; /* most visits first */
        *c++ = (struct report_cell){ .text = arena_str(r->arena, x->question),
                                     .note = x->title,
                                     .address = x->address };
        *c++ = number(r, x->tagged);
        *c++ = number(r, x->referred);
        *c++ = x->dark_known ? number(r, round(x->dark)) /* it is no better than that */
                             : (struct report_cell){ .text = "\xE2\x80\x93" };
        ret.n_rows++;
    }
    return ret;
}

const struct report_section report_visits = {
    .read = read_visits, .sheet = sheet, .terms = terms, .n_terms = N_ELEMENTS(terms)
};
