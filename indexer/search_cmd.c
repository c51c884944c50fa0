/* search_cmd.c - earshot search TEXT: over questions and own pages, with the words that hit marked.
 */

#include <unistd.h>

#include "commands.h"
#include "config_sync.h"
#include "find.h"
#include "list_cmd.h"
#include "snippet.h"
#include "store_search.h"
#include "store_twin.h"
#include "terminal.h"
#include "utf8.h"

#define DEFAULT_HITS  10
#define SNIPPET_BYTES ((size_t)160) /* shown of a text */
#define ADDRESS_BYTES ((size_t)300)
#define INDENT        4 /* on a terminal, of all but the first line of a hit */
#define LINES         2 /* of a text, on a terminal */

/* clang-format off */
static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "kind", TABLE_COLUMN_TEXT, 0, false },
    { "score", TABLE_COLUMN_REAL, 0, false },
    { "title", TABLE_COLUMN_TEXT, 60, false },
    { "text", TABLE_COLUMN_TEXT, 100, false },
    { "address", TABLE_COLUMN_TEXT, 60, false },
    { "language", TABLE_COLUMN_TEXT, 0, true },
    { "repeated_by", TABLE_COLUMN_JSON, 0, true },
};
/* clang-format on */

struct finder {
    struct tokenizer *tokenizer; /* for addresses, which have no marks */
    struct arena *arena;         /* borrowed */
    struct store *store;         /* borrowed */
    const struct cmd_env *env;
    struct table *table; /* NULL: a screen, or no hit yet */
    FILE *screen;        /* a terminal that people read; NULL: a table */
    size_t columns, rows, snippet_bytes;
    const char *open, *close;
};

static void
add_twin(void *self, const struct store_twin *t)
{
    json_t *v = json_stringn(t->address.p, t->address.n);

    if (v != NULL)
        json_array_append_new(self, v);
}

/* Words, a line break before the one that would not fit; marks take no room. */
static void
print_wrapped(struct finder *f, struct text t)
{
    struct text word;
    size_t column = 0;

    while (text_cut(&t, " ", &word)) {
        size_t width = 0;

        for (size_t at = 0; at < word.n;) {
            if (word.p[at] == '\033') { /* ours: the text has none */
                at += text_before(text_from(word, at), 'm').n + 1;
                continue;
            }
            (void)utf8_next(word, &at);
            width++;
        }
        if (column == 0 || column + 1 + width > f->columns) {
            fprintf(f->screen, "%s%*s", column > 0 ? "\n" : "", INDENT, "");
            column = INDENT + width;
        } else {
            fputc(' ', f->screen);
            column += 1 + width;
        }
        fprintf(f->screen, "%.*s", TEXT_ARG(word));
    }
    if (column > 0)
        fputc('\n', f->screen);
}

static void
add_row(void *self, const struct find_hit *h)
{
    const struct snippet_style plain = { ADDRESS_BYTES, "", "" };
    struct finder *f = self;
    struct table *t;
    json_t *twins;
    size_t n;

    f->rows++;
    if (f->screen != NULL) {
        fprintf(f->screen, "%s %lld\n", h->page ? "page" : "question", (long long)h->id);
        print_wrapped(f, h->shown_title);
        if (h->text.n > 0)
            print_wrapped(f, h->shown);
        print_wrapped(f, snippet_make(f->tokenizer, h->address, h->language, TEXT_NONE, &plain,
                                      f->arena, &n));
        fputc('\n', f->screen);
        return;
    }
    if (f->table == NULL)
        f->table = cmd_table(f->env, columns, N_ELEMENTS(columns));
    t = f->table;
    table_int(t, h->id);
    table_str(t, h->page ? "page" : "question");
    table_real(t, h->score);
    table_text(t, h->title);
    table_text(t, h->shown);
    table_text(t, h->address);
    table_str(t, h->language);
    twins = json_array();
    if (h->page)
        store_twin_each(f->store, h->id, f->arena, add_twin, twins);
    table_json(t, twins);
    table_end_row(t);
}

/* For people at a terminal a hit is a few lines, with bold words; else it is a row, with asterisks.
 */
static void
choose_style(const struct cmd_env *env, struct finder *f)
{
    int fd = fileno(env->out);
    bool screen = !list_is_data(env) && isatty(fd), bold = terminal_color(env->common->color, fd);

    f->snippet_bytes = SNIPPET_BYTES;
    f->open = f->close = "*";
    if (!screen)
        return;
    f->screen = env->out;
    f->columns = terminal_columns(fd);
    f->snippet_bytes = (f->columns > 2 * INDENT ? f->columns - INDENT : INDENT) * LINES;
    if (bold) {
        f->open = "\033[1m";
        f->close = "\033[0m";
    }
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct cmd_common *o = env->common;
    struct finder f = { .env = env, .arena = env->arena, .store = env->store };
    const struct department_config *d;
    enum status st = cmd_department(env, &d, err), closed;
    struct find_query q = { .since_s = o->since_s, .until_s = o->until_s };
    struct store_search_ids heard;
    struct find *handle;
    struct buf text;

    if (st == ST_OK)
        st = config_department_of(env->store, d, &q.department_id, err);
    if (st != ST_OK)
        return st;
    buf_init(&text, BUF_PAGE);
    for (size_t i = 0; i < env->n_args; i++)
        buf_addf(&text, "%s%s", i > 0 ? " " : "", env->args[i]);
    choose_style(env, &f);
    q.text = buf_text(&text);
    q.language = d != NULL ? d->language : NULL;
    q.limit = o->limit > 0 ? (size_t)o->limit : DEFAULT_HITS;
    if (o->campaign != NULL || o->audience != NULL) {
        store_search_heard(env->store, env->arena, &heard);
        q.questions = &heard;
    }
    q.open = f.open;
    q.close = f.close;
    q.snippet_bytes = f.snippet_bytes;
    f.tokenizer = token_new();
    handle = find_new(o->dir, true);
    st = find_each(handle, env->store, &q, env->arena, add_row, &f, err);
    find_free(handle);
    if (f.screen == NULL && f.table == NULL && st == ST_OK)
        f.table = cmd_table(env, columns, N_ELEMENTS(columns)); /* an empty list is one, too */
    closed = f.table != NULL ? table_close(f.table, st == ST_OK ? err : NULL) : ST_OK;
    if (f.screen != NULL && st == ST_OK && f.rows == 0)
        fputs("none\n", f.screen); /* as a table says it */
    token_free(f.tokenizer);
    buf_release(&text);
    return st != ST_OK ? st : closed;
}

const struct cmd search_cmd = {
    .name = "search",
    .args = "TEXT...",
    .summary = "find questions and own pages by their words",
    .help =
        "Word endings do not matter, order helps.  \"A phrase\" in quotes must stand there as it\n"
        "is; site:HOST and lang:CODE leave out what is elsewhere.  Words that hit are bold on a\n"
        "terminal and stand between asterisks in a file.\n"
        "An id is that of the question (earshot question ID) or of the page's address.\n",
    .examples = "  earshot search visa renewal\n  earshot search --dept physics --json open day\n"
                "  earshot search site:physics.example.edu '\"open day\" parking'\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 100,
    .run = run,
};
