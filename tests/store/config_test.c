/* Configuration as people write it: what is read, and every way to be told of a mistake. */
#include "../test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "file.h"

/* A workspace of its own: earshot.ini and at most two departments. */
struct fixture {
    char dir[64];
    struct config *config;
    enum status st;
    struct err err;
};

static const char *const names[] = { "earshot.ini", "seeds/a.ini", "seeds/b.ini", "seeds/.c.ini",
                                     "seeds/d.ini.example" };

static void
put(struct fixture *f, const char *name, const char *body)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", f->dir, name);
    assert_int_equal(file_write(path, text_of(body), 0600, &f->err), ST_OK);
}

/* NULL: no such file. */
static void
fixture_load(struct fixture *f, const char *instance, const char *a, const char *b)
{
    char path[128];

    *f = (struct fixture){ .err = { "" } };
    snprintf(f->dir, sizeof(f->dir), "/tmp/earshot-config-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(path, sizeof(path), "%s/seeds", f->dir);
    assert_int_equal(mkdir(path, 0700), 0);
    if (instance != NULL)
        put(f, names[0], instance);
    if (a != NULL)
        put(f, names[1], a);
    if (b != NULL)
        put(f, names[2], b);
    put(f, names[3], "[hidden"); /* neither of these is a department */
    put(f, names[4], "[example");
    f->st = config_load(f->dir, &f->config, &f->err);
}

/* NULL: there is none of that key. */
static const struct source_config *
source_of(const struct department_config *d, const char *key)
{
    for (size_t i = 0; i < d->n_sources; i++)
        if (strcmp(d->sources[i].key, key) == 0)
            return &d->sources[i];
    return NULL;
}

static void
fixture_free(struct fixture *f)
{
    char path[128];

    config_free(f->config);
    for (size_t i = 0; i < N_ROWS(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof(path), "%s/seeds", f->dir);
    rmdir(path);
    CHECK(rmdir(f->dir) == 0, "%s is not empty", f->dir);
}

#define A                                                                                          \
    "[department]\nname = A\nsite = https://A.example\nsite=http://b.example/x/../y\n"             \
    "keyword = one\nkeyword = \"two three\"\nexclude = no\nperson = Ann Example, Prof. Ann\n"      \
    "[source forum]\nurl = https://forum.example/\nbasis = own forum\nmatch = all\n"               \
    "delay = 2s\nmute = site:x.example\nmax_pages=7\nmode = listen\n"                              \
    "[campaign open-day]\nfrom = 2026-11-01\nto = 2026-11-30\nkeyword = open day\n"

static void
test_values(void)
{
    struct fixture f;
    const struct department_config *a;
    const struct source_config *s;

    fixture_load(&f,
                 "[crawler]\ncontact = mailto:web@a.example\nallow_address = 127.0.0.0/8\n"
                 "allow_address = ::1/128\ndelay = 200ms\n",
                 A, "[department]\nname = B\nvoice = brief\nlanguage = fr\n");
    assert_int_equal(f.st, ST_OK);
    CHECK(strcmp(f.config->crawler.contact, "mailto:web@a.example") == 0, "contact");
    CHECK(f.config->crawler.delay_ms == 200 && f.config->crawler.allow_address.n == 2, "crawler");
    CHECK(f.config->crawler.timeout_ms == 30000 && f.config->crawler.max_depth == 20 &&
              f.config->crawler.disk_floor_bytes == INT64_C(64) << 20 &&
              !f.config->crawler.archive && f.config->crawler.threads == 0,
          "defaults");
    CHECK(f.config->n_departments == 2, "%zu departments", f.config->n_departments);
    a = config_department(f.config, "a");
    assert_non_null(a);
    CHECK(strcmp(a->name, "A") == 0 && a->keyword.n == 2 && a->exclude.n == 1 && a->person.n == 1,
          "lists");
    CHECK(text_is(a->keyword.v[1], "\"two three\""), "quotes belong to the keyword");
    CHECK(strcmp(a->voice, "warm") == 0 && strcmp(a->language, "en") == 0, "defaults");
    CHECK(a->n_sources == 3, "%zu sources", a->n_sources);
    s = source_of(a, "site");
    assert_non_null(s);
    CHECK(s == &a->sources[0] && s->own_site && strcmp(s->basis, "own site") == 0, "own site");
    CHECK(strcmp(s->url, "https://a.example/") == 0, "normal form: %s", s->url);
    s = source_of(a, "site-2");
    CHECK(s != NULL && strcmp(s->url, "http://b.example/y") == 0 && s->max_pages == 1000, "second");
    s = source_of(a, "forum");
    assert_non_null(s);
    CHECK(!s->own_site && strcmp(s->match, "all") == 0 && strcmp(s->mode, "listen") == 0 &&
              s->delay_ms == 2000 && s->max_pages == 7 && s->mute.n == 1 && s->line == 10,
          "forum, line %d", s->line);
    CHECK(a->n_campaigns == 1 && a->campaigns[0].from_s == 1793491200 &&
              a->campaigns[0].keyword.n == 1,
          "campaign");
    CHECK(config_department(f.config, "c") == NULL, "none");
    CHECK(strcmp(config_department(f.config, "b")->language, "fr") == 0, "b");
    fixture_free(&f);
}
TEST_FN(test_values)

#define D "[department]\nname=A\n"

static const struct {
    const char *instance, *a, *want;
} problems[] = {
    { "[crawler]\ndealy = 5s\n", NULL,
      "*/earshot.ini:2: unknown key \"dealy\" in [crawler]: did you mean \"delay\"?" },
    { "[crawler]\nxyzzy = 5s\n", NULL,
      "*/earshot.ini:2: unknown key \"xyzzy\" in [crawler] (earshot config show lists them)" },
    { "\n[crawlr]\ndelay = 5s\n", NULL,
      "*/earshot.ini:3: unknown section [crawlr]: did you mean [crawler]?" },
    { "[department]\n", NULL,
      "*/earshot.ini:1: unknown section [department]: wanted [crawler], [serve], [model], "
      "[retention], [mail] or [webhook NAME]" },
    { "delay = 5s\n", NULL,
      "*/earshot.ini:1: unknown section []: wanted [crawler], [serve], [model], [retention], "
      "[mail] or [webhook NAME]" },
    { "[crawler]\ndelay = 5s\n\ndelay = 6s\n", NULL,
      "*/earshot.ini:4: \"delay\" stands twice in [crawler], first in line 2" },
    { "[crawler]\ndelay = 5\n", NULL,
      "*/earshot.ini:2: delay = 5: wanted a number and ms, s, m, h or d, such as 200ms or "
      "1.5h" },
    { "[crawler]\ntimeout = 1ms\n", NULL,
      "*/earshot.ini:2: timeout = 1ms: wanted a number and ms, s, m, h or d, such as 200ms or "
      "1.5h from 100 to 600000" },
    { "[crawler]\ndisk_floor = lots\n", NULL,
      "*/earshot.ini:2: disk_floor = lots: wanted a number and K, M or G, such as 5M" },
    { "[crawler]\narchive = maybe\n", NULL, "*/earshot.ini:2: archive = maybe: wanted yes or no" },
    { "[crawler]\nmax_depth = 1001\n", NULL,
      "*/earshot.ini:2: max_depth = 1001: wanted a whole number from 0 to 1000" },
    { "[crawler]\nthreads = 65\n", NULL,
      "*/earshot.ini:2: threads = 65: wanted a whole number from 0 to 64" },
    { "[crawler]\ncontact = web@a.example\n", NULL,
      "*/earshot.ini:2: contact = web@a.example: wanted an address such as "
      "mailto:web@example.edu" },
    { "[crawler]\ncontact = mailto:web\n", NULL,
      "*/earshot.ini:2: contact = mailto:web: wanted an address such as "
      "mailto:web@example.edu" },
    { "[crawler]\n\nhomepage = www\n", NULL,
      "*/earshot.ini:3: homepage = www: wanted an address such as "
      "https://physics.example.edu/" },
    { "[crawler]\nallow_address = ::1\nallow_address = 127.0.0.0/33\n", NULL,
      "*/earshot.ini:3: allow_address: range \"127.0.0.0/33\": want 0 to 32 bits after '/'" },
    { "[crawler]\nca_file = nowhere.pem\n", NULL,
      "*/earshot.ini:2: ca_file = nowhere.pem: wanted a file with a certificate in it (PEM)" },
    { "[crawler]\nca_file = earshot.ini\n", NULL,
      "*/earshot.ini:2: ca_file = earshot.ini: wanted a file with a certificate in it (PEM)" },
    { "", D "keyword = visa\nkeyword = site:\n",
      "*/seeds/a.ini:4: keyword = site:: site: wants a host after it" },
    { "", D "exclude = ???\n", "*/seeds/a.ini:3: exclude = ???: there is no word in it" },
    { "", D "site = https://x.example/\nsite = nowhere\n",
      "*/seeds/a.ini:4: site = nowhere: wanted an address such as "
      "https://physics.example.edu/" },
    { "", D "contact = https://x.example/contact\n",
      "*/seeds/a.ini:3: contact = https://x.example/contact: goes into drafts, which have one link "
      "already: wanted no web address" },
    { "", D "byline = {editor}, WWW.x.example\n",
      "*/seeds/a.ini:3: byline = {editor}, WWW.x.example: goes into drafts, which have one link "
      "already: wanted no web address" },
    { "[crawler]\nword\n", NULL,
      "*/earshot.ini:2: wanted \"key = value\", \"[section]\" or a comment" },
    { "", "[department]\n", "*/seeds/a.ini:1: [department] has no name" },
    { "", D "[sorce x]\nurl=https://x.example/\n",
      "*/seeds/a.ini:4: unknown section [sorce x]: did you mean [source NAME]?" },
    { "", D "[source]\n",
      "*/seeds/a.ini:3: unknown section [source]: did you mean [source "
      "NAME]?" },
    { "", D "[crawler]\ndelay=1s\n",
      "*/seeds/a.ini:4: unknown section [crawler]: wanted [department], [source NAME], "
      "[campaign NAME] or [experiment NAME]" },
    { "", D "[source x]\n", "*/seeds/a.ini:3: [source x] has no url" },
    { "", D "[source x]\nurl = x.example\n",
      "*/seeds/a.ini:4: url = x.example: wanted an address such as "
      "https://physics.example.edu/" },
    { "", D "site = ftp://x.example/\n",
      "*/seeds/a.ini:3: site = ftp://x.example/: wanted an address such as "
      "https://physics.example.edu/" },
    { "", D "[source x]\nurl = https://x.example/\n[source x]\nurl = https://y.example/\n",
      "*/seeds/a.ini:6: \"url\" stands twice in [source x], first in line 4" },
    { "", D "[source x]\nurl = https://x.example/\n[source  x]\nurl = https://y.example/\n",
      "*/seeds/a.ini:6: \"url\" stands twice in [source x], first in line 4" },
    { "", D "[source x]\nurl = https://x.example/\nmode = post\n",
      "*/seeds/a.ini:5: mode = post: wanted one of answer|listen" },
    { "", D "[source x]\nurl = https://x.example/\nmax_pages = 0\n",
      "*/seeds/a.ini:5: max_pages = 0: wanted a whole number from 1 to 10000000" },
    { "", D "[source site-2]\nurl = https://x.example/\n",
      "*/seeds/a.ini:4: [source site-2]: the names site and site-N are kept for the own "
      "sites" },
    { "", D "[campaign c]\nfrom = 2026-11-01\n",
      "*/seeds/a.ini:4: [campaign c]: wanted both from and to" },
    { "", D "[campaign c]\nfrom = 2026-11-02\nto = 2026-11-01\n",
      "*/seeds/a.ini:5: [campaign c] ends before it begins" },
    { "", D "[campaign c]\nfrom = 7d\nto = 2026-11-01\n",
      "*/seeds/a.ini:4: from = 7d: wanted a date such as 2026-11-22, or a span back from now "
      "such as 7d" },
    { "", D "language = english\n",
      "*/seeds/a.ini:3: language = english: wanted two letters of ISO 639-1, such as en" },
    { "", D "answer_tag = answer\n",
      "*/seeds/a.ini:3: answer_tag = answer: wanted one parameter such as src=answer (letters, "
      "digits and -._~)" },
    { "", D "answer_tag = a=b&c=d\n",
      "*/seeds/a.ini:3: answer_tag = a=b&c=d: wanted one parameter such as src=answer (letters, "
      "digits and -._~)" },
    { "", D "answer_tag = =x\n",
      "*/seeds/a.ini:3: answer_tag = =x: wanted one parameter such as src=answer (letters, digits "
      "and -._~)" },
    { "", D "review_after = soon\n",
      "*/seeds/a.ini:3: review_after = soon: wanted a number and ms, s, m, h or d, such as 200ms "
      "or 1.5h" },
    { "", D "threshold = 80\n", "*/seeds/a.ini:3: threshold = 80: wanted a probability, 0 to 1" },
    { "", D "schedule = daily\n",
      "*/seeds/a.ini:3: schedule = daily: no time: wanted days and a time, such as daily 05:00" },
    { "", D "[source s]\nurl = https://x.example\nschedule = daily 25:00\n",
      "*/seeds/a.ini:5: schedule = daily 25:00: \"25:00\": wanted a time or a window: 05:00 or "
      "05:00-07:00" },
    { "[serve]\nbase = earshot\n", NULL,
      "*/earshot.ini:2: base = earshot: wanted where people reach the web application, such as "
      "https://earshot.example.edu" },
    { "[mail]\nfrom = a@x.example\n", NULL,
      "*/earshot.ini:2: [mail] has no server, such as smtps://mail.example.edu" },
    { "[mail]\nserver = smtps://x.example\n", NULL,
      "*/earshot.ini:2: [mail] has no from, the sender's address" },
    { "[mail]\nserver = https://x.example\nfrom = a@x.example\n", NULL,
      "*/earshot.ini:2: server = https://x.example: wanted smtps://mail.example.edu, or smtp:// "
      "for a server that does STARTTLS or is on this machine" },
    { "[mail]\nserver = smtps://x.example\nfrom = Earshot <a@x.example>\n", NULL,
      "*/earshot.ini:3: from = Earshot <a@x.example>: wanted an address such as "
      "earshot@example.edu" },
    { "[mail]\nserver = smtps://x.example\nfrom = a@x.example\nuser = a\n", NULL,
      "*/earshot.ini:4: [mail]: wanted both user and password_file, or neither" },
    { "[mail]\nserver = smtps://x.example\nfrom = a@x.example\nca_file = nowhere.pem\n", NULL,
      "*/earshot.ini:4: ca_file = nowhere.pem: wanted a file with a certificate in it (PEM)" },
    { "[mail]\nserver = smtps://x.example\nfrom = a@x.example\nalarms = b\n", NULL,
      "*/earshot.ini:4: alarms = b: wanted an address such as web@example.edu" },
    { "[mail]\nserver = smtps://x.example\nfrom = a@x.example\ndigest = 7:00\n", NULL,
      "*/earshot.ini:4: digest = 7:00: \"7:00\": wanted daily, weekdays, weekends, days such as "
      "mon,wed,fri, or monthly and a day" },
    { "[webhook chat]\nurl = http://x.example/\nsecret_file = s\n", NULL,
      "*/earshot.ini:2: url = http://x.example/: wanted https://..., or an address on this "
      "machine: what it is told must not cross the network in the clear" },
    { "[webhook chat]\nurl = http://127.evil.example/\nsecret_file = s\n", NULL,
      "*/earshot.ini:2: url = http://127.evil.example/: wanted https://..., or an address on this "
      "machine: what it is told must not cross the network in the clear" },
    { "[webhook chat]\nsecret_file = s\n", NULL, "*/earshot.ini:2: [webhook chat] has no url" },
    { "[webhook chat]\nurl = https://x.example/\n", NULL,
      "*/earshot.ini:2: [webhook chat] has no secret_file: what is sent is signed with its line" },
    { "[webhook chat]\nurl = https://x.example/\nsecret_file = s\nevents = draft,gasp\n", NULL,
      "*/earshot.ini:4: events = draft,gasp: wanted some of draft, gap, stale, decision, alarm, "
      "parted by commas" },
    { "", "[department]\nname = \xE9\n",
      "*/seeds/a.ini:2: name = \xE9: wanted UTF-8 text (and 2 more: earshot check lists "
      "them)" },
};

/* The message, file and line included; a leading '*' stands for the workspace. */
static void
test_problems(void)
{
    for (size_t i = 0; i < N_ROWS(problems); i++) {
        struct fixture f;
        char want[512];

        fixture_load(&f, problems[i].instance, problems[i].a, NULL);
        snprintf(want, sizeof(want), "%s%s", f.dir, problems[i].want + 1);
        CHECK(f.st == ST_CONFIG && f.config != NULL, "%s: %d", problems[i].want, (int)f.st);
        CHECK(strcmp(f.err.msg, want) == 0, "\n  got    %s\n  wanted %s", f.err.msg, want);
        fixture_free(&f);
    }
}
TEST_FN(test_problems)

/* Every problem of every file is found in one reading. */
static void
test_all_problems(void)
{
    struct fixture f;

    fixture_load(&f, "[crawler]\ndelay = x\ntimeout = y\n", "[department]\nfoo = bar\n",
                 "[department]\nname = B\nthreshold = -1\n");
    CHECK(f.st == ST_CONFIG && f.config->n_problems == 5, "%zu", f.config->n_problems);
    CHECK(strstr(f.err.msg, "(and 4 more: earshot check lists them)") != NULL, "%s", f.err.msg);
    CHECK(strstr(f.config->problems[4], "seeds/b.ini:3: threshold = -1") != NULL, "%s",
          f.config->problems[4]);
    fixture_free(&f);
    fixture_load(&f, NULL, NULL, NULL);
    CHECK(f.st == ST_NOTFOUND && f.config == NULL, "no workspace");
    CHECK(strstr(f.err.msg, "earshot init DIR makes one, -C DIR names one") != NULL, "%s",
          f.err.msg);
    fixture_free(&f);
}
TEST_FN(test_all_problems)

/* A workspace needs no seeds/ yet; names that only look like an own site's are free. */
static void
test_seeds(void)
{
    struct fixture f;
    char path[128];

    fixture_load(&f, "", D "[source site-map]\nurl = https://x.example/\nbasis = b\n", NULL);
    CHECK(f.st == ST_OK && source_of(&f.config->departments[0], "site-map") != NULL, "%s",
          f.err.msg);
    config_free(f.config);
    for (size_t i = 1; i < N_ROWS(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", f.dir, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof(path), "%s/seeds", f.dir);
    rmdir(path);
    f.st = config_load(f.dir, &f.config, &f.err);
    CHECK(f.st == ST_OK && f.config->n_departments == 0, "no folder: %s", f.err.msg);
    config_free(f.config);
    put(&f, "seeds", "a file in its place");
    f.st = config_load(f.dir, &f.config, &f.err);
    CHECK(f.st == ST_CONFIG && strstr(f.err.msg, "/seeds: Not a directory") != NULL, "%s",
          f.err.msg);
    unlink(path);
    fixture_free(&f);
}
TEST_FN(test_seeds)

/* "section.key=value@line " for what was set, without "@line" for a default. */
static void
note(void *self, const char *file, const char *section, const char *key, const char *value,
     const struct config_origin *o)
{
    struct buf *b = self;

    if (strstr(file, "/seeds/") == NULL && o == NULL)
        return;
    buf_addf(b, "%s.%s=%s", section, key, value);
    buf_addf(b, o != NULL ? "@%d\n" : "\n", o != NULL ? o->line : 0);
}

static void
test_each(void)
{
    static const char want[] =
        "crawler.delay=1m@2\n"
        "department.name=A@2\n"
        "department.site=https://x.example/@3\n"
        "department.keyword=one@4\n"
        "department.keyword=two, three@5\n"
        "department.exclude=\ndepartment.person=\ndepartment.contact=\n"
        "department.byline=\ndepartment.voice=warm\n"
        "department.language=en\ndepartment.schedule=\ndepartment.mode=answer\n"
        "department.threshold=0\n"
        "department.two_person=no\n"
        "department.model=no\ndepartment.answer_tag=\n"
        "department.review_after=0ms\n"
        "department.baseline=28d\n"
        "campaign c.from=2026-11-01T00:00:00Z@7\n"
        "campaign c.to=2026-11-02T00:00:00Z@8\n"
        "campaign c.keyword=\n"
        "experiment e.voices=warm, plain@10\n"
        "experiment e.metric=posted@11\n"
        "experiment e.from=2026-11-01T00:00:00Z@12\n"
        "experiment e.to=2026-11-02T00:00:00Z@13\n"
        "experiment e.tone=\n";
    struct fixture f;
    struct buf b;

    fixture_load(&f, "[crawler]\ndelay = 60s\n",
                 D "site = https://x.example\nkeyword = one\nkeyword = two, three\n"
                   "[campaign c]\nfrom = 2026-11-01\nto = 2026-11-02\n"
                   "[experiment e]\nvoices = warm, plain\nmetric = posted\nfrom = 2026-11-01\n"
                   "to = 2026-11-02\n",
                 NULL);
    assert_int_equal(f.st, ST_OK);
    buf_init(&b, BUF_SMALL);
    config_each(f.config, note, &b);
    CHECK(strcmp(buf_str(&b), want) == 0, "\n%s", buf_str(&b));
    buf_release(&b);
    fixture_free(&f);
}
TEST_FN(test_each)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_values), TEST(test_problems),
                                        TEST(test_all_problems), TEST(test_seeds),
                                        TEST(test_each) };

    return TEST_RUN(tests);
}
