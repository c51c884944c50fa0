# pictures.sh - the pictures of README.md, into docs/: the queue, a card and the numbers, 864 pixels
# of a window of 1440, light: "make screenshots".
. tests/cli/lib.sh
. tests/browser/lib.sh
. tests/browser/world.sh

world "$W/ws"
serve_start "$W/ws"
mkdir -p docs
browse pictures.mjs "$ROOT/docs"
cat "$W/browse.out"
