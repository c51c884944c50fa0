/* config_rows.c - which keys there are, of which type, and what they are unless set. */
#include "config_private.h"
#include "store_experiment.h"

/* clang-format off */
#define AT(field) offsetof(struct crawler_config, field)
static const struct option crawler_rows[] = {
    { .name = "contact", .type = OPTION_TEXT, .offset = AT(contact) },
    { .name = "homepage", .type = OPTION_TEXT, .offset = AT(homepage) },
    { .name = "delay", .type = OPTION_DURATION, .offset = AT(delay_ms), .initial = "5s" },
    { .name = "allow_address", .type = OPTION_LIST, .offset = AT(allow_address) },
    { .name = "ca_file", .type = OPTION_TEXT, .offset = AT(ca_file) },
    { .name = "archive", .type = OPTION_BOOL, .offset = AT(archive), .initial = "no" },
    { .name = "max_depth", .type = OPTION_INT, .offset = AT(max_depth), .initial = "20", .min = 0, .max = 1000 },
    { .name = "timeout", .type = OPTION_DURATION, .offset = AT(timeout_ms), .initial = "30s", .min = 100, .max = 600000 },
    { .name = "disk_floor", .type = OPTION_SIZE, .offset = AT(disk_floor_bytes), .initial = "64M" },
    { .name = "silent_days", .type = OPTION_INT, .offset = AT(silent_days), .initial = "14", .min = 0, .max = 3650 },
    { .name = "threads", .type = OPTION_INT, .offset = AT(threads), .initial = "0", .min = 0, .max = 64 },
};
#undef AT
#define AT(field) offsetof(struct serve_config, field)
static const struct option serve_rows[] = {
    { .name = "listen", .type = OPTION_TEXT, .offset = AT(listen), .initial = "127.0.0.1:8377" },
    { .name = "tls_proxy", .type = OPTION_BOOL, .offset = AT(tls_proxy), .initial = "no" },
    { .name = "base", .type = OPTION_TEXT, .offset = AT(base) },
    { .name = "scheduler", .type = OPTION_BOOL, .offset = AT(scheduler), .initial = "no" },
    { .name = "metrics", .type = OPTION_BOOL, .offset = AT(metrics), .initial = "no" },
    { .name = "threads", .type = OPTION_INT, .offset = AT(threads), .initial = "0", .min = 0, .max = 64 },
};
#undef AT
#define AT(field) offsetof(struct model_config, field)
static const struct option model_rows[] = {
    { .name = "url", .type = OPTION_TEXT, .offset = AT(url) },
    { .name = "name", .type = OPTION_TEXT, .offset = AT(name), .initial = "default" },
    { .name = "key_file", .type = OPTION_TEXT, .offset = AT(key_file) },
    { .name = "timeout", .type = OPTION_DURATION, .offset = AT(timeout_ms), .initial = "60s", .min = 100, .max = 600000 },
};
#undef AT
#define AT(field) offsetof(struct retention_config, field)
static const struct option retention_rows[] = {
    { .name = "bodies", .type = OPTION_DURATION, .offset = AT(bodies_ms), .initial = "730d" },
    { .name = "gone", .type = OPTION_DURATION, .offset = AT(gone_ms), .initial = "30d" },
    { .name = "askers", .type = OPTION_DURATION, .offset = AT(askers_ms), .initial = "90d" },
    { .name = "fetches", .type = OPTION_DURATION, .offset = AT(fetches_ms), .initial = "90d" },
    { .name = "runs", .type = OPTION_DURATION, .offset = AT(runs_ms), .initial = "365d" },
    { .name = "audit", .type = OPTION_DURATION, .offset = AT(audit_ms), .initial = "0s" },
    { .name = "weblog", .type = OPTION_DURATION, .offset = AT(weblog_ms), .initial = "400d" },
    { .name = "logs", .type = OPTION_DURATION, .offset = AT(logs_ms), .initial = "365d" },
    { .name = "notes", .type = OPTION_DURATION, .offset = AT(notes_ms), .initial = "730d" },
    { .name = "typed", .type = OPTION_DURATION, .offset = AT(typed_ms), .initial = "90d" },
    { .name = "archive", .type = OPTION_DURATION, .offset = AT(archive_ms), .initial = "730d" },
};
#undef AT
#define AT(field) offsetof(struct mail_config, field)
static const struct option mail_rows[] = {
    { .name = "server", .type = OPTION_TEXT, .offset = AT(server) },
    { .name = "from", .type = OPTION_TEXT, .offset = AT(from) },
    { .name = "user", .type = OPTION_TEXT, .offset = AT(user) },
    { .name = "password_file", .type = OPTION_TEXT, .offset = AT(password_file) },
    { .name = "ca_file", .type = OPTION_TEXT, .offset = AT(ca_file) },
    { .name = "timeout", .type = OPTION_DURATION, .offset = AT(timeout_ms), .initial = "30s", .min = 100, .max = 600000 },
    { .name = "digest", .type = OPTION_TEXT, .offset = AT(digest) },
    { .name = "alarms", .type = OPTION_LIST, .offset = AT(alarms) },
};
#undef AT
#define AT(field) offsetof(struct webhook_config, field)
static const struct option webhook_rows[] = {
    { .name = "url", .type = OPTION_TEXT, .offset = AT(url) },
    { .name = "secret_file", .type = OPTION_TEXT, .offset = AT(secret_file) },
    { .name = "events", .type = OPTION_TEXT, .offset = AT(events), .initial = "alarm" },
    { .name = "timeout", .type = OPTION_DURATION, .offset = AT(timeout_ms), .initial = "10s", .min = 100, .max = 60000 },
};
#undef AT
#define AT(field) offsetof(struct department_config, field)
static const struct option department_rows[] = {
    { .name = "name", .type = OPTION_TEXT, .offset = AT(name) },
    { .name = "site", .type = OPTION_LIST, .offset = AT(site) },
    { .name = "keyword", .type = OPTION_LIST, .offset = AT(keyword) },
    { .name = "exclude", .type = OPTION_LIST, .offset = AT(exclude) },
    { .name = "person", .type = OPTION_LIST, .offset = AT(person) },
    { .name = "contact", .type = OPTION_TEXT, .offset = AT(contact) },
    { .name = "byline", .type = OPTION_TEXT, .offset = AT(byline) },
    { .name = "voice", .type = OPTION_TEXT, .offset = AT(voice), .initial = "warm" },
    { .name = "language", .type = OPTION_TEXT, .offset = AT(language), .initial = "en" },
    { .name = "schedule", .type = OPTION_TEXT, .offset = AT(schedule) },
    { .name = "mode", .type = OPTION_CHOICE, .offset = AT(mode), .initial = "answer", .choices = "answer|listen" },
    { .name = "threshold", .type = OPTION_REAL, .offset = AT(threshold) },
    { .name = "two_person", .type = OPTION_BOOL, .offset = AT(two_person), .initial = "no" },
    { .name = "model", .type = OPTION_BOOL, .offset = AT(model), .initial = "no" },
    { .name = "answer_tag", .type = OPTION_TEXT, .offset = AT(answer_tag) },
    { .name = "review_after", .type = OPTION_DURATION, .offset = AT(review_after_ms) },
    { .name = "baseline", .type = OPTION_DURATION, .offset = AT(baseline_ms), .initial = "28d" },
};
#undef AT
#define AT(field) offsetof(struct source_config, field)
static const struct option source_rows[] = {
    { .name = "url", .type = OPTION_TEXT, .offset = AT(url) },
    { .name = "basis", .type = OPTION_TEXT, .offset = AT(basis) },
    { .name = "mode", .type = OPTION_CHOICE, .offset = AT(mode), .initial = "answer", .choices = "answer|listen" },
    { .name = "match", .type = OPTION_CHOICE, .offset = AT(match), .initial = "keywords", .choices = "keywords|all" },
    { .name = "voice", .type = OPTION_TEXT, .offset = AT(voice) },
    { .name = "audience", .type = OPTION_TEXT, .offset = AT(audience) },
    { .name = "schedule", .type = OPTION_TEXT, .offset = AT(schedule) },
    { .name = "delay", .type = OPTION_DURATION, .offset = AT(delay_ms) },
    { .name = "max_pages", .type = OPTION_INT, .offset = AT(max_pages), .initial = "1000", .min = 1, .max = 10000000 },
    { .name = "mute", .type = OPTION_LIST, .offset = AT(mute) },
};
#undef AT
#define AT(field) offsetof(struct campaign_config, field)
static const struct option campaign_rows[] = {
    { .name = "from", .type = OPTION_DATE, .offset = AT(from_s) },
    { .name = "to", .type = OPTION_DATE, .offset = AT(to_s) },
    { .name = "keyword", .type = OPTION_LIST, .offset = AT(keyword) },
};
#undef AT
#define AT(field) offsetof(struct experiment_config, field)
static const struct option experiment_rows[] = {
    { .name = "voices", .type = OPTION_TEXT, .offset = AT(voices) },
    { .name = "metric", .type = OPTION_CHOICE, .offset = AT(metric), .choices = STORE_EXPERIMENT_NAMES },
    { .name = "from", .type = OPTION_DATE, .offset = AT(from_s) },
    { .name = "to", .type = OPTION_DATE, .offset = AT(to_s) },
    { .name = "tone", .type = OPTION_CHOICE, .offset = AT(tone), .choices = "positive|neutral|negative" },
};
#undef AT
/* clang-format on */

struct option_set
config_set(enum config_section section, const void *obj)
{
    static const struct {
        const struct option *rows;
        size_t n;
    } tables[] = {
        [CONFIG_CRAWLER] = { crawler_rows, N_ELEMENTS(crawler_rows) },
        [CONFIG_SERVE] = { serve_rows, N_ELEMENTS(serve_rows) },
        [CONFIG_MODEL] = { model_rows, N_ELEMENTS(model_rows) },
        [CONFIG_RETENTION] = { retention_rows, N_ELEMENTS(retention_rows) },
        [CONFIG_MAIL] = { mail_rows, N_ELEMENTS(mail_rows) },
        [CONFIG_WEBHOOK] = { webhook_rows, N_ELEMENTS(webhook_rows) },
        [CONFIG_DEPARTMENT] = { department_rows, N_ELEMENTS(department_rows) },
        [CONFIG_SOURCE] = { source_rows, N_ELEMENTS(source_rows) },
        [CONFIG_CAMPAIGN] = { campaign_rows, N_ELEMENTS(campaign_rows) },
        [CONFIG_EXPERIMENT] = { experiment_rows, N_ELEMENTS(experiment_rows) },
    };

    return (struct option_set){ tables[section].rows, tables[section].n,
                                (void *)(uintptr_t)obj }; /* who only prints has it const */
}

void
config_defaults(enum config_section section, void *obj, struct arena *a)
{
    struct option_set set = config_set(section, obj);

    options_init(&set, a);
}
