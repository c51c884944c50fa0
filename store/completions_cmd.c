/*
 * completions_cmd.c - scripts that complete command lines in bash, zsh and fish, made
 * from the command table and the option tables.
 *
 * bash and zsh share their middle, the case lists below; fish has declarations.  No
 * script ever evaluates what it completes: names of departments, experiments and campaigns are
 * words.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "filters.h"

#define WORDS_MAX 32 /* in one usage line */

enum value_kind {
    VALUE_ANY,
    VALUE_CHOICE,
    VALUE_DEPARTMENT,
    VALUE_CAMPAIGN,
    VALUE_FILE,
    VALUE_FOLDER
};

static enum value_kind
kind_of(const struct option *row)
{
    if (row->choices != NULL)
        return VALUE_CHOICE;
    if (strcmp(row->name, "dept") == 0)
        return VALUE_DEPARTMENT;
    if (strcmp(row->name, "campaign") == 0)
        return VALUE_CAMPAIGN;
    if (row->arg == NULL)
        return VALUE_ANY;
    return strcmp(row->arg, "FILE") == 0                                     ? VALUE_FILE
           : strcmp(row->arg, "DIR") == 0 || strcmp(row->arg, "FOLDER") == 0 ? VALUE_FOLDER
                                                                             : VALUE_ANY;
}

/* A command whose argument is a key of another's list; NULL: none. */
static const char *
keys_of(const struct cmd *c)
{
    return c == &department_cmd ? "departments" : c == &experiment_cmd ? "experiment" : NULL;
}

/*
 * The words that a usage line offers ("[list | check [FILE]...]", "ID [park|unpark]"), which
 * are its lower case; *at: before how many other arguments they stand.
 */
static size_t
usage_words(const struct cmd *c, struct text *words, size_t *at)
{
    struct text rest = text_of(c->args != NULL ? c->args : "");
    size_t n = 0;

    *at = 0;
    for (size_t i = 0, end; i < rest.n; i = end + 1) {
        for (end = i; end < rest.n && (islower((unsigned char)rest.p[end]) || rest.p[end] == '-');)
            end++;
        if (end > i && n < WORDS_MAX)
            words[n++] = text_sub(rest, i, end - i);
        else if (n == 0 && end < rest.n && isupper((unsigned char)rest.p[end]))
            *at = 1;
    }
    return n;
}

static void
print_usage_words(FILE *out, const struct cmd *c, size_t *at)
{
    struct text words[WORDS_MAX];
    size_t n = usage_words(c, words, at);

    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s%.*s", i > 0 ? " " : "", TEXT_ARG(words[i]));
}

static void
print_choices(FILE *out, const char *choices)
{
    for (; *choices != '\0'; choices++)
        fputc(*choices == '|' ? ' ' : *choices, out);
}

/* In single quotes, for any of the three shells. */
static void
print_quoted(FILE *out, const char *s, const char *escaped_quote)
{
    fputc('\'', out);
    for (; *s != '\0'; s++)
        if (*s == '\'')
            fputs(escaped_quote, out);
        else
            fputc(*s, out);
    fputc('\'', out);
}

static void
each_command(FILE *out, void (*print)(FILE *out, const struct cmd *c))
{
    for (const struct command_group *g = commands_groups; g->title != NULL; g++)
        for (const struct cmd *const *c = g->commands; *c != NULL; c++)
            print(out, *c);
}

static void
print_name(FILE *out, const struct cmd *c)
{
    fprintf(out, "%s ", c->name);
}

static void
print_filters(FILE *out)
{
    for (size_t i = 0; filters_all[i] != NULL; i++)
        fprintf(out, "%s%s", i > 0 ? " " : "", filters_all[i]->name);
}

/* bash and zsh: which options take the next word. */
static void
value_rows(FILE *out, const char *command, const struct option *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].type == OPTION_FLAG)
            continue;
        fprintf(out, "        %s:--%s", command, rows[i].name);
        if (rows[i].letter != 0)
            fprintf(out, "|%s:-%c", command, rows[i].letter);
        fputs(") prev=$word ;;\n", out);
    }
}

static void
command_value_rows(FILE *out, const struct cmd *c)
{
    value_rows(out, c->name, c->options, c->n_options);
}

/* bash and zsh: what such an option may be. */
static void
choice_rows(FILE *out, const char *command, const struct option *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        enum value_kind kind = kind_of(&rows[i]);

        if (rows[i].type == OPTION_FLAG || kind == VALUE_ANY)
            continue;
        fprintf(out, "    %s:--%s", command, rows[i].name);
        if (rows[i].letter != 0)
            fprintf(out, "|%s:-%c", command, rows[i].letter);
        fputs(") ", out);
        if (kind == VALUE_CHOICE) {
            fputs("offer='", out);
            print_choices(out, rows[i].choices);
            fputs("' ;;\n", out);
        } else {
            fputs(kind == VALUE_DEPARTMENT ? "offer=$(_earshot_keys departments) ;;\n"
                  : kind == VALUE_CAMPAIGN ? "offer=$(_earshot_campaigns) ;;\n"
                  : kind == VALUE_FOLDER   ? "files=folders ;;\n"
                                           : "files=all ;;\n",
                  out);
        }
    }
}

static void
command_choice_rows(FILE *out, const struct cmd *c)
{
    choice_rows(out, c->name, c->options, c->n_options);
}

/* bash and zsh: a command's own arguments. */
static void
argument_rows(FILE *out, const struct cmd *c)
{
    struct text words[WORDS_MAX];
    size_t at;

    if (usage_words(c, words, &at) > 0) {
        fprintf(out, "    %s:%zu) offer='", c->name, at);
        print_usage_words(out, c, &at);
        fputs("' ;;\n", out);
    } else if (c == &filter_cmd) {
        fprintf(out, "    %s:0) offer='", c->name);
        print_filters(out);
        fputs("' ;;\n", out);
    } else if (keys_of(c) != NULL) {
        fprintf(out, "    %s:0) offer=$(_earshot_keys %s) ;;\n", c->name, keys_of(c));
    }
    if (c->args != NULL && strstr(c->args, "FILE") != NULL)
        fprintf(out, "    %s:*) files=all ;;\n", c->name);
    else if (c->args != NULL && strstr(c->args, "[DIR]") != NULL)
        fprintf(out, "    %s:*) files=folders ;;\n", c->name);
}

static void
option_names(FILE *out, const struct option *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s--%s", i > 0 ? " " : "", rows[i].name);
}

static void
option_rows(FILE *out, const struct cmd *c)
{
    if (c->n_options == 0)
        return;
    fprintf(out, "    %s) offer=\"$offer ", c->name);
    option_names(out, c->options, c->n_options);
    fputs("\" ;;\n", out);
}

/* What both shells do with $prev, $command, $cur and $n: they leave words in $offer. */
static void
print_middle(FILE *out)
{
    struct option_set common = cmd_common_set(NULL);

    fputs("    if [[ -n $prev ]]; then case $command:$prev in\n", out);
    each_command(out, command_choice_rows);
    choice_rows(out, "*", common.rows, common.n);
    fputs("    esac\n    elif [[ $cur == -* ]]; then\n    offer='", out);
    option_names(out, common.rows, common.n);
    fputs("'\n    case $command in\n", out);
    each_command(out, option_rows);
    fputs("    esac\n    elif [[ -z $command || $command:$n == help:0 ]]; then\n    offer='", out);
    each_command(out, print_name);
    fputs("help'\n    else case $command:$n in\n", out);
    each_command(out, argument_rows);
    fputs("    esac\n    fi\n", out);
}

/* The loop over the words that stand before the one that is completed. */
static void
print_scan(FILE *out, const char *first, const char *last, const char *array)
{
    struct option_set common = cmd_common_set(NULL);

    fprintf(out,
            "    for ((i = %s; i < %s; i++)); do\n"
            "        word=${%s[i]}\n"
            "        if [[ $word == = ]]; then continue; fi\n"
            "        if [[ -n $prev ]]; then\n"
            "            if [[ $prev == -C || $prev == --dir ]]; then dir=${word/#\\~/$HOME}; fi\n"
            "            prev=\n"
            "            continue\n"
            "        fi\n"
            "        case $command:$word in\n"
            "        *:--*=*) if [[ $word == --dir=* ]]; then dir=${word#--dir=}; fi ;;\n",
            first, last, array);
    each_command(out, command_value_rows);
    value_rows(out, "*", common.rows, common.n);
    fputs("        *:-*) ;;\n"
          "        :*) command=$word ;;\n"
          "        *) n=$((n + 1)) ;;\n"
          "        esac\n"
          "    done\n",
          out);
}

/* Their sections stand among the settings, which need no store. */
#define CAMPAIGNS                                                                                  \
    "_earshot_campaigns() {\n"                                                                     \
    "    \"$program\" -C \"$dir\" config show --ids 2>/dev/null |\n"                               \
    "        sed -n 's/^campaign //p' | sort -u\n"                                                 \
    "}\n"

static void
print_bash(FILE *out)
{
    fputs("# bash completion for earshot, made by: earshot completions bash\n"
          "_earshot_keys() { \"$program\" -C \"$dir\" \"$1\" --ids 2>/dev/null; }\n" CAMPAIGNS
          "_earshot() {\n"
          "    local program=$1 cur=${COMP_WORDS[COMP_CWORD]} prev='' command='' dir=. n=0\n"
          "    local i word offer='' files=''\n",
          out);
    print_scan(out, "1", "COMP_CWORD", "COMP_WORDS");
    fputs("    if [[ $cur == = ]]; then cur=; fi\n", out);
    print_middle(out);
    /* compgen -W would evaluate the words */
    fputs("    COMPREPLY=()\n"
          "    while read -r word; do\n"
          "        if [[ -n $word && $word == \"$cur\"* ]]; then COMPREPLY+=(\"$word\"); fi\n"
          "    done <<<\"${offer// /$'\\n'}\"\n"
          "    case $files in\n"
          "    all) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); compopt -o filenames ;;\n"
          "    folders) mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); compopt -o filenames ;;\n"
          "    esac 2>/dev/null\n"
          "}\n"
          "complete -F _earshot earshot\n",
          out);
}

static void
zsh_command(FILE *out, const struct cmd *c)
{
    char row[256];

    snprintf(row, sizeof(row), "%s:%s", c->name, c->summary);
    fputs("        ", out);
    print_quoted(out, row, "'\\''");
    fputc('\n', out);
}

static void
print_zsh(FILE *out)
{
    fputs("#compdef earshot\n"
          "# zsh completion for earshot, made by: earshot completions zsh\n"
          "_earshot_keys() { \"$program\" -C \"$dir\" \"$1\" --ids 2>/dev/null }\n" CAMPAIGNS
          "_earshot() {\n"
          "    local program=${words[1]} cur=$PREFIX prev='' command='' dir=. n=0\n"
          "    local i word offer='' files='' split=''\n"
          "    local -a commands\n",
          out);
    print_scan(out, "2", "CURRENT", "words");
    fputs("    if [[ -z $prev && $cur == --*=* ]]; then prev=${cur%%=*}; split=1; fi\n", out);
    print_middle(out);
    fputs("    if [[ -n $split ]]; then compset -P '*='; fi\n"
          "    if [[ -z $prev && $cur != -* && ( -z $command || $command:$n == help:0 ) ]]; then\n"
          "        commands=(\n",
          out);
    each_command(out, zsh_command);
    fputs(
        "        'help:the list of commands, or one of them explained'\n"
        "        )\n"
        "        _describe -t commands 'earshot command' commands\n"
        "        return\n"
        "    fi\n"
        "    case $files in\n"
        "    all) _files; return ;;\n"
        "    folders) _files -/; return ;;\n"
        "    esac\n"
        "    compadd -- ${=offer}\n"
        "}\n"
        "if [[ ${funcstack[1]} == _earshot ]]; then _earshot; else compdef _earshot earshot; fi\n",
        out);
}

#define FISH_QUOTE "\\'"

static void
fish_options(FILE *out, const char *condition, const struct option *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "complete -c earshot%s -l %s", condition, rows[i].name);
        if (rows[i].letter != 0)
            fprintf(out, " -s %c", rows[i].letter);
        if (rows[i].type != OPTION_FLAG)
            switch (kind_of(&rows[i])) {
            case VALUE_CHOICE:
                fputs(" -x -a '", out);
                print_choices(out, rows[i].choices);
                fputc('\'', out);
                break;
            case VALUE_DEPARTMENT:
                fputs(" -x -a '(__earshot_keys departments)'", out);
                break;
            case VALUE_CAMPAIGN:
                fputs(" -x -a '(__earshot_campaigns)'", out);
                break;
            case VALUE_FOLDER:
                fputs(" -x -a '(__fish_complete_directories)'", out);
                break;
            case VALUE_FILE:
                fputs(" -r -F", out);
                break;
            case VALUE_ANY:
                fputs(" -x", out);
                break;
            }
        if (rows[i].help != NULL) {
            fputs(" -d ", out);
            print_quoted(out, rows[i].help, FISH_QUOTE);
        }
        fputc('\n', out);
    }
}

static void
fish_command(FILE *out, const struct cmd *c)
{
    char condition[80];
    struct text words[WORDS_MAX];
    size_t at;

    fprintf(out, "complete -c earshot -n __fish_use_subcommand -a %s -d ", c->name);
    print_quoted(out, c->summary, FISH_QUOTE);
    fputs("\ncomplete -c earshot -n '__fish_seen_subcommand_from help' -a ", out);
    fprintf(out, "%s\n", c->name);
    snprintf(condition, sizeof(condition), " -n '__fish_seen_subcommand_from %s'", c->name);
    fish_options(out, condition, c->options, c->n_options);
    if (usage_words(c, words, &at) > 0) {
        fprintf(out, "complete -c earshot%s -a '", condition);
        print_usage_words(out, c, &at);
        fputs("'\n", out);
    } else if (c == &filter_cmd) {
        fprintf(out, "complete -c earshot%s -a '", condition);
        print_filters(out);
        fputs("'\n", out);
    } else if (keys_of(c) != NULL) {
        fprintf(out, "complete -c earshot%s -a '(__earshot_keys %s)'\n", condition, keys_of(c));
    }
    if (c->args != NULL && (strstr(c->args, "FILE") != NULL || strstr(c->args, "DIR") != NULL))
        fprintf(out, "complete -c earshot%s -F\n", condition);
}

static void
print_fish(FILE *out)
{
    struct option_set common = cmd_common_set(NULL);

    fputs("# fish completion for earshot, made by: earshot completions fish\n"
          "function __earshot_keys\n"
          "    set -l dir .\n"
          "    set -l words (commandline -opc)\n"
          "    for i in (seq 2 (count $words))\n"
          "        if contains -- $words[(math $i - 1)] -C --dir\n"
          "            set dir $words[$i]\n"
          "        end\n"
          "    end\n"
          "    $words[1] -C $dir $argv --ids 2>/dev/null\n"
          "end\n"
          "function __earshot_campaigns\n"
          "    __earshot_keys config show | sed -n 's/^campaign //p' | sort -u\n"
          "end\n"
          "complete -c earshot -f\n"
          "complete -c earshot -n __fish_use_subcommand -a help -d 'one command explained'\n",
          out);
    fish_options(out, "", common.rows, common.n);
    each_command(out, fish_command);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    static const struct {
        const char *shell;
        void (*print)(FILE *out);
    } shells[] = { { "bash", print_bash }, { "zsh", print_zsh }, { "fish", print_fish } };

    for (size_t i = 0; i < N_ELEMENTS(shells); i++)
        if (strcmp(shells[i].shell, env->args[0]) == 0) {
            shells[i].print(env->out);
            return ST_OK;
        }
    return err_set(err, ST_USAGE, "\"%.80s\": completions are for bash, zsh or fish", env->args[0]);
}

const struct cmd completions_cmd = {
    .name = "completions",
    .args = "bash|zsh|fish",
    .summary = "a script that completes command lines in that shell",
    .help = "Commands, their verbs, options and values, and the departments, experiments\n"
            "and campaigns of the workspace.\n"
            "make install and the Debian package put the scripts where the shells look.\n",
    .examples = "  . <(earshot completions bash)\n"
                "  earshot completions zsh -o ~/.zsh/functions/_earshot\n"
                "  earshot completions fish -o ~/.config/fish/completions/earshot.fish\n",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
