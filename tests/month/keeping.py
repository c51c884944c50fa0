"""keeping.py - what is kept and what goes: retention, lists, a crawl of everything, backups."""

import json
import os
import re
import sqlite3

import places
from world import OWN_TIMETABLES, RETENTION_D, TIMETABLES

DAY_S = 86400
FINAL = {"approved", "rejected", "posted", "withdrawn"}
SELDOM = ("law", "medicine", "maths")  # crawled too seldom to have heard all


class Keeping:
    def __init__(self, w):
        self.w, self.n_runs, self.n_emptied, self.n_gone = w, 0, 0, 0
        self.emptied = set()  # ids of posts whose words were due

    def posts(self):
        return {r[0]: r[1:] for r in self.w.sql(
            "SELECT id, body, gone_s, first_seen_s, asker_hash, title FROM post")}

    def due_words(self, now_s):
        """Ids of posts whose words must go, from plain rows."""
        state = dict(self.w.sql("SELECT group_id, state FROM queue"))
        decided = dict(self.w.sql("SELECT group_id, max(at_s) FROM decision GROUP BY group_id"))
        groups, due = {}, set()
        for post, group in self.w.sql("SELECT t.post_id, l.group_id FROM sighting t"
                                      " LEFT JOIN group_link l ON l.question_id = t.question_id"):
            groups.setdefault(post, set()).add(group)
        before_s = now_s - RETENTION_D["bodies"] * DAY_S
        for post, (body, gone_s, *_) in self.posts().items():
            mine = groups.get(post, set())
            over = mine and all(state.get(g) in FINAL and decided.get(g, before_s) < before_s for g in mine)
            if body and (over or (gone_s or now_s) < now_s - RETENTION_D["gone"] * DAY_S):
                due.add(post)
        return due

    def run(self, now_s):
        """Retention does what is due, and nothing else."""
        self.n_runs += 1
        numbers = self.w.run(now_s, "stats", "--json").stdout
        due, before = self.due_words(now_s), self.posts()
        crawls = self.crawls()
        self.w.run(now_s, "retention", "run")
        name = places.iso(now_s)
        for post, (body, _, seen_s, asker, title) in self.posts().items():
            was = before[post]
            self.w.check(f"{name}: words of post {post}", body, "" if post in due else was[0])
            old = seen_s < now_s - RETENTION_D["askers"] * DAY_S
            self.w.check(f"{name}: asker of post {post}", asker, None if old else was[3])
            self.w.check(f"{name}: title of post {post}", title, was[4])
        self.w.check(f"{name}: posts", len(self.posts()), len(before))
        self.emptied |= due
        self.n_emptied += len(due)
        self.check_rows(now_s)
        self.check_files(now_s, before)
        self.w.check(f"{name}: numbers", self.w.run(now_s, "stats", "--json").stdout, numbers)
        self.w.check(f"{name}: crawls by month and department", self.crawls(), crawls)

    def crawls(self):
        """Those that are there, and those that are only counted: crawls, pages, questions."""
        ret = {}
        for month, key, what, n in self.w.sql(
                "SELECT strftime('%Y-%m', r.started_s, 'unixepoch'), d.key, 'crawls', COUNT(DISTINCT r.id)"
                " FROM crawl_run r JOIN crawl_source c ON c.run_id = r.id JOIN source s ON s.id = c.source_id"
                " JOIN department d ON d.id = s.department_id GROUP BY 1, 2"
                " UNION ALL SELECT strftime('%Y-%m', r.started_s, 'unixepoch'), d.key, 'pages crawled', SUM(c.pages)"
                " FROM crawl_run r JOIN crawl_source c ON c.run_id = r.id JOIN source s ON s.id = c.source_id"
                " JOIN department d ON d.id = s.department_id GROUP BY 1, 2"
                " UNION ALL SELECT month, d.key, what, n FROM past_count p JOIN department d"
                " ON d.id = p.department_id WHERE what IN ('crawls', 'pages crawled')"):
            ret[(month, key, what)] = ret.get((month, key, what), 0) + n
        return {k: n for k, n in ret.items() if n}

    def check_rows(self, now_s):
        name, old_ms = places.iso(now_s), (now_s - RETENTION_D["fetches"] * DAY_S) * 1000
        self.w.check(f"{name}: old requests that are not the last of their address", self.w.one(
            "SELECT count(*) FROM fetch f WHERE at_ms < ? AND (url_id IS NULL OR EXISTS"
            " (SELECT 1 FROM fetch n WHERE n.url_id = f.url_id AND n.at_ms > f.at_ms))", old_ms), 0)
        counted = self.w.one("SELECT (SELECT count(*) FROM fetch)"
                             " + (SELECT COALESCE(sum(n), 0) FROM past_count WHERE what = 'requests')")
        if not len(self.w.site.log) - self.w.may_lose <= counted <= len(self.w.site.log):
            self.w.fail(f"{name}: {counted} requests counted, {len(self.w.site.log)} were made")
        old_s = now_s - RETENTION_D["runs"] * DAY_S
        self.w.check(f"{name}: old runs that are no source's last", self.w.one(
            "SELECT count(*) FROM crawl_run r WHERE started_s < ? AND ended_s IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM crawl_source c WHERE c.run_id = r.id AND c.run_id ="
            "  (SELECT max(n.run_id) FROM crawl_source n WHERE n.source_id = c.source_id))", old_s), 0)

    def markers(self):
        """Of each post the word that stands in its body alone."""
        threads = {t.url(): t for p in self.w.site.sources() for t in p.threads}
        return {i: threads[link].marker for i, link in self.w.sql("SELECT id, permalink FROM post")}

    def check_files(self, now_s, before):
        """What went is in no byte of the workspace; what stays is in the store."""
        marks = {i: m.encode() for i, m in self.markers().items()}
        gone = {marks[i] for i in self.emptied}
        for folder, _, files in os.walk(self.w.ws):
            for file in files:
                with open(f"{folder}/{file}", "rb") as f:
                    left = gone & set(re.findall(rb"quokka\d+x", f.read()))
                if left:
                    self.w.fail(f"{places.iso(now_s)}: {folder}/{file} holds {len(left)} of {len(gone)} words"
                                f" that were to go, such as {min(left).decode()}")
        with open(f"{self.w.ws}/earshot.db", "rb") as f:
            there = set(re.findall(rb"quokka\d+x", f.read()))
        for i in before:
            if before[i][0] and i not in self.emptied and marks[i] not in there:
                self.w.fail(f"{places.iso(now_s)}: {marks[i].decode()} of post {i} was to stay")

    # Lists.

    def list_is_right(self, now_s, jsonl):
        """Frozen a moment ago: the gaps that were asked in October, and what waits for somebody else."""
        seen = {json.loads(line)["group"] for line in jsonl.splitlines()}
        groups = self.w.json(now_s, "groups")
        asked = {g for (g,) in self.w.sql(
            "SELECT DISTINCT l.group_id FROM post p JOIN sighting t ON t.post_id = p.id"
            " JOIN group_link l ON l.question_id = t.question_id"
            " WHERE p.gone_s IS NULL AND p.posted_s >= unixepoch('2026-10-01') AND p.posted_s < unixepoch('2026-11-01')")}
        must = {g["group"] for g in groups if g["state"] in ("gap", "needs-page", "handed-over")} & asked
        never = {g["group"] for g in groups if g["state"] in ("machine", "edited", "approved", "posted")}
        if must - seen:
            self.w.fail(f"unanswered and not on the list: {sorted(must - seen)}")
        if seen & never:
            self.w.fail(f"on the list though it has an answer: {sorted(seen & never)}")
        if seen - asked:
            self.w.fail(f"on the list of October though nobody asked it then: {sorted(seen - asked)}")
        if len(seen) < 20:
            self.w.fail(f"{len(seen)} on the list, wanted 20 or more")

    # At the end.

    def check_heard(self, before_s, but):
        """What was asked long enough ago, where it is listened to often, was heard."""
        known = {link for (link,) in self.w.sql("SELECT permalink FROM post")}
        missing, n = [], 0
        for place in self.w.site.sources():
            key = (place.department, f"source-{place.at + 1}")
            seldom = OWN_TIMETABLES.get(key, TIMETABLES[place.department]).startswith("monthly")
            if place.department in SELDOM or seldom or key in but:
                continue
            for t in place.threads:
                if t.at_s < before_s and not t.gone:
                    n += 1
                    missing += [t.url()] if t.url() not in known else []
        if missing:
            self.w.fail(f"{len(missing)} of {n} questions were never heard, such as {missing[0]}")

    def check_gone(self, thread):
        rows = self.w.sql("SELECT gone_s FROM post WHERE permalink = ?", thread.url())
        if not rows or rows[0][0] is None:
            self.w.fail(f"{thread.url()} is gone, and the store does not say so: {rows}")

    def crawl_again(self, now_s):
        """Every page whole: nothing that went comes back."""
        self.w.sql("UPDATE url SET content_hash = NULL, etag = NULL, last_modified = NULL")
        self.w.run(now_s + 60, "crawl", "--again", codes=(0, 3))
        self.w.run(now_s + 120, "index")
        self.w.run(now_s + 180, "draft")
        back = [i for i, body in self.w.sql("SELECT id, body FROM post") if body and i in self.emptied]
        self.w.check("posts whose words came back", back, [])
        if not self.emptied:
            self.w.fail("retention had nothing to do")
        self.check_files(now_s, self.posts())

    def back_up(self, now_s):
        w = self.w
        w.run(now_s + 240, "audit", "verify")
        w.run(now_s + 240, "check")
        db = sqlite3.connect(f"{w.ws}/earshot.db")
        w.check("integrity", db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        w.check("foreign keys", db.execute("PRAGMA foreign_key_check").fetchall(), [])
        db.close()
        file = f"{w.folder}/all.backup"
        w.run(now_s + 240, "backup", "-o", file)
        w.run(now_s + 240, "restore", file, "--check")
        w.run(now_s + 240, "restore", file, f"{w.folder}/restored")
        lists = {}
        for folder in (w.ws, f"{w.folder}/restored"):
            w.ws, was = folder, w.ws
            lists[folder] = [w.run(now_s + 300, *words).stdout for words in (
                ("groups", "--json"), ("drafts", "--json"), ("stats", "--json"),
                ("export", "unanswered", "--month", "2026-10", "--format", "xlsx"))]
            w.ws = was
        a, b = lists.values()
        w.check("lists of the restored workspace", a == b, True)
