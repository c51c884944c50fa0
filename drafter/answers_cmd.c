/* answers_cmd.c - see answers_cmd.h.  A document is walked into a buffer that is emptied answer
 * by answer. */

#include "answers_cmd.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compose.h"
#include "config_sync.h"
#include "faq.h"
#include "file.h"
#include "log.h"
#include "markdown.h"
#include "seeds.h"

#define PATH_BYTES  4096
#define STYLE_BYTES ((size_t)256 * 1024)

/* clang-format off */
const struct table_column answers_cmd_columns[ANSWERS_CMD_COLUMNS] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 20, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "answer", TABLE_COLUMN_TEXT, 0, false },
    { "link", TABLE_COLUMN_TEXT, 0, false },
    { "title", TABLE_COLUMN_TEXT, 0, false },
    { "language", TABLE_COLUMN_TEXT, 12, false },
    { "state", TABLE_COLUMN_TEXT, 16, false },
    { "published_at", TABLE_COLUMN_TIME, 0, false },
    { "updated_at", TABLE_COLUMN_TIME, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "draft", TABLE_COLUMN_INT, 0, false },
    { "visits_tagged", TABLE_COLUMN_REAL, 0, false },
    { "visits_referred", TABLE_COLUMN_REAL, 0, false },
    { "visits_dark", TABLE_COLUMN_REAL, 0, false },
};
/* clang-format on */

struct publishing {
    struct cmd_env *env;
    struct table *table;        /* a list; NULL: a document */
    FILE *out;                  /* a document */
    struct arena *arena;        /* of one answer */
    struct buf buf;             /* not yet in out */
    struct store_visits visits; /* of a list */
    struct faq faq;
    enum faq_part part;
    void (*add)(struct publishing *p, const struct publish_entry *e);
    /* The voice of the answer before: most have the same. */
    struct arena *voice_arena;
    char voice[BUFSIZ], department[BUFSIZ];
    struct support_parts parts;
    struct text byline;
};

static const struct department_config *
department_of(const struct publishing *p, struct text key)
{
    for (size_t i = 0; i < p->env->config->n_departments; i++)
        if (text_is(key, p->env->config->departments[i].key))
            return &p->env->config->departments[i];
    return NULL;
}

/* A voice that is no longer there leaves the answer as it is. */
static void
use_voice(struct publishing *p, const struct store_export_answer *x)
{
    const struct department_config *d = department_of(p, x->department);
    const char *seeds = arena_printf(p->arena, "%s/seeds", p->env->common->dir), *byline;
    struct err err;

    if (text_is(x->voice, p->voice) && text_is(x->department, p->department))
        return;
    arena_clear(p->voice_arena);
    snprintf(p->voice, sizeof(p->voice), "%.*s", TEXT_ARG(x->voice));
    snprintf(p->department, sizeof(p->department), "%.*s", TEXT_ARG(x->department));
    byline = d == NULL ? NULL
                       : arena_str(p->voice_arena,
                                   compose_fill_byline(d->byline, d->name, p->voice_arena));
    p->byline = text_of(byline);
    p->parts = (struct support_parts){ NULL, 0 };
    if (support_voice(seeds, p->voice, d != NULL ? d->contact : NULL, byline, p->voice_arena,
                      &p->parts, &err) != ST_OK)
        log_warn("answers keep their openings: %s", err.msg);
}

static void
flush(struct publishing *p)
{
    if (p->buf.n > 0)
        fwrite(p->buf.p, 1, p->buf.n, p->out);
    buf_clear(&p->buf);
}

void
answers_cmd_visits(struct table *t, const struct store_visits *v, int64_t group_id)
{
    struct store_visit_answer x;

    if (!store_visit_sum(v, group_id, &x)) {
        for (int i = 0; i < STORE_VISIT_FIGURES; i++)
            table_null(t);
        return;
    }
    table_real(t, x.tagged);
    table_real(t, x.referred);
    if (x.dark_known)
        table_real(t, x.dark);
    else
        table_null(t);
}

static void
on_answer(void *self, const struct store_export_answer *x)
{
    struct publishing *p = self;
    struct publish_entry e;

    arena_clear(p->arena);
    use_voice(p, x);
    publish_entry(x, p->parts, p->byline, p->arena, &e);
    if (p->table == NULL) {
        p->add(p, &e);
        flush(p);
        return;
    }
    table_int(p->table, e.id);
    table_text(p->table, x->department);
    table_text(p->table, e.question);
    table_text(p->table, e.text);
    if (e.link.n > 0) {
        table_text(p->table, e.link);
        table_text(p->table, e.title);
    } else {
        table_null(p->table);
        table_null(p->table);
    }
    table_text(p->table, e.language);
    table_str(p->table, x->state);
    table_time(p->table, e.published_s);
    table_time(p->table, e.updated_s);
    table_int(p->table, x->times_asked);
    table_int(p->table, x->draft_id);
    answers_cmd_visits(p->table, &p->visits, x->group_id);
    table_end_row(p->table);
}

static void
on_count(void *self, const struct store_export_answer *x)
{
    struct faq_head *head = self;

    head->n++;
    if (x->approved_s > head->updated_s)
        head->updated_s = x->approved_s;
}

/* ---- the forms of a document ---- */

static void
add_html(struct publishing *p, const struct publish_entry *e)
{
    faq_html_answer(&p->faq, &p->buf, p->part, e);
}

static void
add_ld(struct publishing *p, const struct publish_entry *e)
{
    faq_ld_answer(&p->faq, &p->buf, e);
}

static void
add_atom(struct publishing *p, const struct publish_entry *e)
{
    faq_atom_answer(&p->faq, &p->buf, e);
}

static void
add_md(struct publishing *p, const struct publish_entry *e)
{
    markdown_answer(&p->buf, e);
}

static enum status
write_html(struct publishing *p, const struct store_export_query *q, struct err *err)
{
    enum status st = ST_OK;

    p->add = add_html;
    faq_html_begin(&p->faq, &p->buf);
    for (p->part = FAQ_DATA; p->part <= FAQ_ANSWERS && st == ST_OK; p->part++) {
        if (p->part == FAQ_CONTENTS && !faq_has_contents(&p->faq))
            continue;
        faq_html_part(&p->faq, &p->buf, p->part);
        flush(p);
        st = store_export_answers(p->env->store, q, STORE_EXPORT_BY_PAGE, on_answer, p, err);
        faq_html_part_end(&p->faq, &p->buf, p->part);
    }
    faq_html_end(&p->faq, &p->buf);
    flush(p);
    return st;
}

static enum status
write_ld(struct publishing *p, const struct store_export_query *q, struct err *err)
{
    enum status st;

    p->add = add_ld;
    faq_ld_begin(&p->faq, &p->buf);
    st = store_export_answers(p->env->store, q, STORE_EXPORT_BY_PAGE, on_answer, p, err);
    faq_ld_end(&p->faq, &p->buf);
    flush(p);
    return st;
}

static enum status
write_atom(struct publishing *p, const struct store_export_query *q, struct err *err)
{
    enum status st;

    p->add = add_atom;
    faq_atom_begin(&p->faq, &p->buf);
    st = store_export_answers(p->env->store, q, STORE_EXPORT_NEWEST, on_answer, p, err);
    faq_atom_end(&p->faq, &p->buf);
    flush(p);
    return st;
}

static const struct form {
    const char *format;
    enum status (*write)(struct publishing *p, const struct store_export_query *q, struct err *err);
} forms[] = {
    { "html", write_html },
    { "jsonld", write_ld },
    { "atom", write_atom },
};

/* The workspace's own style sheet, or the one built in. */
static enum status
read_style(struct publishing *p, struct buf *style, struct err *err)
{
    const char *path = arena_printf(p->voice_arena, "%s/seeds/styles/faq.css", p->env->common->dir);
    enum status st = file_read(path, style, err);

    if (st == ST_NOTFOUND) {
        buf_add_text(style, seeds_find("styles/faq.css")->body);
        return ST_OK;
    }
    if (st == ST_OK && text_find(buf_text(style), TEXT_LIT("</")) != TEXT_NPOS)
        return err_set(err, ST_CONFIG, "%s: \"</\" would end the style sheet", path);
    return st;
}

static enum status
write_document(struct publishing *p, const struct form *form, const struct department_config *d,
               const struct faq_head *counted, const struct store_export_query *q, struct err *err)
{
    struct faq_head head = *counted;
    struct buf style;
    enum status st;

    buf_init(&style, STYLE_BYTES);
    st = read_style(p, &style, err);
    head.key = text_of(d->key);
    head.name = text_of(d->name);
    head.language = d->language != NULL ? text_of(d->language) : TEXT_LIT("en");
    head.contact = text_of(d->contact);
    head.site = d->site.n > 0 ? d->site.v[0] : TEXT_NONE;
    faq_init(&p->faq, &head, buf_text(&style));
    if (st == ST_OK)
        st = form->write(p, q, err);
    faq_release(&p->faq);
    buf_release(&style);
    return st;
}

/* Beside the old file, then over it: a web server never sees half of one. */
static enum status
write_file(struct publishing *p, const struct form *form, const struct department_config *d,
           const struct faq_head *head, const struct store_export_query *q, struct err *err)
{
    char path[PATH_BYTES], half[PATH_BYTES];
    const char *folder = p->env->common->output;
    enum status st;

    if (snprintf(path, sizeof(path), "%s/%s.%s", folder, d->key, form->format) >=
            (int)sizeof(path) ||
        snprintf(half, sizeof(half), "%s/.%s.%s.part", folder, d->key, form->format) >=
            (int)sizeof(half))
        return err_set(err, ST_LIMIT, "%.80s: the path is over %d bytes", folder, PATH_BYTES);
    p->out = fopen(half, "w");
    if (p->out == NULL)
        return err_set(err, ST_IO, "%s: %s", half, strerror(errno));
    st = write_document(p, form, d, head, q, err);
    if ((fflush(p->out) != 0 || ferror(p->out)) && st == ST_OK)
        st = err_set(err, ST_IO, "%s: %s", half, strerror(errno));
    if (fclose(p->out) != 0 && st == ST_OK)
        st = err_set(err, ST_IO, "%s: %s", half, strerror(errno));
    if (st == ST_OK && rename(half, path) != 0)
        st = err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    if (st != ST_OK)
        (void)unlink(half); /* may not be there */
    else
        log_info("%s: %zu answer%s", path, head->n, head->n == 1 ? "" : "s");
    return st;
}

/* A file from when there were answers: they must not stay on the web after the last is taken back.
 */
static bool
is_left(const struct publishing *p, const struct form *form, const struct department_config *d)
{
    char path[PATH_BYTES];
    int n = snprintf(path, sizeof(path), "%s/%s.%s", p->env->common->output, d->key, form->format);

    return n < (int)sizeof(path) && file_exists(path);
}

static bool
is_folder(const char *path)
{
    struct stat st;

    return path != NULL && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum status
write_documents(struct publishing *p, const struct form *form,
                const struct store_export_query *query, struct err *err)
{
    const struct config *config = p->env->config;
    bool folder = is_folder(p->env->common->output), found = false;
    enum status st = ST_OK;

    if (!folder && query->department_id == 0 && query->group_id == 0 && config->n_departments != 1)
        return err_set(err, ST_USAGE,
                       "%s: one document a department: give --dept KEY, or a folder with -o",
                       form->format);
    if (folder && query->group_id != 0)
        return err_set(err, ST_USAGE, "--group and -o %.80s: a folder, wanted a file",
                       p->env->common->output);
    for (size_t i = 0; i < config->n_departments && st == ST_OK; i++) {
        const struct department_config *d = &config->departments[i];
        struct store_export_query q = *query;
        struct faq_head head = { .n = 0 };

        q.department_id = config_department_id(p->env->store, d->key);
        if (q.department_id == 0 ||
            (query->department_id != 0 && q.department_id != query->department_id))
            continue;
        st = store_export_answers(p->env->store, &q, STORE_EXPORT_NEWEST, on_count, &head, err);
        if (st != ST_OK || (folder && head.n == 0 && !is_left(p, form, d)) ||
            (query->group_id != 0 && head.n == 0))
            continue;
        head.single = query->group_id != 0;
        found = true;
        st = folder ? write_file(p, form, d, &head, &q, err)
                    : write_document(p, form, d, &head, &q, err);
    }
    if (st == ST_OK && query->group_id != 0 && !found)
        return err_set(err, ST_NOTFOUND, "group %lld has no approved answer",
                       (long long)query->group_id);
    return st;
}

enum status
answers_cmd_export(struct cmd_env *env, const char *format, struct table *table,
                   const struct store_export_query *query, struct err *err)
{
    struct publishing p = { .env = env,
                            .table = table,
                            .out = env->out,
                            .arena = arena_new(),
                            .voice_arena = arena_new() };
    enum status st = ST_OK, ended;

    buf_init(&p.buf, BUF_LARGE);
    p.add = add_md; /* unless a form of its own says otherwise */
    store_begin_read(env->store);
    if (table != NULL)
        store_visit_read(env->store, &(struct store_visit_query){ .by_group = true }, env->arena,
                         &p.visits);
    if (table != NULL || strcmp(format, "md") == 0)
        st = store_export_answers(env->store, query, STORE_EXPORT_BY_PAGE, on_answer, &p, err);
    for (size_t i = 0; table == NULL && i < N_ELEMENTS(forms); i++)
        if (strcmp(forms[i].format, format) == 0)
            st = write_documents(&p, &forms[i], query, err);
    ended = store_commit(env->store, st == ST_OK ? err : NULL);
    buf_release(&p.buf);
    arena_free(p.arena);
    arena_free(p.voice_arena);
    return st != ST_OK ? st : ended;
}
