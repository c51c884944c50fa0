/* match_cmd.c - earshot match: what the keywords in the files catch among the stored posts. */

#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "config_sync.h"
#include "lang.h"
#include "log.h"
#include "match.h"
#include "mem.h"
#include "mute.h"
#include "store_question.h"
#include "url.h"

#define MAX_FORMS_SHOWN ((size_t)5) /* ways in which a keyword's words were found */

/* clang-format off */
static const struct table_column columns[] = {
    { "post", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "verdict", TABLE_COLUMN_TEXT, 0, false },
    { "keywords", TABLE_COLUMN_JSON, 40, false },
    { "words", TABLE_COLUMN_JSON, 40, false, true },
    { "title", TABLE_COLUMN_TEXT, 60, false },
    { "address", TABLE_COLUMN_TEXT, 60, false, true },
};

static const struct table_column keyword_columns[] = {
    { "keyword", TABLE_COLUMN_TEXT, 40, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "kind", TABLE_COLUMN_TEXT, 0, false },
    { "posts", TABLE_COLUMN_INT, 0, false },
    { "alone", TABLE_COLUMN_INT, 0, false },
    { "gains", TABLE_COLUMN_INT, 0, false },
    { "words", TABLE_COLUMN_JSON, 40, false, true },
};
/* clang-format on */

struct match_options {
    bool keywords;
};

static const struct option options[] = {
    { "keywords", 'k', OPTION_FLAG, offsetof(struct match_options, keywords), NULL,
      "one row per keyword: how many posts it catches, and as which words" },
};

/* In the order in which they are shown. */
enum verdict { GAINS, LOSES, MUTES, HEARS, KEEPS, MUTED };
static const char *const verdicts[] = { "gains", "loses", "mutes", "hears", "keeps", "muted" };

/* A row of the list of posts; the JSON values are the row's until it is printed. */
struct row {
    int64_t post;
    enum verdict verdict;
    json_t *keywords, *words;
    struct text title, address;
};

/* What one rule did. */
struct tally {
    struct text keyword;
    const char *kind;
    size_t number; /* as configured */
    int64_t posts, alone, gains;
    json_t *forms;
};

struct preview {
    const struct department_config *department;
    struct matcher *matcher;
    struct tokenizer *tokenizer;
    struct lang_guesser *guesser;
    struct arena *arena; /* for one post */
    struct arena *kept;  /* borrowed; what the rows show */
    struct table *table;
    struct row *rows; /* owned; of the department at hand */
    size_t n_rows, cap_rows;
    struct mute **mutes;    /* in the command's arena; per source, NULL: it has no lines */
    struct tally *tallies;  /* in the command's arena; one per rule */
    size_t n_rules, n_dead; /* n_dead: of all departments */
    size_t counts[N_ELEMENTS(verdicts)];
};

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

/* As they stand there, each once. */
static json_t *
json_words(const struct match_result *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->n_hits; i++) {
        size_t k = 0;

        while (k < i && !text_eq(r->hits[k].words, r->hits[i].words))
            k++;
        if (k == i)
            json_array_append_new(list, json_stringn(r->hits[i].words.p, r->hits[i].words.n));
    }
    return list;
}

/* Each way in which the words stood there, once, in small letters where they are ASCII. */
static void
add_form(json_t *forms, struct text words)
{
    struct buf b;
    size_t i = 0;

    buf_init(&b, BUF_SMALL);
    for (; i < words.n && b.n < BUF_SMALL; i++)
        buf_add_char(&b, words.p[i] >= 'A' && words.p[i] <= 'Z' ? (char)(words.p[i] | 0x20)
                         : words.p[i] == '\n'                   ? ' '
                                                                : words.p[i]);
    for (i = 0; i < json_array_size(forms); i++)
        if (text_eq(text_of(json_string_value(json_array_get(forms, i))), buf_text(&b)))
            break;
    if (i == json_array_size(forms) && i < MAX_FORMS_SHOWN)
        json_array_append_new(forms, json_stringn(b.p, b.n));
    buf_release(&b);
}

/* Who hit, whether or not the post is ours in the end; an exclude counts what it keeps out. */
static void
count_rules(struct preview *p, const struct match_result *r, bool gains)
{
    size_t n_rules = 0;

    if (r->excluded) {
        p->tallies[r->excluded_by].posts += r->n_hits > 0;
        return;
    }
    for (size_t i = 0; i < r->n_hits; i++)
        n_rules += !named_before(r, i);
    for (size_t i = 0; i < r->n_hits; i++) {
        struct tally *t = &p->tallies[r->hits[i].rule];

        add_form(t->forms, r->hits[i].words);
        if (named_before(r, i))
            continue;
        t->posts++;
        t->alone += n_rules == 1;
        t->gains += gains;
    }
}

/* Does the department read where it was asked?  What only others read never comes. */
static bool
is_read(const struct department_config *d, const struct store_seen_post *post)
{
    struct text host = url_host_of(post->address);

    for (size_t i = 0; i < d->n_sources && !post->read; i++)
        if (match_on_site(host, url_host_of(text_of(d->sources[i].url))))
            return true; /* by a source that is new in the file, too */
    return post->read;
}

/* The line by which the file wants the post hidden; empty: none. */
static struct text
muted_by(struct preview *p, const struct store_seen_post *post, const struct match_subject *words)
{
    const struct department_config *d = p->department;
    struct mute_subject s = { *words, post->author_hash };

    for (size_t i = 0; i < d->n_sources; i++) {
        size_t line = MUTE_NONE;

        if (p->mutes[i] != NULL && text_is(post->source, d->sources[i].key))
            line = mute_find(p->mutes[i], p->tokenizer, &s, p->arena);
        if (line != MUTE_NONE)
            return mute_line(p->mutes[i], line);
    }
    return TEXT_NONE;
}

static enum verdict
verdict_of(const struct store_seen_post *post, bool keep, struct text line)
{
    if (!keep || !post->kept)
        return keep ? GAINS : LOSES;
    if (line.n > 0)
        return post->muted.n > 0 ? MUTED : MUTES;
    return post->muted.n > 0 ? HEARS : KEEPS;
}

static void
try_post(void *self, const struct store_seen_post *post)
{
    struct preview *p = self;
    struct match_subject subject = { post->title, post->body, url_host_of(post->address), NULL };
    struct match_result r;
    struct text line;
    struct row *row;
    bool keep;

    if (!is_read(p->department, post))
        return;
    arena_clear(p->arena);
    subject.language = lang_of(p->guesser, post->language, post->body, p->department->language);
    match_find(p->matcher, p->tokenizer, &subject, p->arena, &r);
    keep = !r.excluded && (r.matched || post->all);
    count_rules(p, &r, keep && !post->kept);
    if (!keep && !post->kept)
        return;
    p->rows = mem_grow(p->rows, &p->cap_rows, p->n_rows + 1, sizeof(*p->rows));
    row = &p->rows[p->n_rows++];
    *row = (struct row){ .post = post->id,
                         .title = arena_text(p->kept, post->title),
                         .address = arena_text(p->kept, post->address) };
    line = muted_by(p, post, &subject);
    row->verdict = verdict_of(post, keep, line);
    row->keywords = json_keywords(p, &r);
    if (line.n > 0)
        json_array_insert_new(row->keywords, 0, json_sprintf("mute: %.*s", TEXT_ARG(line)));
    row->words = json_words(&r);
    p->counts[row->verdict]++;
}

static int
by_verdict(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    if (x->verdict != y->verdict)
        return x->verdict < y->verdict ? -1 : 1;
    return (x->post > y->post) - (x->post < y->post);
}

/* Print and release the rows of the department; only release them when keywords are asked for. */
static void
print_posts(struct preview *p, bool print)
{
    if (p->n_rows > 1)
        qsort(p->rows, p->n_rows, sizeof(*p->rows), by_verdict);
    for (size_t i = 0; i < p->n_rows; i++) {
        const struct row *r = &p->rows[i];

        if (!print) {
            json_decref(r->keywords);
            json_decref(r->words);
            continue;
        }
        table_int(p->table, r->post);
        table_str(p->table, p->department->key);
        table_str(p->table, verdicts[r->verdict]);
        table_json(p->table, r->keywords);
        table_json(p->table, r->words);
        table_text(p->table, r->title);
        table_text(p->table, r->address);
        table_end_row(p->table);
    }
    p->n_rows = 0;
}

static int
by_posts(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;

    if (x->posts != y->posts)
        return x->posts > y->posts ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static void
print_keywords(struct preview *p, bool print)
{
    for (size_t i = 0; i < p->n_rules; i++)
        p->n_dead += p->tallies[i].posts == 0 && strcmp(p->tallies[i].kind, "exclude") != 0;
    if (p->n_rules > 1)
        qsort(p->tallies, p->n_rules, sizeof(*p->tallies), by_posts);
    for (size_t i = 0; i < p->n_rules; i++) {
        const struct tally *t = &p->tallies[i];

        if (!print) {
            json_decref(t->forms);
            continue;
        }
        table_text(p->table, t->keyword);
        table_str(p->table, p->department->key);
        table_str(p->table, t->kind);
        table_int(p->table, t->posts);
        table_int(p->table, t->alone);
        table_int(p->table, t->gains);
        table_json(p->table, t->forms);
        table_end_row(p->table);
    }
}

/* The department's rules as its file has them now: people are exact phrases, form by form. */
static enum status
compile(struct cmd_env *env, struct preview *p, struct err *err)
{
    const struct department_config *d = p->department;
    const struct text_list *const lists[] = { &d->keyword, &d->exclude, &d->person };
    static const char *const kinds[] = { "keyword", "exclude", "person" };
    enum { KEYWORD, EXCLUDE, PERSON };
    size_t n = 0, cap = d->keyword.n + d->exclude.n + d->person.n * MATCH_MAX_FORMS;
    struct match_rule *rules = arena_alloc(env->arena, (cap + 1) * sizeof(*rules));
    enum status st;

    p->tallies = arena_alloc(env->arena, (cap + 1) * sizeof(*p->tallies));
    for (size_t k = KEYWORD; k <= PERSON; k++)
        for (size_t i = 0; i < lists[k]->n; i++) {
            size_t from = n;

            if (k == PERSON)
                n += match_person(lists[k]->v[i], env->arena, &rules[n], MATCH_MAX_FORMS);
            else
                rules[n++] = (struct match_rule){ lists[k]->v[i], k == EXCLUDE };
            for (; from < n; from++)
                p->tallies[from] = (struct tally){ .kind = kinds[k], .number = from };
        }
    st = match_compile(rules, n, &p->matcher, err);
    p->n_rules = st == ST_OK ? n : 0;
    for (size_t i = 0; i < p->n_rules; i++) {
        p->tallies[i].keyword = match_keyword(p->matcher, i);
        p->tallies[i].forms = json_array();
    }
    return st;
}

/* The mute lines of the department's sources; its file has been checked. */
static enum status
compile_mutes(struct cmd_env *env, struct preview *p, struct err *err)
{
    const struct department_config *d = p->department;
    enum status st = ST_OK;

    p->mutes = arena_alloc(env->arena, (d->n_sources + 1) * sizeof(struct mute *));
    for (size_t i = 0; i < d->n_sources && st == ST_OK; i++)
        if (d->sources[i].mute.n > 0)
            st = mute_compile(d->sources[i].mute.v, d->sources[i].mute.n, &p->mutes[i], err);
    return st;
}

static enum status
preview_department(struct cmd_env *env, struct preview *p, struct err *err)
{
    const struct match_options *o = env->options;
    enum status st = compile(env, p, err);

    if (st == ST_OK)
        st = compile_mutes(env, p, err);
    if (st != ST_OK)
        return st;
    store_question_posts(env->store, config_department_id(env->store, p->department->key), try_post,
                         p);
    print_posts(p, !o->keywords);
    print_keywords(p, o->keywords);
    for (size_t i = 0; i < p->department->n_sources; i++)
        mute_free(p->mutes[i]);
    match_free(p->matcher);
    p->matcher = NULL;
    return store_check(env->store, err);
}

static void
say_counts(const struct preview *p)
{
    size_t stay = p->counts[KEEPS] + p->counts[MUTES] + p->counts[HEARS] + p->counts[MUTED];

    log_info("%zu post%s stay%s, %zu come, %zu go", stay, stay == 1 ? "" : "s",
             stay == 1 ? "s" : "", p->counts[GAINS], p->counts[LOSES]);
    if (p->counts[MUTES] + p->counts[HEARS] + p->counts[MUTED] > 0)
        log_info("mutes hide %zu more, let %zu be heard again, hide %zu as before",
                 p->counts[MUTES], p->counts[HEARS], p->counts[MUTED]);
    if (p->n_dead > 0)
        log_info("%zu keyword%s no stored post (earshot match --keywords)", p->n_dead,
                 p->n_dead == 1 ? " hits" : "s hit");
    log_info("posts that no department kept are not stored; the crawler applies what changed,"
             " at once to threads that a list names by a new keyword, else page by page as each"
             " falls due");
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct match_options *o = env->options;
    struct preview p = { .arena = arena_new(), .kept = env->arena };
    const struct department_config *only;
    enum status st = cmd_department(env, &only, err);

    if (st != ST_OK) {
        arena_free(p.arena);
        return st;
    }
    p.tokenizer = token_new();
    p.guesser = lang_new();
    p.table = o->keywords ? cmd_table(env, keyword_columns, N_ELEMENTS(keyword_columns))
                          : cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_limit(p.table, env->common->limit);
    for (size_t i = 0; i < env->config->n_departments && st == ST_OK; i++) {
        p.department = &env->config->departments[i];
        if (only == NULL || only == p.department)
            st = preview_department(env, &p, err);
    }
    st = table_end(p.table, st, err);
    if (st == ST_OK)
        say_counts(&p);
    free(p.rows);
    lang_free(p.guesser);
    token_free(p.tokenizer);
    arena_free(p.arena);
    return st;
}

const struct cmd match_cmd = {
    .name = "match",
    .summary = "try the files' keywords on the stored posts; changes nothing",
    .help = "For each stored post that the keywords catch, or that is kept now and would not be:\n"
            "gains, loses or keeps, with the keywords and the words they hit; mutes, hears or\n"
            "muted where a source's mute lines would hide it, would no more, or do.\n"
            "With --keywords: how many posts each keyword catches, alone or with others (an "
            "exclude: keeps out).\n"
            "A department is tried on what its own sources read.  Posts that no keyword of any \n"
            "department ever caught are not stored and cannot be shown; a changed list finds them\n"
            "as the crawler reads their pages again.\n",
    .examples = "  earshot match --dept physics\n  earshot match --keywords --csv\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .options = options,
    .n_options = N_ELEMENTS(options),
    .options_bytes = sizeof(struct match_options),
    .run = run,
};
