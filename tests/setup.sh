#!/bin/sh
# setup.sh - install what a bare Debian 12 lacks to build, test and demonstrate
# earshot: what is missing, nothing else.  Run by make check and make demo.
#
#   tests/setup.sh             install what is missing to build and run
#   tests/setup.sh --list      print what is missing, install nothing
#   tests/setup.sh --browser   as well what drives the review pages in a browser: chromium,
#                              node and, from npm into node_modules/, two packages
#
# Needs apt-get, and root or sudo when something is missing.  On another
# system it names the packages and leaves them to you.

set -eu

PACKAGES="gcc make pkg-config libc6-dev libcurl4-openssl-dev libxml2-dev libstemmer-dev
    libsqlite3-dev libjansson-dev libinih-dev libutf8proc-dev libpsl-dev libidn2-dev libxxhash-dev
    zlib1g-dev libbrotli-dev libzstd-dev libexttextcat-dev libexttextcat-data libmicrohttpd-dev libsodium-dev libxlsxwriter-dev libgmime-3.0-dev libzip-dev
    libcmocka-dev
    tzdata sqlite3 curl git openssl nghttp2-server python3"

# The last release for Debian's node 18 and what checks pages for accessibility.
NPM_PACKAGES="playwright-core@1.58.2 axe-core@4.11.0"

case ${1:-} in
--browser)
    PACKAGES="$PACKAGES chromium fonts-dejavu-core"
    command -v node >/dev/null || PACKAGES="$PACKAGES nodejs"
    command -v npm >/dev/null || PACKAGES="$PACKAGES npm"
    ;;
esac

# Only what is not there in that version: a second run asks nobody.
npm_packages() {
    for want in $NPM_PACKAGES; do
        grep -qs "\"version\": \"${want#*@}\"" "node_modules/${want%@*}/package.json" || {
            echo "setup: npm install $NPM_PACKAGES"
            # shellcheck disable=SC2086
            npm install --prefix . --no-save --no-package-lock --no-audit --no-fund \
                --loglevel=error $NPM_PACKAGES >/dev/null
            return
        }
    done
}

missing() {
    # shellcheck disable=SC2086
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' $PACKAGES 2>/dev/null |
        sed -n 's/^installed //p' | sort >"$have"
    echo "$PACKAGES" | tr -s ' \n' '\n\n' | sed '/^$/d' | sort | comm -23 - "$have" | tr '\n' ' '
}

have=$(mktemp)
trap 'rm -f "$have"' EXIT

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    if command -v pkg-config >/dev/null && pkg-config --exists libcurl libxml-2.0 sqlite3 \
        jansson libutf8proc libpsl libidn2 libxxhash zlib libexttextcat libsodium libbrotlidec libzstd xlsxwriter gmime-3.0 libzip libmicrohttpd cmocka; then
        exit 0
    fi
    echo "setup: this is no Debian; install what these packages hold:" >&2
    echo "$PACKAGES" >&2
    exit 1
fi

need=$(missing)
[ "${1:-}" != --list ] || { echo "$need"; exit 0; }
[ -n "$need" ] || {
    [ "${1:-}" != --browser ] || npm_packages
    exit 0
}

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null && [ ! -t 0 ]; then
        echo "setup: these packages are missing, and only root can install them:" >&2
        echo "    apt-get install $need" >&2
        exit 1
    fi
    as_root=sudo
fi

echo "setup: installing $need"
log=$(mktemp)
trap 'rm -f "$have" "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
if ! { $as_root apt-get install -y --no-install-recommends $need >"$log" 2>&1 ||
    { $as_root apt-get update >"$log" 2>&1 &&
        $as_root apt-get install -y --no-install-recommends $need >>"$log" 2>&1; }; }; then
    tail -15 "$log" >&2
    echo "setup: apt-get could not install: $need" >&2
    exit 1
fi
[ "${1:-}" != --browser ] || npm_packages
