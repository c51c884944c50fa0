/*
 * passage.h - the parts of a page's text: blocks, headings, sentences, passages.
 *
 * What it is for: the indexer stores the passages, the drafter finds the page
 * by them and answers with the sentences.  Everything is a span of byte offsets
 * into the very text that was given, so that whatever is quoted is in the page
 * byte for byte.  Spans begin and end on whole characters.
 *
 * What it does not do: read HTML (extract.h gives the text), know languages or
 * stems (token.h), choose anything.
 *
 * The text: lines end with LF or CRLF, a blank line ends a block.
 *  - word: a run without white space; an ideograph or kana is a word of its own.
 *  - heading: the first line of a block, PASSAGE_HEADING_WORDS at most, no full
 *    stop at its end, no list item or table row, and either lines follow in the
 *    block, or it has fewer than PASSAGE_ALONE_WORDS words, or it ends without
 *    any mark and a longer paragraph is the next block.
 *  - sentence: ends at . ! ? and their like in other scripts.  Abbreviations,
 *    initials and numbers do not end one.  A list item or a table row of up to
 *    PASSAGE_ROW_BYTES is kept whole; a heading is a sentence of its own kind.
 *  - passage: a window of words, in two kinds.  PASSAGE_WIDE runs over the whole
 *    page; PASSAGE_SECTION over the body of one heading.  Windows and steps are
 *    the ones that found most pages in our measurements (DESIGN.md, November 2026).
 *
 * Sources: UAX #29 (Unicode 15) for the marks that end a sentence.
 */
#ifndef PASSAGE_H
#define PASSAGE_H

#include "arena.h"
#include "text.h"

#define PASSAGE_MAX_BYTES     ((size_t)8 * 1024 * 1024) /* of a page; what follows is left out */
#define PASSAGE_ROW_BYTES     600 /* a longer item or row is prose: split into its sentences */
#define PASSAGE_HEADING_WORDS 16
#define PASSAGE_ALONE_WORDS   8
#define PASSAGE_WIDE_WORDS    200
#define PASSAGE_WIDE_STEP     150
#define PASSAGE_SECTION_WORDS 120
#define PASSAGE_SECTION_STEP  90

#define PASSAGE_NO_HEADING UINT32_MAX

struct passage_span {
    uint32_t start, end; /* bytes into the page's text, start < end */
};

enum passage_sentence_kind {
    PASSAGE_PROSE,
    PASSAGE_HEADING,
    PASSAGE_ITEM, /* of a list; its mark ("- ", "1. ") is part of it */
    PASSAGE_ROW   /* of a table: cells divided by tabs or bars */
};

struct passage_sentence {
    struct passage_span at;
    enum passage_sentence_kind kind;
    uint32_t block; /* index of its block */
    uint32_t
        heading; /* index of the heading it stands under (itself for one); or PASSAGE_NO_HEADING */
};

struct passage_heading {
    struct passage_span at;
    uint32_t block;
};

enum passage_kind { PASSAGE_WIDE = 0, PASSAGE_SECTION = 1 };

struct passage {
    struct passage_span at; /* of a section without its heading line */
    enum passage_kind kind;
    uint32_t heading; /* of a section: its heading, or PASSAGE_NO_HEADING; of a wide one: none */
};

/* All arrays live in the arena and are in text order (passages: wide ones, then sections). */
struct passage_page {
    struct text text; /* points into what was given, cut at PASSAGE_MAX_BYTES */
    size_t n_words;
    struct passage_span *blocks;
    size_t n_blocks;
    struct passage_heading *headings;
    size_t n_headings;
    struct passage_sentence *sentences;
    size_t n_sentences;
    struct passage *passages;
    size_t n_passages;
};

/*
 * Split text; any bytes will do.  A page with a word in it has at least one
 * wide passage and one sentence.  A heading with nothing below it makes no
 * section passage, but is in the wide ones.
 */
void passage_split(struct text text, struct arena *a, struct passage_page *ret);

/* The bytes of a span of this page. */
struct text passage_text(const struct passage_page *page, struct passage_span at);

/* Words of a text as this module counts them. */
size_t passage_count_words(struct text t);

#endif /* PASSAGE_H */
