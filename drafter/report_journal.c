/* report_journal.c - what people noted of a month; see report_parts.h. */

#include "report_parts.h"
#include "store_journal.h"

struct collecting {
    struct report *r;
    struct report_journal *journal;
};

static void
on_line(void *self, const struct store_journal *j)
{
    struct collecting *c = self;
    struct report_journal *v = c->journal;

    v->lines = arena_grow(c->r->arena, v->lines, v->n, &v->cap, sizeof(*v->lines));
    v->lines[v->n++] = (struct report_line){ .on_s = j->on_s,
                                             .text = arena_str(c->r->arena, j->text),
                                             .department = arena_str(c->r->arena, j->department) };
}

static void
read_journal(struct store *s, struct report *r)
{
    struct collecting c = { .r = r, .journal = &r->journal };

    store_journal_each(s, r->department_id, r->since_s, r->until_s, on_line, &c);
}

static struct report_sheet
sheet_of(const struct report *r)
{
    enum { DAY, OF, LINE, COLUMNS };
    struct report_cell *cells =
        arena_alloc(r->arena, (r->journal.n * COLUMNS + 1) * sizeof(*cells));
    struct report_sheet sheet = {
        .title = "What was going on",
        .means = "Lines that people noted, by the day they speak of; the plot of days marks them.",
        .empty = "Nobody noted anything of this month.",
        .columns = { { "Day", true }, { "Of", true }, { "Line", true } },
        .n_columns = COLUMNS,
        .cells = cells,
        .n_rows = r->journal.n,
    };

    for (size_t i = 0; i < r->journal.n; i++) {
        const struct report_line *l = &r->journal.lines[i];
        struct report_cell *c = &cells[i * COLUMNS];

        c[DAY] = (struct report_cell){ .text = report_day_name(r->arena, l->on_s) };
        c[OF] = (struct report_cell){ .text = l->department[0] != '\0' ? l->department : "all" };
        c[LINE] = (struct report_cell){ .text = l->text };
    }
    return sheet;
}

const struct report_section report_journal = { .read = read_journal, .sheet = sheet_of };
