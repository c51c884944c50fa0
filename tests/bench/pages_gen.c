/* pages_gen.c - see pages_gen.h. */

#include "pages_gen.h"

#define SCRIPT_SHARE 12   /* one byte in so many is inline script */
#define TAIL_BYTES   1500 /* footer and what follows the last post */

static const char *const names[] = { "discourse", "stackexchange", "phpbb", "faq" };

const char *
pages_gen_name(enum pages_gen_shape shape)
{
    return names[shape];
}

static unsigned
below(struct words *w, unsigned n)
{
    return (unsigned)rng_below(words_rng(w), n);
}

static void
put_sentences(struct words *w, unsigned n, struct buf *out)
{
    for (unsigned i = 0; i < n; i++) {
        words_sentence(w, 8 + below(w, 16), out);
        buf_add_char(out, ' ');
    }
}

/* What a post or an answer holds: paragraphs, now and then a list, a quote, code, a link. */
static void
put_prose(struct words *w, struct buf *out)
{
    unsigned n = 1 + below(w, 3);

    for (unsigned i = 0; i < n; i++) {
        buf_add_str(out, "<p>");
        put_sentences(w, 1 + below(w, 4), out);
        if (below(w, 3) == 0) {
            buf_addf(out, "<a href=\"https://www.example.com/page/%u\" rel=\"nofollow ugc\">",
                     below(w, 10000));
            words_content(w, out);
            buf_add_str(out, "</a> &amp; <em>");
            words_content(w, out);
            buf_add_str(out, "</em>.");
        }
        buf_add_str(out, "</p>\n");
    }
    if (below(w, 5) == 0) {
        buf_add_str(out, "<ul>\n");
        for (unsigned i = 0; i < 3; i++) {
            buf_add_str(out, "<li>");
            words_sentence(w, 6, out);
            buf_add_str(out, "</li>\n");
        }
        buf_add_str(out, "</ul>\n");
    }
    if (below(w, 8) == 0) {
        buf_add_str(out, "<blockquote><p>");
        words_sentence(w, 10, out);
        buf_add_str(out, "</p></blockquote><pre><code>if (a &lt; b)\n    return 1;\n</code></pre>");
    }
}

static void
put_script(struct words *w, size_t bytes, struct buf *out)
{
    size_t until = out->n + bytes;

    buf_add_str(out, "<script>window.app=window.app||{};\n");
    while (out->n < until && !out->over) {
        buf_add_str(out, "app.set(\"");
        words_content(w, out);
        buf_addf(out, "\",{id:%u,f:function(a,b){return a<b&&b>%u;}});\n", below(w, 100000),
                 below(w, 100));
    }
    buf_add_str(out, "</script>\n");
}

static void
put_head(struct words *w, struct text title, const char *extra, size_t bytes, struct buf *out)
{
    buf_add_str(out,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    buf_add_text(out, title);
    buf_add_str(out, "</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n"
                     "<meta property=\"og:title\" content=\"");
    buf_add_text(out, title);
    buf_add_str(out, "\">\n<meta property=\"og:type\" content=\"website\">\n");
    for (unsigned i = 0; i < 6; i++)
        buf_addf(out, "<link rel=\"stylesheet\" media=\"all\" href=\"/assets/css/%08x.css\">\n",
                 below(w, 1U << 31));
    buf_add_str(out,
                "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/latest.rss\">\n");
    buf_add_str(out, extra);
    put_script(w, bytes / SCRIPT_SHARE, out);
    buf_add_str(out, "</head>\n");
}

static void
put_menu(struct words *w, const char *const *links, size_t n_links, struct buf *out)
{
    buf_add_str(out,
                "<header class=\"site-header\"><nav role=\"navigation\"><ul class=\"menu\">\n");
    for (unsigned i = 0; i < 12; i++) {
        buf_addf(out, "<li class=\"menu-item\"><a class=\"nav-link\" href=\"/c/%u\"><span>",
                 below(w, 90));
        words_content(w, out);
        buf_add_str(out, "</span></a></li>\n");
    }
    for (size_t i = 0; i < n_links; i++)
        buf_addf(out, "<li><a href=\"%s\">page %zu</a></li>\n", links[i], i);
    buf_add_str(out, "</ul></nav></header>\n");
}

static void
put_footer(struct words *w, struct buf *out)
{
    buf_add_str(out, "<aside class=\"sidebar\"><h4>Related</h4>\n");
    for (unsigned i = 0; i < 8; i++) {
        buf_addf(out, "<div class=\"spacer\"><a href=\"/q/%u\" class=\"question-hyperlink\">",
                 below(w, 2000));
        words_question(w, out);
        buf_add_str(out, "</a></div>\n");
    }
    buf_add_str(out, "</aside><footer><p>All rights reserved. <a href=\"/about\">About</a></p>"
                     "</footer>\n</body>\n</html>\n");
}

static void
put_discourse_post(struct words *w, unsigned i, struct buf *out)
{
    buf_addf(out,
             "<div id=\"post_%u\" itemprop=\"%s\" itemscope "
             "itemtype=\"http://schema.org/Comment\" class=\"topic-body crawler-post\">\n"
             "<div class=\"crawler-post-meta\"><span class=\"creator\" itemprop=\"author\" "
             "itemscope itemtype=\"http://schema.org/Person\"><a itemprop=\"url\" "
             "href=\"/u/user%u\"><span itemprop=\"name\">user%u</span></a></span>\n"
             "<span class=\"crawler-post-infos\"><time itemprop=\"datePublished\" "
             "datetime=\"2026-03-%02uT10:%02u:00Z\" class=\"post-time\">March</time>"
             "<meta itemprop=\"dateModified\" content=\"2026-03-11T10:00:00Z\">"
             "<span itemprop=\"position\">%u</span></span></div>\n"
             "<div class=\"post\" itemprop=\"text\">\n",
             i, i == 1 ? "mainEntity" : "comment", below(w, 900), below(w, 900), 1 + below(w, 28),
             below(w, 60), i);
    put_prose(w, out);
    buf_addf(out,
             "</div>\n<div itemprop=\"interactionStatistic\" itemscope "
             "itemtype=\"http://schema.org/InteractionCounter\"><meta "
             "itemprop=\"interactionType\" content=\"http://schema.org/LikeAction\"><meta "
             "itemprop=\"userInteractionCount\" content=\"%u\"><span class=\"post-likes\">"
             "</span></div>\n</div>\n",
             below(w, 9));
}

static void
put_se_post(struct words *w, unsigned i, struct buf *out)
{
    static const char *const tags[] = { "admissions", "deadlines", "visa" };

    buf_addf(out,
             "<div id=\"%s-%u\" class=\"%s js-%s\" data-answerid=\"%u\" itemprop=\"%s\" itemscope "
             "itemtype=\"https://schema.org/%s\"><div class=\"post-layout\">\n"
             "<div class=\"votecell\"><button class=\"js-vote-up-btn s-btn\" "
             "aria-pressed=\"false\"><svg class=\"svg-icon\" width=\"18\" height=\"18\" "
             "viewBox=\"0 0 18 18\"><path d=\"M1 12h16L9 4l-8 8Z\"></path></svg></button>"
             "<div class=\"js-vote-count\" itemprop=\"upvoteCount\" data-value=\"%u\">%u</div>"
             "</div>\n<div class=\"postcell\"><div class=\"s-prose js-post-body\" "
             "itemprop=\"text\">\n",
             i == 0 ? "question" : "answer", i, i == 0 ? "question" : "answer",
             i == 0 ? "question" : "answer", i, i == 0 ? "mainEntity" : "suggestedAnswer",
             i == 0 ? "Question" : "Answer", i, i);
    put_prose(w, out);
    buf_add_str(out, "</div>\n");
    for (size_t t = 0; i == 0 && t < N_ELEMENTS(tags); t++)
        buf_addf(out, "<a href=\"/questions/tagged/%s\" class=\"post-tag\" rel=\"tag\">%s</a>",
                 tags[t], tags[t]);
    buf_addf(
        out,
        "<div class=\"user-info\"><div class=\"user-action-time\">asked <span title="
        "\"2026-02-%02u 08:14:00Z\" class=\"relativetime\">Feb</span></div><time "
        "itemprop=\"dateCreated\" datetime=\"2026-02-02T08:14:00\"></time>"
        "<div class=\"user-details\" itemprop=\"author\" itemscope "
        "itemtype=\"http://schema.org/Person\"><a href=\"/users/%u\">user%u</a>"
        "<span class=\"d-none\" itemprop=\"name\">user%u</span></div></div></div></div></div>\n",
        1 + below(w, 28), below(w, 900), below(w, 900), below(w, 900));
}

static void
put_phpbb_post(struct words *w, unsigned i, struct buf *out)
{
    buf_addf(out,
             "<div id=\"p%u\" class=\"post has-profile %s\">\n<div class=\"inner\">\n"
             "<dl class=\"postprofile\" id=\"profile%u\"><dt class=\"has-profile-rank\"><a "
             "href=\"./memberlist.php?mode=viewprofile&amp;u=%u\" class=\"username\">user%u</a>"
             "</dt><dd class=\"profile-posts\"><strong>Posts:</strong> <a "
             "href=\"./search.php?author_id=%u\">%u</a></dd></dl>\n"
             "<div class=\"postbody\"><div id=\"post_content%u\"><h3 %s><a href=\"#p%u\">",
             i, i % 2 != 0 ? "bg1" : "bg2", i, below(w, 900), below(w, 900), below(w, 900),
             below(w, 5000), i, i == 0 ? "class=\"first\"" : "", i);
    words_question(w, out);
    buf_addf(out,
             "</a></h3><p class=\"author\"><a class=\"unread\" href=\"./viewtopic.php?p=%u#p%u\">"
             "<i class=\"icon fa-file\"></i></a><span class=\"responsive-hide\">by <strong>"
             "<a href=\"./memberlist.php?u=%u\" class=\"username\">user%u</a></strong> &raquo; "
             "</span><time datetime=\"2026-01-%02uT17:55:00+00:00\">Jan 5:55 pm</time></p>\n"
             "<div class=\"content\">",
             i, i, below(w, 900), below(w, 900), 1 + below(w, 28));
    put_sentences(w, 2 + below(w, 5), out);
    buf_add_str(out, "<br>\n<br>\n");
    put_sentences(w, 1 + below(w, 3), out);
    buf_addf(out,
             "</div>\n<div id=\"sig%u\" class=\"signature\">--<br>all the best</div></div></div>\n"
             "<div class=\"back2top\"><a href=\"#top\" class=\"top\" title=\"Top\">Top</a></div>"
             "</div></div>\n<hr class=\"divider\">\n",
             i);
}

static void
put_faq_pair(struct words *w, unsigned i, struct buf *out)
{
    buf_addf(out,
             "<div class=\"accordion-item card faq-item\" id=\"faq-%u\"><h3 "
             "class=\"accordion-header\"><button class=\"accordion-button collapsed\" "
             "type=\"button\" data-toggle=\"collapse\" data-target=\"#a%u\" "
             "aria-expanded=\"false\">",
             i, i);
    words_question(w, out);
    buf_addf(out, "</button></h3><div id=\"a%u\" class=\"accordion-body\">", i);
    put_prose(w, out);
    buf_add_str(out, "</div></div>\n");
}

/* What stands before the posts of each shape, from the body's start tag on. */
static void
put_opening(enum pages_gen_shape shape, struct text title, struct buf *out)
{
    static const char *const before[] = {
        "<div id=\"main-outlet\" class=\"wrap\"><div id=\"topic-title\"><h1><a "
        "href=\"/t/topic/4711\">",
        "<div id=\"content\"><div id=\"mainbar\"><div id=\"question-header\"><h1 "
        "itemprop=\"name\"><a class=\"question-hyperlink\" href=\"/questions/4711\">",
        "<div id=\"page-body\" class=\"page-body\"><h2 class=\"topic-title\"><a "
        "href=\"./viewtopic.php?t=4711\">",
        "<main id=\"content\"><h1 class=\"page-title\"><a href=\"#top\">",
    };
    static const char *const after[] = {
        "</a></h1></div><div itemscope itemtype=\"http://schema.org/DiscussionForumPosting\">\n",
        "</a></h1></div><div itemscope itemtype=\"https://schema.org/QAPage\">\n",
        "</a></h2><div class=\"pagination\">212 posts</div>\n",
        "</a></h1><div class=\"accordion\">\n",
    };

    buf_add_str(out, before[shape]);
    buf_add_text(out, title);
    buf_add_str(out, after[shape]);
}

void
pages_gen_html(struct words *w, enum pages_gen_shape shape, size_t bytes, const char *const *links,
               size_t n_links, struct buf *out)
{
    static const char *const heads[] = {
        "<meta name=\"generator\" content=\"Discourse 3.2.0 - https://www.discourse.org\">\n",
        "<link rel=\"shortcut icon\" href=\"https://cdn.sstatic.net/Sites/x/favicon.ico\">\n",
        "<link href=\"./styles/prosilver/theme/phpbb.css\" rel=\"stylesheet\">\n",
        "",
    };
    static const char *const bodies[] = { "<body class=\"crawler\">\n",
                                          "<body class=\"question-page unified-theme\">\n",
                                          "<body id=\"phpbb\" class=\"nojs section-viewtopic\">\n",
                                          "<body class=\"page-template\">\n" };
    static void (*const posts[])(struct words *, unsigned,
                                 struct buf *) = { put_discourse_post, put_se_post, put_phpbb_post,
                                                   put_faq_pair };
    size_t start = out->n;
    struct buf title;

    buf_init(&title, BUF_SMALL);
    words_question(w, &title);
    put_head(w, buf_text(&title), heads[shape], bytes, out);
    buf_add_str(out, bodies[shape]);
    put_menu(w, links, n_links, out);
    put_opening(shape, buf_text(&title), out);
    for (unsigned i = shape == PAGES_GEN_DISCOURSE ? 1 : 0;
         (i < 2 || out->n - start + TAIL_BYTES < bytes) && !out->over; i++)
        posts[shape](w, i, out);
    buf_add_str(out, "</div></div>\n");
    put_footer(w, out);
    buf_release(&title);
}

void
pages_gen_text(struct words *w, size_t bytes, struct buf *title, struct buf *out)
{
    size_t start = out->n;

    for (unsigned i = 0; i < 4; i++) {
        words_content(w, title);
        buf_add_str(title, i < 3 ? " " : "");
    }
    while (out->n - start < bytes && !out->over) {
        words_content(w, out);
        buf_add_char(out, ' ');
        words_content(w, out);
        buf_add_str(out, "\n\n");
        put_sentences(w, 3 + below(w, 4), out);
        buf_add_str(out, "\n\n");
        for (unsigned i = below(w, 4); i > 0; i--) {
            buf_add_str(out, "- ");
            words_sentence(w, 8, out);
            buf_add_char(out, '\n');
        }
        buf_add_char(out, '\n');
    }
}
