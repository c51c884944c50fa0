# A site that forbids crawling is not asked, unless it gave a permission or its API's terms allow it.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
workspace "$W/ws" forum
mkdir -p "$W/ws/seeds/platforms"
cat >"$W/ws/seeds/platforms/house.ini" <<'INI'
[platform]
name    = house
site    = 127.0.0.4
refused = its house rules forbid robots
INI
sed -i 's/^basis = .*/basis = public feed/' "$W/ws/seeds/physics.ini"
cat >>"$W/ws/seeds/physics.ini" <<'INI'

[source reddit]
url   = https://www.reddit.com/r/physics/
basis = public feed
INI

expect 0 earshot -C "$W/ws" crawl
is 'requests to the forum' "$(requests forum)" 0
holds "$W/err" 'source forum of physics does not run: its house rules forbid robots'
holds "$W/err" 'source reddit of physics does not run: its robots.txt forbids all crawling'
at_least 'requests to the department' "$(requests department)" 20

expect 8 earshot -C "$W/ws" check
holds "$W/out" 'its house rules forbid robots'
holds "$W/out" 'its robots.txt forbids all crawling'
expect 0 earshot -C "$W/ws" sources --json
holds "$W/out" '"state":"off","reason":"its house rules forbid robots"'
expect 4 earshot -C "$W/ws" why "$FORUM/latest"
holds "$W/out" 'source forum does not run, its house rules forbid robots'
expect 0 earshot -C "$W/ws" crawl --dry-run --csv
holds "$W/out" 'does not run: its house rules forbid robots'

# With a permission it is a source like any other.
sed -i '/^\[source reddit\]/,$d; s/^basis = .*/basis = written permission of 2026-10-01/' \
    "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" crawl --limit 5
at_least 'requests to the forum' "$(requests forum)" 2

# A profile that does not say whose refusal it is stops the crawl.
sed -i '/^site/d' "$W/ws/seeds/platforms/house.ini"
expect 7 earshot -C "$W/ws" crawl
holds "$W/err" 'house.ini: [platform] needs name, and match or site'
