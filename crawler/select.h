/*
 * select.h - find nodes of a page by selectors in the manner of CSS.
 *
 *   list     = path *( "," path )                 union, in document order
 *   path     = compound *( ( " " | ">" | "+" | "~" ) compound ) [ "@" attribute ]
 *   compound = [ name | "*" ] *( "#id" | ".class" | "[a]" | "[a=v]" | "[a^=v]" | "[a$=v]" |
 *              "[a*=v]" | "[a~=v]" | ":not(compound)" | ":has(compound)" | ":text(words)" |
 *              ":first" | ":last" )
 *
 * Values may stand in quotes.  "@attribute" takes that attribute's value in
 * place of the text.  :text() holds when the node's folded text has the words,
 * ASCII case ignored.  :first and :last choose among the nodes of one search;
 * they are looked at only in the last compound.  A search in a scope includes
 * the scope node itself; its ancestors are seen by the left parts of a path.
 *
 * Our own matcher in place of XPath: over the flat table it costs a tenth of
 * libxml2's, never recurses, and is safe to share between threads (an
 * xmlXPathContext is not).  A 64-bit sum of names, ids and classes throws out
 * most nodes, and a page's whole sum most selectors, with one comparison.
 */
#ifndef SELECT_H
#define SELECT_H

#include "html.h"
#include "status.h"

#define SELECT_NONE      UINT32_MAX
#define SELECT_MAX_PARTS 12 /* compounds in a path, tests in a compound: profiles are short */
#define SELECT_MAX_PATHS 64 /* in a list */

struct select;

/* The result lives in the arena.  ST_INVALID: not of the grammar above. */
enum status select_parse(struct text t, struct arena *a, struct select **ret, struct err *err);

/* The first node of scope's subtree, in document order; SELECT_NONE. */
uint32_t select_first(const struct select *s, const struct html *h, uint32_t scope);

/* All of them, at most max; the array lives in the arena. */
size_t select_all(const struct select *s, const struct html *h, uint32_t scope, size_t max,
                  struct arena *a, uint32_t **ret);

/*
 * What a found node says: its attribute if its path asks one, else content=,
 * for a meta, or its folded text.
 */
struct text select_value(const struct select *s, const struct html *h, uint32_t node,
                         struct arena *a);

#endif /* SELECT_H */
