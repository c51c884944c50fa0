/* crawl_private.h - what the crawl_*.c files and frontier.c share, and nobody else. */
#ifndef CRAWL_PRIVATE_H
#define CRAWL_PRIVATE_H

#include "crawl.h"
#include "lang.h"
#include "match.h"
#include "names.h"
#include "robots.h"
#include "schedule.h"
#include "seen.h"
#include "store_host.h"
#include "store_page.h"
#include "store_url.h"
#include "url.h"

#define CRAWL_MAX_SOURCES_PER_PAGE 64 /* that lead to one address */

struct crawl_department {
    int64_t id;
    struct text key, name;
    size_t number;                  /* among the run's departments */
    const struct match_rule *rules; /* its keywords, which compile; in the run's arena */
    size_t n_rules;
    uint64_t rules_hash;
};

struct crawl_source {
    struct store_source row;
    struct crawl_department *department;
    struct text authority; /* of its address */
    struct text *scopes;   /* authorities whose pages are its own; in the run's arena */
    size_t n_scopes, cap_scopes;
    int64_t floor_ms;
    uint64_t rules_hash;      /* of its keywords, or that it takes all */
    int64_t since_s;          /* its pages are read by these rules; 0: since it is known */
    bool reads_only;          /* nothing is asked for it: what others ask is read for it, too */
    bool wants;               /* something that it does not pay for: crawl_wanted.c */
    struct crawl_idle *idle;  /* of the first source of a site: who pays there and asks nothing */
    bool by_api;              /* read through its site's API: its pages are on the shelf */
    int64_t under_way;        /* requests */
    struct store_tally tally; /* of this run, with what is in delta */
    struct store_tally delta; /* not yet written */
    bool changed;             /* there is something in delta */
    struct crawl_source *next_changed;
    int64_t first_ms, last_ms; /* its first request in this run, its last answer; 0: none */
};

/* The clock of an IP address, which every host there is bound by. */
struct crawl_ip {
    struct text ip;
    int64_t next_ok_ms;
    bool changed; /* since the last commit */
    struct crawl_ip *next, *next_changed;
    struct schedule_item item; /* among the doors, crawl_queue.c */
    struct schedule hosts;     /* that wait here */
    size_t n_busy;             /* that are being asked */
};

/*
 * A host that the run may ask.  Invariants: one job at most is under way
 * (busy); clocks equal what is on disk when no transaction is open.
 */
struct crawl_host {
    struct store_host row;
    struct crawl_ip *ip;   /* row.ip's; in the run's arena; NULL: not known yet */
    struct crawl_ip alone; /* the door while ip is not known */
    struct schedule_item item;
    bool stale;   /* its place in the queue is to be found anew */
    bool changed; /* its clock, since the last commit */
    struct crawl_host *next_stale, *next_changed;
    struct arena *arena;           /* owned; the row's texts */
    struct robots *robots;         /* owned; NULL: there are no rules */
    struct crawl_source **sources; /* that have pages here; in the run's arena */
    size_t n_sources, cap_sources;
    struct seen *seen; /* owned; links of its pages; NULL: none yet */
    int64_t floor_ms;
    bool asked;                 /* a request of its own is under way */
    bool busy;                  /* it is asked, or its robots.txt is, elsewhere */
    bool idle;                  /* nothing is queued for it */
    const char *closed;         /* why it is not asked again in this run; NULL: it is */
    struct crawl_job *visitors; /* a list: redirects of other hosts' robots.txt lead here */
};

/* One request, from the choice to the answer. */
struct crawl_job {
    struct crawl_job *next; /* in the free list or among a host's visitors */
    struct crawl_job *made; /* in the list of all */
    struct arena *arena;    /* owned; cleared when the job is reused */
    struct crawl_host *host;
    int64_t ahead_ms;         /* the run's, when its answer came */
    struct crawl_host *owner; /* whose robots.txt it is; NULL: it is a page */
    unsigned hops;            /* of robots.txt */
    struct text address;      /* NUL-terminated */
    struct store_url url;     /* of a page */
    struct crawl_source *source;
    struct crawl_visit *visit;       /* a probe's; NULL: it was queued */
    int64_t priority;                /* for that source */
    bool wanted;                     /* by it, though another one pays or it was not due */
    int64_t interval_s;              /* between two visits, before this one; 0: it was due */
    struct archived *archived;       /* in the arena: the record it comes from; NULL: the network */
    struct fetch_response *response; /* the network's, which has come */
    uint64_t rules_hash;             /* of all its sources: what its page is read for */
    struct crawl_reading *reading;   /* in the arena: what the answer says; NULL: nothing is read */
};

/* A page that an answer links to and that is to be asked for; see crawl_target.c. */
struct crawl_target {
    int64_t url_id, host_id;
    struct crawl_source *source;
    bool asked;
    const struct store_reply *reply; /* an answer that was posted there; NULL: it is linked to */
};

/* An address that a probe asks for, hop after hop; see crawl_probe.c. */
struct crawl_visit {
    struct crawl_probe *probe;
    struct crawl_source *source;
    struct crawl_host *host; /* of the next request */
    struct text address;     /* of the next request; NUL-terminated, in the probe's arena */
    bool done;
};

struct crawl {
    const struct crawl_config *cfg;
    const struct fetcher *fetcher;
    struct store *store;
    struct arena *arena; /* owned; for the run */
    struct crawl_department *departments;
    size_t n_departments, cap_departments;
    struct crawl_source *sources; /* that ask, and after them those that only read */
    size_t n_sources, n_readers;
    struct names sites; /* registrable names, with the first source that asks there */
    struct crawl_target *targets;
    size_t n_targets;
    bool dry;                   /* targets are counted, not queued */
    struct crawl_visit *visits; /* asked for in place of what is queued; NULL: a run */
    size_t n_visits, n_done;
    struct crawl_probes *probes; /* what they are for */
    struct store_source *barred; /* sources without a basis: they do not run */
    size_t n_barred;
    size_t n_scopes;           /* of all sources */
    struct crawl_host **hosts; /* each owned */
    size_t n_hosts, cap_hosts;
    struct crawl_source *changed_sources; /* whose delta the next commit writes */
    struct crawl_ip *ips, *changed_ips;
    struct names host_names, ip_names, source_names; /* the last by the bytes of their ids */
    struct schedule doors;                           /* addresses at which a host may be asked */
    struct schedule left;                            /* hosts that this run does not wait for */
    struct crawl_host *stale;   /* hosts that something happened to since the last turn */
    struct crawl_host *changed; /* hosts whose clock the next commit writes */
    bool writing;               /* a transaction is open */
    struct crawl_job *jobs;     /* all there are, each owned: also those that no answer came for */
    struct crawl_job *free_jobs;
    struct crawl_reader *reader; /* owned; of the thread that runs it all */
    struct workers *workers;     /* owned; they read jobs; NULL: not started */
    size_t ahead_bytes;          /* of bodies put to them */
    bool wakes;                  /* the fetcher's wait ends when they have read something */
    struct rng rng;
    int64_t run_id, started_ms, pages, questions, n_busy;
    struct store_explain_queue *queues; /* what is queued, for the live view; in view_arena */
    size_t n_queues;
    int64_t count_again_ms;
    struct arena *view_arena; /* owned; NULL: nobody looks on */
    int64_t said_wait_ms;     /* the wait that was last announced, by its end */
    const char *lease_machine, *lease_owner;
    int64_t leased_ms; /* when leases were last renewed */
    int64_t ahead_ms;  /* by how much the system's clock was set since the start */
    int64_t shown_ms;  /* when progress was last told */
    int64_t disk_checked_ms;
    bool resumed;
    enum status status; /* the first failure that ends the run */
    struct err err;
};

/* crawl.c: ask until nothing is left that may be asked soon, or a signal comes. */
void crawl_loop(struct crawl *c);
/* May the host be asked once its time comes; is it left to the next run? */
bool crawl_may_ask(const struct crawl_host *h);
bool crawl_is_left(const struct crawl *c, const struct crawl_host *h);

/* crawl_progress.c */
void crawl_progress_show(struct crawl *c);
void crawl_progress_wait(struct crawl *c, int64_t next_ms); /* the loop sleeps until then */
/* The fetcher's wait(); where somebody looks on, with the view renewed every second. */
struct fetch_response *crawl_progress_sleep(struct crawl *c, int64_t until_ms);

/* crawl_report.c: fill the report; ST_PARTIAL when something was left undone. */
enum status crawl_report_fill(struct crawl *c, struct arena *a, struct crawl_report *ret);

/* The time of an answer, for its source's. */
void crawl_report_note(struct crawl_job *job, int64_t started_ms, int64_t ended_ms);

/* crawl_setup.c */
/* An unfinished run that began after then is taken up. */
int64_t crawl_setup_not_before_s(const struct crawl *c);
struct crawl_host *crawl_setup_host(struct crawl *c, struct text authority);
void crawl_setup_scope(struct crawl *c, struct crawl_source *src, struct text authority);
struct crawl_source *crawl_setup_source(struct crawl *c, int64_t id); /* NULL: it does not ask */
struct crawl_source *crawl_setup_reader(struct crawl *c, int64_t id); /* NULL: nor is it read for */
/* Those that an address is read for, CRAWL_MAX_SOURCES_PER_PAGE at most: who asks comes first, and
 * pays for what is found. */
size_t crawl_setup_sources(struct crawl *c, int64_t url_id, struct crawl_source **ret);
/* The first source that asks on a host's site; NULL: none does. */
struct crawl_source *crawl_setup_on_site(struct crawl *c, struct text host);
enum status crawl_setup(struct crawl *c, struct err *err);
enum status crawl_setup_seeds(struct crawl *c, struct err *err);

/* crawl_heal.c: of a host that was just read, inside a transaction. */
void crawl_heal_host(struct crawl *c, struct crawl_host *h);

/* crawl_queue.c */
void crawl_queue_touch(struct crawl *c, struct crawl_host *h); /* something about it changed */
void crawl_queue_settle(struct crawl *c); /* give those that changed their places */
/* A host whose time has come, or NULL and when the next one's comes (INT64_MAX: nobody waits). */
struct crawl_host *crawl_queue_next(struct crawl *c, int64_t *next_ms);
/* Look at all hosts, however many, before a run is called done; when the next one's time comes. */
int64_t crawl_queue_look_again(struct crawl *c);
void crawl_queue_ask(struct crawl *c, struct crawl_host *h, bool asked); /* begins or ends */
void crawl_queue_move(struct crawl *c, struct crawl_host *h, struct crawl_ip *ip);
bool crawl_queue_has_busy_neighbour(const struct crawl_host *h); /* at its address */
void crawl_queue_release(struct crawl *c);

/* crawl_lease.c */
void crawl_lease_open(struct crawl *c);                       /* who are we? */
void crawl_lease_begin(struct crawl *c);                      /* free what the dead have left */
void crawl_lease_take(struct crawl *c, struct crawl_host *h); /* closes it: somebody else has it */
void crawl_lease_renew(struct crawl *c);                      /* from time to time */
void crawl_lease_end(struct crawl *c);

/* crawl_clock.c: after a turn; has somebody set the system's clock?  next_ms, by the new time. */
int64_t crawl_clock_look(struct crawl *c, int64_t next_ms);

/* crawl_host.c */
struct crawl_job *crawl_host_next(struct crawl *c, struct crawl_host *h); /* NULL: none now */
struct crawl_job *crawl_host_job(struct crawl *c, struct crawl_host *h);  /* an empty one */
void crawl_host_drop_job(struct crawl *c, struct crawl_job *job);
/* Inside a transaction: the host is being asked, and its clock says so.  Commit before sending. */
void crawl_host_claim(struct crawl *c, struct crawl_job *job);
void crawl_host_unclaim(struct crawl *c, struct crawl_job *job);
void crawl_host_send(struct crawl *c, struct crawl_job *job);
struct store_tally *crawl_host_delta(struct crawl *c, struct crawl_source *src); /* to add to */
void crawl_host_touch(struct crawl *c, struct crawl_host *h);                    /* it changed */
void crawl_host_set_ip(struct crawl *c, struct crawl_host *h, struct text ip);   /* "": no news */
void crawl_host_close(struct crawl *c, struct crawl_host *h, const char *why);
/* There was no answer, and no fault: the host may be asked again in a while. */
void crawl_host_put_off(struct crawl *c, struct crawl_host *h, const struct fetch_response *r);
/* Inside the transaction of an answer: the clocks, the row of fetch, the counts. */
void crawl_host_account(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
                        const struct fetchplan *plan);
bool crawl_host_has_budget(const struct crawl *c, const struct crawl_source *src);
/*
 * A turn of the loop is one transaction, begun by whoever writes first.  The
 * commit writes the clocks that changed; a failure ends the run.
 */
void crawl_host_begin(struct crawl *c);
bool crawl_host_commit(struct crawl *c);
void crawl_host_fail(struct crawl *c, enum status st, const char *msg);

/* crawl_robots.c */
struct crawl_job *crawl_robots_job(struct crawl *c, struct crawl_host *h);
bool crawl_robots_fresh(const struct crawl *c, const struct crawl_host *h);
void crawl_robots_load(struct crawl *c, struct crawl_host *h);
/* The sitemaps of a copy that still holds, for a source that has come since it was read. */
void crawl_robots_lists(struct crawl *c, struct crawl_host *h);
void crawl_robots_response(struct crawl *c, struct crawl_job *job, const struct fetch_response *r);

/* crawl_page.c */
/* What an answer for a page means, for the host's clock and for the page. */
struct fetchplan crawl_page_plan(struct crawl *c, const struct crawl_job *job,
                                 const struct fetch_response *r);
/* Set job->rules_hash: another one than the address has means that its page is read anew. */
void crawl_page_rules(struct crawl *c, struct crawl_job *job);
void crawl_page_response(struct crawl *c, struct crawl_job *job, const struct fetch_response *r);

/*
 * Make ready for reading, by what the store knows of the address now: job->reading, if there is
 * anything to read.  The answer must live until it has been written.
 */
void crawl_page_prepare(struct crawl *c, struct crawl_job *job, const struct fetch_response *r);

/*
 * Write what a record of an archive leads to, inside the caller's transaction.
 * The job may have been read before earlier records were written: it is read
 * again if the store knows more by now.  Was it a page?
 */
bool crawl_page_archived(struct crawl *c, struct crawl_job *job, const struct fetch_response *r);

/* crawl_archive.c */
/* Inside the transaction of an answer, before its commit; page NULL: it was not read as one. */
void crawl_archive_keep(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
                        const struct extract_page *page);
void crawl_archive_adopt(struct crawl *c); /* files that a killed run left open */

/* crawl_post.c: questions of a page that somebody wants. */
struct crawl_post {
    struct store_post post;
    struct {
        int64_t department_id, source_id;
        struct text words;
    } matches[CRAWL_MAX_SOURCES_PER_PAGE + 1];
    size_t n_matches;
};
struct crawl_posts {
    struct crawl_post *v; /* in the reading's arena */
    size_t n, cap;
    struct text left_out; /* why others were not kept, for the page's row */
    size_t n_left_out;
    bool thread;  /* there was a question on it */
    bool settled; /* the first is closed or has an accepted answer */
};
struct crawl_reader;
struct crawl_reading;
void crawl_post_collect(struct crawl_reader *rd, struct crawl_reading *read);
/* New ones. */
int64_t crawl_post_store(struct crawl *c, struct crawl_posts *posts, int64_t url_id);

/* crawl_list.c: feeds and sitemaps. */
struct frontier_link;
struct crawl_list {
    struct frontier_link *links; /* in the reading's arena */
    size_t n, cap;
    const char *bad; /* why it could not be read; NULL: it could */
};
void crawl_list_read(struct crawl_reading *read);

/* crawl_read.c: what a body says.  All it may touch is in these two, so any thread may do it. */
struct crawl_reader { /* what a thread has for itself */
    const struct crawl_config *cfg;
    struct tokenizer *tokenizer;
    struct lang_guesser *lang;
    struct matcher **matchers; /* by the departments' numbers; NULL: no keywords */
    struct matcher **names;    /* the same, of the department's own name */
    size_t n_matchers;
};
struct crawl_reading {
    /* Of what, and for whom. */
    struct arena *arena; /* the job's */
    struct text address;
    const struct fetch_response *response;
    enum store_url_kind kind;
    int64_t before_s;   /* when it was read the last time; 0: never */
    int64_t known_hash; /* of the body that was read for the same keywords last time; 0: none */
    const struct crawl_source *sources[CRAWL_MAX_SOURCES_PER_PAGE + 1];
    size_t n_sources;
    /* What it turned out to be. */
    struct extract_page x;
    struct crawl_posts posts;
    struct crawl_list list;
    struct text canonical; /* another address of the same host that the page says it has; or "" */
    const char *language;
    uint64_t body_hash, page_hash; /* of the bytes; of what the page says */
    uint64_t text_hash;            /* of its text */
    uint64_t shape_hash;           /* of text and title but for numbers */
    bool is_list, same;            /* a feed or sitemap; byte for byte what we had */
};
struct crawl_reader *crawl_read_new(const struct crawl *c);
void crawl_read_free(struct crawl_reader *rd); /* accepts NULL */
void crawl_read_body(struct crawl_reader *rd, struct crawl_reading *read);
/*
 * Read before, is it what reading for what *asked says would give?  What *read
 * was asked for is brought up to date.
 */
bool crawl_read_holds(struct crawl_reading *read, const struct crawl_reading *asked);
/* Start the threads that read jobs; workers.h says in which order they come back. */
void crawl_read_start(struct crawl *c);
bool crawl_read_room(const struct crawl *c); /* false: take one before the next is put */
void crawl_read_put(struct crawl *c, struct crawl_job *job);
struct crawl_job *crawl_read_take(struct crawl *c); /* NULL: none has been put */
struct crawl_job *crawl_read_poll(struct crawl *c); /* NULL: the first is not done yet */

/* crawl_api.c: sources that are read through their site's API; all inside a transaction. */
struct frontier_from;
bool crawl_api_is(enum store_url_kind kind);
/* Is such an address of the source put on the shelf? */
bool crawl_api_shelves(const struct crawl_source *src, enum store_url_kind kind);
/* How the source is read, from what the store knows. */
void crawl_api_setup(struct crawl *c, struct crawl_source *src);
/* A source's own page tells its platform: is there an API now? */
void crawl_api_discover(struct crawl *c, const struct frontier_from *from, struct text platform);
/* What an answer means beyond its status: changes *plan, and the host's clock for what it asks. */
void crawl_api_judge(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
                     const struct crawl_reading *read, struct fetchplan *plan);
void crawl_api_links(struct crawl *c, const struct frontier_from *from,
                     const struct crawl_reading *read);
/* After the row of a job was written: if its API failed, on to the next way. */
void crawl_api_refused(struct crawl *c, const struct crawl_job *job);

/* frontier.c */
struct frontier_link {
    struct text href;  /* as written */
    struct text label; /* of the anchor, or the entry's title */
    struct text about; /* what else tells of the target: its tags, the entry's summary */
    enum store_url_kind kind;
    int64_t lastmod_s; /* 0: not said */
    bool next;         /* the next page of the list it stands on */
    bool aside;        /* outside the content, or rel=nofollow or ugc */
    bool moved;        /* a redirect leads there */
};
struct frontier_from {
    struct crawl_job *job; /* the page it stands on */
    struct text base;      /* hrefs are resolved against */
    struct crawl_source **sources;
    size_t n_sources;
};
/* Inside a transaction.  The id of its row, known or new; 0: it is none of ours. */
int64_t frontier_add(struct crawl *c, const struct frontier_from *from,
                     const struct frontier_link *link);
/* Which source of the run the address belongs to, if it came from src; NULL: none. */
struct crawl_source *frontier_scope(struct crawl *c, struct crawl_source *src,
                                    struct text authority);
/* The address as the frontier knows it; false: no web address. */
bool frontier_canonical(struct text href, struct text base, struct arena *a, struct url *ret);

/* crawl_reply.c */
/* Pages with posted answers that are due, queued unless the run is dry; in c's arena. */
size_t crawl_reply_setup(struct crawl *c, struct crawl_target **ret);
/* Inside the answer's transaction: note whether the answer stands there. */
void crawl_reply_look(struct crawl *c, const struct crawl_job *job, const struct fetch_response *r,
                      enum fetchplan_action action);

/* crawl_target.c */
void crawl_target_setup(struct crawl *c); /* inside a transaction: queue those that are due */
/* For a run that asks for nothing else: is one left on the host; the next of them. */
bool crawl_target_any(const struct crawl *c, const struct crawl_host *h);
bool crawl_target_next(struct crawl *c, const struct crawl_host *h, struct crawl_job *job);

/* crawl_probe.c, while there are visits. */
/* The host changed: those of its visits that may not be, or not soon, are settled. */
void crawl_probe_look(struct crawl *c, struct crawl_host *h);
bool crawl_probe_any(const struct crawl *c, const struct crawl_host *h); /* left on it */
bool crawl_probe_next(struct crawl *c, const struct crawl_host *h, struct crawl_job *job);
void crawl_probe_response(struct crawl *c, struct crawl_job *job, const struct fetch_response *r);

/* crawl_wanted.c; all inside a transaction */
void crawl_wanted_open(struct crawl *c); /* who pays and takes no part */
/* A run begins: what the source leads to, is due, and is paid for by one of those. */
void crawl_wanted_due(struct crawl *c, struct crawl_source *src);
void crawl_wanted_load(struct crawl *c, struct crawl_source *src); /* then: what there is */
/*
 * Its own address, known before it came: asked for in every run, by whomever, like all lists.
 * joined: the source has just come; else what was asked for in this second need not be again.
 */
void crawl_wanted_seed(struct crawl *c, struct crawl_source *src, int64_t id, bool joined);
void crawl_wanted_list(struct crawl *c, struct crawl_source *src, const struct store_url *u,
                       bool joined);
/* The source leads to an address for the first time, or again and called_for. */
struct crawl_wanted_at {
    int64_t id;
    struct crawl_host *host;
    enum store_url_state state;
    enum store_url_kind kind;
    bool called_for; /* its words are keywords now, and were none when it was read */
};
void crawl_wanted_led(struct crawl *c, struct crawl_source *src, const struct crawl_wanted_at *at,
                      int64_t priority, struct arena *a);
/* Was it read before the source's keywords changed, and nothing kept of it? */
bool crawl_wanted_newly(struct crawl *c, const struct crawl_source *src,
                        const struct store_url_known *known);
/* An address that may be asked for, for whom, and how urgently. */
struct crawl_offer {
    struct store_url url;
    struct crawl_source *source;
    int64_t priority;
    bool wanted;
};
bool crawl_wanted_next(struct crawl *c, struct crawl_source *src, const struct crawl_host *h,
                       struct arena *a, struct crawl_offer *ret);
bool crawl_wanted_any(struct crawl *c, const struct crawl_source *src, const struct crawl_host *h);
bool crawl_wanted_by(struct crawl *c, int64_t url_id, struct crawl_source *const *sources,
                     size_t n);
void crawl_wanted_refused(struct crawl *c, const struct crawl_job *job); /* nobody gets it */
/* An answer has come, and its row is about to be written: for these sources it was read. */
void crawl_wanted_done(struct crawl *c, struct crawl_job *job, struct crawl_source *const *sources,
                       size_t n);

/* crawl_links.c: hand them all over; own: the page is the department's. */
void crawl_links_add(struct crawl *c, const struct frontier_from *from,
                     const struct extract_page *x, bool own);

#endif /* CRAWL_PRIVATE_H */
