"""editors.py - what editors do every day: by the command line, as they would."""

import places

DAY_S = 86400


class Editors:
    def __init__(self, w, rng):
        self.w, self.rng = w, rng
        self.n = self.n_approved = self.n_posted = self.n_blocked = self.n_merged = 0
        self.replies = []  # (thread, text, draft)
        self.lost = None
        self.day = 0
        self.threads = {t.url(): t for p in w.site.sources() for t in p.threads}

    def do(self, now_s, *words, text=None, codes=(0,)):
        done = self.w.run(now_s, *words, "--by", "ann", codes=codes, text=text)
        self.n += done.returncode == 0
        return done.returncode == 0

    def decide(self, now_s):
        self.day += 1
        drafts = self.w.json(now_s, "drafts", "--state", "machine")
        self.rng.shuffle(drafts)
        self.approve(now_s, drafts[:3])
        for d in drafts[3:4]:
            self.do(now_s, "draft", str(d["id"]), "edit", text=(d["answer"] + "\nWrite again.").encode())
        for d in drafts[4:5]:
            self.do(now_s, "draft", str(d["id"]), "reject", self.rng.choice(["wrong", "not-our-topic"]))
        for d in drafts[5:6]:
            self.do(now_s, "draft", str(d["id"]), "park", places.iso(now_s + 4 * DAY_S)[:10])
        self.file_gaps(now_s)
        if self.day % 2 == 0:
            self.post(now_s)
        if self.day % 3 == 0:
            self.merge(now_s, "2026-11", "2026-12")

    def approve(self, now_s, drafts):
        """The checks may refuse one, such as a link that did not answer within a day."""
        for d in drafts:
            ok = self.do(now_s, "draft", str(d["id"]), "approve", codes=(0, 1, 8))
            self.n_approved += ok
            self.n_blocked += not ok

    def file_gaps(self, now_s):
        gaps = [g for g in self.w.json(now_s, "groups") if g["state"] == "gap"]
        self.rng.shuffle(gaps)
        verbs = [("reject", "not-our-topic"), ("needs-page", "--reason", "a page about it"),
                 ("hand-over", "flo"), ("reject", "do-not-engage")]
        for g, verb in zip(gaps, verbs):
            self.do(now_s, "gap", str(g["group"]), *verb)

    def post(self, now_s):
        """A person copies an approved answer to where it was asked."""
        for d in self.w.json(now_s, "drafts", "--state", "approved"):
            thread = self.threads.get(d["urls"][0]) if d["urls"] else None
            if thread is None or thread.gone or thread.place.broken:
                continue
            if self.do(now_s, "draft", str(d["id"]), "post", thread.url()):
                thread.replies.append(d["answer"])
                self.replies.append((thread, d["answer"], d["id"]))
                self.n_posted += 1
            return

    def lose_reply(self):
        often = ("biology", "music", "economics", "theatre", "chemistry", "physics")
        self.lost = next(r for r in self.replies if r[0].place.department in often)
        self.lost[0].replies.remove(self.lost[1])

    def merge(self, now_s, since, until):
        """Two gaps of one department that were first asked in that time."""
        gaps = [g for g in self.w.json(now_s, "groups", "--dept", "biology")
                if g["state"] == "gap" and since <= g["first_asked"] < until]
        if len(gaps) > 1:
            self.n_merged += self.do(now_s, "group", str(gaps[0]["group"]), "merge", str(gaps[1]["group"]))

    def check(self):
        states = dict(self.w.sql("SELECT draft_id, state FROM queue WHERE draft_id IS NOT NULL"))
        self.w.check("state of the answer that a moderator deleted", states.get(self.lost[2]), "reply-missing")
        for thread, _, draft in self.replies:
            if draft != self.lost[2] and states.get(draft) == "reply-missing":
                self.w.fail(f"the answer of draft {draft} stands at {thread.url()}, and is missing")
        for name, n, least in (("approved", self.n_approved, 20), ("posted", self.n_posted, 5),
                               ("merged", self.n_merged, 3), ("decisions", self.n, 100)):
            if n < least:
                self.w.fail(f"{name}: {n}, wanted {least} or more")
