# make              build ./earshot             make check           set up, build, every test
# make demo         the whole pipeline on the bundled test site
# make test         every test                  make test T=robots   tests whose path has "robots"
# make test T=robots K=delay                    one of them
# make asan         all tests under ASan and UBSan
# make lint         style and layers            make format          lay the sources out
# make fuzz         each fuzz target for FUZZ_SECONDS
# make bench        a benchmark for each stage  make install DESTDIR= PREFIX=/usr/local
# make dist         a tarball                   make clean
B        ?= build
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
VERSION  := $(shell cat VERSION)
PKGS      = libcurl libxml-2.0 sqlite3 jansson libutf8proc libpsl libidn2 libxxhash zlib libexttextcat libsodium
LDLIBS    = $(shell pkg-config --libs $(PKGS)) -lstemmer -linih -lm -lpthread
FLAGS     = -std=c11 -D_POSIX_C_SOURCE=200809L -iquote include -MMD -MP \
            -DEARSHOT_VERSION='"$(VERSION)"' \
            -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion \
            -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings -Wformat=2 \
            -Wpointer-arith -Wcast-qual -Wundef -Wswitch-enum -Wimplicit-fallthrough \
            -Wno-missing-field-initializers -fno-common -fstack-protector-strong \
            $(shell pkg-config --cflags $(PKGS))
DIRS      = util store crawler indexer drafter review

objs     := $(patsubst %.c,$B/%.o,$(wildcard $(DIRS:%=%/*.c))) $B/seeds.o
tests    := $(patsubst %.c,$B/%,$(wildcard tests/*/*_test.c))
clis     := $(wildcard tests/cli/T*.sh)
fuzzers  := $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))
run      := $(if $T,$(foreach t,$(tests),$(if $(findstring $T,$t),$t)),$(tests))
run_clis := $(if $T,$(foreach t,$(clis),$(if $(findstring $T,$t),$t)),$(clis))
replays  := $(if $T,$(foreach t,$(fuzzers),$(if $(findstring $T,$t),$t)),$(fuzzers))

earshot: $B/earshot
	@ln -sf $< $@

$B/earshot: $B/main.o $B/lib.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$B/lib.a: $(objs)
	@rm -f $@
	@$(AR) rcs $@ $^

$B/%.o: %.c VERSION
	@mkdir -p $(@D)
	$(CC) $(FLAGS) $(CFLAGS) -c -o $@ $<

# What ships as data is inside the binary too: seeds/ as one table of byte runs.
seed_files := $(sort $(shell find seeds -type f -name '*.*' 2>/dev/null))
$B/seeds.o: $(seed_files) util/embed.sh
	@mkdir -p $(@D)
	util/embed.sh $(seed_files) > $B/seeds.c
	$(CC) -std=gnu11 -iquote include $(CFLAGS) -c -o $@ $B/seeds.c

$B/tests/%: $B/tests/%.o $B/lib.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka -lmicrohttpd

test: earshot $(run:%=%.run) $(replays:%=%.replay) $(run_clis:%=%.run)
	@test $(words $(run) $(replays) $(run_clis)) -gt 0
	@echo "$(words $(run) $(replays) $(run_clis)) passed, 0 failed"

%.run: %
	@echo "  test $(patsubst $B/%,%,$<)"
	@CMOCKA_TEST_FILTER='$K' ./$< > $<.log 2>&1 || { cat $<.log; exit 1; }

include tests/tests.mk
include tests/bench/bench.mk

install: $B/earshot
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/doc/earshot
	install -m 755 $B/earshot $(DESTDIR)$(PREFIX)/bin/earshot
	install -m 644 earshot.1 $(DESTDIR)$(PREFIX)/share/man/man1/earshot.1
	install -m 644 README.md NEWS.md LICENSE SECURITY.md $(DESTDIR)$(PREFIX)/share/doc/earshot/

dist:
	git archive --format=tar.gz --prefix=earshot-$(VERSION)/ -o earshot-$(VERSION).tar.gz HEAD
	@echo earshot-$(VERSION).tar.gz

.PHONY: install dist
