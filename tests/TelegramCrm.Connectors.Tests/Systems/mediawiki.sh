#!/usr/bin/env bash
# A MediaWiki 1.39 of one's own: action API on loopback, SQLite, one folder; for Debian 12.
#
#   mediawiki.sh install                 the packages, as root; starts no service
#   mediawiki.sh installed               exit 0 when nothing is missing
#   mediawiki.sh start PORT FOLDER       a new wiki in FOLDER; prints KEY=value lines once its API answers
#   mediawiki.sh stop PORT FOLDER        ends it
#
# KEEP=1 starts again on what lies in FOLDER. PURGE=1 deletes FOLDER after the stop. PRIVATE=1: readers must log in. WORKERS: processes, 4.
# Users: Admin; SyncBot (group bot, may delete, without rate limits); Writer (a newcomer, with rate limits); Reader (may edit nothing).
# The last three have bot passwords, whose login names end in @sync. There is a change tag 'sync'.
set -euo pipefail

APP=/usr/share/mediawiki
packages=(micro-httpd php8.2-cgi php-cli php-sqlite3 mediawiki curl) # the first two stand in for the web server the package wants; neither runs

say() { printf '%s\n' "$*" >&2; }
die() { say "mediawiki.sh: $*"; exit 1; }
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
URL=http://127.0.0.1:$PORT
MARK=$FOLDER/.mediawiki-for-tests
export MW_CONFIG_FILE=$FOLDER/LocalSettings.php
case $FOLDER in *[!A-Za-z0-9._/+:-]* | [!/]*) die "$FOLDER: give a full path without blanks or quotes" ;; esac

secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# The pid counts only while that process has our folder in its environment: pids are used again.
server_pid() {
    local pid
    pid=$(cat "$FOLDER/pid" 2>/dev/null) && [ -n "$pid" ] && tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -qxF "TEST_WIKI=$FOLDER" && echo "$pid"
}

wipe() { # nothing but what an earlier start made
    [ -e "$FOLDER" ] || return 0
    [ -f "$MARK" ] || [ -z "$(ls -A "$FOLDER")" ] || die "$FOLDER is not a wiki of this script"
    rm -rf --one-file-system -- "$FOLDER"
}

maintain() {
    local task=$1
    shift
    (cd $APP && php "maintenance/$task" "$@") >>"$FOLDER/setup.log" 2>&1 </dev/null || { tail -n 20 "$FOLDER/setup.log" >&2; die "$task failed"; }
}

settings() {
    cat <<'PHP'

$wgCacheDirectory = __DIR__ . '/cache';
$wgUploadDirectory = __DIR__ . '/images';
$wgMainCacheType = CACHE_DB; # rate limits count in a cache that every process sees
$wgEnableEmail = false;
$wgShowExceptionDetails = true;
$wgGroupPermissions['*']['createaccount'] = false;
$wgGroupPermissions['*']['edit'] = false;
$wgGroupPermissions['user']['applychangetags'] = true;
$wgGroupPermissions['bot']['noratelimit'] = true;
$wgGroupPermissions['bot']['delete'] = true;
$wgPasswordAttemptThrottle = false; # tests try wrong passwords
$wgAutoConfirmAge = 4 * 86400; # Writer stays a newcomer: 8 edits a minute
PHP
    [ -z "${PRIVATE:-}" ] || echo "\$wgGroupPermissions['*']['read'] = false;"
}

make() {
    wipe
    mkdir -p "$FOLDER"
    chmod 700 "$FOLDER"
    : >"$MARK"
    mkdir -p "$FOLDER"/{db,images,cache}
    local admin bot writer reader edits=basic,editpage,createeditmovepage
    admin=$(secret) bot=$(secret) writer=$(secret) reader=$(secret)
    maintain install.php --dbtype=sqlite --dbname=wiki --dbpath="$FOLDER/db" --server="$URL" --scriptpath= --lang=en --confpath="$FOLDER" --pass="$admin" 'Knowledge Base' Admin
    settings >>"$MW_CONFIG_FILE"
    maintain createAndPromote.php --bot SyncBot "$(secret)"
    maintain createAndPromote.php Writer "$(secret)"
    maintain createAndPromote.php Reader "$(secret)"
    maintain createBotPassword.php --appid sync --grants "$edits,highvolume,delete" SyncBot "$bot"
    maintain createBotPassword.php --appid sync --grants "$edits" Writer "$writer"
    maintain createBotPassword.php --appid sync --grants basic Reader "$reader"
    maintain addChangeTag.php --tag sync --reason 'edits of the synchronisation'
    (umask 077 && printf '%s\n' "BASE_URL=$URL" "API_URL=$URL/api.php" USER=SyncBot@sync "PASSWORD=$bot" WRITER_USER=Writer@sync "WRITER_PASSWORD=$writer" \
        READER_USER=Reader@sync "READER_PASSWORD=$reader" ADMIN_USER=Admin "ADMIN_PASSWORD=$admin" >"$FOLDER/facts.new")
    mv "$FOLDER/facts.new" "$FOLDER/facts"
}

answers() { [ "$(curl -s -m 10 -o /dev/null -w '%{http_code}' "$URL/api.php?action=query&meta=tokens&type=login&format=json")" = 200 ]; }

start() {
    if server_pid >/dev/null; then cat "$FOLDER/facts"; return; fi
    [ -z "$(missing)" ] || die "not installed; as root: $0 install"
    (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null && die "port $PORT is taken"
    { [ -n "${KEEP:-}" ] && [ -f "$FOLDER/facts" ]; } || make
    TEST_WIKI=$FOLDER PHP_CLI_SERVER_WORKERS=${WORKERS:-4} setsid bash -c 'echo $$ >"$1/pid"; cd "$1"; shift; exec "$@"' - "$FOLDER" \
        php -d opcache.enable_cli=1 -d display_errors=stderr -S "127.0.0.1:$PORT" -t $APP >>"$FOLDER/server.log" 2>&1 </dev/null &
    for attempt in $(seq 240); do
        answers && { cat "$FOLDER/facts"; return; }
        [ "$attempt" -lt 8 ] || server_pid >/dev/null || break
        sleep 0.25
    done
    tail -n 20 "$FOLDER/server.log" >&2 || true
    stop
    die "no answer from $URL"
}

stop() {
    local pid
    if pid=$(server_pid); then
        kill -TERM -- "-$pid" 2>/dev/null || true
        for attempt in $(seq 40); do
            kill -0 -- "-$pid" 2>/dev/null || break
            [ "$attempt" != 30 ] || kill -KILL -- "-$pid" 2>/dev/null
            sleep 0.25
        done
    fi
    rm -f "$FOLDER/pid"
    [ -z "${PURGE:-}" ] || wipe
}

case $1 in
    start) start ;;
    stop) stop ;;
    *) die "there is no command '$1'" ;;
esac
