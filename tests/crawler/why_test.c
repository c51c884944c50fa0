/* What why says, in a sentence and as JSON, of addresses in each state there is. */
#include "fake_web.h"

#include "../../crawler/why.h"
#include "../../store/db.h"

#define FORUM "https://forum.example/"
#define OWN   "https://www.x.example/"
#define SEED                                                                                       \
    "[department]\nname = X\nsite = " OWN "\nkeyword = visa\n[source forum]\nurl = " FORUM         \
    "\nbasis = test\n[source bare]\nurl = https://bare.example/\n"
#define THREAD(title)                                                                              \
    "<div itemscope itemtype=\"https://schema.org/QAPage\"><div itemprop=\"mainEntity\" itemscope" \
    " itemtype=\"https://schema.org/Question\"><h1 itemprop=\"name\">" title "</h1>"               \
    "<div itemprop=\"text\"><p>I do not know how it works, please help.</p></div>"                 \
    "<span itemprop=\"answerCount\">1</span></div></div>"

static const struct web_page pages[] = {
    { OWN "robots.txt", 404, NULL },
    { OWN, 200, "<main><p>Welcome to X.</p></main>" },
    { FORUM "robots.txt", 200, "User-agent: *\nDisallow: /no/\nCrawl-delay: 3\n" },
    { FORUM, 200,
      "<a href=/q/1>a</a> <a href=/q/2>b</a> <a href=/no/1>c</a> <a href=/gone>d</a>"
      " <a href=/moved>e</a> <a href=/hidden>f</a> <a href=/empty>g</a>" },
    { FORUM "q/1", 200, THREAD("How do I get a visa?") },
    { FORUM "q/2", 200, THREAD("What shall we eat?") },
    { FORUM "gone", 404, "" },
    { FORUM "moved", 301, NULL, "/q/1" },
    { FORUM "hidden", 200, "<meta name=robots content=\"noindex, nofollow\">" THREAD("A visa?") },
    { FORUM "empty", 200, "<p>Nothing is asked here.</p>" },
};

static const struct {
    const char *address;
    bool known;
    const char *verdict; /* how it begins */
    const char *line;    /* a line that is among the others; NULL: any */
} rows[] = {
    { FORUM "q/1", true, "It was fetched, and 1 question of it is kept.", "matches visa" },
    { FORUM "q/1#answer", true, "It was fetched, and 1 question", NULL },
    { FORUM "q/1?utm_source=x", true, "It was fetched, and 1 question", NULL },
    { FORUM "q/2", true, "It was fetched, but no question of it was kept: p ",
      "no keyword matches" },
    { FORUM "no/1", true, "It is not fetched: robots.txt line 2 disallows it.",
      "disallowed by line 2: Disallow: /no/" },
    { FORUM "gone", true, "Its host says that it does not exist.", "404" },
    { FORUM "moved", true, "It redirects to " FORUM "q/1 (done).", FORUM "q/1 (done)" },
    { FORUM "hidden", true, "It was fetched, but asks not to be indexed", "noindex; nofollow" },
    { FORUM "empty", true, "It was fetched, but there is no question on it.",
      "3 s between an answer and the next request: robots.txt asks for it" },
    { OWN, true, "It was fetched: a page of the department's own", "source's own address" },
    { FORUM "q/3", false, "It was never met: no page that was read links to it.",
      "forum of x would take it" },
    { FORUM "robots.txt", false, "It is read before anything else of its host is asked for",
      "Crawl-delay" },
    { FORUM "no/3", false, "It was never met, and would be refused: line 2", NULL },
    { FORUM "users/3/jane", false, "It was never met, and would not be taken: a profile.", NULL },
    { "https://bare.example/1", false, "It was never met, and would not be asked for: source bare",
      NULL },
    { "http://127.0.0.1/", false, "It was never met, and would not be taken: no source",
      "not public" },
};

static void
explain(struct web *w, struct why *why, const char *address)
{
    struct err err = { "" };

    *why = (struct why){
        .store = w->store, .config = w->config, .arena = w->arena, .now_ms = w->fake.at_ms
    };
    CHECK(why_find(why, text_of(address), &err) == ST_OK, "%s: %s", address, err.msg);
    why_explain(why);
}

static bool
has_line(const struct why *w, const char *words)
{
    for (size_t i = 0; i < w->n_lines; i++)
        if (strstr(w->lines[i].says, words) != NULL)
            return true;
    return false;
}

static void
test_verdicts(void)
{
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct why why;
        const char *verdict;

        explain(&w, &why, rows[i].address);
        verdict = json_string_value(json_object_get(why.json, "verdict"));
        CHECK(why.known == rows[i].known, "%s: known %d", rows[i].address, why.known);
        CHECK(strncmp(verdict, rows[i].verdict, strlen(rows[i].verdict)) == 0, "%s: %s",
              rows[i].address, verdict);
        CHECK(rows[i].line == NULL || has_line(&why, rows[i].line), "%s: no line \"%s\"",
              rows[i].address, rows[i].line);
        CHECK(strcmp(why.lines[1].says, verdict) == 0, "the verdict stands first");
        CHECK(json_is_object(json_object_get(why.json, "robots")) == (why.host.id != 0), "robots");
        why_release(&why);
    }
    web_close(&w);
}
TEST_FN(test_verdicts)

/* Addresses that wait: for their turn, their host, the next run, or for nothing any more. */
static void
test_waiting(void)
{
    static const struct {
        const char *change, *verdict;
    } changes[] = {
        { NULL, "It waits, and is the next of its source." },
        { "UPDATE url SET state = 'queued', due_s = 0, priority = 999 WHERE address LIKE '%q/2'",
          "It waits, after 1 other of its source." },
        { "UPDATE crawl_source SET pages = 1000", "It waits for the next run: the last one spent" },
        { "UPDATE host SET parked_until_s = 4102444800, parked_why = 'it says 403'",
          "It waits for its host, which is parked until 2100-01-01T00:00:00Z: it says 403." },
        { "UPDATE host SET robots_body = CAST('User-agent: *' || char(10) || 'Disallow: /' AS BLOB)"
          " WHERE authority LIKE '%forum%'",
          "It waits, but will be refused: line 2 of robots.txt disallows it." },
        { "UPDATE url SET state = 'waiting', tries = 2, reason = 'timeout', due_s = 4102444800"
          " WHERE address LIKE '%q/1'",
          "It failed 2 times (timeout) and is tried again after 2100-01-01T00:00:00Z." },
        { "UPDATE url SET state = 'failed', reason = 'too big' WHERE address LIKE '%q/1'",
          "It was given up: too big." },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    db_exec(db_query(w.store, "UPDATE url SET state = 'queued', due_s = 0"
                              " WHERE address LIKE '%q/1'"));
    for (size_t i = 0; i < N_ROWS(changes); i++) {
        const char *verdict;
        struct why why;

        if (changes[i].change != NULL)
            db_exec(db_query(w.store, changes[i].change));
        explain(&w, &why, FORUM "q/1");
        verdict = json_string_value(json_object_get(why.json, "verdict"));
        CHECK(strncmp(verdict, changes[i].verdict, strlen(changes[i].verdict)) == 0, "%zu: %s", i,
              verdict);
        why_release(&why);
    }
    web_close(&w);
}
TEST_FN(test_waiting)

static void
test_find(void)
{
    static const char *const bad[] = { "",
                                       "x",
                                       "/q/1",
                                       "forum.example/q/1",
                                       "http://",
                                       "ftp://forum.example/",
                                       "mailto:a@forum.example" };
    static const struct {
        const char *address, *near;
    } nearby[] = {
        { "http://forum.example/q/1", FORUM "q/1" },
        { FORUM "q/1/", FORUM "q/1" },
        { FORUM "q/9", NULL },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    for (size_t i = 0; i < N_ROWS(bad); i++) {
        struct why why = { .store = w.store, .config = w.config, .arena = w.arena };

        CHECK(why_find(&why, text_of(bad[i]), NULL) == ST_USAGE, "\"%s\" is no address", bad[i]);
    }
    for (size_t i = 0; i < N_ROWS(nearby); i++) {
        struct why why = { .store = w.store, .config = w.config, .arena = w.arena };
        const char *near;

        CHECK(why_find(&why, text_of(nearby[i].address), NULL) == ST_OK && !why.known, "%s",
              nearby[i].address);
        near = why_suggest(&why);
        CHECK((near == NULL) == (nearby[i].near == NULL) &&
                  (near == NULL || strcmp(near, nearby[i].near) == 0),
              "%s: %s", nearby[i].address, near != NULL ? near : "nothing");
    }
    web_close(&w);
}
TEST_FN(test_find)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_verdicts), TEST(test_waiting), TEST(test_find) };

    return TEST_RUN(tests);
}
