/* collection_check.c - see collection_check.h. */

#include "collection_check.h"

#include "collection.h"

enum status
collection_check(const char *dir, struct err *err)
{
    enum status ret = ST_NOTFOUND;

    for (enum collection_name name = 0; name < COLLECTION_COUNT; name++) {
        struct corpus *c = NULL;
        struct err why = { "" };
        enum status st = collection_open(dir, name, CORPUS_READ, &c, &why);

        if (st == ST_OK)
            st = corpus_check(c, &why);
        corpus_close(c);
        if (st == ST_NOTFOUND)
            continue; /* made by the next index; the others may be damaged */
        ret = st;
        if (st != ST_OK)
            return err_set(err, st, "%.400s: earshot index --rebuild makes it again", why.msg);
    }
    return ret;
}
