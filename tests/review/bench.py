#!/usr/bin/env python3
"""bench.py - the review pages under load: make bench-review.

For a made-up workspace of each size (tests/review/desk_gen): the queue page, the next card and a decision, as
requests a second and latencies at the client, beside what the server needs for an answer that reads nothing
(/healthz, the least any page can cost here).  The server has one core, the client (wrk) the other.  At the end
100,000 requests of every kind in turn, with the server's memory before and after.

Prints a table; no test, and never fails for being slow.  Needs wrk; python3's standard library only.
"""
import argparse, html, http.client, os, re, shutil, signal, statistics, subprocess, sys, tempfile, time
from urllib.parse import urlencode

PASSWORD = "a password for benchmarks"


class Desk:
    """One workspace and its server."""

    def __init__(self, earshot, gen, groups, tmp):
        self.dir = os.path.join(tmp, "ws%d" % groups)
        subprocess.run([gen, self.dir, str(groups)], check=True)
        with open(tmp + "/password", "w") as f:
            f.write(PASSWORD + "\n")
        for args in (["add", "ada", "--name", "Ada", "--role", "admin", "--password-file", tmp + "/password"],
                     ["role", "ada", "lead"]):
            subprocess.run([earshot, "-q", "-C", self.dir, "user"] + args, check=True)
        command = [earshot, "-C", self.dir, "serve", "--port", "0"]
        if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
            command = ["taskset", "-c", str(min(os.sched_getaffinity(0)))] + command
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        line = ""
        while "http://" not in line:
            line = self.server.stdout.readline()
            if not line:
                sys.exit("bench-review: the server does not start")
        self.port = int(re.search(r"http://127\.0\.0\.1:(\d+)", line).group(1))
        self.http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        status, headers, _ = self.post("/sign-in", {"name": "ada", "password": PASSWORD, "next": "/"})
        self.cookie = (headers.get("Set-Cookie") or "").split(";")[0]
        if status != 303 or not self.cookie:
            sys.exit("bench-review: cannot sign in (%d)" % status)

    def get(self, path):
        self.http.request("GET", path, headers={"Cookie": getattr(self, "cookie", "")})
        r = self.http.getresponse()
        return r.status, r.headers, r.read()

    def post(self, path, form):
        self.http.request("POST", path, urlencode(form), {
            "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
            "Origin": "http://127.0.0.1:%d" % self.port, "Cookie": getattr(self, "cookie", "")})
        r = self.http.getresponse()
        return r.status, r.headers, r.read()

    def memory_kb(self):
        pid = self.server.pid  # taskset has become the server
        return int(re.search(r"VmRSS:\s+(\d+)", open("/proc/%d/status" % pid).read()).group(1))

    def cpu_s(self):
        t = open("/proc/%d/stat" % self.server.pid).read().rsplit(")", 1)[1].split()
        return (int(t[11]) + int(t[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(20)


def wrk(desk, script, seconds, connections):
    """Requests a second, p50, p95, p99 in ms, server CPU in ms a request."""
    lua = os.path.join(desk.dir, "wrk.lua")
    with open(lua, "w") as f:
        f.write('wrk.headers["Cookie"] = "%s"\n%s\n' % (desk.cookie, script))
        f.write('done = function(s, l, r) print(string.format("RESULT %d %d %d %d %d %d", s.requests, s.duration,'
                ' l:percentile(50), l:percentile(95), l:percentile(99), s.errors.status)) end\n')
    cpu = desk.cpu_s()
    command = ["wrk", "-t1", "-c%d" % connections, "-d%ds" % seconds, "-s", lua, "http://127.0.0.1:%d/" % desk.port]
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
        command = ["taskset", "-c", str(max(os.sched_getaffinity(0)))] + command
    out = subprocess.run(command, capture_output=True, text=True).stdout
    n, us, p50, p95, p99, bad = map(int, re.search(r"RESULT (.*)", out).group(1).split())
    if bad:
        print("  note: %d of %d answers were errors" % (bad, n))
    return n / us * 1e6, p50 / 1e3, p95 / 1e3, p99 / 1e3, (desk.cpu_s() - cpu) / max(n, 1) * 1e3, n


def decisions(desk, n):
    """Approve cards one after another, as a person does; ms each at the client."""
    found, spans, ids, path = 0, [], [], "/q/physics?state=machine"
    desk.http.close()  # the server has ended the connection meanwhile; the next request opens another
    while path and len(ids) < 2 * n:
        _, _, body = desk.get(path)
        ids += re.findall(rb'href="/g/(\d+)', body)
        more = re.search(rb'href="(/q/[^"]*after=[^"]*)"', body)
        path = html.unescape(more.group(1).decode()) if more else None
    for group in dict.fromkeys(ids):
        if len(spans) == n:
            break
        _, _, body = desk.get("/g/%s" % group.decode())
        # The form with its hidden fields, sent as the button does.
        form = re.search(rb'<form[^>]*action="(/g/\d+/approve)"[^>]*>(.*?)</form>', body, re.S)
        if not form:
            continue
        fields = {m[0].decode(): html.unescape(m[1].decode())
                  for m in re.findall(rb'<input type="hidden" name="([^"]*)" value="([^"]*)"', form.group(2))}
        at = time.perf_counter()
        status, _, _ = desk.post(form.group(1).decode(), fields)
        span = (time.perf_counter() - at) * 1e3
        if status == 303:
            spans.append(span)
        found += 1
    return sorted(spans), found


def row(*cells):
    print("  %-34s %9s %8s %8s %8s %9s" % cells)


def run(earshot, gen, groups, seconds, tmp, long_run):
    desk = Desk(earshot, gen, groups, tmp)
    print("\n%d groups" % groups)
    row("page", "req/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms")
    pages = [("limit: /healthz", 'wrk.path = "/healthz"'),
             ("queue page", 'wrk.path = "/q/physics"'),
             ("groups, words nothing has", 'wrk.path = "/groups?find=zzyzx"'),
             ("groups, other words each time", 'request = function() return wrk.format("GET", "/groups?find=zz" .. math.random(1, 1e6)) end'),
             ("numbers of a year", 'wrk.path = "/numbers?since=2026-01-01&until=2026-12-31"'),
             ("answers", 'wrk.path = "/answers"'),
             ("answers, most visited first", 'wrk.path = "/answers?sort=visits"'),
             ("queue page, deep", 'wrk.path = "/q/physics?state=gap"'),
             ("next card", 'request = function() return wrk.format("GET", "/g/" .. math.random(1, %d)) end' % groups)]
    for name, script in pages:
        r = wrk(desk, script, seconds, 4)
        row(name, "%.0f" % r[0], "%.2f" % r[1], "%.2f" % r[2], "%.2f" % r[3], "%.3f" % r[4])
    spans, tried = decisions(desk, 200)
    if spans:
        row("decision (approve), one by one", "%.0f" % (1e3 / statistics.mean(spans)), "%.2f" % spans[len(spans) // 2],
            "%.2f" % spans[int(len(spans) * .95)], "%.2f" % spans[int(len(spans) * .99)], "")
    else:
        print("  note: no card could be approved (%d tried)" % tried)
    first = sum(len(desk.get(p)[2]) for p in
                ["/q/physics"] + [m.decode() for m in re.findall(rb'(?:href|src)="(/static/[^"]*)"', desk.get("/q/physics")[2])])
    card = len(desk.get("/g/1")[2])
    print("  first page with style and script: %.1f kB; a card: %.1f kB" % (first / 1e3, card / 1e3))
    if long_run:
        script = ('local n = 0\nrequest = function() n = n + 1\n local p = "/g/" .. math.random(1, %d)\n'
                  ' if n %% 3 == 0 then p = "/q/physics" elseif n %% 50 == 1 then p = "/" end\n'
                  ' return wrk.format("GET", p) end' % groups)
        wrk(desk, script, 20, 8)
        before, n = desk.memory_kb(), 0
        while n < 100000:
            n += wrk(desk, script, 20, 8)[5]
        print("  memory: %.1f MB, after %d more requests %.1f MB" % (before / 1e3, n, desk.memory_kb() / 1e3))
    desk.close()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("earshot")
    p.add_argument("gen")
    p.add_argument("--groups", default="10000,100000")
    p.add_argument("--seconds", type=int, default=4)
    a = p.parse_args()
    if not shutil.which("wrk"):
        sys.exit("bench-review: wrk is not installed (apt-get install wrk)")
    sizes = [int(n) for n in a.groups.split(",")]
    tmp = tempfile.mkdtemp(prefix="earshot-bench-")
    try:
        for n in sizes:
            run(os.path.abspath(a.earshot), os.path.abspath(a.gen), n, a.seconds, tmp, n == sizes[-1])
    finally:
        shutil.rmtree(tmp, ignore_errors=True)


main()
