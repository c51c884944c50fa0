# bench.mk - benchmarks: each stage against a rival and against the limit; part of the Makefile.
#   make bench           all of them          make bench-url       one of them
#   BENCH_LARGE=1        the largest sizes too (minutes)
#   EARSHOT_DATA=FOLDER  real pages from FOLDER/pages too
# They print ratios and never fail for being slow: tests/bench/bench.h says how they measure.
benches      := $(patsubst tests/bench/%_bench.c,%,$(wildcard tests/bench/*_bench.c))
bench_shared := $(patsubst %.c,$B/%.o,$(filter-out %_bench.c,$(wildcard tests/bench/*.c)))

# Xapian is C++ and no library of the program: it stands beside ours where it is installed.
xapian := $(shell { pkg-config --exists xapian-core; } 2>/dev/null && echo yes)
ifeq ($(xapian),yes)
beside_xapian := $B/tests/bench/index_bench $B/tests/bench/draft_bench
$(beside_xapian:=.o): FLAGS += -DHAVE_XAPIAN
$(beside_xapian): $B/tests/bench/rival_xapian.o
$(beside_xapian): LDLIBS += $(shell pkg-config --libs xapian-core) -lstdc++
endif

$B/tests/bench/%.o: tests/bench/%.cc
	@mkdir -p $(@D)
	$(CXX) $(CFLAGS) $(shell pkg-config --cflags xapian-core) -c -o $@ $<

$(benches:%=$B/tests/bench/%_bench): %: %.o $(bench_shared) $B/lib.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter-out $B/lib.a,$^) $B/lib.a $(LDLIBS) -lmicrohttpd

# A busy university's workspace for the review pages.
$B/tests/review/desk_gen: $B/tests/review/desk_gen.o $B/tests/bench/words.o $B/lib.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

bench: $(benches:%=bench-%) bench-review

# Not a program of its own: wrk asks the server.
bench-review: earshot $B/tests/review/desk_gen
	@python3 tests/review/bench.py $B/earshot $B/tests/review/desk_gen

bench-%: $B/tests/bench/%_bench earshot
	@$<

.PHONY: bench bench-review
.PRECIOUS: $B/tests/bench/%.o
-include $(bench_shared:.o=.d) $(benches:%=$B/tests/bench/%_bench.d)
