/* user_cmd.c - `earshot user`: the accounts of those who review, from the command line. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "account.h"
#include "account_list.h"
#include "commands.h"
#include "config_sync.h"
#include "file.h"
#include "log.h"
#include "password.h"
#include "role.h"
#include "totp.h"

struct user_options {
    const char *name, *mail, *role, *password_file;
    bool remove, on, off;
};

/* clang-format off */
#define AT(f) offsetof(struct user_options, f)
static const struct option rows[] = {
    { .name = "name", .type = OPTION_TEXT, .offset = AT(name), .arg = "TEXT", .help = "add: the full name, which signs answers" },
    { .name = "mail", .type = OPTION_TEXT, .offset = AT(mail), .arg = "ADDRESS", .help = "add: a mail address" },
    { .name = "role", .type = OPTION_TEXT, .offset = AT(role), .arg = "ROLE", .help = "add: a role, in --dept or in all departments" },
    { .name = "remove", .type = OPTION_FLAG, .offset = AT(remove), .help = "role, mail: take it instead of giving it" },
    { .name = "on", .type = OPTION_FLAG, .offset = AT(on), .help = "totp: switch the second factor on, with a new secret" },
    { .name = "off", .type = OPTION_FLAG, .offset = AT(off), .help = "totp: switch it off" },
    { .name = "password-file", .type = OPTION_TEXT, .offset = AT(password_file), .arg = "FILE", .help = "add, passwd: its first line is the password; -: standard input" },
};
#undef AT
/* clang-format on */

/* What a verb works on. */
struct user {
    struct cmd_env *env;
    const struct user_options *o;
    struct account_act by;
    struct text name;
    struct store_account account; /* but for add */
};

static enum status
list(struct cmd_env *env, struct err *err)
{
    struct table *t = cmd_table(env, account_columns, ACCOUNT_COLUMNS);
    struct store_account *all;
    size_t n = store_account_list(env->store, env->arena, &all);
    enum status st = store_check(env->store, err);

    table_set_limit(t, env->common->limit);
    for (size_t i = 0; i < n; i++)
        account_row(t, &all[i]);
    if (st == ST_OK && n == 0)
        log_info("nobody has an account yet: earshot user add NAME");
    return table_end(t, st, err);
}

/* One line from standard input; a terminal does not show it. */
static enum status
read_line(struct cmd_env *env, struct buf *b, struct err *err)
{
    struct termios before, silent;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
    int c;

    if (terminal && env->common->no_input)
        return err_set(err, ST_USAGE, "a password is wanted: --password-file FILE");
    if (terminal) {
        silent = before;
        silent.c_lflag &= ~(tcflag_t)ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent); /* shown, if the terminal insists */
        fputs("Password: ", stderr);
    }
    while ((c = getchar()) != EOF && c != '\n')
        buf_add_char(b, (char)c);
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    return ferror(stdin) ? err_set(err, ST_IO, "cannot read standard input") : ST_OK;
}

static enum status
read_password(const struct user *u, struct buf *b, struct text *ret, struct err *err)
{
    const char *path = u->o->password_file;
    enum status st = path != NULL && strcmp(path, "-") != 0 ? file_read(path, b, err)
                                                            : read_line(u->env, b, err);

    if (st != ST_OK)
        return st;
    *ret = text_before(buf_text(b), '\n');
    if (text_ends(*ret, TEXT_LIT("\r")))
        ret->n--;
    return b->over ? err_set(err, ST_INVALID, "the password is too long: wanted %d bytes or fewer",
                             PASSWORD_MAX_BYTES)
                   : ST_OK;
}

/* --dept as the store's id; 0: all. */
static enum status
department(const struct user *u, struct account_role_change *c, struct err *err)
{
    const struct department_config *d;
    enum status st = cmd_department(u->env, &d, err);

    if (st == ST_OK && d != NULL) {
        c->department_id = config_department_id(u->env->store, d->key);
        c->department = text_of(d->key);
    }
    return st;
}

static enum status
add(struct user *u, struct err *err)
{
    struct account_new x = { .name = u->name,
                             .full_name = text_of(u->o->name),
                             .mail = text_of(u->o->mail) };
    struct account_role_change c = { .role = text_of(u->o->role) };
    struct buf b;
    enum status st = department(u, &c, err);

    if (st == ST_OK && c.role.n > 0 && !role_known(c.role))
        st = err_set(err, ST_USAGE, "no role \"%s\" (earshot help user lists them)", u->o->role);
    buf_init(&b, PASSWORD_MAX_BYTES + 2);
    if (st == ST_OK && u->o->password_file != NULL)
        st = read_password(u, &b, &x.password, err);
    if (st == ST_OK)
        st = account_add(&u->by, &x, &u->account.id, err);
    buf_release(&b);
    u->account.name = u->name;
    if (st == ST_OK && c.role.n > 0)
        st = account_role(&u->by, &u->account, &c, err);
    if (st != ST_OK)
        return st;
    log_info("added %.*s%s", TEXT_ARG(u->name),
             x.password.n > 0 ? "" : ", who cannot sign in yet: earshot user passwd, or user link");
    if (store_account_holders(u->env->store, TEXT_LIT("admin")) == 0)
        log_warn("nobody is an admin yet, and serve's first link holds no more: earshot user role "
                 "%.*s admin, or add one",
                 TEXT_ARG(u->name));
    return ST_OK;
}

static enum status
passwd(struct user *u, struct err *err)
{
    struct text password = TEXT_NONE;
    struct buf b;
    enum status st;

    buf_init(&b, PASSWORD_MAX_BYTES + 2);
    st = read_password(u, &b, &password, err);
    if (st == ST_OK)
        st = account_password(&u->by, &u->account, password, TEXT_NONE, err);
    buf_release(&b);
    if (st == ST_OK)
        log_info("%.*s has a new password, and is signed out everywhere", TEXT_ARG(u->name));
    return st;
}

static enum status
role(struct user *u, struct err *err)
{
    struct account_role_change c = { .take = u->o->remove };
    enum status st;

    if (u->env->n_args < 3)
        return err_set(err, ST_USAGE,
                       "usage: earshot user role NAME ROLE [--dept NAME] [--remove]");
    c.role = text_of(u->env->args[2]);
    st = department(u, &c, err);
    return st == ST_OK ? account_role(&u->by, &u->account, &c, err) : st;
}

static enum status
mail(struct user *u, struct err *err)
{
    if ((u->env->n_args < 3) != u->o->remove)
        return err_set(err, ST_USAGE, "usage: earshot user mail NAME ADDRESS, or NAME --remove");
    return account_profile(&u->by, &u->account, u->account.full_name,
                           u->o->remove ? TEXT_NONE : text_of(u->env->args[2]), err);
}

static enum status
disable(struct user *u, struct err *err)
{
    return account_disable(&u->by, &u->account, true, err);
}

static enum status
enable(struct user *u, struct err *err)
{
    return account_disable(&u->by, &u->account, false, err);
}

static enum status
totp(struct user *u, struct err *err)
{
    unsigned char secret[TOTP_SECRET_BYTES];
    char letters[SHA1_TEXT_BYTES];
    struct buf uri;
    enum status st;

    if (u->o->on == u->o->off)
        return err_set(err, ST_USAGE, "user totp: wanted one of --on and --off");
    if (u->o->off)
        return account_totp(&u->by, &u->account, TEXT_NONE, 0, TEXT_NONE, err);
    totp_secret_new(secret);
    st = account_totp(&u->by, &u->account, (struct text){ (const char *)secret, sizeof(secret) }, 0,
                      TEXT_NONE, err);
    if (st != ST_OK)
        return st;
    buf_init(&uri, BUF_SMALL);
    totp_uri(secret, u->name, &uri);
    fprintf(u->env->out, "%s\n%s\n", sha1_letters(secret, letters), buf_str(&uri));
    buf_release(&uri);
    return ST_OK;
}

static enum status
make_link(struct user *u, struct err *err)
{
    const char *base = u->env->config->serve.base;
    char token[STORE_TOKEN_HEX];
    enum status st = account_link(&u->by, &u->account, token, err);

    if (st != ST_OK)
        return st;
    fprintf(u->env->out, "%s/link/%s\n", base != NULL ? base : "", token);
    log_info("%s%.*s sets a password there, once, within %d hours",
             base != NULL ? "" : "behind the address of the application ([serve] base): ",
             TEXT_ARG(u->name), (int)(ACCOUNT_LINK_S / 3600));
    return ST_OK;
}

static enum status
remove_sessions(struct user *u, struct err *err)
{
    int64_t n = 0;
    enum status st = account_sign_out(&u->by, &u->account, TEXT_NONE, TEXT_NONE, &n, err);

    if (st == ST_OK)
        log_info("%.*s: %" PRId64 " session%s ended", TEXT_ARG(u->name), n, n == 1 ? "" : "s");
    return st;
}

static const struct {
    const char *verb;
    enum status (*run)(struct user *u, struct err *err);
} verbs[] = {
    { "add", add },   { "passwd", passwd },   { "role", role },
    { "mail", mail }, { "disable", disable }, { "enable", enable },
    { "totp", totp }, { "link", make_link },  { "remove-sessions", remove_sessions },
};

static enum status
unknown_verb(const char *what, struct err *err)
{
    const char *names[N_ELEMENTS(verbs) + 1] = { "list" }, *near;

    for (size_t i = 0; i < N_ELEMENTS(verbs); i++)
        names[i + 1] = verbs[i].verb;
    near = options_nearest(text_of(what), names, N_ELEMENTS(names));
    return err_set(err, ST_USAGE, "user \"%.80s\": %s%s%s", what,
                   near != NULL ? "did you mean \"" : "earshot help user lists the verbs",
                   near != NULL ? near : "", near != NULL ? "\"?" : "");
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct user u = { .env = env, .o = env->options };
    size_t i = 0;

    if (env->n_args == 0 || strcmp(env->args[0], "list") == 0)
        return list(env, err);
    while (i < N_ELEMENTS(verbs) && strcmp(verbs[i].verb, env->args[0]) != 0)
        i++;
    if (i == N_ELEMENTS(verbs))
        return unknown_verb(env->args[0], err);
    if (env->n_args < 2)
        return err_set(err, ST_USAGE, "usage: earshot user %s NAME", verbs[i].verb);
    u.name = text_of(env->args[1]);
    u.by = (struct account_act){ .store = env->store,
                                 .arena = env->arena,
                                 .actor = TEXT_LIT("command line"),
                                 .now_s = clock_now_s(env->clock) };
    if (verbs[i].run != add && !store_account_find(env->store, u.name, env->arena, &u.account)) {
        enum status st = store_check(env->store, err);

        return st != ST_OK
                   ? st
                   : err_set(err, ST_NOTFOUND, "there is no account \"%.80s\"", env->args[1]);
    }
    if (env->common->dry_run)
        return err_set(err, ST_USAGE, "user %s knows no --dry-run", verbs[i].verb);
    return verbs[i].run(&u, err);
}

const struct cmd user_cmd = {
    .name = "user",
    .args = "[list | add|passwd|role|mail|disable|enable|totp|link|remove-sessions NAME "
            "[ROLE|ADDRESS]]",
    .summary = "who may review: accounts, roles, passwords",
    .help =
        "add NAME: an account; without --password-file it has no password yet.\n\n"
        "passwd NAME: a new password, from standard input unless --password-file is given.\n\n"
        "role NAME ROLE: viewer, editor, approver, lead, operator, auditor or admin, in --dept\n"
        "or everywhere; --remove takes it away; several add up.\n\n"
        "mail NAME ADDRESS: where digests and notices go; --remove: nowhere.\n\n"
        "disable NAME, enable NAME: a disabled account is signed out and stays so; none is ever\n"
        "deleted.\n\n"
        "totp NAME --on|--off: a second factor; prints the secret and the address for the app.\n\n"
        "link NAME: a link by which its owner sets a password, once, within 24 hours; a whole\n"
        "address where [serve] base is set.\n\n"
        "remove-sessions NAME: sign it out everywhere.\n\n"
        "Passwords have 10 characters or more and are never given as arguments, which other\n"
        "users of the machine can see.  All of this is in the audit log.\n",
    .examples = "  earshot user add ada --name \"Ada Lovelace\" --role editor --dept physics\n"
                "  earshot user passwd ada < password.txt\n"
                "  earshot user role ada lead --dept physics\n"
                "  earshot user totp ada --on\n  earshot user --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_SYNC,
    .role = STORE_REVIEW,
    .max_args = 3,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct user_options),
    .run = run,
};
