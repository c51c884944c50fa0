# lib.sh - what a test of the review pages in a browser sources, beside tests/cli/lib.sh.
#
#   . tests/cli/lib.sh
#   . tests/browser/lib.sh
#   serve_start "$W/ws"                starts earshot serve: URL, SERVE_PID
#   browse keys.mjs [ARG...]           runs tests/browser/keys.mjs; its output is the test's
#
# The scripts get URL and W in the environment and use tests/browser/lib.mjs.

if ! command -v node >/dev/null || ! command -v chromium >/dev/null ||
    [ ! -f node_modules/playwright-core/package.json ]; then
    # make check has installed it all: there, a browser that is missing is a failure.
    [ "${EARSHOT_BROWSER:-}" != must ] || { fail "tests/setup.sh --browser left something out"; exit 1; }
    skip "no browser to drive (tests/setup.sh --browser installs it)"
fi

# serve_start DIR [OPTION...]: on a free port; ends with the test.
serve_start() {
    serve_ws=$1
    shift
    "$ROOT/$B/earshot" -C "$serve_ws" serve --listen 127.0.0.1:0 "$@" >"$W/serve.out" 2>"$W/serve.err" &
    SERVE_PID=$!
    PIDS="$PIDS $SERVE_PID"
    written "$W/serve.out" || { fail "earshot serve does not start"; cat "$W/serve.err"; exit 1; }
    URL=$(sed -n '1s|/$||p' "$W/serve.out")
}

browse() {
    script=$1
    shift
    URL=$URL W=$W BIN=$ROOT/$B/earshot WS=${serve_ws:-} timeout 900 node "tests/browser/$script" "$@" >"$W/browse.out" 2>&1 || {
        fail "$script"
        tail -40 "$W/browse.out"
    }
}
