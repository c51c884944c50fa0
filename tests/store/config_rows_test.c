/* The tables of keys against the manual page: every key stands there with its type and default. */
#include "../test.h"

#include "../../store/config_private.h"
#include "buf.h"
#include "file.h"

#define PAGE_MAX_BYTES 1000000

static const struct {
    enum config_section section;
    const char *title;
} sections[] = {
    { CONFIG_CRAWLER, "[crawler]" },
    { CONFIG_SERVE, "[serve]" },
    { CONFIG_MAIL, "[mail]" },
    { CONFIG_WEBHOOK, "[webhook NAME]" },
    { CONFIG_MODEL, "[model]" },
    { CONFIG_RETENTION, "[retention]" },
    { CONFIG_DEPARTMENT, "[department]" },
    { CONFIG_SOURCE, "[source KEY]" },
    { CONFIG_CAMPAIGN, "[campaign NAME]" },
    { CONFIG_EXPERIMENT, "[experiment NAME]" },
};

/* What the page says of a section, from its heading to the next one. */
static struct text
part(struct text page, const char *title)
{
    char head[64];
    size_t at, end;

    snprintf(head, sizeof(head), ".SS %s\n", title);
    at = text_find(page, text_of(head));
    if (at == TEXT_NPOS)
        fail_msg("earshot.ini.5 has no \"%s\"", title);
    page = text_from(page, at + strlen(head));
    end = text_find(page, TEXT_LIT("\n.S"));
    return end == TEXT_NPOS ? page : text_sub(page, 0, end);
}

static const char *
type_name(const struct option *row)
{
    switch (row->type) {
    case OPTION_FLAG:
    case OPTION_BOOL:
        return "yes|no";
    case OPTION_INT:
    case OPTION_REAL:
        return "number";
    case OPTION_DURATION:
        return "duration";
    case OPTION_SIZE:
        return "size";
    case OPTION_DATE:
        return "date";
    case OPTION_CHOICE:
        return row->choices;
    case OPTION_TEXT:
    case OPTION_LIST:
        break;
    }
    return "text";
}

static void
test_every_key_is_in_the_page(void)
{
    struct err err = { "" };
    struct buf page, line;

    buf_init(&page, PAGE_MAX_BYTES);
    buf_init(&line, BUF_SMALL);
    assert_int_equal(file_read("earshot.ini.5", &page, &err), ST_OK);
    for (size_t s = 0; s < N_ROWS(sections); s++) {
        struct option_set set = config_set(sections[s].section, NULL);
        struct text body = part(buf_text(&page), sections[s].title);
        size_t n = 0;

        for (size_t i = 0; i < set.n; i++) {
            const struct option *row = &set.rows[i];

            buf_clear(&line);
            buf_addf(&line, ".TP\n\\fB%s\\fR = \\fI%s\\fR (%s)%s\n", row->name, type_name(row),
                     row->initial != NULL ? row->initial : "none",
                     row->type == OPTION_LIST ? ", repeatable" : "");
            CHECK(text_find(body, buf_text(&line)) != TEXT_NPOS, "%s: wanted\n%s",
                  sections[s].title, buf_str(&line));
        }
        for (struct text rest = body; text_find(rest, TEXT_LIT(".TP\n")) != TEXT_NPOS; n++)
            rest = text_from(rest, text_find(rest, TEXT_LIT(".TP\n")) + 1);
        CHECK(n == set.n, "%s: %zu entries, %zu keys", sections[s].title, n, set.n);
    }
    buf_release(&page);
    buf_release(&line);
}

TEST_FN(test_every_key_is_in_the_page)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_every_key_is_in_the_page) };

    return TEST_RUN(tests);
}
