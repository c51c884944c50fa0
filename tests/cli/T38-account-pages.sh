# The pages around accounts in a browser: sizes, colours, scripts on and off, accessibility.
. tests/cli/lib.sh
. tests/browser/lib.sh

expect 0 earshot init "$W/ws"
cat >"$W/ws/seeds/physics.ini" <<INI
[department]
name    = Department of Physics
site    = https://physics.example.edu/
keyword = Example University physics
INI
serve_start "$W/ws"
browse account.mjs "$(sed -n 2p "$W/serve.out")"
