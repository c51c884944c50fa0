# Commands that only look, and dry runs, write nothing, and see what the INI files say today.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
workspace "$W/ws" forum qa

# untouched COMMAND...: it exits 0 or 3 and leaves every byte of the workspace as it was.
untouched() {
    (cd "$W/ws" && find . -type f -exec cksum {} + | sort) >"$W/before"
    earshot -C "$W/ws" "$@" >"$W/out" 2>"$W/err"
    code=$?
    [ $code -eq 0 ] || [ $code -eq 4 ] || { fail "$* exits $code"; cat "$W/err"; }
    (cd "$W/ws" && find . -type f -exec cksum {} + | sort) >"$W/after"
    cmp -s "$W/before" "$W/after" || { fail "$* wrote to the workspace"; diff "$W/before" "$W/after"; }
}

look() {
    for command in 'crawl -n' 'crawl -n --json' 'run -n' sources 'source 1' hosts stats; do
        # shellcheck disable=SC2086
        untouched $command
    done
    untouched why "$QA/questions"
}

# Before the first crawl the plan is already that of the files.
look
untouched crawl -n --csv
holds "$W/out" physics,qa
expect 4 earshot -C "$W/ws" sources --dept phys
holds "$W/err" 'no department "phys"'
untouched sources --csv
is 'sources before the first crawl' "$(grep -c physics, "$W/out")" 3
lacks "$W/err" 'configuration changed'
is 'requests of looking' "$(requests)" 0

expect 0 earshot -C "$W/ws" crawl
look
lacks "$W/err" 'configuration changed'

# A changed file is seen, and said not to be applied yet.
sed -i '/^\[source qa\]/,$d' "$W/ws/seeds/physics.ini"
printf '[source board]\nurl = %s/\nbasis = licence\n' "$BOARD" >>"$W/ws/seeds/physics.ini"
look
untouched sources --csv
holds "$W/err" 'configuration changed, which the next crawl applies: physics: source qa is gone, source board is new'
holds "$W/out" physics,board
lacks "$W/out" physics,qa
sed -i 's/^keyword .*/&\nkeyword = tent/' "$W/ws/seeds/physics.ini"
untouched crawl -n --csv
holds "$W/err" 'source board is new, keywords changed'
holds "$W/out" physics,board

# It is applied by the next crawl, and only then.
is 'board in the store' "$(sql "$W/ws" "SELECT count(*) FROM source WHERE key = 'board'")" 0
expect 0 earshot -C "$W/ws" crawl
is 'board in the store' "$(sql "$W/ws" "SELECT count(*) FROM source WHERE key = 'board'")" 1
untouched sources
lacks "$W/err" 'configuration changed'
