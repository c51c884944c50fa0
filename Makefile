# make              build ./earshot             make check           set up, build, every test
# make demo         the whole pipeline on the bundled test site
# make test         every test                  make test T=robots   tests whose path has "robots"
# make test T=robots K=delay                    one of them
# make asan         all tests under ASan and UBSan      make tsan   the crawler's under TSan
# make lint         style and layers            make format          lay the sources out
# make fuzz         each fuzz target for FUZZ_SECONDS
# make soak         a crawl of 200 hosts that misbehave, killed for SOAK_SECONDS (180)
# make soak-month   46 simulated days of twelve departments, a start every 15 minutes
# make soak-review  two editors and a crawler write at once for SOAK_REVIEW_SECONDS (120)
# make soak-faults  every call to the disk fails in turn, under all that writes to a store
# make screenshots  every page of the web application, into build/screenshots/; README.md's into docs/
# make bench        a benchmark for each stage  make install DESTDIR= PREFIX=/usr/local
# make dist         a tarball                   make setup         install what is missing (apt-get)
# make deb          a Debian package            make check-deb     install it in a fresh Debian (root, debootstrap)
# make uninstall                                make sbom          libraries and licences as CycloneDX
# make clean        V=1 with any of them shows the commands   make help   this list
B        ?= build
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
VERSION  := $(shell cat VERSION)
PKGS     := libcurl libxml-2.0 sqlite3 jansson libutf8proc libpsl libidn2 libxxhash zlib libzip gmime-3.0 \
            libexttextcat libsodium libbrotlidec libzstd xlsxwriter libmicrohttpd
pkg_c    := $(shell { pkg-config --cflags $(PKGS); } 2>/dev/null)
LDLIBS   := $(shell { pkg-config --libs $(PKGS); } 2>/dev/null) -lstemmer -linih -lm -lpthread
FLAGS     = -std=c11 -D_POSIX_C_SOURCE=200809L -iquote include -MMD -MP \
            -DEARSHOT_VERSION='"$(VERSION)"' \
            -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion \
            -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings -Wformat=2 \
            -Wpointer-arith -Wcast-qual -Wundef -Wswitch-enum -Wimplicit-fallthrough \
            -Wno-missing-field-initializers -fno-common -fstack-protector-strong \
            $(pkg_c)
DIRS      = util store crawler indexer drafter review

objs     := $(patsubst %.c,$B/%.o,$(wildcard $(DIRS:%=%/*.c))) $B/seeds.o
tests    := $(patsubst %.c,$B/%,$(wildcard tests/*/*_test.c))
clis     := $(wildcard tests/cli/T*.sh)
fuzzers  := $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))
run      := $(if $T,$(foreach t,$(tests),$(if $(findstring $T,$t),$t)),$(tests))
run_clis := $(if $T,$(foreach t,$(clis),$(if $(findstring $T,$t),$t)),$(clis))
replays  := $(if $T,$(foreach t,$(fuzzers),$(if $(findstring $T,$t),$t)),$(fuzzers))

ifeq ($(pkg_c)$(filter help setup check demo clean dist,$(MAKECMDGOALS)),)
$(warning libraries are missing: "make setup" installs them (README.md))
endif

Q := $(if $V,,@)
say = $(if $V,,@echo "  $1")

earshot: $B/earshot
	@ln -sf $< $@

$B/earshot: $B/main.o $B/lib.a
	$(call say,link $@)
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$B/lib.a: $(objs)
	@rm -f $@
	@$(AR) rcs $@ $^

$B/%.o: %.c VERSION
	@mkdir -p $(@D)
	$(call say,cc $<)
	$Q$(CC) $(FLAGS) $(CFLAGS) -c -o $@ $<

# What ships as data is inside the binary too, as one table of byte runs.
seed_files := $(sort $(shell find seeds review/static -type f -name '*.*' 2>/dev/null))
$B/seeds.o: $(seed_files) util/embed.sh
	@mkdir -p $(@D)
	$(call say,embed seeds/ review/static/)
	@util/embed.sh $(seed_files) > $B/seeds.c
	$Q$(CC) -std=gnu11 -iquote include $(CFLAGS) -c -o $@ $B/seeds.c

$B/tests/%: $B/tests/%.o $B/lib.a
	@mkdir -p $(@D)
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka -lmicrohttpd

help:
	@sed -n '/^#/!q; s/^# //p' Makefile

# pkg-config is asked when make starts, so what setup brings counts from the next make on.
setup:
	tests/setup.sh

check:
	tests/setup.sh --browser
	EARSHOT_BROWSER=must $(MAKE) -j$(shell nproc) test

demo: setup
	$(MAKE) -j$(shell nproc) earshot site
	@B=$B tests/demo.sh

test: earshot $(run:%=%.run) $(replays:%=%.replay) $(run_clis:%=%.run)
	@test $(words $(run) $(replays) $(run_clis)) -gt 0 || { echo "no test has $T in its path"; exit 1; }
	@echo "$(words $(run) $(replays) $(run_clis)) passed, 0 failed"

%.run: %
	@echo "  test $(patsubst $B/%,%,$<)"
	@CMOCKA_TEST_FILTER='$K' ./$< > $<.log 2>&1 || { cat $<.log; exit 1; }

include tests/tests.mk
include tests/bench/bench.mk
include packaging/packaging.mk

.PHONY: help setup check demo
