/* report_cmd.c - earshot report: the numbers of a month. */

#include <string.h>

#include "commands.h"
#include "config_sync.h"
#include "report.h"
#include "seeds.h"
#include "store_campaign.h"

#define DAY_S INT64_C(86400)

struct report_options {
    const char *month, *format;
};

/* clang-format off */
#define AT(field) offsetof(struct report_options, field)
static const struct option rows[] = {
    { .name = "month", .type = OPTION_TEXT, .offset = AT(month), .arg = "YYYY-MM", .help = "which one; the last that is over without it" },
    { .name = "format", .type = OPTION_CHOICE, .offset = AT(format), .arg = "FORMAT", .help = "form of the report", .initial = "html", .choices = "html|md" },
};
#undef AT
/* clang-format on */

static enum status
read_month(const struct cmd_env *env, const char *month, struct report *r, struct err *err)
{
    int64_t next;

    r->now_s = clock_now_s(env->clock);
    if (month == NULL) {
        r->until_s = store_numbers_period(STORE_NUMBERS_MONTH, r->now_s, &next);
        r->since_s = store_numbers_period(STORE_NUMBERS_MONTH, r->until_s - 1, &next);
    } else if (!clock_parse_month(text_of(month), &r->since_s, &r->until_s)) {
        return err_set(err, ST_USAGE, "--month %.40s: wanted a month as 2026-10", month);
    } else if (r->since_s > r->now_s) {
        return err_set(err, ST_USAGE, "--month %.40s: it has not begun", month);
    }
    return ST_OK;
}

/* A campaign's own days, as far as they have passed, unless a month is asked for. */
static enum status
read_span(const struct cmd_env *env, const char *month, int64_t department_id, struct report *r,
          struct err *err)
{
    enum status st = read_month(env, month, r, err);

    r->campaign = text_of(env->common->campaign);
    r->audience = text_of(env->common->audience);
    if (st != ST_OK || month != NULL || r->campaign.n == 0)
        return st;
    r->days = true;
    if (!store_campaign_span(env->store, department_id, r->campaign, &r->since_s, &r->until_s))
        return err_set(err, ST_NOTFOUND, "%.*s: the department has no such campaign",
                       TEXT_ARG(r->campaign));
    if (r->since_s > r->now_s)
        return err_set(err, ST_INVALID, "the campaign %.*s has not begun yet",
                       TEXT_ARG(r->campaign));
    if (r->until_s > r->now_s + DAY_S)
        r->until_s = (r->now_s / DAY_S + 1) * DAY_S;
    return ST_OK;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct report_options *o = env->options;
    struct report r = { .arena = env->arena };
    const struct department_config *d;
    int64_t department_id = 0;
    enum status st = cmd_department(env, &d, err);
    struct buf b;

    if (st == ST_OK)
        st = config_department_of(env->store, d, &department_id, err);
    if (st != ST_OK)
        return st;
    if (d != NULL)
        r.department = text_of(d->name != NULL ? d->name : d->key);
    st = read_span(env, o->month, department_id, &r, err);
    if (st != ST_OK)
        return st;
    report_read(env->store, department_id, &r);
    st = store_commit(env->store, err);
    if (st != ST_OK)
        return st;
    buf_init(&b, BUF_PAGE);
    if (strcmp(o->format, "md") == 0)
        report_markdown(&b, &r);
    else
        report_html(&b, &r, seeds_find("styles/report.css")->body);
    fwrite(b.p, 1, b.n, env->out);
    buf_release(&b);
    return ST_OK;
}

const struct cmd report_cmd = {
    .name = "report",
    .summary = "the numbers of a month, to print or pass on",
    .help =
        "What was found, answered and posted in a month, how fast, which pages answered most\n"
        "and which questions no page answers; from the fourth whole month on beside the month\n"
        "before.  What is decided after the month changes nothing in it.  HTML is one file that\n"
        "prints well.\n"
        "With --campaign and without --month: of the campaign's days.\n",
    .examples = "  earshot report -o october.html --month 2026-10\n"
                "  earshot report --dept physics --format md\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct report_options),
    .run = run,
};
