/*
 * totp.h - the codes of a second factor, as every authenticator app makes them.
 *
 * Source: RFC 6238 with its defaults, HMAC-SHA-1, 30 s, 6 digits (RFC 4226 5.3);
 * the address apps read is Google Authenticator's "Key Uri Format".
 *
 * A code of the step before or after counts, too (TOTP_WINDOW), for clocks that
 * differ and people who type.  That a code works once is the caller's, by the
 * step it matched (store_account_use_totp()).
 */
#ifndef TOTP_H
#define TOTP_H

#include "buf.h"
#include "sha1.h"

#define TOTP_SECRET_BYTES SHA1_BYTES /* RFC 4226 4, R6: 160 bits are recommended */
#define TOTP_STEP_S       30
#define TOTP_WINDOW       1
#define TOTP_DIGITS       6

void totp_secret_new(unsigned char out[TOTP_SECRET_BYTES]); /* from the system's randomness */

/* The 31 bits a code's digits are of (RFC 4226 5.3). */
uint32_t totp_number(struct text secret, int64_t step);
/* The code of a step, for tests and tools. */
const char *totp_code(struct text secret, int64_t step, char out[TOTP_DIGITS + 1]);

/* Does the code (spaces in it are skipped) fit now?  *ret_step: the step it is of. */
bool totp_matches(struct text secret, struct text code, int64_t now_s, int64_t *ret_step);

/* A secret as people type it: 32 letters; spaces and small letters are taken, too. */
bool totp_secret_read(struct text letters, unsigned char out[TOTP_SECRET_BYTES]);

/* "otpauth://totp/Earshot:ada?secret=...&issuer=Earshot"; name: an account's. */
void totp_uri(const unsigned char secret[TOTP_SECRET_BYTES], struct text name, struct buf *out);

#endif /* TOTP_H */
