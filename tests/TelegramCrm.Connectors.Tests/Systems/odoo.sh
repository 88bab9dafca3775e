#!/usr/bin/env bash
# An Odoo Community 19 of one's own, with projects and timesheets: JSON-2 on loopback, in a Debian of its own that nothing else sees; for Debian 12.
# Not part of the build: it takes 1.8 GB and minutes. The tests of the connector run against a double, and against this one when asked to:
#
#   odoo.sh install                 mmdebstrap and the Debian with Odoo in it, as root
#   odoo.sh installed               exit 0 when nothing is missing
#   odoo.sh start PORT FOLDER       a new Odoo in FOLDER; prints KEY=value lines once it answers
#   odoo.sh stop PORT FOLDER        ends it
#   odoo.sh test                    from the repository's root: the tests of the connector, on this Odoo
#
# ODOO_ROOT: where the Debian lies, /var/tmp/tgcrm-odoo19. PG_PORT, PG_USER, PG_PASSWORD, PG_DATABASE: an empty database of a PostgreSQL on 127.0.0.1.
# KEEP=1 starts again on what lies in FOLDER. PURGE=1 deletes FOLDER after the stop. There are the employees ann and bob, a project
# "Support", and two users with API keys: sync (project manager, approves timesheets) and reader (nothing but an employee's rights).
set -euo pipefail

ROOT=${ODOO_ROOT:-/var/tmp/tgcrm-odoo19}
say() { printf '%s\n' "$*" >&2; }
die() { say "odoo.sh: $*"; exit 1; }

install() {
    [ ! -x "$ROOT/usr/bin/odoo" ] || return 0
    export DEBIAN_FRONTEND=noninteractive
    command -v mmdebstrap >/dev/null || { apt-get -qq update >&2; apt-get -qq -y --no-install-recommends install mmdebstrap >&2; }
    local mirror work
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' | head -n 1)
    work=$(mktemp -d)
    # Odoo is in sid alone, and sid's Python breaks it: a trixie, with that one package from sid. Its index may be past its date; signatures are checked all the same.
    printf 'Package: *\nPin: release n=sid\nPin-Priority: 50\n' >"$work/sid"
    mmdebstrap -q --variant=minbase --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
        --setup-hook="mkdir -p \"\$1/etc/apt/preferences.d\"; cp '$work/sid' \"\$1/etc/apt/preferences.d/sid\"" \
        --include=odoo-19,ca-certificates trixie "$ROOT" "deb $mirror trixie main" "deb $mirror sid main" >&2
    rm -r "$work"
}

case ${1:-} in
    install) install; exit ;;
    installed) [ -x "$ROOT/usr/bin/odoo" ] && [ "$(id -u)" = 0 ]; exit ;;
    test) TGCRM_ODOO=real exec dotnet test tests/TelegramCrm.Connectors.Tests -c Release --filter "FullyQualifiedName~Odoo" ;;
esac
[ $# = 3 ] || { sed -n '2,/^set -/{/^#/p;}' "$0" >&2; exit 2; }

PORT=$2 FOLDER=$3
MARK=$FOLDER/.odoo-for-tests

# In a mount namespace of its own, so that nothing stays mounted when it ends; FOLDER is /srv/odoo there.
inside() {
    unshare --mount sh -c '
        root=$1 folder=$2; shift 2
        mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mkdir -p "$root/srv/odoo" && mount --bind "$folder" "$root/srv/odoo" &&
        exec chroot --userspec=odoo:odoo "$root" env -i HOME=/srv/odoo PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"' sh "$ROOT" "$FOLDER" "$@"
}

# The pid counts only while that process is our server: pids are used again.
server_pid() {
    local pid
    pid=$(cat "$FOLDER/pid" 2>/dev/null) && [ -n "$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "--http-port=$PORT" && echo "$pid"
}

wipe() { # nothing but what an earlier start made
    [ -e "$FOLDER" ] || return 0
    [ -f "$MARK" ] || [ -z "$(ls -A "$FOLDER")" ] || die "$FOLDER is not an Odoo of this script"
    rm -rf --one-file-system -- "$FOLDER"
}

make() {
    wipe
    mkdir -p "$FOLDER/data"
    chmod 700 "$FOLDER"
    : >"$MARK"
    printf '%s\n' '[options]' db_host=127.0.0.1 "db_port=$PG_PORT" "db_user=$PG_USER" "db_password=$PG_PASSWORD" "db_name=$PG_DATABASE" list_db=False \
        data_dir=/srv/odoo/data max_cron_threads=0 workers=0 >"$FOLDER/odoo.conf"
    cat >"$FOLDER/seed.py" <<'PY'
from datetime import datetime, timedelta
company = env.company
users = {}
for login, groups in (('sync', ['project.group_project_manager', 'hr_timesheet.group_timesheet_manager', 'base.group_partner_manager']), ('reader', [])):
    users[login] = env['res.users'].create({'name': login, 'login': login, 'group_ids': [(4, env.ref(g).id) for g in ['base.group_user', *groups]]})
employees = [env['hr.employee'].create({'name': name, 'company_id': company.id}) for name in ('ann', 'bob')]
project = env['project.project'].create({'name': 'Support', 'allow_timesheets': True, 'company_id': company.id})
until = datetime.now() + timedelta(days=1)
facts = {'DATABASE': env.cr.dbname, 'EMPLOYEE_IDS': ','.join(str(e.id) for e in employees), 'PROJECT_ID': project.id}
for login, user in users.items():
    facts[f'{login.upper()}_KEY'] = env['res.users.apikeys'].with_user(user)._generate('rpc', login, until)
facts['ADMIN_KEY'] = env['res.users.apikeys'].with_user(env.ref('base.user_admin'))._generate('rpc', 'admin', until)
env.cr.commit()
with open('/srv/odoo/facts', 'w') as file:
    file.writelines(f'{name}={value}\n' for name, value in facts.items())
PY
    chown -R "$(stat -c %u:%g "$ROOT/var/lib/odoo" 2>/dev/null || chroot "$ROOT" sh -c 'echo "$(id -u odoo):$(id -g odoo)"')" "$FOLDER"
    inside odoo -c /srv/odoo/odoo.conf -i base,project,hr_timesheet --stop-after-init >"$FOLDER/setup.log" 2>&1 </dev/null || { tail -n 20 "$FOLDER/setup.log" >&2; die "the database could not be made"; }
    inside odoo shell -c /srv/odoo/odoo.conf --no-http <"$FOLDER/seed.py" >>"$FOLDER/setup.log" 2>&1 && [ -f "$FOLDER/facts" ] || { tail -n 20 "$FOLDER/setup.log" >&2; die "the users could not be made"; }
    echo "BASE_URL=http://127.0.0.1:$PORT" >>"$FOLDER/facts"
}

start() {
    if [ -z "$(server_pid)" ]; then
        [ -x "$ROOT/usr/bin/odoo" ] || die "Odoo is not installed; as root: $0 install"
        [ -n "${KEEP:-}" ] && [ -f "$FOLDER/facts" ] || make
        inside odoo -c /srv/odoo/odoo.conf --http-interface=127.0.0.1 "--http-port=$PORT" --pidfile=/srv/odoo/pid >>"$FOLDER/server.log" 2>&1 </dev/null &
        local attempt
        for attempt in $(seq 300); do
            curl -fsS --noproxy '*' -o /dev/null "http://127.0.0.1:$PORT/web/health" 2>/dev/null && break
            [ "$attempt" -lt 300 ] || { tail -n 20 "$FOLDER/server.log" >&2; stop; die "the server does not answer"; }
            sleep 0.2
        done
    fi
    cat "$FOLDER/facts"
}

stop() {
    local pid attempt
    pid=$(server_pid) || true
    if [ -n "$pid" ]; then
        kill "$pid"
        for attempt in $(seq 50); do [ -n "$(server_pid)" ] || break; sleep 0.1; done
        [ -z "$(server_pid)" ] || kill -9 "$pid"
    fi
    rm -f "$FOLDER/pid"
    [ -z "${PURGE:-}" ] || wipe
}

case $1 in
    start | stop) "$1" ;;
    *) sed -n '2,/^set -/{/^#/p;}' "$0" >&2; exit 2 ;;
esac
