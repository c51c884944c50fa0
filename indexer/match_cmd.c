/* match_cmd.c - earshot match: what the keywords in the files catch among the stored posts. */

#include "commands.h"
#include "config_sync.h"
#include "lang.h"
#include "log.h"
#include "match.h"
#include "store_question.h"

/* clang-format off */
static const struct table_column columns[] = {
    { "post", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "verdict", TABLE_COLUMN_TEXT, 0, false },
    { "keywords", TABLE_COLUMN_JSON, 40, false },
    { "words", TABLE_COLUMN_JSON, 40, false, true },
    { "title", TABLE_COLUMN_TEXT, 60, false },
    { "address", TABLE_COLUMN_TEXT, 60, false },
};
/* clang-format on */

struct preview {
    const struct department_config *department;
    struct matcher *matcher;
    struct tokenizer *tokenizer;
    struct lang_guesser *guesser;
    struct arena *arena; /* for one post */
    struct table *table;
    size_t n_kept, n_gained, n_lost;
};

static struct text
host_of(struct text address)
{
    size_t at = text_find(address, TEXT_LIT("://"));
    struct text host = at == TEXT_NPOS ? address : text_from(address, at + 3);

    return text_before(text_before(host, '/'), ':');
}

/* Did an earlier hit come from the same rule? */
static bool
named_before(const struct match_result *r, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (r->hits[k].rule == r->hits[i].rule)
            return true;
    return false;
}

static json_t *
json_keywords(const struct preview *p, const struct match_result *r)
{
    json_t *list = json_array();

    if (r->excluded) {
        struct text t = match_keyword(p->matcher, r->excluded_by);

        json_array_append_new(list, json_sprintf("not: %.*s", TEXT_ARG(t)));
    }
    for (size_t i = 0; i < r->n_hits; i++) {
        struct text t = match_keyword(p->matcher, r->hits[i].rule);

        if (!named_before(r, i))
            json_array_append_new(list, json_stringn(t.p, t.n));
    }
    return list;
}

static json_t *
json_words(const struct match_result *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->n_hits; i++)
        json_array_append_new(list, json_stringn(r->hits[i].words.p, r->hits[i].words.n));
    return list;
}

static void
try_post(void *self, const struct store_seen_post *post)
{
    struct preview *p = self;
    struct match_subject subject = { post->title, post->body, host_of(post->address), NULL };
    struct match_result r;
    bool keep;

    arena_clear(p->arena);
    subject.language = lang_of(p->guesser, post->language, post->body, p->department->language);
    match_find(p->matcher, p->tokenizer, &subject, p->arena, &r);
    keep = !r.excluded && (r.matched || post->all);
    if (!keep && !post->kept)
        return;
    p->n_kept += keep && post->kept;
    p->n_gained += keep && !post->kept;
    p->n_lost += !keep;
    table_int(p->table, post->id);
    table_str(p->table, p->department->key);
    table_str(p->table, !keep ? "loses" : post->kept ? "keeps" : "gains");
    table_json(p->table, json_keywords(p, &r));
    table_json(p->table, json_words(&r));
    table_text(p->table, post->title);
    table_text(p->table, post->address);
    table_end_row(p->table);
}

static void
add_rules(const struct text_list *l, bool exclude, struct match_rule *rules, size_t *n)
{
    for (size_t i = 0; i < l->n; i++)
        rules[(*n)++] = (struct match_rule){ l->v[i], exclude };
}

/* The department's rules as its file has them now: people are exact phrases, form by form. */
static enum status
compile(struct cmd_env *env, const struct department_config *d, struct matcher **ret,
        struct err *err)
{
    size_t n = 0, cap = d->keyword.n + d->exclude.n;
    struct match_rule *rules;

    for (size_t i = 0; i < d->person.n; i++)
        cap += d->person.v[i].n;
    rules = arena_alloc(env->arena, (cap + 1) * sizeof(*rules));
    add_rules(&d->keyword, false, rules, &n);
    add_rules(&d->exclude, true, rules, &n);
    for (size_t i = 0; i < d->person.n; i++) {
        struct text rest = d->person.v[i], form;

        while (text_cut(&rest, ",", &form)) {
            form = text_trim(form);
            if (form.n > 0)
                rules[n++] = (struct match_rule){
                    text_of(arena_printf(env->arena, "\"%.*s\"", TEXT_ARG(form))), false
                };
        }
    }
    return match_compile(rules, n, ret, err);
}

static enum status
preview_department(struct cmd_env *env, struct preview *p, struct err *err)
{
    enum status st = compile(env, p->department, &p->matcher, err);

    if (st != ST_OK)
        return st;
    store_question_posts(env->store, config_department_id(env->store, p->department->key),
                         env->arena, try_post, p);
    match_free(p->matcher);
    p->matcher = NULL;
    return store_check(env->store, err);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct preview p = { .arena = arena_new() };
    const struct department_config *only;
    enum status st = cmd_department(env, &only, err), closed;

    if (st != ST_OK) {
        arena_free(p.arena);
        return st;
    }
    p.tokenizer = token_new();
    p.guesser = lang_new();
    p.table = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_limit(p.table, env->common->limit);
    for (size_t i = 0; i < env->config->n_departments && st == ST_OK; i++) {
        p.department = &env->config->departments[i];
        if (only == NULL || only == p.department)
            st = preview_department(env, &p, err);
    }
    closed = table_close(p.table, st == ST_OK ? err : NULL);
    log_info("%zu posts stay, %zu come, %zu go", p.n_kept, p.n_gained, p.n_lost);
    lang_free(p.guesser);
    token_free(p.tokenizer);
    arena_free(p.arena);
    return st != ST_OK ? st : closed;
}

const struct cmd match_cmd = {
    .name = "match",
    .summary = "try the keywords in the files on the posts that are stored; changes nothing",
    .help = "For each stored post that the keywords catch, or that is kept now and would not be:\n"
            "keeps, gains or loses, with the keywords and the words they hit.  Posts that no\n"
            "keyword of any department ever caught are not stored and cannot be shown.\n",
    .examples = "  earshot match --dept physics\n  earshot match --csv\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run,
};
