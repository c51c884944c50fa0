# filter draft on a small site: how people write, what is quoted together, what stays a gap.
. tests/cli/lib.sh

cat >"$W/in" <<'EOF'
{"page":"https://d.example/exams","title":"Examinations","text":"Resits\n\nA failed examination may be repeated twice. Resits take place in the last week of August.\n\nCalculators\n\nOnly calculators of the approved list are allowed in an examination.\n"}
{"page":"https://d.example/lab","title":"Laboratory safety","text":"Safety course\n\nEverybody takes the safety course before getting a key to the laboratory. It takes three hours and is held each Monday.\n\nWe use cookies to count visits to the laboratory pages.\n"}
{"page":"https://d.example/fees","title":"Tuition and fees","text":"Paying\n\nYou can pay the tuition in three instalments. Fees are due on 10 October.\n\nWhat to bring:\n- your passport\n- the bank's receipt of the tuition fees\n"}
{"id":"short","question":"can i bring a calculator to the exam"}
{"id":"spelt","question":"Can I pay tuittion in instalments?"}
{"id":"story","question":"My uncle lost his hat. How long does the lab safety course take?"}
{"id":"list","question":"Do I need the receipt of the bank for the tuition fees?"}
{"id":"near","question":"Where can I park a caravan near the tuition fees fair?"}
{"id":"far","question":"How do I replace a bicycle chain?"}
EOF
earshot filter draft <"$W/in" >"$W/out" || fail "filter draft"
of() { grep "\"id\":\"$1\"" "$W/out" >"$W/one"; }

for drafted in 'short exams' 'spelt fees' 'story lab' 'list fees'; do
    of "${drafted% *}"
    holds "$W/one" '"abstain":false'
    holds "$W/one" "\"page\":\"https://d.example/${drafted#* }\",\"passage\""
done
for gap in near far; do
    of $gap
    holds "$W/one" '"abstain":true'
done

# "It takes three hours" says nothing without the sentence before; a short list is quoted whole.
of story
holds "$W/one" '"text":"Everybody takes the safety course before getting a key to the laboratory."'
holds "$W/one" '"text":"It takes three hours and is held each Monday."'
lacks "$W/one" 'cookies'
of list
holds "$W/one" '"text":"What to bring:"'
holds "$W/one" '"text":"- your passport"'
