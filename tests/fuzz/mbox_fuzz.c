/* Mails end, what is read of them is UTF-8 within its caps, and what is cut is no longer than it
 * was. */
#include <assert.h>
#include <stdlib.h>

#include "../../crawler/mbox.h"
#include "../../crawler/message.h"
#include "../../crawler/quoted.h"
#include "utf8.h"

#define MAX_MAILS 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_one(struct text raw, struct arena *a)
{
    struct message m;
    struct quoted_in in;
    struct text t;

    message_read(raw, a, &m);
    assert(m.kind < MESSAGE_KINDS);
    assert(utf8_valid(m.subject) && utf8_valid(m.body));
    in = (struct quoted_in){ .body = m.body, .name = m.name, .out = m.quotes_out };
    t = quoted_cut(&in, a);
    assert(t.n <= m.body.n && utf8_valid(t));
    t = quoted_subject(m.subject);
    assert(t.n <= m.subject.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct mbox *box = calloc(1, sizeof(*box));
    FILE *in = fmemopen((void *)(uintptr_t)data, size > 0 ? size : 1, "rb");
    struct buf raw;

    assert(box != NULL && in != NULL);
    message_setup();
    buf_init(&raw, MBOX_MAIL_BYTES);
    mbox_init(box, in);
    while (size > 0 && box->number < MAX_MAILS && mbox_next(box, &raw)) {
        int64_t at_s;

        arena_clear(a);
        (void)mbox_date(box->from, 0, &at_s); /* any answer is right */
        read_one(buf_text(&raw), a);
    }
    buf_release(&raw);
    fclose(in);
    free(box);
    arena_free(a);
    return 0;
}
