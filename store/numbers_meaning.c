/* numbers_meaning.c - what every figure means; see store_numbers.h. */

#include "numbers.h"

/* The words of the pages, the reports and the manual. */
static const struct store_numbers_meaning meanings[] = {
    [STORE_NUMBERS_FOUND] = { "found", "Found",
                              "Posts found in this time that concern us, also those that ask "
                              "nothing; what is only listened to, or needs nothing, has none of "
                              "the three tones.",
                              false },
    [STORE_NUMBERS_GROUPS] = { "groups", "Different questions",
                               "Groups of alike questions that these posts belong to; posts that "
                               "ask nothing belong to none.",
                               false },
    [STORE_NUMBERS_POSITIVE] = { "positive", "Positive",
                                 "Posts found whose group had a positive tone.", false },
    [STORE_NUMBERS_NEUTRAL] = { "neutral", "Neutral", "Posts found whose group had a neutral tone.",
                                false },
    [STORE_NUMBERS_NEGATIVE] = { "negative", "Negative",
                                 "Posts found whose group had a negative tone.", false },
    [STORE_NUMBERS_ANSWERED] = { "answered", "Answered",
                                 "Groups with an answer that was approved in this time.", false },
    [STORE_NUMBERS_POSTED] = { "posted", "Posted",
                               "Groups with an answer that was posted in this time.", false },
    [STORE_NUMBERS_THERE] = { "there", "Still there",
                              "Of those posted, the ones neither withdrawn nor missing at the end.",
                              false },
    [STORE_NUMBERS_WITHDRAWN] = { "withdrawn", "Withdrawn",
                                  "Groups with an answer that was withdrawn in this time.", false },
    [STORE_NUMBERS_OPEN] = { "open", "To decide",
                             "Groups that an editor could decide at the end of this time: drafts "
                             "that waited, and alarms; the queue has them under To do.",
                             false },
    [STORE_NUMBERS_GAPS] = { "gaps", "No page",
                             "Groups that no page of ours answered at the end of this time.",
                             false },
    [STORE_NUMBERS_PARKED] = { "parked", "Parked",
                               "Groups parked or handed over at the end of this time.", false },
    [STORE_NUMBERS_TO_APPROVED] = { "to-approved", "Asked to approved",
                                    "Median hours from the first post of a group to its first "
                                    "approval in this time.",
                                    true },
    [STORE_NUMBERS_TO_POSTED] = { "to-posted", "Approved to posted",
                                  "Median hours from an approval to its posting in this time.",
                                  true },
    [STORE_NUMBERS_UNCHANGED] = { "unchanged", "Approved unchanged",
                                  "Drafts approved in this time as they were made.", false },
    [STORE_NUMBERS_EDITED] = { "edited", "Approved after editing",
                               "Drafts approved in this time that an editor had changed.", false },
    [STORE_NUMBERS_REJECTED] = { "rejected", "Rejected", "Drafts rejected in this time.", false },
    [STORE_NUMBERS_TOPICS] = { "topics", "Topics with no page",
                               "Of the different questions found, those that no page of ours "
                               "answered at the end of this time, without alarms and what is to be "
                               "left alone.",
                               false },
};

bool
store_numbers_measured(const struct store_numbers *n, enum store_numbers_figure f)
{
    static const enum store_numbers_figure judged[] = {
        STORE_NUMBERS_POSITIVE, STORE_NUMBERS_NEUTRAL, STORE_NUMBERS_NEGATIVE,
        STORE_NUMBERS_GAPS,     STORE_NUMBERS_TOPICS,
    };

    for (size_t i = 0; i < N_ELEMENTS(judged); i++)
        if (f == judged[i])
            return !n->listens || n->count[f] > 0;
    return true;
}

static const char *const parts[] = {
    [STORE_NUMBERS_WHOLE] = "whole", [STORE_NUMBERS_PERIOD] = "period",
    [STORE_NUMBERS_HOUR] = "hour",   [STORE_NUMBERS_SOURCE] = "source",
    [STORE_NUMBERS_SITE] = "site",   [STORE_NUMBERS_PAGE] = "page",
    [STORE_NUMBERS_KIND] = "kind",   [STORE_NUMBERS_TOPIC] = "topic",
};

const struct store_numbers_meaning *
store_numbers_meaning(enum store_numbers_figure f)
{
    return &meanings[f];
}

int
store_numbers_figure_of(struct text name)
{
    for (size_t i = 0; i < N_ELEMENTS(meanings); i++)
        if (text_is(name, meanings[i].name))
            return (int)i;
    return -1;
}

const char *
store_numbers_part_name(enum store_numbers_part p)
{
    return parts[p];
}

int
store_numbers_part_of(struct text name)
{
    for (size_t i = 0; i < N_ELEMENTS(parts); i++)
        if (text_is(name, parts[i]))
            return (int)i;
    return -1;
}

const char *
store_numbers_kind(int64_t key)
{
    static const char *const names[] = {
        "Answer",
        "Answer, a model's words",
        "Answer, used again",
        "Answer, by hand",
        "Thanks",
        "Thanks, a model's words",
        "Thanks, used again",
        "Thanks, by hand",
        "Contact line",
        "Contact line, a model's words",
        "Contact line, used again",
        "Contact line, by hand",
    };

    return key >= 0 && key < (int64_t)N_ELEMENTS(names) ? names[key] : "Other";
}
