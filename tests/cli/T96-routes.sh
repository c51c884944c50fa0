# Every route over HTTP by every role: who may, forged forms, wrong methods, and no GET that writes.
. tests/cli/lib.sh
. tests/browser/lib.sh
. tests/browser/world.sh

world "$W/ws"
serve_start "$W/ws"
browse routes.mjs
