"""runs.py - did every slot run once, inside its window, asking whom it may ask?"""

import bisect
import statistics

import places
from world import DELAY_MS

STARTS_S = 10  # a process that was started then may look at its clock so much later


class Runs:
    def __init__(self, w, alive):
        self.w, self.alive = w, alive
        self.n_slots = self.n_swallowed = 0
        self.idle, self.before = [], 0.0

    def rows(self):
        return self.w.sql("SELECT d.key, COALESCE(s.key, ''), r.day, r.due_s, r.started_s, COALESCE(r.ended_s, 0),"
                          " r.tries, r.missed, r.outcome FROM schedule_run r"
                          " JOIN department d ON d.id = r.department_id"
                          " LEFT JOIN source s ON s.id = r.source_id ORDER BY r.day")

    def look(self, now_s, n_before):
        """After a start: only hosts of what had begun were asked, and their sources all were."""
        spent = self.w.seconds["run --due"] - self.before
        self.before = self.w.seconds["run --due"]
        begun = [r for r in self.rows() if r[4] and r[5] >= now_s]
        asked = self.w.site.log[n_before:]
        may = set()
        for department, key, *_ in begun:
            mine = self.w.places_of(department, key)
            may |= mine
            for ip in mine:
                place = self.w.site.places[ip]
                if place.kind != "own" and not any(x[0] == ip for x in asked) and not place.broken \
                        and not place.was_broken:
                    self.w.fail(f"{places.iso(now_s)}: {place.base} of {department} was not asked")
        for ip in {x[0] for x in asked} - may:
            self.w.fail(f"{places.iso(now_s)}: {ip} was asked, and was not due")
        if not begun:
            self.idle.append(spent)

    def idle_ms(self):
        """Least and median of the starts that had nothing to do."""
        return f"{1000 * min(self.idle):.0f} to {1000 * statistics.median(self.idle):.0f} ms" if self.idle else "-"

    def served(self, at_s):
        """The first start at which what is due at that time could run."""
        i = bisect.bisect_left(self.alive, at_s)
        return self.alive[i] if i < len(self.alive) else None

    def check_slots(self, from_s, until_s, changed_s):
        seen = {}
        for r in self.rows():
            seen.setdefault((r[0], r[1]), {})[r[2]] = r
        for key, spans in self.w.timetables(from_s, until_s, changed_s).items():
            slots = {}
            for timetable, span_from_s, span_until_s in spans:
                for slot in timetable.slots(span_from_s, span_until_s):
                    slots.setdefault(slot.day, slot)
            self.check_one(key, [slots[d] for d in sorted(slots)], seen.pop(key, {}), from_s)
        for key in seen:
            self.w.fail(f"{key} has no timetable, and ran")

    def check_one(self, key, slots, rows, from_s):
        first = [r for r in rows.values() if r[4] == 0]
        self.w.check(f"{key}: first seen", len(first), 1)
        rows = {day: r for day, r in rows.items() if r[4]}
        swallowed = 0
        for i, slot in enumerate(slots):
            row = rows.pop(slot.day, None)
            if slot.day <= first[0][2]:
                continue
            if row is not None:
                self.check_row(key, slot, row, swallowed)
                self.n_slots += 1
                swallowed = 0
                continue
            start = self.served(slot.last_s)
            if start is None:
                continue  # its time comes after the last start
            later = [rows[s.day] for s in slots[i + 1:] if s.day in rows]
            if not later or later[0][3] > start + STARTS_S:
                self.w.fail(f"{key}: the slot of day {slot.day} did not run, {places.iso(slot.first_s)}")
            swallowed += 1
            self.n_swallowed += 1
        for day in rows:
            self.w.fail(f"{key}: day {day} is on no timetable, and ran")

    def check_row(self, key, slot, row, swallowed):
        name = f"{key} due {places.iso(row[3])}"
        if not slot.first_s <= row[3] <= slot.last_s:
            self.w.fail(f"{name}: not from {places.iso(slot.first_s)} to {places.iso(slot.last_s)}")
        starts = {self.served(row[3] - STARTS_S), self.served(row[3])} - {None}
        if not any(start <= row[4] <= start + 60 for start in starts):
            self.w.fail(f"{name}: begun {places.iso(row[4])}, wanted {[places.iso(s) for s in starts]}")
        self.w.check(f"{name}: missed", row[7], swallowed)
        if row[5] == 0 or not (row[8] == "done" or row[8].startswith("in part")):
            self.w.fail(f"{name}: ended {row[5]}, {row[8]}")

    def check_polite(self):
        last = {}
        for ip, path, _, now_s, start, end in self.w.site.log:
            gap_ms = (start - last.get(ip, -1)) * 1000
            if gap_ms < DELAY_MS:
                self.w.fail(f"{places.iso(now_s)}: {ip}{path} was asked {gap_ms:.2f} ms after the last answer")
            last[ip] = end
