# An editor's morning by the keys alone, in a browser; then the same without scripts.
. tests/cli/lib.sh
. tests/browser/lib.sh
. tests/browser/world.sh

world "$W/ws"
serve_start "$W/ws"
browse morning.mjs
browse plain.mjs
