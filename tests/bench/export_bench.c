/*
 * export_bench.c - a list of every question as a file, beside SQLite's own program that writes the
 * same rows, the reading of these rows without writing them, and the writing of the same bytes.
 *
 *   make bench-export                    100,000 and 1,000,000 questions
 *   build/tests/bench/export_bench DIR N only make a workspace of N questions there
 *
 * Each export is a process: its CPU time counts, and the most memory that it had at a time.
 */

#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../store/db.h"
#include "bench.h"
#include "file.h"
#include "store_export.h"

#define PATH_BYTES  256
#define PIECE_BYTES 65536
#define KB          1024

extern char **environ;

struct world {
    char dir[PATH_BYTES], store[PATH_BYTES], out[PATH_BYTES], copy[PATH_BYTES];
    const char *format, *rival;
    size_t n, bytes, peak_kb;
    int64_t sum; /* so that nothing is left out */
};

/* As they come: one in five with an umlaut, one in seven with what has to be quoted, asked once or
 * twice, in groups of three; a body of some 300 bytes. */
static const char filling[] =
    "PRAGMA foreign_keys = OFF; BEGIN;"
    "INSERT INTO department (id, key, name, language, active) VALUES (1, 'physics', 'Physics', "
    "'en', 1);"
    "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site, delay_ms,"
    " max_pages, active) VALUES (1, 1, 'qa', 'https://qa.example/', 'x', 'answer', 'all', 0, 0, 0, "
    "1);"
    "INSERT INTO host (id, authority) VALUES (1, 'https://qa.example');"
    "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority, "
    "first_seen_s)"
    " VALUES (1, 1, 'https://qa.example/', 1, 1, 'done', 'page', 0, 0, 1);"
    "CREATE TEMP TABLE k AS WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i "
    "< %zu)"
    " SELECT i FROM k;"
    "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, created_s)"
    " SELECT i, 1, printf('How do I %%s for the %%s programme in year %%d%%s?',"
    "  CASE i %% 3 WHEN 0 THEN 'apply' WHEN 1 THEN 'register' ELSE 'pay' END,"
    "  CASE WHEN i %% 5 = 0 THEN 'Universität' WHEN i %% 7 = 0 THEN 'so-called \"open\", new' ELSE "
    "'master' END,"
    "  2000 + i %% 30, CASE WHEN i %% 2 THEN ' if I live abroad' ELSE '' END),"
    "  printf('I have read the page %%d times, but it does not say whether the fee is due before or"
    " after the letter of admission comes, nor whom to ask about that. My letter came last week."
    " The office has not answered yet, and the deadline is on the %%dth. Thank you for any help, "
    "from"
    " somebody who would rather not miss it!', i %% 9, i %% 28),"
    "  'en', 'x', i, 1 FROM k;"
    "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash, posted_s,"
    " first_seen_s, last_seen_s, changed_s) SELECT i, 1, 'https://qa.example/questions/' || i ||"
    " '/how-do-i-apply-for-that-programme', '', '', '[]', 'x', 1, 1, 1700000000 + i, 1, 1, 1 FROM "
    "k;"
    "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash, posted_s,"
    " first_seen_s, last_seen_s, changed_s) SELECT 10000000 + i, 1, 'https://qa.example/again/' || "
    "i,"
    " '', '', '[]', 'x', 1, 1, 1710000000 + i, 1, 1, 1 FROM k WHERE i %% 10 = 0;"
    "INSERT INTO sighting (post_id, department_id, question_id, post_hash) SELECT i, 1, i, 1 FROM "
    "k;"
    "INSERT INTO sighting (post_id, department_id, question_id, post_hash)"
    " SELECT 10000000 + i, 1, i, 1 FROM k WHERE i %% 10 = 0;"
    "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
    " SELECT i, 1, i, 1, 1 FROM k WHERE i %% 3 = 1;"
    "INSERT INTO group_link (question_id, group_id, p, why) SELECT i, i - (i - 1) %% 3, 1, '' FROM "
    "k;"
    "INSERT INTO queue (group_id, department_id, state, kind, tone, rank, confidence, asks, errors,"
    " warnings, times_asked, sites, first_asked_s, last_asked_s, until_s, revision, changed_s, "
    "tags, words)"
    " SELECT i, 1, 'gap', '', 'neutral', i, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, '', '' FROM k WHERE i "
    "%% 3 = "
    "1;"
    "COMMIT;";

static bool
make_world(struct world *w, const char *dir, size_t n)
{
    struct store *s = NULL;
    struct err err = { "" };
    char path[PATH_BYTES + 16], sql[sizeof(filling) + 32];
    enum status st;

    *w = (struct world){ .n = n };
    snprintf(w->dir, sizeof(w->dir), "%s", dir);
    snprintf(w->store, sizeof(w->store), "%.240s/earshot.db", dir);
    snprintf(w->out, sizeof(w->out), "%.240s/out", dir);
    snprintf(w->copy, sizeof(w->copy), "%.240s/copy", dir);
    snprintf(path, sizeof(path), "%s/earshot.ini", dir);
    snprintf(sql, sizeof(sql), filling, n);
    st = file_mkdir(dir, &err);
    if (st == ST_OK)
        st = file_write(path, TEXT_LIT(""), 0600, &err);
    if (st == ST_OK)
        st = store_create(w->store, &err);
    if (st == ST_OK)
        st = store_open(w->store, STORE_SCHEMA, &s, &err);
    if (st == ST_OK) {
        db_script(s, sql);
        st = store_check(s, &err);
    }
    store_close(s);
    if (st != ST_OK)
        fprintf(stderr, "%s\n", err.msg);
    return st == ST_OK;
}

/* What a process wrote, and the most that it had. */
static void
run_to(struct world *w, const char *program, char *const argv[], const char *out)
{
    posix_spawn_file_actions_t files;
    struct rusage used = { 0 };
    int status = 0;
    pid_t pid;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    if (posix_spawnp(&pid, program, &files, NULL, argv, environ) != 0 ||
        wait4(pid, &status, 0, &used) != pid || status != 0)
        fprintf(stderr, "%s does not run, or fails\n", program);
    posix_spawn_file_actions_destroy(&files);
    w->peak_kb = (size_t)used.ru_maxrss;
}

static void
run_ours(void *self)
{
    struct world *w = self;
    char c[] = "-C", export_[] = "export", questions[] = "questions", format[] = "--format";
    char form[8];
    char *argv[] = { c, c, w->dir, export_, questions, format, form, NULL };

    snprintf(form, sizeof(form), "%s", w->format);
    run_to(w, "build/earshot", argv, w->out);
}

#define RIVAL_ROWS                                                                                 \
    " FROM question q JOIN group_link l ON l.question_id = q.id"                                   \
    " LEFT JOIN queue ON queue.group_id = l.group_id JOIN department d ON d.id = q.department_id"  \
    " JOIN sighting s ON s.question_id = q.id JOIN post p ON p.id = s.post_id WHERE q.asks = 1"    \
    " AND s.muted IS NULL GROUP BY q.id ORDER BY q.id"
#define AT(f) "strftime('%Y-%m-%dT%H:%M:%SZ', " f "(p.posted_s), 'unixepoch')"

static const char rival_csv[] =
    ".mode csv\n.headers on\n"
    "SELECT q.id, d.key, l.group_id, q.text, q.body, q.language, queue.state, count(*), " AT(
        "min") ", " AT("max") ", group_concat(p.permalink, ', ')" RIVAL_ROWS ";\n";
static const char rival_jsonl[] = ".mode list\n"
                                  "SELECT json_object('schema', 'questions/1', 'id', q.id, "
                                  "'department', d.key, 'group', l.group_id,"
                                  " 'question', q.text, 'body', q.body, 'language', q.language, "
                                  "'state', queue.state, 'times_asked',"
                                  " count(*), 'first_seen', " AT("min") ", 'last_seen', " AT(
                                      "max") ", 'urls',"
                                             " json_group_array(p.permalink))" RIVAL_ROWS ";\n";

static void
run_rival(void *self)
{
    struct world *w = self;
    char program[] = "sqlite3", batch[] = "-batch", command[sizeof(rival_jsonl) + 512],
         flag[] = "-init";
    char script[PATH_BYTES + 16];
    char *argv[] = { program, batch, flag, script, w->store, command, NULL };

    snprintf(script, sizeof(script), "%.240s/rival.sql", w->dir);
    if (file_write(script, text_of(w->rival), 0600, NULL) != ST_OK)
        return;
    snprintf(command, sizeof(command), ".exit");
    run_to(w, program, argv, w->copy);
}

/* The same rows, read and thrown away. */
static void
count_question(void *self, const struct store_export_question *q)
{
    struct world *w = self;

    w->sum += (int64_t)(q->question.n + q->body.n) + q->times_asked;
}

static void
run_reading(void *self)
{
    const struct store_export_query all = { .since_s = 0 };
    struct world *w = self;
    struct store *s = NULL;
    struct err err = { "" };

    if (store_open(w->store, STORE_READER, &s, &err) != ST_OK ||
        store_export_questions(s, &all, count_question, w, &err) != ST_OK)
        fprintf(stderr, "%s\n", err.msg);
    store_close(s);
}

static void
run_writing(void *self)
{
    static char piece[PIECE_BYTES];
    struct world *w = self;
    int in = open(w->out, O_RDONLY), out = open(w->copy, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t n = 0;

    while (in >= 0 && out >= 0 && (n = read(in, piece, sizeof(piece))) > 0 &&
           write(out, piece, (size_t)n) == n)
        w->bytes += (size_t)n;
    close(in);
    close(out);
}

/* Both sides did the same work as far as lines tell. */
static size_t
count_lines(const char *path)
{
    static char piece[PIECE_BYTES];
    int fd = open(path, O_RDONLY);
    size_t n = 0;
    ssize_t got;

    while (fd >= 0 && (got = read(fd, piece, sizeof(piece))) > 0)
        for (ssize_t i = 0; i < got; i++)
            n += piece[i] == '\n';
    close(fd);
    return n;
}

static void
measure(struct bench *b, struct world *w, const char *format, const char *rival)
{
    char what[32], size[32];
    const struct bench_side sides[] = { { "ours", NULL, run_ours, NULL, w, 0 },
                                        { "sqlite3", NULL, run_rival, NULL, w, 0 },
                                        { "reading alone", NULL, run_reading, NULL, w, 0 },
                                        { "writing alone", NULL, run_writing, NULL, w, 0 } };
    struct bench_work work = { what, size, "question", (double)w->n, false };
    double before_s;
    size_t ours_kb;

    w->format = format;
    w->rival = rival;
    snprintf(what, sizeof(what), "export %s", format);
    snprintf(size, sizeof(size), "%zu", w->n);
    before_s = bench_cpu_s();
    run_ours(w);
    before_s = bench_cpu_s() - before_s;
    ours_kb = w->peak_kb;
    run_rival(w);
    if (count_lines(w->out) != count_lines(w->copy))
        bench_note(b, "export %s of %zu: %zu lines, but sqlite3 writes %zu", format, w->n,
                   count_lines(w->out), count_lines(w->copy));
    bench_compare(b, &work, sides, sizeof(sides) / sizeof(sides[0]));
    bench_note(b, "export %s of %zu: %.0f questions a second of CPU, at most %.1f MiB", format,
               w->n, (double)w->n / before_s, (double)ours_kb / KB);
}

static void
take_away(const struct world *w)
{
    static const char *const names[] = { "earshot.ini",    "earshot.db",  "earshot.db-wal",
                                         "earshot.db-shm", "rival.sql",   "out",
                                         "copy",           "earshot.lock" };
    char path[PATH_BYTES + 32];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", w->dir, names[i]);
        unlink(path);
    }
    rmdir(w->dir);
}

int
main(int argc, char **argv)
{
    static const size_t sizes[] = { 100000, 1000000 };
    struct bench *b;
    struct world w;

    if (argc == 3)
        return make_world(&w, argv[1], strtoul(argv[2], NULL, 10)) ? 0 : 1;
    b = bench_new("export: every question, as a file");
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char dir[] = "/tmp/earshot-export-XXXXXX";

        if (mkdtemp(dir) == NULL || !make_world(&w, dir, sizes[i]))
            break;
        measure(b, &w, "csv", rival_csv);
        measure(b, &w, "jsonl", rival_jsonl);
        take_away(&w);
    }
    bench_end(b);
    return 0;
}
