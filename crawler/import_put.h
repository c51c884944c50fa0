/*
 * import_put.h - questions that people were asked go into the store as posts of the department's
 * own source; import_questions.c and import_mail.c read the files.
 *
 * Masked as posts of pages are; of the asker a pseudonym is kept.
 */
#ifndef IMPORT_PUT_H
#define IMPORT_PUT_H

#include "cmd.h"
#include "import.h"
#include "pseudonym.h"

struct import_asked {
    struct text question, details;
    struct text place; /* phone, desk or mail */
    struct text asker; /* "": not told; never stored */
    struct text id;    /* "": its words and date identify it */
    struct text language;
    struct text words; /* the keyword by which a mention is kept; "": it asks */
    struct text date;  /* as written: part of what identifies it */
    int64_t at_s;      /* STORE_NO_NUMBER: not told */
    double p;          /* that it asks something */
};

struct import_put {
    struct cmd_env *env;
    const char *department;
    struct pseudonym_key key;
    int64_t department_id, source_id, now_s, n_new;
};

/* The source is made, the key read; a dry run needs neither.  ST_USAGE: no --dept. */
enum status import_put_open(struct cmd_env *env, struct import_put *ret,
                            const struct department_config **d, struct err *err);

/* All of them in one transaction, as STORE_CRAWLER. */
enum status import_put_all(struct import_put *m, const struct import_asked *v, size_t n,
                           struct err *err);

/* import_mail.c: does the file hold mails, by how it begins?  import_mail() reads it then. */
bool import_mail_is(struct text head);
enum status import_mail(struct import_put *m, const struct department_config *d, const char *path,
                        struct err *err);

#endif /* IMPORT_PUT_H */
