/*
 * plot.h - small plots as SVG, for pages and reports.
 *
 * A plot has a title and a description that are read aloud, colours by class alone ("plot",
 * "a", "b", "c": whoever shows it has the styles), and lines that differ in dashes and marks,
 * too.  Ticks are round numbers; labels of the x axis are left out where they would touch.
 * What is no number, below 0 or endless is drawn as 0.  The caller writes the table behind it.
 */
#ifndef PLOT_H
#define PLOT_H

#include "buf.h"

#define PLOT_SERIES 3

struct plot_series {
    const char *label;
    const double *v; /* as many as there are labels */
    bool gaps;       /* what is no number is left out instead of drawn as 0 */
};

struct plot_mark {
    size_t at; /* which label */
    const char *label;
};

struct plot {
    const char *id; /* of its title and description in the page, without blanks */
    const char *title, *desc;
    const char *const *labels; /* of the x axis */
    size_t n;
    struct plot_series series[PLOT_SERIES];
    size_t n_series;
    const struct plot_mark *marks; /* upright lines: what happened there */
    size_t n_marks;
};

/* Lines over the labels, from 0, with a legend where there are several. */
void plot_lines(struct buf *b, const struct plot *p);

struct plot_heat {
    const char *id, *title, *desc;
    const char *const *rows, *const *columns;
    size_t n_rows, n_columns;
    const double *v; /* row by row */
};

/* A cell each: the more, the larger its square; numbers are its tooltips. */
void plot_heat(struct buf *b, const struct plot_heat *h);

/* A bar in a row of a table, hidden from screen readers: the number stands beside it. */
void plot_bar(struct buf *b, double v, double max);

/* Distance of about n round ticks from 0 to max: 1, 2 or 5 times a power of ten, 1 at least. */
double plot_step(double max, size_t n);

#endif /* PLOT_H */
