/* What reads as a timetable has a next slot, which is due at its moment and not before. */
#include <assert.h>

#include "timetable.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct err err = { "" };
    struct timetable t;

    if (timetable_parse((struct text){ (const char *)data, size }, a, &t, &err) == ST_OK) {
        struct timetable_slot s = timetable_next(&t, TEXT_LIT("physics"), INT64_C(1795310054));

        assert(s.at_s > INT64_C(1795310054));
        assert(timetable_last(&t, TEXT_LIT("physics"), s.at_s).day == s.day);
        assert(timetable_last(&t, TEXT_LIT("physics"), s.at_s - 1).day < s.day);
    } else {
        assert(err.msg[0] != '\0');
    }
    arena_free(a);
    return 0;
}
