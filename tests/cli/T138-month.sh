# A month of simulated days: twelve departments, sixty sources, editors, digests, lists, retention.
# "make soak-month" is the long form.
set -- --step-min 180
. tests/month/month.sh
