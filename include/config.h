/*
 * config.h - what the workspace's INI files say: earshot.ini for the instance,
 * seeds/NAME.ini for each department.
 *
 * Everything is checked while it is read and lives in the config's arena; the
 * keys, their types and defaults stand in one table per section (config.c).
 * Nothing here knows the store; config_sync.h writes it there.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include "options.h"
#include "timetable.h"

struct crawler_config {
    const char *contact;  /* mailto: or https: address for User-Agent and From; NULL: none */
    const char *homepage; /* the +URL of the User-Agent */
    int64_t delay_ms;     /* floor between the end of one response and the next request */
    struct text_list allow_address; /* CIDR ranges that may be fetched though not public */
    const char *ca_file;            /* PEM: authorities trusted besides the system's; NULL: none */
    bool archive;                   /* keep responses as WARC */
    int64_t max_depth;              /* links from a source's first page */
    int64_t timeout_ms;             /* one whole response */
    int64_t disk_floor_bytes;       /* a crawl pauses when less is free */
    int64_t silent_days; /* without a new question until a source is an alarm; 0: never */
    int64_t threads;     /* that read pages; 0: as many as there are cores */
};

/* The web application (earshot serve). */
struct serve_config {
    const char *listen; /* "127.0.0.1:8377", "[::1]:0"; port 0: a free one */
    bool tls_proxy;     /* a proxy before us does TLS and says who asks */
    const char *base;   /* where people reach it, "https://earshot.example.edu"; NULL: not said */
    bool scheduler;     /* it starts what is due, as processes of their own */
    bool metrics;       /* /metrics is there */
    int64_t threads;    /* that answer; 0: two a core */
};

/* A language model that may put drafts into other words (drafter/model.h). */
struct model_config {
    const char *url;      /* of the API, such as http://127.0.0.1:8080/v1; NULL: there is none */
    const char *name;     /* of the model, as the endpoint knows it */
    const char *key_file; /* one line, the key; NULL: none is wanted */
    int64_t timeout_ms;   /* one whole answer */
};

/* How long what is kept is kept (earshot retention); 0: for ever. */
struct retention_config {
    int64_t bodies_ms;  /* words of questions, since they were decided */
    int64_t gone_ms;    /* words of posts, since they were found gone at their source */
    int64_t askers_ms;  /* pseudonyms, since the post was first seen */
    int64_t fetches_ms; /* rows of requests */
    int64_t runs_ms;    /* rows of crawls */
    int64_t audit_ms;   /* rows of the audit log */
    int64_t weblog_ms;  /* hashes of log lines that were counted */
    int64_t logs_ms;    /* rows of alarms, webhooks, digests and schedules, since they were over */
    int64_t notes_ms;   /* notes of groups, since these were decided */
    int64_t typed_ms;   /* what somebody typed and did not save */
    int64_t archive_ms; /* files of archive/ */
};

/* The mail server that takes digests and alarms. */
struct mail_config {
    const char *server; /* smtps://mail.example.edu; smtp: with STARTTLS, or on this machine */
    const char *from;   /* the sender's address */
    const char *user, *password_file; /* NULL: it wants none */
    const char *ca_file;              /* PEM: authorities trusted besides; NULL: none */
    int64_t timeout_ms;               /* one whole delivery */
    const char *digest;               /* when digests are due; NULL: earshot digest sends them */
    const struct timetable *digest_timetable;
    struct text_list alarms; /* addresses that are told of alarms */
};

/* [webhook NAME]: an address that is told of events (drafter/webhook.h). */
struct webhook_config {
    const char *key;
    const char *url, *secret_file;
    const char *events; /* "alarm,draft" */
    int64_t timeout_ms;
    int line; /* of its section */
};

struct source_config {
    const char *key; /* "academia" of [source academia]; "site", "site-2" for own sites */
    const char *url;
    const char *basis; /* why we may read it; NULL: does not run */
    const char *mode;  /* answer | listen */
    const char *match; /* keywords | all */
    const char *voice; /* NULL: the department's */
    const char *audience, *schedule;
    const struct timetable *timetable; /* of schedule; NULL: the department's */
    int64_t delay_ms, max_pages;
    struct text_list mute;
    bool own_site; /* made from a site key of the department */
    int line;      /* of its section */
};

struct campaign_config {
    const char *key;
    int64_t from_s, to_s;
    struct text_list keyword;
};

/* [experiment KEY]: two voices by turns (store_experiment.h). */
struct experiment_config {
    const char *key;
    const char *voices;   /* "warm, plain" */
    const char *voice[2]; /* read from it; NULL, with a problem noted: not two */
    const char *metric, *tone;
    int64_t from_s, to_s; /* to_s: as it stands in the file */
};

struct department_config {
    const char *key;  /* file name without .ini */
    const char *file; /* for messages */
    const char *name, *contact, *byline, *voice, *language, *schedule;
    const char *mode;                  /* answer | listen: collect, group and report, never draft */
    const struct timetable *timetable; /* of schedule; NULL: none */
    struct text_list site, keyword, exclude, person;
    bool two_person;               /* who wrote the last edit may not approve it */
    double threshold;              /* how fine groups are, 0: the program's default */
    const char *answer_tag;        /* key=value, added to links in answers; NULL: none */
    int64_t review_after_ms;       /* an approved answer is looked at again; 0: never */
    int64_t baseline_ms;           /* its first weeks, with which nothing is compared; 0: none */
    struct source_config *sources; /* own sites first */
    size_t n_sources, cap_sources;
    struct campaign_config *campaigns;
    size_t n_campaigns, cap_campaigns;
    struct experiment_config *experiments;
    size_t n_experiments, cap_experiments;
    bool model; /* drafts may be put into other words */
};

/* Where a value was set; for config show --origin. */
struct config_origin {
    const char *file, *section, *key; /* file is unique per department */
    int line;
};

struct config {
    struct arena *arena; /* owned; holds everything below */
    const char *dir;     /* the workspace */
    struct crawler_config crawler;
    struct serve_config serve;
    struct model_config model;
    struct retention_config retention;
    struct mail_config mail;
    struct webhook_config *webhooks;
    size_t n_webhooks, cap_webhooks;
    struct department_config *departments; /* in file name order */
    size_t n_departments, cap_departments;
    struct config_origin *origins;
    size_t n_origins, cap_origins;
    const char **problems; /* "file:line: what, what was wanted" */
    size_t n_problems, cap_problems;
};

/*
 * Read the workspace dir.  ST_NOTFOUND: no earshot.ini there.  ST_CONFIG: err
 * has the first problem and *ret is given all the same, with every problem
 * listed in it.  Unless ST_NOTFOUND or ST_IO, *ret is the caller's to free.
 */
enum status config_load(const char *dir, struct config **ret, struct err *err);
void config_free(struct config *c); /* accepts NULL */

/* NULL when there is none of that key. */
const struct department_config *config_department(const struct config *c, const char *key);

/*
 * Called per value (a list's key once for each of its values): section and key
 * as written in the files, origin NULL for a default.
 */
typedef void config_value_fn(void *self, const char *file, const char *section, const char *key,
                             const char *value, const struct config_origin *origin);
void config_each(const struct config *c, config_value_fn *fn, void *self);

#endif /* CONFIG_H */
