#!/bin/sh
# The house rules that a machine can check (STYLE.md).  Prints every breach; exits 1 if any.
set -u
bad=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
say() { echo "$1"; bad=1; }
folders="util store crawler indexer drafter review"
pkgs="libcurl libxml-2.0 sqlite3 jansson libutf8proc libpsl libidn2 libxxhash zlib libexttextcat libsodium libbrotlidec libzstd libzip gmime-3.0 libmicrohttpd"
# shellcheck disable=SC2046,SC2086
cflags="-D_POSIX_C_SOURCE=200809L -DEARSHOT_VERSION=\"0\" -iquote include $(pkg-config --cflags $pkgs)"
sources=$(git ls-files '*.c' 2>/dev/null)
headers=$(git ls-files '*.h' 2>/dev/null)
[ -n "$sources" ] || sources=$(find . -name build\* -prune -o -name '*.c' -print | sed 's|^\./||')
[ -n "$headers" ] || headers=$(find . -name build\* -prune -o -name '*.h' -print | sed 's|^\./||')
program=$(printf '%s\n' $sources | grep -v '^tests/')

# 1. Layers: a folder includes its own headers and include/ only, without paths.
for d in $folders; do
    for f in "$d"/*.[ch]; do
        [ -f "$f" ] || continue
        for h in $(sed -n 's/^#include "\(.*\)"$/\1/p' "$f"); do
            case $h in */*) say "$f: include \"$h\": no paths, see STYLE.md 3"; continue ;; esac
            [ -f "$d/$h" ] || [ -f "include/$h" ] || say "$f: \"$h\" is not in $d/ or include/"
        done
    done
done
# util knows no stage and no store.
for h in $(ls store/*.h crawler/*.h indexer/*.h drafter/*.h review/*.h 2>/dev/null) include/store.h; do
    grep -l "^#include \"$(basename "$h")\"" util/*.[ch] 2>/dev/null | grep -v '^util/cmd.c$' |
        sed "s|\$|: util/ may not know $h|" > "$tmp/util"
    [ -s "$tmp/util" ] && cat "$tmp/util" && bad=1
done

# 2. A shared header is shared: two folders besides tests/ use it (one, when the other has its .c).
for h in include/*.h; do
    b=$(basename "$h")
    n=$({ grep -l "^#include \"$b\"" main.c ./*/*.[ch] 2>/dev/null | grep -v '^\./tests/' |
        grep -v '^\./include/' | sed 's|^\./||; s|/.*||'
        ls util/"${b%.h}".c 2>/dev/null | sed 's|/.*||'; } | sort -u | wc -l)
    [ "$n" -ge 2 ] || grep -q "^#include \"$b\"" include/*.h ||
        say "$h: used by $n folder(s): move it beside its .c"
done

# 3. Every header compiles alone, and says first what it is for.
for h in $headers; do
    case $h in tests/*) continue ;; esac
    # shellcheck disable=SC2086
    cc -std=c11 $cflags -iquote "$(dirname "$h")" -fsyntax-only -x c "$h" 2>/dev/null ||
        say "$h: does not compile on its own"
    head -1 "$h" | grep -q '^/\*' || say "$h: does not open with what it is for"
done

# 4. No status goes unread (MUST_CHECK in status.h).
for f in $sources; do
    # shellcheck disable=SC2086
    cc -std=c2x $cflags -fsyntax-only -w -Werror=unused-result "$f" 2> "$tmp/unread" ||
        { cat "$tmp/unread"; bad=1; }
done

# 5. Sizes: a file up to 500 lines, a function up to 60.
for f in $sources $headers; do
    n=$(wc -l < "$f")
    [ "$n" -le 500 ] || say "$f: $n lines, cap 500"
done
if command -v ctags > /dev/null; then
    # shellcheck disable=SC2086
    ctags -f - -I TEST_FN+ --languages=C --kinds-C=f --fields=+ne $sources 2> /dev/null |
        sed -n 's/^\([^	]*\)	\([^	]*\)	.*line:\([0-9]*\).*end:\([0-9]*\).*/\1 \2 \3 \4/p' |
        awk '$4 - $3 + 1 > 60 { printf "%s: %s is %d lines, cap 60\n", $2, $1, $4 - $3 + 1; e = 1 }
             END { exit e }' || bad=1
else
    say "ctags is missing: function lengths unchecked"
fi

# 6. foo.c exports only foo_* (foo_bar.c: foo_*), in store/ store_*.
if [ -f build/lib.a ] && command -v nm > /dev/null; then
    for f in $program; do
        o=build/${f%.c}.o
        [ -f "$o" ] && [ "$f" != main.c ] || continue
        b=$(basename "$f" .c)
        nm -g --defined-only "$o" 2> /dev/null | awk '{ print $3 }' | grep -v '^err_set$' |
            grep -vE "^(${b%%_*}|$(dirname "$f")_)" | sed "s|^|$f: exports |" > "$tmp/names"
        [ -s "$tmp/names" ] && cat "$tmp/names" && bad=1
    done
fi

# 7. Banned calls: each has a capped or checked replacement.
# shellcheck disable=SC2086
grep -nE '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|alloca|system|popen)\(' \
    $sources && bad=1

# 8. Each library, and the terminal, has one door: word pattern, then who may use it.
while read -r word door; do
    # shellcheck disable=SC2086
    grep -lE "$word" $program 2> /dev/null | grep -vE "^($door)$" |
        while read -r f; do echo "$f: uses $word, only $door may"; done
done > "$tmp/doors" <<'DOORS'
\bsqlite3_ store/.*\.c
\bcurl_ (crawler/fetch.*|drafter/(model|mail|webhook))\.c
\b(xml|html)(Read|Parse|New|Free|Doc|Node|XPath|Get|Init|Sax|SAX|Text|Ctxt)[A-Za-z]*\( crawler/(extract|html|links|sitemap|feed).*\.c|util/(xlsx|ods|spreadsheet).*\.c
\bMHD_ review/httpd.*\.c
\bg_mime_ crawler/message.*\.c
\bzip_ util/zipfile\.c
\b(printf|puts|putchar|perror)\( main\.c|.*_cmd\.c
\b(fputs|fprintf|fwrite|fputc|exit)\( main\.c|.*_cmd\.c|util/(log|mem|table|table_text|book)\.c
DOORS
[ -s "$tmp/doors" ] && cat "$tmp/doors" && bad=1

# 9. SQL stands in store/ and nowhere else.
# shellcheck disable=SC2086
grep -nE '"(SELECT|INSERT INTO|UPDATE|DELETE FROM) ' $(printf '%s\n' $program | grep -v '^store/') \
    /dev/null && bad=1

# 10. Tests: every module has a test program or is used by one of its own folder's.
for f in $program; do
    case $f in main.c | *_cmd.c | *_filter.c | store/commands.c | store/filters.c) continue ;; esac
    b=$(basename "$f" .c)
    d=$(dirname "$f")
    [ -f "tests/$d/${b}_test.c" ] || ls "tests/$d/${b%%_*}"*_test.c > /dev/null 2>&1 ||
        say "$f: has no tests/$d/${b}_test.c"
done

for number in $(cd tests/cli && ls T*.sh | cut -d- -f1 | uniq -d); do
    say "tests/cli: $number names more than one test"
done

# 11. Layout.
# shellcheck disable=SC2086
clang-format --dry-run -Werror $sources $headers 2> "$tmp/layout" ||
    { grep -c . "$tmp/layout"; head -5 "$tmp/layout"; say "make format mends the layout"; }

exit $bad
