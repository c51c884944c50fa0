/*
 * segment.h - one immutable file of the inverted index: the format, and reading it.
 *
 * A segment holds documents of one collection with several fields; each field
 * has its own terms, postings and lengths.  It is written once
 * (segment_write.h), mapped read-only, and never changed: what is deleted later
 * stands beside it (corpus.h).  Whatever the bytes are, nothing outside of them
 * is read: offsets are checked when they are followed, and every posting when
 * it is unpacked.
 *
 * The format, version 1.  All numbers are little-endian and unsigned unless said
 * otherwise; uN has N bits; sums are XXH3 (64 bits, seed 0) of the bytes named.
 *
 *   segment    = header *section table       ; sections begin at multiples of 8
 *   header     = magic version n-docs n-fields n-sections table-at file-bytes table-sum header-sum
 *   magic      = "ESHSEG" CR LF
 *   version    = u32                         ; 1
 *   n-docs     = u32                         ; 1 to SEARCH_MAX_DOCS
 *   n-fields   = u32                         ; 1 to SEGMENT_MAX_FIELDS
 *   n-sections = u32                         ; 2 + 5 n-fields
 *   table-at   = u64                         ; offset of the table, which ends the file
 *   file-bytes = u64
 *   table-sum  = u64                         ; of the table
 *   header-sum = u64                         ; of all of the header before it
 *   table      = n-sections place            ; in the order of kinds: keys attributes, then of
 *                                            ; each field: lengths fan terms entries lists
 *   place      = kind field at bytes sum     ; u32 u32 u64 u64 u64; sum is of the section
 *
 *   keys       = n-docs i64                  ; ascending; passages of a page share one
 *   attributes = n-docs attribute
 *   attribute  = hash date-s department part language
 *   hash       = u64                         ; of what was indexed: tells whether it changed
 *   date-s     = i64                         ; Unix time
 *   department = u32                         ; id of the store; 0: none
 *   part       = u16                         ; number among those of the same key
 *   language   = u16                         ; up to three letters, 5 bits each; 0: unknown
 *
 *   lengths    = total (n-docs (u8 / u16 / u32)) ; terms in each document; which, the bytes tell
 *   total      = u64                         ; sum of the lengths
 *   fan        = 2^b+1 u32                   ; fan[i]: how many terms have top b bits below i;
 *   terms      = n-terms u64                 ; ascending, no two alike
 *   entries    = n-terms u64                 ; bit 63 set: one posting, doc + tf << 32;
 *                                            ; else the offset of a list in lists
 *   lists      = *list 8 OCTET               ; zeros, so that eight bytes can be loaded anywhere
 *   list       = df bound (small / large)    ; df >= 2
 *   df         = varint                      ; LEB128, up to 5 bytes
 *   bound      = one tf len                  ; varints: what bounds any score of the list
 *   one        = varint                      ; 1 + the least length of those with tf 1; 0: none
 *   tf, len    = varint                      ; the largest tf, least length of those with tf > 1;
 *                                            ; 0 0: none
 *   small      = df (gap [tf])               ; df <= SEGMENT_BLOCK
 *   gap        = varint                      ; (doc - doc before - 1) * 2 + (tf > 1); the doc
 *                                            ; before the first is -1
 *   large      = n-blocks entry *packed      ; n-blocks = df / SEGMENT_BLOCK, rounded up
 *   entry      = last at one len tf gap-bits tf-bits
 *   last       = u32                         ; the last document of the block
 *   at         = u32                         ; where its packed part is, from the first one on
 *   one len tf = u16 u16 u16                 ; as bound, of the block; lengths up to 65534
 *   gap-bits   = u8                          ; 0 to 32
 *   tf-bits    = u8                          ; 0 to 16
 *   packed     = gaps tfs                    ; SEGMENT_BLOCK of each, in the last block what is
 *   gaps       = *BIT                        ; left; doc - doc before - 1, gap-bits each, lowest
 *   tfs        = *BIT                        ; bit first, filled up to a byte; so tf - 1
 *
 * A tf above SEGMENT_MAX_TF counts as that.  Sums of sections are not looked at by segment_open(),
 * which takes microseconds, but by segment_check().
 *
 * Sources: block maxima: Ding and Suel, "Faster top-k document retrieval using
 * block-max indexes", SIGIR 2011; blocks of 128 with a list of small ones apart as in Lucene.
 */
#ifndef SEGMENT_H
#define SEGMENT_H

#include "search.h"
#include "status.h"

#define SEGMENT_VERSION    1u
#define SEGMENT_BLOCK      128u /* postings */
#define SEGMENT_MAX_FIELDS 8u
#define SEGMENT_MAX_TF     65535u
#define SEGMENT_MAX_BYTES  ((size_t)512 * 1024 * 1024) /* of a file: a merge holds one in memory */
#define SEGMENT_END        UINT32_MAX                  /* no further document */

struct segment_attribute {
    uint64_t hash;
    int64_t date_s;
    uint32_t department;
    uint16_t part, language; /* language: segment_language() */
};

/* All point into the mapped bytes. */
struct segment_field {
    const unsigned char *fan, *terms, *entries, *lists, *lengths;
    size_t list_bytes; /* without the zeros at the end */
    uint32_t n_terms;
    unsigned fan_bits, length_bytes;
    uint64_t total; /* sum of the lengths */
};

/* Reading is safe from many threads. */
struct segment {
    const unsigned char *p;
    size_t n;
    bool mapped; /* or owned memory */
    uint32_t n_docs, n_fields;
    const unsigned char *keys, *attributes;
    struct segment_field fields[SEGMENT_MAX_FIELDS];
};

/* ST_NOTFOUND, ST_IO; ST_INVALID, with what is wrong with the file. */
enum status segment_open(const char *path, struct segment **ret, struct err *err);
/* The same from memory, which it then owns (malloc) if ST_OK is returned. */
enum status segment_take(unsigned char *p, size_t n, struct segment **ret, struct err *err);
void segment_close(struct segment *s); /* accepts NULL */
/* Read all of it: sums, order, every posting.  ST_INVALID with the first thing that is wrong. */
enum status segment_check(const struct segment *s, struct err *err);

/* doc < n_docs, field < n_fields; a length counts terms, repeats too. */
int64_t segment_key(const struct segment *s, uint32_t doc);
struct segment_attribute segment_attribute(const struct segment *s, uint32_t doc);
uint32_t segment_length(const struct segment *s, uint32_t field, uint32_t doc);
/* The first document whose key is that or a larger one; n_docs: none. */
uint32_t segment_lower(const struct segment *s, int64_t key);
uint16_t segment_language(const char *code); /* NULL, or no letters: 0 */

/* The number of a term; SEGMENT_END: no document has it. */
uint32_t segment_find(const struct segment *s, uint32_t field, uint64_t term);
uint64_t segment_term(const struct segment *s, uint32_t field, uint32_t i);
/* How many documents have term number i; 0: damaged. */
uint32_t segment_df(const struct segment *s, uint32_t field, uint32_t i);

/* ---- postings of one term ---- */

/* What bounds scores: see the grammar. */
struct segment_bound {
    uint32_t one, tf, len;
};

/*
 * Stands at a block; docs and tfs have its postings once it is unpacked.
 * A small list and a single posting are one block.
 */
struct segment_cursor {
    const struct segment *segment;
    uint32_t field, df, n_blocks;
    const unsigned char *entries; /* of blocks; NULL: one block */
    const unsigned char *data, *end;
    struct segment_bound whole;
    bool damaged; /* the bytes make no sense: no further document comes */
    bool unpacked;
    uint32_t block;      /* n_blocks: at the end */
    uint32_t from, last; /* the block's documents are in here */
    uint32_t n, at;      /* if unpacked: its postings, the one it stands at */
    /* The tfs of a large list stay packed: most are 1, and of most postings none is asked for. */
    const unsigned char *packed_tfs;
    unsigned tf_bits;
    uint32_t docs[SEGMENT_BLOCK], tfs[SEGMENT_BLOCK];
};

/* i is a number of segment_find() or below n_terms. */
void segment_cursor_open(struct segment_cursor *c, const struct segment *s, uint32_t field,
                         uint32_t i);
void segment_cursor_rewind(struct segment_cursor *c);
/* To the block that may have doc or later ones, without unpacking it. */
void segment_cursor_skip(struct segment_cursor *c, uint32_t doc);
/* To the first posting of doc or later; its document, or SEGMENT_END. */
uint32_t segment_cursor_seek(struct segment_cursor *c, uint32_t doc);
/* The next posting's document; segment_cursor_seek(c, 0) gives the first. */
uint32_t segment_cursor_next(struct segment_cursor *c);
/* Of posting i of the block, which is unpacked. */
uint32_t segment_cursor_tf(const struct segment_cursor *c, uint32_t i);
/* Unpack the present block; false at the end, or if it is damaged. */
bool segment_cursor_unpack(struct segment_cursor *c);
/* To the next block. */
void segment_cursor_leave(struct segment_cursor *c);
/* The bound of a block from the present one on. */
struct segment_bound segment_cursor_bound(const struct segment_cursor *c, uint32_t block);
/* The last document of a block from the present one on. */
uint32_t segment_cursor_last(const struct segment_cursor *c, uint32_t block);

#endif /* SEGMENT_H */
