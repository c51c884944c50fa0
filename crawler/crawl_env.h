/* crawl_env.h - from a workspace's settings to what a crawl or a probe needs. */
#ifndef CRAWL_ENV_H
#define CRAWL_ENV_H

#include "cmd.h"
#include "crawl.h"

/*
 * Fill *ret from the workspace, platform profiles and the key for askers
 * included (not in a dry run, which would make it).  The caller adds what its
 * options say, and gives it back to crawl_env_release() in any case.
 */
enum status crawl_env_config(const struct cmd_env *env, struct crawl_config *ret, struct err *err);
void crawl_env_release(struct crawl_config *cfg);

/*
 * The fetcher for c, opened with cfg.  ST_CONFIG: a public host would be asked
 * and there is no contact in the settings.
 */
enum status crawl_env_fetcher(const struct cmd_env *env, const struct crawl_config *cfg,
                              struct crawl *c, struct fetcher *ret, struct err *err);

#endif /* CRAWL_ENV_H */
