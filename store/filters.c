#include "filters.h"

#include <stddef.h>

/* One line each here and in the list below. */

extern const struct filter extract_filter;
extern const struct filter draft_filter;
extern const struct filter fetchplan_filter;
extern const struct filter isquestion_filter;
extern const struct filter match_filter;
extern const struct filter search_filter;
extern const struct filter group_filter;
extern const struct filter pair_filter;
extern const struct filter robots_filter;
extern const struct filter stem_filter;
extern const struct filter tone_filter;
extern const struct filter sitemap_filter;
extern const struct filter url_filter;
extern const struct filter warc_filter;

/* clang-format off */
const struct filter *const filters_all[] = {
    &extract_filter, &draft_filter,   &fetchplan_filter, &isquestion_filter, &match_filter,
    &search_filter,  &group_filter,   &pair_filter,      &robots_filter,     &stem_filter,
    &tone_filter,    &sitemap_filter, &url_filter,       &warc_filter,       NULL,
};
/* clang-format on */
