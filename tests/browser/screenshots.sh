# screenshots.sh - every page at four widths, light and dark, into build/screenshots/, with an
# index.html to look through: "make screenshots".
. tests/cli/lib.sh
. tests/browser/lib.sh
. tests/browser/world.sh

world "$W/ws"
serve_start "$W/ws"
rm -rf "$B/screenshots"
mkdir -p "$B/screenshots"
browse screenshots.mjs "$ROOT/$B/screenshots"
cat "$W/browse.out"
echo "look at $B/screenshots/index.html"
