"""world.py - the workspace of the simulated month: twelve departments, their timetables, people, and
the program run at a simulated time.
"""

import csv
import json
import os
import re
import sqlite3
import subprocess
import time

import places
from slots import Timetable

DELAY_MS = 2
BASE = "https://earshot.kelmouth.example"
DIGEST = "daily 07:00 Europe/Berlin"
RETENTION_D = {"bodies": 10, "gone": 3, "askers": 5, "fetches": 7, "runs": 10}
SILENT_DAYS = 7
ENGINEERING_LATER = "daily 14:00 Europe/Berlin"

# Of departments; and of sources with one of their own.
TIMETABLES = {
    "physics": "weekdays 05:00-07:00 America/New_York jitter 20m",
    "chemistry": "weekdays 05:00-07:00 Europe/Berlin jitter 20m",
    "biology": "daily 02:30 Europe/Berlin",  # shown twice on 25 October
    "maths": "weekends 08:00-20:00 America/New_York",
    "history": "mon,wed,fri 06:15 Europe/Berlin jitter 30m",
    "law": "monthly 1 03:00",
    "medicine": "monthly 31 23:30 America/New_York",
    "music": "daily 23:30-01:30 Europe/Berlin",
    "library": "sun,tue,thu 01:30 America/New_York",  # shown twice on 1 November
    "engineering": "weekdays 12:00-13:00 America/New_York",
    "economics": "daily 05:00 jitter 2h",
    "theatre": "daily 05:00-07:00 Europe/Berlin jitter 20m",
}
OWN_TIMETABLES = {
    ("physics", "source-5"): "daily 12:00",
    ("law", "source-1"): "mon 04:00 Europe/Berlin",
    ("history", "source-2"): "monthly 15 02:00-04:00 America/New_York",
}
PEOPLE = [  # name, mail, digest, role, department ("": all)
    ("ada", "ada@kelmouth.example", "daily", "lead", ""),
    ("ben", "ben@kelmouth.example", "weekly", "lead", ""),
    ("cy", "cy@kelmouth.example", "none", "editor", ""),
    ("dee", "", "daily", "editor", ""),
    ("eve", "eve@kelmouth.example", "daily", "operator", "chemistry"),
    ("flo", "flo@kelmouth.example", "daily", "editor", "biology"),
    ("gus", "gus@kelmouth.example", "weekly", "viewer", "physics"),
]


class World:
    def __init__(self, build, folder, site, mail_port):
        self.binary = os.path.abspath(f"{build}/earshot")
        self.folder, self.site = folder, site
        self.ws = f"{folder}/ws"
        self.mail_port = mail_port
        self.wrong = []
        self.may_lose = 0  # requests that a killed process had made
        self.seconds = {}  # of the program, by its command
        self.starts = {}
        self.preload = [os.path.abspath(f"{build}/tests/month/shift.so")]
        for line in subprocess.run(["ldd", self.binary], capture_output=True, text=True).stdout.splitlines():
            if "libasan" in line:  # wants to be the first
                self.preload.insert(0, line.split()[2])

    def fail(self, words):
        self.wrong.append(words)
        print("FAILED:", words, flush=True)

    def check(self, name, seen, wanted):
        if seen != wanted:
            self.fail(f"{name}: {seen!r}, wanted {wanted!r}")

    def environment(self, now_s):
        return dict(os.environ, LD_PRELOAD=":".join(self.preload), LC_ALL="C",
                    EARSHOT_TEST_SHIFT_S=str(now_s - int(time.time())))

    def run(self, now_s, *words, codes=(0,), text=None):
        """The program at a simulated time; standard output is bytes."""
        self.site.now_s = now_s
        begin = time.monotonic()
        done = subprocess.run([self.binary, "-C", self.ws, *words], capture_output=True,
                              env=self.environment(now_s), input=text, timeout=300, check=False)
        name = words[0] + (" --due" if "--due" in words else "")
        self.seconds[name] = self.seconds.get(name, 0) + time.monotonic() - begin
        self.starts[name] = self.starts.get(name, 0) + 1
        if codes and done.returncode not in codes:
            self.fail(f"{places.iso(now_s)}: {' '.join(words)} exits {done.returncode}: "
                      f"{done.stderr.decode()[-600:]}")
        return done

    def json(self, now_s, *words):
        return json.loads(self.run(now_s, *words, "--json").stdout or b"[]")

    def sql(self, statement, *values):
        db = sqlite3.connect(f"{self.ws}/earshot.db", timeout=20)
        try:
            rows = db.execute(statement, values).fetchall()
            db.commit()
            return rows
        finally:
            db.close()

    def one(self, statement, *values):
        return self.sql(statement, *values)[0][0]

    # Setting up.

    def write_settings(self):
        with open(f"{self.ws}/earshot.ini", "w", encoding="utf-8") as f:
            f.write("[crawler]\ncontact = mailto:test@kelmouth.example\n"
                    f"delay = {DELAY_MS}ms\nallow_address = 127.0.0.0/8\nsilent_days = {SILENT_DAYS}\n"
                    f"[serve]\nbase = {BASE}\n"
                    f"[mail]\nserver = smtp://127.0.0.1:{self.mail_port}\nfrom = earshot@kelmouth.example\n"
                    f"digest = {DIGEST}\nalarms = alarms@kelmouth.example\ntimeout = 60s\n[retention]\n")
            for key, days in RETENTION_D.items():
                f.write(f"{key} = {days}d\n")

    def import_departments(self, now_s):
        path = f"{self.folder}/departments.csv"
        with open(path, "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f)
            w.writerow(["key", "name", "site", "keyword", "contact", "byline", "language", "source", "basis"])
            for d in places.DEPARTMENTS:
                mine = [p.url for p in self.site.sources() if p.department == d]
                w.writerow([d, f"Department of {d.capitalize()}", self.site.own(d).base + "/",
                            f"Kelmouth {d}", f"{d}@kelmouth.example", "{editor}, {department}", "en",
                            " ".join(mine), "written permission"])
        self.run(now_s, "import", "departments", path)
        self.name_sources()

    def name_sources(self):
        """The import calls them by their hosts, which are numbers here: source-1, source-2 are easier to tell of."""
        for d in places.DEPARTMENTS:
            path = f"{self.ws}/seeds/{d}.ini"
            with open(path, encoding="utf-8") as f:
                head, *sources = re.split(r"(?m)^\[source [^\]]+\]", f.read())
            with open(path, "w", encoding="utf-8") as f:
                f.write(head + "".join(f"[source source-{i + 1}]{x}" for i, x in enumerate(sources)))

    def edit_seed(self, department, old, new):
        path = f"{self.ws}/seeds/{department}.ini"
        with open(path, encoding="utf-8") as f:
            text = f.read()
        if old not in text:
            self.fail(f"{path} does not hold {old}")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new, 1))

    def add_timetables(self):
        for department, text in TIMETABLES.items():
            self.edit_seed(department, "[department]\n", f"[department]\nschedule = {text}\n")
        for (department, key), text in OWN_TIMETABLES.items():
            self.edit_seed(department, f"[source {key}]\n", f"[source {key}]\nschedule = {text}\n")
        self.edit_seed("theatre", "[department]\n", "[department]\nmode = listen\n")

    def add_people(self, now_s):
        for name, mail, digest, role, department in PEOPLE:
            where = ["--dept", department] if department else []
            self.run(now_s, "user", "add", name, "--name", name.capitalize(), "--role", role, *where,
                     *(["--mail", mail] if mail else []))
            self.sql("UPDATE account SET settings = ? WHERE name = ?", json.dumps({"digest": digest}), name)

    # What has a timetable: (department, source) and from when until when it is which.

    def timetables(self, from_s, until_s, changed_s):
        ret = {}
        for department, text in TIMETABLES.items():
            spans = [(Timetable(text), from_s, until_s)]
            if department == "engineering" and changed_s:
                spans = [(Timetable(text), from_s, changed_s),
                         (Timetable(ENGINEERING_LATER), changed_s, until_s)]
            ret[(department, "")] = spans
        for key, text in OWN_TIMETABLES.items():
            ret[key] = [(Timetable(text), from_s, until_s)]
        return ret

    def places_of(self, department, key):
        """Addresses that a slot may ask."""
        mine = [p for p in self.site.places.values() if p.department == department]
        if key:
            return {p.ip for p in mine if f"source-{p.at + 1}" == key}
        return {p.ip for p in mine
                if p.kind == "own" or (department, f"source-{p.at + 1}") not in OWN_TIMETABLES}
