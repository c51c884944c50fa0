# bench.mk - benchmarks: each stage against a rival and against the limit; part of the Makefile.
#   make bench           all of them          make bench-url       one of them
#   BENCH_LARGE=1        the largest sizes too (minutes)
#   EARSHOT_DATA=FOLDER  real pages from FOLDER/pages too
# They print ratios and never fail for being slow: tests/bench/bench.h says how they measure.
benches      := $(patsubst tests/bench/%_bench.c,%,$(wildcard tests/bench/*_bench.c))
bench_shared := $(patsubst %.c,$B/%.o,$(filter-out %_bench.c,$(wildcard tests/bench/*.c)))

$B/tests/bench/%_bench: $B/tests/bench/%_bench.o $(bench_shared) $B/lib.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

bench: $(benches:%=bench-%)

bench-%: $B/tests/bench/%_bench earshot
	@$<

.PHONY: bench
-include $(bench_shared:.o=.d) $(benches:%=$B/tests/bench/%_bench.d)
.PRECIOUS: $B/tests/bench/%_bench
