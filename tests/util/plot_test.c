/* plot_test.c - ticks are round; no plot holds what is no number, whatever it is given. */

#include "../test.h"

#include <stdlib.h>

#include <math.h>

#include "plot.h"

static void
test_step(void)
{
    static const struct {
        double max;
        size_t n;
        double step;
        const char *from;
    } rows[] = {
        { 0, 4, 1, "nothing" },
        { 1, 4, 1, "counts have no halves" },
        { 4, 4, 1, "one each" },
        { 5, 4, 2, "two each" },
        { 9, 4, 5, "9 / 4 = 2.25" },
        { 37, 4, 10, "9.25" },
        { 100, 4, 50, "25" },
        { 12345, 4, 5000, "3086" },
        { 1e12, 4, 5e11, "large" },
        { NAN, 4, 1, "no number" },
        { INFINITY, 4, 1, "endless" },
        { -7, 4, 1, "below 0" },
        { 10, 0, 10, "no ticks asked for" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(plot_step(rows[i].max, rows[i].n) == rows[i].step, "%s: %g", rows[i].from,
              plot_step(rows[i].max, rows[i].n));
}
TEST_FN(test_step)

static const char *const labels[] = { "1 Oct", "2 Oct", "3 Oct", "4 Oct" };

static size_t
count(const char *z, const char *what)
{
    size_t n = 0;

    for (; (z = strstr(z, what)) != NULL; z++)
        n++;
    return n;
}

/* What is no number may be left out; the line begins anew behind it. */
static void
test_gaps(void)
{
    static const double v[4] = { 1, NAN, 3, 4 };
    static const struct plot_mark marks[] = { { 1, "exam & <week>" }, { 9, "beyond" } };
    struct plot p = { .id = "p",
                      .title = "t",
                      .desc = "d",
                      .labels = labels,
                      .n = 4,
                      .series = { { .label = "posts", .v = v, .gaps = true } },
                      .n_series = 1,
                      .marks = marks,
                      .n_marks = N_ROWS(marks) };
    struct buf b;

    buf_init(&b, BUF_PAGE);
    plot_lines(&b, &p);
    CHECK(count(buf_str(&b), "<g class=\"point\">") == 3, "three points: %s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "d=\"M56.0 161.0M509.3 63.0L736.0 14.0\"") != NULL, "one line: %s",
          buf_str(&b));
    CHECK(strstr(buf_str(&b), "2 Oct: posts") == NULL && strstr(buf_str(&b), "nan") == NULL,
          "nothing where nothing is");
    CHECK(count(buf_str(&b), "class=\"happened\"") == 1, "a mark");
    CHECK(strstr(buf_str(&b), "2 Oct: exam &amp; &lt;week&gt;</title>") != NULL, "it has words");
    buf_release(&b);
}
TEST_FN(test_gaps)

static void
test_lines(void)
{
    static const struct {
        double v[4];
        size_t n;
        const char *has, *from;
    } rows[] = {
        { { 1, 2, 3, 4 },
          4,
          "<text class=\"y\" x=\"49\" y=\"18.0\" text-anchor=\"end\">4</text>",
          "the highest value is a tick" },
        { { 0, 0, 0, 0 }, 4, "y=\"18.0\" text-anchor=\"end\">1</text>", "zeros" },
        { { 7 }, 1, "cx=\"396.0\"", "one point is in the middle" },
        { { 0 }, 0, "</svg>", "no point" },
        { { NAN, INFINITY, -INFINITY, -1 }, 4, "4 Oct: 0 posts", "no numbers" },
        { { 1e300, 1, 0, 0 }, 4, "</svg>", "huge" },
        { { 2500000, 0, 0, 0 }, 4, ">3 M</text>", "millions" },
        { { 25000, 0, 0, 0 }, 4, ">30 k</text>", "thousands" },
        { { 1 << 20, 1, 1, 1 }, 4, "<title id=\"p-t\">A &amp; B</title>", "a title is text" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct plot p = { .id = "p",
                          .title = "A & B",
                          .desc = "d",
                          .labels = labels,
                          .n = rows[i].n,
                          .series = { { "posts", rows[i].v } },
                          .n_series = 1 };
        struct buf b;

        buf_init(&b, BUF_PAGE);
        plot_lines(&b, &p);
        CHECK(strstr(buf_str(&b), rows[i].has) != NULL, "%s: %s", rows[i].from, buf_str(&b));
        CHECK(strstr(buf_str(&b), "nan") == NULL && strstr(buf_str(&b), "inf") == NULL,
              "%s: no numbers", rows[i].from);
        CHECK(count(buf_str(&b), "<circle") == rows[i].n, "%s: a mark each", rows[i].from);
        buf_release(&b);
    }
}
TEST_FN(test_lines)

/* Labels stand apart: at 7 units a letter none reaches the next. */
static void
test_labels_apart(void)
{
    static const char *many[400];
    static double v[400];

    for (size_t i = 0; i < N_ROWS(many); i++)
        many[i] = "22 Nov 2026";
    for (size_t n = 1; n <= N_ROWS(many); n++) {
        struct plot p = { .id = "p",
                          .title = "t",
                          .desc = "d",
                          .labels = many,
                          .n = n,
                          .series = { { "posts", v } },
                          .n_series = 1 };
        double last = -1000;
        const char *z;
        struct buf b;

        buf_init(&b, BUF_PAGE);
        plot_lines(&b, &p);
        for (z = buf_str(&b); (z = strstr(z, "<text class=\"x\" x=\"")) != NULL; z++) {
            double x = strtod(z + strlen("<text class=\"x\" x=\""), NULL), half = 11 * 7 / 2.;

            if (strstr(z, "\"end\"") != NULL && strstr(z, "\"end\"") < strstr(z, ">"))
                x -= half;
            CHECK(x - last >= 11 * 7 && x + half <= 760.1, "%zu labels: %.1f after %.1f", n, x,
                  last);
            last = x;
        }
        buf_release(&b);
    }
}
TEST_FN(test_labels_apart)

static void
test_heat_and_bar(void)
{
    static const char *const rows[] = { "Mon", "<b>" }, *const columns[] = { "0", "1" };
    static const double v[] = { 0, 4, NAN, 1e300 };
    struct plot_heat h = { "h", "t", "d", rows, columns, 2, 2, v };
    struct buf b;

    buf_init(&b, BUF_PAGE);
    plot_heat(&b, &h);
    CHECK(count(buf_str(&b), "<rect class=\"cell\"") == 2, "two cells: %s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "<b>") == NULL && strstr(buf_str(&b), "nan") == NULL, "text");
    h.n_rows = h.n_columns = 0;
    plot_heat(&b, &h);
    buf_clear(&b);
    plot_bar(&b, 5, 10);
    CHECK(strstr(buf_str(&b), "width=\"50.0\"") != NULL, "half: %s", buf_str(&b));
    buf_clear(&b);
    plot_bar(&b, 5, 0);
    plot_bar(&b, NAN, NAN);
    CHECK(count(buf_str(&b), "width=\"0.0\"") == 2, "of nothing: %s", buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_heat_and_bar)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_step), TEST(test_gaps), TEST(test_lines),
                                        TEST(test_labels_apart), TEST(test_heat_and_bar) };

    return TEST_RUN(tests);
}
