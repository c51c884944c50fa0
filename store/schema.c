/*
 * schema.c - see schema.h.
 *
 * Kept inside the common subset of SQLite and PostgreSQL: INTEGER (64 bits) and
 * TEXT, BLOB, REAL; INSERT ... ON CONFLICT and RETURNING; no rowid, no FTS.
 * Units are in the names: _s and _ms are Unix time or spans, _bytes bytes.
 * Truth values are 0 and 1.
 */
#include "schema.h"

#include <string.h>

#include "db.h"
#include "url_hash.h"

/* clang-format off */
static const char *const configuration[] = {
    /* What the INI files said when they were last read; a row whose section is
     * gone stays, with active = 0, because other rows speak of it. */
    "CREATE TABLE department (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    "  name TEXT NOT NULL, language TEXT NOT NULL, active INTEGER NOT NULL)",
    "CREATE TABLE source (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER NOT NULL REFERENCES department(id), key TEXT NOT NULL,"
    "  url TEXT NOT NULL, basis TEXT NOT NULL,"
    "  mode TEXT NOT NULL,"            /* answer | listen */
    "  matching TEXT NOT NULL,"        /* keywords | all */
    "  own_site INTEGER NOT NULL, delay_ms INTEGER NOT NULL, max_pages INTEGER NOT NULL,"
    "  active INTEGER NOT NULL, UNIQUE (department_id, key))",
    "CREATE TABLE keyword (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER NOT NULL REFERENCES department(id),"
    "  kind TEXT NOT NULL,"            /* keyword | exclude | person */
    "  phrase TEXT NOT NULL, UNIQUE (department_id, kind, phrase))",
    NULL
};

static const char *const crawler[] = {
    /* One row per authority (scheme://host:port, default port left out), RFC 9309's key.
     * Nothing is sent before next_ok_ms, which is committed before a request leaves;
     * blocked_until_ms is what 429 and 503 asked for; parked_why is NULL while the host is
     * in use.  ip: the address it last answered from, whose clock binds it too. */
    "CREATE TABLE host (id INTEGER PRIMARY KEY, authority TEXT NOT NULL UNIQUE,"
    "  next_ok_ms INTEGER NOT NULL DEFAULT 0, crawl_delay_ms INTEGER NOT NULL DEFAULT 0,"
    "  response_ms INTEGER NOT NULL DEFAULT 0, blocked_until_ms INTEGER NOT NULL DEFAULT 0,"
    "  backoff_step INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,"
    "  parked_until_s INTEGER NOT NULL DEFAULT 0, parked_why TEXT, ip TEXT,"
    "  robots_verdict TEXT,"           /* NULL: not asked | rules | allow | disallow */
    "  robots_status INTEGER NOT NULL DEFAULT 0, robots_body BLOB,"
    "  robots_fetched_s INTEGER NOT NULL DEFAULT 0, robots_expires_s INTEGER NOT NULL DEFAULT 0,"
    "  robots_failing_s INTEGER NOT NULL DEFAULT 0,"
    "  last_ok_s INTEGER NOT NULL DEFAULT 0, requests INTEGER NOT NULL DEFAULT 0,"
    "  lease_owner TEXT, lease_until_s INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE ip_clock (ip TEXT PRIMARY KEY, next_ok_ms INTEGER NOT NULL)",
    /* An address is one row however many sources lead to it.  source_id is the one whose
     * budget pays for it; url_source names all of them once it is fetched, and the others
     * before.  state: queued | waiting (for due_s, to try again) | done | gone | failed |
     * refused | shelved (read by API instead); reason says why in words.  hops: redirects that
     * led here. */
    "CREATE TABLE url (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, address TEXT NOT NULL,"
    "  host_id INTEGER NOT NULL REFERENCES host(id),"
    "  source_id INTEGER NOT NULL REFERENCES source(id), state TEXT NOT NULL,"
    "  reason TEXT, kind TEXT NOT NULL,"          /* seed | page | feed | sitemap | api | item */
    "  depth INTEGER NOT NULL, hops INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL,"
    "  due_s INTEGER NOT NULL DEFAULT 0, interval_s INTEGER NOT NULL DEFAULT 0,"
    "  tries INTEGER NOT NULL DEFAULT 0, etag TEXT, last_modified TEXT, content_hash INTEGER,"
    "  rules_hash INTEGER, lastmod_s INTEGER, redirect_to INTEGER, found_on INTEGER,"
    "  first_seen_s INTEGER NOT NULL, fetched_s INTEGER)",
    "CREATE INDEX url_hash ON url (hash)",
    "CREATE INDEX url_queue ON url (source_id, host_id, priority DESC, id)"
    "  WHERE state = 'queued'",
    "CREATE INDEX url_due ON url (source_id, due_s) WHERE state IN ('waiting', 'done')",
    "CREATE TABLE url_source (url_id INTEGER NOT NULL REFERENCES url(id),"
    "  source_id INTEGER NOT NULL REFERENCES source(id), PRIMARY KEY (url_id, source_id))",
    "CREATE INDEX url_source_source ON url_source (source_id)",
    /* Path shapes (digits as one) of a host whose last pages read all the same: traps. */
    "CREATE TABLE url_shape (host_id INTEGER NOT NULL REFERENCES host(id),"
    "  shape INTEGER NOT NULL, text_hash INTEGER NOT NULL, n_same INTEGER NOT NULL,"
    "  PRIMARY KEY (host_id, shape))",
    /* One row per request that was sent: what why and the reports read.  url_id is NULL
     * for robots.txt. */
    "CREATE TABLE fetch (id INTEGER PRIMARY KEY, host_id INTEGER NOT NULL REFERENCES host(id),"
    "  url_id INTEGER REFERENCES url(id), run_id INTEGER NOT NULL,"
    "  at_ms INTEGER NOT NULL, span_ms INTEGER NOT NULL, status INTEGER NOT NULL,"
    "  body_bytes INTEGER NOT NULL, outcome TEXT NOT NULL)",
    "CREATE INDEX fetch_url ON fetch (url_id, at_ms)",
    "CREATE TABLE page (url_id INTEGER PRIMARY KEY REFERENCES url(id), title TEXT NOT NULL,"
    "  canonical TEXT, language TEXT, kind TEXT NOT NULL, profile TEXT,"
    "  content_hash INTEGER NOT NULL, noindex INTEGER NOT NULL, fetched_s INTEGER NOT NULL,"
    "  changed_s INTEGER NOT NULL)",
    /* Main text of own-site pages, as published. */
    "CREATE TABLE page_text (url_id INTEGER PRIMARY KEY REFERENCES url(id),"
    "  text TEXT NOT NULL, text_hash INTEGER NOT NULL)",
    /* A question as found on one page.  permalink is what identifies it.  gone_s: the page
     * or the post is no longer there. */
    "CREATE TABLE post (id INTEGER PRIMARY KEY, url_id INTEGER NOT NULL REFERENCES url(id),"
    "  permalink TEXT NOT NULL UNIQUE, title TEXT NOT NULL, body TEXT NOT NULL,"
    "  language TEXT, posted_s INTEGER, answers INTEGER, accepted INTEGER NOT NULL DEFAULT 0,"
    "  closed INTEGER NOT NULL DEFAULT 0, score INTEGER, views INTEGER, tags TEXT NOT NULL,"
    "  asker_hash TEXT, how TEXT NOT NULL, p REAL NOT NULL, masked INTEGER NOT NULL DEFAULT 0,"
    "  content_hash INTEGER NOT NULL, first_seen_s INTEGER NOT NULL, last_seen_s INTEGER NOT NULL,"
    "  changed_s INTEGER NOT NULL, gone_s INTEGER)",
    "CREATE INDEX post_url ON post (url_id)",
    /* Which department a post is kept for, through which source, by which words. */
    "CREATE TABLE post_match (post_id INTEGER NOT NULL REFERENCES post(id),"
    "  department_id INTEGER NOT NULL REFERENCES department(id),"
    "  source_id INTEGER NOT NULL REFERENCES source(id), words TEXT NOT NULL,"
    "  PRIMARY KEY (post_id, department_id))",
    "CREATE INDEX post_match_department ON post_match (department_id)",
    /* A run that was killed has no ended_s: the next one takes it up, budgets included. */
    "CREATE TABLE crawl_run (id INTEGER PRIMARY KEY, started_s INTEGER NOT NULL,"
    "  ended_s INTEGER, requests INTEGER NOT NULL DEFAULT 0, pages INTEGER NOT NULL DEFAULT 0,"
    "  questions INTEGER NOT NULL DEFAULT 0, outcome TEXT)",
    /* What a run did for a source; pages counts against its max_pages. */
    "CREATE TABLE crawl_source (run_id INTEGER NOT NULL REFERENCES crawl_run(id),"
    "  source_id INTEGER NOT NULL REFERENCES source(id), requests INTEGER NOT NULL DEFAULT 0,"
    "  pages INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,"
    "  failed INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,"
    "  skipped INTEGER NOT NULL DEFAULT 0, threads INTEGER NOT NULL DEFAULT 0,"
    "  questions INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (run_id, source_id))",
    NULL
};

static const char *const indexer[] = {
    /* A department's question: what all posts with the same words in the same order
     * share.  stems is the normal form that stem_hash is the hash of. */
    "CREATE TABLE question (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER NOT NULL REFERENCES department(id),"
    "  text TEXT NOT NULL, body TEXT NOT NULL, language TEXT NOT NULL, stems TEXT NOT NULL,"
    "  stem_hash INTEGER NOT NULL, created_s INTEGER NOT NULL,"
    "  UNIQUE (department_id, stem_hash, stems))",
    /* post_hash is the post's content_hash when it was indexed. */
    "CREATE TABLE sighting (post_id INTEGER NOT NULL REFERENCES post(id),"
    "  department_id INTEGER NOT NULL REFERENCES department(id),"
    "  question_id INTEGER NOT NULL REFERENCES question(id), post_hash INTEGER NOT NULL,"
    "  PRIMARY KEY (post_id, department_id))",
    "CREATE INDEX sighting_question ON sighting (question_id)",
    /* What one line of an editor's list is.  merged_into: another group took it over. */
    "CREATE TABLE question_group (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER NOT NULL REFERENCES department(id),"
    "  head_id INTEGER NOT NULL REFERENCES question(id), merged_into INTEGER,"
    "  created_s INTEGER NOT NULL, changed_s INTEGER NOT NULL)",
    "CREATE INDEX question_group_department ON question_group (department_id)",
    "CREATE TABLE group_link (question_id INTEGER PRIMARY KEY REFERENCES question(id),"
    "  group_id INTEGER NOT NULL REFERENCES question_group(id), p REAL NOT NULL,"
    "  why TEXT NOT NULL)",
    "CREATE INDEX group_link_group ON group_link (group_id)",
    /* Stretches of own-site pages, byte offsets into page_text.text of text_hash. */
    "CREATE TABLE passage (url_id INTEGER NOT NULL REFERENCES url(id), ordinal INTEGER NOT NULL,"
    "  text_hash INTEGER NOT NULL, start_at INTEGER NOT NULL, end_at INTEGER NOT NULL,"
    "  heading TEXT NOT NULL, PRIMARY KEY (url_id, ordinal))",
    NULL
};

static const char *const drafter[] = {
    /* What the program proposes for a group.  A newer row for the same group supersedes
     * an older one; basis_hash tells what it was made from (question and pages). */
    "CREATE TABLE draft (id INTEGER PRIMARY KEY,"
    "  group_id INTEGER NOT NULL REFERENCES question_group(id),"
    "  tone TEXT NOT NULL, tone_p REAL NOT NULL,"
    "  kind TEXT NOT NULL,"            /* answer | acknowledge | contact */
    "  answer TEXT NOT NULL, link TEXT, link_url_id INTEGER, confidence REAL NOT NULL,"
    "  voice TEXT NOT NULL, template TEXT NOT NULL, basis_hash INTEGER NOT NULL,"
    "  checks TEXT NOT NULL, created_s INTEGER NOT NULL)",
    "CREATE INDEX draft_group ON draft (group_id)",
    /* Byte-exact evidence: text = page_text.text[start_at:end_at] while text_hash holds. */
    "CREATE TABLE draft_sentence (draft_id INTEGER NOT NULL REFERENCES draft(id),"
    "  ordinal INTEGER NOT NULL, text TEXT NOT NULL, url_id INTEGER NOT NULL REFERENCES url(id),"
    "  start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, fetched_s INTEGER NOT NULL,"
    "  text_hash INTEGER NOT NULL, PRIMARY KEY (draft_id, ordinal))",
    /* The pages that were weighed, best first. */
    "CREATE TABLE evidence (draft_id INTEGER NOT NULL REFERENCES draft(id),"
    "  ordinal INTEGER NOT NULL, url_id INTEGER NOT NULL REFERENCES url(id), score REAL NOT NULL,"
    "  PRIMARY KEY (draft_id, ordinal))",
    /* A group that no page answers: a page somebody should write. */
    "CREATE TABLE gap (group_id INTEGER PRIMARY KEY REFERENCES question_group(id),"
    "  why TEXT NOT NULL, nearest_url_id INTEGER, confidence REAL NOT NULL, tone TEXT NOT NULL,"
    "  basis_hash INTEGER NOT NULL, created_s INTEGER NOT NULL)",
    NULL
};

static const char *const review[] = {
    /* Append-only.  revision counts a draft's decisions from 1; a draft nobody has
     * touched is at revision 0.  text: the answer after an edit. */
    "CREATE TABLE decision (id INTEGER PRIMARY KEY, draft_id INTEGER NOT NULL REFERENCES draft(id),"
    "  revision INTEGER NOT NULL, verb TEXT NOT NULL,"   /* approve | reject | edit | reopen */
    "  state TEXT NOT NULL, text TEXT, reason TEXT, actor TEXT NOT NULL, at_s INTEGER NOT NULL,"
    "  UNIQUE (draft_id, revision))",
    NULL
};

/* One entry per version; each is a list of lists of statements. */
static const char *const *const version_1[] = { configuration, crawler, indexer, drafter, review, NULL };
static const char *const *const *const migrations[] = { version_1, schema_2 };
/* What SQL cannot do for a version, done before its statements; NULL: nothing. */
static void (*const steps[])(struct store *s) = { NULL, url_hash_all };

#define ROLE(r) (1u << STORE_##r)
/* Whoever changes where a group stands. */
#define LISTED  (ROLE(CRAWLER) | ROLE(INDEXER) | ROLE(DRAFTER) | ROLE(REVIEW) | ROLE(RETENTION))
static const struct writers {
    const char *table;
    unsigned roles;
    const char *blanks; /* columns that retention and erasure may empty or mend; NULL: none */
} writers[] = {
    { "department", ROLE(CONFIG) },    { "source", ROLE(CONFIG) },
    { "keyword", ROLE(CONFIG) },       { "host", ROLE(CRAWLER) },
    { "ip_clock", ROLE(CRAWLER) },
    { "url", ROLE(CRAWLER), "state reason due_s label address" },
    { "url_source", ROLE(CRAWLER) },   { "fetch", ROLE(CRAWLER) },
    { "url_wanted", ROLE(CRAWLER) },   { "source_rules", ROLE(CRAWLER) },
    { "page", ROLE(CRAWLER), "title canonical" },
    { "page_text", ROLE(CRAWLER) },
    { "post", ROLE(CRAWLER), "title body asker_hash" },
    { "post_match", ROLE(CRAWLER) },   { "crawl_run", ROLE(CRAWLER) },
    { "crawl_source", ROLE(CRAWLER) }, { "url_shape", ROLE(CRAWLER) },
    { "archive", ROLE(CRAWLER), "offset_bytes length_bytes" },
    { "question", ROLE(INDEXER), "text body stems stem_hash" },
    { "sighting", ROLE(INDEXER) },
    { "question_group", ROLE(INDEXER), "head_id changed_s" },
    { "group_link", ROLE(INDEXER), "why" },
    { "passage", ROLE(INDEXER) },
    { "page_sketch", ROLE(INDEXER) },  { "page_like", ROLE(INDEXER) },
    { "page_twin", ROLE(INDEXER) },
    { "draft", ROLE(DRAFTER), "answer asked checks post_id from_id" },
    { "draft_sentence", ROLE(DRAFTER), "text" },
    { "evidence", ROLE(DRAFTER) },
    { "gap", ROLE(DRAFTER), "why" },
    { "gap_page", ROLE(DRAFTER) },     { "asks_nothing", ROLE(DRAFTER) },
    { "stale", ROLE(DRAFTER), "was is" },
    { "gap_past", ROLE(DRAFTER) },
    { "queue", LISTED },               { "queue_count", LISTED },
    { "decision", ROLE(REVIEW), "text arg reason" },
    { "note", ROLE(REVIEW), "text" },
    { "lease", ROLE(REVIEW) },
    { "typed", ROLE(REVIEW), "text" },
    { "posting", ROLE(REVIEW), "post_id url" },
    { "account", ROLE(REVIEW) },       { "account_role", ROLE(REVIEW) },
    { "session", ROLE(REVIEW) },       { "once", ROLE(REVIEW) },
    { "audit", ROLE(REVIEW) | ROLE(RETENTION) },{ "attempt", ROLE(REVIEW) },
    { "group_decision", ROLE(REVIEW) },{ "group_decision_part", ROLE(REVIEW) },
    { "group_applied", ROLE(INDEXER) },{ "tombstone", ROLE(RETENTION) },
    { "past_count", ROLE(RETENTION) }, { "audit_base", ROLE(RETENTION) },
    { "reply", ROLE(CRAWLER) },
    { "schedule_run", ROLE(SCHEDULER) },{ "digest_log", ROLE(SCHEDULER) },
    { "alarm", ROLE(SCHEDULER), "text" },{ "alarm_look", ROLE(SCHEDULER) },
    { "alarm_mail", ROLE(SCHEDULER) },
    { "webhook_since", ROLE(SCHEDULER), "since_s" },
    { "webhook_log", ROLE(SCHEDULER), "body" },
    { "frozen_list", ROLE(EXPORTS), "bytes hash" },
    { "intake", ROLE(CRAWLER), "place" },
    { "journal", ROLE(REVIEW), "text" },
    { "goal", ROLE(REVIEW) },          { "begun", ROLE(CRAWLER) },
    { "source_begun", ROLE(CRAWLER) },
    { "visit", ROLE(CRAWLER) },        { "weblog_line", ROLE(CRAWLER) },
    { "weblog_floor", ROLE(RETENTION) },
    { "weblog_key", ROLE(CRAWLER) },   { "weblog_seam", ROLE(CRAWLER) },
    { "campaign", ROLE(CONFIG) },      { "post_campaign", ROLE(INDEXER) },
    { "group_audience", ROLE(REVIEW) },
    { "experiment", ROLE(CONFIG) },    { "experiment_arm", ROLE(DRAFTER) },
};
/* clang-format on */

const int schema_version = sizeof(migrations) / sizeof(migrations[0]);

void
schema_migrate(struct store *s, int from, int to)
{
    for (int v = from; v < to; v++) {
        if (steps[v] != NULL)
            steps[v](s);
        for (const char *const *const *group = migrations[v]; *group != NULL; group++)
            for (const char *const *sql = *group; *sql != NULL; sql++)
                db_script(s, *sql);
    }
}

const char *
schema_table(size_t i)
{
    return i < N_ELEMENTS(writers) ? writers[i].table : NULL;
}

unsigned
schema_writers(const char *table)
{
    for (size_t i = 0; i < N_ELEMENTS(writers); i++)
        if (strcmp(writers[i].table, table) == 0)
            return writers[i].roles;
    return 0;
}

bool
schema_blanks(const char *table, const char *column)
{
    struct text rest = TEXT_NONE, word;

    for (size_t i = 0; i < N_ELEMENTS(writers); i++)
        if (strcmp(writers[i].table, table) == 0)
            rest = text_of(writers[i].blanks);
    while (text_cut(&rest, " ", &word))
        if (text_is(word, column))
            return true;
    return false;
}
