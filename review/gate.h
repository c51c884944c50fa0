/*
 * gate.h - who asks, and may they: what every request but the public ones goes through.
 *
 * Cookie: "earshot", or behind TLS "__Host-earshot" with Secure; always HttpOnly, SameSite=Lax,
 * Path=/.  Its value is the session's token (store_session.h).
 *
 * A POST is refused when it comes from another site: Sec-Fetch-Site says so, or where a browser
 * does not send that, Origin names another host.  An Origin of "null" proves nothing (our own
 * forms send it, see DESIGN.md), so that each form carries the session's token besides.
 *
 * A session that ended in the middle of an edit costs no text: the answer, 401, is the
 * sign-in form with the typed text below it, and the text of a card is kept on the desk
 * (store_desk.h) of whom the session belonged to.
 */
#ifndef GATE_H
#define GATE_H

#include "request.h"

bool gate_check(struct request *r, struct response *res); /* a serve_gate_fn */

/* Fill account, session, actor, csrf and settings from the cookie; false: nobody is signed in.
 * For public pages that want to know. */
bool gate_identify(struct request *r);

/* Hand the token out, or with "" take it back. */
void gate_set_cookie(const struct request *r, struct response *res, struct text token);

/* Does the request come from a page of ours, as far as its headers tell? */
bool gate_same_origin(const struct request *r);

/* For handlers that know the department by now: true, or 403 or 404 has been answered. */
bool gate_allows(struct request *r, struct response *res, unsigned right, int64_t department_id);

#endif /* GATE_H */
