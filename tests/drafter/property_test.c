/*
 * property_test.c - what holds for every draft, whatever the pages and the questions.
 *
 * Runs the stage over sites and questions with the gate wide open, so that every
 * question that finds a page gets a draft, and looks at each: the made-up department of
 * campus/, hostile pages, and the public sets where EARSHOT_DATA has them (ir/).
 * The checks are written anew here, slow and plain; the drafter's own are not asked.
 */

#include "../test.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "../../drafter/draft.h"
#include "../../drafter/lint.h"
#include "campus.h"
#include "rng.h"
#include "seeds.h"
#include "store_fixture.h"

#define NOW_MS      INT64_C(1700000000000)
#define OWN         "https://registrar.example.edu/"
#define OPENING     24 /* bytes that tell the openings of a voice apart */
#define STATEMENT_P .1
#define QUESTION_P  .9

/* ---- plain checks ---- */

static bool
starts_at(struct text t, size_t i, const char *z)
{
    return text_starts_nocase(text_from(t, i), text_of(z));
}

/* Whatever a browser, a forum or a mail program would make a link of. */
static size_t
count_links(struct text t)
{
    static const char *const marks[] = { "http://", "https://", "ftp://", "mailto:",
                                         "www.",    "](",       "[url",   "<a " };
    size_t n = 0;

    for (size_t i = 0; i < t.n; i++)
        for (size_t k = 0; k < N_ROWS(marks); k++)
            if (starts_at(t, i, marks[k]) &&
                !(marks[k][0] == 'w' && i > 0 &&
                  (t.p[i - 1] == '/' || isalnum((unsigned char)t.p[i - 1]))))
                n++;
    return n;
}

static bool
is_digit(const char *p, const char *end)
{
    return p < end && *p >= '0' && *p <= '9';
}

/* Does the run of digits stand in t, as a run of its own? */
static bool
has_run(struct text t, struct text run)
{
    const char *end = t.p + t.n;

    for (size_t i = 0; i + run.n <= t.n; i++)
        if (memcmp(t.p + i, run.p, run.n) == 0 && (i == 0 || !is_digit(t.p + i - 1, end)) &&
            !is_digit(t.p + i + run.n, end))
            return true;
    return false;
}

/* Characters that turn the order of what follows round, or that nobody sees. */
static bool
has_tricks(struct text t)
{
    static const char *const tricks[] = { "\u202A", "\u202B", "\u202C", "\u202D", "\u202E",
                                          "\u2066", "\u2067", "\u2068", "\u2069", "\u200B",
                                          "\uFEFF", "\x1B",   "\x07" };

    for (size_t i = 0; i < N_ROWS(tricks); i++)
        if (text_find(t, text_of(tricks[i])) != TEXT_NPOS)
            return true;
    return false;
}

/* White space folded as the draft does it, so that a quote can be looked for in it. */
static struct text
folded(struct text t, struct arena *a)
{
    char *p = arena_alloc(a, t.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < t.n; i++) {
        bool space = (unsigned char)t.p[i] <= ' ';

        if (!space || (n > 0 && p[n - 1] != ' '))
            p[n++] = space ? ' ' : t.p[i];
    }
    while (n > 0 && p[n - 1] == ' ')
        n--;
    return (struct text){ p, n };
}

/* ---- one draft ---- */

struct draft_row {
    int64_t id;
    struct text kind, answer, link, template_name, checks;
    struct text quoted; /* all its sentences, in the arena */
    size_t n_quoted;
};

static void
check_sentences(struct store_fixture *f, struct draft_row *d, struct arena *a)
{
    struct db_query *q =
        db_query(f->s, "SELECT s.text, s.start_at, s.end_at, p.text, u.address"
                       " FROM draft_sentence s JOIN page_text p ON p.url_id = s.url_id"
                       " JOIN url u ON u.id = s.url_id WHERE s.draft_id = ? ORDER BY s.ordinal");
    struct text answer = folded(d->answer, a);

    d->quoted = TEXT_NONE;
    db_bind_int(q, d->id);
    for (; db_row(q); d->n_quoted++) {
        struct text text = db_text_in(q, 0, a), page = db_text_in(q, 3, a);
        int64_t start = db_int(q, 1), end = db_int(q, 2);

        CHECK(start >= 0 && start < end && end <= (int64_t)page.n &&
                  text_eq(text, text_sub(page, (size_t)start, (size_t)(end - start))),
              "draft %lld: not on the page: %.*s", (long long)d->id, TEXT_ARG(text));
        CHECK(text_find(answer, folded(text, a)) != TEXT_NPOS, "draft %lld: not quoted: %.*s",
              (long long)d->id, TEXT_ARG(text));
        CHECK(text_eq(db_text_in(q, 4, a), d->link), "draft %lld: from another page",
              (long long)d->id);
        d->quoted = text_of(arena_printf(a, "%.*s\n%.*s", TEXT_ARG(d->quoted), TEXT_ARG(text)));
    }
    db_done(q);
}

static void
check_numbers(const struct store_fixture *f, const struct draft_row *d)
{
    struct text voice = seeds_find("voices/warm.ini")->body, t = d->answer;
    size_t link = d->link.n > 0 ? text_find(t, d->link) : TEXT_NPOS;
    const char *end = t.p + t.n;

    for (size_t i = 0; i < t.n; i++) {
        size_t n = 0;
        struct text run;

        if (i == link)
            i += d->link.n;
        while (is_digit(t.p + i + n, end))
            n++;
        if (n == 0)
            continue;
        run = text_sub(t, i, n);
        CHECK(has_run(d->quoted, run) || has_run(voice, run) ||
                  has_run(text_of(f->department.contact), run) ||
                  has_run(text_of(f->department.byline), run),
              "draft %lld: %.*s is in no sentence", (long long)d->id, TEXT_ARG(run));
        i += n - 1;
    }
}

static void
check_draft(struct store_fixture *f, struct draft_row *d, struct text previous, struct arena *a)
{
    bool answers = text_is(d->kind, "answer");
    size_t words = 0;

    check_sentences(f, d, a);
    check_numbers(f, d);
    CHECK(count_links(d->answer) == answers, "draft %lld: %zu links: %.*s", (long long)d->id,
          count_links(d->answer), TEXT_ARG(d->answer));
    CHECK(!answers ||
              (text_starts(d->link, TEXT_LIT(OWN)) && text_find(d->answer, d->link) != TEXT_NPOS),
          "draft %lld: link %.*s", (long long)d->id, TEXT_ARG(d->link));
    CHECK(answers == (d->n_quoted > 0) && d->n_quoted <= 3, "draft %lld: %zu sentences",
          (long long)d->id, d->n_quoted);
    for (size_t i = 0; i < d->answer.n; i++)
        words += (unsigned char)d->answer.p[i] > ' ' &&
                 (i == 0 || (unsigned char)d->answer.p[i - 1] <= ' ');
    CHECK(words - answers <= LINT_HARD_WORDS, "draft %lld: %zu words", (long long)d->id, words);
    CHECK(!has_tricks(d->answer), "draft %lld: hidden characters", (long long)d->id);
    CHECK(previous.n == 0 || !text_eq(text_sub(d->answer, 0, OPENING), previous),
          "draft %lld: the opening of the one before: %.*s", (long long)d->id, TEXT_ARG(previous));
    CHECK(text_find(d->checks, TEXT_LIT("\"error\"")) == TEXT_NPOS, "draft %lld: %.*s",
          (long long)d->id, TEXT_ARG(d->checks));
}

/* ---- a site ---- */

static void
run(struct store_fixture *f)
{
    struct clock_fake at = { NOW_MS };
    struct clock clock = clock_of_fake(&at);
    struct draft_options o = { .clock = &clock, .threshold = 0 };
    struct draft_counts n = { 0 };
    struct err err = { "" };

    store_set_role(f->s, STORE_DRAFTER);
    if (draft_run(f->s, &f->department, FIXTURE_DEPARTMENT, &o, &n, &err) != ST_OK)
        fail_msg("%s", err.msg);
}

/* Look at all drafts; returns how many answer. */
static size_t
check_all(struct store_fixture *f, const char *name)
{
    struct db_query *q = db_query(f->s, "SELECT id, kind, answer, COALESCE(link, ''), template,"
                                        " checks FROM draft ORDER BY id");
    struct arena *a = arena_new(), *kept = arena_new();
    struct text previous = TEXT_NONE;
    size_t answers = 0, all = 0;

    for (; db_row(q); all++) {
        struct draft_row d = { .id = db_int(q, 0),
                               .kind = db_text_in(q, 1, a),
                               .answer = db_text_in(q, 2, a),
                               .link = db_text_in(q, 3, a),
                               .template_name = db_text_in(q, 4, a),
                               .checks = db_text_in(q, 5, a) };

        check_draft(f, &d, previous, a);
        answers += text_is(d.kind, "answer");
        previous = arena_text(kept, text_sub(d.answer, 0, OPENING));
        arena_clear(a);
    }
    db_done(q);
    arena_free(kept);
    arena_free(a);
    print_message("%s: %zu drafts, %zu answers\n", name, all, answers);
    return answers;
}

/* ---- the sites ---- */

/* A text a line, after the last tab; those of one label, or all (NULL). */
static size_t
add_texts(struct store_fixture *f, const char *path, const char *label, double p)
{
    FILE *in = fopen(path, "r");
    char line[4096];
    size_t n = 0;

    while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
        char *text = strrchr(line, '\t');

        line[strcspn(line, "\n")] = '\0';
        if (text == NULL || (label != NULL && strncmp(line, label, strlen(label)) != 0))
            continue;
        fixture_group(f, text + 1, text + 1, p, FIXTURE_FORUM);
        n++;
    }
    if (in != NULL)
        (void)fclose(in); /* only read */
    return n;
}

static void
test_campus(void)
{
    const char *data = getenv("EARSHOT_DATA");
    struct store_fixture f;
    struct campus c;

    campus_open(&c, CAMPUS_QUESTIONS);
    fixture_open(&f, false);
    for (uint32_t i = 0; i < pages_count(c.pages); i++) {
        const struct pages_page *p = pages_get(c.pages, i);

        fixture_page(&f, arena_printf(f.arena, OWN "%u", i), arena_str(f.arena, p->title),
                     arena_str(f.arena, p->split.text));
    }
    for (size_t i = 0; i < c.n; i++)
        fixture_group(&f, arena_str(f.arena, c.questions[i].text), "", QUESTION_P, FIXTURE_FORUM);
    if (data == NULL || add_texts(&f, arena_printf(f.arena, "%s/questions/unmarked.tsv", data),
                                  "1\t", QUESTION_P) == 0)
        print_message("EARSHOT_DATA has no list of questions: skipped\n");
    run(&f);
    CHECK(check_all(&f, "campus") > c.n * 9 / 10, "nearly all are drafted with the gate open");
    fixture_close(&f);
    campus_close(&c);
}
TEST_FN(test_campus)

static const char *const fragments[] = {
    "Apply at https://evil.example/form before 3 May.",
    "See www.evil.example for the 12 rules.",
    "Write to mailto:fees@evil.example about 40 dollars.",
    "Get it from ftp://files.evil.example/x today.",
    "The [form](https://evil.example) is due on 4 June.",
    "Click [here](/local) for the visa form.",
    "[url=evil.example]Visa fees[/url] are 90 dollars.",
    "<a href=x>Fees</a> of the visa are 91 dollars.",
    "The visa fee is \u202E001\u202C dollars in May.",
    "The\u200Bvisa fee is\uFEFF 55 dollars.",
    "The fee for CO2 and H2O in lab B12a is 7.50 or 1,200.75 a term.",
    "Call +1 (555) 010-2345 or write to office@registrar.example.edu about the fee.",
    "Room A1.02, 9:30-12:00; 2026-11-22; 10\u00BD; \u0663\u0664 in other digits.",
    "It costs 5. They cost 6. This costs 7.",
    "- the visa form\n- the fee of 8 dollars\n- www.evil.example",
    "1. Fill in the visa form\n2. Pay 9 dollars\n3. Wait for the letter\n4. Come to the office",
    "Fee\t10\nVisa\t11\nLate fee | 12",
    "We use cookies for the visa form. \u00A9 2026 All rights reserved.",
    "visa fee visa fee visa fee visa fee visa fee",
    "\"Quoted\" & <b>bold</b> fee of 13 dollars \\ ' ; -- \x1B[31mred\x07",
    "Is the visa fee 14 dollars?",
    "The fee of the visa that the office that the registrar runs asks for is 15 dollars when it is "
    "paid by those who live here and 16 dollars when it is paid by those who live in one of the 17 "
    "countries of the list that the office keeps for this and for 18 other purposes of its own "
    "that are told to all who ask about it by mail, by telephone, by letter or in person at one of "
    "the 19 counters of the building that stands at number 20 of the street that leads there",
    "http://",
    "www.",
    "]( )",
    "",
    "Fees\n\nOf the visa:",
};

/* Pages of fragments in any order, and questions of their words. */
static void
test_hostile(void)
{
    enum { PAGES = 60, QUESTIONS = 150, MOST = 9 };
    static const char *const asked[] = {
        "visa", "fee", "form",    "dollars", "office",  "pay", "letter", "room",
        "May",  "lab", "counter", "list",    "cookies", "CO2", "call",   "12",
    };
    struct store_fixture f;
    struct rng r;

    rng_seed(&r, 20261122);
    fixture_open(&f, false);
    for (unsigned i = 0; i < PAGES; i++) {
        const char *text = "";
        size_t n = 1 + rng_below(&r, MOST);

        for (size_t k = 0; k < n; k++)
            text =
                arena_printf(f.arena, "%s%s%s", text, fragments[rng_below(&r, N_ROWS(fragments))],
                             rng_below(&r, 2) == 0 ? " " : "\n\n");
        fixture_page(&f, arena_printf(f.arena, OWN "h%u", i),
                     fragments[rng_below(&r, N_ROWS(fragments))], text);
    }
    for (unsigned i = 0; i < QUESTIONS; i++) {
        const char *q = "what about";
        size_t n = 1 + rng_below(&r, MOST / 2);

        for (size_t k = 0; k < n; k++)
            q = arena_printf(f.arena, "%s %s", q, asked[rng_below(&r, N_ROWS(asked))]);
        fixture_group(&f, arena_printf(f.arena, "%s?", q),
                      fragments[rng_below(&r, N_ROWS(fragments))], QUESTION_P, FIXTURE_FORUM);
    }
    run(&f);
    CHECK(check_all(&f, "hostile") > QUESTIONS / 4, "some can be drafted");
    fixture_close(&f);
}
TEST_FN(test_hostile)

/* Each line of a JSON-lines file; false: it is not there. */
static bool
each_line(const char *path, void (*on_line)(struct store_fixture *, const json_t *, size_t),
          struct store_fixture *f)
{
    FILE *in = fopen(path, "r");
    json_t *row;
    size_t n = 0;

    if (in == NULL)
        return false;
    while ((row = json_loadf(in, JSON_DISABLE_EOF_CHECK, NULL)) != NULL) {
        on_line(f, row, n++);
        json_decref(row);
    }
    (void)fclose(in); /* only read */
    return n > 0;
}

static const char *
string_of(const json_t *row, const char *key)
{
    const char *z = json_string_value(json_object_get(row, key));

    return z != NULL ? z : "";
}

static void
on_page(struct store_fixture *f, const json_t *row, size_t i)
{
    const json_t *passage = json_object_get(row, "passage"), *x;
    struct arena *a = arena_new();
    const char *text = string_of(row, "text");
    size_t k;

    if (json_array_size(passage) > 0) /* a question and its passage in one line */
        text = "";
    json_array_foreach(passage, k, x) text = arena_printf(a, "%s%s ", text, json_string_value(x));
    fixture_page(f, arena_printf(f->arena, OWN "p%zu", i), string_of(row, "title"), text);
    arena_free(a);
}

static void
on_question(struct store_fixture *f, const json_t *row, size_t i)
{
    (void)i;
    fixture_group(f, string_of(row, "text"), "", QUESTION_P, FIXTURE_FORUM);
}

static void
test_public(void)
{
    static const struct {
        const char *pages, *questions;
    } sets[] = {
        { "ir/doc2dial/pages.jsonl", "ir/doc2dial/questions.jsonl" },
        { "ir/clapnq.jsonl", "ir/clapnq.jsonl" },
        { "ir/mtrag_clapnq/pages.jsonl", "ir/mtrag_clapnq/questions.jsonl" },
        { "ir/mtrag_cloud/pages.jsonl", "ir/mtrag_cloud/questions.jsonl" },
    };
    const char *data = getenv("EARSHOT_DATA");

    for (size_t i = 0; i < N_ROWS(sets); i++) {
        struct store_fixture f;
        struct arena *a = arena_new();

        fixture_open(&f, false);
        if (data != NULL && each_line(arena_printf(a, "%s/%s", data, sets[i].pages), on_page, &f) &&
            each_line(arena_printf(a, "%s/%s", data, sets[i].questions), on_question, &f)) {
            run(&f);
            CHECK(check_all(&f, sets[i].pages) > 0, "%s: no draft", sets[i].pages);
        } else {
            print_message("EARSHOT_DATA has no %s: skipped\n", sets[i].pages);
        }
        fixture_close(&f);
        arena_free(a);
    }
}
TEST_FN(test_public)

/* ---- what asks nothing gets no answer ---- */

static const char *const statements[] = {
    "Thank you all, great and wonderful service at the visa office",
    "The visa office is awful, rude and useless",
    "Sharing my photos of the open day",
    "I ordered an official transcript and it came in three days",
    "Tuition and fees are billed twice a year",
    "Announcement: new opening hours of the office",
    "my 2 cents: see https://evil.example/rant",
};

static void
test_statements(void)
{
    const char *data = getenv("EARSHOT_DATA");
    struct store_fixture f;

    fixture_open(&f, true);
    for (size_t i = 0; i < N_ROWS(statements); i++)
        fixture_group(&f, statements[i], statements[i], STATEMENT_P, FIXTURE_FORUM);
    if (data == NULL ||
        add_texts(&f, arena_printf(f.arena, "%s/questions/unmarked.tsv", data), "0\t",
                  STATEMENT_P) +
                add_texts(&f, arena_printf(f.arena, "%s/ir/vader_tweets.sent.tsv", data), NULL,
                          STATEMENT_P) ==
            0)
        print_message("EARSHOT_DATA has no lists of statements: skipped\n");
    run(&f);
    CHECK(check_all(&f, "statements") == 0, "an answer to what asks nothing");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft") >= 2, "praise and complaint are heard");
    fixture_close(&f);
}
TEST_FN(test_statements)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_campus), TEST(test_hostile), TEST(test_public),
                                        TEST(test_statements) };

    return TEST_RUN(tests);
}
