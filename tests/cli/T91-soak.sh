# Many hosts that misbehave, and a crawl that is killed again and again: polite and complete.
# "make soak" is the long form.
set -- --hosts 40 --pages 5 --seconds 4 --max-ms 900 --seed 7 --brief
. tests/soak/soak.sh
