"""slots.py - when a timetable is due, worked out with Python's zoneinfo and nothing of the program.

A slot is a day of the timetable and the span of instants in which its moment must lie: which
moment of it is the program's own business.
"""

import datetime
import re
import zoneinfo

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SETS = {"daily": range(7), "weekdays": range(5), "weekends": (5, 6)}
DAY = datetime.timedelta(days=1)
EPOCH = datetime.date(1970, 1, 1)


class Slot:
    def __init__(self, day, first_s, last_s):
        self.day, self.first_s, self.last_s = (day - EPOCH).days, first_s, last_s


class Timetable:
    """TEXT as in earshot.ini(5)."""

    def __init__(self, text):
        words = text.split()
        self.text, self.month_day = text, 0
        kind = words.pop(0)
        if kind == "monthly":
            self.month_day = int(words.pop(0))
        else:
            self.days = SETS.get(kind) or [WEEKDAYS.index(w) for w in kind.split(",")]
        begin, _, end = words.pop(0).partition("-")
        self.begin, self.end = self.seconds(begin), self.seconds(end or begin)
        if end and self.end <= self.begin:
            self.end += 86400
        self.jitter_s = 0
        if words and words[-2:-1] == ["jitter"]:
            n, unit = re.fullmatch(r"(\d+)([mh])", words.pop()).groups()
            self.jitter_s = int(n) * (60 if unit == "m" else 3600)
            words.pop()
        self.zone = zoneinfo.ZoneInfo(words.pop() if words else "UTC")

    @staticmethod
    def seconds(clock):
        hours, minutes = clock.split(":")
        return int(hours) * 3600 + int(minutes) * 60

    def instant(self, day, of_day_s):
        """What clocks show twice is the first of the two: fold is 0."""
        local = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(seconds=of_day_s)
        return int(local.replace(tzinfo=self.zone).timestamp())

    def has(self, day):
        if not self.month_day:
            return day.weekday() in self.days
        last = (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
        return day.day == min(self.month_day, last.day)

    def slot(self, day):
        first = self.instant(day, self.begin)
        last = self.instant(day, self.end)
        if self.jitter_s:
            last = first + self.jitter_s
        return Slot(day, first, last)

    def slots(self, from_s, until_s):
        """Those whose whole span lies in the time, or reaches into it."""
        day = datetime.date.fromtimestamp(from_s) - 2 * DAY
        ret = []
        while (day - EPOCH).days * 86400 <= until_s + 2 * 86400:
            if self.has(day):
                slot = self.slot(day)
                if slot.last_s >= from_s and slot.first_s < until_s:
                    ret.append(slot)
            day += DAY
        return ret
