# Hostile words in every place that the pages show, in a browser and in every download.
. tests/cli/lib.sh
. tests/browser/lib.sh
. tests/browser/world.sh

world "$W/ws"
serve_start "$W/ws"
browse hostile.mjs
