/* role.c - see role.h. */

#include "role.h"

#define BIT(r) (1u << ROLE_##r)
#define READER (BIT(SOURCES) | BIT(READ))
#define EDITOR (READER | BIT(EDIT))

static const struct {
    const char *name;
    unsigned rights; /* besides ROLE_PUBLIC and ROLE_SELF, which need no role */
} roles[] = {
    { "viewer", READER },
    { "editor", EDITOR },
    { "approver", EDITOR | BIT(APPROVE) },
    { "lead", EDITOR | BIT(APPROVE) | BIT(LEAD) },
    { "operator", BIT(SOURCES) | BIT(OPERATE) },
    { "auditor", READER | BIT(AUDIT) },
    { "admin", EDITOR | BIT(APPROVE) | BIT(LEAD) | BIT(OPERATE) | BIT(AUDIT) | BIT(PEOPLE) },
};

const char *const role_names[] = { "viewer",   "editor",  "approver", "lead",
                                   "operator", "auditor", "admin",    NULL };

static unsigned
rights_of(struct text role)
{
    for (size_t i = 0; i < N_ELEMENTS(roles); i++)
        if (text_is(role, roles[i].name))
            return roles[i].rights;
    return 0; /* a role of a newer program: nothing */
}

bool
role_known(struct text role)
{
    return rights_of(role) != 0;
}

/* Rights that are of no department. */
static bool
is_global(enum role_right right)
{
    return right == ROLE_AUDIT || right == ROLE_PEOPLE;
}

bool
role_everywhere(const struct store_account *account, enum role_right right)
{
    if (right == ROLE_PUBLIC)
        return true;
    if (account == NULL || account->disabled)
        return false;
    if (right == ROLE_SELF)
        return true;
    for (size_t i = 0; i < account->n_roles; i++)
        if (account->roles[i].department_id == 0 &&
            (rights_of(account->roles[i].role) >> right & 1) != 0)
            return true;
    return false;
}

bool
role_may(const struct store_account *account, enum role_right right, int64_t department_id)
{
    if (role_everywhere(account, right))
        return true;
    if (account == NULL || account->disabled || is_global(right))
        return false;
    for (size_t i = 0; i < account->n_roles; i++) {
        const struct store_account_role *r = &account->roles[i];

        if ((department_id == ROLE_ANYWHERE || r->department_id == department_id) &&
            (rights_of(r->role) >> right & 1) != 0)
            return true;
    }
    return false;
}

enum role_answer
role_answer(const struct store_account *account, enum role_right right, int64_t department_id)
{
    static const enum role_right seen_with[ROLE_N_RIGHTS] = {
        [ROLE_PUBLIC] = ROLE_PUBLIC, [ROLE_SELF] = ROLE_SELF,       [ROLE_SOURCES] = ROLE_SOURCES,
        [ROLE_READ] = ROLE_READ,     [ROLE_EDIT] = ROLE_READ,       [ROLE_APPROVE] = ROLE_READ,
        [ROLE_LEAD] = ROLE_READ,     [ROLE_OPERATE] = ROLE_SOURCES, [ROLE_AUDIT] = ROLE_AUDIT,
        [ROLE_PEOPLE] = ROLE_PEOPLE,
    };

    if (role_may(account, right, department_id))
        return ROLE_OK;
    if (account == NULL || account->disabled)
        return ROLE_SIGN_IN;
    return role_may(account, seen_with[right], department_id) ? ROLE_REFUSED : ROLE_HIDDEN;
}
