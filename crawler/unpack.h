/*
 * unpack.h - gzip and deflate undone, with a cap on what comes out.
 *
 * For bodies that are compressed themselves (sitemap.xml.gz, responses in
 * archives); what travels compressed is the fetcher's.  zlib does the work.
 * The cap is out->max: a bomb costs no more than that.
 */
#ifndef UNPACK_H
#define UNPACK_H

#include "buf.h"
#include "status.h"
#include "text.h"

bool unpack_is_gzip(struct text t); /* starts as RFC 1952 says */

/*
 * Append what t holds to out: gzip (all members; what follows the last is
 * ignored), zlib or bare deflate, told by their first bytes.  ST_OK: whole.
 * ST_LIMIT: out is full, and holds the beginning.  ST_INVALID: broken or cut
 * short; out holds what came before that.
 */
enum status unpack(struct text t, struct buf *out, struct err *err);

#endif /* UNPACK_H */
