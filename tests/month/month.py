"""month.py - weeks of an installation in a minute: the real program, started as cron would, at a
simulated time; what it did is held against what Python works out by itself.

  python3 tests/month/month.py BUILD FOLDER MAIL_PORT [--from DAY] [--until DAY] [--step-min N] [--seed N]

FOLDER/mail is where tests/site/sink keeps mails.  Prints its figures; exit code 1: something is wrong.
"""

import argparse
import datetime
import fcntl
import os
import random
import signal
import subprocess
import sys
import time

import digests
import keeping
import places
import runs
import world
from editors import Editors

DAY_S, HOUR_S = 86400, 3600
FIRST = 30  # seconds of simulated time between what is done at one time


def at(text):
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc).timestamp())


# What happens, at which simulated time.
OFF = (at("2026-11-04T12:00"), at("2026-11-06T09:00"))        # the machine is off
BROKEN = (at("2026-10-27T12:00"), at("2026-11-02T12:00"))     # chemistry, source-2
SILENT = (at("2026-10-28T00:00"), at("2026-11-15T00:00"))     # theatre, source-4
GONE = at("2026-11-02T12:00")                                 # a question is deleted by who asked it
REPLY_GONE = at("2026-11-10T12:00")                           # an answer is deleted by a moderator
LOCKED = at("2026-11-12T01:00")                               # somebody else works when a slot comes
KILLED = at("2026-11-17T04:00")                               # the next run is killed
REFUSED = (at("2026-11-13T05:00"), at("2026-11-13T09:00"))    # the mail server takes nothing
CHANGED = at("2026-11-10T00:30")                              # engineering has another timetable
FROZEN = at("2026-11-01T12:00")
LISTS = [("export", "unanswered", "--month", "2026-10", "--format", f)
         for f in ("csv", "xlsx", "jsonl", "md", "html", "atom")]
LISTS += [("export", "unanswered", "--month", "2026-10", "--dept", "physics"),
          ("report", "--month", "2026-10"), ("report", "--month", "2026-10", "--format", "md")]


class Month:
    def __init__(self, w, from_s, until_s, step_s, seed):
        self.w, self.from_s, self.until_s, self.step_s = w, from_s, until_s, step_s
        self.alive = []  # times at which run --due could work
        self.runs = runs.Runs(w, self.alive)
        self.digests = digests.Digests(w, f"{w.folder}/mail")
        self.keeping = keeping.Keeping(w)
        self.editors = Editors(w, random.Random(seed))
        self.frozen = {}
        self.gone = None
        self.done = set()
        self.n_killed = None  # requests before the start that was killed, until the next

    def once(self, name, when_s, now_s):
        """Has its time come, for the first time?"""
        if now_s < when_s or name in self.done:
            return False
        self.done.add(name)
        return True

    # The world changes.

    def change(self, now_s):
        site, silent = self.w.site, self.w.site.place("theatre", "s4")
        broken = site.place("chemistry", "s2")
        broken.broken = BROKEN[0] <= now_s < BROKEN[1]
        broken.was_broken = BROKEN[0] <= now_s < BROKEN[1] + 2 * DAY_S  # left alone for a while
        if self.once("silent", self.from_s, now_s):
            silent.threads = [t for t in silent.threads if not SILENT[0] <= t.at_s < SILENT[1]]
        if self.once("gone", GONE, now_s):
            known = {url for (url,) in self.w.sql("SELECT permalink FROM post WHERE gone_s IS NULL")}
            self.gone = next(t for p in site.sources() if p.department == "economics"
                             for t in p.threads if t.url() in known)
            self.gone.gone = True
        if self.once("reply gone", REPLY_GONE, now_s):
            self.editors.lose_reply()
        if self.once("changed", CHANGED, now_s):
            self.w.edit_seed("engineering", world.TIMETABLES["engineering"], world.ENGINEERING_LATER)
            self.w.edit_seed("physics", "name = Department of Physics", "name = Physics and Astronomy")
        with open(f"{self.w.folder}/mail/mode", "w", encoding="ascii") as f:
            f.write("refuse" if REFUSED[0] <= now_s < REFUSED[1] else "good")

    # The program is started.

    def refused_by_lock(self, now_s):
        with open(f"{self.w.ws}/earshot.lock", "a", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.w.run(now_s, "run", "--due", codes=(75,))

    def killed(self, now_s):
        self.w.site.now_s, n = now_s, len(self.w.site.log)
        self.w.site.slow_s = 20  # it is not done before it is killed, however busy the machine
        p = subprocess.Popen([self.w.binary, "-C", self.w.ws, "run", "--due"], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, env=self.w.environment(now_s))
        for _ in range(30000):
            if self.w.one("SELECT count(*) FROM schedule_run WHERE ended_s IS NULL") or p.poll() is not None:
                break
            time.sleep(0.002)
        time.sleep(0.02)
        p.send_signal(signal.SIGKILL)
        p.wait()
        self.w.site.slow_s = 0
        self.w.may_lose = len(self.w.site.log) - n
        self.w.check("killed in the middle", p.returncode, -signal.SIGKILL)
        self.w.check("slots without an end", self.w.one(
            "SELECT count(*) > 0 FROM schedule_run WHERE ended_s IS NULL"), 1)

    def once_due(self, name, when_s, now_s):
        """The same, at the first start that has something to do."""
        return (now_s >= when_s and name not in self.done
                and b"due since" in self.w.run(now_s, "run", "--due", "--dry-run").stderr
                and self.once(name, when_s, now_s))

    def start(self, now_s):
        n = len(self.w.site.log)
        if self.once_due("locked", LOCKED, now_s):
            self.refused_by_lock(now_s)
            self.w.check("requests without the lock", len(self.w.site.log), n)
            return
        self.alive.append(now_s)
        if self.once_due("killed", KILLED, now_s):
            self.n_killed = n
            self.killed(now_s)
            return
        refused = REFUSED[0] <= now_s < REFUSED[1]
        broken = BROKEN[0] <= now_s < BROKEN[1] + DAY_S
        done = self.w.run(now_s, "run", "--due", codes=(0, 3) if refused or broken else (0,))
        self.runs.look(now_s, n if self.n_killed is None else self.n_killed)
        self.n_killed = None
        self.digests.look(now_s, refused, done)

    # What people do, and what is looked at besides.

    def freeze(self, now_s, but=None):
        """Asked for the first time after the month is over, and again and again later."""
        for words in [x for x in LISTS if x[0] != but]:
            out = self.w.run(now_s, *words).stdout
            if words not in self.frozen:
                self.frozen[words] = out
                if len(out) < 100:
                    self.w.fail(f"{' '.join(words)}: {len(out)} bytes")
            elif out != self.frozen[words]:
                with open(f"{self.w.folder}/was", "wb") as f:
                    f.write(self.frozen[words])
                with open(f"{self.w.folder}/is", "wb") as f:
                    f.write(out)
                diff = subprocess.run(["diff", f"{self.w.folder}/was", f"{self.w.folder}/is"],
                                      capture_output=True, check=False).stdout.decode(errors="replace")
                self.w.fail(f"{places.iso(now_s)}: {' '.join(words)} is not as it was: {diff[:600]}")

    def day(self, now_s):
        when = datetime.datetime.fromtimestamp(now_s, datetime.timezone.utc)
        self.editors.decide(now_s + FIRST)
        if when.weekday() == 0:
            self.keeping.run(now_s + 3 * FIRST)
            if self.frozen:
                self.freeze(now_s + 4 * FIRST)

    def go(self):
        today = None
        for now_s in range(self.from_s, self.until_s, self.step_s):
            if OFF[0] <= now_s < OFF[1]:
                continue
            self.change(now_s)
            self.start(now_s)
            if now_s % DAY_S >= 9 * HOUR_S and now_s // DAY_S != today:
                today = now_s // DAY_S
                self.day(now_s)
            if self.once("frozen", FROZEN, now_s):
                self.freeze(now_s + 2 * FIRST)
                self.keeping.list_is_right(now_s + 2 * FIRST, self.frozen[LISTS[2]])


def set_up(w, now_s):
    """What a sysadmin does in an afternoon; the seconds that import, check and the first run take."""
    subprocess.run([w.binary, "init", w.ws], env=w.environment(now_s), capture_output=True, check=True)
    w.write_settings()
    begin = time.monotonic()
    w.import_departments(now_s)
    w.run(now_s, "check")
    w.run(now_s, "run")
    seconds = time.monotonic() - begin
    w.add_timetables()
    w.add_people(now_s)
    return seconds


def finish(m, now_s, gone_before_s):
    w = m.w
    m.runs.check_slots(m.from_s, now_s, CHANGED)
    m.runs.check_polite()
    m.digests.check_alarms({("chemistry", "source-2"), ("theatre", "source-4")})
    m.editors.check()
    m.keeping.check_heard(now_s - gone_before_s, {("chemistry", "source-2")})
    m.keeping.check_gone(m.gone)
    now_s += 3 * FIRST  # no post is some days old to the second: the program's clock goes on
    m.keeping.run(now_s)
    m.freeze(now_s)
    m.keeping.crawl_again(now_s)
    m.freeze(now_s)
    m.editors.merge(now_s + 200, "2026-10", "2026-11")
    m.freeze(now_s + 210, but="report")  # merging is what changes the figures of an old month
    m.keeping.back_up(now_s)


def options():
    p = argparse.ArgumentParser()
    p.add_argument("build")
    p.add_argument("folder")
    p.add_argument("mail_port", type=int)
    p.add_argument("--from", dest="from_s", type=at, default=at("2026-10-20"))
    p.add_argument("--until", dest="until_s", type=at, default=at("2026-11-20"))
    p.add_argument("--step-min", type=int, default=60)
    p.add_argument("--seed", type=int, default=7)
    return p.parse_args()


def main():
    o = options()
    site = places.Site(o.from_s, o.until_s, o.seed)
    w = world.World(o.build, o.folder, site, o.mail_port)
    set_up_s = set_up(w, o.from_s)
    m = Month(w, o.from_s, o.until_s, o.step_min * 60, o.seed)
    begin = time.monotonic()
    m.go()
    finish(m, o.until_s, 8 * DAY_S)
    print(f"{(o.until_s - o.from_s) // DAY_S} days in {time.monotonic() - begin:.1f} s: {len(m.alive)} starts of run --due,"
          f" {m.runs.n_slots} slots ({m.runs.n_swallowed} made up for by a later one), {len(site.log)} requests,"
          f" {w.one('SELECT count(*) FROM post')} posts, {m.digests.n_mails} digests, {m.digests.n_alarms} alarms,"
          f" {m.editors.n} decisions, {len(m.frozen)} lists asked for {m.keeping.n_runs} times")
    print(f"import, check and first run of {len(places.DEPARTMENTS)} departments: {set_up_s:.2f} s;"
          f" run --due with nothing due: {m.runs.idle_ms()} (least, median)")
    for name in sorted(w.seconds, key=w.seconds.get, reverse=True)[:8]:
        print(f"  {name}: {w.starts[name]} times, {w.seconds[name]:.1f} s")
    sys.stdout.flush()
    os._exit(1 if w.wrong else 0)  # the server's thread waits for ever


if __name__ == "__main__":
    main()
