# Every page: by keyboard alone, read by machine (axe), light and dark, wide, narrow and at 400 %.
. tests/cli/lib.sh
. tests/browser/lib.sh
. tests/browser/world.sh

world "$W/ws"
serve_start "$W/ws"
browse access.mjs
