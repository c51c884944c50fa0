"""places.py - twelve departments and the sixty places where people ask about them, on loopback.

Every place has an address of its own below 127.1; all share one port.  What stands there follows
from the simulated time (Site.now_s) and from what a test does to it (Thread.gone, Thread.replies,
Place.broken).  Pages of departments and what people ask come from tests/drafter/campus.
"""

import asyncio
import datetime
import hashlib
import html
import json
import random
import re
import socket
import threading
import time

DAY_S = 86400
DEPARTMENTS = ["physics", "chemistry", "biology", "maths", "history", "law", "medicine", "music",
               "library", "engineering", "economics", "theatre"]
KINDS = ["forum", "qa", "board", "feed", "forum"]
OWN = 100  # the last number of an own site's address
PORTS_TRIED = 20
BOARD_FORUM = 7

ALARMS = ["My supervisor threatens me and I will sue. Is there a lawyer for students?",
          "I want to kill myself because of the resit, whom can I talk to?",
          "Who do I tell when a tutor is harassing me?"]
ANGRY = ["Why does nobody ever answer? This is the worst advising I have seen, a complete joke",
         "Why is the student office so horribly rude and useless to everybody who asks?"]


def read_pages():
    text = open("tests/drafter/campus/pages.txt", encoding="utf-8").read()
    ret = []
    for part in text.split("\n== ") if not text.startswith("== ") else ("\n" + text).split("\n== "):
        head, _, body = part.partition("\n")
        if "\t" in head:
            path, title = head.split("\t")
            ret.append((path, title, body))
    return ret


def read_questions():
    ret = []
    for name in ("questions", "later"):
        for line in open(f"tests/drafter/campus/{name}.txt", encoding="utf-8"):
            if "\t" in line:
                ret.append(line.rstrip("\n").split("\t")[1])
    return ret


def iso(at_s):
    return datetime.datetime.fromtimestamp(at_s, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Thread:
    def __init__(self, place, number, at_s, title):
        self.place, self.number, self.at_s, self.title = place, number, at_s, title
        self.marker = f"quokka{place.department_at:02d}{place.at}{number:04d}x"
        self.body = (f"I ask about the department of Kelmouth {place.department}. {title} "
                     f"My reference is {self.marker}.")
        self.gone = False
        self.replies = []

    def path(self):
        slug = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:60]
        return {"qa": f"/questions/{self.number}/{slug}",
                "board": f"/viewtopic.php?f={BOARD_FORUM}&t={self.number}"}.get(
                    self.place.kind, f"/t/{slug}/{self.number}")

    def url(self):
        return self.place.base + self.path()


class Place:
    def __init__(self, department_at, at, port):
        self.department_at, self.at = department_at, at
        self.department, self.key = DEPARTMENTS[department_at], f"s{at + 1}"
        self.kind = KINDS[at] if at < len(KINDS) else "own"
        self.ip = f"127.1.{department_at + 1}.{at + 1 if at < len(KINDS) else OWN}"
        self.base = f"http://{self.ip}:{port}"
        self.url = self.base + {"board": f"/viewforum.php?f={BOARD_FORUM}", "feed": "/latest.atom",
                                "qa": "/questions"}.get(self.kind, "/")
        self.threads, self.broken, self.was_broken = [], False, False

    def visible(self, now_s):
        return [t for t in reversed(self.threads) if t.at_s <= now_s and not t.gone]


class Site:
    def __init__(self, from_s, until_s, seed):
        self.now_s, self.log, self.places = from_s, [], {}
        self.slow_s = 0  # between a request and its answer
        self.rng = random.Random(seed)
        self.pages = read_pages()
        self.port, sockets = self.listen()
        for d in range(len(DEPARTMENTS)):
            for at in [*range(len(KINDS)), OWN]:
                place = Place(d, at, self.port)
                self.places[place.ip] = place
        self.write_threads(from_s, until_s)
        threading.Thread(target=self.serve, args=(sockets,), daemon=True).start()

    def place(self, department, key):
        return next(p for p in self.places.values() if (p.department, p.key) == (department, key))

    def own(self, department):
        return next(p for p in self.places.values() if (p.department, p.kind) == (department, "own"))

    def sources(self):
        return [p for p in self.places.values() if p.kind != "own"]

    # What people ask: about one question in two days and place, a few of them before the time.

    def write_threads(self, from_s, until_s):
        questions = read_questions()
        for d in range(len(DEPARTMENTS)):
            order = self.rng.sample(questions, len(questions))
            for place in [p for p in self.sources() if p.department_at == d]:
                times = [from_s - self.rng.randrange(DAY_S, 9 * DAY_S) for _ in range(2)]
                at_s = from_s
                while at_s < until_s:
                    at_s += self.rng.randrange(DAY_S // 4, 15 * DAY_S // 4)
                    times.append(at_s)
                for number, at_s in enumerate(sorted(times)):
                    place.threads.append(Thread(place, number + 100, at_s, order.pop()
                                                if order else self.rng.choice(questions)))
            self.say(d, 2, ALARMS[d % len(ALARMS)])
            self.say(d, 3, ANGRY[d % len(ANGRY)])

    def say(self, department_at, nth, title):
        """The nth question within the time at one of its places is this one."""
        place = self.place(DEPARTMENTS[department_at], f"s{department_at % len(KINDS) + 1}")
        old = place.threads[nth + 2]
        place.threads[nth + 2] = Thread(place, old.number, old.at_s, title)

    # Pages.

    def own_page(self, place, path):
        mine = [(p, t, b) for n, (p, t, b) in enumerate(self.pages)
                if p == "/" or n % 3 == place.department_at % 3]
        links = "".join(f'<li><a href="{p}">{html.escape(t)}</a></li>' for p, t, b in mine)
        for p, title, body in mine:
            if p == path:
                parts = "".join(f"<p>{html.escape(x)}</p>\n" for x in body.strip().split("\n\n"))
                return (f'<!DOCTYPE html><html lang="en"><head><title>{html.escape(title)}</title></head>'
                        f"<body><nav><ul>{links}</ul></nav><main><h1>{html.escape(title)}</h1>\n{parts}"
                        "</main></body></html>")
        return None

    def listing(self, place, threads):
        rows = "".join(f'<li class="topic-list-item"><h3><a class="title" href="{html.escape(t.path())}">'
                       f"{html.escape(t.title)}</a></h3></li>\n" for t in threads)
        return ('<!DOCTYPE html><html lang="en"><head><title>Latest topics</title></head><body><main>'
                f'<h1>Latest topics</h1><ul class="topics">\n{rows}</ul></main></body></html>')

    def feed(self, place, threads):
        rows = "".join(f'<entry><id>{t.url()}</id><link href="{html.escape(t.url())}"/><updated>{iso(t.at_s)}'
                       f"</updated><title>{html.escape(t.title)}</title></entry>\n" for t in threads)
        return ('<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
                f"<title>Latest</title><id>{place.url}</id><updated>{iso(self.now_s)}</updated>\n{rows}</feed>\n")

    def thread(self, t):
        data = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": {
            "@type": "Question", "name": t.title, "text": t.body, "answerCount": len(t.replies),
            "datePublished": iso(t.at_s), "url": t.url(),
            "author": {"@type": "Person", "name": f"asker{t.number}"}}}
        replies = "".join(f'<div class="answer"><p>{html.escape(r)}</p></div>' for r in t.replies)
        ld = json.dumps(data).replace("/", "\\/")
        return (f'<!DOCTYPE html><html lang="en"><head><title>{html.escape(t.title)}</title>'
                f'<script type="application/ld+json">{ld}</script></head><body><main>'
                f"<h1>{html.escape(t.title)}</h1><p>{html.escape(t.body)}</p>{replies}</main></body></html>")

    def answer(self, place, path):
        """Status, type and body."""
        page = "text/html; charset=utf-8"
        if path == "/robots.txt":
            return 200, "text/plain", "User-agent: *\nDisallow: /private/\n"
        if place.broken:
            return 500, page, "<h1>Internal Server Error</h1>"
        if place.kind == "own":
            body = self.own_page(place, path)
            return (200, page, body) if body else (404, page, "<h1>Not found</h1>")
        threads = place.visible(self.now_s)
        if place.base + path == place.url:
            if place.kind == "feed":
                return 200, "application/atom+xml", self.feed(place, threads)
            return 200, page, self.listing(place, threads)
        for t in threads:
            if t.path() == path:
                return 200, page, self.thread(t)
        return 404, page, "<h1>Not found</h1>"

    # The server: one loop, one socket for each address.

    def listen(self):
        ips = [f"127.1.{d + 1}.{at}" for d in range(len(DEPARTMENTS))
               for at in [*range(1, len(KINDS) + 1), OWN]]
        for _ in range(PORTS_TRIED):
            sockets, port = [], 0
            try:
                for ip in ips:
                    s = socket.socket()
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    s.bind((ip, port))
                    port = s.getsockname()[1]
                    sockets.append(s)
                return port, sockets
            except OSError:
                for s in sockets:
                    s.close()
        raise OSError("no port is free at all addresses")

    async def talk(self, reader, writer):
        ip = writer.get_extra_info("sockname")[0]
        place = self.places[ip]
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                start = time.monotonic()
                path = head.split(b" ", 2)[1].decode("ascii", "replace")
                status, kind, body = self.answer(place, path)
                body = body.encode()
                etag = '"' + hashlib.md5(body).hexdigest() + '"'
                if status == 200 and f"If-None-Match: {etag}".lower().encode() in head.lower():
                    status, body = 304, b""
                self.log.append((ip, path, status, self.now_s, start, time.monotonic()))
                if self.slow_s:
                    await asyncio.sleep(self.slow_s)
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nETag: {etag}\r\n"
                             f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def open_all(self, sockets):
        servers = [await asyncio.start_server(self.talk, sock=s) for s in sockets]
        await asyncio.gather(*(s.serve_forever() for s in servers))

    def serve(self, sockets):
        asyncio.run(self.open_all(sockets))
