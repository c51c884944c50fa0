/* flash.c - see flash.h. */

#include "flash.h"

static const struct {
    const char *verb, *says;
    bool undo; /* it can be taken back with u */
} acts[] = {
    { "approve", "Approved.", true },
    { "edit", "Saved.", true },
    { "reject", "Rejected.", true },
    { "park", "Parked.", true },
    { "hand-over", "Handed over.", true },
    { "needs-page", "Filed: this needs a page.", true },
    { "post", "Noted as posted.", true },
    { "withdraw", "Withdrawn.", true },
    { "reopen", "Reopened.", true },
    { "pick", "Drafted from the other page.", true },
    { "tone", "Drafted for the other tone.", true },
    { "reuse", "Took the earlier answer.", true },
    { "write", "Took your answer.", true },
    { "redraft", "Drafted again.", true },
    { "undo", "Undone.", false },
    { "note", "Noted.", false },
    { "drop", "Dropped what was typed.", false },
    { "merge", "Merged.", false },
    { "split", "Split off.", false },
    { "head", "It speaks for the group now.", false },
    { "audience", "Noted who asks.", false },
    { "waits", "Noted; the next run drafts it.", true },
};

const char *
flash_of(struct arena *a, struct text verb, int64_t left)
{
    for (size_t i = 0; i < N_ELEMENTS(acts); i++)
        if (text_is(verb, acts[i].verb))
            return left >= 0
                       ? arena_printf(a, "%s %lld left.%s", acts[i].says, (long long)left,
                                      acts[i].undo ? " Undo with u." : "")
                       : arena_printf(a, "%s%s", acts[i].says, acts[i].undo ? " Undo with u." : "");
    return "";
}

struct text
flash_text(const struct request *r, int64_t left)
{
    return text_of(flash_of(r->arena, form_get(&r->query, "did"), left));
}
