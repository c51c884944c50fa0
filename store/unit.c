/* unit.c - see unit.h.  Options are those of systemd.exec(5) and systemd.resource-control(5). */
#include "unit.h"

#include <string.h>

/*
 * What both services share.  AF_UNIX: names are resolved, and readiness told, over it.
 * ProtectProc and PrivateUsers hide what is none of ours; the sets of calls leave out what needs
 * privileges and what tunes the machine.
 */
static const char hardening[] =
    "NoNewPrivileges=yes\nProtectSystem=strict\nProtectHome=%s\nPrivateTmp=yes\n"
    "PrivateDevices=yes\nPrivateUsers=yes\nProtectProc=invisible\nProcSubset=pid\n"
    "ProtectClock=yes\nProtectHostname=yes\nProtectKernelLogs=yes\nProtectKernelModules=yes\n"
    "ProtectKernelTunables=yes\nProtectControlGroups=yes\nRestrictNamespaces=yes\n"
    "RestrictRealtime=yes\nRestrictSUIDSGID=yes\nLockPersonality=yes\n"
    "MemoryDenyWriteExecute=yes\nRemoveIPC=yes\nKeyringMode=private\nUMask=0077\n"
    "DevicePolicy=closed\nCapabilityBoundingSet=\nAmbientCapabilities=\n"
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\nSystemCallArchitectures=native\n"
    "SystemCallFilter=@system-service\nSystemCallFilter=~@privileged @resources\n"
    "SystemCallErrorNumber=EPERM\n";

bool
unit_path_ok(struct text path)
{
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] <= ' ' || strchr("\"'%\\$#;", path.p[i]) != NULL)
            return false;
    return path.n > 0 && path.p[0] == '/';
}

const char *
unit_name(enum unit_file f)
{
    static const char *const names[] = {
        [UNIT_RUN] = "earshot-run.service",
        [UNIT_TIMER] = "earshot-run.timer",
        [UNIT_SERVE] = "earshot-serve.service",
    };

    return names[f];
}

bool
unit_is_hidden(const char *path)
{
    return strncmp(path, "/tmp/", strlen("/tmp/")) == 0 ||
           strncmp(path, "/var/tmp/", strlen("/var/tmp/")) == 0;
}

void
unit_write_steps(const struct unit_config *c, struct buf *out)
{
    buf_addf(out,
             "# Once, as root:\n"
             "#   useradd --system --user-group --home-dir %s --shell /usr/sbin/nologin earshot\n"
             "#   chown -R earshot:earshot %s\n"
             "#   %s -C %s schedule --systemd -o /etc/systemd/system\n"
             "#   systemctl daemon-reload\n"
             "#   systemctl enable --now %s %s\n",
             c->dir, c->dir, c->program, c->dir, unit_name(UNIT_TIMER), unit_name(UNIT_SERVE));
}

static bool
at_home(const char *path)
{
    return strncmp(path, "/home/", strlen("/home/")) == 0 ||
           strncmp(path, "/root/", strlen("/root/")) == 0;
}

static void
write_service(const struct unit_config *c, const char *type, const char *command, struct buf *out)
{
    buf_addf(out, "[Service]\nType=%s\nUser=earshot\nWorkingDirectory=%s\n", type, c->dir);
    buf_addf(out, "ExecStart=%s -C %s %s\n", c->program, c->dir, command);
    buf_addf(out, "ReadWritePaths=%s\n", c->dir);
    buf_addf(out, hardening, at_home(c->dir) || at_home(c->program) ? "read-only" : "yes");
}

void
unit_write(const struct unit_config *c, enum unit_file f, struct buf *out)
{
    if (f == UNIT_TIMER) {
        buf_add_str(out, "[Unit]\nDescription=What earshot has to do is looked for every five "
                         "minutes\n\n[Timer]\nOnCalendar=*:0/5\nPersistent=yes\n"
                         "RandomizedDelaySec=30\n\n[Install]\nWantedBy=timers.target\n");
        return;
    }
    buf_addf(out,
             "[Unit]\nDescription=Earshot: %s\nAfter=network-online.target\n"
             "Wants=network-online.target\n\n",
             f == UNIT_RUN ? "what is due" : "the editors' web application");
    if (f == UNIT_RUN) {
        write_service(c, "oneshot", "run --due", out);
        /* 3: a source was left in part, which the next run takes up; 75: another run works */
        buf_add_str(out, "SuccessExitStatus=3 75\nNice=10\nIOSchedulingClass=idle\n"
                         "MemoryMax=2G\n");
        return;
    }
    write_service(c, "notify", "serve", out);
    buf_add_str(out, "ExecReload=/bin/kill -HUP $MAINPID\nRestart=on-failure\nRestartSec=5\n"
                     "WatchdogSec=60\nMemoryMax=2G\n\n[Install]\nWantedBy=multi-user.target\n");
}

void
unit_write_cron(const struct unit_config *c, struct buf *out)
{
    buf_addf(out,
             "# Earshot: what is due, looked for every five minutes; a run that is still at work\n"
             "# makes the next one end with exit code 75.\n"
             "*/5 * * * * %s -C %s run --due -q\n",
             c->program, c->dir);
}
