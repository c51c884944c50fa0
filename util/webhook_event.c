#include "webhook_event.h"

static const char *const names[] = {
    [WEBHOOK_EVENT_DRAFT] = "draft", [WEBHOOK_EVENT_GAP] = "gap",
    [WEBHOOK_EVENT_STALE] = "stale", [WEBHOOK_EVENT_DECISION] = "decision",
    [WEBHOOK_EVENT_ALARM] = "alarm",
};

const char *
webhook_event_name(enum webhook_event e)
{
    return names[e];
}

int
webhook_event_of(struct text name)
{
    for (int i = 0; i < WEBHOOK_EVENTS; i++)
        if (text_is(name, names[i]))
            return i;
    return -1;
}

bool
webhook_event_in(const char *events, enum webhook_event e)
{
    struct text rest = text_of(events), name;

    while (text_cut(&rest, ",", &name))
        if (text_is(text_trim(name), names[e]))
            return true;
    return false;
}
