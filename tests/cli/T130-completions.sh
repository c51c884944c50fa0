# Completions: every command and option is offered where it may stand, departments are read, nothing is evaluated.
. tests/cli/lib.sh

expect 2 earshot completions
expect 2 earshot completions tcsh
holds "$W/err" 'for bash, zsh or fish'
for shell in bash zsh fish; do
    expect 0 earshot completions "$shell"
    cp "$W/out" "$W/completions.$shell"
    # shellcheck disable=SC2230
    ! command -v "$shell" >/dev/null || expect 0 "$shell" -n "$W/completions.$shell"
done

expect 0 earshot init "$W/ws"
settings >"$W/ws/earshot.ini"
for name in physics library; do
    printf '[department]\nname = %s\nsite = https://%s.example/\nkeyword = x\n' $name $name >"$W/ws/seeds/$name.ini"
done
printf '\n[experiment openings]\nvoices = warm, plain\nmetric = approved\nfrom = 2020-01-01\nto = 2099-12-31\n' \
    >>"$W/ws/seeds/physics.ini"
printf '\n[campaign open-day]\nfrom = 2026-03-01\nto = 2026-03-31\nkeyword = open day\n' >>"$W/ws/seeds/physics.ini"
printf '[department]\nname = evil\nsite = https://e.example/\nkeyword = x\n' >"$W/ws/seeds/a\$(touch\${IFS}pwned).ini"

# completes WORD... : what bash offers for the last word, sorted, in one line
completes() {
    (
        cd "$W" && PATH="$ROOT/$B:$PATH" bash -c '
            . ./completions.bash
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            _earshot earshot
            printf "%s\n" "${COMPREPLY[@]}"' bash earshot "$@" 2>&1 | sort | tr '\n' ' '
    )
}

if command -v bash >/dev/null; then
    is commands "$(completes dep)" 'department departments '
    is help "$(completes help re)" 'report restore retention '
    is 'common options' "$(completes drafts --d)" '--dept --dir --dry-run '
    is 'own options' "$(completes crawl --w)" '--warc '
    is 'options of others' "$(completes stats --w | tr -d ' ')" ''
    is choices "$(completes export unanswered --format js)" 'jsonl jsonld '
    is 'choices, =' "$(completes report --format = '')" 'html md '
    is 'values are no commands' "$(completes --color always dep)" 'department departments '
    is verbs "$(completes draft 12 re)" 'redraft reject reopen reuse '
    is 'verbs of user' "$(completes user r)" 'remove-sessions role '
    is exports "$(completes export un)" 'unanswered '
    is filters "$(completes filter gr)" 'group '
    is departments "$(completes -C ws --dept p)" 'physics '
    is 'one department' "$(completes -C ws department l)" 'library '
    is experiments "$(completes -C ws experiment open)" 'openings '
    is 'experiments of nowhere' "$(completes experiment open | tr -d ' ')" ''
    is campaigns "$(completes -C ws report --campaign op)" 'open-day '
    is 'no workspace' "$(completes --dept '' | tr -d ' ')" ''
    is 'folders' "$(completes init w)" 'ws '
    [ ! -e "$W/pwned" ] || fail "a department's name was run"
    completes -C ws --dept a >"$W/out"
    [ ! -e "$W/pwned" ] || fail "a department's name was run"

    # Every option of every command is offered behind it.
    for command in $(completes ''); do
        [ "$command" != help ] || continue
        earshot help "$command" >"$W/help"
        for option in $(sed -n 's/^ *\(-.\), \(--[a-z-]*\).*/\2/p; s/^ *\(--[a-z-]*\).*/\1/p' "$W/help"); do
            case " $(completes "$command" "$option")" in
            *" $option "*) ;;
            *) fail "earshot $command: $option is not offered" ;;
            esac
        done
    done
    earshot help >"$W/help"
    for command in $(sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' "$W/help"); do
        case " $(completes '')" in *" $command "*) ;; *) fail "$command is not offered" ;; esac
    done
fi

if command -v fish >/dev/null; then
    # fished LINE: what fish offers at its end
    fished() {
        (cd "$W" && PATH="$ROOT/$B:$PATH" fish --no-config -c "source completions.fish; complete -C '$1'" 2>&1 |
            sed 's/	.*//' | sort | tr '\n' ' ')
    }
    is 'fish: commands' "$(fished 'earshot dep')" 'department departments '
    is 'fish: options' "$(fished 'earshot crawl --w')" '--warc '
    is 'fish: choices' "$(fished 'earshot report --format ')" 'html md '
    is 'fish: departments' "$(fished 'earshot -C ws stats --dept p')" 'physics '
    is 'fish: campaigns' "$(fished 'earshot -C ws report --campaign ')" 'open-day '
    is 'fish: experiments' "$(fished 'earshot -C ws experiment open')" 'openings '
fi
