# Two people at two browsers: conflicts, leases, what was typed when a browser or a session ends.
. tests/cli/lib.sh
. tests/browser/lib.sh
. tests/browser/world.sh

world "$W/ws"
serve_start "$W/ws"
browse two.mjs
