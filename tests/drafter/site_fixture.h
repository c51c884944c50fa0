/*
 * site_fixture.h - a small site of an invented registrar, and its index.
 */
#ifndef SITE_FIXTURE_H
#define SITE_FIXTURE_H

#include "../../drafter/pages.h"

static const struct {
    const char *url, *title, *text;
} site_pages[] = {
    { "https://registrar.example.edu/fees", "Tuition and fees",
      "Tuition and fees\nTuition is billed twice a year. The fee for late payment is 40 dollars.\n"
      "\nPaying in parts\nYou may pay the bill in four parts. Ask the bursar before 15 August.\n" },
    { "https://registrar.example.edu/transcripts", "Transcripts",
      "Ordering a transcript\nYou can order an official transcript online. It costs 12 dollars and "
      "is sent within three days.\n\nSending it abroad\nTranscripts for other countries are sent "
      "by courier. This takes about a week.\n" },
    { "https://registrar.example.edu/calendar", "Academic calendar",
      "Academic calendar\nThe autumn term starts on 2 September. The spring term starts on 3 "
      "February.\n\nHolidays\nThe office is closed on public holidays.\n" },
    { "https://registrar.example.edu/visa", "Visas for international students",
      "Visas\nInternational students need a visa before they travel. The international office "
      "sends the form after admission.\n\nRenewing a visa\nA visa is renewed at the consulate. "
      "Book the appointment two months ahead because places are few.\n" },
    { "https://registrar.example.edu/housing", "Student housing",
      "Student housing\nRooms in the halls are given by lot in May.\n- Single rooms cost 500 "
      "dollars a month\n- Double rooms cost 350 dollars a month\n\nMoving out\nKeys are returned "
      "at the porter's lodge.\n" },
};
#define SITE_PAGES (sizeof(site_pages) / sizeof(site_pages[0]))

static inline struct pages *
site_make(void)
{
    struct pages *p = pages_new();

    for (size_t i = 0; i < SITE_PAGES; i++)
        (void)pages_add(p, &(struct pages_input){ .url = text_of(site_pages[i].url),
                                                  .title = text_of(site_pages[i].title),
                                                  .text = text_of(site_pages[i].text) });
    return p;
}

#endif /* SITE_FIXTURE_H */
