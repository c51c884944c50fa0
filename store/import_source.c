/* import_source.c - see import_source.h. */

#include "import_source.h"

#include "store_intake.h"
#include "url.h"

#define MAX_SITES 16 /* of a department that are looked at */

/* The host in lower case, as the URL Standard has it. */
static struct text
host_of(struct text address, struct arena *a)
{
    struct text href;
    struct url u;

    if (url_resolve(address, TEXT_NONE, a, &href, NULL) != ST_OK || !url_split(href, &u))
        return TEXT_NONE;
    if (text_ends(u.host, TEXT_LIT("."))) /* a name from the root */
        u.host.n--;
    return text_starts(u.host, TEXT_LIT("www.")) ? text_from(u.host, sizeof("www.") - 1) : u.host;
}

static bool
is_own(struct text domain, struct text sites, struct arena *a)
{
    struct text one;

    for (int i = 0; i < MAX_SITES && text_cut(&sites, " \n", &one); i++)
        if (text_trim(one).n > 0 && text_eq(url_registrable(host_of(text_trim(one), a)), domain))
            return true;
    return false;
}

/* What tells it from others: "academia.stackexchange", of the department's own domain "forum". */
static struct text
telling(struct text host, struct text sites, struct arena *a)
{
    struct text domain = url_registrable(host);
    size_t above = host.n - domain.n, name = text_find_char(domain, '.');

    if (name == TEXT_NPOS || (domain.n > 0 && text_after(domain, '.').n == 0) || host.p[0] == '[')
        return host;
    if (domain.p[domain.n - 1] >= '0' && domain.p[domain.n - 1] <= '9')
        return host; /* an address in numbers has no suffix */
    if (above > 0 && is_own(domain, sites, a))
        return text_sub(host, 0, above - 1);
    return text_sub(host, 0, above + name);
}

static const char *
as_key(struct text t, struct arena *a)
{
    char z[IMPORT_SOURCE_KEY_BYTES];
    size_t n = 0;

    for (size_t i = 0; i < t.n && n < sizeof(z); i++) {
        char c = t.p[i];

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            z[n++] = c;
        else if (n > 0 && z[n - 1] != '-')
            z[n++] = '-';
    }
    while (n > 0 && z[n - 1] == '-')
        n--;
    return arena_str(a, (struct text){ z, n });
}

/* Own sites are called site and site-N; what people were asked comes from intake. */
static bool
is_kept(const char *key)
{
    struct text t = text_of(key);

    return text_is(t, "site") || text_starts(t, TEXT_LIT("site-")) ||
           text_is(t, STORE_INTAKE_SOURCE);
}

const char *
import_source_key(struct text address, struct text sites, struct arena *a)
{
    struct text host = host_of(address, a);
    const char *key = as_key(host.n > 0 ? telling(host, sites, a) : host, a);

    if (is_kept(key))
        key = arena_printf(a, "from-%s", key);
    return key[0] != '\0' ? key : "source";
}
