#include <curl/curlver.h>
#include <jansson.h>
#include <libxml/xmlversion.h>
#include <sqlite3.h>
#include <string.h>

#include "commands.h"
#include "schema.h"

static enum status
run(struct cmd_env *env, struct err *err)
{
    (void)err;
    if (env->common->json || env->common->jsonl) {
        json_t *o =
            json_pack("{s:s, s:i, s:{s:s, s:s, s:s, s:s}}", "earshot", EARSHOT_VERSION, "schema",
                      schema_version, "libraries", "libcurl", LIBCURL_VERSION, "libxml2",
                      LIBXML_DOTTED_VERSION, "sqlite", SQLITE_VERSION, "jansson", JANSSON_VERSION);

        json_dumpf(o, env->out, JSON_COMPACT);
        fputc('\n', env->out);
        json_decref(o);
    } else {
        fprintf(env->out, "earshot %s\n", EARSHOT_VERSION);
        if (env->common->verbose)
            fprintf(env->out, "schema %d, libcurl %s, libxml2 %s, sqlite %s, jansson %s\n",
                    schema_version, LIBCURL_VERSION, LIBXML_DOTTED_VERSION, SQLITE_VERSION,
                    JANSSON_VERSION);
    }
    return ST_OK;
}

const struct cmd version_cmd = {
    .name = "version",
    .summary = "the program's version (-v: and the libraries')",
    .examples = "  earshot version --json\n",
    .run = run,
};
