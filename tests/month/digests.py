"""digests.py - the mails: each digest once, its numbers those of the lists, each alarm told once."""

import datetime
import email
import email.policy
import email.utils
import os
import re

import places
import world
from slots import Timetable

DAY_S = 86400
SPAN_S = 12 * 3600  # so long a digest is worth sending
WAITING = {"machine", "edited", "stale", "reply-missing", "reopened", "alarm"}
BESIDES = {"approved", "open", "gap", "parked", "handed-over", "needs-page"}


class Digests:
    def __init__(self, w, folder):
        self.w, self.folder = w, folder
        self.timetable = Timetable(world.DIGEST)
        self.sent = set()  # (person, period)
        self.seen = 0
        self.n_mails = self.n_alarms = 0
        self.told = {"new": [], "mended": []}  # lines of alarm mails
        self.at_s, self.listed = 0, {}

    def new_mails(self):
        ret = []
        while os.path.exists(f"{self.folder}/{self.seen + 1}"):
            self.seen += 1
            with open(f"{self.folder}/{self.seen}", "rb") as f:
                lines = f.read().split(b"\n")
            body = b"\n".join(x for x in lines if not re.match(rb"(MAIL FROM|RCPT TO):", x))
            to = next(x for x in lines if x.startswith(b"RCPT TO:")).decode()
            ret.append((re.search("<(.*)>", to)[1], email.message_from_bytes(body, policy=email.policy.default)))
        return ret

    def period(self, now_s, weekly):
        """The day or week whose digest is due now; None: none is."""
        slots = [s for s in self.timetable.slots(now_s - 2 * DAY_S, now_s + DAY_S) if s.first_s <= now_s]
        if not slots or now_s - slots[-1].first_s >= SPAN_S:
            return None
        day = datetime.date(1970, 1, 1) + datetime.timedelta(days=slots[-1].day)
        return day.strftime("%G-W%V" if weekly else "%Y-%m-%d")

    def has_news(self, name, now_s):
        """An operator is told of sources only, and of nothing when they are well."""
        if name != "eve":
            return True
        return self.w.one("SELECT count(*) FROM alarm a JOIN department d ON d.id = a.department_id"
                          " WHERE a.kind = 'source' AND d.key = 'chemistry' AND mended_s IS NULL") > 0

    def look(self, now_s, refused, done):
        wanted = {}
        for name, mail, digest, _, department in world.PEOPLE:
            period = self.period(now_s, digest == "weekly")
            if digest == "none" or not mail or period is None or (name, period) in self.sent:
                continue
            if refused and self.has_news(name, now_s):
                self.w.check(f"{places.iso(now_s)}: exit code of refused mails", done.returncode, 3)
                continue
            self.sent.add((name, period))
            if self.has_news(name, now_s):
                wanted[mail] = (digest == "weekly", department)
        for to, mail in self.new_mails():
            if to == "alarms@kelmouth.example":
                self.keep_alarms(mail.get_content().splitlines())
            elif to not in wanted:
                self.w.fail(f"{places.iso(now_s)}: a digest for {to}, which nobody waits for")
            else:
                self.check(now_s, to, mail, *wanted.pop(to))
                self.n_mails += 1
        for to in wanted:
            self.w.fail(f"{places.iso(now_s)}: no digest for {to}: {done.stderr.decode()[-300:]}")

    # What one says.

    def check(self, now_s, to, mail, weekly, department):
        at_s = email.utils.parsedate_to_datetime(mail["Date"]).timestamp()
        if not now_s <= at_s <= now_s + 60:
            self.w.fail(f"{places.iso(now_s)}: {to}: dated {mail['Date']}")
        if to.startswith("eve"):
            return
        parts = re.split(r"^== (.*) ==$", mail.get_content().replace("\r", ""), flags=re.M)[1:]
        titles = dict(zip(parts[::2], parts[1::2]))
        names = dict(self.w.sql("SELECT key, name FROM department"))
        mine = [department] if department else places.DEPARTMENTS
        self.w.check(f"{places.iso(now_s)}: {to}: departments", sorted(titles), sorted(names[d] for d in mine))
        groups = self.groups(now_s)
        waiting = gaps = 0
        for d in mine:
            said = self.counts(titles.get(names[d], ""))
            lists = {s: n for s, n in groups.get(d, {}).items() if s in WAITING | BESIDES}
            self.w.check(f"{places.iso(now_s)}: {to}: {d}", said[1], lists)
            self.w.check(f"{places.iso(now_s)}: {to}: {d} waits", said[0],
                         sum(n for s, n in lists.items() if s in WAITING))
            new = self.w.one("SELECT count(*) FROM gap g JOIN question_group o ON o.id = g.group_id"
                             " JOIN department d ON d.id = o.department_id WHERE d.key = ?"
                             " AND o.merged_into IS NULL AND g.created_s >= ?", d,
                             at_s - (7 if weekly else 1) * DAY_S)
            told = re.search(r"^New gaps, which no page answers: (\d+)$", titles.get(names[d], ""), re.M)
            self.w.check(f"{places.iso(now_s)}: {to}: {d} new gaps", int(told[1]) if told else 0, new)
            waiting, gaps = waiting + said[0], gaps + new
        subject = re.match(r"Earshot: (\d+) to decide, (\d+) new gap", mail["Subject"])
        self.w.check(f"{places.iso(now_s)}: {to}: subject", (int(subject[1]), int(subject[2])), (waiting, gaps))

    def groups(self, now_s):
        """How many are in which state, by department: as the list says, once for all mails of a start."""
        if self.at_s != now_s:
            self.at_s, self.listed = now_s, {}
            for g in self.w.json(now_s + 1, "groups"):
                counts = self.listed.setdefault(g["department"], {})
                counts[g["state"]] = counts.get(g["state"], 0) + 1
            for key, n in self.w.sql("SELECT d.key, count(*) FROM queue q JOIN department d ON d.id = q.department_id"
                                     " WHERE q.state = 'gap' AND q.escalation IS NOT NULL GROUP BY d.key"):
                counts = self.listed[key]
                counts.update(alarm=n, gap=counts["gap"] - n)
                if counts["gap"] == 0:
                    del counts["gap"]
        return self.listed

    @staticmethod
    def counts(text):
        line = text.strip().split("\n")[0]
        total = re.match(r"(\d+) waits? for a decision", line)
        pairs = re.findall(r"(\d+) ([a-z-]+)(?=[,.]|$)", line.split("decision", 1)[-1])
        return int(total[1]) if total else -1, {state.replace("alarms", "alarm"): int(n) for n, state in pairs}

    # Alarms.

    def keep_alarms(self, lines):
        part = "new"
        for line in lines:
            if line == "Mended:":
                part = "mended"
            elif line and not line.startswith(" "):
                self.told[part].append(line)

    def check_alarms(self, sources):
        """Each was mailed once, and once more when mended; these sources were unwell, and are mended."""
        rows = self.w.sql("SELECT d.key, a.kind, a.object, a.text, m.told_s, a.mended_s, m.mend_told_s"
                          " FROM alarm a JOIN department d ON d.id = a.department_id"
                          " LEFT JOIN alarm_mail m ON m.alarm_id = a.id")
        self.n_alarms = len(rows)
        for part, which in (("new", rows), ("mended", [r for r in rows if r[6] is not None])):
            lines = sorted(line.split(": ", 1)[1] for line in self.told[part])
            self.w.check(f"alarms told, {part}", lines, sorted(f"{r[1]}: {r[3]}" for r in which))
        for r in rows:
            if r[4] is None or (r[5] is not None and r[6] is None):
                self.w.fail(f"alarm of {r[0]}, {r[3]}: told {r[4]}, mended {r[5]}, told {r[6]}")
        ids = {i: (d, s) for i, d, s in self.w.sql(
            "SELECT s.id, d.key, s.key FROM source s JOIN department d ON d.id = s.department_id")}
        unwell = {}
        for _, kind, thing, text, _, mended_s, _ in rows:
            if kind == "source":
                unwell.setdefault(ids[int(thing.split(":")[0])], []).append((text, mended_s))
        self.w.check("sources that were unwell", sorted(unwell), sorted(sources))
        for source, alarms in unwell.items():
            self.w.check(f"{source}: alarms", len(alarms), 1)
            if alarms[0][1] is None:
                self.w.fail(f"{source}: {alarms[0][0]}: not mended")
        words = sum(r[1] == "escalation" for r in rows)
        if words < len(places.DEPARTMENTS) // 2:
            self.w.fail(f"{words} alarms for words")
