# month.sh - weeks of an installation at a simulated time (month.py); "make soak-month" runs it with
# more days and a start every 15 minutes, tests/cli/T138-month.sh a short form.
#
#   B=build sh tests/month/month.sh [--from DAY] [--until DAY] [--step-min N] [--seed N]
. tests/cli/lib.sh

command -v python3 >/dev/null || skip 'python3 is not installed'
mkdir -p "$W/mail"
"$ROOT/$B/tests/site/sink" smtp "$W/mail" >"$W/sink.json" &
PIDS="$PIDS $!"
written "$W/sink.json"
PYTHONDONTWRITEBYTECODE=1 python3 tests/month/month.py "$B" "$W" "$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$W/sink.json")" "$@" ||
    fail 'the month was not as it should be'
[ -z "${MONTH_KEEP:-}" ] || cp -r "$W" "$MONTH_KEEP"
