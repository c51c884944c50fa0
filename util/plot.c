/* plot.c - see plot.h. */

#include "plot.h"

#include <math.h>
#include <string.h>

#include "markup.h"

/* In units of the viewBox, of which a page shows about one a pixel. */
enum size {
    WIDTH = 760,
    HEIGHT = 240,
    LEFT = 56,
    RIGHT = 24,
    TOP = 14,
    BOTTOM = 30,
    LETTER = 7, /* a digit's width at the size of the labels */
    LABEL_GAP = 14,
    TICKS = 4,
    MARK = 3,
    CELL = 28,
    HEAT_LEFT = 48,
    HEAT_TOP = 22,
    CELL_MAX = 24, /* the largest square */
    CELL_MIN = 4,
    BAR_WIDTH = 100,
    BAR_HEIGHT = 10,
};

#define HUGE_VALUE 1e15 /* more than is ever counted: numbers beyond are drawn as this */
#define THOUSAND   1000.
#define BASELINE   4 /* half the height of a digit */
#define HALF       2.

static const char *const series_class[PLOT_SERIES] = { "a", "b", "c" };

static double
sane(double v)
{
    if (!isfinite(v) || v < 0)
        return 0;
    return v < HUGE_VALUE ? v : HUGE_VALUE;
}

double
plot_step(double max, size_t n)
{
    static const double steps[] = { 1, 2, 5 };
    double least = sane(max) / (double)(n > 0 ? n : 1), ten = 1;

    for (;;) {
        for (size_t i = 0; i < N_ELEMENTS(steps); i++)
            if (steps[i] * ten >= least)
                return steps[i] * ten;
        ten *= 10;
    }
}

/* "1200", "15 k", "2.5 M" */
static void
add_tick(struct buf *b, double v)
{
    static const struct {
        double unit;
        const char *sign;
    } units[] = { { 1e9, " G" }, { 1e6, " M" }, { 1e4, " k" } };

    for (size_t i = 0; i < N_ELEMENTS(units); i++)
        if (v >= units[i].unit) {
            double unit = units[i].unit > THOUSAND * 10 ? units[i].unit : THOUSAND;
            double shown = v / unit;

            buf_addf(b, floor(shown) < shown ? "%.1f%s" : "%.0f%s", shown, units[i].sign);
            return;
        }
    buf_addf(b, "%.0f", v);
}

static void
open_svg(struct buf *b, const char *id, const char *title, const char *desc, int width, int height)
{
    markup_addf(b,
                "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 %d %d\" "
                "aria-labelledby=\"%s-t %s-d\"><title id=\"%s-t\">%s</title>"
                "<desc id=\"%s-d\">%s</desc>\n",
                width, height, id, id, id, title, id, desc);
}

/* ---- lines ---- */

struct frame {
    double top; /* the value at the upper edge, a tick */
    size_t n;
};

static double
x_of(const struct frame *f, size_t i)
{
    double width = WIDTH - LEFT - RIGHT;

    return f->n > 1 ? LEFT + width * (double)i / (double)(f->n - 1) : LEFT + width / HALF;
}

static double
y_of(const struct frame *f, double v)
{
    return HEIGHT - BOTTOM - sane(v) / f->top * (HEIGHT - TOP - BOTTOM);
}

static void
add_axes(struct buf *b, const struct plot *p, const struct frame *f, double step)
{
    size_t longest = 1, every;
    double slot = (double)(WIDTH - LEFT - RIGHT) / (double)(p->n > 1 ? p->n - 1 : 1);

    for (double v = 0; v <= f->top + step / HALF; v += step) {
        buf_addf(b, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y_of(f, v), WIDTH - RIGHT);
        buf_addf(b, "<text class=\"y\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", LEFT - LETTER,
                 y_of(f, v) + BASELINE);
        add_tick(b, v);
        buf_add_str(b, "</text>\n");
    }
    for (size_t i = 0; i < p->n; i++)
        if (strlen(p->labels[i]) > longest)
            longest = strlen(p->labels[i]);
    every = (size_t)((double)(longest * LETTER + LABEL_GAP) / slot) + 1;
    for (size_t i = 0; i < p->n; i += every) {
        double half = (double)(strlen(p->labels[i]) * LETTER) / HALF;
        bool last = x_of(f, i) + half > WIDTH;

        buf_addf(b, "<text class=\"x\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">",
                 last ? (double)WIDTH : x_of(f, i), HEIGHT - LABEL_GAP, last ? "end" : "middle");
        markup_addf(b, "%s</text>\n", p->labels[i]);
    }
}

static bool
is_gap(const struct plot_series *s, size_t i)
{
    return s->gaps && !isfinite(s->v[i]);
}

/* A circle, a square, a triangle: who sees no colours tells them apart. */
static void
add_mark(struct buf *b, size_t which, double x, double y)
{
    if (which == 0)
        buf_addf(b, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"/>", x, y, MARK);
    else if (which == 1)
        buf_addf(b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\"/>", x - MARK, y - MARK,
                 2 * MARK, 2 * MARK);
    else
        buf_addf(b, "<path d=\"M%.1f %.1fl%d %dh-%dz\"/>", x, y - MARK - 1, MARK + 1, 2 * MARK + 1,
                 2 * MARK + 2);
}

static void
add_series(struct buf *b, const struct plot *p, const struct frame *f, size_t k)
{
    const struct plot_series *series = &p->series[k];
    bool down = false; /* the pen is */

    buf_addf(b, "<g class=\"series %s\"><path class=\"line\" d=\"", series_class[k]);
    for (size_t i = 0; i < p->n; i++) {
        if (!is_gap(series, i))
            buf_addf(b, "%s%.1f %.1f", down ? "L" : "M", x_of(f, i), y_of(f, series->v[i]));
        down = !is_gap(series, i);
    }
    buf_add_str(b, "\"/>\n");
    for (size_t i = 0; i < p->n; i++) {
        if (is_gap(series, i))
            continue;
        buf_add_str(b, "<g class=\"point\">");
        add_mark(b, k, x_of(f, i), y_of(f, series->v[i]));
        markup_addf(b, "<title>%s: %.0f %s</title></g>\n", p->labels[i], sane(series->v[i]),
                    series->label);
    }
    buf_add_str(b, "</g>\n");
}

static void
add_happened(struct buf *b, const struct plot *p, const struct frame *f)
{
    for (size_t i = 0; i < p->n_marks; i++) {
        const struct plot_mark *m = &p->marks[i];

        if (m->at >= p->n)
            continue;
        buf_addf(b, "<path class=\"happened\" d=\"M%.1f %dV%d\">", x_of(f, m->at), TOP,
                 HEIGHT - BOTTOM);
        markup_addf(b, "<title>%s: %s</title></path>\n", p->labels[m->at], m->label);
    }
}

static void
add_legend(struct buf *b, const struct plot *p)
{
    enum legend { SAMPLE = 28, ROOM = 20, MIDDLE = 6, HIGH = 12 };

    buf_add_str(b, "<p class=\"plot-legend\" aria-hidden=\"true\">");
    for (size_t k = 0; k < p->n_series; k++) {
        buf_addf(b,
                 "<span><svg class=\"sample\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">"
                 "<g class=\"series %s\"><path class=\"line\" d=\"M0 %dH%d\"/>",
                 SAMPLE, HIGH, SAMPLE, HIGH, series_class[k], MIDDLE, SAMPLE);
        add_mark(b, k, SAMPLE / HALF, MIDDLE);
        markup_addf(b, "</g></svg> %s</span>\n", p->series[k].label);
    }
    buf_add_str(b, "</p>\n");
}

void
plot_lines(struct buf *b, const struct plot *p)
{
    struct frame f = { .n = p->n };
    double max = 0, step;

    for (size_t k = 0; k < p->n_series; k++)
        for (size_t i = 0; i < p->n; i++)
            if (sane(p->series[k].v[i]) > max)
                max = sane(p->series[k].v[i]);
    step = plot_step(max, TICKS);
    f.top = max > 0 ? ceil(max / step) * step : step;
    if (p->n_series > 1)
        add_legend(b, p);
    open_svg(b, p->id, p->title, p->desc, WIDTH, HEIGHT);
    add_axes(b, p, &f, step);
    add_happened(b, p, &f);
    for (size_t k = 0; k < p->n_series && p->n > 0; k++)
        add_series(b, p, &f, k);
    buf_add_str(b, "</svg>\n");
}

/* ---- squares ---- */

static void
add_cells(struct buf *b, const struct plot_heat *h, size_t row, double max)
{
    for (size_t c = 0; c < h->n_columns; c++) {
        double v = sane(h->v[row * h->n_columns + c]);
        double side = v > 0 ? CELL_MIN + (CELL_MAX - CELL_MIN) * sqrt(v / max) : 0;
        double x = HEAT_LEFT + (double)c * CELL + CELL / HALF;
        double y = HEAT_TOP + (double)row * CELL + CELL / HALF;

        if (v <= 0) {
            buf_addf(b, "<circle class=\"none\" cx=\"%.1f\" cy=\"%.1f\" r=\"1\"/>", x, y);
            continue;
        }
        buf_addf(b,
                 "<rect class=\"cell\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                 "rx=\"2\">",
                 x - side / HALF, y - side / HALF, side, side);
        markup_addf(b, "<title>%s %s: %.0f</title></rect>\n", h->rows[row], h->columns[c], v);
    }
}

void
plot_heat(struct buf *b, const struct plot_heat *h)
{
    size_t every = 1, longest = 1;
    double max = 0;

    for (size_t i = 0; i < h->n_rows * h->n_columns; i++)
        if (sane(h->v[i]) > max)
            max = sane(h->v[i]);
    for (size_t c = 0; c < h->n_columns; c++)
        if (strlen(h->columns[c]) > longest)
            longest = strlen(h->columns[c]);
    every = longest * LETTER / CELL + 1;
    open_svg(b, h->id, h->title, h->desc, HEAT_LEFT + (int)h->n_columns * CELL + LETTER,
             HEAT_TOP + (int)h->n_rows * CELL + LETTER);
    for (size_t c = 0; c < h->n_columns; c += every)
        markup_addf(b, "<text class=\"x\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                    HEAT_LEFT + (int)c * CELL + CELL / 2, HEAT_TOP - LETTER, h->columns[c]);
    for (size_t r = 0; r < h->n_rows; r++) {
        markup_addf(b, "<text class=\"y\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
                    HEAT_LEFT - LETTER, HEAT_TOP + (int)r * CELL + CELL / 2 + BASELINE, h->rows[r]);
        add_cells(b, h, r, max);
    }
    buf_add_str(b, "</svg>\n");
}

void
plot_bar(struct buf *b, double v, double max)
{
    double part = sane(max) > 0 ? sane(v) / sane(max) : 0;

    buf_addf(
        b,
        "<svg class=\"bar\" aria-hidden=\"true\" viewBox=\"0 0 %d %d\" "
        "preserveAspectRatio=\"none\"><rect class=\"cell\" width=\"%.1f\" height=\"%d\"/></svg>",
        BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH * (part < 1 ? part : 1), BAR_HEIGHT);
}
