#include "seeds.h"

#include <stdlib.h>
#include <string.h>

static int
by_path(const void *key, const void *row)
{
    return strcmp(key, ((const struct seed *)row)->path);
}

const struct seed *
seeds_find(const char *path)
{
    return bsearch(path, seeds_all, seeds_n, sizeof(seeds_all[0]), by_path);
}
