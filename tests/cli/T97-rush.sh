# Two editors and a crawler write at the same time; "make soak-review" is the long form.
set -- --seconds 12
. tests/browser/rush.sh
