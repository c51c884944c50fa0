# tests.mk - how tests, fuzz targets and the lint script run; part of the Makefile.
B_ASAN  = $B-asan
B_FUZZ  = $B-fuzz
B_TSAN  = $B-tsan
FUZZ_SECONDS ?= 60
SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
SANITIZE_THREADS = -O1 -g -fno-omit-frame-pointer -fsanitize=thread

tests/cli/%.sh.run: tests/cli/%.sh earshot site
	@echo "  test $<"
	@mkdir -p $B/tests/cli
	@B=$B sh $< > $B/tests/cli/$*.log 2>&1 || { cat $B/tests/cli/$*.log; exit 1; }

# A corpus replays without a fuzzer: every file once through the target.
$B/tests/fuzz/%_fuzz: $B/tests/fuzz/%_fuzz.o $B/tests/fuzz/replay.o $B/lib.a
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

%.replay: $B/tests/fuzz/%_fuzz
	@echo "  replay tests/fuzz/$*.in"
	@$< tests/fuzz/$*.in > $<.log 2>&1 || { cat $<.log; exit 1; }

# The local test site, the checker of its log, and what makes archives for tests.
site_objs := $(patsubst %.c,$B/%.o,$(filter-out tests/site/polite.c tests/site/raw.c tests/site/sink.c tests/site/model.c,$(wildcard tests/site/*.c)))
soak_objs := $B/tests/soak/server.o $B/tests/soak/world.o
site: $B/tests/site/site $B/tests/site/polite $B/tests/site/raw $B/tests/site/sink $B/tests/site/model $B/tests/warc/mkwarc $B/tests/soak/server \
      $B/tests/soak/drive $B/tests/soak/check $B/tests/browser/world $B/tests/month/shift.so

# Loaded before anything else: no sanitizer, whatever the rest is built with.
$B/tests/month/shift.so: tests/month/shift.c
	@mkdir -p $(@D)
	$Q$(CC) $(FLAGS) -O2 -fPIC -shared -o $@ $<

$B/tests/soak/server: $(soak_objs) $B/lib.a
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$B/tests/site/site: $(site_objs) $B/lib.a
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lmicrohttpd

# Mail over TLS; the headers come with libmicrohttpd's.
$B/tests/site/sink: LDLIBS += -lgnutls

# Politeness under stress; tests/cli/T91-soak.sh is the short form.
SOAK_SECONDS ?= 180
soak: earshot site
	@B=$B sh tests/soak/soak.sh --seconds $(SOAK_SECONDS)

# A month of simulated days and half of the next; tests/cli/T138-month.sh is the short form.
soak-month: earshot site
	@B=$B sh tests/month/month.sh --until 2026-12-05 --step-min 15

# Two editors and a crawler for SOAK_REVIEW_SECONDS (120); tests/cli/T97-rush.sh is the short form.
soak-review: earshot site
	@tests/setup.sh --browser
	@B=$B EARSHOT_BROWSER=must sh tests/browser/rush.sh --seconds $(or $(SOAK_REVIEW_SECONDS),120)

# Every call of SQLite's to the disk fails in turn, not just the first ones; some minutes.
soak-faults: $B/tests/store/fault_test
	@EARSHOT_FAULTS=all $<

# Every page of the web application, to look at.
screenshots: earshot site
	@tests/setup.sh --browser
	@B=$B EARSHOT_BROWSER=must sh tests/browser/screenshots.sh
	@B=$B EARSHOT_BROWSER=must sh tests/browser/pictures.sh

asan:
	ASAN_OPTIONS=detect_leaks=1 $(MAKE) B=$(B_ASAN) CFLAGS="$(SANITIZE)" LDFLAGS="$(SANITIZE)" test T=$T K=$K

# Threads: what runs on them, an archive read on several, and settings read again while pages are.
tsan:
	$(foreach t,$(or $T,tests/crawler T13-warc T113-service),TSAN_OPTIONS="halt_on_error=1 suppressions=tests/tsan.supp" $(MAKE) B=$(B_TSAN) \
	    CFLAGS="$(SANITIZE_THREADS)" LDFLAGS="$(SANITIZE_THREADS)" test T=$t K=$K &&) true

# libFuzzer on each target (clang); new findings stay in build-fuzz/.
fuzz:
	$(MAKE) B=$(B_FUZZ) CC=clang CFLAGS="$(SANITIZE) -fsanitize=fuzzer-no-link" \
	    $(if $T,$(foreach t,$(fuzzers),$(if $(findstring $T,$t),$t.fuzz)),$(fuzzers:%=%.fuzz))

%.fuzz: $B/tests/fuzz/%_fuzz.o $B/lib.a
	$Q$(CC) $(CFLAGS) -fsanitize=fuzzer -o $B/tests/fuzz/$*_fuzz $^ $(LDLIBS)
	@mkdir -p $B/found/$*
	$B/tests/fuzz/$*_fuzz -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=4096 -timeout=25 \
	    -artifact_prefix=$B/found/$*. $B/found/$* tests/fuzz/$*.in

# Print the table of weights in indexer/pair.c anew: make train EARSHOT_DATA=FOLDER
train: $B/tests/train/pair_train
	@$<

lint:
	tests/lint/check.sh

format:
	clang-format -i main.c include/*.h $(foreach d,$(DIRS),$(wildcard $d/*.[ch])) \
	    $(wildcard tests/*.h tests/*/*.[ch])

clean:
	rm -rf build build-* earshot

.PHONY: earshot site screenshots soak soak-month soak-faults soak-review test train asan tsan fuzz lint format clean
.PRECIOUS: $B/%.o $B/tests/% $B/tests/fuzz/%_fuzz
-include $(site_objs:.o=.d) $B/tests/browser/world.d $B/tests/review/desk_gen.d $(soak_objs:.o=.d) $B/tests/site/polite.d $(objs:.o=.d) $(tests:=.d) $B/main.d
