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

/* ---- version 2 ---- */

static const char *const frontier_2[] = {
    /* Links of one page lead to few hosts, and to numbers near each other (url_hash.h): they
     * touch few pages of this tree however many addresses there are, where a hash alone
     * touched another one for each. */
    "DROP INDEX url_hash",
    "CREATE INDEX url_known ON url (host_id, hash)",
    /* due_s: when it is queued again; 0 while it is queued, or never. */
    "UPDATE url SET due_s = 0 WHERE due_s <> 0 AND state IN ('queued', 'gone', 'refused')",
    "UPDATE url SET due_s = coalesce(fetched_s, first_seen_s) + 2592000 WHERE state = 'failed'",
    "DROP INDEX url_due",
    "CREATE INDEX url_due ON url (source_id, due_s) WHERE due_s > 0",
    /* What every run asks for anew is found without reading the pages. */
    "CREATE INDEX url_list ON url (source_id) WHERE kind NOT IN ('page', 'item')",
    /* What is not asked for while the source is read through its site's API. */
    "CREATE INDEX url_shelf ON url (source_id) WHERE state = 'shelved'",
    /* Of an own site's page: what the link said that led to it first. */
    "ALTER TABLE url ADD COLUMN label TEXT",
    NULL
};

static const char *const explain_2[] = {
    /* What why tells of a page.  left_out: the questions on it that were not kept, each with
     * its probability and the reason, without their words. */
    "ALTER TABLE page ADD COLUMN nofollow INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE page ADD COLUMN left_out TEXT",
    NULL
};

static const char *const politeness_2[] = {
    /* When the request that is under way was sent; 0: none is.  A run that finds it set was
     * preceded by one that died while it asked. */
    "ALTER TABLE host ADD COLUMN asked_ms INTEGER NOT NULL DEFAULT 0",
    NULL
};

static const char *const archive_2[] = {
    /* Where below archive/ the record of an answer stands: by it, retention and erasure find
     * copies.  url_id is NULL and address set where the crawl has no row for it (robots.txt).
     * digest: sha1 of the payload, base 32.  same_as_ms: the record is a revisit, the payload
     * is in the record of that time. */
    "CREATE TABLE archive (id INTEGER PRIMARY KEY, url_id INTEGER REFERENCES url(id),"
    "  address TEXT, file TEXT NOT NULL, offset_bytes INTEGER NOT NULL,"
    "  length_bytes INTEGER NOT NULL, at_ms INTEGER NOT NULL, status INTEGER NOT NULL,"
    "  digest TEXT, same_as_ms INTEGER, UNIQUE (file, offset_bytes))",
    "CREATE INDEX archive_url ON archive (url_id, at_ms) WHERE url_id IS NOT NULL",
    "CREATE INDEX archive_address ON archive (address, at_ms) WHERE address IS NOT NULL",
    NULL
};

static const char *const identity_2[] = {
    /* Append-only: what editors decided about groups.  parts: groups of a merge, questions
     * of a split, the question of a head; undoes: the decision that an undo takes back.
     * head_id: the group's head until then. */
    "CREATE TABLE group_decision (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER NOT NULL REFERENCES department(id),"
    "  verb TEXT NOT NULL,"            /* merge | split | head | undo */
    "  group_id INTEGER NOT NULL REFERENCES question_group(id),"
    "  undoes INTEGER REFERENCES group_decision(id), head_id INTEGER NOT NULL,"
    "  actor TEXT NOT NULL, at_s INTEGER NOT NULL)",
    "CREATE INDEX group_decision_department ON group_decision (department_id)",
    "CREATE TABLE group_decision_part ("
    "  decision_id INTEGER NOT NULL REFERENCES group_decision(id), ordinal INTEGER NOT NULL,"
    "  part_id INTEGER NOT NULL, PRIMARY KEY (decision_id, ordinal))",
    /* The last decision that question_group and group_link show. */
    "CREATE TABLE group_applied (department_id INTEGER PRIMARY KEY REFERENCES department(id),"
    "  decision_id INTEGER NOT NULL REFERENCES group_decision(id))",
    /* home_id: the group the program put the question in, where a decision moved it; else NULL. */
    "ALTER TABLE group_link ADD COLUMN home_id INTEGER",
    /* The split that opened the group. */
    "ALTER TABLE question_group ADD COLUMN decision_id INTEGER",
    "CREATE UNIQUE INDEX question_group_decision ON question_group (decision_id)"
    "  WHERE decision_id IS NOT NULL",
    NULL
};

static const char *const mute_2[] = {
    /* muted: the source's mute line that hides the post from lists and drafts; NULL: it is
     * heard.  Whoever lists or drafts reads heard. */
    "ALTER TABLE sighting ADD COLUMN muted TEXT",
    "CREATE INDEX sighting_muted ON sighting (department_id) WHERE muted IS NOT NULL",
    "CREATE VIEW heard AS SELECT post_id, department_id, question_id, post_hash FROM sighting"
    "  WHERE muted IS NULL",
    NULL
};

static const char *const twin_2[] = {
    /* Own pages that say the same.  sketch is of the text text_hash names; likeness between
     * pairs, url_id < other_id; page_twin: url_id is left out for of_id, which counts for why. */
    "CREATE TABLE page_sketch (url_id INTEGER PRIMARY KEY REFERENCES url(id),"
    "  text_hash INTEGER NOT NULL, sketch BLOB NOT NULL)",
    "CREATE TABLE page_like (url_id INTEGER NOT NULL REFERENCES url(id),"
    "  other_id INTEGER NOT NULL REFERENCES url(id), likeness REAL NOT NULL,"
    "  PRIMARY KEY (url_id, other_id))",
    "CREATE INDEX page_like_other ON page_like (other_id)",
    "CREATE TABLE page_twin (url_id INTEGER PRIMARY KEY REFERENCES url(id),"
    "  of_id INTEGER NOT NULL REFERENCES url(id), likeness REAL NOT NULL, why TEXT NOT NULL)",
    "CREATE INDEX page_twin_of ON page_twin (of_id)",
    NULL
};

static const char *const decision_2[] = {
    /* Decisions are about a group, which may have no draft.  revision counts a group's from 1;
     * draft_id: the group's latest draft then, NULL where it had none or a gap.  state, text:
     * what it is, and says, from then on (text NULL: as before).  arg: a verb's own, see
     * store_decision.h.  undoes: the decision that an undo takes back. */
    "CREATE TABLE decided (id INTEGER PRIMARY KEY,"
    "  group_id INTEGER NOT NULL REFERENCES question_group(id),"
    "  draft_id INTEGER REFERENCES draft(id), revision INTEGER NOT NULL, verb TEXT NOT NULL,"
    "  state TEXT NOT NULL, text TEXT, arg TEXT, reason TEXT, actor TEXT NOT NULL,"
    "  at_s INTEGER NOT NULL, undoes INTEGER, UNIQUE (group_id, revision))",
    "INSERT INTO decided (id, group_id, draft_id, revision, verb, state, text, reason, actor, at_s)"
    "  SELECT d.id, draft.group_id, d.draft_id,"
    "  ROW_NUMBER() OVER (PARTITION BY draft.group_id ORDER BY d.id), d.verb, d.state, d.text,"
    "  d.reason, d.actor, d.at_s FROM decision d JOIN draft ON draft.id = d.draft_id",
    "DROP TABLE decision",
    "ALTER TABLE decided RENAME TO decision",
    "CREATE INDEX decision_draft ON decision (draft_id)",
    "CREATE INDEX decision_actor ON decision (actor, at_s)",
    NULL
};

static const char *const review_2[] = {
    /* Remarks of editors; they change nothing and never conflict. */
    "CREATE TABLE note (id INTEGER PRIMARY KEY,"
    "  group_id INTEGER NOT NULL REFERENCES question_group(id), text TEXT NOT NULL,"
    "  actor TEXT NOT NULL, at_s INTEGER NOT NULL)",
    "CREATE INDEX note_group ON note (group_id)",
    /* Who has a card open to edit it; advisory. */
    "CREATE TABLE lease (group_id INTEGER PRIMARY KEY REFERENCES question_group(id),"
    "  actor TEXT NOT NULL, since_s INTEGER NOT NULL, until_s INTEGER NOT NULL)",
    /* What somebody has typed and not saved yet. */
    "CREATE TABLE typed (group_id INTEGER NOT NULL REFERENCES question_group(id),"
    "  actor TEXT NOT NULL, revision INTEGER NOT NULL, text TEXT NOT NULL, at_s INTEGER NOT NULL,"
    "  PRIMARY KEY (group_id, actor))",
    /* Where an answer was posted by hand.  post_id: the question it stands under, where known;
     * url NULL: nobody wrote down where. */
    "CREATE TABLE posting (id INTEGER PRIMARY KEY, draft_id INTEGER NOT NULL REFERENCES draft(id),"
    "  decision_id INTEGER REFERENCES decision(id), post_id INTEGER REFERENCES post(id),"
    "  url TEXT, actor TEXT NOT NULL, at_s INTEGER NOT NULL)",
    "CREATE INDEX posting_draft ON posting (draft_id)",
    "CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    "  full_name TEXT NOT NULL, mail TEXT, password TEXT, totp_secret BLOB, totp_step INTEGER,"
    "  disabled INTEGER NOT NULL DEFAULT 0, settings TEXT NOT NULL DEFAULT '{}',"
    "  created_s INTEGER NOT NULL, seen_s INTEGER)",
    /* department_id NULL: all of them. */
    "CREATE TABLE account_role (id INTEGER PRIMARY KEY,"
    "  account_id INTEGER NOT NULL REFERENCES account(id),"
    "  department_id INTEGER REFERENCES department(id), role TEXT NOT NULL)",
    "CREATE INDEX account_role_account ON account_role (account_id)",
    /* hash: of the token in the cookie, which is stored nowhere. */
    "CREATE TABLE session (hash BLOB PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES account(id),"
    "  csrf TEXT NOT NULL, created_s INTEGER NOT NULL, seen_s INTEGER NOT NULL,"
    "  until_s INTEGER NOT NULL, address TEXT NOT NULL, name TEXT NOT NULL)",
    "CREATE INDEX session_account ON session (account_id)",
    /* Links that work once: the first account, a new password. */
    "CREATE TABLE once (hash BLOB PRIMARY KEY, account_id INTEGER REFERENCES account(id),"
    "  purpose TEXT NOT NULL, until_s INTEGER NOT NULL)",
    /* Sign-ins that failed in a row; key: hash of the name or the address. */
    "CREATE TABLE attempt (key BLOB PRIMARY KEY, failures INTEGER NOT NULL, last_s INTEGER NOT NULL)",
    "CREATE INDEX attempt_last ON attempt (last_s)",
    /* Append-only; hash covers the row and the hash of the row before. */
    "CREATE TABLE audit (id INTEGER PRIMARY KEY, at_s INTEGER NOT NULL, actor TEXT NOT NULL,"
    "  action TEXT NOT NULL, object TEXT NOT NULL, before TEXT, after TEXT, address TEXT NOT NULL,"
    "  result TEXT NOT NULL, hash BLOB NOT NULL)",
    NULL
};

static const char *const drafter_2[] = {
    /* origin: machine | reused (from_id: the draft whose answer it repeats) | written (by hand).
     * decision_id: the editor's request that it follows.  model: what rephrased it. */
    "ALTER TABLE draft ADD COLUMN origin TEXT NOT NULL DEFAULT 'machine'",
    "ALTER TABLE draft ADD COLUMN from_id INTEGER",
    "ALTER TABLE draft ADD COLUMN decision_id INTEGER",
    "ALTER TABLE draft ADD COLUMN model TEXT",
    /* The post whose words stood for the group then, and these words; NULL: not known. */
    "ALTER TABLE draft ADD COLUMN post_id INTEGER",
    "ALTER TABLE draft ADD COLUMN asked TEXT",
    /* escalation: the kind of word for which a person must see it; owner: whom it is routed to. */
    "ALTER TABLE gap ADD COLUMN escalation TEXT",
    "ALTER TABLE gap ADD COLUMN owner TEXT",
    /* The pages that were weighed for a gap, best first. */
    "CREATE TABLE gap_page (group_id INTEGER NOT NULL REFERENCES question_group(id),"
    "  ordinal INTEGER NOT NULL, url_id INTEGER NOT NULL REFERENCES url(id), score REAL NOT NULL,"
    "  PRIMARY KEY (group_id, ordinal))",
    /* An approved or posted answer that does not hold any more: was and is are the passage, the
     * link or the question, before and now.  It is stale until a decision after revision. */
    "CREATE TABLE stale (draft_id INTEGER PRIMARY KEY REFERENCES draft(id),"
    "  revision INTEGER NOT NULL, why TEXT NOT NULL, was TEXT NOT NULL, \"is\" TEXT NOT NULL,"
    "  at_s INTEGER NOT NULL)",
    NULL
};

static const char *const mention_2[] = {
    /* asks: 0 for a mention, a wording that asks nothing: no post of a question is one of its. */
    "ALTER TABLE question ADD COLUMN asks INTEGER NOT NULL DEFAULT 1",
    /* owner: the person that the question asks about. */
    "ALTER TABLE draft ADD COLUMN owner TEXT",
    /* An answer posted in a thread, or given to an asker, stands beside the next question there. */
    "CREATE INDEX posting_url ON posting (url) WHERE url IS NOT NULL",
    "CREATE INDEX posting_post ON posting (post_id) WHERE post_id IS NOT NULL",
    "CREATE INDEX post_asker ON post (asker_hash) WHERE asker_hash IS NOT NULL",
    NULL
};

static const char *const queue_2[] = {
    /* Derived: where every listed group stands (standing.h), so that lists need not work it out
     * for each.  Made anew for a group by store_queue_touch() in the transaction that changes it. */
    "CREATE TABLE queue (group_id INTEGER PRIMARY KEY REFERENCES question_group(id),"
    "  department_id INTEGER NOT NULL, state TEXT NOT NULL, draft_id INTEGER, kind TEXT NOT NULL,"
    "  tone TEXT NOT NULL, escalation TEXT, rank INTEGER NOT NULL, confidence REAL NOT NULL,"
    "  asks INTEGER NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL,"
    "  times_asked INTEGER NOT NULL, sites INTEGER NOT NULL, first_asked_s INTEGER NOT NULL,"
    "  last_asked_s INTEGER NOT NULL, until_s INTEGER NOT NULL, owner TEXT,"
    "  revision INTEGER NOT NULL, changed_s INTEGER NOT NULL)",
    /* What lists are narrowed down by stands in it, so that they read no row in vain. */
    "CREATE INDEX queue_rank ON queue (department_id, state, rank DESC, group_id, tone)",
    /* How many rows; kept with them. */
    "CREATE TABLE queue_count (department_id INTEGER NOT NULL, state TEXT NOT NULL,"
    "  n INTEGER NOT NULL, PRIMARY KEY (department_id, state))",
    "CREATE INDEX queue_until ON queue (until_s) WHERE until_s > 0",
    NULL
};

/* One entry per version; each is a list of lists of statements. */
static const char *const *const version_1[] = { configuration, crawler, indexer, drafter, review, NULL };
static const char *const *const version_2[] = { frontier_2, explain_2, politeness_2, archive_2, identity_2, mute_2, twin_2,
    decision_2, review_2, drafter_2, mention_2, queue_2, NULL };
static const char *const *const *const migrations[] = { version_1, version_2 };
/* What SQL cannot do for a version, done before its statements; NULL: nothing. */
static void (*const steps[])(struct store *s) = { NULL, url_hash_all };

#define ROLE(r) (1u << STORE_##r)
/* Whoever changes where a group stands. */
#define LISTED  (ROLE(CRAWLER) | ROLE(INDEXER) | ROLE(DRAFTER) | ROLE(REVIEW))
static const struct writers {
    const char *table;
    unsigned roles;
} writers[] = {
    { "department", ROLE(CONFIG) },    { "source", ROLE(CONFIG) },
    { "keyword", ROLE(CONFIG) },
    { "host", ROLE(CRAWLER) },         { "ip_clock", ROLE(CRAWLER) },
    { "url", ROLE(CRAWLER) },          { "url_source", ROLE(CRAWLER) },
    { "fetch", ROLE(CRAWLER) },        { "page", ROLE(CRAWLER) },
    { "page_text", ROLE(CRAWLER) },    { "post", ROLE(CRAWLER) },
    { "post_match", ROLE(CRAWLER) },   { "crawl_run", ROLE(CRAWLER) },
    { "crawl_source", ROLE(CRAWLER) }, { "url_shape", ROLE(CRAWLER) },
    { "archive", ROLE(CRAWLER) },
    { "question", ROLE(INDEXER) },     { "sighting", ROLE(INDEXER) },
    { "question_group", ROLE(INDEXER) }, { "group_link", ROLE(INDEXER) },
    { "passage", ROLE(INDEXER) },      { "page_sketch", ROLE(INDEXER) },
    { "page_like", ROLE(INDEXER) },    { "page_twin", ROLE(INDEXER) },
    { "draft", ROLE(DRAFTER) },        { "draft_sentence", ROLE(DRAFTER) },
    { "evidence", ROLE(DRAFTER) },     { "gap", ROLE(DRAFTER) },
    { "gap_page", ROLE(DRAFTER) },     { "stale", ROLE(DRAFTER) },
    { "queue", LISTED },
    { "queue_count", LISTED },
    { "decision", ROLE(REVIEW) },      { "note", ROLE(REVIEW) },
    { "lease", ROLE(REVIEW) },         { "typed", ROLE(REVIEW) },
    { "posting", ROLE(REVIEW) },       { "account", ROLE(REVIEW) },
    { "account_role", ROLE(REVIEW) },  { "session", ROLE(REVIEW) },
    { "once", ROLE(REVIEW) },          { "audit", ROLE(REVIEW) },
    { "attempt", ROLE(REVIEW) },
    { "group_decision", ROLE(REVIEW) },
    { "group_decision_part", ROLE(REVIEW) },
    { "group_applied", ROLE(INDEXER) },
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
