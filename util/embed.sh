#!/bin/sh
# embed.sh FILE... - print C source that holds the files as a table (see seeds.h), under their
# paths without the first folder.
# The assembler's .incbin copies the bytes: quick for a compiler, and exact.
set -eu
LC_ALL=C
export LC_ALL
# shellcheck disable=SC2046 # names in seeds/ have no spaces
[ $# -eq 0 ] || set -- $(printf '%s\n' "$@" | sort -t/ -k2)
table=
n=0
echo '#include "seeds.h"'
for f in "$@"; do
    printf '__asm__(".section .rodata\\n.balign 16\\nseed_%d: .incbin \\"%s\\"\\n' "$n" "$f"
    printf '.byte 0\\n.previous\\n");\nextern const char seed_%d[];\n' "$n"
    table="$table    { \"${f#*/}\", { seed_$n, $(($(wc -c < "$f"))) } },
"
    n=$((n + 1))
done
printf 'const struct seed seeds_all[] = {\n%s    { 0 },\n};\nconst size_t seeds_n = %d;\n' "$table" "$n"
