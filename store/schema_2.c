/*
 * schema_2.c - the statements of version 2; see schema.h.  A store of version 1 has run those
 * of schema.c.
 */
#include <stddef.h>

#include "schema.h"

/* clang-format off */
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
    /* Addresses that a source wants read for itself: those that were read before it led there,
     * and those that stand in another one's queue.  later: asked for in the run that found it
     * out, so it is left to the next one. */
    "CREATE TABLE url_wanted (url_id INTEGER NOT NULL REFERENCES url(id),"
    "  source_id INTEGER NOT NULL REFERENCES source(id), host_id INTEGER NOT NULL,"
    "  priority INTEGER NOT NULL, later INTEGER NOT NULL, PRIMARY KEY (url_id, source_id))",
    "CREATE INDEX url_wanted_next ON url_wanted (source_id, later, host_id, priority DESC, url_id)",
    /* What a source's pages are read for, and since when; since_s 0: since it is known. */
    "CREATE TABLE source_rules (source_id INTEGER PRIMARY KEY REFERENCES source(id),"
    "  rules_hash INTEGER NOT NULL, since_s INTEGER NOT NULL)",
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
    /* Groups that ask nothing, and get neither draft nor gap: what they were looked at with. */
    "CREATE TABLE asks_nothing (group_id INTEGER PRIMARY KEY REFERENCES question_group(id),"
    "  basis_hash INTEGER NOT NULL)",
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
    /* tags, words: what it is narrowed down by (queue_tags.h).  They stand in front, for a filter
     * that no index serves reads every row up to them. */
    "CREATE TABLE queue (group_id INTEGER PRIMARY KEY REFERENCES question_group(id),"
    "  department_id INTEGER NOT NULL, state TEXT NOT NULL, tags TEXT NOT NULL,"
    "  words TEXT NOT NULL, draft_id INTEGER, kind TEXT NOT NULL,"
    "  tone TEXT NOT NULL, escalation TEXT, rank INTEGER NOT NULL, confidence REAL NOT NULL,"
    "  asks INTEGER NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL,"
    "  times_asked INTEGER NOT NULL, sites INTEGER NOT NULL, first_asked_s INTEGER NOT NULL,"
    "  last_asked_s INTEGER NOT NULL, until_s INTEGER NOT NULL, owner TEXT,"
    "  revision INTEGER NOT NULL, changed_s INTEGER NOT NULL)",
    /* What lists are narrowed down by stands in it, so that they read no row in vain. */
    "CREATE INDEX queue_rank ON queue (department_id, state, rank DESC, group_id, tone)",
    "CREATE INDEX queue_asked ON queue (department_id, state, last_asked_s DESC, group_id, tone)",
    "CREATE INDEX queue_times ON queue (department_id, state, times_asked DESC, group_id, tone)",
    /* How many rows; kept with them. */
    "CREATE TABLE queue_count (department_id INTEGER NOT NULL, state TEXT NOT NULL,"
    "  n INTEGER NOT NULL, PRIMARY KEY (department_id, state))",
    "CREATE INDEX queue_until ON queue (until_s) WHERE until_s > 0",
    NULL
};

static const char *const care_2[] = {
    /* What must not come back though it is still out there.  hash: BLAKE2b-256 of a post's
     * permalink; kind: body (it stays without its words) | erased (it is not kept at all). */
    "CREATE TABLE tombstone (hash BLOB PRIMARY KEY, kind TEXT NOT NULL, at_s INTEGER NOT NULL)",
    /* How much of what a month had has been deleted since, so that its numbers stay right.
     * month: 2026-10; department_id 0: of no department. */
    "CREATE TABLE past_count (month TEXT NOT NULL, department_id INTEGER NOT NULL,"
    "  what TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (month, department_id, what))",
    /* Is a posted answer still there?  missed_s: since when checks have not found it; 0: the
     * last one did.  status: of the last request; why: what the check found, in words. */
    "CREATE TABLE reply (posting_id INTEGER PRIMARY KEY REFERENCES posting(id),"
    "  checked_s INTEGER NOT NULL, missed_s INTEGER NOT NULL DEFAULT 0,"
    "  status INTEGER NOT NULL, why TEXT NOT NULL)",
    /* The last row of the audit log that was aged out: the chain goes on from its hash. */
    "CREATE TABLE audit_base (id INTEGER PRIMARY KEY, hash BLOB NOT NULL)",
    NULL
};

static const char *const numbers_2[] = {
    /* What store_numbers.h reads of a span of time. */
    "CREATE INDEX post_seen ON post (first_seen_s, posted_s, url_id)",
    "CREATE INDEX decision_at ON decision (at_s, group_id)",
    "CREATE INDEX queue_changed ON queue (changed_s, department_id, state, tone)",
    /* From when until when a group was a gap that a draft has ended.  topic: a page could have
     * answered it: 0 for an alarm, or what is to be left alone.  alarm: a person was to see it. */
    "CREATE TABLE gap_past (id INTEGER PRIMARY KEY,"
    "  group_id INTEGER NOT NULL REFERENCES question_group(id),"
    "  tone TEXT NOT NULL, topic INTEGER NOT NULL, alarm INTEGER NOT NULL,"
    "  since_s INTEGER NOT NULL, until_s INTEGER NOT NULL)",
    "CREATE INDEX gap_past_group ON gap_past (group_id)",
    NULL
};

static const char *const schedule_2[] = {
    /* A slot of a timetable that was begun; day: since 1970-01-01, in its zone.  source_id 0: of
     * the department.  ended_s NULL: it runs, or was killed.  missed: slots before it that
     * nothing ran for.  started_s 0: it was past when the timetable was first seen. */
    "CREATE TABLE schedule_run (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER NOT NULL REFERENCES department(id), source_id INTEGER NOT NULL,"
    "  day INTEGER NOT NULL, due_s INTEGER NOT NULL, started_s INTEGER NOT NULL,"
    "  ended_s INTEGER, tries INTEGER NOT NULL, missed INTEGER NOT NULL, outcome TEXT,"
    "  UNIQUE (department_id, source_id, day))",
    /* Digests; period: 2026-11-22, or 2026-W47, and /3 when it is of the department 3 alone.
     * sent_s NULL: it was begun. */
    "CREATE TABLE digest_log (id INTEGER PRIMARY KEY,"
    "  account_id INTEGER NOT NULL REFERENCES account(id), period TEXT NOT NULL,"
    "  message_id TEXT NOT NULL, begun_s INTEGER NOT NULL, tries INTEGER NOT NULL,"
    "  sent_s INTEGER, why TEXT, UNIQUE (account_id, period))",
    /* What somebody must look at, from since_s until mended_s (NULL: still).  kind: escalation |
     * source | spike; object: the group's, source's or department's id, and a source's state. */
    "CREATE TABLE alarm (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, object TEXT NOT NULL,"
    "  department_id INTEGER NOT NULL REFERENCES department(id), text TEXT NOT NULL,"
    "  link TEXT NOT NULL, since_s INTEGER NOT NULL, mended_s INTEGER)",
    "CREATE UNIQUE INDEX alarm_open ON alarm (kind, object) WHERE mended_s IS NULL",
    /* What an address was told of it: told_s NULL: not yet; mend_told_s the same of its end.
     * due_s: no mail of it before; tries: in vain; begun: one may have left. */
    "CREATE TABLE alarm_mail (alarm_id INTEGER NOT NULL REFERENCES alarm(id),"
    "  address TEXT NOT NULL, tries INTEGER NOT NULL, due_s INTEGER NOT NULL,"
    "  begun INTEGER NOT NULL, told_s INTEGER, mend_told_s INTEGER,"
    "  PRIMARY KEY (alarm_id, address))",
    "CREATE INDEX alarm_mail_over ON alarm_mail (address, alarm_id) WHERE mend_told_s IS NULL",
    /* When somebody last looked for alarms: one row. */
    "CREATE TABLE alarm_look (id INTEGER PRIMARY KEY, at_s INTEGER NOT NULL)",
    /* From when on a webhook is told of events: when it was first seen. */
    "CREATE TABLE webhook_since (webhook TEXT NOT NULL, event TEXT NOT NULL,"
    "  since_s INTEGER NOT NULL, PRIMARY KEY (webhook, event))",
    /* What a webhook is told; object: of the event, so that each is told once.  due_s: of the next
     * try; done_s NULL: it is not over.  status: of the last answer, 0: none. */
    "CREATE TABLE webhook_log (id INTEGER PRIMARY KEY, webhook TEXT NOT NULL, event TEXT NOT NULL,"
    "  object TEXT NOT NULL, body TEXT NOT NULL, created_s INTEGER NOT NULL,"
    "  due_s INTEGER NOT NULL, tries INTEGER NOT NULL, tried_s INTEGER, status INTEGER NOT NULL,"
    "  done_s INTEGER, outcome TEXT, UNIQUE (webhook, event, object))",
    "CREATE INDEX webhook_due ON webhook_log (due_s) WHERE done_s IS NULL",
    NULL
};

static const char *const setup_2[] = {
    /* mode: answer | listen (never drafted).  answers_after: of posts up to this one nothing is
     * drafted, they were found while the department only listened. */
    "ALTER TABLE department ADD COLUMN mode TEXT NOT NULL DEFAULT 'answer'",
    "ALTER TABLE department ADD COLUMN answers_after INTEGER NOT NULL DEFAULT 0",
    /* ",students,applicants,": who asks there; "" : nobody said. */
    "ALTER TABLE source ADD COLUMN audience TEXT NOT NULL DEFAULT ''",
    /* Asked from from_s to before to_s.  Its keywords are of the kind campaign:KEY. */
    "CREATE TABLE campaign (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER NOT NULL REFERENCES department(id), key TEXT NOT NULL,"
    "  from_s INTEGER NOT NULL, to_s INTEGER NOT NULL, active INTEGER NOT NULL,"
    "  UNIQUE (department_id, key))",
    "CREATE TABLE post_campaign (post_id INTEGER NOT NULL REFERENCES post(id) ON DELETE CASCADE,"
    "  campaign_id INTEGER NOT NULL REFERENCES campaign(id), PRIMARY KEY (campaign_id, post_id))",
    /* What was going on; department_id NULL: everywhere. */
    "CREATE TABLE journal (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER REFERENCES department(id), on_s INTEGER NOT NULL,"
    "  text TEXT NOT NULL, actor TEXT NOT NULL)",
    /* The first weeks of a department, a span; and when it was first listened for. */
    "ALTER TABLE department ADD COLUMN baseline_s INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE begun (department_id INTEGER PRIMARY KEY REFERENCES department(id),"
    "  at_s INTEGER NOT NULL)",
    "INSERT INTO begun (department_id, at_s) SELECT source.department_id, MIN(url.first_seen_s)"
    "  FROM url JOIN source ON source.id = url.source_id GROUP BY source.department_id",
    /* When a source was first in a crawl, whichever asks for an address that several share. */
    "CREATE TABLE source_begun (source_id INTEGER PRIMARY KEY REFERENCES source(id),"
    "  at_s INTEGER NOT NULL)",
    "INSERT INTO source_begun (source_id, at_s) SELECT l.source_id, MIN(url.first_seen_s)"
    "  FROM url_source l JOIN url ON url.id = l.url_id GROUP BY l.source_id",
    /* What a figure of a month is to be, from from_s, the first second of one, on; measure: its
     * name; target NULL: there is no goal any more. Rows are never changed: the last holds. */
    "CREATE TABLE goal (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER NOT NULL REFERENCES department(id), measure TEXT NOT NULL,"
    "  at_most INTEGER NOT NULL, target REAL, from_s INTEGER NOT NULL,"
    "  actor TEXT NOT NULL, at_s INTEGER NOT NULL)",
    /* Posts that no page has: where they were asked. */
    "CREATE TABLE intake (post_id INTEGER PRIMARY KEY REFERENCES post(id) ON DELETE CASCADE,"
    "  place TEXT NOT NULL, imported_s INTEGER NOT NULL)",
    "CREATE INDEX post_campaign_post ON post_campaign (post_id)",
    /* Append-only: who asks a group, as editors say.  audience: ",students,", "" : nobody of
     * those; NULL: whoever asks at its sources, again. */
    "CREATE TABLE group_audience (id INTEGER PRIMARY KEY,"
    "  group_id INTEGER NOT NULL REFERENCES question_group(id), audience TEXT,"
    "  actor TEXT NOT NULL, at_s INTEGER NOT NULL)",
    "CREATE INDEX group_audience_group ON group_audience (group_id)",
    NULL
};

static const char *const experiment_2[] = {
    /* Two voices by turns; from from_s to before to_s.  planned_s: to_s as it was when the first
     * group got an arm.  tone '': of any. */
    "CREATE TABLE experiment (id INTEGER PRIMARY KEY,"
    "  department_id INTEGER NOT NULL REFERENCES department(id), key TEXT NOT NULL,"
    "  voice_a TEXT NOT NULL, voice_b TEXT NOT NULL, tone TEXT NOT NULL, metric TEXT NOT NULL,"
    "  from_s INTEGER NOT NULL, to_s INTEGER NOT NULL, planned_s INTEGER NOT NULL,"
    "  active INTEGER NOT NULL, UNIQUE (department_id, key))",
    /* A group is in one experiment at most, for good.  Its arm: A where ordinal, which counts those
     * of the experiment, is even, else B.  at_s: of its first draft. */
    "CREATE TABLE experiment_arm (group_id INTEGER PRIMARY KEY REFERENCES question_group(id),"
    "  experiment_id INTEGER NOT NULL REFERENCES experiment(id), ordinal INTEGER NOT NULL,"
    "  at_s INTEGER NOT NULL, UNIQUE (experiment_id, ordinal))",
    NULL
};

static const char *const frozen_2[] = {
    /* Lists that stay as they were made.  file: below exports/; hash: XXH3 of its bytes. */
    "CREATE TABLE frozen_list (file TEXT PRIMARY KEY, made_s INTEGER NOT NULL,"
    "  bytes INTEGER NOT NULL, hash INTEGER NOT NULL)",
    NULL
};

static const char *const weblog_2[] = {
    /* Visits counted from web server logs.  day: since 1970-01-01, UTC.  how: tagged | referred |
     * direct | other.  group_id: of the answer posted in the thread it came from, 0: not known;
     * place: the site, "" : not known.  A row of direct with n = 0: a log was read, it had none. */
    "CREATE TABLE visit (url_id INTEGER NOT NULL REFERENCES url(id), day INTEGER NOT NULL,"
    "  how TEXT NOT NULL, group_id INTEGER NOT NULL, place TEXT NOT NULL, n INTEGER NOT NULL,"
    "  PRIMARY KEY (url_id, day, how, group_id, place))",
    "CREATE INDEX draft_link ON draft (link_url_id, group_id) WHERE link_url_id IS NOT NULL",
    "CREATE INDEX group_merged ON question_group (merged_into) WHERE merged_into IS NOT NULL",
    /* Lines that were counted, as keyed hashes: by them a log that is read again is known. */
    "CREATE TABLE weblog_line (day INTEGER NOT NULL, hash INTEGER NOT NULL,"
    "  PRIMARY KEY (day, hash))",
    /* Its lines of days before are deleted; one row at most. */
    "CREATE TABLE weblog_floor (id INTEGER PRIMARY KEY, day INTEGER NOT NULL)",
    /* Visits near the beginning or the end of what was read (store_seam.h).  visitor: a hash by
     * that key, to this page; at_s: of one request.  day to place: the row of visit that it is
     * counted in; NULL: it may go on. */
    "CREATE TABLE weblog_key (id INTEGER PRIMARY KEY, key BLOB NOT NULL)",
    "CREATE TABLE weblog_seam (id INTEGER PRIMARY KEY,"
    "  key_id INTEGER NOT NULL REFERENCES weblog_key(id), visitor INTEGER NOT NULL,"
    "  url_id INTEGER NOT NULL, at_s INTEGER NOT NULL, until_s INTEGER NOT NULL, day INTEGER,"
    "  how TEXT, group_id INTEGER, place TEXT)",
    "CREATE INDEX weblog_seam_key ON weblog_seam (key_id)",
    NULL
};

const char *const *const schema_2[] = { frontier_2, explain_2, politeness_2, archive_2, identity_2, mute_2, twin_2,
    decision_2, review_2, drafter_2, mention_2, queue_2, care_2,
    numbers_2, schedule_2, frozen_2, setup_2, weblog_2, experiment_2, NULL };
/* clang-format on */
