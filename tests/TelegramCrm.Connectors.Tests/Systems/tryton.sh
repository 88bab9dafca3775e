#!/usr/bin/env bash
# A Tryton 6.0 of one's own: JSON-RPC on loopback, SQLite, one folder; for Debian 12.
#
#   tryton.sh install                 the packages, as root; starts no service
#   tryton.sh installed               exit 0 when nothing is missing
#   tryton.sh start PORT FOLDER       a new ERP in FOLDER; prints KEY=value lines once it is set up
#   tryton.sh stop PORT FOLDER        ends it
#
# KEEP=1 starts again on what lies in FOLDER. PURGE=1 deletes FOLDER after the stop. TRYTOND_SECTION__KEY sets an option of the
# server, as TRYTOND_SESSION__MAX_AGE=5. There are one company in euros, two employees, and the logins admin, sync (administers timesheets and
# projects, employee 1) and limited (in no group, employee 2).
set -euo pipefail

packages=(tryton-server tryton-modules-party tryton-modules-company tryton-modules-timesheet tryton-modules-project)

say() { printf '%s\n' "$*" >&2; }
die() { say "tryton.sh: $*"; exit 1; }
missing() { for p in "${packages[@]}"; do [ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || echo "$p"; done; }

install() {
    local wanted policy=/usr/sbin/policy-rc.d
    mapfile -t wanted < <(missing)
    [ ${#wanted[@]} -gt 0 ] || return 0
    if [ ! -e $policy ]; then # no package may start a service while this runs
        printf '#!/bin/sh\nexit 101\n' >$policy
        chmod 755 $policy
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    export DEBIAN_FRONTEND=noninteractive
    for attempt in 1 2 3 4 5 6; do
        apt-get -qq update >&2 && break
        [ "$attempt" -lt 6 ] || die "the package lists could not be fetched"
        sleep 10
    done
    apt-get -qq -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "${wanted[@]}" >&2
}

[ "${1:-}" = install ] && { install; exit; }
[ "${1:-}" = installed ] && { [ -z "$(missing)" ]; exit; }
[ $# = 3 ] || { sed -n '2,/^set -/{/^#/p;}' "$0" >&2; exit 2; }

PORT=$2 FOLDER=$3
MARK=$FOLDER/.tryton-for-tests
case $FOLDER in *[!A-Za-z0-9._/+:-]* | [!/]*) die "$FOLDER: give a full path without blanks or quotes" ;; esac

# The pid counts only while that process runs on our configuration: pids are used again.
server_pid() {
    local pid
    pid=$(cat "$FOLDER/pid" 2>/dev/null) && [ -n "$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$FOLDER/trytond.conf" && echo "$pid"
}

wipe() { # nothing but what an earlier start made
    [ -e "$FOLDER" ] || return 0
    [ -f "$MARK" ] || [ -z "$(ls -A "$FOLDER")" ] || die "$FOLDER is not an ERP of this script"
    rm -rf --one-file-system -- "$FOLDER"
}

make() {
    wipe
    (umask 077 && mkdir -p "$FOLDER/db")
    : >"$MARK"
    : >"$FOLDER/db/erp.sqlite"
    cat >"$FOLDER/trytond.conf" <<CONF
[database]
uri = sqlite://
path = $FOLDER/db
[web]
listen = 127.0.0.1:$PORT
[email]
uri = smtp://127.0.0.1:9
CONF
    /usr/bin/python3 - "$FOLDER" <<'PY'
import os, secrets, sys
os.umask(0o077)
letters = [c for c in map(chr, range(48, 123)) if c.isalnum() and c not in '0O1lI']
for login in ('admin', 'sync', 'limited'):  # no letter twice: the server refuses passwords that repeat
    with open(f'{sys.argv[1]}/password.{login}', 'w') as file:
        file.write(''.join(secrets.SystemRandom().sample(letters, 16)))
PY
    cp "$FOLDER/password.admin" "$FOLDER/admin.pass"
    TRYTONPASSFILE=$FOLDER/admin.pass /usr/bin/trytond-admin -c "$FOLDER/trytond.conf" -d erp --email admin@example.invalid \
        -u timesheet -u project --activate-dependencies >"$FOLDER/setup.log" 2>&1 </dev/null || { tail -n 20 "$FOLDER/setup.log" >&2; die "the database could not be made"; }
}

# Sets a new ERP up over its own API ("new"), or waits until it answers ("kept").
await() {
    /usr/bin/python3 - "$1" "$PORT" "$FOLDER" <<'PY'
import base64, json, os, sys, time, urllib.request
state, port, folder = sys.argv[1:]
base = f'http://127.0.0.1:{port}/'
password = {login: open(f'{folder}/password.{login}').read() for login in ('admin', 'sync', 'limited')}
pid = int(open(f'{folder}/pid').read())
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

def ask(path, method, params, session=None):
    headers = {'Content-Type': 'application/json'}
    if session:
        headers['Authorization'] = 'Session ' + base64.b64encode(session.encode()).decode()
    body = json.dumps({'id': 1, 'method': method, 'params': params}).encode()
    with direct.open(urllib.request.Request(base + path, body, headers), timeout=60) as answer:
        answer = json.load(answer)
    if 'error' in answer:
        sys.exit(f'{method}: {answer["error"]}')
    return answer['result']

until = time.monotonic() + 90
while True:
    try:
        ask('', 'common.server.version', [])
        break
    except OSError as failure:
        if not os.path.exists(f'/proc/{pid}') or time.monotonic() > until:
            sys.exit(f'the server does not answer: {failure}')
        time.sleep(0.1)
if state == 'kept':
    sys.exit()

user, key = ask('erp/', 'common.db.login', ['admin', {'password': password['admin']}, 'en'])

def model(method, *params):
    return ask('erp/', f'model.{method}', [*params, {}], f'admin:{user}:{key}')

euro, = model('currency.currency.create', [{'name': 'Euro', 'symbol': '\u20ac', 'code': 'EUR', 'digits': 2}])
house, ann, bob = model('party.party.create', [{'name': name, 'code': code, 'addresses': []} for name, code in (
    ('Support House', 'HOUSE'), ('Ann', 'EMPLOYEE-1'), ('Bob', 'EMPLOYEE-2'))])
company, = model('company.company.create', [{'party': house, 'currency': euro}])
employees = model('company.employee.create', [{'party': party, 'company': company} for party in (ann, bob)])
model('res.user.write', [user], {'companies': [['add', [company]]], 'company': company})
groups = {group['name']: group['id'] for group in model('res.group.search_read', [], 0, None, None, ['name'])}
for login, employee, member in (('sync', employees[0], ['Timesheet Administration', 'Project Administration']), ('limited', employees[1], [])):
    model('res.user.create', [{
        'name': login, 'login': login, 'password': password[login], 'companies': [['add', [company]]], 'company': company,
        'employees': [['add', [employee]]], 'employee': employee, 'groups': [['add', [groups[name] for name in member]]],
    }])
facts = {
    'BASE_URL': f'{base}erp/', 'DATABASE_FILE': f'{folder}/db/erp.sqlite', 'COMPANY_ID': company, 'EMPLOYEE_IDS': ','.join(map(str, employees)),
    'ADMIN_USER': 'admin', 'ADMIN_PASSWORD': password['admin'], 'USER': 'sync', 'PASSWORD': password['sync'],
    'LIMITED_USER': 'limited', 'LIMITED_PASSWORD': password['limited'],
}
with open(f'{folder}/facts', 'w') as file:
    file.writelines(f'{name}={value}\n' for name, value in facts.items())
PY
}

start() {
    if [ -z "$(server_pid)" ]; then
        [ -x /usr/bin/trytond ] || die "Tryton is not installed; as root: $0 install"
        ! (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null || die "port $PORT is taken"
        local state=kept
        [ -n "${KEEP:-}" ] && [ -f "$FOLDER/facts" ] || { make; state=new; }
        setsid /usr/bin/trytond -c "$FOLDER/trytond.conf" -d erp >>"$FOLDER/server.log" 2>&1 </dev/null &
        echo $! >"$FOLDER/pid"
        await "$state" || { tail -n 20 "$FOLDER/server.log" >&2; stop; exit 1; }
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
