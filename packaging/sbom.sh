#!/bin/sh
# sbom.sh - print a CycloneDX 1.5 list of what components.tsv names, with the versions found here.
# Nothing in it depends on when or where it is made, but for those versions.
set -eu
tab=$(printf '\t')
first=yes

# version HOW: of a library, or what identifies data
version() {
    case $1 in
    pkg-config*) pkg-config --modversion "${1#pkg-config }" ;;
    dpkg*) dpkg-query -W -f '${source:Upstream-Version}' "${1#dpkg }" 2>/dev/null || echo unknown ;;
    data*) sha256sum "${1#data }" | cut -c1-64 ;;
    esac
}

printf '{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,\n'
printf '"metadata":{"component":{"type":"application","name":"earshot","version":"%s","licenses":[{"license":{"id":"MIT"}}]}},\n' "$(cat VERSION)"
printf '"components":[\n'
grep -v '^#' packaging/components.tsv | LC_ALL=C sort | while IFS=$tab read -r name how licence home; do
    [ -n "$first" ] || printf ',\n'
    first=
    case $how in
    data*)
        printf '{"type":"data","name":"%s","description":"%s","hashes":[{"alg":"SHA-256","content":"%s"}],' \
            "$name" "${how#data }" "$(version "$how")" ;;
    *) printf '{"type":"library","name":"%s","version":"%s",' "$name" "$(version "$how")" ;;
    esac
    printf '"licenses":[{"expression":"%s"}],"externalReferences":[{"type":"website","url":"%s"}]}' \
        "$licence" "$home"
done
printf '\n]}\n'
